// SPDX-License-Identifier: GPL-2.0-only
/* How routes and nexthop objects of the kernel differ from the shadow, and the cure. */
#include "shadow.h"
#include "rtnl.h"

#include <linux/jhash.h>
#include <linux/jiffies.h>
#include <linux/mm.h>
#include <linux/nexthop.h>
#include <linux/slab.h>
#include <linux/sort.h>
#include <net/netlink.h>

static u32 hash_key(const struct ipmp_blob *blob)
{
	return jhash(&blob->key, sizeof(blob->key), blob->class == IPMP_ROUTE_NEXTHOP);
}

static bool same_key(const struct ipmp_blob *a, const struct ipmp_blob *b)
{
	return (a->class == IPMP_ROUTE_NEXTHOP) == (b->class == IPMP_ROUTE_NEXTHOP) &&
	       !memcmp(&a->key, &b->key, sizeof(a->key));
}

static bool in_shadow(struct ipmp_diff *diff, const struct ipmp_blob *blob)
{
	struct ipmp_route *route;

	hash_for_each_possible(diff->entries, route, key_node, hash_key(blob))
		if (same_key(route->home, blob))
			return true;
	return false;
}

static bool is_relevant_nexthop(u32 id, void *arg)
{
	struct ipmp_diff *diff = arg;
	struct ipmp_blob key = { .class = IPMP_ROUTE_NEXTHOP, .key.table = id };
	struct ipmp_seen *seen;

	hash_for_each_possible(diff->keys, seen, node, hash_key(&key))
		if (same_key(seen->blob, &key))
			return true;
	return in_shadow(diff, &key);
}

/* Of routes with one key the first is used, so where ours stands among others matters. */
static bool has_our_key(struct ipmp_diff *diff, const struct ipmp_blob *blob)
{
	return blob->key.family == AF_INET && in_shadow(diff, blob);
}

static int take(const struct nlmsghdr *nlh, void *arg)
{
	struct ipmp_diff *diff = arg;
	struct ipmp_blob *blob;
	struct ipmp_seen *seen;
	bool foreign;

	blob = ipmp_blob_parse(nlh, diff->shadow->scratch, IPMP_SCRATCH_SIZE);
	if (!blob)
		return 0;
	/* Groups of nexthop objects are looked at when their members are known. */
	foreign = !ipmp_blob_is_group(blob) && !ipmp_map_relevant(diff->map, diff->shadow, blob) &&
		  !(blob->nhid && is_relevant_nexthop(blob->nhid, diff));
	if (foreign && !has_our_key(diff, blob))
		return 0;
	seen = kzalloc(sizeof(*seen), GFP_KERNEL);
	if (!seen)
		return -ENOMEM;
	seen->blob = kmemdup(blob, sizeof(*blob) + blob->len, GFP_KERNEL);
	if (!seen->blob) {
		kfree(seen);
		return -ENOMEM;
	}
	seen->foreign = foreign;
	seen->pos = diff->n_seen++;
	list_add_tail(&seen->list, &diff->seen);
	hash_add(diff->keys, &seen->node, hash_key(blob));
	return 0;
}

static void forget(struct ipmp_seen *seen)
{
	list_del(&seen->list);
	hash_del(&seen->node);
	kfree(seen->blob);
	kfree(seen);
}

/* Want: where each entry of the shadow should be now. */
static int want_all(struct ipmp_diff *diff)
{
	struct ipmp_shadow *shadow = diff->shadow;
	struct ipmp_route *route;

	list_for_each_entry(route, &shadow->routes, list) {
		struct ipmp_blob *blob;

		route->seen = NULL;
		route->want = route->home;
		if (!route->automatic) {
			blob = ipmp_blob_rewrite(route->home, ipmp_map_leg, (void *)diff->map,
						 shadow->scratch, IPMP_SCRATCH_SIZE);
			if (!blob)
				return -EMSGSIZE;
			if (route->now && ipmp_blob_equal(blob, route->now)) {
				route->want = route->now;
			} else if (!ipmp_blob_equal(blob, route->home)) {
				route->want = kmemdup(blob, sizeof(*blob) + blob->len, GFP_KERNEL);
				if (!route->want) {
					route->want = route->home;
					return -ENOMEM;
				}
			}
		}
		hash_add(diff->wants, &route->node, ipmp_blob_hash(route->want));
		if (route->want != route->home)
			hash_add(diff->homes, &route->home_node, ipmp_blob_hash(route->home));
		if (route->now)
			hash_add(diff->nows, &route->now_node, ipmp_blob_hash(route->now));
	}
	return 0;
}

