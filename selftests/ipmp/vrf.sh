#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Interfaces of one VRF can be a group: addresses move within it, with the
# routes of its table. What the same addresses mean elsewhere is not touched.
#
#   host
#   +---------------------------+
#   |  blue (vrf, table 500)    |
#   |   +-- eth0                |
#   |   +-- eth1        eth2 d0 |
#   +---------------------------+
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="members_of_a_vrf admin_down group_beside_a_vrf prefsrc_of_another_vrf"

setup()
{
	net_up || return
	h link add blue type vrf table 500 || { skip "no vrf"; return; }
	defer ip -n "$host" link del blue
	h link set blue up
}

in_blue()
{
	hbatch <<-BATCH
		link set eth0 master blue
		link set eth1 master blue
		addr add 10.0.0.1/24 dev eth0
		addr add fd00::1/64 dev eth0
		route add default via 10.0.0.254 dev eth0 table 500
		route add default via fd00::254 dev eth0 table 500
	BATCH
}


members_of_a_vrf()
{
	local before was

	in_blue
	was=$(routes eth0)
	before=$(snapshot)
	pair adopt on
	unplug eth0
	routes_moved "$was" eth1
	check "reach" in_ns "$host" ping -q -c 1 -w 5 -I blue 10.9.9.9
	check "reach" in_ns "$host" ping -q -c 1 -w 5 -I blue fd09::9
	plug eth0
	settled "$before"
}

admin_down()
{
	local before was

	in_blue
	was=$(routes eth0)
	before=$(snapshot)
	pair adopt on
	h link set eth0 down
	routes_moved "$was" eth1
	h link set eth0 up
	settled "$before"
}

group_beside_a_vrf()
{
	local inside

	hbatch <<-BATCH
		link set eth2 master blue
		addr add 10.0.0.1/24 dev eth2
		addr add 10.0.0.1/24 dev eth0
		route add 10.40.0.0/16 via 10.0.0.254 dev eth2 table 500 src 10.0.0.1
		route add default via 10.0.0.254 dev eth0
	BATCH
	inside=$(h -d route show table 500)
	pair adopt on
	unplug eth0
	wait_eq "moved" 3000 "eth1 eth2" where 10.0.0.1
	check_same "routes of the VRF" "$inside" "$(h -d route show table 500)"
	plug eth0
	wait_eq "back" 3000 "eth0 eth2" where 10.0.0.1
	check_same "routes of the VRF" "$inside" "$(h -d route show table 500)"
}

# A third device in the VRF prefers the data address of the group in it.
prefsrc_of_another_vrf()
{
	local before third

	in_blue
	hbatch <<-BATCH
		link set eth2 master blue
		addr add 10.2.0.1/24 dev eth2
		route add 10.41.0.0/16 via 10.2.0.254 dev eth2 table 500 src 10.0.0.1
		route add 10.42.0.0/16 via 10.1.0.254 dev d0
	BATCH
	third=$(h route show table 500 dev eth2)
	before=$(snapshot)
	pair adopt on
	unplug eth0
	bound 10.0.0.1 eth1
	check_same "routes through eth2" "$third" "$(h route show table 500 dev eth2)"
	plug eth0
	settled "$before"
}

tests_run
