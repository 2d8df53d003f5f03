#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What cannot be a port is refused: with a text that says why, and without a trace.
#
#   +-----------------------------------------------------+
#   | host                                                |
#   |  trunk0 --- eth0      lo, tun, dummy.10, br0 --- d0 |
#   |    |                                                |
#   |  trunk0.5                                           |
#   +-----------------------------------------------------+
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/trunk_lib.sh"

ALL_TESTS="loopback not_ethernet has_a_master itself a_device_above_it bridge_above_it trunk_in_trunk receive_handler_busy
	bond_port one_port_too_many no_such_master port_option_of_no_port wrong_kind no_privilege user_namespace"

setup()
{
	setup_ns host
	ip -n "$host" link add eth0 type dummy || return
	ip -n "$host" link set eth0 address 02:00:00:00:00:10
	trunk_add "$host" trunk0 || return
	port_add "$host" trunk0 eth0 || return
	ip -n "$host" link set trunk0 up
	wait_eq "carrier" 2000 1 link_get "$host" trunk0 carrier
}

# All there is to see, without what only time changes.
state()
{
	ip -n "$host" -d link show
	in_ns "$host" bridge fdb show
	ip -n "$host" -d addr show
	trunk_get "$host" trunk0 mode
	port_get "$host" eth0 state
}

# refused DEV ERE [MASTER]: a text that names the reason, in the form of kernel texts, and the same state as before
refused()
{
	local dev=$1 ere=$2 master=${3:-trunk0} before text

	# Of what was made for the test, addresses may yet come.
	wait_eq "quiet" 5000 yes quiet
	before=$(state)
	expect_fail 2 "$ere" ip -n "$host" link set "$dev" master "$master"
	text=$("$TOOLS/rtlink" -n "$host" link "$dev" link.10:dev:"$master" 2>&1)
	check_match "text" "${text#*: }" '^trunk: [^A-Z].*[^.]$'
	check_same "state" "$before" "$(state)"
}

quiet()
{
	local one

	one=$(state)
	sleep 0.2
	[ "$one" = "$(state)" ] && echo yes
}

loopback()
{
	refused lo 'loopback'
}

not_ethernet()
{
	ip -n "$host" tunnel add tun7 mode ipip remote 192.0.2.1 local 192.0.2.2 2>/dev/null ||
		ip -n "$host" tuntap add dev tun7 mode tun || { skip "no device that is not Ethernet"; return; }
	refused tun7 '[Ee]thernet'
}

has_a_master()
{
	ip -n "$host" link add br0 type bridge
	ip -n "$host" link add d0 master br0 type dummy
	# The kernel itself releases a port from its old master first, so that a move must be made in two steps where the
	# new one refuses; what is refused here is a port of a trunk that another device takes.
	check "from a bridge to the trunk" ip -n "$host" link set d0 master trunk0
	check_eq "master" "$(link_get "$host" d0 master)" trunk0
}

itself()
{
	refused trunk0 '.'
}

a_device_above_it()
{
	ip -n "$host" link add link trunk0 name trunk0.5 type vlan id 5
	refused trunk0.5 'loop|above|on top|upper|stack'
	ip -n "$host" link add link trunk0.5 name mv0 type macvlan
	refused mv0 'loop|above|on top|upper|stack'
}

bridge_above_it()
{
	ip -n "$host" link add br0 type bridge
	ip -n "$host" link set trunk0 master br0
	refused br0 'loop|above|on top|upper|stack|bridge'
}

trunk_in_trunk()
{
	check "trunk1" trunk_add "$host" trunk1
	refused trunk1 'trunk'
}

# A macvlan (or a bridge, a team) already takes all that the device receives.
receive_handler_busy()
{
	ip -n "$host" link add eth1 type dummy
	ip -n "$host" link add mv1 link eth1 type macvlan
	refused eth1 'busy|in use|receive|handler'
}

bond_port()
{
	require_bonding || return
	ip -n "$host" link add bond0 type bond
	ip -n "$host" link add eth1 type dummy
	ip -n "$host" link set eth1 master bond0
	check "from a bond to the trunk" ip -n "$host" link set eth1 master trunk0
	check_eq "master" "$(link_get "$host" eth1 master)" trunk0
	check_eq "slave flag" "$(port_get "$host" eth1 mii_status)" UP
}

require_bonding()
{
	module_load bonding max_bonds=0 2>/dev/null || { skip "no bonding"; return 1; }
}

one_port_too_many()
{
	local i batch=''

	for ((i = 1; i < 64; i++)); do
		batch+="link add e$i type dummy"$'\n'"link set e$i master trunk0"$'\n'
	done
	check "64 ports" ip -n "$host" -batch - <<<"$batch"
	ip -n "$host" link add e64 type dummy
	refused e64 64
}

no_such_master()
{
	ip -n "$host" link add eth1 type dummy
	expect_fail + . ip -n "$host" link set eth1 master nothing
	expect_fail 2 . ip -n "$host" link set eth1 master eth0
	check_eq "master" "$(link_get "$host" eth1 master)" none
}

port_option_of_no_port()
{
	ip -n "$host" link add eth1 type dummy
	expect_fail 1 '.' port_set "$host" eth1 prio 5
	expect_fail 1 '.' port_set "$host" eth1 weight 5
	check_eq "prio" "$(port_get "$host" eth1 prio)" none
	check_eq "weight" "$(port_get "$host" eth1 weight)" none
	check_eq "prio of the port" "$(port_get "$host" eth0 prio)" 0
	check_eq "weight of the port" "$(port_get "$host" eth0 weight)" 0
}

# A program written for bonding that names bonding's kind must not change a trunk by mistake.
wrong_kind()
{
	expect_fail 1 '.' "$TOOLS/rtlink" -n "$host" set trunk0 bond 1:u8:1
	check_eq "mode" "$(trunk_get "$host" trunk0 mode)" balance-xor
}

no_privilege()
{
	local before

	command -v setpriv >/dev/null || { skip "no setpriv"; return; }
	ip -n "$host" link add eth1 type dummy
	before=$(state)
	expect_fail 2 'not permitted' in_ns "$host" setpriv --bounding-set -net_admin --inh-caps -net_admin \
		ip link add trunk9 type trunk
	expect_fail 2 'not permitted' in_ns "$host" setpriv --bounding-set -net_admin --inh-caps -net_admin \
		ip link set eth1 master trunk0
	expect_fail 2 'not permitted' in_ns "$host" setpriv --bounding-set -net_admin --inh-caps -net_admin \
		ip link del trunk0
	check_same "state" "$before" "$(state)"
}

# Root of a user namespace owns the network namespace that goes with it, and no other.
user_namespace()
{
	unshare -Urn true 2>/dev/null || { skip "no user namespaces"; return; }
	check "own" unshare -Urn sh -ec '
		ip link add trunk0 type trunk
		ip link add d0 type dummy
		ip link set d0 master trunk0
		ip link set trunk0 up
		ip link del trunk0'
	expect_fail 2 'not permitted' in_ns "$host" unshare -Ur ip link add trunk9 type trunk
	expect_fail 2 'not permitted' in_ns "$host" unshare -Ur ip link set eth0 nomaster
	check_eq "master" "$(link_get "$host" eth0 master)" trunk0
}

tests_run
