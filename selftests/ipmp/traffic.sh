#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What people come for: connections live. A TCP transfer and a numbered UDP
# stream of 1000 datagrams a second run in both directions while links fail
# and are repaired. A lost carrier costs what was in flight and one
# retransmission; a repair, with both links alive, costs nothing.
#
# vm: mode=virtual timeout=240
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="udp_carrier udp_admin_down udp_repair tcp_carrier tcp_admin_down tcp_nexthop udp6_carrier tcp6_carrier"

stream=$(cd "$(dirname "$0")/../tools" && pwd)/stream
[ -x "$stream" ] || make -s -C "$(dirname "$stream")" stream >/dev/null 2>&1
[ -x "$stream" ] || skip_all "cannot build selftests/tools/stream"

base()
{
	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0
		addr add fd00::1/64 dev eth0
		nexthop add id 7 via 10.0.0.254 dev eth0
		route add 10.9.9.0/24 nhid 7
		route add fd09::/64 via fd00::254 dev eth0
	BATCH
	group data0 adopt on
	ha interface add eth0 group data0 test-address 10.0.0.101
	ha interface add eth1 group data0 test-address 10.0.0.102
	reached 10.0.0.1
	reached fd00::1
}

listens()
{
	in_ns "$1" ss -Hln "$2" | grep -q ":$3 "
}

# udp FROM SOURCE TO ADDR PORT: a stream of 600 ms, in the background
udp()
{
	in_ns "$3" "$stream" recv "$4" "$5" "$logs/$5.got" &
	streams+=" $!"
	busywait 5000 listens "$3" -u "$5"
	in_ns "$1" "$stream" send "$4" "$5" "$2" 1000 600 "$logs/$5.sent" &
	streams+=" $!"
	busywait 5000 test -s "$logs/$5.got"
}

# over_udp COMMAND... : lost datagrams and longest gap (us) of each direction
over_udp()
{
	local logs streams=

	tmp logs
	rm "$logs"
	mkdir "$logs"
	udp "$host" "$here" "$peer" "$there" 7001
	udp "$peer" "$there" "$host" "$here" 7002
	"$@"
	# shellcheck disable=SC2086
	wait $streams
	out=$("$stream" loss "$logs/7001.sent" "$logs/7001.got")
	in=$("$stream" loss "$logs/7002.sent" "$logs/7002.got")
	rm -r "$logs"
	ktap_diag "out: $out"
	ktap_diag "in:  $in"
	check_eq "sent, duplicates" "$(values "$out" sent duplicates)" "600 0"
	check_eq "sent, duplicates" "$(values "$in" sent duplicates)" "600 0"
}

lost() { values "$1" lost; }

here=10.0.0.1
there=10.0.0.254

udp_carrier()
{
	local in out

	base
	over_udp unplug eth0
	check_range "lost, to the host" "$(lost "$in")" 0 50
	check_range "lost, from the host" "$(lost "$out")" 0 50
}

udp_admin_down()
{
	local in out

	base
	over_udp h link set eth0 down
	check_range "lost, to the host" "$(lost "$in")" 0 50
	check_range "lost, from the host" "$(lost "$out")" 0 50
}

udp_repair()
{
	local in out

	base
	unplug eth0
	bound 10.0.0.1 eth1
	over_udp plug eth0
	bound 10.0.0.1 eth0
	check_eq "lost, to the host" "$(lost "$in")" 0
	check_eq "lost, from the host" "$(lost "$out")" 0
}

udp6_carrier()
{
	local in out here=fd00::1 there=fd00::254

	base
	over_udp unplug eth0
	check_range "lost, to the host" "$(lost "$in")" 0 50
	check_range "lost, from the host" "$(lost "$out")" 0 50
}

# over_tcp TARGET COMMAND...: what the host sends arrives, all of it, in time
over_tcp()
{
	local target=$1 sum began took receiver

	shift
	tmp sum
	(set -o pipefail; in_ns "$peer" "$stream" tcp-recv "$target" 7003 | md5sum >"$sum") &
	receiver=$!
	busywait 5000 listens "$peer" -t 7003
	began=$(now_ms)
	(
		set -o pipefail
		in_ns "$host" "$stream" tcp-send "$target" 7003 "$here" 200 700 | md5sum >"$sum.err"
	) &
	busywait 5000 connected
	"$@"
	wait $! || fail "the sender lost its connection"
	wait "$receiver" || fail "the receiver lost its connection"
	took=$(($(now_ms) - began))
	check_eq "checksum" "$(cat "$sum")" "$(cat "$sum.err")"
	ktap_diag "700 ms of data took $took ms"
	# one retransmission timeout (200 ms and a doubling) is what a loss costs
	check_range "ms" "$took" 600 1700
}

connected()
{
	in_ns "$host" ss -Htn state established dport = :7003 | grep -q .
}

tcp_carrier()
{
	base
	over_tcp 10.0.0.254 unplug eth0
	check_eq "address" "$(where 10.0.0.1)" eth1
}

tcp_admin_down()
{
	base
	over_tcp 10.0.0.254 h link set eth0 down
	check_match "address" "$(where 10.0.0.1)" eth1
}

tcp_nexthop()
{
	base
	over_tcp 10.9.9.9 unplug eth0
	check_match "nexthop" "$(h nexthop show id 7)" "dev eth1"
}

tcp6_carrier()
{
	local here=fd00::1

	base
	over_tcp fd09::9 unplug eth0
	check_eq "address" "$(where fd00::1)" eth1
}

tests_run
