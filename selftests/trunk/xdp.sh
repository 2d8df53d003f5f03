#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# XDP: a program of the trunk runs on its ports, all of them or none; what is redirected to the trunk leaves by them.
#
#   +----------+          +-----------------------------+                +---------------------+
#   | source   |          | host              +-- eth0 -+----------------+- p0 --+        peer |
#   |      out +----------+ in0      trunk0 ---+-- eth1 -+----------------+- p1 --+-- sw0       |
#   +----------+          +-----------------------------+                +---------------------+
#
# shellcheck disable=SC2154 # setup_ns sets host and peer
# vm: mode=virtual timeout=240
. "$(dirname "$0")/trunk_lib.sh"
[ -x "$TOOLS/xdp" ] || make -s -C "$TOOLS" xdp >/dev/null 2>&1 || skip_all "no xdp: make -C $TOOLS"
require_command ethtool

# ip(8) has a /sys of its own in a namespace, without what is mounted there.
PIN=$(mktemp -d)
defer rmdir "$PIN"
mount -t bpf bpf "$PIN" 2>/dev/null || skip_all "no bpf file system"
defer umount "$PIN"

ALL_TESTS="native each_port_has_it replaced refused none_or_all generic sent_back_native sent_back_generic redirected
	redirected_by_another redirected_in_part"

# program VERDICT [IFINDEX]: as $PIN/VERDICT
program()
{
	"$TOOLS/xdp" load "$1" "$PIN/$1" "${2:-}" || { fail "load $1"; return; }
	defer rm -f "$PIN/$1"
}

# attach NS DEV native|generic VERDICT
attach()
{
	local how=xdpdrv

	[ "$3" = native ] || how=xdpgeneric
	ip -n "$1" -force link set dev "$2" "$how" pinned "$PIN/$4"
}

detach() { ip -n "$1" link set dev "$2" "$([ "$3" = native ] && echo xdpdrv || echo xdpgeneric)" off; }

xdp_mode() { ipj "$1" link show "$2" '.[0].xdp.mode // 0'; }

silent() { ! reachable "$host" 10.0.0.2; }

# At the other end of a veth frames of XDP are received only where there is NAPI.
napi() { in_ns "$1" ethtool -K "$2" gro on; }

native()
{
	local mode

	setup_trunk 2 bridge miimon 20 || return
	program drop && program pass
	for mode in balance-xor balance-rr active-backup balance-tlb broadcast; do
		check "$mode" trunk_set "$host" trunk0 mode "$mode"
		check "$mode: drop" attach "$host" trunk0 native drop
		check_eq "$mode: shown" "$(xdp_mode "$host" trunk0)" 1
		check "$mode: nothing comes in" silent
		check "$mode: off" detach "$host" trunk0 native
		check_eq "$mode: not shown" "$(xdp_mode "$host" trunk0)" 0
		check "$mode: traffic" busywait 2000 reachable "$host" 10.0.0.2
		check "$mode: pass" attach "$host" trunk0 native pass
		check "$mode: traffic by it" busywait 2000 reachable "$host" 10.0.0.2
		check "$mode: off" detach "$host" trunk0 native
	done
}

each_port_has_it()
{
	setup_trunk 2 bridge miimon 20 mode active-backup || return
	ip -n "$host" link set eth1 nomaster
	program drop
	check "drop" attach "$host" trunk0 native drop
	check "a late port" port_add "$host" trunk0 eth1
	wait_eq "eth1" 2000 UP port_get "$host" eth1 mii_status
	check "the first" silent
	ip -n "$peer" link set p0 down
	wait_eq "failover" 1000 eth1 trunk_get "$host" trunk0 active_slave
	check "the late one" silent
	ip -n "$peer" link set p0 up
	wait_eq "eth0" 1000 UP port_get "$host" eth0 mii_status
	ip -n "$host" link set eth1 nomaster
	ip -n "$peer" link set p1 nomaster
	ip -n "$host" addr add 10.0.1.1/24 dev eth1
	ip -n "$peer" addr add 10.0.1.2/24 dev p1
	check "one that was released has none" busywait 2000 reachable "$host" 10.0.1.2
	check "the trunk has it" silent
	ip -n "$host" link del trunk0
	ip -n "$host" addr add 10.0.0.1/24 dev eth0
	check "nor those of a deleted trunk" busywait 2000 reachable "$host" 10.0.0.2
}

