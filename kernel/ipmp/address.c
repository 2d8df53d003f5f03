// SPDX-License-Identifier: GPL-2.0-only
/* Data addresses: declared or adopted, as the kernel has them, and as a request spells them. */
#include "ipmp.h"

#include <linux/inetdevice.h>
#include <linux/jhash.h>
#include <linux/rtnetlink.h>
#include <net/addrconf.h>
#include <net/if_inet6.h>
#include <net/ipv6.h>

/* What a request may set; the kernel derives the rest. */
#define FLAGS4	(IFA_F_NOPREFIXROUTE | IFA_F_MCAUTOJOIN)
#define FLAGS6	(IFA_F_NODAD | IFA_F_HOMEADDRESS | IFA_F_MANAGETEMPADDR | IFA_F_NOPREFIXROUTE | \
		 IFA_F_MCAUTOJOIN)

static u32 hash_ip(const struct ipmp_ip *ip)
{
	return jhash(ip, sizeof(*ip), 0);
}

/**
 * ipmp_address_check() - is this an address that a host can have?
 * @ip: address and prefix length
 * @extack: for the reason of a refusal
 *
 * Return: 0 or -EINVAL.
 */
int ipmp_address_check(const struct ipmp_ip *ip, struct netlink_ext_ack *extack)
{
	if (ip->family == AF_INET) {
		if (ip->plen < 1 || ip->plen > 32) {
			NL_SET_ERR_MSG_MOD(extack, "an IPv4 prefix length is 1 to 32");
			return -EINVAL;
		}
		if (ipv4_is_zeronet(ip->v4) || ipv4_is_loopback(ip->v4) ||
		    ipv4_is_multicast(ip->v4) || ipv4_is_lbcast(ip->v4)) {
			NL_SET_ERR_MSG_MOD(extack, "not a unicast address of a host");
			return -EINVAL;
		}
		return 0;
	}
	if (ip->plen < 1 || ip->plen > 128) {
		NL_SET_ERR_MSG_MOD(extack, "an IPv6 prefix length is 1 to 128");
		return -EINVAL;
	}
	if (!(ipv6_addr_type(&ip->v6) & IPV6_ADDR_UNICAST) || ipv6_addr_loopback(&ip->v6) ||
	    ipv6_addr_v4mapped(&ip->v6)) {
		NL_SET_ERR_MSG_MOD(extack, "not a unicast address of a host");
		return -EINVAL;
	}
	if (ipv6_addr_type(&ip->v6) & IPV6_ADDR_LINKLOCAL) {
		NL_SET_ERR_MSG_MOD(extack, "a link-local address belongs to its interface");
		return -EINVAL;
	}
	return 0;
}

struct ipmp_address *ipmp_address_find(struct ipmp_net *inet, const struct ipmp_ip *ip)
{
	struct ipmp_address *addr;

	hash_for_each_possible(inet->table, addr, node, hash_ip(ip))
		if (!memcmp(&addr->ip, ip, sizeof(*ip)))
			return addr;
	return NULL;
}

/**
 * ipmp_address_taken() - is it a data address, whatever its prefix length?
 * @inet: the namespace
 * @ip: the address
 *
 * Context: RTNL; linear, for configuration only.
 *
 * Return: whether it is.
 */
bool ipmp_address_taken(struct ipmp_net *inet, const struct ipmp_ip *ip)
{
	struct ipmp_address *addr;
	int bucket;

	hash_for_each(inet->table, bucket, addr, node)
		if (addr->ip.family == ip->family &&
		    !memcmp(addr->ip.bytes, ip->bytes, sizeof(ip->bytes)))
			return true;
	return false;
}

/**
 * ipmp_address_add() - make a data address
 * @group: its group
 * @ip: a checked address that is in no group
 * @gfp: how to allocate
 *
 * Context: RTNL.
 *
 * Return: the address, or NULL without memory or beyond the limit.
 */
