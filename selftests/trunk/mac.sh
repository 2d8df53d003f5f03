#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Which Ethernet address the trunk and each port has, before and after failovers, and what the neighbours learn of it.
# Where a bond has the same, the same is asked of it.
#
#   +----------------------+                +---------------------+
#   | host       +-- eth0 -+----------------+- p0 --+        peer |
#   |  dev0   ---+-- eth1 -+----------------+- p1 --+-- sw0       |
#   |            +-- eth2 -+----------------+- p2 --+             |
#   +----------------------+                +---------------------+
#
# shellcheck disable=SC2154 # setup_ns sets host and peer
# vm: mode=virtual timeout=300
. "$(dirname "$0")/kind_lib.sh"
require_command tcpdump

ALL_TESTS="fail_over_none fail_over_active fail_over_follow frames_at_failover many_failovers announced live_under_traffic
	other_modes cannot_change cannot_change_in_other_modes own_address_changes address_by_hand given_back
	moved_to_a_namespace module_unloaded policy_first policy_lowest policy_primary policy_fixed policy_live policy_by_hand
	policy_and_fail_over policy_of_a_rigid_port"

peer_link() { ip -n "$peer" link set "p$1" "$2"; }
address() { link_get "$host" "$1" address; }

# addresses DEV...: their last two digits; 10, 11 and 12 are those that eth0, eth1 and eth2 came with
addresses()
{
	local dev out=

	for dev; do
		out+=" $(address "$dev" | tail -c 3)"
	done
	echo "${out# }"
}

all_addresses() { addresses dev0 eth0 eth1 eth2; }
active() { trunk_get "$host" dev0 active_slave; }

# Loss of the active port, of the next, of all, and repair.
fail_over()
{
	local kind=$1 how=$2

	build "$kind" bridge mode active-backup fail_over_mac "$how" || return
	say_state "up"
	say "addresses" "$(all_addresses)"
	say_ping "up"
	timed loss eth0 DOWN peer_link 0 down
	say_state "p0 lost"
	say_ping "p0 lost"
	peer_link 0 up
	wait_eq "eth0" 5000 UP mii eth0
	say_state "p0 back"
	ipn link set dev0 type "$kind" active_slave eth2
	# With follow those of the others depend, in a bond, on who was active before.
	say "eth2 by hand" "$(active) $(addresses dev0 eth2)"
	say_ping "eth2 by hand"
	ipn link set eth2 nomaster
	say "eth2 removed" "$(active) $(addresses dev0 "$(active)" eth2)"
	say_ping "eth2 removed"
	ipn link del dev0
	say "given back" "$(addresses eth0 eth1 eth2)"
}

fail_over_none() { both fail_over none; }
fail_over_active() { both fail_over active; }
fail_over_follow() { both fail_over follow; }

# trunk_up HOW [OPTION VALUE]...: dev0 in active-backup over three ports behind a bridge, eth0 active
trunk_up()
{
	local i

	setup_hosts 3 bridge || return
	trunk_add "$host" dev0 mode active-backup fail_over_mac "$@" || return
	for i in 0 1 2; do
		echo "link set eth$i address 02:00:00:00:00:1$i"
		echo "link set eth$i master dev0"
	done | ip -n "$host" -batch - || return
	ip -n "$host" -batch - <<-EOS
		addr add 10.0.0.1/24 dev dev0
		link set dev0 up
	EOS
	wait_eq "last port" 5000 UP mii eth2
	wait_eq "active" 2000 eth0 active
	busywait 5000 reachable "$host" 10.0.0.2 >/dev/null || fail "no answer from the peer"
}

# What leaves does not wait for the addresses; what comes is lost until the peer has heard of it, at once.
frames_at_failover()
{
	local how

	for how in none active follow; do
		trunk_up "$how" || return
		stream_start "$host" 10.0.0.1 "$peer" 10.0.0.2 1000 400
		sleep 0.1
		ipn link set eth0 down
		stream_end
		check_eq "$how: lost" "$LOST" 0
		stream_start "$peer" 10.0.0.2 "$host" 10.0.0.1 1000 400
		sleep 0.1
		ipn link set eth1 down
		stream_end
		check_eq "$how: active" "$(active)" eth2
		check_range "$how: lost of what came" "$LOST" 0 2
	done
}

