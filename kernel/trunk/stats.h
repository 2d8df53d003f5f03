/* SPDX-License-Identifier: GPL-2.0-only */
/* Counters of a trunk. */

#ifndef _TRUNK_STATS_H
#define _TRUNK_STATS_H

#include "trunk.h"

void trunk_stats_sum(const struct trunk *trunk, u64 *count);
void trunk_stats_get64(struct net_device *dev, struct rtnl_link_stats64 *stats);
void trunk_stats_traffic(struct net_device *dev, struct trunk_traffic *traffic);
void trunk_stats_failover(struct trunk *trunk);
size_t trunk_stats_xstats_size(const struct net_device *dev, int attr);
int trunk_stats_fill_xstats(struct sk_buff *skb, const struct net_device *dev,
			    int *prividx, int attr);

#endif /* _TRUNK_STATS_H */
