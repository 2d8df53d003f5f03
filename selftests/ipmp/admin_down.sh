#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# `ip link set eth0 down` flushes the IPv4 routes through it for good and
# deletes its IPv6 addresses; `up` brings back neither. Only a copy of what
# was there can.
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/topo.sh"

ALL_TESTS="trap_exists ipv4 ipv6 keep_addr_on_down both_families down_then_carrier whole_group"

configure4()
{
	hbatch <<-BATCH
		addr add 10.0.0.1/24 dev eth0
		addr add 10.0.0.2/24 dev eth0
		route add default via 10.0.0.254 dev eth0
		route add 10.8.0.0/16 via 10.0.0.254 dev eth0 metric 7 src 10.0.0.2
	BATCH
}

configure6()
{
	hbatch <<-BATCH
		addr add fd00::1/64 dev eth0
		addr add fd00::2/64 dev eth0
		route add default via fd00::254 dev eth0
		route add fd08::/48 via fd00::254 dev eth0 metric 7 src fd00::2
	BATCH
}

trap_exists()
{
	configure4
	configure6
	h link set eth0 down
	h link set eth0 up
	check_eq "IPv4 gateway routes left by the kernel" "$(h route show | grep -c via)" 0
	check_eq "IPv6 addresses left by the kernel" "$(h -6 -o addr show dev eth0 scope global)" ""
}

# there_and_back ADDRESS...: the first reaches the other end
there_and_back()
{
	local before was address

	was=$(routes eth0)
	before=$(snapshot)
	pair adopt on
	h link set eth0 down
	for address in "$@"; do
		held "$address" eth1
	done
	routes_moved "$was" eth1
	case $1 in
	*:*)	reach fd09::9 "$1" ;;
	*)	reach 10.9.9.9 "$1" ;;
	esac
	h link set eth0 up
	settled "$before"
}

ipv4()
{
	configure4
	there_and_back 10.0.0.1 10.0.0.2
}

ipv6()
{
	configure6
	there_and_back fd00::1 fd00::2
}

keep_addr_on_down()
{
	in_ns "$host" sysctl -qw net.ipv6.conf.eth0.keep_addr_on_down=1
	configure6
	there_and_back fd00::1 fd00::2
}

both_families()
{
	configure4
	configure6
	there_and_back 10.0.0.1 fd00::1
}

# The cable goes first, then somebody sets the interface down, then both heal.
down_then_carrier()
{
	local before

	configure4
	configure6
	before=$(snapshot)
	pair adopt on
	unplug eth0
	bound 10.0.0.1 eth1
	bound fd00::2 eth1
	h link set eth0 down
	plug eth0
	bound fd00::2 eth1
	h link set eth0 up
	settled "$before"
}

# All down: nothing is left to move to. What comes up first gets everything.
whole_group()
{
	local before was

	configure4
	configure6
	was=$(routes eth0)
	before=$(snapshot)
	pair adopt on
	hbatch <<-BATCH
		link set eth0 down
		link set eth1 down
	BATCH
	wait_eq "group" 3000 failed of_group state
	h link set eth1 up
	held 10.0.0.1 eth1
	held fd00::2 eth1
	routes_moved "$was" eth1
	reach fd09::9 fd00::1
	h link set eth0 up
	settled "$before"
}

tests_run
