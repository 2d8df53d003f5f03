// SPDX-License-Identifier: GPL-2.0-only
/* Scheduler hash: each flow in one slot, by its hash. */

#include <linux/log2.h>
#include <linux/skbuff.h>

#include "meter.h"
#include "sched.h"

static u32 hash_nslots(const struct trunk *trunk)
{
	return trunk->nslots;
}

/**
 * trunk_sched_fill_slot() - set a slot that has a home
 * @trunk: trunk
 * @fwd: new table
 * @slot: slot
 * @home: port id
 * @usable: usable ports and their weights
 */
void trunk_sched_fill_slot(const struct trunk *trunk, struct trunk_fwd *fwd,
			   u32 slot, u8 home, const struct trunk_shares *usable)
{
	struct trunk_shares others = *usable;
	s32 port, alternate;

	port = trunk_slot_owner(home, slot, trunk->slot_seed, usable);
	if (port < 0)
		return;
	trunk_fwd_set(fwd, &fwd->slot[slot], port);
	others.ports &= ~BIT_ULL(port);
	alternate = trunk_slot_choose(slot, trunk->slot_seed, &others);
	if (alternate >= 0)
		fwd->slot[slot].alternate = alternate;
}

static void hash_fill(const struct trunk *trunk, struct trunk_fwd *fwd,
		      const struct trunk_drawn *wanted)
{
	const struct trunk_shares usable = {
		.ports = wanted->usable, .weight = wanted->weight,
	};
	u32 i;

	fwd->seed = trunk->hash_seed;
	fwd->factor = trunk->slot_seed | 1;
	fwd->shift = 32 - ilog2(fwd->nslots);
	for (i = 0; i < fwd->nslots; i++)
		trunk_sched_fill_slot(trunk, fwd, i, trunk->home[i], &usable);
}

static void metered_fill(const struct trunk *trunk, struct trunk_fwd *fwd,
			 const struct trunk_drawn *wanted)
{
	hash_fill(trunk, fwd, wanted);
	fwd->bytes = trunk->meter->bytes;
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
	.pick	= TRUNK_PICK_FLOW,
	.nslots	= hash_nslots,
	.fill	= hash_fill,
};

const struct trunk_sched trunk_sched_metered = {
	.pick	= TRUNK_PICK_METERED,
	.prepare = trunk_meter_init,
	.nslots	= hash_nslots,
	.fill	= metered_fill,
};
