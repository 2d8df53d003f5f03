#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Deleting the last IPv4 address of a device flushes every IPv4 route through
# it, without a word; IPv6 gateway routes stay behind on the wrong device.
# Both must be on the survivor after a move, and be back after the repair.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="trap_exists ipv4 ipv4_with_test_address ipv6 twice"

some_routes()
{
	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0
		route add default via 10.0.0.254 dev eth0
		route add 10.9.9.0/24 via 10.0.0.254 dev eth0
		route add 10.8.0.0/16 via 10.0.0.253 dev eth0 metric 50
		route add 10.7.0.0/16 dev eth0 scope link
	BATCH
}

some_routes6()
{
	hbatch <<-BATCH
		addr add fd00::1/64 dev eth0
		route add default via fd00::254 dev eth0
		route add fd09::/64 via fd00::254 dev eth0
		route add fd08::/48 via fd00::253 dev eth0 metric 50
		route add fd07::/48 dev eth0
	BATCH
}

trap_exists()
{
	some_routes
	h addr add 10.0.0.1/24 dev eth1
	h addr del 10.0.0.1/24 dev eth0
	check_eq "gateway routes left by the kernel" "$(h route show | grep -c via)" 0
}

there_and_back()
{
	local before was

	was=$(routes eth0)
	before=$(snapshot)
	pair adopt on
	unplug eth0
	routes_moved "$was" eth1
	check_eq "routes left on eth0" "$(routes eth0)" ""
	reach "$target" "$source"
	plug eth0
	routes_moved "$was" eth0
	reach "$target" "$source"
	settled "$before"
}

ipv4()
{
	local target=10.9.9.9 source=10.0.0.1

	some_routes
	there_and_back
}

# With a test address the flush never happens; the routes move all the same.
ipv4_with_test_address()
{
	local before was

	some_routes
	was=$(routes eth0)
	group data0 adopt on
	ha interface add eth0 group data0 test-address 192.0.2.1
	ha interface add eth1 group data0 test-address 192.0.2.2
	before=$(snapshot)
	unplug eth0
	bound 10.0.0.1 eth1
	routes_are_but_tests "$was" eth1
	plug eth0
	settled "$before"
}

routes_are_but_tests()
{
	check_same "routes of $2" "$1" "$(routes "$2" | grep -v '192\.0\.2\.')"
}

ipv6()
{
	local target=fd09::9 source=fd00::1

	some_routes6
	there_and_back
}

# The shadow is of what was configured, not of what the last move left.
twice()
{
	local before was

	some_routes
	some_routes6
	was=$(routes eth0)
	before=$(snapshot)
	pair adopt on
	for _ in 1 2; do
		unplug eth0
		routes_moved "$was" eth1
		plug eth0
		settled "$before"
	done
}

tests_run
