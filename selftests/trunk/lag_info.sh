#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What others learn of a trunk: ip -d -j link, the upper and lower links of sysfs, link notifications.
#
#   +--------------------------------+
#   | host       +-- d0              |
#   |  trunk0 ---+-- d1              |
#   +--------------------------------+
#
# vm: mode=virtual timeout=60
. "$(dirname "$0")/trunk_lib.sh"
require_command jq

ALL_TESTS="kinds uppers_and_lowers no_foreign_flags slave_data_numbers link_notification notification_of_a_change
	dump_of_many_ports"

setup()
{
	setup_ns host || return
	ip -n "$host" -batch - <<-EOS
		link add d0 type dummy
		link add d1 type dummy
	EOS
	trunk_add "$host" trunk0 mode active-backup miimon 5 && port_add "$host" trunk0 d0 d1 || return
	ip -n "$host" link set trunk0 up
	wait_eq "last port" 2000 UP port_get "$host" d1 mii_status
}

kinds()
{
	local json

	json=$(ip -n "$host" -d -j link)
	check_eq "trunk" "$(jq -r '.[] | select(.ifname == "trunk0") | .linkinfo.info_kind' <<<"$json")" trunk
	check_eq "port" "$(jq -r '.[] | select(.ifname == "d0") | .linkinfo | "\(.info_kind) \(.info_slave_kind)"' <<<"$json")" \
		"dummy trunk"
	check_eq "master" "$(jq -r '.[] | select(.ifname == "d1") | .master' <<<"$json")" trunk0
	check_eq "by kind" "$(ip -n "$host" -br link show type trunk | wc -l)" 1
	check_eq "by kind of port" "$(ip -n "$host" -br link show type trunk_slave | wc -l)" 2
	check_eq "by master" "$(ip -n "$host" -br link show master trunk0 | wc -l)" 2
}

uppers_and_lowers()
{
	check "lower d0" in_ns "$host" test -e /sys/class/net/trunk0/lower_d0
	check "upper of d1" in_ns "$host" test -e /sys/class/net/d1/upper_trunk0
	check "master" in_ns "$host" test -e /sys/class/net/d1/master
	ip -n "$host" link set d1 nomaster
	check_not "lower d1 after release" in_ns "$host" test -e /sys/class/net/trunk0/lower_d1
}

# IFF_BONDING and IFF_TEAM_PORT make other modules take a device for one of theirs.
no_foreign_flags()
{
	module_load bonding max_bonds=0 2>/dev/null
	check_not "a folder of bonding's" in_ns "$host" test -e /sys/class/net/trunk0/bonding
	check_not "one of its slaves" in_ns "$host" test -e /sys/class/net/d0/bonding_slave
	ip -n "$host" link add bond0 type bond
	check "bonding beside it" ip -n "$host" link set trunk0 down
	check "bonding beside it" ip -n "$host" link set trunk0 up
	wait_eq "up" 1000 1 link_get "$host" trunk0 carrier
	check "delete" ip -n "$host" link del bond0
}

# A program for bonding reads these numbers with these sizes.
slave_data_numbers()
{
	local get="$TOOLS/rtlink -n $host get"

	check_eq "state (1)" "$($get d0 port 1) $($get d1 port 1)" "0 1"
	check_eq "mii_status (2)" "$($get d0 port 2)" 0
	check_eq "link_failure_count (3)" "$($get d0 port 3)" 0
	check_match "perm_hwaddr (4)" "$($get d0 port 4)" '^([0-9a-f]{2}:){5}[0-9a-f]{2}$'
	check_eq "prio (9)" "$($get d0 port 9)" 0
	check_eq "mode (1)" "$($get trunk0 data 1)" 1
	check_eq "active_slave (2)" "$($get trunk0 data 2 dev)" d0
	check_eq "miimon (3)" "$($get trunk0 data 3)" 5
	check_eq "num_peer_notif (16)" "$($get trunk0 data 16)" 1
	check_eq "peer_notif_delay (28)" "$($get trunk0 data 28)" 0
}

# monitor: lines of ip monitor link in $LINES_OF, until the end of the test
monitor()
{
	LINES_OF=$(mktemp)
	defer rm -f "$LINES_OF"
	in_ns "$host" ip -o -d monitor link >"$LINES_OF" 2>&1 &
	defer kill $!
	# It is listening when it sees something.
	ip -n "$host" link add probe type dummy
	busywait 5000 probed || fail "ip monitor does not listen"
	ip -n "$host" link del probe
}

probed()
{
	ip -n "$host" link set probe txqueuelen $((RANDOM % 100 + 1))
	grep -q probe "$LINES_OF"
}

link_notification()
{
	monitor
	ip -n "$host" link set d0 carrier off
	wait_eq "failover" 500 d1 trunk_get "$host" trunk0 active_slave
	busywait 2000 grep -q 'trunk0:.*trunk' "$LINES_OF" || fail "no notification of the trunk"
	busywait 2000 grep -q 'd1:.*trunk' "$LINES_OF" || fail "no notification of the new active port"
}

notification_of_a_change()
{
	monitor
	trunk_set "$host" trunk0 miimon 50
	busywait 2000 grep -q 'trunk0:' "$LINES_OF" || fail "no notification of a changed option"
}

dump_of_many_ports()
{
	local i batch='' n=32

	for ((i = 2; i < n; i++)); do
		batch+="link add d$i type dummy"$'\n'"link set d$i master trunk0"$'\n'
	done
	check "ports" ip -n "$host" -batch - <<<"$batch"
	check_eq "in a dump" "$(ip -n "$host" -br link show master trunk0 | wc -l)" "$n"
	check "delete" ip -n "$host" link del trunk0
}

tests_run
