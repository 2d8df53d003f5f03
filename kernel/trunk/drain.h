/* SPDX-License-Identifier: GPL-2.0-only */
/* Drain of a port, from its last frame to its removal: pure, time is an argument. */

#ifndef _TRUNK_DRAIN_H
#define _TRUNK_DRAIN_H

#include "pure.h"

#include <uapi/linux/trunk.h>

/* What no driver tells: how long a frame is in a ring without BQL, and on a wire. */
#define TRUNK_DRAIN_SETTLE	10000000ull	/* ns */
/* A switch that sends by other ports has nothing left for this one after that. */
#define TRUNK_DRAIN_SILENCE	200000000ull	/* ns */

/**
 * struct trunk_drain - how far the drain of a port is
 * @phase: enum trunk_drain_phase
 * @linked: the port had a link when it was looked at last
 * @until: when it ends whatever is on its way, ns
 * @busy: when something kept this phase from its end last, ns
 */
struct trunk_drain {
	u8 phase;
	bool linked;
	u64 until;
	u64 busy;
};

/**
 * struct trunk_drain_facts - what is known of a port that is drained
 * @now: ns
 * @linked: frames leave and come by it
 * @queued: it has frames to send, or may yet get one
 * @partner: its partner says that it sends (802.3ad)
 * @heard: something came since the last look
 * @copies: what comes by it comes by others too
 */
struct trunk_drain_facts {
	u64 now;
	bool linked;
	bool queued;
	bool partner;
	bool heard;
	bool copies;
};

/* The port is to go, now or soon: nothing new is sent by it. */
static inline bool trunk_drain_on(const struct trunk_drain *drain)
{
	return drain->phase >= TRUNK_DRAIN_PHASE_SENDING &&
	       drain->phase <= TRUNK_DRAIN_PHASE_INCOMPLETE;
}

static inline bool trunk_drain_over(const struct trunk_drain *drain)
{
	return drain->phase == TRUNK_DRAIN_PHASE_DONE ||
	       drain->phase == TRUNK_DRAIN_PHASE_INCOMPLETE;
}

void trunk_drain_begin(struct trunk_drain *drain, u64 timeout, u64 now);
void trunk_drain_step(struct trunk_drain *drain,
		      const struct trunk_drain_facts *facts);

#endif /* _TRUNK_DRAIN_H */
