#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Addresses, interfaces and groups as objects: declaring one binds it,
# deleting it removes it; taking an interface or a whole group away leaves
# the addresses where they are.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="declared delete_address delete_interface delete_interface_while_away delete_group delete_group_while_away
	before_interfaces home_not_there_yet home_of_another"

declared()
{
	pair
	ha address add 10.0.0.1/24 group data0 interface eth1
	ha address add fd00::1/64 group data0 interface eth0
	bound 10.0.0.1 eth1
	bound fd00::1 eth0
	check_match "prefix" "$(h -o addr show to 10.0.0.1)" "inet 10.0.0.1/24 .*scope global"
	check_match "prefix" "$(h -o addr show to fd00::1)" "inet6 fd00::1/64 scope global"
	reach 10.0.0.254 10.0.0.1
	reach fd00::254 fd00::1
	unplug eth1
	bound 10.0.0.1 eth0
	plug eth1
	bound 10.0.0.1 eth1
	check_eq "shown" "$(of_addresses address group interface home state adopted)" \
		"10.0.0.1/24 data0 eth1 eth1 up false,fd00::1/64 data0 eth0 eth0 up false"
}

delete_address()
{
	local before

	h addr add 10.0.0.2/24 dev eth0
	pair
	before=$(snapshot)
	ha address add 10.0.0.1/24 group data0
	ha address add fd00::1/64 group data0
	busywait 3000 all_bound
	ha address del 10.0.0.1/24 group data0
	ha address del fd00::1/64 group data0
	settled "$before"
	check_eq "objects" "$(address_count)" 0
	# an adopted one too
	ha address add 10.0.0.2/24 group data0
	ha address del 10.0.0.2/24 group data0
	wait_eq "adopted address" 3000 "" where 10.0.0.2
}

all_bound()
{
	[ -n "$(where 10.0.0.1)" ] && [ -n "$(where fd00::1)" ]
}

delete_interface()
{
	local before

	h addr add 10.0.0.1/24 dev eth0
	h route add default via 10.0.0.254
	before=$(snapshot)
	pair adopt on
	ha interface del eth0
	settled "$before"
	check_eq "interfaces" "$(told interface interface show)" eth1
	unplug eth0
	check_not "moved, though not ours" patient 500 carries 10.0.0.1 eth1
	plug eth0
	check_eq "left the group with it" "$(address_count)" 0
}

# The survivor goes: what it holds stays on it.
delete_interface_while_away()
{
	h addr add 10.0.0.1/24 dev eth0
	h route add default via 10.0.0.254 dev eth0
	pair adopt on
	unplug eth0
	bound 10.0.0.1 eth1
	ha interface del eth1
	check_eq "address" "$(where 10.0.0.1)" eth1
	check_match "route" "$(h route show default)" "dev eth1"
	plug eth0
	check_not "moved, though not ours" patient 500 carries 10.0.0.1 eth0
}

delete_group()
{
	local before

	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0
		addr add fd00::1/64 dev eth1
		route add default via 10.0.0.254
	BATCH
	before=$(snapshot)
	pair adopt on
	ha ipmp del data0
	settled "$before"
	check_eq "groups" "$(ha -j ipmp show)" '{"ipmp":[]}'
	check_eq "interfaces" "$(told interface interface show)" ""
	check_eq "addresses" "$(address_count)" 0
	unplug eth0
	check_not "moved, though not ours" patient 500 carries 10.0.0.1 eth1
}

delete_group_while_away()
{

	h addr add 10.0.0.1/24 dev eth0
	h route add default via 10.0.0.254 dev eth0
	pair adopt on
	unplug eth0
	bound 10.0.0.1 eth1
	ha ipmp del data0
	check_eq "address" "$(where 10.0.0.1)" eth1
	check_match "route" "$(h route show default)" "dev eth1"
	plug eth0
	check_not "moved, though not ours" patient 500 carries 10.0.0.1 eth0
}

before_interfaces()
{
	group data0
	ha address add 10.0.0.1/24 group data0
	check_eq "bound to" "$(where 10.0.0.1)" ""
	check_eq "shown" "$(of_addresses interface state)" "null down"
	members data0 eth0
	bound 10.0.0.1 eth0
}

home_not_there_yet()
{
	group data0
	members data0 eth0
	ha interface add eth9 group data0
	ha address add 10.0.0.1/24 group data0 interface eth9
	bound 10.0.0.1 eth0
	h link add eth9 type dummy
	defer ip -n "$host" link del eth9
	h link set eth9 up
	bound 10.0.0.1 eth9
}

home_of_another()
{
	pair
	expect_fail 2 'eth2|member|group|interface' ha address add 10.0.0.1/24 group data0 interface eth2
	check_eq "bound to" "$(where 10.0.0.1)" ""
	check_eq "objects" "$(address_count)" 0
}

tests_run
