#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# rmmod at any moment: addresses and routes stay where they are, settings of
# the interfaces are restored, test addresses are taken away; and a new start
# finds everything.
#
# vm: mode=virtual timeout=180
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="leaves_addresses while_away while_moving with_timers_running several_namespaces"

setup()
{
	module_load ipmp && net_up && hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0
		addr add fd00::1/64 dev eth0
		route add default via 10.0.0.254 dev eth0
		route add default via fd00::254 dev eth0
	BATCH
}

settings()
{
	in_ns "$host" cat "/proc/sys/net/ipv4/conf/$1/arp_ignore" "/proc/sys/net/ipv4/conf/$1/arp_announce" \
		"/proc/sys/net/ipv4/conf/$1/rp_filter" | paste -sd' '
}

leaves_addresses()
{
	local before old

	old=$(settings eth0)
	before=$(snapshot)
	group data0 adopt on
	ha interface add eth0 group data0 test-address 10.0.0.101
	ha interface add eth1 group data0 test-address fd00::102
	wait_eq "settings" 3000 "1 2 2" settings eth0
	check "rmmod" rmmod ipmp
	settled "$before"
	check_eq "settings" "$(settings eth0)" "$old"
	check_eq "settings" "$(settings eth1)" "$old"
	unplug eth0
	check_not "something moved" patient 300 carries 10.0.0.1 eth1
}

while_away()
{
	pair adopt on
	unplug eth0
	bound 10.0.0.1 eth1
	bound fd00::1 eth1
	check "rmmod" rmmod ipmp
	check_eq "IPv4" "$(where 10.0.0.1)" eth1
	check_eq "IPv6" "$(where fd00::1)" eth1
	check_match "IPv4 route" "$(h route show default)" eth1
	check_match "IPv6 route" "$(h -6 route show default)" eth1
	reach 10.9.9.9 10.0.0.1
	check "insmod" module_load ipmp
	plug eth0
	pair adopt on
	unplug eth1
	bound 10.0.0.1 eth0
	reach 10.9.9.9 10.0.0.1
}

while_moving()
{
	for _ in 1 2 3; do
		pair adopt on
		unplug eth0
		check "rmmod" rmmod ipmp
		check_match "IPv4" "$(where 10.0.0.1)" eth
		check_match "IPv6" "$(where fd00::1)" eth
		plug eth0
		module_load ipmp
	done
	pair adopt on
	h link set eth0 down
	check "rmmod" rmmod ipmp
}

# Announcements at 1 and 2 s, updelay and polls are under way.
with_timers_running()
{
	pair adopt on updelay 5000 miimon 1
	unplug eth0
	bound 10.0.0.1 eth1
	plug eth0
	sleep 0.3
	check "rmmod" rmmod ipmp
	sleep 3
	check_eq "IPv4" "$(where 10.0.0.1)" eth1
}

several_namespaces()
{
	setup_ns one two
	hactl -n "$one" ipmp add data0 adopt on
	hactl -n "$two" ipmp add data0
	hactl -n "$two" interface add lo0 group data0
	ip -n "$one" link add eth0 type dummy
	ip -n "$one" link set eth0 up
	hactl -n "$one" interface add eth0 group data0
	pair adopt on
	check "rmmod" rmmod ipmp
	check_eq "settings" "$(ip netns exec "$one" cat /proc/sys/net/ipv4/conf/eth0/arp_announce)" 0
}

tests_run
