#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Planned removal of a port: under 10,000 frames a second each way none is lost.
#
#   +----------------------+                +---------------------+
#   | host       +-- eth0 -+----------------+- p0 --+        peer |
#   |  trunk0 ---+-- eth1 -+----------------+- p1 --+-- sw0       |
#   |            +-- eth2 -+----------------+- p2 --+             |
#   +----------------------+                +---------------------+
#
# vm: mode=virtual timeout=400
. "$(dirname "$0")/drain_lib.sh"
require_command jq hactl

ALL_TESTS="active_backup active_backup_only_receives balance_tlb balance_rr balance_xor flows broadcast
	queue_is_emptied lacp lacp_one_hash lacp_two_trunks lacp_cancel lacp_silent_partner lacp_goodbye
	is_seen cancel interrupted time_is_up last_port min_links last_port_forced others_fail several_at_once
	port_is_down link_is_lost port_is_deleted device_is_deleted trunk_is_deleted trunk_is_set_down
	namespace_is_deleted module_goes refused mode_changes"

# A drain that nothing disturbs: an idle port takes 0.2 s of silence, and what it takes to see that.
SILENCE_MS=200

setup()
{
	require_module trunk
	flood_prepare
}

# ---------------------------------------------------------------------------------------------------------------- drain

drain() { hactl -n "$host" port drain "$@"; }

# drain_start PORT [OPTION VALUE]...: in the background; drain_end WHAT STATUS: it ends with that, its text in $SAID
drain_start()
{
	SAID_IN=$(mktemp)
	defer rm -f "$SAID_IN"
	hactl -n "$host" port drain "$@" 2>"$SAID_IN" &
	DRAIN=$!
	wait_eq "$1 is drained" 2000 drain port_get "$host" "$1" reason
}

drain_end()
{
	wait "$DRAIN"
	check_eq "$1: exit status" $? "$2"
	SAID=$(<"$SAID_IN")
}

# watch_phases: of all drains from here on, in $EVENTS
watch_phases()
{
	EVENTS=$(mktemp)
	defer rm -f "$EVENTS"
	hactl -n "$host" -j monitor trunk >"$EVENTS" 2>&1 &
	defer kill $!
	busywait 10000 listening || fail "hactl monitor does not listen"
}

listening()
{
	ip -n "$host" link add probe type trunk
	ip -n "$host" link del probe
	grep -q probe "$EVENTS"
}

phases() { jq -r 'select(.event == "drain") | .drain' "$EVENTS" | xargs; }

seen() { grep -c "\"drain\":\"$1\"" "$EVENTS"; }

master() { link_get "$host" "$1" master; }

