#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Counters of a trunk and its ports are what was sent: in JSON, in text, and the same in ethtool -S.
#
#   +----------------------+                +---------------------+
#   | host       +-- eth0 -+----------------+- p0 --+        peer |
#   |  trunk0 ---+-- eth1 -+----------------+- p1 --+-- sw0       |
#   +----------------------+                +---------------------+
#
# shellcheck disable=SC2016 # for another shell or jq
#
# vm: mode=virtual timeout=300
. "$(dirname "$0")/../trunk/trunk_lib.sh"
require_command jq ethtool hactl

ALL_TESTS="hash flowlet least_conn load weights broadcast active_backup failover alternates_and_drops as_ethtool since_added
	several_trunks text"

# Of a frame that burst sends: Ethernet, IP and UDP headers, 100 bytes.
FRAME=142

# burst FLOWS FRAMES: datagrams to 10.0.0.9, FRAMES of each flow in a row
burst()
{
	in_ns "$host" bash -c 'for ((i = 0; i < '"$1"'; i++)); do
		exec 3<>/dev/udp/10.0.0.9/$((1000 + i))
		for ((j = 0; j < '"$2"'; j++)); do printf %100d 0 >&3; done
	done'
}

stats()
{
	hactl -n "$host" -j -s trunk show trunk0
}

# stat FILTER [DOCUMENT], of trunk0
stat()
{
	jq -r ".trunk[0] | $1" <<<"${2:-$(stats)}"
}

# packets [DOC]: that each port received and sent
packets() { stat '[.ports[].stats | .rx_packets, .tx_packets] | join(" ")' ${1:+"$1"}; }

quiet()
{
	in_ns "$host" sysctl -qw net.ipv6.conf.trunk0.disable_ipv6=1
	in_ns "$peer" sysctl -qw net.ipv6.conf.sw0.disable_ipv6=1
}

# spread SCHEDULER LEAST MOST: 64 flows of 4 frames; what the trunk sent is what its ports sent, LEAST to MOST each
spread()
{
	local before after sent d='def d(f): (.[1].trunk[0] | f) - (.[0].trunk[0] | f);'

	setup_trunk 2 bond scheduler "$1" || return
	quiet
	before=$(stats)
	burst 64 4
	after=$(stats)
	delta() { jq -r -s "$d $1" <<<"$before $after"; }
	sent=$(delta 'd(.stats.tx.packets)')
	check_range "frames" "$sent" 256 258
	check_eq "frames of the ports" "$(delta 'd([.ports[].stats.tx_packets] | add)')" "$sent"
	check_eq "bytes of the ports" "$(delta 'd([.ports[].stats.tx_bytes] | add)')" "$(delta 'd(.stats.tx.bytes)')"
	check_range "bytes" "$(delta 'd(.stats.tx.bytes)')" $((256 * FRAME)) $((258 * FRAME))
	check_range "of eth0" "$(delta 'd(.ports[0].stats.tx_packets)')" "$2" "$3"
	check_eq "scheduler" "$(stat .stats.scheduler "$after")" "$1"
	check_eq "dropped" "$(stat '.stats | [.[keys[] | select(test("tx_drop"))]] | tostring' "$after")" "[0,0,0]"
	check_eq "shares are of the bytes" "$(stat '([.ports[].stats.tx_bytes] | add) as $all | [.ports[].stats |
		(.share - .tx_bytes * 100 / $all) | fabs < 0.051] | all' "$after")" true
	PICKS=$(delta 'd(.stats.picks)')
	AFTER=$after
}

hash()
{
	spread hash 64 192
	check_eq "buckets of the ports" "$(stat '([.ports[].stats.buckets] | add) == .stats.buckets' "$AFTER")" true
	check_eq "active buckets of the ports" \
		"$(stat '([.ports[].stats.active_buckets] | add) == .stats.active_buckets' "$AFTER")" true
	check_range "active buckets" "$(stat .stats.active_buckets "$AFTER")" 32 70
	check_eq "picks" "$PICKS" 0
	# The second port got half of what the first one had, but nothing of it was used yet.
	check_eq "moves, none waits" "$(stat '.stats | [.moves, .unbalanced] | tostring' "$AFTER")" "[0,0]"
	check_eq "moves of the ports" "$(stat '[.ports[].stats.moves] | tostring' "$AFTER")" "[0,0]"
	check_eq "load is not measured" "$(stat '[.ports[].stats.load] | add' "$AFTER")" 0
}

