#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ARP monitor: a switch that keeps the link up but forwards nothing is found out.
#
#   +----------------------+                +---------------------+
#   | host       +-- eth0 -+----------------+- p0 --+        peer |
#   |  trunk0 ---+-- eth1 -+----------------+- p1 --+-- sw0       |
#   |            +-- eth2 -+----------------+- p2 --+             |
#   +----------------------+                +---------------------+
#
# A port of sw0 is put into a switch that forwards nothing (cut) and back (heal): the carrier is there all the time.
# What the in-kernel bond does is the reference: the same scenario, kind bond and kind trunk, one outcome. FULL=1 has all
# seven values of arp_validate and all modes.
#
# shellcheck disable=SC2154 # setup_ns sets host and peer
# vm: mode=virtual timeout=900
. "$(dirname "$0")/trunk_lib.sh"
. "$(dirname "$0")/probe_lib.sh"

TARGET=(arp_ip_target 10.0.0.2)
ALL_TESTS="silent_switch with_carrier validate_as_bond balancing_as_bond balancing_validated three_ports nobody_answers missed_max
	all_targets no_address no_target vlan_target stacked_vlan_target way_elsewhere foreign_arp one_millisecond
	targets_live balance_tlb monitor_off late_port why_and_since
	down_and_up rtnl_held"

silent_switch()
{
	local start

	probed_trunk 2 || return
	check_eq "active" "$(active)" eth0
	cut_port p0
	start=$(now_ms)
	wait_eq "failover" 1000 eth1 active
	# Two probes unanswered, the first of them up to an interval after the cut.
	check_range "ms" $(($(now_ms) - start)) 150 400
	check_eq "eth0" "$(link_of eth0)" "DOWN arp"
	check_eq "eth1" "$(link_of eth1)" "UP none"
	check_eq "failures" "$(port_get "$host" eth0 link_failure_count)" 1
	check "traffic" busywait 1000 reachable "$host" 10.0.0.2
	heal_port p0
	wait_eq "heard again" 1000 "UP standby" link_of eth0
	check_eq "stays" "$(active)" eth1
	check_eq "failures" "$(port_get "$host" eth1 link_failure_count)" 0
}

# A lost carrier is not waited for, and one that is back is not enough.
with_carrier()
{
	probed_trunk 2 miimon 20 || return
	ip -n "$peer" link set p0 down
	wait_eq "failover" 50 eth1 active
	check_eq "eth0" "$(link_of eth0)" "DOWN carrier"
	sleep 1
	ip -n "$peer" link set p0 up
	cut_port p0
	wait_eq "carrier is back" 1000 "DOWN arp" link_of eth0
	sleep 0.5
	check_eq "nothing is heard" "$(link_of eth0)" "DOWN arp"
	heal_port p0
	wait_eq "heard" 500 "UP standby" link_of eth0
}

validate_as_bond()
{
	local validate

	module_load bonding max_bonds=0 || { skip "no bonding"; return; }
	for validate in none active all filter_backup ${FULL:+backup filter filter_active}; do
		as_bond mode active-backup arp_validate "$validate"
	done
}

balancing_as_bond()
{
	module_load bonding max_bonds=0 || { skip "no bonding"; return; }
	as_bond mode broadcast arp_validate none
	as_bond mode balance-rr arp_validate none
	[ -n "${FULL:-}" ] || return 0
	as_bond mode balance-xor arp_validate none
	as_bond mode broadcast arp_validate filter
}

# A bond that validates in these modes never finds a port again once all were silent: there it is no reference.
balancing_validated()
{
	local mode

	for mode in broadcast balance-rr; do
		probed_trunk 2 mode "$mode" arp_validate all || return
		sleep 1
		check_eq "$mode" "$(link_of eth0) $(link_of eth1)" "UP none UP none"
		cut_port p0
		wait_eq "$mode: one" 1000 "DOWN arp" link_of eth0
		check_eq "$mode: not the other" "$(link_of eth1)" "UP none"
		cut_port p1
		wait_eq "$mode: both" 1000 0 link_get "$host" trunk0 carrier
		heal_port p1
		wait_eq "$mode: healed" 1000 "UP none" link_of eth1
	done
}

# ------------------------------------------------------------------------------------------------------- active-backup

# A third port hears nothing while the active one is being given up: it is not to blame.
three_ports()
{
	probed_trunk 3 arp_validate all || return
	# All have heard probes by then: one that has not yet is not spared for long.
	sleep 1
	cut_port p0
	wait_eq "failover" 1000 eth1 active
	sleep 1
	check_eq "eth2" "$(link_of eth2)" "UP standby"
	check_eq "failures of eth2" "$(port_get "$host" eth2 link_failure_count)" 0
	check_eq "failures of eth1" "$(port_get "$host" eth1 link_failure_count)" 0
	cut_port p2
	wait_eq "a backup" 1000 "DOWN arp" link_of eth2
	check_eq "active" "$(active)" eth1
}

