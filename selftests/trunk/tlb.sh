#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Balance-tlb on a switch that knows nothing of it: all ports send, one receives, and no address is seen in two places.
#
#   +----------------------+                +---------------------+
#   | host       +-- eth0 -+----------------+- p0 --+        peer |
#   |  trunk0 ---+-- eth1 -+----------------+- p1 --+-- sw0       |
#   |            +-- eth2 -+----------------+- p2 --+   (bridge)  |
#   +----------------------+                +---------------------+
#
# vm: mode=virtual timeout=180
. "$(dirname "$0")/trunk_lib.sh"
require_command jq bridge awk

ALL_TESTS="sends_with_own_addresses strange_sources_by_the_active_port multicast_and_arp_by_the_active_port
	receives_on_the_active_port balances_by_load static_without_dynamic_lb failover_keeps_everything no_flapping"

PORTS=eth0,eth1,eth2

setup()
{
	setup_trunk 3 bridge mode balance-tlb miimon 20 || return
	in_ns "$host" sysctl -qw net.ipv6.conf.trunk0.disable_ipv6=1
	wait_eq "eth2" 2000 UP port_get "$host" eth2 mii_status
	ACTIVE=$(option active_slave)
	TRUNK_MAC=$(link_get "$host" trunk0 address)
}

option() { trunk_get "$host" trunk0 "$1"; }

map()		# N [OPTION=VALUE]...
{
	MAP=$(in_ns "$host" "$TOOLS/flows" map trunk0 ports="$PORTS" flows="$1" "${@:2}")
}

ports_of_map() { cut -d ' ' -f 2 <<<"$MAP" | sort -u | tr '\n' ' '; }

sends_with_own_addresses()
{
	local port own

	map 100
	check_eq "ports in use" "$(ports_of_map)" "eth0 eth1 eth2 "
	for port in eth0 eth1 eth2; do
		own=$TRUNK_MAC
		[ "$port" = "$ACTIVE" ] || own=$(port_get "$host" "$port" perm_hwaddr)
		check_eq "source on $port" "$(awk -v port="$port" '$2 == port { print $3 }' <<<"$MAP" | sort -u)" "$own"
		# So that nothing has to be swapped when another becomes active.
		check_eq "address of $port" "$(link_get "$host" "$port" address)" "$TRUNK_MAC"
	done
}

# A guest behind a bridge on the trunk: its address must stay in one place.
strange_sources_by_the_active_port()
{
	map 100 from=02:00:00:00:00:77
	check_eq "ports in use" "$(ports_of_map)" "$ACTIVE "
	check_eq "source" "$(cut -d ' ' -f 3 <<<"$MAP" | sort -u)" 02:00:00:00:00:77
}