# No reference to a program is lost or left.
replaced()
{
	local before

	setup_trunk 2 bridge miimon 20 || return
	before=$("$TOOLS/xdp" count)
	program drop && program pass
	for _ in 1 2 3; do
		check "pass" attach "$host" trunk0 native pass
		check "drop" attach "$host" trunk0 native drop
		check "nothing comes in" silent
		check "pass again" attach "$host" trunk0 native pass
		check "traffic" busywait 2000 reachable "$host" 10.0.0.2
	done
	ip -n "$host" link set eth1 nomaster
	port_add "$host" trunk0 eth1
	rm "$PIN/drop" "$PIN/pass"
	wait_eq "one is in use" 5000 $((before + 1)) "$TOOLS/xdp" count
	check "traffic" busywait 2000 reachable "$host" 10.0.0.2
	ip -n "$host" link del trunk0
	wait_eq "none" 5000 "$before" "$TOOLS/xdp" count
}

refused()
{
	setup_trunk 1 bridge miimon 20 || return
	program drop && program pass
	ip -n "$host" link add d0 type dummy
	check "drop" attach "$host" trunk0 native drop
	expect_fail 2 'trunk: a port has no native XDP, attach the program to the trunk as xdpgeneric' \
		ip -n "$host" link set d0 master trunk0
	check_eq "not a port" "$(link_get "$host" d0 master)" none
	check "off" detach "$host" trunk0 native
	port_add "$host" trunk0 d0
	expect_fail 2 'trunk: a port has no native XDP' attach "$host" trunk0 native drop
	check "generic" attach "$host" trunk0 generic drop
	check "nothing comes in" silent
	check "off" detach "$host" trunk0 generic
	ip -n "$host" link set d0 nomaster
	check "of the port" attach "$host" eth0 native pass
	expect_fail 2 'trunk: a port has an XDP program of its own, detach that first' attach "$host" trunk0 native drop
	check "off the port" detach "$host" eth0 native
	check "now" attach "$host" trunk0 native drop
	expect_fail 2 . attach "$host" eth0 native pass
}

# The driver of one refuses: the others have what they had.
none_or_all()
{
	setup_trunk 2 bridge miimon 20 mode active-backup || return
	program drop && program pass
	ip -n "$peer" link set p1 mtu 9000
	expect_fail 2 'MTU is too large' attach "$host" trunk0 native drop
	check_eq "not shown" "$(xdp_mode "$host" trunk0)" 0
	check "traffic" busywait 2000 reachable "$host" 10.0.0.2
	ip -n "$peer" link set p1 mtu 1500
	check "pass" attach "$host" trunk0 native pass
	ip -n "$host" link set eth1 nomaster
	ip -n "$peer" link set p1 mtu 9000
	expect_fail 2 'MTU is too large' ip -n "$host" link set eth1 master trunk0
	check_eq "not a port" "$(link_get "$host" eth1 master)" none
	check "traffic" busywait 2000 reachable "$host" 10.0.0.2
}

generic()
{
	setup_trunk 2 bridge miimon 20 || return
	program drop
	check "drop" attach "$host" trunk0 generic drop
	check_eq "shown" "$(xdp_mode "$host" trunk0)" 2
	check "nothing comes in" silent
	check "off" detach "$host" trunk0 generic
	check "traffic" busywait 2000 reachable "$host" 10.0.0.2
}

# udp N: N frames of as many flows
udp()
{
	local i

	for ((i = 0; i < $1; i++)); do
		printf '0200000000020200000000aa08004500001c0000400040110000%s%s%04x1b580008%s\n' 0a000301 0a000009 \
			$((10000 + i)) 0000
	done
}

# rx_of_ports: what p0 and p1 have received
rx_of_ports() { echo "$(rx_packets "$peer" p0) $(rx_packets "$peer" p1)"; }

sent_back()	# native|generic
{
	local rx0 rx1

	setup_trunk 2 bridge miimon 20 mode active-backup || return
	in_ns "$host" sysctl -qw net.ipv6.conf.trunk0.disable_ipv6=1
	program tx && program pass
	# What a program sends back a veth receives only where there is one too.
	check "pass" attach "$peer" p0 native pass
	check "tx" attach "$host" trunk0 "$1" tx
	read -r rx0 rx1 <<<"$(rx_of_ports)"
	udp 20 | "$TOOLS/frames" -n "$peer" p0
	busywait 1000 rx_range $((rx0 + 20)) "$rx1" || fail "rx: $(rx_of_ports), before $rx0 $rx1"
}

# rx_range RX0 RX1: at least so many, and hardly more: a frame or two of others
rx_range()
{
	local rx0 rx1

	read -r rx0 rx1 <<<"$(rx_of_ports)"
	[ "$rx0" -ge "$1" ] && [ "$rx0" -le $(($1 + 3)) ] && [ "$rx1" -ge "$2" ] && [ "$rx1" -le $(($2 + 3)) ]
}