nobody_answers()
{
	probed_trunk 3 arp_validate all || return
	cut_port p0
	cut_port p1
	cut_port p2
	wait_eq "carrier" 2000 0 link_get "$host" trunk0 carrier
	check_eq "active" "$(active)" none
	sleep 1
	heal_port p2
	wait_eq "found" 1000 eth2 active
	check_eq "carrier" "$(link_get "$host" trunk0 carrier)" 1
	heal_port p0
	wait_eq "another" 500 "UP standby" link_of eth0
	check_eq "the third" "$(link_of eth1)" "DOWN arp"
}

missed_max()
{
	local start n

	for n in 1 6; do
		probed_trunk 2 arp_missed_max "$n" || return
		# Over the first two intervals, in which nobody is judged.
		sleep 0.5
		check_eq "nothing fails" "$(active)" eth0
		cut_port p0
		start=$(now_ms)
		wait_eq "failover" 2000 eth1 active
		check_range "ms with $n" $(($(now_ms) - start)) $((n * 100 - 50)) $((n * 100 + 200))
	done
}

all_targets()
{
	probed_trunk 2 arp_validate all arp_ip_target 10.0.0.2,10.0.0.9 || return
	sleep 1
	check_eq "any" "$(link_of eth0) $(link_of eth1)" "UP none UP standby"
	trunk_set "$host" trunk0 arp_all_targets all
	wait_eq "all" 1000 "DOWN arp" link_of eth0
	ip -n "$peer" addr add 10.0.0.9/24 dev sw0
	wait_eq "all there" 1000 1 link_get "$host" trunk0 carrier
	# Without validation there is nothing to tell targets apart by.
	ip -n "$peer" addr del 10.0.0.9/24 dev sw0
	wait_eq "not all" 1000 0 link_get "$host" trunk0 carrier
	trunk_set "$host" trunk0 arp_validate none
	wait_eq "any frame" 1000 1 link_get "$host" trunk0 carrier
}

# What a host without an address may ask (RFC 5227).
no_address()
{
	local validate

	setup_hosts 2 bridge
	trunk_add "$host" trunk0 mode active-backup miimon 0 arp_interval 50 arp_ip_target 10.0.0.2 arp_validate all
	port_add "$host" trunk0 eth0 eth1
	capture "$peer" sw0 'arp'
	ip -n "$host" link set trunk0 up
	busywait 2000 captured 'Request who-has 10.0.0.2 .*tell 0\.0\.0\.0' >/dev/null || fail "no probe from 0.0.0.0"
	sleep 1
	check_eq "it is answered" "$(link_of eth0) $(link_of eth1)" "UP none UP standby"
	cut_port p0
	wait_eq "failover" 500 eth1 active
}

# An interval without anybody to ask: nothing is asked, and nobody is blamed.
no_target()
{
	probed_trunk 2 || return
	check "none" trunk_set "$host" trunk0 arp_ip_target none
	capture "$peer" sw0 'arp'
	sleep 1
	capture_stop
	check_eq "probes" "$(captured .)" 0
	check_eq "ports" "$(link_of eth0) $(link_of eth1)" "UP none UP standby"
}

# ------------------------------------------------------------------------------------------------- ways to a target

vlan_target()
{
	probed_trunk 2 || return
	ip -n "$host" -batch - <<-EOS
		link add link trunk0 name trunk0.7 up type vlan id 7
		addr add 10.7.0.1/24 dev trunk0.7
	EOS
	ip -n "$peer" -batch - <<-EOS
		link add link sw0 name sw0.7 up type vlan id 7
		addr add 10.7.0.2/24 dev sw0.7
	EOS
	capture "$peer" sw0 'vlan 7 and arp'
	trunk_set "$host" trunk0 arp_ip_target 10.7.0.2 arp_validate all
	sleep 1
	check_eq "ports" "$(link_of eth0) $(link_of eth1)" "UP none UP standby"
	capture_stop
	check_range "probes" "$(captured 'Request who-has 10.7.0.2 .*tell 10.7.0.1')" 8 12
	ip -n "$peer" link set sw0.7 down
	wait_eq "nobody there" 1000 0 link_get "$host" trunk0 carrier
}

