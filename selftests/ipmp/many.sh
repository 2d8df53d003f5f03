#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# How long a move takes: from the loss as seen by the kernel until the last of
# 16 addresses is bound, its routes moved and its first announcement sent.
# Virtual time: one instruction is one nanosecond, so the figure is the same
# on any machine.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="sixteen_ipv4 sixteen_ipv6 with_routes two_hundred"

# figures FILE: moves told to eth1, and the longest, in us
figures()
{
	jq -rs 'map(select(.event == "address-move" and .interface == "eth1") | .elapsed) |
		"\(length) \((max // 0) / 1000 | floor)"' "$1"
}

moved_count()
{
	[ "$(grep -c '"address-move"' "$1")" -ge "$2" ]
}

# lose COUNT LIMIT_US
lose()
{
	local seen moves us

	tmp seen
	pair adopt on
	wait_eq "adopted" 5000 "$1" address_count
	events "$seen"
	unplug eth0
	busywait 10000 moved_count "$seen" "$1"
	read -r moves us < <(figures "$seen")
	check_eq "moves" "$moves" "$1"
	ktap_diag "$1 addresses moved and announced in $us us"
	if [ "${HANET_MODE:-virtual}" = virtual ]; then
		check_range "us" "$us" 1 "$2"
	fi
}

addresses()	# COUNT FORMAT
{
	local n

	for ((n = 1; n <= $1; n++)); do
		# shellcheck disable=SC2059
		printf "addr add $2 dev eth0\n" "$n"
	done | hbatch
}

sixteen_ipv4()
{
	addresses 16 10.0.0.%d/24
	lose 16 10000
}

sixteen_ipv6()
{
	addresses 16 fd00::%x/64
	lose 16 10000
}

with_routes()
{
	local n

	addresses 16 10.0.0.%d/24
	for ((n = 1; n <= 32; n++)); do
		echo "route add 10.8.$n.0/24 via 10.0.0.254 dev eth0"
	done | hbatch
	lose 16 10000
	check_eq "routes moved" "$(h route show via 10.0.0.254 dev eth1 | wc -l)" 32
}

# No bound on the number; every one arrives, and back.
two_hundred()
{
	local before

	addresses 200 10.0.0.%d/24
	before=$(snapshot)
	lose 200 200000
	plug eth0
	settled "$before"
}

tests_run