# Each frame may come after a pause of half a millisecond: at least a choice a flow, at most one a frame.
flowlet()
{
	spread flowlet 64 192
	check_eq "buckets" "$(stat .stats.buckets "$AFTER")" 4096
	check_range "picks" "$PICKS" 60 260
	check_range "buckets of the ports" "$(stat '[.ports[].stats.buckets] | add' "$AFTER")" 60 75
}

# 64 flows that are not over: each new one goes where there are fewer.
least_conn()
{
	spread least-conn 112 144
	check_range "picks" "$PICKS" 60 70
	check_range "active buckets" "$(stat .stats.active_buckets "$AFTER")" 60 75
	check_eq "active buckets of the ports" \
		"$(stat '([.ports[].stats.active_buckets] | add) == .stats.active_buckets' "$AFTER")" true
}

# As fast as a stream of a frame a millisecond is, also where a timer cannot keep the interval.
load()
{
	local before after rate interval

	setup_trunk 2 bond rebalance load || return
	quiet
	for interval in 20 1; do
		check "interval" hactl -n "$host" trunk set trunk0 rebalance_interval "$interval"
		before=$(stats)
		stream_start "$host" 10.0.0.1 "$peer" 10.0.0.2 1000 1500
		wait_eq "some sent" 3000 true stat ".stats.tx.packets > $(stat .stats.tx.packets "$before") + 300"
		after=$(stats)
		stream_end
		rate=$((($(stat .stats.tx.bytes "$after") - $(stat .stats.tx.bytes "$before")) * 1000 / \
			($(stat .stats.tx.packets "$after") - $(stat .stats.tx.packets "$before"))))
		check_range "load, interval $interval" "$(stat '[.ports[].stats.load] | add' "$after")" \
			$((rate * 6 / 10)) $((rate * 16 / 10))
	done
}

weights()
{
	setup_hosts 2 none || return
	trunk_add "$host" trunk0
	check "weight" hactl -n "$host" port add eth0 trunk trunk0 weight 300
	check "weight" hactl -n "$host" port add eth1 trunk trunk0 weight 100
	ip -n "$host" link set trunk0 up
	wait_eq "carrier" 2000 1 link_get "$host" trunk0 carrier
	check_eq "weights" "$(stat '[.ports[].stats.weight] | tostring')" "[300,100]"
	check_range "buckets" "$(stat '.ports[0].stats.buckets')" 191 193
	check_eq "buckets of both" "$(stat '[.ports[].stats.buckets] | add')" 256
	check "by speed" hactl -n "$host" port set eth0 weight 0
	check_eq "speed of a veth" "$(stat '[.ports[].stats.weight] | tostring')" "[10000,100]"
	check_eq "as it was typed" "$(stat '[.ports[].weight] | tostring')" "[0,100]"
}

broadcast()
{
	local sent

	setup_trunk 2 bridge mode active-backup || return
	quiet
	check "mode" hactl -n "$host" trunk set trunk0 mode broadcast
	sent=$(stat '[.stats.tx.packets, .ports[].stats.tx_packets] | join(" ")')
	burst 4 5
	check_eq "a frame of the trunk is one of each port" \
		"$(stat "[.stats.tx.packets, .ports[].stats.tx_packets] | join(\" \")")" \
		"$(for n in $sent; do echo $((n + 20)); done | paste -sd ' ')"
	check_eq "scheduler" "$(stat .stats.scheduler)" broadcast
}

# What a port that stands by receives is counted, and dropped by nobody's fault.
active_backup()
{
	local before

	setup_trunk 2 bridge mode active-backup || return
	quiet
	check_eq "nothing to schedule" "$(stat '.stats | [.scheduler, .buckets] | tostring')" "[null,0]"
	before=$(stat .stats.rx_drop_inactive)
	for _ in 1 2 3 4 5; do
		echo ffffffffffff02000000000288b5000000000000
	done | "$TOOLS/frames" -n "$peer" sw0
	check_range "received by the other" $(($(stat .stats.rx_drop_inactive) - before)) 5 7
	check_eq "first choice" "$(stat '[.ports[].stats.activations, .stats.failovers] | tostring')" "[1,0,0]"
	check "switch over" hactl -n "$host" trunk set trunk0 active_slave eth1
	check_eq "activations" "$(stat '[.ports[].stats.activations, .stats.failovers] | tostring')" "[1,1,1]"
}

