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

u32 trunk_slot_count(u32 ports);
void trunk_slot_grow(u8 *home, u32 from, u32 to);
void trunk_slot_assign(u8 *home, u32 nslots, u64 members);
s32 trunk_slot_choose(u32 slot, u32 seed, u64 candidates);
s32 trunk_slot_owner(u8 home, u32 slot, u32 seed, u64 usable);

#endif /* _TRUNK_SLOT_H */
