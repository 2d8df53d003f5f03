#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What hactl shows: keys, types and values of JSON; trees that fit a terminal; options set and shown again.
# Topology: hactl_lib.sh.
#
# vm: mode=smp timeout=300
. "$(dirname "$0")/hactl_lib.sh"
require_module trunk
require_module ipmp

ALL_TESTS="trunk_json port_json ipmp_json interface_json address_json one_by_name trunk_options trunk_link_options
	trunk_all_or_nothing trunk_put_back port_options group_options interface_options several_names stats pretty
	text_fits text_is_a_tree text_wide nothing_there mac_kept"

PORT_KEYS="name ifindex trunk state mii_status reason link_failure_count perm_hwaddr prio weight queue_id speed since\
 actor_port_prio ad_aggregator_id ad_actor_oper_port_state ad_partner_oper_port_state"
INTERFACE_KEYS="interface ifindex group active standby link state reason test_address addresses failures since"
ADDRESS_KEYS="address group interface home state adopted moves"

# Not gojq, which sorts keys.
jq() { PATH=/usr/bin:$PATH command jq "$@"; }

# keys FILTER, of the document on stdin
keys()
{
	jq -r "$1 | keys_unsorted | join(\" \")"
}

trunk_json()
{
	local doc

	doc=$(hx -j trunk show trunk0)
	check_eq "document" "$(keys . <<<"$doc")" trunk
	check_eq "trunk" "$(keys '.trunk[0]' <<<"$doc")" "name ifindex address mtu tx_queues up carrier mii_status mode\
 active_slave miimon updelay downdelay primary primary_reselect xmit_hash_policy packets_per_slave num_peer_notif\
 peer_notif_delay min_links scheduler flowlet_gap rebalance rebalance_interval idle_timer unbalanced_timer\
 tlb_dynamic_lb arp_interval arp_ip_target arp_validate arp_all_targets arp_missed_max\
 ns_ip6_target monitor damping_hold damping_max\
 use_carrier resend_igmp all_slaves_active fail_over_mac mac_policy lp_interval\
 lacp_active lacp_rate ad_select ad_actor_sys_prio ad_actor_system ad_user_port_key coupled_control lacp_strict lacp_fallback\
 ad_aggregator ad_num_ports ad_actor_key ad_partner_key ad_partner_mac ports"
	check_eq "ports" "$(keys '.trunk[0].ports[0]' <<<"$doc")" "$PORT_KEYS"
	check_eq "values" "$(jq -c '.trunk[0] | [.name, .mtu, .up, .carrier, .mii_status, .mode, .active_slave, .miimon,
		.updelay, .downdelay, .primary, .primary_reselect, .xmit_hash_policy, .packets_per_slave,
		.num_peer_notif, .peer_notif_delay, .min_links, .scheduler, .flowlet_gap, .rebalance,
		.rebalance_interval, .idle_timer, .unbalanced_timer, .tlb_dynamic_lb,
		.arp_interval, .arp_ip_target, .arp_validate, .arp_all_targets, .arp_missed_max,
		.ns_ip6_target, .monitor, .damping_hold, .damping_max,
		.use_carrier, .resend_igmp, .all_slaves_active, .fail_over_mac, .mac_policy, .lp_interval, (.ports | length)]' <<<"$doc")" \
		'["trunk0",1500,true,true,"UP","active-backup","eth0",100,0,0,null,"always","flow",1,1,0,0,"default",500,"idle",10,120,0,1,0,null,"none","any",2,null,"all",0,60000,1,1,0,"none","first",1,2]'
	check_eq "address" "$(jq -r '.trunk[0].address' <<<"$doc")" 02:00:00:00:00:10
	check_eq "ifindex" "$(jq '.trunk[0].ifindex' <<<"$doc")" "$(ipj "$host" link show trunk0 '.[0].ifindex')"
	check_eq "trunk1" "$(hxj trunk show trunk1 '.trunk[0] | [.up, .carrier, .active_slave, .ports] | tostring')" \
		'[false,false,null,[]]'
}

port_json()
{
	check_eq "document" "$(hx -j port show | keys .)" port
	check_eq "keys" "$(hx -j port show | keys '.port[0]')" "$PORT_KEYS"
	check_eq "values" "$(hx -j port show | jq -c '.port[] | [.name, .trunk, .state, .mii_status, .reason,
		.link_failure_count, .perm_hwaddr, .prio, .weight, .speed]')" \
		'["eth0","trunk0","ACTIVE","UP","none",0,"02:00:00:00:00:10",0,0,null]
["eth1","trunk0","BACKUP","UP","standby",0,"02:00:00:00:00:11",0,0,null]'
	check_eq "since is a number" "$(hxj port show eth0 '.port[0].since | type')" number
}

