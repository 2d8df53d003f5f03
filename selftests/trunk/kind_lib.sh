# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2154 # setup_ns sets host and peer
#
# One scenario on two link kinds, by stock ip, with nothing but the word changed: what it says must be equal, what it
# times equal within one poll. A scenario is a function that takes the kind as its first argument; dev0 is the device.

. "$(dirname "${BASH_SOURCE[0]}")/trunk_lib.sh"

require_command jq ping
require_module bonding max_bonds=0
require_ip_trunk
tmp=$(mktemp -d)
defer rm -rf "$tmp"

# ms between two looks of both kinds at a carrier, and what a look of the test itself may take
POLL=100
SLACK=80

ipn() { ip -n "$host" "$@"; }

# both SCENARIO [ARGUMENT]...: SCENARIO bond [ARGUMENT]..., then SCENARIO trunk [ARGUMENT]...
both()
{
	local scenario=$1 kind keep what bond trunk more

	shift
	for kind in bond trunk; do
		SAID=$tmp/$kind.said TOOK=$tmp/$kind.took LOST_LOG=$tmp/$kind.lost
		: >"$SAID"
		: >"$TOOK"
		: >"$LOST_LOG"
		keep=${#DEFERRED[@]}
		"$scenario" "$kind" "$@" || fail "$scenario $kind $*"
		defer_run "$keep"
	done
	# Their hosts are gone.
	host=
	[ -s "$tmp/bond.said" ] || fail "$scenario said nothing"
	check_same "trunk, beside bond" "$(cat "$tmp/bond.said")" "$(cat "$tmp/trunk.said")"
	while read -r what bond trunk more; do
		ktap_diag "$what: bond $bond ms, trunk $trunk ms"
		[ -z "$more" ] && check_range "$what (ms)" "$trunk" $((bond - POLL - SLACK)) $((bond + POLL + SLACK))
	done < <(paste -d' ' "$tmp/bond.took" <(cut -d' ' -f2 "$tmp/trunk.took"))
	while read -r what bond trunk more; do
		ktap_diag "$what: bond lost $bond frames, trunk $trunk"
		[ -z "$more" ] && check_range "$what (frames lost)" "$trunk" 0 $((bond + 1))
	done < <(paste -d' ' "$tmp/bond.lost" <(cut -d' ' -f2 "$tmp/trunk.lost"))
}

# say STEP TEXT: an outcome
say()
{
	echo "$1: ${*:2}" >>"$SAID"
}

# say_state STEP: all that stock ip shows of dev0 and its ports and that both kinds have, once it no longer changes. What
# a port's state is while its link is down is said by the link. An address is dev0's or the port's own; in balance-tlb a
# bond's ports keep their own, of which each frame is given one, and a trunk's have them in the frames only.
say_state()
{
	local before=

	until STATE=$(state); [ "$STATE" = "$before" ]; do
		before=$STATE
		sleep 0.3
	done
	say "$1" "$STATE"
}

state()
{
	# shellcheck disable=SC2016 # of jq
	ipn -d -j link show | jq -r '(.[] | select(.ifname == "dev0")) as $dev
		| [$dev | "dev0 mtu \(.mtu) \(if .flags | contains(["LOWER_UP"]) then "carrier" else "no carrier" end)"
			+ " active \(.linkinfo.info_data.active_slave // "none")"]
		+ [.[] | select(.ifname | startswith("eth")) | . as $port | .linkinfo.info_slave_data as $data
			| "\(.ifname) \(.master // "free") mtu \(.mtu) \(if .flags | contains(["UP"]) then "up" else "down" end)"
			+ " address \(if .master and $dev.linkinfo.info_data.mode == "balance-tlb" then "any"
				elif .address == $dev.address then "dev0" elif .address == "02:00:00:00:00:1\(.ifname[3:])" then "own"
				else .address end)"
			+ if $data then " \($data.mii_status) failures \($data.link_failure_count)"
				+ if $data.mii_status == "UP" then " \($data.state)" else "" end else "" end]
		| join("\n    ")'
}

# say_ping STEP: how many of 10 are answered, and how often
say_ping()
{
	say "$1 pings" "$(in_ns "$host" ping -n -q -c 10 -i 0.02 -W 1 10.0.0.2 | sed -n 's/.*transmitted, \(.*\), .*loss.*/\1/p')"
}

mii() { port_get "$host" "$1" mii_status; }

# timed WHAT PORT MII-STATUS COMMAND...: COMMAND, then how long until the port's link is that
timed()
{
	local what=$1 port=$2 wanted=$3 start

	shift 3
	start=$(now_ms)
	"$@"
	until [ "$(mii "$port")" = "$wanted" ]; do
		[ $(($(now_ms) - start)) -lt 5000 ] || { fail "$what: $port: $(mii "$port") for 5 s"; break; }
	done
	echo "$what $(($(now_ms) - start))" >>"$TOOK"
}

# lost WHAT COMMAND...: of 300 datagrams in 600 ms, how many are lost when COMMAND runs in between
lost()
{
	local what=$1

	shift
	stream_start "$host" 10.0.0.1 "$peer" 10.0.0.2 2000 600
	sleep 0.2
	"$@"
	stream_end
	echo "$what $LOST" >>"$LOST_LOG"
}

# build KIND SWITCH OPTION...: dev0 over eth0, eth1 and eth2, with these options, up
build()
{
	local kind=$1 i

	setup_hosts 3 "$2" || return
	for i in 0 1 2; do
		ipn link set "eth$i" down
		ipn link set "eth$i" address "02:00:00:00:00:1$i"
	done
	ipn link add dev0 type "$kind" miimon "$POLL" "${@:3}" || return
	say_state "made"
	for i in 0 1 2; do
		ipn link set "eth$i" master dev0 || return
	done
	ip -n "$host" -batch - <<-EOS
		addr add 10.0.0.1/24 dev dev0
		link set dev0 up
	EOS
	for i in 0 1 2; do
		wait_eq "eth$i" 5000 UP mii "eth$i"
	done
	busywait 5000 reachable "$host" 10.0.0.2 >/dev/null || fail "no answer from the peer"
}
