#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# hactl trunk import: a bond or a team is read, deleted and made again as a trunk by what was printed. All options that
# both have are equal then, and every other one that was not at its default was named as not offered.
#
#   +------------------------------+
#   | host                         |
#   |   link0 --- eth0, eth1, #2   |
#   +------------------------------+
#
# vm: mode=virtual timeout=240
. "$(dirname "$0")/hactl_lib.sh"
require_module trunk
require_module bonding max_bonds=0
require_ip_trunk

ALL_TESTS="rr active_backup xor broadcast lacp tlb alb defaults addresses odd_names only_reads not_offered
	team_modes team_options team_priority json refused help_and_completion"

setup()
{
	setup_ns host || return
	ip -n "$host" -batch - <<-EOS
		link add eth0 address 02:00:00:00:00:10 type dummy
		link add eth1 address 02:00:00:00:00:11 type dummy
		link add fresh type bond
	EOS
	# In a batch this would be a comment.
	ip -n "$host" link add '#2' address 02:00:00:00:00:12 type dummy
}

data() { ipj "$host" link show "$1" '.[0].linkinfo.info_data'; }
port_data() { ipj "$host" link show "$1" '.[0].linkinfo.info_slave_data'; }

# reborn: link0 as a trunk by what import says of it, in $tmp/file
reborn()
{
	check "import" hx trunk import link0
	hx trunk import link0 >"$tmp/file"
	check_not "no line that is too much" grep -qvE '^(#|trunk add |port add )' "$tmp/file"
	ipn link del link0
	check "batch" hx -b "$tmp/file"
	check_eq "kind" "$(ipj "$host" link show link0 '.[0].linkinfo.info_kind')" trunk
	ipn link set link0 up
}

ipn() { ip -n "$host" "$@"; }

# equal OLD NEW IGNORE: keys that both have, with other values
equal()
{
	jq -nr --argjson old "$1" --argjson new "$2" --arg ignore "$3" \
		'$old | keys[] | select(in($new) and ($old[.] != $new[.]) and (IN($ignore | split(" ")[]) | not))
			| "\(.): \($old[.]) \($new[.])"'
}

