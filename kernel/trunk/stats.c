// SPDX-License-Identifier: GPL-2.0-only
/* Counters of a trunk: its own, so that they survive the removal of a port. */

#include "stats.h"

/**
 * trunk_stats_sum() - add up what the CPUs counted
 * @trunk: trunk
 * @sums: result
 */
void trunk_stats_sum(const struct trunk *trunk, struct trunk_sums *sums)
{
	int cpu;

	memset(sums, 0, sizeof(*sums));
	for_each_possible_cpu(cpu) {
		const struct trunk_pcpu *pcpu = per_cpu_ptr(trunk->pcpu, cpu);
		u64 multicast, no_port, alternate;
		unsigned int start;

		do {
			start = u64_stats_fetch_begin(&pcpu->syncp);
			multicast = u64_stats_read(&pcpu->rx_multicast);
			no_port = u64_stats_read(&pcpu->tx_no_port);
			alternate = u64_stats_read(&pcpu->tx_alternate);
		} while (u64_stats_fetch_retry(&pcpu->syncp, start));
		sums->rx_multicast += multicast;
		sums->tx_no_port += no_port;
		sums->tx_alternate += alternate;
	}
}

/**
 * trunk_stats_get64() - statistics of the trunk as a net device
 * @dev: trunk
 * @stats: result
 */
void trunk_stats_get64(struct net_device *dev, struct rtnl_link_stats64 *stats)
{
	struct trunk_sums sums;

	dev_get_tstats64(dev, stats);
	trunk_stats_sum(netdev_priv(dev), &sums);
	stats->multicast = sums.rx_multicast;
}
