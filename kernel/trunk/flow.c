// SPDX-License-Identifier: GPL-2.0-only
/* Flows of the schedulers that choose a port for each while it lasts. */

#include <linux/slab.h>
#include <net/sch_generic.h>

#include "flow.h"
#include "sched.h"
#include "tx.h"

/**
 * trunk_flow_init() - give a trunk its flows, unless it has them
 * @trunk: trunk
 *
 * Context: RTNL; may sleep.
 *
 * Return: 0 or -ENOMEM.
 */
int trunk_flow_init(struct trunk *trunk)
{
	struct trunk_flows *flows;
	int cpu;
	u32 i;

	if (trunk->flows)
		return 0;
	flows = kvzalloc(sizeof(*flows), GFP_KERNEL_ACCOUNT);
	if (!flows)
		return -ENOMEM;
	flows->pcpu = alloc_percpu_gfp(struct trunk_flow_pcpu,
				       GFP_KERNEL_ACCOUNT | __GFP_ZERO);
	if (!flows->pcpu) {
		kvfree(flows);
		return -ENOMEM;
	}
	for (i = 0; i < TRUNK_FLOWS; i++)
		flows->flow[i].port = TRUNK_SLOT_NOBODY;
	for_each_possible_cpu(cpu)
		per_cpu_ptr(flows->pcpu, cpu)->random = get_random_u32();
	trunk->flows = flows;
	return 0;
}

/**
 * trunk_flow_uninit() - free the flows of a trunk that nobody sends on any more
 * @trunk: trunk
 */
void trunk_flow_uninit(struct trunk *trunk)
{
	if (!trunk->flows)
		return;
	free_percpu(trunk->flows->pcpu);
	kvfree(trunk->flows);
}

/* What this CPU sends from now on is not in the result of the measurement. */
static void renew(const struct trunk_flows *flows, struct trunk_flow_pcpu *mine)
{
	u32 id;

	mine->epoch = READ_ONCE(flows->epoch);
	for (id = 0; id < TRUNK_PORTS_MAX; id++) {
		mine->base[id] = READ_ONCE(flows->load[id]) - mine->bytes[id];
		mine->chosen[id] = 0;
	}
}

/* Flows already there, and this one: a port of twice the weight has twice. */
static u64 least_conn_cost(const struct trunk_flows *flows, u32 id)
{
	return atomic_read(&flows->active[id]) + 1;
}

/*
 * The measured queueing delay; each flow that was given to a port since makes
 * it look slower, so that not all new ones of a measurement meet on one port.
 */
static u64 response_time_cost(const struct trunk_flows *flows,
			      const struct trunk_flow_pcpu *mine, u32 id)
{
	return (u64)(READ_ONCE(flows->delay[id]) + 1) * (mine->chosen[id] + 1);
}

static u64 cost_of(const struct trunk_fwd *fwd,
		   const struct trunk_flow_pcpu *mine, u32 id)
{
	switch (fwd->scheduler) {
	case TRUNK_SCHEDULER_LEAST_CONN:
		return least_conn_cost(fwd->flows, id);
	case TRUNK_SCHEDULER_RESPONSE_TIME:
		return response_time_cost(fwd->flows, mine, id);
	default:
		return mine->base[id] + mine->bytes[id];
	}
}

/* Linear: at most 64 ports, once a flow. From anywhere, so that equals share. */
static u32 choose_least(const struct trunk_fwd *fwd,
			struct trunk_flow_pcpu *mine)
{
	u32 start = trunk_lot(&mine->random, fwd->nchoices);
	u32 best = TRUNK_SLOT_NOBODY, i;
	u64 least = 0;

	if (mine->epoch != READ_ONCE(fwd->flows->epoch))
		renew(fwd->flows, mine);
	for (i = 0; i < fwd->nchoices; i++) {
		u32 at = start + i;
		u64 cost;
		u32 id;

		id = fwd->choice[at < fwd->nchoices ? at : at - fwd->nchoices];
		if (!trunk_tx_port(&fwd->slot[id]))
			continue;
		cost = cost_of(fwd, mine, id);
		if (best == TRUNK_SLOT_NOBODY ||
		    cost * fwd->weight[best] < least * fwd->weight[id]) {
			best = id;
			least = cost;
		}
	}
	return best;
}

/**
 * trunk_flow_port() - port of the flow of a frame
 * @fwd: table
 * @skb: frame
 *
 * Context: BH off, RCU.
 *
 * Return: port id; one without a device if no port is usable.
 */
u32 trunk_flow_port(const struct trunk_fwd *fwd, const struct sk_buff *skb)
{
	struct trunk_flow *flow = &fwd->flows->flow[trunk_sched_flow(fwd, skb)];
	struct trunk_flow_pcpu *mine = this_cpu_ptr(fwd->flows->pcpu);
	u32 now = trunk_flow_clock();
	u32 id;

	id = trunk_sched_flow_port(fwd, mine, flow, now);
	if (id == TRUNK_SLOT_NOBODY) {
		id = choose_least(fwd, mine);
		if (id == TRUNK_SLOT_NOBODY)
			return fwd->choice[0];
		mine->picks++;
		mine->chosen[id]++;
		atomic_inc(&fwd->flows->active[id]);
	}
	trunk_sched_flow_sent(mine, flow, skb, id, now);
	return id;
}

