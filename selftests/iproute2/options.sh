#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Every option that the plug-in has, set by ip: ip and hactl show it alike, what ip shows can be typed again, and a bad
# value is refused with its range. Which options there are is what ip link help says.
#
# vm: mode=virtual timeout=600
. "$(dirname "$0")/iproute2_lib.sh"

ALL_TESTS="trunk_options port_options all_at_once bad_values again words_of_bonding added_with_port"

# values META LOW HIGH WORD...: some that the option takes, the default not the last one
values()
{
	local meta=$1 low=$2 high=$3

	shift 3
	case $meta in
	VALUE)	echo "$@" ;;
	N|MS)	echo "$low $high $(((low + high) / 2))" ;;
	"on|off") echo "off on" ;;
	"DEV|none") echo "eth1 none eth0" ;;
	MAC)	echo "02:00:00:00:00:01 06:00:00:00:ff:fe" ;;
	"ADDR|none") echo "192.0.2.1 none 192.0.2.2" ;;
	"ADDR,...|none") echo "192.0.2.1 none 192.0.2.2,192.0.2.3" ;;
	"ADDR6,...|none") echo "2001:db8::1 none 2001:db8::2,2001:db8::3" ;;
	*)	fail "no values of $meta in this test" ;;
	esac
}

# Bonding's words in the text of ip, where they are not those of the option
declare -A SHOWN=([num_peer_notif]=num_grat_arp [peer_notif_delay]=peer_notify_delay)

# is_shown DEV OPTION VALUE: ip shows that it has this value, or none
is_shown()
{
	local text word=${SHOWN[$2]:-$2}

	text=" $(ipn -d link show "$1" | tr '\n' ' ')"
	case $3 in
	none)	[[ $text != *" $word "* || $text = *" $word none "* ]] ;;
	*)	[[ $text = *" $word $3 "* ]] ;;
	esac || fail "$2 $3: $text"
}

# hactl is asked after the last value of each option.
each_value()	# KIND OBJECT DEV
{
	local kind=$1 object=$2 dev=$3 name meta low high words value n=0

	while read -r name meta low high words; do
		# Of those that the trunk has
		[ "$name" != queue_id ] || high=$(($(ipj "$host" link show trunk0 '.[0].num_tx_queues') - 1))
		# shellcheck disable=SC2086
		for value in $(values "$meta" "$low" "$high" $words); do
			ipn link set "$dev" type "$kind" "$name" "$value" 2>"$tmp/err" ||
				fail "$name $value: $(cat "$tmp/err")"
			# With none another one is selected.
			[ "$name $value" = "active_slave none" ] || is_shown "$dev" "$name" "$value"
			n=$((n + 1))
		done
		same_as_hactl "$object" "$dev" "$name" "$value"
		# Others may not go with the last one.
		[ "$name" != mode ] || ipn link set "$dev" type "$kind" mode active-backup
	done < <(options "$kind")
	ktap_diag "$kind: $n values"
	[ "$n" -ge "$4" ] || fail "only $n values of $kind"
}

trunk_options() { each_value trunk trunk trunk0 50; }
port_options() { each_value trunk_slave port eth0 6; }

all_at_once()
{
	check "add" ipn link add trunk2 type trunk mode balance-rr miimon 7 updelay 21 downdelay 14 num_grat_arp 3 \
		peer_notify_delay 50 min_links 2 packets_per_slave 5 xmit_hash_policy layer2+3 scheduler flowlet \
		flowlet_gap 700 rebalance load tlb_dynamic_lb 0
	check_eq "some" "$(ipj "$host" link show trunk2 '.[0].linkinfo.info_data |
		[.mode, .miimon, .num_peer_notif, .peer_notify_delay, .flowlet_gap] | join(" ")')" "balance-rr 7 3 50 700"
	same_as_hactl trunk trunk2
	check "more than one of a port" ipn link set eth0 type trunk_slave prio -7 weight 25000 queue_id 1
	check_eq "of the port" "$(ipj "$host" link show eth0 '.[0].linkinfo.info_slave_data | [.prio, .weight, .queue_id] | join(" ")')" \
		"-7 25000 1"
	same_as_hactl port eth0
}

# refused ERE ARGUMENT...: by the plug-in, on stderr, before anything is sent
refused()
{
	local ere=$1

	shift
	expect_fail + "$ere" ipn link set "$@"
}

