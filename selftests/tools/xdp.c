// SPDX-License-Identifier: GPL-2.0-only
/* XDP programs of a few instructions, made without a compiler for them and pinned for ip(8). */

#define _GNU_SOURCE
#include <linux/bpf.h>
#include <stddef.h>
#include <sys/syscall.h>

#include "tool.h"

static void usage(void)
{
	fprintf(stderr,
		"Usage: xdp load pass|drop|tx|redirect FILE [IFINDEX]\n"
		"                  pin a program that says so of each frame as FILE, in a bpf\n"
		"                  file system; redirect sends it by the device of that index\n"
		"       xdp count  number of programs in the kernel\n");
	exit(2);
}

static int bpf(int cmd, union bpf_attr *attr)
{
	return (int)syscall(__NR_bpf, cmd, attr, sizeof(*attr));
}

static struct bpf_insn move(int reg, int value)
{
	return (struct bpf_insn){
		.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = (uint8_t)reg & 15, .imm = value,
	};
}

static void load(const char *verdict, const char *path, int ifindex)
{
	static const char *const verdicts[] = {
		[XDP_DROP] = "drop", [XDP_PASS] = "pass",
		[XDP_TX] = "tx", [XDP_REDIRECT] = "redirect",
	};
	struct bpf_insn insn[8];
	union bpf_attr attr = { 0 };
	unsigned int n = 0, act;
	int fd;

	for (act = XDP_DROP; act <= XDP_REDIRECT && strcmp(verdicts[act], verdict); act++)
		;
	if (act == XDP_REDIRECT) {
		insn[n++] = move(BPF_REG_1, ifindex);
		insn[n++] = move(BPF_REG_2, 0);
		insn[n++] = (struct bpf_insn){
			.code = BPF_JMP | BPF_CALL, .imm = BPF_FUNC_redirect,
		};
	} else if (act < XDP_REDIRECT) {
		insn[n++] = move(BPF_REG_0, (int)act);
	} else {
		usage();
	}
	insn[n++] = (struct bpf_insn){ .code = BPF_JMP | BPF_EXIT };
	attr.prog_type = BPF_PROG_TYPE_XDP;
	attr.insns = (uintptr_t)insn;
	attr.insn_cnt = n;
	attr.license = (uintptr_t)"GPL";
	fd = bpf(BPF_PROG_LOAD, &attr);
	if (fd < 0)
		die("load");
	memset(&attr, 0, sizeof(attr));
	attr.pathname = (uintptr_t)path;
	attr.bpf_fd = (uint32_t)fd;
	if (bpf(BPF_OBJ_PIN, &attr))
		die(path);
}

static void count(void)
{
	union bpf_attr attr = { 0 };
	int n = 0;

	while (!bpf(BPF_PROG_GET_NEXT_ID, &attr)) {
		attr.start_id = attr.next_id;
		n++;
	}
	if (errno != ENOENT)
		die("count");
	printf("%d\n", n);
}

int main(int argc, char **argv)
{
	if (argc == 2 && !strcmp(argv[1], "count"))
		count();
	else if (argc >= 4 && !strcmp(argv[1], "load"))
		load(argv[2], argv[3], argc > 4 ? atoi(argv[4]) : 0);
	else
		usage();
	return 0;
}
