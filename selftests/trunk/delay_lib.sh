# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2154 # setup_ns sets host
#
# What the tests of delays share: two dummies below a trunk, and how long a link stays in a state.

topology()	# [OPTION VALUE]...
{
	setup_ns host || return
	ip -n "$host" -batch - <<-EOS
		link add d0 type dummy
		link add d1 type dummy
	EOS
	trunk_add "$host" trunk0 mode active-backup miimon 1 && port_add "$host" trunk0 d0 d1 || return
	ip -n "$host" link set trunk0 up
	wait_eq "active" 2000 d0 trunk_get "$host" trunk0 active_slave || return
	wait_eq "backup" 2000 UP port_get "$host" d1 mii_status || return
	[ $# -eq 0 ] || trunk_set "$host" trunk0 "$@"
}

link_of()
{
	port_get "$host" "$1" mii_status
}

# lasted WHAT DEV FROM TO MS: the link of DEV is FROM for MS, then TO
lasted()
{
	local what=$1 dev=$2 from=$3 to=$4 ms=$5 start since took

	wait_eq "$what" 2000 "$from" link_of "$dev" || return
	start=$(now_ms) since=$(port_get "$host" "$dev" since)
	# Looking at it each moment would cost time, which sleeping does not.
	if [ "$ms" -gt $((since + 2 * SLACK)) ]; then
		ms_sleep $((ms - since - 2 * SLACK))
		check_eq "$what, a little earlier" "$(link_of "$dev")" "$from"
	fi
	wait_eq "$what" 15000 "$to" link_of "$dev" || return
	took=$(($(now_ms) - start + since - $(port_get "$host" "$dev" since)))
	check_range "$what (ms)" "$took" $((ms - SLACK)) $((ms + SLACK))
}

ms_sleep()
{
	sleep "$(($1 / 1000)).$(printf '%03d' $(($1 % 1000)))"
}

# The clock of the test itself is read some processes before and after.
SLACK=70