static bool match_want(struct ipmp_diff *diff, struct ipmp_seen *seen)
{
	struct ipmp_route *route;
	bool found = false;

	hash_for_each_possible(diff->wants, route, node, ipmp_blob_hash(seen->blob)) {
		if (!ipmp_blob_same(route->want, seen->blob))
			continue;
		route->seen = seen;
		seen->route = route;
		found = true;
	}
	return found;
}

/* Is it an entry of the shadow at a place where that should not be any more? */
static bool match_stale(struct ipmp_diff *diff, struct ipmp_seen *seen)
{
	u32 hash = ipmp_blob_hash(seen->blob);
	struct ipmp_route *route;

	hash_for_each_possible(diff->nows, route, now_node, hash)
		if (ipmp_blob_same(route->now, seen->blob))
			goto stale;
	hash_for_each_possible(diff->homes, route, home_node, hash)
		if (ipmp_blob_same(route->home, seen->blob))
			goto stale;
	return false;

stale:
	seen->route = route;
	seen->stale = true;
	return true;
}

/* Entries with the key of @seen that were there before it come before it in the shadow. */
static struct list_head *place_of(struct ipmp_diff *diff, const struct ipmp_seen *seen)
{
	struct ipmp_seen *other, *before = NULL;

	hash_for_each_possible(diff->keys, other, node, hash_key(seen->blob))
		if (same_key(other->blob, seen->blob) && other->pos < seen->pos && other->route &&
		    (!before || other->pos > before->pos))
			before = other;
	return before ? &before->route->list : diff->shadow->routes.prev;
}

static int match_all(struct ipmp_diff *diff)
{
	struct ipmp_seen *seen;

	list_for_each_entry(seen, &diff->seen, list) {
		struct ipmp_route *route;

		if (seen->foreign || match_want(diff, seen) || match_stale(diff, seen))
			continue;
		route = ipmp_shadow_insert(diff->shadow, seen->blob, place_of(diff, seen),
					   ipmp_map_automatic(diff->map, seen->blob));
		if (!route)
			return -ENOMEM;
		route->want = route->home;
		route->seen = seen;
		seen->route = route;
		hash_add(diff->wants, &route->node, ipmp_blob_hash(route->want));
	}
	return 0;
}

static int dump_all(struct ipmp_diff *diff)
{
	struct nhmsg nhm = {};
	struct rtmsg rtm = {};
	struct ipmp_seen *seen, *next;
	int err;

	err = ipmp_rtnl_dump(diff->rtnl, RTM_GETNEXTHOP, &nhm, sizeof(nhm), take, diff);
	if (err)
		return err;
	list_for_each_entry_safe(seen, next, &diff->seen, list)
		if (ipmp_blob_is_group(seen->blob) &&
		    !ipmp_blob_any_member(seen->blob, is_relevant_nexthop, diff))
			forget(seen);
	rtm.rtm_family = AF_INET;
	err = ipmp_rtnl_dump(diff->rtnl, RTM_GETROUTE, &rtm, sizeof(rtm), take, diff);
	if (err)
		return err;
	rtm.rtm_family = AF_INET6;
	return ipmp_rtnl_dump(diff->rtnl, RTM_GETROUTE, &rtm, sizeof(rtm), take, diff);
}

/**
 * ipmp_diff_make() - look at what the kernel has
 * @shadow: what it should have; what is new to it is taken in
 * @rtnl: open
 * @map: where things should be
 *
 * Context: the worker, without RTNL.
 *
 * Return: the difference, to be freed before the next; or -EINTR where to try again, an error.
 */
struct ipmp_diff *ipmp_diff_make(struct ipmp_shadow *shadow, struct ipmp_rtnl *rtnl,
				 const struct ipmp_map *map)
{
	struct ipmp_diff *diff = kvzalloc(sizeof(*diff), GFP_KERNEL);
	struct ipmp_route *route;
	int err;

	if (!diff)
		return ERR_PTR(-ENOMEM);
	diff->shadow = shadow;
	diff->rtnl = rtnl;
	diff->map = map;
	INIT_LIST_HEAD(&diff->seen);
	hash_init(diff->entries);
	list_for_each_entry(route, &shadow->routes, list)
		hash_add(diff->entries, &route->key_node, hash_key(route->home));
	hash_init(diff->wants);
	hash_init(diff->homes);
	hash_init(diff->nows);
	hash_init(diff->keys);
	err = dump_all(diff);
	if (!err)
		err = want_all(diff);
	if (!err)
		err = match_all(diff);
	if (err) {
		ipmp_diff_free(diff);
		return ERR_PTR(err);
	}
	return diff;
}

