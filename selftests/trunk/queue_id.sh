#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A frame whose queue on the trunk is the queue_id of a port leaves by that port, as from a bond.
#
#   +----------------------+                +---------------------+
#   | host       +-- eth0 -+----------------+- p0 --+        peer |
#   |  trunk0 ---+-- eth1 -+----------------+- p1 --+-- sw0       |
#   +----------------------+                +---------------------+
#
# shellcheck disable=SC2034,SC2154 # KIND is for trunk_lib.sh; setup_ns sets host and peer
# vm: mode=virtual timeout=240
. "$(dirname "$0")/trunk_lib.sh"
require_command tc

ALL_TESTS="as_bond each_mode port_is_lost changed_live refused queues"

# to_queue N: UDP to port 7000 goes to queue N
to_queue()
{
	module_load act_skbedit && module_load cls_u32 || return
	tc -n "$host" qdisc replace dev trunk0 clsact
	tc -n "$host" filter del dev trunk0 egress 2>/dev/null
	tc -n "$host" filter add dev trunk0 egress protocol ip u32 match ip protocol 17 0xff match ip dport 7000 0xffff \
		action skbedit queue_mapping "$1"
}

# topology [OPTION VALUE]...: trunk0, or a bond of that name, with 8 queues, up, which says nothing by itself
topology()
{
	setup_hosts 2 bridge && ip -n "$host" link add trunk0 numtxqueues 8 type "$KIND" || return
	in_ns "$host" sysctl -qw net.ipv6.conf.trunk0.disable_ipv6=1
	trunk_set "$host" trunk0 num_peer_notif 0 resend_igmp 0 "$@" && port_add "$host" trunk0 eth0 eth1 || return
	ip -n "$host" addr add 10.0.0.1/24 dev trunk0
	ip -n "$host" neigh add 10.0.0.9 lladdr 02:00:00:00:00:02 dev trunk0
	ip -n "$host" link set trunk0 up
	wait_eq "running" 5000 1 link_get "$host" trunk0 carrier
	wait_eq "eth1" 2000 UP port_get "$host" eth1 mii_status
}

# send PORT: PER_PORT, how many of 20 datagrams of different flows left by eth0 and by eth1
send()
{
	local before0 before1

	before0=$(tx_packets "$host" eth0) before1=$(tx_packets "$host" eth1)
	in_ns "$host" bash -c "for ((i = 0; i < 20; i++)); do echo >/dev/udp/10.0.0.9/$1; done"
	PER_PORT="$(($(tx_packets "$host" eth0) - before0)) $(($(tx_packets "$host" eth1) - before1))"
}

