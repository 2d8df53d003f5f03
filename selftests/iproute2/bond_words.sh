#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# What reads ip -d -j link show of a bond reads that of a trunk: every key of a bond's that trunk has an option for is
# there, with the same value after the same words; what trunk has no option for it refuses.
#
# vm: mode=virtual timeout=600
. "$(dirname "$0")/iproute2_lib.sh"
require_module bonding max_bonds=0

ALL_TESTS="defaults same_values port_keys"

setup()
{
	setup_ns host
	ip -n "$host" -batch - <<-EOS
		link add bond0 type bond
		link add trunk0 type trunk
		link add eth0 type dummy
		link add eth1 type dummy
		link add eth2 type dummy
		link add eth3 type dummy
	EOS
}

defaults()
{
	local key type value word common=0

	while read -r key type value; do
		word=$key
		[[ $key != ad_lacp_* ]] || word=${key#ad_}
		if data trunk0 | jq -e --arg key "$key" 'has($key)' >/dev/null; then
			check_eq "type of $key" "$(data trunk0 "$key | type")" "\"$type\""
			common=$((common + 1))
		else
			[ "$value" != null ] || value=none
			check_not "$key is missing, and set" ipn link set trunk0 type trunk "$word" "${value//\"/}"
		fi
	done < <(ipj "$host" link show bond0 '.[0].linkinfo.info_data | to_entries[] | "\(.key) \(.value | type) \(.value | tojson)"')
	ktap_diag "$common keys of a bond"
	[ "$common" -ge 11 ] || fail "only $common keys of a bond"
}

# Each line goes after type bond and after type trunk, and all keys that both have must be equal then. A bond without
# miimon has no delays, a trunk keeps them.
same_values()
{
	local line n=0 delta

	while read -r line; do
		# shellcheck disable=SC2086
		check "bond: $line" ipn link set bond0 type bond $line
		# shellcheck disable=SC2086
		check "trunk: $line" ipn link set trunk0 type trunk $line
		delta=$(jq -nr --argjson bond "$(data bond0)" --argjson trunk "$(data trunk0)"  \
			'$bond | keys[] | . as $key
			| select(($trunk | has($key)) and $bond[$key] != $trunk[$key])
			| "\(.): bond \($bond[$key]), trunk \($trunk[$key])"')
		check_eq "after $line" "$delta" ""
		n=$((n + 1))
	done <<-EOS
		mode active-backup miimon 100 xmit_hash_policy layer2
		miimon 50
		updelay 200
		downdelay 400
		num_grat_arp 5
		num_unsol_na 6
		peer_notify_delay 100
		min_links 3
		primary_reselect better
		primary_reselect failure
		xmit_hash_policy layer3+4
		xmit_hash_policy layer2+3
		xmit_hash_policy encap2+3
		xmit_hash_policy encap3+4
		xmit_hash_policy vlan+srcmac
		primary eth0
		resend_igmp 7
		all_slaves_active 1
		fail_over_mac active
		fail_over_mac follow
		fail_over_mac 0
		use_carrier 1
		updelay 0 downdelay 0 peer_notify_delay 0
		miimon 0
		arp_interval 100 arp_ip_target 10.0.0.2,10.0.0.3
		arp_ip_target 10.0.0.9
		ns_ip6_target 2001:db8::1,2001:db8::2
		arp_validate filter_active
		arp_all_targets all
		arp_missed_max 5
		arp_validate none
		arp_interval 0
		miimon 100
		mode balance-rr
		packets_per_slave 9
		mode balance-xor
		mode broadcast
		mode balance-tlb
		tlb_dynamic_lb 0
		lp_interval 7
	EOS
	check_eq "lines" "$n" 40
}

port_keys()
{
	ipn link set bond0 type bond mode active-backup miimon 100
	ipn link set trunk0 type trunk mode active-backup
	ip -n "$host" -batch - <<-EOS
		link set eth0 master bond0
		link set eth1 master bond0
		link set eth2 master trunk0
		link set eth3 master trunk0
		link set bond0 up
		link set trunk0 up
	EOS
	wait_eq "bond" 2000 '"UP"' port_data eth1 mii_status
	wait_eq "trunk" 2000 '"UP"' port_data eth3 mii_status
	check "prio of a bond's" ipn link set eth1 type bond_slave prio 5
	check "prio of a trunk's" ipn link set eth3 type trunk_slave prio 5
	check_eq "keys that a bond's port has and a trunk's not" "$(jq -nr --argjson bond "$(port_data eth1)" \
		--argjson trunk "$(port_data eth3)" '$bond | keys - ($trunk | keys) | join(" ")')" ""
	check_eq "values that differ" "$(jq -nr --argjson bond "$(port_data eth1)" --argjson trunk "$(port_data eth3)" \
		'$bond | keys[] | select($trunk[.] and . != "perm_hwaddr" and $bond[.] != $trunk[.])')" ""
	check_eq "type of perm_hwaddr" "$(port_data eth3 'perm_hwaddr | type')" '"string"'
	check "queue_id of a bond's" ipn link set eth1 type bond_slave queue_id 1
	check "queue_id of a trunk's" ipn link set eth3 type trunk_slave queue_id 1
	check_eq "queue_id" "$(port_data eth3 queue_id)" 1
}

tests_run