stacked_vlan_target()
{
	probed_trunk 2 || return
	ip -n "$host" -batch - <<-EOS
		link add link trunk0 name outer up type vlan proto 802.1ad id 20
		link add link outer name inner up type vlan id 30
		addr add 10.8.0.1/24 dev inner
	EOS
	ip -n "$peer" -batch - <<-EOS
		link add link sw0 name outer up type vlan proto 802.1ad id 20
		link add link outer name inner up type vlan id 30
		addr add 10.8.0.2/24 dev inner
	EOS
	trunk_set "$host" trunk0 arp_ip_target 10.8.0.2 arp_validate all
	sleep 1
	check_eq "ports" "$(link_of eth0) $(link_of eth1)" "UP none UP standby"
	ip -n "$peer" link set inner down
	wait_eq "nobody there" 1000 0 link_get "$host" trunk0 carrier
}

# The way to the target leads over another device: an answer would say nothing of a port, nor does none. A bond flaps.
way_elsewhere()
{
	probed_trunk 2 || return
	ip -n "$host" -batch - <<-EOS
		link add d0 up type dummy
		addr add 10.9.0.1/24 dev d0
	EOS
	capture "$peer" sw0 'arp and host 10.9.0.2'
	trunk_set "$host" trunk0 arp_ip_target 10.9.0.2
	sleep 1
	capture_stop
	check_eq "probes" "$(captured .)" 0
	check_eq "ports" "$(link_of eth0) $(link_of eth1)" "UP none UP standby"
	ip -n "$host" link del d0
	trunk_set "$host" trunk0 arp_validate all
	wait_eq "no way at all: asked" 1000 0 link_get "$host" trunk0 carrier
}

# Others talk ARP on the same network: without validation that keeps a port up whose own way is dead.
foreign_arp()
{
	probed_trunk 2 || return
	# p0 reaches a switch that is cut off, with a station on it.
	ip -n "$peer" -batch - <<-EOS
		link add sw1 type bridge
		link set p0 master sw1
		link set sw1 up
		addr add 10.0.0.77/24 dev sw1
	EOS
	# It does not speak for the addresses of sw0.
	in_ns "$peer" sysctl -qw net.ipv4.conf.sw1.arp_ignore=1
	# Who has 10.0.0.99, tell 10.0.0.77, each 50 ms.
	while :; do
		echo ffffffffffff020000000077080600010800060400010200000000770a00004d0000000000000a000063
		sleep 0.05
	done | "$TOOLS/frames" -n "$peer" sw1 &
	defer kill $!
	sleep 1
	check_eq "taken in" "$(link_of eth0)" "UP none"
	trunk_set "$host" trunk0 arp_validate all
	wait_eq "found out" 1000 "DOWN arp" link_of eth0
	# Which heard nothing meanwhile, and is searched for.
	wait_eq "active" 1000 eth1 active
}

# --------------------------------------------------------------------------------------------------------------- live

# HZ is 250 in the cloud kernels: a jiffy is four intervals.
one_millisecond()
{
	local start

	probed_trunk 2 arp_interval 1 arp_validate all || return
	capture "$peer" sw0 'arp[6:2] = 1 and host 10.0.0.2'
	sleep 1
	capture_stop
	check_range "probes in a second" "$(captured 'who-has 10.0.0.2')" 900 1100
	check_eq "ports" "$(link_of eth0) $(link_of eth1)" "UP none UP standby"
	stream_start "$host" 10.0.0.1 "$peer" 10.0.0.2 200 600
	sleep 0.2
	start=$(now_ms)
	cut_port p0
	wait_eq "failover" 200 eth1 active
	check_range "ms" $(($(now_ms) - start)) 0 60
	stream_end
	# Two intervals to find out, and a few jiffies of 4 ms for those that are before us on the one CPU.
	check_range "lost at 5000 a second" "$LOST" 1 100
}

targets_live()
{
	local sixteen

	probed_trunk 2 arp_validate all || return
	sixteen=$(seq -s, -f '10.0.0.%g' 2 17)
	check "16" trunk_set "$host" trunk0 arp_ip_target "$sixteen"
	check_eq "16" "$(trunk_get "$host" trunk0 arp_ip_target)" "$sixteen"
	sleep 1
	check_eq "one of 16 answers" "$(link_of eth0)" "UP none"
	check "replaced" trunk_set "$host" trunk0 arp_ip_target 10.0.0.9
	check_eq "whole" "$(trunk_get "$host" trunk0 arp_ip_target)" 10.0.0.9
	wait_eq "nobody" 1000 0 link_get "$host" trunk0 carrier
	check "back" trunk_set "$host" trunk0 arp_ip_target 10.0.0.2
	wait_eq "there" 1000 1 link_get "$host" trunk0 carrier
	expect_fail 1 'EINVAL attribute 8: .*0\.\.16 IPv4' trunk_set "$host" trunk0 arp_ip_target "$sixteen,10.0.0.18"
	expect_fail 1 'EINVAL attribute 8: .*255\.255\.255\.255' trunk_set "$host" trunk0 arp_ip_target 255.255.255.255
	expect_fail 1 'EINVAL attribute 8: .*neither 0\.0\.0\.0' trunk_set "$host" trunk0 arp_ip_target 10.0.0.2,0.0.0.0
	expect_fail 1 'EINVAL attribute 8: .*twice' trunk_set "$host" trunk0 arp_ip_target 10.0.0.3,10.0.0.3
	expect_fail 1 'EINVAL attribute 8: .*IPv4' trunk_set "$host" trunk0 arp_ip_target fd00::2
	expect_fail 1 'EINVAL attribute 8: .*IPv4' "$TOOLS/rtlink" -n "$host" set trunk0 trunk 8:hex:05000000ff
	check_eq "unchanged" "$(trunk_get "$host" trunk0 arp_ip_target)" 10.0.0.2
	check_eq "up" "$(link_get "$host" trunk0 carrier)" 1
}

