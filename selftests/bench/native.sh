#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What a packet costs, in nanoseconds of this machine: User Mode Linux runs kernel code at its speed, with its caches. All
# devices stand at once and take turns, so that what else the machine does meets each of them alike; the least counts.
#
#   pktgen --> (stamp: the frame gets a flow hash) --> trunk | bond | team | floor --> dummies
#
# bench: mode=uml kernels=6.12 timeout=900
. "$(dirname "$0")/bench_lib.sh"

COUNT=${COUNT:-50000}
ROUNDS=${ROUNDS:-${FULL:+50}}
ROUNDS=${ROUNDS:-10}		# of which one takes 7 s: pktgen sleeps before each run

add()	# DEVICE MODE PORTS
{
	local i=${#rows[@]}

	device_add "$1" "$2" "$3" "dev$i" || { echo "# $1 $2: not to be had"; bad=1; return; }
	devs+=("dev$i")
	rows+=("\"measure\":\"transmit\",\"device\":\"$1\",\"mode\":\"$2\",\"ports\":$3")
	# Of the peers, those that may use it.
	[[ $1 =~ ^(dummy|floor|trunk)$ || $2 == *3+4 ]] || return
	ip link add "stamp$i" type floor_hash && ip link set "dev$i" master "stamp$i" && ip link set "stamp$i" up || bad=1
	devs+=("stamp$i")
	rows+=("\"measure\":\"hashed\",\"device\":\"$1\",\"mode\":\"$2\",\"ports\":$3")
}

require_command hactl teamnl teamd
load_modules pktgen dummy bonding team trunk
devs=() rows=()
for device in ${DEVICES:-dummy floor_direct floor trunk bond team}; do
	while read -r mode; do
		[ "$mode" != - ] && n=2 || n=1
		add "$device" "$mode" "$n"
	done < <(modes "$device")
done

declare -A ns=()
for ((round = 0; round <= ROUNDS; round++)); do
	[ $((round % 10)) -ne 0 ] || echo "# round $round of $ROUNDS"
	for dev in "${devs[@]}"; do
		packet_ns "$dev" "$COUNT" || exit 1
		# The first one fills the caches.
		[ "$round" -eq 0 ] || ns[$dev]+=" $NS"
	done
done
for i in "${!devs[@]}"; do
	# shellcheck disable=SC2086 # a list
	echo "{${rows[$i]},\"ns\":$(numbers ${ns[${devs[$i]}]})}"
done
exit $bad