bad_values()
{
	local before name meta low high words n=0

	before=$(data trunk0) before+=$(port_data eth0 | jq 'del(.since)')
	while read -r name meta low high words; do
		case $meta in
		N|MS)
			refused "^trunk: $name: .*out of range ${low}\.\.${high}" trunk0 type trunk "$name" $((high + 1))
			refused "^trunk: $name: .*out of range ${low}\.\.${high}" trunk0 type trunk "$name" $((low - 1))
			refused "^trunk: $name: .*not a whole number ${low}\.\.${high}" trunk0 type trunk "$name" 1x
			;;
		VALUE)
			refused "^trunk: $name: \"nosuch\" is not one of ${words%% *}" trunk0 type trunk "$name" nosuch
			;;
		"DEV|none")
			refused "^trunk: $name: no device named nosuch" trunk0 type trunk "$name" nosuch
			;;
		*)
			refused "^trunk: $name: " trunk0 type trunk "$name" 'no such'
			;;
		esac
		refused "^trunk: $name needs a value" trunk0 type trunk "$name"
		n=$((n + 1))
	done < <(options trunk)
	[ "$n" -ge 18 ] || fail "only $n options"
	refused '^trunk_slave: prio: .*-2147483648\.\.2147483647' eth0 type trunk_slave prio 2147483648
	refused '^trunk_slave: weight: .*0\.\.10000000' eth0 type trunk_slave weight -1
	refused 'unknown option "mimon" \(did you mean miimon\?\)' trunk0 type trunk miimon 5 mimon 6
	refused 'miimon is given twice' trunk0 type trunk miimon 5 miimon 6
	# What the plug-in cannot know the kernel says, in its own words.
	expect_fail 2 'Error: trunk: ' ipn link set trunk0 type trunk scheduler broadcast mode balance-tlb
	expect_fail 2 . ipn link set eth0 type trunk miimon 5
	check_same "state" "$before" "$(data trunk0)$(port_data eth0 | jq 'del(.since)')"
}

# shown DEV KIND: the words that ip shows, of options only
shown()
{
	ipn -d -o link show "$1" | sed -E "s/.* $2 (.*) addrgenmode .*/\\1/; s/(active_slave|primary|mii_status) [^ ]+ ?//g"
}

# What ip shows makes an equal trunk when it is typed.
again()
{
	local words

	ipn link set trunk0 type trunk mode balance-rr miimon 7 updelay 21 downdelay 14 num_grat_arp 3 peer_notify_delay 50 \
		min_links 2 packets_per_slave 5 xmit_hash_policy encap3+4 scheduler random
	words=$(shown trunk0 trunk)
	check_match "words" "$words" '^mode balance-rr miimon 7 .*num_grat_arp 3 '
	# shellcheck disable=SC2086
	check "again" ipn link add trunk2 type trunk $words
	check_eq "words again" "$(shown trunk2 trunk)" "$words"
	check_eq "data" "$(data trunk2 | jq -S 'del(.mii_status)')" "$(data trunk0 | jq -S 'del(.mii_status, .active_slave)')"
}

words_of_bonding()
{
	check "num_unsol_na" ipn link set trunk0 type trunk num_unsol_na 9
	check_eq "num_peer_notif" "$(data trunk0 num_peer_notif)" 9
	check "by number" ipn link set trunk0 type trunk primary_reselect 2
	check_eq "primary_reselect" "$(data trunk0 primary_reselect)" '"failure"'
	check "active_slave" ipn link set trunk0 type trunk active_slave eth1
	check_eq "active_slave" "$(data trunk0 active_slave)" '"eth1"'
	check "clear_active_slave" ipn link set trunk0 type trunk clear_active_slave
	check_eq "active_slave" "$(data trunk0 active_slave)" '"eth0"'
	check "primary" ipn link set trunk0 type trunk primary eth1 primary_reselect always
	check_eq "primary" "$(data trunk0 primary)" '"eth1"'
	check_eq "active_slave" "$(data trunk0 active_slave)" '"eth1"'
}

added_with_port()
{
	check "add" ipn link add eth2 type dummy
	check "master" ipn link set eth2 master trunk1
	check_eq "slave kind" "$(ipj "$host" link show eth2 '.[0].linkinfo.info_slave_kind')" trunk
	check_match "text" "$(ipn -d -o link show eth2)" 'trunk_slave state [A-Z]+ mii_status [A-Z]+ .*prio 0 '
	check_eq "found by type" "$(ipn -o link show type trunk_slave | wc -l)" 3
	check_eq "found by type" "$(ipn -o link show type trunk | wc -l)" 2
}

tests_run
