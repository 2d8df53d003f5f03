// SPDX-License-Identifier: GPL-2.0-only
/* Multicast memberships of an interface that failed, joined on the one that stands in for it.
 *
 * A membership of a socket stays with the device it was made on. But sockets take what any device
 * receives (IP_MULTICAST_ALL, and always for IPv6), so it is enough that the device joins: what
 * is sent to the group arrives there, and reports for it go out there.
 */
#include "ipmp.h"

#include <linux/igmp.h>
#include <linux/inetdevice.h>
#include <linux/rtnetlink.h>
#include <net/addrconf.h>
#include <net/if_inet6.h>
#include <net/ipv6.h>

/**
 * struct ipmp_guest - a membership that an interface has for another one
 * @list: in the interface
 * @ip: the multicast group
 * @joined: the device joined it for us
 * @wanted: still needed (scratch)
 */
struct ipmp_guest {
	struct list_head list;
	struct ipmp_ip ip;
	bool joined;
	bool wanted;
};

static struct ipmp_guest *find_guest(const struct ipmp_iface *iface, const struct ipmp_ip *ip)
{
	struct ipmp_guest *guest;

	list_for_each_entry(guest, &iface->guests, list)
		if (!memcmp(&guest->ip, ip, sizeof(*ip)))
			return guest;
	return NULL;
}

static bool join(struct net_device *dev, const struct ipmp_ip *ip)
{
	struct in_device *in_dev;

	if (ip->family == AF_INET6)
		return !ipv6_dev_mc_inc(dev, &ip->v6);
	in_dev = __in_dev_get_rtnl(dev);
	if (in_dev)
		ip_mc_inc_group(in_dev, ip->v4);
	return in_dev;
}

static void leave(struct ipmp_iface *iface, struct ipmp_guest *guest)
{
	struct net_device *dev = rtnl_dereference(iface->dev);
	struct in_device *in_dev;

	list_del(&guest->list);
	if (dev && guest->ip.family == AF_INET6) {
		ipv6_dev_mc_dec(dev, &guest->ip.v6);
	} else if (dev) {
		in_dev = __in_dev_get_rtnl(dev);
		if (in_dev)
			ip_mc_dec_group(in_dev, guest->ip.v4);
	}
	kfree(guest);
}

/* The interface that the addresses of @iface went to. */
static struct ipmp_iface *stand_in(const struct ipmp_iface *iface, u8 family)
{
	const struct ipmp_address *addr;

	if (iface->active)
		return NULL;
	list_for_each_entry(addr, &iface->group->addresses, list)
		if (addr->ip.family == family && addr->want && addr->want->active &&
		    (addr->home ?: addr->prev) == iface)
			return addr->want;
	return NULL;
}

static void host_guest(struct ipmp_iface *iface, const struct ipmp_ip *ip, gfp_t gfp)
{
	struct ipmp_guest *guest = find_guest(iface, ip);

	if (!guest) {
		guest = kzalloc(sizeof(*guest), gfp);
		if (!guest)
			return;
		guest->ip = *ip;
		/* To be joined when no list is being walked. */
		list_add_tail(&guest->list, &iface->guests);
	}
	guest->wanted = true;
}

static void host_all4(struct ipmp_iface *iface, const struct ipmp_iface *home,
		      struct net_device *dev)
{
	struct in_device *in_dev = __in_dev_get_rtnl(dev);
	const struct ip_mc_list *mc;

	if (!in_dev)
		return;
	for (mc = rtnl_dereference(in_dev->mc_list); mc; mc = rtnl_dereference(mc->next_rcu)) {
		struct ipmp_ip ip = { .family = AF_INET, .v4 = mc->multiaddr };

		if (mc->multiaddr != htonl(INADDR_ALLHOSTS_GROUP) && !find_guest(home, &ip))
			host_guest(iface, &ip, GFP_KERNEL);
	}
}

/* Every device is in these by itself. */
static bool is_own6(const struct in6_addr *group)
{
	return ipv6_addr_is_ll_all_nodes(group) || ipv6_addr_is_ll_all_routers(group) ||
	       ipv6_addr_is_solict_mult(group) ||
	       IPV6_ADDR_MC_SCOPE(group) <= IPV6_ADDR_SCOPE_NODELOCAL;
}

static void host_all6(struct ipmp_iface *iface, const struct ipmp_iface *home,
		      struct net_device *dev)
{
	const struct inet6_dev *idev = __in6_dev_get(dev);
	const struct ifmcaddr6 *mc;

	if (!idev)
		return;
	rcu_read_lock();
	for (mc = rcu_dereference(idev->mc_list); mc; mc = rcu_dereference(mc->next)) {
		struct ipmp_ip ip = { .family = AF_INET6, .v6 = mc->mca_addr };

		if (!is_own6(&mc->mca_addr) && !find_guest(home, &ip))
			host_guest(iface, &ip, GFP_ATOMIC);
	}
	rcu_read_unlock();
}

static void host_all(struct ipmp_group *group)
{
	struct ipmp_iface *home, *iface;

	list_for_each_entry(home, &group->ifaces, list) {
		struct net_device *dev = rtnl_dereference(home->dev);

		if (!dev)
			continue;
		iface = stand_in(home, AF_INET);
		if (iface)
			host_all4(iface, home, dev);
		iface = stand_in(home, AF_INET6);
		if (iface)
			host_all6(iface, home, dev);
	}
}

/**
 * ipmp_multicast_sync() - let each interface have the memberships of those it stands in for
 * @group: the group
 *
 * Context: RTNL, may sleep. Quadratic in the few memberships that a device has.
 */
void ipmp_multicast_sync(struct ipmp_group *group)
{
	struct ipmp_guest *guest, *next;
	struct ipmp_iface *iface;

	list_for_each_entry(iface, &group->ifaces, list)
		list_for_each_entry(guest, &iface->guests, list)
			guest->wanted = false;
	host_all(group);
	list_for_each_entry(iface, &group->ifaces, list) {
		struct net_device *dev = rtnl_dereference(iface->dev);

		list_for_each_entry_safe(guest, next, &iface->guests, list) {
			if (!guest->wanted) {
				leave(iface, guest);
			} else if (!guest->joined) {
				guest->joined = dev && join(dev, &guest->ip);
				if (!guest->joined) {
					list_del(&guest->list);
					kfree(guest);
				}
			}
		}
	}
}

/**
 * ipmp_multicast_leave() - leave all groups that an interface is in for others
 * @iface: the interface, with its device
 *
 * Context: RTNL.
 */
void ipmp_multicast_leave(struct ipmp_iface *iface)
{
	struct ipmp_guest *guest, *next;

	list_for_each_entry_safe(guest, next, &iface->guests, list)
		leave(iface, guest);
}
