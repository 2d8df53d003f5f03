// SPDX-License-Identifier: GPL-2.0-only
/* Scheduler of active-backup: one slot with the active port. */

#include "sched.h"

static u32 active_nslots(const struct trunk *trunk)
{
	return 1;
}

/*
 * The alternate is a backup port that is not active yet. Between the loss of
 * the carrier and the choice of a new active port, frames leave by it: they
 * would be lost otherwise, and they teach the switch where our address is now,
 * as the notifications after the choice will.
 */
static void active_fill(const struct trunk *trunk, struct trunk_fwd *fwd,
			const struct trunk_drawn *wanted,
			struct net_device *const *dev)
{
	fwd->slot[0].port = wanted->active < 0 ? NULL : dev[wanted->active];
	fwd->slot[0].alternate = wanted->backup < 0 ? NULL : dev[wanted->backup];
}

const struct trunk_sched trunk_sched_active = {
	.name	= "active",
	.pick	= TRUNK_PICK_FIRST,
	.nslots	= active_nslots,
	.fill	= active_fill,
};
