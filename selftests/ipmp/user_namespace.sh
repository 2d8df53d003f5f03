#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# In a user namespace of one's own, with a network namespace of one's own, a
# group works without any privilege outside; and nothing outside is reached.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"
require_command unshare setpriv

ALL_TESTS="own_namespaces not_the_namespace_outside module_parameters_are_the_hosts"

as_user=(setpriv --reuid 65534 --regid 65534 --clear-groups)

own_namespaces()
{
	local out script

	[ "$(cat /proc/sys/user/max_user_namespaces)" -gt 0 ] || { skip "no user namespaces"; return; }
	tmp out
	# shellcheck disable=SC2016
	script='
		ip link set lo up
		sysctl -qw net.ipv6.conf.default.accept_dad=0 2>/dev/null
		ip link add a0 type dummy && ip link add a1 type dummy || exit 4
		ip link set a0 up; ip link set a1 up
		ip addr add 10.0.0.1/24 dev a0
		ip -6 addr add fd00::1/64 dev a0 nodad
		ip route add default via 10.0.0.254
		set -e
		hactl ipmp add data0 adopt on
		hactl interface add a0 group data0
		hactl interface add a1 group data0
		ip link set a0 carrier off
		for n in $(seq 100); do
			sleep 0.02
			ip -o addr show dev a1 | grep -q fd00::1 && ip -o addr show dev a1 | grep -q 10.0.0.1 && break
		done
		ip -o addr show
		ip route show'
	"${as_user[@]}" unshare --user --map-root-user --net bash -c "$script" >"$out" 2>&1 </dev/null ||
		fail "exit status $?"
	check_match "IPv4" "$(cat "$out")" 'a1 +inet 10.0.0.1/24'
	check_match "IPv6" "$(cat "$out")" 'a1 +inet6 fd00::1/64'
	check_match "route" "$(cat "$out")" 'default via 10.0.0.254 dev a1'
	[ "$RET" -eq 0 ] || ktap_diag "$(cat "$out")"
}

# Root of a child user namespace in the network namespace of its parent.
not_the_namespace_outside()
{
	local before

	pair
	before=$(told "group interface" ipmp show)
	expect_fail 2 'ermi' in_ns "$host" "${as_user[@]}" unshare --user --map-root-user hactl ipmp del data0
	expect_fail 2 'ermi' in_ns "$host" "${as_user[@]}" unshare --user --map-root-user hactl ipmp add data1
	check_same "groups" "$before" "$(told "group interface" ipmp show)"
}

module_parameters_are_the_hosts()
{
	check_eq "groups of another namespace" "$("${as_user[@]}" unshare --user --map-root-user --net \
		hactl -j ipmp show)" '{"ipmp":[]}'
}

tests_run
