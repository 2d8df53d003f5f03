#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What a packet costs, in instructions: trunk, bond, team and a bare pass-through device over the same dummies, in one
# boot. In virtual time one instruction is one nanosecond, so pktgen's time is their number.
#
#   pktgen --> trunk0 | bond0 | team0 | floor0 --> d0, d1, ...         transmit
#   pktgen --> rx0 --> d0 --> trunk0 | bond0 | team0 | floor0 --> dropped      receive (the frames are for another host)
#
# Prints a line of JSON for each measurement. bench/bench makes the table of them.
#
# vm: mode=virtual timeout=900
. "$(dirname "$0")/../lib.sh"

COUNT=${COUNT:-40000}
PORTS=${PORTS:-2 16 64}
PG=/proc/net/pktgen

pg()	# FILE LINE...
{
	local file=$1 line

	shift
	for line in "$@"; do
		in_ns "$host" sh -c "echo '$line' >$PG/$file" || { fail "pktgen: $line"; return 1; }
	done
}

# run DEV COUNT [LINE...]: nanoseconds that one packet took
run()
{
	local dev=$1 count=$2 result tenths

	shift 2
	pg kpktgend_0 rem_device_all "add_device $dev" || return
	pg "$dev" "count $count" "clone_skb 0" "pkt_size 60" "delay 0" "dst 10.9.9.9" "src_min 10.8.8.8" "src_max 10.8.8.8" \
		"udp_src_min 1" "udp_src_max 60000" "flag UDPSRC_RND" "dst_mac 02:00:00:00:00:99" "$@" || return
	pg pgctrl start
	result=$(in_ns "$host" cat "$PG/$dev")
	[[ $result =~ Result:\ OK:\ ([0-9]+)\( ]] || { fail "pktgen on $dev: $result"; return 1; }
	tenths=$((BASH_REMATCH[1] * 10000 / count))
	echo "$((tenths / 10)).$((tenths % 10))"
	pg kpktgend_0 rem_device_all
}

# measure WHAT DEVICE MODE PORTS DEV [LINE...]
measure()
{
	local what=$1 device=$2 mode=$3 ports=$4 dev=$5 first second

	shift 5
	run "$dev" 1000 "$@" >/dev/null		# what is allocated at first use
	first=$(run "$dev" "$COUNT" "$@") && second=$(run "$dev" "$COUNT" "$@") ||
		{ echo "$first $second"; bad=1; return; }
	printf '{"measure":"%s","device":"%s","mode":"%s","ports":%d,"instructions":[%s,%s]}\n' \
		"$what" "$device" "$mode" "$ports" "$first" "$second"
}

transmit() { measure transmit "$@"; }
hashed()
{
	local dev=$4

	# The frame comes with a flow hash: a floor_hash device stands on top.
	ip -n "$host" link add stamp0 type floor_hash
	ip -n "$host" link set "$dev" master stamp0 && ip -n "$host" link set stamp0 up
	measure hashed "$1" "$2" "$3" stamp0
	ip -n "$host" link del stamp0
}

receive()
{
	# What is sent by rx0 is received by the port.
	ip -n "$host" link add rx0 link "$4" type floor_receive && ip -n "$host" link set rx0 up
	measure receive "$1" "$2" "$3" rx0
	ip -n "$host" link del rx0
}

dummies()	# N
{
	local i

	for ((i = 0; i < $1; i++)); do
		echo "link add d$i type dummy"
		[ "${2:-}" != up ] || echo "link set d$i up"
	done | ip -n "$host" -batch -
}

remove()	# N DEV
{
	local i

	ip -n "$host" link del "$2" 2>/dev/null
	for ((i = 0; i < $1; i++)); do
		echo "link del d$i"
	done | ip -n "$host" -batch -
}

enslave()	# N MASTER
{
	local i

	for ((i = 0; i < $1; i++)); do
		echo "link set d$i down"
		echo "link set d$i master $2"
		echo "link set d$i up"
	done | ip -n "$host" -batch - && ip -n "$host" link set "$2" up
}

# all DEVICE MODE N DEV: a device that stands
all()
{
	transmit "$@"
	[ "$3" -ne 2 ] || { hashed "$@"; receive "$1" "$2" "$3" d0; }
}

bench_dummy()
{
	dummies 1 up
	transmit dummy - 1 d0
	receive dummy - 1 d0
	hashed dummy - 1 d0
	remove 1 none
}

bench_floor()
{
	local kind

	for kind in floor_direct floor; do
		dummies 1
		ip -n "$host" link add floor0 type "$kind"
		enslave 1 floor0
		transmit "$kind" - 1 floor0
		[ "$kind" != floor ] || { hashed floor - 1 floor0; receive floor - 1 d0; }
		remove 1 floor0
	done
}

bench_trunk()
{
	local mode n

	for mode in active-backup balance-rr balance-xor; do
		for n in $PORTS; do
			dummies "$n"
			hactl -n "$host" trunk add trunk0 mode "$mode"
			enslave "$n" trunk0
			all trunk "$mode" "$n" trunk0
			remove "$n" trunk0
		done
	done
}

bench_bond()
{
	local mode n

	for mode in active-backup balance-rr "balance-xor layer2" "balance-xor layer2+3" "balance-xor layer3+4" \
		"balance-xor encap3+4" balance-tlb; do
		for n in $PORTS; do
			dummies "$n"
			# shellcheck disable=SC2086 # a mode, and for some a policy
			set -- ${mode/ / xmit_hash_policy }
			ip -n "$host" link add bond0 type bond miimon 100 mode "$@"
			enslave "$n" bond0
			all bond "$mode" "$n" bond0
			remove "$n" bond0
		done
	done
}

bench_team()
{
	local mode n

	for mode in activebackup roundrobin random; do
		for n in $PORTS; do
			dummies "$n"
			ip -n "$host" link add team0 type team
			in_ns "$host" teamnl team0 setoption mode "$mode"
			enslave "$n" team0
			[ "$mode" != activebackup ] || in_ns "$host" teamnl team0 setoption activeport "$(index_of d0)"
			all team "$mode" "$n" team0
			remove "$n" team0
		done
	done
	# teamd makes the hash: a BPF program over addresses and ports.
	for n in $PORTS; do
		dummies "$n"
		in_ns "$host" teamd -o -d -t team0 -c '{"runner":{"name":"loadbalance","tx_hash":["ipv4","l4"]}}' >/dev/null 2>&1 ||
			{ echo "# team: no teamd"; remove "$n" team0; return; }
		enslave "$n" team0
		all team loadbalance "$n" team0
		in_ns "$host" teamd -k -t team0 >/dev/null 2>&1
		busywait 2000 gone team0
		remove "$n" team0
	done
}

gone() { ! ip -n "$host" link show "$1" >/dev/null 2>&1; }
index_of() { ip -n "$host" -j link show "$1" | jq '.[0].ifindex'; }

require_root
require_command jq hactl teamnl
for module in pktgen dummy bonding team trunk; do
	require_module "$module"
done
insmod "${FLOOR_KO:?}" || exit 1
setup_ns host
bad=0
for device in ${DEVICES:-dummy floor trunk bond team}; do
	"bench_$device"
done
exit $bad
