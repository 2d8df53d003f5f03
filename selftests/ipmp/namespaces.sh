#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Groups belong to a network namespace: the same names may be used in each,
# and a namespace goes with its groups, in whatever state they are.
#
# vm: mode=virtual timeout=180
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="same_names deleted_with_groups deleted_while_moving deleted_while_failed device_returns many_come_and_go"

same_names()
{
	local other

	setup_ns other
	ip -n "$other" -batch - <<-BATCH
		link add eth0 type dummy
		link add eth1 type dummy
		link set eth0 up
		link set eth1 up
		addr add 10.0.0.1/24 dev eth0
	BATCH
	h addr add 10.0.0.1/24 dev eth0
	pair adopt on
	check "group" hactl -n "$other" ipmp add data0 adopt on
	check "interface" hactl -n "$other" interface add eth0 group data0
	check "interface" hactl -n "$other" interface add eth1 group data0
	unplug eth0
	bound 10.0.0.1 eth1
	check_match "there" "$(ip -n "$other" -o addr show to 10.0.0.1)" eth0
	ip -n "$other" link set eth0 carrier off
	wait_eq "there" 3000 eth1 where_other
	plug eth0
	bound 10.0.0.1 eth0
	check_eq "there" "$(where_other)" eth1
}

where_other()
{
	ip -n "$other" -o addr show to 10.0.0.1 | sed -nE 's/^[0-9]+: ([^ ]+) .*/\1/p'
}

# doomed: a namespace of its own with a group of dummies, 20 addresses, routes
doomed()
{
	local n

	setup_ns victim
	{
		echo "link add eth0 type dummy"
		echo "link add eth1 type dummy"
		echo "link set eth0 up"
		echo "link set eth1 up"
		for ((n = 1; n <= 20; n++)); do
			echo "addr add 10.0.0.$n/24 dev eth0"
			echo "addr add fd00::$n/64 dev eth0"
			echo "route add 10.8.$n.0/24 via 10.0.0.254 dev eth0"
		done
	} | ip -n "$victim" -batch -
	hactl -n "$victim" ipmp add data0 adopt on
	hactl -n "$victim" interface add eth0 group data0 test-address 10.0.0.201
	hactl -n "$victim" interface add eth1 group data0
}

gone()
{
	check "delete" ip netns del "$victim"
	wait_eq "last use of the module by it" 5000 "" listed
	# the module is as well as before
	h addr add 10.0.0.1/24 dev eth0
	pair adopt on
	unplug eth0
	bound 10.0.0.1 eth1
}

listed()
{
	ip netns list | grep "$victim"
}

deleted_with_groups()
{
	local victim

	doomed
	gone
}

# The move has begun, or is about to, when the namespace goes.
deleted_while_moving()
{
	local victim

	for _ in 1 2 3; do
		doomed
		ip -n "$victim" link set eth0 carrier off
		ip netns del "$victim"
	done
	doomed
	ip -n "$victim" link set eth0 down
	gone
}

deleted_while_failed()
{
	local victim

	doomed
	ip -n "$victim" -batch - <<-BATCH
		link set eth0 carrier off
		link set eth1 carrier off
	BATCH
	gone
}

# The devices of a namespace that goes return to the first one, when they can;
# a veth goes, and its peer loses its carrier.
device_returns()
{
	setup_ns victim
	h addr add 10.0.0.1/24 dev eth0
	pair adopt on
	h link add v0 type veth peer name v1 netns "$victim"
	h link set v0 up
	ip -n "$victim" link set v1 up
	members data0 v0
	hactl -n "$victim" ipmp add data0
	hactl -n "$victim" interface add v1 group data0
	ip netns del "$victim"
	wait_eq "v0" 5000 "unknown absent" of_interface v0 state reason
	unplug eth0
	bound 10.0.0.1 eth1
}

many_come_and_go()
{
	local n ns

	for n in 1 2 3 4 5; do
		ns=many-$n-$$
		ip netns add "$ns"
		hactl -n "$ns" ipmp add data0 adopt on
		hactl -n "$ns" interface add lo group data0 2>/dev/null
		hactl -n "$ns" interface add nothing group data0
		hactl -n "$ns" address add 10.0.0.1/24 group data0
		ip netns del "$ns"
	done
	check "module answers" ha ipmp show
}

tests_run
