# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2034 # lists are read by name, bad by the parts
#
# What the parts of the benchmark share: a network namespace of their own, the devices to compare, and pktgen.
#
# A part is PART.sh, which runs in the guest and prints a line of JSON for each thing measured, and PART.jq, which makes a
# table (and bars to plot) of them. bench/bench finds it by the line in PART.sh that says how it is run:
#
#	# bench: mode=virtual kernels=6.1,6.12 timeout=900
#
# mode is that of vm/run, or uml: on vm/uml, at the speed of the machine. FULL=1 asks for all there is to measure, COUNT,
# PORTS, DEVICES, ROUNDS for something else; without, a part should be done in two minutes.

. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

# In a namespace of its own from here on: one command a step less than to enter it for each.
if [ -z "${BENCH_NS:-}" ]; then
	require_root
	setup_ns bench
	# shellcheck disable=SC2154 # by setup_ns
	BENCH_NS=$bench ip netns exec "$bench" "$0" "$@"
	exit
fi

bad=0		# 1: a measurement failed; the exit status of the part

# ------------------------------------------------------------------------------------------------------------- devices

# One a line. The trunk's are MODE [OPTION VALUE]... for hactl, bond's MODE [xmit_hash_policy]; of the peers, the
# best unless all there is to measure is asked for.
TRUNK_MODES="active-backup
balance-rr
balance-xor
balance-xor scheduler flowlet
balance-xor scheduler least-conn
balance-xor rebalance load"
BOND_MODES="active-backup
balance-rr
balance-xor layer3+4
balance-xor encap3+4"
TEAM_MODES="activebackup
roundrobin"
[ -z "${FULL:-}" ] || {
	TRUNK_MODES+="
balance-xor scheduler response-time
balance-xor scheduler random
balance-xor xmit_hash_policy layer2
balance-xor xmit_hash_policy layer2+3
balance-xor xmit_hash_policy layer3+4
balance-xor xmit_hash_policy encap3+4
balance-tlb
broadcast"
	BOND_MODES+="
broadcast
balance-xor layer2
balance-xor layer2+3
balance-tlb"
	TEAM_MODES+="
random
loadbalance"
}
FLOOR_MODES=-
DUMMY_MODES=-

# modes DEVICE: one a line
modes()
{
	local list=${1%%_*}_MODES

	list=${list^^}
	echo "${!list}"
}

load_modules()	# MODULE...
{
	local module

	for module in "$@"; do
		require_module "$module"
	done
	[ -z "${FLOOR_KO:-}" ] || [ -d /sys/module/floor ] || insmod "$FLOOR_KO" || exit 1
}

# device_add DEVICE MODE N NAME: up, over the dummies NAMEp0, NAMEp1, ...; a dummy is NAME itself, and has none
device_add()
{
	local device=$1 mode=$2 n=$3 name=$4 i

	if [ "$device" = dummy ]; then
		ip link add "$name" type dummy && ip link set "$name" up
		return
	fi
	for ((i = 0; i < n; i++)); do
		echo "link add ${name}p$i type dummy"
	done | ip -batch - && new_master "$device" "$mode" "$name" || return
	for ((i = 0; i < n; i++)); do
		echo "link set ${name}p$i master $name"
		echo "link set ${name}p$i up"
	done | ip -batch - && ip link set "$name" up || return
	[ "$mode" != activebackup ] || teamnl "$name" setoption activeport "$(<"/sys/class/net/${name}p0/ifindex")"
}

new_master()	# DEVICE MODE NAME
{
	# shellcheck disable=SC2086 # a mode, and options
	case $1-$2 in
	trunk-*)		hactl trunk add "$3" mode $2 ;;
	bond-*)			ip link add "$3" type bond miimon 100 mode ${2/ / xmit_hash_policy } ;;
	# teamd makes the hash: a BPF program over addresses and ports.
	team-loadbalance)	teamd -o -d -t "$3" -c '{"runner":{"name":"loadbalance","tx_hash":["ipv4","l4"]}}' \
					>/dev/null 2>&1 ;;
	team-*)			ip link add "$3" type team && teamnl "$3" setoption mode "$2" ;;
	*)			ip link add "$3" type "$1" ;;
	esac
}

# device_del DEVICE MODE N NAME: with its ports
device_del()
{
	local i

	if [ "$2" = loadbalance ]; then
		teamd -k -t "$4" >/dev/null 2>&1
		busywait 2000 gone "$4"
	else
		ip link del "$4"
	fi
	[ "$1" != dummy ] || return
	for ((i = 0; i < $3; i++)); do
		echo "link del ${4}p$i"
	done | ip -batch -
}

gone() { [ ! -e "/sys/class/net/$1" ]; }

# -------------------------------------------------------------------------------------------------------------- pktgen

PG=/proc/net/pktgen

pg()	# FILE LINE...
{
	local file=$1 line

	shift
	for line in "$@"; do
		echo "$line" >"$PG/$file" || { fail "pktgen: $file: $line"; return 1; }
	done
}

# pktgen_add THREAD DEV COUNT [LINE...]: 64 bytes with the checksum, each frame new, of a random flow
pktgen_add()
{
	pg "kpktgend_$1" "add_device $2" &&
		pg "$2" "count $3" "clone_skb 0" "pkt_size 60" "delay 0" "dst 10.9.9.9" "src_min 10.8.8.8" "src_max 10.8.8.8" \
			"udp_src_min 1" "udp_src_max 60000" "flag UDPSRC_RND" "dst_mac 02:00:00:00:00:99" "${@:4}"
}

pktgen_clear()
{
	local thread

	for thread in "$PG"/kpktgend_*; do
		pg "${thread##*/}" rem_device_all || return
	done
}

# pktgen_us DEV: microseconds that its frames took, in US. "start" may return before a thread has begun.
pktgen_us()
{
	local lines try

	for ((try = 0; try < 500; try++)); do
		mapfile -t lines <"$PG/$1"
		if [[ "${lines[*]}" =~ Result:\ OK:\ ([0-9]+)\( ]]; then
			US=${BASH_REMATCH[1]}
			return
		fi
		sleep 0.01
	done
	fail "pktgen on $1: ${lines[*]}"
}

# packet_ns DEV COUNT [LINE...]: what one frame took, in NS, to the tenth
packet_ns()
{
	local US

	NS=
	pktgen_clear && pktgen_add 0 "$@" && pg pgctrl start && pktgen_us "$1" || return
	NS=$((US * 10000 / $2))
	NS=${NS%?}.${NS: -1}
}

# numbers NUMBER...: as JSON has them in a list
numbers()
{
	local IFS=,

	echo "[$*]"
}
