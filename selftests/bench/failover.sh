#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# How long a device goes on sending into a port that has lost its carrier: trunk, bond and team over the same plain
# ports, in virtual time. A timer sends 10,000 frames a second of as many flows, the carrier goes in an interrupt, and
# the port counts what it is given then (floor/floor_port.c).
#
#   timer --> u0 --> p0, p1 (, p2)
#
# Cases:
#   one	    the port in use is lost
#   second  three ports; one is lost, and 50 ms later the next
#   many    300 devices lose the port in use at once; the first frame of each follows, then one each 5 ms
#   rtnl    one, while "ip -batch" adds 10,000 addresses, over and over
#   held    one, while RTNL is held until 200 ms after
# Prints a line of JSON for each row: us[] from the loss to the first frame by a survivor after which none was lost
# (null: none in 5 s), delay_us[] to it from the first frame sent after the loss (many wait for their turn; this is what
# the device adds), lost[] frames that left by no living port, worst[] the most that one device lost, rtnl: how many
# of the losses fell into somebody's hold of RTNL.
#
# bench: mode=virtual kernels=6.1,6.12 timeout=2400
# try: RUNS=1 CASES=one
. "$(dirname "$0")/../lib.sh"

RUNS=${RUNS:-${FULL:+20}}
RUNS=${RUNS:-3}
CASES=${CASES:-${FULL:+one second many rtnl held}}
CASES=${CASES:-one second held}
MANY=${MANY:-300}
TRUNK_MODES=("active-backup" "balance-rr" "balance-xor" "balance-xor scheduler flowlet" "balance-xor scheduler least-conn"
	"balance-xor rebalance load" "balance-tlb" "broadcast")
BOND_MODES=("active-backup miimon 1" "active-backup miimon 100" "balance-xor xmit_hash_policy layer3+4 miimon 100")
TEAM_MODES=()
[ -z "${FULL:-}" ] || {
	BOND_MODES+=("active-backup miimon 10" "balance-rr miimon 1" "balance-rr miimon 10" "balance-rr miimon 100")
	TEAM_MODES+=("activebackup")
}
# These take long, or do not depend on the number of ports: a row of each kind.
FEW_BOND_MODES=("active-backup miimon 1" "active-backup miimon 100" "balance-xor xmit_hash_policy layer3+4 miimon 100")

# enslave N PORTS: p0_0, ... below each of u0, ...
enslave()
{
	local n=$1 ports=$2 i k

	for ((i = 0; i < n; i++)); do
		for ((k = 0; k < ports; k++)); do
			echo "link add p${i}_$k type floor_port"
			echo "link set p${i}_$k master u$i"
			echo "link set p${i}_$k up"
		done
		echo "link set u$i up"
	done | ip -n "$host" -batch -
}

trunk_new()	# N MODE
{
	local i

	for ((i = 0; i < $1; i++)); do
		echo "trunk add u$i mode $2"
	done | hactl -n "$host" -b -
}

bond_new()	# N MODE
{
	local i

	for ((i = 0; i < $1; i++)); do
		echo "link add u$i type bond mode $2"
	done | ip -n "$host" -batch -
}

team_new()	# 1 RUNNER
{
	in_ns "$host" teamd -o -d -t u0 -c "{\"runner\":{\"name\":\"$2\"}}" >/dev/null 2>&1
}

# A namespace that goes takes all of them at once.
remove()
{
	if [ "$1" = team ]; then
		in_ns "$host" teamd -k -t u0 >/dev/null 2>&1
		busywait 5000 no_teamd >/dev/null
	fi
	defer_run 0
}

no_teamd() { [ -z "$(ip netns pids "$host")" ]; }

# series RUNS CUTS INTERVAL-NS QUIET-MS TAIL-MS HOLD-MS
series()
{
	in_ns "$host" sh -c "echo $1 $3 $2 50000000 $4 $5 $6 >/proc/floor_port"
}

# addresses: 10,000 to one device, until killed
addresses()
{
	local i

	ip -n "$batch" link add d0 type dummy
	for ((i = 0; i < 10000; i++)); do
		echo "addr add 10.$((i / 62500)).$((i / 250 % 250)).$((i % 250 + 1))/32 dev d0"
	done >"$work/add"
	while :; do
		ip -n "$batch" -batch "$work/add"
		ip -n "$batch" addr flush dev d0
	done
}

case_one() { series "$RUNS" 1 100000 1500 120 0; }
case_second() { series "$RUNS" 2 100000 1500 120 0; }
case_many() { series 3 1 5000000 1500 120 0; }
case_held() { series 5 1 100000 1500 120 200; }

case_rtnl()
{
	local pid rc

	setup_ns batch
	addresses 2>/dev/null &
	pid=$!
	wait_eq "the batch" 10000 yes begun && series $((RUNS / 2)) 1 100000 0 50 0
	rc=$?
	kill "$pid"
	wait "$pid" 2>/dev/null
	return "$rc"
}

begun() { ip -n "$batch" -4 -br addr show dev d0 2>/dev/null | grep -qF 10. && echo yes; }

# measure CASE DEVICE MODE: in devices and ports of their own
measure()
{
	local n=1 ports=2

	case $1 in
	many)	n=$MANY ;;
	second)	ports=3 ;;
	esac
	setup_ns host
	if "$2_new" "$n" "$3" && enslave "$n" "$ports" && "case_$1"; then
		awk -v head="\"measure\":\"$1\",\"device\":\"$2\",\"mode\":\"$3\",\"devices\":$n,\"ports\":$ports" '
			function add(list, value) { return list (NR > 1 ? "," : "") value }
			{
				us = add(us, $1 == "-" ? "null" : $1 / 1000)
				delay = add(delay, $2 == "-" ? "null" : $2 / 1000)
				lost = add(lost, $3)
				worst = add(worst, $4)
				rtnl += $5
			}
			END {
				printf "{%s,\"us\":[%s],\"delay_us\":[%s],\"lost\":[%s],\"worst\":[%s],\"rtnl\":%d}\n",
					head, us, delay, lost, worst, rtnl
			}
		' /proc/floor_port
	else
		echo "# failed: $1 $2 $3"
		bad=1
	fi
	remove "$2"
}

rows()	# CASE
{
	local bond=("${FEW_BOND_MODES[@]}") team=() mode

	case $1 in
	one)	bond=("${BOND_MODES[@]}") team=("${TEAM_MODES[@]}") ;;
	esac
	case " ${DEVICES:-trunk bond team} " in *" trunk "*)
		for mode in "${TRUNK_MODES[@]}"; do measure "$1" trunk "$mode"; done ;;
	esac
	case " ${DEVICES:-trunk bond team} " in *" bond "*)
		for mode in "${bond[@]}"; do measure "$1" bond "$mode"; done ;;
	esac
	case " ${DEVICES:-trunk bond team} " in *" team "*)
		for mode in "${team[@]}"; do measure "$1" team "$mode"; done ;;
	esac
}

require_root
require_command hactl
for module in dummy bonding team trunk; do
	require_module "$module"
done
ko=${FLOOR_KO:?}
insmod "${ko%/*}/floor_port.ko" || exit 1
work=$(mktemp -d)
bad=0
for name in $CASES; do
	rows "$name"
done
rm -rf "$work"
exit $bad
