#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# insmod alone: trunks, ports and defaults by module parameters, also of devices that come later.
#
#   +----------------------------------------+
#   | the first network namespace            |
#   |  tparam0 ---+-- tport0 (there before)  |
#   |             +-- tport1 (comes later)   |
#   +----------------------------------------+
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/trunk_lib.sh"

ALL_TESTS="create_only ports_there_before ports_that_come_later renamed_into_it released_by_hand_stays
	unplugged_and_back defaults_of_new_trunks primary_by_name two_trunks bad_values_load_nothing
	name_taken_loads_nothing bad_port_loads_nothing not_in_other_namespaces works_with_an_address"

setup()
{
	check "no trunk is in use" module_unload trunk || return
	defer module_unload trunk
}

load() { module_load trunk "$@"; }

tport()		# NAME...
{
	local dev

	for dev in "$@"; do
		ip link add "$dev" type dummy || return
		defer ip link del "$dev"
	done
}

option()	# TRUNK OPTION, in this namespace
{
	local spec=${TRUNK_ATTR[$2]}

	case ${spec#*:} in
	dev|ips)	"$TOOLS/rtlink" get "$1" data "${spec%:*}" "${spec#*:}" ;;
	*)		"$TOOLS/rtlink" get "$1" data "${spec%:*}" ;;
	esac
}

master() { "$TOOLS/rtlink" get "$1" link 10 dev; }
link_carrier() { "$TOOLS/rtlink" get "$1" link 33; }

create_only()
{
	check "load" load create=tparam0,tparam1
	check "first" ip link show dev tparam0
	check "second" ip link show dev tparam1
	check_eq "of the kind" "$(ip -br link show type trunk | wc -l)" 2
	check "deleted like any other" ip link del tparam1
	check "made like any other" ip link add tparam1 type trunk
}

ports_there_before()
{
	tport tport0 tport1
	check "load" load create=tparam0 ports=tparam0:tport0,tparam0:tport1 mode=active-backup
	check_eq "masters" "$(master tport0) $(master tport1)" "tparam0 tparam0"
	ip link set tparam0 up
	wait_eq "active" 2000 tport0 option tparam0 active_slave
	check_eq "carrier" "$(link_carrier tparam0)" 1
}

ports_that_come_later()
{
	tport tport0
	check "load" load create=tparam0 ports=tparam0:tport0,tparam0:tport1
	check_eq "master" "$(master tport0)" tparam0
	tport tport1
	wait_eq "master" 2000 tparam0 master tport1
	tport tport2
	sleep 0.5
	check_eq "one that was not named" "$(master tport2)" none
}

# udev names a device after it has appeared.
renamed_into_it()
{
	check "load" load create=tparam0 ports=tparam0:tport0
	ip link add tother0 type dummy
	defer ip link del tport0
	sleep 0.2
	check_eq "another name" "$(master tother0)" none
	ip link set tother0 name tport0
	wait_eq "master" 2000 tparam0 master tport0
}

released_by_hand_stays()
{
	tport tport0
	check "load" load create=tparam0 ports=tparam0:tport0
	check "release" ip link set tport0 nomaster
	tport tport5
	sleep 0.5
	check_eq "master" "$(master tport0)" none
}

unplugged_and_back()
{
	check "load" load create=tparam0 ports=tparam0:tport0
	tport tport0
	wait_eq "master" 2000 tparam0 master tport0
	ip link del tport0
	tport tport0
	wait_eq "master" 2000 tparam0 master tport0
}

