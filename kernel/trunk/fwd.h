/* SPDX-License-Identifier: GPL-2.0-only */
/* The forwarding table that decisions are published in and frames read. */

#ifndef _TRUNK_FWD_H
#define _TRUNK_FWD_H

#include "trunk.h"

/**
 * struct trunk_slot - where the frames of a slot go
 * @port: their port, or NULL
 * @alternate: where they go at once when @port has lost its link, or NULL
 */
struct trunk_slot {
	struct net_device *port;
	struct net_device *alternate;
};

/* How tx.c finds the slot of a frame. */
enum trunk_pick {
	TRUNK_PICK_FIRST,	/* there is one slot */
	TRUNK_PICK_FLOW,	/* by the hash of the flow */
	TRUNK_PICK_TURN,	/* one after the other */
	TRUNK_PICK_POLICY,	/* by a hash that is equal to bonding's */
};

/**
 * struct trunk_fwd - forwarding table
 * @pick: how the slot of a frame is found
 * @shift: TRUNK_PICK_FLOW: 32 - log2 of the number of slots
 * @factor: TRUNK_PICK_FLOW: odd; hash * @factor >> @shift is the slot
 * @seed: TRUNK_PICK_FLOW: seed of the hash
 * @quantum: TRUNK_PICK_TURN: frames in a row on one slot
 * @policy: TRUNK_PICK_POLICY: enum trunk_hash_policy
 * @nslots: slots in use
 * @nports: entries of @port
 * @port: all ports, for a frame whose port and alternate are both dead; an
 *	entry becomes NULL when its port is removed
 * @rcu: frees the table
 * @slot: slots
 */
struct trunk_fwd {
	u32 pick;
	u32 shift;
	u32 factor;
	u32 seed;
	u32 quantum;
	u32 policy;
	u32 nslots;
	u32 nports;
	struct net_device *port[TRUNK_PORTS_MAX];
	struct rcu_head rcu;
	struct trunk_slot slot[] ____cacheline_aligned;
};

int trunk_fwd_init(struct trunk *trunk);
void trunk_fwd_uninit(struct trunk *trunk);
int trunk_fwd_draw(struct trunk *trunk, const struct trunk_drawn *wanted);
void trunk_fwd_members_changed(struct trunk *trunk);
void trunk_fwd_fail(struct trunk *trunk, struct net_device *dev);
void trunk_fwd_forget(struct trunk *trunk, struct net_device *dev);

#endif /* _TRUNK_FWD_H */