ipmp_json()
{
	local doc

	doc=$(hx -j ipmp show data0)
	check_eq "document" "$(keys . <<<"$doc")" ipmp
	check_eq "group" "$(keys '.ipmp[0]' <<<"$doc")" \
		"group state failback adopt miimon updelay failovers interfaces addresses"
	check_eq "interfaces" "$(keys '.ipmp[0].interfaces[0]' <<<"$doc")" "$INTERFACE_KEYS"
	check_eq "addresses" "$(keys '.ipmp[0].addresses[0]' <<<"$doc")" "$ADDRESS_KEYS"
	check_eq "values" "$(jq -c '.ipmp[0] | [.group, .state, .failback, .adopt, .miimon, .updelay, .failovers,
		[.interfaces[].interface], [.addresses[].address]]' <<<"$doc")" \
		'["data0","ok",true,false,10,100,0,["eth6","eth7"],["10.9.0.1/24"]]'
}

interface_json()
{
	check_eq "document" "$(hx -j interface show | keys .)" interface
	check_eq "values" "$(hx -j interface show | jq -c '.interface[] | [.interface, .group, .active, .standby, .link,
		.state, .reason, .test_address, .addresses, .failures]')" \
		'["eth6","data0",true,false,"up","ok","none",null,1,0]
["eth7","data0",true,false,"up","ok","none",null,0,0]'
	check "a device that is not there" hx interface add later0 group data1
	defer hactl -n "$host" interface del later0
	check_eq "absent" "$(hx -j interface show later0 |
		jq -c '.interface[] | [.ifindex, .active, .link, .state, .reason]')" \
		'[null,false,"down","unknown","absent"]'
}

address_json()
{
	check_eq "values" "$(hx -j address show | jq -c '.address[] | [.address, .group, .interface, .home, .state,
		.adopted, .moves]')" '["10.9.0.1/24","data0","eth6","eth6","up",false,0]'
	check_eq "keys" "$(hx -j address show | keys '.address[0]')" "$ADDRESS_KEYS"
	check "IPv6" hx address add 2001:db8::9/64 group data0
	defer hactl -n "$host" address del 2001:db8::9/64 group data0
	check_eq "IPv6" "$(hxj address show '.address[] | select(.address == "2001:db8::9/64").group')" data0
}

one_by_name()
{
	check_eq "trunk" "$(hxj trunk show trunk1 '[.trunk[].name] | tostring')" '["trunk1"]'
	check_eq "port" "$(hxj port show eth1 '[.port[].name] | tostring')" '["eth1"]'
	check_eq "ipmp" "$(hxj ipmp show data1 '[.ipmp[].group] | tostring')" '["data1"]'
	check_eq "interface" "$(hxj interface show eth7 '[.interface[].interface] | tostring')" '["eth7"]'
}

# Each option, set on an existing trunk that is up, and shown as it was typed.
trunk_options()
{
	local option value

	while read -r option value; do
		check "$option" hx trunk set trunk0 "$option" "$value"
		check_eq "$option" "$(hxj trunk show trunk0 ".trunk[0].$option")" "$value"
	done <<-EOF
		miimon 50
		updelay 20
		downdelay 30
		primary eth1
		primary_reselect better
		primary_reselect failure
		xmit_hash_policy flow
		packets_per_slave 0
		packets_per_slave 7
		num_peer_notif 3
		peer_notif_delay 40
		min_links 2
		scheduler hash
		scheduler rr
		scheduler random
		scheduler least-conn
		scheduler response-time
		scheduler flowlet
		flowlet_gap 1000000
		flowlet_gap 1
		rebalance off
		rebalance load
		rebalance_interval 60000
		idle_timer 86400
		unbalanced_timer 86400
		tlb_dynamic_lb 0
		mode broadcast
		mode balance-tlb
		scheduler default
		active_slave eth1
		scheduler hash
		mode balance-xor
		scheduler broadcast
		mode balance-rr
		mode balance-xor
		mode active-backup
		active_slave eth1
		active_slave eth0
	EOF
	check "alias" hx trunk set trunk0 num_grat_arp 2
	check_eq "alias" "$(hxj trunk show trunk0 '.trunk[0].num_peer_notif')" 2
	check "number" hx trunk set trunk0 mode 2 scheduler 4 rebalance 1
	check_eq "number" "$(hxj trunk show trunk0 '.trunk[0] | [.mode, .scheduler, .rebalance] | tostring')" \
		'["balance-xor","least-conn","idle"]'
	check "all back" hx trunk set trunk0 mode active-backup miimon 100 updelay 0 downdelay 0 primary none \
		primary_reselect always packets_per_slave 1 num_peer_notif 1 peer_notif_delay 0 min_links 0 \
		scheduler default flowlet_gap 500 rebalance_interval 10 idle_timer 120 unbalanced_timer 0 tlb_dynamic_lb 1
	check_eq "primary" "$(hxj trunk show trunk0 '.trunk[0].primary')" null
}

