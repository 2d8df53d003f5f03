// SPDX-License-Identifier: GPL-2.0-only
/* Homes of the slots: who gets which when the ports or their weights change. */

#include <linux/jiffies.h>
#include <linux/slab.h>

#include "fwd.h"
#include "rebalance.h"
#include "trace.h"
#include "update.h"

/*
 * A slot that a flow uses stays where it is; the words are those of resilient
 * nexthop groups. When a slot was used last is only asked while some port has
 * too many of them: until then it is enough to know which were never used, for
 * which a frame sets a mark that stays.
 */

/* Looks at the slots in an idle_timer. */
#define LOOKS	4

/**
 * struct trunk_idle - use of the slots while a trunk is unbalanced
 * @since: jiffies at which the trunk became so
 * @used: of each slot: jiffies when it was last seen in use, 0: never
 * @busy: of each slot: may not move
 * @before: homes before a deal
 */
struct trunk_idle {
	unsigned long since;
	unsigned long used[TRUNK_SLOTS_MAX];
	u8 busy[TRUNK_SLOTS_MAX];
	u8 before[TRUNK_SLOTS_MAX];
};

static const u8 all_busy[TRUNK_SLOTS_MAX] = {
	[0 ... TRUNK_SLOTS_MAX - 1] = true,
};

/* The slot in the table; that may still be smaller than what it will be. */
static struct trunk_slot *slot_of(struct trunk *trunk, u32 i)
{
	struct trunk_fwd *fwd = rtnl_dereference(trunk->fwd);

	if (!trunk_fwd_by_home(fwd))
		return NULL;
	return &fwd->slot[i / (trunk->nslots / fwd->nslots)];
}

static struct trunk_idle *get_idle(struct trunk *trunk)
{
	if (!trunk->idle) {
		trunk->idle = kvzalloc(sizeof(*trunk->idle), GFP_KERNEL_ACCOUNT);
		if (trunk->idle)
			trunk->idle->since = jiffies;
	}
	return trunk->idle;
}

/* A mark is all that is kept of a slot that was used some time. */
static void put_idle(struct trunk *trunk)
{
	u32 i;

	if (!trunk->idle)
		return;
	for (i = 0; i < trunk->nslots; i++) {
		struct trunk_slot *slot = slot_of(trunk, i);

		if (slot && trunk->idle->used[i])
			WRITE_ONCE(slot->used, 1);
	}
	kvfree(trunk->idle);
	trunk->idle = NULL;
}

static bool any_used(struct trunk *trunk)
{
	u32 i;

	for (i = 0; i < trunk->nslots; i++) {
		const struct trunk_slot *slot = slot_of(trunk, i);

		if (slot && READ_ONCE(slot->used))
			return true;
	}
	return false;
}

static void look(struct trunk *trunk, struct trunk_idle *idle)
{
	unsigned long timer = trunk->config.idle_timer * HZ;
	unsigned long now = jiffies ?: 1;
	struct trunk_slot *before = NULL;
	u32 i;

	for (i = trunk->nslots; i-- > 0;) {
		struct trunk_slot *slot = slot_of(trunk, i);

		if (slot && READ_ONCE(slot->used))
			idle->used[i] = now;
		/* Several may still share one. */
		if (before && before != slot)
			WRITE_ONCE(before->used, 0);
		before = slot;
		idle->busy[i] = idle->used[i] &&
				time_before(now, idle->used[i] + timer);
	}
	if (before)
		WRITE_ONCE(before->used, 0);
}

/* After a look, so that each slot has one in the table. */
static void grow(struct trunk *trunk, struct trunk_idle *idle, u32 nslots)
{
	u32 times = nslots / trunk->nslots, i;

	for (i = nslots; idle && i-- > 0;) {
		idle->used[i] = idle->used[i / times];
		idle->busy[i] = idle->busy[i / times];
	}
	trunk_slot_grow(trunk->home, trunk->nslots, nslots);
	trunk->nslots = nslots;
}

