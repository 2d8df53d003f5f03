// SPDX-License-Identifier: GPL-2.0-only
/* The forwarding table that decisions are published in and frames read. */

#include <linux/slab.h>

#include "fwd.h"
#include "sched.h"

static const struct trunk_sched *sched_of(const struct trunk_drawn *wanted)
{
	switch (wanted->mode) {
	case TRUNK_MODE_BALANCE_RR:
		return &trunk_sched_rr;
	case TRUNK_MODE_ACTIVE_BACKUP:
		return &trunk_sched_active;
	default:
		return wanted->policy == TRUNK_HASH_POLICY_FLOW ?
			&trunk_sched_hash : &trunk_sched_policy;
	}
}

/* Patches go on while a table is swapped, so both happen under the lock. */
static void publish(struct trunk *trunk, struct trunk_fwd *fwd)
{
	struct trunk_fwd *old;

	spin_lock(&trunk->lock);
	old = rcu_replace_pointer(trunk->fwd, fwd,
				  lockdep_is_held(&trunk->lock));
	spin_unlock(&trunk->lock);
	if (old)
		kfree_rcu(old, rcu);
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
	const struct trunk_sched *sched = sched_of(wanted);
	struct net_device *dev[TRUNK_PORTS_MAX] = {};
	struct trunk_port *port;
	struct trunk_fwd *fwd;
	u32 nslots;

	ASSERT_RTNL();
	if (!READ_ONCE(trunk->redraw) &&
	    !memcmp(wanted, &trunk->drawn, sizeof(*wanted)))
		return 0;

	nslots = sched->nslots(trunk);
	fwd = kzalloc(struct_size(fwd, slot, nslots), GFP_KERNEL_ACCOUNT);
	if (!fwd) {
		WRITE_ONCE(trunk->redraw, true);
		return -ENOMEM;
	}
	fwd->pick = sched->pick;
	fwd->nslots = nslots;
	list_for_each_entry(port, &trunk->ports, list) {
		dev[port->id] = port->dev;
		fwd->port[fwd->nports++] = port->dev;
	}
	sched->fill(trunk, fwd, wanted, dev);

	WRITE_ONCE(trunk->redraw, false);
	trunk->drawn = *wanted;
	publish(trunk, fwd);
	return 0;
}

/**
 * trunk_fwd_members_changed() - deal the slots out to the ports there are now
 * @trunk: trunk
 *
 * The table grows with the number of ports and never shrinks: that would move
 * flows for nothing.
 *
 * Context: RTNL.
 */
void trunk_fwd_members_changed(struct trunk *trunk)
{
	u32 nslots = trunk_slot_count(hweight64(trunk->members));

	ASSERT_RTNL();
	if (nslots > trunk->nslots) {
		trunk_slot_grow(trunk->home, trunk->nslots, nslots);
		trunk->nslots = nslots;
	}
	trunk_slot_assign(trunk->home, trunk->nslots, trunk->members);
	WRITE_ONCE(trunk->redraw, true);
}

/* Any port of the table but @dev, starting behind @after: the load spreads. */
static struct net_device *other_port(const struct trunk_fwd *fwd,
				     const struct net_device *after,
				     const struct net_device *dev)
{
	u32 start = 0, i;

	for (i = 0; i < fwd->nports; i++)
		if (fwd->port[i] == after)
			start = i + 1;
	for (i = 0; i < fwd->nports; i++) {
		struct net_device *port = fwd->port[(start + i) % fwd->nports];

		if (port && port != dev && port != after &&
		    trunk_dev_usable(port))
			return port;
	}
	return NULL;
}

static void patch(struct trunk_fwd *fwd, const struct net_device *dev)
{
	u32 i;

	for (i = 0; i < fwd->nslots; i++) {
		struct trunk_slot *slot = &fwd->slot[i];

		if (slot->port == dev)
			WRITE_ONCE(slot->port, slot->alternate);
		else if (slot->alternate != dev)
			continue;
		WRITE_ONCE(slot->alternate, other_port(fwd, slot->port, dev));
	}
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
	lockdep_assert_held(&trunk->lock);
	patch(rcu_dereference_protected(trunk->fwd,
					lockdep_is_held(&trunk->lock)), dev);
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
	struct trunk_fwd *fwd;
	u32 i;

	ASSERT_RTNL();
	spin_lock(&trunk->lock);
	fwd = rcu_dereference_protected(trunk->fwd,
					lockdep_is_held(&trunk->lock));
	for (i = 0; i < fwd->nports; i++)
		if (fwd->port[i] == dev)
			WRITE_ONCE(fwd->port[i], NULL);
	trunk_fwd_fail(trunk, dev);
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
		.policy = trunk->config.xmit_hash_policy,
		.quantum = trunk->config.packets_per_slave,
		.active = -1,
		.backup = -1,
	};

	trunk->nslots = TRUNK_SLOTS_MIN;
	memset(trunk->home, TRUNK_SLOT_NOBODY, sizeof(trunk->home));
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
