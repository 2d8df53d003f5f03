#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# vm: mode=virtual timeout=600
#
# The main job, shown: two hosts, two switches, every link of both hosts cut
# and restored in turn, once by carrier and once by admin down, under a TCP
# transfer and a numbered UDP stream of 1000 frames a second in each direction.
#
#   host a                                            host b
#   +------------+                                    +------------+
#   |       eth1 +------- switch 1 ----------+--------+ eth1       |
#   | trunk0     |           | (inter-switch)|        |     trunk0 |
#   |       eth2 +------- switch 2 ----------+--------+ eth2       |
#   +------------+                                    +------------+
#
# Three runs on the same wiring: eth1 and eth2 are the ports of a trunk, then
# of an in-kernel bond (the same mode, miimon 100), then the interfaces of an
# ipmp group, whose addresses and routes move. It ends non-zero when a transfer
# broke, or when the addresses, routes or nexthops of the ipmp run are not
# what they were before. RUNS="trunk bond" does some of them only.

. "$(dirname "$0")/../lib.sh"

STREAM=$(dirname "$0")/../tools/stream
TIMELINE=$(dirname "$0")/../tools/timeline
STEP_MS=340		# between a cut and its repair, and the next cut
SETTLE_MS=400		# before the first cut, after the last repair
LINKS="a1 a2 b1 b2"	# host and port: a1 is eth1 of host a
CUTS="carrier admin"
RECORD=$(mktemp -d)
defer rm -rf "$RECORD"

say()
{
	echo
	echo "# $*"
}

# Show a command as typed, then what it answers.
show()
{
	echo
	echo "\$ $*"
	"$@"
}

pause()
{
	sleep "$(printf '%d.%03d' $(($1 / 1000)) $(($1 % 1000)))"
}

host_of()
{
	[ "${1:0:1}" = a ] && echo "$host_a" || echo "$host_b"
}

# Two switches joined by a link, and both hosts' eth1 and eth2 on them.
wire()
{
	local n host

	setup_ns host_a host_b switch
	for n in 1 2; do
		ip -n "$switch" link add "sw$n" type bridge
		ip -n "$switch" link set "sw$n" up
	done
	ip -n "$switch" link add isl1 type veth peer name isl2
	for n in 1 2; do
		ip -n "$switch" link set "isl$n" master "sw$n" up
		for host in a b; do
			ip -n "$switch" link add "$host$n" type veth \
				peer name "eth$n" netns "$(host_of "$host")"
			ip -n "$switch" link set "$host$n" master "sw$n" up
		done
	done
}

use_trunk()
{
	local host=$1 address=$2

	hactl -n "$host" trunk add trunk0 mode active-backup
	hactl -n "$host" port add eth1 trunk trunk0
	hactl -n "$host" port add eth2 trunk trunk0
	ip -n "$host" addr add "$address" dev trunk0
	ip -n "$host" link set trunk0 up
}

use_bond()
{
	local host=$1 address=$2

	ip -n "$host" link add bond0 type bond mode active-backup miimon 100
	ip -n "$host" link set eth1 master bond0
	ip -n "$host" link set eth2 master bond0
	ip -n "$host" addr add "$address" dev bond0
	ip -n "$host" link set bond0 up
}

# Two data addresses, one at home on each interface, and a test address each.
use_ipmp()
{
	local host=$1 net=$2 n

	for n in 1 2; do
		ip -n "$host" link set "eth$n" up
	done
	hactl -n "$host" ipmp add data0
	for n in 1 2; do
		hactl -n "$host" interface add "eth$n" group data0 \
			test-address "10.0.0.$net$n"
	done
	hactl -n "$host" address add "10.0.0.$net/24" group data0 interface eth1
	hactl -n "$host" address add "10.0.0.10$net/24" group data0 interface eth2
	hactl -n "$host" address add "fd00::$net/64" group data0 interface eth1
	busywait 5000 addresses_are_up "$host"
}

addresses_are_up()
{
	hactl -n "$1" -j address show |
		jq -e '.address | length == 3 and all(.[]; .state == "up")' > /dev/null
}

