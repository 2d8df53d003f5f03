#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# A request that cannot be granted is refused with a reason and exit status,
# and leaves everything as it was: on the host and in the module.
#
# vm: mode=virtual timeout=180
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="group_names group_options unknown_objects twice address_in_two_groups device_in_two_groups
	unsuitable_devices bad_addresses bad_test_addresses usage no_privilege"

setup()
{
	net_up || return
	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0
		addr add fd00::1/64 dev eth0
		route add default via 10.0.0.254
	BATCH
	pair
	ha address add 10.0.0.1/24 group data0
	before=$(snapshot)
	config=$(config_now)
}

config_now()
{
	ha -j ipmp show | sed -E 's/"since":[0-9]+//g'
}

unchanged()
{
	check_same "the host" "$before" "$(snapshot)"
	check_same "the module" "$config" "$(config_now)"
}

# refused ERE COMMAND...: by the kernel or by the tool, either with a reason
refused()
{
	local ere=$1 err rc

	shift
	err=$(ha "$@" 2>&1 >/dev/null)
	rc=$?
	[ "$rc" -eq 1 ] || [ "$rc" -eq 2 ] || fail "exit status $rc: $*"
	[[ ${err,,} =~ $ere ]] || fail "stderr is '$err', should match '$ere': $*"
	[[ $err == hactl:* ]] || fail "stderr does not say who speaks: $err"
}

group_names()
{
	local name

	for name in a/b "a b" . .. "" "$(printf 'x%.0s' {1..32})" $'a\tb'; do
		refused 'name|group' ipmp add "$name"
	done
	unchanged
	# the longest that is allowed
	name=$(printf 'x%.0s' {1..31})
	check "31 characters" ha ipmp add "$name"
	check "31 characters" ha ipmp del "$name"
	unchanged
}

group_options()
{
	refused 'failback|on|off' ipmp set data0 failback maybe
	refused 'adopt' ipmp set data0 adopt 2
	refused 'miimon.*1.*10000|1.*10000.*miimon' ipmp set data0 miimon 0
	refused 'miimon.*1.*10000|1.*10000.*miimon' ipmp set data0 miimon 10001
	refused 'miimon' ipmp set data0 miimon -1
	refused 'updelay.*600000' ipmp set data0 updelay 600001
	refused 'miimon' ipmp add data9 failback off miimon 99999999999
	refused 'colour' ipmp set data0 colour red
	unchanged
}

unknown_objects()
{
	refused 'nosuch' ipmp set nosuch failback on
	refused 'nosuch' ipmp del nosuch
	refused 'nosuch' interface add eth2 group nosuch
	refused 'eth2' interface set eth2 standby on
	refused 'eth2' interface del eth2
	refused 'nosuch' address add 10.0.0.9/24 group nosuch
	refused '10.0.0.9' address del 10.0.0.9/24 group data0
	refused '10.0.0.1' address del 10.0.0.1/25 group data0
	refused 'nosuch' ipmp show nosuch
	unchanged
}

twice()
{
	refused 'exists|data0' ipmp add data0
	refused 'exists|already|member' interface add eth0 group data0
	refused 'exists|already' address add 10.0.0.1/24 group data0
	unchanged
}

address_in_two_groups()
{
	group data1
	members data1 eth2
	config=$(config_now)
	before=$(snapshot)
	refused '10.0.0.1.*(data0|group|already)' address add 10.0.0.1/24 group data1
	unchanged
	# nor by adoption
	h addr add 10.0.0.1/24 dev eth2
	before=$(snapshot)
	ha ipmp set data1 adopt on
	check_eq "objects" "$(of_addresses address group)" "10.0.0.1/24 data0"
	check_same "the host" "$before" "$(snapshot)"
}

device_in_two_groups()
{
	group data1
	config=$(config_now)
	before=$(snapshot)
	refused 'data0|group|member' interface add eth0 group data1
	unchanged
}

unsuitable_devices()
{
	refused 'lo' interface add lo group data0
	refused 'name|long' interface add abcdefghijklmnop group data0
	refused 'name|device|interface' interface add a/b group data0
	refused 'name|device|interface' interface add "" group data0
	unchanged
	hbatch <<-BATCH
		link add br0 type bridge
		link set eth2 master br0
	BATCH
	defer ip -n "$host" link del br0
	before=$(snapshot)
	refused 'eth2|master|port|br0' interface add eth2 group data0
	unchanged
}

bad_addresses()
{
	refused 'address' address add 10.0.0.300/24 group data0
	refused '33|prefix|length|32' address add 10.0.0.9/33 group data0
	refused '129|prefix|length|128' address add fd00::9/129 group data0
	refused 'prefix|length' address add 10.0.0.9/0 group data0
	refused 'multicast|address' address add 224.0.0.9/24 group data0
	refused 'loopback|address' address add 127.0.0.9/8 group data0
	refused 'address' address add 0.0.0.0/24 group data0
	refused 'broadcast|address' address add 255.255.255.255/32 group data0
	refused 'multicast|address' address add ff02::9/64 group data0
	refused 'loopback|address' address add ::1/128 group data0
	refused 'link-local|address' address add fe80::9/64 group data0
	refused 'address' address add ::/64 group data0
	unchanged
}

bad_test_addresses()
{
	refused 'address' interface set eth0 test-address 224.0.0.1
	refused 'address' interface set eth0 test-address nonsense
	refused 'data|address' interface set eth0 test-address 10.0.0.1
	unchanged
}

usage()
{
	expect_fail 1 'hactl: ' ha ipmp
	expect_fail 1 'hactl: ' ha ipmp frobnicate data0
	expect_fail 1 'hactl: ' ha interface add eth2
	expect_fail 1 'hactl: ' ha address add 10.0.0.9/24
	expect_fail 1 'hactl: ' ha address add 10.0.0.9/24 group
	unchanged
}

# A user without privilege may look (in the namespace) but not touch.
no_privilege()
{
	local cmd

	command -v setpriv >/dev/null || { skip "no setpriv"; return; }
	for cmd in "ipmp add data9" "ipmp set data0 failback off" "ipmp del data0" "interface add eth2 group data0" \
		"interface set eth0 standby on" "interface del eth0" "address add 10.0.0.9/24 group data0" \
		"address del 10.0.0.1/24 group data0"; do
		# shellcheck disable=SC2086
		expect_fail 2 'ermi|ermitted|privilege' in_ns "$host" \
			setpriv --reuid 65534 --regid 65534 --clear-groups hactl $cmd
	done
	check "may look" in_ns "$host" setpriv --reuid 65534 --regid 65534 --clear-groups hactl ipmp show
	unchanged
}

tests_run
