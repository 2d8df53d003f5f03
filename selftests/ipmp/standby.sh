#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Standby interfaces are active only while an active one is missing: the
# number of active interfaces equals that of the interfaces that are no
# standbys, as far as there are enough usable ones.
#
# vm: mode=virtual timeout=180
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="two_active_one_standby one_active_two_standby standby_fails_first standby_set_live only_standbys
	standby_with_failback_off"

# active: of eth0, eth1, eth2, "-" for an inactive one
active()
{
	told "interface active" interface show | sed -E 's/eth. false/-/g; s/ true//g; y/,/ /'
}

three()
{
	local dev

	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0
		addr add 10.0.0.2/24 dev eth0
		addr add fd00::1/64 dev eth0
	BATCH
	group data0 adopt on
	for dev in eth0 eth1 eth2; do
		if [[ " $* " == *" $dev "* ]]; then
			ha interface add "$dev" group data0 standby on
		else
			ha interface add "$dev" group data0
		fi
	done
}

two_active_one_standby()
{
	local before

	hbatch <<-BATCH
		addr add 10.0.0.3/24 dev eth1
		addr add 10.0.0.4/24 dev eth1
	BATCH
	three eth2
	before=$(snapshot)
	wait_eq "at first" 3000 "eth0 eth1 -" active
	check_eq "why" "$(of_interface eth2 reason)" standby
	unplug eth0
	bound 10.0.0.1 eth2
	bound 10.0.0.2 eth2
	check_match "IPv6, where none of both has any" "$(busywait 3000 off_eth0 fd00::1)" '^eth[12]$'
	check_eq "of eth1" "$(where 10.0.0.3)" eth1
	check_eq "eth0 failed" "$(active)" "- eth1 eth2"
	unplug eth1
	bound 10.0.0.3 eth2
	check_eq "both failed" "$(active)" "- - eth2"
	plug eth0
	bound 10.0.0.1 eth0
	check_eq "eth0 repaired" "$(active)" "eth0 - eth2"
	plug eth1
	settled "$before"
	wait_eq "all repaired" 3000 "eth0 eth1 -" active
}

one_active_two_standby()
{
	local before

	three eth1 eth2
	before=$(snapshot)
	wait_eq "at first" 3000 "eth0 - -" active
	unplug eth0
	bound 10.0.0.1 eth1
	bound 10.0.0.2 eth1
	check_eq "eth0 failed" "$(active)" "- eth1 -"
	unplug eth1
	bound 10.0.0.1 eth2
	check_eq "eth1 failed" "$(active)" "- - eth2"
	plug eth1
	wait_eq "a standby repaired" 3000 "ok standby" standby_state eth1
	check_eq "one is active already" "$(active)" "- - eth2"
	check_eq "address stays" "$(where 10.0.0.1)" eth2
	plug eth0
	settled "$before"
	wait_eq "eth0 repaired" 3000 "eth0 - -" active
}

off_eth0()
{
	where "$1"
	! carries "$1" eth0 >/dev/null
}

standby_state()
{
	of_interface "$1" state reason
}

standby_fails_first()
{
	local before

	three eth1 eth2
	wait_eq "at first" 3000 "eth0 - -" active
	before=$(snapshot)
	unplug eth1
	wait_eq "eth1" 3000 "failed carrier" standby_state eth1
	check_eq "nothing moved" "$(where 10.0.0.1)" eth0
	check_eq "active" "$(active)" "eth0 - -"
	unplug eth0
	bound 10.0.0.1 eth2
	plug eth0
	plug eth1
	settled "$before"
}

standby_set_live()
{
	three eth2
	wait_eq "at first" 3000 "eth0 eth1 -" active
	ha interface set eth2 standby off
	wait_eq "eth2 active too" 3000 "eth0 eth1 eth2" active
	ha interface set eth0 standby on
	wait_eq "eth0 stands by" 3000 "- eth1 eth2" active
	wait_eq "no address on a standby" 3000 "" where_three eth0
	ha interface set eth0 standby off
	wait_eq "eth0 active again" 3000 "eth0 eth1 eth2" active
	bound 10.0.0.1 eth0
	bound fd00::1 eth0
}

where_three()
{
	h -o addr show dev "$1" | grep -oE '(10\.0\.0\.[12]|fd00::1)/' | paste -sd' '
}

# With no interface that is not a standby none is active, and nothing moves.
only_standbys()
{
	three eth0 eth1 eth2
	wait_eq "address" 3000 eth0 where 10.0.0.1
	ha interface set eth1 standby off
	wait_eq "one that is none" 3000 "- eth1 -" active
}

standby_with_failback_off()
{
	three eth1 eth2
	ha ipmp set data0 failback off
	wait_eq "at first" 3000 "eth0 - -" active
	unplug eth0
	bound 10.0.0.1 eth1
	plug eth0
	wait_eq "eth0" 3000 "ok failback" standby_state eth0
	check_eq "active" "$(active)" "- eth1 -"
	unplug eth1
	held 10.0.0.1 eth2
	check_eq "a standby is preferred" "$(active)" "- - eth2"
}

tests_run
