// SPDX-License-Identifier: GPL-2.0-only
/* Schedulers flowlet, least-conn and response-time: see flow.c. */

#include "sched.h"

/* One slot a port, by its id. */
static u32 dynamic_nslots(const struct trunk *trunk)
{
	return TRUNK_PORTS_MAX;
}

static void dynamic_fill(const struct trunk *trunk, struct trunk_fwd *fwd,
			 const struct trunk_drawn *wanted)
{
	u32 id;

	fwd->seed = trunk->hash_seed;
	fwd->factor = trunk->slot_seed | 1;
	fwd->shift = 32 - TRUNK_FLOWS_SHIFT;
	fwd->gap = trunk_flow_us(wanted->gap);
	fwd->flows = trunk->flows;
	for (id = 0; id < TRUNK_PORTS_MAX; id++)
		if (wanted->usable & BIT_ULL(id))
			trunk_fwd_set(fwd, &fwd->slot[id], id);
}

const struct trunk_sched trunk_sched_dynamic = {
	.pick	= TRUNK_PICK_DYNAMIC,
	.prepare = trunk_flow_init,
	.nslots	= dynamic_nslots,
	.fill	= dynamic_fill,
};
