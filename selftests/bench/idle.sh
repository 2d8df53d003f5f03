#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What the modules cost where nothing is configured: a packet by a dummy, and events of many dummies, without them and
# with them in turns, in one boot and in virtual time: nanoseconds are instructions.
#
# bench: mode=virtual kernels=6.1,6.12 timeout=900
# try: COUNT=200 N=10 ROUNDS=1
. "$(dirname "$0")/bench_lib.sh"

COUNT=${COUNT:-${FULL:+100000}}
COUNT=${COUNT:-20000}
N=${N:-${FULL:+1000}}
N=${N:-300}
ROUNDS=${ROUNDS:-3}

# busy: nanoseconds that tasks ran, in NS: what waits for an RCU grace period waits for ticks, which is noise
busy()
{
	local cpu

	while read -r -a cpu; do
		[ "${cpu[0]}" != cpu0 ] || NS=${cpu[7]}
	done </proc/schedstat
}

# timed COMMAND...: the microseconds that tasks ran meanwhile, in US
timed()
{
	local NS start

	busy
	start=$NS
	"$@" || return
	busy
	US=$(((NS - start) / 1000))
}

result()	# WHAT VALUE
{
	cost[$modules-$1]+=" $2"
}

# But for the first, one request for all: what counts is the kernel's work, not the tool's.
events()
{
	timed ip -batch "$batch" && result create "$US" || return
	timed ip link set group 7 up && result up "$US" || return
	timed ip link set group 7 down && result down "$US" || return
	timed ip link del group 7 && result delete "$US"
}

packet()
{
	ip link add pkt0 type dummy && ip link set pkt0 up || return
	packet_ns pkt0 1000
	packet_ns pkt0 "$COUNT" && result packet "$NS"
	ip link del pkt0
}

load_modules pktgen dummy
batch=$(mktemp)
defer rm -f "$batch"
for ((i = 0; i < N; i++)); do
	echo "link add e$i group 7 type dummy"
done >"$batch"

modules=warm	# what is allocated at first use
declare -A cost=()
for ((i = 0; i <= ROUNDS; i++)); do
	packet && events || exit 1
	load_modules trunk ipmp
	[ "$i" -eq 0 ] || modules=loaded
	packet && events || exit 1
	rmmod trunk ipmp || exit 1
	modules=none
	echo "# round $i of $ROUNDS"
done
for what in packet create up down delete; do
	[ "$what" = packet ] && n=1 || n=$N
	for modules in none loaded; do
		# shellcheck disable=SC2086 # a list
		echo "{\"measure\":\"$what\",\"modules\":\"$modules\",\"n\":$n,\"cost\":$(numbers ${cost[$modules-$what]})}"
	done
done
