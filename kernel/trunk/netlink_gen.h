/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	uapi/specs/trunk.yaml */
/* YNL-GEN kernel header */

#ifndef _LINUX_TRUNK_GEN_H
#define _LINUX_TRUNK_GEN_H

#include <net/netlink.h>
#include <net/genetlink.h>

#include <uapi/linux/trunk.h>

extern const struct nla_policy trunk_drain_nl_policy[TRUNK_A_DRAIN_FORCE + 1];

extern const struct nla_policy trunk_undrain_nl_policy[TRUNK_A_DRAIN_PORT_IFINDEX + 1];

/* Ops table for trunk */
extern const struct genl_ops trunk_nl_ops[2];

int trunk_nl_drain_doit(struct sk_buff *skb, struct genl_info *info);
int trunk_nl_undrain_doit(struct sk_buff *skb, struct genl_info *info);

enum {
	TRUNK_NLGRP_EVENTS,
};

#endif /* _LINUX_TRUNK_GEN_H */
