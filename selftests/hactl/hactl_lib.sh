# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What the tests of hactl share: a host with something of everything, its state, and refusals that leave it alone.
#
#   +----------------------------------------------------+
#   | host                                               |
#   |  trunk0 --- eth0, eth1     br0 --- eth3            |
#   |  trunk1                    eth2   eth4   eth5      |
#   |  data0: eth6 (home of 10.9.0.1/24), eth7           |
#   |  data1                                             |
#   +----------------------------------------------------+

. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

host=

require_root
require_command ip jq hactl
tmp=$(mktemp -d)
defer rm -rf "$tmp"
BASELINE=

# hx ARGUMENT...: hactl in the host's namespace
hx()
{
	hactl -n "$host" "$@"
}

# hxj ARGUMENT... FILTER
hxj()
{
	hj -n "$host" "$@"
}

setup_devices()
{
	local i

	setup_ns host || return
	for i in 0 1 2 3 4 5 6 7; do
		ip -n "$host" link add "eth$i" type dummy || return
		ip -n "$host" link set "eth$i" address "02:00:00:00:00:1$i"
	done
	ip -n "$host" link add br0 type bridge || return
	ip -n "$host" link set eth3 master br0
}

setup_trunks()
{
	hx trunk add trunk0 mode active-backup && hx trunk add trunk1 &&
		hx port add eth0 trunk trunk0 && hx port add eth1 trunk trunk0 &&
		ip -n "$host" link set trunk0 up &&
		busywait 5000 in_state trunk trunk0 '.trunk[0] | .carrier and .active_slave == "eth0"'
}

setup_groups()
{
	ip -n "$host" link set eth6 up && ip -n "$host" link set eth7 up || return
	hx ipmp add data0 && hx ipmp add data1 && hx interface add eth6 group data0 &&
		hx interface add eth7 group data0 &&
		hx address add 10.9.0.1/24 group data0 interface eth6 &&
		busywait 5000 in_state ipmp data0 '.ipmp[0].addresses[0].interface == "eth6"'
}

# in_state OBJECT NAME FILTER: whether it is true of what hactl shows
in_state()
{
	hx -j "$1" show "$2" | jq -e "$3" >/dev/null
}

# All there is to see, without what only time changes. Few processes: a virtual machine starts some twenty a second.
state()
{
	printf '%s\n' 'trunk show' 'port show' 'ipmp show' 'interface show' 'address show' >"$tmp/shows"
	hx -j -b "$tmp/shows" 2>&1 | sed 's/"since":[0-9]*//g'
	printf '%s\n' 'link show' 'addr show' 'route show table all' >"$tmp/ip"
	ip -n "$host" -d -b "$tmp/ip"
	ip -n "$host" -6 route show table all
	in_ns "$host" bash -c 'grep . /proc/sys/net/ipv4/conf/*/{arp_ignore,arp_announce,rp_filter}'
}

# Addresses and routes of a device that was just made come a little later. What is there then is what must stay.
settle()
{
	local before=

	until BASELINE=$(state); [ "$BASELINE" = "$before" ]; do
		before=$BASELINE
		sleep 0.3
	done
}

# refused STATUS ERE COMMAND...: one line on stderr that says why, nothing on stdout, the exit status, and the state
# is still the baseline.
refused()
{
	local status=$1 ere=$2 out err rc now

	shift 2
	out=$("$@" 2>"$tmp/err")
	rc=$?
	err=$(<"$tmp/err")
	check_eq "exit status of $*" "$rc" "$status"
	check_match "stderr of $*" "$err" "^hactl: .*($ere)"
	[[ $err != *$'\n'* ]] || fail "more than one line on stderr: $*"
	check_eq "stdout of $*" "$out" ""
	now=$(state)
	check_same "state after $*" "$BASELINE" "$now"
	BASELINE=$now
}

# bad NAME STATUS ERE ARGUMENT...: a test of that name: hactl in the host's namespace refuses that
bad()
{
	local words

	printf -v words '%q ' "${@:2:2}" hx "${@:4}"
	eval "$1() { refused $words; }"
	ALL_TESTS+=" $1"
}
