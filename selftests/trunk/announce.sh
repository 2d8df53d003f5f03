#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# After a failover the switches learn the new way from the trunk: gratuitous ARP and unsolicited neighbour
# advertisements, as many and as often as num_peer_notif and peer_notif_delay say.
#
#   +----------------------+                +---------------------+
#   | host       +-- eth0 -+----------------+- p0 --+        peer |
#   |  trunk0 ---+-- eth1 -+----------------+- p1 --+-- sw0       |
#   +----------------------+                +---------------------+
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/trunk_lib.sh"
require_command tcpdump awk

ALL_TESTS="one_by_default exact_number spacing none_wanted at_choice_by_hand each_address address_of_a_vlan
	when_balance_loses_a_port switch_relearns not_while_no_port_is_usable"

GARP='arp and arp[14:4] == arp[24:4]'
NA='icmp6 and ip6[40] == 136'

topology()	# [OPTION VALUE]...
{
	setup_trunk 2 bridge miimon 20 "$@" || return
	wait_eq "eth1" 2000 UP port_get "$host" eth1 mii_status
	# What the first choice of a port announced is over.
	sleep 3
}

lose_eth0()
{
	ip -n "$peer" link set p0 down
	wait_eq "lost" 500 DOWN port_get "$host" eth0 mii_status
}

garps() { captured 'ARP, Request who-has 10.0.0.1 .*tell 10.0.0.1|ARP, Reply 10.0.0.1 is-at|Announcement 10.0.0.1'; }
nas() { captured '> ff02::1: ICMP6, neighbor advertisement, tgt is fd00::1'; }

# watch: all that comes out of the switch's own port, which each broadcast reaches once
watch()
{
	capture "$peer" sw0 "(($GARP) or ($NA))"
}

one_by_default()
{
	topology mode active-backup || return
	watch
	lose_eth0
	wait_eq "gratuitous ARP" 1000 1 garps
	wait_eq "neighbour advertisement" 1000 1 nas
	sleep 3
	check_eq "and no more" "$(garps) $(nas)" "1 1"
}

exact_number()
{
	local n

	topology mode active-backup peer_notif_delay 100 || return
	for n in 10 30; do
		trunk_set "$host" trunk0 num_peer_notif "$n"
		watch
		trunk_set "$host" trunk0 active_slave "$([ "$(trunk_get "$host" trunk0 active_slave)" = eth0 ] &&
			echo eth1 || echo eth0)"
		sleep $((n / 10 + 2))
		check_eq "ARP and ND of $n" "$(garps) $(nas)" "$n $n"
		capture_stop
	done
}

spacing()
{
	local gaps

	topology mode active-backup num_peer_notif 6 peer_notif_delay 500 || return
	watch
	lose_eth0
	sleep 5
	check_eq "number" "$(garps)" 6
	gaps=$(awk '/ARP/ { if (t) printf "%d\n", ($1 - t) * 1000; t = $1 }' "$CAPTURE" | sort -n)
	check_range "shortest gap (ms)" "$(head -n 1 <<<"$gaps")" 480 550
	check_range "longest gap (ms)" "$(tail -n 1 <<<"$gaps")" 480 550
}

none_wanted()
{
	topology mode active-backup num_peer_notif 0 || return
	watch
	lose_eth0
	sleep 3
	check_eq "ARP and ND" "$(garps) $(nas)" "0 0"
}

at_choice_by_hand()
{
	topology mode active-backup || return
	watch
	trunk_set "$host" trunk0 active_slave eth1
	wait_eq "gratuitous ARP" 1000 1 garps
	sleep 1
	trunk_set "$host" trunk0 active_slave eth1
	sleep 2
	check_eq "none where nothing changed" "$(garps)" 1
}

# The kernel announces the first address of a device in ARP, and all global ones in ND.
each_address()
{
	topology mode active-backup || return
	ip -n "$host" addr add fd00:1::1/64 dev trunk0
	watch
	lose_eth0
	wait_eq "neighbour advertisement" 1000 1 nas
	wait_eq "of the other one" 1000 1 captured 'tgt is fd00:1::1'
}

address_of_a_vlan()
{
	topology mode active-backup || return
	ip -n "$host" link add link trunk0 name trunk0.7 up type vlan id 7
	ip -n "$host" addr add 10.7.0.1/24 dev trunk0.7
	sleep 2
	capture "$peer" sw0 "vlan 7 and arp"
	lose_eth0
	wait_eq "gratuitous ARP in the VLAN" 1000 1 captured '10\.7\.0\.1'
}

when_balance_loses_a_port()
{
	topology mode balance-xor || return
	watch
	lose_eth0
	wait_eq "gratuitous ARP" 1000 1 garps
}

# What it is for: the peer's switch sends to the new port before the host has said anything else.
switch_relearns()
{
	topology mode active-backup || return
	check_match "before" "$(in_ns "$peer" bridge fdb show br sw0 dynamic)" \
		"$(link_get "$host" trunk0 address) dev p0"
	trunk_set "$host" trunk0 active_slave eth1
	wait_eq "after" 500 p1 learned_on
}

learned_on()
{
	in_ns "$peer" bridge fdb show br sw0 dynamic | sed -n "s/^$(link_get "$host" trunk0 address) dev \(p[0-9]\).*/\1/p"
}

# The announcement is of no use before a port can carry it: it waits.
not_while_no_port_is_usable()
{
	topology mode active-backup || return
	lose_eth0
	ip -n "$peer" link set p1 down
	wait_eq "carrier" 500 0 link_get "$host" trunk0 carrier
	sleep 3
	watch
	ip -n "$peer" link set p1 up
	wait_eq "carrier" 500 1 link_get "$host" trunk0 carrier
	busywait 2000 garp_seen || fail "no announcement"
}

garp_seen() { [ "$(garps)" -ge 1 ]; }

tests_run
