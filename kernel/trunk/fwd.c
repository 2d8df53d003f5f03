// SPDX-License-Identifier: GPL-2.0-only
/* The forwarding table that decisions are published in and frames read. */

#include <linux/slab.h>

#include "fwd.h"
#include "sched.h"

/* Any usable port but those two, starting behind @after: the load spreads. */
static u8 other_port(const struct trunk_fwd *fwd, u8 after, u8 not)
{
	u8 i;

	for (i = 1; i <= TRUNK_PORTS_MAX; i++) {
		u8 id = (after + i) % TRUNK_PORTS_MAX;

		if (id != not && id != after && (fwd->usable & BIT_ULL(id)) &&
		    trunk_fwd_live_port(fwd, id))
			return id;
	}
	return TRUNK_SLOT_NOBODY;
}

static void patch(struct trunk_fwd *fwd, u8 dead)
{
	u32 i;

	WRITE_ONCE(fwd->usable, fwd->usable & ~BIT_ULL(dead));
	for (i = 0; i < fwd->total; i++) {
		struct trunk_slot *slot = &fwd->slot[i];
		u8 alternate = slot->alternate;

		if (slot->owner == dead) {
			WRITE_ONCE(slot->port, alternate < TRUNK_PORTS_MAX ?
				   fwd->port[alternate] : NULL);
			WRITE_ONCE(slot->owner, alternate);
		} else if (alternate != dead) {
			continue;
		}
		/* A slot without an alternate is that of one port alone. */
		if (alternate < TRUNK_PORTS_MAX)
			WRITE_ONCE(slot->alternate,
				   other_port(fwd, slot->owner, dead));
	}
}

static void take_away(struct trunk_fwd *fwd, u8 id)
{
	patch(fwd, id);
	WRITE_ONCE(fwd->port[id], NULL);
}

/*
 * Patches go on while a table is swapped, so both happen under the lock. Ports
 * that may not send are no part of it, whatever their links are like, and
 * since it was made another one may have become one of them.
 */
static void publish(struct trunk *trunk, struct trunk_fwd *fwd)
{
	struct trunk_fwd *old;
	u64 left;

	spin_lock(&trunk->lock);
	for (left = fwd->members & ~trunk->may_send; left; left &= left - 1)
		take_away(fwd, __ffs64(left));
	old = rcu_replace_pointer(trunk->fwd, fwd,
				  lockdep_is_held(&trunk->lock));
	spin_unlock(&trunk->lock);
	if (old)
		kfree_rcu(old, rcu);
}

static struct trunk_fwd *blank(struct trunk *trunk,
			       const struct trunk_sched *sched,
			       const struct trunk_drawn *wanted)
{
	bool own_address = wanted->mode == TRUNK_MODE_BALANCE_TLB;
	u32 nslots = sched->nslots(trunk);
	struct trunk_port *port;
	struct trunk_fwd *fwd;
	u32 total, i;

	total = nslots + own_address;
	fwd = kzalloc(struct_size(fwd, slot, total), GFP_KERNEL_ACCOUNT);
	if (!fwd)
		return NULL;
	fwd->flow_pick = sched->pick;
	fwd->base_pick = own_address ? TRUNK_PICK_OWN_ADDRESS : sched->pick;
	fwd->scheduler = wanted->scheduler;
	fwd->nslots = nslots;
	fwd->total = total;
	fwd->members = wanted->members;
	fwd->usable = wanted->usable;
	memcpy(fwd->weight, wanted->weight, sizeof(fwd->weight));
	memcpy(fwd->queue, wanted->queue, sizeof(fwd->queue));
	for (i = 0; i < total; i++) {
		fwd->slot[i].owner = TRUNK_SLOT_NOBODY;
		fwd->slot[i].alternate = TRUNK_SLOT_NOBODY;
	}
	list_for_each_entry(port, &trunk->ports, list) {
		fwd->port[port->id] = port->dev;
		if (wanted->usable & BIT_ULL(port->id))
			fwd->choice[fwd->nchoices++] = port->id;
		if (fwd->queue[port->id])
			fwd->queued |= BIT_ULL(port->id);
	}
	if (wanted->netpoll)
		fwd->pick = TRUNK_PICK_NETPOLL;
	else
		fwd->pick = fwd->queued ? TRUNK_PICK_QUEUE : fwd->base_pick;
	return fwd;
}

/* A frame that marks a slot of the old table just now is one of many. */
static void inherit(struct trunk_fwd *fwd, const struct trunk_fwd *old)
{
	u32 i;

	if (!old || !trunk_fwd_by_home(old) || !trunk_fwd_by_home(fwd))
		return;
	for (i = 0; i < fwd->nslots; i++)
		fwd->slot[i].used =
			READ_ONCE(old->slot[i / (fwd->nslots / old->nslots)].used);
}

/**
 * trunk_fwd_draw() - make a table and publish it, unless it would be the same
 * @trunk: trunk
 * @wanted: what to make it from
 *
 * Context: RTNL; may sleep.
 *
 * Return: 0, or -ENOMEM: the old table stands, with its dead ports patched out
 * of it, and trunk->redraw stays set.
 */
