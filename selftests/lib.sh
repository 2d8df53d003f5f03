# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
#
# What every test here is written with. A test is
#
#	#!/bin/bash
#	# SPDX-License-Identifier: GPL-2.0-only
#	#
#	# +------+        +------+
#	# | a    | v0  v1 |    b |
#	# +------+--------+------+
#	#
#	# vm: mode=virtual timeout=60
#	. "$(dirname "$0")/../lib.sh"
#	require_module trunk
#	require_command jq
#
#	ALL_TESTS="ping_works bad_name"
#
#	setup()				# optional: before each test; its undo runs after that test
#	{
#		setup_ns a b
#		ip -n "$a" link add v0 type veth peer name v1 netns "$b"
#		defer ip -n "$a" link del v0
#	}
#
#	ping_works()
#	{
#		check "reply" ip netns exec "$a" ping -c 1 192.0.2.2
#		check_eq "state" "$(hj -n "$a" trunk show trunk0 '.[0].state')" up
#	}
#
#	bad_name()
#	{
#		expect_fail 2 'name is too long' hactl trunk add aaaaaaaaaaaaaaaa
#	}
#
#	tests_run
#
# Each test of ALL_TESTS is one KTAP line; the script ends with 0 (passed), 1 (one failed) or 4 (all skipped).
# PAUSE_ON_FAIL=yes stops at a failure for a look. ONLY="a b" in the environment runs only these.

# shellcheck disable=SC2034 # names of kselftest, for the tests
{
	ksft_pass=0
	ksft_fail=1
	ksft_xfail=2
	ksft_skip=4
}

HANET_SELFTESTS=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd -P)

# ------------------------------------------------------------------------------------------------------- KTAP, verdicts

KTAP_N=0		# results printed
KTAP_FAILED=0
KTAP_PASSED=0
RET=0			# of the test in flight
SKIP_REASON=

ktap_diag()
{
	printf '%s\n' "$*" | sed 's/^/# /'
}

# ktap_result STATUS NAME [SKIP-REASON]: one result line; tests_run calls it, a script without tests_run may.
ktap_result()
{
	local status=$1 name=$2 reason=${3:-}

	KTAP_N=$((KTAP_N + 1))
	case $status in
	"$ksft_pass")
		KTAP_PASSED=$((KTAP_PASSED + 1))
		echo "ok $KTAP_N $name"
		;;
	"$ksft_skip")
		echo "ok $KTAP_N $name # SKIP $reason"
		;;
	*)
		KTAP_FAILED=$((KTAP_FAILED + 1))
		echo "not ok $KTAP_N $name"
		if [ "${PAUSE_ON_FAIL:-no}" = yes ] && [ -t 0 ]; then
			read -r -p "# paused; enter goes on "
		fi
		;;
	esac
}

ktap_exit()
{
	if [ "$KTAP_FAILED" -gt 0 ]; then
		exit "$ksft_fail"
	elif [ "$KTAP_PASSED" -eq 0 ]; then
		exit "$ksft_skip"
	fi
	exit "$ksft_pass"
}

# skip_all REASON: this machine cannot run any of the script's tests.
skip_all()
{
	echo "1..0 # SKIP $*"
	exit "$ksft_skip"
}

# skip REASON: this machine cannot run the test in flight. Use as: skip "no vlan" ; return
skip()
{
	SKIP_REASON=$*
}

# fail WHAT...: the test in flight has failed; it goes on, so that one run shows all that is wrong.
fail()
{
	RET=1
	ktap_diag "FAIL: $*"
	return 1
}

# check WHAT COMMAND...: COMMAND must succeed. Its output is shown only when it does not.
check()
{
	local what=$1 out rc

	shift
	out=$("$@" 2>&1)
	rc=$?
	[ "$rc" -ne 0 ] || return 0
	[ -z "$out" ] || ktap_diag "$out"
	fail "$what: exit status $rc: $*"
}

# check_not WHAT COMMAND...: COMMAND must fail.
check_not()
{
	local what=$1

	shift
	! "$@" >/dev/null 2>&1 || fail "$what: succeeded: $*"
}

# check_eq WHAT GOT WANTED
check_eq()
{
	[ "$2" = "$3" ] || fail "$1: is '$2', should be '$3'"
}

