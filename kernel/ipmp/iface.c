// SPDX-License-Identifier: GPL-2.0-only
/* Interfaces of groups: by name, with or without a device; their link, sysctls and test address. */
#include "ipmp.h"

#include <linux/ctype.h>
#include <linux/inetdevice.h>
#include <linux/rtnetlink.h>
#include <net/ipv6.h>

/* What a member needs so that each address is answered for by the interface that has it, so that
 * what still arrives for a moved address is not dropped, and so that no address takes others
 * along when it moves or its lifetime ends.
 */
static const struct {
	int id;
	int value;
} sysctls[] = {
	{ IPV4_DEVCONF_ARP_IGNORE, 1 },
	{ IPV4_DEVCONF_ARP_ANNOUNCE, 2 },
	{ IPV4_DEVCONF_RP_FILTER, 2 },
	{ IPV4_DEVCONF_PROMOTE_SECONDARIES, 1 },
};

static_assert(ARRAY_SIZE(sysctls) == ARRAY_SIZE(((struct ipmp_iface *)0)->sysctls));

int ipmp_iface_check_name(const char *name, struct netlink_ext_ack *extack)
{
	if (dev_valid_name(name))
		return 0;
	NL_SET_ERR_MSG_MOD(extack, "not a valid name of a device");
	return -EINVAL;
}

/* Linear: at most 256 groups of 32 interfaces, most have a few of two. */
struct ipmp_iface *ipmp_iface_find(struct ipmp_net *inet, const char *name)
{
	struct ipmp_group *group;
	struct ipmp_iface *iface;

	list_for_each_entry(group, &inet->groups, list)
		list_for_each_entry(iface, &group->ifaces, list)
			if (!strcmp(iface->name, name))
				return iface;
	return NULL;
}

struct ipmp_iface *ipmp_iface_of(struct ipmp_net *inet, const struct net_device *dev)
{
	struct ipmp_group *group;
	struct ipmp_iface *iface;

	list_for_each_entry(group, &inet->groups, list)
		list_for_each_entry(iface, &group->ifaces, list)
			if (rcu_access_pointer(iface->dev) == dev)
				return iface;
	return NULL;
}

static bool enslaved(struct net_device *dev)
{
	struct net_device *master = netdev_master_upper_dev_get(dev);

	return master && !netif_is_l3_master(master);
}

static int check_dev(struct net_device *dev, struct netlink_ext_ack *extack)
{
	if (dev->flags & IFF_LOOPBACK) {
		NL_SET_ERR_MSG_MOD(extack, "a loopback device has no path to lose");
		return -EINVAL;
	}
	if (enslaved(dev)) {
		NL_SET_ERR_MSG_MOD(extack, "the device is a port of another, take it out first");
		return -EBUSY;
	}
	return 0;
}

/**
 * ipmp_iface_set_sysctls() - set what a member needs, unless it is set
 * @iface: the interface
 *
 * A device gets its IPv4 part only after it was registered. Context: RTNL.
 */
void ipmp_iface_set_sysctls(struct ipmp_iface *iface)
{
	struct net_device *dev = rtnl_dereference(iface->dev);
	struct in_device *in_dev = dev ? __in_dev_get_rtnl(dev) : NULL;
	int i;

	if (!in_dev || iface->sysctls_set)
		return;
	for (i = 0; i < ARRAY_SIZE(sysctls); i++) {
		iface->sysctls[i] = ipv4_devconf_get(in_dev, sysctls[i].id);
		ipv4_devconf_set(in_dev, sysctls[i].id, sysctls[i].value);
	}
	iface->sysctls_set = true;
}

/* What somebody else set meanwhile is theirs. */
static void sysctls_restore(struct ipmp_iface *iface, struct net_device *dev)
{
	struct in_device *in_dev = __in_dev_get_rtnl(dev);
	int i;

	if (!iface->sysctls_set)
		return;
	iface->sysctls_set = false;
	if (!in_dev)
		return;
	for (i = 0; i < ARRAY_SIZE(sysctls); i++)
		if (ipv4_devconf_get(in_dev, sysctls[i].id) == sysctls[i].value)
			ipv4_devconf_set(in_dev, sysctls[i].id, iface->sysctls[i]);
}