void ipmp_diff_free(struct ipmp_diff *diff)
{
	struct ipmp_seen *seen, *next;
	struct ipmp_route *route;

	list_for_each_entry_safe(seen, next, &diff->seen, list)
		forget(seen);
	list_for_each_entry(route, &diff->shadow->routes, list) {
		if (route->want != route->home && route->want != route->now)
			kfree(route->want);
		route->want = NULL;
		route->seen = NULL;
	}
	kvfree(diff);
}

/* Among routes of others, ours cannot be put in order without stepping in front of those. */
static bool has_foreign(struct ipmp_diff *diff, const struct ipmp_blob *blob)
{
	struct ipmp_seen *seen;

	hash_for_each_possible(diff->keys, seen, node, hash_key(blob))
		if (seen->foreign && same_key(seen->blob, blob))
			return true;
	return false;
}

static bool is_first_of_key(struct ipmp_diff *diff, const struct ipmp_route *route)
{
	struct ipmp_seen *seen, *first = NULL;

	hash_for_each_possible(diff->keys, seen, node, hash_key(route->want))
		if (same_key(seen->blob, route->want) && (!first || seen->pos < first->pos))
			first = seen;
	return first && first->stale && first->route == route;
}

static void request(struct ipmp_diff *diff, bool add, u16 flags, const struct ipmp_blob *blob,
		    int *err)
{
	u16 type = add ? RTM_NEWROUTE : RTM_DELROUTE;

	if (blob->class == IPMP_ROUTE_NEXTHOP)
		type = add ? RTM_NEWNEXTHOP : RTM_DELNEXTHOP;
	ipmp_rtnl_request(diff->rtnl, type, flags, blob->data, blob->len, err);
}

/* The same with the lifetime that is left to it. */
static void request_expiring(struct ipmp_diff *diff, u16 flags, const struct ipmp_route *route,
			     int *err)
{
	struct ipmp_buf buf = { .data = diff->shadow->scratch, .size = IPMP_SCRATCH_SIZE };
	u32 left = (route->deadline - jiffies) / HZ;

	memcpy(buf.data, route->want->data, route->want->len);
	buf.len = route->want->len;
	left = max(left, 1U);
	ipmp_buf_put(&buf, RTA_EXPIRES, &left, sizeof(left));
	ipmp_rtnl_request(diff->rtnl, RTM_NEWROUTE, flags, buf.data, buf.len, err);
}

static void install_one(struct ipmp_diff *diff, struct ipmp_route *route, int *err)
{
	u16 flags = NLM_F_CREATE;
	bool differs = route->seen;

	switch (route->want->class) {
	case IPMP_ROUTE_NEXTHOP:
		flags |= NLM_F_REPLACE;
		break;
	case IPMP_ROUTE_ECMP6:
		/* The only one of its key, so nothing else can be replaced. */
		if (differs)
			flags |= NLM_F_REPLACE;
		break;
	case IPMP_ROUTE_DEV6:
		if (differs)
			request(diff, false, 0, route->seen->blob, NULL);
		flags |= NLM_F_APPEND;
		break;
	default:
		/* In front of what it replaces, if that is the first, else at the end: replacing
		 * would take the first of its key, whatever its device.
		 */
		if (!is_first_of_key(diff, route))
			flags |= NLM_F_APPEND;
	}
	if (route->home->expires)
		request_expiring(diff, flags, route, err);
	else
		request(diff, true, flags, route->want, err);
}

static bool is_expired(const struct ipmp_route *route)
{
	return route->home->expires && time_after_eq(jiffies, route->deadline);
}

static bool needs_install(struct ipmp_diff *diff, struct ipmp_route *route)
{
	if (route->automatic || is_expired(route))
		return false;
	if (route->seen && ipmp_blob_equal(route->seen->blob, route->want))
		return false;
	return ipmp_map_can_hold(diff->map, route->want);
}

