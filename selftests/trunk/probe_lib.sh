# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034,SC2016 # setup_ns sets host and peer, the tests TARGET; KIND is for trunk_lib.sh
#
# What the tests of probes share: to silence a port whose carrier stays, and the same scenario on a bond.

# A bridge that is down forwards nothing.
cut_port()
{
	ip -n "$peer" link show dead >/dev/null 2>&1 || ip -n "$peer" link add dead type bridge
	ip -n "$peer" link set "$1" master dead
}

heal_port() { ip -n "$peer" link set "$1" master sw0; }

# probed_trunk N [OPTION VALUE]...: over N ports, probes TARGET each 100 ms
probed_trunk()
{
	local -A options=([mode]=active-backup [miimon]=0 [arp_interval]=100)
	local n=$1 i name list=()

	options[${TARGET[0]}]=${TARGET[1]}
	shift
	while [ $# -ge 2 ]; do
		options[$1]=$2
		shift 2
	done
	for name in "${!options[@]}"; do
		list+=("$name" "${options[$name]}")
	done
	# IPv6 does not answer before the link watch has told that sw0 runs, and the first interval is soon over.
	setup_hosts "$n" bridge && wait_eq "sw0" 5000 up link_get "$peer" sw0 operstate &&
		trunk_add "$host" trunk0 "${list[@]}" || { fail "setup"; return; }
	for ((i = 0; i < n; i++)); do
		port_add "$host" trunk0 "eth$i" || { fail "setup"; return; }
	done
	ip -n "$host" -batch - <<-EOS
		addr add 10.0.0.1/24 dev trunk0
		addr add fd00::1/64 dev trunk0 nodad
		link set trunk0 up
	EOS
	wait_eq "trunk0 running" 5000 1 link_get "$host" trunk0 carrier
	busywait 5000 reachable "$host" 10.0.0.2 >/dev/null || fail "no answer from the peer"
	# The ports of the switch have stacks of their own, whose frames would be signs of life.
	in_ns "$peer" bash -c 'for p in /proc/sys/net/ipv6/conf/p*/disable_ipv6; do echo 1 >$p; done'
}

active() { trunk_get "$host" trunk0 active_slave; }
link_of() { echo "$(port_get "$host" "$1" mii_status) $(port_get "$host" "$1" reason)"; }

# What can be seen of it from outside: the active port, the carrier, and the links of the ports that are up (0).
outcome()
{
	local seen

	mapfile -t seen < <("$TOOLS/rtlink" -n "$host" get trunk0 data "${TRUNK_ATTR[active_slave]%:*}" dev , \
		trunk0 link "${LINK_ATTR[carrier]%:*}" , eth0 port "${PORT_ATTR[mii_status]%:*}" , eth1 port "${PORT_ATTR[mii_status]%:*}")
	echo "$1: active ${seen[0]} carrier ${seen[1]} eth0 $([ "${seen[2]}" = 0 ] || echo not) up eth1 $([ "${seen[3]}" = 0 ] || echo not) up"
}

# An outcome that lasts: what flaps is said to.
settled()
{
	local before after

	sleep 1.5
	before=$(outcome "$1")
	sleep 0.23
	after=$(outcome "$1")
	[ "$after" = "$before" ] || after="$1: flaps"
	echo "$after"
}

scenario()	# KIND [OPTION VALUE]...
{
	local KIND=$1 keep=${#DEFERRED[@]}

	shift
	probed_trunk 2 "$@" || return
	settled "start"
	cut_port p0
	settled "p0 cut"
	heal_port p0
	settled "p0 healed"
	cut_port p1
	settled "p1 cut"
	cut_port p0
	settled "both cut"
	heal_port p1
	settled "p1 healed"
	heal_port p0
	settled "both healed"
	ip -n "$peer" link set p0 down
	ip -n "$peer" link set p1 down
	settled "no carrier"
	ip -n "$peer" link set p1 up
	settled "carrier of p1"
	defer_run "$keep"
}

as_bond()	# [OPTION VALUE]...
{
	local bond trunk

	bond=$(scenario bond "$@")
	trunk=$(scenario trunk "$@")
	check_match "bond, $*" "$bond" 'start: .*p0 cut: .*carrier of p1: '
	check_same "$*: bond and trunk" "$bond" "$trunk"
}
