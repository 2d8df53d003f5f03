# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # tables are read by name, the rest by the tests; setup_ns sets host and peer
#
# What the tests of the trunk share: two hosts and the links between them, and options by name.
#
#   +----------------------+                +---------------------+
#   | host                 |                |                peer |
#   |            +-- eth0 -+----------------+- p0 --+             |
#   |  trunk0 ---+-- eth1 -+----------------+- p1 --+-- sw0       |
#   |            +-- ...   +----------------+- ...--+             |
#   +----------------------+                +---------------------+
#
# Requests go out as raw attributes, whose numbers are bonding's: with KIND=bond in the environment the same test runs
# on the in-kernel bond, as far as both have what it tests.

. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

KIND=${KIND:-trunk}
TOOLS=$HANET_SELFTESTS/tools

require_root
require_command ip
for tool in rtlink frames flows stream; do
	[ -x "$TOOLS/$tool" ] || make -s -C "$TOOLS" "$tool" >/dev/null 2>&1 || skip_all "no $tool: make -C $TOOLS"
done
if [ "$KIND" = bond ]; then
	require_module bonding max_bonds=0
else
	require_module "$KIND"
fi

# ------------------------------------------------------------------------------------------------------------- options

declare -A TRUNK_ATTR=(
	[mode]=1:u8 [active_slave]=2:dev [miimon]=3:u32 [updelay]=4:u32 [downdelay]=5:u32 [primary]=11:dev
	[primary_reselect]=12:u8 [xmit_hash_policy]=14:u8 [num_peer_notif]=16:u8 [min_links]=18:u32
	[packets_per_slave]=20:u32 [tlb_dynamic_lb]=27:u8 [peer_notif_delay]=28:u32 [mii_status]=40:u8
	[scheduler]=41:u8 [flowlet_gap]=42:u32 [rebalance]=43:u8 [rebalance_interval]=44:u32 [idle_timer]=45:u32
	[unbalanced_timer]=46:u32 [arp_interval]=7:u32 [arp_ip_target]=8:ips [arp_validate]=9:u32
	[arp_all_targets]=10:u32 [arp_missed_max]=30:u8 [ns_ip6_target]=31:ips [monitor]=47:u8
	[damping_hold]=48:u32 [damping_max]=49:u32 [use_carrier]=6:u8 [resend_igmp]=15:u32 [all_slaves_active]=17:u8
	[unbalanced_timer]=46:u32 [lacp_rate]=21:u8 [ad_select]=22:u8 [ad_info]=23:hex [ad_actor_sys_prio]=24:u16
	[ad_user_port_key]=25:u16 [ad_actor_system]=26:mac [lacp_active]=29:u8 [coupled_control]=32:u8
	[lacp_strict]=34:u8 [lacp_fallback]=50:u32 [fail_over_mac]=13:u8 [mac_policy]=39:u8 [lp_interval]=19:u32
)
declare -A PORT_ATTR=(
	[state]=1:u8 [mii_status]=2:u8 [link_failure_count]=3:u32 [perm_hwaddr]=4:mac [prio]=9:u32 [reason]=24:u8
	[since]=25:u64 [weight]=27:u32 [ad_aggregator_id]=6:u16 [ad_actor_oper_port_state]=7:u8
	[ad_partner_oper_port_state]=8:u16 [actor_port_prio]=10:u16 [queue_id]=5:u16
)
declare -A LINK_ATTR=(
	[address]=1:mac [mtu]=4:u32 [master]=10:dev [operstate]=16:u8 [promiscuity]=30:u32 [carrier]=33:u8
	[perm_address]=54:mac [allmulti]=61:u32
)
declare -A WORDS=(
	[mode]="balance-rr active-backup balance-xor broadcast 802.3ad balance-tlb balance-alb"
	[primary_reselect]="always better failure"
	[scheduler]="default hash rr random least-conn response-time flowlet broadcast"
	[rebalance]="off idle load"
	[state]="ACTIVE BACKUP"
	[mii_status]="UP GOING_DOWN DOWN GOING_BACK"
	[reason]="none standby carrier admin-down updelay downdelay absent arp nd damping lacp loop drain"
	[arp_validate]="none active backup all filter filter_active filter_backup"
	[arp_all_targets]="any all"
	[monitor]="any all"
	[fail_over_mac]="none active follow" [mac_policy]="first lowest primary fixed"
	[lacp_rate]="slow fast" [lacp_active]="off on" [coupled_control]="off on" [lacp_strict]="off on"
	[ad_select]="stable bandwidth count actor_port_prio"
	[operstate]="unknown notpresent down lowerlayerdown testing dormant up"
)

