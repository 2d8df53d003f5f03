#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A trunk is a link like any other: made, named, changed and deleted by ip link.
#
#   +---------+   +---------+
#   | host    |   |    peer |
#   |  trunk0 |   |  trunk0 |
#   |  ...    |   |         |
#   +---------+   +---------+
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/trunk_lib.sh"
require_command jq

ALL_TESTS="add_del defaults options_at_creation kernel_names same_name_twice long_name rename many two_namespaces
	other_namespace address_kept mtu_range up_without_ports bad_option_creates_nothing bad_attribute_creates_nothing"

setup()
{
	setup_ns host peer
}

exists()	# NS DEV
{
	ip -n "$1" link show dev "$2"
}

add_del()
{
	check "add" ip -n "$host" link add trunk0 type trunk
	check_eq "kind" "$(ipj "$host" link show dev trunk0 '.[0].linkinfo.info_kind')" trunk
	check_eq "up" "$(flag "$host" trunk0 "$IFF_UP")" 0
	check "delete" ip -n "$host" link del trunk0
	check_not "there after deletion" exists "$host" trunk0
}

defaults()
{
	local got option

	check "add" ip -n "$host" link add trunk0 type trunk
	for option in mode miimon updelay downdelay primary_reselect xmit_hash_policy num_peer_notif peer_notif_delay \
		min_links packets_per_slave scheduler flowlet_gap rebalance rebalance_interval idle_timer unbalanced_timer \
		tlb_dynamic_lb arp_interval arp_ip_target arp_validate arp_all_targets arp_missed_max ns_ip6_target monitor \
		damping_hold damping_max use_carrier resend_igmp all_slaves_active fail_over_mac mac_policy lp_interval \
		mii_status; do
		got+="$option $(trunk_get "$host" trunk0 "$option")"$'\n'
	done
	check_same "defaults" "$(cat <<-EOS
		mode balance-xor
		miimon 100
		updelay 0
		downdelay 0
		primary_reselect always
		xmit_hash_policy 64
		num_peer_notif 1
		peer_notif_delay 0
		min_links 0
		packets_per_slave 1
		scheduler default
		flowlet_gap 500
		rebalance idle
		rebalance_interval 10
		idle_timer 120
		unbalanced_timer 0
		tlb_dynamic_lb 1
		arp_interval 0
		arp_ip_target none
		arp_validate none
		arp_all_targets any
		arp_missed_max 2
		ns_ip6_target none
		monitor all
		damping_hold 0
		damping_max 60000
		use_carrier 1
		resend_igmp 1
		all_slaves_active 0
		fail_over_mac none
		mac_policy first
		lp_interval 1
		mii_status DOWN
	EOS
	)" "${got%$'\n'}"
	check_eq "primary" "$(trunk_get "$host" trunk0 primary)" none
	check_eq "active_slave" "$(trunk_get "$host" trunk0 active_slave)" none
	check_match "random address" "$(link_get "$host" trunk0 address)" '^[0-9a-f][26ae]:'
}

options_at_creation()
{
	local option

	local -A wanted=([mode]=active-backup [miimon]=7 [updelay]=13 [downdelay]=11 [primary_reselect]=failure
		[num_peer_notif]=3 [peer_notif_delay]=250 [min_links]=2 [packets_per_slave]=5 [scheduler]=least-conn
		[flowlet_gap]=700 [rebalance]=load [rebalance_interval]=50 [idle_timer]=60 [unbalanced_timer]=600
		[tlb_dynamic_lb]=0 [arp_interval]=70 [arp_ip_target]="10.0.0.2,10.0.0.3" [arp_validate]=filter_backup
		[arp_all_targets]=all [arp_missed_max]=9 [ns_ip6_target]="fd00::2,fe80::3" [monitor]=any
		[damping_hold]=100 [damping_max]=2000 [use_carrier]=1 [resend_igmp]=7 [all_slaves_active]=1 [fail_over_mac]=follow
		[mac_policy]=fixed [lp_interval]=9)
	local args=()

	for option in "${!wanted[@]}"; do
		args+=("$option" "${wanted[$option]}")
	done
	check "add" trunk_add "$host" trunk0 "${args[@]}"
	for option in "${!wanted[@]}"; do
		check_eq "$option" "$(trunk_get "$host" trunk0 "$option")" "${wanted[$option]}"
	done
}

kernel_names()
{
	check "first" ip -n "$host" link add type trunk
	check "second" ip -n "$host" link add type trunk
	check "trunk0" exists "$host" trunk0
	check "trunk1" exists "$host" trunk1
	check "pattern" ip -n "$host" link add name "up%d" type trunk
	check "up0" exists "$host" up0
}

same_name_twice()
{
	local before

	check "add" ip -n "$host" link add trunk0 address 02:00:00:00:00:01 type trunk
	before=$(ip -n "$host" -d link show dev trunk0)
	expect_fail 2 'File exists' ip -n "$host" link add trunk0 type trunk
	check_same "the first one" "$before" "$(ip -n "$host" -d link show dev trunk0)"
}

long_name()
{
	check "15 characters" ip -n "$host" link add abcdefghijklmno type trunk
	check_not "16 characters" ip -n "$host" link add abcdefghijklmnop type trunk
	check_not "a slash" ip -n "$host" link add a/b type trunk
	check_eq "trunks" "$(ip -n "$host" -br link show type trunk | wc -l)" 1
}

