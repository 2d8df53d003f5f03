#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Adoption takes addresses over where they are: nothing about them changes,
# and the interface they were found on is their home.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="in_place group_option what_is_not_adopted later_addresses turned_on_live off_by_default home"

# list: "ADDRESS INTERFACE HOME ADOPTED MOVES" of each
list()
{
	of_addresses address interface home adopted moves
}

in_place()
{
	local before

	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0 label eth0:a metric 77
		addr add fd00::1/64 dev eth1
		addr add 10.0.0.2/24 dev eth0
	BATCH
	before=$(snapshot)
	pair
	ha address add 10.0.0.1/24 group data0
	ha address add fd00::1/64 group data0
	wait_eq "adopted" 3000 "10.0.0.1/24 eth0 eth0 true 0,fd00::1/64 eth1 eth1 true 0" list
	check_same "the host" "$before" "$(snapshot)"
}

group_option()
{
	local before

	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0
		addr add 10.0.0.2/24 dev eth1
		addr add fd00::1/64 dev eth0
	BATCH
	before=$(snapshot)
	pair adopt on
	wait_eq "adopted" 3000 \
		"10.0.0.1/24 eth0 eth0 true 0,10.0.0.2/24 eth1 eth1 true 0,fd00::1/64 eth0 eth0 true 0" list
	check_same "the host" "$before" "$(snapshot)"
}

# Link-local, of scope link or host, temporary, and test addresses stay.
what_is_not_adopted()
{
	local before

	in_ns "$host" sysctl -qw net.ipv6.conf.eth0.use_tempaddr=2
	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0
		addr add 169.254.7.7/16 dev eth0 scope link
		addr add 10.0.5.5/24 dev eth0 scope link
		addr add fd00::1/64 dev eth0 valid_lft 8000 preferred_lft 8000 mngtmpaddr
		addr add fe80::77/64 dev eth0
	BATCH
	patient 3000 has_temporary
	group data0 adopt on
	ha interface add eth0 group data0 test-address 10.0.0.101
	ha interface add eth1 group data0 test-address 10.0.0.102
	wait_eq "adopted" 3000 "10.0.0.1/24,fd00::1/64" adopted
	unplug eth0
	bound 10.0.0.1 eth1
	check_eq "link-local" "$(where 169.254.7.7)" eth0
	check_eq "of scope link" "$(where 10.0.5.5)" eth0
	check_eq "link-local" "$(where fe80::77)" eth0
}

has_temporary()
{
	h -6 -o addr show dev eth0 | grep -q temporary
}

adopted()
{
	of_addresses address
}

# With adopt on, what an administrator adds to a member later joins too.
later_addresses()
{
	pair adopt on
	h addr add 10.0.0.7/24 dev eth1
	wait_eq "adopted" 3000 "10.0.0.7/24 eth1 eth1 true 0" list
	unplug eth1
	bound 10.0.0.7 eth0
	# an interface that joins brings its own
	h addr add 10.0.0.8/24 dev eth2
	members data0 eth2
	busywait 3000 is_listed 10.0.0.8/24 || fail "10.0.0.8 is not adopted: $(list)"
	plug eth1
	bound 10.0.0.7 eth1
}

is_listed()
{
	[[ ,$(adopted), == *",$1,"* ]]
}

turned_on_live()
{
	h addr add 10.0.0.1/24 dev eth0
	pair
	check_eq "before" "$(list)" ""
	ha ipmp set data0 adopt on
	wait_eq "adopted" 3000 "10.0.0.1/24 eth0 eth0 true 0" list
	unplug eth0
	bound 10.0.0.1 eth1
}

off_by_default()
{
	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0
		addr add 10.0.0.2/24 dev eth0
	BATCH
	pair
	ha address add 10.0.0.1/24 group data0
	unplug eth0
	bound 10.0.0.1 eth1
	check_eq "not ours" "$(where 10.0.0.2)" eth0
	check_eq "shown" "$(of_group adopt)" false
	plug eth0
	bound 10.0.0.1 eth0
}

# Home is where it returns, however full that is.
home()
{
	local n before

	for n in 1 2 3 4; do
		echo "addr add 10.0.0.$n/24 dev eth0"
	done | hbatch
	before=$(snapshot)
	pair adopt on
	check_same "no spreading of adopted ones" "$before" "$(snapshot)"
	unplug eth0
	bound 10.0.0.4 eth1
	plug eth0
	settled "$before"
}

tests_run