# option_args TABLE [OPTION VALUE]...: as attributes for rtlink, in ARGS
option_args()
{
	local -n table=$1
	local spec value word i

	ARGS=()
	shift
	while [ $# -ge 2 ]; do
		spec=${table[$1]:?no option $1} value=$2 i=0
		for word in ${WORDS[$1]:-}; do
			[ "$word" != "$value" ] || value=$i
			i=$((i + 1))
		done
		if [ "${spec#*:}" = dev ] && [ "$value" = none ]; then
			spec=${spec%:*}:u32 value=0
		fi
		[ "$spec:$value" != "${spec%:*}:ips:none" ] || value=
		if [ "${spec#*:}" = mac ]; then
			spec=${spec%:*}:hex value=${value//:/}
		fi
		[[ $value != -* ]] || value=$((value & 0xffffffff))
		ARGS+=("${spec%:*}:${spec#*:}:$value")
		shift 2
	done
}

# trunk_add NS NAME [OPTION VALUE]...: gone with its namespace
trunk_add()
{
	local ns=$1 name=$2 ARGS

	shift 2
	[ "$KIND" != bond ] || set -- miimon 100 "$@"
	option_args TRUNK_ATTR "$@"
	"$TOOLS/rtlink" -n "$ns" new "$name" "$KIND" "${ARGS[@]}"
}

# trunk_set NS NAME OPTION VALUE...
trunk_set()
{
	local ns=$1 name=$2 ARGS

	shift 2
	option_args TRUNK_ATTR "$@"
	"$TOOLS/rtlink" -n "$ns" set "$name" "$KIND" "${ARGS[@]}"
}

# port_set NS PORT OPTION VALUE...
port_set()
{
	local ns=$1 name=$2 ARGS

	shift 2
	option_args PORT_ATTR "$@"
	"$TOOLS/rtlink" -n "$ns" port "$name" "$KIND" "${ARGS[@]}"
}

# port_add NS TRUNK PORT...
port_add()
{
	local ns=$1 trunk=$2 port

	shift 2
	for port in "$@"; do
		# A bond takes no port that is up.
		[ "$KIND" != bond ] || ip -n "$ns" link set "$port" down || return
		ip -n "$ns" link set "$port" master "$trunk" || return
	done
}

option_get()	# TABLE WHERE NS NAME OPTION
{
	local -n table=$1
	local spec=${table[$5]:?no option $5} value words

	case ${spec#*:} in
	dev|ips)
		"$TOOLS/rtlink" -n "$3" get "$4" "$2" "${spec%:*}" "${spec#*:}"
		return ;;
	esac
	value=$("$TOOLS/rtlink" -n "$3" get "$4" "$2" "${spec%:*}") || { echo "${value:-none}"; return; }
	if [ -n "${WORDS[$5]:-}" ]; then
		read -r -a words <<<"${WORDS[$5]}"
		value=${words[$value]:-$value}
	elif [ "$5" = prio ] && [ "$value" -gt 2147483647 ]; then
		value=$((value - 4294967296))
	fi
	echo "$value"
}

# trunk_get NS NAME OPTION; port_get NS PORT OPTION; link_get NS DEV ATTRIBUTE
trunk_get() { option_get TRUNK_ATTR data "$@"; }
port_get() { option_get PORT_ATTR port "$@"; }
link_get() { option_get LINK_ATTR link "$@"; }

# flag NS DEV IFF-BIT: 1 or 0
flag()
{
	echo $((($("$TOOLS/rtlink" -n "$1" get "$2" flags) & $3) != 0))
}
IFF_UP=1 IFF_PROMISC=256 IFF_ALLMULTI=512 IFF_MASTER=1024 IFF_SLAVE=2048

# ------------------------------------------------------------------------------------------------------------ topology

# The kernel reports the loss of a plain device's link up to 1 s late (net/core/link_watch.c), that of a stacked one at
# once; it takes a veth for a stacked one unless both ends happen to have the same index. LINK=plain makes them equal.
LINK=stacked

# setup_hosts N [SWITCH]: N links, up at both ends; the peer's ends in a bridge, or in a bond (of bonding) that shares
# its load over all of them, or, with none, on their own. Addresses 10.0.0.2/24 and fd00::2/64 on sw0.
# 10.0.0.9 is nobody there: what is sent to it goes all the way and is not answered.
setup_hosts()
{
	local n=$1 switch=${2:-bridge} i batch='' peer_batch='' index

	setup_ns host peer || return
	case $switch in
	bridge)	peer_batch+="link add sw0 address 02:00:00:00:00:02 type bridge mcast_snooping 0"$'\n' ;;
	bond)	peer_batch+="link add sw0 address 02:00:00:00:00:02 type bond mode balance-xor miimon 20"$'\n' ;;
	esac
	[ "$LINK" = plain ] && index=100 || index=200
	for ((i = 0; i < n; i++)); do
		batch+="link add eth$i index $((100 + i)) type veth peer name p$i index $((index + i)) netns $peer"$'\n'
		batch+="link set eth$i up"$'\n'
		[ "$switch" = none ] || peer_batch+="link set p$i master sw0"$'\n'
		peer_batch+="link set p$i up"$'\n'
	done
	if [ "$switch" != none ]; then
		peer_batch+="addr add 10.0.0.2/24 dev sw0"$'\n'"addr add fd00::2/64 dev sw0 nodad"$'\n'"link set sw0 up"$'\n'
	fi
	ip -n "$host" -batch - <<<"$batch" && ip -n "$peer" -batch - <<<"$peer_batch"
}

