/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	uapi/specs/ipmp.yaml */
/* YNL-GEN kernel header */

#ifndef _LINUX_IPMP_GEN_H
#define _LINUX_IPMP_GEN_H

#include <net/netlink.h>
#include <net/genetlink.h>

#include <uapi/linux/ipmp.h>

extern const struct nla_policy ipmp_group_new_nl_policy[IPMP_A_GROUP_UPDELAY + 1];

extern const struct nla_policy ipmp_group_set_nl_policy[IPMP_A_GROUP_UPDELAY + 1];

extern const struct nla_policy ipmp_group_del_nl_policy[IPMP_A_GROUP_NAME + 1];

extern const struct nla_policy ipmp_group_get_nl_policy[IPMP_A_GROUP_NAME + 1];

extern const struct nla_policy ipmp_interface_new_nl_policy[IPMP_A_INTERFACE_TEST_ADDRESS + 1];

extern const struct nla_policy ipmp_interface_set_nl_policy[IPMP_A_INTERFACE_TEST_ADDRESS + 1];

extern const struct nla_policy ipmp_interface_del_nl_policy[IPMP_A_INTERFACE_NAME + 1];

extern const struct nla_policy ipmp_interface_get_nl_policy[IPMP_A_INTERFACE_NAME + 1];

extern const struct nla_policy ipmp_address_new_nl_policy[IPMP_A_ADDRESS_HOME + 1];

extern const struct nla_policy ipmp_address_del_nl_policy[IPMP_A_ADDRESS_PREFIXLEN + 1];

extern const struct nla_policy ipmp_address_get_nl_policy[IPMP_A_ADDRESS_PREFIXLEN + 1];

/* Ops table for ipmp */
extern const struct genl_ops ipmp_nl_ops[11];

int ipmp_nl_group_new_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_group_set_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_group_del_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_group_get_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_group_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb);
int ipmp_nl_interface_new_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_interface_set_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_interface_del_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_interface_get_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_interface_get_dumpit(struct sk_buff *skb,
				 struct netlink_callback *cb);
int ipmp_nl_address_new_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_address_del_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_address_get_doit(struct sk_buff *skb, struct genl_info *info);
int ipmp_nl_address_get_dumpit(struct sk_buff *skb,
			       struct netlink_callback *cb);

enum {
	IPMP_NLGRP_EVENTS,
};

#endif /* _LINUX_IPMP_GEN_H */
