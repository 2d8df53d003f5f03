// SPDX-License-Identifier: GPL-2.0-only
/* Scheduler broadcast: every frame by every port, so no slots to speak of. */

#include "sched.h"

/* None would leave nothing to look at for those that look at a slot. */
static u32 broadcast_nslots(const struct trunk *trunk)
{
	return 1;
}

static void broadcast_fill(const struct trunk *trunk, struct trunk_fwd *fwd,
			   const struct trunk_drawn *wanted)
{
}

const struct trunk_sched trunk_sched_broadcast = {
	.pick	= TRUNK_PICK_ALL,
	.nslots	= broadcast_nslots,
	.fill	= broadcast_fill,
};
