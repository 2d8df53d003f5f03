// SPDX-License-Identifier: GPL-2.0-only
/* The worker: compares what should be with what is, and has the difference made.
 *
 * It is level-triggered: whatever happened, it judges the groups anew under RTNL, takes the
 * addresses to add and to remove into a plan, and carries that out without RTNL. A run that is cut
 * short, fails in part or is overtaken by events leaves nothing that the next one does not see.
 */
#include "ipmp.h"

#include <linux/inetdevice.h>
#include <linux/mm.h>
#include <linux/rtnetlink.h>
#include <linux/sort.h>
#include <net/addrconf.h>
#include <net/sock.h>

#define MAX_ROUNDS	4

static int grow(struct ipmp_change **list, int n)
{
	struct ipmp_change *more;

	/* Powers of two from 16 on. */
	if (n && (n < 16 || (n & (n - 1))))
		return 0;
	more = kvmalloc_array(n ? n * 2 : 16, sizeof(*more), GFP_KERNEL);
	if (!more)
		return -ENOMEM;
	if (n)
		memcpy(more, *list, n * sizeof(*more));
	kvfree(*list);
	*list = more;
	return 0;
}

int ipmp_plan_add(struct ipmp_plan *plan, const struct ipmp_change *change)
{
	int err = grow(&plan->adds, plan->n_adds);

	if (!err)
		plan->adds[plan->n_adds++] = *change;
	return err;
}

int ipmp_plan_del(struct ipmp_plan *plan, const struct ipmp_change *change)
{
	int err = grow(&plan->dels, plan->n_dels);

	if (!err)
		plan->dels[plan->n_dels++] = *change;
	return err;
}

static void plan_free(struct ipmp_plan *plan)
{
	kvfree(plan->adds);
	kvfree(plan->dels);
	kvfree(plan->map.ifaces);
	kvfree(plan->map.addrs);
	memset(plan, 0, sizeof(*plan));
}

static void bury(struct ipmp_group *group)
{
	struct ipmp_address *addr, *next;

	list_for_each_entry_safe(addr, next, &group->addresses, list) {
		if (!addr->dead)
			continue;
		ipmp_event_address(addr, IPMP_EVENT_TYPE_ADDRESS_DEL, NULL, 0);
		ipmp_address_free(addr);
	}
}

static u32 home_of(const struct ipmp_address *addr)
{
	const struct ipmp_iface *iface = addr->home ?: addr->prev ?: addr->bound;

	return iface ? iface->home_ifindex : 0;
}

static void lacks(struct ipmp_map *map, u32 home)
{
	int i;

	for (i = 0; i < map->n_ifaces; i++)
		if (map->ifaces[i].home == home || map->ifaces[i].ifindex == home)
			map->ifaces[i].whole = false;
}

static int map_groups(struct ipmp_net *inet, struct ipmp_plan *plan)
{
	struct ipmp_map *map = &plan->map;
	struct ipmp_address *addr;
	struct ipmp_group *group;
	struct ipmp_iface *iface;
	int n = 0;

	list_for_each_entry(group, &inet->groups, list)
		map->n_ifaces += group->n_ifaces;
	map->ifaces = kvcalloc(max(map->n_ifaces, 1), sizeof(*map->ifaces), GFP_KERNEL);
	map->addrs = kvcalloc(max(inet->n_addresses, 1), sizeof(*map->addrs), GFP_KERNEL);
	if (!map->ifaces || !map->addrs)
		return -ENOMEM;

	map->n_ifaces = 0;
	list_for_each_entry(group, &inet->groups, list) {
		list_for_each_entry(iface, &group->ifaces, list) {
			struct ipmp_map_iface *to = &map->ifaces[map->n_ifaces];

			if (!iface->home_ifindex)
				continue;
			map->n_ifaces++;
			to->home = iface->home_ifindex;
			if (rcu_access_pointer(iface->dev))
				to->ifindex = iface->ifindex;
			to->group = n;
			to->usable = iface->health.usable;
			to->whole = to->usable;
			to->active = iface->active;
			/* The shadow follows in this very run. */
			if (to->ifindex)
				iface->home_ifindex = to->ifindex;
			if (!iface->health.usable)
				plan->settled = false;
		}
		list_for_each_entry(addr, &group->addresses, list) {
			struct ipmp_map_addr *to = &map->addrs[map->n_addrs++];

			to->family = addr->ip.family;
			to->plen = addr->ip.plen;
			to->noprefixroute = addr->attr.flags & IFA_F_NOPREFIXROUTE;
			to->group = n;
			memcpy(to->bytes, addr->ip.bytes, sizeof(to->bytes));
			to->priority = addr->attr.rt_priority;
			to->home = home_of(addr);
			if (addr->want && rcu_access_pointer(addr->want->dev))
				to->want = addr->want->ifindex;
			if (addr->home && addr->want != addr->home) {
				plan->settled = false;
				lacks(map, to->home);
			}
		}
		n++;
	}
	return 0;
}

