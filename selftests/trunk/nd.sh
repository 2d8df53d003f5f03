#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# ND monitor: as arp.sh, with targets of IPv6; and both together.
#
#   +----------------------+                +---------------------+
#   | host       +-- eth0 -+----------------+- p0 --+        peer |
#   |  trunk0 ---+-- eth1 -+----------------+- p1 --+-- sw0       |
#   +----------------------+                +---------------------+
#
# shellcheck disable=SC2154 # setup_ns sets host and peer
# vm: mode=virtual timeout=600
. "$(dirname "$0")/trunk_lib.sh"
. "$(dirname "$0")/probe_lib.sh"

TARGET=(ns_ip6_target fd00::2)
ALL_TESTS="silent_switch validate_as_bond all_targets link_local no_address vlan_target groups both_kinds targets_live
	one_millisecond no_ipv6"

silent_switch()
{
	probed_trunk 2 arp_validate all || return
	sleep 1
	check_eq "ports" "$(link_of eth0) $(link_of eth1)" "UP none UP standby"
	cut_port p0
	wait_eq "failover" 1000 eth1 active
	check_eq "eth0" "$(link_of eth0)" "DOWN nd"
	check_eq "failures" "$(port_get "$host" eth0 link_failure_count)" 1
	check "traffic" busywait 1000 reachable "$host" fd00::2
	heal_port p0
	wait_eq "heard again" 1000 "UP standby" link_of eth0
}

validate_as_bond()
{
	local validate

	module_load bonding max_bonds=0 || { skip "no bonding"; return; }
	for validate in none all ${FULL:+filter}; do
		as_bond mode active-backup arp_validate "$validate"
	done
}

all_targets()
{
	probed_trunk 2 arp_validate all ns_ip6_target fd00::2,fd00::9 || return
	sleep 1
	check_eq "any" "$(link_of eth0)" "UP none"
	trunk_set "$host" trunk0 arp_all_targets all
	wait_eq "all" 1000 0 link_get "$host" trunk0 carrier
	ip -n "$peer" addr add fd00::9/64 dev sw0 nodad
	wait_eq "all there" 2000 1 link_get "$host" trunk0 carrier
}

link_local()
{
	probed_trunk 2 arp_validate all || return
	# The address that sw0 made of its MAC.
	trunk_set "$host" trunk0 ns_ip6_target fe80::ff:fe00:2
	sleep 1
	check_eq "ports" "$(link_of eth0) $(link_of eth1)" "UP none UP standby"
	trunk_set "$host" trunk0 ns_ip6_target fe80::9
	wait_eq "nobody" 1000 0 link_get "$host" trunk0 carrier
}

# What a host does that looks for duplicates of its address (RFC 4862, 5.4.2).
no_address()
{
	probed_trunk 2 arp_validate all || return
	ip -n "$host" addr flush dev trunk0
	ip -n "$host" -6 route flush dev trunk0
	capture "$peer" sw0 'icmp6 and ip6[40] = 135 and src host ::'
	busywait 2000 captured 'who has fd00::2' >/dev/null || fail "no probe from ::"
	sleep 1
	check_eq "it is answered" "$(link_of eth0) $(link_of eth1)" "UP none UP standby"
}

vlan_target()
{
	probed_trunk 2 arp_validate all || return
	ip -n "$host" -batch - <<-EOS
		link add link trunk0 name trunk0.7 up type vlan id 7
		addr add fd07::1/64 dev trunk0.7 nodad
	EOS
	ip -n "$peer" -batch - <<-EOS
		link add link sw0 name sw0.7 up type vlan id 7
		addr add fd07::2/64 dev sw0.7 nodad
	EOS
	trunk_set "$host" trunk0 ns_ip6_target fd07::2
	sleep 1
	check_eq "ports" "$(link_of eth0) $(link_of eth1)" "UP none UP standby"
	ip -n "$peer" link set sw0.7 down
	wait_eq "nobody there" 1000 0 link_get "$host" trunk0 carrier
}

maddrs() { ip -n "$host" maddr show dev "$1" | grep -c 33:33:ff:ab:cd:0; }

