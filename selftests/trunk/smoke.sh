#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The shortest way through the trunk: each mode carries traffic while each link is cut and repaired, and everything is
# as it was when the trunk is gone. For the first look at a new kernel or a changed module.
#
# vm: mode=virtual timeout=240
. "$(dirname "$0")/trunk_lib.sh"

ALL_TESTS="default_mode balance_rr active_backup balance_xor gone_without_trace"

# cut HOW LINK: the other link carries the traffic, both ways, in both families
cut()
{
	local how=$1 link=$2

	if [ "$how" = carrier ]; then
		ip -n "$peer" link set "p$link" down
	else
		ip -n "$host" link set "eth$link" down
	fi
	wait_eq "eth$link is lost ($how)" 2000 DOWN port_get "$host" "eth$link" mii_status
	check "IPv4 without eth$link" reachable "$host" 10.0.0.2
	check "IPv6 without eth$link" reachable "$host" fd00::2
	ip -n "$peer" link set "p$link" up
	ip -n "$host" link set "eth$link" up
	wait_eq "eth$link is back" 2000 UP port_get "$host" "eth$link" mii_status
	check "IPv4 with eth$link again" reachable "$host" 10.0.0.2
}

# through SWITCH [OPTION VALUE]...: cut and repair all there is
through()
{
	setup_trunk 2 "$@" || return
	cut carrier 0
	cut carrier 1
	cut admin 0
	cut admin 1
	check_eq "carrier" "$(link_get "$host" trunk0 carrier)" 1
	check_eq "frames dropped" "$(in_ns "$host" cat /sys/class/net/trunk0/statistics/tx_dropped)" 0
}

default_mode()
{
	through bridge
	check_eq "mode" "$(trunk_get "$host" trunk0 mode)" balance-xor
}

balance_rr() { through bridge mode balance-rr; }
active_backup() { through bridge mode active-backup; }
balance_xor() { through bridge mode balance-xor; }

# what of a device a trunk may change
own()
{
	ip -n "$host" -j -d link show dev "$1" |
		jq -c '.[0] | [.ifname, .address, .mtu, .flags, .promiscuity, .allmulti, .master]'
}

gone_without_trace()
{
	local before0 before1

	setup_hosts 2
	ip -n "$host" link set eth1 down
	ip -n "$host" link set eth1 mtu 1400
	before0=$(own eth0)
	before1=$(own eth1)
	check "trunk" trunk_add "$host" trunk0
	check "ports" port_add "$host" trunk0 eth0 eth1
	check "up" ip -n "$host" link set trunk0 up
	check "delete" ip -n "$host" link del trunk0
	check_same "eth0" "$before0" "$(own eth0)"
	check_same "eth1" "$before1" "$(own eth1)"
}

require_command jq
tests_run
