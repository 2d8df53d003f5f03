/* SPDX-License-Identifier: GPL-2.0-only */
/* Flows of the schedulers that choose a port for each while it lasts. */

#ifndef _TRUNK_FLOW_H
#define _TRUNK_FLOW_H

#include <linux/sched/clock.h>

#include "fwd.h"

/*
 * A flow is a bucket of the flow hash: rarely are two at work in one of 4096.
 * A flow that paused for long enough is a new one: its frames that are still on
 * their way have arrived before the next one can overtake them.
 */
#define TRUNK_FLOWS_SHIFT	12
#define TRUNK_FLOWS		BIT(TRUNK_FLOWS_SHIFT)

/* A longer delay is as good as none: what is left of it fits into products. */
#define TRUNK_DELAY_MAX_US	8000000

/* After a pause of 1 s a flow is over, for those that count flows. */
#define TRUNK_FLOW_OVER_US	1000000

/**
 * struct trunk_flow - a bucket
 * @last: when it was used last, trunk_flow_clock()
 * @port: id of its port, or TRUNK_SLOT_NOBODY
 *
 * Written by whoever sends a frame of it. Two CPUs that do so at once may both
 * choose; either choice is good.
 */
struct trunk_flow {
	u32 last;
	u32 port;
};

/**
 * struct trunk_flow_pcpu - what a CPU sent, by port id
 * @random: state of the lots that are drawn
 * @epoch: measurement that @base and @chosen belong to
 * @picks: choices of a port
 * @bytes: bytes sent
 * @base: measured load less @bytes then: with @bytes, the load now
 * @chosen: flows that were given to it since
 */
struct trunk_flow_pcpu {
	u32 random;
	u32 epoch;
	unsigned long picks;
	u32 bytes[TRUNK_PORTS_MAX];
	u32 base[TRUNK_PORTS_MAX];
	u32 chosen[TRUNK_PORTS_MAX];
};

/**
 * struct trunk_flows - flows of a trunk, and what the ports are chosen by
 * @pcpu: written by its own CPU with BH off, read by the measurement
 * @epoch: number of the last measurement
 * @measured: when that was, ns
 * @interval: how long it took, ns
 * @load: bytes of each port in a measurement, averaged
 * @delay: queueing delay of each port, averaged, us
 * @active: flows of each port; a choice adds one, a measurement counts anew
 * @seen: sum of the bytes of each port; of the measurement alone
 * @flow: buckets
 *
 * Made when it is first needed and freed with the trunk.
 */
struct trunk_flows {
	struct trunk_flow_pcpu __percpu *pcpu;
	u32 epoch;
	u64 measured;
	u64 interval;
	u32 load[TRUNK_PORTS_MAX];
	u32 delay[TRUNK_PORTS_MAX];
	atomic_t active[TRUNK_PORTS_MAX];
	u32 seen[TRUNK_PORTS_MAX];
	struct trunk_flow flow[TRUNK_FLOWS];
};

/* Units of 1.024 us; differences are right up to half an hour. */
static inline u32 trunk_flow_clock(void)
{
	return (u32)(local_clock() >> 10);
}

static inline u32 trunk_flow_us(u32 us)
{
	return us - us * 3 / 128;
}

/* Clocks of two CPUs may differ a little: a flow from the future is not old. */
static inline bool trunk_flow_paused(const struct trunk_flow *flow, u32 now,
				     u32 gap)
{
	return (s32)(now - READ_ONCE(flow->last)) > (s32)gap;
}

/*
 * A number below @n by lot: linear congruential (Numerical Recipes), of which
 * the upper bits count. Good enough to spread load.
 */
static inline u32 trunk_lot(u32 *state, u32 n)
{
	*state = *state * 1664525u + 1013904223u;
	return ((u64)*state * n) >> 32;
}

int trunk_flow_init(struct trunk *trunk);
void trunk_flow_uninit(struct trunk *trunk);
u32 trunk_flow_port(const struct trunk_fwd *fwd, const struct sk_buff *skb);
u64 trunk_flow_backlog(struct net_device *dev);
struct net_device *trunk_flow_rescue(const struct trunk_fwd *fwd,
				     const struct sk_buff *skb);
u64 trunk_flow_picks(const struct trunk_flows *flows);
void trunk_flow_measure(const struct trunk_fwd *fwd);
u32 trunk_flow_count(const struct trunk_flows *flows, u32 gap, u32 *active);

#endif /* _TRUNK_FLOW_H */
