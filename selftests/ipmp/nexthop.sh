#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# When a device loses its carrier, the kernel deletes the nexthop objects on
# it and every route that uses them, for good.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="trap_exists object object6 group_of_two group_across_devices resilient admin_down"

base()
{
	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0
		addr add fd00::1/64 dev eth0
	BATCH
}

trap_exists()
{
	base
	hbatch <<-BATCH
		nexthop add id 7 via 10.0.0.254 dev eth0
		route add 10.9.9.0/24 nhid 7
	BATCH
	unplug eth0
	wait_eq "nexthops left by the kernel" 3000 "" h nexthop show
	check_eq "routes left by the kernel" "$(h route show 10.9.9.0/24)" ""
}

# there_and_back: all on eth1, then all as before
there_and_back()
{
	local before expected

	before=$(snapshot)
	expected=$(nexthop_state | sed 's/dev eth0/dev eth1/g')
	pair adopt on
	"${break_it[@]}"
	bound_or_held
	nexthops_are "$expected"
	reach 10.9.9.9 10.0.0.1
	"${heal_it[@]}"
	settled "$before"
}

bound_or_held()
{
	held 10.0.0.1 eth1
	held fd00::1 eth1
}

break_it=(unplug eth0)
heal_it=(plug eth0)

nexthop_state()
{
	{
		h -d nexthop show
		h route show 10.9.0.0/16
		h route show 10.9.9.0/24
		h route show 10.8.0.0/16
		h -6 route show fd09::/64
	} | sort
}

nexthops_are()
{
	local now

	now=$(busywait 3000 nexthops_equal "$1") || check_same "nexthops and their routes" "$1" "$now"
}

nexthops_equal()
{
	local now

	now=$(nexthop_state)
	echo "$now"
	[ "$now" = "$1" ]
}

object()
{
	base
	hbatch <<-BATCH
		nexthop add id 7 via 10.0.0.254 dev eth0 protocol static
		nexthop add id 8 via 10.0.0.253 dev eth0 onlink
		nexthop add id 9 blackhole
		nexthop add id 10 via 10.1.0.254 dev d0
		route add 10.9.9.0/24 nhid 7 src 10.0.0.1 metric 5
		route add 10.9.0.0/16 nhid 7
		route add 10.8.0.0/16 nhid 10
	BATCH
	there_and_back
}

object6()
{
	base
	hbatch <<-BATCH
		nexthop add id 17 via fd00::254 dev eth0
		route add fd09::/64 nhid 17
		nexthop add id 7 via 10.0.0.254 dev eth0
		route add 10.9.9.0/24 nhid 7
	BATCH
	there_and_back
}

group_of_two()
{
	base
	hbatch <<-BATCH
		nexthop add id 7 via 10.0.0.254 dev eth0
		nexthop add id 8 via 10.0.0.253 dev eth0
		nexthop add id 20 group 7,3/8
		nexthop add id 21 group 7
		route add 10.8.0.0/16 nhid 20
		route add 10.9.9.0/24 nhid 21
	BATCH
	there_and_back
}

# One leg is elsewhere: the group lives on with that alone, unless mended.
group_across_devices()
{
	base
	hbatch <<-BATCH
		nexthop add id 7 via 10.0.0.254 dev eth0
		nexthop add id 10 via 10.1.0.254 dev d0
		nexthop add id 20 group 7,5/10,2
		route add 10.8.0.0/16 nhid 20
		route add 10.9.9.0/24 nhid 7
	BATCH
	there_and_back
}

resilient()
{
	base
	hbatch <<-BATCH
		nexthop add id 7 via 10.0.0.254 dev eth0
		nexthop add id 10 via 10.1.0.254 dev d0
		nexthop add id 20 group 7/10 type resilient buckets 8 idle_timer 60
		route add 10.8.0.0/16 nhid 20
		route add 10.9.9.0/24 nhid 7
	BATCH
	there_and_back
}

admin_down()
{
	local break_it=(h link set eth0 down) heal_it=(h link set eth0 up)

	base
	hbatch <<-BATCH
		nexthop add id 7 via 10.0.0.254 dev eth0
		nexthop add id 20 group 7
		route add 10.9.9.0/24 nhid 7
		route add 10.8.0.0/16 nhid 20
		nexthop add id 17 via fd00::254 dev eth0
		route add fd09::/64 nhid 17
	BATCH
	there_and_back
}

tests_run