struct ipmp_address *ipmp_address_add(struct ipmp_group *group, const struct ipmp_ip *ip,
				      gfp_t gfp)
{
	struct ipmp_net *inet = group->inet;
	struct ipmp_address *addr;

	if (inet->n_addresses >= IPMP_MAX_ADDRESSES)
		return NULL;
	addr = kzalloc(sizeof(*addr), gfp);
	if (!addr)
		return NULL;
	addr->group = group;
	addr->ip = *ip;
	addr->attr.valid = IPMP_FOREVER;
	addr->attr.preferred = IPMP_FOREVER;
	addr->attr.label_dev = ip->family == AF_INET;
	addr->order = INT_MAX;
	if (ip->family == AF_INET && ip->plen < 31)
		addr->attr.broadcast = ip->v4 | ~inet_make_mask(ip->plen);
	list_add_tail(&addr->list, &group->addresses);
	hash_add(inet->table, &addr->node, hash_ip(ip));
	group->n_addresses++;
	inet->n_addresses++;
	inet->generation++;
	return addr;
}

/* Context: RTNL. */
void ipmp_address_free(struct ipmp_address *addr)
{
	list_del(&addr->list);
	hash_del(&addr->node);
	addr->group->n_addresses--;
	addr->group->inet->n_addresses--;
	addr->group->inet->generation++;
	kfree(addr);
}

/**
 * ipmp_address_orphan() - have an address removed from an interface
 * @inet: the namespace
 * @ip: address and prefix length
 * @attr: its attributes
 * @ifindex: the interface
 *
 * Without memory it stays, which is what deleting a group does anyway. Context: RTNL.
 */
void ipmp_address_orphan(struct ipmp_net *inet, const struct ipmp_ip *ip,
			 const struct ipmp_attr *attr, int ifindex)
{
	struct ipmp_orphan *orphan = kzalloc(sizeof(*orphan), GFP_KERNEL);

	if (!orphan)
		return;
	orphan->ip = *ip;
	orphan->attr = *attr;
	orphan->ifindex = ifindex;
	list_add_tail(&orphan->list, &inet->orphans);
}

static void read_attr4(struct ipmp_attr *attr, const struct in_ifaddr *ifa)
{
	const char *dev = ifa->ifa_dev->dev->name;
	size_t len = strlen(dev);

	memset(attr, 0, sizeof(*attr));
	if (ifa->ifa_address != ifa->ifa_local)
		memcpy(&attr->peer, &ifa->ifa_address, sizeof(ifa->ifa_address));
	attr->broadcast = ifa->ifa_broadcast;
	attr->flags = ifa->ifa_flags & FLAGS4;
	attr->rt_priority = ifa->ifa_rt_priority;
	attr->scope = ifa->ifa_scope;
	attr->proto = ifa->ifa_proto;
	/* "eth0" and "eth0:x" follow the device, "web" is kept as it is. */
	if (!strncmp(ifa->ifa_label, dev, len) &&
	    (!ifa->ifa_label[len] || ifa->ifa_label[len] == ':')) {
		attr->label_dev = true;
		strscpy(attr->label, ifa->ifa_label + len, sizeof(attr->label));
	} else {
		strscpy(attr->label, ifa->ifa_label, sizeof(attr->label));
	}
	attr->valid = ifa->ifa_flags & IFA_F_PERMANENT ? IPMP_FOREVER : ifa->ifa_valid_lft;
	attr->preferred = ifa->ifa_preferred_lft;
	if (ifa->ifa_flags & IFA_F_PERMANENT)
		attr->preferred = ifa->ifa_flags & IFA_F_DEPRECATED ? 0 : IPMP_FOREVER;
	attr->stamp = ifa->ifa_tstamp;
}

static void read_attr6(struct ipmp_attr *attr, const struct inet6_ifaddr *ifa)
{
	memset(attr, 0, sizeof(*attr));
	attr->peer = ifa->peer_addr;
	attr->flags = ifa->flags & FLAGS6;
	attr->rt_priority = ifa->rt_priority;
	attr->scope = RT_SCOPE_UNIVERSE;
	attr->proto = ifa->ifa_proto;
	attr->valid = ifa->flags & IFA_F_PERMANENT ? IPMP_FOREVER : ifa->valid_lft;
	attr->preferred = ifa->prefered_lft;
	attr->stamp = ifa->tstamp;
}

