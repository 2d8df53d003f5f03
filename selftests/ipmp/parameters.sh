#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# insmod alone makes working groups in the first network namespace, also of
# devices that appear later; bad values are refused with a word in the log.
#
# vm: mode=virtual timeout=180
. "$(dirname "$0")/../lib.sh"
require_root
require_command jq ip hactl
[ -z "${HANET_VM:-}" ] || [ "${HANET_VM:-}" != no ] || skip_all "needs a machine of its own"
require_module ipmp
module_unload ipmp || skip_all "ipmp is in use"
modprobe -q dummy numdummies=0

ALL_TESTS="devices_there devices_later standby options adopt_off two_groups bad_values no_parameters"

setup()
{
	defer module_unload ipmp
}

# dummies NAME...: up, gone at the end
dummies()
{
	local name

	for name in "$@"; do
		ip link add "$name" type dummy || return
		defer ip link del "$name"
		ip link set "$name" up
	done
}

where()
{
	local dev devs=

	while read -r _ dev _; do
		devs+=" $dev"
	done < <(ip -o addr show to "$1")
	echo "${devs# }"
}

lose() { ip link set "$1" carrier off; }
regain() { ip link set "$1" carrier on; }

group_is()
{
	check_eq "group $1" "$(hactl -j ipmp show "$1" | jq -c ".ipmp[0] | $2")" "$3"
}

devices_there()
{
	dummies hp0 hp1
	ip addr add 10.66.0.1/24 dev hp0
	ip addr add fd66::1/64 dev hp0 nodad
	ip route add 10.67.0.0/16 via 10.66.0.254
	check "load" module_load ipmp groups=data0:hp0,data0:hp1
	group_is data0 '[.interfaces[].interface]' '["hp0","hp1"]'
	group_is data0 .adopt true
	lose hp0
	wait_eq "IPv4" 3000 hp1 where 10.66.0.1
	wait_eq "IPv6" 3000 hp1 where fd66::1
	check_match "route" "$(ip route show 10.67.0.0/16)" "dev hp1"
	regain hp0
	wait_eq "IPv4" 3000 hp0 where 10.66.0.1
	wait_eq "IPv6" 3000 hp0 where fd66::1
	check_match "route" "$(ip route show 10.67.0.0/16)" "dev hp0"
}

devices_later()
{
	check "load" module_load ipmp groups=data0:hp0,data0:hp1
	group_is data0 '[.interfaces[] | "\(.interface) \(.state)"]' '["hp0 unknown","hp1 unknown"]'
	dummies hp0 hp1
	ip addr add 10.66.0.1/24 dev hp0
	busywait 3000 adopted
	lose hp0
	wait_eq "IPv4" 3000 hp1 where 10.66.0.1
	regain hp0
	wait_eq "IPv4" 3000 hp0 where 10.66.0.1
}

adopted()
{
	hactl -j address show | grep -q 10.66.0.1
}

standby()
{
	dummies hp0 hp1
	ip addr add 10.66.0.1/24 dev hp0
	check "load" module_load ipmp groups=data0:hp0 standby=data0:hp1
	group_is data0 '[.interfaces[] | "\(.interface) \(.standby) \(.active)"] | sort' '["hp0 false true","hp1 true false"]'
	lose hp0
	wait_eq "IPv4" 3000 hp1 where 10.66.0.1
	regain hp0
	wait_eq "IPv4" 3000 hp0 where 10.66.0.1
}

options()
{
	dummies hp0 hp1
	ip addr add 10.66.0.1/24 dev hp0
	check "load" module_load ipmp groups=data0:hp0,data0:hp1 failback=0
	group_is data0 .failback false
	lose hp0
	wait_eq "IPv4" 3000 hp1 where 10.66.0.1
	regain hp0
	wait_eq "repaired" 3000 failback hj interface show hp0 '.interface[0].reason'
	check_eq "IPv4" "$(where 10.66.0.1)" hp1
}

adopt_off()
{
	dummies hp0 hp1
	ip addr add 10.66.0.1/24 dev hp0
	check "load" module_load ipmp groups=data0:hp0,data0:hp1 adopt=0
	group_is data0 '"\(.adopt) \(.addresses | length)"' '"false 0"'
	lose hp0
	check_not "moved" patient 500 gone_from_hp0
}

gone_from_hp0()
{
	[ "$(where 10.66.0.1)" != hp0 ]
}

two_groups()
{
	dummies hp0 hp1 hp2
	check "load" module_load ipmp groups=data0:hp0,data1:hp1,data0:hp2
	group_is data0 '[.interfaces[].interface]' '["hp0","hp2"]'
	group_is data1 '[.interfaces[].interface]' '["hp1"]'
}

# What insmod refuses, dmesg explains; and nothing of it is left behind.
bad_values()
{
	local value mark

	for value in groups=data0 groups=:hp0 groups=data0: groups=data0:a/b groups=data0:abcdefghijklmnop \
		groups=data0:hp0,data1:hp0 "groups=$(printf 'x%.0s' {1..32}):hp0" groups=data0:lo \
		standby=nothing failback=maybe adopt=7; do
		mark="parameters.sh $RANDOM$RANDOM"
		echo "$mark" >/dev/kmsg
		if module_load ipmp "$value" 2>/dev/null; then
			fail "loaded with $value"
			module_unload ipmp
			continue
		fi
		[ ! -d /sys/module/ipmp ] || fail "still there after $value"
		dmesg | sed "1,/$mark/d" | grep -q ipmp || fail "no word in the log on $value"
	done
	check "loads afterwards" module_load ipmp
}

no_parameters()
{
	check "load" module_load ipmp
	check_eq "groups" "$(hj ipmp show '.ipmp | length')" 0
	check "unload" module_unload ipmp
}

tests_run