# setup_trunk N SWITCH [OPTION VALUE]...: the picture above, with trunk0 up, 10.0.0.1/24 and fd00::1/64
setup_trunk()
{
	local n=$1 switch=$2 i

	shift 2
	setup_hosts "$n" "$switch" && trunk_add "$host" trunk0 "$@" || return
	for ((i = 0; i < n; i++)); do
		port_add "$host" trunk0 "eth$i" || return
	done
	ip -n "$host" -batch - <<-EOS
		addr add 10.0.0.1/24 dev trunk0
		addr add fd00::1/64 dev trunk0 nodad
		neigh add 10.0.0.9 lladdr 02:00:00:00:00:02 dev trunk0
		link set trunk0 up
	EOS
	wait_eq "trunk0 running" 5000 1 link_get "$host" trunk0 carrier || return
	[ "$switch" = none ] && return
	busywait 5000 reachable "$host" 10.0.0.2 >/dev/null || fail "no answer from the peer"
	# IPv6 begins when the link watch has told that sw0 runs.
	busywait 5000 reachable "$host" fd00::2 >/dev/null || fail "no answer from the peer by IPv6"
}

# setup_dummies [OPTION VALUE]...: trunk0 over the dummies d0, d1 and d2 in $host, up
setup_dummies()
{
	setup_ns host || return
	ip -n "$host" -batch - <<-EOS
		link add d0 type dummy
		link add d1 type dummy
		link add d2 type dummy
	EOS
	trunk_add "$host" trunk0 "$@" && port_add "$host" trunk0 d0 d1 d2 || return
	ip -n "$host" link set trunk0 up
	wait_eq "last port" 2000 UP port_get "$host" d2 mii_status
}

