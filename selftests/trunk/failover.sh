#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Active-backup: the active port is lost, by carrier or by ip link set down, seen by an event or only by the poll.
#
#   +----------------------+                +---------------------+
#   | host       +-- eth0 -+----------------+- p0 --+        peer |
#   |  trunk0 ---+-- eth1 -+----------------+- p1 --+-- sw0       |
#   |            +-- eth2 -+----------------+- p2 --+             |
#   +----------------------+                +---------------------+
#
# vm: mode=virtual timeout=180
. "$(dirname "$0")/trunk_lib.sh"

ALL_TESTS="first_port_is_active carrier_lost admin_down carrier_lost_frames admin_down_frames
	plain_link_lost_frames second_loss_50_ms_later
	all_lost_and_back failure_counts backup_lost traffic_leaves_at_once late_linkwatch_is_not_waited_for
	events_only_without_poll frames_on_plain_devices"

topology()	# SWITCH [OPTION VALUE]...
{
	setup_trunk 3 "$1" mode active-backup "${@:2}" || return
	wait_eq "active" 2000 eth0 trunk_get "$host" trunk0 active_slave
}

# With both ends of one index a veth is a plain device to linkwatch, and traffic shows what that costs.
plain_link_lost_frames()
{
	LINK=plain topology bridge || return
	# Of two losses within one second the second is the late one.
	ip -n "$peer" link set p2 down
	stream_start "$host" 10.0.0.1 "$peer" 10.0.0.2 1000 400
	sleep 0.1
	ip -n "$peer" link set p0 down
	stream_end
	check_range "lost" "$LOST" 0 40
	check_range "longest gap (us)" "$GAP_US" 0 45000
	check_eq "active" "$(trunk_get "$host" trunk0 active_slave)" eth1
}

first_port_is_active()
{
	topology bridge || return
	check_eq "state" "$(port_get "$host" eth0 state) $(port_get "$host" eth1 state)" "ACTIVE BACKUP"
	check_eq "reason" "$(port_get "$host" eth0 reason) $(port_get "$host" eth1 reason)" "none standby"
	check_eq "link" "$(port_get "$host" eth0 mii_status) $(port_get "$host" eth1 mii_status)" "UP UP"
	check "traffic" reachable "$host" 10.0.0.2
	check "traffic" reachable "$host" fd00::2
	check_eq "failures" "$(port_get "$host" eth0 link_failure_count)" 0
}

carrier_lost()
{
	topology bridge || return
	ip -n "$peer" link set p0 down
	wait_eq "active" 200 eth1 trunk_get "$host" trunk0 active_slave
	check_eq "lost port" "$(port_get "$host" eth0 state) $(port_get "$host" eth0 mii_status) \
$(port_get "$host" eth0 reason) $(port_get "$host" eth0 link_failure_count)" "BACKUP DOWN carrier 1"
	check_eq "new port" "$(port_get "$host" eth1 state) $(port_get "$host" eth1 mii_status) \
$(port_get "$host" eth1 reason) $(port_get "$host" eth1 link_failure_count)" "ACTIVE UP none 0"
	check_eq "carrier of the trunk" "$(link_get "$host" trunk0 carrier)" 1
	check "traffic" reachable "$host" 10.0.0.2
	check "traffic back" reachable "$peer" 10.0.0.1
	ip -n "$peer" link set p0 up
	wait_eq "repaired" 2000 UP port_get "$host" eth0 mii_status
	check_eq "no primary: it stays" "$(trunk_get "$host" trunk0 active_slave)" eth1
	check_eq "repaired port" "$(port_get "$host" eth0 state) $(port_get "$host" eth0 reason)" "BACKUP standby"
}

admin_down()
{
	topology bridge || return
	ip -n "$host" link set eth0 down
	check_eq "active" "$(trunk_get "$host" trunk0 active_slave)" eth1
	check_eq "port" "$(port_get "$host" eth0 state) $(port_get "$host" eth0 mii_status) \
$(port_get "$host" eth0 reason)" "BACKUP DOWN admin-down"
	check "traffic" reachable "$host" 10.0.0.2
	ip -n "$host" link set eth0 up
	wait_eq "repaired" 2000 "BACKUP UP standby" status eth0
}

status()	# PORT
{
	echo "$(port_get "$host" "$1" state) $(port_get "$host" "$1" mii_status) $(port_get "$host" "$1" reason)"
}

# A cable is cut while 1000 datagrams a second go each way. The end that is taken down (p0) stops receiving a grace
# period of RCU before its link goes down, so that some are lost in front of it, whatever the host does.
carrier_lost_frames()
{
	topology bridge || return
	stream_start "$host" 10.0.0.1 "$peer" 10.0.0.2 1000 600
	sleep 0.3
	ip -n "$peer" link set p0 down
	stream_end
	check_eq "sent" "$SENT" 600
	check_range "lost" "$LOST" 0 40
	check_range "longest gap (us)" "$GAP_US" 0 45000
	check_eq "active" "$(trunk_get "$host" trunk0 active_slave)" eth1
}

# Here the host knows all the time: nothing is lost.
admin_down_frames()
{
	topology bridge || return
	stream_start "$host" 10.0.0.1 "$peer" 10.0.0.2 1000 600
	sleep 0.3
	ip -n "$host" link set eth0 down
	stream_end
	check_eq "sent" "$SENT" 600
	check_range "lost" "$LOST" 0 1
	check_eq "active" "$(trunk_get "$host" trunk0 active_slave)" eth1
}

second_loss_50_ms_later()
{
	topology bridge || return
	ip -n "$peer" link set p0 down
	sleep 0.05
	ip -n "$peer" link set p1 down
	wait_eq "active" 200 eth2 trunk_get "$host" trunk0 active_slave
	check "traffic" reachable "$host" 10.0.0.2
	check "traffic back" reachable "$peer" 10.0.0.1
}

