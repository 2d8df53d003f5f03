// SPDX-License-Identifier: GPL-2.0-only
/* Scheduler hash with a policy of bonding's: each flow where bonding has it. */

#include "hash_skb.h"
#include "sched.h"

/*
 * Bonding takes the port of number hash % ports. The slots are a multiple of
 * the ports and belong to them in turn, so hash % slots is a slot of the same
 * port; but there is more than one slot a port, so that what a lost port had
 * can be spread, and the others keep what they have.
 */
static u32 policy_nslots(const struct trunk *trunk)
{
	BUILD_BUG_ON(TRUNK_PORTS_MAX * TRUNK_SLOTS_PER_PORT > TRUNK_SLOTS_MAX);
	return max(1, hweight64(trunk->members)) * TRUNK_SLOTS_PER_PORT;
}

static void policy_fill(const struct trunk *trunk, struct trunk_fwd *fwd,
			const struct trunk_drawn *wanted)
{
	const struct trunk_shares usable = {
		.ports = wanted->usable, .weight = wanted->weight,
	};
	u32 count = hweight64(wanted->members);
	const struct trunk_port *port;
	u32 nth = 0, i;

	fwd->policy = wanted->policy;
	/* In the order of addition, as bonding. */
	list_for_each_entry(port, &trunk->ports, list) {
		for (i = nth; i < fwd->nslots; i += count)
			trunk_sched_fill_slot(trunk, fwd, i, port->id, &usable);
		nth++;
	}
}

/**
 * trunk_sched_policy_slot() - slot of a frame
 * @fwd: forwarding table
 * @skb: frame
 *
 * Return: index of the slot.
 */
u32 trunk_sched_policy_slot(const struct trunk_fwd *fwd,
			    const struct sk_buff *skb)
{
	return trunk_hash_skb(skb, fwd->policy) % fwd->nslots;
}

const struct trunk_sched trunk_sched_policy = {
	.pick	= TRUNK_PICK_POLICY,
	.nslots	= policy_nslots,
	.fill	= policy_fill,
};
