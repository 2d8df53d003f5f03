// SPDX-License-Identifier: GPL-2.0-only
/* Where routes go: which device each leg belongs on, given where the data addresses are. */
#include "shadow.h"

#include <net/ipv6.h>

#define METRIC6		256

static const struct ipmp_map_iface *find_iface(const struct ipmp_map *map, u32 home)
{
	int i;

	for (i = 0; i < map->n_ifaces; i++)
		if (map->ifaces[i].home == home)
			return &map->ifaces[i];
	return NULL;
}

static const struct ipmp_map_iface *find_current(const struct ipmp_map *map, u32 ifindex)
{
	int i;

	for (i = 0; i < map->n_ifaces; i++)
		if (map->ifaces[i].ifindex == ifindex)
			return &map->ifaces[i];
	return NULL;
}

static bool is_zero(const u8 *bytes)
{
	return !memchr_inv(bytes, 0, 16);
}

static bool covers(const struct ipmp_map_addr *addr, const u8 *bytes)
{
	return ipv6_prefix_equal((const struct in6_addr *)addr->bytes,
				 (const struct in6_addr *)bytes, addr->plen);
}

static const struct ipmp_map_addr *find_addr(const struct ipmp_map *map, u8 family,
					     const u8 *bytes)
{
	int i;

	for (i = 0; i < map->n_addrs; i++)
		if (map->addrs[i].family == family &&
		    !memcmp(map->addrs[i].bytes, bytes, sizeof(map->addrs[i].bytes)))
			return &map->addrs[i];
	return NULL;
}

/* The address whose prefix makes @leg reachable: on its own device, from there, or any. */
static const struct ipmp_map_addr *find_cover(const struct ipmp_map *map,
					      const struct ipmp_map_iface *iface,
					      const struct ipmp_leg *leg)
{
	const struct ipmp_map_addr *addr, *best = NULL;
	int i;

	for (i = 0; i < map->n_addrs; i++) {
		addr = &map->addrs[i];
		if (addr->group != iface->group || addr->family != leg->family || !addr->want ||
		    !covers(addr, leg->via))
			continue;
		if (iface->active && addr->want == iface->ifindex)
			return addr;
		if (!best || (best->home != iface->home && addr->home == iface->home))
			best = addr;
	}
	return best;
}

static bool is_link_local(const struct ipmp_leg *leg)
{
	return leg->family == AF_INET6 && leg->via[0] == 0xfe && (leg->via[1] & 0xc0) == 0x80;
}

/**
 * ipmp_map_leg() - where a leg of a route belongs now
 * @leg: the leg, by its device at home
 * @arg: the map
 *
 * It follows its source address, else the address whose prefix its gateway (without one: its
 * destination) is in, else stays while its device is active, else follows the addresses that had
 * to leave that.
 *
 * Return: an ifindex.
 */
u32 ipmp_map_leg(const struct ipmp_leg *leg, void *arg)
{
	const struct ipmp_map *map = arg;
	const struct ipmp_map_iface *iface = find_iface(map, leg->oif);
	const struct ipmp_map_addr *addr = NULL;
	int i;

	if (!iface)
		return leg->oif;
	if (!is_zero(leg->prefsrc))
		addr = find_addr(map, leg->family, leg->prefsrc);
	if (addr && (addr->group != iface->group || !addr->want))
		addr = NULL;
	if (!addr && !is_zero(leg->via) && !is_link_local(leg))
		addr = find_cover(map, iface, leg);
	if (addr)
		return addr->want;
	if (iface->active)
		return iface->ifindex;
	for (i = 0; i < map->n_addrs; i++) {
		addr = &map->addrs[i];
		if (addr->group == iface->group && addr->family == leg->family &&
		    addr->home == iface->home && addr->want)
			return addr->want;
	}
	for (i = 0; i < map->n_ifaces && !iface->usable; i++)
		if (map->ifaces[i].group == iface->group && map->ifaces[i].active)
			return map->ifaces[i].ifindex;
	return iface->ifindex ?: leg->oif;
}

static bool is_member(u32 oif, void *arg)
{
	return find_iface(arg, oif) || find_current(arg, oif);
}

static bool is_known_nexthop(u32 id, void *arg)
{
	const struct ipmp_shadow *shadow = arg;
	const struct ipmp_route *route;

	list_for_each_entry(route, &shadow->routes, list)
		if (route->home->class == IPMP_ROUTE_NEXTHOP && route->home->key.table == id)
			return true;
	return false;
}

/**
 * ipmp_map_relevant() - does a route or nexthop object have to do with a group?
 * @map: the groups
 * @shadow: for nexthop objects that do
 * @blob: the object
 *
 * Return: whether it does.
 */