# After any number of them each has the address that it would have had from the start.
many_failovers()
{
	local i wanted

	trunk_up follow || return
	for i in 1 2 0 2 1 0 1; do
		check "active eth$i" ipn link set dev0 type trunk active_slave "eth$i"
		case $i in
		0) wanted="10 10 11 12" ;;
		1) wanted="10 11 10 12" ;;
		2) wanted="10 12 11 10" ;;
		esac
		check_eq "eth$i" "$(all_addresses)" "$wanted"
		check "ping by eth$i" reachable "$host" 10.0.0.2
	done
}

# neighbour: last two digits of the address that the peer has for ours
neighbour() { ip -n "$peer" neigh show 10.0.0.1 | sed -n 's/.*lladdr [0-9a-f:]*\([0-9a-f][0-9a-f]\) .*/\1/p'; }

announced()
{
	trunk_up active || return
	check_eq "before" "$(neighbour)" 10
	in_ns "$peer" sysctl -qw net.ipv4.conf.sw0.arp_accept=0
	capture "$peer" sw0 arp
	peer_link 0 down
	wait_eq "active" 1000 eth1 active
	# Gratuitous ARP tells whoever has an entry; one of the new address, none of the old.
	wait_eq "neighbour" 1000 11 neighbour
	capture_stop
	check_eq "address" "$(address dev0)" 02:00:00:00:00:11
	check "announced" grep -q 'Announcement\|Request who-has 10.0.0.1 ' "$CAPTURE"
	check "reached at once" in_ns "$peer" ping -q -n -c 1 -W 1 10.0.0.1
}

# With ports, under traffic, in any order: nothing is lost where nobody else's address changes.
live_under_traffic()
{
	local how

	trunk_up none || return
	check_eq "none" "$(all_addresses)" "10 10 10 10"
	stream_start "$host" 10.0.0.1 "$peer" 10.0.0.2 2000 900
	for how in follow active none active follow none; do
		check "$how" ipn link set dev0 type trunk fail_over_mac "$how"
		case $how in
		none) check_eq "$how" "$(all_addresses)" "10 10 10 10" ;;
		*) check_eq "$how" "$(all_addresses)" "10 10 11 12" ;;
		esac
		sleep 0.1
	done
	stream_end
	check_eq "lost" "$LOST" 0
	ipn link set dev0 down
	check "down" ipn link set dev0 type trunk fail_over_mac active
	check_eq "down" "$(addresses eth0 eth1 eth2)" "10 11 12"
}

# Kept for the mode that it is of; a bond keeps it too.
other_modes()
{
	local mode

	trunk_up active || return
	for mode in balance-xor balance-rr broadcast 802.3ad balance-tlb; do
		check "$mode" ipn link set dev0 type trunk mode "$mode"
		check_eq "$mode" "$(all_addresses)" "10 10 10 10"
		check_eq "$mode keeps it" "$(trunk_get "$host" dev0 fail_over_mac)" active
		check "back" ipn link set dev0 type trunk mode active-backup
		check_eq "back from $mode" "$(addresses eth0 eth1 eth2)" "10 11 12"
	done
}

# with_ifb [OPTION VALUE]...: dev0 over eth0 and ifb7, whose address nobody can change
with_ifb()
{
	module_load ifb numifbs=0 || { skip "no ifb"; return 1; }
	setup_hosts 1 none || return
	ipn link add ifb7 address 02:00:00:00:00:17 type ifb
	ipn link set eth0 address 02:00:00:00:00:10
	expect_fail 2 . ipn link set ifb7 address 02:00:00:00:00:18
	trunk_add "$host" dev0 "$@"
}

