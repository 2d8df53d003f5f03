// SPDX-License-Identifier: GPL-2.0-only
/* Drain of a port, from its last frame to its removal: pure, time is an argument. */

#include "drain.h"

static bool is_busy(const struct trunk_drain *drain,
		    const struct trunk_drain_facts *facts)
{
	switch (drain->phase) {
	case TRUNK_DRAIN_PHASE_SENDING:
		return facts->queued;
	case TRUNK_DRAIN_PHASE_PARTNER:
		return facts->partner;
	default:
		return facts->heard && !facts->copies;
	}
}

/* How long a phase must be without anything that keeps it from its end. */
static u64 rest_of(const struct trunk_drain *drain,
		   const struct trunk_drain_facts *facts)
{
	switch (drain->phase) {
	case TRUNK_DRAIN_PHASE_SENDING:
		return TRUNK_DRAIN_SETTLE;
	case TRUNK_DRAIN_PHASE_RECEIVING:
		return facts->copies ? 0 : TRUNK_DRAIN_SILENCE;
	default:
		return 0;
	}
}

/*
 * Without a link nothing comes any more. What was to be sent is lost, unless
 * there never was a link to send it by.
 */
static void link_lost(struct trunk_drain *drain)
{
	bool lost = drain->linked && drain->phase == TRUNK_DRAIN_PHASE_SENDING;

	drain->phase = lost ? TRUNK_DRAIN_PHASE_INCOMPLETE :
			      TRUNK_DRAIN_PHASE_DONE;
}

/**
 * trunk_drain_begin() - begin to drain a port
 * @drain: its drain
 * @timeout: for how long at most, ns
 * @now: ns
 */
void trunk_drain_begin(struct trunk_drain *drain, u64 timeout, u64 now)
{
	drain->phase = TRUNK_DRAIN_PHASE_SENDING;
	drain->linked = false;
	drain->until = now + timeout;
	drain->busy = now;
}

/**
 * trunk_drain_step() - go on with a drain
 * @drain: one that is on and not over
 * @facts: what is known now
 *
 * One phase a step: what the next one waits for is known when it has begun.
 */
void trunk_drain_step(struct trunk_drain *drain,
		      const struct trunk_drain_facts *facts)
{
	if (!facts->linked) {
		link_lost(drain);
		return;
	}
	drain->linked = true;
	if (is_busy(drain, facts)) {
		drain->busy = facts->now;
	} else if (facts->now - drain->busy >= rest_of(drain, facts)) {
		drain->phase++;
		if (drain->phase == TRUNK_DRAIN_PHASE_PARTNER && !facts->partner)
			drain->phase++;
		drain->busy = facts->now;
	}
	if (!trunk_drain_over(drain) && facts->now >= drain->until)
		drain->phase = TRUNK_DRAIN_PHASE_INCOMPLETE;
}