static void plan_adds(struct ipmp_group *group, struct ipmp_plan *plan)
{
	struct ipmp_address *addr;
	struct ipmp_iface *iface;

	list_for_each_entry(addr, &group->addresses, list) {
		struct ipmp_change add = { .ip = addr->ip, .attr = addr->attr,
					   .order = addr->order, .cause = addr->cause };

		if (!addr->want || !addr->want->health.usable || addr->present)
			continue;
		strscpy(add.dev, addr->want->name, sizeof(add.dev));
		add.ifindex = addr->want->ifindex;
		ipmp_plan_add(plan, &add);
	}
	list_for_each_entry(iface, &group->ifaces, list) {
		struct ipmp_change add = { .ip = iface->test, .test = true, .order = INT_MAX };

		if (!iface->test.family || iface->test_present || !iface->health.usable)
			continue;
		/* Link scope: listed first, so that its place does not depend on when it was added;
		 * and never chosen as the source of traffic.
		 */
		add.attr.scope = iface->test.family == AF_INET ? RT_SCOPE_LINK : RT_SCOPE_UNIVERSE;
		add.attr.flags = iface->test.family == AF_INET ? 0 : IFA_F_NODAD;
		add.attr.label_dev = true;
		add.attr.valid = IPMP_FOREVER;
		add.attr.preferred = IPMP_FOREVER;
		strscpy(add.dev, iface->name, sizeof(add.dev));
		add.ifindex = iface->ifindex;
		iface->test_owned = true;
		ipmp_plan_add(plan, &add);
	}
}

static int by_order(const void *a, const void *b)
{
	const struct ipmp_change *one = a, *other = b;

	if (one->ifindex != other->ifindex)
		return one->ifindex < other->ifindex ? -1 : 1;
	if (one->ip.family != other->ip.family)
		return one->ip.family < other->ip.family ? -1 : 1;
	return one->order < other->order ? -1 : one->order > other->order;
}

/* Secondaries before their primary, which else would take them along. */
static void reverse_dels(struct ipmp_plan *plan)
{
	int i;

	for (i = 0; i < plan->n_dels / 2; i++)
		swap(plan->dels[i], plan->dels[plan->n_dels - 1 - i]);
}

static void plan_orphans(struct ipmp_net *inet, struct ipmp_plan *plan)
{
	struct ipmp_orphan *orphan, *next;

	list_for_each_entry_safe(orphan, next, &inet->orphans, list) {
		struct ipmp_change del = { .ip = orphan->ip, .attr = orphan->attr,
					   .ifindex = orphan->ifindex };

		if (ipmp_plan_del(plan, &del))
			continue;
		list_del(&orphan->list);
		kfree(orphan);
	}
}

/* Judge all groups and note what is to be done. Return: when to look again (ns), 0 for never. */
static u64 plan_make(struct ipmp_net *inet, struct ipmp_plan *plan)
{
	u64 again, next = 0, now = ktime_get_ns();
	struct ipmp_address *addr;
	struct ipmp_group *group;
	struct ipmp_iface *iface;

	ASSERT_RTNL();
	plan->changes = atomic_read(&inet->changes);
	plan->settled = true;
	list_for_each_entry(group, &inet->groups, list) {
		bury(group);
		list_for_each_entry(addr, &group->addresses, list)
			addr->present = false;
		/* What is there has to be known before it is judged where it should be. */
		list_for_each_entry(iface, &group->ifaces, list) {
			ipmp_iface_set_sysctls(iface);
			ipmp_address_scan(iface, NULL);
		}
		again = ipmp_group_judge(group, now);
		if (again && (!next || again < next))
			next = again;
		list_for_each_entry(addr, &group->addresses, list)
			addr->present = false;
		list_for_each_entry(iface, &group->ifaces, list)
			ipmp_address_scan(iface, plan);
		plan_adds(group, plan);
	}
	if (plan->n_adds)
		sort(plan->adds, plan->n_adds, sizeof(*plan->adds), by_order, NULL);
	plan_orphans(inet, plan);
	reverse_dels(plan);
	if (map_groups(inet, plan))
		next = now + NSEC_PER_SEC;
	return next;
}