multicast_and_arp_by_the_active_port()
{
	local i port before=() mac=${TRUNK_MAC//:/}

	map 100 to=01:00:5e:00:00:09
	check_eq "ports of multicast" "$(ports_of_map)" "$ACTIVE "
	map 100 to=ff:ff:ff:ff:ff:ff
	check_eq "ports of broadcast" "$(ports_of_map)" "$ACTIVE "
	for port in eth0 eth1 eth2; do
		before+=("$(tx_packets "$host" "$port")")
	done
	for ((i = 1; i <= 60; i++)); do
		printf '020000000002%s08060001080006040002%s0a0000010200000000020a0000%02x%036d\n' "$mac" "$mac" "$i" 0
	done | "$TOOLS/frames" -n "$host" trunk0
	for port in eth0 eth1 eth2; do
		[ "$port" != "$ACTIVE" ] || check_range "ARP by $port" $(($(tx_packets "$host" "$port") - before[${port#eth}])) 60 62
		[ "$port" = "$ACTIVE" ] || check_eq "ARP by $port" $(($(tx_packets "$host" "$port") - before[${port#eth}])) 0
	done
}

receives_on_the_active_port()
{
	local i before got mac=${TRUNK_MAC//:/}

	for i in 0 1 2; do
		before=$(rx_packets "$host" trunk0)
		for _ in {1..50}; do
			printf '%s0200000000020800%092d\n' "$mac" 0
		done | "$TOOLS/frames" -n "$peer" "p$i"
		got=$(($(rx_packets "$host" trunk0) - before))
		[ "eth$i" != "$ACTIVE" ] || check_range "received on eth$i" "$got" 50 55
		[ "eth$i" = "$ACTIVE" ] || check_range "received on eth$i" "$got" 0 5
	done
	check "answers" reachable "$host" 10.0.0.2
}

load() { LOAD=$(in_ns "$host" "$TOOLS/flows" load trunk0 ports="$PORTS" scatter=1 "$@"); }
imbalance() { jq '.imbalance * 1000 | round' <<<"$LOAD"; }

balances_by_load()
{
	load flows=48 rate=10000 time=1000 warm=500
	check_range "imbalance" "$(imbalance)" 1000 1050
}

static_without_dynamic_lb()
{
	local seed worst=0

	check "set" trunk_set "$host" trunk0 tlb_dynamic_lb 0
	for seed in 1 2 3 4; do
		load flows=6 rate=5000 seed="$seed" time=200
		[ "$(imbalance)" -le "$worst" ] || worst=$(imbalance)
	done
	check_range "imbalance" "$worst" 1400 3000
}

lose_active()
{
	ip -n "$peer" link set "p${ACTIVE#eth}" down
	wait_eq "$ACTIVE" 500 DOWN port_get "$host" "$ACTIVE" mii_status
}

failover_keeps_everything()
{
	local old=$ACTIVE

	stream_start "$host" 10.0.0.1 "$peer" 10.0.0.2 1000 2000
	sleep 0.5
	lose_active
	stream_end
	check_range "sent" "$SENT" 1900 2000
	check_range "lost" "$LOST" 0 20
	ACTIVE=$(option active_slave)
	check_ne "active" "$ACTIVE" "$old"
	check "answers" reachable "$host" 10.0.0.2
	wait_eq "place of the trunk at the switch" 1000 "p${ACTIVE#eth}" place_of "$TRUNK_MAC"
	map 100
	check_eq "on the lost port" "$(grep -c " $old " <<<"$MAP")" 0
	check_eq "source on the new active port" "$(awk -v port="$ACTIVE" '$2 == port { print $3 }' <<<"$MAP" | sort -u)" "$TRUNK_MAC"
	# The address of the trunk is that of the first port, which is back and not active.
	ip -n "$peer" link set "p${old#eth}" up
	wait_eq "$old" 1000 UP port_get "$host" "$old" mii_status
	map 100
	check_eq "ports that send with the trunk's address" "$(grep "$TRUNK_MAC" <<<"$MAP" | cut -d ' ' -f 2 | sort -u)" "$ACTIVE"
	check_eq "ports in use" "$(ports_of_map)" "eth0 eth1 eth2 "
	check_eq "source addresses" "$(cut -d ' ' -f 3 <<<"$MAP" | sort -u | wc -l)" 3
	# The other way, over the failure of the new one.
	busywait 2000 reachable "$host" 10.0.0.2 >/dev/null
	stream_start "$peer" 10.0.0.2 "$host" 10.0.0.1 1000 2000
	sleep 0.5
	lose_active
	stream_end
	check_range "lost on the way back" "$LOST" 0 60
}

place_of() { in_ns "$peer" bridge -j fdb show br sw0 | jq -r --arg mac "$1" '.[] | select(.mac == $mac and .state != "permanent") | .ifname'; }

# Each address behind one port of the switch, whatever is sent: a move would be told.
no_flapping()
{
	local log port

	check "answers" reachable "$host" 10.0.0.2
	log=$(mktemp)
	defer rm -f "$log"
	in_ns "$peer" bridge monitor fdb >"$log" &
	defer kill $!
	sleep 0.2
	load flows=64 rate=5000 time=1000
	check "answers" reachable "$host" 10.0.0.2
	check_eq "place of the trunk" "$(place_of "$TRUNK_MAC")" "p${ACTIVE#eth}"
	check_eq "moves of the trunk's address" "$(grep -c "$TRUNK_MAC" "$log")" 0
	for port in eth0 eth1 eth2; do
		[ "$port" = "$ACTIVE" ] ||
			check_eq "place of $port" "$(place_of "$(port_get "$host" "$port" perm_hwaddr)")" "p${port#eth}"
	done
}

tests_run
