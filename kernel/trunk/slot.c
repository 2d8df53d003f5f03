// SPDX-License-Identifier: GPL-2.0-only
/* Which port owns which slot of the forwarding table: pure. */

#include "slot.h"

/*
 * Every slot has a home: the port that owns it whenever that port is usable.
 * Homes are dealt out evenly and change only with the membership. While a home
 * is not usable its slot stays with the highest random weight (Thaler and
 * Ravishankar, 1998) of the usable ports. So the loss of a port moves its own
 * slots and no others, its return takes back what it had and no others, and
 * neither needs a memory of what happened before.
 */

static u32 weight(u32 slot, u32 port, u32 seed)
{
	u32 x = seed ^ (slot * 0x9e3779b1u) ^ ((port + 1) * 0x85ebca6bu);

	x ^= x >> 16;
	x *= 0x7feb352du;
	x ^= x >> 15;
	x *= 0x846ca68bu;
	x ^= x >> 16;
	return x;
}

/**
 * trunk_slot_count() - size of a table
 * @ports: number of ports
 *
 * Return: number of slots, a power of two.
 */
u32 trunk_slot_count(u32 ports)
{
	u32 n = TRUNK_SLOTS_MIN;

	while (n < TRUNK_SLOTS_MAX && n < ports * TRUNK_SLOTS_PER_PORT)
		n *= 2;
	return n;
}

/**
 * trunk_slot_grow() - make a table larger without moving a flow
 * @home: table with room for @to
 * @from: number of slots
 * @to: number of slots wanted, a power of two times @from
 *
 * A slot is the high bits of a product, so slot i of the small table is the
 * slots i * to / from and following of the large one.
 */
void trunk_slot_grow(u8 *home, u32 from, u32 to)
{
	u32 i;

	for (i = to; i-- > 0;)
		home[i] = home[i / (to / from)];
}

/**
 * trunk_slot_assign() - deal out the homes evenly, moving as few as can be
 * @home: home of each slot, a port id or TRUNK_SLOT_NOBODY
 * @nslots: number of slots
 * @members: bit per port id
 */
void trunk_slot_assign(u8 *home, u32 nslots, u64 members)
{
	u32 have[TRUNK_SLOT_PORTS] = {}, due[TRUNK_SLOT_PORTS] = {};
	u32 n = 0, base, extra, id, i;

	for (id = 0; id < TRUNK_SLOT_PORTS; id++)
		n += members >> id & 1;
	for (i = 0; i < nslots; i++)
		if (home[i] < TRUNK_SLOT_PORTS)
			have[home[i]]++;
	if (!n) {
		for (i = 0; i < nslots; i++)
			home[i] = TRUNK_SLOT_NOBODY;
		return;
	}

	/* What does not divide goes to those who have it already. */
	base = nslots / n;
	extra = nslots % n;
	for (id = 0; id < TRUNK_SLOT_PORTS; id++) {
		if (!(members >> id & 1))
			continue;
		due[id] = base;
		if (extra && have[id] > base) {
			due[id]++;
			extra--;
		}
	}
	for (id = 0; id < TRUNK_SLOT_PORTS && extra; id++) {
		if ((members >> id & 1) && due[id] == base) {
			due[id]++;
			extra--;
		}
	}

	for (i = 0; i < nslots; i++) {
		if (home[i] >= TRUNK_SLOT_PORTS)
			continue;
		if (have[home[i]] > due[home[i]]) {
			have[home[i]]--;
			home[i] = TRUNK_SLOT_NOBODY;
		}
	}
	for (i = 0, id = 0; i < nslots; i++) {
		if (home[i] < TRUNK_SLOT_PORTS)
			continue;
		/* In turn, so that the slots of one lost port spread over all. */
		do {
			id = (id + 1) % TRUNK_SLOT_PORTS;
		} while (have[id] >= due[id]);
		home[i] = id;
		have[id]++;
	}
}

/**
 * trunk_slot_choose() - the candidate with the highest weight in a slot
 * @slot: slot
 * @seed: seed of the trunk
 * @candidates: bit per port id
 *
 * Return: port id, or -1 if there is none.
 */
s32 trunk_slot_choose(u32 slot, u32 seed, u64 candidates)
{
	s32 best = -1;
	u32 most = 0;
	s32 id;

	for (id = 0; id < TRUNK_SLOT_PORTS; id++) {
		u32 w;

		if (!(candidates >> id & 1))
			continue;
		w = weight(slot, id, seed);
		if (best < 0 || w > most) {
			best = id;
			most = w;
		}
	}
	return best;
}

/**
 * trunk_slot_owner() - who has a slot now
 * @home: home of the slot
 * @slot: slot
 * @seed: seed of the trunk
 * @usable: bit per port id
 *
 * Return: port id, or -1 if there is none.
 */
s32 trunk_slot_owner(u8 home, u32 slot, u32 seed, u64 usable)
{
	if (home < TRUNK_SLOT_PORTS && (usable >> home & 1))
		return home;
	return trunk_slot_choose(slot, seed, usable);
}
