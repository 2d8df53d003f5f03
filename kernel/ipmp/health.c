// SPDX-License-Identifier: GPL-2.0-only
/* Link-based health of an interface; pure, so that it runs in tests on any host. */
#include "health.h"

static enum ipmp_interface_reason link_reason(const struct ipmp_link *link)
{
	if (!link->present)
		return IPMP_INTERFACE_REASON_ABSENT;
	if (link->enslaved)
		return IPMP_INTERFACE_REASON_MASTER;
	if (!link->running)
		return IPMP_INTERFACE_REASON_ADMIN_DOWN;
	if (!link->carrier)
		return IPMP_INTERFACE_REASON_CARRIER;
	return IPMP_INTERFACE_REASON_NONE;
}

/**
 * ipmp_health_update() - judge an interface by its link
 * @health: verdict so far, updated
 * @link: the link as it is now
 * @updelay: how long a link must be up before it counts as repaired (ns)
 * @now: the time (ns, not 0)
 *
 * A failure counts at once, a repair after @updelay; the link that an interface has when it is
 * first looked at is no repair. Context: any, pure.
 *
 * Return: when to look again without an event (ns), 0 for never.
 */
u64 ipmp_health_update(struct ipmp_health *health, const struct ipmp_link *link, u64 updelay,
		       u64 now)
{
	bool first = !health->seen;

	health->seen = link->present;
	health->reason = link_reason(link);
	if (health->reason != IPMP_INTERFACE_REASON_NONE) {
		health->usable = false;
		health->up_at = 0;
		return 0;
	}
	if (!health->up_at)
		health->up_at = now;
	if (health->usable || first || now - health->up_at >= updelay) {
		health->usable = true;
		return 0;
	}
	health->reason = IPMP_INTERFACE_REASON_UPDELAY;
	return health->up_at + updelay;
}
