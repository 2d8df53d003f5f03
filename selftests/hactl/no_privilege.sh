#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Without CAP_NET_ADMIN over the network namespace every change is refused, also to the root of another user
# namespace; looking is allowed. The root of the user namespace that owns it may do everything.
# Topology: hactl_lib.sh.
#
# vm: mode=smp timeout=300
. "$(dirname "$0")/hactl_lib.sh"
require_command setpriv unshare
require_module trunk
require_module ipmp

ALL_TESTS=

# The tool's own folder may be closed to others.
install -m 755 "$(command -v hactl)" "$tmp/hactl"
chmod 755 "$tmp"

# ip netns exec enters the namespace as root; what follows runs without privilege.
as_nobody()
{
	in_ns "$host" setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all --bounding-set=-all \
		--no-new-privs "$tmp/hactl" "$@"
}

# Root, of a user namespace that does not own the network namespace.
as_other_root()
{
	in_ns "$host" unshare --user --map-root-user "$tmp/hactl" "$@"
}

# denied NAME ARGUMENT...: two tests of that change
denied()
{
	local words

	printf -v words '%q ' "${@:2}"
	eval "nobody_$1() { refused 2 'not permitted: this needs CAP_NET_ADMIN' as_nobody $words; }"
	eval "other_root_$1() { refused 2 'not permitted: this needs CAP_NET_ADMIN' as_other_root $words; }"
	ALL_TESTS+=" nobody_$1 other_root_$1"
}

denied trunk_add	trunk add t9
denied trunk_set	trunk set trunk0 miimon 33
denied trunk_del	trunk del trunk1
denied port_add		port add eth2 trunk trunk0
denied port_set		port set eth0 prio 5
denied port_del		port del eth0
denied ipmp_add		ipmp add g9
denied ipmp_set		ipmp set data0 failback off
denied ipmp_del		ipmp del data1
denied interface_add	interface add eth4 group data0
denied interface_set	interface set eth7 standby on
denied interface_del	interface del eth7
denied address_add	address add 10.9.0.9/24 group data0
denied address_del	address del 10.9.0.1/24 group data0

looking_is_allowed()
{
	local object

	for object in trunk port ipmp interface address; do
		check_eq "$object" "$(as_nobody -j "$object" show | jq -cS 'del(.. | .since?)')" \
			"$(hx -j "$object" show | jq -cS 'del(.. | .since?)')"
	done
}

netns_needs_privilege()
{
	refused 2 "network namespace $host: not permitted: entering it needs CAP_SYS_ADMIN" \
		setpriv --reuid=65534 --regid=65534 --clear-groups --inh-caps=-all --bounding-set=-all \
		"$tmp/hactl" -n "$host" trunk show
}

own_namespace()
{
	local out

	# shellcheck disable=SC2016 # for that shell
	out=$(unshare --user --map-root-user --net bash -e -c '
		h=$1
		ip link add eth0 type dummy
		$h trunk add trunk0 mode active-backup
		$h port add eth0 trunk trunk0 prio 3
		$h -j trunk show | jq -r ".trunk[0].ports[0].prio"
		$h port del eth0
		$h trunk del trunk0
		$h ipmp add g
		$h interface add eth0 group g
		$h -j ipmp show | jq -r ".ipmp[0].interfaces[0].interface"
		$h ipmp del g
		' - "$tmp/hactl" 2>&1)
	check_eq "in its own namespace" "$out" $'3\neth0'
}

ALL_TESTS+=" looking_is_allowed netns_needs_privilege own_namespace"

if ! setup_devices || ! setup_trunks || ! setup_groups || ! settle; then
	echo "1..1"
	ktap_result "$ksft_fail" setup
	ktap_exit
fi
tests_run
