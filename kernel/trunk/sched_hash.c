// SPDX-License-Identifier: GPL-2.0-only
/* Scheduler of balance-xor: each flow in one slot, by its hash. */

#include <linux/log2.h>
#include <linux/skbuff.h>

#include "sched.h"

static u32 hash_nslots(const struct trunk *trunk)
{
	return trunk->nslots;
}

static void hash_fill(const struct trunk *trunk, struct trunk_fwd *fwd,
		      const struct trunk_drawn *wanted,
		      struct net_device *const *dev)
{
	u32 i;

	fwd->seed = trunk->hash_seed;
	fwd->factor = trunk->slot_seed | 1;
	fwd->shift = 32 - ilog2(fwd->nslots);

	for (i = 0; i < fwd->nslots; i++) {
		s32 port, alternate;

		port = trunk_slot_owner(trunk->home[i], i, trunk->slot_seed,
					wanted->usable);
		if (port < 0)
			continue;
		fwd->slot[i].port = dev[port];
		alternate = trunk_slot_choose(i, trunk->slot_seed,
					      wanted->usable & ~BIT_ULL(port));
		if (alternate >= 0)
			fwd->slot[i].alternate = dev[alternate];
	}
}

static u32 hash_pieces(const struct sk_buff *skb, u32 seed)
{
	u32 len = min_t(u32, skb->len, TRUNK_HASH_WINDOW);
	u8 window[TRUNK_HASH_WINDOW];

	if (skb_copy_bits(skb, 0, window, len))
		len = 0;
	return trunk_hash_frame(window, len, seed).value;
}

/**
 * trunk_sched_hash_any() - hash a frame, whatever it is
 * @skb: frame, Ethernet header at data
 * @seed: seed of the trunk
 *
 * Its headers are nearly always in one piece.
 *
 * Return: hash.
 */
u32 trunk_sched_hash_any(const struct sk_buff *skb, u32 seed)
{
	struct trunk_hash hash;

	hash = trunk_hash_frame(skb->data, skb_headlen(skb), seed);
	return likely(hash.whole) ? hash.value : hash_pieces(skb, seed);
}

const struct trunk_sched trunk_sched_hash = {
	.name	= "hash",
	.pick	= TRUNK_PICK_FLOW,
	.nslots	= hash_nslots,
	.fill	= hash_fill,
};