# Such a port keeps its address, before or after the others: then the trunk has that of the active one, as a bond has
# where it is the first.
cannot_change()
{
	local first second

	for first in ifb7 eth0; do
		with_ifb mode active-backup || return
		second=eth0
		[ "$first" = ifb7 ] || second=ifb7
		check "$first" port_add "$host" dev0 "$first"
		check "$second" port_add "$host" dev0 "$second"
		check "prio" port_set "$host" ifb7 prio 5
		ipn link set dev0 up
		wait_eq "active" 2000 ifb7 active
		check_eq "ifb7 active" "$(addresses dev0 ifb7 eth0)" "17 17 10"
		ipn link set ifb7 down
		wait_eq "active" 2000 eth0 active
		check_eq "eth0 active" "$(addresses dev0 ifb7 eth0)" "10 17 10"
		check_eq "the option is as it was" "$(trunk_get "$host" dev0 fail_over_mac)" none
		# In another mode it would have to have the address of the trunk.
		expect_fail 2 'only active-backup' ipn link set dev0 type trunk mode balance-xor
		check_eq "mode" "$(trunk_get "$host" dev0 mode)" active-backup
		ipn link set ifb7 nomaster
		check_eq "none again" "$(addresses dev0 eth0)" "10 10"
		check "mode" ipn link set dev0 type trunk mode balance-xor
	done
}

cannot_change_in_other_modes()
{
	with_ifb mode balance-xor || return
	check "first" port_add "$host" dev0 eth0
	expect_fail 2 'cannot change its address' ipn link set ifb7 master dev0
	ipn link set eth0 nomaster
	check "the address of the device" ipn link set dev0 address 02:00:00:00:00:17
	check "ifb7" port_add "$host" dev0 ifb7
	check "eth0" port_add "$host" dev0 eth0
	check_eq "addresses" "$(addresses dev0 ifb7 eth0)" "17 17 17"
	expect_fail 2 . ipn link set dev0 address 02:00:00:00:00:18
	check_eq "addresses" "$(addresses dev0 ifb7 eth0)" "17 17 17"
}

# A port with its own address may be given another, as a virtual function is by its host.
own_address_changes()
{
	trunk_up none || return
	expect_fail 2 'address of its trunk' ipn link set eth1 address 02:00:00:00:00:31
	check "active" ipn link set dev0 type trunk fail_over_mac active
	check "of a backup" ipn link set eth1 address 02:00:00:00:00:31
	check "of the active one" ipn link set eth0 address 02:00:00:00:00:30
	check_eq "addresses" "$(all_addresses)" "30 30 31 12"
	check "ping" reachable "$host" 10.0.0.2
	ipn link del dev0
	check_eq "kept" "$(addresses eth0 eth1 eth2)" "30 31 12"
}

# An address that would not stay is refused: with active the port says which. With follow the active port has it.
address_by_hand()
{
	trunk_up active || return
	expect_fail 2 'address of its active port' ipn link set dev0 address 02:00:00:00:00:77
	check_eq "active" "$(all_addresses)" "10 10 11 12"
	check "follow" ipn link set dev0 type trunk fail_over_mac follow
	check "by hand" ipn link set dev0 address 02:00:00:00:00:77
	check_eq "follow" "$(all_addresses)" "77 77 11 12"
	check "ping" busywait 3000 reachable "$host" 10.0.0.2
	peer_link 0 down
	wait_eq "active" 1000 eth1 active
	wait_eq "follow" 1000 "77 10 77 12" all_addresses
	check "ping" reachable "$host" 10.0.0.2
}

given_back()
{
	local how

	for how in none active follow; do
		trunk_up "$how" || return
		peer_link 0 down
		wait_eq "active" 1000 eth1 active
		ipn link set eth1 nomaster
		wait_eq "active" 1000 eth2 active
		check_eq "$how: of the active one" "$(address eth1)" 02:00:00:00:00:11
		ipn link set eth0 nomaster
		check_eq "$how: of another" "$(address eth0)" 02:00:00:00:00:10
		check "ping" reachable "$host" 10.0.0.2
		ipn link del dev0
		check_eq "$how: of all" "$(addresses eth0 eth1 eth2)" "10 11 12"
	done
}

moved_to_a_namespace()
{
	local how elsewhere

	for how in none active follow; do
		trunk_up "$how" || return
		setup_ns elsewhere
		peer_link 0 down
		wait_eq "active" 1000 eth1 active
		ipn link set eth1 netns "$elsewhere"
		ipn link set eth0 netns "$elsewhere"
		check_eq "$how: elsewhere" "$(link_get "$elsewhere" eth0 address) $(link_get "$elsewhere" eth1 address)" \
			"02:00:00:00:00:10 02:00:00:00:00:11"
		wait_eq "active" 1000 eth2 active
		check "ping" reachable "$host" 10.0.0.2
	done
}

