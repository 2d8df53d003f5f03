// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
/* Do not edit directly, auto-generated from: */
/*	uapi/specs/ipmp.yaml */
/* YNL-GEN kernel source */

#include <net/netlink.h>
#include <net/genetlink.h>

#include "netlink_gen.h"

#include <uapi/linux/ipmp.h>

/* Integer value ranges */
static const struct netlink_range_validation ipmp_a_group_updelay_range = {
	.max	= 600000ULL,
};

/* IPMP_CMD_GROUP_NEW - do */
const struct nla_policy ipmp_group_new_nl_policy[IPMP_A_GROUP_UPDELAY + 1] = {
	[IPMP_A_GROUP_NAME] = { .type = NLA_NUL_STRING, .len = IPMP_NAME_MAX, },
	[IPMP_A_GROUP_FAILBACK] = NLA_POLICY_MAX(NLA_U32, 1),
	[IPMP_A_GROUP_ADOPT] = NLA_POLICY_MAX(NLA_U32, 1),
	[IPMP_A_GROUP_MIIMON] = NLA_POLICY_RANGE(NLA_U32, 1, 10000),
	[IPMP_A_GROUP_UPDELAY] = NLA_POLICY_FULL_RANGE(NLA_U32, &ipmp_a_group_updelay_range),
};

/* IPMP_CMD_GROUP_SET - do */
const struct nla_policy ipmp_group_set_nl_policy[IPMP_A_GROUP_UPDELAY + 1] = {
	[IPMP_A_GROUP_NAME] = { .type = NLA_NUL_STRING, .len = IPMP_NAME_MAX, },
	[IPMP_A_GROUP_FAILBACK] = NLA_POLICY_MAX(NLA_U32, 1),
	[IPMP_A_GROUP_ADOPT] = NLA_POLICY_MAX(NLA_U32, 1),
	[IPMP_A_GROUP_MIIMON] = NLA_POLICY_RANGE(NLA_U32, 1, 10000),
	[IPMP_A_GROUP_UPDELAY] = NLA_POLICY_FULL_RANGE(NLA_U32, &ipmp_a_group_updelay_range),
};

/* IPMP_CMD_GROUP_DEL - do */
const struct nla_policy ipmp_group_del_nl_policy[IPMP_A_GROUP_NAME + 1] = {
	[IPMP_A_GROUP_NAME] = { .type = NLA_NUL_STRING, .len = IPMP_NAME_MAX, },
};

/* IPMP_CMD_GROUP_GET - do */
const struct nla_policy ipmp_group_get_nl_policy[IPMP_A_GROUP_NAME + 1] = {
	[IPMP_A_GROUP_NAME] = { .type = NLA_NUL_STRING, .len = IPMP_NAME_MAX, },
};

/* IPMP_CMD_INTERFACE_NEW - do */
const struct nla_policy ipmp_interface_new_nl_policy[IPMP_A_INTERFACE_TEST_ADDRESS + 1] = {
	[IPMP_A_INTERFACE_GROUP] = { .type = NLA_NUL_STRING, .len = IPMP_NAME_MAX, },
	[IPMP_A_INTERFACE_NAME] = { .type = NLA_NUL_STRING, .len = 15, },
	[IPMP_A_INTERFACE_STANDBY] = NLA_POLICY_MAX(NLA_U32, 1),
	[IPMP_A_INTERFACE_TEST_ADDRESS] = { .type = NLA_BINARY, },
};

/* IPMP_CMD_INTERFACE_SET - do */
const struct nla_policy ipmp_interface_set_nl_policy[IPMP_A_INTERFACE_TEST_ADDRESS + 1] = {
	[IPMP_A_INTERFACE_NAME] = { .type = NLA_NUL_STRING, .len = 15, },
	[IPMP_A_INTERFACE_STANDBY] = NLA_POLICY_MAX(NLA_U32, 1),
	[IPMP_A_INTERFACE_TEST_ADDRESS] = { .type = NLA_BINARY, },
};

/* IPMP_CMD_INTERFACE_DEL - do */
const struct nla_policy ipmp_interface_del_nl_policy[IPMP_A_INTERFACE_NAME + 1] = {
	[IPMP_A_INTERFACE_NAME] = { .type = NLA_NUL_STRING, .len = 15, },
};

/* IPMP_CMD_INTERFACE_GET - do */
const struct nla_policy ipmp_interface_get_nl_policy[IPMP_A_INTERFACE_NAME + 1] = {
	[IPMP_A_INTERFACE_NAME] = { .type = NLA_NUL_STRING, .len = 15, },
};