latencies()
{
	stat '[.stats.failover_latency[].count] | add'
}

failover()
{
	local scheduler

	setup_trunk 2 bond || return
	check_eq "intervals" "$(stat '.stats.failover_latency | [length, .[0].from_us, .[0].to_us, .[1].from_us,
		.[1].to_us, .[23].from_us, .[23].to_us] | tostring')" "[24,0,1,1,2,4194304,null]"
	check_eq "none yet" "$(stat .stats.failovers) $(latencies)" "0 0"
	ip -n "$peer" link set p0 down
	wait_eq "failovers" 3000 1 stat .stats.failovers
	check_eq "latencies" "$(latencies)" 1
	check_eq "failures" "$(stat '[.ports[].link_failure_count] | tostring')" "[1,0]"
	check_eq "buckets" "$(stat '.ports[0].stats.buckets')" 0
	check_eq "load" "$(stat '.ports[0].stats.load')" 0
	ip -n "$peer" link set p0 up
	wait_eq "back" 3000 UP port_get "$host" eth0 mii_status
	check_eq "a return is no failover" "$(stat .stats.failovers) $(latencies)" "1 1"
	for scheduler in flowlet least-conn; do
		check "$scheduler" hactl -n "$host" trunk set trunk0 scheduler "$scheduler"
		burst 64 2
		ip -n "$peer" link set p1 down
		wait_eq "lost" 3000 DOWN port_get "$host" eth1 mii_status
		check_eq "load of a lost port" "$(stat '.ports[1].stats.load')" 0
		burst 8 1
		ip -n "$peer" link set p1 up
		wait_eq "back" 3000 UP port_get "$host" eth1 mii_status
	done
	check_eq "all three" "$(stat .stats.failovers) $(latencies)" "3 3"
}

# The kernel reports the second of two losses late: frames find out themselves.
alternates_and_drops()
{
	local before after

	setup_dummies miimon 60000 num_peer_notif 0 || return
	in_ns "$host" sysctl -qw net.ipv6.conf.trunk0.disable_ipv6=1
	ip -n "$host" addr add 10.0.0.1/24 dev trunk0
	ip -n "$host" neigh add 10.0.0.9 lladdr 02:00:00:00:00:02 dev trunk0
	before=$(stats)
	# In one process, to be done before the second that the link watch is late.
	in_ns "$host" bash -c '
		lose() { echo 0 >"/sys/class/net/$1/carrier"; }
		burst() {
			for ((i = 0; i < 32; i++)); do exec 3<>/dev/udp/10.0.0.9/$((1000 + i)); printf %100d 0 >&3; done
		}
		exec 4<> <(:)
		lose d0
		for ((i = 0; i < 50; i++)); do
			read -r state </sys/class/net/trunk0/lower_d0/operstate
			[ "$state" != down ] || break
			read -r -t 0.01 -u 4
		done
		lose d1
		burst
		lose d2
		burst'
	after=$(stats)
	check_eq "of the last port" $(($(stat '.ports[2].stats.tx_packets' "$after") - \
		$(stat '.ports[2].stats.tx_packets' "$before"))) 32
	check_eq "of the dead one" "$(stat '.ports[1].stats.tx_packets' "$after")" \
		"$(stat '.ports[1].stats.tx_packets' "$before")"
	check_range "by another port" "$(stat .stats.tx_alternate "$after")" 4 28
	check_eq "by none" "$(stat .stats.tx_drop_no_port "$after")" 32
	check_eq "dropped" $(($(stat .stats.tx.dropped "$after") - $(stat .stats.tx.dropped "$before"))) 32
}