# check_ne WHAT GOT UNWANTED
check_ne()
{
	[ "$2" != "$3" ] || fail "$1: is '$2', and should not be"
}

# check_match WHAT GOT ERE
check_match()
{
	[[ $2 =~ $3 ]] || fail "$1: is '$2', should match '$3'"
}

# check_range WHAT GOT LOW HIGH: integers, both ends allowed.
check_range()
{
	if ! [[ $2 =~ ^-?[0-9]+$ ]] || [ "$2" -lt "$3" ] || [ "$2" -gt "$4" ]; then
		fail "$1: is '$2', should be $3 to $4"
	fi
}

# check_same WHAT OLD NEW: two texts are equal; shows the difference when they are not.
check_same()
{
	local delta

	delta=$(diff -u <(printf '%s\n' "$2") <(printf '%s\n' "$3")) && return 0
	ktap_diag "$delta"
	fail "$1: changed"
}

# expect_fail STATUS ERE COMMAND...: COMMAND must end with STATUS (0-255, or + for any but 0), print nothing
# on stdout, and something that matches ERE on stderr.
expect_fail()
{
	local status=$1 ere=$2 out err rc

	shift 2
	err=$(mktemp)
	out=$("$@" 2>"$err")
	rc=$?
	err=$(cat "$err"; rm -f "$err")
	if [ "$status" = + ]; then
		[ "$rc" -ne 0 ] || { fail "succeeded, should have been refused: $*"; return; }
	elif [ "$rc" -ne "$status" ]; then
		fail "exit status $rc, should be $status: $*: $err"
		return
	fi
	[[ $err =~ $ere ]] || { fail "stderr is '$err', should match '$ere': $*"; return; }
	[ -z "$out" ] || fail "stdout is '$out', should be empty: $*"
}

# ----------------------------------------------------------------------------------------------------------------- undo

DEFERRED=()

# defer COMMAND...: run COMMAND when the test (or, outside of one, the script) ends; last in, first out.
defer()
{
	local cmd

	printf -v cmd '%q ' "$@"
	DEFERRED+=("$cmd")
}

