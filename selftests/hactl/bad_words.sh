#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Words that mean nothing are refused before the kernel is asked: no module is needed for that.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/hactl_lib.sh"

ALL_TESTS=
setup_ns host

# Before a module is there the devices are all the state there is.
state()
{
	ip -n "$host" -d link show
}

settle

bad unknown_object		1 'unknown object "trnk" \(did you mean trunk\?\); valid: .*trunk.*monitor'	trnk show
bad unknown_command		1 'trunk: unknown command "ad" \(did you mean add\?\); valid: .*add, set, del, show' trunk ad x
bad abbreviated_object		1 'unknown object "tru".*valid'				tru show
bad later_object		1 'unknown object "uplink".*valid'			uplink show
bad no_command			1 'trunk: a command is missing; valid: add, set, del, show'	trunk
bad no_name			1 'name is missing: usage: hactl trunk add NAME'	trunk add
bad no_value			1 'miimon needs a value: miimon MS'			trunk add t0 miimon
bad no_option			1 'no option to set'					trunk set t0
bad no_trunk_word		1 'trunk is missing'					port add eth0
bad no_group_word		1 'group is missing'					interface add eth0
bad no_group_of_address		1 'group is missing'					address del 10.0.0.1/24
bad too_many_words		1 'x is too much: usage: hactl address show'		address show x
bad unknown_option		1 'unknown option "mimon" \(did you mean miimon\?\); valid: .*miimon'	trunk add t0 mimon 5
bad set_only_option		1 'unknown option "active_slave"'			trunk add t0 active_slave eth0
bad option_twice		1 'miimon is given twice'				trunk add t0 miimon 1 miimon 2
bad alias_twice			1 'num_peer_notif is given twice'	trunk add t0 num_peer_notif 1 num_grat_arp 1
bad name_too_long		1 'name: "aaaaaaaaaaaaaaaa" is not a device name: 1 to 15'	trunk add aaaaaaaaaaaaaaaa
bad name_empty			1 'name: "" is not a device name'			trunk add ''
bad name_dot			1 'is not a device name'				trunk add ..
bad name_slash			1 'is not a device name'				trunk add a/b
bad name_colon			1 'is not a device name'				trunk add eth0:1
bad name_blank			1 'is not a device name'				trunk add 'a b'
bad group_too_long		1 'is not a group name: 1 to 31 characters'	ipmp add aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa
bad group_slash			1 'is not a group name'					ipmp add a/b
bad group_blank			1 'is not a group name'					ipmp add 'a b'
bad not_a_number		1 'miimon: "fast" is not a whole number 0\.\.[0-9]+ ms'	trunk add t0 miimon fast
bad negative			1 'miimon: "-1" is out of range 0\.\.[0-9]+ ms'		trunk add t0 miimon -1
bad hexadecimal			1 'miimon: "0x10" is not a whole number'		trunk add t0 miimon 0x10
bad fraction			1 'miimon: "1\.5" is not a whole number'		trunk add t0 miimon 1.5
bad beyond_u32			1 'miimon: "4294967396" is out of range'		trunk add t0 miimon 4294967396
bad beyond_u64			1 'miimon: ".*" is out of range'	trunk add t0 miimon 99999999999999999999
bad range_num_peer_notif	1 'num_peer_notif: "256" is out of range 0\.\.255'	trunk add t0 num_peer_notif 256
bad range_packets_per_slave	1 'packets_per_slave: "65536" is out of range 0\.\.65535 frames'	trunk add t0 packets_per_slave 65536
bad range_flowlet_gap		1 'flowlet_gap: "0" is out of range 1\.\.1000000 us'	trunk add t0 flowlet_gap 0
bad range_flowlet_gap_high	1 'flowlet_gap: "1000001" is out of range 1\.\.1000000 us'	trunk add t0 flowlet_gap 1000001
bad range_rebalance_interval	1 'rebalance_interval: "60001" is out of range 1\.\.60000 ms'	trunk add t0 rebalance_interval 60001
bad range_idle_timer		1 'idle_timer: "0" is out of range 1\.\.86400 s'		trunk add t0 idle_timer 0
bad range_unbalanced_timer	1 'unbalanced_timer: "86401" is out of range 0\.\.86400 s'	trunk add t0 unbalanced_timer 86401
bad range_tlb_dynamic_lb	1 'tlb_dynamic_lb: "2" is out of range 0\.\.1'	trunk add t0 tlb_dynamic_lb 2
bad range_resend_igmp		1 'resend_igmp: "256" is out of range 0\.\.255'	trunk add t0 resend_igmp 256
bad range_all_slaves_active	1 'all_slaves_active: "2" is out of range 0\.\.1'	trunk add t0 all_slaves_active 2
bad unknown_fail_over_mac	1 'fail_over_mac: "on" is not one of none, active, follow'	trunk add t0 fail_over_mac on
bad unknown_mac_policy		1 'mac_policy: "any" is not one of first, lowest, primary, fixed'	trunk add t0 mac_policy any
bad range_lp_interval		1 'lp_interval: "0" is out of range 1\.\.2147483647 s'	trunk add t0 lp_interval 0
bad range_damping_hold		1 'damping_hold: "3600001" is out of range 0\.\.3600000 ms'	trunk add t0 damping_hold 3600001
bad range_damping_max		1 'damping_max: "0" is out of range 1\.\.86400000 ms'	trunk add t0 damping_max 0
bad range_weight		1 'weight: "10000001" is out of range 0\.\.10000000'	port set eth0 weight 10000001
bad negative_weight		1 'weight: "-1" is out of range 0\.\.10000000'	port add eth0 trunk t0 weight -1
bad unknown_scheduler		1 'scheduler: "wrr" is not one of default, hash, rr, random, least-conn, response-time, flowlet, broadcast' \
	trunk add t0 scheduler wrr
