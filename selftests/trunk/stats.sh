#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Counters of the trunk: what it sent and received, never backwards, and no drops where nothing was lost.
#
#   +----------------------+                +---------------------+
#   | host       +-- eth0 -+----------------+- p0 --+        peer |
#   |  trunk0 ---+-- eth1 -+----------------+- p1 --+-- sw0       |
#   +----------------------+                +---------------------+
#
# shellcheck disable=SC2016,SC2086 # for another shell; an option and its value are two words
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/trunk_lib.sh"

ALL_TESTS="counts_what_it_carries never_backwards standby_port_is_no_drop no_port_is_a_drop multicast_is_counted"

# counter NAME [DEV [NS]]
counter()
{
	in_ns "${3:-$host}" cat "/sys/class/net/${2:-trunk0}/statistics/$1"
}

burst()		# N
{
	in_ns "$host" bash -c 'for ((i = 0; i < '"$1"'; i++)); do exec {fd}<>/dev/udp/10.0.0.9/9; printf %100d 0 >&$fd; done'
}

quiet_ipv6()
{
	in_ns "$host" sysctl -qw net.ipv6.conf.trunk0.disable_ipv6=1
	in_ns "$peer" sysctl -qw net.ipv6.conf.sw0.disable_ipv6=1
}

counts_what_it_carries()
{
	local packets bytes rx rx_bytes

	setup_trunk 2 bond || return
	quiet_ipv6
	packets=$(counter tx_packets) bytes=$(counter tx_bytes) rx=$(counter rx_packets) rx_bytes=$(counter rx_bytes)
	burst 50
	packets=$(($(counter tx_packets) - packets)) bytes=$(($(counter tx_bytes) - bytes))
	check_range "packets" "$packets" 50 56
	check_range "bytes" "$bytes" $((50 * 142)) $((50 * 142 + 6 * 142))
	in_ns "$host" ping -q -n -c 10 -i 0.01 -s 200 10.0.0.2 >/dev/null
	check_range "received" $(($(counter rx_packets) - rx)) 10 20
	check_range "bytes received" $(($(counter rx_bytes) - rx_bytes)) $((10 * 242)) 20000
	check_eq "errors" "$(counter tx_errors) $(counter rx_errors)" "0 0"
	check_eq "dropped" "$(counter tx_dropped)" 0
}

never_backwards()
{
	local name step before now

	setup_trunk 2 bond || return
	burst 40
	in_ns "$host" ping -q -n -c 5 -i 0.01 10.0.0.2 >/dev/null
	for step in "link set eth0 nomaster" "link del eth0" "link set trunk0 down" "link set trunk0 up" \
		"link set eth1 nomaster" "link set eth1 master trunk0"; do
		before="$(counter rx_packets) $(counter rx_bytes) $(counter tx_packets) $(counter tx_bytes)"
		check "$step" ip -n "$host" $step
		now="$(counter rx_packets) $(counter rx_bytes) $(counter tx_packets) $(counter tx_bytes)"
		for name in 1 2 3 4; do
			check_range "counter $name after $step" "$(cut -d ' ' -f $name <<<"$now")" \
				"$(cut -d ' ' -f $name <<<"$before")" 1000000000
		done
	done
	check_range "sent" "$(counter tx_packets)" 45 1000
}

# A broadcast reaches a standby port too: it is not for it, and lost is something else.
standby_port_is_no_drop()
{
	setup_trunk 2 bridge mode active-backup || return
	quiet_ipv6
	local rx_dropped

	rx_dropped=$(counter rx_dropped)
	in_ns "$peer" bash -c 'for ((i = 0; i < 20; i++)); do
		ip neigh flush dev sw0; ping -q -n -c 1 -W 1 10.0.0.1 >/dev/null; done'
	check_eq "dropped by the trunk" $(($(counter rx_dropped) - rx_dropped)) 0
	check_eq "errors" "$(counter rx_errors)" 0
}

no_port_is_a_drop()
{
	local before

	setup_trunk 2 bond || return
	quiet_ipv6
	ip -n "$host" link set eth0 nomaster
	ip -n "$host" link set eth1 nomaster
	before=$(counter tx_packets)
	udp_to_nowhere
	check_eq "sent" $(($(counter tx_packets) - before)) 0
}

udp_to_nowhere()
{
	"$TOOLS/frames" -n "$host" trunk0 <<<"02000000000202000000000188b5000000000000" 2>/dev/null
	return 0
}

multicast_is_counted()
{
	local before

	setup_trunk 2 bond || return
	before=$(counter multicast)
	in_ns "$host" sysctl -qw net.ipv4.icmp_echo_ignore_broadcasts=0
	in_ns "$peer" ping -q -n -c 5 -i 0.01 -W 1 -I sw0 224.0.0.1 >/dev/null
	check_range "multicast" $(($(counter multicast) - before)) 5 40
}

tests_run
