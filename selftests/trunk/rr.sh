#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Balance-rr: frame after frame over all usable ports.
#
#   +----------------------+                +---------------------+
#   | host       +-- eth0 -+----------------+- p0 --+        peer |
#   |  trunk0 ---+-- eth1 -+----------------+- p1 --+-- sw0       |
#   |            +-- eth2 -+----------------+- p2 --+   (bond)    |
#   +----------------------+                +---------------------+
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/trunk_lib.sh"

ALL_TESTS="even_spread packets_per_slave dead_port_is_left_out dead_port_not_seen_yet port_returns one_port_of_three all_dead"

setup()
{
	setup_trunk 3 bond mode balance-rr miimon 20 || return
	ip -n "$host" -6 addr flush dev trunk0
	in_ns "$host" sysctl -qw net.ipv6.conf.trunk0.disable_ipv6=1
	wait_eq "eth2" 2000 ACTIVE port_get "$host" eth2 state
}

# burst N: N datagrams of one flow. sent: how many each port has carried since count
burst()
{
	in_ns "$host" bash -c 'exec 3<>/dev/udp/10.0.0.9/9; for ((i = 0; i < '"$1"'; i++)); do printf x >&3; done'
}

count()
{
	BASE="$(tx_packets "$host" eth0) $(tx_packets "$host" eth1) $(tx_packets "$host" eth2)"
}

sent()
{
	local base

	read -r -a base <<<"$BASE"
	echo "$(($(tx_packets "$host" eth0) - base[0])) $(($(tx_packets "$host" eth1) - base[1])) \
$(($(tx_packets "$host" eth2) - base[2]))"
}

even_spread()
{
	count
	burst 300
	# A neighbour probe may come between.
	check_spread 300 100 100 100
}

check_spread()	# TOTAL PORT0 PORT1 PORT2
{
	local got

	read -r -a got <<<"$(sent)"
	check_range "frames" $((got[0] + got[1] + got[2])) "$1" $(($1 + 3))
	check_range "of eth0" "${got[0]}" $(($2 > 2 ? $2 - 2 : 0)) $(($2 + 3))
	check_range "of eth1" "${got[1]}" $(($3 > 2 ? $3 - 2 : 0)) $(($3 + 3))
	check_range "of eth2" "${got[2]}" $(($4 > 2 ? $4 - 2 : 0)) $(($4 + 3))
}

# Runs of k frames on one port. The order in which they come in says so.
packets_per_slave()
{
	local runs

	check "set" trunk_set "$host" trunk0 packets_per_slave 5
	capture "$peer" any "udp port 9 and inbound"
	burst 90
	wait_eq "captured" 5000 90 captured ' p[0-2] +In '
	capture_stop
	runs=$(awk '/ p[0-2] +In /{ if ($2 != last) { if (n) print n; n = 0 } n++; last = $2 } END { print n }' "$CAPTURE")
	check_range "runs" "$(wc -l <<<"$runs")" 18 19
	check_eq "their length, but for the first and the last" "$(sed '1d;$d' <<<"$runs" | sort -u)" 5
}

dead_port_is_left_out()
{
	ip -n "$peer" link set p1 down
	wait_eq "seen" 500 DOWN port_get "$host" eth1 mii_status
	count
	burst 200
	check_spread 200 100 0 100
	check "traffic" reachable "$host" 10.0.0.2
}

# A burst that begins before any monitor can know: on a plain link with a poll each minute.
dead_port_not_seen_yet()
{
	local dev batch=''

	setup_ns host
	for dev in d0 d1 d2; do
		batch+="link add $dev type dummy"$'\n'
	done
	ip -n "$host" -batch - <<<"$batch"
	trunk_add "$host" trunk0 mode balance-rr miimon 60000
	port_add "$host" trunk0 d0 d1 d2
	ip -n "$host" -batch - <<-EOS
		link set trunk0 up
		addr add 10.0.0.1/24 dev trunk0
		neigh add 10.0.0.9 lladdr 02:00:00:00:00:02 dev trunk0
	EOS
	wait_eq "running" 2000 ACTIVE port_get "$host" d2 state
	sleep 2
	# Of two losses the second is reported late.
	ip -n "$host" link set d0 carrier off
	sleep 0.1
	ip -n "$host" link set d1 carrier off
	BASE="$(tx_packets "$host" d0) $(tx_packets "$host" d1) $(tx_packets "$host" d2)"
	burst 30
	check_eq "into the void" "$(tx_packets "$host" d0) $(tx_packets "$host" d1)" "$(cut -d ' ' -f 1-2 <<<"$BASE")"
	check_range "on the other port" $(($(tx_packets "$host" d2) - ${BASE##* })) 30 40
}

port_returns()
{
	ip -n "$peer" link set p1 down
	wait_eq "seen" 500 DOWN port_get "$host" eth1 mii_status
	ip -n "$peer" link set p1 up
	wait_eq "seen" 500 UP port_get "$host" eth1 mii_status
	count
	burst 150
	check_spread 150 50 50 50
}

one_port_of_three()
{
	ip -n "$host" link set eth0 nomaster
	ip -n "$host" link set eth2 down
	count
	burst 50
	check_range "of eth1" "$(sent | awk '{ print $2 }')" 50 53
}

all_dead()
{
	ip -n "$host" -batch - <<-EOS
		link set eth0 down
		link set eth1 down
		link set eth2 down
	EOS
	check_eq "carrier" "$(link_get "$host" trunk0 carrier)" 0
	burst 5
	ip -n "$host" link set eth1 up
	wait_eq "carrier" 1000 1 link_get "$host" trunk0 carrier
	check "traffic" busywait 3000 reachable "$host" 10.0.0.2
}

tests_run