/**
 * ipmp_iface_attach() - a device of the name of an interface is there
 * @iface: an interface without device
 * @dev: the device
 *
 * Context: RTNL.
 */
void ipmp_iface_attach(struct ipmp_iface *iface, struct net_device *dev)
{
	netdev_hold(dev, &iface->tracker, GFP_KERNEL);
	iface->ifindex = dev->ifindex;
	if (!iface->home_ifindex)
		iface->home_ifindex = dev->ifindex;
	rcu_assign_pointer(iface->dev, dev);
	ipmp_iface_set_sysctls(iface);
}

/**
 * ipmp_iface_detach() - let go of the device of an interface, if it has one
 * @iface: the interface
 *
 * Context: RTNL. The poll timer may look at the device for one more grace period, which the
 * unregistration of a device waits for after its notifiers.
 */
void ipmp_iface_detach(struct ipmp_iface *iface)
{
	struct net_device *dev = rtnl_dereference(iface->dev);

	if (!dev)
		return;
	ipmp_multicast_leave(iface);
	RCU_INIT_POINTER(iface->dev, NULL);
	sysctls_restore(iface, dev);
	netdev_put(dev, &iface->tracker);
}

struct ipmp_link ipmp_iface_link(const struct ipmp_iface *iface)
{
	struct net_device *dev = rtnl_dereference(iface->dev);
	struct ipmp_link link = {};

	if (dev) {
		link.present = true;
		link.enslaved = enslaved(dev);
		link.running = netif_running(dev);
		link.carrier = netif_carrier_ok(dev);
	}
	return link;
}

enum ipmp_interface_state ipmp_iface_state(const struct ipmp_iface *iface)
{
	if (!rcu_access_pointer(iface->dev))
		return IPMP_INTERFACE_STATE_UNKNOWN;
	return iface->health.usable ? IPMP_INTERFACE_STATE_OK : IPMP_INTERFACE_STATE_FAILED;
}

enum ipmp_interface_reason ipmp_iface_reason(const struct ipmp_iface *iface)
{
	if (!iface->health.usable)
		return iface->health.reason;
	if (iface->active)
		return IPMP_INTERFACE_REASON_NONE;
	return iface->standby ? IPMP_INTERFACE_REASON_STANDBY : IPMP_INTERFACE_REASON_FAILBACK;
}

int ipmp_iface_addresses(const struct ipmp_iface *iface)
{
	const struct ipmp_address *addr;
	int n = 0;

	list_for_each_entry(addr, &iface->group->addresses, list)
		n += addr->bound == iface;
	return n;
}

/**
 * ipmp_iface_check_test() - may this become the test address of an interface?
 * @inet: the namespace
 * @iface: the interface, NULL for a new one
 * @test: the address
 * @extack: for the reason of a refusal
 *
 * Return: 0, -EINVAL or -EEXIST.
 */
int ipmp_iface_check_test(struct ipmp_net *inet, const struct ipmp_iface *iface,
			  const struct ipmp_ip *test, struct netlink_ext_ack *extack)
{
	struct ipmp_group *group;
	struct ipmp_iface *other;
	int err;

	err = ipmp_address_check(test, extack);
	if (err)
		return err;
	if (ipmp_address_taken(inet, test)) {
		NL_SET_ERR_MSG_MOD(extack, "the test address is a data address");
		return -EEXIST;
	}
	list_for_each_entry(group, &inet->groups, list) {
		list_for_each_entry(other, &group->ifaces, list) {
			if (other != iface && !memcmp(&other->test, test, sizeof(*test))) {
				NL_SET_ERR_MSG_MOD(extack,
						   "another interface has that test address");
				return -EEXIST;
			}
		}
	}
	return 0;
}

/**
 * ipmp_iface_set_test() - give an interface a test address, or none
 * @iface: the interface
 * @test: a checked address, or NULL
 *
 * Context: RTNL. The worker puts it there and removes the one before.
 */
