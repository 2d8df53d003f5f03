// SPDX-License-Identifier: GPL-2.0-only
/* Counters of a trunk: its own, so that they survive the removal of a port. */

#include <linux/ktime.h>
#include <linux/log2.h>
#include <net/netlink.h>

#include "flow.h"
#include "lacp.h"
#include "meter.h"
#include "sched.h"
#include "stats.h"
#include "trace.h"

/**
 * trunk_stats_sum() - add up what the CPUs counted
 * @trunk: trunk
 * @count: result, by enum trunk_count
 */
void trunk_stats_sum(const struct trunk *trunk, u64 *count)
{
	u64 mine[TRUNK_COUNTS];
	int cpu, i;

	memset(count, 0, sizeof(mine));
	for_each_possible_cpu(cpu) {
		const struct trunk_pcpu *pcpu = per_cpu_ptr(trunk->pcpu, cpu);
		unsigned int start;

		do {
			start = u64_stats_fetch_begin(&pcpu->syncp);
			for (i = 0; i < TRUNK_COUNTS; i++)
				mine[i] = u64_stats_read(&pcpu->count[i]);
		} while (u64_stats_fetch_retry(&pcpu->syncp, start));
		for (i = 0; i < TRUNK_COUNTS; i++)
			count[i] += mine[i];
	}
}

/**
 * trunk_stats_get64() - statistics of the trunk as a net device
 * @dev: trunk
 * @stats: result
 */
void trunk_stats_get64(struct net_device *dev, struct rtnl_link_stats64 *stats)
{
	u64 count[TRUNK_COUNTS];

	dev_get_tstats64(dev, stats);
	trunk_stats_sum(netdev_priv(dev), count);
	stats->multicast = count[TRUNK_COUNT_RX_MULTICAST];
}

/**
 * trunk_stats_failover() - note that the frames of a lost port go elsewhere now
 * @trunk: trunk
 *
 * Counted from the first sign: a frame that found its port dead, or a monitor.
 *
 * Context: RTNL.
 */
void trunk_stats_failover(struct trunk *trunk)
{
	u64 lost_at = READ_ONCE(trunk->lost_at);
	u64 latency, us;

	if (!lost_at)
		return;
	WRITE_ONCE(trunk->lost_at, 0);
	latency = ktime_get_ns() - lost_at;
	us = div_u64(latency, NSEC_PER_USEC);
	trunk->latency[min_t(u32, us ? ilog2(us) + 1 : 0,
			     TRUNK_XSTATS_LATENCIES - 1)]++;
	trace_trunk_failover(trunk->dev, latency);
}

/**
 * trunk_stats_traffic() - what a device sent and received
 * @dev: device
 * @traffic: result
 *
 * Context: process; may sleep.
 */
void trunk_stats_traffic(struct net_device *dev, struct trunk_traffic *traffic)
{
	struct rtnl_link_stats64 stats;

	dev_get_stats(dev, &stats);
	traffic->tx_packets = stats.tx_packets;
	traffic->tx_bytes = stats.tx_bytes;
	traffic->rx_packets = stats.rx_packets;
	traffic->rx_bytes = stats.rx_bytes;
}

/* Buckets, load and delay, in all and by port id. */
struct shares {
	u32 buckets[TRUNK_PORTS_MAX];
	u32 active[TRUNK_PORTS_MAX];
	u64 load[TRUNK_PORTS_MAX];
	u32 delay[TRUNK_PORTS_MAX];
	u32 all;
	u32 all_active;
};

static void count_slots(const struct trunk *trunk, const struct trunk_fwd *fwd,
			struct shares *shares)
{
	bool metered = fwd->flow_pick == TRUNK_PICK_METERED;
	u64 us = metered ? div_u64(READ_ONCE(trunk->meter->interval),
				   NSEC_PER_USEC) : 0;
	u32 i;

