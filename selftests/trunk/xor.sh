#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Balance-xor: a flow keeps its port, and only the flows of a lost port move.
#
#   +----------------------+                +---------------------+
#   | host       +-- eth0 -+----------------+- p0 --+        peer |
#   |  trunk0 ---+-- eth1 -+----------------+- p1 --+-- sw0       |
#   |            +-- ...  -+----------------+- ... -+   (bond)    |
#   +----------------------+                +---------------------+
#
# Where each flow went is read off the wire (tcpdump at the peer), by its source port.
#
# shellcheck disable=SC2016 # for another shell
#
# vm: mode=virtual timeout=240
. "$(dirname "$0")/trunk_lib.sh"
require_command tcpdump awk

ALL_TESTS="forwarded_flows_spread forwarded_flow_keeps_its_port socket_flows_keep_their_port lost_port_moves_only_its_own
	socket_flows_of_a_lost_port removed_port_moves_only_its_own new_port_moves_no_active_flow
	fragments_go_together icmp_errors_follow_their_flow vlan_payload_spreads other_protocols_by_address two_trunks_differ ipv6_flows_spread"

FLOWS=200

setup()
{
	setup_trunk 4 bond miimon 20 || return
	in_ns "$host" sysctl -qw net.ipv6.conf.trunk0.disable_ipv6=1
	wait_eq "eth3" 2000 ACTIVE port_get "$host" eth3 state
}

mac() { link_get "$1" "$2" address | tr -d :; }

# udp_frames COUNT [FLAGS-AND-OFFSET]: frames of flows 20000... as lines of hex; no socket, no hash
udp_frames()
{
	local i eth

	eth="020000000002$(mac "$host" trunk0)0800"
	for ((i = 0; i < $1; i++)); do
		printf '%s4500002e0001%s40110000%s%s%04x%04x001a0000%036d\n' "$eth" "${2:-0000}" 0a000001 0a000009 \
			$((20000 + i)) 9 0
	done
}

# map COMMAND...: what it sends, as lines FLOW PORT sorted by flow, in MAP
map()
{
	local n

	capture "$peer" any "inbound and udp port 9"
	"$@"
	wait_eq "captured" 10000 "$FLOWS" captured ' p[0-9] +In .*\.9: '
	capture_stop
	MAP=$(sed -nE 's/^[0-9.]+ (p[0-9]) +In .* [^ ]+\.([0-9]+) > [^ ]+\.9: .*/\2 \1/p' "$CAPTURE" | sort)
	n=$(cut -d ' ' -f 1 <<<"$MAP" | sort -u | wc -l)
	check_eq "flows" "$n" "$FLOWS"
}

forward() { udp_frames "$FLOWS" | "$TOOLS/frames" -n "$host" trunk0; }

on_port() { grep -c " $1\$" <<<"$MAP"; }

# moved BEFORE AFTER: how many flows changed their port; moved_of ... PORT: of those that were not on PORT
moved()
{
	join <(echo "$1") <(echo "$2") | awk '$2 != $3' | wc -l
}

moved_not_of()	# PORT BEFORE AFTER
{
	join <(echo "$2") <(echo "$3") | awk -v port="$1" '$2 != $3 && $2 != port' | wc -l
}

# Each of four ports has a quarter of 200 flows: 50, give or take 4 sigma (of 6) and the steps of the table.
check_spread()
{
	local port

	for port in p0 p1 p2 p3; do
		check_range "flows of $port" "$(on_port "$port")" 22 80
	done
}

forwarded_flows_spread()
{
	map forward
	check_spread
}

forwarded_flow_keeps_its_port()
{
	local first

	map forward
	first=$MAP
	map forward
	check_eq "moved" "$(moved "$first" "$MAP")" 0
}

