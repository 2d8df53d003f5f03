#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# An address with lifetimes (DHCP, SLAAC) moves with what is left of them. The
# kernel leaves the prefix route of such an IPv6 address behind on the old
# device until it would have expired.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="trap_exists ipv4 ipv6 stale_prefix_route admin_down expired_stays_away"

# lifetimes ADDR DEV: "VALID PREFERRED" in seconds
lifetimes()
{
	h -o addr show dev "$2" to "$1" |
		sed -nE 's/.*valid_lft ([0-9]+|forever)(sec)? preferred_lft ([0-9]+|forever)(sec)?.*/\1 \3/p'
}

prefix_on()
{
	h -6 route show "$1" dev "$2"
}

trap_exists()
{
	h addr add fd00::1/64 dev eth0 valid_lft 600 preferred_lft 300
	h addr del fd00::1/64 dev eth0
	check_match "prefix route left by the kernel" "$(prefix_on fd00::/64 eth0)" fd00
}

# counts_down ADDR: it goes on to count on the other device, and back
counts_down()
{
	local address=$1 began

	began=$(now_ms)
	pair adopt on
	check "counts" patient 8000 below "$address" eth0 598
	"${break_it[@]}"
	held "$address" eth1
	is_left "$address" eth1
	check "counts away" patient 8000 below "$address" eth1 594
	"${heal_it[@]}"
	bound "$address" eth0
	is_left "$address" eth0
}

# is_left ADDR DEV: what the clock says is left of 600 and 300 s
is_left()
{
	local valid preferred gone

	read -r valid preferred < <(lifetimes "$1" "$2")
	gone=$((($(now_ms) - began) / 1000))
	check_range "valid on $2" "${valid:-0}" $((600 - gone - 4)) $((600 - gone + 2))
	check_range "preferred on $2" "${preferred:-0}" $((300 - gone - 4)) $((300 - gone + 2))
}

break_it=(unplug eth0)
heal_it=(plug eth0)

below()
{
	local valid

	read -r valid _ < <(lifetimes "$1" "$2")
	[ "$valid" -le "$3" ]
}

ipv4()
{
	h addr add 10.0.0.1/24 dev eth0 valid_lft 600 preferred_lft 300
	counts_down 10.0.0.1
}

ipv6()
{
	h addr add fd00::1/64 dev eth0 valid_lft 600 preferred_lft 300
	counts_down fd00::1
}

stale_prefix_route()
{
	h addr add fd00::1/64 dev eth0 valid_lft 600 preferred_lft 300
	pair adopt on
	unplug eth0
	bound fd00::1 eth1
	wait_eq "prefix route on eth0" 3000 "" prefix_on fd00::/64 eth0
	check_match "prefix route on eth1" "$(prefix_on fd00::/64 eth1)" fd00
	reach fd00::254 fd00::1
	plug eth0
	bound fd00::1 eth0
	wait_eq "prefix route left on eth1" 3000 "" prefix_on fd00::/64 eth1
	check_match "prefix route at home" "$(prefix_on fd00::/64 eth0)" fd00
	reach fd00::254 fd00::1
}

# From the copy only: the time since it was taken counts too.
admin_down()
{
	local break_it=(h link set eth0 down) heal_it=(h link set eth0 up)

	h addr add fd00::1/64 dev eth0 valid_lft 600 preferred_lft 300
	counts_down fd00::1
}

# One that ran out is gone; no move may bring it back.
expired_stays_away()
{
	h addr add 10.0.0.1/24 dev eth0 valid_lft 4 preferred_lft 2
	h addr add fd00::1/64 dev eth0 valid_lft 4 preferred_lft 2
	h addr add 10.0.2.2/24 dev eth0
	pair adopt on
	check "expired" patient 20000 nothing_left
	unplug eth0
	bound 10.0.2.2 eth1
	check_eq "the expired" "$(both_where)" " "
	plug eth0
	bound 10.0.2.2 eth0
	check_eq "the expired" "$(both_where)" " "
}

nothing_left()
{
	[ "$(both_where)" = " " ]
}

both_where()
{
	echo "$(where 10.0.0.1) $(where fd00::1)"
}

tests_run