/**
 * trunk_flow_rescue() - choose another port for a flow whose port is dead
 * @fwd: table
 * @skb: frame of the flow
 *
 * Context: BH off, RCU.
 *
 * Return: device, or NULL if no port is usable.
 */
struct net_device *trunk_flow_rescue(const struct trunk_fwd *fwd,
				     const struct sk_buff *skb)
{
	struct trunk_flow *flow = &fwd->flows->flow[trunk_sched_flow(fwd, skb)];

	WRITE_ONCE(flow->port, TRUNK_SLOT_NOBODY);
	return trunk_tx_port(&fwd->slot[trunk_flow_port(fwd, skb)]);
}

/**
 * trunk_flow_backlog() - what a device has to send
 * @dev: device
 *
 * Context: RCU.
 *
 * Return: bytes that wait in its queues and, as far as it tells, in its driver.
 */
u64 trunk_flow_backlog(struct net_device *dev)
{
	u64 bytes = 0;
	u32 i;

	for (i = 0; i < dev->real_num_tx_queues; i++) {
		struct netdev_queue *queue = netdev_get_tx_queue(dev, i);
		struct Qdisc *qdisc = rcu_dereference(queue->qdisc);
		u32 qlen, waiting;

		if (qdisc) {
			qdisc_qstats_qlen_backlog(qdisc, &qlen, &waiting);
			bytes += waiting;
		}
#ifdef CONFIG_BQL
		bytes += READ_ONCE(queue->dql.num_queued) -
			 READ_ONCE(queue->dql.num_completed);
#endif
	}
	return bytes;
}

/*
 * Little's law: the time in a queue is what waits over what passes. A queue in
 * which nothing moves keeps its delay, an empty one forgets it.
 */
static void measure_delay(struct trunk_flows *flows, u32 id, u64 waiting,
			  u32 passed, u64 interval)
{
	u32 delay = flows->delay[id];
	u64 now = waiting ? delay : 0;

	if (passed)
		now = min_t(u64, TRUNK_DELAY_MAX_US,
			    div_u64(waiting * div_u64(interval, NSEC_PER_USEC), passed));
	WRITE_ONCE(flows->delay[id], (delay * 3ull + now) / 4);
}

static u32 bytes_of(const struct trunk_flows *flows, u32 id)
{
	u32 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(per_cpu_ptr(flows->pcpu, cpu)->bytes[id]);
	return sum;
}

/**
 * trunk_flow_measure() - measure what the ports carry and how they do
 * @fwd: table
 *
 * Context: the measuring work, RCU.
 */
void trunk_flow_measure(const struct trunk_fwd *fwd)
{
	struct trunk_flows *flows = fwd->flows;
	u64 now = ktime_get_ns();
	u32 active[TRUNK_PORTS_MAX];
	u32 i;

	WRITE_ONCE(flows->interval, now - flows->measured);
	flows->measured = now;
	/* The first one has only begun, or others were at work meanwhile. */
	if (!flows->epoch || flows->interval > NSEC_PER_SEC) {
		for (i = 0; i < TRUNK_PORTS_MAX; i++)
			flows->seen[i] = bytes_of(flows, i);
		WRITE_ONCE(flows->epoch, flows->epoch + 1);
		return;
	}
	for (i = 0; i < fwd->nchoices; i++) {
		u32 id = fwd->choice[i];
		struct net_device *dev = READ_ONCE(fwd->slot[id].port);
		u32 bytes = bytes_of(flows, id);
		u32 passed = bytes - flows->seen[id];

		flows->seen[id] = bytes;
		WRITE_ONCE(flows->load[id], (flows->load[id] + (u64)passed) / 2);
		if (dev)
			measure_delay(flows, id, trunk_flow_backlog(dev), passed,
				      flows->interval);
	}
	/* A count that is a tenth of a second old is good enough. */
	if (fwd->scheduler == TRUNK_SCHEDULER_LEAST_CONN &&
	    !(flows->epoch % 10)) {
		trunk_flow_count(flows, fwd->gap, active);
		for (i = 0; i < TRUNK_PORTS_MAX; i++)
			atomic_set(&flows->active[i], active[i]);
	}
	WRITE_ONCE(flows->epoch, flows->epoch + 1);
}

/**
 * trunk_flow_picks() - how often a port was chosen
 * @flows: flows
 *
 * Return: sum over all CPUs.
 */
u64 trunk_flow_picks(const struct trunk_flows *flows)
{
	u64 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(per_cpu_ptr(flows->pcpu, cpu)->picks);
	return sum;
}

/**
 * trunk_flow_count() - count the flows that are not over
 * @flows: flows
 * @gap: pause after which one is over, trunk_flow_clock()
 * @active: result, by port id
 *
 * Return: their number.
 */
u32 trunk_flow_count(const struct trunk_flows *flows, u32 gap, u32 *active)
{
	u32 now = trunk_flow_clock();
	u32 sum = 0, i;

	memset(active, 0, TRUNK_PORTS_MAX * sizeof(*active));
	for (i = 0; i < TRUNK_FLOWS; i++) {
		const struct trunk_flow *flow = &flows->flow[i];
		u32 id = READ_ONCE(flow->port);

		if (id >= TRUNK_PORTS_MAX || trunk_flow_paused(flow, now, gap))
			continue;
		active[id]++;
		sum++;
	}
	return sum;
}
