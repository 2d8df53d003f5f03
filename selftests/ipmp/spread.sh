#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Data addresses without a home are spread: a new one goes to the active
# interface with the fewest; one that becomes active takes from the fullest
# while it then still has fewer; one that fails gives each of its own to the
# one with the fewest. Deleting an address moves no other.
#
# vm: mode=virtual timeout=180
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="four_over_two five_over_two one_over_two no_rebalance_on_delete third_interface with_standby first_active_gets_all ipv6_counts_too"

# counts: addresses bound to eth0, eth1 (and eth2), as the kernel has them
counts()
{
	local dev list=

	for dev in ${1:-eth0 eth1}; do
		list+="/$(h -o addr show dev "$dev" scope global | wc -l)"
	done
	echo "${list#/}"
}

declare_addresses()
{
	local n

	for ((n = 1; n <= $1; n++)); do
		ha address add "10.0.0.$n/24" group data0 || fail "10.0.0.$n refused"
	done
}

# the tool counts as the kernel does
told_counts()
{
	check_eq "told" "$(told "interface addresses" interface show)" "eth0 ${1%/*},eth1 ${1#*/}"
}

four_over_two()
{
	pair
	declare_addresses 4
	wait_eq "at first" 3000 2/2 counts
	told_counts 2/2
	unplug eth0
	wait_eq "one left" 3000 0/4 counts
	plug eth0
	wait_eq "repaired" 3000 2/2 counts
	told_counts 2/2
}

five_over_two()
{
	pair
	declare_addresses 5
	check_match "at first" "$(busywait 3000 sum_is 5)" '^(3/2|2/3)$'
	unplug eth1
	wait_eq "one left" 3000 5/0 counts
	plug eth1
	wait_eq "repaired" 3000 3/2 counts
}

sum_is()
{
	local now

	now=$(counts)
	echo "$now"
	[ $((${now/\//+})) -eq "$1" ]
}

one_over_two()
{
	pair
	declare_addresses 1
	wait_eq "at first" 3000 1/0 counts
	unplug eth0
	wait_eq "moved" 3000 0/1 counts
	plug eth0
	wait_eq "eth0 is back" 3000 true of_interface eth0 active
	check_not "moves for nothing" patient 500 sum_on_eth0 1
}

sum_on_eth0()
{
	[ "$(counts eth0)" = "$1" ]
}

no_rebalance_on_delete()
{
	local address

	pair
	declare_addresses 4
	wait_eq "at first" 3000 2/2 counts
	for address in 10.0.0.1 10.0.0.2 10.0.0.3 10.0.0.4; do
		[ "$(where "$address")" = eth0 ] || continue
		ha address del "$address/24" group data0
	done
	wait_eq "eth0 has none left" 3000 0/2 counts
	check_not "moves for nothing" patient 500 sum_on_eth0 1
	ha address add 10.0.0.9/24 group data0
	wait_eq "a new one" 3000 eth0 where 10.0.0.9
}

third_interface()
{
	pair
	declare_addresses 6
	wait_eq "over two" 3000 3/3 counts
	members data0 eth2
	wait_eq "over three" 3000 2/2/2 counts "eth0 eth1 eth2"
	unplug eth0
	wait_eq "one failed" 3000 0/3/3 counts "eth0 eth1 eth2"
	ha interface del eth1
	check_match "one left the group, and its addresses with it" "$(counts "eth0 eth1 eth2")" '^0/3/3$'
}

with_standby()
{
	pair
	ha interface add eth2 group data0 standby on
	declare_addresses 4
	wait_eq "none on the standby" 3000 2/2/0 counts "eth0 eth1 eth2"
	unplug eth0
	wait_eq "all of one on the standby" 3000 0/2/2 counts "eth0 eth1 eth2"
	plug eth0
	wait_eq "repaired" 3000 2/2/0 counts "eth0 eth1 eth2"
}

first_active_gets_all()
{
	unplug eth0
	unplug eth1
	pair
	declare_addresses 4
	plug eth1
	wait_eq "first" 3000 0/4 counts
	plug eth0
	wait_eq "second" 3000 2/2 counts
}

ipv6_counts_too()
{
	pair
	ha address add 10.0.0.1/24 group data0
	ha address add fd00::1/64 group data0
	ha address add 10.0.0.2/24 group data0
	ha address add fd00::2/64 group data0
	wait_eq "at first" 3000 2/2 counts
	unplug eth1
	wait_eq "one left" 3000 4/0 counts
	plug eth1
	wait_eq "repaired" 3000 2/2 counts
}

tests_run
