// SPDX-License-Identifier: GPL-2.0-only
/* Damping of ports that flap: each failure doubles the wait. Pure. */

#include "damping.h"

#define FAILURES_MOST	64	/* more double no u64 */

/**
 * trunk_damping_failed() - note that a port failed
 * @damping: how unsteady it has been
 * @rules: how long such a port has to wait
 * @now: ns
 */
void trunk_damping_failed(struct trunk_damping *damping,
			  const struct trunk_damping_rules *rules, u64 now)
{
	if (now - damping->up_since >= rules->max)
		damping->failures = 0;
	if (damping->failures < FAILURES_MOST)
		damping->failures++;
}

/**
 * trunk_damping_wait() - how long a link must be back before its port is used
 * @damping: how unsteady the port has been
 * @rules: how long such a port has to wait
 *
 * Without interruption, as with updelay: a link that flaps on is waited for on.
 *
 * Return: ns.
 */
u64 trunk_damping_wait(const struct trunk_damping *damping,
		       const struct trunk_damping_rules *rules)
{
	u64 wait = rules->hold;
	u32 i;

	if (!damping->failures || !wait)
		return 0;
	for (i = 1; i < damping->failures && wait < rules->max; i++)
		wait *= 2;
	return wait < rules->max ? wait : rules->max;
}
