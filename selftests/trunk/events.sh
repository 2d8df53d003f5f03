#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The events of a trunk, as hactl monitor shows them: all of them, in order, with who, what and why.
#
#   +--------------------------------+
#   | host       +-- d0              |
#   |  trunk0 ---+-- d1              |
#   +--------------------------------+
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/trunk_lib.sh"
require_command jq hactl

ALL_TESTS="life_of_a_trunk loss_and_return delays_are_exact active_change_by_hand own_namespace_only time_is_real
	nothing_without_a_change"

setup()
{
	setup_ns host
}

# monitor NS: its lines in $EVENTS until the end of the test
monitor()
{
	EVENTS=$(mktemp)
	defer rm -f "$EVENTS"
	hactl -n "$1" -j monitor trunk >"$EVENTS" 2>&1 &
	defer kill $!
	# It listens when it sees a trunk come and go.
	busywait 10000 listening "$1" || fail "hactl monitor does not listen"
	wait_eq "quiet" 2000 1 settled
	MARK=$(wc -l <"$EVENTS")
}

settled()
{
	local n

	n=$(wc -l <"$EVENTS")
	sleep 0.2
	[ "$n" -eq "$(wc -l <"$EVENTS")" ] && echo 1
}

listening()
{
	ip -n "$1" link add probe type trunk
	ip -n "$1" link del probe
	grep -q probe "$EVENTS"
}

# happened: what came since, one line an event: event, port, link, state, reason, failures
happened()
{
	tail -n +$((MARK + 1)) "$EVENTS" | jq -r '[.event, .port // "-", .mii_status // "-", .state // "-", .reason // "-",
		.failures // "-"] | join(" ")'
}

events_are()	# WHAT LINE...
{
	local what=$1

	shift
	wait_eq "$what" 3000 "$(printf '%s\n' "$@")" happened
}

topology()
{
	ip -n "$host" link add d0 type dummy
	ip -n "$host" link add d1 type dummy
	trunk_add "$host" trunk0 mode active-backup miimon 5 "$@"
	port_add "$host" trunk0 d0 d1
	ip -n "$host" link set trunk0 up
	wait_eq "active" 2000 d0 trunk_get "$host" trunk0 active_slave
	wait_eq "backup" 2000 UP port_get "$host" d1 mii_status
}

# Which link and carrier events come in between is not what this is about.
life_of_a_trunk()
{
	local got

	ip -n "$host" link add d0 type dummy
	monitor "$host"
	ip -n "$host" link add trunk0 type trunk
	ip -n "$host" link set d0 master trunk0
	ip -n "$host" link set trunk0 up
	wait_eq "carrier" 1000 1 link_get "$host" trunk0 carrier
	ip -n "$host" link set d0 nomaster
	ip -n "$host" link del trunk0
	wait_eq "its end" 2000 1 ended
	got=$(tail -n +$((MARK + 1)) "$EVENTS" | jq -r '"\(.event) \(.trunk) \(.port // "-")"')
	check_eq "order" "$(grep -E '^(trunk|port)-(add|del)' <<<"$got" | tr '\n' ';')" \
		"trunk-add trunk0 -;port-add trunk0 d0;port-del trunk0 d0;trunk-del trunk0 -;"
	check_match "link of the port" "$got" 'port-link trunk0 d0'
	check_match "carrier of the trunk" "$got" 'carrier trunk0'
	check_eq "object" "$(jq -r .object "$EVENTS" | sort -u)" trunk
}

ended() { tail -n +$((MARK + 1)) "$EVENTS" | grep -c trunk-del; }

loss_and_return()
{
	topology
	monitor "$host"
	ip -n "$host" link set d0 carrier off
	wait_eq "failover" 500 d1 trunk_get "$host" trunk0 active_slave
	events_are "loss" "port-link d0 DOWN BACKUP carrier 1" "active-change d1 UP ACTIVE none 0"
	MARK=$(wc -l <"$EVENTS")
	ip -n "$host" link set d0 carrier on
	events_are "return" "port-link d0 UP BACKUP standby 1"
	MARK=$(wc -l <"$EVENTS")
	ip -n "$host" link set d1 down
	events_are "admin down" "port-link d1 DOWN BACKUP admin-down 1" "active-change d0 UP ACTIVE none 1"
	MARK=$(wc -l <"$EVENTS")
	ip -n "$host" link set d0 carrier off
	wait_eq "all lost" 500 0 link_get "$host" trunk0 carrier
	wait_eq "three events" 2000 3 count_events
	check_match "port" "$(happened)" 'port-link d0 DOWN BACKUP carrier 2'
	check_match "nobody" "$(happened)" 'active-change - '
	check_match "carrier" "$(happened)" 'carrier - DOWN'
}

count_events() { happened | wc -l; }

delays_are_exact()
{
	local t

	topology updelay 700 downdelay 300
	monitor "$host"
	ip -n "$host" link set d1 carrier off
	sleep 1
	ip -n "$host" link set d1 carrier on
	sleep 1.5
	events_are "delays" "port-link d1 GOING_DOWN BACKUP downdelay 0" "port-link d1 DOWN BACKUP carrier 1" \
		"port-link d1 GOING_BACK BACKUP updelay 1" "port-link d1 UP BACKUP standby 1"
	read -r -a t <<<"$(tail -n +$((MARK + 1)) "$EVENTS" | jq -r .time | while read -r time; do
		date -d "$time" +%s%6N; done | tr '\n' ' ')"
	check_range "downdelay 300 (us)" $((t[1] - t[0])) 300000 312000
	check_range "updelay 700 (us)" $((t[3] - t[2])) 700000 712000
}

active_change_by_hand()
{
	topology
	monitor "$host"
	trunk_set "$host" trunk0 active_slave d1
	events_are "change" "active-change d1 UP ACTIVE none 0"
	MARK=$(wc -l <"$EVENTS")
	trunk_set "$host" trunk0 active_slave d1
	sleep 1
	events_are "the same again"
}

own_namespace_only()
{
	setup_ns peer
	monitor "$peer"
	topology
	ip -n "$host" link set d0 carrier off
	wait_eq "failover" 500 d1 trunk_get "$host" trunk0 active_slave
	sleep 1
	check_eq "seen elsewhere" "$(happened)" ""
}

time_is_real()
{
	local before after time

	topology
	monitor "$host"
	before=$(date +%s%6N)
	trunk_set "$host" trunk0 active_slave d1
	after=$(date +%s%6N)
	wait_eq "one event" 2000 1 count_events
	time=$(date -d "$(tail -n 1 "$EVENTS" | jq -r .time)" +%s%6N)
	check_range "time (us)" "$time" "$before" "$after"
}

nothing_without_a_change()
{
	topology
	monitor "$host"
	trunk_set "$host" trunk0 miimon 5
	trunk_set "$host" trunk0 mode active-backup
	ip -n "$host" link set d0 txqueuelen 77
	ip -n "$host" link set d0 carrier on
	sleep 2
	events_are "events"
}

tests_run