static int count_routes(const struct ipmp_shadow *shadow)
{
	const struct ipmp_route *route;
	int n = 0;

	list_for_each_entry(route, &shadow->routes, list)
		n++;
	return n;
}

static bool has_key_on(struct ipmp_diff *diff, const struct ipmp_blob *blob, u32 oif)
{
	struct ipmp_seen *seen;

	hash_for_each_possible(diff->keys, seen, node, hash_key(blob))
		if (same_key(seen->blob, blob) && seen->blob->oif == oif)
			return true;
	return false;
}

/**
 * ipmp_diff_connect() - make connected routes that the kernel did not
 * @diff: the difference
 *
 * An IPv4 address that arrives where another one has its prefix is a secondary one, and gets no
 * connected route; where the other one has none either, gateways in the prefix would be out of
 * reach. Context: the worker, without RTNL.
 *
 * Return: how many.
 */
int ipmp_diff_connect(struct ipmp_diff *diff)
{
	struct ipmp_route *route;
	int n = 0;

	list_for_each_entry(route, &diff->shadow->routes, list) {
		u32 oif = route->automatic ? ipmp_map_source(diff->map, route->home) : 0;
		struct ipmp_blob *blob;

		if (!oif || route->home->key.family != AF_INET || oif == route->home->oif ||
		    has_key_on(diff, route->home, oif))
			continue;
		blob = ipmp_blob_rewrite(route->home, ipmp_map_leg, (void *)diff->map,
					 diff->shadow->scratch, IPMP_SCRATCH_SIZE);
		if (!blob || !ipmp_map_can_hold(diff->map, blob))
			continue;
		request(diff, true, NLM_F_CREATE | NLM_F_APPEND, blob, NULL);
		n++;
	}
	ipmp_rtnl_flush(diff->rtnl);
	return n;
}

/**
 * ipmp_diff_disconnect() - remove connected routes of addresses that have left
 * @diff: a difference after the addresses were removed, and the kernel's own routes with them
 *
 * Context: the worker, without RTNL.
 *
 * Return: how many.
 */
int ipmp_diff_disconnect(struct ipmp_diff *diff)
{
	struct ipmp_seen *seen;
	int n = 0;

	list_for_each_entry(seen, &diff->seen, list) {
		u32 oif = seen->foreign ? 0 : ipmp_map_source(diff->map, seen->blob);

		if (!oif || oif == seen->blob->oif || !seen->route->automatic)
			continue;
		request(diff, false, 0, seen->blob, NULL);
		n++;
	}
	ipmp_rtnl_flush(diff->rtnl);
	return n;
}

/* Round 0: nexthop objects, 1: their groups, 2: routes. */
static int round_of(const struct ipmp_blob *blob)
{
	if (blob->class != IPMP_ROUTE_NEXTHOP)
		return 2;
	return ipmp_blob_is_group(blob);
}

static void installed(struct ipmp_route *route, int err)
{
	route->failed = err && err != -EEXIST;
	if (route->failed || route->want == route->now)
		return;
	if (route->want == route->home) {
		kfree(route->now);
		route->now = NULL;
		return;
	}
	kfree(route->now);
	route->now = route->want;
}

/**
 * ipmp_diff_install() - make what is missing
 * @diff: the difference
 *
 * Nexthop objects first, then groups of them, then routes. Context: the worker, without RTNL.
 *
 * Return: how many were made or refused, or -ENOMEM.
 */
int ipmp_diff_install(struct ipmp_diff *diff)
{
	struct ipmp_route *route;
	int *errs, round, i, n = 0;

	errs = kvcalloc(max(count_routes(diff->shadow), 1), sizeof(*errs), GFP_KERNEL);
	if (!errs)
		return -ENOMEM;
	for (round = 0; round < 3; round++) {
		int first = n;

		list_for_each_entry(route, &diff->shadow->routes, list)
			if (round_of(route->want) == round && needs_install(diff, route))
				install_one(diff, route, &errs[n++]);
		ipmp_rtnl_flush(diff->rtnl);
		i = first;
		list_for_each_entry(route, &diff->shadow->routes, list)
			if (i < n && round_of(route->want) == round && needs_install(diff, route))
				installed(route, errs[i++]);
	}
	kvfree(errs);
	list_for_each_entry(route, &diff->shadow->routes, list)
		if (!route->automatic && route->seen &&
		    ipmp_blob_equal(route->seen->blob, route->want))
			installed(route, 0);
	return n;
}

