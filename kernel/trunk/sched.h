/* SPDX-License-Identifier: GPL-2.0-only */
/* Schedulers: how the slots of the forwarding table are filled and found. */

#ifndef _TRUNK_SCHED_H
#define _TRUNK_SCHED_H

#include <linux/hash.h>

#include "flow.h"
#include "hash.h"

/**
 * struct trunk_sched - a scheduler
 * @pick: how tx.c finds the slot of a frame. A frame takes a switch over this,
 *	not an indirect call, so a scheduler either shares one or adds one.
 * @prepare: get what the trunk needs for it, may be NULL. RTNL; 0 or -ENOMEM.
 * @nslots: number of slots for a trunk. RTNL.
 * @fill: set the slots of a new table, which nobody reads yet, and what @pick
 *	needs; the ports are in it. RTNL; may not fail.
 */
struct trunk_sched {
	enum trunk_pick pick;
	int (*prepare)(struct trunk *trunk);
	u32 (*nslots)(const struct trunk *trunk);
	void (*fill)(const struct trunk *trunk, struct trunk_fwd *fwd,
		     const struct trunk_drawn *wanted);
};

extern const struct trunk_sched trunk_sched_active;
extern const struct trunk_sched trunk_sched_hash;
extern const struct trunk_sched trunk_sched_metered;
extern const struct trunk_sched trunk_sched_policy;
extern const struct trunk_sched trunk_sched_rr;
extern const struct trunk_sched trunk_sched_random;
extern const struct trunk_sched trunk_sched_dynamic;
extern const struct trunk_sched trunk_sched_broadcast;

const struct trunk_sched *trunk_sched_of(const struct trunk_drawn *wanted);
u32 trunk_sched_effective(const struct trunk_config *config);

void trunk_sched_active_slot(struct trunk_fwd *fwd, struct trunk_slot *slot,
			     const struct trunk_drawn *wanted);
void trunk_sched_fill_slot(const struct trunk *trunk, struct trunk_fwd *fwd,
			   u32 slot, u8 home, const struct trunk_shares *usable);
u32 trunk_sched_policy_slot(const struct trunk_fwd *fwd,
			    const struct sk_buff *skb);
u32 trunk_sched_hash_any(const struct sk_buff *skb, u32 seed);

/*
 * A hash that someone made of the 5-tuple is as good as ours, and free. False
 * if neither that nor a glance at the frame gives one.
 */
static __always_inline bool trunk_sched_flow_plain(const struct trunk_fwd *fwd,
						   const struct sk_buff *skb,
						   u32 *slot)
{
	u32 hash;

	if (skb->l4_hash)
		hash = skb->hash;
	else if (!trunk_hash_plain(skb->data, skb_headlen(skb), fwd->seed,
				   &hash))
		return false;
	*slot = (hash * fwd->factor) >> fwd->shift;
	return true;
}

static __always_inline u32 trunk_sched_flow(const struct trunk_fwd *fwd,
					    const struct sk_buff *skb)
{
	u32 slot;

	if (!trunk_sched_flow_plain(fwd, skb, &slot))
		slot = (trunk_sched_hash_any(skb, fwd->seed) * fwd->factor) >>
		       fwd->shift;
	return slot;
}

/* The slot is used from now on: no flow of it may be moved for nothing. */
static __always_inline u32 trunk_sched_marked(struct trunk_fwd *fwd, u32 slot)
{
	if (unlikely(!READ_ONCE(fwd->slot[slot].used)))
		WRITE_ONCE(fwd->slot[slot].used, 1);
	return slot;
}

/*
 * Transmit runs with BH off, so a CPU's own cursor needs no more protection;
 * the test against nslots also catches what a larger table left.
 */
static inline u32 trunk_sched_turn(const struct trunk_fwd *fwd,
				   struct trunk_pcpu *pcpu)
{
	if (pcpu->rr_left) {
		pcpu->rr_left--;
	} else {
		pcpu->rr_left = fwd->quantum - 1;
		pcpu->rr_slot++;
	}
	if (pcpu->rr_slot >= fwd->nslots)
		pcpu->rr_slot = 0;
	return pcpu->rr_slot;
}

static inline u32 trunk_sched_random_slot(const struct trunk_fwd *fwd,
					  struct trunk_pcpu *pcpu)
{
	return trunk_lot(&pcpu->random, fwd->nslots);
}

/*
 * Stay, or go to a port drawn by lot if that has less load for its weight: two
 * choices, one of them remembered (Mitzenmacher, 2002), are nearly as good as
 * all, and the same work for any number of ports. Nobody after a measurement
 * that this CPU has not looked at yet.
 */
static __always_inline u32 trunk_sched_flowlet(const struct trunk_fwd *fwd,
					       struct trunk_flow_pcpu *mine,
					       u32 stay)
{
	u64 stay_load, go_load;
	u32 go;

	if (mine->epoch != READ_ONCE(fwd->flows->epoch))
		return TRUNK_SLOT_NOBODY;
	mine->picks++;
	go = fwd->choice[trunk_lot(&mine->random, fwd->nchoices)];
	stay_load = mine->base[stay] + mine->bytes[stay];
	go_load = mine->base[go] + mine->bytes[go];
	return stay_load * fwd->weight[go] <= go_load * fwd->weight[stay] ?
	       stay : go;
}

/**
 * trunk_sched_flow_port() - port of a flow
 * @fwd: table
 * @mine: what this CPU sent
 * @flow: flow
 * @now: trunk_flow_clock()
 *
 * Unless it paused it has one. skb->ooo_okay, by which TCP says that nothing of
 * it waits in this host, is no pause: it may still be on the wire.
 *
 * Return: port id; TRUNK_SLOT_NOBODY if more has to be known.
 */
static __always_inline u32 trunk_sched_flow_port(const struct trunk_fwd *fwd,
						 struct trunk_flow_pcpu *mine,
						 const struct trunk_flow *flow,
						 u32 now)
{
	u32 port = READ_ONCE(flow->port);

	if (port == TRUNK_SLOT_NOBODY || !trunk_flow_paused(flow, now, fwd->gap))
		return port;
	if (fwd->scheduler != TRUNK_SCHEDULER_FLOWLET)
		return TRUNK_SLOT_NOBODY;
	return trunk_sched_flowlet(fwd, mine, port);
}

/* Its frame leaves by @port now. */
static __always_inline void trunk_sched_flow_sent(struct trunk_flow_pcpu *mine,
						  struct trunk_flow *flow,
						  const struct sk_buff *skb,
						  u32 port, u32 now)
{
	WRITE_ONCE(flow->last, now);
	WRITE_ONCE(flow->port, port);
	mine->bytes[port] += skb->len;
}

#endif /* _TRUNK_SCHED_H */
