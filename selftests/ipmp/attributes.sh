#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Everything that an address is made of must move with it: a label (with the
# name of the new device in it), broadcast, scope, peer, metric of its prefix
# route, noprefixroute, flags, protocol.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="labels broadcast scope peer prefix_metric noprefixroute flags6 protocol"

# address_lines DEV: as `ip -d addr` shows them, without index and device
address_lines()
{
	h -d -o addr show dev "$1" | sed -E '/ fe80:/d; s/^[0-9]+: [^ ]+ +//'
}

lines_are()
{
	local now

	now=$(busywait 3000 lines_equal "$1" "$2") || check_same "addresses of $2" "$1" "$now"
}

lines_equal()
{
	local now

	now=$(address_lines "$2")
	echo "$now"
	[ "$now" = "$1" ]
}

# there_and_back: what eth0 has must appear on eth1, names apart, and return
there_and_back()
{
	local before lines was

	lines=$(address_lines eth0 | sed 's/\beth0\b/eth1/')
	was=$(routes eth0)
	before=$(snapshot)
	pair adopt on
	unplug eth0
	lines_are "$lines" eth1
	routes_moved "$was" eth1
	plug eth0
	settled "$before"
}

labels()
{
	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0 label eth0:web
		addr add 10.0.0.2/24 dev eth0 label eth0:1
		addr add 10.0.0.3/24 dev eth0
		addr add 10.0.3.4/24 dev eth0 label eth0
	BATCH
	there_and_back
}

broadcast()
{
	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0 broadcast +
		addr add 10.0.2.1/24 dev eth0 broadcast 10.0.2.99
		addr add 10.0.3.1/24 dev eth0
	BATCH
	there_and_back
}

scope()
{
	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0 scope global
		addr add 10.0.2.1/24 dev eth0 scope site
		addr add 10.0.3.1/24 dev eth0 scope 100
	BATCH
	there_and_back
}

peer()
{
	hbatch <<-BATCH
		addr add 10.0.0.1 peer 10.0.0.254 dev eth0
		addr add 10.4.0.1 peer 10.5.0.0/16 dev eth0
		addr add fd00::1 peer fd00::254 dev eth0
		addr add fd04::1 peer fd05::1/64 dev eth0
	BATCH
	there_and_back
}

prefix_metric()
{
	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0 metric 321
		addr add 10.0.2.1/24 dev eth0
		addr add fd00::1/64 dev eth0 metric 321
		addr add fd02::1/64 dev eth0
	BATCH
	check_match "metric" "$(h route show 10.0.0.0/24)" "metric 321"
	there_and_back
}

# The way of NetworkManager: the prefix route is one of its own.
noprefixroute()
{
	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0 noprefixroute
		route add 10.0.0.0/24 dev eth0 proto kernel scope link src 10.0.0.1 metric 100
		route add default via 10.0.0.254 dev eth0 proto dhcp metric 100
		addr add fd00::1/64 dev eth0 noprefixroute
		route add fd00::/64 dev eth0 proto kernel metric 100
		route add default via fd00::254 dev eth0 proto static metric 100
		addr add 10.0.6.1/24 dev eth0 noprefixroute
		addr add fd06::1/64 dev eth0 noprefixroute
	BATCH
	there_and_back
}

# nodad is how an address moves; it must not look changed by that at home.
flags6()
{
	hbatch <<-BATCH
		addr add fd00::1/64 dev eth0 nodad
		addr add fd00::2/64 dev eth0 home nodad
		addr add fd00::3/64 dev eth0 preferred_lft 0
	BATCH
	local before

	before=$(snapshot)
	pair adopt on
	unplug eth0
	bound fd00::1 eth1
	bound fd00::2 eth1
	bound fd00::3 eth1
	check_match "home address" "$(h -6 -o addr show dev eth1 to fd00::2)" " home "
	check_match "deprecated address" "$(h -6 -o addr show dev eth1 to fd00::3)" " deprecated "
	plug eth0
	settled "$before"
}

# iproute2 6.1 does not show IFA_PROTO.
protocol()
{
	local python=/usr/bin/python3 tool

	[ -x "$python" ] || { skip "no python3"; return; }
	tool=$(dirname "$0")/ifaproto.py
	check "add" in_ns "$host" "$python" "$tool" add eth0 10.0.0.1/24 77
	check "add" in_ns "$host" "$python" "$tool" add eth0 fd00::1/64 78
	pair adopt on
	unplug eth0
	bound 10.0.0.1 eth1
	bound fd00::1 eth1
	check_eq "protocols on eth1" "$(in_ns "$host" "$python" "$tool" show eth1)" $'10.0.0.1 77\nfd00::1 78'
	plug eth0
	bound 10.0.0.1 eth0
	bound fd00::1 eth0
	check_eq "protocols on eth0" "$(in_ns "$host" "$python" "$tool" show eth0)" $'10.0.0.1 77\nfd00::1 78'
}

tests_run
