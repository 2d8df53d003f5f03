/* SPDX-License-Identifier: GPL-2.0-only */
/* The shadow: routes and nexthop objects that must survive, and what the kernel has of them. */
#ifndef IPMP_SHADOW_H
#define IPMP_SHADOW_H

#include <linux/hashtable.h>
#include <linux/list.h>
#include <linux/types.h>

#include "route.h"

struct ipmp_rtnl;

/**
 * struct ipmp_map_iface - an interface of a group, as the shadow needs it
 * @home: the ifindex that routes in the shadow know it by
 * @ifindex: its ifindex now, 0 where there is no device
 * @group: number of its group
 * @usable: routes can be put there
 * @active: data addresses may be bound to it
 * @whole: it is usable, and all addresses that belong on it are there
 */
struct ipmp_map_iface {
	u32 home;
	u32 ifindex;
	int group;
	bool usable;
	bool active;
	bool whole;
};

/**
 * struct ipmp_map_addr - a data address, as the shadow needs it
 * @family: AF_INET or AF_INET6
 * @plen: prefix length
 * @noprefixroute: the kernel makes no connected route for it
 * @group: number of its group
 * @bytes: the address
 * @priority: metric of its connected route
 * @home: ifindex its routes are known by, 0 for none
 * @want: ifindex it should be on, 0 for none
 */
struct ipmp_map_addr {
	u8 family;
	u8 plen;
	bool noprefixroute;
	int group;
	u8 bytes[16];
	u32 priority;
	u32 home;
	u32 want;
};

/**
 * struct ipmp_map - where routes go: a copy of the groups for use without RTNL
 * @ifaces: interfaces, by group
 * @n_ifaces: how many
 * @addrs: data addresses, by group and in order
 * @n_addrs: how many
 */
struct ipmp_map {
	struct ipmp_map_iface *ifaces;
	int n_ifaces;
	struct ipmp_map_addr *addrs;
	int n_addrs;
};

#define IPMP_SHADOW_BITS	10

/**
 * struct ipmp_shadow - what must survive in one namespace
 * @routes: struct ipmp_route, in the order in which the kernel lists them
 * @members: home ifindex of each interface of a group, as of the last map
 * @n_members: how many
 * @scratch: room for one object
 */
struct ipmp_shadow {
	struct list_head routes;
	u32 *members;
	int n_members;
	void *scratch;
};

/**
 * struct ipmp_route - a route or nexthop object in the shadow
 * @list: in the shadow
 * @node: by @want, in a diff
 * @home: as it was made, by the ifindexes that the shadow uses
 * @now: as it was last installed elsewhere, NULL for as @home
 * @want: as it should be; @home, @now or a blob of its own (scratch of a diff)
 * @key_node: by its key, in a diff
 * @home_node: by @home, in a diff
 * @now_node: by @now, in a diff
 * @seen: what the kernel has of it, NULL for nothing (scratch of a diff)
 * @automatic: the kernel makes and removes it with an address
 * @failed: the kernel refused it last time
 * @deadline: jiffies at which it expires, where @home says that it does
 */
struct ipmp_route {
	struct list_head list;
	struct hlist_node node;
	struct hlist_node key_node;
	struct hlist_node home_node;
	struct hlist_node now_node;
	struct ipmp_blob *home;
	struct ipmp_blob *now;
	struct ipmp_blob *want;
	struct ipmp_seen *seen;
	bool automatic;
	bool failed;
	unsigned long deadline;
};

/**
 * struct ipmp_seen - a route or nexthop object that the kernel has
 * @list: in the diff, in the order of the dump
 * @node: by its key
 * @route: its place in the shadow; NULL for a route that is not ours but has the key of one
 * @foreign: it is not ours, but has the key of one of ours
 * @stale: it is @route at a place where it should not be any more
 * @pos: its number in the dump
 * @err: of a request about it
 * @blob: what it is
 */
struct ipmp_seen {
	struct list_head list;
	struct hlist_node node;
	struct ipmp_route *route;
	bool foreign;
	bool stale;
	unsigned int pos;
	int err;
	struct ipmp_blob *blob;
};

/**
 * struct ipmp_diff - one look at what the kernel has, beside what it should have
 * @shadow: what should be
 * @rtnl: how to ask
 * @map: where it should be
 * @seen: struct ipmp_seen
 * @n_seen: how many
 * @entries: struct ipmp_route by key
 * @wants: struct ipmp_route by @want
 * @homes: those that may have left something at @home
 * @nows: those that may have left something at @now
 * @keys: struct ipmp_seen by key
 */
struct ipmp_diff {
	struct ipmp_shadow *shadow;
	struct ipmp_rtnl *rtnl;
	const struct ipmp_map *map;
	struct list_head seen;
	unsigned int n_seen;
	DECLARE_HASHTABLE(entries, IPMP_SHADOW_BITS);
	DECLARE_HASHTABLE(wants, IPMP_SHADOW_BITS);
	DECLARE_HASHTABLE(homes, IPMP_SHADOW_BITS);
	DECLARE_HASHTABLE(nows, IPMP_SHADOW_BITS);
	DECLARE_HASHTABLE(keys, IPMP_SHADOW_BITS);
};

#define IPMP_SCRATCH_SIZE	65536

int ipmp_shadow_init(struct ipmp_shadow *shadow);
void ipmp_shadow_clear(struct ipmp_shadow *shadow);
int ipmp_shadow_listen(struct ipmp_shadow *shadow, struct ipmp_rtnl *rtnl,
		       const struct ipmp_map *map);
void ipmp_shadow_follow(struct ipmp_shadow *shadow, struct ipmp_map *map);
void ipmp_shadow_prune(struct ipmp_shadow *shadow, const struct ipmp_map *map);
struct ipmp_route *ipmp_shadow_insert(struct ipmp_shadow *shadow, const struct ipmp_blob *blob,
				      struct list_head *pos, bool automatic);
void ipmp_shadow_remove(struct ipmp_route *route);
const struct ipmp_blob *ipmp_route_now(const struct ipmp_route *route);

u32 ipmp_map_leg(const struct ipmp_leg *leg, void *arg);
bool ipmp_map_relevant(const struct ipmp_map *map, const struct ipmp_shadow *shadow,
		       const struct ipmp_blob *blob);
bool ipmp_map_automatic(const struct ipmp_map *map, const struct ipmp_blob *blob);
bool ipmp_map_is_whole(const struct ipmp_map *map, const struct ipmp_blob *blob);
u32 ipmp_map_source(const struct ipmp_map *map, const struct ipmp_blob *blob);
bool ipmp_map_can_hold(const struct ipmp_map *map, const struct ipmp_blob *blob);

struct ipmp_diff *ipmp_diff_make(struct ipmp_shadow *shadow, struct ipmp_rtnl *rtnl,
				 const struct ipmp_map *map);
int ipmp_diff_connect(struct ipmp_diff *diff);
int ipmp_diff_disconnect(struct ipmp_diff *diff);
int ipmp_diff_install(struct ipmp_diff *diff);
int ipmp_diff_remove(struct ipmp_diff *diff);
int ipmp_diff_sort(struct ipmp_diff *diff);
void ipmp_diff_settle(struct ipmp_diff *diff, bool settled);
void ipmp_diff_free(struct ipmp_diff *diff);

#endif
