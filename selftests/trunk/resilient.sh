#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Flow buckets stay where they are while they are used: a port that comes gets those that nobody uses.
#
#   +----------------------+
#   | host       +-- d0    |    dummies
#   |  trunk0 ---+-- d1    |
#   |            +-- ...   |
#   +----------------------+
#
# vm: mode=virtual timeout=180
. "$(dirname "$0")/flows_lib.sh"

ALL_TESTS="added_port_moves_no_active_flow idle_flows_move unbalanced_timer_forces off_never_moves unused_buckets_move_at_once
	flap_gives_back flap_gives_back_by_weight weights_move_idle_flows_only removed_port_moves_only_its_own"

FLOWS=1000	# enough to use every bucket: 256 or fewer are without one by chance of 1 in 50

added_port_moves_no_active_flow()
{
	local first

	setup_flows 4 || return
	map "$FLOWS"
	first=$MAP
	dummy_add d4
	map "$FLOWS"
	check_eq "moved" "$(moved "$first" "$MAP")" 0
}

# Half of the flows go on; those that do not make room. Buckets are shared, so some of the idle flows stay.
idle_flows_move()
{
	local first i

	setup_flows 4 idle_timer 2 || return
	map 60
	map "$FLOWS" first=30000
	map 60
	first=$MAP
	dummy_add d4
	for ((i = 0; i < 14; i++)); do
		sleep 0.5
		map 60
		check_eq "active flows moved" "$(moved "$first" "$MAP")" 0
	done
	map "$FLOWS" first=30000
	check_range "flows of the new port" "$(on_port d4)" 120 280
}

unbalanced_timer_forces()
{
	local first

	setup_flows 4 idle_timer 2 unbalanced_timer 3 || return
	map "$FLOWS"
	first=$MAP
	dummy_add d4
	# Never idle for as long as 2 s.
	for _ in 1 2; do
		sleep 1
		map "$FLOWS"
		check_eq "moved before its time" "$(moved "$first" "$MAP")" 0
	done
	for _ in 1 2 3; do
		sleep 1
		map "$FLOWS"
	done
	check_range "flows of the new port" "$(on_port d4)" 140 260
	check_eq "moved between the old ones" "$(paste -d ' ' <(echo "$first") <(echo "$MAP") |
		awk '$2 != $5 && $5 != "d4"' | wc -l)" 0
}

off_never_moves()
{
	local first

	setup_flows 4 idle_timer 1 unbalanced_timer 1 rebalance off || return
	map "$FLOWS"
	first=$MAP
	dummy_add d4
	sleep 5
	map "$FLOWS"
	check_eq "moved" "$(moved "$first" "$MAP")" 0
	# Until it is wanted.
	check "idle" trunk_set "$host" trunk0 rebalance idle
	sleep 3
	map "$FLOWS"
	check_range "flows of the new port" "$(on_port d4)" 140 260
}

# With nothing sent yet the new port has its share from the first frame on.
unused_buckets_move_at_once()
{
	setup_flows 4 rebalance off || return
	dummy_add d4
	map "$FLOWS"
	check_range "flows of the new port" "$(on_port d4)" 140 260
}

flap()		# PORT
{
	ip -n "$host" link set "$1" carrier off
	wait_eq "$1" 500 DOWN port_get "$host" "$1" mii_status
	map "$FLOWS"
	check_eq "flows on it" "$(on_port "$1")" 0
	check_eq "flows of others that moved" "$(moved "$first" "$MAP" "$1")" 0
	ip -n "$host" link set "$1" carrier on
	wait_eq "$1" 500 UP port_get "$host" "$1" mii_status
	map "$FLOWS"
	check_eq "not given back" "$(moved "$first" "$MAP")" 0
}

flap_gives_back()
{
	local first

	setup_flows 4 || return
	map "$FLOWS"
	first=$MAP
	flap d2
	flap d0
}

# What a lost port had goes to the others by their weights.
flap_gives_back_by_weight()
{
	local first

	setup_flows 3 || return
	weights d0 1 d1 3 d2 4
	map "$FLOWS"
	first=$MAP
	check_range "flows of d2" "$(on_port d2)" 440 560
	ip -n "$host" link set d2 carrier off
	wait_eq "d2" 500 DOWN port_get "$host" d2 mii_status
	map "$FLOWS"
	check_range "flows of d1 then" "$(on_port d1)" 660 840
	ip -n "$host" link set d2 carrier on
	wait_eq "d2" 500 UP port_get "$host" d2 mii_status
	flap d2
	flap d1
}

weights_move_idle_flows_only()
{
	local first

	setup_flows 2 idle_timer 1 || return
	map "$FLOWS"
	first=$MAP
	check_range "flows of d0" "$(on_port d0)" 430 570
	weights d0 1 d1 4
	map "$FLOWS"
	check_eq "moved at once" "$(moved "$first" "$MAP")" 0
	sleep 3
	map "$FLOWS"
	check_range "flows of d0 when they were idle" "$(on_port d0)" 150 250
}

removed_port_moves_only_its_own()
{
	local first

	setup_flows 5 || return
	map "$FLOWS"
	first=$MAP
	ip -n "$host" link set d3 nomaster
	map "$FLOWS"
	check_eq "flows of others that moved" "$(moved "$first" "$MAP" d3)" 0
	check_eq "on the removed port" "$(on_port d3)" 0
}

tests_run