trunk_link_options()
{
	check "trunk add" hx trunk add t2 address 02:00:00:00:00:99 mtu 1400 mode balance-rr
	defer hactl -n "$host" trunk del t2
	check_eq "as ip shows it" "$(ipj "$host" link show t2 '.[0] | [.address, .mtu] | tostring')" \
		'["02:00:00:00:00:99",1400]'
	check "trunk set" hx trunk set t2 address 02:00:00:00:00:98 mtu 1300
	check_eq "as hactl shows it" "$(hxj trunk show t2 '.trunk[0] | [.address, .mtu, .mode] | tostring')" \
		'["02:00:00:00:00:98",1300,"balance-rr"]'
}

trunk_all_or_nothing()
{
	local before

	before=$(state)
	expect_fail 2 'active_slave' hx trunk set trunk0 miimon 33 updelay 5 active_slave eth2
	check_same "state" "$before" "$(state)"
}

# The kernel changes the options, then the MTU: where that is refused hactl puts the options back.
trunk_put_back()
{
	local before err

	# A macvlan takes no larger MTU than the device below it.
	ip -n "$host" link add link eth4 name narrow0 type macvlan mode bridge || { skip "no macvlan"; return; }
	defer ip -n "$host" link del narrow0
	check "port add" hx port add narrow0 trunk trunk1
	before=$(hx -j trunk show trunk1 | jq -c 'del(.. | .since?)')
	err=$(hx trunk set trunk1 mode balance-rr miimon 44 mtu 9000 2>&1)
	check_eq "exit status" $? 2
	check_match "stderr" "$err" '^hactl: trunk1: .+'
	check_eq "as before" "$(hx -j trunk show trunk1 | jq -c 'del(.. | .since?)')" "$before"
	hx port del narrow0
}

port_options()
{
	check "port set" hx port set eth1 prio -5
	check_eq "prio" "$(hxj port show eth1 '.port[0].prio')" -5
	check "port add" hx port add eth2 trunk trunk1 prio 2147483647
	check_eq "prio" "$(hxj port show eth2 '.port[0] | [.trunk, .prio] | tostring')" '["trunk1",2147483647]'
	check "port set" hx port set eth2 weight 10000000 prio 1
	check_eq "both" "$(hxj port show eth2 '.port[0] | [.prio, .weight] | tostring')" '[1,10000000]'
	check "port del" hx port del eth2
	check "port add" hx port add eth2 trunk trunk1 weight 3
	check "queue" hx port set eth2 queue_id 1
	check_eq "queue" "$(hxj port show eth2 '.port[0].queue_id')" 1
	check "no queue" hx port set eth2 queue_id 0
	check_eq "weight" "$(hxj port show eth2 '.port[0] | [.trunk, .prio, .weight] | tostring')" '["trunk1",0,3]'
	check "port del" hx port del eth2
	check_eq "gone" "$(hxj port show '[.port[].name] | tostring')" '["eth0","eth1"]'
	check "back" hx port set eth1 prio 0
}

group_options()
{
	check "add" hx ipmp add g2 failback off adopt on miimon 20 updelay 30
	defer hactl -n "$host" ipmp del g2
	check_eq "shown" "$(hxj ipmp show g2 '.ipmp[0] | [.failback, .adopt, .miimon, .updelay] | tostring')" \
		'[false,true,20,30]'
	check "set" hx ipmp set g2 failback on adopt off miimon 10000 updelay 600000
	check_eq "shown" "$(hxj ipmp show g2 '.ipmp[0] | [.failback, .adopt, .miimon, .updelay] | tostring')" \
		'[true,false,10000,600000]'
}

interface_options()
{
	check "add" hx interface add eth4 group data1 standby on test-address 10.9.0.100
	defer hactl -n "$host" interface del eth4
	check_eq "shown" "$(hxj interface show eth4 '.interface[0] | [.group, .standby, .test_address] | tostring')" \
		'["data1",true,"10.9.0.100"]'
	check "set" hx interface set eth4 standby off test-address 2001:db8::100
	check_eq "shown" "$(hxj interface show eth4 '.interface[0] | [.standby, .test_address] | tostring')" \
		'[false,"2001:db8::100"]'
	check "none" hx interface set eth4 test-address none
	check_eq "none" "$(hxj interface show eth4 '.interface[0].test_address')" null
}

several_names()
{
	check "add" hx trunk add t3
	check "add" hx trunk add t4
	check "del" hx trunk del t3 t4
	check_eq "trunks" "$(hxj trunk show '[.trunk[].name] | tostring')" '["trunk0","trunk1"]'
	check "add" hx ipmp add g3
	check "add" hx ipmp add g4
	check "del" hx ipmp del g3 g4
	check_eq "groups" "$(hxj ipmp show '[.ipmp[].group] | tostring')" '["data0","data1"]'
}

