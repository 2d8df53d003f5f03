# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash disable=SC2154
#
# The network that the tests of ipmp share, and the words they are written
# with; to be sourced after lib.sh.
#
#   host                       switch                 peer
#   +---------------+     +-----------------+    +-----------------+
#   |          eth0 +-----+ h0 -- sw1 -- p0 +----+ eth0            |
#   | d0       eth2 +-----+ h2 ----+        |    | 10.0.0.254/24   |
#   | (dummy)       |     |        |        |    | fd00::254/64    |
#   |          eth1 +-----+ h1 -- sw2       |    | lo: 10.9.9.9/32 |
#   +---------------+     +-----------------+    |     fd09::9/128 |
#                                                +-----------------+
#
# d0 is on another subnet (10.1.0.1/24, fd01::1/64) and never in a group.
# net_up makes the devices of the host anew, so that each test begins with
# no address, route, nexthop or group of the one before.

MAC=02:00:00:00:00		# $MAC:10 is eth0's, $MAC:fe the peer's

topo_up()
{
	setup_ns host switch peer || return
	ip -n "$switch" -batch - <<-BATCH || return
		link add sw1 type bridge mcast_snooping 0
		link add sw2 type bridge mcast_snooping 0
		link set sw1 up
		link set sw2 up
		link add isl1 type veth peer name isl2
		link set isl1 master sw1 up
		link set isl2 master sw2 up
		link add p0 type veth peer name eth0 address $MAC:fe netns $peer
		link set p0 master sw1 up
	BATCH
	ip -n "$peer" -batch - <<-BATCH
		link set eth0 up
		addr add 10.0.0.254/24 dev eth0
		addr add fd00::254/64 dev eth0
		addr add 10.9.9.9/32 dev lo
		addr add fd09::9/128 dev lo
	BATCH
}

net_up()
{
	ip -n "$host" -batch - <<-BATCH || return
		link add eth0 address $MAC:10 type veth peer name h0 netns $switch
		link add eth1 address $MAC:11 type veth peer name h1 netns $switch
		link add eth2 address $MAC:12 type veth peer name h2 netns $switch
		link add d0 address $MAC:20 type dummy
		link set eth0 up
		link set eth1 up
		link set eth2 up
		link set d0 up
		addr add 10.1.0.1/24 dev d0
		addr add fd01::1/64 dev d0
	BATCH
	defer net_down
	# Where it is no member it would answer for the addresses of the others.
	in_ns "$host" sysctl -qw net.ipv4.conf.eth2.arp_ignore=1
	ip -n "$switch" -batch - <<-BATCH
		link set h0 master sw1 up
		link set h1 master sw2 up
		link set h2 master sw1 up
	BATCH
}

net_down()
{
	ip -n "$host" -force -batch - <<-BATCH
		link del eth0
		link del eth1
		link del eth2
		link del d0
		rule flush
		rule add pref 32766 lookup main
		rule add pref 32767 lookup default
	BATCH
	ip -n "$peer" -batch - <<-BATCH
		neigh flush dev eth0
	BATCH
}

# What most tests begin with.
setup()
{
	net_up
}

show_state()
{
	snapshot | grep -vE '^(local|broadcast|multicast)|fe80:|127\.0\.0|^[0-9]+:[^i]*from all'
	hactl -n "$host" ipmp show
}

# ------------------------------------------------------------ short words

h() { ip -n "$host" "$@"; }
p() { ip -n "$peer" "$@"; }
ha() { hactl -n "$host" "$@"; }

# hbatch: a batch of ip commands on the host, from standard input
hbatch() { ip -n "$host" -batch -; }

# unplug DEV, plug DEV: its cable
unplug() { ip -n "$switch" link set "h${1#eth}" down; }
plug() { ip -n "$switch" link set "h${1#eth}" up; }

# group NAME [OPTION VALUE]...: one that ends with the test
group()
{
	ha ipmp add "$@" && defer hactl -n "$host" ipmp del "$1"
}

# members GROUP DEV...
members()
{
	local group=$1 dev

	for dev in "${@:2}"; do
		ha interface add "$dev" group "$group" || return
	done
}

# pair [OPTION VALUE]...: the group data0 of eth0 and eth1
pair()
{
	group data0 "$@" && members data0 eth0 eth1
}

# patient MS COMMAND...: like busywait, for what takes long or must not come:
# each look costs as much as everything else, in virtual time too
patient()
{
	local end=$(($(now_ms) + $1))

	shift
	until "$@" >/dev/null 2>&1; do
		[ "$(now_ms)" -lt "$end" ] || return 1
		sleep 0.1
	done
}

# where ADDR: the devices that carry it
where()
{
	local dev devs=

	while read -r _ dev _; do
		devs+=" $dev"
	done < <(h -o addr show to "$1")
	echo "${devs# }"
}

