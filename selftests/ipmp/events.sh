#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Everything that happens is told, in order, with its time and the time it
# took; and only to those in the same network namespace.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="objects failover group_failure own_namespace_only text"

# event_words FILE: one for each event
event_words()
{
	local line event keys

	while read -r line; do
		event=$(values "$line" event)
		case $event in
		group-state)		keys="event group_state" ;;
		interface-state)	keys="event interface interface_state reason active" ;;
		interface-*)		keys="event interface" ;;
		address-move)		keys="event address from interface" ;;
		address-*)		keys="event address" ;;
		*)			keys="event" ;;
		esac
		# shellcheck disable=SC2086
		line=$(values "$line" $keys)
		echo "${line// /:}"
	done <"$1" | paste -sd' '
}

# tells FILE WORD: until that event is in it
tells()
{
	patient 4000 has_word "$1" "$2" || fail "no event $2 in: $(event_words "$1")"
}

has_word()
{
	[[ " $(event_words "$1") " == *" $2 "* ]]
}

# in_order FILE WORD...: they come in that order
in_order()
{
	local all file=$1 word rest

	all=" $(event_words "$file") "
	rest=$all
	shift
	for word in "$@"; do
		[[ $rest == *" $word "* ]] || { fail "no $word, or too early, in: $all"; return; }
		rest=" ${rest#* "$word" }"
	done
}

objects()
{
	local seen

	tmp seen
	events "$seen"
	pair
	ha address add 10.0.0.1/24 group data0 interface eth0
	ha address del 10.0.0.1/24 group data0
	ha interface del eth1
	ha ipmp del data0
	tells "$seen" group-del
	in_order "$seen" group-add interface-add:eth0 interface-add:eth1 address-add:10.0.0.1/24 \
		address-move:10.0.0.1/24:null:eth0 address-del:10.0.0.1/24 interface-del:eth1 group-del
	check_eq "group" "$(jq -rs 'map("\(.object) \(.group)") | unique | join(",")' "$seen")" "ipmp data0"
}

failover()
{
	local seen began ended

	h addr add 10.0.0.1/24 dev eth0
	h addr add fd00::1/64 dev eth0
	pair adopt on
	tmp seen
	events "$seen"
	began=${EPOCHREALTIME%.*}
	unplug eth0
	bound 10.0.0.1 eth1
	tells "$seen" address-move:fd00::1/64:eth0:eth1
	in_order "$seen" interface-state:eth0:failed:carrier:false address-move:10.0.0.1/24:eth0:eth1
	in_order "$seen" interface-state:eth0:failed:carrier:false address-move:fd00::1/64:eth0:eth1
	tells "$seen" group-state:degraded
	check_eq "elapsed of each" "$(jq -s 'map(select(.event == "address-move") | .elapsed) |
		length == 2 and all(. > 0 and . < 50000000)' "$seen")" true
	plug eth0
	bound 10.0.0.1 eth0
	tells "$seen" address-move:fd00::1/64:eth1:eth0
	tells "$seen" group-state:ok
	in_order "$seen" interface-state:eth0:failed:carrier:false interface-state:eth0:ok:none:true \
		address-move:10.0.0.1/24:eth1:eth0
	ended=${EPOCHREALTIME%.*}
	check_eq "times" "$(jq -s --argjson from "$began" --argjson to "$ended" '
		map(.time[0:19] + "Z" | fromdate) | all(. >= $from and . <= $to)' "$seen")" true
	check_eq "order of times" "$(jq -s 'map(.time) | . == sort' "$seen")" true
}

group_failure()
{
	local seen

	h addr add 10.0.0.1/24 dev eth0
	pair adopt on
	tmp seen
	events "$seen"
	unplug eth0
	bound 10.0.0.1 eth1
	unplug eth1
	tells "$seen" group-state:failed
	plug eth1
	tells "$seen" group-state:degraded
	in_order "$seen" group-state:degraded group-state:failed group-state:degraded
	plug eth0
	tells "$seen" group-state:ok
}

own_namespace_only()
{
	local seen here

	tmp seen
	tmp here
	hactl -j monitor ipmp >>"$here" 2>/dev/null &
	defer kill $!
	events "$seen"
	group data0
	tells "$seen" group-add
	check_eq "told elsewhere" "$(cat "$here")" ""
}

text()
{
	local seen

	tmp seen
	ip netns exec "$host" hactl monitor ipmp >>"$seen" 2>/dev/null &
	defer kill $!
	patient 5000 tells_something "$seen"
	: >"$seen"
	h addr add 10.0.0.1/24 dev eth0
	pair adopt on
	unplug eth0
	bound 10.0.0.1 eth1
	busywait 3000 grep -q address-move "$seen"
	check_match "line" "$(grep address-move "$seen")" \
		'^[^ ]+Z? ipmp address-move .*group data0.*interface eth1.*address 10.0.0.1/24.*from eth0.*elapsed'
}

tests_run