as_bond()
{
	local KIND keep=${#DEFERRED[@]}

	module_load bonding max_bonds=0 || { skip "no bonding"; return; }
	for KIND in bond trunk; do
		topology miimon 20 mode active-backup || { fail "$KIND: setup"; return; }
		to_queue 5 || { skip "no tc"; return; }
		send 7000
		check_eq "$KIND: nobody has it" "$PER_PORT" "20 0"
		check "$KIND" port_set "$host" eth1 queue_id 5
		check_eq "$KIND: set" "$(port_get "$host" eth1 queue_id)" 5
		send 7000
		check_eq "$KIND: by the backup" "$PER_PORT" "0 20"
		send 7001
		check_eq "$KIND: others by the active" "$PER_PORT" "20 0"
		expect_fail 1 'EINVAL|EPERM' port_set "$host" eth0 queue_id 5
		check "$KIND: none" port_set "$host" eth1 queue_id 0
		send 7000
		check_eq "$KIND: as before" "$PER_PORT" "20 0"
		defer_run "$keep"
	done
}

each_mode()
{
	local mode other

	topology miimon 20 || return
	to_queue 5 || { skip "no tc"; return; }
	port_set "$host" eth1 queue_id 5
	for mode in balance-rr active-backup balance-xor broadcast; do
		trunk_set "$host" trunk0 mode "$mode" scheduler default
		send 7000
		check_eq "$mode" "$PER_PORT" "0 20"
		send 7001
		check_ne "$mode: others" "$PER_PORT" "0 20"
	done
	trunk_set "$host" trunk0 mode balance-xor
	for other in rr random least-conn response-time flowlet hash; do
		trunk_set "$host" trunk0 scheduler "$other"
		send 7000
		check_eq "$other" "$PER_PORT" "0 20"
		send 7001
		check_match "$other: others" "$PER_PORT" '^[1-9][0-9]* [1-9][0-9]*$'
	done
	# There the address of the trunk is behind the active port.
	trunk_set "$host" trunk0 mode balance-tlb scheduler default
	trunk_set "$host" trunk0 active_slave eth0
	send 7000
	check_ne "balance-tlb" "$PER_PORT" "0 20"
}

port_is_lost()
{
	topology miimon 20 mode active-backup || return
	to_queue 5 || { skip "no tc"; return; }
	port_set "$host" eth1 queue_id 5
	# Seen by the very next frame, then by the table.
	ip -n "$peer" link set p1 down
	send 7000
	check_eq "lost" "$PER_PORT" "20 0"
	wait_eq "noticed" 1000 DOWN port_get "$host" eth1 mii_status
	send 7000
	check_eq "noticed" "$PER_PORT" "20 0"
	ip -n "$peer" link set p1 up
	wait_eq "back" 1000 UP port_get "$host" eth1 mii_status
	send 7000
	check_eq "back" "$PER_PORT" "0 20"
	# The port of the queue stays when all other links are lost, and takes all.
	ip -n "$peer" link set p0 down
	wait_eq "failover" 1000 eth1 trunk_get "$host" trunk0 active_slave
	send 7001
	check_eq "others" "$PER_PORT" "0 20"
}

changed_live()
{
	topology miimon 20 mode active-backup || return
	to_queue 5 || { skip "no tc"; return; }
	port_set "$host" eth1 queue_id 5
	ip -n "$host" link set eth1 nomaster
	send 7000
	check_eq "released" "$PER_PORT" "20 0"
	port_add "$host" trunk0 eth1
	wait_eq "eth1" 2000 UP port_get "$host" eth1 mii_status
	check_eq "a port begins without" "$(port_get "$host" eth1 queue_id)" 0
	port_set "$host" eth0 queue_id 3 && port_set "$host" eth1 queue_id 5
	to_queue 3
	send 7000
	check_eq "each its own" "$PER_PORT" "20 0"
	to_queue 5
	send 7000
	check_eq "each its own" "$PER_PORT" "0 20"
}

refused()
{
	topology miimon 20 || return
	expect_fail 1 'EINVAL attribute 5: trunk: queue_id must be 0\.\.tx_queues - 1' \
		port_set "$host" eth0 queue_id 8
	expect_fail 1 . "$TOOLS/rtlink" -n "$host" port eth0 trunk 9:u32:5 5:u16:8
	check "the last" port_set "$host" eth0 queue_id 7
	expect_fail 1 'EINVAL attribute 5: trunk: another port' port_set "$host" eth1 queue_id 7
	check "the same again" port_set "$host" eth0 queue_id 7
	check_eq "nothing else" "$(port_get "$host" eth0 prio) $(port_get "$host" eth1 queue_id)" "0 0"
}

queues()
{
	setup_hosts 1 none
	trunk_add "$host" trunk0
	check_eq "default" "$(ipj "$host" link show trunk0 '.[0].num_tx_queues')" 2
	port_add "$host" trunk0 eth0
	check "one of two" port_set "$host" eth0 queue_id 1
	expect_fail 1 EINVAL port_set "$host" eth0 queue_id 2
	command -v hactl >/dev/null || return 0
	check "hactl" hactl -n "$host" trunk add trunk1 tx_queues 9
	check_eq "hactl" "$(hj -n "$host" trunk show trunk1 '.trunk[0].tx_queues')" 9
	check_eq "hactl" "$(ipj "$host" link show trunk1 '.[0].num_tx_queues')" 9
	check "port" hactl -n "$host" port set eth0 queue_id 0
	check_eq "port" "$(port_get "$host" eth0 queue_id)" 0
}

tests_run
