// SPDX-License-Identifier: GPL-2.0-only
/* The shadow copy of routes and nexthop objects, which the kernel flushes without a word.
 *
 * What an administrator or a daemon changes is heard from the monitor, in order and complete, and
 * changes the shadow; what the kernel does by itself does not. How the kernel differs from the
 * shadow is then found by dumps (diff.c).
 */
#include "shadow.h"
#include "rtnl.h"

#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/slab.h>

int ipmp_shadow_init(struct ipmp_shadow *shadow)
{
	if (shadow->scratch)
		return 0;
	INIT_LIST_HEAD(&shadow->routes);
	shadow->scratch = kvmalloc(IPMP_SCRATCH_SIZE, GFP_KERNEL);
	return shadow->scratch ? 0 : -ENOMEM;
}

void ipmp_shadow_clear(struct ipmp_shadow *shadow)
{
	struct ipmp_route *route, *next;

	if (!shadow->scratch)
		return;
	list_for_each_entry_safe(route, next, &shadow->routes, list)
		ipmp_shadow_remove(route);
	kfree(shadow->members);
	kvfree(shadow->scratch);
	memset(shadow, 0, sizeof(*shadow));
}

/* What of a route was last installed. */
const struct ipmp_blob *ipmp_route_now(const struct ipmp_route *route)
{
	return route->now ?: route->home;
}

/**
 * ipmp_shadow_insert() - take something into the shadow
 * @shadow: the shadow
 * @blob: what it is; copied
 * @pos: after this
 * @automatic: the kernel makes and removes it
 *
 * Return: its entry, NULL without memory.
 */
struct ipmp_route *ipmp_shadow_insert(struct ipmp_shadow *shadow, const struct ipmp_blob *blob,
				      struct list_head *pos, bool automatic)
{
	struct ipmp_route *route = kzalloc(sizeof(*route), GFP_KERNEL);

	if (!route)
		return NULL;
	route->home = kmemdup(blob, sizeof(*blob) + blob->len, GFP_KERNEL);
	if (!route->home) {
		kfree(route);
		return NULL;
	}
	route->automatic = automatic;
	route->deadline = jiffies + blob->expires * HZ;
	list_add(&route->list, pos);
	return route;
}

void ipmp_shadow_remove(struct ipmp_route *route)
{
	list_del(&route->list);
	kfree(route->now);
	kfree(route->home);
	kfree(route);
}

static bool is_of_key(const struct ipmp_route *route, const struct ipmp_blob *blob)
{
	return (route->home->class == IPMP_ROUTE_NEXTHOP) == (blob->class == IPMP_ROUTE_NEXTHOP) &&
	       !memcmp(&route->home->key, &blob->key, sizeof(blob->key));
}

/* Linear: only what others change comes here, a message at a time. */
static struct ipmp_route *find(struct ipmp_shadow *shadow, const struct ipmp_blob *blob)
{
	struct ipmp_route *route;

	list_for_each_entry(route, &shadow->routes, list)
		if (ipmp_blob_same(ipmp_route_now(route), blob))
			return route;
	return NULL;
}

static struct ipmp_route *find_key(struct ipmp_shadow *shadow, const struct ipmp_blob *blob)
{
	struct ipmp_route *route;

	list_for_each_entry(route, &shadow->routes, list)
		if (is_of_key(route, blob))
			return route;
	return NULL;
}

struct listen {
	struct ipmp_shadow *shadow;
	const struct ipmp_map *map;
	int changes;
};

static void heard_new(struct listen *listen, const struct ipmp_blob *blob, u16 flags)
{
	struct ipmp_shadow *shadow = listen->shadow;
	struct ipmp_route *route, *old = find(shadow, blob);
	struct list_head *pos = shadow->routes.prev;

	/* An IPv4 request that replaces takes the first of its key, whatever its device. */
	if (!old && flags & NLM_F_REPLACE)
		old = find_key(shadow, blob);
	if (old) {
		pos = &old->list;
	} else if (!(flags & NLM_F_APPEND)) {
		route = find_key(shadow, blob);
		if (route)
			pos = route->list.prev;
	}
	if (ipmp_map_relevant(listen->map, shadow, blob))
		ipmp_shadow_insert(shadow, blob, pos, ipmp_map_automatic(listen->map, blob));
	else if (!old)
		return;
	if (old)
		ipmp_shadow_remove(old);
	listen->changes++;
}

static void heard_del(struct listen *listen, const struct ipmp_blob *blob)
{
	struct ipmp_shadow *shadow = listen->shadow;
	struct ipmp_route *next, *route = find(shadow, blob);

	if (!route)
		return;
	ipmp_shadow_remove(route);
	listen->changes++;
	/* The routes by a nexthop object go with it, and are not told of. */
	if (blob->class != IPMP_ROUTE_NEXTHOP)
		return;
	list_for_each_entry_safe(route, next, &shadow->routes, list)
		if (route->home->nhid == blob->key.table)
			ipmp_shadow_remove(route);
}