# bond MODE IGNORE OPTION...: with these options it is reborn
bond()
{
	local old ports new key

	check "bond" ipn link add link0 type bond mode "$1" "${@:3}"
	ipn link set eth0 master link0
	ipn link set eth1 master link0
	ipn link set eth1 type bond_slave queue_id 7
	[ "$1" != active-backup ] || ipn link set eth1 type bond_slave prio -3
	[ "$1" != active-backup ] || ipn link set link0 type bond primary eth1
	old=$(data link0)
	ports=$(port_data eth0; port_data eth1)
	reborn
	new=$(data link0)
	check_eq "options" "$(equal "$old" "$new" "active_slave $2")" ""
	check_eq "ports" "$(jq -r .prio <<<"$ports" | paste -sd' ')" "$( (port_data eth0; port_data eth1) | jq -r .prio | paste -sd' ')"
	check_eq "queue_id" "$(port_data eth1 | jq .queue_id)" 7
	while read -r key; do
		key=${key/peer_notify/peer_notif}
		check "$key is named" grep -qE "^# not offered: ${key/#ad_lacp_/lacp_} .*: [a-zA-Z]" "$tmp/file"
	done < <(jq -nr --argjson old "$old" --argjson new "$new" --argjson fresh "$(data fresh)" '$old | keys[] |
		select((in($new) | not) and $old[.] != $fresh[.] and . != "ad_info" and . != "active_slave")')
}

delays=(miimon 50 updelay 150 downdelay 100)

rr() { bond balance-rr "" "${delays[@]}" packets_per_slave 5 resend_igmp 3; }
active_backup() { bond active-backup "" "${delays[@]}" primary_reselect failure num_grat_arp 9 peer_notify_delay 100 \
	fail_over_mac follow; }
xor() { bond balance-xor "" miimon 20 xmit_hash_policy layer3+4 all_slaves_active 1 num_grat_arp 0; }
broadcast() { bond broadcast "" miimon 30 fail_over_mac active use_carrier 1; }
tlb() { bond balance-tlb "" miimon 40 tlb_dynamic_lb 0 lp_interval 5 xmit_hash_policy encap2+3; }

# trunk0 of a mode that a trunk has not: the nearest one
nearest()	# MODE NEAREST
{
	local mode

	mode=$(data link0 | jq -r .mode)
	[ "$mode" = "$1" ] && return
	check_eq "mode" "$mode" "$2"
	check "it is named" grep -q "^# not offered: mode $1: " "$tmp/file"
}

lacp()
{
	bond 802.3ad "" miimon 100 lacp_rate fast ad_select count min_links 2 ad_actor_sys_prio 7 \
		ad_actor_system 02:00:00:00:00:77 ad_user_port_key 9 lacp_active off xmit_hash_policy vlan+srcmac
}

alb()
{
	bond balance-alb mode miimon 100 lp_interval 3
	nearest balance-alb balance-tlb
}

# A bond as it comes is a trunk of bonding's defaults, without a word about what it does not have.
defaults()
{
	local old

	ipn link add link0 type bond
	old=$(data link0)
	reborn
	check_eq "options" "$(equal "$old" "$(data link0)" "")" ""
	check_not "notes" grep -q "not offered" "$tmp/file"
}

addresses()
{
	ipn link add link0 type bond mode active-backup miimon 100
	ipn link set eth0 master link0
	reborn
	check_not "that of the first port is not named" grep -q ' address ' "$tmp/file"
	check_eq "address" "$(ipj "$host" link show link0 '.[0].address')" 02:00:00:00:00:10
	ipn link del link0
	ipn link add link0 mtu 1400 address 02:00:00:00:00:77 type bond mode active-backup miimon 100
	ipn link set eth1 master link0
	ipn link set link0 up
	reborn
	check_eq "address" "$(ipj "$host" link show link0 '.[0].address')" 02:00:00:00:00:77
	check_eq "MTU" "$(ipj "$host" link show eth1 '.[0].mtu')" 1400
	check "up" grep -q '^# then: ip link set link0 up$' "$tmp/file"
}

odd_names()
{
	ipn link add link0 type bond mode active-backup miimon 100
	ipn link set '#2' master link0
	reborn
	check_eq "port" "$(ipj "$host" link show '#2' '.[0].master')" link0
}

only_reads()
{
	local before

	ipn link add link0 type bond mode active-backup miimon 100
	ipn link set eth0 master link0
	ipn link set link0 up
	wait_eq "port" 2000 '"UP"' ipj "$host" link show eth0 '.[0].linkinfo.info_slave_data.mii_status | tojson'
	before=$(ipn -d link show)
	check "import" hx trunk import link0
	check_same "links" "$before" "$(ipn -d link show)"
}

# Of each of a list, one line; with the value, and the option that is at its default not at all.
not_offered()
{
	ipn link add link0 type bond mode active-backup arp_interval 200 arp_ip_target 192.0.2.1,192.0.2.2 arp_validate filter \
		arp_all_targets all arp_missed_max 4 ns_ip6_target 2001:db8::1
	hx trunk import link0 >"$tmp/file"
	local option

	for option in "arp_interval 200" "arp_ip_target 192.0.2.1" "arp_ip_target 192.0.2.2" "arp_validate filter" \
		"arp_all_targets all" "arp_missed_max 4" "ns_ip6_target 2001:db8::1"; do
		# An option that a trunk has by now is in the command.
		grep -q "^trunk add .* ${option%% *} " "$tmp/file" || check "$option" grep -qE "^# not offered: $option: " "$tmp/file"
	done
	check_not "fail_over_mac" grep -q fail_over_mac "$tmp/file"
}

# team MODE
team()
{
	command -v teamnl >/dev/null && modprobe team || { skip "no team, or no teamnl"; return 1; }
	ipn link add link0 type team || return
	in_ns "$host" teamnl link0 setoption mode "$1" || { fail "mode $1"; return 1; }
	ipn link set eth0 master link0
	ipn link set eth1 master link0
}

as_team()	# MODE SCHEDULER
{
	check_eq "mode and scheduler" "$(data link0 | jq -r '[.mode, .scheduler, .num_peer_notif] | join(" ")')" "$*"
	check_eq "ports" "$(ipj "$host" link show master link0 '[.[].ifname] | join(" ")')" "eth0 eth1"
}

team_modes()
{
	local mode kind scheduler

	while read -r mode kind scheduler; do
		team "$mode" || return
		reborn
		as_team "$kind" "$scheduler" 0
		ipn link del link0
	done <<-EOS
		activebackup active-backup default
		loadbalance balance-xor default
		roundrobin balance-rr default
		random balance-rr random
		broadcast broadcast default
	EOS
}

team_options()
{
	team loadbalance || return
	in_ns "$host" teamnl link0 setoption notify_peers_count 4
	in_ns "$host" teamnl link0 setoption notify_peers_interval 70
	in_ns "$host" teamnl link0 setoption mcast_rejoin_count 2
	in_ns "$host" teamnl link0 setoption lb_tx_method hash_to_port_mapping
	in_ns "$host" teamnl -p eth1 link0 setoption queue_id 3
	in_ns "$host" teamnl -p eth1 link0 setoption user_linkup_enabled true
	reborn
	check_eq "options" "$(data link0 | jq -r '[.num_peer_notif, .peer_notify_delay, .resend_igmp, .rebalance] | join(" ")')" \
		"4 70 2 load"
	check "link watch" grep -q '^# not offered: eth1 user_linkup: ' "$tmp/file"
	check_eq "queue" "$(port_data eth1 | jq .queue_id)" 3
	ipn link del link0
	team broadcast || return
	in_ns "$host" teamnl link0 setoption notify_peers_count 256
	reborn
	check "too many" grep -q '^# not offered: num_peer_notif 256: trunk takes 0 to 255' "$tmp/file"
}

# The port that is active has the highest priority, or is the primary.
team_priority()
{
	team activebackup || return
	in_ns "$host" teamnl -p eth0 link0 setoption priority 5
	in_ns "$host" teamnl -p eth1 link0 setoption priority 10
	in_ns "$host" teamnl link0 setoption activeport "$(ipj "$host" link show eth1 '.[0].ifindex')"
	reborn
	check_eq "primary" "$(data link0 | jq -r .primary)" null
	wait_eq "active port" 2000 eth1 ipj "$host" link show link0 '.[0].linkinfo.info_data.active_slave'
	check_eq "prio" "$(port_data eth0 | jq .prio) $(port_data eth1 | jq .prio)" "5 10"
	ipn link del link0
	team activebackup || return
	in_ns "$host" teamnl -p eth0 link0 setoption priority 5
	in_ns "$host" teamnl link0 setoption activeport "$(ipj "$host" link show eth1 '.[0].ifindex')"
	reborn
	check_eq "primary" "$(data link0 | jq -r .primary)" eth1
	wait_eq "active port" 2000 eth1 ipj "$host" link show link0 '.[0].linkinfo.info_data.active_slave'
}

json()
{
	team broadcast || return
	in_ns "$host" teamnl link0 setoption notify_peers_count 256
	check_eq "commands" "$(hxj trunk import link0 '.import.commands | join(";")')" \
		"$(hx trunk import link0 | grep -v '^#' | paste -sd';')"
	check_match "notes" "$(hxj trunk import link0 '.import.not_offered[0]')" '^num_peer_notif 256: '
}

refused()
{
	expect_fail 1 'eth0: neither a bond nor a team' hx trunk import eth0
	expect_fail 1 'nosuch: no device of that name' hx trunk import nosuch
	expect_fail 1 'usage: hactl trunk import DEV' hx trunk import
	expect_fail 1 'miimon is too much' hx trunk import fresh miimon 5
}

help_and_completion()
{
	check_match "help" "$(hx trunk help)" 'trunk import DEV'
	check_match "completion" "$(in_ns "$host" hactl --complete trunk import | paste -sd' ')" 'eth0.* fresh'
}

tests_run
