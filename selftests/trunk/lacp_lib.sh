# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2154 # setup_ns sets host and peer
#
# What the tests of LACP share: a trunk, and bonds of the in-kernel driver as its partners.
#
#   +----------------------+                +---------------------+
#   | host       +-- eth0 -+----------------+- p0 --+        peer |
#   |  trunk0 ---+-- eth1 -+----------------+- p1 --+-- bond0     |
#   |            +-- ...   +----------------+- ...--+             |
#   +----------------------+                +---------------------+

. "$(dirname "${BASH_SOURCE[0]}")/trunk_lib.sh"
require_command jq tc tcpdump
modprobe bonding max_bonds=0 2>/dev/null
modprobe -q bonding || skip_all "no module bonding"

# Bits of Actor_State and Partner_State
ACTIVE=1 SHORT=2 AGGREGATION=4 SYNC=8 COLLECTING=16 DISTRIBUTING=32 DEFAULTED=64 EXPIRED=128

# As wait_eq of lib.sh, but what LACP waits for takes seconds, and in virtual time a look costs more than to wait: a
# hundred looks at most, and ten a second.
wait_eq()
{
	local what=$1 value=$3 out end step=$(($2 > 10000 ? $2 / 100 : 100))

	end=$(($(now_ms) + $2))
	shift 3
	while out=$("$@" 2>&1); [ "$out" != "$value" ]; do
		if [ "$(now_ms)" -ge "$end" ]; then
			fail "$what: is '$out', should be '$value'"
			return
		fi
		sleep "$((step / 1000)).$(printf %03d $((step % 1000)))"
	done
}

# bond_add NAME ADDRESS PORT...: in $peer, up, with the options of "ip link" in BOND
bond_add()
{
	local name=$1 address=$2 port

	shift 2
	# shellcheck disable=SC2086 # words
	ip -n "$peer" link add "$name" address "$address" type bond mode 802.3ad miimon 20 ${BOND:-lacp_rate fast} || return
	[ -z "${BOND_COUPLED:-}" ] || bond_set_coupled "$name" "$BOND_COUPLED" || return
	for port in "$@"; do
		ip -n "$peer" link set "$port" down
		ip -n "$peer" link set "$port" master "$name" || return
	done
	ip -n "$peer" link set "$name" up
}

# bond_set_coupled NAME 0|1: ip of Debian 12 has no word for it
bond_set_coupled()
{
	"$TOOLS/rtlink" -n "$peer" set "$1" bond "32:u8:$2" 2>/dev/null
}

# has_coupled: whether this kernel's bonding has coupled_control
has_coupled()
{
	local ns
	ns=$(mktemp -u lacp-XXXXXX)
	ip netns add "$ns"
	ip -n "$ns" link add b0 type bond mode 802.3ad
	"$TOOLS/rtlink" -n "$ns" set b0 bond 32:u8:0 2>/dev/null && [ "$("$TOOLS/rtlink" -n "$ns" get b0 data 32)" = 0 ]
	local rc=$?
	ip netns del "$ns"
	return "$rc"
}

# setup_lacp N [OPTION VALUE]...: trunk0 over N links to bond0; 10.0.0.1 and 10.0.0.2. Not in sync yet.
setup_lacp()
{
	local n=$1 i ports=()

	shift
	setup_hosts "$n" none || return
	for ((i = 0; i < n; i++)); do
		ports+=("p$i")
	done
	bond_add bond0 02:00:00:00:00:02 "${ports[@]}" || return
	trunk_add "$host" trunk0 mode 802.3ad miimon 20 "$@" || return
	for ((i = 0; i < n; i++)); do
		port_add "$host" trunk0 "eth$i" || return
	done
	ip -n "$host" addr add 10.0.0.1/24 dev trunk0
	ip -n "$peer" addr add 10.0.0.2/24 dev bond0
	ip -n "$host" link set trunk0 up
}

# wait_sync MS PORT...: until these and no others carry traffic. Each look costs as much as 0.1 s of waiting.
wait_sync()
{
	local end=$(($(now_ms) + $1)) want=${*:2} now=''

	while now=$(distributing); [ "$now" != "$want" ]; do
		if [ "$(now_ms)" -ge "$end" ]; then
			fail "ports that distribute: '$now', should be '$want' within $1 ms"
			return
		fi
		sleep 0.2
	done
}

# The ports that carry traffic, of eth0 and up
distributing()
{
	local i ports=()

	for i in 0 1 2 3; do
		[ "$("$TOOLS/rtlink" -n "$host" get "eth$i" port 1 2>/dev/null)" != 0 ] || ports+=("eth$i")
	done
	echo "${ports[*]}"
}

# actor NS KIND PORT, partner NS KIND PORT: state as a number
actor() { "$TOOLS/rtlink" -n "$1" get "$2" port 7; }
partner() { "$TOOLS/rtlink" -n "$1" get "$2" port 8; }

# has STATE BITS: 1 if all of them are set
has() { echo $((($1 & $2) == $2)); }

# mute NS DEV, unmute NS DEV: what it sends is lost, while its link stays
mute()
{
	in_ns "$1" tc qdisc replace dev "$2" clsact
	in_ns "$1" tc filter replace dev "$2" egress pref 1 protocol 0x8809 matchall action drop
}
unmute() { in_ns "$1" tc qdisc del dev "$2" clsact; }
