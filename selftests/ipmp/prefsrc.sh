#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A route through a third device prefers a data address as its source. When
# the address is gone from the host for a moment, the kernel drops an IPv4
# route and takes the source from an IPv6 one (6.1 takes it from the routes of
# the failed interface even when the address lives on elsewhere). No word is
# said about either.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="trap_exists carrier admin_down same_device tables"

base()
{
	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0
		addr add fd00::1/64 dev eth0
	BATCH
}

third_device()
{
	hbatch <<-BATCH
		route add 10.20.0.0/16 via 10.1.0.254 dev d0 src 10.0.0.1
		route add 10.21.0.0/16 dev d0 src 10.0.0.1 metric 9
		route add fd20::/48 via fd01::254 dev d0 src fd00::1
		route add fd21::/48 dev d0 src fd00::1 metric 9
	BATCH
}

third_routes()
{
	h route show dev d0
	h -6 route show dev d0
}

trap_exists()
{
	base
	h route add 10.20.0.0/16 via 10.1.0.254 dev d0 src 10.0.0.1
	hbatch <<-BATCH
		addr del 10.0.0.1/24 dev eth0
		addr add 10.0.0.1/24 dev eth1
	BATCH
	check_eq "route left by the kernel" "$(h route show 10.20.0.0/16)" ""
}

carrier()
{
	local before third

	base
	third_device
	third=$(third_routes)
	before=$(snapshot)
	pair adopt on
	unplug eth0
	bound 10.0.0.1 eth1
	bound fd00::1 eth1
	check_same "routes through d0" "$third" "$(third_routes)"
	plug eth0
	settled "$before"
}

# The kernel deletes the IPv6 address itself here, before anyone can move it.
admin_down()
{
	local before third

	base
	third_device
	third=$(third_routes)
	before=$(snapshot)
	pair adopt on
	h link set eth0 down
	held 10.0.0.1 eth1
	held fd00::1 eth1
	wait_eq "routes through d0" 3000 "$third" third_routes
	h link set eth0 up
	settled "$before"
}

same_device()
{
	local before was

	base
	hbatch <<-BATCH
		addr add 10.0.0.2/24 dev eth0
		addr add fd00::2/64 dev eth0
		route add default via 10.0.0.254 dev eth0 src 10.0.0.2
		route add default via fd00::254 dev eth0 src fd00::2
		route add fd09::/64 dev eth0 src fd00::2
	BATCH
	was=$(routes eth0)
	before=$(snapshot)
	pair adopt on
	unplug eth0
	routes_moved "$was" eth1
	check_match "source" "$(h route get 10.9.9.9)" "dev eth1 src 10.0.0.2 "
	check_match "source" "$(h route get fd09::9)" "dev eth1 .*src fd00::2 "
	plug eth0
	settled "$before"
}

tables()
{
	local before

	base
	hbatch <<-BATCH
		route add 10.20.0.0/16 via 10.1.0.254 dev d0 src 10.0.0.1 table 100
		route add fd20::/48 via fd01::254 dev d0 src fd00::1 table 100
	BATCH
	before=$(snapshot)
	pair adopt on
	unplug eth0
	bound 10.0.0.1 eth1
	bound fd00::1 eth1
	check_match "IPv4" "$(h route show table 100)" "src 10.0.0.1"
	check_match "IPv6" "$(h -6 route show table 100)" "src fd00::1"
	plug eth0
	settled "$before"
}

tests_run
