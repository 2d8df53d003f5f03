#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Which port is the active one: primary, primary_reselect, prio, active_slave.
#
#   +--------------------------------+
#   | host       +-- d0              |
#   |  trunk0 ---+-- d1              |
#   |            +-- d2              |
#   +--------------------------------+
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/trunk_lib.sh"

ALL_TESTS="primary_always primary_failure new_primary_is_taken_once primary_better primary_before_it_is_a_port primary_cleared primary_leaves
	prio_decides prio_tie prio_change_is_live prio_below_primary prio_failure_policy active_slave_by_hand
	active_slave_refused active_slave_cleared hand_choice_is_kept into_active_backup"

setup()
{
	setup_dummies mode active-backup miimon 5 &&
		wait_eq "active" 2000 d0 trunk_get "$host" trunk0 active_slave
}

active() { trunk_get "$host" trunk0 active_slave; }

primary_always()
{
	check "set" trunk_set "$host" trunk0 primary d1
	check_eq "takes over at once" "$(active)" d1
	check_eq "primary" "$(trunk_get "$host" trunk0 primary)" d1
	carrier_off d1
	check_eq "another one" "$(active)" d0
	carrier_on d1
	check_eq "back" "$(active)" d1
}

primary_failure()
{
	check "set" trunk_set "$host" trunk0 primary d1 primary_reselect failure
	trunk_set "$host" trunk0 active_slave d1
	carrier_off d1
	check_eq "another one" "$(active)" d0
	carrier_on d1
	check_eq "stays" "$(active)" d0
	carrier_off d0
	check_eq "the primary is the next" "$(active)" d1
}

# One that is just named takes over all the same, and one that is just added; once.
new_primary_is_taken_once()
{
	check "set" trunk_set "$host" trunk0 primary d1 primary_reselect failure
	check_eq "named" "$(active)" d1
	ip -n "$host" link set d1 nomaster
	check_eq "another one" "$(active)" d0
	check "add" port_add "$host" trunk0 d1
	wait_eq "added" 500 d1 active
	carrier_off d1
	carrier_on d1
	check_eq "not again" "$(active)" d0
	# By hand in the same request: by hand.
	check "both" trunk_set "$host" trunk0 primary d2 active_slave d1
	check_eq "by hand" "$(active)" d1
}

# Equal in speed and duplex (a dummy has neither) is not better.
primary_better()
{
	check "set" trunk_set "$host" trunk0 primary d1 primary_reselect better
	trunk_set "$host" trunk0 active_slave d1
	carrier_off d1
	check_eq "another one" "$(active)" d0
	carrier_on d1
	check_eq "not better: stays" "$(active)" d0
	check "always" trunk_set "$host" trunk0 primary_reselect always
	check_eq "back" "$(active)" d1
}

# No order: named first, a port later.
primary_before_it_is_a_port()
{
	ip -n "$host" link set d2 nomaster
	check "set" trunk_set "$host" trunk0 primary d2
	check_eq "active" "$(active)" d0
	check "port" port_add "$host" trunk0 d2
	wait_eq "active" 500 d2 active
	expect_fail 1 'EINVAL|ENODEV' "$TOOLS/rtlink" -n "$host" set trunk0 "$KIND" 11:u32:4711
	check_eq "primary" "$(trunk_get "$host" trunk0 primary)" d2
}

primary_cleared()
{
	check "set" trunk_set "$host" trunk0 primary d2
	check_eq "active" "$(active)" d2
	check "clear" trunk_set "$host" trunk0 primary none
	check_eq "primary" "$(trunk_get "$host" trunk0 primary)" none
	check_eq "no reason to change" "$(active)" d2
	carrier_off d2
	carrier_on d2
	check_ne "not preferred any more" "$(active)" d2
}

primary_leaves()
{
	check "set" trunk_set "$host" trunk0 primary d2
	check "release" ip -n "$host" link set d2 nomaster
	check_eq "active" "$(active)" d0
	check "back" port_add "$host" trunk0 d2
	wait_eq "active" 500 d2 active
}

