// SPDX-License-Identifier: GPL-2.0-only
/* The poll of the links: the kernel may hold back the event of a loss for up to a second. */
#include "ipmp.h"

/* Context: softirq, no lock: two bits of each device. */
static enum hrtimer_restart poll(struct hrtimer *timer)
{
	struct ipmp_group *group = container_of(timer, struct ipmp_group, poll);
	struct ipmp_iface *iface;
	bool changed = false;

	rcu_read_lock();
	list_for_each_entry_rcu(iface, &group->ifaces, list) {
		struct net_device *dev = rcu_dereference(iface->dev);
		bool link;

		if (!dev)
			continue;
		link = netif_running(dev) && netif_carrier_ok(dev);
		if (link == READ_ONCE(iface->link_seen))
			continue;
		if (!READ_ONCE(iface->noticed))
			WRITE_ONCE(iface->noticed, ktime_get_ns());
		changed = true;
	}
	rcu_read_unlock();
	if (changed)
		ipmp_kick(group->inet);
	hrtimer_forward_now(timer, ms_to_ktime(READ_ONCE(group->miimon)));
	return HRTIMER_RESTART;
}

void ipmp_monitor_start(struct ipmp_group *group)
{
	hrtimer_init(&group->poll, CLOCK_MONOTONIC, HRTIMER_MODE_REL_SOFT);
	group->poll.function = poll;
	hrtimer_start(&group->poll, ms_to_ktime(group->miimon), HRTIMER_MODE_REL_SOFT);
}

void ipmp_monitor_stop(struct ipmp_group *group)
{
	hrtimer_cancel(&group->poll);
}
