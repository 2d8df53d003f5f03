#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The module goes under traffic: ports are what they were, nothing is left.
#
#   +----------------------+                +---------------------+
#   | host       +-- eth0 -+----------------+- p0 --+        peer |
#   |  trunk0 ---+-- eth1 -+----------------+- p1 --+-- sw0       |
#   |  trunk0.5, mv0       |                |    (bond)           |
#   +----------------------+                +---------------------+
#
# vm: mode=virtual,smp timeout=120
. "$(dirname "$0")/trunk_lib.sh"

ALL_TESTS="under_traffic with_devices_above in_several_namespaces again_and_again while_a_monitor_listens"

setup()
{
	require_module trunk
}

# traffic: both ways, as fast as it goes
traffic()
{
	in_ns "$host" bash -c 'exec 3<>/dev/udp/10.0.0.2/9; while :; do for ((i = 0; i < 50; i++)); do printf x >&3; done
		read -r -t 0.001 <> <(:); done' 2>/dev/null &
	defer kill $!
	in_ns "$peer" ping -q -f -i 0.002 10.0.0.1 >/dev/null 2>&1 &
	defer kill $!
}

under_traffic()
{
	local before

	setup_hosts 2 bond || return
	before=$(ip -n "$host" -d link show dev eth1)
	trunk_add "$host" trunk0
	port_add "$host" trunk0 eth0 eth1
	ip -n "$host" addr add 10.0.0.1/24 dev trunk0
	ip -n "$host" link set trunk0 up
	check "traffic" busywait 5000 reachable "$host" 10.0.0.2
	traffic
	sleep 0.2
	check "rmmod" rmmod trunk
	check_not "trunk" ip -n "$host" link show dev trunk0
	check_not "module" test -d /sys/module/trunk
	wait_eq "port as it was" 2000 "$before" ip -n "$host" -d link show dev eth1
}

with_devices_above()
{
	setup_trunk 2 bond || return
	ip -n "$host" -batch - <<-EOS
		link add link trunk0 name trunk0.5 up type vlan id 5
		link add mv0 link trunk0 up type macvlan
		link set trunk0 promisc on
	EOS
	traffic
	check "rmmod" rmmod trunk
	check_not "VLAN" ip -n "$host" link show dev trunk0.5
	check_not "macvlan" ip -n "$host" link show dev mv0
	check_eq "masters" "$(link_get "$host" eth0 master) $(link_get "$host" eth1 master)" "none none"
	check_eq "promiscuous" "$(link_get "$host" eth0 promiscuity)" 0
}

in_several_namespaces()
{
	local i ns

	for i in 1 2 3 4; do
		setup_ns ns
		ip -n "$ns" -batch - <<-EOS
			link add trunk0 type trunk
			link add d0 up type dummy
			link set d0 master trunk0
			link set trunk0 up
		EOS
	done
	check "rmmod" rmmod trunk
	check_not "trunk" ip -n "$ns" link show dev trunk0
	check_eq "port is up as it was" "$(flag "$ns" d0 "$IFF_UP")" 1
}

again_and_again()
{
	local i

	for ((i = 0; i < 10; i++)); do
		check "load" module_load trunk
		setup_hosts 2 none
		ip -n "$host" -batch - <<-EOS
			link add trunk0 type trunk
			link set eth0 master trunk0
			link set eth1 master trunk0
			link set trunk0 up
		EOS
		check "rmmod" rmmod trunk
	done
}

while_a_monitor_listens()
{
	command -v hactl >/dev/null || { skip "no hactl"; return; }
	setup_ns host
	hactl -n "$host" -j monitor trunk >/dev/null 2>&1 &
	defer kill $!
	ip -n "$host" link add trunk0 type trunk
	sleep 0.5
	check "rmmod" rmmod trunk
	check "load" module_load trunk
	check "again" ip -n "$host" link add trunk0 type trunk
}

tests_run
