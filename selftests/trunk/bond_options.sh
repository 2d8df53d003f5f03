#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Small options of bonding's that do here what they do there: each test runs on a bond and on a trunk.
#
#   +----------------------+                +---------------------+
#   | host       +-- eth0 -+----------------+- p0 --+        peer |
#   |  trunk0 ---+-- eth1 -+----------------+- p1 --+-- sw0       |
#   +----------------------+                +---------------------+
#
# shellcheck disable=SC2034,SC2154 # KIND is for trunk_lib.sh; setup_ns sets host and peer
# vm: mode=virtual timeout=240
. "$(dirname "$0")/trunk_lib.sh"
require_command tcpdump

ALL_TESTS="resend_igmp all_slaves_active lp_interval"

# on_both FUNCTION: FUNCTION on a bond, then on a trunk
on_both()
{
	local KIND keep=${#DEFERRED[@]}

	module_load bonding max_bonds=0 || { skip "no bonding"; return; }
	for KIND in bond trunk; do
		"$1"
		defer_run "$keep"
	done
}

reports() { captured '> 224\.0\.0\.22: igmp v3 report'; }

igmp()
{
	local n

	for n in 0 1 4; do
		setup_trunk 2 bridge mode active-backup resend_igmp "$n" num_peer_notif 2 || { fail "$KIND: setup"; return; }
		wait_eq "eth1" 2000 UP port_get "$host" eth1 mii_status
		ip -n "$host" addr add 239.1.1.1/32 dev trunk0 autojoin
		# What joining itself reports is over.
		sleep 3
		capture "$peer" sw0 igmp
		ip -n "$peer" link set p0 down
		wait_eq "lost" 1000 eth1 trunk_get "$host" trunk0 active_slave
		sleep 3
		capture_stop
		check_eq "$KIND: reports of $n" "$(reports)" "$n"
	done
}

resend_igmp() { on_both igmp; }

# receive: RECEIVED, how many of ten broadcast frames of the peer reach trunk0, by both ports or one
receive()
{
	# A bond counts what its ports drop.
	capture "$host" trunk0 'ether proto 0x88b5'
	for _ in 1 2 3 4 5 6 7 8 9 10; do
		echo "ffffffffffff02000000000288b5$(printf '%092d' 0)"
	done | "$TOOLS/frames" -n "$peer" sw0
	sleep 0.2
	capture_stop
	RECEIVED=$(captured 0x88b5)
}

inactive_ports()
{
	setup_trunk 2 bridge mode active-backup || { fail "$KIND: setup"; return; }
	wait_eq "eth1" 2000 UP port_get "$host" eth1 mii_status
	receive
	check_eq "$KIND: one of two" "$RECEIVED" 10
	check "$KIND" trunk_set "$host" trunk0 all_slaves_active 1
	check_eq "$KIND: set" "$(trunk_get "$host" trunk0 all_slaves_active)" 1
	receive
	check_eq "$KIND: both" "$RECEIVED" 20
	check "$KIND" trunk_set "$host" trunk0 all_slaves_active 0
	receive
	check_eq "$KIND: one of two again" "$RECEIVED" 10
}

all_slaves_active() { on_both inactive_ports; }

# learning DEV SECONDS FILTER: how many learning frames come by DEV of the peer meanwhile
learning()
{
	capture "$peer" "$1" "$3"
	sleep "$2"
	capture_stop
	captured .
}

learned()
{
	local active own

	setup_trunk 2 bridge mode balance-tlb lp_interval 1 || { fail "$KIND: setup"; return; }
	wait_eq "eth1" 2000 UP port_get "$host" eth1 mii_status
	check_eq "$KIND: active" "$(trunk_get "$host" trunk0 active_slave)" eth0
	active=$(link_get "$host" trunk0 address) own=$(port_get "$host" eth1 perm_hwaddr)
	check_range "$KIND: of the active port" "$(learning p0 10 "ether proto 0x9000 and ether src $active and ether dst $active")" 9 11
	check_range "$KIND: of another" "$(learning p1 10 "ether proto 0x9000 and ether src $own and ether dst $own")" 9 11
	check_eq "$KIND: with another address" "$(learning p1 5 "ether proto 0x9000 and not ether src $own")" 0
	check "$KIND: set" trunk_set "$host" trunk0 lp_interval 5
	check_range "$KIND: of each 5 s" "$(learning p1 30 "ether proto 0x9000")" 5 7
	check "$KIND: set" trunk_set "$host" trunk0 lp_interval 1
	ip -n "$host" link add link trunk0 name trunk0.5 up type vlan id 5
	check_range "$KIND: in a VLAN" "$(learning p0 10 "vlan 5 and ether proto 0x9000 and ether src $active")" 9 11
	# A trunk's mode can be changed; neither sends any in another one.
	[ "$KIND" = trunk ] || return 0
	check_range "in it by another port" "$(learning p1 10 "vlan 5 and ether proto 0x9000 and ether src $own")" 9 11
	trunk_set "$host" trunk0 mode active-backup
	check_eq "in another mode" "$(learning p0 3 "ether proto 0x9000")" 0
	trunk_set "$host" trunk0 mode balance-tlb
	# untagged and tagged
	check_range "back" "$(learning p0 3 "ether proto 0x9000")" 4 8
	ip -n "$host" link set trunk0 down
	check_eq "down" "$(learning p0 3 "ether proto 0x9000")" 0
}

lp_interval() { on_both learned; }

tests_run