bad unknown_rebalance		1 'rebalance: "on" is not one of off, idle, load'	trunk add t0 rebalance on
bad range_peer_notif_delay	1 'peer_notif_delay: "300001" is out of range 0\.\.300000 ms'	trunk add t0 peer_notif_delay 300001
bad range_mtu			1 'mtu: "67" is out of range 68\.\.65535 bytes'		trunk add t0 mtu 67
bad range_prio			1 'prio: "2147483648" is out of range'			port set eth0 prio 2147483648
bad range_group_miimon		1 'miimon: "0" is out of range 1\.\.10000 ms'		ipmp add g miimon 0
bad range_group_updelay		1 'updelay: "600001" is out of range 0\.\.600000 ms'	ipmp add g updelay 600001
bad unknown_mode		1 'mode: "lacp" is not one of balance-rr, active-backup, balance-xor, broadcast, 802.3ad, balance-tlb'	trunk add t0 mode lacp
bad mode_of_bonding		1 'mode: "6" is not one of'				trunk add t0 mode 6
bad lacp_rate			1 'lacp_rate: "medium" is not one of slow, fast'	trunk add t0 lacp_rate medium
bad ad_select			1 'ad_select: "best" is not one of stable, bandwidth, count, actor_port_prio'	trunk add t0 ad_select best
bad range_user_port_key		1 'ad_user_port_key: "1024" is out of range 0\.\.1023'	trunk add t0 ad_user_port_key 1024
bad range_sys_prio		1 'ad_actor_sys_prio: "0" is out of range 1\.\.65535'	trunk add t0 ad_actor_sys_prio 0
bad range_queue_id		1 'queue_id: "65536" is out of range 0\.\.65535'	port set eth0 queue_id 65536
bad range_tx_queues		1 'tx_queues: "1" is out of range 2\.\.4096'	trunk add t0 tx_queues 1
bad range_actor_port_prio	1 'actor_port_prio: "65536" is out of range 0\.\.65535'	port set eth0 actor_port_prio 65536
bad unknown_hash		1 'xmit_hash_policy: "layer9" is not one of layer2, .*, vlan\+srcmac, flow'	trunk add t0 xmit_hash_policy layer9
bad not_on_or_off		1 'failback: "1" is not on or off'			ipmp add g failback 1
bad mac_malformed		1 'address: "02:00:00:00:01" is not an Ethernet address'	trunk add t0 address 02:00:00:00:01
bad mac_multicast		1 'address: .* is not the address of one station'	trunk add t0 address 01:00:5e:00:00:01
bad mac_zero			1 'address: .* is not the address of one station'	trunk add t0 address 00:00:00:00:00:00
bad address_malformed		1 '"10\.0\.0/24" is not an IPv4 or IPv6 address'		address add 10.0.0/24 group g
bad address_no_length		1 '"10\.0\.0\.1" has no prefix length'			address add 10.0.0.1 group g
bad address_length_0		1 'prefix length is not a whole number 1\.\.32'		address add 10.0.0.1/0 group g
bad address_length_33		1 'prefix length is not a whole number 1\.\.32'		address add 10.0.0.1/33 group g
bad address_length_129		1 'prefix length is not a whole number 1\.\.128'	address add 2001:db8::1/129 group g
bad address_with_zone		1 'is not an IPv4 or IPv6 address'			address add fe80::1%eth0/64 group g
bad test_address_malformed	1 'test-address: "10\.0\.0\.1/32" is not an IPv4 or IPv6 address, or none' \
	interface add eth0 group g test-address 10.0.0.1/32
bad monitor_unknown		1 'monitor: unknown command "probes"'			monitor probes

unknown_flag()
{
	refused 1 'unknown option -x: see hactl help' hactl -x trunk show
	refused 1 'unknown option -x: see hactl help' hactl -jxs trunk show
	refused 1 'unknown option --frob: see hactl help' hactl --frob trunk show
}

flag_without_value()
{
	refused 1 'option -n needs a value' hactl -n
}

no_such_netns()
{
	refused 1 'network namespace nowhere: No such file' hactl -n nowhere trunk show
	refused 1 'is not the name of a network namespace' hactl -n ../../proc/1/ns/net trunk show
}

nothing_to_do()
{
	expect_fail 1 '^usage: hactl' hactl
}

full_disk()
{
	[ -c /dev/full ] || { skip "no /dev/full"; return; }
	expect_fail 1 'hactl: standard output: No space left' bash -c 'hactl help >/dev/full'
}

ALL_TESTS+=" unknown_flag flag_without_value no_such_netns nothing_to_do full_disk"
tests_run
