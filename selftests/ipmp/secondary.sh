#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Several addresses of one prefix on eth0: one primary, the rest secondary.
# Deleting the primary deletes all its secondaries (promote_secondaries=0) or
# promotes one of them (=1). They must arrive complete and in their order,
# and come back so.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="trap_exists promote_0 promote_1 two_prefixes foreign_primary foreign_without_route ipv6_order"

promote()
{
	in_ns "$host" sysctl -qw "net.ipv4.conf.all.promote_secondaries=$1" \
		"net.ipv4.conf.eth0.promote_secondaries=$1" "net.ipv4.conf.eth1.promote_secondaries=$1"
}

three_addresses()
{
	hbatch <<-BATCH
		addr add 10.0.0.3/24 dev eth0
		addr add 10.0.0.1/24 dev eth0
		addr add 10.0.0.2/24 dev eth0
	BATCH
}

# inet_list DEV: its IPv4 addresses in order, a "+" on each secondary
inet_list()
{
	local address rest list=

	while read -r _ _ _ address rest; do
		[[ $rest == *secondary* ]] && address+=+
		list+=" $address"
	done < <(h -4 -o addr show dev "$1")
	echo "${list# }"
}

# Without a watcher that knows the trap: the reason for this test.
trap_exists()
{
	promote 0
	three_addresses
	h addr del 10.0.0.3/24 dev eth0
	check_eq "secondaries left by the kernel" "$(inet_list eth0)" ""
}

round_trip()
{
	local before list="10.0.0.3/24 10.0.0.1/24+ 10.0.0.2/24+"

	promote "$1"
	three_addresses
	check_eq "on eth0 before" "$(inet_list eth0)" "$list"
	h route add default via 10.0.0.254
	before=$(snapshot)
	pair adopt on
	unplug eth0
	wait_eq "on eth1" 3000 "$list" inet_list eth1
	wait_eq "left on eth0" 3000 "" inet_list eth0
	reach 10.9.9.9 10.0.0.2
	plug eth0
	settled "$before"
	check_eq "on eth0 after" "$(inet_list eth0)" "$list"
}

promote_0()
{
	round_trip 0
}

promote_1()
{
	round_trip 1
}

two_prefixes()
{
	local before

	promote 0
	three_addresses
	hbatch <<-BATCH
		addr add 10.0.2.1/25 dev eth0
		addr add 10.0.2.2/25 dev eth0
		addr add 10.0.2.3/26 dev eth0
		addr add 10.0.0.4/24 dev eth0
	BATCH
	before=$(snapshot)
	pair adopt on
	unplug eth0
	wait_eq "secondaries on eth1" 3000 4 count_secondaries
	wait_eq "left on eth0" 3000 "" inet_list eth0
	plug eth0
	settled "$before"
}

count_secondaries()
{
	h -4 -o addr show dev eth1 secondary | wc -l
}

# A primary of the same prefix is on eth1 already, and not ours: the data
# address arrives as a secondary of it, and that one stays when ours goes.
foreign_primary()
{
	local before

	promote 0
	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0
		addr add 10.0.0.9/24 dev eth1
		route add default via 10.0.0.254 dev eth0
	BATCH
	before=$(snapshot)
	pair
	ha address add 10.0.0.1/24 group data0
	unplug eth0
	bound 10.0.0.1 eth1
	reach 10.9.9.9 10.0.0.1
	check_match "default route" "$(h route show default)" "dev eth1"
	plug eth0
	settled "$before"
}

# The same, but that primary keeps no prefix route: without one on eth1 the
# gateway would be unreachable and the default route lost.
foreign_without_route()
{
	local before

	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0
		addr add 10.0.0.9/24 dev eth1 noprefixroute
		route add default via 10.0.0.254 dev eth0
	BATCH
	before=$(snapshot)
	pair
	ha address add 10.0.0.1/24 group data0
	unplug eth0
	bound 10.0.0.1 eth1
	check_match "default route" "$(h route show default)" "dev eth1"
	reach 10.9.9.9 10.0.0.1
	plug eth0
	settled "$before"
}

ipv6_order()
{
	local before

	hbatch <<-BATCH
		addr add fd00::3/64 dev eth0
		addr add fd00::1/64 dev eth0
		addr add fd00:2::1/64 dev eth0
		addr add fd00::2/64 dev eth0
		route add default via fd00::254 dev eth0
	BATCH
	before=$(snapshot)
	pair adopt on
	unplug eth0
	bound fd00::3 eth1
	bound fd00::2 eth1
	bound fd00:2::1 eth1
	reach fd09::9 fd00::2
	plug eth0
	settled "$before"
}

tests_run
