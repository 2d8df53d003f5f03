// SPDX-License-Identifier: GPL-2.0-only
/* Health of one port by what it hears of targets: pure, counts intervals. */

#include "probe_fsm.h"

#include <uapi/linux/trunk.h>

#define MISSED_MOST	1000	/* beyond any missed_max */

static u16 one_more(u16 count)
{
	return count < MISSED_MOST ? count + 1 : count;
}

/**
 * trunk_probe_spare() - do not judge for some intervals
 * @probe: what is thought of a port
 */
void trunk_probe_spare(struct trunk_probe *probe)
{
	probe->grace = TRUNK_PROBE_GRACE;
}

/**
 * trunk_probe_reset() - begin to count anew, with what is thought so far
 * @probe: what is thought of a port
 */
void trunk_probe_reset(struct trunk_probe *probe)
{
	u32 i;

	for (i = 0; i < TRUNK_TARGETS_MAX; i++)
		probe->missed[i] = 0;
	trunk_probe_spare(probe);
}

/**
 * trunk_probe_heard() - whether the targets were heard that must be
 * @heard: bit per target
 * @rules: how to judge
 *
 * Return: true if they were.
 */
bool trunk_probe_heard(u32 heard, const struct trunk_probe_rules *rules)
{
	u32 wanted = (1u << rules->targets) - 1;

	return rules->all ? (heard & wanted) == wanted : heard & wanted;
}

/* Intervals for which the targets that must be heard were not. */
static u32 silence(const struct trunk_probe *probe,
		   const struct trunk_probe_rules *rules)
{
	u32 least = MISSED_MOST, most = 0;
	u32 i;

	for (i = 0; i < rules->targets; i++) {
		if (probe->missed[i] < least)
			least = probe->missed[i];
		if (probe->missed[i] > most)
			most = probe->missed[i];
	}
	return rules->all ? most : least;
}

static bool judge(const struct trunk_probe *probe,
		  const struct trunk_probe_rules *rules,
		  enum trunk_probe_role role)
{
	u32 silent = silence(probe, rules);

	switch (role) {
	case TRUNK_PROBE_SENDS:
		return probe->good ? silent < rules->missed_max : !silent;
	case TRUNK_PROBE_LISTENS:
		/* Whoever sends is found out first. */
		return probe->good ? silent <= rules->missed_max : !silent;
	default:
		return probe->good || !silent;
	}
}

/**
 * trunk_probe_step() - conclude from an interval that is over
 * @probe: what is thought of a port
 * @rules: how to judge
 * @facts: what happened in the interval
 *
 * Counting intervals, not time, a late timer loses nobody.
 */
void trunk_probe_step(struct trunk_probe *probe,
		      const struct trunk_probe_rules *rules,
		      const struct trunk_probe_facts *facts)
{
	u32 i;

	for (i = 0; i < rules->targets; i++)
		probe->missed[i] = facts->heard & (1u << i) ?
				   0 : one_more(probe->missed[i]);
	if (probe->grace)
		probe->grace--;
	else if (probe->good)
		probe->good = judge(probe, rules, facts->role);
	if (!probe->good)
		probe->good = judge(probe, rules, facts->role);
}

/**
 * trunk_probe_sign() - what of the frames that a port receives counts
 * @validate: enum trunk_arp_validate
 * @active: the port sends probes
 * @trust: enum trunk_probe_trust: what a port may believe that does not
 *
 * A port that does not send hears our own probes come around through the
 * switch. They say something of its link as long as the one they came from is
 * known to work; else two ports on a dead switch would keep each other alive.
 *
 * Return: what counts.
 */
enum trunk_probe_sign trunk_probe_sign(u32 validate, bool active, u32 trust)
{
	u32 who = active ? TRUNK_ARP_VALIDATE_ACTIVE :
			   TRUNK_ARP_VALIDATE_BACKUP;

	if (!(validate & who))
		return validate & TRUNK_ARP_VALIDATE_FILTER ?
		       TRUNK_PROBE_SIGN_KIND : TRUNK_PROBE_SIGN_ANY;
	if (active)
		return TRUNK_PROBE_SIGN_ANSWER;
	switch (trust) {
	case TRUNK_PROBE_TRUST_PROBES:
		return TRUNK_PROBE_SIGN_PROBE;
	case TRUNK_PROBE_TRUST_REPLIES:
		return TRUNK_PROBE_SIGN_REPLY;
	default:
		return TRUNK_PROBE_SIGN_NONE;
	}
}
