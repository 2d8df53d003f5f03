# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What the tests of the plug-in of ip share: a trunk over two dummies, and a second one that is empty.
#
#   +------------------------------+
#   | host                         |
#   |   trunk0 --- eth0, eth1      |
#   |   trunk1                     |
#   +------------------------------+

. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

host=

require_root
require_command ip jq hactl
require_module trunk
require_ip_trunk
tmp=$(mktemp -d)
defer rm -rf "$tmp"

# ipn ARGUMENT...: ip in the host's namespace
ipn()
{
	ip -n "$host" "$@"
}

setup()
{
	setup_ns host
	ip -n "$host" -batch - <<-EOS
		link add eth0 type dummy
		link add eth1 type dummy
		link add trunk0 type trunk mode active-backup
		link add trunk1 type trunk
		link set eth0 master trunk0
		link set eth1 master trunk0
		link set trunk0 up
	EOS
	wait_eq "trunk0" 2000 UP ipj "$host" link show trunk0 '.[0].linkinfo.info_data.mii_status'
}

# data DEV [KEY]: what ip shows of a trunk, as JSON, or one value of it; port_data DEV [KEY]: of a port
data() { ipj "$host" link show "$1" ".[0].linkinfo.info_data${2:+.$2} | tojson"; }
port_data() { ipj "$host" link show "$1" ".[0].linkinfo.info_slave_data${2:+.$2} | tojson"; }

# ip's words and keys to bonding's and hactl's
NAMES='{"peer_notify_delay": "peer_notif_delay", "ad_lacp_active": "lacp_active", "ad_lacp_rate": "lacp_rate"}'

# same_as_hactl OBJECT DEV [OPTION VALUE]: ip and hactl show equal values, and of OPTION this one; since is the time of
# the question, tx_queues ip shows of every device. What is none hactl shows as null and ip leaves out. ip has on and off
# where hactl has true and false, and null for arp_validate none; a list is an array.
same_as_hactl()
{
	local filter delta

	case $1 in
	trunk)	ipn -d -j link show "$2" >"$tmp/ip"; hactl -n "$host" -j trunk show "$2" >"$tmp/hactl" ;;
	port)	ipn -d -j link show "$2" >"$tmp/ip"; hactl -n "$host" -j port show "$2" >"$tmp/hactl" ;;
	esac
	# shellcheck disable=SC2016 # of jq
	filter='($ip[0][0].linkinfo | if $object == "trunk" then .info_data else .info_slave_data end
			| . + (.ad_info // {} | with_entries(.key |= "ad_" + .)) | del(.since, .ad_info)
			| with_entries(.key = ($names[.key] // .key))) as $i
		| ($hactl[0][$object][0]
			| del(.name, .ifindex, .address, .mtu, .up, .carrier, .ports, .trunk, .speed, .since, .tx_queues)
			| with_entries(select(.value != null)
				| if .value == true then .value = "on" elif .value == false then .value = "off" else . end
				| if .key == "arp_validate" and .value == "none" then .value = null else . end)) as $h
		| [(($i | keys) + ($h | keys) | unique | .[] | select($i[.] != $h[.]) | "\(.): ip \($i[.]), hactl \($h[.])"),
			($i[$option] | if type == "array" then join(",") else . // "none" | tostring end
				| select($option != "" and . != $value) | "\($option) \($value): shown as \(.)")]
		| join("; ")'
	delta=$(jq -nr --slurpfile ip "$tmp/ip" --slurpfile hactl "$tmp/hactl" --arg object "$1" --argjson names "$NAMES" \
		--arg option "${3:-}" --arg value "${4:-}" "$filter") || fail "$1 $2: no JSON: $(cat "$tmp/ip" "$tmp/hactl")"
	[ -z "$delta" ] || fail "$1 $2: $delta"
}

# options KIND: what ip link help says, one line each: NAME METAVAR MIN MAX WORD...; MIN and MAX are - where there is none
options()
{
	ip link help "$1" | awk '
		function flush(  low, high) {
			low = high = "-"
			if (match(text, /-?[0-9]+\.\.[0-9]+/)) {
				split(substr(text, RSTART, RLENGTH), range, /\.\./)
				low = range[1]
				high = range[2]
			}
			if (name != "")
				print name, meta, low, high, words
			text = words = ""
		}
		/^  [^ ]/ { flush(); name = $1; meta = $2; text = $0; next }
		/^    ? ?[^ ]/ { words = words " " $1; next }
		{ text = text " " $0 }
		END { flush() }'
}
