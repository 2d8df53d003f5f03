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
extern const struct trunk_sched trunk_sched_rr;
extern const struct trunk_sched trunk_sched_random;
extern const struct trunk_sched trunk_sched_dynamic;
extern const struct trunk_sched trunk_sched_broadcast;

const struct trunk_sched *trunk_sched_of(const struct trunk_drawn *wanted);
u32 trunk_sched_effective(const struct trunk_config *config);

void trunk_sched_active_slot(struct trunk_fwd *fwd, struct trunk_slot *slot,
			     const struct trunk_drawn *wanted);
u32 trunk_sched_hash_any(const struct sk_buff *skb, u32 seed);

/* A hash that someone made of the 5-tuple is as good as ours, and free. */
static inline u32 trunk_sched_flow(const struct trunk_fwd *fwd,
				   const struct sk_buff *skb)
{
	u32 hash;

	if (skb->l4_hash)
		hash = skb->hash;
	else if (!trunk_hash_plain(skb->data, skb_headlen(skb), fwd->seed,
				   &hash))
		hash = trunk_sched_hash_any(skb, fwd->seed);
	return (hash * fwd->factor) >> fwd->shift;
}

/* Its slot, which has been used then: no flow of it may be moved for nothing. */
static inline u32 trunk_sched_marked(struct trunk_fwd *fwd,
				     const struct sk_buff *skb)
{
	u32 i = trunk_sched_flow(fwd, skb);

	if (unlikely(!READ_ONCE(fwd->slot[i].used)))
		WRITE_ONCE(fwd->slot[i].used, 1);
	return i;
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
	return ((u64)trunk_flow_lot(pcpu) * fwd->nslots) >> 32;
}

/*
 * The port of the flow, unless it paused. skb->ooo_okay is how TCP says that
 * nothing of it is under way here, which is as good as a pause.
 */
static inline u32 trunk_sched_flow_port(const struct trunk_fwd *fwd,
					struct trunk_pcpu *pcpu,
					const struct sk_buff *skb)
{
	struct trunk_flow *flow = &fwd->flows->flow[trunk_sched_flow(fwd, skb)];
	u32 port = READ_ONCE(flow->port);
	u32 now = trunk_flow_clock();

	if (port == TRUNK_SLOT_NOBODY ||
	    trunk_flow_paused(flow, now, fwd->gap) || skb->ooo_okay)
		port = trunk_flow_choose(fwd, pcpu, flow, now);
	WRITE_ONCE(flow->last, now);
	this_cpu_ptr(fwd->flows->pcpu)->bytes[port] += skb->len;
	return port;
}

#endif /* _TRUNK_SCHED_H */