# defer_run [KEEP]: run what was deferred, down to the first KEEP ones.
defer_run()
{
	local keep=${1:-0} last

	while [ ${#DEFERRED[@]} -gt "$keep" ]; do
		last=$((${#DEFERRED[@]} - 1))
		# Undo is best effort: what it undoes may be gone with its namespace.
		eval "${DEFERRED[$last]}" >/dev/null 2>&1
		unset "DEFERRED[$last]"
	done
}

trap 'defer_run' EXIT
trap 'exit 130' INT TERM HUP

# ------------------------------------------------------------------------------------------------------------- topology

# setup_ns VAR...: a new network namespace for each, its name (VAR-XXXXXX) in $VAR, lo up, gone at the end.
setup_ns()
{
	local var name

	for var in "$@"; do
		name=$(mktemp -u -p "${TMPDIR:-/tmp}" XXXXXX)
		name=${var,,}-${name##*/}
		ip netns add "$name" || return
		defer ns_del "$name"
		printf -v "$var" '%s' "$name"
		ip -n "$name" link set lo up || return
		# No address may be in "tentative" while a test looks at it, unless the test asks for that.
		ip netns exec "$name" sysctl -qw net.ipv6.conf.default.accept_dad=0 net.ipv6.conf.all.accept_dad=0 || return
	done
}

# What still runs in it would keep it, and the devices in it, alive.
ns_del()
{
	local pids

	pids=$(ip netns pids "$1")
	# shellcheck disable=SC2086
	[ -z "$pids" ] || kill -KILL $pids
	ip netns del "$1"
}

# setup_veth NS1 DEV1 NS2 DEV2: a cable, both ends up.
setup_veth()
{
	ip -n "$1" link add "$2" type veth peer name "$4" netns "$3" || return
	defer ip -n "$1" link del "$2"
	ip -n "$1" link set "$2" up && ip -n "$3" link set "$4" up
}

# in_ns NS COMMAND...
in_ns()
{
	local ns=$1

	shift
	ip netns exec "$ns" "$@"
}

# -------------------------------------------------------------------------------------------------------------- waiting

# now_ms: milliseconds since the boot
now_ms()
{
	local up

	read -r up _ </proc/uptime
	up=${up/./}
	echo $((10#$up * 10))
}

# busywait MS COMMAND...: until COMMAND succeeds, MS milliseconds at most; prints what it printed last.
busywait()
{
	local end out rc

	end=$(($(now_ms) + $1))
	shift
	while :; do
		out=$("$@" 2>&1)
		rc=$?
		if [ "$rc" -eq 0 ] || [ "$(now_ms)" -ge "$end" ]; then
			[ -z "$out" ] || printf '%s\n' "$out"
			return "$rc"
		fi
		sleep 0.01
	done
}

# wait_eq WHAT MS VALUE COMMAND...: until COMMAND prints VALUE; fails the test otherwise.
wait_eq()
{
	local what=$1 ms=$2 value=$3 end out

	shift 3
	end=$(($(now_ms) + ms))
	while :; do
		out=$("$@" 2>&1)
		[ "$out" != "$value" ] || return 0
		[ "$(now_ms)" -lt "$end" ] || break
		sleep 0.01
	done
	fail "$what: is '$out', should be '$value' within $ms ms"
}

# ---------------------------------------------------------------------------------------------------------------- needs

# require_command CMD...: else the whole script is skipped.
require_command()
{
	local cmd

	for cmd in "$@"; do
		command -v "$cmd" >/dev/null || skip_all "no command $cmd"
	done
}

# require_root
require_root()
{
	[ "$(id -u)" -eq 0 ] || skip_all "needs root"
}

# require_module MODULE [PARAMETER=VALUE]...: loaded, or else the whole script is skipped. One that is installed is
# taken by modprobe, one that is only built (HANET_KO names the folder) by insmod.
require_module()
{
	module_load "$@" || skip_all "no module $1"
}

module_load()
{
	local mod=$1 ko

	[ $# -eq 1 ] && [ -d "/sys/module/$mod" ] && return 0
	ko=${HANET_KO:-}/$mod/$mod.ko
	if [ -n "${HANET_KO:-}" ] && [ -e "$ko" ]; then
		insmod "$ko" "${@:2}"
	else
		modprobe "$@"
	fi
}

# module_unload MODULE
module_unload()
{
	[ ! -d "/sys/module/$1" ] || rmmod "$1"
}

# require_ip_trunk: an ip that has the options of a trunk, by the plug-in of this tree or else the installed one, or else
# the whole script is skipped.
require_ip_trunk()
{
	local dir=$HANET_SELFTESTS/../userspace/iproute2

	[ -n "${IP_LIB_DIR:-}" ] || [ ! -e "$dir/link_trunk.so" ] || export IP_LIB_DIR=$dir
	ip link help trunk 2>/dev/null | grep -q '^Usage: ... trunk' || skip_all "ip loads no link_trunk.so: make -C userspace"
}

# ---------------------------------------------------------------------------------------------------------------- hactl

# hj ARGUMENT... FILTER: hactl -j, through jq -r FILTER. Fails when hactl does.
hj()
{
	local out

	out=$(hactl -j "${@:1:$#-1}") || return
	jq -r "${!#}" <<<"$out"
}

# ipj NS ARGUMENT... FILTER: ip -j -d in NS, through jq -r FILTER.
ipj()
{
	local out

	out=$(ip -n "$1" -d -j "${@:2:$#-2}") || return
	jq -r "${!#}" <<<"$out"
}

# -------------------------------------------------------------------------------------------------------------- running

# tests_run: each of ALL_TESTS in its own scope of undo, with setup before it when the script defines one.
tests_run()
{
	local name names keep

	names=${ONLY:-$ALL_TESTS}
	echo "KTAP version 1"
	# shellcheck disable=SC2086
	set -- $names
	echo "1..$#"
	for name in "$@"; do
		RET=0
		SKIP_REASON=
		keep=${#DEFERRED[@]}
		if declare -F setup >/dev/null && ! setup; then
			fail "setup"
		else
			"$name"
		fi
		if [ "$RET" -ne 0 ] && declare -F show_state >/dev/null; then
			ktap_diag "$(show_state 2>&1)"
		fi
		defer_run "$keep"
		if [ "$RET" -eq 0 ] && [ -n "$SKIP_REASON" ]; then
			ktap_result "$ksft_skip" "$name" "$SKIP_REASON"
		else
			ktap_result "$RET" "$name"
		fi
	done
	ktap_exit
}
