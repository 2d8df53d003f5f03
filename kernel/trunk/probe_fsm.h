/* SPDX-License-Identifier: GPL-2.0-only */
/* Health of one port by what it hears of targets: pure, counts intervals. */

#ifndef _TRUNK_PROBE_FSM_H
#define _TRUNK_PROBE_FSM_H

#include "pure.h"

/* As many as bonding takes. */
#define TRUNK_TARGETS_MAX	16

/* Intervals for which a port is not judged after a change. */
#define TRUNK_PROBE_GRACE	2

/* What a port has to do with probes. */
enum trunk_probe_role {
	TRUNK_PROBE_SENDS,	/* it sends probes and hears the answers */
	TRUNK_PROBE_LISTENS,	/* it hears the probes that another port sends */
	TRUNK_PROBE_WAITS,	/* nobody sends, a port is searched for */
};

/* What of the frames that a port receives is a sign of life. */
enum trunk_probe_sign {
	TRUNK_PROBE_SIGN_ANY,		/* any frame */
	TRUNK_PROBE_SIGN_KIND,		/* any frame of the kind that is sent */
	TRUNK_PROBE_SIGN_ANSWER,	/* what a target sends to us */
	TRUNK_PROBE_SIGN_REPLY,		/* the same, and it must be a reply */
	TRUNK_PROBE_SIGN_PROBE,		/* a probe of ours, which came around */
	TRUNK_PROBE_SIGN_NONE,
};

/* What the ports that do not send may believe. */
enum trunk_probe_trust {
	TRUNK_PROBE_TRUST_NONE,
	TRUNK_PROBE_TRUST_PROBES,	/* the active port has heard from a target */
	TRUNK_PROBE_TRUST_REPLIES,	/* a probe went out in the last interval */
};

/**
 * struct trunk_probe - what one monitor thinks of one port
 * @missed: intervals since each target was heard
 * @grace: intervals for which it is not judged yet
 * @good: the port is healthy
 */
struct trunk_probe {
	u16 missed[TRUNK_TARGETS_MAX];
	u8 grace;
	bool good;
};

/**
 * struct trunk_probe_rules - how to judge
 * @targets: how many there are
 * @missed_max: intervals that may be missed
 * @all: all targets must be heard, not just any
 */
struct trunk_probe_rules {
	u32 targets;
	u32 missed_max;
	bool all;
};

/**
 * struct trunk_probe_facts - what happened to a port in an interval
 * @heard: bit per target
 * @role: what it had to do
 */
struct trunk_probe_facts {
	u32 heard;
	enum trunk_probe_role role;
};

void trunk_probe_spare(struct trunk_probe *probe);
void trunk_probe_reset(struct trunk_probe *probe);
bool trunk_probe_heard(u32 heard, const struct trunk_probe_rules *rules);
void trunk_probe_step(struct trunk_probe *probe,
		      const struct trunk_probe_rules *rules,
		      const struct trunk_probe_facts *facts);
enum trunk_probe_sign trunk_probe_sign(u32 validate, bool active, u32 trust);

#endif /* _TRUNK_PROBE_FSM_H */
