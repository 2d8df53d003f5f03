# SPDX-License-Identifier: GPL-2.0-only
# The modules, the tool, the tests. `make help` is the short list.

KVER ?= $(shell uname -r)
PREFIX ?= /usr
VM := selftests/vm
OUT = $(CURDIR)/.cache/build/$(KVER)
VERSION := $(shell sed -n 's/^PACKAGE_VERSION="\(.*\)"/\1/p' dkms.conf)
DKMS_SRC = $(DESTDIR)/usr/src/hanet-$(VERSION)

export KDIR KVER PREFIX DESTDIR KERNELS HOST

all: modules userspace

help:
	@echo 'make             trunk.ko and ipmp.ko for the running kernel, and hactl'
	@echo 'make modules     the modules only; KVER=6.12.9-amd64 or KDIR=folder: for another kernel'
	@echo 'make userspace   hactl only'
	@echo 'make demo        the main job, shown in a virtual machine; HOST=1: on this kernel, as root'
	@echo 'make test        every test, on Debian kernels 6.1 and 6.12 in virtual machines; HOST=1: on this kernel'
	@echo '                 KERNELS=6.12: one of them; TESTS="trunk ipmp/move.sh": only these'
	@echo 'make check       checkpatch, sparse, kernel-doc, shellcheck, generated files'
	@echo 'make bench       what a packet costs, beside bond and team, in instructions, nanoseconds and on two CPUs, and what'
	@echo '                 idle modules cost; PARTS="packets native cpus idle": only these; FULL=1: all modes and ports;'
	@echo '                 BENCH=--accept: measures all and keeps the tables'
	@echo 'make install     modules, tool, manual, units; DESTDIR=, PREFIX=/usr'
	@echo 'make dkms        install the module sources for dkms'
	@echo 'make clean       remove what was built (make distclean: and the kernels in .cache)'
	@echo 'One test:        $(VM)/run --kernel 6.12 trunk/NAME.sh        ($(VM)/run --help)'

modules:
	@$(VM)/build $(KVER)
	@echo "modules: $$(ls $(OUT)/kernel/*/*.ko | tr '\n' ' ')"

userspace:
	@$(MAKE) -C userspace all

test:
	@$(VM)/suite $(TESTS)

demo:
	@$(VM)/demo

check:
	@.ci/check

bench:
	@selftests/bench/bench $(BENCH)

install: modules userspace
	$(MAKE) -C $(or $(KDIR),/lib/modules/$(KVER)/build) M=$(OUT) INSTALL_MOD_PATH=$(DESTDIR) \
		INSTALL_MOD_DIR=updates CONFIG_MODULE_SIG_ALL= modules_install
	[ -n "$(DESTDIR)" ] || depmod $(KVER)
	$(MAKE) -C userspace install

dkms:
	install -d $(DKMS_SRC)
	cp -r Kbuild dkms.conf LICENSE kernel uapi $(DKMS_SRC)/
	@if [ -n "$(DESTDIR)" ]; then \
		echo "then: dkms install hanet/$(VERSION)"; \
	elif command -v dkms >/dev/null; then \
		dkms install --force hanet/$(VERSION) -k $(KVER); \
	else \
		echo "dkms is missing; run: apt-get install dkms, then: dkms install hanet/$(VERSION)" >&2; exit 1; \
	fi

clean:
	rm -rf .cache/build .cache/check .cache/run
	[ ! -e userspace/Makefile ] || $(MAKE) -C userspace clean
	[ ! -e selftests/tools/Makefile ] || $(MAKE) -C selftests/tools clean

distclean: clean
	rm -rf .cache

.PHONY: all help modules userspace test demo check bench install dkms clean distclean
