#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# An interface without any IPv4 address drops all that still arrives for an
# address that moved (rp_filter 1 or 2): a planned move would cost a
# retransmission. A test address keeps it alive; it is a /32, so that a data
# address never becomes its secondary, and nothing is ever sent from it.
#
# vm: mode=virtual timeout=180
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="held_as_host_address changed_and_removed never_moves never_a_source restored_after_down
	data_address_is_primary planned_move_loses_nothing planned_move_without_test_address"

two_test_addresses()
{
	group data0 adopt on
	ha interface add eth0 group data0 test-address 10.0.0.101
	ha interface add eth1 group data0 test-address 10.0.0.102
}

held_as_host_address()
{
	local before

	before=$(snapshot)
	group data0
	ha interface add eth0 group data0 test-address 10.0.0.101
	ha interface add eth1 group data0 test-address fd00::102
	wait_eq "IPv4" 3000 eth0 where 10.0.0.101
	wait_eq "IPv6" 3000 eth1 where fd00::102
	check_match "IPv4" "$(h -o addr show to 10.0.0.101)" "inet 10.0.0.101/32 scope"
	check_match "IPv6" "$(h -o addr show to fd00::102)" "inet6 fd00::102/128 scope"
	check_eq "shown" "$(told test_address interface show)" "10.0.0.101,fd00::102"
	check_eq "data addresses" "$(address_count)" 0
	ha interface del eth0
	wait_eq "IPv4 after it left" 3000 "" where 10.0.0.101
	ha ipmp del data0
	settled "$before"
}

changed_and_removed()
{
	group data0
	ha interface add eth0 group data0 test-address 10.0.0.101
	wait_eq "first" 3000 eth0 where 10.0.0.101
	ha interface set eth0 test-address 10.0.0.103
	wait_eq "old" 3000 "" where 10.0.0.101
	wait_eq "new" 3000 eth0 where 10.0.0.103
}

never_moves()
{
	h addr add 10.0.0.1/24 dev eth0
	two_test_addresses
	check_eq "adopted" "$(of_addresses address)" 10.0.0.1/24
	unplug eth0
	bound 10.0.0.1 eth1
	check_eq "test address of eth0" "$(where 10.0.0.101)" eth0
	plug eth0
	bound 10.0.0.1 eth0
	check_eq "test address of eth0" "$(where 10.0.0.101)" eth0
	check_eq "test address of eth1" "$(where 10.0.0.102)" eth1
}

never_a_source()
{
	group data0 adopt on
	ha interface add eth0 group data0 test-address 10.0.0.101
	ha interface add eth1 group data0 test-address 10.0.0.102
	ha address add 10.0.0.1/24 group data0 interface eth0
	h route add default via 10.0.0.254
	check_match "on link" "$(h route get 10.0.0.254)" "src 10.0.0.1 "
	check_match "off link" "$(h route get 10.9.9.9)" "src 10.0.0.1 "
	unplug eth0
	bound 10.0.0.1 eth1
	check_match "on link, moved" "$(h route get 10.0.0.254)" "dev eth1 src 10.0.0.1 "
	check_match "off link, moved" "$(h route get 10.9.9.9)" "dev eth1 src 10.0.0.1 "
}

restored_after_down()
{
	local before

	h addr add 10.0.0.1/24 dev eth0
	group data0 adopt on
	ha interface add eth0 group data0 test-address fd00::101
	ha interface add eth1 group data0 test-address fd00::102
	wait_eq "test address" 3000 eth0 where fd00::101
	before=$(snapshot)
	h link set eth0 down
	held 10.0.0.1 eth1
	h link set eth0 up
	settled "$before"
}

data_address_is_primary()
{
	h addr add 10.0.0.1/24 dev eth0
	h route add default via 10.0.0.254
	two_test_addresses
	unplug eth0
	bound 10.0.0.1 eth1
	[[ $(h -o addr show to 10.0.0.1) != *secondary* ]] || fail "it is a secondary"
	check_match "prefix route" "$(h route show 10.0.0.0/24)" "dev eth1 proto kernel scope link src 10.0.0.1"
	reach 10.9.9.9 10.0.0.1
}

# A datagram each ms from the peer while the address returns to a repaired
# interface: both links carry, so none of them may be lost.
stream_over_failback()
{
	local sent got loss

	command -v "$stream" >/dev/null || { skip "no selftests/tools/stream"; return; }
	tmp sent
	tmp got
	reached 10.0.0.1
	unplug eth0
	bound 10.0.0.1 eth1
	reached 10.0.0.1
	in_ns "$host" "$stream" recv 10.0.0.1 7000 "$got" &
	busywait 5000 listens 7000
	in_ns "$peer" "$stream" send 10.0.0.1 7000 10.0.0.254 1000 600 "$sent" &
	busywait 5000 test -s "$got"
	plug eth0
	bound 10.0.0.1 eth0
	wait -n
	wait
	loss=$("$stream" loss "$sent" "$got")
	ktap_diag "$loss"
	check_eq "datagrams lost" "$(values "$loss" lost)" 0
	check_eq "datagrams sent" "$(values "$loss" sent)" 600
}

stream=$(dirname "$0")/../tools/stream

listens()
{
	in_ns "$host" ss -Huln | grep -q ":$1 "
}

planned_move_loses_nothing()
{
	h addr add 10.0.0.1/24 dev eth0
	two_test_addresses
	stream_over_failback
}

# The announcement comes before the address leaves: nothing arrives any more
# where nothing would be accepted.
planned_move_without_test_address()
{
	h addr add 10.0.0.1/24 dev eth0
	pair adopt on
	stream_over_failback
}

tests_run
