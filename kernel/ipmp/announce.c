// SPDX-License-Identifier: GPL-2.0-only
/* Announcements: gratuitous ARP and unsolicited neighbour advertisements. */
#include "ipmp.h"

#include <linux/if_arp.h>
#include <linux/rtnetlink.h>
#include <net/addrconf.h>
#include <net/arp.h>
#include <net/ipv6_stubs.h>

/**
 * ipmp_announce() - tell the link which interface has an address now
 * @net: the namespace
 * @ifindex: the interface
 * @ip: the address
 *
 * IPv4: an ARP request for itself, the form that every peer takes whatever it thinks of unasked
 * replies (RFC 5227). IPv6: an advertisement to all nodes with the override flag (RFC 4861 7.2.6).
 * Context: process.
 */
void ipmp_announce(struct net *net, int ifindex, const struct ipmp_ip *ip)
{
	struct net_device *dev = dev_get_by_index(net, ifindex);

	if (!dev)
		return;
	if (ip->family == AF_INET)
		arp_send(ARPOP_REQUEST, ETH_P_ARP, ip->v4, dev, ip->v4, NULL, dev->dev_addr, NULL);
	else if (IS_ENABLED(CONFIG_IPV6) && ipv6_mod_enabled())
		ipv6_stub->ndisc_send_na(dev, &in6addr_linklocal_allnodes, &ip->v6,
					 !!dev_net(dev)->ipv6.devconf_all->forwarding,
					 false, true, true);
	dev_put(dev);
}

/**
 * ipmp_announce_again() - the data addresses of an interface are to be announced anew
 * @iface: the interface; its MAC changed
 *
 * Context: RTNL; the worker makes the announcements.
 */
void ipmp_announce_again(struct ipmp_iface *iface)
{
	struct ipmp_address *addr;

	list_for_each_entry(addr, &iface->group->addresses, list) {
		if (addr->bound != iface)
			continue;
		addr->announces = IPMP_ANNOUNCEMENTS;
		addr->announce_at = jiffies;
	}
}

/**
 * ipmp_announce_due() - make the announcements that are due
 * @inet: the namespace
 *
 * Context: RTNL, so that none is made for an address that has just moved on.
 *
 * Return: jiffies of the next one, 0 for none.
 */
unsigned long ipmp_announce_due(struct ipmp_net *inet)
{
	struct ipmp_address *addr;
	struct ipmp_group *group;
	unsigned long next = 0;

	list_for_each_entry(group, &inet->groups, list) {
		list_for_each_entry(addr, &group->addresses, list) {
			if (!addr->announces || !addr->bound)
				continue;
			if (time_after_eq(jiffies, addr->announce_at)) {
				if (addr->bound == addr->want)
					ipmp_announce(inet->net, addr->bound->ifindex, &addr->ip);
				addr->announces--;
				addr->announce_at = jiffies + HZ;
			}
			if (addr->announces && (!next || time_before(addr->announce_at, next)))
				next = addr->announce_at;
		}
	}
	return next;
}
