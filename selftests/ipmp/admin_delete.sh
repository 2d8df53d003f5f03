#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What an administrator deletes stays deleted; what one adds while addresses
# are away joins. Only what the kernel drops by itself is put back.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="address_at_home address_while_away address_while_down route_at_home route_while_away route_added_while_away
	nexthop_deleted_while_away address_re_added flush"

base()
{
	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0
		addr add 10.0.0.2/24 dev eth0
		addr add fd00::1/64 dev eth0
		addr add fd00::2/64 dev eth0
		route add default via 10.0.0.254 dev eth0
		route add 10.8.0.0/16 via 10.0.0.254 dev eth0
		route add default via fd00::254 dev eth0
		route add fd08::/48 via fd00::254 dev eth0
	BATCH
	pair adopt on
}

# gone: nothing of the second addresses, here or as objects
gone()
{
	wait_eq "IPv4" 2000 "" where 10.0.0.2
	wait_eq "IPv6" 2000 "" where fd00::2
}

round_trip()
{
	unplug eth0
	bound 10.0.0.1 eth1
	bound fd00::1 eth1
	gone
	plug eth0
	bound 10.0.0.1 eth0
	bound fd00::1 eth0
	gone
}

address_at_home()
{
	base
	hbatch <<-BATCH
		addr del 10.0.0.2/24 dev eth0
		addr del fd00::2/64 dev eth0
	BATCH
	gone
	round_trip
	wait_eq "objects" 3000 "10.0.0.1/24,fd00::1/64" objects
}

objects()
{
	of_addresses address
}

address_while_away()
{
	base
	unplug eth0
	bound 10.0.0.2 eth1
	bound fd00::2 eth1
	hbatch <<-BATCH
		addr del 10.0.0.2/24 dev eth1
		addr del fd00::2/64 dev eth1
	BATCH
	gone
	plug eth0
	bound 10.0.0.1 eth0
	bound fd00::1 eth0
	gone
	round_trip
}

# It is deleted from the interface that is down, where the kernel left it.
address_while_down()
{
	base
	h link set eth0 down
	held 10.0.0.2 eth1
	h addr del 10.0.0.2/24 dev eth1
	h addr del fd00::2/64 dev eth1
	h addr del 10.0.0.2/24 dev eth0 2>/dev/null
	gone
	h link set eth0 up
	bound 10.0.0.1 eth0
	bound fd00::1 eth0
	gone
}

route_at_home()
{
	base
	hbatch <<-BATCH
		route del 10.8.0.0/16
		route del fd08::/48
	BATCH
	no_routes
	unplug eth0
	bound 10.0.0.1 eth1
	bound fd00::1 eth1
	check_match "kept" "$(h route show default)" eth1
	no_routes
	plug eth0
	bound 10.0.0.1 eth0
	bound fd00::1 eth0
	no_routes
}

no_routes()
{
	check_not "IPv4 route came back" patient 200 has_route -4 10.8.0.0/16
	check_not "IPv6 route came back" patient 200 has_route -6 fd08::/48
}

has_route()
{
	[ -n "$(h "$1" route show "$2")" ]
}

route_while_away()
{
	base
	unplug eth0
	bound 10.0.0.1 eth1
	bound fd00::1 eth1
	hbatch <<-BATCH
		route del 10.8.0.0/16
		route del fd08::/48
	BATCH
	no_routes
	plug eth0
	bound 10.0.0.1 eth0
	bound fd00::1 eth0
	check_match "kept" "$(h route show default)" eth0
	no_routes
}

# It was made for the address that is there: it follows it home.
route_added_while_away()
{
	base
	unplug eth0
	bound 10.0.0.1 eth1
	bound fd00::1 eth1
	hbatch <<-BATCH
		route add 10.7.0.0/16 via 10.0.0.254 dev eth1
		route add fd07::/48 via fd00::254 dev eth1
	BATCH
	plug eth0
	bound 10.0.0.1 eth0
	bound fd00::1 eth0
	wait_eq "IPv4" 3000 "10.7.0.0/16 via 10.0.0.254 dev eth0" trimmed -4 10.7.0.0/16
	check_match "IPv6" "$(busywait 3000 trimmed -6 fd07::/48)" "via fd00::254 dev eth0"
}

trimmed()
{
	local route

	route=$(h "$1" route show "$2")
	echo "${route% }"
}

nexthop_deleted_while_away()
{
	base
	hbatch <<-BATCH
		nexthop add id 7 via 10.0.0.254 dev eth0
		nexthop add id 8 via 10.0.0.253 dev eth0
	BATCH
	unplug eth0
	bound 10.0.0.1 eth1
	check_match "moved" "$(busywait 3000 h nexthop show id 8)" "dev eth1"
	h nexthop del id 8
	plug eth0
	bound 10.0.0.1 eth0
	check_match "kept" "$(busywait 3000 h nexthop show id 7)" "dev eth0"
	check_not "came back" patient 300 h nexthop show id 8
}

# Deleted and added again by hand: adopted again.
address_re_added()
{
	base
	h addr del 10.0.0.2/24 dev eth0
	wait_eq "deleted" 2000 "" where 10.0.0.2
	h addr add 10.0.0.2/24 dev eth1
	busywait 3000 object_at 10.0.0.2/24 eth1 || fail "not adopted again"
	unplug eth1
	bound 10.0.0.2 eth0
	plug eth1
	bound 10.0.0.2 eth1
}

object_at()
{
	[[ ,$(of_addresses address interface), == *",$1 $2,"* ]]
}

flush()
{
	base
	h addr flush dev eth0 scope global
	wait_eq "IPv4" 2000 "" where 10.0.0.1
	unplug eth0
	check_not "came back" patient 500 carries 10.0.0.1 eth1
	plug eth0
	check_not "came back" patient 500 carries 10.0.0.1 eth0
	check_eq "objects" "$(objects)" ""
}

tests_run
