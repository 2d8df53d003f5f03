// SPDX-License-Identifier: GPL-2.0-only
/* Schedulers rr and random: the ports interleaved, in turn or by lot. */

#include "sched.h"

static u32 turn_nslots(const struct trunk *trunk)
{
	return TRUNK_SLOTS_MIN;
}

/*
 * The alternates of one port are the others in turn: if it dies, its share
 * spreads over all of them.
 */
static void turn_fill(const struct trunk *trunk, struct trunk_fwd *fwd,
		      const struct trunk_drawn *wanted)
{
	struct trunk_shares usable = {
		.ports = wanted->usable, .weight = wanted->weight,
	};
	u8 turn[TRUNK_SLOTS_MIN], next[TRUNK_PORTS_MAX];
	u32 i;

	fwd->quantum = wanted->quantum;
	if (!usable.ports)
		return;
	fwd->nslots = trunk_slot_turns(turn, fwd->nslots, &usable);
	for (i = 0; i < TRUNK_PORTS_MAX; i++)
		next[i] = i;
	for (i = 0; i < fwd->nslots; i++) {
		u8 port = turn[i];

		trunk_fwd_set(fwd, &fwd->slot[i], port);
		if (hweight64(usable.ports) < 2)
			continue;
		do {
			next[port] = (next[port] + 1) % TRUNK_PORTS_MAX;
		} while (next[port] == port ||
			 !(usable.ports & BIT_ULL(next[port])));
		fwd->slot[i].alternate = next[port];
	}
}

const struct trunk_sched trunk_sched_rr = {
	.pick	= TRUNK_PICK_TURN,
	.nslots	= turn_nslots,
	.fill	= turn_fill,
};

const struct trunk_sched trunk_sched_random = {
	.pick	= TRUNK_PICK_RANDOM,
	.nslots	= turn_nslots,
	.fill	= turn_fill,
};