# drained PORT [COMMAND...]: without a loss, under a flood; the command is run meanwhile
# The steps of LACP take most of a second: FLOOD_MS is for how long there are frames.
drained()
{
	local port=$1 start

	shift
	[ $# -eq 0 ] || watch_phases
	flood_start "${FLOOD_MS:-1000}"
	start=$(now_ms)
	if [ $# -eq 0 ]; then
		check "$port: drain" drain "$port" timeout 5000
	else
		drain_start "$port" timeout 5000
		wait_eq "$port: sent" 2000 1 seen receiving
		check "meanwhile" "$@"
		drain_end "$port" 0
		check_eq "$port: said" "$SAID" ""
	fi
	TOOK=$(($(now_ms) - start))
	check_eq "$port: master" "$(master "$port")" none
	flood_end
}

active_backup()
{
	setup_trunk 3 bridge mode active-backup || return
	drained eth0
	check_eq "active" "$(trunk_get "$host" trunk0 active_slave)" eth1
	check_range "took (ms)" "$TOOK" "$SILENCE_MS" 1500
	check "traffic" reachable "$host" fd00::2
}

# The switch learns by what is announced, and by nothing else.
active_backup_only_receives()
{
	setup_trunk 2 bridge mode active-backup || return
	flood_start 1200 in
	check "drain" drain eth0
	flood_end
}

balance_tlb()
{
	setup_trunk 3 bridge mode balance-tlb || return
	drained "$(trunk_get "$host" trunk0 active_slave)"
}

by_hand()	# PORT...: each, with the switch told meanwhile
{
	local port

	for port; do
		drained "$port" ip -n "$peer" link set "p${port#eth}" nomaster
	done
}

balance_rr() { setup_static mode balance-rr && by_hand eth1 eth0; }
balance_xor() { setup_static mode balance-xor && by_hand eth0 eth1; }
flows() { setup_static mode balance-xor scheduler flowlet && by_hand eth2 eth0; }

# Every frame comes by the others too: nothing to wait for.
broadcast()
{
	setup_hosts 3 none || return
	trunk_add "$peer" sw0 mode broadcast
	port_add "$peer" sw0 p0 p1 p2
	trunk_add "$host" trunk0 mode broadcast
	port_add "$host" trunk0 eth0 eth1 eth2
	ip -n "$peer" addr add 10.0.0.2/24 dev sw0
	ip -n "$peer" link set sw0 up
	ip -n "$host" addr add 10.0.0.1/24 dev trunk0
	ip -n "$host" link set trunk0 up
	busywait 5000 reachable "$host" 10.0.0.2 >/dev/null || fail "no answer from the peer"
	drained eth0
	check_range "took (ms)" "$TOOK" 0 1000
}

# What waits in the queue of the port is sent first: 300 frames, 5 ms each.
queue_is_emptied()
{
	local before

	setup_trunk 2 bridge mode active-backup || return
	in_ns "$host" tc qdisc add dev eth0 root netem rate 1600kbit limit 1000
	before=$(rx_packets "$peer" p0)
	# shellcheck disable=SC2016 # for that shell
	in_ns "$host" bash -c 'exec 3<>/dev/udp/10.0.0.9/9; printf -v text %900s; for ((i = 0; i < 300; i++)); do printf "%s" "$text" >&3; done'
	check "drain" drain eth0
	check_range "arrived" "$(($(rx_packets "$peer" p0) - before))" 300 400
}

# ----------------------------------------------------------------------------------------------------------------- LACP

setup_pair()	# OPTION VALUE...
{
	setup_lacp 3 lacp_rate fast "$@" || return
	wait_sync 12000 eth0 eth1 eth2
	busywait 5000 reachable "$host" 10.0.0.2 >/dev/null || fail "no answer from the peer"
}

# The flow in and the flow out are on one port each, whichever these are.
lacp_one_hash()
{
	local FLOOD_MS=1400

	setup_pair || return
	drained eth0
	drained eth1
	wait_sync 500 eth2
}

lacp()
{
	local coupled keep=${#DEFERRED[@]} FLOOD_MS=1400

	for coupled in on off; do
		defer_run "$keep"
		BOND="lacp_rate fast xmit_hash_policy layer3+4" BOND_COUPLED=0 setup_pair coupled_control "$coupled" || return
		drained eth2
		drained eth0
		wait_sync 500 eth1
		check_eq "carrier" "$(link_get "$host" trunk0 carrier)" 1
	done
}

lacp_two_trunks()
{
	local FLOOD_MS=1400

	setup_hosts 2 none || return
	trunk_add "$host" trunk0 mode 802.3ad lacp_rate fast
	trunk_add "$peer" trunk0 mode 802.3ad lacp_rate fast
	port_add "$host" trunk0 eth0 eth1
	port_add "$peer" trunk0 p0 p1
	ip -n "$host" addr add 10.0.0.1/24 dev trunk0
	ip -n "$peer" addr add 10.0.0.2/24 dev trunk0
	ip -n "$host" link set trunk0 up
	ip -n "$peer" link set trunk0 up
	wait_sync 6000 eth0 eth1
	busywait 5000 reachable "$host" 10.0.0.2 >/dev/null || fail "no answer from the peer"
	drained eth1
	wait_sync 500 eth0
}

# The partner collects again before anything is sent to it.
lacp_cancel()
{
	local coupled keep=${#DEFERRED[@]}

	for coupled in on off; do
		defer_run "$keep"
		setup_pair coupled_control "$coupled" || return
		FLOOD_US=500 flood_start 5000
		for port in eth0 eth1; do
			drain_start "$port"
			wait_eq "out of sync" 3000 0 in_sync "$port"
			check "undrain" hactl -n "$host" port undrain "$port"
			drain_end "cancelled" 2
			check_match "said" "$SAID" "$port: stays"
			wait_sync 4000 eth0 eth1 eth2
		done
		flood_end
	done
}

in_sync() { has "$(actor "$host" "$1")" "$SYNC"; }

# A partner that does not answer goes on sending: time is up.
lacp_silent_partner()
{
	setup_pair || return
	mute "$host" eth0
	expect_fail 2 'eth0: is removed, but frames may be lost' drain eth0 timeout 1500
	check_eq "master" "$(master eth0)" none
	wait_sync 500 eth1 eth2
}

# Deleted or set down at once, the trunk still says good-bye: the partner sends no more within its next step (0.1 s),
# and does not wait for 3 s of silence.
lacp_goodbye()
{
	local way keep=${#DEFERRED[@]}

	for way in "ip -n \$host link set trunk0 down" "ip -n \$host link del trunk0" "rmmod trunk"; do
		defer_run "$keep"
		module_load trunk
		setup_pair || return
		# Ports that stay up keep their links, as those behind a media converter.
		eval "$way"
		wait_eq "$way: partner" 500 0 partner_distributes
	done
}

partner_distributes() { has "$(actor "$peer" p0)" "$DISTRIBUTING"; }

# -------------------------------------------------------------------------------------------- to be seen, and to be undone

setup_idle()	# [OPTION VALUE]...: a switch that says nothing of its own accord, and one port that is kept from its end
{
	setup_trunk 3 bridge mode active-backup "$@" || return
	in_ns "$peer" ping -q -i 0.05 10.0.0.1 >/dev/null &
	defer kill $!
}

# held PORT: frames go on arriving there, so that it is not done: an address that the switch finds behind it for good
held()
{
	in_ns "$peer" bridge fdb replace "$(link_get "$host" trunk0 address)" dev "p${1#eth}" master static sticky
}

is_seen()
{
	setup_idle || return
	held eth0
	watch_phases
	drain_start eth0 timeout 1000
	check_eq "shown" "$(hactl -n "$host" -j port show eth0 | jq -r '.port[0] | [.state, .mii_status, .reason] | join(" ")')" \
		"BACKUP UP drain"
	check_eq "active" "$(trunk_get "$host" trunk0 active_slave)" eth1
	drain_end "time is up" 2
	wait_eq "events" 2000 "sending receiving incomplete" phases
	check_eq "last event" "$(tail -n 1 "$EVENTS" | jq -r '[.event, .port] | join(" ")')" "port-del eth0"
}

cancel()
{
	setup_idle primary eth0 || return
	held eth0
	drain_start eth0
	check_eq "active" "$(trunk_get "$host" trunk0 active_slave)" eth1
	check "undrain" hactl -n "$host" port undrain eth0
	drain_end "cancelled" 2
	check_match "said" "$SAID" "eth0: stays"
	check_eq "active again" "$(trunk_get "$host" trunk0 active_slave)" eth0
	check_eq "reason" "$(port_get "$host" eth0 reason)" none
	expect_fail 2 'not drained' hactl -n "$host" port undrain eth0
	# And a second time.
	drain_start eth0 timeout 500
	drain_end "time is up" 2
	check_eq "master" "$(master eth0)" none
}

interrupted()
{
	setup_idle || return
	held eth0
	drain_start eth0
	kill -TERM "$DRAIN"
	drain_end "interrupted" 2
	check_match "said" "$SAID" "eth0: stays: interrupted"
	check_ne "reason" "$(port_get "$host" eth0 reason)" drain
}

time_is_up()
{
	local start

	setup_idle || return
	held eth0
	start=$(now_ms)
	expect_fail 2 'eth0: is removed, but frames may be lost' drain eth0 timeout 1000
	check_range "took (ms)" "$(($(now_ms) - start))" 1000 1500
	check_eq "master" "$(master eth0)" none
	check "traffic" reachable "$host" fd00::2
}

last_port()
{
	setup_trunk 2 bridge mode balance-xor || return
	ip -n "$peer" link set p1 down
	wait_eq "eth1" 500 DOWN port_get "$host" eth1 mii_status
	expect_fail 2 'last usable port' drain eth0
	check_eq "it stays" "$(port_get "$host" eth0 reason)" none
	# The one that is down is not missed.
	check "drain eth1" drain eth1
	expect_fail 2 'last usable port' drain eth0
	check "traffic" reachable "$host" 10.0.0.2
}

min_links()
{
	setup_trunk 3 bridge mode active-backup min_links 2 || return
	check "drain" drain eth0
	expect_fail 2 'min_links' drain eth1
}

last_port_forced()
{
	setup_trunk 1 bridge mode active-backup || return
	check "drain" drain eth0 force on
	check_eq "master" "$(master eth0)" none
}

# Then it is the last one, and stays.
others_fail()
{
	local mode

	for mode in active-backup balance-xor; do
		setup_trunk 3 bridge mode "$mode" || return
		drain_start eth0
		[ "$mode" = active-backup ] || mode="$mode: "
		ip -n "$peer" link set p1 down
		ip -n "$peer" link set p2 down
		drain_end "$mode" 2
		check_match "said" "$SAID" "eth0: stays"
		wait_eq "state" 500 ACTIVE port_get "$host" eth0 state
		check "traffic" busywait 2000 reachable "$host" 10.0.0.2
	done
}

several_at_once()
{
	setup_hosts 3 bridge || return
	trunk_add "$host" trunk0 mode active-backup
	port_add "$host" trunk0 eth0 eth1 eth2
	ip -n "$host" addr add 10.0.0.1/24 dev trunk0
	ip -n "$host" link set trunk0 up
	wait_eq "eth2" 2000 UP port_get "$host" eth2 mii_status
	flood_start 1500
	drain eth0 &
	drain eth1
	check_eq "eth1" $? 0
	wait $!
	check_eq "eth0" $? 0
	check_eq "active" "$(trunk_get "$host" trunk0 active_slave)" eth2
	flood_end
	expect_fail 2 'last usable port' drain eth2
}

# ------------------------------------------------------------------------------------------------------ what goes meanwhile

port_is_down()
{
	setup_trunk 2 bridge mode active-backup || return
	ip -n "$host" link set eth0 down
	check "drain" drain eth0
	check_eq "master" "$(master eth0)" none
}

link_is_lost()
{
	setup_idle || return
	held eth0
	drain_start eth0
	wait_eq "on" 1000 drain port_get "$host" eth0 reason
	sleep 0.3
	ip -n "$peer" link set p0 down
	drain_end "nothing comes any more" 0
	check_eq "master" "$(master eth0)" none
}

port_is_deleted()
{
	setup_idle || return
	held eth0
	drain_start eth0
	check "del" hactl -n "$host" port del eth0
	drain_end "removed by another" 2
	check_match "said" "$SAID" 'eth0: was removed before'
}

device_is_deleted()
{
	setup_idle || return
	held eth0
	drain_start eth0
	ip -n "$host" link del eth0
	drain_end "gone" 2
	check "traffic" busywait 2000 reachable "$host" 10.0.0.2
}

trunk_is_deleted()
{
	setup_idle || return
	held eth0
	drain_start eth0
	ip -n "$host" link del trunk0
	drain_end "gone" 2
	check_match "said" "$SAID" 'eth0: was removed before'
}

trunk_is_set_down()
{
	setup_idle || return
	held eth0
	drain_start eth0
	ip -n "$host" link set trunk0 down
	drain_end "nobody sends" 0
	check_eq "master" "$(master eth0)" none
	check "drain, down" drain eth1
	check "the last one" drain eth2
}

namespace_is_deleted()
{
	setup_idle || return
	held eth0
	drain_start eth0 timeout 60000
	kill -KILL "$DRAIN"
	wait "$DRAIN" 2>/dev/null
	ns_del "$host"
	wait_eq "users of the module" 15000 0 cat /sys/module/trunk/refcnt
}

module_goes()
{
	setup_idle || return
	held eth0
	drain_start eth0 timeout 60000
	check "rmmod" rmmod trunk
	drain_end "gone" 2
	module_load trunk
}

refused()
{
	setup_trunk 2 bridge mode active-backup || return
	ip -n "$host" link add d0 type dummy
	expect_fail 1 'not a port of a trunk' drain d0
	expect_fail 1 'no device' drain d1
	expect_fail 1 'timeout' drain eth0 timeout 0
	expect_fail 1 'timeout' drain eth0 timeout 3600001
	expect_fail 1 'unknown option' drain eth0 prio 1
	held eth0
	in_ns "$peer" ping -q -i 0.05 10.0.0.1 >/dev/null &
	defer kill $!
	drain_start eth0 timeout 1000
	expect_fail 2 'drained already' drain eth0
	drain_end "the first" 2
	check_eq "not an administrator" "$(setpriv --bounding-set -all --inh-caps -all --reuid 65534 \
		hactl port drain eth0 2>&1 | head -c 6)" "hactl:"
}

mode_changes()
{
	local mode

	setup_trunk 3 bridge mode active-backup || return
	in_ns "$peer" ping -q -i 0.05 10.0.0.1 >/dev/null &
	defer kill $!
	drain_start eth1 timeout 3000
	for mode in balance-xor balance-tlb broadcast balance-rr active-backup; do
		check "mode $mode" trunk_set "$host" trunk0 mode "$mode"
	done
	drain_end "done" 0
	check "traffic" busywait 3000 reachable "$host" 10.0.0.2
	# Without a partner no port may send for now, so that none can be spared.
	drain_start eth0
	check "mode 802.3ad" trunk_set "$host" trunk0 mode 802.3ad
	drain_end "802.3ad" 2
	check_match "said" "$SAID" "eth0: stays"
}

tests_run
