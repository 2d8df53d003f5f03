#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Ports that flap: each failure doubles the time that the link must be back.
#
#   +--------------------------------+
#   | host       +-- d0 (dummy)      |
#   |  trunk0 ---+-- d1              |
#   +--------------------------------+
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/trunk_lib.sh"
. "$(dirname "$0")/delay_lib.sh"

ALL_TESTS="doubles starts_over off updelay_is_longer lost_while_it_waits only_port by_hand turned_off"

echo_link() { echo "$(link_of "$1") $(port_get "$host" "$1" reason)"; }

# flap: d1 fails and comes back
flap()
{
	ip -n "$host" link set d1 carrier off
	wait_eq "lost" 2000 DOWN link_of d1
	ip -n "$host" link set d1 carrier on
}

doubles()
{
	local wait

	topology damping_hold 300 damping_max 2000 || return
	for wait in 300 600 1200 2000 2000; do
		flap
		wait_eq "reason" 500 "GOING_BACK damping" echo_link d1
		lasted "wait $wait" d1 GOING_BACK UP "$wait"
	done
	check_eq "failures" "$(port_get "$host" d1 link_failure_count)" 5
	check_eq "active" "$(trunk_get "$host" trunk0 active_slave)" d0
}

starts_over()
{
	topology damping_hold 300 damping_max 1500 || return
	flap
	lasted "first" d1 GOING_BACK UP 300
	flap
	lasted "second" d1 GOING_BACK UP 600
	sleep 1.6
	flap
	lasted "after a long time in use" d1 GOING_BACK UP 300
}

off()
{
	topology || return
	flap
	wait_eq "at once" 200 "UP standby" echo_link d1
	flap
	wait_eq "again" 200 "UP standby" echo_link d1
}

updelay_is_longer()
{
	topology damping_hold 200 updelay 1000 || return
	flap
	wait_eq "reason" 500 "GOING_BACK updelay" echo_link d1
	lasted "updelay" d1 GOING_BACK UP 1000
}

lost_while_it_waits()
{
	topology damping_hold 1000 || return
	flap
	wait_eq "back" 500 "GOING_BACK damping" echo_link d1
	ip -n "$host" link set d1 carrier off
	wait_eq "lost" 500 "DOWN carrier" echo_link d1
	check_eq "no failure of a port in use" "$(port_get "$host" d1 link_failure_count)" 1
	ip -n "$host" link set d1 carrier on
	lasted "from the beginning" d1 GOING_BACK UP 1000
}

# A port that flaps is better than none.
only_port()
{
	topology damping_hold 5000 || return
	flap
	wait_eq "waits" 500 "GOING_BACK damping" echo_link d1
	ip -n "$host" link set d0 carrier off
	wait_eq "needed" 500 d1 trunk_get "$host" trunk0 active_slave
	check_eq "d1" "$(echo_link d1)" "UP none"
}

by_hand()
{
	topology damping_hold 5000 || return
	ip -n "$host" link set d1 down
	wait_eq "down" 500 "DOWN admin-down" echo_link d1
	ip -n "$host" link set d1 up
	wait_eq "at once" 500 "UP standby" echo_link d1
}

turned_off()
{
	topology damping_hold 60000 || return
	flap
	wait_eq "waits" 500 "GOING_BACK damping" echo_link d1
	check "off" trunk_set "$host" trunk0 damping_hold 0
	wait_eq "no more" 500 "UP standby" echo_link d1
}

tests_run
