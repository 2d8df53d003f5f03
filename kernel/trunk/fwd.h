/* SPDX-License-Identifier: GPL-2.0-only */
/* The forwarding table that decisions are published in and frames read. */

#ifndef _TRUNK_FWD_H
#define _TRUNK_FWD_H

#include "trunk.h"

/**
 * struct trunk_slot - where the frames of a slot go
 * @port: their port, or NULL
 * @owner: its id
 * @alternate: id of the port they take at once when @port has lost its link,
 *	or TRUNK_SLOT_NOBODY
 * @used: a frame took the slot since this was cleared
 */
struct trunk_slot {
	struct net_device *port;
	u8 owner;
	u8 alternate;
	u8 used;
};

/*
 * How tx.c finds the slot of a frame; up to TRUNK_PICK_FLOW at once, from
 * TRUNK_PICK_ALL on not by the slot alone.
 */
enum trunk_pick {
	TRUNK_PICK_FIRST,	/* there is one slot */
	TRUNK_PICK_TURN,	/* one after the other */
	TRUNK_PICK_FLOW,	/* by the hash of the flow */
	TRUNK_PICK_METERED,	/* by the hash of the flow, counting its bytes */
	TRUNK_PICK_DYNAMIC,	/* by the flow; one that paused may change */
	TRUNK_PICK_RANDOM,	/* by lot */
	TRUNK_PICK_POLICY,	/* by a hash that is equal to bonding's */
	TRUNK_PICK_ALL,		/* no slot: by every port */
	TRUNK_PICK_OWN_ADDRESS,	/* @flow_pick, or the slot of the active port */
	TRUNK_PICK_QUEUE,	/* the port that has the frame's queue, or @base_pick */
	TRUNK_PICK_NETPOLL,	/* with interrupts on, as TRUNK_PICK_QUEUE */
};

/**
 * struct trunk_fwd - forwarding table
 * @pick: how the slot of a frame is found
 * @base_pick: the same but for TRUNK_PICK_QUEUE and TRUNK_PICK_NETPOLL, where
 *	it is for frames whose queue no port has
 * @flow_pick: the same but for TRUNK_PICK_OWN_ADDRESS (balance-tlb), where it
 *	is for flows that the trunk's own address sends to one station: they
 *	leave with the address of their port, all else by the active port
 * @shift: by flow: 32 - log2 of the number of slots
 * @factor: by flow: odd; hash * @factor >> @shift is the slot
 * @seed: by flow: seed of the hash
 * @quantum: TRUNK_PICK_TURN: frames in a row on one slot
 * @policy: TRUNK_PICK_POLICY: enum trunk_hash_policy
 * @gap: TRUNK_PICK_DYNAMIC: pause after which a flow may change its port, in
 *	units of trunk_flow_clock()
 * @nslots: slots that @flow_pick finds
 * @total: slots in all; if more, the last is that of the active port
 * @scheduler: enum trunk_scheduler
 * @members: bit per port id
 * @usable: those that may carry traffic; one that is found dead is taken out
 * @choice: ids of the usable ports
 * @nchoices: how many
 * @bytes: TRUNK_PICK_METERED: of each slot
 * @flows: TRUNK_PICK_DYNAMIC: the flows
 * @queued: those that have a queue_id
 * @queue: TRUNK_PICK_QUEUE: it, by port id
 * @weight: by port id
 * @port: by port id; an entry becomes NULL when its port is removed
 * @rcu: frees the table
 * @slot: slots
 */
struct trunk_fwd {
	u32 pick;
	u32 base_pick;
	u32 flow_pick;
	u32 shift;
	u32 factor;
	u32 seed;
	u32 quantum;
	u32 policy;
	u32 gap;
	u32 nslots;
	u32 total;
	u32 scheduler;
	u32 nchoices;
	u32 __percpu *bytes;
	struct trunk_flows *flows;
	u64 members;
	u64 usable;
	u64 queued;
	u8 choice[TRUNK_PORTS_MAX];
	u16 queue[TRUNK_PORTS_MAX];
	u32 weight[TRUNK_PORTS_MAX];
	struct net_device *port[TRUNK_PORTS_MAX];
	struct rcu_head rcu;
	struct trunk_slot slot[] ____cacheline_aligned;
};

/* Slot of the port that receives, where there is one. */
static inline const struct trunk_slot *
trunk_fwd_active(const struct trunk_fwd *fwd)
{
	return &fwd->slot[fwd->total - 1];
}

/* Its slots are those that trunk->home is of. */
static inline bool trunk_fwd_by_home(const struct trunk_fwd *fwd)
{
	return fwd->flow_pick == TRUNK_PICK_FLOW ||
	       fwd->flow_pick == TRUNK_PICK_METERED;
}

/* Port of that id, if it is there and usable; @id may be TRUNK_SLOT_NOBODY. */
static inline struct net_device *
trunk_fwd_live_port(const struct trunk_fwd *fwd, u32 id)
{
	struct net_device *port = id < TRUNK_PORTS_MAX ?
				  READ_ONCE(fwd->port[id]) : NULL;

	return port && trunk_dev_usable(port) ? port : NULL;
}

static inline void trunk_fwd_set(struct trunk_fwd *fwd, struct trunk_slot *slot,
				 u8 id)
{
	slot->owner = id;
	slot->port = fwd->port[id];
}

int trunk_fwd_init(struct trunk *trunk);
void trunk_fwd_uninit(struct trunk *trunk);
int trunk_fwd_draw(struct trunk *trunk, const struct trunk_drawn *wanted);
void trunk_fwd_fail(struct trunk *trunk, struct net_device *dev);
void trunk_fwd_stop(struct trunk *trunk, struct net_device *dev);
void trunk_fwd_forget(struct trunk *trunk, struct net_device *dev);
struct net_device *trunk_fwd_search(const struct trunk_fwd *fwd,
				    const struct trunk_slot *slot);

#endif /* _TRUNK_FWD_H */