# Bonding has no ARP monitor there.
balance_tlb()
{
	probed_trunk 2 mode balance-tlb arp_validate all || return
	sleep 1
	check_eq "ports" "$(link_of eth0) $(link_of eth1)" "UP none UP none"
	cut_port p0
	wait_eq "failover" 1000 eth1 active
	check_eq "eth0" "$(link_of eth0)" "DOWN arp"
	heal_port p0
	wait_eq "heard again" 1000 "UP none" link_of eth0
}

monitor_off()
{
	probed_trunk 2 || return
	cut_port p0
	wait_eq "failover" 1000 "DOWN arp" link_of eth0
	check "off" trunk_set "$host" trunk0 arp_interval 0
	wait_eq "by carrier again" 500 "UP standby" link_of eth0
	check "on" trunk_set "$host" trunk0 arp_interval 100
	wait_eq "silent still" 1000 "DOWN arp" link_of eth0
	check_eq "active" "$(active)" eth1
}

late_port()
{
	probed_trunk 2 arp_validate all || return
	ip -n "$host" link set eth1 nomaster
	cut_port p1
	ip -n "$host" link set eth1 master trunk0
	wait_eq "not judged at once" 100 "UP standby" link_of eth1
	wait_eq "found silent" 1000 "DOWN arp" link_of eth1
	heal_port p1
	wait_eq "heard" 500 "UP standby" link_of eth1
}

# Which monitor failed, since when and how often, in JSON and as an event.
why_and_since()
{
	local events

	probed_trunk 2 || return
	events=$(mktemp)
	defer rm -f "$events"
	hactl -n "$host" -j monitor trunk >"$events" &
	defer kill $!
	busywait 5000 shown "$events" trunk-del >/dev/null || fail "hactl monitor does not listen"
	cut_port p0
	wait_eq "failover" 1000 eth1 active
	sleep 2
	check_eq "JSON" "$(hj -n "$host" port show eth0 '.port[0] | [.mii_status, .reason, .link_failure_count] | @csv')" \
		'"DOWN","arp",1'
	check_range "since (ms)" "$(port_get "$host" eth0 since)" 1900 3000
	check_eq "event" "$(jq -r 'select(.event == "port-link") | [.port, .mii_status, .reason, .failures] | @csv' <"$events")" \
		'"eth0","DOWN","arp",1'
}

shown()
{
	ip -n "$host" link add probe type trunk
	ip -n "$host" link del probe
	grep -q "$2" "$1"
}

down_and_up()
{
	local i

	probed_trunk 2 arp_interval 1 || return
	for ((i = 0; i < 10; i++)); do
		ip -n "$host" link set trunk0 down
		ip -n "$host" link set trunk0 up
	done
	wait_eq "carrier" 1000 1 link_get "$host" trunk0 carrier
	ip -n "$host" link set trunk0 down
	capture "$peer" sw0 'arp and host 10.0.0.2'
	sleep 0.3
	capture_stop
	check_eq "probes of one that is down" "$(captured who-has)" 0
	ip -n "$host" link set trunk0 up
	check "delete while it probes" ip -n "$host" link del trunk0
}

# What the monitor finds out reaches the table while someone else sits on RTNL: frames go on.
rtnl_held()
{
	local batch='' i

	probed_trunk 2 arp_interval 5 || return
	for ((i = 0; i < 200; i++)); do
		batch+="link add x$i type dummy"$'\n'"link del x$i"$'\n'
	done
	stream_start "$host" 10.0.0.1 "$peer" 10.0.0.2 1000 1000
	ip -n "$host" -batch - <<<"$batch" &
	defer kill $!
	sleep 0.1
	cut_port p0
	wait_eq "failover" 2000 eth1 active
	stream_end
	check_range "lost at 1000 a second" "$LOST" 1 40
}

tests_run