static void count_moves(struct trunk *trunk, const u8 *before)
{
	struct trunk_port *port;
	u32 i;

	list_for_each_entry(port, &trunk->ports, list) {
		for (i = 0; i < trunk->nslots; i++) {
			if (trunk->home[i] != port->id || before[i] == port->id ||
			    before[i] == TRUNK_SLOT_NOBODY)
				continue;
			trunk->moves++;
			port->moves++;
			trace_trunk_move(trunk->dev, i, before[i], port->id);
		}
	}
}

/* Some slots are with a port that has too many, and may leave it one day. */
static bool waits(const struct trunk *trunk)
{
	return trunk->excess &&
	       trunk->config.rebalance == TRUNK_REBALANCE_IDLE;
}

static bool overdue(const struct trunk *trunk, const struct trunk_idle *idle)
{
	unsigned long timer = trunk->config.unbalanced_timer * HZ;

	return timer && time_after_eq(jiffies, idle->since + timer);
}

/**
 * trunk_rebalance_deal() - deal the slots out to the ports there are now
 * @trunk: trunk
 * @wanted: ports and weights
 *
 * The table grows with the number of ports and never shrinks: that would move
 * flows for nothing. What may not move yet is left to the work. Slots that were
 * never used may move freely, and are not counted.
 *
 * Context: RTNL; may sleep.
 */
void trunk_rebalance_deal(struct trunk *trunk, const struct trunk_drawn *wanted)
{
	const struct trunk_shares shares = {
		.ports = wanted->members, .weight = wanted->weight,
	};
	u32 nslots = trunk_slot_count(hweight64(wanted->members));
	bool used = trunk->idle || any_used(trunk);
	const u8 *busy = used ? all_busy : NULL;
	struct trunk_idle *idle = NULL;

	ASSERT_RTNL();
	if (used)
		idle = get_idle(trunk);
	if (idle)
		look(trunk, idle);
	if (nslots > trunk->nslots)
		grow(trunk, idle, nslots);
	if (idle) {
		busy = overdue(trunk, idle) ? NULL : idle->busy;
		memcpy(idle->before, trunk->home, sizeof(idle->before));
	}
	trunk->excess = trunk_slot_assign(trunk->home, trunk->nslots, &shares,
					  busy);
	if (idle)
		count_moves(trunk, idle->before);
	WRITE_ONCE(trunk->redraw, true);
	if (!waits(trunk))
		put_idle(trunk);
}

static void rebalance_work(struct work_struct *work)
{
	struct trunk *trunk = container_of(to_delayed_work(work), struct trunk,
					   rebalance_work);

	if (!rtnl_trylock()) {
		queue_delayed_work(trunk_wq, &trunk->rebalance_work, 1);
		return;
	}
	if (trunk->monitoring && waits(trunk)) {
		trunk_rebalance_deal(trunk, &trunk->drawn);
		trunk_update(trunk);
	}
	rtnl_unlock();
}

/**
 * trunk_rebalance_start() - move slots when they become idle, while some wait
 * @trunk: trunk
 *
 * Context: RTNL.
 */
void trunk_rebalance_start(struct trunk *trunk)
{
	if (trunk->monitoring && waits(trunk))
		queue_delayed_work(trunk_wq, &trunk->rebalance_work,
				   trunk->config.idle_timer * HZ / LOOKS);
}

/**
 * trunk_rebalance_setup() - prepare a new trunk
 * @trunk: trunk
 */
void trunk_rebalance_setup(struct trunk *trunk)
{
	memset(trunk->home, TRUNK_SLOT_NOBODY, sizeof(trunk->home));
	trunk->nslots = TRUNK_SLOTS_MIN;
	INIT_DELAYED_WORK(&trunk->rebalance_work, rebalance_work);
}

/**
 * trunk_rebalance_uninit() - free what a trunk has left of it
 * @trunk: trunk
 */
void trunk_rebalance_uninit(struct trunk *trunk)
{
	kvfree(trunk->idle);
}
