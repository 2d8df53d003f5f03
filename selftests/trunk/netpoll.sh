#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# netconsole over a trunk: each line of the kernel's log leaves by a port, whatever the mode, with interrupts off. A veth
# does not do that, a dummy does, and counts; no packet socket sees such a frame.
#
#   +------------------------+
#   | host       +-- d0      |
#   |  trunk0 ---+-- d1      |
#   |            +-- d2      |
#   +------------------------+
#
# shellcheck disable=SC2154 # setup_ns sets host
# vm: mode=virtual,smp timeout=120
. "$(dirname "$0")/trunk_lib.sh"

modprobe -n -q netconsole || skip_all "no netconsole in this kernel"

ALL_TESTS="each_mode failover ports_come_and_go refused over_a_vlan deleted"

topology()	# [OPTION VALUE]...
{
	setup_dummies num_peer_notif 0 resend_igmp 0 "$@" || return
	in_ns "$host" sysctl -qw net.ipv6.conf.trunk0.disable_ipv6=1
	ip -n "$host" addr add 10.0.0.1/24 dev trunk0
	ip -n "$host" neigh add 10.0.0.9 lladdr 02:00:00:00:00:02 dev trunk0
}

# console DEV: the log of the kernel by UDP
console()
{
	module_unload netconsole
	in_ns "$host" modprobe netconsole "netconsole=6665@10.0.0.1/$1,6666@10.0.0.2/02:00:00:00:00:02" || return
	defer module_unload netconsole
}

counts() { echo "$(tx_packets "$host" d0) $(tx_packets "$host" d1) $(tx_packets "$host" d2)"; }

sum() { echo $(($1 + $2 + $3)); }

# log N: lines into the log, of which SENT_BY, by d0, d1 and d2
log()
{
	local before now i

	# What the module or the link had to say is over.
	busywait 1000 quiet
	read -r -a before <<<"$(counts)"
	for ((i = 0; i < $1; i++)); do
		echo "<1>hanet: a line for netconsole $i" >/dev/kmsg
	done
	busywait 200 gone "$(($(sum "${before[@]}") + $1))"
	read -r -a now <<<"$(counts)"
	SENT_BY="$((now[0] - before[0])) $((now[1] - before[1])) $((now[2] - before[2]))"
}

# shellcheck disable=SC2046 # three numbers
gone() { [ "$(sum $(counts))" -ge "$1" ]; }

quiet()
{
	local before

	before=$(counts)
	sleep 0.02
	[ "$before" = "$(counts)" ]
}

each_mode()
{
	local options

	topology || return
	console trunk0 || { fail "netconsole"; return; }
	for options in "mode balance-rr" "mode active-backup" "mode balance-xor" "mode broadcast" "mode balance-tlb" \
		"mode balance-xor scheduler flowlet" "scheduler random" "scheduler default xmit_hash_policy 1"; do
		# shellcheck disable=SC2086
		check "$options" trunk_set "$host" trunk0 $options
		log 5
		check_match "$options" "$SENT_BY" '^(5 0 0|0 5 0|0 0 5)$'
		in_ns "$host" bash -c 'for i in 1 2 3 4 5 6; do echo >/dev/udp/10.0.0.9/7000; done'
	done
	trunk_set "$host" trunk0 mode active-backup
	check "queue" port_set "$host" d1 queue_id 1
	log 5
	check_eq "with a queue_id" "$SENT_BY" "5 0 0"
}

failover()
{
	topology mode active-backup || return
	console trunk0 || { fail "netconsole"; return; }
	log 5
	check_eq "by the active" "$SENT_BY" "5 0 0"
	carrier_off d0
	log 5
	check_eq "by the next" "$SENT_BY" "0 5 0"
	carrier_off d1 d2
	log 5
	check_eq "by none" "$SENT_BY" "0 0 0"
	carrier_on d2
	log 5
	check_eq "by the one that is back" "$SENT_BY" "0 0 5"
}

ports_come_and_go()
{
	topology mode active-backup || return
	ip -n "$host" link set d1 nomaster
	ip -n "$host" link set d2 nomaster
	console trunk0 || { fail "netconsole"; return; }
	check "a late port" port_add "$host" trunk0 d1
	wait_eq "d1" 2000 UP port_get "$host" d1 mii_status
	check "the first goes" ip -n "$host" link set d0 nomaster
	log 5
	check_eq "by the late one" "$SENT_BY" "0 5 0"
	check "it goes too" ip -n "$host" link set d1 nomaster
	log 5
	check_eq "by none" "$SENT_BY" "0 0 0"
	check "the first comes back" port_add "$host" trunk0 d0
	wait_eq "d0" 2000 UP port_get "$host" d0 mii_status
	log 5
	check_eq "by the first" "$SENT_BY" "5 0 0"
	check "unload" module_unload netconsole
	log 5
	check_eq "no more" "$SENT_BY" "0 0 0"
	check "again" console trunk0
	log 5
	check_eq "again" "$SENT_BY" "5 0 0"
}

refused()
{
	topology || return
	ip -n "$host" link add eth0 type veth peer name p0
	console trunk0 || { fail "netconsole"; return; }
	if port_add "$host" trunk0 eth0 2>/dev/null; then
		skip "a veth of this kernel can"
		return
	fi
	expect_fail 2 'trunk: device cannot carry netconsole, which the trunk does' \
		ip -n "$host" link set eth0 master trunk0
	check_eq "not a port" "$(link_get "$host" eth0 master)" none
	check "unload" module_unload netconsole
	check "now it is" port_add "$host" trunk0 eth0
	# It says so in the log, and has nowhere to send to.
	check "load" console trunk0
	log 5
	check_eq "no netconsole by it" "$SENT_BY" "0 0 0"
	check "without it" ip -n "$host" link set eth0 nomaster
	check "netconsole" console trunk0
	log 5
	check_match "netconsole" "$SENT_BY" '^(5 0 0|0 5 0|0 0 5)$'
}

over_a_vlan()
{
	topology mode active-backup || return
	ip -n "$host" link add link trunk0 name trunk0.7 up type vlan id 7
	in_ns "$host" sysctl -qw net.ipv6.conf.trunk0/7.disable_ipv6=1
	console trunk0.7 || { fail "netconsole"; return; }
	log 5
	check_eq "VLAN" "$SENT_BY" "5 0 0"
}

deleted()
{
	topology || return
	console trunk0 || { fail "netconsole"; return; }
	check "delete" ip -n "$host" link del trunk0
	check_eq "ports" "$(link_get "$host" d0 master)" none
	check "unload" module_unload netconsole
}

tests_run