int trunk_fwd_draw(struct trunk *trunk, const struct trunk_drawn *wanted)
{
	const struct trunk_sched *sched = trunk_sched_of(wanted);
	struct trunk_fwd *fwd = NULL;

	ASSERT_RTNL();
	if (!READ_ONCE(trunk->redraw) &&
	    !memcmp(wanted, &trunk->drawn, sizeof(*wanted)))
		return 0;

	if (!sched->prepare || !sched->prepare(trunk))
		fwd = blank(trunk, sched, wanted);
	if (!fwd) {
		WRITE_ONCE(trunk->redraw, true);
		return -ENOMEM;
	}
	sched->fill(trunk, fwd, wanted);
	if (fwd->base_pick == TRUNK_PICK_OWN_ADDRESS)
		trunk_sched_active_slot(fwd, &fwd->slot[fwd->total - 1], wanted);
	inherit(fwd, rtnl_dereference(trunk->fwd));

	WRITE_ONCE(trunk->redraw, false);
	trunk->drawn = *wanted;
	publish(trunk, fwd);
	return 0;
}

/**
 * trunk_fwd_search() - port of a frame whose slot has none that is usable
 * @fwd: table
 * @slot: slot
 *
 * Context: RCU.
 *
 * Return: device, or NULL if no port is usable.
 */
struct net_device *trunk_fwd_search(const struct trunk_fwd *fwd,
				    const struct trunk_slot *slot)
{
	struct net_device *port = trunk_fwd_live_port(fwd, READ_ONCE(slot->alternate));
	u64 left;

	/* Linear: two ports died at once, or no link counts as up yet. */
	for (left = READ_ONCE(fwd->usable); !port && left; left &= left - 1)
		port = trunk_fwd_live_port(fwd, __ffs64(left));
	for (left = fwd->members; !port && left; left &= left - 1)
		port = trunk_fwd_live_port(fwd, __ffs64(left));
	return port;
}

static u8 id_of(const struct trunk_fwd *fwd, const struct net_device *dev)
{
	u64 left;

	for (left = fwd->members; left; left &= left - 1)
		if (fwd->port[__ffs64(left)] == dev)
			return __ffs64(left);
	return TRUNK_SLOT_NOBODY;
}

/**
 * trunk_fwd_fail() - take the slots of a dead port away from it
 * @trunk: trunk
 * @dev: device of the port
 *
 * In place: needs no memory, so it cannot fail, and no RTNL, so it need not
 * wait. The order of the two writes to a slot does not matter to a frame,
 * which tests the carrier of whatever it finds.
 *
 * Context: trunk->lock; any.
 */
void trunk_fwd_fail(struct trunk *trunk, struct net_device *dev)
{
	struct trunk_fwd *fwd;
	u8 id;

	lockdep_assert_held(&trunk->lock);
	fwd = rcu_dereference_protected(trunk->fwd,
					lockdep_is_held(&trunk->lock));
	id = id_of(fwd, dev);
	if (id != TRUNK_SLOT_NOBODY)
		patch(fwd, id);
	WRITE_ONCE(trunk->redraw, true);
}

/**
 * trunk_fwd_stop() - send no more frames by a port
 * @trunk: trunk
 * @dev: device of the port
 *
 * In place, as trunk_fwd_fail(); but the port has a link, and must not be
 * found by it. A frame may still be on its way to @dev until a grace period
 * has passed.
 *
 * Context: trunk->lock; any.
 */
void trunk_fwd_stop(struct trunk *trunk, struct net_device *dev)
{
	struct trunk_fwd *fwd;
	u8 id;

	lockdep_assert_held(&trunk->lock);
	fwd = rcu_dereference_protected(trunk->fwd,
					lockdep_is_held(&trunk->lock));
	id = id_of(fwd, dev);
	if (id != TRUNK_SLOT_NOBODY)
		take_away(fwd, id);
	WRITE_ONCE(trunk->redraw, true);
}

/**
 * trunk_fwd_forget() - remove a port from the table for good
 * @trunk: trunk
 * @dev: device of the port
 *
 * A frame may still be on its way to @dev until a grace period has passed.
 *
 * Context: RTNL.
 */
void trunk_fwd_forget(struct trunk *trunk, struct net_device *dev)
{
	ASSERT_RTNL();
	spin_lock(&trunk->lock);
	trunk_fwd_stop(trunk, dev);
	spin_unlock(&trunk->lock);
}

/**
 * trunk_fwd_init() - publish the first table: no port, every frame is dropped
 * @trunk: trunk
 *
 * Context: RTNL.
 *
 * Return: 0 or -ENOMEM.
 */
int trunk_fwd_init(struct trunk *trunk)
{
	const struct trunk_drawn nothing = {
		.mode = trunk->config.mode,
		.scheduler = TRUNK_SCHEDULER_DEFAULT,
		.active = -1,
		.backup = -1,
	};

	trunk->redraw = true;
	return trunk_fwd_draw(trunk, &nothing);
}

/**
 * trunk_fwd_uninit() - free the table of a trunk that nobody sends on any more
 * @trunk: trunk
 */
void trunk_fwd_uninit(struct trunk *trunk)
{
	kfree(rcu_dereference_protected(trunk->fwd, true));
}
