// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
/* Do not edit directly, auto-generated from: */
/*	uapi/specs/trunk.yaml */
/* YNL-GEN kernel source */

#include <net/netlink.h>
#include <net/genetlink.h>

#include "netlink_gen.h"

#include <uapi/linux/trunk.h>

/* Integer value ranges */
static const struct netlink_range_validation trunk_a_drain_timeout_range = {
	.min	= 1ULL,
	.max	= 3600000ULL,
};

/* TRUNK_CMD_DRAIN - do */
const struct nla_policy trunk_drain_nl_policy[TRUNK_A_DRAIN_FORCE + 1] = {
	[TRUNK_A_DRAIN_PORT_IFINDEX] = { .type = NLA_U32, },
	[TRUNK_A_DRAIN_TIMEOUT] = NLA_POLICY_FULL_RANGE(NLA_U32, &trunk_a_drain_timeout_range),
	[TRUNK_A_DRAIN_FORCE] = { .type = NLA_FLAG, },
};

/* TRUNK_CMD_UNDRAIN - do */
const struct nla_policy trunk_undrain_nl_policy[TRUNK_A_DRAIN_PORT_IFINDEX + 1] = {
	[TRUNK_A_DRAIN_PORT_IFINDEX] = { .type = NLA_U32, },
};

/* Ops table for trunk */
const struct genl_ops trunk_nl_ops[2] = {
	{
		.cmd		= TRUNK_CMD_DRAIN,
		.doit		= trunk_nl_drain_doit,
		.policy		= trunk_drain_nl_policy,
		.maxattr	= TRUNK_A_DRAIN_FORCE,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= TRUNK_CMD_UNDRAIN,
		.doit		= trunk_nl_undrain_doit,
		.policy		= trunk_undrain_nl_policy,
		.maxattr	= TRUNK_A_DRAIN_PORT_IFINDEX,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
};

static const struct genl_multicast_group trunk_nl_mcgrps[] = {
	[TRUNK_NLGRP_EVENTS] = { "events", },
};
