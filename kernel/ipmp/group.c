// SPDX-License-Identifier: GPL-2.0-only
/* Groups: their life, their health, and which of their interfaces are active. */
#include "ipmp.h"
#include "spread.h"

#include <linux/ctype.h>
#include <linux/rtnetlink.h>

int ipmp_group_check_name(const char *name, struct netlink_ext_ack *extack)
{
	const char *c;

	if (!*name) {
		NL_SET_ERR_MSG_MOD(extack, "a group needs a name");
		return -EINVAL;
	}
	for (c = name; *c; c++) {
		if (isspace(*c) || *c == '/' || !isprint(*c)) {
			NL_SET_ERR_MSG_MOD(extack, "a group name has no space and no '/'");
			return -EINVAL;
		}
	}
	if (!strcmp(name, ".") || !strcmp(name, "..")) {
		NL_SET_ERR_MSG_MOD(extack, "a group name is not '.' or '..'");
		return -EINVAL;
	}
	if (c - name > IPMP_NAME_MAX) {
		NL_SET_ERR_MSG_MOD(extack, "a group name has at most 31 characters");
		return -EINVAL;
	}
	return 0;
}

/* Linear: at most 256 groups. */
struct ipmp_group *ipmp_group_find(struct ipmp_net *inet, const char *name)
{
	struct ipmp_group *group;

	list_for_each_entry(group, &inet->groups, list)
		if (!strcmp(group->name, name))
			return group;
	return NULL;
}

/**
 * ipmp_group_add() - create a group with default options
 * @inet: the namespace
 * @name: a valid name
 * @extack: for the reason of a refusal
 *
 * Context: RTNL.
 *
 * Return: the group, or -EEXIST, -ENOSPC, -ENOMEM.
 */
struct ipmp_group *ipmp_group_add(struct ipmp_net *inet, const char *name,
				  struct netlink_ext_ack *extack)
{
	struct ipmp_group *group;

	if (ipmp_group_find(inet, name)) {
		NL_SET_ERR_MSG_MOD(extack, "there is a group of that name");
		return ERR_PTR(-EEXIST);
	}
	if (inet->n_groups >= IPMP_MAX_GROUPS) {
		NL_SET_ERR_MSG_MOD(extack, "a network namespace has at most 256 groups");
		return ERR_PTR(-ENOSPC);
	}
	group = kzalloc(sizeof(*group), GFP_KERNEL_ACCOUNT);
	if (!group)
		return ERR_PTR(-ENOMEM);
	group->inet = inet;
	strscpy(group->name, name, sizeof(group->name));
	group->state = IPMP_GROUP_STATE_FAILED;
	group->failback = true;
	group->miimon = IPMP_MIIMON;
	group->updelay = IPMP_UPDELAY;
	INIT_LIST_HEAD(&group->ifaces);
	INIT_LIST_HEAD(&group->addresses);
	list_add_tail(&group->list, &inet->groups);
	inet->n_groups++;
	inet->generation++;
	ipmp_monitor_start(group);
	return group;
}

/**
 * ipmp_group_free() - forget a group with all that is in it, quietly
 * @group: the group
 *
 * The addresses stay where they are. Context: RTNL.
 */
void ipmp_group_free(struct ipmp_group *group)
{
	struct ipmp_address *addr, *next_addr;
	struct ipmp_iface *iface, *next_iface;

	ipmp_monitor_stop(group);
	list_for_each_entry_safe(addr, next_addr, &group->addresses, list)
		ipmp_address_free(addr);
	list_for_each_entry_safe(iface, next_iface, &group->ifaces, list)
		ipmp_iface_free(iface);
	group->inet->n_groups--;
	group->inet->generation++;
	list_del(&group->list);
	kfree(group);
}

/**
 * ipmp_group_del() - delete a group as its administrator asked
 * @group: the group
 *
 * Test addresses go, data addresses stay where they are. Context: RTNL.
 */
void ipmp_group_del(struct ipmp_group *group)
{
	struct ipmp_address *addr;
	struct ipmp_iface *iface;

	list_for_each_entry(addr, &group->addresses, list)
		ipmp_event_address(addr, IPMP_EVENT_TYPE_ADDRESS_DEL, NULL, 0);
	list_for_each_entry(iface, &group->ifaces, list) {
		ipmp_iface_set_test(iface, NULL);
		ipmp_event_iface(iface, IPMP_EVENT_TYPE_INTERFACE_DEL);
	}
	ipmp_event_group(group, IPMP_EVENT_TYPE_GROUP_DEL);
	ipmp_group_free(group);
}

int ipmp_group_usable(const struct ipmp_group *group)
{
	const struct ipmp_iface *iface;
	int usable = 0;

	list_for_each_entry(iface, &group->ifaces, list)
		usable += iface->health.usable;
	return usable;
}

static void group_set_state(struct ipmp_group *group)
{
	enum ipmp_group_state state = IPMP_GROUP_STATE_DEGRADED;
	int usable = ipmp_group_usable(group);

	if (!usable)
		state = IPMP_GROUP_STATE_FAILED;
	else if (usable == group->n_ifaces)
		state = IPMP_GROUP_STATE_OK;
	if (state == group->state)
		return;
	group->state = state;
	ipmp_event_group(group, IPMP_EVENT_TYPE_GROUP_STATE);
}

