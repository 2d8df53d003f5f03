# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2154 # host is set by setup_ns
#
# What the tests of the schedulers share: trunk0 over dummies, flows that leave by it, and where they go.

. "$(dirname "${BASH_SOURCE[0]}")/trunk_lib.sh"

# setup_flows N [OPTION VALUE]...: trunk0 over the dummies d0... which are PORTS, up
setup_flows()
{
	local n=$1 i

	shift
	PORTS=()
	setup_ns host || return
	trunk_add "$host" trunk0 miimon 20 "$@" || return
	for ((i = 0; i < n; i++)); do
		dummy_add "d$i" || return
	done
	ip -n "$host" link set trunk0 up
	in_ns "$host" sysctl -qw net.ipv6.conf.trunk0.disable_ipv6=1
	wait_eq "d$((n - 1))" 2000 UP port_get "$host" "d$((n - 1))" mii_status
}

dummy_add()	# PORT
{
	ip -n "$host" link add "$1" type dummy && port_add "$host" trunk0 "$1" && PORTS+=("$1") || return
	[ "$(flag "$host" trunk0 "$IFF_UP")" = 0 ] || wait_eq "$1" 2000 UP port_get "$host" "$1" mii_status
}

ports_list() { local IFS=,; echo "${PORTS[*]}"; }

# map N [OPTION=VALUE]...: a frame of each of N flows leaves by trunk0; lines FLOW PORT SOURCE-ADDRESS in MAP
map()
{
	MAP=$(in_ns "$host" "$TOOLS/flows" map trunk0 ports="$(ports_list)" flows="$1" "${@:2}")
}

# load [OPTION=VALUE]...: traffic at a rate, see tools/flows.c; JSON in LOAD
load()
{
	LOAD=$(in_ns "$host" "$TOOLS/flows" load trunk0 ports="$(ports_list)" "$@")
}

on_port() { grep -c "^[0-9]* $1 " <<<"$MAP"; }

# moved BEFORE AFTER [NOT-OF]: flows that changed their port, but for those that were on NOT-OF
moved()
{
	paste -d ' ' <(echo "$1") <(echo "$2") | awk -v port="${3:-}" '$2 != $5 && $2 != port' | wc -l
}

percent_of() { jq --arg port "$1" '[.bytes | .[$port], add] | 100 * .[0] / .[1] | round' <<<"$LOAD"; }
imbalance() { jq '.imbalance * 1000 | round' <<<"$LOAD"; }

weights()	# PORT WEIGHT...
{
	while [ $# -ge 2 ]; do
		check "weight of $1" port_set "$host" "$1" weight "$2"
		shift 2
	done
}