/* IPMP_CMD_ADDRESS_NEW - do */
const struct nla_policy ipmp_address_new_nl_policy[IPMP_A_ADDRESS_HOME + 1] = {
	[IPMP_A_ADDRESS_GROUP] = { .type = NLA_NUL_STRING, .len = IPMP_NAME_MAX, },
	[IPMP_A_ADDRESS_ADDRESS] = { .type = NLA_BINARY, },
	[IPMP_A_ADDRESS_PREFIXLEN] = NLA_POLICY_RANGE(NLA_U32, 1, 128),
	[IPMP_A_ADDRESS_HOME] = { .type = NLA_NUL_STRING, .len = 15, },
};

/* IPMP_CMD_ADDRESS_DEL - do */
const struct nla_policy ipmp_address_del_nl_policy[IPMP_A_ADDRESS_PREFIXLEN + 1] = {
	[IPMP_A_ADDRESS_GROUP] = { .type = NLA_NUL_STRING, .len = IPMP_NAME_MAX, },
	[IPMP_A_ADDRESS_ADDRESS] = { .type = NLA_BINARY, },
	[IPMP_A_ADDRESS_PREFIXLEN] = NLA_POLICY_RANGE(NLA_U32, 1, 128),
};

/* IPMP_CMD_ADDRESS_GET - do */
const struct nla_policy ipmp_address_get_nl_policy[IPMP_A_ADDRESS_PREFIXLEN + 1] = {
	[IPMP_A_ADDRESS_GROUP] = { .type = NLA_NUL_STRING, .len = IPMP_NAME_MAX, },
	[IPMP_A_ADDRESS_ADDRESS] = { .type = NLA_BINARY, },
	[IPMP_A_ADDRESS_PREFIXLEN] = NLA_POLICY_RANGE(NLA_U32, 1, 128),
};

/* Ops table for ipmp */
const struct genl_ops ipmp_nl_ops[11] = {
	{
		.cmd		= IPMP_CMD_GROUP_NEW,
		.doit		= ipmp_nl_group_new_doit,
		.policy		= ipmp_group_new_nl_policy,
		.maxattr	= IPMP_A_GROUP_UPDELAY,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= IPMP_CMD_GROUP_SET,
		.doit		= ipmp_nl_group_set_doit,
		.policy		= ipmp_group_set_nl_policy,
		.maxattr	= IPMP_A_GROUP_UPDELAY,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= IPMP_CMD_GROUP_DEL,
		.doit		= ipmp_nl_group_del_doit,
		.policy		= ipmp_group_del_nl_policy,
		.maxattr	= IPMP_A_GROUP_NAME,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= IPMP_CMD_GROUP_GET,
		.doit		= ipmp_nl_group_get_doit,
		.dumpit		= ipmp_nl_group_get_dumpit,
		.policy		= ipmp_group_get_nl_policy,
		.maxattr	= IPMP_A_GROUP_NAME,
	},
	{
		.cmd		= IPMP_CMD_INTERFACE_NEW,
		.doit		= ipmp_nl_interface_new_doit,
		.policy		= ipmp_interface_new_nl_policy,
		.maxattr	= IPMP_A_INTERFACE_TEST_ADDRESS,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= IPMP_CMD_INTERFACE_SET,
		.doit		= ipmp_nl_interface_set_doit,
		.policy		= ipmp_interface_set_nl_policy,
		.maxattr	= IPMP_A_INTERFACE_TEST_ADDRESS,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= IPMP_CMD_INTERFACE_DEL,
		.doit		= ipmp_nl_interface_del_doit,
		.policy		= ipmp_interface_del_nl_policy,
		.maxattr	= IPMP_A_INTERFACE_NAME,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= IPMP_CMD_INTERFACE_GET,
		.doit		= ipmp_nl_interface_get_doit,
		.dumpit		= ipmp_nl_interface_get_dumpit,
		.policy		= ipmp_interface_get_nl_policy,
		.maxattr	= IPMP_A_INTERFACE_NAME,
	},
	{
		.cmd		= IPMP_CMD_ADDRESS_NEW,
		.doit		= ipmp_nl_address_new_doit,
		.policy		= ipmp_address_new_nl_policy,
		.maxattr	= IPMP_A_ADDRESS_HOME,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= IPMP_CMD_ADDRESS_DEL,
		.doit		= ipmp_nl_address_del_doit,
		.policy		= ipmp_address_del_nl_policy,
		.maxattr	= IPMP_A_ADDRESS_PREFIXLEN,
		.flags		= GENL_UNS_ADMIN_PERM,
	},
	{
		.cmd		= IPMP_CMD_ADDRESS_GET,
		.doit		= ipmp_nl_address_get_doit,
		.dumpit		= ipmp_nl_address_get_dumpit,
		.policy		= ipmp_address_get_nl_policy,
		.maxattr	= IPMP_A_ADDRESS_PREFIXLEN,
	},
};

static const struct genl_multicast_group ipmp_nl_mcgrps[] = {
	[IPMP_NLGRP_EVENTS] = { "events", },
};
