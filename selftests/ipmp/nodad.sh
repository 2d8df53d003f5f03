#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Duplicate address detection finds the old owner on the same link and fails,
# "optimistic" or not; and an address added without it is not announced by the
# kernel, whatever ndisc_notify says. So: no detection, and our own unsolicited
# neighbour advertisements, override set, at 0, 1 and 2 s.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"
require_command tcpdump

ALL_TESTS="trap_exists usable_at_once advertised peer_learns"

setup()
{
	local dev

	net_up || return
	for dev in eth0 eth1 eth2; do
		in_ns "$host" sysctl -qw "net.ipv6.conf.$dev.accept_dad=1" "net.ipv6.conf.$dev.ndisc_notify=1"
	done
}

trap_exists()
{
	h addr add fd00::1/64 dev eth0 nodad
	h addr add fd00::1/64 dev eth1
	check "detection fails on the same link" busywait 5000 dad_failed
}

dad_failed()
{
	h -6 -o addr show dev eth1 | grep -q dadfailed
}

pair_with_address()
{
	h addr add fd00::1/64 dev eth0
	check "detection at first" patient 5000 is_settled eth0
	pair adopt on
}

is_settled()
{
	! h -6 -o addr show dev "$1" scope global | grep -q tentative
}

usable_at_once()
{
	local flags

	pair_with_address
	unplug eth0
	bound fd00::1 eth1
	flags=$(h -6 -o addr show dev eth1 to fd00::1)
	check_match "flags" "$flags" "fd00::1/64 scope global"
	[[ $flags != *tentative* && $flags != *dadfailed* ]] || fail "address is $flags"
	reach fd00::254 fd00::1
	plug eth0
	bound fd00::1 eth0
	flags=$(h -6 -o addr show dev eth0 to fd00::1)
	[[ $flags != *tentative* && $flags != *dadfailed* ]] || fail "address is back as $flags"
	reach fd00::254 fd00::1
}

# Times, in ms after the first, of the advertisements of fd00::1 by eth1.
advertisements()
{
	awk -v mac="$MAC:11" '
		$2 == mac && /neighbor advertisement/ && /tgt is fd00::1,/ && /override/ && !/solicited/ {
			if (!n++)
				first = $1
			printf "%s%d", (n > 1 ? " " : ""), ($1 - first) * 1000 + 0.5
		}' "$1"
}

three_advertisements()
{
	[ "$(advertisements "$1" | wc -w)" -ge 3 ]
}

advertised()
{
	local seen times

	tmp seen
	pair_with_address
	ip netns exec "$peer" tcpdump -i eth0 -e -v -n -tt -l --immediate-mode \
		'icmp6 and ip6[40] == 136' >>"$seen" 2>"$seen.err" &
	defer kill $!
	busywait 5000 grep -q 'listening on' "$seen.err"
	unplug eth0
	bound fd00::1 eth1
	patient 5000 three_advertisements "$seen" || ktap_diag "$(cat "$seen")"
	times=$(advertisements "$seen")
	check_eq "advertisements" "$(wc -w <<<"$times")" 3
	# shellcheck disable=SC2086
	set -- $times
	check_range "second, ms" "${2:-}" 980 1100
	check_range "third, ms" "${3:-}" 1980 2200
}

peer_learns()
{
	pair_with_address
	reached fd00::1
	check_match "neighbour before" "$(p neigh show fd00::1)" "$MAC:10"
	unplug eth0
	bound fd00::1 eth1
	wait_eq "neighbour after" 1000 1 neighbour_count "$MAC:11"
	reached fd00::1
}

neighbour_count()
{
	p neigh show fd00::1 | grep -c "$1"
}

tests_run
