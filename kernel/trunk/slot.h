/* SPDX-License-Identifier: GPL-2.0-only */
/* Which port owns which slot of the forwarding table: pure. */

#ifndef _TRUNK_SLOT_H
#define _TRUNK_SLOT_H

#include "pure.h"

/* 32 slots a port keep the shares of unequal port counts within 1/32. */
#define TRUNK_SLOTS_MIN		256
#define TRUNK_SLOTS_MAX		2048
#define TRUNK_SLOTS_PER_PORT	32
#define TRUNK_SLOT_NOBODY	0xff
#define TRUNK_SLOT_PORTS	64	/* port ids are below this: bits of a u64 */

/**
 * struct trunk_shares - who is to have how much
 * @ports: bit per port id
 * @weight: by port id, 1..TRUNK_WEIGHT_MAX; read for @ports only
 */
struct trunk_shares {
	u64 ports;
	const u32 *weight;
};

/* Gb/s that nobody has yet, in Mb/s; products of two fit into a u64. */
#define TRUNK_WEIGHT_MAX	10000000

u32 trunk_slot_count(u32 ports);
void trunk_slot_grow(u8 *home, u32 from, u32 to);
u32 trunk_slot_assign(u8 *home, u32 nslots, const struct trunk_shares *shares,
		      const u8 *busy);
u32 trunk_slot_turns(u8 *turn, u32 nslots, const struct trunk_shares *shares);
s32 trunk_slot_choose(u32 slot, u32 seed, const struct trunk_shares *shares);
s32 trunk_slot_owner(u8 home, u32 slot, u32 seed,
		     const struct trunk_shares *usable);

#endif /* _TRUNK_SLOT_H */
