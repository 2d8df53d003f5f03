#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The kernel does not announce an address that is added. The survivor must:
# gratuitous ARP in the form of a request (Linux takes that whatever its
# arp_accept says), before the old owner loses the address, again at 1 and 2 s.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"
require_command tcpdump

ALL_TESTS="trap_exists form_and_times every_address peer_learns announced_before_deleted not_after_leaving"

# of ADDR MAC FILE: times, in ms after the first, of its announcements
of()
{
	awk -v mac="$2" -v want="who-has $1 \\\\([^)]*\\\\) tell $1," -v want2="who-has $1 tell $1," '
		$2 == mac && ($0 ~ want2 || $0 ~ want) && /ff:ff:ff:ff:ff:ff/ {
			if (!n++)
				first = $1
			printf "%s%d", (n > 1 ? " " : ""), ($1 - first) * 1000 + 0.5
		}' "$3"
}

count_of()
{
	of "$@" | wc -w
}

trap_exists()
{
	local seen

	tmp seen
	sniff "$seen" arp
	h addr add 10.0.0.1/24 dev eth1
	h addr add 10.0.0.2/24 dev eth1
	in_ns "$host" arping -q -c 1 -U -I eth1 -s 10.0.0.2 10.0.0.2
	wait_eq "ours by hand" 3000 1 count_of 10.0.0.2 "$MAC:11" "$seen"
	check_eq "announced by the kernel" "$(count_of 10.0.0.1 "$MAC:11" "$seen")" 0
}

form_and_times()
{
	local seen

	tmp seen
	h addr add 10.0.0.1/24 dev eth0
	pair adopt on
	sniff "$seen" arp
	unplug eth0
	bound 10.0.0.1 eth1
	patient 5000 at_least 4 10.0.0.1 "$MAC:11" "$seen"
	# shellcheck disable=SC2046
	set -- $(of 10.0.0.1 "$MAC:11" "$seen")
	# two before and after the old owner's address goes are as good as one
	[ "${2:-9999}" -gt 100 ] || shift
	check_eq "announcements" $# 3
	check_range "second, ms" "${2:-}" 980 1100
	check_range "third, ms" "${3:-}" 1980 2200
	check_eq "any as a reply" "$(grep -c 'Reply 10.0.0.1 ' "$seen")" 0
}

at_least()
{
	[ "$(count_of "${@:2}")" -ge "$1" ]
}

every_address()
{
	local seen n

	tmp seen
	for n in 1 2 3; do
		echo "addr add 10.0.0.$n/24 dev eth0"
	done | hbatch
	pair adopt on
	sniff "$seen" arp
	unplug eth0
	for n in 1 2 3; do
		check "announcements of 10.0.0.$n" patient 5000 at_least 3 "10.0.0.$n" "$MAC:11" "$seen"
	done
	: >"$seen"
	plug eth0
	for n in 1 2 3; do
		check "announcements of 10.0.0.$n back" patient 5000 at_least 3 "10.0.0.$n" "$MAC:10" "$seen"
	done
}

peer_learns()
{
	h addr add 10.0.0.1/24 dev eth0
	pair adopt on
	reached 10.0.0.1
	check_match "neighbour before" "$(p neigh show 10.0.0.1)" "$MAC:10"
	unplug eth0
	bound 10.0.0.1 eth1
	check_match "neighbour after" "$(p neigh show 10.0.0.1)" "$MAC:11"
	plug eth0
	bound 10.0.0.1 eth0
	check_match "neighbour at home" "$(p neigh show 10.0.0.1)" "$MAC:10"
}

# Both on one clock: the frames that the peer receives, and the kernel's word
# that the address left eth1, tapped as it is sent (nlmon).
announced_before_deleted()
{
	local seen taps first deleted

	tmp seen
	tmp taps
	if ! h link add nlmon0 type nlmon; then
		skip "no nlmon"
		return
	fi
	defer ip -n "$host" link del nlmon0
	h link set nlmon0 up
	h addr add 10.0.0.1/24 dev eth0
	pair adopt on
	unplug eth0
	bound 10.0.0.1 eth1
	# A tap sees what has a listener, and the ring holds few frames of full size.
	ip netns exec "$host" ip monitor address >/dev/null &
	defer kill $!
	ip netns exec "$host" tcpdump -i nlmon0 -s 128 -n -tt -x -l --immediate-mode >"$taps" 2>"$taps.err" &
	defer kill $!
	busywait 5000 grep -q 'listening on' "$taps.err"
	sniff "$seen" arp
	plug eth0
	bound 10.0.0.1 eth0
	patient 5000 at_least 1 10.0.0.1 "$MAC:10" "$seen"
	first=$(awk -v mac="$MAC:10" '$2 == mac && /who-has 10.0.0.1/ && /tell 10.0.0.1/ { print $1; exit }' "$seen")
	busywait 3000 deletion "$taps" >/dev/null
	deleted=$(deletion "$taps")
	check_match "time of the first announcement" "$first" '^[0-9.]+$'
	check_match "time of the deletion" "$deleted" '^[0-9.]+$'
	check "announced at $first, deleted at $deleted" \
		awk -v a="$first" -v d="$deleted" 'BEGIN { exit !(a < d) }'
}

# deletion FILE: when RTM_DELADDR (type 21) of an IPv4 address was first told.
# tcpdump puts 16 bytes of its own before the netlink header.
deletion()
{
	awk '
		/^[0-9]+\./	{ at = $1 }
		/0x0010:/	{ type = $4 }
		/0x0020:/ && type == "1500" && substr($2, 1, 2) == "02" {
			print at
			found = 1
			exit
		}
		END { exit !found }' "$1"
}

# What is announced at 1 and 2 s must still be ours then.
not_after_leaving()
{
	local seen

	tmp seen
	h addr add 10.0.0.1/24 dev eth0
	pair adopt on
	unplug eth0
	bound 10.0.0.1 eth1
	sniff "$seen" arp
	plug eth0
	bound 10.0.0.1 eth0
	: >"$seen"
	check "announcements by eth0" patient 5000 at_least 2 10.0.0.1 "$MAC:10" "$seen"
	check_eq "announcements by eth1, which has it no more" "$(count_of 10.0.0.1 "$MAC:11" "$seen")" 0
}

tests_run
