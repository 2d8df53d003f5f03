// SPDX-License-Identifier: GPL-2.0-only
/* Measured load: of each slot, for rebalancing, and of each port. */

#include <linux/jiffies.h>
#include <linux/slab.h>

#include "flow.h"
#include "meter.h"
#include "trace.h"
#include "update.h"

/* As short as a timer without high resolution can keep. */
#define FLOW_INTERVAL_MS	10

/**
 * trunk_meter_init() - give a trunk its meter, unless it has it
 * @trunk: trunk
 *
 * Context: RTNL; may sleep.
 *
 * Return: 0 or -ENOMEM.
 */
int trunk_meter_init(struct trunk *trunk)
{
	struct trunk_meter *meter;

	if (trunk->meter)
		return 0;
	meter = kvzalloc(sizeof(*meter), GFP_KERNEL_ACCOUNT);
	if (!meter)
		return -ENOMEM;
	meter->bytes = __alloc_percpu_gfp(TRUNK_SLOTS_MAX * sizeof(u32),
					  sizeof(u32),
					  GFP_KERNEL_ACCOUNT | __GFP_ZERO);
	if (!meter->bytes) {
		kvfree(meter);
		return -ENOMEM;
	}
	trunk->meter = meter;
	return 0;
}

/**
 * trunk_meter_uninit() - free the meter of a trunk nobody sends on any more
 * @trunk: trunk
 */
void trunk_meter_uninit(struct trunk *trunk)
{
	if (!trunk->meter)
		return;
	free_percpu(trunk->meter->bytes);
	kvfree(trunk->meter);
}

static u32 bytes_of(const struct trunk_meter *meter, u32 slot)
{
	u32 sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(per_cpu_ptr(meter->bytes, cpu)[slot]);
	return sum;
}

/* What a slot did before its table was made larger belongs to no slot now. */
static bool measure(struct trunk_meter *meter, const struct trunk_fwd *fwd)
{
	bool fresh = meter->nslots != fwd->nslots;
	u64 now = ktime_get_ns();
	u32 i;

	WRITE_ONCE(meter->interval, now - meter->measured);
	meter->measured = now;
	meter->nslots = fwd->nslots;
	if (fresh)
		memset(&meter->loads, 0, sizeof(meter->loads));
	for (i = 0; i < fwd->nslots; i++) {
		u32 bytes = bytes_of(meter, i);

		if (!fresh)
			trunk_loads_note(&meter->loads, i,
					 bytes - meter->seen[i]);
		meter->seen[i] = bytes;
		meter->owner[i] = READ_ONCE(fwd->slot[i].owner);
	}
	return !fresh;
}

static u32 find_moves(struct trunk *trunk, const struct trunk_fwd *fwd)
{
	struct trunk_shares shares = { .weight = fwd->weight };
	struct trunk_meter *meter = trunk->meter;
	u32 i;

	if (!measure(meter, fwd))
		return 0;
	for (i = 0; i < fwd->nchoices; i++)
		if (trunk_fwd_live_port(fwd, fwd->choice[i]))
			shares.ports |= BIT_ULL(fwd->choice[i]);
	return trunk_balance(meter->owner, &meter->loads, fwd->nslots, &shares,
			     meter->moves);
}

static void move(struct trunk *trunk, const struct trunk_move *move)
{
	struct trunk_port *port;

	list_for_each_entry(port, &trunk->ports, list) {
		if (port->id != move->to)
			continue;
		trunk->home[move->slot] = move->to;
		trunk->moves++;
		port->moves++;
		trace_trunk_move(trunk->dev, move->slot, move->from, move->to);
	}
}

/* If someone else has RTNL for long, the load will have changed meanwhile. */
static void apply(struct trunk *trunk, u32 n)
{
	u32 i;

	if (!n || !rtnl_trylock())
		return;
	if (trunk->monitoring && trunk->meter->nslots == trunk->nslots) {
		for (i = 0; i < n; i++)
			move(trunk, &trunk->meter->moves[i]);
		WRITE_ONCE(trunk->redraw, true);
		trunk_update(trunk);
	}
	rtnl_unlock();
}

static void measure_work(struct work_struct *work)
{
	struct trunk *trunk = container_of(to_delayed_work(work), struct trunk,
					   measure_work);
	const struct trunk_fwd *fwd;
	bool again = true;
	u32 n = 0;

	rcu_read_lock();
	fwd = rcu_dereference(trunk->fwd);
	switch (fwd->flow_pick) {
	case TRUNK_PICK_METERED:
		n = find_moves(trunk, fwd);
		break;
	case TRUNK_PICK_DYNAMIC:
		trunk_flow_measure(fwd);
		break;
	default:
		again = false;
		break;
	}
	rcu_read_unlock();
	apply(trunk, n);
	if (again)
		trunk_meter_start(trunk);
}

/**
 * trunk_meter_start() - measure, if the scheduler asks for it, until it does not
 * @trunk: trunk
 *
 * Context: process.
 */
void trunk_meter_start(struct trunk *trunk)
{
	struct delayed_work *work = &trunk->measure_work;
	unsigned long interval;
	u32 pick;

	rcu_read_lock();
	pick = rcu_dereference(trunk->fwd)->flow_pick;
	rcu_read_unlock();
	if (pick == TRUNK_PICK_METERED)
		interval = msecs_to_jiffies(READ_ONCE(trunk->config.rebalance_interval));
	else if (pick == TRUNK_PICK_DYNAMIC)
		interval = msecs_to_jiffies(FLOW_INTERVAL_MS);
	else
		return;
	/* One that ends sooner is left alone. */
	if (READ_ONCE(trunk->monitoring) &&
	    (!delayed_work_pending(work) ||
	     time_after(READ_ONCE(work->timer.expires), jiffies + interval)))
		mod_delayed_work(trunk_wq, work, interval);
}

/**
 * trunk_meter_setup() - prepare the meter of a new trunk
 * @trunk: trunk
 */
void trunk_meter_setup(struct trunk *trunk)
{
	INIT_DELAYED_WORK(&trunk->measure_work, measure_work);
}
