#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Without a module: exit status 3 and the way out. Where the kernel may load it itself, it does.
#
# vm: mode=virtual timeout=120 boot=own
. "$(dirname "$0")/hactl_lib.sh"

ALL_TESTS=
setup_ns host

state()
{
	ip -n "$host" -d link show
	grep -oE '^(trunk|ipmp) ' /proc/modules
}

# The kernel loads modules by that program; for this test it loads none.
modprobe=$(cat /proc/sys/kernel/modprobe)

setup()
{
	module_unload trunk >/dev/null 2>&1 || { skip_rest "trunk is in use"; return; }
	module_unload ipmp >/dev/null 2>&1 || { skip_rest "ipmp is in use"; return; }
	echo /bin/false >/proc/sys/kernel/modprobe
	defer sh -c "echo $modprobe >/proc/sys/kernel/modprobe"
	[ -n "$BASELINE" ] || settle
}

skip_rest()
{
	skip "$1"
	return 0
}

missing()	# NAME MODULE ARGUMENT...
{
	local words

	printf -v words '%q ' "${@:3}"
	eval "$1() { [ -n \"\$SKIP_REASON\" ] || refused 3 'the $2 module is not loaded: modprobe $2' hx $words; }"
	ALL_TESTS+=" $1"
}

missing trunk_add	trunk	trunk add trunk0
missing trunk_show	trunk	trunk show
missing trunk_show_json	trunk	-j trunk show
missing port_show	trunk	port show
missing ipmp_add	ipmp	ipmp add data0
missing ipmp_show	ipmp	ipmp show
missing ipmp_show_json	ipmp	-j ipmp show
missing interface_add	ipmp	interface add lo group data0
missing interface_show	ipmp	interface show
missing address_add	ipmp	address add 10.0.0.1/24 group data0
missing address_show	ipmp	address show
missing monitor_trunk	trunk	monitor trunk
missing monitor_ipmp	ipmp	monitor ipmp

monitor_both()
{
	[ -n "$SKIP_REASON" ] || refused 3 'neither the trunk nor the ipmp module is loaded' hx monitor
}

# By the aliases of link kind and netlink family.
loaded_on_demand()
{
	[ -z "$SKIP_REASON" ] || return
	modprobe -qn trunk && modprobe -qn ipmp || { skip "the modules are not installed"; return; }
	echo "$modprobe" >/proc/sys/kernel/modprobe
	check "trunk add" hx trunk add trunk0
	check "ipmp add" hx ipmp add data0
	hx trunk del trunk0
	hx ipmp del data0
}

ALL_TESTS+=" monitor_both loaded_on_demand"
tests_run
