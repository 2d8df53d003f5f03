#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The shortest test that would notice if ipmp did not work: two interfaces,
# an address of each family with a route, a lost carrier, an interface set
# down, and everything as it was.
#
# vm: mode=virtual,smp timeout=120
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="carrier admin_down unload_while_away"

base()
{
	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0
		addr add 10.0.0.2/24 dev eth0
		addr add fd00::1/64 dev eth0
		route add default via 10.0.0.254 dev eth0
		route add fd09::/64 via fd00::254 dev eth0
	BATCH
	before=$(snapshot)
	pair adopt on
}

away()
{
	bound 10.0.0.1 eth1
	bound 10.0.0.2 eth1
	bound fd00::1 eth1
	reach 10.9.9.9 10.0.0.1
	reach fd09::9 fd00::1
	reached 10.0.0.2
}

carrier()
{
	local before

	base
	unplug eth0
	away
	plug eth0
	settled "$before"
	reach 10.9.9.9 10.0.0.1
}

admin_down()
{
	local before

	base
	h link set eth0 down
	away
	h link set eth0 up
	settled "$before"
	reach fd09::9 fd00::1
}

# Addresses stay where they are, and nothing holds the devices.
unload_while_away()
{
	local before

	base
	unplug eth0
	away
	check "unload" module_unload ipmp
	check_eq "address" "$(where 10.0.0.1)" eth1
	reach 10.9.9.9 10.0.0.1
	check "load" module_load ipmp
	# The undo of the group that is gone needs one to delete.
	ha ipmp add data0
}

tests_run
