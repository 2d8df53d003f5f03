#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Bonding's hash policies: each frame leaves by the port that the in-kernel bond chooses, and by no other.
#
#   +--------------------------+
#   | host          +-- b0     |
#   |  bond0 -------+-- b1     |
#   |               +-- ...    |
#   |               +-- t0     |
#   |  trunk0 ------+-- t1     |
#   |               +-- ...    |
#   +--------------------------+
#
# portcmp sends the same frame by both and compares the numbers of the ports (dummies): random headers of every kind,
# cut short, of every length from 14 to 128, in one piece and in two.
#
# vm: mode=virtual timeout=400
. "$(dirname "$0")/trunk_lib.sh"
[ -x "$TOOLS/portcmp" ] || make -s -C "$TOOLS" portcmp >/dev/null 2>&1 || skip_all "no portcmp: make -C $TOOLS"
module_load bonding max_bonds=0 2>/dev/null || skip_all "no bonding"

ALL_TESTS="two_ports three_ports seven_ports tag_beside_the_frame service_tag_beside_the_frame local_sockets
	ports_added_again lost_port_moves_only_its_own change_while_up"

POLICIES="layer2 layer3+4 layer2+3 encap2+3 encap3+4 vlan+srcmac"
WORDS[xmit_hash_policy]=$POLICIES
FRAMES=2000

# setup_both N: bond0 over b0 ..., trunk0 over t0 ...
setup_both()
{
	local batch='' i

	setup_ns host || return
	# Nothing may leave but what is sent.
	in_ns "$host" sysctl -qw net.ipv6.conf.default.disable_ipv6=1 net.ipv6.conf.all.disable_ipv6=1
	trunk_add "$host" trunk0 miimon 20 || return
	batch="link add bond0 type bond mode balance-xor miimon 20"$'\n'
	for ((i = 0; i < $1; i++)); do
		batch+="link add b$i type dummy"$'\n'"link set b$i master bond0"$'\n'
		batch+="link add t$i type dummy"$'\n'"link set t$i master trunk0"$'\n'
	done
	batch+="link set bond0 mtu 9000 up"$'\n'"link set trunk0 mtu 9000 up"$'\n'
	ip -n "$host" -batch - <<<"$batch" || return
	wait_eq "last port" 2000 UP port_get "$host" "t$(($1 - 1))" mii_status
	wait_eq "last port of the bond" 2000 up bond_port "b$(($1 - 1))"
}

bond_port() { in_ns "$host" cat "/sys/class/net/$1/bonding_slave/mii_status"; }

set_policy()
{
	ip -n "$host" link set bond0 type bond xmit_hash_policy "$1"
	trunk_set "$host" trunk0 xmit_hash_policy "$1"
}

# compare N [BOND TRUNK]: by every policy
compare()
{
	local n=$1 out policy

	shift
	for policy in $POLICIES; do
		set_policy "$policy"
		out=$("$TOOLS/portcmp" -n "$host" -c "$FRAMES" -s "$n" "$n" "${1:-bond0}" b "${2:-trunk0}" t)
		check_eq "$policy" "$(tail -n 1 <<<"$out")" "$FRAMES frames, 0 differ, ports used: $n $n" || ktap_diag "$out"
	done
}

two_ports() { setup_both 2 && compare 2; }
three_ports() { setup_both 3 && compare 3; }
seven_ports() { setup_both 7 && compare 7; }

# vlan_both PROTOCOL: bond0.5, trunk0.5
vlan_both()
{
	local dev

	for dev in bond0 trunk0; do
		ip -n "$host" link add link "$dev" name "$dev.5" up type vlan proto "$1" id 5 egress-qos-map 0:3 || return
	done
}

tag_beside_the_frame() { setup_both 3 && vlan_both 802.1Q && compare 3 bond0.5 trunk0.5; }
service_tag_beside_the_frame() { setup_both 3 && vlan_both 802.1ad && compare 3 bond0.5 trunk0.5; }

# The hash of a socket counts for encap3+4, and only for that.
local_sockets()
{
	local dev policy out

	setup_both 3 || return
	ip -n "$host" addr add 10.9.0.1/32 dev lo
	for dev in bond0 trunk0; do
		ip -n "$host" link set "$dev" address 02:00:00:00:00:01
		ip -n "$host" route append 10.9.9.0/24 dev "$dev" src 10.9.0.1 metric "${#dev}"
		ip -n "$host" neigh add 10.9.9.9 lladdr 02:00:00:00:00:02 dev "$dev"
	done
	for policy in $POLICIES; do
		set_policy "$policy"
		out=$("$TOOLS/portcmp" -n "$host" -c 300 -u 3 bond0 b trunk0 t)
		check_match "$policy" "$out" '^300 frames, 0 differ'
		case $policy in
		*4)	check_match "$policy" "$out" 'used: 3 3$' ;;
		*)	check_match "$policy" "$out" 'used: 1 1$' ;;
		esac
	done
}

# The order of the ports is that of their addition, not of their names or indices.
ports_added_again()
{
	local dev

	setup_both 3 || return
	for dev in b0 t0; do
		ip -n "$host" link set "$dev" nomaster
	done
	for dev in b0:bond0 t0:trunk0; do
		ip -n "$host" link set "${dev%:*}" down
		ip -n "$host" link set "${dev%:*}" master "${dev#*:}"
	done
	wait_eq "port" 2000 UP port_get "$host" t0 mii_status
	wait_eq "port of the bond" 2000 up bond_port b0
	compare 3
}

# ports_of: the port of each frame, in PORTS_OF
ports_of()
{
	PORTS_OF=$("$TOOLS/portcmp" -n "$host" -c "$FRAMES" -s 9 4 trunk0 t)
}

# Not so with a bond: its hash is taken modulo the ports that are left.
lost_port_moves_only_its_own()
{
	local before

	setup_both 4 || return
	set_policy layer3+4
	ports_of
	before=$PORTS_OF
	check_range "frames of t1" "$(grep -c 1 <<<"$before")" $((FRAMES / 8)) $((FRAMES / 2))
	carrier_off t1
	ports_of
	check_eq "frames of the others that moved" "$(paste -d ' ' <(echo "$before") <(echo "$PORTS_OF") |
		awk '$1 != 1 && $1 != $2' | wc -l)" 0
	check_eq "frames on the lost port" "$(grep -c 1 <<<"$PORTS_OF")" 0
	check_eq "ports that have taken them" "$(paste -d ' ' <(echo "$before") <(echo "$PORTS_OF") |
		awk '$1 == 1 { print $2 }' | sort -u | wc -l)" 3
	carrier_on t1
	ports_of
	check_same "all are back" "$before" "$PORTS_OF"
}

# The policy of a trunk that is up may change, to flow and back too.
change_while_up()
{
	local before

	setup_both 4 || return
	set_policy layer2
	ports_of
	before=$PORTS_OF
	trunk_set "$host" trunk0 xmit_hash_policy 64
	ports_of
	check_ne "ports by flow" "$PORTS_OF" "$before"
	trunk_set "$host" trunk0 xmit_hash_policy layer2
	ports_of
	check_same "ports by layer2 again" "$before" "$PORTS_OF"
}

tests_run
