#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What trunks and ports cannot be or do is refused with a reason, and nothing changes. Topology: hactl_lib.sh.
#
# vm: mode=smp timeout=300
. "$(dirname "$0")/hactl_lib.sh"
require_module trunk

ALL_TESTS=

bad trunk_exists		1 'trunk0: a device of that name exists'	trunk add trunk0
bad device_exists		1 'eth2: a device of that name exists'		trunk add eth2
bad set_unknown			1 'nope: no device of that name'		trunk set nope miimon 50
bad set_no_trunk		1 'br0: not a trunk but a device of type bridge'	trunk set br0 miimon 50
bad set_unknown_primary		1 'primary: no device named nope'		trunk set trunk0 miimon 50 primary nope
bad set_half_bad		1 'downdelay: "x" is not a whole number'	trunk set trunk0 miimon 50 updelay 10 downdelay x
bad del_unknown			1 'nope: no device of that name'		trunk del trunk1 nope
bad del_no_trunk		1 'eth2: not a trunk'				trunk del trunk1 eth2
bad show_unknown		1 'nope: no device of that name'		trunk show nope
bad show_no_trunk		1 'eth0: not a trunk'				trunk show eth0
bad show_no_trunk_json		1 'eth0: not a trunk'				-j trunk show eth0
bad active_slave_no_port	2 'trunk0: .*eth2|trunk0: .*active_slave|trunk0: .*port'	trunk set trunk0 active_slave eth2
bad broadcast_with_tlb		2 'trunk0: .*scheduler.*balance-tlb'	trunk set trunk0 mode balance-tlb scheduler broadcast
bad arp_interval_range		1 'arp_interval: "3600001" is out of range 0\.\.3600000 ms'	trunk set trunk0 arp_interval 3600001
bad arp_target_no_address	1 'arp_ip_target: "10\.0\.0" is not an IPv4 address'	trunk set trunk0 arp_ip_target 10.0.0.1,10.0.0
bad arp_target_of_ipv6		1 'arp_ip_target: "fd00::1" is not an IPv4 address'	trunk set trunk0 arp_ip_target fd00::1
bad arp_target_twice		2 'trunk0: .*arp_ip_target.*twice'	trunk set trunk0 arp_ip_target 10.0.0.1,10.0.0.1
bad arp_target_broadcast	2 'trunk0: .*0\.\.16 IPv4'	trunk set trunk0 arp_ip_target 255.255.255.255
bad ns_target_of_ipv4		1 'ns_ip6_target: "10\.0\.0\.1" is not an IPv6 address'	trunk set trunk0 ns_ip6_target 10.0.0.1
bad ns_target_multicast		2 'trunk0: .*0\.\.16 IPv6'	trunk set trunk0 ns_ip6_target ff02::1
bad arp_validate_word		1 'arp_validate: "some" is not one of none, active, backup, all, filter'	trunk set trunk0 arp_validate some
bad arp_missed_max_range	1 'arp_missed_max: "0" is out of range 1\.\.255'	trunk set trunk0 arp_missed_max 0
bad monitor_word		1 'monitor: "both" is not one of any, all'	trunk set trunk0 monitor both
bad use_carrier_off		1 'use_carrier: "0" is out of range 1\.\.1'	trunk set trunk0 use_carrier 0
bad weight_of_no_port		1 'eth2: not a port of a trunk'			port set eth2 weight 5
bad mtu_refused_whole		2 'trunk0: .*'			trunk set trunk0 mode balance-rr updelay 5 mtu 65535 active_slave eth2
bad port_unknown		1 'nope: no device of that name'		port add nope trunk trunk0
bad port_unknown_trunk		1 'nope: no device of that name'		port add eth2 trunk nope
bad port_of_no_trunk		1 'br0: not a trunk but a device of type bridge'	port add eth2 trunk br0
bad port_has_a_master		1 'eth3: is a port of br0 already: release it first'	port add eth3 trunk trunk0
bad port_of_other_trunk		1 'eth0: is a port of trunk0 already'		port add eth0 trunk trunk1
bad port_of_this_trunk		1 'eth0: is a port of trunk0 already'		port add eth0 trunk trunk0
bad port_is_itself		2 'trunk0: .+'					port add trunk0 trunk trunk0
bad port_loopback		2 'lo: .+'					port add lo trunk trunk0
bad port_set_no_port		1 'eth2: not a port of a trunk'			port set eth2 prio 5
bad port_set_other_port		1 'eth3: not a port of a trunk but of br0'	port set eth3 prio 5
bad port_del_no_port		1 'eth2: not a port of a trunk'			port del eth2
bad port_del_other_port		1 'eth3: not a port of a trunk but of br0'	port del eth3
bad port_del_half_bad		1 'eth3: not a port of a trunk but of br0'	port del eth0 eth3
bad port_show_no_port		1 'eth2: not a port of a trunk'			port show eth2

# A trunk whose port is a VLAN above it would send its own frames to itself.
loop()
{
	ip -n "$host" link add link trunk0 name trunk0.5 type vlan id 5 || { skip "no vlan"; return; }
	defer ip -n "$host" link del trunk0.5
	settle
	refused 2 'trunk0\.5: .+' hx port add trunk0.5 trunk trunk0
}

# Through two trunks: trunk1 becomes a port of trunk0 only if that is allowed, and never the other way round too.
loop_of_two()
{
	ip -n "$host" link add link trunk0 name v5 type vlan id 5 || { skip "no vlan"; return; }
	defer ip -n "$host" link del v5
	if hx port add v5 trunk trunk1 2>/dev/null; then
		defer hactl -n "$host" port del v5
		settle
		refused 2 'trunk1: .+' hx port add trunk1 trunk trunk0
	else
		settle
		refused 2 'v5: .+' hx port add v5 trunk trunk1
	fi
}

# Kernel text as it comes: the same words as the kernel's own to another tool.
kernel_text()
{
	local text

	text=$(ip -n "$host" link set lo master trunk0 2>&1 | sed -n 's/^Error: \(.*\)\.$/\1/p')
	[ -n "$text" ] || fail "no text of the kernel"
	check_eq "stderr" "$(hx port add lo trunk trunk0 2>&1)" "hactl: lo: $text"
}

ALL_TESTS+=" loop loop_of_two kernel_text"

if ! setup_devices || ! setup_trunks || ! settle; then
	echo "1..1"
	ktap_result "$ksft_fail" setup
	ktap_exit
fi
tests_run