bool ipmp_map_relevant(const struct ipmp_map *map, const struct ipmp_shadow *shadow,
		       const struct ipmp_blob *blob)
{
	if (blob->protocol == RTPROT_RA || blob->protocol == RTPROT_REDIRECT)
		return false;
	if (ipmp_blob_any_leg(blob, is_member, (void *)map))
		return true;
	if (ipmp_blob_is_group(blob))
		return ipmp_blob_any_member(blob, is_known_nexthop, (void *)shadow);
	if (blob->nhid)
		return is_known_nexthop(blob->nhid, (void *)shadow);
	return !is_zero(blob->prefsrc) && blob->protocol != RTPROT_KERNEL &&
	       find_addr(map, blob->key.family, blob->prefsrc);
}

/**
 * ipmp_map_automatic() - does the kernel make and remove this route with an address?
 * @map: the groups
 * @blob: the route
 *
 * A connected route of a data address that differs from what the kernel would make was made by
 * somebody, also where its protocol says "kernel" (NetworkManager does that).
 *
 * Return: whether it does.
 */
bool ipmp_map_automatic(const struct ipmp_map *map, const struct ipmp_blob *blob)
{
	bool v4 = blob->key.family == AF_INET;
	bool made = false;
	int i;

	if (blob->class == IPMP_ROUTE_NEXTHOP || blob->protocol != RTPROT_KERNEL)
		return false;
	if (blob->type != RTN_UNICAST || blob->gateway)
		return true;
	for (i = 0; i < map->n_addrs; i++) {
		const struct ipmp_map_addr *addr = &map->addrs[i];

		if (addr->family != blob->key.family || addr->plen != blob->key.dst_len ||
		    !covers(addr, blob->key.dst))
			continue;
		if (v4 && memcmp(addr->bytes, blob->prefsrc, sizeof(addr->bytes)))
			continue;
		if (!addr->noprefixroute && !blob->metrics &&
		    blob->key.priority == (v4 ? addr->priority : addr->priority ?: METRIC6))
			return true;
		made = true;
	}
	return !made;
}

static bool is_unusable(u32 oif, void *arg)
{
	const struct ipmp_map_iface *iface = find_current(arg, oif);

	return iface ? !iface->usable : !!find_iface(arg, oif);
}

/* May the kernel be asked for this, as far as the members' links go? */
bool ipmp_map_can_hold(const struct ipmp_map *map, const struct ipmp_blob *blob)
{
	return !ipmp_blob_any_leg(blob, is_unusable, (void *)map);
}

static bool is_not_whole(u32 oif, void *arg)
{
	const struct ipmp_map_iface *iface = find_iface(arg, oif);

	return iface && !iface->whole;
}

/* Is everything on its devices that belongs there, so that what is missing is gone for good? */
bool ipmp_map_is_whole(const struct ipmp_map *map, const struct ipmp_blob *blob)
{
	return !ipmp_blob_any_leg(blob, is_not_whole, (void *)map);
}

/* The data address that an IPv6 prefix route is there for, one on its own device first. */
static const struct ipmp_map_addr *find_owner6(const struct ipmp_map *map,
					       const struct ipmp_blob *blob)
{
	const struct ipmp_map_addr *addr, *best = NULL;
	int i;

	for (i = 0; i < map->n_addrs; i++) {
		addr = &map->addrs[i];
		if (addr->family != AF_INET6 || addr->plen != blob->key.dst_len ||
		    !covers(addr, blob->key.dst))
			continue;
		if (addr->want == blob->oif)
			return addr;
		best = addr;
	}
	return best;
}

/**
 * ipmp_map_source() - where is the data address that a connected route was made for?
 * @map: the groups
 * @blob: the route
 *
 * IPv4: by the source address. IPv6: by the prefix, and only for one that expires: any other goes
 * with the last address of its prefix, but this one the kernel leaves behind.
 *
 * Return: the ifindex it should be on; 0 where the route was not made for a data address.
 */
u32 ipmp_map_source(const struct ipmp_map *map, const struct ipmp_blob *blob)
{
	const struct ipmp_map_addr *addr;

	if (blob->protocol != RTPROT_KERNEL || blob->type != RTN_UNICAST || blob->gateway)
		return 0;
	if (blob->key.family == AF_INET6) {
		addr = blob->expires ? find_owner6(map, blob) : NULL;
		return addr ? addr->want : 0;
	}
	if (is_zero(blob->prefsrc))
		return 0;
	addr = find_addr(map, AF_INET, blob->prefsrc);
	if (!addr || addr->plen != blob->key.dst_len || !covers(addr, blob->key.dst))
		return 0;
	return addr->want;
}
