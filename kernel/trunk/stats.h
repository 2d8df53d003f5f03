/* SPDX-License-Identifier: GPL-2.0-only */
/* Counters of a trunk. */

#ifndef _TRUNK_STATS_H
#define _TRUNK_STATS_H

#include "trunk.h"

/**
 * struct trunk_sums - counters of struct trunk_pcpu, of all CPUs
 * @rx_multicast: see there
 * @tx_no_port: see there
 * @tx_alternate: see there
 */
struct trunk_sums {
	u64 rx_multicast;
	u64 tx_no_port;
	u64 tx_alternate;
};

void trunk_stats_sum(const struct trunk *trunk, struct trunk_sums *sums);
void trunk_stats_get64(struct net_device *dev, struct rtnl_link_stats64 *stats);

#endif /* _TRUNK_STATS_H */
