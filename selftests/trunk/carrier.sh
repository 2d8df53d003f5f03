#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# The trunk's own carrier: on iff at least max(1, min_links) ports are usable.
#
#   +--------------------------------+
#   | host       +-- d0              |
#   |  trunk0 ---+-- d1              |
#   |            +-- d2              |
#   +--------------------------------+
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/trunk_lib.sh"

ALL_TESTS="no_port follows_its_ports min_links_balance_rr min_links_active_backup min_links_balance_xor
	min_links_change_is_live min_links_more_than_ports operstate down_and_up upper_device_follows"

topology() { setup_dummies miimon 5 "$@"; }
carrier() { link_get "$host" trunk0 carrier; }

no_port()
{
	setup_ns host
	trunk_add "$host" trunk0
	ip -n "$host" link set trunk0 up
	check_eq "carrier" "$(carrier)" 0
	ip -n "$host" link add d0 type dummy
	port_add "$host" trunk0 d0
	wait_eq "with a port" 500 1 carrier
	ip -n "$host" link set d0 nomaster
	check_eq "without" "$(carrier)" 0
}

follows_its_ports()
{
	topology || return
	check_eq "carrier" "$(carrier) $(trunk_get "$host" trunk0 mii_status)" "1 UP"
	carrier_off d0 d1
	check_eq "one left" "$(carrier)" 1
	carrier_off d2
	check_eq "none left" "$(carrier) $(trunk_get "$host" trunk0 mii_status)" "0 DOWN"
	carrier_on d1
	check_eq "one back" "$(carrier) $(trunk_get "$host" trunk0 mii_status)" "1 UP"
}

min_links_in()	# MODE
{
	topology mode "$1" min_links 2 || return
	check_eq "three" "$(carrier)" 1
	carrier_off d1
	check_eq "two" "$(carrier)" 1
	carrier_off d0
	check_eq "one" "$(carrier)" 0
	carrier_on d0
	check_eq "two again" "$(carrier)" 1
	ip -n "$host" link set d2 nomaster
	check_eq "one left the trunk" "$(carrier)" 0
}

min_links_balance_rr() { min_links_in balance-rr; }
min_links_active_backup() { min_links_in active-backup; }
min_links_balance_xor() { min_links_in balance-xor; }

min_links_change_is_live()
{
	topology || return
	check "four" trunk_set "$host" trunk0 min_links 4
	check_eq "carrier" "$(carrier)" 0
	check "three" trunk_set "$host" trunk0 min_links 3
	check_eq "carrier" "$(carrier)" 1
	carrier_off d0
	check_eq "carrier" "$(carrier)" 0
	check "none" trunk_set "$host" trunk0 min_links 0
	check_eq "carrier" "$(carrier)" 1
}

min_links_more_than_ports()
{
	topology min_links 64 || return
	check_eq "carrier" "$(carrier)" 0
	check_eq "min_links" "$(trunk_get "$host" trunk0 min_links)" 64
	# More ports than a trunk takes.
	expect_fail 1 '(EINVAL|ERANGE) attribute 18: ' trunk_set "$host" trunk0 min_links 4294967295
	check_eq "min_links" "$(trunk_get "$host" trunk0 min_links)" 64
}

operstate()
{
	topology || return
	wait_eq "up" 2000 up link_get "$host" trunk0 operstate
	carrier_off d0 d1 d2
	wait_eq "down" 2000 1 is_down
	carrier_on d0
	wait_eq "up" 2000 up link_get "$host" trunk0 operstate
}

is_down()
{
	[[ $(link_get "$host" trunk0 operstate) =~ ^(lowerlayer)?down$ ]] && echo 1
}

down_and_up()
{
	topology || return
	check "down" ip -n "$host" link set trunk0 down
	check_eq "carrier of a link that is down" "$(carrier)" 0
	check "up" ip -n "$host" link set trunk0 up
	wait_eq "carrier" 500 1 carrier
	wait_eq "ports" 500 ACTIVE port_get "$host" d2 state
}

upper_device_follows()
{
	topology || return
	ip -n "$host" link add link trunk0 name trunk0.9 up type vlan id 9
	wait_eq "VLAN" 2000 1 link_get "$host" trunk0.9 carrier
	carrier_off d0 d1 d2
	wait_eq "VLAN" 2000 0 link_get "$host" trunk0.9 carrier
	carrier_on d2
	wait_eq "VLAN" 2000 1 link_get "$host" trunk0.9 carrier
}

tests_run
