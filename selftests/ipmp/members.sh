#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Devices come, go, change their name and are taken by others while they are
# members.
#
# vm: mode=virtual timeout=180
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="named_before_it_exists enslaved_elsewhere unregistered comes_back_as_another renamed renamed_into_a_member
	moved_to_another_namespace disable_ipv6 mac_change"

base()
{
	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0
		addr add fd00::1/64 dev eth0
		route add default via 10.0.0.254 dev eth0
	BATCH
	pair adopt on
}

# state DEV: "STATE REASON"
state()
{
	of_interface "$1" state reason
}

named_before_it_exists()
{
	group data0
	members data0 eth9 eth0
	check_eq "eth9" "$(state eth9)" "unknown absent"
	check_eq "its index" "$(of_interface eth9 ifindex)" null
	ha address add 10.0.0.1/24 group data0 interface eth9
	bound 10.0.0.1 eth0
	h link add eth9 type dummy
	defer ip -n "$host" link del eth9
	wait_eq "eth9" 3000 "failed admin-down" state eth9
	h link set eth9 up
	wait_eq "eth9" 3000 "ok none" state eth9
	bound 10.0.0.1 eth9
	check_eq "its arp_ignore" "$(in_ns "$host" cat /proc/sys/net/ipv4/conf/eth9/arp_ignore)" 1
}

enslaved_elsewhere()
{
	base
	h link add br0 type bridge
	defer ip -n "$host" link del br0
	h link set eth0 master br0
	wait_eq "eth0" 3000 "failed master" state eth0
	bound 10.0.0.1 eth1
	bound fd00::1 eth1
	check_match "default route" "$(h route show default)" "dev eth1"
	h link set eth0 nomaster
	wait_eq "eth0" 3000 "ok none" state eth0
	bound 10.0.0.1 eth0
	bound fd00::1 eth0
	check_match "default route" "$(h route show default)" "dev eth0"
}

# All that was on it goes with the device, before anyone can act.
unregistered()
{
	base
	h nexthop add id 7 via 10.0.0.254 dev eth0
	h route add 10.9.9.0/24 nhid 7
	h -6 route add fd09::/64 via fd00::254 dev eth0
	sleep 0.5	# the copy has seen them
	h link del eth0
	bound 10.0.0.1 eth1
	bound fd00::1 eth1
	wait_eq "eth0" 3000 "unknown absent" state eth0
	check_match "default route" "$(busywait 3000 h route get 10.99.0.1)" "via 10.0.0.254 dev eth1"
	reach 10.9.9.9 10.0.0.1
	reach fd09::9 fd00::1
}

comes_back_as_another()
{
	base
	h link del eth0
	bound 10.0.0.1 eth1
	h link add eth0 address "$MAC:10" type veth peer name h0 netns "$switch"
	ip -n "$switch" link set h0 master sw1 up
	h link set eth0 up
	bound 10.0.0.1 eth0
	bound fd00::1 eth0
	wait_eq "eth0" 3000 "ok none" state eth0
	check_eq "index" "$(of_interface eth0 ifindex)" \
		"$(in_ns "$host" cat /sys/class/net/eth0/ifindex)"
	check_match "default route" "$(busywait 3000 h route show default)" "dev eth0"
	reach 10.9.9.9 10.0.0.1
}

# A member is named: under another name it is none. Its addresses go to a
# member, or stay with the device where the device keeps them.
renamed()
{
	base
	hbatch <<-BATCH
		link set eth0 down
	BATCH
	held 10.0.0.1 eth1
	h link set eth0 name eth8
	h link set eth8 up
	defer ip -n "$host" link del eth8
	wait_eq "it follows the device" 3000 "ok none" state eth8
	check_eq "names" "$(told interface interface show)" "eth1,eth8"
	h link set eth8 down
	h link set eth8 name eth0
	h link set eth0 up
	bound 10.0.0.1 eth0
	wait_eq "eth0" 3000 "ok none" state eth0
}

renamed_into_a_member()
{
	group data0
	members data0 eth1 eth9
	ha address add 10.0.0.1/24 group data0 interface eth9
	bound 10.0.0.1 eth1
	hbatch <<-BATCH
		link set eth2 down
		link set eth2 name eth9
		link set eth9 up
	BATCH
	defer ip -n "$host" link del eth9
	wait_eq "eth9" 3000 "ok none" state eth9
	bound 10.0.0.1 eth9
}

moved_to_another_namespace()
{
	base
	h link set eth0 netns "$peer" name moved0
	defer ip -n "$peer" link del moved0
	bound 10.0.0.1 eth1
	bound fd00::1 eth1
	wait_eq "eth0" 3000 "unknown absent" state eth0
	p link set moved0 up
	check_eq "settings there" "$(in_ns "$peer" cat /proc/sys/net/ipv4/conf/moved0/arp_ignore)" 0
}

# The survivor has no IPv6: those addresses stay, the others move.
disable_ipv6()
{
	base
	in_ns "$host" sysctl -qw net.ipv6.conf.eth1.disable_ipv6=1
	unplug eth0
	bound 10.0.0.1 eth1
	check_eq "IPv6" "$(where fd00::1)" eth0
	plug eth0
	bound 10.0.0.1 eth0
	check_eq "IPv6" "$(where fd00::1)" eth0
	reach fd00::254 fd00::1
}

# What is announced is the address that the device has then.
mac_change()
{
	base
	h link set eth1 address "$MAC:31"
	unplug eth0
	bound 10.0.0.1 eth1
	reached 10.0.0.1
	check_match "neighbour" "$(p neigh show 10.0.0.1)" "$MAC:31"
}

tests_run
