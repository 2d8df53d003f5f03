#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ip link show and xstats of trunks, in text and JSON, with every switch that changes how ip prints.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/iproute2_lib.sh"

ALL_TESTS="every_switch json_is_whole xstats_text xstats_json xstats_device xstats_of_ports xstats_help help batch monitor
	ad_info"

every_switch()
{
	local switches

	for switches in "" -d "-s -d" "-s -s -d" "-d -o" "-d -br" "-d -c=always" "-d -h -s" "-d -N"; do
		# shellcheck disable=SC2086
		check "ip $switches" ipn $switches link show
	done
	check_match "text" "$(ipn -d link show trunk0)" \
		$'\n    trunk (mode active-backup .*mii_status UP|mii_status UP .*mode active-backup) .*miimon 100 '
	check_match "counters" "$(ipn -s -d link show trunk0)" 'mode active-backup .*RX: '
	check_match "port" "$(ipn -d link show eth0)" $'\n    trunk_slave state ACTIVE mii_status UP .*link_failure_count 0 '
}

json_is_whole()
{
	check_eq "links" "$(ipn -d -j link show | jq '[.[] | select(.linkinfo.info_kind == "trunk")] | length')" 2
	check_eq "with statistics" "$(ipn -s -d -j link show trunk0 | jq -r '.[0] | .linkinfo.info_data.mode, (.stats64 | type)' |
		paste -sd' ')" "active-backup object"
	check_eq "pretty" "$(ipn -d -j -p link show trunk0 | jq -S '.[0].linkinfo')" \
		"$(ipn -d -j link show trunk0 | jq -S '.[0].linkinfo')"
	check_eq "numbers are numbers" "$(data trunk0 'miimon | type')" '"number"'
	check_eq "of a port" "$(port_data eth0 | jq -c '[.state, .mii_status, .prio, .reason]')" '["ACTIVE","UP",0,"none"]'
}

xstats_text()
{
	local text

	text=$(ipn link xstats type trunk)
	check_match "trunk0" "$text" $'(^|\n)trunk0 *\n'
	check_match "trunk1" "$text" $'(^|\n)trunk1 *\n'
	check_match "a counter" "$text" $'\n                    failovers 0\n'
	[[ $text != *eth0* ]] || fail "a port among trunks: $text"
}

# The counters of OBJECT that hactl shows are those that ip shows of DEV.
same_counters()	# OBJECT KIND DEV
{
	local filter

	hactl -n "$host" -s -j "$1" show "$3" >"$tmp/hactl"
	ipn -j link xstats type "$2" dev "$3" >"$tmp/ip" || fail "xstats of $3"
	# shellcheck disable=SC2016 # of jq
	filter='($hactl[0][$object][0].stats | del(.rx, .tx, .share) | with_entries(select(.value != null))) as $h
		| ($ip[0][0] | del(.ifname)) as $i | if $h == $i and ($i | length) >= 8 then "same" else "\($h) \($i)" end'
	check_eq "counters of $3" "$(jq -nr --slurpfile hactl "$tmp/hactl" --slurpfile ip "$tmp/ip" --arg object "$1" "$filter")" same
	check_eq "ifname" "$(jq -r '.[].ifname' "$tmp/ip")" "$3"
}

xstats_json()
{
	ipn link set eth0 carrier off
	wait_eq "failover" 2000 '"eth1"' data trunk0 active_slave
	same_counters trunk trunk trunk0
	same_counters trunk trunk trunk1
	check_eq "failovers" "$(ipn -j link xstats type trunk dev trunk0 | jq '.[0].failovers')" 1
	check_match "its latency" "$(ipn link xstats type trunk dev trunk0)" 'failover_latency .*: 1'
	check_eq "all" "$(ipn -j link xstats type trunk | jq -r '[.[].ifname] | sort | join(" ")')" "trunk0 trunk1"
}