	shares->all = fwd->nslots;
	for (i = 0; i < fwd->nslots; i++) {
		u8 owner = READ_ONCE(fwd->slot[i].owner);
		bool used = READ_ONCE(fwd->slot[i].used);

		shares->all_active += used;
		if (owner >= TRUNK_PORTS_MAX)
			continue;
		shares->buckets[owner]++;
		shares->active[owner] += used;
		if (metered)
			shares->load[owner] += READ_ONCE(trunk->meter->loads.fast[i]);
	}
	for (i = 0; us && i < TRUNK_PORTS_MAX; i++)
		shares->load[i] = div64_u64(shares->load[i] * USEC_PER_SEC, us);
}

static void count_flows(const struct trunk_fwd *fwd, struct shares *shares)
{
	const struct trunk_flows *flows = fwd->flows;
	u64 interval = READ_ONCE(flows->interval);
	u32 over = trunk_flow_us(TRUNK_FLOW_OVER_US);
	u32 i;

	shares->all = TRUNK_FLOWS;
	shares->all_active = trunk_flow_count(flows, over, shares->active);
	for (i = 0; i < TRUNK_FLOWS; i++) {
		u32 id = READ_ONCE(flows->flow[i].port);

		if (id < TRUNK_PORTS_MAX)
			shares->buckets[id]++;
	}
	for (i = 0; interval && i < TRUNK_PORTS_MAX; i++) {
		/* Of a port that carries nothing nobody measures anything. */
		if (!READ_ONCE(fwd->slot[i].port))
			continue;
		shares->load[i] = div64_u64((u64)READ_ONCE(flows->load[i]) * NSEC_PER_SEC,
					    interval);
		shares->delay[i] = READ_ONCE(flows->delay[i]);
	}
}

static void count_shares(const struct trunk *trunk, struct shares *shares)
{
	const struct trunk_fwd *fwd;

	memset(shares, 0, sizeof(*shares));
	rcu_read_lock();
	fwd = rcu_dereference(trunk->fwd);
	switch (fwd->flow_pick) {
	case TRUNK_PICK_FLOW:
	case TRUNK_PICK_METERED:
		count_slots(trunk, fwd, shares);
		break;
	case TRUNK_PICK_DYNAMIC:
		count_flows(fwd, shares);
		break;
	default:
		break;
	}
	rcu_read_unlock();
}

static int put64(struct sk_buff *skb, int attr, u64 value)
{
	return nla_put_u64_64bit(skb, attr, value, TRUNK_XSTATS_PAD);
}

static int fill_trunk(struct sk_buff *skb, const struct trunk *trunk,
		      const struct shares *shares)
{
	u64 count[TRUNK_COUNTS];

	trunk_stats_sum(trunk, count);
	if (nla_put_u8(skb, TRUNK_XSTATS_SCHEDULER,
		       trunk_sched_effective(&trunk->config)) ||
	    nla_put_u32(skb, TRUNK_XSTATS_BUCKETS, shares->all) ||
	    nla_put_u32(skb, TRUNK_XSTATS_ACTIVE_BUCKETS, shares->all_active) ||
	    nla_put_u32(skb, TRUNK_XSTATS_UNBALANCED, trunk->excess) ||
	    put64(skb, TRUNK_XSTATS_MOVES, trunk->moves) ||
	    put64(skb, TRUNK_XSTATS_PICKS,
		  trunk->flows ? trunk_flow_picks(trunk->flows) : 0) ||
	    put64(skb, TRUNK_XSTATS_FAILOVERS, trunk->failovers) ||
	    put64(skb, TRUNK_XSTATS_TX_ALTERNATE,
		  count[TRUNK_COUNT_TX_ALTERNATE]) ||
	    put64(skb, TRUNK_XSTATS_TX_DROP_NO_PORT,
		  count[TRUNK_COUNT_TX_NO_PORT]) ||
	    put64(skb, TRUNK_XSTATS_TX_DROP_NO_MEMORY,
		  count[TRUNK_COUNT_TX_NO_MEMORY]) ||
	    put64(skb, TRUNK_XSTATS_TX_DROP_PORT, count[TRUNK_COUNT_TX_PORT]) ||
	    put64(skb, TRUNK_XSTATS_RX_DROP_INACTIVE,
		  count[TRUNK_COUNT_RX_INACTIVE]) ||
	    nla_put(skb, TRUNK_XSTATS_FAILOVER_LATENCY, sizeof(trunk->latency),
		    trunk->latency))
		return -EMSGSIZE;
	return 0;
}