/**
 * ipmp_diff_remove() - remove what is left at places where it should not be any more
 * @diff: the difference
 *
 * Context: the worker, without RTNL.
 *
 * Return: how many.
 */
int ipmp_diff_remove(struct ipmp_diff *diff)
{
	struct ipmp_seen *seen;
	int n = 0;

	list_for_each_entry(seen, &diff->seen, list) {
		/* Without its successor it is better than nothing. */
		if (!seen->stale || seen->route->failed)
			continue;
		request(diff, false, 0, seen->blob, NULL);
		n++;
	}
	ipmp_rtnl_flush(diff->rtnl);
	return n;
}

/* Entries of one key, in the order in which they should be. */
struct ordered {
	struct ipmp_route *route;
	u32 hash;
	unsigned int index;
};

static int by_key(const void *a, const void *b)
{
	const struct ordered *one = a, *other = b;

	if (one->hash != other->hash)
		return one->hash < other->hash ? -1 : 1;
	return one->index < other->index ? -1 : 1;
}

/*
 * Put the routes of one key in order again. IPv4 can insert in front: from the last on that is
 * out of order, take out and put in front. IPv6 cannot: from the first on, take out and append.
 * There are at least two, so the destination never is without a route.
 */
static int sort_key(struct ipmp_diff *diff, struct ordered *list, int n)
{
	bool v4 = list->route->home->key.family == AF_INET;
	int i, first;

	if (v4) {
		for (i = n - 1; i > 0; i--)
			if (list[i - 1].route->seen->pos > list[i].route->seen->pos)
				break;
		for (first = i - 1; i > 0 && first >= 0; first--) {
			request(diff, false, 0, list[first].route->want, NULL);
			request(diff, true, NLM_F_CREATE, list[first].route->want, NULL);
		}
		return i > 0;
	}
	for (first = 1; first < n; first++)
		if (list[first - 1].route->seen->pos > list[first].route->seen->pos)
			break;
	for (i = first; i < n; i++) {
		request(diff, false, 0, list[i].route->want, NULL);
		request(diff, true, NLM_F_CREATE | NLM_F_APPEND, list[i].route->want, NULL);
	}
	return first < n;
}

/**
 * ipmp_diff_sort() - put routes of the same destination and metric in their order again
 * @diff: a difference without anything to install or remove
 *
 * Which of them is first is which of them is used. Context: the worker, without RTNL.
 *
 * Return: how many destinations were put in order, or -ENOMEM.
 */
int ipmp_diff_sort(struct ipmp_diff *diff)
{
	int i, end, n = 0, sorted = 0;
	struct ipmp_route *route;
	struct ordered *list;

	list = kvcalloc(max(count_routes(diff->shadow), 1), sizeof(*list), GFP_KERNEL);
	if (!list)
		return -ENOMEM;
	list_for_each_entry(route, &diff->shadow->routes, list) {
		if (!route->seen || route->want->class == IPMP_ROUTE_NEXTHOP)
			continue;
		list[n].route = route;
		list[n].hash = hash_key(route->want);
		list[n].index = n;
		n++;
	}
	sort(list, n, sizeof(*list), by_key, NULL);
	for (i = 0; i < n; i = end) {
		for (end = i + 1; end < n && same_key(list[i].route->want, list[end].route->want);)
			end++;
		if (end - i > 1 && !has_foreign(diff, list[i].route->want))
			sorted += sort_key(diff, &list[i], end - i);
	}
	ipmp_rtnl_flush(diff->rtnl);
	kvfree(list);
	return sorted;
}

/**
 * ipmp_diff_settle() - forget what is gone for good
 * @diff: a difference after everything was done that could be
 * @settled: all interfaces are usable and all addresses are where they belong
 */
void ipmp_diff_settle(struct ipmp_diff *diff, bool settled)
{
	struct ipmp_route *route, *next;

	list_for_each_entry_safe(route, next, &diff->shadow->routes, list) {
		bool gone = settled || is_expired(route) ||
			    (route->automatic && ipmp_map_is_whole(diff->map, route->home));

		if (route->seen || !gone)
			continue;
		if (!route->automatic && !is_expired(route))
			net_warn_ratelimited("ipmp: the kernel takes a route to table %u not back\n",
					     route->want->key.table);
		hash_del(&route->node);
		if (route->want != route->home && route->want != route->now)
			kfree(route->want);
		ipmp_shadow_remove(route);
	}
}
