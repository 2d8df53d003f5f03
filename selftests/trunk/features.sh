#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Offloads, headroom, speed and duplex of a trunk follow its ports.
#
#   +----------------------+                +---------------------+
#   | host       +-- eth0 -+----------------+- p0 --+        peer |
#   |  trunk0 ---+-- eth1 -+----------------+- p1 --+-- sw0       |
#   +----------------------+                +---------------------+
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/trunk_lib.sh"
require_command ethtool jq

ALL_TESTS="lost_with_the_last_port change_of_a_port_is_followed returns_when_the_port_leaves as_a_bond_has_them
	set_on_the_trunk
	vlan_features traffic_without_offloads speed_is_the_sum speed_unknown speed_in_active_backup driver_information
	gso_traffic"

setup()
{
	setup_trunk 2 bond
}

# feature DEV NAME: on or off
feature()
{
	in_ns "$host" ethtool -k "$1" | sed -nE "s/^\t*$2: (on|off).*/\1/p"
}

features()	# DEV: those that are on and do not concern receiving
{
	in_ns "$host" ethtool -k "$1" | grep ': on' | grep -v fixed | grep -vE 'rx-|generic-receive|large-receive|gro'
}

# What only some of the ports can do the kernel does for the others (netdev_increment_features): what none can do is off.
lost_with_the_last_port()
{
	check_eq "with two that have it" "$(feature trunk0 scatter-gather)" on
	in_ns "$host" ethtool -K eth0 sg off >/dev/null
	check_eq "with one that has it" "$(feature trunk0 scatter-gather)" on
	check "release" ip -n "$host" link set eth1 nomaster
	check_eq "scatter-gather with none" "$(feature trunk0 scatter-gather)" off
	check_eq "segmentation with none" "$(feature trunk0 tx-tcp-segmentation)" off
}

change_of_a_port_is_followed()
{
	check_eq "before" "$(feature trunk0 scatter-gather)" on
	in_ns "$host" ethtool -K eth0 sg off >/dev/null
	in_ns "$host" ethtool -K eth1 sg off >/dev/null
	check_eq "off" "$(feature trunk0 scatter-gather)" off
	in_ns "$host" ethtool -K eth1 sg on >/dev/null
	check_eq "on" "$(feature trunk0 scatter-gather)" on
}

returns_when_the_port_leaves()
{
	local before

	before=$(features trunk0)
	ip -n "$host" link set eth1 nomaster
	in_ns "$host" ethtool -K eth0 tx off sg off >/dev/null
	check_ne "with one that lacks them" "$(features trunk0)" "$before"
	check "a port that has them" ip -n "$host" link set eth1 master trunk0
	check_same "as before" "$before" "$(features trunk0)"
}

# The same ports in a bond: what concerns sending is the same.
as_a_bond_has_them()
{
	local mine

	module_load bonding max_bonds=0 2>/dev/null || { skip "no bonding"; return; }
	in_ns "$host" ethtool -K eth0 tso off gso off >/dev/null
	ip -n "$host" link add d0 type dummy
	check "port" port_add "$host" trunk0 d0
	mine=$(sending trunk0)
	ip -n "$host" link del trunk0
	ip -n "$host" -batch - <<-EOS
		link add bond0 type bond mode balance-xor miimon 100
		link set eth0 down
		link set eth1 down
		link set d0 down
		link set eth0 master bond0
		link set eth1 master bond0
		link set d0 master bond0
	EOS
	check_same "features" "$(sending bond0)" "$mine"
}

# esp: a matter of IPsec, which goes through a bond's active port and not through a trunk. Partial segmentation is
# decided at the port, whatever stands above says.
sending()
{
	in_ns "$host" ethtool -k "$1" | sed 's/ \[.*//' | grep -E '(tx-(checksum|scatter|tcp|udp|gso|gre|ipxip|sctp)|scatter|seg|highdma)' |
		grep -vE 'receive|esp|macsec|gso-partial'
}

set_on_the_trunk()
{
	in_ns "$host" ethtool -K trunk0 tso off >/dev/null
	check_eq "off" "$(feature trunk0 tx-tcp-segmentation)" off
	check "traffic" reachable "$host" 10.0.0.2
	in_ns "$host" ethtool -K trunk0 tso on >/dev/null
	check_eq "on" "$(feature trunk0 tx-tcp-segmentation)" on
	in_ns "$host" ethtool -K trunk0 lro on >/dev/null 2>&1
	check "traffic" reachable "$host" 10.0.0.2
}

vlan_features()
{
	ip -n "$host" link add link trunk0 name trunk0.5 up type vlan id 5
	check_eq "checksums" "$(feature trunk0.5 tx-checksumming)" on
	check_eq "scatter-gather" "$(feature trunk0.5 scatter-gather)" on
	in_ns "$host" ethtool -K eth0 sg off tx off >/dev/null
	in_ns "$host" ethtool -K eth1 sg off tx off >/dev/null
	check_eq "scatter-gather of ports that lack it" "$(feature trunk0.5 scatter-gather)" off
}

traffic_without_offloads()
{
	in_ns "$host" ethtool -K eth0 tx off sg off gro off >/dev/null
	in_ns "$host" ethtool -K eth1 tx off sg off gro off >/dev/null
	check "small" reachable "$host" 10.0.0.2
	check "fragmented" in_ns "$host" ping -q -n -c 2 -i 0.01 -W 1 -s 9000 10.0.0.2
}

# A veth says 10 Gb/s, full duplex.
speed_is_the_sum()
{
	local out

	out=$(in_ns "$host" ethtool trunk0)
	check_match "two ports" "$out" 'Speed: 20000Mb/s'
	check_match "duplex" "$out" 'Duplex: Full'
	check_match "link" "$out" 'Link detected: yes'
	ip -n "$peer" link set p1 down
	wait_eq "lost" 1000 DOWN port_get "$host" eth1 mii_status
	check_match "one port" "$(in_ns "$host" ethtool trunk0)" 'Speed: 10000Mb/s'
	check "release" ip -n "$host" link set eth1 nomaster
	check_match "one port" "$(in_ns "$host" ethtool trunk0)" 'Speed: 10000Mb/s'
}

speed_in_active_backup()
{
	check "mode" trunk_set "$host" trunk0 mode active-backup
	check_match "the active one's" "$(in_ns "$host" ethtool trunk0)" 'Speed: 10000Mb/s'
}

speed_unknown()
{
	ip -n "$host" link set eth0 nomaster
	ip -n "$host" link set eth1 nomaster
	check_match "no port" "$(in_ns "$host" ethtool trunk0)" 'Speed: Unknown'
	check_match "link" "$(in_ns "$host" ethtool trunk0)" 'Link detected: no'
}

driver_information()
{
	check_match "ethtool -i" "$(in_ns "$host" ethtool -i trunk0)" 'driver: trunk'
}

# Segments of 64 kB are handed down whole where the ports can cut them.
gso_traffic()
{
	local got

	in_ns "$peer" "$TOOLS/stream" tcp-recv 10.0.0.2 7002 2>&1 | sha256sum >/tmp/hanet-gso.$$ &
	defer rm -f /tmp/hanet-gso.$$
	wait_eq "receiver" 5000 1 tcp_listeners
	got=$(in_ns "$host" "$TOOLS/stream" tcp-send 10.0.0.2 7002 10.0.0.1 20000 100 | sha256sum)
	wait
	check_eq "checksum" "$(cat /tmp/hanet-gso.$$)" "$got"
}

tcp_listeners()
{
	in_ns "$peer" ss -Hltn "sport = :7002" | wc -l
}

tests_run
