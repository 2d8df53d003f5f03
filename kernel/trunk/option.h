/* SPDX-License-Identifier: GPL-2.0-only */
/* Options of a trunk: one table for netlink and module parameters. */

#ifndef _TRUNK_OPTION_H
#define _TRUNK_OPTION_H

#include <net/netlink.h>

#include "trunk.h"

enum trunk_option_index {
	TRUNK_OPTION_MODE,
	TRUNK_OPTION_MIIMON,
	TRUNK_OPTION_UPDELAY,
	TRUNK_OPTION_DOWNDELAY,
	TRUNK_OPTION_PRIMARY_RESELECT,
	TRUNK_OPTION_XMIT_HASH_POLICY,
	TRUNK_OPTION_PACKETS_PER_SLAVE,
	TRUNK_OPTION_NUM_PEER_NOTIF,
	TRUNK_OPTION_PEER_NOTIF_DELAY,
	TRUNK_OPTION_MIN_LINKS,
	TRUNK_OPTION_SCHEDULER,
	TRUNK_OPTION_FLOWLET_GAP,
	TRUNK_OPTION_REBALANCE,
	TRUNK_OPTION_REBALANCE_INTERVAL,
	TRUNK_OPTION_IDLE_TIMER,
	TRUNK_OPTION_UNBALANCED_TIMER,
	TRUNK_OPTION_TLB_DYNAMIC_LB,
	TRUNK_OPTION_ARP_INTERVAL,
	TRUNK_OPTION_ARP_VALIDATE,
	TRUNK_OPTION_ARP_ALL_TARGETS,
	TRUNK_OPTION_ARP_MISSED_MAX,
	TRUNK_OPTION_MONITOR,
	TRUNK_OPTION_USE_CARRIER,
	TRUNK_OPTION_RESEND_IGMP,
	TRUNK_OPTION_ALL_SLAVES_ACTIVE,
	TRUNK_OPTION_DAMPING_HOLD,
	TRUNK_OPTION_DAMPING_MAX,
	TRUNK_OPTION_LACP_ACTIVE,
	TRUNK_OPTION_LACP_RATE,
	TRUNK_OPTION_AD_SELECT,
	TRUNK_OPTION_AD_ACTOR_SYS_PRIO,
	TRUNK_OPTION_AD_USER_PORT_KEY,
	TRUNK_OPTION_COUPLED_CONTROL,
	TRUNK_OPTION_LACP_STRICT,
	TRUNK_OPTION_LACP_FALLBACK,
	TRUNK_OPTION_FAIL_OVER_MAC,
	TRUNK_OPTION_MAC_POLICY,
	TRUNK_OPTION_LP_INTERVAL,
	TRUNK_OPTION_COUNT,
};

/**
 * struct trunk_option_word - a word for a value
 * @name: word, as in bonding
 * @value: value
 */
struct trunk_option_word {
	const char *name;
	u32 value;
};

/**
 * struct trunk_option - an option whose value is a number
 * @name: name, as in bonding
 * @attr: IFLA_TRUNK_...
 * @size: bytes of the attribute: 1, 2 or 4
 * @offset: of its u32 in struct trunk_config
 * @min: smallest value
 * @max: largest value
 * @words: words for all values, ended by an empty one; NULL: a number only
 * @refusal: what to say of any other value
 */
struct trunk_option {
	const char *name;
	u16 attr;
	u8 size;
	u8 offset;
	u32 min;
	u32 max;
	const struct trunk_option_word *words;
	const char *refusal;
};

/**
 * struct trunk_wish - what a request wants, checked but not done
 * @config: options
 * @choose: the active port was asked for
 * @manual: port to make active, or NULL to choose again
 */
struct trunk_wish {
	struct trunk_config config;
	bool choose;
	struct trunk_port *manual;
};

extern const struct trunk_option trunk_options[TRUNK_OPTION_COUNT];
extern const struct nla_policy trunk_option_policy[IFLA_TRUNK_MAX + 1];
extern struct trunk_config trunk_option_defaults;

const char *trunk_option_together(const struct trunk_config *config);
int trunk_option_check(const struct nlattr *linkinfo,
		       struct netlink_ext_ack *extack);
int trunk_option_parse(struct trunk *trunk, const struct net *net,
		       struct nlattr *data[], struct trunk_wish *wish,
		       struct netlink_ext_ack *extack);
int trunk_option_parse_system(const char *text, struct trunk_config *config);
int trunk_option_from_text(const struct trunk_option *option, const char *text,
			   struct trunk_config *config);
void trunk_option_apply(struct trunk *trunk, const struct trunk_wish *wish);
u32 trunk_option_get(const struct trunk_option *option,
		     const struct trunk_config *config);
void trunk_option_refuse(struct netlink_ext_ack *extack,
			 const struct nlattr *attr, const char *why);

#endif /* _TRUNK_OPTION_H */
