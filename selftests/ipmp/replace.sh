#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A route request with NLM_F_REPLACE replaces the first route of the same
# prefix, tos and metric, whatever its device: asked to replace the one
# through eth0 it may hit one that has nothing to do with us.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="trap_exists other_first other_last between_two others_only_metric ipv6 ipv6_multipath_stays_apart"

setup()
{
	net_up && hbatch <<-BATCH
		link add d1 type dummy
		link set d1 up
		addr add 10.2.0.1/24 dev d1
		addr add fd02::1/64 dev d1
		addr add 10.0.0.1/24 dev eth0
		addr add fd00::1/64 dev eth0
	BATCH
	defer ip -n "$host" link del d1
}

trap_exists()
{
	hbatch <<-BATCH
		route add default via 10.1.0.254 dev d0
		route append default via 10.0.0.254 dev eth0
		route replace default via 10.2.0.254 dev d1
	BATCH
	check_eq "default routes left by the kernel" "$(defaults)" "d1 eth0"
}

# defaults: devices of the IPv4 default routes, in their order
defaults()
{
	local devs

	devs=$(h route show default | sed -nE 's/.* dev ([^ ]+).*/\1/p')
	echo "${devs//$'\n'/ }"
}

# there_and_back HOME AWAY: the devices of the default routes, in order
there_and_back()
{
	local before

	check_eq "default routes before" "$(defaults)" "$1"
	before=$(snapshot)
	pair adopt on
	unplug eth0
	bound 10.0.0.1 eth1
	bound fd00::1 eth1
	wait_eq "default routes away" 3000 "$2" defaults
	plug eth0
	settled "$before"
	wait_eq "default routes back" 3000 "$1" defaults
	h link set eth0 down
	held 10.0.0.1 eth1
	held fd00::1 eth1
	wait_eq "default routes, admin down" 3000 "$(sorted "$2")" sorted_defaults
	h link set eth0 up
	settled "$before"
}

sorted()
{
	# shellcheck disable=SC2086
	printf '%s\n' $1 | sort | paste -sd' '
}

sorted_defaults()
{
	sorted "$(defaults)"
}

other_first()
{
	hbatch <<-BATCH
		route add default via 10.1.0.254 dev d0
		route append default via 10.0.0.254 dev eth0
	BATCH
	there_and_back "d0 eth0" "d0 eth1"
}

other_last()
{
	hbatch <<-BATCH
		route add default via 10.0.0.254 dev eth0
		route append default via 10.1.0.254 dev d0
	BATCH
	there_and_back "eth0 d0" "eth1 d0"
}

# There is no way back into the middle without touching those behind: it may
# end up behind both, but never before the one that was first.
between_two()
{
	local before

	hbatch <<-BATCH
		route add default via 10.1.0.254 dev d0
		route append default via 10.0.0.254 dev eth0
		route append default via 10.2.0.254 dev d1
	BATCH
	before=$(snapshot)
	pair adopt on
	unplug eth0
	bound 10.0.0.1 eth1
	check_match "default routes away" "$(defaults)" '^d0 (eth1 d1|d1 eth1)$'
	plug eth0
	settled "$before"
	check_match "default routes back" "$(defaults)" '^d0 (eth0 d1|d1 eth0)$'
}

others_only_metric()
{
	hbatch <<-BATCH
		route add default via 10.0.0.254 dev eth0
		route add default via 10.0.0.253 dev eth0 metric 20
		route add default via 10.1.0.254 dev d0 metric 20 tos 0x10
		route append default via 10.2.0.254 dev d1 metric 20
	BATCH
	there_and_back "d0 eth0 eth0 d1" "d0 eth1 eth1 d1"
}

ipv6()
{
	local before others

	hbatch <<-BATCH
		route add default via fd01::254 dev d0 metric 1024
		route add default via fd02::254 dev d1 metric 10
		route append default via fd00::254 dev eth0 metric 10
	BATCH
	others=$(h -6 route show | grep 'dev d')
	before=$(snapshot)
	pair adopt on
	unplug eth0
	bound fd00::1 eth1
	check_same "routes of others" "$others" "$(h -6 route show | grep 'dev d')"
	plug eth0
	settled "$before"
}

# IPv6 joins routes of one prefix and metric to one multipath route: a leg of
# another device is another route of the kernel's, and stays.
ipv6_multipath_stays_apart()
{
	local before

	hbatch <<-BATCH
		route add fd08::/48 metric 10 nexthop via fd01::254 dev d0 nexthop via fd00::254 dev eth0
	BATCH
	before=$(snapshot)
	pair adopt on
	unplug eth0
	bound fd00::1 eth1
	wait_eq "legs away" 3000 "d0 eth1" legs6
	plug eth0
	settled "$before"
	h link set eth0 down
	held fd00::1 eth1
	wait_eq "legs away, admin down" 3000 "d0 eth1" legs6
	h link set eth0 up
	settled "$before"
}

legs6()
{
	h -6 route show fd08::/48 | grep -oE 'dev [^ ]+' | sed 's/dev //' | sort | paste -sd' '
}

tests_run
