#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# How evenly flows are shared out, how soon after a change, how many move when ports come and go, and whether frames of
# a flow overtake each other: trunk beside bond and team, in one boot.
#
#   flows --> trunk0 | bond0 | team0 --> d0, d1, ...                        imbalance, convergence, disruption
#   flows --> trunk0 | bond0 | team0 --> e0, e1 ==(netem)== p0, p1 --> bond of the peer       reordering
#
# Prints a line of JSON for each measurement, comments with #.
# SEEDS: sets of source ports. CASES: of imbalance convergence disruption reorder. DEVICES: see below. FLOWS: of the
# disruption.
#
# bench: mode=virtual kernels=6.12 timeout=2400
# try: SEEDS=1 FLOWS=100 CASES="imbalance disruption" DEVICES=trunk-load
. "$(dirname "$0")/../trunk/trunk_lib.sh"

SEEDS=${SEEDS:-${FULL:+10}}
SEEDS=${SEEDS:-2}
FLOWS=${FLOWS:-${FULL:+4000}}
FLOWS=${FLOWS:-1000}
CASES=${CASES:-imbalance convergence disruption reorder}

note() { echo "# $*"; }
bad() { note "failed: $*"; status=1; }

# ------------------------------------------------------------------------------------------------------------- devices

# What is compared, by a word: a device, its kind and its options.
declare -A OPTIONS=(
	[trunk-hash]="trunk rebalance off"
	[trunk-load]="trunk rebalance load"
	[trunk-least-conn]="trunk scheduler least-conn"
	[trunk-flowlet]="trunk scheduler flowlet"
	[trunk-rr]="trunk mode balance-rr"
	[trunk-tlb]="trunk mode balance-tlb"
	[trunk-forced]="trunk idle_timer 1 unbalanced_timer 1"
	[bond-xor]="bond mode balance-xor xmit_hash_policy layer3+4"
	[bond-tlb]="bond mode balance-tlb xmit_hash_policy layer3+4 tlb_dynamic_lb 1"
	[bond-rr]="bond mode balance-rr"
	[team-loadbalance]="team"
)
TEAM='{"runner":{"name":"loadbalance","tx_hash":["ipv4","l4"]}}'

# build DEVICE PORT...: dev0 over ports that exist, up
build()
{
	local kind options

	read -r kind options <<<"${OPTIONS[$1]}"
	device=$1
	shift
	# shellcheck disable=SC2086 # words
	case $kind in
	trunk)	trunk_add "$host" dev0 $options ;;
	bond)	ip -n "$host" link add dev0 type bond miimon 100 $options ;;
	team)	in_ns "$host" teamd -o -d -t dev0 -c "$TEAM" >/dev/null 2>&1 || return ;;
	esac
	join "$@"
	ip -n "$host" link set dev0 up
	wait_eq "$device" 5000 1 link_get "$host" dev0 carrier || return
	ip -n "$host" addr add 10.0.0.1/24 dev dev0
	ip -n "$host" neigh add 10.0.0.9 lladdr 02:00:00:00:00:02 dev dev0
	settled "$@"
}

# Ports that the kernel reports late: teamd, a bond's poll.
settled()
{
	local port

	for port in "$@"; do
		case $device in
		trunk*)	wait_eq "$port" 5000 UP port_get "$host" "$port" mii_status ;;
		bond*)	wait_eq "$port" 5000 0 in_ns "$host" sh -c "grep -q up /sys/class/net/$port/bonding_slave/mii_status; echo \$?" ;;
		team*)	wait_eq "$port" 5000 true in_ns "$host" teamnl dev0 -p "$port" getoption enabled ;;
		esac || return
	done
}

join()
{
	local port

	for port in "$@"; do
		ip -n "$host" -batch - <<-EOS
			link set $port down
			link set $port master dev0
			link set $port up
		EOS
	done
}

demolish()	# PORT...
{
	local port

	if [[ $device = team* ]]; then
		in_ns "$host" teamd -k -t dev0 >/dev/null 2>&1
		busywait 3000 gone dev0
	else
		ip -n "$host" link del dev0
	fi
	for port in "$@"; do
		ip -n "$host" link del "$port"
	done
}

gone() { ! ip -n "$host" link show "$1" >/dev/null 2>&1; }

dummies()	# PORT...
{
	printf 'link add %s type dummy\n' "$@" | ip -n "$host" -batch -
}

list() { local IFS=,; echo "$*"; }

# with DEVICE N COMMAND...: COMMAND with dev0 over N dummies, which are PORTS
with()
{
	local i n=$2

	PORTS=()
	for ((i = 0; i < n; i++)); do
		PORTS+=("d$i")
	done
	dummies "${PORTS[@]}"
	if build "$1" "${PORTS[@]}"; then
		"${@:3}"
	else
		bad "$1 with $n ports"
	fi
	demolish "${PORTS[@]}"
}