rename()
{
	check "add" ip -n "$host" link add trunk0 type trunk
	ip -n "$host" link add d0 type dummy
	check "port" ip -n "$host" link set d0 master trunk0
	check "rename" ip -n "$host" link set trunk0 name uplink
	check_eq "master" "$(link_get "$host" d0 master)" uplink
	check "rename of the port" ip -n "$host" link set d0 name e0
	check_eq "master" "$(link_get "$host" e0 master)" uplink
	check_eq "usable" "$(port_get "$host" e0 reason)" admin-down
	check "up" ip -n "$host" link set uplink up
	wait_eq "carrier" 2000 1 link_get "$host" uplink carrier
	check "delete" ip -n "$host" link del uplink
}

many()
{
	local i n=64 batch=

	for ((i = 0; i < n; i++)); do
		batch+="link add t$i group 7 up type trunk"$'\n'
	done
	check "add $n" ip -n "$host" -batch - <<<"$batch"
	check_eq "trunks" "$(ip -n "$host" -br link show type trunk | wc -l)" "$n"
	check_eq "addresses" "$(ip -n "$host" -br link show type trunk | awk '{ print $3 }' | sort -u | wc -l)" "$n"
	check "delete all" ip -n "$host" link del group 7
	check_eq "left" "$(ip -n "$host" -br link show type trunk | wc -l)" 0
}

two_namespaces()
{
	check "one" ip -n "$host" link add trunk0 address 02:00:00:00:00:01 type trunk
	check "two" ip -n "$peer" link add trunk0 address 02:00:00:00:00:02 type trunk
	check "change of one" trunk_set "$host" trunk0 mode active-backup
	check_eq "mode of two" "$(trunk_get "$peer" trunk0 mode)" balance-xor
	check "delete one" ip -n "$host" link del trunk0
	check "two" exists "$peer" trunk0
}

other_namespace()
{
	check "add" ip -n "$host" link add trunk0 netns "$peer" type trunk
	check "there" exists "$peer" trunk0
	check_not "here" exists "$host" trunk0
}

address_kept()
{
	check "add" ip -n "$host" link add trunk0 address 02:00:00:00:00:aa type trunk
	ip -n "$host" link add d0 type dummy
	check "port" ip -n "$host" link set d0 master trunk0
	check_eq "address" "$(link_get "$host" trunk0 address)" 02:00:00:00:00:aa
	check_eq "address of the port" "$(link_get "$host" d0 address)" 02:00:00:00:00:aa
}

mtu_range()
{
	check "add" ip -n "$host" link add trunk0 mtu 9000 type trunk
	check_eq "mtu" "$(link_get "$host" trunk0 mtu)" 9000
	check "smallest" ip -n "$host" link set trunk0 mtu 68
	check_not "smaller" ip -n "$host" link set trunk0 mtu 67
	check "largest" ip -n "$host" link set trunk0 mtu 65535
	check_eq "mtu" "$(link_get "$host" trunk0 mtu)" 65535
}

up_without_ports()
{
	local before

	check "add" ip -n "$host" link add trunk0 up type trunk
	check_eq "carrier" "$(link_get "$host" trunk0 carrier)" 0
	check_match "operstate" "$(link_get "$host" trunk0 operstate)" '^(down|lowerlayerdown)$'
	ip -n "$host" addr add 10.0.0.1/24 dev trunk0
	before=$(in_ns "$host" cat /sys/class/net/trunk0/statistics/tx_dropped)
	"$TOOLS/frames" -n "$host" trunk0 <<<"ffffffffffff02000000000108000000" 2>/dev/null
	check_eq "sent" "$(tx_packets "$host" trunk0)" 0
	check_range "dropped" "$(in_ns "$host" cat /sys/class/net/trunk0/statistics/tx_dropped)" "$before" $((before + 1))
	check "down" ip -n "$host" link set trunk0 down
}

# The good options before the bad one must not matter: there is no trunk.
bad_option_creates_nothing()
{
	expect_fail 1 'EINVAL|ERANGE' trunk_add "$host" trunk0 miimon 50 mode 77
	expect_fail 1 'EINVAL|ERANGE' trunk_add "$host" trunk0 packets_per_slave 65536
	expect_fail 1 'EINVAL|ERANGE' trunk_add "$host" trunk0 mode 6
	expect_fail 1 'EINVAL|ERANGE' trunk_add "$host" trunk0 scheduler 8
	expect_fail 1 'EINVAL|ERANGE' trunk_add "$host" trunk0 idle_timer 0
	expect_fail 1 'EINVAL|ERANGE' trunk_add "$host" trunk0 peer_notif_delay 300001
	expect_fail 1 'EINVAL|ERANGE' trunk_add "$host" trunk0 primary_reselect 3
	expect_fail 1 'EINVAL|ERANGE' trunk_add "$host" trunk0 xmit_hash_policy 63
	check_not "there" exists "$host" trunk0
}

bad_attribute_creates_nothing()
{
	# A number of bonding's that trunk does not have (IFLA_BOND_AD_INFO), one that nobody has, a wrong length,
	# an address that no device can have.
	expect_fail 1 'EOPNOTSUPP attribute 23: trunk: ' "$TOOLS/rtlink" -n "$host" new trunk0 trunk 23:u32:100
	expect_fail 1 'EOPNOTSUPP attribute 36: trunk: ' "$TOOLS/rtlink" -n "$host" new trunk0 trunk 36:u32:1
	expect_fail 1 'EINVAL|ERANGE' "$TOOLS/rtlink" -n "$host" new trunk0 trunk 3:u8:1
	expect_fail 1 'EADDRNOTAVAIL' "$TOOLS/rtlink" -n "$host" new trunk0 trunk link.1:hex:010000000001
	expect_fail 1 'EINVAL|EADDRNOTAVAIL' "$TOOLS/rtlink" -n "$host" new trunk0 trunk link.1:hex:0200000001
	check_not "there" exists "$host" trunk0
}

tests_run
