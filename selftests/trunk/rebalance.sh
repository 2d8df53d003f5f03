#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Rebalancing by measured load: busy buckets move until the ports carry the same, and then no more.
#
#   +----------------------+
#   | host       +-- d0    |    dummies
#   |  trunk0 ---+-- d1    |
#   |            +-- ...   |
#   +----------------------+
#
# vm: mode=virtual timeout=180
. "$(dirname "$0")/flows_lib.sh"
require_command jq

ALL_TESTS="elephants_spread equal_flows_spread weights_count follows_a_shift steady_traffic_stays little_traffic_stays
	lost_port_is_left_out tracepoint"

elephants_spread()
{
	local seed worst=0

	setup_flows 2 || return
	# Without it some of six sets of four flows are not even.
	for seed in 1 2 3 4 5 6; do
		load flows=4 scatter=1 seed="$seed" time=100
		[ "$(imbalance)" -le "$worst" ] || worst=$(imbalance)
	done
	check_range "imbalance without" "$worst" 1400 2000
	trunk_set "$host" trunk0 rebalance load
	for seed in 1 2 3 4 5 6; do
		load flows=4 scatter=1 seed="$seed" time=1000 warm=500
		check_range "imbalance of set $seed" "$(imbalance)" 1000 1050
	done
}

equal_flows_spread()
{
	setup_flows 4 rebalance load || return
	load flows=32 scatter=1 time=1000 warm=500
	check_range "imbalance" "$(imbalance)" 1000 1050
}

weights_count()
{
	setup_flows 3 rebalance load || return
	weights d0 1 d1 2 d2 5
	load flows=64 scatter=1 time=1500 warm=700
	check_range "percent of d0" "$(percent_of d0)" 11 14
	check_range "percent of d1" "$(percent_of d1)" 23 27
	check_range "percent of d2" "$(percent_of d2)" 60 65
}

# All flows of one port become four times as heavy.
follows_a_shift()
{
	setup_flows 4 rebalance load || return
	load flows=32 scatter=1 shift=500 warm=400 time=1000
	check_range "percent over the mean at first" "$(jq '.shifted * 100 | round' <<<"$LOAD")" 180 400
	check_range "ms until it was even" "$(jq .converged_ms <<<"$LOAD")" 20 200
	check_eq "uneven later" "$(jq .uneven_later <<<"$LOAD")" 0
}

# moves: buckets that moved while traffic runs, by the trace
trace_on()
{
	TRACE=/sys/kernel/tracing
	[ -d "$TRACE/events" ] || mount -t tracefs trace "$TRACE" 2>/dev/null
	[ -d "$TRACE/events/trunk/trunk_move" ] || { skip "no tracefs"; return 1; }
	echo 1 >"$TRACE/events/trunk/trunk_move/enable"
	: >"$TRACE/trace"
	defer sh -c "echo 0 >$TRACE/events/trunk/trunk_move/enable"
}

moves() { grep -c 'trunk_move: dev=trunk0 bucket=[0-9]* from=[0-9]* to=[0-9]*$' "$TRACE/trace"; }

steady_traffic_stays()
{
	setup_flows 4 rebalance load || return
	trace_on || return 0
	load flows=32 scatter=1 time=500
	check_ne "moves at first" "$(moves)" 0
	: >"$TRACE/trace"
	# The same flows, so nothing is to be done any more.
	load flows=32 scatter=1 time=2000
	check_range "moves later" "$(moves)" 0 2
}

# Below 16 kB a port and measurement nothing is worth a move.
little_traffic_stays()
{
	setup_flows 2 rebalance load || return
	trace_on || return 0
	load flows=4 scatter=1 rate=200 time=1000
	check_eq "moves" "$(moves)" 0
}

lost_port_is_left_out()
{
	setup_flows 3 rebalance load || return
	ip -n "$host" link set d1 carrier off
	wait_eq "d1" 500 DOWN port_get "$host" d1 mii_status
	load flows=32 scatter=1 time=1000 warm=500
	check_eq "bytes of the lost port" "$(jq .bytes.d1 <<<"$LOAD")" 0
	check_range "percent of d0" "$(percent_of d0)" 48 52
	ip -n "$host" link set d1 carrier on
	wait_eq "d1" 500 UP port_get "$host" d1 mii_status
	load flows=32 scatter=1 time=1000 warm=500
	check_range "imbalance" "$(imbalance)" 1000 1050
}

tracepoint()
{
	setup_flows 2 rebalance load || return
	trace_on || return 0
	load flows=32 scatter=1 shift=200 time=500
	check_range "moves" "$(moves)" 1 100
}

tests_run
