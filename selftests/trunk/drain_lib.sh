# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2154 # setup_ns sets host and peer
#
# What the test and the benchmark of planned removal share: a flood each way, and a switch that aggregates by hand.

. "$(dirname "${BASH_SOURCE[0]}")/lacp_lib.sh"

declare -A FLOOD_SENT FLOOD_LOST

# A receiver that does not get the one CPU for some time shall lose nothing.
flood_prepare()
{
	local old

	old=$(</proc/sys/net/core/rmem_default)
	echo 8000000 >/proc/sys/net/core/rmem_default
	defer sh -c "echo $old >/proc/sys/net/core/rmem_default"
}

# flood_start MS [in|out]...: 10,000 frames a second each way, or these, for so long, until flood_end
flood_start()
{
	local way ms=$1 before=()

	shift
	WAYS=${*:-in out} STREAMS=()
	FLOOD=$(mktemp -d)
	defer rm -rf "$FLOOD"
	for way in $WAYS; do
		ends "$way"
		in_ns "$TO" "$TOOLS/stream" recv "$TO_ADDRESS" 7000 "$FLOOD/$way.received" &
		STREAMS+=($!)
		wait_eq "receiver" 5000 1 udp_listeners "$TO" 7000
		before+=("$(datagrams "$TO")")
	done
	for way in $WAYS; do
		ends "$way"
		in_ns "$FROM" "$TOOLS/stream" send "$TO_ADDRESS" 7000 "$FROM_ADDRESS" "${FLOOD_US:-100}" "$ms" "$FLOOD/$way.sent" &
		STREAMS+=($!)
	done
	FLOOD_END=$(($(now_ms) + ms))
	for way in $WAYS; do
		ends "$way"
		busywait 5000 more_datagrams "$TO" "$((before[0] + 100))" >/dev/null || fail "$way: no flood"
		before=("${before[@]:1}")
	done
}

# shellcheck disable=SC2016 # awk's own
datagrams() { in_ns "$1" awk '/^Udp:/ && NR > 1 { n = $2 } END { print n }' /proc/net/snmp; }

more_datagrams() { [ "$(datagrams "$1")" -ge "$2" ]; }

ends()	# in|out
{
	if [ "$1" = in ]; then
		FROM=$peer FROM_ADDRESS=10.0.0.2 TO=$host TO_ADDRESS=10.0.0.1
	else
		FROM=$host FROM_ADDRESS=10.0.0.1 TO=$peer TO_ADDRESS=10.0.0.2
	fi
}

# flood_wait: frames FLOOD_SENT[in], FLOOD_LOST[in], ...
flood_wait()
{
	local way json

	wait "${STREAMS[@]}"
	for way in $WAYS; do
		json=$("$TOOLS/stream" loss "$FLOOD/$way.sent" "$FLOOD/$way.received")
		[[ $json =~ \"sent\":([0-9]+).*\"lost\":([0-9]+) ]] || fail "stream: $json"
		FLOOD_SENT[$way]=${BASH_REMATCH[1]} FLOOD_LOST[$way]=${BASH_REMATCH[2]}
	done
}

# flood_end: none was lost, either way, and the flood was still on when it had to be
flood_end()
{
	local way

	check_range "rest of the flood (ms)" "$((FLOOD_END - $(now_ms)))" 1 60000
	flood_wait
	for way in $WAYS; do
		check_range "$way: sent" "${FLOOD_SENT[$way]}" 2000 1000000
		check_eq "$way: lost" "${FLOOD_LOST[$way]}" 0
	done
}

# A switch whose ports aggregate by hand has to be told by hand: here it is a bond in balance-rr, which sends by all.
setup_static()	# OPTION VALUE...
{
	setup_hosts 3 none || return
	ip -n "$peer" link add sw0 address 02:00:00:00:00:02 type bond mode balance-rr miimon 20
	for port in p0 p1 p2; do
		ip -n "$peer" link set "$port" down
		ip -n "$peer" link set "$port" master sw0
	done
	ip -n "$peer" addr add 10.0.0.2/24 dev sw0
	ip -n "$peer" link set sw0 up
	trunk_add "$host" trunk0 "$@"
	port_add "$host" trunk0 eth0 eth1 eth2
	ip -n "$host" addr add 10.0.0.1/24 dev trunk0
	ip -n "$host" link set trunk0 up
	busywait 5000 reachable "$host" 10.0.0.2 >/dev/null || fail "no answer from the peer"
}