static int fill_lacp_counts(struct sk_buff *skb, const struct trunk_port *port)
{
	u32 i;

	BUILD_BUG_ON(TRUNK_LACP_XSTATS_RX + TRUNK_LACP_COUNTS !=
		     TRUNK_LACP_XSTATS_ACTOR_CHURN);
	for (i = 0; i < TRUNK_LACP_COUNTS; i++)
		if (nla_put_u32(skb, TRUNK_LACP_XSTATS_RX + i,
				READ_ONCE(port->lacp_count[i])))
			return -EMSGSIZE;
	return 0;
}

static int fill_lacp_event(struct sk_buff *skb,
			   const struct trunk_lacp_event *event)
{
	u64 ago = ktime_get_ns() - event->time;
	struct nlattr *nest;

	nest = nla_nest_start(skb, TRUNK_LACP_XSTATS_EVENT);
	if (!nest ||
	    nla_put_u64_64bit(skb, TRUNK_LACP_EVENT_TIME,
			      ktime_get_real_ns() - ago, TRUNK_LACP_EVENT_PAD) ||
	    nla_put_u8(skb, TRUNK_LACP_EVENT_RX_STATE, event->rx) ||
	    nla_put_u8(skb, TRUNK_LACP_EVENT_MUX_STATE, event->mux) ||
	    nla_put_u8(skb, TRUNK_LACP_EVENT_ACTOR, event->actor) ||
	    nla_put_u8(skb, TRUNK_LACP_EVENT_PARTNER, event->partner))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int fill_lacp_log(struct sk_buff *skb, const struct trunk_port *port)
{
	struct trunk_lacp_event log[TRUNK_LACP_LOG];
	u32 i, n = trunk_lacp_history(port, log);

	for (i = 0; i < n; i++)
		if (fill_lacp_event(skb, &log[i]))
			return -EMSGSIZE;
	return 0;
}

static int fill_lacp(struct sk_buff *skb, const struct trunk_port *port)
{
	struct trunk_lacp_port lacp;
	struct nlattr *nest;

	if (port->trunk->config.mode != TRUNK_MODE_8023AD)
		return 0;
	trunk_lacp_read(port, &lacp);
	nest = nla_nest_start(skb, TRUNK_PORT_XSTATS_LACP);
	if (!nest || fill_lacp_counts(skb, port) ||
	    nla_put_u32(skb, TRUNK_LACP_XSTATS_ACTOR_CHURN,
			lacp.actor_churn.count) ||
	    nla_put_u32(skb, TRUNK_LACP_XSTATS_PARTNER_CHURN,
			lacp.partner_churn.count) ||
	    nla_put_u8(skb, TRUNK_LACP_XSTATS_RX_STATE, lacp.rx) ||
	    nla_put_u8(skb, TRUNK_LACP_XSTATS_MUX_STATE, lacp.mux) ||
	    nla_put(skb, TRUNK_LACP_XSTATS_PARTNER_SYSTEM, ETH_ALEN,
		    lacp.partner.system) ||
	    nla_put_u16(skb, TRUNK_LACP_XSTATS_PARTNER_PRIO,
			lacp.partner.system_priority) ||
	    nla_put_u16(skb, TRUNK_LACP_XSTATS_PARTNER_KEY, lacp.partner.key) ||
	    nla_put_u16(skb, TRUNK_LACP_XSTATS_PARTNER_PORT, lacp.partner.port) ||
	    nla_put_u16(skb, TRUNK_LACP_XSTATS_PARTNER_PORT_PRIO,
			lacp.partner.port_priority) ||
	    fill_lacp_log(skb, port))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int fill_port(struct sk_buff *skb, const struct trunk_port *port,
		     const struct shares *shares)
{
	struct trunk_traffic now;

	trunk_stats_traffic(port->dev, &now);
	if (nla_put_u32(skb, TRUNK_PORT_XSTATS_WEIGHT,
			port->trunk->drawn.weight[port->id]) ||
	    nla_put_u32(skb, TRUNK_PORT_XSTATS_BUCKETS,
			shares->buckets[port->id]) ||
	    nla_put_u32(skb, TRUNK_PORT_XSTATS_ACTIVE_BUCKETS,
			shares->active[port->id]) ||
	    put64(skb, TRUNK_PORT_XSTATS_LOAD, shares->load[port->id]) ||
	    nla_put_u32(skb, TRUNK_PORT_XSTATS_DELAY,
			shares->delay[port->id]) ||
	    put64(skb, TRUNK_PORT_XSTATS_TX_PACKETS,
		  now.tx_packets - port->base.tx_packets) ||
	    put64(skb, TRUNK_PORT_XSTATS_TX_BYTES,
		  now.tx_bytes - port->base.tx_bytes) ||
	    put64(skb, TRUNK_PORT_XSTATS_RX_PACKETS,
		  now.rx_packets - port->base.rx_packets) ||
	    put64(skb, TRUNK_PORT_XSTATS_RX_BYTES,
		  now.rx_bytes - port->base.rx_bytes) ||
	    put64(skb, TRUNK_PORT_XSTATS_MOVES, port->moves) ||
	    put64(skb, TRUNK_PORT_XSTATS_ACTIVATIONS, port->activations))
		return -EMSGSIZE;
	return fill_lacp(skb, port);
}

/**
 * trunk_stats_xstats_size() - room that trunk_stats_fill_xstats() needs
 * @dev: trunk or port
 * @attr: IFLA_STATS_LINK_XSTATS or IFLA_STATS_LINK_XSTATS_SLAVE
 *
 * Return: bytes.
 */
size_t trunk_stats_xstats_size(const struct net_device *dev, int attr)
{
	size_t u64s = nla_total_size_64bit(sizeof(u64));

	if (attr == IFLA_STATS_LINK_XSTATS_SLAVE)
		return nla_total_size(0) + TRUNK_PORT_XSTATS_MAX * u64s +
		       TRUNK_LACP_XSTATS_MAX * u64s +
		       TRUNK_LACP_LOG * TRUNK_LACP_EVENT_MAX * u64s;
	return nla_total_size(0) + TRUNK_XSTATS_MAX * u64s +
	       nla_total_size(sizeof(((struct trunk *)NULL)->latency));
}

/**
 * trunk_stats_fill_xstats() - put the counters of a trunk or of a port
 * @skb: message
 * @dev: trunk or port
 * @prividx: unused: they fit into one message
 * @attr: IFLA_STATS_LINK_XSTATS or IFLA_STATS_LINK_XSTATS_SLAVE
 *
 * Context: RTNL; may sleep.
 *
 * Return: 0, -ENOMEM or -EMSGSIZE.
 */
int trunk_stats_fill_xstats(struct sk_buff *skb, const struct net_device *dev,
			    int *prividx, int attr)
{
	const struct trunk_port *port = NULL;
	const struct trunk *trunk;
	struct shares *shares;
	struct nlattr *nest;
	int err;

	if (attr == IFLA_STATS_LINK_XSTATS_SLAVE) {
		/* rtnetlink found a trunk to be its master. */
		port = rtnl_dereference(dev->rx_handler_data);
		trunk = port->trunk;
	} else {
		trunk = netdev_priv(dev);
	}
	shares = kmalloc(sizeof(*shares), GFP_KERNEL);
	if (!shares)
		return -ENOMEM;
	count_shares(trunk, shares);
	nest = nla_nest_start(skb, LINK_XSTATS_TYPE_TRUNK);
	err = !nest ? -EMSGSIZE : port ? fill_port(skb, port, shares) :
					 fill_trunk(skb, trunk, shares);
	if (!err)
		nla_nest_end(skb, nest);
	else if (nest)
		nla_nest_cancel(skb, nest);
	kfree(shares);
	return err;
}