# bound ADDR DEV...: wait until it is there and nowhere else
bound()
{
	wait_eq "$1 is bound to" 3000 "${*:2}" where "$1"
}

# held ADDR DEV: wait until that device carries it, whoever else does
held()
{
	local devs

	devs=$(busywait 3000 carries "$1" "$2") || fail "$1 is on '$devs', should be on $2"
}

carries()
{
	local devs

	devs=$(where "$1")
	echo "$devs"
	[[ " $devs " == *" $2 "* ]]
}

# snapshot: addresses, routes, nexthops and rules of the host, as a set
snapshot()
{
	ip -n "$host" -d -o -batch - <<-BATCH | sort
		addr show
		route show table all
		nexthop show
		rule show
	BATCH
}

# settled SNAPSHOT: wait until everything is as it was then
settled()
{
	local now

	now=$(busywait 5000 same_as "$1") || check_same "addresses, routes, nexthops" "$1" "$now"
}

same_as()
{
	local now

	now=$(snapshot)
	echo "$now"
	[ "$now" = "$1" ]
}

# routes DEV: those through it, without its name and its link-local ones
routes()
{
	h -d route show table all dev "$1" | grep -vE '^[a-z]* ?(fe80:|ff00:)' | sort
}

# routes_moved OLD DEV: wait until the routes through DEV are those
routes_moved()
{
	local now

	now=$(busywait 3000 routes_are "$1" "$2") || check_same "routes of $2" "$1" "$now"
}

routes_are()
{
	local now

	now=$(routes "$2")
	echo "$now"
	[ "$now" = "$1" ]
}

# reach ADDR [SOURCE]: the host reaches it; reached ADDR: the peer reaches it
reach()
{
	check "reach $*" in_ns "$host" ping -q -c 1 -w 5 ${2:+-I "$2"} "$1"
}

reached()
{
	check "peer reaches $1" in_ns "$peer" ping -q -c 1 -w 5 "$1"
}

# sniff FILE FILTER...: what the peer sees from now on, one line a packet
sniff()
{
	local file=$1

	shift
	ip netns exec "$peer" tcpdump -i eth0 -enntt -l --immediate-mode "$*" >>"$file" 2>"$file.err" &
	defer kill $!
	busywait 5000 grep -q 'listening on' "$file.err"
}

# events FILE: what hactl monitor tells from now on, an object a line
events()
{
	ip netns exec "$host" hactl -j monitor ipmp >>"$1" 2>"$1.err" &
	defer kill $!
	patient 5000 tells_something "$1" || fail "hactl monitor is silent: $(cat "$1.err")"
	: >"$1"
}

# It listens once it tells of something.
tells_something()
{
	ha ipmp add listening && ha ipmp del listening && grep -q group-del "$1"
}

# jq is exact, and takes longer to start than all else here together: what is
# looked at often is taken from the JSON by hand.

# values OBJECT KEY...: their values in a JSON object without objects in it
values()
{
	local object=$1 key line=

	for key in "${@:2}"; do
		[[ $object =~ \"$key\":\ *(\"([^\"]*)\"|[^,}]*) ]]
		line+=" ${BASH_REMATCH[2]:-${BASH_REMATCH[1]:-null}}"
	done
	echo "${line# }"
}

# told "KEY..." ARG...: what hactl -j ARG... says of these keys of each
# innermost object; sorted, a comma between
told()
{
	local keys=$1 json lines=()

	shift
	json=$(ha -j "$@") || return
	while [[ $json =~ \{[^][{}]*\} ]]; do
		json=${json#*"${BASH_REMATCH[0]}"}
		# shellcheck disable=SC2086
		lines+=("$(values "${BASH_REMATCH[0]}" $keys)")
	done
	[ ${#lines[@]} -eq 0 ] || printf '%s\n' "${lines[@]}" | sort | paste -sd,
}

# of_interface DEV KEY..., of_addresses KEY..., of_group KEY... (of data0)
of_interface()
{
	told "${*:2}" interface show "$1"
}

of_addresses()
{
	told "$*" address show
}

of_group()
{
	local json

	json=$(ha -j ipmp show data0) || return
	values "${json%%\"interfaces\":*}}" "$@"
}

address_count()
{
	local list

	list=$(of_addresses address)
	list=${list//[^,]/}${list:+x}
	echo ${#list}
}

# tmp VAR: an empty file that ends with the test
tmp()
{
	local name

	name=$(mktemp) || return
	defer rm -f "$name" "$name.err"
	printf -v "$1" '%s' "$name"
}

require_root
require_command hactl jq ip
require_module ipmp
topo_up || skip_all "cannot build the topology"