load() { in_ns "$host" "$TOOLS/flows" load dev0 ports="$(list "${PORTS[@]}")" "$@"; }

# row MEASURE CASE JSON [JQ-ARGUMENT...]
row()
{
	jq -c --arg measure "$1" --arg case "$2" --arg device "$device" '{measure: $measure, case: $case, device: $device} + .' <<<"$3"
}

# ----------------------------------------------------------------------------------------------------------- imbalance

# Over the second second of two; a trunk of its own for each set of flows.
imbalance()
{
	local case n device seed args json

	while read -r case n args; do
		[ -n "$case" ] || continue
		for device in trunk-hash trunk-load trunk-least-conn trunk-flowlet trunk-rr bond-xor bond-rr team-loadbalance; do
			has "$device" || continue
			json=
			for ((seed = 1; seed <= SEEDS; seed++)); do
				# shellcheck disable=SC2086 # words
				json+=$(with "$device" "$n" load scatter=1 seed="$seed" time=2000 warm=1000 $args)
			done
			row imbalance "$case" "$(jq -sc '{runs: length, mean: (map(.imbalance) | add / length),
				worst: (map(.imbalance) | max), above_optimum: (map(.imbalance / .optimum) | max),
				optimum: (map(.optimum) | add / length)}' <<<"$json")"
		done
	done <<-EOS
		equal-32x4 4 flows=32
		elephants-4x2 2 flows=4
		${FULL:+equal-32x4-sockets 4 flows=32 socket=1}
		${FULL:+bursts-4x2 2 flows=4 burst=16}
		${FULL:+pareto-256x4 4 flows=256 pareto=1.2}
	EOS
}

# has DEVICE: to be measured, and possible
has()
{
	[[ " ${DEVICES:-${!OPTIONS[*]}} " = *" $1 "* ]] && { [[ $1 != team* ]] || command -v teamd >/dev/null; }
}

# --------------------------------------------------------------------------------------------------------- convergence

# From the change until the end of the first 20 ms in which the ports are even to 10 %.
convergence()
{
	local device seed seeds case args time shift rate json

	while read -r case args; do
		[ -n "$case" ] || continue
		for device in trunk-load trunk-tlb bond-tlb; do
			has "$device" || continue
			json=
			time=2000 shift=1000 rate=16000 seeds=$SEEDS
			# It begins with all on one port, for 10 s: the change is in its second period.
			[ "$device" != bond-tlb ] || time=26000 shift=11000 rate=4000 seeds=1
			for ((seed = 1; seed <= seeds; seed++)); do
				# shellcheck disable=SC2086 # words
				json+=$(with "$device" 4 load flows=32 scatter=1 seed="$seed" warm=500 shift=$((shift + 13 * seed)) time="$time" rate=$rate $args)
			done
			row convergence "$case" "$(jq -sc '{runs: length, ms: (map(select(.converged_ms >= 0).converged_ms) | sort),
				never: (map(select(.converged_ms < 0)) | length), before: (map(.before) | max),
				shifted: (map(.shifted) | max), uneven_later: (map(.uneven_later / .windows) | max)}' <<<"$json")"
		done
	done <<-EOS
		one-port-times-4 factor=4
		${FULL:+one-port-stops factor=0}
	EOS
}

# ---------------------------------------------------------------------------------------------------------- disruption

# map: FLOW PORT of all, in MAP
map()
{
	MAP=$(in_ns "$host" "$TOOLS/flows" map dev0 ports="$(list "${PORTS[@]}")" flows="$FLOWS" | cut -d ' ' -f 1,2)
	[ "$(wc -l <<<"$MAP")" -eq "$FLOWS" ] || bad "$device: $(wc -l <<<"$MAP") frames of $FLOWS"
}

# change CASE OLD [LOST]: how many flows moved since OLD; of those, how many that were not on LOST
change()
{
	row disruption "$1" "$(paste -d ' ' <(echo "$2") <(echo "$MAP") | awk -v lost="${3:-}" '
		$2 == lost { had++ } $2 != $4 { moved++ } $2 != $4 && $2 != lost { others++ }
		END { printf "{\"flows\":%d,\"had\":%d,\"moved\":%d,\"others\":%d}", NR, had, moved, others }')"
}

carrier()	# on|off PORT
{
	ip -n "$host" link set "$2" carrier "$1"
	if [ "$1" = on ]; then
		settled "$2"
	else
		case $device in
		trunk*)	wait_eq "$2" 5000 DOWN port_get "$host" "$2" mii_status ;;
		bond*)	wait_eq "$2" 5000 down in_ns "$host" cat "/sys/class/net/$2/bonding_slave/mii_status" ;;
		team*)	wait_eq "$2" 5000 false in_ns "$host" teamnl dev0 -p "$2" getoption enabled ;;
		esac
	fi
}

