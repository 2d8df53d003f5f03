#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Events as they happen: text and JSON lines, of one module or both, of this namespace only, until interrupted.
# Topology: hactl_lib.sh.
#
# vm: mode=smp timeout=300
. "$(dirname "$0")/hactl_lib.sh"
require_module trunk
require_module ipmp

ALL_TESTS="trunk_events ipmp_events text only_one_module other_namespace time_of_event interrupted terminated closed_pipe"

# monitor ARGUMENT...: in the background, its output in $tmp/out; returns when it has subscribed
monitor()
{
	local before

	before=$(subscribers)
	: >"$tmp/out"
	ip netns exec "$host" hactl "$@" >"$tmp/out" 2>"$tmp/err" &
	MONITOR=$!
	defer kill "$MONITOR"
	busywait 5000 subscribed "$before" >/dev/null || fail "does not subscribe: $(<"$tmp/err")"
}

# Generic netlink sockets in the namespace with a multicast group.
subscribers()
{
	# shellcheck disable=SC2016 # fields of awk
	in_ns "$host" awk '$2 == 16 && $4 != "00000000"' /proc/net/netlink | wc -l
}

subscribed()
{
	[ "$(subscribers)" -gt "$1" ]
}

# Of all lines: jq -e on its own tells of the last one.
saw()
{
	jq -es "any(.[]; $1)" "$tmp/out" >/dev/null
}

# event FILTER: such a line comes
event()
{
	busywait 5000 saw "$1" >/dev/null || fail "no event: $1"
}

setup()
{
	setup_devices
}

trunk_events()
{
	monitor -j monitor
	hx trunk add trunk0 mode active-backup
	event '.object == "trunk" and .event == "trunk-add" and .trunk == "trunk0"'
	hx port add eth0 trunk trunk0
	event '.event == "port-add" and .trunk == "trunk0" and .port == "eth0"'
	hx port add eth1 trunk trunk0
	ip -n "$host" link set trunk0 up
	event '.event == "active-change" and .port == "eth0"'
	event '.event == "carrier" and .trunk == "trunk0" and .mii_status == "UP"'
	ip -n "$host" link set eth0 down
	event '.event == "port-link" and .port == "eth0" and .mii_status == "DOWN" and .reason == "admin-down"
		and .state == "BACKUP" and .failures == 1'
	event '.event == "active-change" and .port == "eth1"'
	hx port del eth1
	event '.event == "port-del" and .port == "eth1"'
	hx trunk del trunk0
	event '.event == "trunk-del" and .trunk == "trunk0"'
}

ipmp_events()
{
	monitor -j monitor ipmp
	ip -n "$host" link set eth6 up
	ip -n "$host" link set eth7 up
	hx ipmp add data0
	event '.object == "ipmp" and .event == "group-add" and .group == "data0"'
	hx interface add eth6 group data0
	event '.event == "interface-add" and .interface == "eth6"'
	hx interface add eth7 group data0
	hx address add 10.9.0.1/24 group data0 interface eth6
	event '.event == "address-add" and .address == "10.9.0.1/24"'
	ip -n "$host" link set eth6 down
	event '.event == "interface-state" and .interface == "eth6" and .interface_state == "failed"
		and .reason == "admin-down" and .active == false'
	event '.event == "group-state" and .group_state == "degraded"'
	event '.event == "address-move" and .address == "10.9.0.1/24" and .interface == "eth7" and .from == "eth6"
		and .elapsed > 0'
	hx address del 10.9.0.1/24 group data0
	event '.event == "address-del" and .address == "10.9.0.1/24"'
	hx interface del eth7
	event '.event == "interface-del" and .interface == "eth7"'
	hx ipmp del data0
	event '.event == "group-del" and .group == "data0"'
}

text()
{
	monitor monitor
	hx trunk add trunk0
	busywait 5000 grep -q 'trunk-add' "$tmp/out" || fail "no line"
	check_match "line" "$(<"$tmp/out")" \
		'^20[0-9]{2}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}\.[0-9]{6}Z trunk trunk-add trunk trunk0( |$)'
}

only_one_module()
{
	monitor -j monitor ipmp
	hx trunk add trunk0
	hx ipmp add data0
	event '.event == "group-add"'
	check_eq "objects" "$(jq -rs '[.[].object] | unique | join(" ")' "$tmp/out")" ipmp
}

other_namespace()
{
	local other

	setup_ns other
	monitor -j monitor
	hactl -n "$other" trunk add elsewhere
	hactl -n "$other" ipmp add elsewhere
	hx ipmp add here
	event '.event == "group-add" and .group == "here"'
	! grep -q elsewhere "$tmp/out" || fail "an event of another namespace"
}

# Microseconds, UTC, between before and after.
time_of_event()
{
	local before after at

	monitor -j monitor trunk
	before=$(date -u +%Y-%m-%dT%H:%M:%S.%6NZ)
	hx trunk add trunk0
	event '.event == "trunk-add"'
	after=$(date -u +%Y-%m-%dT%H:%M:%S.%6NZ)
	at=$(jq -rs '.[0].time' "$tmp/out")
	[[ $before < $at && $at < $after ]] || fail "time is $at, should be between $before and $after"
}

# Waits for the end of the process, whose status tells.
ended_by()
{
	local rc

	kill "-$1" "$MONITOR"
	wait "$MONITOR"
	rc=$?
	check_eq "exit status" "$rc" 0
	check_eq "stderr" "$(<"$tmp/err")" ""
}

# A shell without job control starts its background with SIGINT ignored; hactl listens all the same.
interrupted()
{
	monitor monitor
	ended_by INT
}

terminated()
{
	monitor monitor trunk
	ended_by TERM
}

# Who reads no more ends it at the next event, without a word.
closed_pipe()
{
	local i

	mkfifo "$tmp/pipe" || return
	ip netns exec "$host" hactl monitor >"$tmp/pipe" 2>"$tmp/err" &
	MONITOR=$!
	defer kill "$MONITOR"
	exec 8<"$tmp/pipe"
	busywait 5000 subscribed 0 >/dev/null || fail "does not subscribe"
	exec 8<&-
	for i in 1 2 3; do
		hx trunk add "t$i"
	done
	check "ends" busywait 5000 gone
	rm -f "$tmp/pipe"
}

gone()
{
	! kill -0 "$MONITOR" 2>/dev/null
}

tests_run