module_unloaded()
{
	local how

	for how in active follow; do
		trunk_up "$how" || return
		check "active" ipn link set dev0 type trunk active_slave eth2
		check "rmmod" module_unload trunk
		check_eq "$how" "$(addresses eth0 eth1 eth2)" "10 11 12"
		check "load" module_load trunk
	done
}

# policy_up MODE POLICY PORT...: dev0 over these, in this order
policy_up()
{
	local i mode=$1 policy=$2 switch=bond

	shift 2
	[ "$mode" != active-backup ] || switch=bridge
	setup_hosts 3 "$switch" || return
	trunk_add "$host" dev0 mode "$mode" mac_policy "$policy" || return
	for i in 0 1 2; do
		echo "link set eth$i address 02:00:00:00:00:1$i"
	done | ip -n "$host" -batch -
	port_add "$host" dev0 "$@" || return
	ip -n "$host" -batch - <<-EOS
		addr add 10.0.0.1/24 dev dev0
		link set dev0 up
	EOS
	wait_eq "last port" 5000 UP mii "${*: -1}"
	busywait 5000 reachable "$host" 10.0.0.2 >/dev/null || fail "no answer from the peer"
}

# mark, said ERE: how many lines of the log since then match
mark() { MARK="mac.sh: $RANDOM$RANDOM"; echo "<5>$MARK" >/dev/kmsg; }
said() { dmesg | awk -v mark="$MARK" 'index($0, mark) { on = 1 } on' | grep -cE "$1"; }

# That of whoever was first; who takes it along, and the log says so.
policy_first()
{
	policy_up active-backup first eth1 eth0 eth2 || return
	check_eq "of the first" "$(all_addresses)" "11 11 11 11"
	mark
	ipn link set eth0 nomaster
	check_eq "another leaves" "$(said 'dev0: .*eth0 has left')" 0
	ipn link set eth1 nomaster
	check_eq "the first leaves" "$(addresses dev0 eth1 eth2)" "11 11 11"
	check_eq "the log" "$(said 'dev0: .*eth1 has left, and its address 02:00:00:00:00:11 is still')" 1
	ipn link del dev0
	check_eq "no word when all leave" "$(said 'has left')" 1
}

policy_lowest()
{
	policy_up active-backup lowest eth1 eth2 || return
	check_eq "of two" "$(addresses dev0 eth1 eth2)" "11 11 11"
	check_eq "the peer has it" "$(neighbour)" 11
	stream_start "$host" 10.0.0.1 "$peer" 10.0.0.2 2000 500
	check "lower" port_add "$host" dev0 eth0
	check_eq "lower" "$(all_addresses)" "10 10 10 10"
	wait_eq "the peer knows" 1000 10 neighbour
	check "ping" reachable "$host" 10.0.0.2
	stream_end
	check_eq "lost" "$LOST" 0
	mark
	ipn link set eth0 nomaster
	check_eq "left" "$(all_addresses)" "11 10 11 11"
	wait_eq "the peer knows" 1000 11 neighbour
	check_eq "nothing to warn of" "$(said 'has left')" 0
	ipn link set eth2 nomaster
	ipn link set eth1 nomaster
	check_eq "the last one" "$(addresses dev0)" 11
}

# Its link has no part in it.
policy_primary()
{
	policy_up active-backup primary eth1 eth2 || return
	check_eq "none" "$(addresses dev0 eth1 eth2)" "11 11 11"
	check "one that is no port" ipn link set dev0 type trunk primary eth0
	check_eq "no port" "$(addresses dev0)" 11
	check "eth0" port_add "$host" dev0 eth0
	check_eq "a port now" "$(all_addresses)" "10 10 10 10"
	check "eth2" ipn link set dev0 type trunk primary eth2
	check_eq "another" "$(all_addresses)" "12 12 12 12"
	peer_link 2 down
	wait_eq "eth2" 2000 DOWN mii eth2
	check_eq "without a link" "$(all_addresses)" "12 12 12 12"
	mark
	ipn link set eth2 nomaster
	check_eq "left" "$(all_addresses)" "10 10 10 12"
	check_eq "nothing to warn of" "$(said 'has left')" 0
	check "eth1" ipn link set dev0 type trunk primary eth1
	check_eq "named" "$(addresses dev0)" 11
	ipn link set eth1 down
	ipn link set eth1 name ethX
	check_eq "no longer of that name" "$(addresses dev0)" 10
}

