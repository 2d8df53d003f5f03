// SPDX-License-Identifier: GPL-2.0-only
/* Notifiers of devices and addresses: they note what happened and call the worker. */
#include "ipmp.h"

#include <linux/inetdevice.h>
#include <linux/rtnetlink.h>
#include <net/addrconf.h>
#include <net/if_inet6.h>
#include <net/ipv6.h>

/* Unregistering a notifier plays the end of every device to it. */
static bool stopping;

/* Nothing to do without groups; and a loopback is made before our part of its namespace. */
static bool is_quiet(const struct ipmp_net *inet)
{
	return stopping || !inet || list_empty(&inet->groups);
}

/* An interface that waits for a device of this name gets it, if it can be had. */
static void device_appeared(struct ipmp_net *inet, struct net_device *dev)
{
	struct ipmp_iface *iface = ipmp_iface_find(inet, dev->name);

	if (iface && !rcu_access_pointer(iface->dev) && !(dev->flags & IFF_LOOPBACK))
		ipmp_iface_attach(iface, dev);
}

static void device_renamed(struct ipmp_net *inet, struct net_device *dev)
{
	struct ipmp_iface *iface = ipmp_iface_of(inet, dev);

	if (iface)
		strscpy(iface->name, dev->name, sizeof(iface->name));
	else
		device_appeared(inet, dev);
}

static int device_event(struct notifier_block *nb, unsigned long event, void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct ipmp_net *inet = ipmp_net(dev_net(dev));
	struct ipmp_iface *iface;

	if (is_quiet(inet))
		return NOTIFY_DONE;
	switch (event) {
	case NETDEV_REGISTER:
		device_appeared(inet, dev);
		break;
	case NETDEV_CHANGENAME:
		device_renamed(inet, dev);
		break;
	}
	iface = ipmp_iface_of(inet, dev);
	if (!iface)
		return NOTIFY_DONE;
	switch (event) {
	case NETDEV_GOING_DOWN:
		/* The last look at addresses that the kernel is about to remove. */
		ipmp_address_scan(iface, NULL);
		break;
	case NETDEV_UNREGISTER:
		ipmp_address_scan(iface, NULL);
		ipmp_iface_detach(iface);
		break;
	case NETDEV_REGISTER:
	case NETDEV_CHANGENAME:
	case NETDEV_UP:
	case NETDEV_DOWN:
	case NETDEV_CHANGE:
	case NETDEV_CHANGEUPPER:
	case NETDEV_CHANGEMTU:
		break;
	case NETDEV_CHANGEADDR:
		ipmp_announce_again(iface);
		break;
	default:
		return NOTIFY_DONE;
	}
	if (!READ_ONCE(iface->noticed))
		WRITE_ONCE(iface->noticed, ktime_get_ns());
	ipmp_kick(inet);
	return NOTIFY_DONE;
}

static bool is_own(const struct ipmp_net *inet)
{
	return READ_ONCE(inet->mover) == current;
}

/* Somebody removed an address: that is a wish where it was bound there. */
static void address_removed(struct ipmp_net *inet, struct net_device *dev,
			    const struct ipmp_ip *ip)
{
	struct ipmp_address *addr = ipmp_address_find(inet, ip);

	if (addr && addr->bound && rcu_access_pointer(addr->bound->dev) == dev)
		addr->dead = true;
}

static int inetaddr_event(struct notifier_block *nb, unsigned long event, void *ptr)
{
	struct in_ifaddr *ifa = ptr;
	struct net_device *dev = ifa->ifa_dev->dev;
	struct ipmp_net *inet = ipmp_net(dev_net(dev));
	struct ipmp_ip ip = {
		.family = AF_INET,
		.plen = ifa->ifa_prefixlen,
		.v4 = ifa->ifa_local,
	};

	if (is_quiet(inet) || is_own(inet) || !ipmp_iface_of(inet, dev))
		return NOTIFY_DONE;
	if (event == NETDEV_DOWN && !ifa->ifa_dev->dead)
		address_removed(inet, dev, &ip);
	ipmp_kick(inet);
	return NOTIFY_DONE;
}

/* Removal is under RTNL and of a wish only while the device is up: going down, the kernel does it
 * by itself. The chain is atomic, and additions by router advertisements come without RTNL.
 */
static int inet6addr_event(struct notifier_block *nb, unsigned long event, void *ptr)
{
	struct inet6_ifaddr *ifa = ptr;
	struct net_device *dev = ifa->idev->dev;
	struct ipmp_net *inet = ipmp_net(dev_net(dev));
	struct ipmp_ip ip = {
		.family = AF_INET6,
		.plen = ifa->prefix_len,
		.v6 = ifa->addr,
	};

	if (is_quiet(inet) || is_own(inet))
		return NOTIFY_DONE;
	if (event == NETDEV_DOWN && dev->flags & IFF_UP)
		address_removed(inet, dev, &ip);
	ipmp_kick(inet);
	return NOTIFY_DONE;
}

static struct notifier_block device_nb = {
	.notifier_call = device_event,
	/* Before addresses and routes are flushed. */
	.priority = INT_MAX,
};

static struct notifier_block inetaddr_nb = { .notifier_call = inetaddr_event };
static struct notifier_block inet6addr_nb = { .notifier_call = inet6addr_event };

int ipmp_notify_init(void)
{
	int err;

	err = register_netdevice_notifier(&device_nb);
	if (err)
		return err;
	err = register_inetaddr_notifier(&inetaddr_nb);
	if (err)
		goto unregister_device;
	err = register_inet6addr_notifier(&inet6addr_nb);
	if (err)
		goto unregister_inetaddr;
	return 0;

unregister_inetaddr:
	unregister_inetaddr_notifier(&inetaddr_nb);
unregister_device:
	unregister_netdevice_notifier(&device_nb);
	return err;
}

void ipmp_notify_uninit(void)
{
	rtnl_lock();
	stopping = true;
	rtnl_unlock();
	unregister_inet6addr_notifier(&inet6addr_nb);
	unregister_inetaddr_notifier(&inetaddr_nb);
	unregister_netdevice_notifier(&device_nb);
}
