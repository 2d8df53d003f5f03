#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Everything at once on two CPUs: ports come and go, modes and options change, links flap, namespaces die, the module is
# unloaded, all under traffic. What counts is that the machine lives and that everything still works afterwards.
#
#   +----------------------+                +---------------------+
#   | host       +-- eth0 -+----------------+- p0 --+        peer |
#   |  trunk0 ---+-- eth1 -+----------------+- p1 --+-- sw0       |
#   |            +-- eth2 -+----------------+- p2 --+   (bond)    |
#   +----------------------+                +---------------------+
#
# vm: mode=smp timeout=600
. "$(dirname "$0")/trunk_lib.sh"

ALL_TESTS="ports_come_and_go measured_port_goes ports_are_drained modes_and_flaps lacp_and_probes namespaces_die module_goes"
SECONDS_EACH=${SECONDS_EACH:-15}

# forever NAME COMMAND-LINE: in the background, until the test ends; its rounds are counted
forever()
{
	local name=$1

	rm -f "$ROUNDS/$name"
	bash -c "rounds=0; while :; do { $2; } >/dev/null 2>&1; rounds=\$((rounds + 1)); echo \$rounds >'$ROUNDS/$name'; done" &
	JOBS+=($!)
}

stop_all()
{
	kill "${JOBS[@]}" 2>/dev/null
	wait "${JOBS[@]}" 2>/dev/null
	JOBS=()
}

setup()
{
	ROUNDS=$(mktemp -d)
	JOBS=()
	defer rm -rf "$ROUNDS"
	defer stop_all
	require_module trunk
	setup_trunk 3 bond miimon 10
}

traffic()
{
	forever traffic "ip netns exec $host bash -c 'for ((i = 0; i < 300; i++)); do exec 3<>/dev/udp/10.0.0.9/9; printf x >&3; done'"
	forever back "ip netns exec $peer ping -q -f -c 300 -W 1 10.0.0.1"
	forever look "ip -n $host -s -d link; $TOOLS/rtlink -n $host get eth1 port 1"
}

# run_all NAME...: for a while, and until each of these has gone round at least once, or the test tested nothing
run_all()
{
	local name

	sleep "$SECONDS_EACH"
	for name in "$@"; do
		check "a round of $name" busywait 120000 test -s "$ROUNDS/$name"
	done
	stop_all
	for name in "$@"; do
		ktap_diag "$name: $(cat "$ROUNDS/$name" 2>/dev/null) rounds"
	done
}

still_works()
{
	local i

	ip -n "$host" link set trunk0 up
	for i in 0 1 2; do
		ip -n "$peer" link set "p$i" up
		[ "$(link_get "$host" "eth$i" master)" = trunk0 ] || check "port" ip -n "$host" link set "eth$i" master trunk0
		ip -n "$host" link set "eth$i" up
	done
	check "mode" trunk_set "$host" trunk0 mode balance-xor updelay 0 downdelay 0 min_links 0 miimon 10
	for i in 0 1 2; do
		wait_eq "eth$i" 5000 ACTIVE port_get "$host" "eth$i" state
	done
	check "traffic" busywait 10000 reachable "$host" 10.0.0.2
}

ports_come_and_go()
{
	traffic
	forever port0 "ip -n $host link set eth0 nomaster; ip -n $host link set eth0 master trunk0"
	forever port1 "ip -n $host link set eth1 down; ip -n $host link set eth1 nomaster; ip -n $host link set eth1 master trunk0"
	forever updown "ip -n $host link set trunk0 down; ip -n $host link set trunk0 up; ip -n $host addr replace 10.0.0.1/24 dev trunk0"
	run_all port0 port1 traffic
	still_works
}

# The work that measures may still have a table that named a port which has just gone.
measured_port_goes()
{
	traffic
	check "measure" trunk_set "$host" trunk0 rebalance load rebalance_interval 1
	for port in 0 1; do
		forever "port$port" "ip -n $host link set eth$port nomaster; ip -n $host link set eth$port master trunk0"
	done
	run_all port0 port1 traffic
	check "measure no more" trunk_set "$host" trunk0 rebalance idle rebalance_interval 10
	still_works
}

# Drained, kept, deleted while drained; modes with a partner that is none, and links that fail.
ports_are_drained()
{
	traffic
	forever drain0 "hactl -n $host port drain eth0 timeout 300; ip -n $host link set eth0 master trunk0"
	forever drain1 "timeout 0.1 hactl -n $host port drain eth1 force on timeout 200; hactl -n $host port undrain eth1;
		ip -n $host link set eth1 nomaster; ip -n $host link set eth1 master trunk0"
	forever mode "for m in 0 1 2 3 4 5; do $TOOLS/rtlink -n $host set trunk0 trunk 1:u8:\$m; sleep 0.1; done"
	forever flap2 "ip -n $peer link set p2 down; ip -n $peer link set p2 up; sleep 0.3"
	forever updown "ip -n $host link set trunk0 down; ip -n $host link set trunk0 up; ip -n $host addr replace 10.0.0.1/24 dev trunk0; sleep 0.5"
	run_all drain0 drain1 mode traffic
	still_works
}