policy_fixed()
{
	local random

	setup_hosts 3 bond || return
	trunk_add "$host" dev0 mac_policy fixed
	random=$(address dev0)
	check "ports" port_add "$host" dev0 eth0 eth1
	check_eq "a random one" "$(address dev0) $(address eth0) $(address eth1)" "$random $random $random"
	check "by hand" ipn link set dev0 address 02:00:00:00:00:77
	check_eq "by hand" "$(addresses dev0 eth0 eth1)" "77 77 77"
	check "at creation" ipn link add dev1 address 02:00:00:00:00:78 type trunk mac_policy fixed
	check "port" port_add "$host" dev1 eth2
	check_eq "at creation" "$(addresses dev1 eth2)" "78 78"
}

policy_live()
{
	local policy wanted

	policy_up balance-xor first eth1 eth0 eth2 || return
	check "primary" ipn link set dev0 type trunk primary eth2
	stream_start "$host" 10.0.0.1 "$peer" 10.0.0.2 2000 700
	while read -r policy wanted; do
		check "$policy" ipn link set dev0 type trunk mac_policy "$policy"
		check_eq "$policy" "$(all_addresses)" "$wanted $wanted $wanted $wanted"
	done <<-EOS
		fixed 11
		lowest 10
		fixed 10
		primary 12
		first 12
		lowest 10
	EOS
	stream_end
	check_eq "lost" "$LOST" 0
	wait_eq "the peer knows" 1000 10 neighbour
	ipn link set dev0 down
	check "down" ipn link set dev0 type trunk mac_policy primary
	check_eq "down" "$(all_addresses)" "12 12 12 12"
	ipn link del dev0
	check_eq "given back" "$(addresses eth0 eth1 eth2)" "10 11 12"
}

policy_by_hand()
{
	policy_up active-backup lowest eth0 eth1 eth2 || return
	expect_fail 2 'mac_policy' ipn link set dev0 address 02:00:00:00:00:77
	check_eq "lowest" "$(all_addresses)" "10 10 10 10"
	check "the same" ipn link set dev0 address 02:00:00:00:00:10
	check "fixed" ipn link set dev0 type trunk mac_policy fixed
	check "by hand" ipn link set dev0 address 02:00:00:00:00:77
	check_eq "fixed" "$(all_addresses)" "77 77 77 77"
	check "lowest" ipn link set dev0 type trunk mac_policy lowest
	check_eq "lowest" "$(all_addresses)" "10 10 10 10"
}

policy_and_fail_over()
{
	trunk_up follow mac_policy lowest || return
	check "eth2 active" ipn link set dev0 type trunk active_slave eth2
	check_eq "follow" "$(all_addresses)" "10 12 11 10"
	ipn link set eth0 nomaster
	check_eq "the lowest left" "$(all_addresses)" "11 10 12 11"
	check "ping" busywait 2000 reachable "$host" 10.0.0.2
	check "active" ipn link set dev0 type trunk fail_over_mac active
	check_eq "active goes before" "$(addresses dev0 eth1 eth2)" "12 11 12"
	check "none" ipn link set dev0 type trunk fail_over_mac none
	check_eq "none" "$(addresses dev0 eth1 eth2)" "11 11 11"
}

# In a mode in which all ports have the address of the trunk it cannot be another than that of such a port.
policy_of_a_rigid_port()
{
	with_ifb mode balance-xor mac_policy lowest || return
	check "ifb7" port_add "$host" dev0 ifb7
	expect_fail 2 'only active-backup' ipn link set eth0 master dev0
	check_eq "nothing has changed" "$(addresses dev0 ifb7 eth0)" "17 17 10"
	check "first" ipn link set dev0 type trunk mac_policy first
	check "eth0" port_add "$host" dev0 eth0
	expect_fail 2 'only active-backup' ipn link set dev0 type trunk mac_policy lowest
	check_eq "policy" "$(trunk_get "$host" dev0 mac_policy)" first
	check_eq "addresses" "$(addresses dev0 ifb7 eth0)" "17 17 17"
}

tests_run
