#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What stands on a trunk: VLANs, a bridge, a macvlan; made before or after its ports.
#
#   +--------------------------------+                +-------------------------+
#   |                      host      |                |                    peer |
#   |  trunk0.7 --+        +-- eth0 -+----------------+- p0 --+                 |
#   |  mv0 -------+ trunk0-+-- eth1 -+----------------+- p1 --+-- sw0 -- sw0.7  |
#   |  br0 -------+                  |                |                         |
#   +--------------------------------+                +-------------------------+
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/trunk_lib.sh"

ALL_TESTS="vlan_after_ports vlan_before_ports filter_reaches_late_port filter_gone_from_released_port vlan_deleted
	vlan_survives_failover bridge_above macvlan_above stacked_vlans netns_vlan"

setup()
{
	setup_trunk 2 bridge mode active-backup miimon 20 || return
	ip -n "$peer" -batch - <<-EOS
		link add link sw0 name sw0.7 up type vlan id 7
		addr add 10.7.0.2/24 dev sw0.7
	EOS
}

vlan_up()	# [TRUNK]
{
	ip -n "$host" -batch - <<-EOS
		link add link ${1:-trunk0} name trunk0.7 up type vlan id 7
		addr add 10.7.0.1/24 dev trunk0.7
	EOS
}

vlan_after_ports()
{
	check "VLAN" vlan_up
	check "traffic" busywait 2000 reachable "$host" 10.7.0.2
	check_eq "address" "$(link_get "$host" trunk0.7 address)" "$(link_get "$host" trunk0 address)"
	check_eq "mtu" "$(link_get "$host" trunk0.7 mtu)" 1500
}

vlan_before_ports()
{
	ip -n "$host" link del trunk0
	trunk_add "$host" trunk0 mode active-backup
	ip -n "$host" link set trunk0 up
	check "VLAN" vlan_up
	check "ports" port_add "$host" trunk0 eth0 eth1
	check "traffic" busywait 5000 reachable "$host" 10.7.0.2
	check "traffic back" reachable "$peer" 10.7.0.1
}

# A port that filters is one on which the kernel keeps a list of VLANs: veth has none, macvlan passes it on to what it
# stands on, a bridge has. /proc/net/vlan knows only devices; the list itself shows where a device with a filter lets
# pass what is on it and nothing else. Here: a macvlan in passthru mode on a bridge with VLAN filtering is too much; a
# team would not show it either. What can be seen on any device is the count of references that keep a VLAN alive.
filter_reaches_late_port()
{
	module_load 8021q || { skip "no 8021q"; return; }
	check "VLAN" vlan_up
	check "release" ip -n "$host" link set eth1 nomaster
	check "a late port" ip -n "$host" link set eth1 master trunk0
	wait_eq "usable" 1000 UP port_get "$host" eth1 mii_status
	ip -n "$peer" link set p0 down
	wait_eq "it is the active one" 500 eth1 trunk_get "$host" trunk0 active_slave
	check "traffic" busywait 2000 reachable "$host" 10.7.0.2
}

filter_gone_from_released_port()
{
	check "VLAN" vlan_up
	check "release" ip -n "$host" link set eth0 nomaster
	# VLAN 7 of the released port is free.
	check "the same VLAN on it" ip -n "$host" link add link eth0 name eth0.7 up type vlan id 7
	check "delete" ip -n "$host" link del eth0.7
	check "traffic" busywait 2000 reachable "$host" 10.7.0.2
}

vlan_deleted()
{
	check "VLAN" vlan_up
	check "delete" ip -n "$host" link del trunk0.7
	check "again" vlan_up
	check "delete the trunk" ip -n "$host" link del trunk0
	check_not "VLAN of a deleted trunk" ip -n "$host" link show dev trunk0.7
	check_eq "ports" "$(link_get "$host" eth0 master)" none
}

vlan_survives_failover()
{
	check "VLAN" vlan_up
	check "traffic" busywait 2000 reachable "$host" 10.7.0.2
	ip -n "$peer" link set p0 down
	wait_eq "failover" 500 eth1 trunk_get "$host" trunk0 active_slave
	check "traffic" busywait 2000 reachable "$host" 10.7.0.2
}

bridge_above()
{
	ip -n "$host" -batch - <<-EOS
		addr flush dev trunk0
		link add br0 type bridge
		link set trunk0 master br0
		link set br0 up
		addr add 10.0.0.1/24 dev br0
	EOS
	check "traffic" busywait 3000 reachable "$host" 10.0.0.2
	check_eq "promiscuous" "$(($(link_get "$host" trunk0 promiscuity) > 0)) $(($(link_get "$host" eth0 promiscuity) > 0))" \
		"1 1"
	ip -n "$peer" link set p0 down
	wait_eq "failover" 500 eth1 trunk_get "$host" trunk0 active_slave
	check "traffic" busywait 3000 reachable "$host" 10.0.0.2
	check_eq "promiscuous, too" "$(($(link_get "$host" eth1 promiscuity) > 0))" 1
	check "out of the bridge" ip -n "$host" link set trunk0 nomaster
	check_eq "not any more" "$(link_get "$host" eth0 promiscuity) $(link_get "$host" eth1 promiscuity)" "0 0"
}

macvlan_above()
{
	setup_ns inner
	ip -n "$host" link add mv0 link trunk0 netns "$inner" type macvlan mode bridge
	ip -n "$inner" addr add 10.0.0.3/24 dev mv0
	ip -n "$inner" link set mv0 up
	check "traffic" busywait 3000 reachable "$inner" 10.0.0.2
	ip -n "$peer" link set p0 down
	wait_eq "failover" 500 eth1 trunk_get "$host" trunk0 active_slave
	check "traffic" busywait 3000 reachable "$inner" 10.0.0.2
	check "the other way" reachable "$peer" 10.0.0.3
}

stacked_vlans()
{
	check "VLAN" vlan_up
	ip -n "$host" link add link trunk0.7 name inner7 up type vlan id 9
	ip -n "$host" addr add 10.9.0.1/24 dev inner7
	ip -n "$peer" link add link sw0.7 name inner7 up type vlan id 9
	ip -n "$peer" addr add 10.9.0.2/24 dev inner7
	check "traffic" busywait 2000 reachable "$host" 10.9.0.2
}

netns_vlan()
{
	setup_ns inner
	ip -n "$host" link add link trunk0 name v7 netns "$inner" type vlan id 7
	ip -n "$inner" addr add 10.7.0.1/24 dev v7
	ip -n "$inner" link set v7 up
	check "traffic" busywait 2000 reachable "$inner" 10.7.0.2
	ip netns del "$inner"
	check "the trunk" reachable "$host" 10.0.0.2
}

tests_run