# Sockets that stay open, so that their hash stays: open once, then a datagram from each whenever a line comes.
sockets_open()
{
	coproc SOCKETS { in_ns "$host" bash -c '
		for ((i = 0; i < '"$FLOWS"'; i++)); do exec {fd}<>/dev/udp/10.0.0.9/9; fds+=($fd); done
		echo open
		while read -r _; do
			for fd in "${fds[@]}"; do printf x >&"$fd"; done
			echo sent
		done'; }
	SOCKETS_IN=${SOCKETS[1]} SOCKETS_OUT=${SOCKETS[0]}
	# shellcheck disable=SC2153 # set by coproc
	defer kill "$SOCKETS_PID"
	read -r _ <&"$SOCKETS_OUT"
}

sockets_send()
{
	echo send >&"$SOCKETS_IN"
	read -r _ <&"$SOCKETS_OUT"
}

socket_flows_keep_their_port()
{
	local first

	sockets_open
	map sockets_send
	first=$MAP
	check_spread
	map sockets_send
	check_eq "moved" "$(moved "$first" "$MAP")" 0
}

lose()		# N
{
	ip -n "$peer" link set "p$1" down
	wait_eq "lost" 500 DOWN port_get "$host" "eth$1" mii_status
}

restore()	# N
{
	ip -n "$peer" link set "p$1" up
	wait_eq "restored" 500 UP port_get "$host" "eth$1" mii_status
	wait_eq "at the peer" 1000 UP port_get "$peer" "p$1" mii_status
}

lost_port_moves_only_its_own()
{
	local first lost

	map forward
	first=$MAP
	lost=$(on_port p1)
	lose 1
	map forward
	check_eq "flows of the other ports that moved" "$(moved_not_of p1 "$first" "$MAP")" 0
	check_eq "flows of the lost port that moved" "$(moved "$first" "$MAP")" "$lost"
	# They are shared out, not heaped on one.
	check_range "biggest share" "$(join <(echo "$first") <(echo "$MAP") | awk '$2 == "p1" { n[$3]++ }
		END { for (p in n) if (n[p] > max) max = n[p]; print max }')" 1 $((lost * 7 / 10))
	restore 1
	map forward
	check_eq "all are back" "$(moved "$first" "$MAP")" 0
}

socket_flows_of_a_lost_port()
{
	local first

	sockets_open
	map sockets_send
	first=$MAP
	lose 2
	map sockets_send
	check_eq "flows of the other ports that moved" "$(moved_not_of p2 "$first" "$MAP")" 0
	check_eq "on the lost port" "$(on_port p2)" 0
	restore 2
	map sockets_send
	check_eq "all are back" "$(moved "$first" "$MAP")" 0
}

removed_port_moves_only_its_own()
{
	local first

	map forward
	first=$MAP
	check "release" ip -n "$host" link set eth3 nomaster
	map forward
	check_eq "flows of the other ports that moved" "$(moved_not_of p3 "$first" "$MAP")" 0
	check_eq "on the removed port" "$(on_port p3)" 0
}

# They stay until they are idle: resilient.sh.
new_port_moves_no_active_flow()
{
	local first

	check "release" ip -n "$host" link set eth3 nomaster
	map forward
	first=$MAP
	check "add" ip -n "$host" link set eth3 master trunk0
	wait_eq "usable" 2000 ACTIVE port_get "$host" eth3 state
	wait_eq "at the peer" 2000 UP port_get "$peer" p3 mii_status
	map forward
	check_eq "moved" "$(moved "$first" "$MAP")" 0
}

# Only the first one shows the ports of the flow: they must not count.
fragments_go_together()
{
	capture "$peer" any "inbound and udp"
	{ udp_frames 30 2000; udp_frames 30 2003; udp_frames 30 0006; } | "$TOOLS/frames" -n "$host" trunk0
	wait_eq "captured" 5000 90 captured ' p[0-9] +In '
	capture_stop
	check_eq "ports that forwarded fragments of one pair of hosts use" "$(ports_used)" 1
	# The flow of a socket keeps together even with what is not fragmented.
	capture "$peer" any "inbound and udp"
	in_ns "$host" bash -c 'exec 3<>/dev/udp/10.0.0.9/9; for i in 1 2 3 4 5 6; do
		printf %04000d 0 >&3; printf %0100d 0 >&3; done'
	wait_eq "captured" 5000 24 captured ' p[0-9] +In '
	capture_stop
	check_eq "ports that a socket's fragments and whole datagrams use" "$(ports_used)" 1
}

ports_used()
{
	sed -nE 's/^[0-9.]+ (p[0-9]) +In .*/\1/p' "$CAPTURE" | sort -u | wc -l
}

vlan_payload_spreads()
{
	local port before=()

	ip -n "$host" link add link trunk0 name trunk0.7 up type vlan id 7
	in_ns "$host" sysctl -qw net.ipv6.conf.trunk0/7.disable_ipv6=1
	ip -n "$host" addr add 10.7.0.1/24 dev trunk0.7
	ip -n "$host" neigh add 10.7.0.9 lladdr 02:00:00:00:00:02 dev trunk0.7
	for port in p0 p1 p2 p3; do
		before+=("$(rx_packets "$peer" "$port")")
	done
	in_ns "$host" bash -c 'for ((i = 0; i < '"$FLOWS"'; i++)); do exec {fd}<>/dev/udp/10.7.0.9/9; printf x >&$fd; done'
	for port in p0 p1 p2 p3; do
		check_range "flows of $port" $(($(rx_packets "$peer" "$port") - before[${port#p}])) 22 80
	done
}

# Errors of 10.0.0.5 about what 10.0.0.9 sent to these ports, to 10.0.0.9: as what is sent to it from these ports.
icmp_errors_follow_their_flow()
{
	local i eth first

	map forward
	first=$MAP
	eth=020000000002$(mac "$host" trunk0)0800
	capture "$peer" any "inbound and icmp"
	for ((i = 20000; i < 20000 + FLOWS; i++)); do
		printf '%s450000380001000040010000%s%s0303000000000000' "$eth" 0a000005 0a000009
		printf '4500002e0001000040110000%s%s0009%04x001a0000\n' 0a000009 0a000001 "$i"
	done | "$TOOLS/frames" -n "$host" trunk0
	wait_eq "captured" 10000 "$FLOWS" captured ' p[0-9] +In .* udp port [0-9]+ unreachable'
	capture_stop
	MAP=$(sed -nE 's/^[0-9.]+ (p[0-9]) +In .* udp port ([0-9]+) unreachable.*/\2 \1/p' "$CAPTURE" | sort)
	check_same "ports" "$first" "$MAP"
	check_spread
}

# No ports in them: one pair of addresses is one flow, many pairs are many.
other_protocols_by_address()
{
	local i eth

	eth=020000000002$(mac "$host" trunk0)0800
	capture "$peer" any "inbound and icmp"
	in_ns "$host" ping -q -n -c 20 -i 0.01 10.0.0.2 >/dev/null
	wait_eq "captured" 2000 20 captured ' p[0-9] +In '
	capture_stop
	check_eq "ports of one pair" "$(ports_used)" 1
	capture "$peer" any "inbound and icmp"
	for ((i = 10; i < 74; i++)); do
		printf '%s4500005400000000400100000a0000010a0000%02x0800000000010001%0112d\n' "$eth" "$i" 0
	done | "$TOOLS/frames" -n "$host" trunk0
	wait_eq "captured" 5000 64 captured ' p[0-9] +In '
	capture_stop
	check_eq "ports of 64 pairs" "$(ports_used)" 4
}

# Else the second of two tiers uses one link for all that the first one gives it.
two_trunks_differ()
{
	local first same

	map forward
	first=$MAP
	ip -n "$host" link del trunk0
	trunk_add "$host" trunk0 miimon 20
	port_add "$host" trunk0 eth0 eth1 eth2 eth3
	ip -n "$host" link set trunk0 up
	in_ns "$host" sysctl -qw net.ipv6.conf.trunk0.disable_ipv6=1
	wait_eq "eth3" 2000 ACTIVE port_get "$host" eth3 state
	wait_eq "at the peer" 2000 UP port_get "$peer" p3 mii_status
	map forward
	same=$((FLOWS - $(moved "$first" "$MAP")))
	check_range "flows that have the same port by chance" "$same" 15 100
}

ipv6_flows_spread()
{
	local i eth

	eth=020000000002$(mac "$host" trunk0)86dd
	capture "$peer" any "inbound and udp port 9"
	for ((i = 0; i < FLOWS; i++)); do
		printf '%s60000000001a1140fd%028d01fd%028d02%04x0009001a0000%036d\n' "$eth" 0 0 $((20000 + i)) 0
	done | "$TOOLS/frames" -n "$host" trunk0
	wait_eq "captured" 10000 "$FLOWS" captured ' p[0-9] +In +IP6 .*\.9: '
	capture_stop
	MAP=$(sed -nE 's/^[0-9.]+ (p[0-9]) +In .* [^ ]+\.([0-9]+) > [^ ]+\.9: .*/\2 \1/p' "$CAPTURE" | sort)
	check_spread
}

tests_run
