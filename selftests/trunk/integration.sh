#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A trunk under the rest of the stack: tagged twice, under a bridge with a guest, macvlan, ipvlan; each with a failover,
# after which the switch is told the new way of the addresses above. Time stamps.
#
#   +-------------------------+                +---------------------+
#   | host       +-- eth0    -+----------------+- p0 --+        peer |
#   |  trunk0 ---+-- eth1    -+----------------+- p1 --+-- sw0       |
#   +-------------------------+                +---------------------+
#
# shellcheck disable=SC2154 # setup_ns sets host, peer and guest
# vm: mode=virtual timeout=240
. "$(dirname "$0")/trunk_lib.sh"
require_command tcpdump ethtool

ALL_TESTS="qinq bridge_with_a_guest two_bridges macvlan ipvlan ipvlan_l3 no_addrconf_on_ports time_stamps"

topology()	# [OPTION VALUE]...
{
	setup_trunk 2 bridge mode active-backup miimon 20 "$@" || return
	wait_eq "eth1" 2000 UP port_get "$host" eth1 mii_status
}

# fails_over NS ADDRESS: traffic from NS before and after, and so to the other port and back
fails_over()
{
	check "traffic" busywait 3000 reachable "$1" "$2"
	ip -n "$peer" link set p0 down
	wait_eq "failover" 1000 eth1 trunk_get "$host" trunk0 active_slave
	check "traffic by the other" busywait 2000 reachable "$1" "$2"
	ip -n "$peer" link set p0 up
	wait_eq "repaired" 2000 UP port_get "$host" eth0 mii_status
	ip -n "$peer" link set p1 down
	wait_eq "and back" 1000 eth0 trunk_get "$host" trunk0 active_slave
	check "traffic by the first" busywait 2000 reachable "$1" "$2"
	ip -n "$peer" link set p1 up
	wait_eq "repaired" 2000 UP port_get "$host" eth1 mii_status
}

# announced ADDRESS [DEV]: of a failover to eth1, as the peer hears it
announced()
{
	# Those of the failovers before are over.
	sleep 2
	capture "$peer" "${2:-sw0}" arp
	trunk_set "$host" trunk0 active_slave eth1
	wait_eq "gratuitous ARP of $1" 1000 1 captured "who-has $1 .*tell $1|Reply $1 is-at|Announcement $1"
	capture_stop
}

qinq()
{
	local ns dev

	topology || return
	for ns in "$host trunk0 1" "$peer sw0 2"; do
		read -r ns dev i <<<"$ns"
		ip -n "$ns" -batch - <<-EOS
			link add link $dev name outer up type vlan protocol 802.1ad id 5
			link add link outer name inner up type vlan id 6
			addr add 10.9.0.$i/24 dev inner
		EOS
	done
	fails_over "$host" 10.9.0.2
	announced 10.9.0.1 inner
}

bridge_with_a_guest()
{
	topology || return
	setup_ns guest
	ip -n "$host" addr flush dev trunk0
	ip -n "$host" link add br0 type bridge
	ip -n "$host" link set trunk0 master br0
	setup_veth "$host" v0 "$guest" v1
	ip -n "$host" link set v0 master br0
	ip -n "$host" link set br0 up
	ip -n "$host" addr add 10.0.0.1/24 dev br0
	ip -n "$guest" addr add 10.0.0.3/24 dev v1
	check "the host" busywait 3000 reachable "$host" 10.0.0.2
	fails_over "$guest" 10.0.0.2
	check "to the guest" busywait 2000 reachable "$peer" 10.0.0.3
	announced 10.0.0.1
}

# A bridge on a VLAN of the trunk, and the trunk in a bridge of its own.
two_bridges()
{
	topology || return
	ip -n "$host" -batch - <<-EOS
		addr flush dev trunk0
		link add link trunk0 name trunk0.7 up type vlan id 7
		link add br7 up type bridge
		link set trunk0.7 master br7
		addr add 10.7.0.1/24 dev br7
		link add br0 up type bridge
		link set trunk0 master br0
		addr add 10.0.0.1/24 dev br0
	EOS
	ip -n "$peer" link add link sw0 name sw0.7 up type vlan id 7
	check "trunk0 in br0" busywait 3000 reachable "$host" 10.0.0.2
	announced 10.0.0.1
	trunk_set "$host" trunk0 active_slave eth0
	announced 10.7.0.1 sw0.7
}

macvlan()
{
	topology || return
	setup_ns guest
	ip -n "$host" link add mv0 link trunk0 netns "$guest" type macvlan mode bridge
	ip -n "$guest" addr add 10.0.0.3/24 dev mv0
	ip -n "$guest" link set mv0 up
	fails_over "$guest" 10.0.0.2
	check "the host beside it" reachable "$host" 10.0.0.2
	announced 10.0.0.3
}

ipvlan_of()	# l2|l3
{
	topology || return
	module_load ipvlan || { skip "no ipvlan"; return; }
	setup_ns guest
	ip -n "$host" link add iv0 link trunk0 netns "$guest" type ipvlan mode "$1" || { fail "ipvlan"; return; }
	ip -n "$guest" addr add 10.0.0.3/24 dev iv0
	ip -n "$guest" link set iv0 up
	if [ "$1" = l3 ]; then
		# It answers no ARP.
		ip -n "$peer" neigh add 10.0.0.3 lladdr "$(link_get "$host" trunk0 address)" dev sw0
		ip -n "$guest" route add default dev iv0
	fi
	fails_over "$guest" 10.0.0.2
}

ipvlan() { ipvlan_of l2; }
ipvlan_l3() { ipvlan_of l3; }

# Before, while and after the trunk goes down and up, and its ports too.
no_addrconf_on_ports()
{
	local dev

	topology || return
	ip -n "$host" link set trunk0 down
	ip -n "$host" link set trunk0 up
	# IPv6 takes its addresses off a device that goes down.
	ip -n "$host" addr add fd00::1/64 dev trunk0 nodad
	ip -n "$host" link set eth1 down
	ip -n "$host" link set eth1 up
	wait_eq "eth1" 2000 UP port_get "$host" eth1 mii_status
	check "traffic" busywait 3000 reachable "$host" fd00::2
	for dev in eth0 eth1; do
		check_eq "addresses of $dev" "$(ip -n "$host" -6 -o addr show dev "$dev" | wc -l)" 0
	done
	ip -n "$host" link set eth1 nomaster
	busywait 2000 has_link_local eth1 || fail "a released port has none again"
}

has_link_local() { ip -n "$host" -6 -o addr show dev "$1" | grep -q fe80; }

# stamps: what the device says it can
stamps() { in_ns "$host" ethtool -T "$1" | grep -v "^Time stamping parameters" | sort; }

time_stamps()
{
	topology || return
	check_same "those of the active port" "$(stamps eth0)" "$(stamps trunk0)"
	check_match "frames sent" "$(stamps trunk0)" 'software-transmit'
	trunk_set "$host" trunk0 mode balance-xor
	check_match "what all have" "$(stamps trunk0)" 'software-transmit'
	check_match "no clock" "$(stamps trunk0)" 'PTP Hardware Clock: none'
	ip -n "$host" link set eth0 nomaster
	ip -n "$host" link set eth1 nomaster
	[[ ! "$(stamps trunk0)" =~ software-transmit ]] || fail "no port stamps"
}

tests_run
