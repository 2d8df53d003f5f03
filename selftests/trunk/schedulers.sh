#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Each scheduler does what its name says, with the weights of the ports, and they may change under traffic.
#
#   +----------------------+
#   | host       +-- d0    |    dummies: what they are given is counted and gone
#   |  trunk0 ---+-- d1    |
#   |            +-- ...   |
#   +----------------------+
#
# vm: mode=virtual timeout=240
. "$(dirname "$0")/flows_lib.sh"
require_command jq tc

ALL_TESTS="hash_spreads_and_keeps hash_weights rr_in_turn rr_weights rr_packets_per_slave no_packets_per_slave_is_random
	random_weights least_conn_is_even least_conn_weights least_conn_keeps_a_flow flowlet_is_even flowlet_weights
	flowlet_keeps_what_does_not_pause response_time_avoids_a_queue broadcast_copies tlb_and_broadcast_modes
	live_changes_lose_nothing"

hash_spreads_and_keeps()
{
	local port first

	setup_flows 4 || return
	map 400
	first=$MAP
	for port in "${PORTS[@]}"; do
		check_range "flows of $port" "$(on_port "$port")" 65 135
	done
	map 400
	check_eq "moved" "$(moved "$first" "$MAP")" 0
}

# Shares of 4000 flows: 1/8, 2/8, 5/8, give or take 4 sigma and the steps of 256 slots.
hash_weights()
{
	setup_flows 3 scheduler hash || return
	weights d0 1 d1 2 d2 5
	map 4000
	check_range "flows of d0" "$(on_port d0)" 400 600
	check_range "flows of d1" "$(on_port d1)" 880 1120
	check_range "flows of d2" "$(on_port d2)" 2360 2640
}

rr_in_turn()
{
	setup_flows 4 scheduler rr || return
	map 1 rounds=400
	check_eq "frames of each" "$(on_port d0) $(on_port d1) $(on_port d2) $(on_port d3)" "100 100 100 100"
}

rr_weights()
{
	setup_flows 3 mode balance-rr || return
	weights d0 1 d1 2 d2 5
	map 1 rounds=800
	check_range "frames of d0" "$(on_port d0)" 99 101
	check_range "frames of d1" "$(on_port d1)" 199 201
	check_range "frames of d2" "$(on_port d2)" 499 501
	# Interleaved: never more than two in eight turns apart from one of d2 to the next.
	check_range "longest time without d2" "$(awk '$2 == "d2" { n = 0 } $2 != "d2" && ++n > max { max = n } END { print max }' <<<"$MAP")" 1 2
}

rr_packets_per_slave()
{
	setup_flows 2 mode balance-rr packets_per_slave 7 || return
	map 1 rounds=280
	check_range "changes of port" "$(awk '$2 != last { n++ } { last = $2 } END { print n }' <<<"$MAP")" 40 41
}

no_packets_per_slave_is_random()
{
	setup_flows 2 mode balance-rr packets_per_slave 0 || return
	map 1 rounds=2000
	check_range "frames of d0" "$(on_port d0)" 910 1090
	# Of a coin, every other throw differs from the one before.
	check_range "changes of port" "$(awk '$2 != last { n++ } { last = $2 } END { print n }' <<<"$MAP")" 900 1100
}

random_weights()
{
	setup_flows 3 scheduler random || return
	weights d0 1 d1 2 d2 5
	map 1 rounds=4000
	check_range "frames of d0" "$(on_port d0)" 416 584
	check_range "frames of d1" "$(on_port d1)" 890 1110
	check_range "frames of d2" "$(on_port d2)" 2377 2623
}

# Two of 32 flows share one of 4096 buckets in one run of eight: they count as one.
least_conn_is_even()
{
	local port

	setup_flows 4 scheduler least-conn || return
	map 32
	for port in "${PORTS[@]}"; do
		check_range "flows of $port" "$(on_port "$port")" 7 9
	done
}

least_conn_weights()
{
	setup_flows 3 scheduler least-conn || return
	weights d0 1 d1 2 d2 5
	map 80
	check_range "flows of d0" "$(on_port d0)" 8 12
	check_range "flows of d1" "$(on_port d1)" 18 22
	check_range "flows of d2" "$(on_port d2)" 46 54
}

