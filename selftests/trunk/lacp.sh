#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Mode 802.3ad with the in-kernel bonding driver as its partner.
#
#   +----------------------+                +---------------------+
#   | host       +-- eth0 -+----------------+- p0 --+        peer |
#   |  trunk0 ---+-- eth1 -+----------------+- p1 --+-- bond0     |
#   +----------------------+                +---------------------+
#
# shellcheck disable=SC2016 # for another program
#
# vm: mode=virtual timeout=600
. "$(dirname "$0")/lacp_lib.sh"

ALL_TESTS="every_rate_and_activity every_rate_and_activity_independent independent_partner two_trunks both_passive
	traffic_and_loss_of_a_link replug_returns_at_once min_links_of_distributing no_partner changed_live options_of_system
	strict fallback counters ports_listen modes_and_back goodbye_of_a_port goodbye_when_down what_it_shows rmmod_at_work"

HEALTHY=$((AGGREGATION | SYNC | COLLECTING | DISTRIBUTING))

# combine COUPLED: each rate and activity of ours with each of the partner's
combine()
{
	local rate active bond_rate bond_active state keep=${#DEFERRED[@]}

	for rate in slow fast; do
		for active in on off; do
			for bond_rate in slow fast; do
				for bond_active in on off; do
					[ "$active$bond_active" != offoff ] || continue
					BOND="lacp_rate $bond_rate lacp_active $bond_active"
					defer_run "$keep"
					setup_lacp 2 lacp_rate "$rate" lacp_active "$active" coupled_control "$1" || return
					wait_sync 12000 eth0 eth1 || fail "$rate $active $1 with $BOND"
					state=$(actor "$host" eth0)
					check_eq "$rate $active with $BOND: healthy" "$(has "$state" "$HEALTHY")" 1
					check_eq "short" "$(has "$state" "$SHORT")" "$([ "$rate" = fast ] && echo 1 || echo 0)"
					check_eq "active" "$(has "$state" "$ACTIVE")" "$([ "$active" = on ] && echo 1 || echo 0)"
					check_eq "partner" "$(has "$(partner "$host" eth1)" "$HEALTHY")" 1
					wait_eq "bond p0" 3000 1 bond_healthy p0
					wait_eq "bond p1" 3000 1 bond_healthy p1
					check "ping" in_ns "$host" ping -q -c 1 -W 2 10.0.0.2
				done
			done
		done
	done
}

bond_healthy() { has "$(actor "$peer" "$1")" "$HEALTHY"; }

every_rate_and_activity() { combine on; }
every_rate_and_activity_independent() { combine off; }

independent_partner()
{
	local coupled keep=${#DEFERRED[@]}

	has_coupled || { skip "this kernel's bonding has no coupled_control"; return; }
	for coupled in on off; do
		defer_run "$keep"
		BOND_COUPLED=0 BOND="lacp_rate fast" setup_lacp 2 lacp_rate fast coupled_control "$coupled" || return
		wait_sync 12000 eth0 eth1
		wait_eq "bond p0" 3000 1 bond_healthy p0
		check "ping" in_ns "$host" ping -q -c 1 -W 2 10.0.0.2
	done
}

two_trunks()
{
	local coupled keep=${#DEFERRED[@]}

	for coupled in on off; do
		defer_run "$keep"
		setup_hosts 2 none || return
		trunk_add "$host" trunk0 mode 802.3ad lacp_rate fast coupled_control "$coupled"
		trunk_add "$peer" trunk0 mode 802.3ad lacp_rate fast coupled_control off
		port_add "$host" trunk0 eth0 eth1
		port_add "$peer" trunk0 p0 p1
		ip -n "$host" addr add 10.0.0.1/24 dev trunk0
		ip -n "$peer" addr add 10.0.0.2/24 dev trunk0
		ip -n "$host" link set trunk0 up
		ip -n "$peer" link set trunk0 up
		wait_sync 6000 eth0 eth1
		wait_eq "the other" 3000 "1" healthy_at_peer
		check "ping" busywait 3000 reachable "$host" 10.0.0.2
	done
}

healthy_at_peer() { has "$(port_get "$peer" p1 ad_actor_oper_port_state)" "$HEALTHY"; }

both_passive()
{
	BOND="lacp_rate fast lacp_active off" setup_lacp 2 lacp_rate fast lacp_active off || return
	# Bonding speaks to a partner that it knows nothing of; we do not.
	capture "$host" eth1 "ether proto 0x8809 and ether src $(port_get "$host" eth1 perm_hwaddr)"
	sleep 10
	check_eq "PDUs" "$(captured .)" 0
	check "active" trunk_set "$host" trunk0 lacp_active on
	wait_sync 6000 eth0 eth1
}

traffic_and_loss_of_a_link()
{
	setup_lacp 2 lacp_rate fast || return
	wait_sync 12000 eth0 eth1
	check "ping" busywait 3000 reachable "$host" 10.0.0.2
	stream_start "$host" 10.0.0.1 "$peer" 10.0.0.2 1000 2000
	sleep 0.3
	ip -n "$host" link set eth0 down
	wait_sync 500 eth1
	stream_end
	# The last ones were on the wire, or the partner had not noticed.
	check_range "lost" "$LOST" 0 30
	check_eq "carrier" "$(link_get "$host" trunk0 carrier)" 1
	ip -n "$host" link set eth0 up
	wait_sync 4000 eth0 eth1
}

replug_returns_at_once()
{
	local id

	setup_hosts 2 none || return
	trunk_add "$host" trunk0 mode 802.3ad lacp_rate fast miimon 5
	trunk_add "$peer" trunk0 mode 802.3ad lacp_rate fast miimon 5
	port_add "$host" trunk0 eth0 eth1
	port_add "$peer" trunk0 p0 p1
	ip -n "$host" link set trunk0 up
	ip -n "$peer" link set trunk0 up
	wait_sync 6000 eth0 eth1
	id=$(port_get "$host" eth0 ad_aggregator_id)
	ip -n "$peer" link set p0 down
	wait_eq "lost" 500 BACKUP port_get "$host" eth0 state
	check_eq "reason" "$(port_get "$host" eth0 reason)" carrier
	ip -n "$peer" link set p0 up
	# No wait_while: both remember each other.
	wait_eq "back" 1500 ACTIVE port_get "$host" eth0 state
	check_eq "aggregator" "$(port_get "$host" eth0 ad_aggregator_id)" "$id"
}

min_links_of_distributing()
{
	setup_lacp 2 lacp_rate fast min_links 2 || return
	wait_eq "carrier" 12000 1 link_get "$host" trunk0 carrier
	check_eq "both" "$(distributing)" "eth0 eth1"
	# Links stay, one partner is silent.
	mute "$peer" p0
	wait_eq "carrier" 5000 0 link_get "$host" trunk0 carrier
	check_eq "link" "$(port_get "$host" eth0 mii_status) $(port_get "$host" eth0 reason)" "UP lacp"
	check "one is enough" trunk_set "$host" trunk0 min_links 1
	check_eq "carrier" "$(link_get "$host" trunk0 carrier)" 1
	check "two" trunk_set "$host" trunk0 min_links 2
	unmute "$peer" p0
	wait_eq "carrier" 8000 1 link_get "$host" trunk0 carrier
}

# As bonding: one port carries on its own.
no_partner()
{
	setup_hosts 2 bridge || return
	trunk_add "$host" trunk0 mode 802.3ad lacp_rate fast
	port_add "$host" trunk0 eth0 eth1
	ip -n "$host" addr add 10.0.0.1/24 dev trunk0
	ip -n "$host" link set trunk0 up
	check_eq "carrier" "$(link_get "$host" trunk0 carrier)" 0
	wait_eq "carrier" 8000 1 link_get "$host" trunk0 carrier
	check_match "ports" "$(distributing)" '^eth[01]$'
	check_eq "defaulted" "$(has "$(actor "$host" eth0)" "$DEFAULTED")" 1
	check "ping" busywait 3000 reachable "$host" 10.0.0.2
}

strict()
{
	setup_hosts 2 none || return
	trunk_add "$host" trunk0 mode 802.3ad lacp_rate fast lacp_strict on
	port_add "$host" trunk0 eth0 eth1
	ip -n "$host" link set trunk0 up
	sleep 12
	check_eq "carrier" "$(link_get "$host" trunk0 carrier) $(distributing)" "0 "
	check "off" trunk_set "$host" trunk0 lacp_strict off
	wait_eq "carrier" 1000 1 link_get "$host" trunk0 carrier
	check "on" trunk_set "$host" trunk0 lacp_strict on
	wait_eq "carrier" 1000 0 link_get "$host" trunk0 carrier
	bond_add bond0 02:00:00:00:00:02 p0 p1
	wait_sync 12000 eth0 eth1
}

fallback()
{
	setup_hosts 2 none || return
	trunk_add "$host" trunk0 mode 802.3ad lacp_rate fast lacp_fallback 15000
	port_add "$host" trunk0 eth0 eth1
	ip -n "$host" link set trunk0 up
	sleep 16
	check_eq "not yet" "$(link_get "$host" trunk0 carrier)" 0
	wait_eq "carrier" 3500 1 link_get "$host" trunk0 carrier
	check_match "one port" "$(distributing)" '^eth[01]$'
	# It ends with the first PDU.
	bond_add bond0 02:00:00:00:00:02 p0 p1
	wait_sync 12000 eth0 eth1
}

lacp_stat() { hj -n "$host" -s port show "$1" ".port[0].stats.lacp.$2"; }

counters()
{
	# Else a port without a partner is used, and so in sync.
	setup_lacp 2 lacp_rate fast lacp_strict on || return
	wait_sync 12000 eth0 eth1
	check_eq "partner" "$(lacp_stat eth0 partner_system) $(lacp_stat eth0 partner_key) $(lacp_stat eth0 partner_port)" \
		"02:00:00:00:00:02 15 1"
	check_eq "machines" "$(lacp_stat eth0 rx_state) $(lacp_stat eth0 mux_state)" "current distributing"
	check_range "received" "$(lacp_stat eth0 rx)" 3 30
	check_range "sent" "$(lacp_stat eth0 tx)" 3 30
	echo 0180c2000002020000000099880901010000 | "$TOOLS/frames" -n "$peer" p0
	wait_eq "illegal" 1000 1 lacp_stat eth0 rx_illegal
	check_eq "log" "$(lacp_stat eth0 'log | map(.rx_state + "/" + .mux_state) | (.[0], .[-1])' | xargs)" \
		"expired/detached current/distributing"
	check_match "time" "$(lacp_stat eth0 'log[-1].time')" '^20[0-9-]*T[0-9:.]*Z$'
	mute "$peer" p0
	wait_eq "churn" 80000 1 lacp_stat eth0 partner_churn
	check_match "table" "$(hactl -n "$host" -s port show)" 'MUX STATE.*distributing +02:00:00:00:00:02'
	trunk_set "$host" trunk0 mode balance-xor
	check_eq "none in other modes" "$(hj -n "$host" -s port show eth0 '.port[0].stats.lacp')" null
}

changed_live()
{
	setup_lacp 2 || return
	wait_sync 12000 eth0 eth1
	for pair in "lacp_rate fast" "coupled_control off" "lacp_active off" "lacp_rate slow" "lacp_active on" \
		"ad_select count" "coupled_control on" "ad_select bandwidth" "lacp_rate fast"; do
		# shellcheck disable=SC2086
		check "$pair" trunk_set "$host" trunk0 $pair
		check_eq "$pair" "$(distributing)" "eth0 eth1"
	done
	wait_eq "the partner knows" 2000 1 partner_sees_short
	# These make it another system, or its ports other ports.
	for pair in "ad_user_port_key 1023" "ad_actor_sys_prio 7" "ad_actor_system 02:00:00:00:00:99"; do
		# shellcheck disable=SC2086
		check "$pair" trunk_set "$host" trunk0 $pair
		wait_sync 8000 eth0 eth1
	done
	check "priority" port_set "$host" eth0 actor_port_prio 9
	check_eq "priority" "$(port_get "$host" eth0 actor_port_prio)" 9
	wait_sync 8000 eth0 eth1
	check "address" ip -n "$host" link set trunk0 address 02:00:00:00:00:55
	wait_sync 8000 eth0 eth1
	check_eq "states" "$(has "$(actor "$peer" p0)" "$HEALTHY")" 1
}

partner_sees_short() { has "$(partner "$peer" p0)" "$SHORT"; }

# What it says on the wire, as the partner has understood it.
options_of_system()
{
	setup_lacp 1 lacp_rate fast ad_user_port_key 5 ad_actor_sys_prio 77 ad_actor_system 02:00:00:00:00:77 || return
	port_set "$host" eth0 actor_port_prio 12
	wait_sync 12000 eth0
	wait_eq "system" 3000 "77 02:00:00:00:00:77 $((5 << 6 | 7 << 1 | 1)) 12 1" partner_of_bond
}

partner_of_bond()
{
	in_ns "$peer" awk '/details partner lacp pdu/ { p = 1 } !p { next }
		/system priority:/ { a = $3 } /system mac address:/ { b = $4 } /oper key:/ { c = $3 }
		/port priority:/ { d = $3 } /port number:/ { e = $3 } END { print a, b, c, d, e }' /proc/net/bonding/bond0
}

listens() { in_ns "$host" ip -j maddr show dev "$1" | jq '[.[].maddr[] | select(.link == "01:80:c2:00:00:02")] | length'; }

ports_listen()
{
	setup_lacp 2 || return
	check_eq "eth0" "$(listens eth0)" 1
	check "xor" trunk_set "$host" trunk0 mode balance-xor
	check_eq "eth0 in xor" "$(listens eth0)" 0
	check "lacp" trunk_set "$host" trunk0 mode 802.3ad
	check_eq "eth0 in lacp" "$(listens eth0)" 1
	ip -n "$host" link set trunk0 down
	check_eq "eth0 when down" "$(listens eth0)" 0
	ip -n "$host" link set trunk0 up
	ip -n "$host" link set eth0 nomaster
	check_eq "eth0 released" "$(listens eth0)" 0
	check_eq "eth1" "$(listens eth1)" 1
}

modes_and_back()
{
	local mode

	setup_lacp 2 lacp_rate fast || return
	wait_sync 12000 eth0 eth1
	for mode in balance-xor active-backup balance-rr balance-tlb broadcast; do
		check "$mode" trunk_set "$host" trunk0 mode "$mode"
		check_eq "carrier" "$(link_get "$host" trunk0 carrier)" 1
		check_eq "no LACP" "$(port_get "$host" eth0 ad_aggregator_id)" none
		check "802.3ad" trunk_set "$host" trunk0 mode 802.3ad
		check_eq "not yet" "$(distributing)" ""
		wait_sync 12000 eth0 eth1
	done
}

goodbye_of_a_port()
{
	local state

	setup_lacp 2 || return
	wait_sync 12000 eth0 eth1
	capture "$host" eth0 'ether proto 0x8809'
	ip -n "$host" link set eth0 nomaster
	wait_eq "good-bye" 1000 1 captured .
	capture_stop
	state=$(partner "$peer" p0)
	check_eq "aggregation, not in sync" "$((state & (AGGREGATION | SYNC | COLLECTING | DISTRIBUTING)))" "$AGGREGATION"
	check_eq "the other" "$(distributing)" eth1
}

goodbye_when_down()
{
	setup_lacp 2 || return
	wait_sync 12000 eth0 eth1
	ip -n "$host" link set trunk0 down
	wait_eq "p0" 1000 0 bond_distributes p0
	wait_eq "p1" 1000 0 bond_distributes p1
}

bond_distributes() { has "$(actor "$peer" "$1")" "$DISTRIBUTING"; }

what_it_shows()
{
	setup_lacp 2 lacp_rate fast || return
	wait_sync 12000 eth0 eth1
	check_eq "mode" "$(hj -n "$host" trunk show trunk0 '.trunk[0].mode')" 802.3ad
	check_eq "partner" "$(hj -n "$host" trunk show trunk0 '.trunk[0].ad_partner_mac')" 02:00:00:00:00:02
	check_eq "ports" "$(hj -n "$host" trunk show trunk0 '.trunk[0].ad_num_ports')" 2
	check_eq "key" "$(hj -n "$host" trunk show trunk0 '.trunk[0].ad_actor_key')" 15
	check_eq "states" "$(hj -n "$host" port show '[.port[] | .ad_actor_oper_port_state, .ad_partner_oper_port_state] | unique | join(" ")')" 63
	check_eq "one aggregator" "$(hj -n "$host" port show '[.port[].ad_aggregator_id] | unique | length')" 1
	check "set" hactl -n "$host" trunk set trunk0 lacp_rate slow ad_select count ad_actor_system 02:00:00:00:00:11
	check_eq "rate" "$(hj -n "$host" trunk show trunk0 '.trunk[0] | "\(.lacp_rate) \(.ad_select) \(.ad_actor_system)"')" \
		"slow count 02:00:00:00:00:11"
	check "set back" hactl -n "$host" trunk set trunk0 ad_actor_system 00:00:00:00:00:00
	check "port" hactl -n "$host" port set eth0 actor_port_prio 1
	check_eq "port" "$(hj -n "$host" port show eth0 '.port[0].actor_port_prio')" 1
}

rmmod_at_work()
{
	local own

	setup_lacp 2 lacp_rate fast || return
	wait_sync 12000 eth0 eth1
	own=$(port_get "$host" eth0 perm_hwaddr)
	check "delete" ip -n "$host" link del trunk0
	check_eq "address of eth0" "$(link_get "$host" eth0 address)" "$own"
	check "again" trunk_add "$host" trunk0 mode 802.3ad
	port_add "$host" trunk0 eth0 eth1
	ip -n "$host" link set trunk0 up
	check "rmmod" rmmod trunk
	require_module trunk
}

tests_run
