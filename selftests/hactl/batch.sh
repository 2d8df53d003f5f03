#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Batches: from a file and from standard input, quotes and comments, to the first error, which is named by its line.
#
# vm: mode=smp timeout=120
. "$(dirname "$0")/hactl_lib.sh"
require_module trunk
require_module ipmp

ALL_TESTS="from_file from_stdin quotes stops_at_the_first_error stops_at_a_refusal json_documents empty no_file folder
	open_quote with_a_command round_trip"

setup()
{
	setup_ns host
}

names()
{
	hxj trunk show '[.trunk[].name] | join(" ")'
}

from_file()
{
	cat >"$tmp/batch" <<-EOF
		# three of them

		trunk add t1 mode 1
		  trunk add t2	mode balance-rr   # the second
		trunk add t3
		trunk del t2
	EOF
	check "batch" hx -b "$tmp/batch"
	check_eq "trunks" "$(names)" "t1 t3"
}

from_stdin()
{
	check "batch" hx -b - <<<$'trunk add t1\ntrunk set t1 miimon 50'
	check_eq "miimon" "$(hxj trunk show t1 '.trunk[0].miimon')" 50
	printf 'trunk add t2' | hx -b - || fail "no end of line"
	check_eq "trunks" "$(names)" "t1 t2"
}

quotes()
{
	check "batch" hx -b - <<<$'"trunk" \'add\' "t1" mode "balance-rr"'
	check_eq "mode" "$(hxj trunk show t1 '.trunk[0].mode')" balance-rr
}

# shellcheck disable=SC2016 # for the shell within
stops_at_the_first_error()
{
	expect_fail 1 "^hactl: $tmp/batch:3: trunk add: unknown option \"mimon\"" \
		bash -c 'printf "trunk add t1\n\ntrunk add t2 mimon 1\ntrunk add t3\n" >"$2"; hactl -n "$1" -b "$2"' - \
		"$host" "$tmp/batch"
	check_eq "trunks" "$(names)" t1
}

# shellcheck disable=SC2016 # for the shell within
stops_at_a_refusal()
{
	expect_fail 2 '^hactl: standard input:2: lo: .+' \
		bash -c 'printf "trunk add t1\nport add lo trunk t1\ntrunk add t3\n" | hactl -n "$1" -b -' - "$host"
	check_eq "trunks" "$(names)" t1
}

json_documents()
{
	local out

	out=$(hx -j -b - <<<$'trunk add t1\ntrunk show\nipmp show')
	check_eq "documents" "$(jq -c keys <<<"$out")" $'["trunk"]\n["ipmp"]'
}

empty()
{
	check "nothing" hx -b /dev/null
	check "comment" hx -b - <<<'  # nothing'
}

no_file()
{
	expect_fail 1 '^hactl: /nowhere/batch: No such file' hx -b /nowhere/batch
}

folder()
{
	expect_fail 1 "^hactl: $tmp: .*Is a directory" hx -b "$tmp"
}

open_quote()
{
	expect_fail 1 '^hactl: standard input:1: a quote is not closed' bash -c 'echo "trunk add \"t1" | hactl -b -'
}

with_a_command()
{
	expect_fail 1 'a batch takes its commands from' hx -b /dev/null trunk show
}

# A whole configuration in one go, and out again.
round_trip()
{
	ip -n "$host" link add eth0 type dummy
	ip -n "$host" link add eth1 type dummy
	check "up" hx -b - <<-EOF
		trunk add trunk0 mode active-backup primary eth0
		port add eth0 trunk trunk0 prio 2
		ipmp add data0 failback off
		interface add eth1 group data0 standby on
		address add 10.9.0.1/24 group data0
	EOF
	check_eq "trunk" "$(hxj trunk show '.trunk[0] | [.primary, .ports[0].prio] | tostring')" '["eth0",2]'
	check_eq "ipmp" "$(hxj ipmp show '.ipmp[0] | [.failback, .interfaces[0].standby, .addresses[0].address] | tostring')" \
		'[false,true,"10.9.0.1/24"]'
	check "down" hx -b - <<-EOF
		address del 10.9.0.1/24 group data0
		interface del eth1
		ipmp del data0
		port del eth0
		trunk del trunk0
	EOF
	check_eq "nothing is left" "$(hx -j trunk show)$(hx -j ipmp show)" '{"trunk":[]}{"ipmp":[]}'
}

tests_run