all_lost_and_back()
{
	topology bridge || return
	ip -n "$peer" -batch - <<-EOS
		link set p0 down
		link set p1 down
		link set p2 down
	EOS
	wait_eq "carrier" 200 0 link_get "$host" trunk0 carrier
	check_eq "active" "$(trunk_get "$host" trunk0 active_slave)" none
	check_eq "link" "$(trunk_get "$host" trunk0 mii_status)" DOWN
	ip -n "$peer" link set p2 up
	wait_eq "carrier" 200 1 link_get "$host" trunk0 carrier
	check_eq "active" "$(trunk_get "$host" trunk0 active_slave)" eth2
	check "traffic" busywait 2000 reachable "$host" 10.0.0.2
	ip -n "$peer" link set p0 up
	wait_eq "repaired" 200 "BACKUP UP standby" status eth0
	check_eq "active" "$(trunk_get "$host" trunk0 active_slave)" eth2
}

failure_counts()
{
	local i

	topology bridge || return
	for i in 1 2 3; do
		ip -n "$peer" link set p1 down
		wait_eq "down" 200 "BACKUP DOWN carrier" status eth1
		check_eq "failures" "$(port_get "$host" eth1 link_failure_count)" "$i"
		ip -n "$peer" link set p1 up
		wait_eq "up" 200 "BACKUP UP standby" status eth1
	done
	check_eq "of another port" "$(port_get "$host" eth2 link_failure_count)" 0
	ip -n "$host" link set eth1 nomaster
	port_add "$host" trunk0 eth1
	check_eq "counted anew" "$(port_get "$host" eth1 link_failure_count)" 0
}

backup_lost()
{
	topology bridge || return
	stream_start "$host" 10.0.0.1 "$peer" 10.0.0.2 1000 300
	sleep 0.1
	ip -n "$peer" link set p1 down
	wait_eq "backup" 200 "BACKUP DOWN carrier" status eth1
	stream_end
	check_eq "lost" "$LOST" 0
	check_eq "active" "$(trunk_get "$host" trunk0 active_slave)" eth0
}

# A dummy takes frames with and without a carrier, and the kernel reports a plain device's loss up to 1 s late when
# another one was lost just before: what it counts after the loss was sent into the void.
plain_devices()	# [OPTION VALUE]...
{
	setup_dummies mode active-backup "$@" || return
	ip -n "$host" -batch - <<-EOS
		addr add 10.0.0.1/24 dev trunk0
		neigh add 10.0.0.2 lladdr 02:00:00:00:00:02 dev trunk0
	EOS
	wait_eq "active" 2000 d0 trunk_get "$host" trunk0 active_slave
	# The second of rate limit that the devices' own start has used up must be over.
	sleep 2
}

# Time from a loss to the change of the active port, ms, in TOOK.
lose()	# DEV NEW-ACTIVE
{
	local start

	start=$(now_ms)
	ip -n "$host" link set "$1" carrier off
	wait_eq "active" 3000 "$2" trunk_get "$host" trunk0 active_slave
	TOOK=$(($(now_ms) - start))
}

late_linkwatch_is_not_waited_for()
{
	plain_devices miimon 100 || return
	lose d0 d1
	check_range "first loss (ms)" "$TOOK" 0 150
	lose d1 d2
	check_range "second loss (ms)" "$TOOK" 0 150
	check_eq "reason" "$(port_get "$host" d1 reason)" carrier
	trunk_set "$host" trunk0 miimon 10
	ip -n "$host" link set d0 carrier on
	wait_eq "repaired" 2000 standby port_get "$host" d0 reason
	lose d2 d0
	check_range "with a poll each 10 ms (ms)" "$TOOK" 0 60
}

# What the poll is there for. How late the link watch is, up to 1 s, is its own affair.
events_only_without_poll()
{
	plain_devices miimon 0 || return
	lose d0 d1
	check_range "first loss (ms)" "$TOOK" 0 150
	lose d1 d2
	check_range "second loss (ms)" "$TOOK" 300 3000
}

# Event or not, no frame is given to a port without a carrier.
traffic_leaves_at_once()
{
	local before

	plain_devices miimon 0 || return
	lose d0 d1
	before=$(tx_packets "$host" d1)
	# In one process: the link watch may be anything from at once to a second late.
	in_ns "$host" bash -c 'exec 3<>/dev/udp/10.0.0.2/9
		echo 0 >/sys/class/net/d1/carrier
		for ((i = 0; i < 8; i++)); do printf x >&3; done'
	check_range "into the void" "$(($(tx_packets "$host" d1) - before))" 0 0
	check_range "to the next port" "$(tx_packets "$host" d2)" 8 20
	check_range "before anybody was told" "$(hactl -n "$host" -s -j trunk show trunk0 | jq '.trunk[0].stats.tx_alternate')" 1 20
}

# The same with both monitors and a stream: each frame that the trunk took went to a port with a carrier.
frames_on_plain_devices()
{
	local before dev

	plain_devices || return
	in_ns "$host" "$TOOLS/stream" send 10.0.0.2 9 10.0.0.1 1000 400 /dev/null &
	sleep 0.1
	for dev in d0 d1; do
		ip -n "$host" link set "$dev" carrier off
		before=$(tx_packets "$host" "$dev")
		sleep 0.1
		check_eq "into the void ($dev)" "$(($(tx_packets "$host" "$dev") - before))" 0
	done
	wait
	check_range "all frames" "$(($(tx_packets "$host" d0) + $(tx_packets "$host" d1) + $(tx_packets "$host" d2)))" \
		400 480
}

tests_run