/* Note and tell what became true. Context: RTNL. */
static void commit(struct ipmp_net *inet, struct ipmp_plan *plan)
{
	struct ipmp_group *group;
	int i;

	for (i = 0; i < plan->n_adds; i++) {
		struct ipmp_change *add = &plan->adds[i];
		struct ipmp_address *addr;
		const char *from = NULL;

		if (add->test || (add->err && add->err != -ESTALE))
			continue;
		addr = ipmp_address_find(inet, &add->ip);
		/* Its lifetime ended while it was on no interface that could tell. */
		if (addr && add->err) {
			addr->dead = true;
			ipmp_kick(inet);
			continue;
		}
		if (!addr || !addr->want || addr->want->ifindex != add->ifindex)
			continue;
		/* The first was made when it moved. */
		addr->announces = IPMP_ANNOUNCEMENTS - 1;
		addr->announce_at = jiffies + HZ;
		if (addr->bound == addr->want)
			continue;
		if (addr->bound) {
			from = addr->bound->name;
			addr->prev = addr->bound;
			addr->moves++;
		}
		addr->bound = addr->want;
		ipmp_event_address(addr, IPMP_EVENT_TYPE_ADDRESS_MOVE, from,
				   plan->done - add->cause);
	}
	list_for_each_entry(group, &inet->groups, list)
		ipmp_multicast_sync(group);
}

static int open(struct ipmp_net *inet, void (*ready)(struct sock *sk))
{
	int err = ipmp_shadow_init(&inet->shadow);

	if (!err && !inet->rtnl.cmd)
		err = ipmp_rtnl_open(&inet->rtnl, inet->net, ready, inet);
	return err;
}

/* Others changed routes, or we did: the worker tells them apart by the sender. */
static void monitor_ready(struct sock *sk)
{
	struct ipmp_net *inet = sk->sk_user_data;

	queue_work(ipmp_wq, &inet->work);
}

static void set_timer(struct ipmp_net *inet, u64 again, u64 announce)
{
	u64 now = ktime_get_ns();
	unsigned long at = 0;

	if (again)
		at = jiffies + 1 + nsecs_to_jiffies(again > now ? again - now : 0);
	if (announce && (!at || time_before((unsigned long)announce, at)))
		at = announce;
	if (at)
		mod_timer(&inet->timer, at);
}

/* Return: true where everything is as it should be. */
static bool run(struct ipmp_net *inet, u64 *again, unsigned long *announce)
{
	struct ipmp_plan plan = {};
	bool busy, done = true;
	int changes;

	rtnl_lock();
	*again = plan_make(inet, &plan);
	*announce = ipmp_announce_due(inet);
	rtnl_unlock();

	ipmp_shadow_follow(&inet->shadow, &plan.map);
	changes = ipmp_shadow_listen(&inet->shadow, &inet->rtnl, &plan.map);
	ipmp_shadow_prune(&inet->shadow, &plan.map);
	busy = plan.n_adds || plan.n_dels || changes || plan.changes != inet->seen;
	if (busy) {
		WRITE_ONCE(inet->mover, current);
		inet->binder->bind(inet, &plan);
		inet->binder->announce(inet, &plan, false);
		inet->binder->unbind(inet, &plan);
		inet->binder->announce(inet, &plan, true);
		plan.done = ktime_get_ns();
		done = inet->binder->verify(inet, &plan);
		WRITE_ONCE(inet->mover, NULL);
		inet->seen = plan.changes;
	}
	if (busy) {
		rtnl_lock();
		commit(inet, &plan);
		*announce = ipmp_announce_due(inet);
		rtnl_unlock();
	}
	plan_free(&plan);
	return done;
}

/**
 * ipmp_worker() - the work of a namespace
 * @work: ipmp_net.work
 */
void ipmp_worker(struct work_struct *work)
{
	struct ipmp_net *inet = container_of(work, struct ipmp_net, work);
	unsigned long announce = 0;
	u64 again = 0;
	int rounds = 0;

	if (open(inet, monitor_ready)) {
		mod_timer(&inet->timer, jiffies + HZ);
		return;
	}
	/* What cannot be done now is tried again when something changes. */
	while (!run(inet, &again, &announce) && ++rounds < MAX_ROUNDS)
		;
	set_timer(inet, again, announce);
}
