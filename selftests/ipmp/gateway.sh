#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Nothing in the kernel moves a gateway route. Each must arrive with all it is
# made of, after what it depends on, and be back as it was.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="ipv4 ipv6 through_each_other other_tables not_ours added_later"

base()
{
	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0
		addr add fd00::1/64 dev eth0
	BATCH
}

there_and_back()
{
	local before was

	was=$(routes eth0)
	before=$(snapshot)
	pair adopt on
	"${break_it[@]}"
	routes_moved "$was" eth1
	"${heal_it[@]}"
	settled "$before"
	ha ipmp del data0
	settled "$before"
}

break_it=(unplug eth0)
heal_it=(plug eth0)

both_ways()
{
	there_and_back
	local break_it=(h link set eth0 down) heal_it=(h link set eth0 up)

	there_and_back
}

ipv4()
{
	base
	hbatch <<-BATCH
		route add default via 10.0.0.254 dev eth0
		route add default via 10.0.0.253 dev eth0 metric 10 proto dhcp
		route add 10.8.0.0/16 via 10.0.0.254 dev eth0 tos 0x10
		route add 10.8.0.0/16 via 10.0.0.253 dev eth0 tos 0x08
		route add 10.8.0.0/16 via 10.0.0.252 dev eth0 metric 5 proto static
		route add 10.8.1.0/24 via 10.0.0.254 dev eth0 mtu 1300 advmss 1200 window 10000
		route add 10.8.2.0/24 via 10.0.0.254 dev eth0 mtu lock 1300 rto_min 50ms initcwnd 20 initrwnd 30 quickack 1 congctl cubic
		route add 10.8.3.0/24 via 192.0.2.77 dev eth0 onlink src 10.0.0.1
		route add 10.8.4.0/24 dev eth0 scope link realm 7
		route add 10.8.5.1 via 10.0.0.254 dev eth0 src 10.0.0.1 hoplimit 9
		route add 10.8.6.0/24 via inet6 fe80::ff:fe00:fe dev eth0
	BATCH
	both_ways
}

ipv6()
{
	base
	hbatch <<-BATCH
		route add default via fd00::254 dev eth0
		route add default via fe80::ff:fe00:fe dev eth0 metric 10 proto static
		route add fd08::/48 via fd00::254 dev eth0 metric 5
		route add fd08:1::/48 via fd00::254 dev eth0 mtu 1300 advmss 1200
		route add fd08:2::/48 via fd00::254 dev eth0 mtu lock 1300 hoplimit 9 initcwnd 20 congctl cubic
		route add fd08:3::/48 via fd33::77 dev eth0 onlink
		route add fd08:4::/48 dev eth0 src fd00::1
		route add fd08:5::1 via fd00::254 dev eth0 pref high
		route add fd08:6::/48 from fd00::/64 via fd00::254 dev eth0
	BATCH
	both_ways
}

# The gateway of one is reached by another.
through_each_other()
{
	base
	hbatch <<-BATCH
		route add 192.0.2.1 dev eth0 scope link
		route add 10.8.0.0/16 via 192.0.2.1 dev eth0
		route add fd44::1 dev eth0
		route add fd08::/48 via fd44::1 dev eth0
	BATCH
	both_ways
}

other_tables()
{
	base
	hbatch <<-BATCH
		route add 10.0.0.0/24 dev eth0 scope link table 100
		route add default via 10.0.0.254 dev eth0 table 100
		route add default via 10.0.0.253 dev eth0 table 70000
		route add fd00::/64 dev eth0 table 100
		route add default via fd00::254 dev eth0 table 100
		rule add from 10.0.0.1 lookup 100 pref 50
	BATCH
	h -6 rule add from fd00::1 lookup 100 pref 50
	both_ways
	check_match "by rule" "$(h route get 10.99.0.1 from 10.0.0.1)" "via 10.0.0.254 dev eth0 table 100"
	check_match "by rule" "$(h route get fd99::1 from fd00::1)" "via fd00::254 dev eth0 table 100"
	h -6 rule del pref 50
}

# Routes of other devices, and blackholes, are not touched.
not_ours()
{
	local others

	base
	hbatch <<-BATCH
		route add 10.30.0.0/16 via 10.1.0.254 dev d0
		route add blackhole 10.31.0.0/16
		route add unreachable 10.32.0.0/16 metric 9
		route add fd30::/48 via fd01::254 dev d0
		route add blackhole fd31::/48
		route add default via 10.0.0.254 dev eth0
	BATCH
	others=$(others_now)
	pair adopt on
	unplug eth0
	bound 10.0.0.1 eth1
	bound fd00::1 eth1
	check_same "routes of others" "$others" "$(others_now)"
	plug eth0
	bound 10.0.0.1 eth0
	bound fd00::1 eth0
	check_same "routes of others" "$others" "$(others_now)"
}

others_now()
{
	h -d route show table all | grep -v eth
}

# One that joins after the group was made moves as well, and one that an
# administrator deleted stays deleted.
added_later()
{
	local before was

	base
	h route add 10.7.0.0/16 via 10.0.0.254 dev eth0
	h -6 route add fd07::/48 via fd00::254 dev eth0
	pair adopt on
	hbatch <<-BATCH
		route add default via 10.0.0.254 dev eth0
		route add default via fd00::254 dev eth0
		route del 10.7.0.0/16 via 10.0.0.254 dev eth0
		route del fd07::/48 via fd00::254 dev eth0
	BATCH
	was=$(routes eth0)
	before=$(snapshot)
	unplug eth0
	routes_moved "$was" eth1
	plug eth0
	settled "$before"
	h link set eth0 down
	routes_moved "$was" eth1
	h link set eth0 up
	settled "$before"
}

tests_run
