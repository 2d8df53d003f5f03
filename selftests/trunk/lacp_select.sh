#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Two partners: one aggregator is used, and ad_select says which.
#
#   +----------------------+                +---------------------+
#   | host       +-- eth0 -+----------------+- p0 --+-- bond0     |
#   |  trunk0 ---+-- eth1 -+----------------+- p1 --+             |
#   |            +-- eth2 -+----------------+- p2 --+-- bond1     |
#   |            +-- eth3 -+----------------+- p3 --+        peer |
#   +----------------------+                +---------------------+
#
# vm: mode=virtual timeout=300
. "$(dirname "$0")/lacp_lib.sh"

ALL_TESTS="stable bandwidth count actor_port_prio stable_without_any changed_live cross_wired self_loop"

topology()	# OPTION VALUE...
{
	setup_hosts 4 none || return
	bond_add bond0 02:00:00:00:00:02 p0 p1 || return
	bond_add bond1 02:00:00:00:00:03 p2 p3 || return
	trunk_add "$host" trunk0 mode 802.3ad lacp_rate fast miimon 20 "$@" || return
	port_add "$host" trunk0 eth0 eth1
	ip -n "$host" link set trunk0 up
	wait_sync 12000 eth0 eth1
	port_add "$host" trunk0 eth2 eth3
	wait_eq "two aggregators" 3000 2 aggregators
	wait_eq "standing by" 4000 "UP standby" standing_by
}

# Of eth0 to eth3, once each has one.
aggregators()
{
	local i ids=()

	for i in 0 1 2 3; do
		ids+=("$(port_get "$host" "eth$i" ad_aggregator_id)")
	done
	[[ " ${ids[*]} " == *" 0 "* ]] || printf '%s\n' "${ids[@]}" | sort -u | wc -l
}
standing_by() { echo "$(port_get "$host" eth2 mii_status) $(port_get "$host" eth2 reason)"; }

down() { ip -n "$host" link set "$1" down; }
up() { ip -n "$host" link set "$1" up; }

stable()
{
	topology ad_select stable || return
	check_eq "not in sync with the one that stands by" "$(has "$(actor "$host" eth2)" "$SYNC")" 0
	check_eq "who does not send" "$(has "$(actor "$peer" p2)" "$DISTRIBUTING")" 0
	down eth0
	wait_sync 1000 eth1
	up eth0
	wait_sync 6000 eth0 eth1
}

stable_without_any()
{
	topology ad_select stable || return
	down eth0
	down eth1
	wait_sync 2000 eth2 eth3
	up eth0
	up eth1
	sleep 5
	check_eq "stays" "$(distributing)" "eth2 eth3"
	check_eq "carrier" "$(link_get "$host" trunk0 carrier)" 1
}

moves()
{
	down eth0
	wait_sync 2000 eth2 eth3
	up eth0
	# Equal: there is no reason to move again.
	sleep 5
	check_eq "stays" "$(distributing)" "eth2 eth3"
	down eth3
	wait_sync 2000 eth0 eth1
}

bandwidth() { topology ad_select bandwidth && moves; }
count() { topology ad_select count && moves; }

actor_port_prio()
{
	topology ad_select actor_port_prio || return
	port_set "$host" eth2 actor_port_prio 300
	wait_sync 4000 eth2 eth3
	port_set "$host" eth0 actor_port_prio 400
	wait_sync 4000 eth0 eth1
}

changed_live()
{
	topology ad_select stable || return
	down eth0
	wait_sync 1000 eth1
	check "count" trunk_set "$host" trunk0 ad_select count
	wait_sync 4000 eth2 eth3
}

# eth1 and eth2 are swapped: each partner has one port that the other one should have.
cross_wired()
{
	setup_hosts 4 none || return
	bond_add bond0 02:00:00:00:00:02 p0 p2 || return
	bond_add bond1 02:00:00:00:00:03 p1 p3 || return
	trunk_add "$host" trunk0 mode 802.3ad lacp_rate fast || return
	port_add "$host" trunk0 eth0 eth1 eth2 eth3
	ip -n "$host" link set trunk0 up
	wait_eq "two aggregators" 8000 2 aggregators
	check_eq "eth0 and eth2" "$(port_get "$host" eth0 ad_aggregator_id)" "$(port_get "$host" eth2 ad_aggregator_id)"
	check_eq "eth1 and eth3" "$(port_get "$host" eth1 ad_aggregator_id)" "$(port_get "$host" eth3 ad_aggregator_id)"
	wait_eq "one of them is used" 6000 2 used
}

used() { distributing | wc -w; }

# A cable from one port of the trunk to another.
self_loop()
{
	setup_ns host
	ip -n "$host" link add l0 type veth peer name l1
	trunk_add "$host" trunk0 mode 802.3ad lacp_rate fast
	port_add "$host" trunk0 l0 l1
	ip -n "$host" link set trunk0 up
	wait_eq "loop" 3000 loop port_get "$host" l0 reason
	sleep 20
	check_eq "l0" "$(port_get "$host" l0 reason) $(port_get "$host" l1 reason)" "loop loop"
	check_eq "carrier" "$(link_get "$host" trunk0 carrier)" 0
}

tests_run
