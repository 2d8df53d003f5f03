#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The same scenario on a bond and on a trunk, by stock ip, with only the word after type changed: for each mode the same
# active port, link states, carrier, MTU, addresses and pings, and the same delays within one poll.
#
#   +----------------------+                +---------------------+
#   | host       +-- eth0 -+----------------+- p0 --+        peer |
#   |  dev0   ---+-- eth1 -+----------------+- p1 --+-- sw0       |
#   |            +-- eth2 -+----------------+- p2 --+             |
#   +----------------------+                +---------------------+
#
# vm: mode=virtual timeout=900
. "$(dirname "$0")/kind_lib.sh"

ALL_TESTS="balance_rr active_backup balance_xor broadcast balance_tlb reselect_always reselect_better reselect_failure
	delays prio differences"

peer_link() { ip -n "$peer" link set "p$1" "$2"; }

# What a network goes through.
life()
{
	local kind=$1 mode=$2 switch=$3

	shift 3
	build "$kind" "$switch" mode "$mode" "$@" || return
	say_state "up"
	say_ping "up"
	timed loss eth0 DOWN peer_link 0 down
	say_state "p0 lost"
	say_ping "p0 lost"
	timed second_loss eth1 DOWN peer_link 1 down
	say_state "p1 lost too"
	say_ping "p1 lost too"
	peer_link 2 down
	wait_eq "eth2" 5000 DOWN mii eth2
	say_state "all lost"
	peer_link 2 up
	wait_eq "eth2" 5000 UP mii eth2
	timed repair eth0 UP peer_link 0 up
	peer_link 1 up
	wait_eq "eth1" 5000 UP mii eth1
	busywait 5000 reachable "$host" 10.0.0.2 >/dev/null || fail "no answer after the repair"
	say_state "all back"
	say_ping "all back"
	ipn link set dev0 mtu 1400
	say_state "MTU"
	# Not of a bond in balance-tlb: nobody reaches it after that.
	if [ "$mode" != balance-tlb ]; then
		ipn link set dev0 address 02:00:00:00:00:77
		say_state "address"
		busywait 5000 reachable "$host" 10.0.0.2 >/dev/null || fail "no answer with another address"
	fi
	ipn link set eth2 nomaster
	say_state "eth2 removed"
	say_ping "eth2 removed"
	ipn link set eth0 nomaster
	say_state "eth0 removed"
	say_ping "eth0 removed"
	ipn link set dev0 down
	say_state "down"
	ipn link del dev0
	say "deleted" "$(ipn -br link show up type veth | wc -l) $(ipn -o link show | grep -c 'master')"
}

balance_rr() { both life balance-rr bond packets_per_slave 1; }
active_backup() { both life active-backup bridge; }
balance_xor() { both life balance-xor bond xmit_hash_policy layer2; }
broadcast() { both life broadcast bond; }
balance_tlb() { both life balance-tlb bridge xmit_hash_policy layer2; }

# The primary is lost and comes back, while frames are sent.
reselect()
{
	local kind=$1 how=$2

	build "$kind" bridge mode active-backup || return
	ipn link set dev0 type "$kind" primary eth1 primary_reselect "$how"
	say_state "primary"
	ipn link set dev0 type "$kind" active_slave eth1
	say_state "active"
	lost "primary_down" ipn link set eth1 down
	wait_eq "eth1" 5000 DOWN mii eth1
	say_state "primary lost"
	ipn link set eth1 up
	wait_eq "eth1" 5000 UP mii eth1
	say_state "primary back"
	say_ping "primary back"
	peer_link 0 down
	wait_eq "eth0" 5000 DOWN mii eth0
	say_state "eth0 lost"
	ipn link set dev0 type "$kind" clear_active_slave
	say_state "cleared"
	ipn link set dev0 type "$kind" primary_reselect always
	say_state "always"
}

reselect_always() { both reselect always; }
reselect_better() { both reselect better; }
reselect_failure() { both reselect failure; }

delayed()
{
	local kind=$1

	build "$kind" bridge mode active-backup updelay 500 downdelay 300 || return
	timed seen eth0 GOING_DOWN peer_link 0 down
	say_state "down at last"
	timed down eth1 DOWN peer_link 1 down
	say_state "p1 lost"
	timed coming eth0 GOING_BACK peer_link 0 up
	timed up eth1 UP peer_link 1 up
	wait_eq "eth0" 5000 UP mii eth0
	say_state "back"
	# Back within downdelay: nothing has happened.
	timed seen eth2 GOING_DOWN peer_link 2 down
	timed back eth2 UP peer_link 2 up
	say_state "back in time"
}

delays() { both delayed; }

by_prio()
{
	local kind=$1

	build "$kind" bridge mode active-backup || return
	ipn link set eth0 type "${kind}_slave" prio 5
	ipn link set eth1 type "${kind}_slave" prio -5
	ipn link set eth2 type "${kind}_slave" prio 10
	say_state "prio"
	peer_link 2 down
	wait_eq "eth2" 5000 DOWN mii eth2
	say_state "highest lost"
	peer_link 0 down
	wait_eq "eth0" 5000 DOWN mii eth0
	say_state "next lost"
	peer_link 2 up
	wait_eq "eth2" 5000 UP mii eth2
	say_state "highest back"
}

prio() { both by_prio; }

# Where they differ, and trunk means to: ports are opened with the trunk, min_links holds in every mode, a port may be up
# when it is added, the mode changes with ports, and the address stays when the last port leaves.
differences()
{
	local kind

	for kind in bond trunk; do
		build_differing "$kind"
		ipn link add dev1 type "$kind"
		ipn link add d0 type dummy
		ipn link set d0 master dev1
		check_eq "$kind: ports are opened" "$(ipj "$host" link show d0 '.[0].flags | contains(["UP"])')" \
			"$([ "$kind" = bond ] && echo true || echo false)"
		ipn link set dev0 type "$kind" min_links 3
		peer_link 0 down
		wait_eq "eth0" 5000 DOWN mii eth0
		wait_eq "$kind: min_links in every mode" 2000 "$([ "$kind" = bond ] && echo 1 || echo 0)" link_get "$host" dev0 carrier
		ipn link set eth0 nomaster
		ipn link set eth0 up
		if [ "$kind" = bond ]; then
			expect_fail 2 . ipn link set eth0 master dev0
			expect_fail 2 . ipn link set dev0 type bond mode balance-rr
		else
			check "a port that is up" ipn link set eth0 master dev0
			check "mode with ports" ipn link set dev0 type trunk mode balance-rr
			check "back" ipn link set dev0 type trunk mode active-backup
		fi
		for dev in eth0 eth1 eth2; do
			ipn link set "$dev" nomaster 2>/dev/null
		done
		[ "$(link_get "$host" dev0 address)" = 02:00:00:00:00:10 ] && kept=kept || kept=random
		check_eq "$kind: address without ports" "$kept" "$([ "$kind" = bond ] && echo random || echo kept)"
	done
}

build_differing()
{
	SAID=/dev/null
	build "$1" bridge mode active-backup
}

tests_run
