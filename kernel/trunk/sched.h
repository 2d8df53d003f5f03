/* SPDX-License-Identifier: GPL-2.0-only */
/* Schedulers: how the slots of the forwarding table are filled and found. */

#ifndef _TRUNK_SCHED_H
#define _TRUNK_SCHED_H

#include <linux/hash.h>

#include "fwd.h"
#include "hash.h"

/**
 * struct trunk_sched - a scheduler
 * @name: name
 * @pick: how tx.c finds the slot of a frame. A frame takes a switch over this,
 *	not an indirect call, so a scheduler either shares one or adds one.
 * @nslots: number of slots for a trunk. RTNL.
 * @fill: set the slots of a new table, which nobody reads yet, and what @pick
 *	needs. @dev is indexed by port id. RTNL; may not fail.
 */
struct trunk_sched {
	const char *name;
	enum trunk_pick pick;
	u32 (*nslots)(const struct trunk *trunk);
	void (*fill)(const struct trunk *trunk, struct trunk_fwd *fwd,
		     const struct trunk_drawn *wanted,
		     struct net_device *const *dev);
};

extern const struct trunk_sched trunk_sched_active;
extern const struct trunk_sched trunk_sched_hash;
extern const struct trunk_sched trunk_sched_policy;
extern const struct trunk_sched trunk_sched_rr;

u32 trunk_sched_hash_any(const struct sk_buff *skb, u32 seed);
u32 trunk_sched_policy_slot(const struct trunk_fwd *fwd,
			    const struct sk_buff *skb);

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

#endif /* _TRUNK_SCHED_H */
