#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Trunks and ports in network namespaces that come and go.
#
#   +----------------------+                +---------------------+
#   | host       +-- eth0 -+----------------+- p0            peer |
#   |  trunk0 ---+-- eth1 -+----------------+- p1                 |
#   +----------------------+                +---------------------+
#
# vm: mode=virtual timeout=120
. "$(dirname "$0")/trunk_lib.sh"

ALL_TESTS="deleted_with_trunk_and_ports deleted_with_ports_that_were_up deleted_with_stack deleted_many
	port_moves_away trunk_without_ports_moves trunk_with_ports_moves_or_refuses peer_end_deleted group_deleted"

gone()		# until cleanup_net has come by
{
	! grep -q trunk0 <(ip -all netns exec ip -br link 2>/dev/null) && echo 1
}

with_trunk()	# a namespace with all of it; dummies, so that nothing but the namespace takes them away
{
	setup_ns host || return
	ip -n "$host" -batch - <<-EOS
		link add d0 ${1:-} type dummy
		link add d1 ${1:-} type dummy
	EOS
	trunk_add "$host" trunk0 miimon 5 && port_add "$host" trunk0 d0 d1 || return
	ip -n "$host" link set trunk0 up
	wait_eq "running" 2000 1 link_get "$host" trunk0 carrier
}

# The module can be removed only when no trunk is left; lib.sh's caller watches the log for devices that cannot go.
module_is_free()
{
	wait_eq "users of the module" 15000 0 cat /sys/module/trunk/refcnt
}

deleted_with_trunk_and_ports()
{
	with_trunk || return
	check "delete" ns_del "$host"
	module_is_free
}

# What a port gets back when it leaves, it does not get when it is on its way out too.
deleted_with_ports_that_were_up()
{
	with_trunk up || return
	check "delete" ns_del "$host"
	module_is_free
}

deleted_with_stack()
{
	with_trunk up || return
	ip -n "$host" -batch - <<-EOS
		link add link trunk0 name v5 up type vlan id 5
		link add mv0 link trunk0 up type macvlan
		link add br0 up type bridge
		link set v5 master br0
		link set trunk0 promisc on allmulticast on mtu 2000
		addr add 10.0.0.1/24 dev trunk0
	EOS
	check "delete" ns_del "$host"
	module_is_free
}

deleted_many()
{
	local i ns names=()

	for ((i = 0; i < 8; i++)); do
		setup_ns ns
		names+=("$ns")
		ip -n "$ns" -batch - <<-EOS
			link add trunk0 type trunk
			link add d0 up type dummy
			link add d1 type dummy
			link set d0 master trunk0
			link set d1 master trunk0
			link set trunk0 up
		EOS
	done
	for ns in "${names[@]}"; do
		check "delete" ns_del "$ns"
	done
	module_is_free
}

port_moves_away()
{
	local own

	setup_hosts 2 none
	setup_ns other
	own=$(link_get "$host" eth1 address)
	trunk_add "$host" trunk0 mode active-backup
	port_add "$host" trunk0 eth0 eth1
	ip -n "$host" link set trunk0 up mtu 1400
	check "move" ip -n "$host" link set eth1 netns "$other"
	check_eq "there: no master" "$(link_get "$other" eth1 master)" none
	check_eq "there: own address and mtu" "$(link_get "$other" eth1 address) $(link_get "$other" eth1 mtu)" "$own 1500"
	check "move of the active one" ip -n "$host" link set eth0 netns "$other"
	check_eq "carrier" "$(link_get "$host" trunk0 carrier)" 0
	check_eq "active" "$(trunk_get "$host" trunk0 active_slave)" none
	check "back" ip -n "$other" link set eth1 netns "$host"
	check "port" port_add "$host" trunk0 eth1
	wait_eq "carrier" 1000 1 link_get "$host" trunk0 carrier
}

trunk_without_ports_moves()
{
	setup_ns host other
	trunk_add "$host" trunk0 mode active-backup miimon 33
	check "move" ip -n "$host" link set trunk0 netns "$other"
	check_eq "options" "$(trunk_get "$other" trunk0 mode) $(trunk_get "$other" trunk0 miimon)" "active-backup 33"
	ip -n "$other" link add d0 type dummy
	check "port there" port_add "$other" trunk0 d0
	ip -n "$other" link set trunk0 up
	wait_eq "carrier" 1000 1 link_get "$other" trunk0 carrier
	check "the first namespace goes" ns_del "$host"
	check_eq "carrier" "$(link_get "$other" trunk0 carrier)" 1
	host=
}

# Ports do not follow: either they are released, or the move is refused and nothing has changed.
trunk_with_ports_moves_or_refuses()
{
	setup_ns other
	with_trunk || return
	if ip -n "$host" link set trunk0 netns "$other" 2>/dev/null; then
		check_eq "ports" "$(link_get "$host" d0 master) $(link_get "$host" d1 master)" "none none"
		check_eq "carrier there" "$(link_get "$other" trunk0 carrier)" 0
	else
		check_eq "ports" "$(link_get "$host" d0 master) $(link_get "$host" d1 master)" "trunk0 trunk0"
		check_eq "carrier here" "$(link_get "$host" trunk0 carrier)" 1
	fi
}

peer_end_deleted()
{
	setup_hosts 2 none
	trunk_add "$host" trunk0
	port_add "$host" trunk0 eth0 eth1
	ip -n "$host" link set trunk0 up
	check "the other end goes with its namespace" ns_del "$peer"
	wait_eq "carrier" 10000 0 link_get "$host" trunk0 carrier
	wait_eq "ports" 10000 0 ports
}

ports() { ip -n "$host" -br link show master trunk0 | wc -l; }

# Trunk and ports in one batch of unregistration.
group_deleted()
{
	with_trunk up || return
	ip -n "$host" -batch - <<-EOS
		link set d1 group 9
		link set trunk0 group 9
		link set d0 group 9
	EOS
	check "delete" ip -n "$host" link del group 9
	check_eq "left" "$(ip -n "$host" -br link | wc -l)" 1
	module_is_free
}

tests_run