prio_decides()
{
	check "prio" port_set "$host" d1 prio -5
	check "prio" port_set "$host" d2 prio 10
	check_eq "prio" "$(port_get "$host" d1 prio) $(port_get "$host" d2 prio)" "-5 10"
	check_eq "the highest" "$(active)" d2
	carrier_off d2
	check_eq "the next" "$(active)" d0
	carrier_off d0
	check_eq "the last" "$(active)" d1
	carrier_on d0
	check_eq "better again" "$(active)" d0
	carrier_on d2
	check_eq "best again" "$(active)" d2
}

prio_tie()
{
	check "prio" port_set "$host" d1 prio 7
	check "prio" port_set "$host" d2 prio 7
	check_eq "the first of them" "$(active)" d1
	carrier_off d1
	check_eq "the other" "$(active)" d2
	carrier_on d1
	check_eq "as good: stays" "$(active)" d2
}

prio_change_is_live()
{
	check "raise" port_set "$host" d1 prio 1
	check_eq "active" "$(active)" d1
	check "raise another" port_set "$host" d2 prio 2147483647
	check_eq "active" "$(active)" d2
	check "lower it" port_set "$host" d2 prio -2147483648
	check_eq "active" "$(active)" d1
}

prio_below_primary()
{
	check "prio" port_set "$host" d1 prio 100
	check "primary" trunk_set "$host" trunk0 primary d2
	check_eq "the primary" "$(active)" d2
	carrier_off d2
	check_eq "the highest prio" "$(active)" d1
	carrier_on d2
	check_eq "the primary" "$(active)" d2
}

prio_failure_policy()
{
	check "failure" trunk_set "$host" trunk0 primary_reselect failure
	check "prio" port_set "$host" d1 prio 100
	check_eq "stays" "$(active)" d0
	carrier_off d0
	check_eq "the highest prio" "$(active)" d1
}

active_slave_by_hand()
{
	check "set" trunk_set "$host" trunk0 active_slave d1
	check_eq "active" "$(active)" d1
	check_eq "states" "$(port_get "$host" d0 state) $(port_get "$host" d1 state)" "BACKUP ACTIVE"
	check_eq "reasons" "$(port_get "$host" d0 reason) $(port_get "$host" d1 reason)" "standby none"
	check_eq "no failure" "$(port_get "$host" d0 link_failure_count)" 0
	check "the same again" trunk_set "$host" trunk0 active_slave d1
}

active_slave_refused()
{
	carrier_off d1
	expect_fail 1 'EINVAL attribute 2: trunk: ' trunk_set "$host" trunk0 active_slave d1
	expect_fail 1 'EINVAL|ENODEV' trunk_set "$host" trunk0 active_slave lo
	expect_fail 1 'EINVAL|ENODEV' "$TOOLS/rtlink" -n "$host" set trunk0 "$KIND" 2:u32:4711
	check_eq "active" "$(active)" d0
	trunk_set "$host" trunk0 mode balance-xor
	expect_fail 1 . trunk_set "$host" trunk0 active_slave d2
}

active_slave_cleared()
{
	check "prio" port_set "$host" d2 prio 5
	check "by hand" trunk_set "$host" trunk0 primary_reselect failure active_slave d1
	check_eq "active" "$(active)" d1
	check "clear" trunk_set "$host" trunk0 active_slave none
	check_eq "the best one" "$(active)" d2
}

# What an administrator chose is not undone by a port that comes back.
hand_choice_is_kept()
{
	check "by hand" trunk_set "$host" trunk0 active_slave d2
	carrier_off d1
	carrier_on d1
	check_eq "active" "$(active)" d2
}

into_active_backup()
{
	check "prio" port_set "$host" d1 prio 3
	check "mode" trunk_set "$host" trunk0 mode balance-rr
	check_eq "no active port" "$(active)" none
	check_eq "all of them" "$(port_get "$host" d0 state) $(port_get "$host" d2 state)" "ACTIVE ACTIVE"
	check "mode" trunk_set "$host" trunk0 mode active-backup
	check_eq "the best" "$(active)" d1
	check_eq "states" "$(port_get "$host" d0 state) $(port_get "$host" d1 state)" "BACKUP ACTIVE"
}

tests_run