xstats_device()
{
	check_eq "one" "$(ipn -j link xstats type trunk dev trunk1 | jq -r '[.[].ifname] | join(" ")')" trunk1
	check_eq "no trunk" "$(ipn link xstats type trunk dev eth0)" ""
	expect_fail + 'xstats: no device named nosuch' ipn link xstats type trunk dev nosuch
	expect_fail + 'usage: ... trunk \[ dev DEVICE \]' ipn link xstats type trunk dev
	expect_fail + 'usage: ' ipn link xstats type trunk foo bar
}

xstats_of_ports()
{
	same_counters port trunk_slave eth0
	check_eq "all" "$(ipn -j link xstats type trunk_slave | jq -r '[.[].ifname] | sort | join(" ")')" "eth0 eth1"
	check_match "text" "$(ipn link xstats type trunk_slave dev eth1)" $'^eth1 *\n +weight '
}

xstats_help()
{
	check_eq "help" "$(ipn link xstats type trunk help)" "Usage: ... trunk [ dev DEVICE ]"
}

help()
{
	local name kind

	for kind in trunk trunk_slave; do
		check_match "help of $kind" "$(ip link help "$kind")" "^Usage: \.\.\. $kind \[ OPTION VALUE \]"
	done
	# All that hactl has, but what ip has for any link.
	for name in $(hactl trunk set help | awk '/^  [a-z_]+ / && $1 != "address" && $1 != "mtu" && $1 != "hactl" { print $1 }'); do
		check_match "help" "$(ip link help trunk)" $'\n'"  $name "
	done
	check_not "help among options" ipn link set trunk0 type trunk help
}

batch()
{
	ip -n "$host" -batch - <<-EOS || fail "batch"
		link set trunk0 type trunk miimon 11
		link set eth0 type trunk_slave prio 3
		link set trunk1 type trunk updelay 12
	EOS
	check_eq "values" "$(data trunk0 miimon) $(data trunk1 updelay) $(port_data eth0 prio)" "11 12 3"
	expect_fail + 'Command failed -:2' ip -n "$host" -batch - <<-EOS
		link set trunk0 type trunk miimon 12
		link set trunk0 type trunk miimon x
		link set trunk0 type trunk miimon 13
	EOS
	check_eq "up to the bad one" "$(data trunk0 miimon)" 12
}

monitor()
{
	ip -n "$host" -d monitor link >"$tmp/monitor" &
	defer kill $!
	# It listens when it shows a change; until then there are changes.
	# shellcheck disable=SC2317 # called by busywait
	changed() { ipn link set trunk0 type trunk miimon $((30 + RANDOM % 9)); ipn link set trunk0 mtu $((1400 + RANDOM % 50))
		grep -q 'trunk .*miimon 3' "$tmp/monitor"; }
	busywait 5000 changed || fail "nothing in: $(cat "$tmp/monitor")"
}

# The aggregator in use, with the words and keys that ip has for that of a bond.
ad_info()
{
	local kind text

	require_module bonding
	for kind in bond trunk; do
		ip -n "$host" -batch - <<-EOS
			link add ad_$kind type $kind mode 802.3ad
			link add port_$kind type dummy
			link set port_$kind master ad_$kind
			link set ad_$kind up
		EOS
		wait_eq "$kind" 10000 1 ipj "$host" link show "ad_$kind" '.[0].linkinfo.info_data.ad_info.num_ports'
		text=$(ipn -d link show "ad_$kind")
		check_match "$kind" "$text" ' ad_aggregator [0-9]+ ad_num_ports 1 ad_actor_key [0-9]+ ad_partner_key [0-9]+ ad_partner_mac 00:00:00:00:00:00 '
	done
	check_eq "keys" "$(data ad_trunk 'ad_info | to_entries | map([.key, (.value | type)])')" \
		"$(data ad_bond 'ad_info | to_entries | map([.key, (.value | type)])')"
	check_eq "without LACP" "$(data trunk0 ad_info)" null
}

tests_run
