#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The kernel tells of a lost carrier at most once a second for a plain device:
# the second loss within it is told up to a second late. Looking at the
# carrier every miimon ms finds it at once.
#
#   host
#   +----------------------+
#   |  a0 (dummy, 10.0.0.1)|
#   |  a1 (dummy)          |
#   +----------------------+
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="trap_exists second_loss_found slower_poll event_without_poll link_shown"

setup()
{
	hbatch <<-BATCH || return
		link add a0 type dummy
		link add a1 type dummy
		link set a0 up
		link set a1 up
		addr add 10.0.0.1/24 dev a0
	BATCH
	defer ip -n "$host" link del a0
	defer ip -n "$host" link del a1
}

# Lose, regain and lose the carrier of a0 within 100 ms; late is how many ms
# after the second loss its address was moved (from the kernel's clock).
second_loss()
{
	local seen at

	tmp seen
	group data0 adopt on updelay 0 miimon "$1"
	members data0 a0 a1
	wait_eq "adopted" 3000 1 address_count
	events "$seen"
	sleep 2		# for linkwatch to owe nothing
	# shellcheck disable=SC2016
	at=$(in_ns "$host" bash -c '
		cd /sys/class/net/a0 || exit
		echo 0 >carrier
		sleep 0.03
		echo 1 >carrier
		sleep 0.02
		echo $EPOCHREALTIME
		echo 0 >carrier')
	late=$(busywait 5000 moved_after "$at" "$seen")
}

moved_after()
{
	jq -es --argjson at "$1" '
		map(select(.event == "address-move" and .interface == "a1") |
			(.time[0:19] + "Z" | fromdate) + ("0" + .time[19:26] | tonumber) - $at) |
		map(select(. >= 0)) | .[0] // empty | . * 1000 | floor' "$2"
}

trap_exists()
{
	local late

	# Whether the kernel owes a second depends on what it told before.
	for _ in 1 2 3; do
		second_loss 10000
		[ "${late:-0}" -lt 300 ] || break
		h link set a0 carrier on
		ha ipmp del data0
	done
	check_range "found by the event alone, ms" "$late" 300 1100
}

second_loss_found()
{
	local late

	second_loss 10
	check_range "found by looking, ms" "$late" 0 30
	bound 10.0.0.1 a1
}

slower_poll()
{
	local late

	second_loss 100
	check_range "found by looking each 100 ms" "$late" 0 130
}

# The first loss is told at once, so that no poll is waited for.
event_without_poll()
{
	local seen at

	tmp seen
	group data0 adopt on miimon 10000
	members data0 a0 a1
	wait_eq "adopted" 3000 1 address_count
	events "$seen"
	sleep 2
	# shellcheck disable=SC2016
	at=$(in_ns "$host" bash -c 'echo $EPOCHREALTIME; echo 0 >/sys/class/net/a0/carrier')
	check_range "found by the event, ms" "$(busywait 5000 moved_after "$at" "$seen")" 0 50
}

link_shown()
{
	group data0 adopt on
	members data0 a0 a1
	h link set a0 carrier off
	wait_eq "a0" 3000 "down failed carrier false" a0_state
	h link set a0 carrier on
	wait_eq "a0" 3000 "up ok none true" a0_state
	h link set a0 down
	wait_eq "a0" 3000 "down failed admin-down false" a0_state
	h link set a0 up
	wait_eq "a0" 3000 "up ok none true" a0_state
	check_eq "failures" "$(of_interface a0 failures)" 2
}

a0_state()
{
	of_interface a0 link state reason active
}

tests_run
