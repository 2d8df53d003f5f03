#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Frames that a partner would not send, and markers.
#
#   +----------------------+                +---------------------+
#   | host       +-- eth0 -+----------------+- p0            peer |
#   |  trunk0 ---+         |                |                     |
#   +----------------------+                +---------------------+
#
# vm: mode=virtual timeout=300
. "$(dirname "$0")/lacp_lib.sh"

ALL_TESTS="partner_by_hand every_length bad_fields wrong_address later_version marker_is_answered flood"

DST=0180c2000002 SRC=020000000099

setup()
{
	setup_hosts 1 none || return
	trunk_add "$host" trunk0 mode 802.3ad lacp_rate slow || return
	port_add "$host" trunk0 eth0
	ip -n "$host" link set trunk0 up
	SYSTEM=$(link_get "$host" trunk0 address)
	SYSTEM=${SYSTEM//:/}
	dmesg -C
}

pad() { printf "%0*d" $(($1 * 2)) 0; }
hex() { printf "%0*x" "$1" "$2"; }

# info TYPE PRIORITY SYSTEM KEY PORT-PRIORITY PORT STATE
info() { echo "$1""14$(hex 4 "$2")$3$(hex 4 "$4")$(hex 4 "$5")$(hex 4 "$6")$(hex 2 "$7")000000"; }

# pdu STATE [VERSION]: of a partner that knows us, after the Ethernet type
pdu()
{
	echo "01${2:-01}$(info 01 1 020000000002 9 3 1 "$1")$(info 02 65535 "$SYSTEM" 15 255 1 \
		$((ACTIVE | AGGREGATION)))0310$(pad 66)"
}

send() { echo "$DST$SRC""8809$1" | "$TOOLS/frames" -n "$peer" p0; }

state() { port_get "$host" eth0 ad_partner_oper_port_state; }

partner_by_hand()
{
	send "$(pdu $((ACTIVE | AGGREGATION | SYNC)))"
	wait_eq "partner" 1000 $((ACTIVE | AGGREGATION | SYNC)) state
	wait_sync 3000 eth0
	send "$(pdu $((ACTIVE | AGGREGATION)))"
	wait_sync 1000
}

every_length()
{
	local whole n

	whole=$(pdu $((ACTIVE | AGGREGATION | SYNC)))
	wait_eq "defaulted" 5000 1 is_defaulted
	for ((n = 0; n < 110; n++)); do
		send "${whole:0:$((2 * n))}"
		[ $((n % 5)) -ne 0 ] || sleep 0.1
	done
	sleep 0.2
	check_eq "still" "$(is_defaulted)" 1
	for ((n = 110; n <= 256; n += 146)); do
		send "$whole$(pad $((n - 110)))"
		wait_eq "$n bytes" 1000 0 is_defaulted
	done
	check_eq "in the log" "$(dmesg | grep trunk0 | grep -vc ADDRCONF)" 0
}

is_defaulted() { has "$(actor "$host" eth0)" "$DEFAULTED"; }

bad_fields()
{
	local whole at

	wait_eq "defaulted" 5000 1 is_defaulted
	whole=$(pdu $((ACTIVE | AGGREGATION | SYNC)))
	# subtype, version, and type and length of each TLV
	for at in 0 1 2 3 22 23 42 43; do
		send "${whole:0:$((2 * at))}00${whole:$((2 * at + 2))}"
		sleep 0.1
	done
	for at in 0 2 3 22 23 42 43; do
		send "${whole:0:$((2 * at))}ff${whole:$((2 * at + 2))}"
		sleep 0.1
	done
	check_eq "still" "$(is_defaulted)" 1
}

wrong_address()
{
	local address

	wait_eq "defaulted" 5000 1 is_defaulted
	for address in "$SYSTEM" ffffffffffff 0180c2000000 0180c200000e 0180c2000003; do
		echo "$address$SRC""8809$(pdu $((ACTIVE | AGGREGATION | SYNC)))" | "$TOOLS/frames" -n "$peer" p0
	done
	# tagged
	echo "$DST$SRC""810000058809$(pdu $((ACTIVE | AGGREGATION | SYNC)))" | "$TOOLS/frames" -n "$peer" p0
	sleep 0.3
	check_eq "still" "$(is_defaulted)" 1
}

later_version()
{
	wait_eq "defaulted" 5000 1 is_defaulted
	send "$(pdu $((ACTIVE | AGGREGATION | SYNC)) 02)"
	wait_eq "read" 1000 $((ACTIVE | AGGREGATION | SYNC)) state
}

marker_is_answered()
{
	local marker=02010110000102000000000212345678

	send "$(pdu $((ACTIVE | AGGREGATION | SYNC)))"
	capture "$peer" p0 "ether proto 0x8809 and ether[14] = 2 and ether[16] = 2 and ether[26:4] = 0x12345678"
	# Not collecting yet.
	send "$marker$(pad 94)"
	sleep 0.3
	check_eq "answers" "$(captured .)" 0
	wait_sync 3000 eth0
	send "$marker$(pad 94)"
	wait_eq "answers" 1000 1 captured .
}

flood()
{
	local whole i

	whole=$(pdu $((ACTIVE | AGGREGATION | SYNC)))
	send "$whole"
	wait_sync 3000 eth0
	capture "$peer" p0 "ether proto 0x8809 and ether[14] = 2 and ether[16] = 2"
	for ((i = 0; i < 1000; i++)); do
		echo "$DST$SRC""880902010110000102000000000200000000$(pad 94)"
	done | "$TOOLS/frames" -n "$peer" p0
	sleep 0.5
	check_range "answers" "$(captured .)" 5 200
	check_eq "in the log" "$(dmesg | grep trunk0 | grep -vc ADDRCONF)" 0
	check_eq "all well" "$(distributing)" eth0
}

tests_run