static void spread_family(struct ipmp_group *group, struct ipmp_spread_iface *ifs,
			  struct ipmp_iface **list, struct ipmp_spread_addr *addrs, u8 family,
			  u64 cause)
{
	struct ipmp_address *addr;
	int n = 0;

	list_for_each_entry(addr, &group->addresses, list) {
		if (addr->ip.family != family)
			continue;
		addrs[n].home = addr->home ? addr->home->slot : IPMP_SPREAD_NONE;
		addrs[n].prev = addr->prev ? addr->prev->slot : IPMP_SPREAD_NONE;
		addrs[n].cur = addr->bound ? addr->bound->slot : IPMP_SPREAD_NONE;
		n++;
	}
	ipmp_spread_place(ifs, group->n_ifaces, addrs, n);
	n = 0;
	list_for_each_entry(addr, &group->addresses, list) {
		struct ipmp_iface *want;

		if (addr->ip.family != family)
			continue;
		want = addrs[n].want < 0 ? NULL : list[addrs[n].want];
		n++;
		if (addr->want != want || addr->bound != want)
			addr->cause = cause;
		addr->want = want;
	}
}

struct ipmp_before {
	bool usable;
	bool active;
	enum ipmp_interface_reason reason;
};

/*
 * The links of all interfaces. With nothing else to use there is no reason to wait: then those
 * that are back count as repaired before updelay is over.
 */
static u64 judge_health(struct ipmp_group *group, u64 now)
{
	u64 updelay = (u64)group->updelay * NSEC_PER_MSEC;
	struct ipmp_iface *iface;
	struct ipmp_link link;
	u64 next = 0, again;
	bool usable = false;

	list_for_each_entry(iface, &group->ifaces, list) {
		link = ipmp_iface_link(iface);
		again = ipmp_health_update(&iface->health, &link, updelay, now);
		if (again && (!next || again < next))
			next = again;
		usable |= iface->health.usable;
		WRITE_ONCE(iface->link_seen, link.running && link.carrier);
	}
	if (usable || !next)
		return next;

	list_for_each_entry(iface, &group->ifaces, list) {
		link = ipmp_iface_link(iface);
		ipmp_health_update(&iface->health, &link, 0, now);
	}
	return 0;
}

/**
 * ipmp_group_judge() - decide about a group: health, active interfaces, place of each address
 * @group: the group
 * @now: ktime, ns
 *
 * Sets ipmp_address.want, tells what changed. Context: RTNL, may sleep.
 *
 * Return: when a delay is over and to look again (ns), 0 for never.
 */
u64 ipmp_group_judge(struct ipmp_group *group, u64 now)
{
	struct ipmp_spread_iface ifs[IPMP_MAX_IFACES] = {};
	struct ipmp_before before[IPMP_MAX_IFACES];
	struct ipmp_iface *list[IPMP_MAX_IFACES];
	struct ipmp_spread_addr *addrs;
	struct ipmp_iface *iface;
	u64 next, cause = now;
	int i = 0;

	list_for_each_entry(iface, &group->ifaces, list) {
		u64 noticed = xchg(&iface->noticed, 0);

		if (noticed && noticed < cause)
			cause = noticed;
		before[i].usable = iface->health.usable;
		before[i].active = iface->active;
		before[i].reason = ipmp_iface_reason(iface);
		iface->slot = i;
		list[i++] = iface;
	}

	next = judge_health(group, now);
	for (i = 0; i < group->n_ifaces; i++) {
		iface = list[i];
		ifs[i].usable = iface->health.usable;
		ifs[i].was_usable = before[i].usable;
		ifs[i].fresh = iface->fresh && iface->health.usable;
		ifs[i].standby = iface->standby;
		ifs[i].active = iface->active;
	}

	ipmp_spread_activate(ifs, group->n_ifaces, group->failback, group->removed);
	group->removed = 0;
	for (i = 0; i < group->n_ifaces; i++) {
		iface = list[i];
		iface->active = ifs[i].active;
		iface->activated = iface->active && !before[i].active;
		ifs[i].fresh = iface->activated;
		if (!iface->health.usable)
			continue;
		if (!before[i].usable && !iface->fresh)
			ipmp_neigh_retry(rtnl_dereference(iface->dev));
		iface->fresh = false;
	}

	addrs = kvcalloc(max(group->n_addresses, 1), sizeof(*addrs), GFP_KERNEL);
	if (addrs) {
		spread_family(group, ifs, list, addrs, AF_INET, cause);
		spread_family(group, ifs, list, addrs, AF_INET6, cause);
		kvfree(addrs);
	} else {
		next = now + NSEC_PER_SEC;
	}

	for (i = 0; i < group->n_ifaces; i++) {
		iface = list[i];
		if (before[i].usable && !iface->health.usable) {
			iface->failures++;
			group->failovers += before[i].active;
		}
		if (before[i].usable == iface->health.usable &&
		    before[i].active == iface->active &&
		    before[i].reason == ipmp_iface_reason(iface))
			continue;
		iface->since = now;
		ipmp_event_iface(iface, IPMP_EVENT_TYPE_INTERFACE_STATE);
	}
	group_set_state(group);
	return next;
}
