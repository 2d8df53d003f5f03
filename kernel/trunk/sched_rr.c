// SPDX-License-Identifier: GPL-2.0-only
/* Scheduler of balance-rr: the slots in turn, the ports interleaved. */

#include "sched.h"

static u32 rr_nslots(const struct trunk *trunk)
{
	return TRUNK_SLOTS_MIN;
}

/*
 * As many whole rounds as fit, so that each port has the same share. The
 * alternates of one port are the others in turn: if it dies, its share spreads
 * over all of them.
 */
static void rr_fill(const struct trunk *trunk, struct trunk_fwd *fwd,
		    const struct trunk_drawn *wanted,
		    struct net_device *const *dev)
{
	struct net_device *order[TRUNK_PORTS_MAX];
	u32 n = 0, id, i;

	for (id = 0; id < TRUNK_PORTS_MAX; id++)
		if (wanted->usable & BIT_ULL(id))
			order[n++] = dev[id];

	fwd->quantum = wanted->quantum;
	if (!n)
		return;
	fwd->nslots -= fwd->nslots % n;
	for (i = 0; i < fwd->nslots; i++) {
		fwd->slot[i].port = order[i % n];
		if (n > 1)
			fwd->slot[i].alternate =
				order[(i % n + 1 + i / n % (n - 1)) % n];
	}
}

const struct trunk_sched trunk_sched_rr = {
	.name	= "rr",
	.pick	= TRUNK_PICK_TURN,
	.nslots	= rr_nslots,
	.fill	= rr_fill,
};
