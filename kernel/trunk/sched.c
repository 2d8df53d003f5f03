// SPDX-License-Identifier: GPL-2.0-only
/* Schedulers: which one is at work. */

#include "sched.h"

/**
 * trunk_sched_effective() - the scheduler at work
 * @config: options of a trunk
 *
 * Return: enum trunk_scheduler; TRUNK_SCHEDULER_DEFAULT where there is nothing
 * to schedule.
 */
u32 trunk_sched_effective(const struct trunk_config *config)
{
	if (config->mode == TRUNK_MODE_ACTIVE_BACKUP)
		return TRUNK_SCHEDULER_DEFAULT;
	if (config->scheduler != TRUNK_SCHEDULER_DEFAULT)
		return config->scheduler;
	switch (config->mode) {
	case TRUNK_MODE_BALANCE_RR:
		return TRUNK_SCHEDULER_RR;
	case TRUNK_MODE_BROADCAST:
		return TRUNK_SCHEDULER_BROADCAST;
	default:
		return TRUNK_SCHEDULER_HASH;
	}
}

/**
 * trunk_sched_of() - how a table is made and used
 * @wanted: what it is made from
 *
 * Return: scheduler.
 */
const struct trunk_sched *trunk_sched_of(const struct trunk_drawn *wanted)
{
	switch (wanted->scheduler) {
	case TRUNK_SCHEDULER_DEFAULT:
		return &trunk_sched_active;
	case TRUNK_SCHEDULER_RR:
		return wanted->quantum ? &trunk_sched_rr : &trunk_sched_random;
	case TRUNK_SCHEDULER_RANDOM:
		return &trunk_sched_random;
	case TRUNK_SCHEDULER_LEAST_CONN:
	case TRUNK_SCHEDULER_RESPONSE_TIME:
	case TRUNK_SCHEDULER_FLOWLET:
		return &trunk_sched_dynamic;
	case TRUNK_SCHEDULER_BROADCAST:
		return &trunk_sched_broadcast;
	default:
		if (wanted->policy != TRUNK_HASH_POLICY_FLOW)
			return &trunk_sched_policy;
		return wanted->metered ? &trunk_sched_metered :
					 &trunk_sched_hash;
	}
}
