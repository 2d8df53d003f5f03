#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Help at each level, and completion, which say what the tool takes: every option with its range and default.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/hactl_lib.sh"

ALL_TESTS="first_level each_object each_command fits completion version"
OBJECTS="trunk port ipmp interface address monitor"

first_level()
{
	local object text

	text=$(hactl help)
	check_eq "exit status" $? 0
	for object in $OBJECTS; do
		check_match "objects" "$text" $'\n  '"$object "
	done
	check_same "-h" "$text" "$(hactl -h)"
	check_match "exit status" "$text" '3 module or netlink family missing'
}

each_object()
{
	local object

	for object in $OBJECTS; do
		check_match "$object" "$(hactl "$object" help)" "^$object: .*hactl $object"
	done
	check_match "range, unit, default" "$(hactl trunk help)" 'packets_per_slave N .*0\.\.65535.*default 1'
	check_match "value set" "$(hactl trunk help)" 'active-backup \(1\)'
}

each_command()
{
	check_match "trunk set" "$(hactl trunk set help)" 'hactl trunk set NAME OPTION VALUE.*active_slave'
	[[ $(hactl trunk add help) != *active_slave* ]] || fail "trunk add takes no active_slave"
	check_match "address add" "$(hactl address add help)" 'ADDR/LEN group GROUP'
}

fits()
{
	local object

	check_range "columns of help" "$(hactl help | wc -L)" 40 80
	for object in $OBJECTS; do
		check_range "columns of $object help" "$(hactl "$object" help | wc -L)" 40 80
	done
}

# complete WORD...: what may follow, in one line
complete()
{
	hactl --complete "$@" | sort | tr '\n' ' '
}

completion()
{
	check_eq "objects" "$(complete)" "address help interface ipmp monitor port trunk "
	check_eq "commands" "$(complete trunk)" "add del help import set show "
	check_eq "after options" "$(complete -j -n x trunk)" "add del help import set show "
	check_eq "value set" "$(complete trunk add t0 mode)" "802.3ad active-backup balance-rr balance-tlb balance-xor broadcast "
	check_eq "schedulers" "$(complete trunk set t0 scheduler)" \
		"broadcast default flowlet hash least-conn random response-time rr "
	check_eq "rebalance" "$(complete trunk add t0 scheduler hash rebalance)" "idle load off "
	check_eq "nothing for a number" "$(complete trunk add t0 flowlet_gap)" ""
	check_match "options of a port" "$(complete port add d0 trunk t0)" 'prio .*weight '
	check_match "options of a port" "$(complete port set d0 prio 1)" '(^| )weight '
	[[ " $(complete port set d0 prio 1)" != *" prio "* ]] || fail "prio is offered twice"
	check_eq "how to drain" "$(complete port drain d0)" "force timeout "
	check_eq "on or off" "$(complete ipmp add g failback)" "off on "
	check_match "options" "$(complete trunk add t0)" 'miimon .*mode .*scheduler .*unbalanced_timer '
	[[ $(complete trunk add t0 miimon 5) != *miimon* ]] || fail "miimon is offered twice"
	check_match "devices" "$(complete port add)" '(^| )lo '
	check_eq "nothing after nonsense" "$(complete frob)" ""
}

version()
{
	check_match "version" "$(hactl -V)" '^hactl [^ ]+$'
}

tests_run
