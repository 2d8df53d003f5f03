# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# What vm/build, vm/image and vm/run share: where things are, and which kernel "6.12" means.

HANET_ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd -P)
# HANET_SRC: the tree the modules are built from (a deliberately broken copy, say).
HANET_SRC=$(cd "${HANET_SRC:-$HANET_ROOT}" && pwd -P) || exit 2
# HANET_OUT: where they are built; one folder per kernel below it.
HANET_OUT=${HANET_OUT:-$HANET_SRC/.cache/build}
# shellcheck disable=SC2034 # for those that source this
HANET_CACHE=$HANET_ROOT/.cache

die()
{
	echo "${0##*/}: $*" >&2
	exit 2
}

need()
{
	local cmd

	for cmd in "$@"; do
		command -v "$cmd" >/dev/null ||
			die "$cmd is missing; run: $HANET_ROOT/selftests/vm/deps"
	done
}

# need_root COMMAND: a guest shares this machine's own root, and a test on the host configures it.
need_root()
{
	[ "$(id -u)" -eq 0 ] || die "this needs root; run: sudo $*"
}

# kdir KVER: the folder its modules are built against; vm/debug-kernel leaves its own with the image.
kdir()
{
	local dir

	for dir in "$HANET_CACHE/image/$1/build" "/lib/modules/$1/build"; do
		[ ! -e "$dir/Makefile" ] || break
	done
	echo "$dir"
}

# kver SERIES|KVER|debug: the newest kernel of that series whose headers are installed; cloud before the rest,
# because its image is the smallest. debug: the one that vm/debug-kernel built.
kver()
{
	local want=$1 flavour found

	if [ "$want" = debug ]; then
		want=$(cat "$HANET_CACHE/debug-kernel/kver" 2>/dev/null) ||
			die "no debug kernel here; run: $HANET_ROOT/selftests/vm/debug-kernel"
	fi
	if [ -e "$(kdir "$want")" ]; then
		echo "$want"
		return
	fi
	for flavour in cloud-amd64 amd64; do
		found=$(for dir in /lib/modules/"$want".*-"$flavour"/build; do
				[ -e "$dir/Makefile" ] && basename "$(dirname "$dir")"
			done | sort -V | tail -n 1)
		if [ -n "$found" ]; then
			echo "$found"
			return
		fi
	done
	case $want in
	6.1)	die "no headers of a 6.1 kernel; run: apt-get install linux-headers-cloud-amd64" ;;
	6.12)	die "no headers of a 6.12 kernel; run: apt-get install linux-headers-6.12-cloud-amd64" ;;
	*)	die "no headers of kernel $want; run: apt-get install linux-headers-$want" ;;
	esac
}
