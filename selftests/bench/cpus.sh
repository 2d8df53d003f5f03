#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What two CPUs send by one device, beside what one sends: a lock or a line of cache that they share shows. All devices
# take turns, one thread and two; the best of each counts.
#
#   pktgen on CPU 0 --+
#                     +--> trunk | bond | team | floor --> dummies
#   pktgen on CPU 1 --+
#
# bench: mode=smp kernels=6.12 timeout=900
# try: COUNT=100 ROUNDS=1
. "$(dirname "$0")/bench_lib.sh"

COUNT=${COUNT:-5000}
ROUNDS=${ROUNDS:-${FULL:+50}}
ROUNDS=${ROUNDS:-8}

# rate DEV THREADS: frames a second of all threads, in PPS
rate()
{
	local i US

	PPS=0
	pktgen_clear || return
	for ((i = 0; i < $2; i++)); do
		pktgen_add "$i" "$1@$i" "$COUNT" || return
	done
	pg pgctrl start || return
	for ((i = 0; i < $2; i++)); do
		pktgen_us "$1@$i" || return
		PPS=$((PPS + COUNT * 1000000 / US))
	done
}

require_command hactl teamnl teamd
load_modules pktgen dummy bonding team trunk
rows=() names=()
for device in ${DEVICES:-dummy floor trunk bond team}; do
	while read -r mode; do
		[ "$mode" != - ] && n=2 || n=1
		device_add "$device" "$mode" "$n" "dev${#rows[@]}" || { echo "# $device $mode: not to be had"; bad=1; continue; }
		rows+=("\"device\":\"$device\",\"mode\":\"$mode\",\"ports\":$n")
	done < <(modes "$device")
done

declare -A pps=()
for ((round = 0; round <= ROUNDS; round++)); do
	[ $((round % 5)) -ne 0 ] || echo "# round $round of $ROUNDS"
	for i in "${!rows[@]}"; do
		for threads in 1 2; do
			rate "dev$i" "$threads" || exit 1
			[ "$round" -eq 0 ] || pps[$i-$threads]+=" $PPS"
		done
	done
done
for i in "${!rows[@]}"; do
	# shellcheck disable=SC2086 # lists
	echo "{\"measure\":\"cpus\",${rows[$i]},\"one\":$(numbers ${pps[$i-1]}),\"two\":$(numbers ${pps[$i-2]})}"
done
exit $bad