come_and_go()
{
	local first

	map
	first=$MAP
	carrier off d3
	map
	change lost "$first" d3
	carrier on d3
	map
	change back "$first"
	dummies d8
	join d8
	settled d8
	PORTS+=(d8)
	map
	change added "$first"
	if [ "$device" = trunk-forced ]; then
		busywait 10000 is_balanced >/dev/null || bad "$device is not balanced after its timer"
		map
		change forced "$first"
	fi
	first=$MAP
	ip -n "$host" link set d5 nomaster
	map
	change removed "$first" d5
}

is_balanced() { in_ns "$host" ethtool -S dev0 | grep -q '^ *unbalanced: 0$'; }

disruption()
{
	local device

	for device in trunk-hash trunk-load trunk-forced bond-xor team-loadbalance; do
		! has "$device" || with "$device" 8 come_and_go
	done
}

# ------------------------------------------------------------------------------------------------------------- reorder

# two_hosts DEVICE DELAY0 DELAY1: dev0 over two links, a delay in each, and a bond at the peer
two_hosts()
{
	local i delay=("$2" "$3")

	ip -n "$peer" link add sw0 address 02:00:00:00:00:02 type bond mode balance-xor miimon 20
	for i in 0 1; do
		ip -n "$host" link add "e$i" type veth peer name "p$i" netns "$peer"
		ip -n "$peer" link set "p$i" master sw0
		ip -n "$peer" link set "p$i" up
		[ "${delay[$i]}" = 0 ] || tc -n "$host" qdisc add dev "e$i" root netem delay "${delay[$i]}" limit 10000
	done
	ip -n "$peer" -batch - <<-EOS
		addr add 10.0.0.2/24 dev sw0
		link set sw0 up
	EOS
	build "$1" e0 e1 || return
	busywait 5000 reachable "$host" 10.0.0.2 >/dev/null
}

# The rest of them never come.
have_arrived() { [ "$(rx_packets "$peer" sw0)" -ge "$1" ]; }

# Numbered frames of 8 flows, whose pauses are 0 to 1000 us: around a gap of 500.
frames()	# CASE
{
	local log sent json receiver before

	log=$(mktemp)
	ip netns exec "$peer" "$TOOLS/flows" recv sw0 >"$log" &
	receiver=$!
	busywait 2000 listens >/dev/null || bad "no receiver"
	before=$(rx_packets "$peer" sw0)
	sent=$(in_ns "$host" "$TOOLS/flows" load dev0 ports=e0,e1 flows=8 rate=16000 size=300 jitter=100 time=1500)
	busywait 2000 have_arrived $((before + $(jq .sent <<<"$sent"))) >/dev/null
	kill "$receiver"
	wait "$receiver"
	json=$(jq -sc '{sent: .[0].sent, received: .[1].received, reordered: .[1].reordered, imbalance: .[0].imbalance}' \
		<(echo "$sent") "$log")
	rm -f "$log"
	row reorder "$1-frames" "$json"
}

listens() { in_ns "$peer" ss -0 -H | grep -q .; }

# Four TCP streams: what arrived out of order, as the receiver counts it, and what was sent again.
tcp()		# CASE
{
	local before after server

	in_ns "$peer" iperf3 -s -1 >/dev/null &
	server=$!
	wait_eq "iperf3" 5000 1 tcp_listeners "$peer" 5201
	before=$(tcp_counters)
	in_ns "$host" iperf3 -c 10.0.0.2 -P 4 -t 2 -b 40M >/dev/null
	wait "$server"
	after=$(tcp_counters)
	row reorder "$1-tcp" "$(awk '{ printf "{\"sent\":%d,\"reordered\":%d,\"again\":%d}", $4 - $1, $5 - $2, $6 - $3 }' \
		<<<"$before $after")"
}

tcp_counters()
{
	echo "$(counter "$host" TcpOutSegs) $(counter "$peer" TcpExtTCPOFOQueue) $(counter "$host" TcpRetransSegs)"
}

tcp_listeners() { in_ns "$1" ss -Hltn "sport = :$2" | wc -l; }
counter() { in_ns "$1" nstat -asz "$2" | awk -v name="$2" '$1 == name { print $2 }'; }

reorder()
{
	local case device a b

	while read -r case a b; do
		[ -n "$case" ] || continue
		for device in trunk-flowlet trunk-hash trunk-rr bond-xor bond-rr; do
			has "$device" || continue
			if two_hosts "$device" "$a" "$b"; then
				frames "$case"
				tcp "$case"
			else
				bad "$device over two hosts"
			fi
			demolish e0 e1
			ip -n "$peer" link del sw0
		done
	done <<-EOS
		equal 1ms 1ms
		${FULL:+none 0 0}
		${FULL:+unequal 1ms 1.3ms}
	EOS
}

require_command jq nstat iperf3 tc ethtool
for module in dummy bonding team veth; do
	require_module "$module"
done
status=0
setup_ns host peer
# Frames of IPv6 itself are flows too.
in_ns "$host" sysctl -qw net.ipv6.conf.default.disable_ipv6=1
for case in $CASES; do
	"$case"
done
exit $status
