#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What planned work costs: frames lost of 10,000 a second each way while a port is removed, and frames that the partner
# sends to nobody after the device was set down. Trunk and bond over the same links, in virtual time.
#
#   host: trunk or bond --> eth0, eth1, eth2 === p0, p1, p2 <-- switch: a bridge (active-backup),
#                                                          a bond in balance-rr (balance-xor) or in 802.3ad
#
# Cases:
#   remove    a port that frames leave by (in 802.3ad, and come by). The switch of balance-xor, which nothing tells, is told by hand: for a trunk while the drain
#             waits, for a bond before the port is removed or after.
#   shutdown  802.3ad, lacp_rate fast: ip link set DEV down. Counted for 5 s.
# Prints a line of JSON for each row: in[] and out[] frames lost, as seen from the host, ms[] that it took.
#
# bench: mode=virtual kernels=6.1,6.12 timeout=1500
# try: ROUNDS=1 CASES=remove DEVICES=trunk
. "$(dirname "$0")/../trunk/drain_lib.sh"

ROUNDS=${ROUNDS:-${FULL:+3}}
ROUNDS=${ROUNDS:-1}
CASES=${CASES:-remove shutdown}
DEVICES=${DEVICES:-trunk bond}
FLOOD_FOR=1500	# ms
LAYER2=0	# the policy by which both ends find the same port

topology()	# MODE
{
	case $1 in
	active-backup)	setup_trunk 3 bridge mode "$1" ;;
	balance-xor)	setup_static mode "$1" xmit_hash_policy "$LAYER2" ;;
	802.3ad)	BOND="lacp_rate fast" setup_lacp 3 lacp_rate fast xmit_hash_policy "$LAYER2" && wait_sync 12000 eth0 eth1 eth2 &&
				busywait 5000 reachable "$host" 10.0.0.2 >/dev/null ;;
	esac
}

# busiest: the I of the ethI that most frames leave by, in BUSY
busiest()
{
	local before=() i most=-1

	for i in 0 1 2; do
		before[i]=$(tx_packets "$host" "eth$i")
	done
	sleep 0.05
	for i in 0 1 2; do
		before[i]=$(($(tx_packets "$host" "eth$i") - before[i]))
		[ "${before[i]}" -le "$most" ] || BUSY=$i most=${before[i]}
	done
	[ "$most" -ge 100 ] || bad=1
}

tell_switch() { ip -n "$peer" link set "p$BUSY" nomaster; }
nomaster() { ip -n "$host" link set "eth$BUSY" nomaster; }
change_active() { trunk_set "$host" trunk0 active_slave "eth$(((BUSY + 1) % 3))"; }
drain() { hactl -n "$host" port drain "eth$BUSY"; }

drain_and_tell()
{
	local pid

	drain &
	pid=$!
	# It has sent what it had, and waits.
	wait_eq "waiting" 3000 1 silent
	tell_switch
	wait "$pid"
}

# Frames of the flood leave by the others.
silent()
{
	local before

	before=$(tx_packets "$host" "eth$BUSY")
	sleep 0.1
	[ "$(tx_packets "$host" "eth$BUSY")" != "$before" ] || echo 1
}

# row MEASURE MODE HOW
row()
{
	printf '{"measure":"%s","device":"%s","mode":"%s","how":"%s","in":%s,"out":%s,"ms":%s}\n' "$1" "$KIND" "$2" "$3" \
		"$(numbers "${lost_in[@]}")" "$(numbers "${lost_out[@]}")" "$(numbers "${took[@]}")"
}

numbers()
{
	local IFS=,

	echo "[$*]"
}

# remove MODE HOW COMMAND...: each command is a function
remove()
{
	local mode=$1 how=$2 round start command lost_in=() lost_out=() took=()

	for ((round = 0; round < ROUNDS; round++)); do
		RET=0
		defer_run "$kept"
		topology "$mode" || { bad=1; return; }
		flood_start "$FLOOD_FOR"
		busiest
		start=$(now_ms)
		for command in "${@:3}"; do
			"$command" || bad=1
		done
		took+=($(($(now_ms) - start)))
		[ "$(link_get "$host" "eth$BUSY" master)" = none ] && [ "$(now_ms)" -lt "$FLOOD_END" ] || bad=1
		flood_wait
		lost_in+=("${FLOOD_LOST[in]}") lost_out+=("${FLOOD_LOST[out]}")
		[ "$RET" = 0 ] || bad=1
	done
	row remove "$mode" "$how"
}

# Frames that leave the partner, but for what it says itself.
sent_by_peer()
{
	local port sum=0

	for port in p0 p1 p2; do
		sum=$((sum + $(tx_packets "$peer" "$port")))
	done
	echo "$sum"
}

partner_sends() { has "$(actor "$peer" p0)" "$DISTRIBUTING"; }

shutdown()
{
	local round start lost_in=() lost_out=() took=()

	for ((round = 0; round < ROUNDS; round++)); do
		RET=0
		defer_run "$kept"
		topology 802.3ad || { bad=1; return; }
		in_ns "$peer" "$TOOLS/stream" send 10.0.0.1 7000 10.0.0.2 100 6000 /dev/null &
		sleep 0.2
		start=$(now_ms) before=$(sent_by_peer)
		ip -n "$host" link set trunk0 down
		wait_eq "the partner stops" 5000 0 partner_sends
		took+=($(($(now_ms) - start)))
		wait $!
		lost_in+=($(($(sent_by_peer) - before)))
		[ "$RET" = 0 ] || bad=1
	done
	row shutdown 802.3ad "ip link set DEV down"
}

case_remove()
{
	if [ "$KIND" = trunk ]; then
		remove active-backup "hactl port drain" drain
		remove balance-xor "hactl port drain, then the switch" drain_and_tell
		remove 802.3ad "hactl port drain" drain
		[ -n "${FULL:-}" ] || return
	fi
	remove active-backup "nomaster" nomaster
	remove active-backup "active_slave, then nomaster" change_active nomaster
	remove balance-xor "nomaster, then the switch" nomaster tell_switch
	remove balance-xor "the switch, then nomaster" tell_switch nomaster
	remove 802.3ad "nomaster" nomaster
}

case_shutdown() { shutdown; }

require_command hactl
require_module bonding max_bonds=0
require_module trunk
flood_prepare
kept=${#DEFERRED[@]}
bad=0
for name in $CASES; do
	for KIND in $DEVICES; do
		"case_$name"
	done
done
exit $bad
