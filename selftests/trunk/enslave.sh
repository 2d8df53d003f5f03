#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What a device takes over when it becomes a port, and gets back when it is one no more.
#
#   +----------------------+                +---------------------+
#   | host       +-- eth0 -+----------------+- p0            peer |
#   |  trunk0 ---+-- eth1 -+----------------+- p1                 |
#   +----------------------+                +---------------------+
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/trunk_lib.sh"

ALL_TESTS="down_or_up opened_with_the_trunk address_of_the_first address_when_the_first_leaves address_set_by_user
	address_change address_restored mtu_pushed mtu_live mtu_restored mtu_undone no_ipv6_on_ports
	promisc allmulti promisc_of_the_active lists_restored link_as_before_release master_removed_with_trunk
	port_deleted second_membership"

setup()
{
	setup_hosts 2 none
}

down_or_up()
{
	check "trunk" trunk_add "$host" trunk0
	ip -n "$host" link set eth1 down
	check "a port that is up" ip -n "$host" link set eth0 master trunk0
	check "a port that is down" ip -n "$host" link set eth1 master trunk0
	check_eq "master" "$(link_get "$host" eth0 master) $(link_get "$host" eth1 master)" "trunk0 trunk0"
	ip -n "$host" link set trunk0 up
	wait_eq "eth0" 2000 ACTIVE port_get "$host" eth0 state
	wait_eq "eth1" 2000 ACTIVE port_get "$host" eth1 state
	check_eq "link" "$(port_get "$host" eth0 mii_status) $(port_get "$host" eth1 mii_status)" "UP UP"
	check_eq "reason" "$(port_get "$host" eth0 reason) $(port_get "$host" eth1 reason)" "none none"
}

opened_with_the_trunk()
{
	check "trunk" trunk_add "$host" trunk0
	ip -n "$host" link set eth0 down
	check "port" ip -n "$host" link set eth0 master trunk0
	check "up" ip -n "$host" link set trunk0 up
	check_eq "port is up" "$(flag "$host" eth0 "$IFF_UP")" 1
	ip -n "$host" link set eth1 down
	check "a port of a running trunk" ip -n "$host" link set eth1 master trunk0
	check_eq "port is up" "$(flag "$host" eth1 "$IFF_UP")" 1
}

address_of_the_first()
{
	local first second

	first=$(link_get "$host" eth0 address) second=$(link_get "$host" eth1 address)
	check "trunk" trunk_add "$host" trunk0
	check "first" port_add "$host" trunk0 eth0
	check_eq "address" "$(link_get "$host" trunk0 address)" "$first"
	check "second" port_add "$host" trunk0 eth1
	check_eq "address" "$(link_get "$host" trunk0 address)" "$first"
	check_eq "address of the second" "$(link_get "$host" eth1 address)" "$first"
	check_eq "own address of the second" "$(port_get "$host" eth1 perm_hwaddr)" "$second"
	check_eq "own address of the first" "$(port_get "$host" eth0 perm_hwaddr)" "$first"
}

# Nothing above the trunk notices who leaves.
address_when_the_first_leaves()
{
	local first

	first=$(link_get "$host" eth0 address)
	check "trunk" trunk_add "$host" trunk0
	check "ports" port_add "$host" trunk0 eth0 eth1
	check "the first leaves" ip -n "$host" link set eth0 nomaster
	check_eq "address" "$(link_get "$host" trunk0 address) $(link_get "$host" eth1 address)" "$first $first"
	check "the last leaves" ip -n "$host" link set eth1 nomaster
	check_eq "address" "$(link_get "$host" trunk0 address)" "$first"
	check "another comes" port_add "$host" trunk0 eth1
	check_eq "address" "$(link_get "$host" trunk0 address) $(link_get "$host" eth1 address)" "$first $first"
}

address_set_by_user()
{
	check "trunk" trunk_add "$host" trunk0
	check "address" ip -n "$host" link set trunk0 address 02:00:00:00:00:77
	check "ports" port_add "$host" trunk0 eth0 eth1
	check_eq "address" "$(link_get "$host" trunk0 address)" 02:00:00:00:00:77
	check_eq "ports'" "$(link_get "$host" eth0 address) $(link_get "$host" eth1 address)" \
		"02:00:00:00:00:77 02:00:00:00:00:77"
}

