#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Does the harness tell a good test from a bad one? Each of these small tests has a known verdict. Runs on the host.
vm=$(cd "$(dirname "$0")" && pwd -P)
dir=$(mktemp -d) || exit
trap 'rm -rf "$dir"' EXIT
trap 'exit 130' INT TERM HUP
n=0 bad=0

# given NAME SCRIPT-LINE...
given()
{
	local name=$1

	shift
	printf '%s\n' '#!/bin/bash' "$@" >"$dir/$name.sh"
	chmod +x "$dir/$name.sh"
	tests+=("$dir/$name.sh")
}

report()	# STATUS WHAT
{
	n=$((n + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $n $2"
	else
		echo "not ok $n $2"
		bad=$((bad + 1))
	fi
}

# verdict NAME ERE: the result line of test NAME
verdict()
{
	local line

	line=$(grep -E "^(not )?ok [0-9]+ $dir/$1\.sh " "$dir/out")
	[[ $line =~ $2 ]]
	report $? "harness: the verdict on $1"
}

shows()	# WHAT ERE
{
	grep -qE "$2" "$dir/out"
	report $? "harness: shows $1"
}

tests=()
# shellcheck disable=SC2016 # what expands, expands in the test
{
given pass 'exit 0'
given fail 'exit 1'
given skip 'echo "1..0 # SKIP no such thing"' 'exit 4'
given ktap 'echo 1..3' 'echo ok 1 a' 'echo "ok 2 b # SKIP not here"' 'echo ok 3 c'
given mixed 'echo 1..2' 'echo ok 1 a' 'echo not ok 2 b' 'exit 1'
given liar 'echo 1..2' 'echo ok 1 a' 'echo not ok 2 b' 'exit 0'
given short 'echo 1..3' 'echo ok 1 a' 'exit 0'
given warn 'echo "<4>WARNING: CPU: 0 PID: 1 at made/up.c:1" >/dev/kmsg' 'exit 0'
given clean 'exit 0'
given taint 'echo 64 >/proc/sys/kernel/tainted' 'exit 0'
given leak 'ip netns add left-behind' 'exit 0'
given noend 'printf "no newline"' 'exit 0'
given child 'sleep 1000 &' 'exit 0'
given dir '[ "$PWD" = "$(dirname "$(realpath "$0")")" ] && : >written && [ -w /dev/stderr ] && echo ok >/dev/stderr'
given late 't=$(date +%s); sleep 3600; t=$(($(date +%s) - t)); [ "$t" -ge 3600 ] && [ "$t" -le 3602 ]'
given hang '# vm: timeout=5' 'while :; do :; done'
given crash 'echo c >/proc/sysrq-trigger' 'sleep 60'
given after 'exit 0'
}

"$vm/run" --mode virtual --no-build "${tests[@]}" >"$dir/out" 2>&1
rc=$?
[ "$rc" -eq 1 ]
report $? "harness: exit status is 1 when a test failed"
verdict pass '^ok'
verdict fail '^not ok'
verdict skip '^ok .*# SKIP no such thing'
verdict ktap '^ok [^#]*# [0-9]+ s$'
verdict mixed '^not ok'
verdict liar '^not ok'
verdict short '^not ok'
verdict warn '^not ok'
verdict clean '^ok'
verdict taint '^not ok'
verdict leak '^not ok'
verdict noend '^ok'
verdict child '^ok'
verdict dir '^ok'
verdict late '^ok'
verdict hang '^not ok'
verdict crash '^not ok'
verdict after '^ok'
shows "the line of the kernel log" '# .*made/up\.c'
shows "the console of a crash" 'sysrq triggered crash|sysrq: Trigger a crash'
shows "why a test was stopped" 'no end after 5 s'
[ "$(tail -n 1 "$dir/out")" = "12 passed, 9 failed, 2 skipped" ]
report $? "harness: counts, in the last line"
[ ! -e "$dir/written" ]
report $? "harness: what a test writes does not reach the host"
if [ "$bad" -gt 0 ]; then
	sed 's/^/# /' "$dir/out"
fi

"$vm/run" --mode smp --no-build --exec 'nproc; exit 3' >"$dir/out" 2>&1
rc=$?
[ "$rc" -eq 3 ]
report $? "harness: --exec carries the exit status out"
[ "$(cat "$dir/out")" = 2 ]
report $? "harness: --exec shows the output and nothing else, on two CPUs"

echo "1..$n"
[ "$bad" -eq 0 ]