as_ethtool()
{
	local doc names shown

	setup_trunk 2 bond scheduler flowlet || return
	quiet
	burst 8 2
	ip -n "$peer" link set p0 down
	wait_eq "failovers" 3000 1 stat .stats.failovers
	# ARP may ask again at any time.
	while doc=$(stats) shown=$(in_ns "$host" ethtool -S trunk0); [ "$(packets)" != "$(packets "$doc")" ]; do
		:
	done
	names="moves picks failovers tx_alternate tx_drop_no_port tx_drop_no_memory tx_drop_port rx_drop_inactive unbalanced"
	check_same "counters" "$(for name in $names; do echo "$name: $(stat ".stats.$name" "$doc")"; done
		stat '.ports[] | "\(.name)_tx_packets: \(.stats.tx_packets)", "\(.name)_tx_bytes: \(.stats.tx_bytes)",
		"\(.name)_rx_packets: \(.stats.rx_packets)", "\(.name)_rx_bytes: \(.stats.rx_bytes)",
		"\(.name)_activations: \(.stats.activations)", "\(.name)_failures: \(.link_failure_count)",
		"\(.name)_moves: \(.stats.moves)"' "$doc")" \
		"$(sed '1d; s/^ *//' <<<"$shown" | awk -v names="$names " '
			/^eth[01]_/ { port = port $0 "\n" }
			{ line[substr($1, 1, length($1) - 1)] = $0 }
			END { n = split(names, name, " ")
			for (i = 1; i <= n; i++) print line[name[i]]
			printf "%s", port }')"
}

# What a device carried before is not the trunk's.
since_added()
{
	setup_hosts 1 none || return
	ip -n "$host" link set eth0 up
	in_ns "$host" sysctl -qw net.ipv6.conf.eth0.disable_ipv6=1
	ip -n "$host" addr add 10.0.0.1/24 dev eth0
	ip -n "$host" neigh add 10.0.0.9 lladdr 02:00:00:00:00:02 dev eth0
	burst 10 3
	ip -n "$host" addr flush dev eth0
	trunk_add "$host" trunk0
	in_ns "$host" sysctl -qw net.ipv6.conf.trunk0.disable_ipv6=1
	port_add "$host" trunk0 eth0
	check_eq "nothing yet" "$(stat '.ports[0].stats | [.tx_packets, .share, .tx.packets >= 30] | tostring')" \
		"[0,null,true]"
}

several_trunks()
{
	setup_hosts 3 none || return
	trunk_add "$host" trunk0
	trunk_add "$host" trunk1 scheduler flowlet
	port_add "$host" trunk0 eth0
	port_add "$host" trunk1 eth1 eth2
	check_eq "each its own" "$(hactl -n "$host" -j -s trunk show |
		jq -c '[.trunk[] | [.name, .stats.scheduler, (.ports | length)]]')" \
		'[["trunk0","hash",1],["trunk1","flowlet",2]]'
	check_eq "port show" "$(hactl -n "$host" -j -s port show eth2 | jq -c '.port[0].stats | [.buckets, .delay]')" "[0,0]"
}

text()
{
	local text

	setup_trunk 2 bond scheduler flowlet || return
	burst 16 2
	ip -n "$peer" link set p0 down
	wait_eq "failovers" 3000 1 stat .stats.failovers
	text=$(COLUMNS=80 hactl -n "$host" -s trunk show)
	check_match "ports" "$text" $'\nPORT +WEIGHT BUCKETS ACTIVE MOVES +SHARE.*\neth0 +10000 .*%'
	check_match "counters" "$text" $'\ntrunk0:\n  scheduler flowlet  buckets 4096 .*failovers 1 '
	check_match "histogram" "$text" $'\nNAME +LATENCY COUNT *\ntrunk0 +[0-9<].* [mu]?s +1 ####################$'
	check_range "columns" "$(wc -L <<<"$text")" 40 80
	check_range "columns of port show" "$(COLUMNS=80 hactl -n "$host" -s port show | wc -L)" 40 80
	check_match "wide" "$(COLUMNS=140 hactl -n "$host" -s port show)" 'TX PACKETS.*ACTIVATIONS'
	[[ $text != *ACTIVATIONS* ]] || fail "ACTIVATIONS is shown in 80 columns"
	ktap_diag "$text"
}

tests_run