reachable()
{
	ip netns exec "$host_a" ping -q -c 1 -W 1 "$1" > /dev/null
}

# cut LINK KIND; repair LINK KIND: each an event of the record
cut()
{
	local link=$1 kind=$2

	event "$link $kind down"
	echo "$now $link $kind" >> "$RECORD/links"
	if [ "$kind" = carrier ]; then
		ip -n "$switch" link set "$link" down
	else
		ip -n "$(host_of "$link")" link set "eth${link:1}" down
	fi
}

repair()
{
	local link=$1 kind=$2

	event "$link $kind up"
	if [ "$kind" = carrier ]; then
		ip -n "$switch" link set "$link" up
	else
		ip -n "$(host_of "$link")" link set "eth${link:1}" up
	fi
	echo "$now $link up" >> "$RECORD/links"
}

event()
{
	now=$("$STREAM" now)
	echo "$now $*" >> "$RECORD/events"
}

cut_each_link()
{
	local link kind

	event "start"
	for link in $LINKS; do
		echo "$now $link up" >> "$RECORD/links"
	done
	pause "$SETTLE_MS"
	for kind in $CUTS; do
		for link in $LINKS; do
			cut "$link" "$kind"
			[ "$link $kind" = "$1" ] && "$2"
			pause "$STEP_MS"
			repair "$link" "$kind"
			pause "$STEP_MS"
		done
	done
	pause "$SETTLE_MS"
	event "end"
}

# udp NAME FROM SOURCE TO ADDRESS PORT
udp()
{
	echo "$1" >> "$RECORD/flows"
	ip netns exec "$4" "$STREAM" recv "$5" "$6" "$RECORD/$1.received" &
	streams="$streams $!"
	busywait 2000 listening "$4" "-uln" "$6"
	ip netns exec "$2" "$STREAM" send "$5" "$6" "$3" 1000 "$DURATION_MS" \
		"$RECORD/$1.sent" &
	streams="$streams $!"
}

listening()
{
	ip netns exec "$1" ss "$2" | grep -q ":$3 "
}

# tcp FROM SOURCE TO ADDRESS PORT: both ends take a checksum of the bytes.
tcp()
{
	(
		set -o pipefail
		ip netns exec "$3" "$STREAM" tcp-recv "$4" "$5" |
			sha256sum > "$RECORD/tcp.received"
	) &
	streams="$streams $!"
	busywait 2000 listening "$3" "-tln" "$5"
	(
		set -o pipefail
		ip netns exec "$1" "$STREAM" tcp-send "$4" "$5" "$2" 500 "$DURATION_MS" |
			tee >(wc -c > "$RECORD/tcp.bytes") |
			sha256sum > "$RECORD/tcp.sent"
	) &
	streams="$streams $!"
}