address_change()
{
	check "trunk" trunk_add "$host" trunk0
	check "ports" port_add "$host" trunk0 eth0 eth1
	ip -n "$host" link set trunk0 up
	check "change" ip -n "$host" link set trunk0 address 02:00:00:00:00:78
	check_eq "ports'" "$(link_get "$host" eth0 address) $(link_get "$host" eth1 address)" \
		"02:00:00:00:00:78 02:00:00:00:00:78"
	check_not "a multicast address" ip -n "$host" link set trunk0 address 01:00:00:00:00:78
	check_eq "address" "$(link_get "$host" trunk0 address)" 02:00:00:00:00:78
}

address_restored()
{
	local second

	ip -n "$host" link set eth0 address 02:00:00:00:00:79
	second=$(link_get "$host" eth1 address)
	check "trunk" trunk_add "$host" trunk0
	check "address" ip -n "$host" link set trunk0 address 02:00:00:00:00:80
	check "ports" port_add "$host" trunk0 eth0 eth1
	check "release" ip -n "$host" link set eth0 nomaster
	check_eq "one that a user had set" "$(link_get "$host" eth0 address)" 02:00:00:00:00:79
	check "delete" ip -n "$host" link del trunk0
	check_eq "of the port of a deleted trunk" "$(link_get "$host" eth1 address)" "$second"
}

mtu_pushed()
{
	check "trunk" trunk_add "$host" trunk0
	check "mtu" ip -n "$host" link set trunk0 mtu 9000
	check "ports" port_add "$host" trunk0 eth0 eth1
	check_eq "mtu" "$(link_get "$host" eth0 mtu) $(link_get "$host" eth1 mtu) $(link_get "$host" trunk0 mtu)" \
		"9000 9000 9000"
}

mtu_live()
{
	check "trunk" trunk_add "$host" trunk0
	check "ports" port_add "$host" trunk0 eth0 eth1
	ip -n "$host" link set trunk0 up
	check "mtu" ip -n "$host" link set trunk0 mtu 4000
	check_eq "mtu" "$(link_get "$host" eth0 mtu) $(link_get "$host" eth1 mtu) $(link_get "$host" trunk0 mtu)" \
		"4000 4000 4000"
}

mtu_restored()
{
	ip -n "$host" link set eth0 mtu 1400
	check "trunk" trunk_add "$host" trunk0
	check "ports" port_add "$host" trunk0 eth0 eth1
	check_eq "mtu" "$(link_get "$host" eth0 mtu)" 1500
	check "mtu" ip -n "$host" link set trunk0 mtu 2000
	check "release" ip -n "$host" link set eth0 nomaster
	check "delete" ip -n "$host" link del trunk0
	check_eq "mtu" "$(link_get "$host" eth0 mtu) $(link_get "$host" eth1 mtu)" "1400 1500"
}

# A port that cannot follow keeps all of them where they were.
mtu_undone()
{
	ip -n "$host" link add lower type dummy
	ip -n "$host" link add small link lower type macvlan
	check "trunk" trunk_add "$host" trunk0
	check "ports" port_add "$host" trunk0 eth0 small eth1
	expect_fail 2 . ip -n "$host" link set trunk0 mtu 9000
	check_eq "mtu" "$(link_get "$host" trunk0 mtu) $(link_get "$host" eth0 mtu) $(link_get "$host" small mtu) \
$(link_get "$host" eth1 mtu)" "1500 1500 1500 1500"
	check "release" ip -n "$host" link set small nomaster
	check "mtu" ip -n "$host" link set trunk0 mtu 9000
	expect_fail 2 . ip -n "$host" link set small master trunk0
	check_eq "refused port" "$(link_get "$host" small mtu) $(link_get "$host" small master)" "1500 none"
}

