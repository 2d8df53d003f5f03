#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What groups, interfaces and addresses cannot be or do is refused with a reason, and nothing changes.
# Topology: hactl_lib.sh.
#
# vm: mode=smp timeout=300
. "$(dirname "$0")/hactl_lib.sh"
require_module ipmp

ALL_TESTS=

bad group_exists		2 'data0: .+'				ipmp add data0
bad set_unknown			1 'nope: no group of that name'		ipmp set nope miimon 50
bad del_unknown			1 'nope: no group of that name'		ipmp del data1 nope
bad show_unknown		1 'nope: no group of that name'		ipmp show nope
bad show_unknown_json		1 'nope: no group of that name'		-j ipmp show nope
bad set_half_bad		1 'adopt: "maybe" is not on or off'	ipmp set data0 miimon 50 adopt maybe
bad member_of_unknown		1 'nope: no group of that name'		interface add eth4 group nope
bad member_of_other		2 'eth6: .+'				interface add eth6 group data1
bad member_of_this		2 'eth6: .+'				interface add eth6 group data0
bad member_loopback		2 'lo: .+'				interface add lo group data0
bad member_of_bridge		2 'eth3: .+'				interface add eth3 group data0
bad interface_set_no_member	1 'eth4: is in no group'		interface set eth4 standby on
bad interface_del_no_member	1 'eth4: is in no group'		interface del eth6 eth4
bad interface_show_no_member	1 'eth4: is in no group'		interface show eth4
bad test_address_multicast	2 'eth7: .+'				interface set eth7 test-address 224.0.0.1
bad address_of_unknown		1 'nope: no group of that name'		address add 10.9.0.2/24 group nope
bad address_in_two_groups	2 '10\.9\.0\.1/24: .+'			address add 10.9.0.1/24 group data1
bad address_twice		2 '10\.9\.0\.1/24: .+'			address add 10.9.0.1/24 group data0
bad address_multicast		2 '224\.0\.0\.1/24: .+'			address add 224.0.0.1/24 group data0
bad address_any			2 '0\.0\.0\.0/24: .+'			address add 0.0.0.0/24 group data0
bad address_loopback		2 '127\.0\.0\.1/8: .+'			address add 127.0.0.1/8 group data0
bad address_link_local		2 'fe80::1/64: .+'			address add fe80::1/64 group data0
bad address_home_no_member	2 '10\.9\.0\.2/24: .+'	address add 10.9.0.2/24 group data0 interface eth4
bad address_del_unknown		2 '10\.9\.0\.9/24: .+'			address del 10.9.0.9/24 group data0
bad address_del_other_group	2 '10\.9\.0\.1/24: .+'			address del 10.9.0.1/24 group data1
bad address_del_other_length	2 '10\.9\.0\.1/25: .+'			address del 10.9.0.1/25 group data0

if ! setup_devices || ! setup_groups || ! settle; then
	echo "1..1"
	ktap_result "$ksft_fail" setup
	ktap_exit
fi
tests_run