# While it lasts, whatever comes and goes beside it; 1 s later it is a new one.
least_conn_keeps_a_flow()
{
	local first

	setup_flows 2 scheduler least-conn || return
	map 200
	first=$MAP
	sleep 0.5
	map 200
	check_eq "moved" "$(moved "$first" "$MAP")" 0
	map 400 first=40000
	map 200
	check_eq "moved" "$(moved "$first" "$MAP")" 0
	ip -n "$host" link set d1 carrier off
	wait_eq "d1" 500 DOWN port_get "$host" d1 mii_status
	map 200
	check_eq "on a lost port" "$(on_port d1)" 0
}

flowlet_is_even()
{
	setup_flows 4 scheduler flowlet || return
	load time=1000 warm=500
	check_range "imbalance" "$(imbalance)" 1000 1050
}

flowlet_weights()
{
	setup_flows 3 scheduler flowlet || return
	weights d0 1 d1 2 d2 5
	load time=1500 warm=500
	check_range "percent of d0" "$(percent_of d0)" 9 16
	check_range "percent of d1" "$(percent_of d1)" 20 30
	check_range "percent of d2" "$(percent_of d2)" 57 68
}

# 5000 frames a second with a gap of 10 ms: no pause, so it never changes, though the other port is idle.
flowlet_keeps_what_does_not_pause()
{
	setup_flows 2 scheduler flowlet flowlet_gap 10000 || return
	load flows=1 rate=5000 time=500
	check_eq "ports in use" "$(jq '[.bytes[] | select(. > 0)] | length' <<<"$LOAD")" 1
	trunk_set "$host" trunk0 flowlet_gap 100
	load flows=1 rate=5000 time=500
	check_range "imbalance" "$(imbalance)" 1000 1050
}

# A port whose queue hardly drains, be there but one flow on it, gets no new one, and some again when it does.
response_time_avoids_a_queue()
{
	setup_flows 2 scheduler response-time || return
	tc -n "$host" qdisc add dev d0 root tbf rate 100kbit burst 3000 limit 1000000
	load flows=32 rate=2000 time=1000
	map 100 first=40000 size=100
	check_range "new flows of the slow port" "$(on_port d0)" 0 20
	tc -n "$host" qdisc del dev d0 root
	sleep 2
	map 100 first=50000
	check_range "new flows when it is as fast" "$(on_port d0)" 40 60
}

broadcast_copies()
{
	setup_flows 3 scheduler broadcast || return
	map 10
	check_eq "frames of each" "$(on_port d0) $(on_port d1) $(on_port d2)" "10 10 10"
	ip -n "$host" link set d1 carrier off
	wait_eq "d1" 500 DOWN port_get "$host" d1 mii_status
	map 10
	check_eq "frames of each" "$(on_port d0) $(on_port d1) $(on_port d2)" "10 0 10"
}

# The mode is a default; a scheduler may replace it, and active-backup has none.
tlb_and_broadcast_modes()
{
	setup_flows 2 mode broadcast || return
	map 10
	check_eq "broadcast" "$(on_port d0) $(on_port d1)" "10 10"
	check "rr in it" trunk_set "$host" trunk0 scheduler rr
	map 10
	check_eq "rr" "$(on_port d0) $(on_port d1)" "5 5"
	check "active-backup" trunk_set "$host" trunk0 mode active-backup
	map 10
	check_eq "active-backup" "$(grep -c . <<<"$MAP") $(cut -d ' ' -f 2 <<<"$MAP" | sort -u | wc -l)" "10 1"
}

# Every frame that is sent arrives on some port, whatever the scheduler becomes meanwhile.
live_changes_lose_nothing()
{
	local log word round sent

	setup_flows 3 || return
	log=$(mktemp)
	defer rm -f "$log"
	in_ns "$host" "$TOOLS/flows" load trunk0 ports="$(ports_list)" flows=64 rate=5000 time=3000 >"$log" &
	for round in 1 2; do
		for word in rr random least-conn response-time flowlet hash; do
			check "$word" trunk_set "$host" trunk0 scheduler "$word"
			check "weight" port_set "$host" d1 weight $((round * 7))
			sleep 0.1
		done
		check "load" trunk_set "$host" trunk0 rebalance load scheduler default
		sleep 0.1
		check "idle" trunk_set "$host" trunk0 rebalance idle mode balance-tlb
		sleep 0.1
		check "xor" trunk_set "$host" trunk0 mode balance-xor
	done
	wait $!
	sent=$(jq .sent "$log")
	check_range "sent" "$sent" 14000 16000
	check_eq "bytes on the ports" "$(jq '.bytes | add' "$log")" $((sent * 1400))
	check_eq "dropped" "$(in_ns "$host" cat /sys/class/net/trunk0/statistics/tx_dropped)" 0
}

tests_run
