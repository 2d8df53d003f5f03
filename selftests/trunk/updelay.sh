#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# updelay and downdelay: any number of milliseconds, kept exactly; skipped where nothing else is usable.
#
#   +--------------------------------+
#   | host       +-- d0 (dummy)      |
#   |  trunk0 ---+-- d1              |
#   +--------------------------------+
#
# A dummy's carrier is set by ip link; a poll each millisecond sees it, so that what is measured is the delay.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/trunk_lib.sh"
. "$(dirname "$0")/delay_lib.sh"

ALL_TESTS="updelay_exact downdelay_exact down_and_back_within_downdelay lost_within_updelay skipped_without_a_usable_port
	skipped_for_one_port_only skipped_in_balance_xor no_multiple_of_miimon with_events_only change_while_it_runs
	traffic_within_downdelay admin_down_is_not_delayed"

updelay_exact()
{
	local delay

	topology || return
	for delay in 300 1000 5000; do
		trunk_set "$host" trunk0 updelay "$delay"
		ip -n "$host" link set d1 carrier off
		wait_eq "lost" 2000 DOWN link_of d1
		ip -n "$host" link set d1 carrier on
		lasted "updelay $delay" d1 GOING_BACK UP "$delay"
	done
	check_eq "active" "$(trunk_get "$host" trunk0 active_slave)" d0
}

downdelay_exact()
{
	topology downdelay 777 || return
	ip -n "$host" link set d0 carrier off
	wait_eq "lost" 500 "GOING_DOWN downdelay" echo_link d0
	check_eq "active still" "$(trunk_get "$host" trunk0 active_slave)" d0
	check_eq "not counted yet" "$(port_get "$host" d0 link_failure_count)" 0
	lasted "downdelay 777" d0 GOING_DOWN DOWN 777
	check_eq "active" "$(trunk_get "$host" trunk0 active_slave)" d1
	check_eq "counted" "$(port_get "$host" d0 link_failure_count)" 1
}

echo_link()
{
	echo "$(link_of "$1") $(port_get "$host" "$1" reason)"
}

down_and_back_within_downdelay()
{
	topology downdelay 1000 updelay 1000 || return
	ip -n "$host" link set d0 carrier off
	wait_eq "lost" 500 GOING_DOWN link_of d0
	ip -n "$host" link set d0 carrier on
	# It never was down: no updelay either.
	wait_eq "back" 200 "UP none" echo_link d0
	check_eq "failures" "$(port_get "$host" d0 link_failure_count)" 0
	check_eq "active" "$(trunk_get "$host" trunk0 active_slave)" d0
}

lost_within_updelay()
{
	topology updelay 1000 || return
	ip -n "$host" link set d1 carrier off
	wait_eq "lost" 500 DOWN link_of d1
	check_eq "failures" "$(port_get "$host" d1 link_failure_count)" 1
	ip -n "$host" link set d1 carrier on
	wait_eq "seen again" 500 "GOING_BACK updelay" echo_link d1
	ip -n "$host" link set d1 carrier off
	wait_eq "lost again" 500 "DOWN carrier" echo_link d1
	check_eq "not one more failure" "$(port_get "$host" d1 link_failure_count)" 1
	# The delay starts anew.
	ip -n "$host" link set d1 carrier on
	lasted "updelay" d1 GOING_BACK UP 1000
}

skipped_without_a_usable_port()
{
	local start

	topology updelay 10000 || return
	ip -n "$host" link set d0 carrier off
	ip -n "$host" link set d1 carrier off
	wait_eq "carrier" 500 0 link_get "$host" trunk0 carrier
	start=$(now_ms)
	ip -n "$host" link set d1 carrier on
	wait_eq "carrier" 2000 1 link_get "$host" trunk0 carrier
	check_range "ms" $(($(now_ms) - start)) 0 200
	check_eq "active" "$(trunk_get "$host" trunk0 active_slave)" d1
}

skipped_for_one_port_only()
{
	topology updelay 2000 || return
	ip -n "$host" link set d0 carrier off
	ip -n "$host" link set d1 carrier off
	wait_eq "carrier" 500 0 link_get "$host" trunk0 carrier
	ip -n "$host" link set d0 carrier on
	wait_eq "the first one" 500 UP link_of d0
	ip -n "$host" link set d1 carrier on
	lasted "the second one" d1 GOING_BACK UP 2000
}

skipped_in_balance_xor()
{
	topology mode balance-xor updelay 2000 || return
	ip -n "$host" link set d0 carrier off
	wait_eq "lost" 500 DOWN link_of d0
	ip -n "$host" link set d0 carrier on
	lasted "beside a usable port" d0 GOING_BACK UP 2000
	ip -n "$host" link set d0 carrier off
	ip -n "$host" link set d1 carrier off
	wait_eq "carrier" 500 0 link_get "$host" trunk0 carrier
	ip -n "$host" link set d1 carrier on
	wait_eq "carrier" 200 1 link_get "$host" trunk0 carrier
	check_eq "the only one" "$(link_of d1)" UP
}

no_multiple_of_miimon()
{
	topology || return
	check "set" trunk_set "$host" trunk0 miimon 100 updelay 333 downdelay 77
	check_eq "updelay" "$(trunk_get "$host" trunk0 updelay)" 333
	check_eq "downdelay" "$(trunk_get "$host" trunk0 downdelay)" 77
	ip -n "$host" link set d1 carrier off
	wait_eq "lost" 1000 DOWN link_of d1
	ip -n "$host" link set d1 carrier on
	lasted "updelay 333" d1 GOING_BACK UP 333
}

with_events_only()
{
	topology miimon 0 updelay 1500 || return
	sleep 2
	ip -n "$host" link set d1 carrier off
	wait_eq "lost" 1500 DOWN link_of d1
	ip -n "$host" link set d1 carrier on
	lasted "updelay 1500" d1 GOING_BACK UP 1500
}

change_while_it_runs()
{
	topology updelay 60000 || return
	ip -n "$host" link set d1 carrier off
	wait_eq "lost" 500 DOWN link_of d1
	ip -n "$host" link set d1 carrier on
	wait_eq "seen again" 500 GOING_BACK link_of d1
	check "no delay any more" trunk_set "$host" trunk0 updelay 0
	wait_eq "up" 300 UP link_of d1
}

# A port that may be back in a moment does not get frames meanwhile.
traffic_within_downdelay()
{
	local before0 before1

	topology downdelay 3000 || return
	ip -n "$host" addr add 10.0.0.1/24 dev trunk0
	ip -n "$host" neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev trunk0
	ip -n "$host" link set d0 carrier off
	wait_eq "lost" 500 GOING_DOWN link_of d0
	before0=$(tx_packets "$host" d0) before1=$(tx_packets "$host" d1)
	in_ns "$host" bash -c 'exec 3<>/dev/udp/10.0.0.2/9; for i in 1 2 3 4; do printf x >&3; done'
	check_eq "into the void" $(($(tx_packets "$host" d0) - before0)) 0
	check_range "by the other port" $(($(tx_packets "$host" d1) - before1)) 4 8
	check_eq "still waiting" "$(link_of d0)" GOING_DOWN
}

admin_down_is_not_delayed()
{
	topology downdelay 5000 || return
	ip -n "$host" link set d0 down
	wait_eq "down" 100 "DOWN admin-down" echo_link d0
	check_eq "active" "$(trunk_get "$host" trunk0 active_slave)" d1
}

tests_run