/* Seconds that are left of a lifetime. */
static u32 remaining(u32 lft, unsigned long stamp)
{
	unsigned long gone = (jiffies - stamp) / HZ;

	if (lft == IPMP_FOREVER)
		return lft;
	return gone < lft ? lft - gone : 0;
}

/**
 * ipmp_address_fill() - write the body of RTM_NEWADDR or RTM_DELADDR
 * @ip: address and prefix length
 * @attr: its attributes
 * @dev: name of the interface, for the label; NULL for a deletion
 * @ifindex: the interface
 * @flags: IFA_F_* beside those of @attr
 * @buf: where to
 *
 * Return: 0, -ESTALE where the lifetime of the address is over, -EMSGSIZE.
 */
int ipmp_address_fill(const struct ipmp_ip *ip, const struct ipmp_attr *attr, const char *dev,
		      int ifindex, u32 flags, struct ipmp_buf *buf)
{
	size_t len = ip->family == AF_INET ? sizeof(ip->v4) : sizeof(ip->v6);
	bool peer = !ipv6_addr_any(&attr->peer);
	struct ifaddrmsg ifm = {
		.ifa_family = ip->family,
		.ifa_prefixlen = ip->plen,
		.ifa_scope = attr->scope,
		.ifa_index = ifindex,
	};
	char label[IFNAMSIZ];

	ipmp_buf_head(buf, &ifm, sizeof(ifm));
	ipmp_buf_put(buf, IFA_LOCAL, ip->bytes, len);
	ipmp_buf_put(buf, IFA_ADDRESS, peer ? attr->peer.s6_addr : ip->bytes, len);
	if (!dev)
		return buf->error;

	flags |= attr->flags;
	ipmp_buf_put(buf, IFA_FLAGS, &flags, sizeof(flags));
	if (attr->broadcast)
		ipmp_buf_put(buf, IFA_BROADCAST, &attr->broadcast, sizeof(attr->broadcast));
	if (ip->family == AF_INET && (attr->label_dev || *attr->label)) {
		snprintf(label, sizeof(label), "%s%s", attr->label_dev ? dev : "", attr->label);
		ipmp_buf_put(buf, IFA_LABEL, label, strlen(label) + 1);
	}
	if (attr->rt_priority)
		ipmp_buf_put(buf, IFA_RT_PRIORITY, &attr->rt_priority, sizeof(attr->rt_priority));
	if (attr->proto)
		ipmp_buf_put(buf, IFA_PROTO, &attr->proto, sizeof(attr->proto));
	if (attr->valid != IPMP_FOREVER || attr->preferred != IPMP_FOREVER) {
		struct ifa_cacheinfo ci = {
			.ifa_prefered = remaining(attr->preferred, attr->stamp),
			.ifa_valid = remaining(attr->valid, attr->stamp),
		};

		if (!ci.ifa_valid)
			return -ESTALE;
		ipmp_buf_put(buf, IFA_CACHEINFO, &ci, sizeof(ci));
	}
	return buf->error;
}

/* What a scan of an interface needs for each address it meets. */
struct scan {
	struct ipmp_iface *iface;
	struct ipmp_plan *plan;
	struct list_head *pos;
	int order;
};