stats()
{
	check_eq "keys" "$(hx -j -s port show | jq -c '.port[0].stats | [keys, (.rx | keys), (.tx | keys)]')" \
		'[["activations","active_buckets","buckets","delay","lacp","load","moves","rx","rx_bytes","rx_packets","share","tx","tx_bytes","tx_packets","weight"],["bytes","dropped","errors","packets"],["bytes","dropped","errors","packets"]]'
	check_eq "keys of a trunk" "$(hx -j -s trunk show trunk0 | keys '.trunk[0].stats')" "rx tx scheduler buckets\
 active_buckets unbalanced moves picks failovers tx_alternate tx_drop_no_port tx_drop_no_memory tx_drop_port\
 rx_drop_inactive failover_latency"
	check_eq "trunk" "$(hx -j -s trunk show trunk0 | jq -c '.trunk[0].stats.tx | map_values(type)')" \
		'{"bytes":"number","packets":"number","errors":"number","dropped":"number"}'
	check_eq "as ip" "$(hx -j -s port show eth1 | jq -c '.port[0].stats.rx.packets')" \
		"$(ip -n "$host" -s -j link show eth1 | jq '.[0].stats64.rx.packets')"
	check_match "text" "$(hx -s trunk show trunk0)" 'PACKETS'
	check_eq "not asked for" "$(hxj port show eth0 '.port[0].stats')" null
}

pretty()
{
	check_eq "same document" "$(hx -j -p trunk show trunk1 | jq -c .)" "$(hx -j trunk show trunk1 | jq -c .)"
	check_eq "one line without -p" "$(hx -j trunk show | wc -l)" 1
	[ "$(hx -j -p trunk show | wc -l)" -gt 20 ] || fail "-p is not indented"
}

text_fits()
{
	local object longest long=2001:db8:1234:5678:9abc:def0:1234:5678/128

	check "a long address" hx address add "$long" group data0
	defer hactl -n "$host" address del "$long" group data0
	for object in trunk port ipmp interface address; do
		longest=$(COLUMNS=80 hx -s "$object" show | sed 's/ *$//' | wc -L)
		[ "$longest" -le 80 ] || fail "$object show has a line of $longest columns"
	done
	longest=$(COLUMNS=80 hx trunk show trunk0 | wc -L)
	[ "$longest" -le 80 ] || fail "trunk show NAME has a line of $longest columns"
}

text_is_a_tree()
{
	local text

	text=$(hx trunk show)
	check_match "trunk" "$text" $'\ntrunk0 +active-backup +up +UP'
	check_match "port" "$text" $'\n..eth0 +ACTIVE +UP'
	check_match "standby" "$text" $'\n..eth1 +BACKUP +UP +standby'
	text=$(hx ipmp show)
	check_match "group" "$text" $'\ndata0 +ok'
	check_match "interface" "$text" $'\n..eth6 +ok +up +yes'
	check_match "address" "$text" $'\n.* ..10\\.9\\.0\\.1/24 +up'
	check_match "options" "$(hx trunk show trunk0)" 'miimon 100'
	check_match "options" "$(hx ipmp show data0)" 'failback on'
}

text_wide()
{
	check_match "wide" "$(COLUMNS=200 hx trunk show)" 'SINCE.*ADDRESS'
	[[ $(COLUMNS=80 hx trunk show) != *SINCE* ]] || fail "SINCE is shown in 80 columns"
}

nothing_there()
{
	local empty object

	setup_ns empty
	for object in trunk port ipmp interface address; do
		check_eq "$object" "$(hactl -n "$empty" -j "$object" show)" "{\"$object\":[]}"
		check_eq "$object, text" "$(hactl -n "$empty" "$object" show)" ""
	done
}

mac_kept()
{
	check "add" hx trunk add t5
	defer hactl -n "$host" trunk del t5
	check "port add" hx port add eth2 trunk t5
	check_eq "address of the trunk" "$(hxj trunk show t5 '.trunk[0].address')" 02:00:00:00:00:12
	check "port add" hx port add eth5 trunk t5
	check_eq "address of the second port" "$(ipj "$host" link show eth5 '.[0].address')" 02:00:00:00:00:12
	check_eq "its own" "$(hxj port show eth5 '.port[0].perm_hwaddr')" 02:00:00:00:00:15
	check "port del" hx port del eth2 eth5
	check_eq "restored" "$(ipj "$host" link show eth5 '.[0].address')" 02:00:00:00:00:15
}

if ! setup_devices || ! setup_trunks || ! setup_groups; then
	echo "1..1"
	ktap_result "$ksft_fail" setup
	ktap_exit
fi
tests_run