static int heard(const struct nlmsghdr *nlh, void *arg)
{
	struct listen *listen = arg;
	struct ipmp_blob *blob;

	/* Without a sender it is the kernel's own doing: a consequence, not a wish. */
	if (!nlh->nlmsg_pid)
		return 0;
	blob = ipmp_blob_parse(nlh, listen->shadow->scratch, IPMP_SCRATCH_SIZE);
	if (!blob)
		return 0;
	if (nlh->nlmsg_type == RTM_NEWROUTE || nlh->nlmsg_type == RTM_NEWNEXTHOP)
		heard_new(listen, blob, nlh->nlmsg_flags);
	else
		heard_del(listen, blob);
	return 0;
}

/**
 * ipmp_shadow_listen() - take over what others changed
 * @shadow: the shadow
 * @rtnl: open
 * @map: the groups
 *
 * Context: the worker.
 *
 * Return: how many changes concern us; -ENOBUFS where some were lost.
 */
int ipmp_shadow_listen(struct ipmp_shadow *shadow, struct ipmp_rtnl *rtnl,
		       const struct ipmp_map *map)
{
	struct listen listen = { .shadow = shadow, .map = map };
	int err;

	err = ipmp_rtnl_drain(rtnl, heard, &listen);
	return err ?: listen.changes;
}

struct reindex {
	u32 from;
	u32 to;
};

static u32 reindex_leg(const struct ipmp_leg *leg, void *arg)
{
	const struct reindex *reindex = arg;

	return leg->oif == reindex->from ? reindex->to : leg->oif;
}

/* A device came back under another number: what belonged to the old one belongs to it. */
static void reindex(struct ipmp_shadow *shadow, u32 from, u32 to)
{
	struct reindex arg = { from, to };
	struct ipmp_route *route;

	list_for_each_entry(route, &shadow->routes, list) {
		struct ipmp_blob *blob, *copy;

		blob = ipmp_blob_rewrite(route->home, reindex_leg, &arg, shadow->scratch,
					 IPMP_SCRATCH_SIZE);
		if (!blob || ipmp_blob_equal(blob, route->home))
			continue;
		copy = kmemdup(blob, sizeof(*blob) + blob->len, GFP_KERNEL);
		if (!copy)
			continue;
		if (!route->now)
			route->now = route->home;
		else
			kfree(route->home);
		route->home = copy;
	}
}

static bool is_oif(u32 oif, void *arg)
{
	return oif == *(u32 *)arg;
}

/* An interface left: what was moved away from it has no way back, it is where it belongs. */
static void rebase(struct ipmp_shadow *shadow, u32 left)
{
	struct ipmp_route *route;

	list_for_each_entry(route, &shadow->routes, list) {
		if (!route->now || !ipmp_blob_any_leg(route->home, is_oif, &left))
			continue;
		kfree(route->home);
		route->home = route->now;
		route->now = NULL;
	}
}

/**
 * ipmp_shadow_follow() - adapt to interfaces that left, or came back under another number
 * @shadow: the shadow
 * @map: the groups; the home of an interface that came back is set to its number now
 *
 * Context: the worker.
 */
void ipmp_shadow_follow(struct ipmp_shadow *shadow, struct ipmp_map *map)
{
	u32 *members;
	int i, j;

	for (i = 0; i < shadow->n_members; i++) {
		for (j = 0; j < map->n_ifaces; j++)
			if (map->ifaces[j].home == shadow->members[i])
				break;
		if (j == map->n_ifaces)
			rebase(shadow, shadow->members[i]);
	}
	for (i = 0; i < map->n_ifaces; i++) {
		struct ipmp_map_iface *iface = &map->ifaces[i];

		if (!iface->ifindex || iface->ifindex == iface->home)
			continue;
		reindex(shadow, iface->home, iface->ifindex);
		for (j = 0; j < map->n_addrs; j++)
			if (map->addrs[j].home == iface->home)
				map->addrs[j].home = iface->ifindex;
		iface->home = iface->ifindex;
	}
	members = kcalloc(max(map->n_ifaces, 1), sizeof(*members), GFP_KERNEL);
	if (!members)
		return;
	for (i = 0; i < map->n_ifaces; i++)
		members[i] = map->ifaces[i].home;
	kfree(shadow->members);
	shadow->members = members;
	shadow->n_members = map->n_ifaces;
}

/* Nexthop objects first: groups and routes are of interest because of them. */
static int pass_of(const struct ipmp_blob *blob)
{
	if (blob->class != IPMP_ROUTE_NEXTHOP)
		return 2;
	return ipmp_blob_is_group(blob);
}

/**
 * ipmp_shadow_prune() - forget what has nothing to do with a group any more
 * @shadow: the shadow
 * @map: the groups
 *
 * Context: the worker.
 */
void ipmp_shadow_prune(struct ipmp_shadow *shadow, const struct ipmp_map *map)
{
	struct ipmp_route *route, *next;
	int pass;

	for (pass = 0; pass < 3; pass++)
		list_for_each_entry_safe(route, next, &shadow->routes, list)
			if (pass_of(route->home) == pass &&
			    !ipmp_map_relevant(map, shadow, route->home) &&
			    !(route->now && ipmp_map_relevant(map, shadow, route->now)))
				ipmp_shadow_remove(route);
}
