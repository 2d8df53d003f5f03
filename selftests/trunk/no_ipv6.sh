#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A kernel that was booted without IPv6: all but ns_ip6_target works, and that says why not.
#
#   +----------------------+                +---------------------+
#   | host       +-- eth0 -+----------------+- p0 --+        peer |
#   |  trunk0 ---+-- eth1 -+----------------+- p1 --+-- sw0       |
#   +----------------------+                +---------------------+
#
# shellcheck disable=SC2154 # setup_ns sets host and peer
# vm: mode=virtual timeout=120 cmdline=ipv6.disable=1
. "$(dirname "$0")/trunk_lib.sh"

[ "$(cat /sys/module/ipv6/parameters/disable 2>/dev/null)" = 1 ] || skip_all "this kernel has IPv6"

ALL_TESTS="failover arp_monitor nd_refused nd_parameter"

# The library's setup_hosts is for those who have IPv6.
setup()
{
	local i

	host=host-$$ peer=peer-$$
	for i in "$host" "$peer"; do
		ip netns add "$i" || return
		defer ns_del "$i"
	done
	ip -n "$peer" link add sw0 up address 02:00:00:00:00:02 type bridge mcast_snooping 0
	for i in 0 1; do
		ip -n "$host" link add "eth$i" up type veth peer name "p$i" netns "$peer"
		ip -n "$peer" link set "p$i" up master sw0
	done
	ip -n "$peer" addr add 10.0.0.2/24 dev sw0
}

topology()	# [OPTION VALUE]...
{
	trunk_add "$host" trunk0 mode active-backup miimon 20 "$@" && port_add "$host" trunk0 eth0 eth1 || return
	ip -n "$host" addr add 10.0.0.1/24 dev trunk0
	ip -n "$host" link set trunk0 up
	wait_eq "running" 5000 1 link_get "$host" trunk0 carrier
	check "traffic" busywait 5000 reachable "$host" 10.0.0.2
	wait_eq "eth1" 5000 UP port_get "$host" eth1 mii_status
}

failover()
{
	topology || return
	ip -n "$peer" link set p0 down
	wait_eq "failover" 1000 eth1 trunk_get "$host" trunk0 active_slave
	check "traffic" busywait 2000 reachable "$host" 10.0.0.2
}

arp_monitor()
{
	topology arp_interval 50 arp_ip_target 10.0.0.2 arp_validate all || return
	# The links stay, what is behind one of them is gone, and p0 does not answer for sw0.
	in_ns "$peer" sysctl -qw net.ipv4.conf.all.arp_ignore=1
	ip -n "$peer" link set p0 nomaster
	wait_eq "failover" 2000 eth1 trunk_get "$host" trunk0 active_slave
	wait_eq "reason" 1000 arp port_get "$host" eth0 reason
	check "traffic" busywait 2000 reachable "$host" 10.0.0.2
}

nd_refused()
{
	topology || return
	expect_fail 1 'EAFNOSUPPORT attribute 31: trunk: .*IPv6' trunk_set "$host" trunk0 ns_ip6_target fd00::2
	expect_fail 1 'EAFNOSUPPORT attribute 31: trunk: .*IPv6' trunk_add "$host" trunk1 ns_ip6_target fd00::2
	check "none is none" trunk_set "$host" trunk0 ns_ip6_target none
	check "traffic" reachable "$host" 10.0.0.2
}

nd_parameter()
{
	module_unload trunk
	check_not "parameter" module_load trunk ns_ip6_target=fd00::2
	check "without" module_load trunk create=tnd0
	module_unload trunk
	check "again" module_load trunk
}

tests_run
