#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A program that joined a multicast group through the failed interface must go
# on to receive: the survivor joins at the device, and reports it.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"
require_command socat

ALL_TESTS="ipv4_joined ipv6_joined ipv4_received ipv6_received"

base()
{
	h addr add 10.0.0.1/24 dev eth0
	h addr add fd00::1/64 dev eth0
}

# joins FAMILY...: a program that has joined, what it hears goes to $heard
listen4()
{
	ip netns exec "$host" socat -u UDP4-RECV:7009,ip-add-membership=239.1.2.3:eth0 "OPEN:$heard,append" &
	defer kill $!
	busywait 3000 joined 239.1.2.3 eth0
}

listen6()
{
	ip netns exec "$host" socat -u "UDP6-RECV:7009,ipv6-join-group=[ff15::77]:eth0" "OPEN:$heard,append" &
	defer kill $!
	busywait 3000 joined ff15::77 eth0
}

joined()
{
	h maddr show dev "$2" | grep -q "$1"
}

not_joined()
{
	! joined "$@"
}

ipv4_joined()
{
	local heard

	tmp heard
	base
	pair adopt on
	listen4
	unplug eth0
	bound 10.0.0.1 eth1
	check "eth1 joined" busywait 2000 joined 239.1.2.3 eth1
	plug eth0
	bound 10.0.0.1 eth0
	check "eth1 left" busywait 2000 not_joined 239.1.2.3 eth1
	check "eth0 is joined" joined 239.1.2.3 eth0
}

ipv6_joined()
{
	local heard

	tmp heard
	base
	pair adopt on
	listen6
	unplug eth0
	bound fd00::1 eth1
	check "eth1 joined" busywait 2000 joined ff15::77 eth1
	plug eth0
	bound fd00::1 eth0
	check "eth1 left" busywait 2000 not_joined ff15::77 eth1
	check "eth0 is joined" joined ff15::77 eth0
}

say4()
{
	echo "$1" | in_ns "$peer" socat -u STDIN UDP4-SENDTO:239.1.2.3:7009,ip-multicast-if=10.0.0.254
	grep -q "$1" "$heard"
}

say6()
{
	echo "$1" | in_ns "$peer" socat -u STDIN "UDP6-SENDTO:[ff15::77]:7009,so-bindtodevice=eth0"
	grep -q "$1" "$heard"
}

ipv4_received()
{
	local heard

	tmp heard
	base
	pair adopt on
	listen4
	check "heard at home" busywait 3000 say4 home
	unplug eth0
	bound 10.0.0.1 eth1
	check "heard while away" busywait 3000 say4 away
}

ipv6_received()
{
	local heard

	tmp heard
	base
	pair adopt on
	listen6
	check "heard at home" busywait 3000 say6 home
	unplug eth0
	bound fd00::1 eth1
	check "heard while away" busywait 3000 say6 away
}

tests_run