modes_and_flaps()
{
	traffic
	forever mode "for m in 0 1 2 3 5; do for s in 0 1 2 3 4 5 6; do
		$TOOLS/rtlink -n $host set trunk0 trunk 1:u8:\$m 41:u8:\$s 43:u8:\$((s % 3)) 44:u32:1 45:u32:1 20:u32:3 \
			14:u8:\$((s > 2 ? 64 : s)); done; done"
	forever option "$TOOLS/rtlink -n $host set trunk0 trunk 4:u32:5 5:u32:7 3:u32:1; $TOOLS/rtlink -n $host set trunk0 trunk 4:u32:0 5:u32:0 3:u32:0 2:u32:0"
	forever flap0 "ip -n $peer link set p0 down; ip -n $peer link set p0 up"
	forever flap1 "ip -n $host link set eth1 down; ip -n $host link set eth1 up"
	forever vlan "ip -n $host link add link trunk0 name v5 up type vlan id 5; ip -n $host link set trunk0 promisc on; ip -n $host link del v5; ip -n $host link set trunk0 promisc off"
	run_all mode flap0 flap1
	still_works
}

# A partner that speaks LACP on one port, none on the others; probes each millisecond, with every validation.
lacp_and_probes()
{
	traffic
	ip -n "$peer" -batch - <<-EOS
		link set p2 nomaster
		link add lag0 type bond mode 802.3ad miimon 10 lacp_rate fast
		link set p2 down
		link set p2 master lag0
		link set lag0 up
	EOS
	check "probes" trunk_set "$host" trunk0 miimon 10 arp_interval 1 arp_ip_target 10.0.0.2 ns_ip6_target fd00::2
	forever mode "for m in 4 1 4 2 5 4 3 0; do s=\$((RANDOM % 7))
		$TOOLS/rtlink -n $host set trunk0 trunk 1:u8:\$m 9:u32:\$s 21:u8:\$((s % 2)) 22:u8:\$((s % 4)) 32:u8:\$((s / 2 % 2)) \
			34:u8:\$((s / 3 % 2)) 50:u32:\$((s % 3 * 50)) 47:u8:\$((s % 2)) 48:u32:\$((s % 3)) 7:u32:\$((s % 3)) 15:u32:\$s; done"
	forever target "$TOOLS/rtlink -n $host set trunk0 trunk 8:ips:10.0.0.2,10.0.0.77 31:ips:fd00::2,fd00::77; $TOOLS/rtlink -n $host set trunk0 trunk 8:ips: 31:ips:"
	forever flap "ip -n $peer link set p2 down; ip -n $peer link set p2 up"
	forever port "ip -n $host link set eth2 nomaster; ip -n $host link set eth2 master trunk0; $TOOLS/rtlink -n $host port eth2 trunk 10:u16:\$((RANDOM % 9 + 1))"
	forever show "$TOOLS/rtlink -n $host get trunk0 data all; ip -n $host -s link show eth2"
	run_all mode target flap port traffic
	check "no probes" trunk_set "$host" trunk0 arp_interval 0 arp_ip_target none ns_ip6_target none arp_validate none \
		monitor all damping_hold 0 resend_igmp 1 lacp_strict off
	ip -n "$peer" link del lag0
	ip -n "$peer" link set p2 down
	ip -n "$peer" link set p2 master sw0
	still_works
}

namespaces_die()
{
	traffic
	forever netns "n=stress-\$\$; ip netns add \$n; ip -n \$n link add trunk0 type trunk mtu 1400; ip -n \$n link add d0 up type dummy;
		ip -n \$n link add v0 type veth peer name v1; ip -n \$n link set d0 master trunk0; ip -n \$n link set v0 master trunk0;
		ip -n \$n link set v1 up; ip -n \$n link set trunk0 up; ip -n \$n link add link trunk0 name v7 up type vlan id 7; ip netns del \$n"
	forever flap "ip -n $peer link set p2 down; ip -n $peer link set p2 up"
	run_all netns
	ip netns list | sed -n 's/^\(stress-[0-9]*\).*/\1/p' | while read -r n; do ns_del "$n"; done
	still_works
}

module_goes()
{
	traffic
	forever module "rmmod trunk; modprobe trunk || insmod '${HANET_KO:-}/trunk/trunk.ko'; ip -n $host link add trunk0 type trunk;
		for i in 0 1 2; do ip -n $host link set eth\$i master trunk0; done; ip -n $host addr add 10.0.0.1/24 dev trunk0; ip -n $host link set trunk0 up"
	forever flap "ip -n $peer link set p1 down; ip -n $peer link set p1 up"
	run_all module
	module_load trunk
	ip -n "$host" link del trunk0 2>/dev/null
	trunk_add "$host" trunk0
	ip -n "$host" addr add 10.0.0.1/24 dev trunk0
	still_works
}

tests_run
