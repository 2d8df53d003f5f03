#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# One rich configuration with everything at once. After a failure and its
# repair the addresses, routes, nexthops and rules are what they were: by
# carrier, by admin down, with a standby, several times over.
#
# vm: mode=virtual timeout=240
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="by_carrier by_admin_down with_standby each_interface_in_turn quick_flaps"

rich()
{
	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0 label eth0:web broadcast +
		addr add 10.0.0.2/24 dev eth0
		addr add 10.0.2.1/25 dev eth0 metric 50
		addr add 10.0.3.1/24 dev eth0 scope site noprefixroute
		addr add 10.0.4.1 peer 10.0.5.1/32 dev eth0
		addr add 10.0.0.3/24 dev eth1
		addr add 10.0.6.1/24 dev eth1 label eth1:b
		addr add fd00::1/64 dev eth0
		addr add fd00::2/64 dev eth0
		addr add fd02::1/64 dev eth0 metric 50
		addr add fd03::1/64 dev eth0 noprefixroute
		addr add fd00::3/64 dev eth1
		addr add fd06::1/64 dev eth1
		nexthop add id 7 via 10.0.0.254 dev eth0
		nexthop add id 8 via 10.0.0.253 dev eth1
		nexthop add id 9 via 10.1.0.254 dev d0
		nexthop add id 17 via fd00::254 dev eth0
		nexthop add id 20 group 7,2/9,1
		nexthop add id 21 group 7/8/9
		route add default via 10.0.0.254 dev eth0 src 10.0.0.2
		route add default via 10.1.0.254 dev d0 metric 100
		route append default via 10.1.0.253 dev d0
		route add 10.9.9.0/24 nhid 7
		route add 10.10.0.0/16 nhid 20
		route add 10.11.0.0/16 nhid 21 metric 3
		route add 10.12.0.0/16 via 10.0.0.254 dev eth0 tos 0x10 mtu 1400
		route add 10.13.0.0/16 via 10.0.0.252 dev eth1 metric 6 proto static
		route add 10.14.0.0/16 nexthop via 10.0.0.254 dev eth0 weight 3 nexthop via 10.1.0.254 dev d0 weight 1
		route add 10.15.0.0/16 via 10.1.0.254 dev d0 src 10.0.0.1
		route add default via 10.0.0.254 dev eth0 table 100
		rule add from 10.0.0.1 lookup 100 pref 60
		route add default via fd00::254 dev eth0 src fd00::2
		route add default via fd01::254 dev d0 metric 2000
		route add fd09::/64 nhid 17
		route add fd12::/48 via fd00::254 dev eth0 metric 7 mtu 1400
		route add fd13::/48 via fd00::253 dev eth1
		route add fd15::/48 via fd01::254 dev d0 src fd00::1
		route add default via fd00::254 dev eth0 table 100
	BATCH
}

# moved DEV: everything that was on eth0 is there; DEV may be a pattern, where
# addresses are spread over more than one
moved()
{
	local address

	for address in 10.0.0.1 10.0.0.2 10.0.2.1 10.0.3.1 10.0.4.1 fd00::1 fd00::2 fd02::1 fd03::1; do
		busywait 3000 on_any "$address" "$1" >/dev/null ||
			fail "$address is on '$(where "$address")', should be on $1"
	done
	wait_eq "nexthop 7" 3000 1 count_lines "dev $1 " nexthop show id 7
	wait_eq "its route" 3000 1 count_lines "dev $1 " route show 10.9.9.0/24
	wait_eq "IPv6 default route" 3000 1 count_lines "dev $1 " -6 route show default via fd00::254
	reach 10.9.9.9 10.0.0.1
	reach fd09::9 fd00::1
}

on_any()
{
	[[ " $(where "$1") " =~ \ $2\  ]]
}

count_lines()
{
	h "${@:2}" | grep -cE "$1"
}

by_carrier()
{
	local before

	rich
	before=$(snapshot)
	pair adopt on
	check_same "after the group was made" "$before" "$(snapshot)"
	for _ in 1 2; do
		unplug eth0
		moved eth1
		plug eth0
		settled "$before"
	done
	unplug eth1
	bound 10.0.0.3 eth0
	bound fd06::1 eth0
	plug eth1
	settled "$before"
	ha ipmp del data0
	settled "$before"
}

by_admin_down()
{
	local before

	rich
	before=$(snapshot)
	pair adopt on
	for _ in 1 2; do
		h link set eth0 down
		moved eth1
		h link set eth0 up
		settled "$before"
	done
	h link set eth1 down
	held 10.0.0.3 eth0
	held fd06::1 eth0
	h link set eth1 up
	settled "$before"
}

with_standby()
{
	local before

	rich
	before=$(snapshot)
	pair adopt on
	ha interface add eth2 group data0 standby on
	unplug eth0
	moved 'eth[12]'
	plug eth0
	settled "$before"
	h link set eth0 down
	moved 'eth[12]'
	h link set eth0 up
	settled "$before"
}

each_interface_in_turn()
{
	local before

	rich
	before=$(snapshot)
	pair adopt on
	unplug eth0
	bound 10.0.0.1 eth1
	h link set eth1 down
	plug eth0
	bound fd00::1 eth0
	held 10.0.0.3 eth0
	unplug eth0
	h link set eth1 up
	held 10.0.0.1 eth1
	held fd06::1 eth1
	plug eth0
	settled "$before"
}

# Losses quicker than a move takes: each ends in the state that the links say.
quick_flaps()
{
	local before

	rich
	before=$(snapshot)
	pair adopt on
	for _ in 1 2 3; do
		ip -n "$switch" -batch - <<-BATCH
			link set h0 down
			link set h0 up
			link set h0 down
			link set h1 down
			link set h0 up
			link set h1 up
		BATCH
	done
	settled "$before"
	for _ in 1 2 3; do
		hbatch <<-BATCH
			link set eth0 down
			link set eth0 up
		BATCH
	done
	settled "$before"
	reach 10.9.9.9 10.0.0.1
	reach fd09::9 fd00::1
}

tests_run
