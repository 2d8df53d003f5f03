#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# failback on: a repaired interface becomes active and gets its addresses
# back. failback off: it stays inactive until another fails, unless the whole
# group had failed.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="on off off_then_other_fails off_after_group_failure turned_on_later updelay updelay_interrupted updelay_skipped
	asked_while_dead"

base()
{
	h addr add 10.0.0.1/24 dev eth0
	h addr add fd00::1/64 dev eth0
	pair adopt on "$@"
}

# state DEV: "STATE REASON ACTIVE"
state()
{
	of_interface "$1" state reason active
}

on()
{
	base failback on
	unplug eth0
	bound 10.0.0.1 eth1
	wait_eq "eth0" 3000 "failed carrier false" state eth0
	plug eth0
	bound 10.0.0.1 eth0
	bound fd00::1 eth0
	check_eq "eth0" "$(state eth0)" "ok none true"
	check_eq "moves" "$(of_addresses moves)" 2,2
}

off()
{
	base failback off
	unplug eth0
	bound 10.0.0.1 eth1
	plug eth0
	wait_eq "eth0" 3000 "ok failback false" state eth0
	check_eq "IPv4" "$(where 10.0.0.1)" eth1
	check_eq "IPv6" "$(where fd00::1)" eth1
	check_eq "group" "$(of_group state)" ok
}

off_then_other_fails()
{
	base failback off
	unplug eth0
	bound 10.0.0.1 eth1
	plug eth0
	wait_eq "eth0" 3000 "ok failback false" state eth0
	unplug eth1
	bound 10.0.0.1 eth0
	bound fd00::1 eth0
	check_eq "eth0" "$(state eth0)" "ok none true"
	plug eth1
	wait_eq "eth1" 3000 "ok failback false" state eth1
}

off_after_group_failure()
{
	base failback off
	unplug eth0
	bound 10.0.0.1 eth1
	unplug eth1
	wait_eq "group" 3000 failed of_group state
	plug eth0
	bound 10.0.0.1 eth0
	check_eq "eth0" "$(state eth0)" "ok none true"
}

turned_on_later()
{
	base failback off
	unplug eth0
	bound 10.0.0.1 eth1
	plug eth0
	wait_eq "eth0" 3000 "ok failback false" state eth0
	ha ipmp set data0 failback on
	bound 10.0.0.1 eth0
	bound fd00::1 eth0
	check_eq "eth0" "$(state eth0)" "ok none true"
}

updelay()
{
	base updelay 6000
	unplug eth0
	bound 10.0.0.1 eth1
	plug eth0
	wait_eq "eth0" 1000 "failed updelay false" state eth0
	check_eq "before updelay" "$(where 10.0.0.1)" eth1
	check_not "back within 1 s" patient 1000 carries 10.0.0.1 eth0
	wait_eq "back" 9000 eth0 where 10.0.0.1
	wait_eq "eth0" 1000 "ok none true" state eth0
}

# A link that flaps does not collect up times.
updelay_interrupted()
{
	local n

	base updelay 5000
	unplug eth0
	bound 10.0.0.1 eth1
	for n in 1 2 3; do
		plug eth0
		check_not "back in flap $n" patient 500 carries 10.0.0.1 eth0
		unplug eth0
		sleep 0.3
	done
	plug eth0
	wait_eq "back at last" 9000 eth0 where 10.0.0.1
}

# With nothing else to use there is no reason to wait, whether the last one failed before or after.
updelay_skipped()
{
	base updelay 60000
	unplug eth0
	unplug eth1
	wait_eq "group" 3000 failed of_group state
	plug eth0
	wait_eq "the first one back" 2000 "ok none true" state eth0
	plug eth1
	wait_eq "the second waits" 2000 "failed updelay false" state eth1
	unplug eth0
	wait_eq "until it is alone" 2000 "ok none true" state eth1
	bound 10.0.0.1 eth1
}

# A neighbour asked for on the dead link is asked for again when the link is back, not when its second is over.
asked_while_dead()
{
	local ll to

	base
	ll=$(p -6 -o addr show dev eth0 scope link | grep -o 'fe80::[^/]*')
	unplug eth0
	bound 10.0.0.1 eth1
	for to in 10.0.0.254 "$ll"; do
		in_ns "$host" ping -q -c 1 -W 0.1 -I eth0 "$to" >/dev/null 2>&1
		check_match "asked for $to" "$(h neigh show "$to" dev eth0)" INCOMPLETE
	done
	plug eth0
	bound 10.0.0.1 eth0
	for to in 10.0.0.254 "$ll%eth0"; do
		check "$to at once" in_ns "$host" ping -q -c 1 -W 0.3 "$to"
	done
}

tests_run
