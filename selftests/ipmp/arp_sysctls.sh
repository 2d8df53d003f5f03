#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# With two interfaces on one link Linux answers ARP for every address on each
# of them, alternating, and with rp_filter=1 the second one hears nothing.
# Members get arp_ignore=1, arp_announce=2, rp_filter=2 while they are members.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"
require_command arping

ALL_TESTS="trap_exists set_and_restored own_values_restored restored_with_group second_interface_answers
	each_answers_its_own moved_address_has_one_owner"

# settings DEV: arp_ignore, arp_announce, rp_filter
settings()
{
	in_ns "$host" cat "/proc/sys/net/ipv4/conf/$1/arp_ignore" "/proc/sys/net/ipv4/conf/$1/arp_announce" \
		"/proc/sys/net/ipv4/conf/$1/rp_filter" | paste -sd' '
}

own_settings()
{
	in_ns "$host" sysctl -qw "net.ipv4.conf.$1.arp_ignore=$2" "net.ipv4.conf.$1.arp_announce=$3" \
		"net.ipv4.conf.$1.rp_filter=$4"
}

# owners ADDR: MAC addresses that answer for it, from the peer's view
owners()
{
	in_ns "$peer" arping -c 4 -w 6 -b -I eth0 -s 10.0.0.254 "$1" |
		sed -nE 's/.*\[([0-9A-F:]+)\].*/\L\1/p' | sort -u | paste -sd' '
}

two_addresses()
{
	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0
		addr add 10.0.0.2/24 dev eth1
	BATCH
}

trap_exists()
{
	two_addresses
	check_eq "who answers for 10.0.0.1" "$(owners 10.0.0.1)" "$MAC:10 $MAC:11"
}

set_and_restored()
{
	local before

	before=$(settings eth0)
	group data0
	members data0 eth0
	wait_eq "member" 3000 "1 2 2" settings eth0
	check_eq "not a member" "$(settings eth1)" "$before"
	ha interface del eth0
	wait_eq "left" 3000 "$before" settings eth0
}

own_values_restored()
{
	own_settings eth0 8 1 0
	own_settings eth1 2 0 1
	pair
	wait_eq "eth0" 3000 "1 2 2" settings eth0
	wait_eq "eth1" 3000 "1 2 2" settings eth1
	ha interface del eth0
	wait_eq "eth0 left" 3000 "8 1 0" settings eth0
	ha interface add eth0 group data0
	wait_eq "eth0 again" 3000 "1 2 2" settings eth0
	ha interface del eth0
	ha interface del eth1
	wait_eq "eth0 left again" 3000 "8 1 0" settings eth0
	wait_eq "eth1 left" 3000 "2 0 1" settings eth1
}

restored_with_group()
{
	own_settings eth0 8 1 0
	pair
	wait_eq "member" 3000 "1 2 2" settings eth0
	unplug eth0
	ha ipmp del data0
	wait_eq "group gone" 3000 "8 1 0" settings eth0
}

second_interface_answers()
{
	own_settings eth0 0 0 1
	own_settings eth1 0 0 1
	two_addresses
	pair adopt on
	wait_eq "eth1" 3000 "1 2 2" settings eth1
	check_eq "who answers for 10.0.0.2" "$(owners 10.0.0.2)" "$MAC:11"
	reached 10.0.0.2
}

each_answers_its_own()
{
	two_addresses
	pair adopt on
	check_eq "who answers for 10.0.0.1" "$(owners 10.0.0.1)" "$MAC:10"
	check_eq "who answers for 10.0.0.2" "$(owners 10.0.0.2)" "$MAC:11"
}

moved_address_has_one_owner()
{
	two_addresses
	pair adopt on
	unplug eth0
	bound 10.0.0.1 eth1
	check_eq "while away" "$(owners 10.0.0.1)" "$MAC:11"
	plug eth0
	bound 10.0.0.1 eth0
	check_eq "back" "$(owners 10.0.0.1)" "$MAC:10"
	check_eq "of eth1" "$(owners 10.0.0.2)" "$MAC:11"
}

tests_run