defaults_of_new_trunks()
{
	local pair

	check "load" load create=tparam0 mode=balance-rr miimon=7 updelay=11 downdelay=13 primary_reselect=failure \
		num_peer_notif=3 peer_notif_delay=250 min_links=2 packets_per_slave=5 xmit_hash_policy=layer3+4 \
		scheduler=flowlet flowlet_gap=600 rebalance=load rebalance_interval=30 idle_timer=60 unbalanced_timer=500 \
		tlb_dynamic_lb=0 arp_interval=70 arp_ip_target=10.0.0.2,10.0.0.3 arp_validate=filter arp_all_targets=all \
		arp_missed_max=9 ns_ip6_target=fd00::2,fe80::3 monitor=any damping_hold=100 damping_max=2000 \
		use_carrier=1 resend_igmp=7 all_slaves_active=1 \
		lacp_active=off lacp_rate=fast ad_select=count ad_actor_sys_prio=11 ad_user_port_key=12 \
		ad_actor_system=02:00:00:00:00:77 coupled_control=off lacp_strict=on lacp_fallback=13 \
		fail_over_mac=follow mac_policy=primary lp_interval=9 tx_queues=5
	ip link add tparam1 type trunk
	for pair in "mode 0" "miimon 7" "updelay 11" "downdelay 13" "primary_reselect 2" "num_peer_notif 3" \
		"peer_notif_delay 250" "min_links 2" "packets_per_slave 5" "xmit_hash_policy 1" "scheduler 6" \
		"flowlet_gap 600" "rebalance 2" "rebalance_interval 30" "idle_timer 60" "unbalanced_timer 500" \
		"tlb_dynamic_lb 0" "arp_interval 70" "arp_ip_target 10.0.0.2,10.0.0.3" "arp_validate 4" \
		"arp_all_targets 1" "arp_missed_max 9" "ns_ip6_target fd00::2,fe80::3" "monitor 0" "damping_hold 100" "damping_max 2000" \
		"use_carrier 1" "resend_igmp 7" "all_slaves_active 1" \
		"lacp_active 0" "lacp_rate 1" "ad_select 2" "ad_actor_sys_prio 11" "ad_user_port_key 12" \
		"ad_actor_system 02:00:00:00:00:77" "coupled_control 0" "lacp_strict 1" "lacp_fallback 13" \
		"fail_over_mac 2" "mac_policy 2" "lp_interval 9"; do
		check_eq "${pair% *}" "$(option tparam0 "${pair% *}")" "${pair#* }"
		check_eq "${pair% *} of a later one" "$(option tparam1 "${pair% *}")" "${pair#* }"
	done
	check_eq "queues" "$(ip -d -j link show tparam0 | jq '.[0].num_tx_queues')" 5
	check_eq "queues of a later one" "$(ip -d -j link show tparam1 | jq '.[0].num_tx_queues')" 5
	# Numbers, as bonding takes them.
	module_unload trunk
	check "load" load create=tparam0 mode=5 primary_reselect=1 scheduler=4 packets_per_slave=0
	check_eq "by number" "$(option tparam0 mode) $(option tparam0 primary_reselect) $(option tparam0 scheduler)\
 $(option tparam0 packets_per_slave)" "5 1 4 0"
}

primary_by_name()
{
	check "load" load create=tparam0 ports=tparam0:tport0,tparam0:tport1 mode=active-backup primary=tport1
	tport tport0 tport1
	wait_eq "masters" 2000 tparam0 master tport1
	ip link set tparam0 up
	wait_eq "active" 2000 tport1 option tparam0 active_slave
}

two_trunks()
{
	tport tport0 tport1
	check "load" load create=tparam0,tparam1 ports=tparam1:tport0,tparam0:tport1
	check_eq "masters" "$(master tport0) $(master tport1)" "tparam1 tparam0"
}

# refused PARAMETER...: insmod fails, nothing is left, and the log names the parameter
refused()
{
	local mark="param.sh: $RANDOM$RANDOM" last=${*: -1}

	echo "<5>$mark" >/dev/kmsg
	check_not "insmod $*" load "$@"
	check_not "module after $*" test -d /sys/module/trunk
	check_not "link after $*" ip link show dev tparam0
	check "log names ${last%%=*}" grep -qE "trunk: .*${last%%=*}" \
		<(dmesg | awk -v mark="$mark" 'index($0, mark) { on = 1 } on')
}

