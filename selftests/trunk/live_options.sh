#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Every option at any time: up or down, with or without ports, in any order, all of a request or nothing of it.
#
#   +----------------------+                +---------------------+
#   | host       +-- eth0 -+----------------+- p0 --+        peer |
#   |  trunk0 ---+-- eth1 -+----------------+- p1 --+-- sw0       |
#   +----------------------+                +---------------------+
#
# shellcheck disable=SC2016,SC2086 # for another shell; an option and its value are two words
#
# vm: mode=virtual timeout=400
. "$(dirname "$0")/trunk_lib.sh"

ALL_TESTS="down_without_ports up_without_ports down_with_ports up_with_ports random_order_under_traffic
	modes_under_traffic schedulers_under_traffic all_or_nothing all_or_nothing_of_a_port ranges port_ranges not_together read_only_values"

# A value of each option that is not its default; those of ports only where there are some.
OPTIONS=(
	"mode active-backup" "mode balance-rr" "mode balance-xor" "miimon 0" "miimon 1" "miimon 333" "updelay 17"
	"downdelay 23" "primary_reselect better" "primary_reselect failure" "num_peer_notif 0" "num_peer_notif 255"
	"peer_notif_delay 300000" "min_links 1" "packets_per_slave 65535" "updelay 0" "downdelay 0" "xmit_hash_policy 0" "xmit_hash_policy 1"
	"xmit_hash_policy 2" "xmit_hash_policy 3" "xmit_hash_policy 4" "xmit_hash_policy 5" "xmit_hash_policy 64"
	"miimon 100" "min_links 0" "packets_per_slave 0" "packets_per_slave 3" "mode broadcast" "mode balance-tlb"
	"tlb_dynamic_lb 0" "mode balance-xor" "scheduler hash" "rebalance load" "rebalance_interval 1" "rebalance off"
	"idle_timer 1" "idle_timer 86400" "rebalance idle" "unbalanced_timer 86400" "rebalance_interval 60000"
	"scheduler rr" "scheduler random" "scheduler least-conn" "scheduler response-time" "scheduler flowlet"
	"flowlet_gap 1" "flowlet_gap 1000000" "mode active-backup" "mode balance-rr" "tlb_dynamic_lb 1"
	"scheduler broadcast" "scheduler default" "unbalanced_timer 0" "mode balance-xor"
	"arp_interval 1000" "arp_ip_target 10.0.0.2" "arp_validate active" "arp_validate backup" "arp_validate all"
	"arp_validate filter" "arp_validate filter_active" "arp_validate filter_backup" "arp_validate none"
	"arp_all_targets all" "arp_all_targets any" "arp_missed_max 1" "arp_missed_max 255" "monitor any" "monitor all"
	"use_carrier 1" "resend_igmp 15" "resend_igmp 0" "all_slaves_active 1" "all_slaves_active 0"
	"arp_ip_target 10.0.0.2,192.0.2.255" "arp_ip_target none" "ns_ip6_target fd00::2,fe80::3" "ns_ip6_target none" "arp_interval 2147483647" "arp_interval 0"
	"arp_missed_max 2" "damping_hold 1" "damping_max 1" "damping_hold 3600000" "damping_hold 0" "damping_max 86400000"
	"damping_max 60000" "use_carrier 1" "resend_igmp 0" "resend_igmp 255" "resend_igmp 1" "all_slaves_active 1"
	"all_slaves_active 0"
	"lacp_active off" "lacp_active on" "lacp_rate fast" "lacp_rate slow" "ad_select bandwidth" "ad_select count"
	"ad_select actor_port_prio" "ad_select stable" "ad_actor_sys_prio 1" "ad_actor_sys_prio 65535"
	"ad_actor_system 02:00:00:00:00:77" "ad_actor_system 00:00:00:00:00:00" "ad_user_port_key 1023"
	"ad_user_port_key 0" "coupled_control off" "coupled_control on" "lacp_strict on" "lacp_strict off"
	"lacp_fallback 3600000" "lacp_fallback 0" "fail_over_mac active" "fail_over_mac follow" "fail_over_mac none"
	"mac_policy lowest" "mac_policy primary" "mac_policy fixed" "mac_policy first"
	"lp_interval 2147483647" "lp_interval 1"
)

each_option()
{
	local pair

	for pair in "${OPTIONS[@]}"; do
		check "$pair" trunk_set "$host" trunk0 $pair
		check_eq "${pair% *}" "$(trunk_get "$host" trunk0 "${pair% *}")" "${pair#* }"
	done
}

down_without_ports()
{
	setup_ns host
	trunk_add "$host" trunk0
	each_option
}

