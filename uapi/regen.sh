#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
#
# Generate the netlink headers and policies from uapi/specs/*.yaml with the
# YNL generator of the kernel (Debian: linux-source-6.12, python3-yaml,
# python3-jsonschema). What it writes is committed.
#
#   uapi/regen.sh           write the files
#   uapi/regen.sh --check   change nothing, fail where a file is out of date
#                           (exit 4: a tool is missing)

set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
cache=$top/.cache/ynl
tarball=/usr/src/linux-source-6.12.tar.xz
# The Debian modules are those of Debian's python, whatever is first in PATH.
python=/usr/bin/python3
families="trunk ipmp"

skip()
{
	echo "$1" >&2
	exit 4
}

# The generator finds its schema two levels above the spec and its licence
# rules by looking upwards for a file MAINTAINERS.
prepare()
{
	[ -r "$tarball" ] || skip "$tarball is missing: apt-get install linux-source-6.12"
	"$python" -c 'import yaml, jsonschema' 2>/dev/null ||
		skip "python modules are missing: apt-get install python3-yaml python3-jsonschema"
	if [ ! -e "$cache/ready" ]; then
		rm -rf "$cache"
		mkdir -p "$cache"
		tar -C "$cache" --strip-components=1 -xf "$tarball" --wildcards \
			'linux-source-*/tools/net/ynl' 'linux-source-*/Documentation/netlink/*.yaml'
		touch "$cache/MAINTAINERS" "$cache/ready"
	fi
	mkdir -p "$cache/Documentation/netlink/specs"
	cp "$top"/uapi/specs/*.yaml "$cache/Documentation/netlink/specs/"
}

# generate FAMILY MODE KIND FILE: FILE is below the top, its name is its guard.
generate()
{
	local out=$stage/$4

	mkdir -p "$(dirname "$out")"
	"$python" "$cache/tools/net/ynl/ynl-gen-c.py" --mode "$2" "--$3" \
		--spec "$cache/Documentation/netlink/specs/$1.yaml" -o "$out"
	sed -i 's,Documentation/netlink/specs/,uapi/specs/,' "$out"
	[ -z "$(tail -c 1 "$out")" ] || echo >> "$out"
	generated="$generated $4"
}

prepare
stage=$(mktemp -d)
trap 'rm -rf "$stage"' EXIT
generated=
for family in $families; do
	generate "$family" uapi header "uapi/linux/$family.h"
	generate "$family" kernel header "kernel/$family/netlink_gen.h"
	generate "$family" kernel source "kernel/$family/netlink_gen.c"
done

status=0
for file in $generated; do
	if [ "${1-}" = --check ]; then
		diff -u "$top/$file" "$stage/$file" || status=1
	elif ! cmp -s "$stage/$file" "$top/$file"; then
		mkdir -p "$(dirname "$top/$file")"
		cp "$stage/$file" "$top/$file"
		echo "wrote $file"
	fi
done
[ "$status" = 0 ] || echo "out of date: run uapi/regen.sh" >&2
exit "$status"
