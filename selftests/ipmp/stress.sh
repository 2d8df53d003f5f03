#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Everything at the same time on two CPUs: links flap, addresses, routes and
# groups come and go, namespaces end in the middle, the module is reloaded,
# under traffic. Nothing may crash, hang or leak, and in the end a group must
# work as on the first day.
#
# vm: mode=smp timeout=300
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="flaps_under_traffic configuration_races namespaces_end module_reloads still_works"

SECONDS_EACH=${SECONDS_EACH:-15}

base()
{
	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0
		addr add 10.0.0.2/24 dev eth1
		addr add fd00::1/64 dev eth0
		route add default via 10.0.0.254 dev eth0
		route add default via fd00::254 dev eth0
		nexthop add id 7 via 10.0.0.254 dev eth0
		route add 10.9.9.0/24 nhid 7
	BATCH
}

# forever COMMAND...: over and over, in the background, until the time is up
forever()
{
	(
		trap - EXIT
		end=$(($(now_ms) + SECONDS_EACH * 1000))
		while [ "$(now_ms)" -lt "$end" ]; do
			"$@"
		done
	) >/dev/null 2>&1 &
	workers+=" $!"
}

traffic()
{
	in_ns "$peer" ping -q -i 0.002 -w "$SECONDS_EACH" 10.0.0.1 >/dev/null 2>&1 &
	workers+=" $!"
	in_ns "$peer" ping -q -i 0.002 -w "$SECONDS_EACH" fd00::1 >/dev/null 2>&1 &
	workers+=" $!"
}

join_workers()
{
	# shellcheck disable=SC2086
	wait $workers
	workers=
}

pick() { echo "$((RANDOM % $1))"; }

flap()
{
	local n

	n=$(pick 2)
	case $(pick 3) in
	0)
		ip -n "$switch" link set "h$n" down
		ip -n "$switch" link set "h$n" up
		;;
	1)
		ip -n "$host" link set "eth$n" down
		ip -n "$host" link set "eth$n" up
		;;
	2)
		ip -n "$switch" link set "h$n" down
		ip -n "$host" link set "eth$n" down
		ip -n "$switch" link set "h$n" up
		ip -n "$host" link set "eth$n" up
		;;
	esac
}

change_addresses()
{
	local n

	n=$((10 + $(pick 5)))
	ip -n "$host" -force -batch - <<-BATCH
		addr add 10.0.0.$n/24 dev eth$(pick 2)
		addr add fd00::$n/64 dev eth$(pick 2)
		route add 10.$n.0.0/16 via 10.0.0.254
		addr del 10.0.0.$n/24 dev eth$(pick 2)
		addr del fd00::$n/64 dev eth$(pick 2)
		route del 10.$n.0.0/16
		nexthop add id $n via 10.0.0.254 dev eth$(pick 2)
		nexthop del id $n
	BATCH
	hactl -n "$host" address add "10.0.0.$((n + 10))/24" group data0
	hactl -n "$host" address del "10.0.0.$((n + 10))/24" group data0
}

change_groups()
{
	hactl -n "$host" interface del "eth$(pick 2)"
	hactl -n "$host" interface add eth0 group data0
	hactl -n "$host" interface add eth1 group data0 test-address 10.0.0.102
	hactl -n "$host" ipmp set data0 failback off
	hactl -n "$host" ipmp set data0 failback on
	hactl -n "$host" ipmp show
	if [ "$(pick 4)" = 0 ]; then
		hactl -n "$host" ipmp del data0
		hactl -n "$host" ipmp add data0 adopt on
	fi
}

doomed_namespace()
{
	local ns=doomed-$BASHPID-$RANDOM

	ip netns add "$ns"
	ip -n "$ns" -force -batch - <<-BATCH
		link add eth0 type dummy
		link add eth1 type dummy
		link set eth0 up
		link set eth1 up
		addr add 10.0.0.1/24 dev eth0
		addr add fd00::1/64 dev eth0
		route add default via 10.0.0.254
	BATCH
	hactl -n "$ns" ipmp add data0 adopt on
	hactl -n "$ns" interface add eth0 group data0
	hactl -n "$ns" interface add eth1 group data0
	ip -n "$ns" link set eth0 carrier off
	[ "$(pick 2)" = 0 ] || ip -n "$ns" link set eth0 down
	ip netns del "$ns"
}

# calm: all links up, and a new group takes what is there
calm()
{
	ip -n "$switch" link set h0 up
	ip -n "$switch" link set h1 up
	h link set eth0 up
	h link set eth1 up
	ha ipmp del data0 2>/dev/null
	h addr flush dev eth0 scope global
	h addr flush dev eth1 scope global
	h addr add 10.0.0.1/24 dev eth0
	h addr add fd00::1/64 dev eth0
	pair adopt on || return
	unplug eth0
	bound 10.0.0.1 eth1
	bound fd00::1 eth1
	plug eth0
	bound 10.0.0.1 eth0
	bound fd00::1 eth0
	reached 10.0.0.1
	reached fd00::1
}

flaps_under_traffic()
{
	local workers=

	base
	pair adopt on
	traffic
	forever flap
	join_workers
	ip -n "$switch" link set h0 up
	ip -n "$switch" link set h1 up
	h link set eth0 up
	h link set eth1 up
	wait_eq "IPv4 is back" 10000 eth0 where 10.0.0.1
	wait_eq "IPv6 is back" 10000 eth0 where fd00::1
	wait_eq "other IPv4 is back" 10000 eth1 where 10.0.0.2
	check_match "default route" "$(h route show default)" "via 10.0.0.254 dev eth0"
	check_match "nexthop" "$(h nexthop show id 7)" "via 10.0.0.254 dev eth0"
	reach 10.9.9.9 10.0.0.1
}

configuration_races()
{
	local workers=

	base
	pair adopt on
	traffic
	forever flap
	forever change_addresses
	forever change_groups
	join_workers
	calm
}

namespaces_end()
{
	local workers=

	base
	pair adopt on
	forever doomed_namespace
	forever doomed_namespace
	forever flap
	join_workers
	calm
}

module_reloads()
{
	local workers=

	base
	traffic
	forever flap
	forever change_addresses
	forever reload
	join_workers
	module_load ipmp
	calm
}

reload()
{
	module_load ipmp
	hactl -n "$host" ipmp add data0 adopt on
	hactl -n "$host" interface add eth0 group data0
	hactl -n "$host" interface add eth1 group data0
	rmmod ipmp
}

still_works()
{
	base
	calm
	check "rmmod" rmmod ipmp
	check "insmod" module_load ipmp
}

tests_run