bad_values_load_nothing()
{
	refused create=tparam0 mode=nonsense
	refused create=tparam0 mode=6
	refused create=tparam0 miimon=-1
	refused create=tparam0 miimon=abc
	refused create=tparam0 peer_notif_delay=300001
	refused create=tparam0 packets_per_slave=65536
	refused create=tparam0 scheduler=fastest
	refused create=tparam0 scheduler=8
	refused create=tparam0 flowlet_gap=0
	refused create=tparam0 rebalance=3
	refused create=tparam0 rebalance_interval=60001
	refused create=tparam0 idle_timer=0
	refused create=tparam0 unbalanced_timer=86401
	refused create=tparam0 tlb_dynamic_lb=2
	refused create=tparam0 lacp_rate=medium
	refused create=tparam0 ad_select=4
	refused create=tparam0 ad_actor_sys_prio=0
	refused create=tparam0 ad_user_port_key=1024
	refused create=tparam0 ad_actor_system=01:00:00:00:00:01
	refused create=tparam0 lacp_fallback=3600001
	refused create=tparam0 fail_over_mac=3
	refused create=tparam0 mac_policy=any
	refused create=tparam0 lp_interval=0
	refused create=tparam0 mode=balance-tlb scheduler=broadcast
	refused create=tparam0 use_carrier=0
	refused create=tparam0 resend_igmp=256
	refused create=tparam0 all_slaves_active=2
	refused create=tparam0 damping_hold=3600001
	refused create=tparam0 damping_max=0
	refused create=tparam0 arp_interval=-1
	refused create=tparam0 arp_validate=some
	refused create=tparam0 arp_missed_max=0
	refused create=tparam0 arp_ip_target=10.0.0
	refused create=tparam0 ns_ip6_target=fd00::2,
	refused create=tparam0 ns_ip6_target=ff02::1
	refused create=tparam0 arp_ip_target=10.0.0.2,10.0.0.2
	refused create=tparam0 arp_ip_target=10.0.0.2,255.255.255.255
	refused create=tparam0 num_peer_notif=256
	refused create=tparam0,tparam0
	refused create=tparam0,a/b
	refused create=tparam0,abcdefghijklmnopq
	refused create=tparam0 ports=tport0
	refused create=tparam0 ports=tparam1:tport0
	refused create=tparam0 ports=tparam0:
	refused create=tparam0 ports=:tport0
	refused create=tparam0 ports=tparam0:tport0,tparam0:tport0
	check "good ones after all that" load create=tparam0 mode=active-backup
}

name_taken_loads_nothing()
{
	tport tparam9
	check_not "insmod" load create=tparam0,tparam9
	check_not "module" test -d /sys/module/trunk
	check_not "the first trunk" ip link show dev tparam0
	check_eq "the device that has the name" "$(ip -d -o link show dev tparam9 | grep -c dummy)" 1
}

bad_port_loads_nothing()
{
	tport tport0
	check_not "insmod" load create=tparam0 ports=tparam0:tport0,tparam0:lo
	check_not "module" test -d /sys/module/trunk
	check_not "trunk" ip link show dev tparam0
	check_eq "the good port" "$(master tport0)" none
}

not_in_other_namespaces()
{
	check "load" load create=tparam0 ports=tparam0:tport0
	setup_ns other
	ip -n "$other" link add tport0 type dummy
	sleep 0.5
	check_eq "master" "$(link_get "$other" tport0 master)" none
}

works_with_an_address()
{
	setup_ns peer
	ip link add tport0 type veth peer name p0 netns "$peer"
	defer ip link del tport0
	check "load" load create=tparam0 ports=tparam0:tport0
	ip addr add 10.0.0.1/24 dev tparam0
	ip link set tparam0 up
	ip -n "$peer" addr add 10.0.0.2/24 dev p0
	ip -n "$peer" link set p0 up
	check "traffic" busywait 5000 ping -q -n -c 1 -W 1 10.0.0.2
}

tests_run