no_ipv6_on_ports()
{
	check "trunk" trunk_add "$host" trunk0
	ip -n "$host" link set eth0 down
	check_eq "none before" "$(ip -n "$host" -6 -o addr show dev eth0)" ""
	check "ports" port_add "$host" trunk0 eth0
	ip -n "$host" link set trunk0 up
	wait_eq "link-local address of the trunk" 5000 1 count_ipv6 trunk0
	check_eq "addresses of the port" "$(count_ipv6 eth0)" 0
	# One that had its address when it came loses it.
	check_eq "a port that was up, before" "$(count_ipv6 eth1)" 1
	check "port" port_add "$host" trunk0 eth1
	check_eq "addresses of a port that was up" "$(count_ipv6 eth1)" 0
	check "release" ip -n "$host" link set eth0 nomaster
	ip -n "$host" link set eth0 down
	ip -n "$host" link set eth0 up
	wait_eq "address after release" 5000 1 count_ipv6 eth0
}

count_ipv6()	# DEV
{
	ip -n "$host" -6 -o addr show dev "$1" | wc -l
}

promisc()
{
	check "trunk" trunk_add "$host" trunk0
	check "port" port_add "$host" trunk0 eth0
	ip -n "$host" link set trunk0 up
	check "on" ip -n "$host" link set trunk0 promisc on
	check "a port that comes late" port_add "$host" trunk0 eth1
	check_eq "ports'" "$(link_get "$host" eth0 promiscuity) $(link_get "$host" eth1 promiscuity)" "1 1"
	check "release" ip -n "$host" link set eth1 nomaster
	check_eq "released" "$(link_get "$host" eth1 promiscuity)" 0
	check "off" ip -n "$host" link set trunk0 promisc off
	check_eq "port's" "$(link_get "$host" eth0 promiscuity)" 0
}

allmulti()
{
	check "trunk" trunk_add "$host" trunk0
	check "ports" port_add "$host" trunk0 eth0
	ip -n "$host" link set trunk0 up
	check "on" ip -n "$host" link set trunk0 allmulticast on
	check "a port that comes late" port_add "$host" trunk0 eth1
	check_eq "ports'" "$(link_get "$host" eth0 allmulti) $(link_get "$host" eth1 allmulti)" "1 1"
	check "delete" ip -n "$host" link del trunk0
	check_eq "released" "$(link_get "$host" eth0 allmulti) $(link_get "$host" eth1 allmulti)" "0 0"
}

# Of a port that only stands by nothing is wanted.
promisc_of_the_active()
{
	check "trunk" trunk_add "$host" trunk0 mode active-backup
	check "ports" port_add "$host" trunk0 eth0 eth1
	ip -n "$host" link set trunk0 up
	wait_eq "active" 2000 eth0 trunk_get "$host" trunk0 active_slave
	check "on" ip -n "$host" link set trunk0 promisc on
	check_eq "ports'" "$(link_get "$host" eth0 promiscuity) $(link_get "$host" eth1 promiscuity)" "1 0"
	check "switch" trunk_set "$host" trunk0 active_slave eth1
	check_eq "ports'" "$(link_get "$host" eth0 promiscuity) $(link_get "$host" eth1 promiscuity)" "0 1"
	check "all of them" trunk_set "$host" trunk0 mode balance-xor
	check_eq "ports'" "$(link_get "$host" eth0 promiscuity) $(link_get "$host" eth1 promiscuity)" "1 1"
	check "off" ip -n "$host" link set trunk0 promisc off
	check_eq "ports'" "$(link_get "$host" eth0 promiscuity) $(link_get "$host" eth1 promiscuity)" "0 0"
}

maddr()	# DEV
{
	ip -n "$host" maddr show dev "$1"
	in_ns "$host" bridge fdb show dev "$1"
}

