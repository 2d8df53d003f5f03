#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What a packet costs, in instructions: trunk, bond, team and a bare pass-through device over the same dummies, in one
# boot. In virtual time one instruction is one nanosecond, so pktgen's time is their number.
#
#   pktgen --> trunk | bond | team | floor --> dummies                         transmit
#   pktgen --> rx0 --> dummy --> trunk | bond | team | floor --> dropped       receive (the frames are for another host)
#
# bench: mode=virtual kernels=6.1,6.12 timeout=1800
# try: COUNT=200 PORTS=2
. "$(dirname "$0")/bench_lib.sh"

COUNT=${COUNT:-${FULL:+40000}}
COUNT=${COUNT:-10000}
PORTS=${PORTS:-${FULL:+2 16 64}}
PORTS=${PORTS:-2 64}

# measure WHAT DEVICE MODE PORTS DEV
measure()
{
	local what=$1 device=$2 mode=$3 ports=$4 dev=$5 first second NS

	packet_ns "$dev" 1000		# what is allocated at first use
	packet_ns "$dev" "$COUNT" && first=$NS && packet_ns "$dev" "$COUNT" && second=$NS || { bad=1; return; }
	printf '{"measure":"%s","device":"%s","mode":"%s","ports":%d,"instructions":[%s,%s]}\n' \
		"$what" "$device" "$mode" "$ports" "$first" "$second"
}

# The frame comes with a flow hash: a floor_hash device stands on top.
hashed()	# DEVICE MODE PORTS DEV
{
	ip link add stamp0 type floor_hash
	ip link set "$4" master stamp0 && ip link set stamp0 up
	measure hashed "$1" "$2" "$3" stamp0
	ip link del stamp0
}

# What is sent by rx0 is received by the port.
receive()	# DEVICE MODE PORTS PORT
{
	ip link add rx0 link "$4" type floor_receive && ip link set rx0 up
	measure receive "$1" "$2" "$3" rx0
	ip link del rx0
}

all()	# DEVICE MODE PORTS
{
	local port=dev0p0

	[ "$1" != dummy ] || port=dev0
	device_add "$1" "$2" "$3" dev0 || { echo "# $1 $2: not to be had"; bad=1; return; }
	measure transmit "$@" dev0
	if [ "$3" -le 2 ] && [ "$1" != floor_direct ]; then
		hashed "$@" dev0
		receive "$@" "$port"
	fi
	device_del "$@" dev0
}

require_command jq hactl teamnl teamd
load_modules pktgen dummy bonding team trunk
for device in ${DEVICES:-dummy floor_direct floor trunk bond team}; do
	while read -r mode; do
		[ "$mode" != - ] && ports=$PORTS || ports=1
		for n in $ports; do
			all "$device" "$mode" "$n"
		done
	done < <(modes "$device")
done
exit $bad
