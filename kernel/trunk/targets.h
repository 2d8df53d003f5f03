/* SPDX-License-Identifier: GPL-2.0-only */
/* Options whose value is a list of addresses: the targets of probes. */

#ifndef _TRUNK_TARGETS_H
#define _TRUNK_TARGETS_H

#include <net/netlink.h>

#include "trunk.h"

int trunk_targets_parse(const struct net *net, struct nlattr *data[],
			struct trunk_targets *targets,
			struct netlink_ext_ack *extack);
const char *trunk_targets_from_text(const char *arp, const char *nd,
				    struct trunk_targets *targets);
void trunk_targets_set(struct trunk_targets *targets,
		       const struct trunk_targets *wanted);
size_t trunk_targets_size(void);
int trunk_targets_put(struct sk_buff *skb, const struct trunk_targets *targets);

#endif /* _TRUNK_TARGETS_H */
