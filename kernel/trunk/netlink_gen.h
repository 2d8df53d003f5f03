/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	uapi/specs/trunk.yaml */
/* YNL-GEN kernel header */

#ifndef _LINUX_TRUNK_GEN_H
#define _LINUX_TRUNK_GEN_H

#include <net/netlink.h>
#include <net/genetlink.h>

#include <uapi/linux/trunk.h>

/* Ops table for trunk */
extern const struct genl_ops trunk_nl_ops[0];

enum {
	TRUNK_NLGRP_EVENTS,
};

#endif /* _LINUX_TRUNK_GEN_H */
