#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# When the last usable interface fails nothing moves: there is no better
# place. The group recovers on whichever interface comes back.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="nothing_moves recovers_on_home recovers_on_other all_at_once single_member born_failed"

base()
{
	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0
		addr add fd00::1/64 dev eth0
		route add default via 10.0.0.254 dev eth0
		route add default via fd00::254 dev eth0
	BATCH
	before=$(snapshot)
	pair adopt on
	wait_eq "group" 3000 ok group_state
}

group_state()
{
	of_group state
}

address_states()
{
	of_addresses state
}

both_fail()
{
	unplug eth0
	bound 10.0.0.1 eth1
	wait_eq "group" 3000 degraded group_state
	unplug eth1
	wait_eq "group" 3000 failed group_state
}

nothing_moves()
{
	local before

	base
	both_fail
	check_eq "IPv4" "$(where 10.0.0.1)" eth1
	check_eq "IPv6" "$(where fd00::1)" eth1
	check_match "default route" "$(h route show default)" "dev eth1"
	check_eq "addresses" "$(address_states)" down,down
	check_eq "failovers" "$(of_group failovers)" 2
}

recovers_on_home()
{
	local before

	base
	both_fail
	plug eth0
	bound 10.0.0.1 eth0
	bound fd00::1 eth0
	wait_eq "group" 3000 degraded group_state
	check_eq "addresses" "$(address_states)" up,up
	reach 10.9.9.9 10.0.0.1
	plug eth1
	wait_eq "group" 3000 ok group_state
	settled "$before"
}

recovers_on_other()
{
	local before

	base
	both_fail
	plug eth1
	wait_eq "group" 3000 degraded group_state
	check_eq "IPv4" "$(where 10.0.0.1)" eth1
	reach 10.9.9.9 10.0.0.1
	reach fd09::9 fd00::1
	plug eth0
	settled "$before"
}

# The switch between: both links go within one poll.
all_at_once()
{
	local before

	base
	ip -n "$switch" -batch - <<-BATCH
		link set h0 down
		link set h1 down
	BATCH
	wait_eq "group" 3000 failed group_state
	check_match "IPv4" "$(where 10.0.0.1)" '^eth[01]$'
	ip -n "$switch" -batch - <<-BATCH
		link set h1 up
		link set h0 up
	BATCH
	wait_eq "group" 3000 ok group_state
	settled "$before"
	reach 10.9.9.9 10.0.0.1
}

single_member()
{
	local before

	h addr add 10.0.0.1/24 dev eth0
	before=$(snapshot)
	group data0 adopt on
	members data0 eth0
	unplug eth0
	wait_eq "group" 3000 failed group_state
	check_eq "address" "$(where 10.0.0.1)" eth0
	plug eth0
	wait_eq "group" 3000 ok group_state
	settled "$before"
}

born_failed()
{
	group data0
	check_eq "group without interfaces" "$(group_state)" failed
	unplug eth0
	members data0 eth0
	wait_eq "its only interface failed" 3000 failed group_state
	members data0 eth1
	wait_eq "one of two failed" 3000 degraded group_state
}

tests_run