static void scan_one(struct scan *scan, const struct ipmp_ip *ip, const struct ipmp_attr *attr,
		     bool adoptable)
{
	struct ipmp_iface *iface = scan->iface;
	struct ipmp_group *group = iface->group;
	struct ipmp_address *addr = ipmp_address_find(group->inet, ip);
	struct ipmp_change del = { .ip = *ip, .attr = *attr, .ifindex = iface->ifindex };

	if (!addr && adoptable && group->adopt) {
		addr = ipmp_address_add(group, ip, GFP_KERNEL_ACCOUNT);
		if (!addr) {
			net_warn_ratelimited("ipmp: %s: cannot adopt more than %d addresses\n",
					     group->name, IPMP_MAX_ADDRESSES);
			return;
		}
		/* IPv6 lists the newest first, so those found later go before it. */
		list_move(&addr->list, scan->pos);
		if (ip->family == AF_INET)
			scan->pos = &addr->list;
		addr->adopted = true;
		addr->known = true;
		addr->attr = *attr;
		addr->home = iface;
		addr->bound = iface;
		addr->want = iface;
		ipmp_event_address(addr, IPMP_EVENT_TYPE_ADDRESS_ADD, NULL, 0);
	}
	if (!addr || addr->group != group)
		return;
	if (!addr->known && !addr->bound) {
		/* Declared, and already here: adopt it in place. */
		addr->adopted = true;
		addr->bound = iface;
		addr->home = addr->home ?: iface;
	}
	if (addr->bound == iface) {
		addr->attr = *attr;
		addr->known = true;
	}
	if (addr->home == iface || !addr->home)
		addr->order = scan->order;
	if (addr->want == iface)
		addr->present = true;
	else if (scan->plan && addr->want)
		ipmp_plan_del(scan->plan, &del);
}

static bool is_test(struct ipmp_iface *iface, const struct ipmp_ip *ip)
{
	if (memcmp(&iface->test, ip, sizeof(*ip)))
		return false;
	iface->test_present = true;
	return true;
}

static void scan4(struct scan *scan, struct net_device *dev)
{
	struct in_device *in_dev = __in_dev_get_rtnl(dev);
	struct ipmp_iface *iface = scan->iface;
	struct in_ifaddr *ifa;
	struct ipmp_attr attr;

	if (!in_dev)
		return;
	in_dev_for_each_ifa_rtnl(ifa, in_dev) {
		struct ipmp_ip ip = {
			.family = AF_INET,
			.plen = ifa->ifa_prefixlen,
			.v4 = ifa->ifa_local,
		};

		scan->order++;
		if (is_test(iface, &ip))
			continue;
		read_attr4(&attr, ifa);
		scan_one(scan, &ip, &attr,
			 ifa->ifa_scope < RT_SCOPE_LINK && !ipmp_address_check(&ip, NULL));
	}
}

static void scan6(struct scan *scan, struct net_device *dev)
{
	struct inet6_dev *idev = __in6_dev_get(dev);
	struct ipmp_iface *iface = scan->iface;
	struct inet6_ifaddr *ifa;
	struct ipmp_attr attr;

	if (!idev)
		return;
	/* RTNL keeps addresses from being removed; one that comes without it is seen next time. */
	list_for_each_entry_rcu(ifa, &idev->addr_list, if_list, lockdep_rtnl_is_held()) {
		struct ipmp_ip ip = {
			.family = AF_INET6,
			.plen = ifa->prefix_len,
			.v6 = ifa->addr,
		};

		scan->order--;
		if (is_test(iface, &ip))
			continue;
		read_attr6(&attr, ifa);
		scan_one(scan, &ip, &attr,
			 !ipmp_address_check(&ip, NULL) &&
			 !(ifa->flags & (IFA_F_TEMPORARY | IFA_F_DADFAILED)) &&
			 ifa->ifa_proto != IFAPROT_KERNEL_RA);
	}
}

/**
 * ipmp_address_scan() - read the addresses of an interface
 * @iface: the interface
 * @plan: where to note those that should not be there, or NULL
 *
 * Adopts, refreshes the attributes of the data addresses bound to it, marks those that are where
 * they should be. Context: RTNL, may sleep; linear.
 */
void ipmp_address_scan(struct ipmp_iface *iface, struct ipmp_plan *plan)
{
	struct net_device *dev = rtnl_dereference(iface->dev);
	struct scan scan = {
		.iface = iface,
		.plan = plan,
		.pos = iface->group->addresses.prev,
	};

	if (!dev)
		return;
	iface->test_present = false;
	scan4(&scan, dev);
	scan.pos = iface->group->addresses.prev;
	scan.order = 0;
	scan6(&scan, dev);
}
