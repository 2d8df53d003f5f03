// SPDX-License-Identifier: GPL-2.0-only
/* Scheduler of active-backup: one slot with the active port. */

#include "sched.h"

static u32 active_nslots(const struct trunk *trunk)
{
	return 1;
}

/**
 * trunk_sched_active_slot() - set the slot of the active port
 * @fwd: new table
 * @slot: slot
 * @wanted: what it is made from
 *
 * The alternate is a backup port that is not active yet. Between the loss of
 * the carrier and the choice of a new active port, frames leave by it: they
 * would be lost otherwise, and they teach the switch where our address is now,
 * as the notifications after the choice will.
 */
void trunk_sched_active_slot(struct trunk_fwd *fwd, struct trunk_slot *slot,
			     const struct trunk_drawn *wanted)
{
	if (wanted->active >= 0)
		trunk_fwd_set(fwd, slot, wanted->active);
	if (wanted->backup >= 0)
		slot->alternate = wanted->backup;
}

static void active_fill(const struct trunk *trunk, struct trunk_fwd *fwd,
			const struct trunk_drawn *wanted)
{
	trunk_sched_active_slot(fwd, fwd->slot, wanted);
}

const struct trunk_sched trunk_sched_active = {
	.pick	= TRUNK_PICK_FIRST,
	.nslots	= active_nslots,
	.fill	= active_fill,
};
