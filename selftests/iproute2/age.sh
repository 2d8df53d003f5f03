#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A plug-in and a module of different age, by a plug-in whose numbers of flowlet_gap and of weight are such that no module
# has. To it the module is an older one, which does not know these options, and a newer one, which shows attributes that
# the plug-in does not know.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/iproute2_lib.sh"

AGED=$HANET_SELFTESTS/tools/aged/iproute2
[ -e "$AGED/link_trunk.so" ] || make -s -C "$HANET_SELFTESTS/tools" all >/dev/null 2>&1
[ -e "$AGED/link_trunk.so" ] || skip_all "no aged plug-in: make -C selftests/tools"

ALL_TESTS="unknown_is_left_out unknown_is_refused known_still_work no_plug_in"

aged()
{
	IP_LIB_DIR=$AGED ip -n "$host" "$@"
}

unknown_is_left_out()
{
	local now old

	now=$(data trunk0)
	old=$(aged -d -j link show trunk0 | jq -c '.[0].linkinfo.info_data')
	check_eq "all but one" "$old" "$(jq -c 'del(.flowlet_gap)' <<<"$now")"
	check_not "flowlet_gap in text" grep -q flowlet_gap <<<"$(aged -d link show)"
	check_match "text" "$(aged -d link show trunk0)" 'trunk .*mode active-backup'
	check_not "weight in text" grep -q weight <<<"$(aged -d link show eth0)"
	check_match "port" "$(aged -d link show eth0)" 'trunk_slave state ACTIVE'
	check "statistics" aged -s -d -j link show
	check "counters" aged link xstats type trunk
}

unknown_is_refused()
{
	local before

	before=$(data trunk0) before+=$(port_data eth0 | jq 'del(.since)')
	expect_fail 2 'Error: trunk: unknown option' aged link set trunk0 type trunk flowlet_gap 300
	expect_fail 2 'Error: trunk: unknown option' aged link set trunk0 type trunk miimon 300 flowlet_gap 300
	expect_fail 2 'Error: trunk: unknown option' aged link add trunk2 type trunk flowlet_gap 300
	expect_fail 2 'Error: trunk: unknown option' aged link set eth0 type trunk_slave prio 1 weight 7
	check_same "state" "$before" "$(data trunk0)$(port_data eth0 | jq 'del(.since)')"
	check_not "trunk2" ipn link show trunk2
}

known_still_work()
{
	check "trunk" aged link set trunk0 type trunk miimon 300 primary eth1
	check "port" aged link set eth0 type trunk_slave prio 1
	check_eq "values" "$(data trunk0 miimon) $(data trunk0 primary) $(port_data eth0 prio)" '300 "eth1" 1'
	check "add" aged link add trunk2 type trunk mode broadcast
	same_as_hactl trunk trunk2
}

# What ip does without the plug-in, it does still.
no_plug_in()
{
	check "add" env IP_LIB_DIR=/nonexistent ip -n "$host" link add trunk2 type trunk
	check "show" env IP_LIB_DIR=/nonexistent ip -n "$host" -d link show trunk2
	expect_fail + . env IP_LIB_DIR=/nonexistent ip -n "$host" link set trunk2 type trunk miimon 5
}

tests_run