# Ports that listen are let have the solicitations of the targets, and are left as they were.
groups()
{
	local port

	probed_trunk 2 ns_ip6_target fd00::ab:cd01,fd00::ab:cd02 || return
	for port in eth0 eth1; do
		check_eq "$port" "$(maddrs "$port")" 2
	done
	trunk_set "$host" trunk0 ns_ip6_target fd00::ab:cd03
	check_eq "replaced" "$(maddrs eth1)" 1
	ip -n "$host" link set eth1 nomaster
	check_eq "released" "$(maddrs eth1)" 0
	ip -n "$host" link set eth1 master trunk0
	check_eq "added" "$(maddrs eth1)" 1
	trunk_set "$host" trunk0 arp_interval 0
	check_eq "off" "$(maddrs eth0) $(maddrs eth1)" "0 0"
	trunk_set "$host" trunk0 arp_interval 100
	ip -n "$host" link del trunk0
	check_eq "deleted" "$(maddrs eth0) $(maddrs eth1)" "0 0"
}

both_kinds()
{
	probed_trunk 2 arp_validate all arp_ip_target 10.0.0.2 || return
	sleep 1
	check_eq "both" "$(link_of eth0) $(link_of eth1)" "UP none UP standby"
	ip -n "$peer" addr del fd00::2/64 dev sw0
	wait_eq "one of all" 1000 "DOWN nd" link_of eth0
	trunk_set "$host" trunk0 monitor any
	wait_eq "one of any" 1000 1 link_get "$host" trunk0 carrier
	sleep 1
	check_match "ports" "$(link_of eth0) $(link_of eth1)" '^UP (none UP standby|standby UP none)$'
	ip -n "$peer" addr del 10.0.0.2/24 dev sw0
	wait_eq "none of any" 1000 0 link_get "$host" trunk0 carrier
	check_match "reason" "$(link_of eth0)" '^DOWN (arp|nd)$'
}

targets_live()
{
	local sixteen

	probed_trunk 2 arp_validate all || return
	sixteen=$(seq -s, -f 'fd00::%g' 2 17)
	check "16" trunk_set "$host" trunk0 ns_ip6_target "$sixteen"
	check_ne "16" "$(trunk_get "$host" trunk0 ns_ip6_target)" none
	sleep 1
	check_eq "one answers" "$(link_of eth0)" "UP none"
	expect_fail 1 'EINVAL attribute 31: .*0\.\.16 IPv6' trunk_set "$host" trunk0 ns_ip6_target "$sixteen,fd00::20"
	expect_fail 1 'EINVAL attribute 31: .*0\.\.16 IPv6' trunk_set "$host" trunk0 ns_ip6_target 10.0.0.1
	check "none" trunk_set "$host" trunk0 ns_ip6_target none
	check_eq "none" "$(trunk_get "$host" trunk0 ns_ip6_target)" none
	cut_port p0
	sleep 1
	check_eq "nobody is asked" "$(link_of eth0)" "UP none"
}

one_millisecond()
{
	probed_trunk 2 arp_interval 1 arp_validate all || return
	capture "$peer" sw0 'icmp6 and ip6[40] = 135 and src host fd00::1'
	sleep 1
	capture_stop
	check_range "probes in a second" "$(captured 'who has fd00::2')" 900 1100
	check_eq "ports" "$(link_of eth0) $(link_of eth1)" "UP none UP standby"
}

# Off in a namespace is off at boot to a trunk: IPv6 is there, and has no address to answer with.
no_ipv6()
{
	[ -e /proc/sys/net/ipv6 ] || {
		setup_ns host
		trunk_add "$host" trunk0
		expect_fail 1 'EAFNOSUPPORT attribute 31: .*needs IPv6' trunk_set "$host" trunk0 ns_ip6_target fd00::2
		return
	}
	probed_trunk 2 arp_validate all || return
	in_ns "$host" sysctl -qw net.ipv6.conf.all.disable_ipv6=1
	sleep 0.5
	check_eq "asked from ::" "$(link_of eth0)" "UP none"
	in_ns "$host" sysctl -qw net.ipv6.conf.all.disable_ipv6=0
}

tests_run