void ipmp_iface_set_test(struct ipmp_iface *iface, const struct ipmp_ip *test)
{
	struct ipmp_attr attr = {};

	if (test && !memcmp(&iface->test, test, sizeof(*test)))
		return;
	if (iface->test_owned && rcu_access_pointer(iface->dev))
		ipmp_address_orphan(iface->group->inet, &iface->test, &attr, iface->ifindex);
	iface->test_owned = false;
	memset(&iface->test, 0, sizeof(iface->test));
	if (test)
		iface->test = *test;
}

/**
 * ipmp_iface_add() - add an interface to a group
 * @group: the group
 * @name: name of the device, there or not
 * @standby: as the option
 * @test: its test address, checked, or NULL
 * @extack: for the reason of a refusal
 *
 * Context: RTNL.
 *
 * Return: the interface, or -EEXIST, -EBUSY, -EINVAL, -ENOSPC, -ENOMEM.
 */
struct ipmp_iface *ipmp_iface_add(struct ipmp_group *group, const char *name, bool standby,
				  const struct ipmp_ip *test, struct netlink_ext_ack *extack)
{
	struct net_device *dev = __dev_get_by_name(group->inet->net, name);
	struct ipmp_iface *iface;
	int err;

	iface = ipmp_iface_find(group->inet, name);
	if (!iface && dev)
		iface = ipmp_iface_of(group->inet, dev);
	if (iface) {
		if (iface->group == group)
			NL_SET_ERR_MSG_MOD(extack, "the interface is in the group already");
		else
			NL_SET_ERR_MSG_MOD(extack, "the interface is in another group already");
		return ERR_PTR(-EEXIST);
	}
	if (group->n_ifaces >= IPMP_MAX_IFACES) {
		NL_SET_ERR_MSG_MOD(extack, "a group has at most 32 interfaces");
		return ERR_PTR(-ENOSPC);
	}
	if (dev) {
		err = check_dev(dev, extack);
		if (err)
			return ERR_PTR(err);
	}
	iface = kzalloc(sizeof(*iface), GFP_KERNEL_ACCOUNT);
	if (!iface)
		return ERR_PTR(-ENOMEM);
	iface->group = group;
	strscpy(iface->name, name, sizeof(iface->name));
	iface->standby = standby;
	iface->fresh = true;
	iface->since = ktime_get_ns();
	INIT_LIST_HEAD(&iface->guests);
	iface->health.reason = IPMP_INTERFACE_REASON_ABSENT;
	if (test)
		iface->test = *test;
	if (dev) {
		struct ipmp_link link;

		ipmp_iface_attach(iface, dev);
		link = ipmp_iface_link(iface);
		ipmp_health_update(&iface->health, &link, 0, iface->since);
	}
	list_add_tail_rcu(&iface->list, &group->ifaces);
	group->n_ifaces++;
	group->inet->generation++;
	return iface;
}

/* Context: RTNL. */
void ipmp_iface_free(struct ipmp_iface *iface)
{
	struct ipmp_group *group = iface->group;
	struct ipmp_address *addr;

	list_for_each_entry(addr, &group->addresses, list) {
		if (addr->home == iface)
			addr->home = NULL;
		if (addr->prev == iface)
			addr->prev = NULL;
		if (addr->want == iface)
			addr->want = NULL;
		if (addr->bound == iface)
			addr->bound = NULL;
	}
	group->removed += iface->active;
	list_del_rcu(&iface->list);
	group->n_ifaces--;
	group->inet->generation++;
	ipmp_iface_detach(iface);
	kfree_rcu(iface, rcu);
}

/**
 * ipmp_iface_del() - take an interface out of its group as its administrator asked
 * @iface: the interface
 *
 * Its test address goes; data addresses bound to it stay there and leave the group with it.
 * Context: RTNL.
 */
void ipmp_iface_del(struct ipmp_iface *iface)
{
	struct ipmp_address *addr, *next;

	list_for_each_entry_safe(addr, next, &iface->group->addresses, list) {
		if (addr->bound != iface)
			continue;
		ipmp_event_address(addr, IPMP_EVENT_TYPE_ADDRESS_DEL, NULL, 0);
		ipmp_address_free(addr);
	}
	ipmp_iface_set_test(iface, NULL);
	ipmp_event_iface(iface, IPMP_EVENT_TYPE_INTERFACE_DEL);
	ipmp_iface_free(iface);
}