lists_restored()
{
	local dev before1

	before1=$(maddr eth1)
	check "trunk" trunk_add "$host" trunk0
	check "ports" port_add "$host" trunk0 eth0 eth1
	ip -n "$host" link set trunk0 up
	ip -n "$host" link add mv0 link trunk0 address 02:00:00:00:00:99 type macvlan
	ip -n "$host" link set mv0 up
	ip -n "$host" maddr add 01:00:5e:01:02:03 dev trunk0
	for dev in eth0 eth1; do
		check_match "multicast address on $dev" "$(maddr "$dev")" 01:00:5e:01:02:03
		check_match "unicast address on $dev" "$(in_ns "$host" bridge fdb show dev "$dev")" 02:00:00:00:00:99
	done
	check "down" ip -n "$host" link set trunk0 down
	for dev in eth0 eth1; do
		check_not "on $dev of a trunk that is down" grep -E '01:00:5e:01:02:03|02:00:00:00:00:99' <(maddr "$dev")
	done
	check "up" ip -n "$host" link set trunk0 up
	check_match "address on eth1" "$(maddr eth1)" 01:00:5e:01:02:03
	check "release" ip -n "$host" link set eth1 nomaster
	check_not "on a released port" grep -E '01:00:5e:01:02:03|02:00:00:00:00:99' <(maddr eth1)
	# IPv6 groups follow its addresses, which no port has.
	check_same "lists of a released port" "$(link_layer "$before1")" "$(link_layer "$(maddr eth1)")"
}

link_layer()
{
	grep -E 'link|self' <<<"$1" | grep -vi '33:33' | sort
}

# All that ip link shows of the device.
link_as_before_release()
{
	local before

	ip -n "$host" link set eth0 mtu 1450
	before=$(ip -n "$host" -d link show dev eth0)
	check "trunk" trunk_add "$host" trunk0
	check "port" port_add "$host" trunk0 eth0 eth1
	ip -n "$host" link set trunk0 up mtu 3000 promisc on allmulticast on
	check_ne "a port" "$(ip -n "$host" -d link show dev eth0)" "$before"
	check "release" ip -n "$host" link set eth0 nomaster
	ip -n "$host" link set eth0 up
	wait_eq "released" 2000 "$before" ip -n "$host" -d link show dev eth0
}

master_removed_with_trunk()
{
	check "trunk" trunk_add "$host" trunk0
	check "ports" port_add "$host" trunk0 eth0 eth1
	ip -n "$host" link set trunk0 up
	check "delete" ip -n "$host" link del trunk0
	check_eq "masters" "$(link_get "$host" eth0 master) $(link_get "$host" eth1 master)" "none none"
	check_eq "slave flags" "$(flag "$host" eth0 "$IFF_SLAVE") $(flag "$host" eth1 "$IFF_SLAVE")" "0 0"
	check "a new trunk takes them" trunk_add "$host" trunk1
	check "ports" port_add "$host" trunk1 eth0 eth1
}

port_deleted()
{
	check "trunk" trunk_add "$host" trunk0 mode active-backup
	check "ports" port_add "$host" trunk0 eth0 eth1
	ip -n "$host" link set trunk0 up
	wait_eq "active" 2000 eth0 trunk_get "$host" trunk0 active_slave
	check "delete the active port" ip -n "$host" link del eth0
	check_eq "active" "$(trunk_get "$host" trunk0 active_slave)" eth1
	check_eq "carrier" "$(link_get "$host" trunk0 carrier)" 1
	check "delete the last port" ip -n "$host" link del eth1
	check_eq "active" "$(trunk_get "$host" trunk0 active_slave)" none
	check_eq "carrier" "$(link_get "$host" trunk0 carrier)" 0
}

# ip link set master moves a port from one trunk to another.
second_membership()
{
	local own

	own=$(link_get "$host" eth1 address)
	check "trunks" trunk_add "$host" trunk0
	check "trunks" trunk_add "$host" trunk1
	check "ports" port_add "$host" trunk0 eth0 eth1
	check "move" ip -n "$host" link set eth1 master trunk1
	check_eq "master" "$(link_get "$host" eth1 master)" trunk1
	check_eq "address" "$(link_get "$host" trunk1 address) $(link_get "$host" eth1 address)" "$own $own"
	check "the same again" ip -n "$host" link set eth1 master trunk1
}

tests_run