# carrier_off DEV..., carrier_on DEV...: of dummies, seen by the trunk
carrier_off() { carrier_set off DOWN "$@"; }
carrier_on() { carrier_set on UP "$@"; }

carrier_set()	# on|off MII_STATUS DEV...
{
	local dev

	for dev in "${@:3}"; do
		ip -n "$host" link set "$dev" carrier "$1"
		wait_eq "$dev" 500 "$2" port_get "$host" "$dev" mii_status
	done
}

reachable()	# NS ADDRESS
{
	in_ns "$1" ping -q -n -c 1 -W 1 "$2"
}

# ------------------------------------------------------------------------------------------------------------- traffic

# stream_start NS SOURCE NS2 ADDRESS INTERVAL_US DURATION_MS: numbered datagrams, until stream_end
stream_start()
{
	STREAM_LOG=$(mktemp -d)
	defer rm -rf "$STREAM_LOG"
	in_ns "$3" "$TOOLS/stream" recv "$4" 7000 "$STREAM_LOG/received" &
	STREAM_RECV=$!
	wait_eq "receiver" 5000 1 udp_listeners "$3" 7000
	in_ns "$1" "$TOOLS/stream" send "$4" 7000 "$2" "$5" "$6" "$STREAM_LOG/sent" &
	STREAM_SEND=$!
}

udp_listeners()
{
	in_ns "$1" ss -Hlun "sport = :$2" | wc -l
}

# stream_end: SENT, LOST datagrams and the longest GAP_US between two that arrived
stream_end()
{
	local json

	wait "$STREAM_SEND" "$STREAM_RECV"
	json=$("$TOOLS/stream" loss "$STREAM_LOG/sent" "$STREAM_LOG/received")
	[[ $json =~ \"sent\":([0-9]+).*\"lost\":([0-9]+).*\"longest_gap_us\":([0-9]+) ]] || fail "stream: $json"
	# shellcheck disable=SC2034 # for the tests
	SENT=${BASH_REMATCH[1]} LOST=${BASH_REMATCH[2]} GAP_US=${BASH_REMATCH[3]}
}

# capture NS DEV FILTER: lines of tcpdump in $CAPTURE, one a frame, until capture_stop or the end of the test.
# With DEV any each line names the device and the direction first.
capture()
{
	local err

	CAPTURE=$(mktemp)
	err=$(mktemp)
	defer rm -f "$CAPTURE" "$err"
	in_ns "$1" tcpdump -n -l -tt --immediate-mode -s 128 -B 8192 -i "$2" "$3" >"$CAPTURE" 2>"$err" &
	CAPTURE_PID=$!
	defer kill "$CAPTURE_PID"
	busywait 10000 grep -q '^listening on\|, link-type' "$err" >/dev/null || fail "tcpdump: $(cat "$err")"
}

capture_stop()
{
	kill "$CAPTURE_PID" 2>/dev/null
	wait "$CAPTURE_PID" 2>/dev/null
}

captured()	# ERE: how many frames match
{
	grep -cE "$1" "$CAPTURE"
}

# tx_packets NS DEV, rx_packets NS DEV
tx_packets() { in_ns "$1" cat "/sys/class/net/$2/statistics/tx_packets"; }
rx_packets() { in_ns "$1" cat "/sys/class/net/$2/statistics/rx_packets"; }

show_state()
{
	[ -z "${host:-}" ] || ip -n "$host" -br link
	[ "$KIND" = bond ] || [ -z "${host:-}" ] || ! command -v hactl >/dev/null || hactl -n "$host" trunk show
}