# run NAME ADDRESS_A ADDRESS_B TCP_TARGET [CUT COMMAND]: COMMAND runs after CUT, "LINK KIND"
run()
{
	local name=$1 a=$2 b=$3 target=$4 during=${5-} shown=${6-:} pid ok=true

	rm -f "$RECORD"/*
	streams=
	DURATION_MS=$((2 * SETTLE_MS + 8 * 2 * (STEP_MS + 100)))
	busywait 5000 reachable "$b"
	udp "a->b" "$host_a" "$a" "$host_b" "$b" 7000
	udp "b->a" "$host_b" "$b" "$host_a" "$a" 7001
	tcp "$host_a" "$a" "$host_b" "$target" 7002
	cut_each_link "$during" "$shown"
	for pid in $streams; do
		wait "$pid" || ok=false
	done
	"$TIMELINE" draw "$RECORD"
	if ! cmp -s "$RECORD/tcp.sent" "$RECORD/tcp.received"; then
		ok=false
	fi
	"$TIMELINE" totals "$RECORD" |
		jq -c --arg name "$name" --argjson tcp "$ok" \
			--argjson bytes "$(cat "$RECORD/tcp.bytes")" \
			'. + {name: $name, tcp: $tcp, bytes: $bytes}' >> "$results"
}

# What must be the same after a round trip of addresses, routes and nexthops.
snapshot()
{
	local host

	for host in "$host_a" "$host_b"; do
		ip -n "$host" -o addr show scope global
		ip -n "$host" route show table all | sort
		ip -n "$host" -6 route show table all | sort
		ip -n "$host" nexthop show
	done
}

same_as_before()
{
	snapshot > "$1.after"
	cmp -s "$1.before" "$1.after"
}

trunk_during()
{
	show hactl -n "$host_a" trunk show
}

ipmp_during()
{
	show hactl -n "$host_a" ipmp show
}

demo_trunk()
{
	say "a trunk in active-backup over eth1 and eth2, on both hosts"
	wire
	use_trunk "$host_a" 10.0.0.1/24
	use_trunk "$host_b" 10.0.0.2/24
	show hactl -n "$host_a" trunk show
	run "trunk (active-backup)" 10.0.0.1 10.0.0.2 10.0.0.2 \
		"a1 carrier" trunk_during
	show hactl -n "$host_a" -s port show
}

demo_bond()
{
	say "the same with the in-kernel bond in active-backup, miimon 100"
	wire
	use_bond "$host_a" 10.0.0.1/24
	use_bond "$host_b" 10.0.0.2/24
	run "bond (active-backup, miimon 100)" 10.0.0.1 10.0.0.2 10.0.0.2
}

demo_ipmp()
{
	local sets

	say "an ipmp group of eth1 and eth2, on both hosts; TCP goes through a gateway route"
	sets=$(mktemp -d)
	defer rm -rf "$sets"
	wire
	use_ipmp "$host_a" 1
	use_ipmp "$host_b" 2
	ip -n "$host_b" addr add 10.9.9.9/32 dev lo
	ip -n "$host_b" link set lo up
	ip -n "$host_a" nexthop add id 7 via 10.0.0.2 dev eth1
	ip -n "$host_a" route add 10.9.9.0/24 nhid 7
	ip -n "$host_a" route add default via 10.0.0.2 dev eth1 src 10.0.0.1
	ip -n "$host_a" -6 route add default via fd00::2 dev eth1
	show hactl -n "$host_a" ipmp show
	snapshot > "$sets/demo.before"
	run "ipmp (two interfaces)" 10.0.0.1 10.0.0.2 10.9.9.9 \
		"a1 carrier" ipmp_during
	show hactl -n "$host_a" ipmp show
	busywait 10000 same_as_before "$sets/demo"
	echo
	echo "\$ diff addresses, routes and nexthops before and after:"
	if diff -u "$sets/demo.before" "$sets/demo.after"; then
		echo "(the same)"
	else
		echo "addresses, routes or nexthops changed"
		failed=1
	fi
}

summary()
{
	say "in one boot of $(uname -r): 8 cuts and 8 repairs each"
	echo "# A carrier is cut by taking the far end of the wire down. The kernel drops frames there for some milliseconds (an RCU"
	echo "# grace period) before the near end loses its carrier: those were on the dead link already, whoever sent them."
	jq -r -s '
		def pad(n): tostring | (" " * (n - length)) + .;
		("\("run" + " " * 31)  frames sent    lost  longest gap ms  failover ms  TCP bytes  TCP checksum"),
		(.[] | (.name + " " * (34 - (.name | length))) +
			(.sent | pad(13)) + (.lost | pad(8)) +
			(.longest_gap_ms | pad(16)) + (.failover_ms | pad(13)) + (.bytes | pad(11)) +
			(if .tcp then "  equal" else "  BROKEN" end))
	' "$results"
	jq -e -s 'all(.[]; .tcp)' "$results" > /dev/null || failed=1
}

require_command hactl jq ss
for module in trunk bonding ipmp; do
	require_module "$module"
done
results=$(mktemp)
defer rm -f "$results"
failed=0
for run in ${RUNS:-trunk bond ipmp}; do
	keep=${#DEFERRED[@]}
	"demo_$run"
	defer_run "$keep"
done
summary
exit $failed
