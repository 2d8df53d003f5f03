#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# One leg of a multipath route goes through the failed interface. A leg cannot
# be moved alone: the whole route is written anew, with its weights.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="ipv4 ipv6 two_legs_one_device legs_on_both_members"

base()
{
	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0
		addr add fd00::1/64 dev eth0
	BATCH
}

# legs: of the route under test, as one line
legs()
{
	h route show 10.8.0.0/16 | tr -s ' \n\t' ' '
	h -6 route show fd08::/48 | tr -s ' \n\t' ' '
}

there_and_back()
{
	local before expected

	before=$(snapshot)
	expected=$(legs | sed 's/dev eth0/dev eth1/g')
	pair adopt on
	unplug eth0
	bound 10.0.0.1 eth1
	bound fd00::1 eth1
	wait_eq "legs, carrier lost" 3000 "$expected" legs
	plug eth0
	settled "$before"
	h link set eth0 down
	held 10.0.0.1 eth1
	held fd00::1 eth1
	wait_eq "legs, admin down" 3000 "$expected" legs
	h link set eth0 up
	settled "$before"
}

ipv4()
{
	base
	h route add 10.8.0.0/16 metric 4 mtu 1300 \
		nexthop via 10.0.0.254 dev eth0 weight 3 \
		nexthop via 10.1.0.254 dev d0 weight 2
	there_and_back
}

ipv6()
{
	base
	h -6 route add fd08::/48 metric 4 \
		nexthop via fd00::254 dev eth0 weight 3 \
		nexthop via fd00::253 dev eth0 weight 2
	there_and_back
}

two_legs_one_device()
{
	base
	h route add 10.8.0.0/16 \
		nexthop via 10.0.0.254 dev eth0 weight 3 \
		nexthop via 10.0.0.253 dev eth0 weight 1
	there_and_back
}

# Both members carry an address and a leg: while one is away no leg may go
# through it, and afterwards everything is as before.
legs_on_both_members()
{
	local before

	base
	h addr add 10.0.0.2/24 dev eth1
	h route add 10.8.0.0/16 \
		nexthop via 10.0.0.254 dev eth0 weight 3 \
		nexthop via 10.0.0.253 dev eth1 weight 1
	before=$(snapshot)
	pair adopt on
	unplug eth0
	bound 10.0.0.1 eth1
	wait_eq "legs through eth0" 3000 0 count_legs eth0
	check_ne "legs through eth1" "$(count_legs eth1)" 0
	plug eth0
	settled "$before"
	unplug eth1
	bound 10.0.0.2 eth0
	wait_eq "legs through eth1" 3000 0 count_legs eth1
	check_ne "legs through eth0" "$(count_legs eth0)" 0
	plug eth1
	settled "$before"
}

count_legs()
{
	h route show 10.8.0.0/16 | grep -c "dev $1"
}

tests_run