up_without_ports()
{
	setup_ns host
	trunk_add "$host" trunk0
	ip -n "$host" link set trunk0 up
	each_option
}

down_with_ports()
{
	setup_hosts 2 none
	trunk_add "$host" trunk0
	port_add "$host" trunk0 eth0 eth1
	each_option
	check "primary" trunk_set "$host" trunk0 primary eth1
	check "prio" port_set "$host" eth0 prio 3
	check "weight" port_set "$host" eth0 weight 3
	check_eq "weight" "$(port_get "$host" eth0 weight)" 3
	trunk_set "$host" trunk0 mode active-backup
	ip -n "$host" link set trunk0 up
	wait_eq "it holds" 1000 eth1 trunk_get "$host" trunk0 active_slave
}

up_with_ports()
{
	setup_trunk 2 bond || return
	each_option
	check "traffic" busywait 2000 reachable "$host" 10.0.0.2
}

# The order comes from a fixed seed, so that a failure can be had again.
random_order_under_traffic()
{
	local pair i

	setup_trunk 2 bond || return
	RANDOM=42
	stream_start "$host" 10.0.0.1 "$peer" 10.0.0.2 2000 1500
	for ((i = 0; i < 60; i++)); do
		pair=${OPTIONS[RANDOM % ${#OPTIONS[@]}]}
		# This one does not go with balance-tlb.
		[ "$pair" != "scheduler broadcast" ] || continue
		[ "${pair% *}" != primary_reselect ] || check "prio" port_set "$host" "eth$((RANDOM % 2))" prio $((RANDOM % 9 - 4))
		check "$i: $pair" trunk_set "$host" trunk0 $pair
	done
	stream_end
	check_eq "sent" "$SENT" 750
	check_eq "lost" "$LOST" 0
}

modes_under_traffic()
{
	local mode

	setup_trunk 2 bond || return
	stream_start "$host" 10.0.0.1 "$peer" 10.0.0.2 1000 800
	for mode in active-backup balance-rr balance-xor balance-rr active-backup balance-xor; do
		check "$mode" trunk_set "$host" trunk0 mode "$mode"
		sleep 0.1
	done
	stream_end
	check_eq "lost" "$LOST" 0
}

schedulers_under_traffic()
{
	local scheduler

	setup_trunk 2 bond || return
	stream_start "$host" 10.0.0.1 "$peer" 10.0.0.2 1000 1000
	for scheduler in flowlet least-conn random hash response-time rr flowlet default; do
		check "$scheduler" trunk_set "$host" trunk0 scheduler "$scheduler" rebalance load
		check "weight" port_set "$host" eth0 weight $((RANDOM % 5 + 1))
		sleep 0.1
	done
	stream_end
	check_eq "lost" "$LOST" 0
}

all_options() { "$TOOLS/rtlink" -n "$host" get trunk0 data all; }

# without OPTION [OPTION VALUE]...: all the others
without()
{
	local option=$1

	shift
	while [ $# -ge 2 ]; do
		[ "$1" = "$option" ] || echo "$1 $2"
		shift 2
	done
}

# Whichever is the bad one, and wherever it stands.
all_or_nothing()
{
	local before bad good rest

	setup_hosts 2 none
	trunk_add "$host" trunk0 mode active-backup
	port_add "$host" trunk0 eth0 eth1
	ip -n "$host" link set trunk0 up
	wait_eq "active" 1000 eth0 trunk_get "$host" trunk0 active_slave
	before=$(all_options)
	good="miimon 55 updelay 5 downdelay 6 primary_reselect failure num_peer_notif 9 peer_notif_delay 10 min_links 1
		packets_per_slave 12 primary eth1 scheduler flowlet flowlet_gap 7 rebalance load rebalance_interval 8
		idle_timer 9 unbalanced_timer 10 tlb_dynamic_lb 0 arp_interval 11 arp_ip_target 10.0.0.2 arp_validate all
		arp_all_targets all arp_missed_max 12 ns_ip6_target fd00::2 monitor any damping_hold 13 damping_max 14
		use_carrier 1 resend_igmp 15 all_slaves_active 1 lacp_active off lacp_rate fast ad_select count
		ad_actor_sys_prio 11 ad_actor_system 02:00:00:00:00:77 ad_user_port_key 12 coupled_control off lacp_strict on
		lacp_fallback 13 fail_over_mac follow mac_policy fixed lp_interval 14"
	for bad in "mode 6" "peer_notif_delay 300001" "packets_per_slave 65536" "primary_reselect 3" \
		"xmit_hash_policy 6" "active_slave lo" "scheduler 8" "flowlet_gap 0" "flowlet_gap 1000001" "rebalance 3" \
		"rebalance_interval 0" "idle_timer 0" "unbalanced_timer 86401" "tlb_dynamic_lb 2" \
		"arp_interval 2147483648" "arp_ip_target 0.0.0.0" "arp_validate 7" "arp_all_targets 2" "arp_missed_max 0" \
		"ns_ip6_target ff02::1" "monitor 2" "damping_hold 3600001" "damping_max 0" "use_carrier 0" \
		"resend_igmp 256" "all_slaves_active 2" \
		"lacp_active 2" "lacp_rate 2" "ad_select 4" "ad_actor_sys_prio 0" "ad_user_port_key 1024" \
		"ad_actor_system 01:00:00:00:00:01" "coupled_control 2" "lacp_strict 2" "lacp_fallback 3600001" "fail_over_mac 3" \
		"mac_policy 4" "lp_interval 0"; do
		rest=$(without "${bad% *}" $good)
		expect_fail 1 'E[A-Z]+ attribute [0-9]+: ' trunk_set "$host" trunk0 $bad $rest
		expect_fail 1 'E[A-Z]+ attribute [0-9]+: ' trunk_set "$host" trunk0 $rest $bad
		check_same "after $bad" "$before" "$(all_options)"
	done
	# One that bonding has and trunk has not.
	option_args TRUNK_ATTR miimon 55
	expect_fail 1 'EOPNOTSUPP attribute 23: trunk: ' "$TOOLS/rtlink" -n "$host" set trunk0 trunk "${ARGS[@]}" 23:u32:1
	check_same "after what it has not" "$before" "$(all_options)"
	check "without the bad one" trunk_set "$host" trunk0 $good
	check_eq "primary" "$(trunk_get "$host" trunk0 primary)" eth1
}

all_or_nothing_of_a_port()
{
	setup_hosts 2 none
	trunk_add "$host" trunk0
	port_add "$host" trunk0 eth0
	# prio and a value that only the kernel sets; a queue that the trunk has not.
	expect_fail 1 . "$TOOLS/rtlink" -n "$host" port eth0 trunk 9:u32:5 2:u8:0
	expect_fail 1 . "$TOOLS/rtlink" -n "$host" port eth0 trunk 9:u32:5 5:u16:2
	expect_fail 1 . "$TOOLS/rtlink" -n "$host" port eth0 trunk 9:u16:5
	# Numbers that rtnetlink itself would pass over.
	expect_fail 1 'EOPNOTSUPP attribute 39: trunk: unknown option' \
		"$TOOLS/rtlink" -n "$host" port eth0 trunk 9:u32:5 39:u32:1
	expect_fail 1 'EOPNOTSUPP attribute 300: trunk: unknown option' \
		"$TOOLS/rtlink" -n "$host" port eth0 trunk 300:u32:1
	check_eq "prio" "$(port_get "$host" eth0 prio)" 0
}

refused_with()	# ATTRIBUTE ERE OPTION VALUE: the text names the range, or the values there are
{
	expect_fail 1 "(EINVAL|ERANGE|EOPNOTSUPP) attribute $1: .*$2" trunk_set "$host" trunk0 "$3" "$4"
}

ranges()
{
	setup_ns host
	trunk_add "$host" trunk0
	refused_with 1 '0\.\.5 ' mode 6
	refused_with 1 . mode 7
	refused_with 1 . mode 255
	refused_with 12 . primary_reselect 3
	refused_with 14 "flow \(64\)" xmit_hash_policy 6
	refused_with 14 . xmit_hash_policy 65
	refused_with 14 . xmit_hash_policy 63
	refused_with 20 '0\.\.65535' packets_per_slave 65536
	refused_with 27 '0 or 1' tlb_dynamic_lb 2
	refused_with 21 'fast \(1\)' lacp_rate 2
	refused_with 22 'actor_port_prio \(3\)' ad_select 4
	refused_with 24 '1\.\.65535' ad_actor_sys_prio 0
	refused_with 25 '0\.\.1023' ad_user_port_key 1024
	refused_with 26 unicast ad_actor_system 03:00:00:00:00:01
	refused_with 29 'on \(1\)' lacp_active 2
	refused_with 32 'on \(1\)' coupled_control 2
	refused_with 34 'on \(1\)' lacp_strict 2
	refused_with 50 '0\.\.3600000 ms' lacp_fallback 3600001
	refused_with 13 'follow \(2\)' fail_over_mac 3
	refused_with 39 'fixed \(3\)' mac_policy 4
	refused_with 19 '1\.\.2147483647 s' lp_interval 0
	refused_with 19 . lp_interval 2147483648
	refused_with 28 '0\.\.300000 ms' peer_notif_delay 300001
	refused_with 7 '0\.\.2147483647 ms' arp_interval 2147483648
	refused_with 8 '0\.\.16 IPv4' arp_ip_target 255.255.255.255
	refused_with 9 '0\.\.6 ' arp_validate 7
	refused_with 10 'any \(0\) or all \(1\)' arp_all_targets 2
	refused_with 30 '1\.\.255' arp_missed_max 0
	refused_with 31 '0\.\.16 IPv6' ns_ip6_target ff02::1
	refused_with 31 '0\.\.16 IPv6' ns_ip6_target ::1
	refused_with 31 'twice' ns_ip6_target fd00::1,fd00::2,fd00::1
	refused_with 47 'any \(0\) or all \(1\)' monitor 2
	refused_with 6 'must be 1' use_carrier 0
	refused_with 15 '0\.\.255' resend_igmp 256
	refused_with 17 '0 or 1' all_slaves_active 2
	refused_with 48 '0\.\.3600000 ms' damping_hold 3600001
	refused_with 49 '1\.\.86400000 ms' damping_max 0
	refused_with 49 '1\.\.86400000 ms' damping_max 86400001
	refused_with 41 '0\.\.7' scheduler 8
	refused_with 42 '1\.\.1000000 us' flowlet_gap 0
	refused_with 42 '1\.\.1000000 us' flowlet_gap 1000001
	refused_with 43 'idle \(1\) or load \(2\)' rebalance 3
	refused_with 44 '1\.\.60000 ms' rebalance_interval 0
	refused_with 44 '1\.\.60000 ms' rebalance_interval 60001
	refused_with 45 '1\.\.86400 s' idle_timer 0
	refused_with 45 '1\.\.86400 s' idle_timer 86401
	refused_with 46 '0\.\.86400 s' unbalanced_timer 86401
	check "largest" trunk_set "$host" trunk0 packets_per_slave 65535
	check "largest" trunk_set "$host" trunk0 peer_notif_delay 300000
	check "smallest" trunk_set "$host" trunk0 packets_per_slave 0
	check "a day" trunk_set "$host" trunk0 updelay 86400000
	check_eq "mode" "$(trunk_get "$host" trunk0 mode)" balance-xor
}

port_ranges()
{
	local prio weight

	setup_hosts 1 none
	trunk_add "$host" trunk0
	port_add "$host" trunk0 eth0
	for prio in 2147483647 -2147483648 -1 0; do
		check "prio $prio" port_set "$host" eth0 prio "$prio"
		check_eq "prio" "$(port_get "$host" eth0 prio)" "$prio"
	done
	for weight in 1 10000000 0; do
		check "weight $weight" port_set "$host" eth0 weight "$weight"
		check_eq "weight" "$(port_get "$host" eth0 weight)" "$weight"
	done
	expect_fail 1 'EINVAL attribute 27: .*0\.\.10000000' port_set "$host" eth0 weight 10000001
	expect_fail 1 'EINVAL attribute 27: ' port_set "$host" eth0 prio 5 weight 4294967295
	check_eq "prio" "$(port_get "$host" eth0 prio)" 0
}

# Each of two options is good, both are not.
not_together()
{
	setup_ns host
	trunk_add "$host" trunk0
	expect_fail 1 'EINVAL attribute 41: .*balance-tlb' trunk_set "$host" trunk0 mode balance-tlb scheduler broadcast
	check "scheduler" trunk_set "$host" trunk0 scheduler broadcast
	expect_fail 1 'EINVAL attribute 1: .*balance-tlb' trunk_set "$host" trunk0 mode balance-tlb
	check "both changed" trunk_set "$host" trunk0 mode balance-tlb scheduler hash
	expect_fail 1 'EINVAL attribute 41: .*balance-tlb' trunk_set "$host" trunk0 scheduler broadcast
	check_eq "scheduler" "$(trunk_get "$host" trunk0 scheduler)" hash
}

read_only_values()
{
	setup_hosts 1 none
	trunk_add "$host" trunk0
	port_add "$host" trunk0 eth0
	expect_fail 1 . port_set "$host" eth0 state ACTIVE
	expect_fail 1 . port_set "$host" eth0 link_failure_count 0
	expect_fail 1 . "$TOOLS/rtlink" -n "$host" port eth0 trunk 4:hex:020000000001
	expect_fail 1 . port_set "$host" eth0 ad_aggregator_id 1
	expect_fail 1 . port_set "$host" eth0 ad_actor_oper_port_state 1
	expect_fail 1 . port_set "$host" eth0 ad_partner_oper_port_state 1
	expect_fail 1 . "$TOOLS/rtlink" -n "$host" set trunk0 trunk 23:hex:00
}

tests_run