sent_back_native() { sent_back native; }
sent_back_generic() { sent_back generic; }

# source: in0 redirects to trunk0
source_redirects()
{
	setup_ns source
	setup_veth "$host" in0 "$source" out
	# Nothing but what is redirected, and that only what a test sends.
	in_ns "$source" sysctl -qw net.ipv6.conf.out.disable_ipv6=1
	in_ns "$host" sysctl -qw net.ipv6.conf.trunk0.disable_ipv6=1
	ip -n "$host" addr flush dev trunk0
	program redirect "$(ipj "$host" link show trunk0 '.[0].ifindex')"
	napi "$peer" p0 && napi "$peer" p1
	check "redirect" attach "$host" in0 native redirect
}

# redirect: 40 frames; RX, what of them came to p0 and p1, and TX, what trunk0 counted
redirect()
{
	local rx0 rx1 now0 now1 tx

	read -r rx0 rx1 <<<"$(rx_of_ports)"
	tx=$(tx_packets "$host" trunk0)
	udp 40 | "$TOOLS/frames" -n "$source" out
	busywait 500 sent_on "$tx" 40
	read -r now0 now1 <<<"$(rx_of_ports)"
	TX=$(($(tx_packets "$host" trunk0) - tx))
	RX="$((now0 - rx0)) $((now1 - rx1))"
}

sent_on() { [ $(($(tx_packets "$host" trunk0) - $1)) -ge "$2" ]; }

redirected()
{
	local options

	setup_trunk 2 bridge miimon 20 num_peer_notif 0 resend_igmp 0 || return
	source_redirects
	for options in "mode balance-rr" "mode balance-xor xmit_hash_policy 64" "xmit_hash_policy 1" "xmit_hash_policy 4" \
		"xmit_hash_policy 64 scheduler flowlet" "scheduler random" "scheduler default rebalance load"; do
		# shellcheck disable=SC2086
		trunk_set "$host" trunk0 $options
		redirect
		check_eq "$options: counted" "$TX" 40
		check_eq "$options: all ($RX)" $((${RX/ /+})) 40
		check_match "$options: by both" "$RX" '^[1-9][0-9]* [1-9][0-9]*$'
	done
	trunk_set "$host" trunk0 mode balance-rr scheduler default
	redirect
	check_eq "in turn" "$RX" "20 20"
	for options in "xmit_hash_policy 0" "xmit_hash_policy 5"; do
		# shellcheck disable=SC2086
		trunk_set "$host" trunk0 mode balance-xor $options
		redirect
		check_match "$options: one pair of addresses, one port" "$RX" '^(40 0|0 40)$'
	done
	for options in active-backup balance-tlb; do
		trunk_set "$host" trunk0 mode "$options"
		trunk_set "$host" trunk0 active_slave eth1
		redirect
		check_eq "$options" "$RX" "0 40"
	done
	# A frame cannot be copied on that way.
	trunk_set "$host" trunk0 mode broadcast
	redirect
	check_eq "broadcast" "$RX $TX" "0 0 0"
}

# Before anybody has noticed that a link is lost.
redirected_by_another()
{
	setup_trunk 2 bridge miimon 20 mode active-backup num_peer_notif 0 resend_igmp 0 || return
	source_redirects
	redirect
	check_eq "by the active" "$RX" "40 0"
	ip -n "$peer" link set p0 down
	redirect
	check_eq "by the other" "$RX $TX" "0 40 40"
	ip -n "$peer" link set p1 down
	redirect
	check_eq "by none" "$RX $TX" "0 0 0"
}

# A port that takes none of its frames does not cost those of others, nor are any sent twice.
redirected_in_part()
{
	setup_trunk 2 bridge miimon 20 mode balance-rr num_peer_notif 0 resend_igmp 0 || return
	source_redirects
	redirect
	check_eq "all" "$RX $TX" "20 20 40"
	in_ns "$peer" ethtool -K p1 gro off
	redirect
	# Since a device says what it can, nothing is redirected to one that cannot take all.
	check_match "some" "$RX $TX" "^(20 0 20|0 0 0)\$"
	if [ "${HANET_KVER:-}" = "${HANET_KVER#6.1.}" ]; then
		check_eq "as it says" "$TX" 0
	else
		check_eq "some" "$TX" 20
		check_eq "counted" "$(in_ns "$host" ethtool -S trunk0 | sed -n 's/^ *tx_drop_port: //p')" 20
	fi
	napi "$peer" p1
	redirect
	check_eq "all again" "$RX $TX" "20 20 40"
}

tests_run
