#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What a thousand devices cost: trunk, bond and team (and a dummy, which has nothing), each with two dummies as ports, in
# virtual time. Prints a line of JSON for each measurement: nanoseconds, and kB of memory each where it is kept.
#
#   create	"ip -batch" with a line a device; memory: what such a device takes
#   ports	two ports, which exist already, into each, and each up; memory: what such a device with its ports takes more
#   dump	"ip link" that gets 100 or all and shows none; show: "ip -d link"; list: "hactl trunk show"
#   delete	one by one, of 100; bulk: all by "ip link del group"; both without ports and with
#   unload	rmmod with all of them there
#
# bench: mode=virtual kernels=6.1,6.12 timeout=1800
# try: COUNT=10
. "$(dirname "$0")/../lib.sh"

COUNT=${COUNT:-${FULL:+1000}}
COUNT=${COUNT:-200}
FEW=$((COUNT / 10))
GROUP=77

now_ns() { echo $((10#${EPOCHREALTIME//[.,]/} * 1000)); }

# clock COMMAND...: NS that it took
clock()
{
	local start end

	start=$(now_ns)
	"$@" >"$work/out" 2>&1 || { echo "# failed: $*: $(tail -n 1 "$work/out")"; bad=1; }
	end=$(now_ns)
	NS=$((end - start))
}

# memory: kB free when everything is freed that can be
memory()
{
	local before=0 free=1 try

	for ((try = 0; try < 50 && before != free; try++)); do
		before=$free
		echo 3 >/proc/sys/vm/drop_caches
		echo 1 >/proc/sys/vm/stat_refresh
		free=$(awk '/^MemFree/ { print int($2 / 64) * 64 }' /proc/meminfo)
		sleep 0.1
	done
	echo "$free"
}

row()	# MEASURE DEVICE WITH COUNT NS [KB-IN-ALL]
{
	printf '{"measure":"%s","device":"%s","with":"%s","count":%d,"ns":%d' "$1" "$2" "$3" "$4" "$5"
	[ -z "${6:-}" ] || printf ',"kb":%d.%d' $(($6 / $4)) $(($6 * 10 / $4 % 10))
	printf '}\n'
}

lines()	# FROM TO LINE...: with the number for @
{
	local i line from=$1 to=$2

	shift 2
	for ((i = from; i < to; i++)); do
		for line in "$@"; do
			echo "${line//@/$i}"
		done
	done
}

batch() { ip -n "$host" -batch "$work/$1"; }
dummies() { lines 0 "$COUNT" "link add a@ type dummy" "link add b@ type dummy" | ip -n "$host" -batch -; }
# A namespace that goes takes all of them at once.
remove() { defer_run 1; }

# With duplicate address detection, as everywhere but in tests: without it what a device sends first, once it has a
# carrier, is counted of those that have theirs at once.
setup()
{
	setup_ns host
	ip netns exec "$host" sysctl -qw net.ipv6.conf.default.accept_dad=1 net.ipv6.conf.all.accept_dad=1
}

create()	# KIND
{
	local before after first

	setup
	# Twice, as below: the first takes what is allocated at first use, either may be disturbed.
	clock batch create
	first=$NS
	ip -n "$host" link del group "$GROUP"
	before=$(memory)
	clock batch create
	after=$(memory)
	row create "$1" nothing "$COUNT" $((first < NS ? first : NS)) $((before - after))
	clock batch delete
	row delete "$1" nothing "$FEW" "$NS"
	clock ip -n "$host" link del group "$GROUP"
	row bulk "$1" nothing $((COUNT - FEW)) "$NS"
	remove
}

ports()	# KIND
{
	local before after first

	setup
	dummies
	batch create
	clock batch ports
	first=$NS
	ip -n "$host" link del group "$GROUP"
	before=$(memory)
	batch create
	clock batch ports
	after=$(memory)
	row ports "$1" ports "$COUNT" $((first < NS ? first : NS)) $((before - after))
	clock batch delete
	row delete "$1" ports "$FEW" "$NS"
	clock ip -n "$host" link del group "$GROUP"
	row bulk "$1" ports $((COUNT - FEW)) "$NS"
	remove
}

# dump KIND: what asks for all devices, beyond what it takes when there are none
dump()
{
	local n what asks="dump show"
	local -A none

	[ "$1" != trunk ] || asks+=" list"
	for n in "$FEW" "$COUNT"; do
		setup_ns host
		for what in $asks; do
			"ask_$what" >/dev/null		# into memory
			clock "ask_$what"
			none[$what]=$NS
		done
		head -n "$n" "$work/create" | ip -n "$host" -batch -
		for what in $asks; do
			clock "ask_$what"
			row "$what" "$1" nothing "$n" $((NS - none[$what]))
		done
		remove
	done
}

# The filter is ip's: it gets them all.
ask_dump() { ip -n "$host" link show group $((GROUP + 1)); }
ask_show() { ip -n "$host" -d link show; }
ask_list() { hactl -n "$host" trunk show; }

unload()	# KIND MODULE
{
	setup
	dummies
	batch create && batch ports
	clock rmmod "$2"
	row unload "$1" ports "$COUNT" "$NS"
	remove
}

all()	# KIND MODULE [OPTION...]
{
	local kind=$1

	require_module "$2"
	lines 0 "$COUNT" "link add t@ group $GROUP type $kind ${*:3}" >"$work/create"
	lines 0 "$COUNT" "link set a@ master t@" "link set b@ master t@" "link set t@ up" >"$work/ports"
	lines 0 "$FEW" "link del t@" >"$work/delete"
	for what in ${MEASURES:-create ports dump unload}; do
		echo "# $kind: $what"
		[ "$kind" = dummy ] && [[ $what == ports || $what == unload ]] || "$what" "$kind" "$2"
	done
}

require_root
require_command jq hactl
work=$(mktemp -d)
defer rm -rf "$work"
bad=0
for device in ${DEVICES:-dummy trunk bond team}; do
	case $device in
	# A trunk shares by flow and watches its ports if it is not told otherwise.
	bond)	all bond bonding mode balance-xor miimon 100 ;;
	*)	all "$device" "$device" ;;
	esac
done
exit $bad
