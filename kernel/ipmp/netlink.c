// SPDX-License-Identifier: GPL-2.0-only
/* Generic netlink: every operation of uapi/specs/ipmp.yaml, under RTNL.
 *
 * A request is checked in full before anything changes, and answered when the worker has done
 * what follows from it.
 */
#include "ipmp.h"
/* Generated: the operations, their policies and the multicast group. */
#include "netlink_gen.c"

#include <linux/rtnetlink.h>
#include <net/genetlink.h>
#include <net/sock.h>

struct genl_family ipmp_nl_family __ro_after_init = {
	.name = IPMP_FAMILY_NAME,
	.version = IPMP_FAMILY_VERSION,
	.netnsok = true,
	.module = THIS_MODULE,
	.ops = ipmp_nl_ops,
	.n_ops = ARRAY_SIZE(ipmp_nl_ops),
	.resv_start_op = __IPMP_CMD_MAX,
	.mcgrps = ipmp_nl_mcgrps,
	.n_mcgrps = ARRAY_SIZE(ipmp_nl_mcgrps),
};

int ipmp_netlink_init(void)
{
	return genl_register_family(&ipmp_nl_family);
}

void ipmp_netlink_uninit(void)
{
	genl_unregister_family(&ipmp_nl_family);
}

static struct ipmp_net *inet_of(const struct genl_info *info)
{
	return ipmp_net(genl_info_net((struct genl_info *)info));
}

/* Drop RTNL after a change, let the worker do what follows and wait until it has. */
static int finish(struct ipmp_net *inet, int err)
{
	if (!err)
		ipmp_kick(inet);
	rtnl_unlock();
	if (!err)
		flush_work(&inet->work);
	return err;
}

/* Where the answer to a get goes. */
struct answer {
	struct sk_buff *skb;
	u32 portid;
	u32 seq;
	int flags;
	struct netlink_callback *cb;
};

typedef int (*put_fn)(const struct answer *to, const void *object);

static void *begin(const struct answer *to, u8 cmd)
{
	void *head = genlmsg_put(to->skb, to->portid, to->seq, &ipmp_nl_family, to->flags, cmd);

	if (head && to->cb)
		genl_dump_check_consistent(to->cb, head);
	return head;
}

static u32 get_u32(const struct genl_info *info, int attr, u32 otherwise)
{
	return info->attrs[attr] ? nla_get_u32(info->attrs[attr]) : otherwise;
}

static struct ipmp_group *get_group(struct genl_info *info, int attr)
{
	struct ipmp_group *group;

	if (GENL_REQ_ATTR_CHECK(info, attr)) {
		NL_SET_ERR_MSG_MOD(info->extack, "name a group");
		return ERR_PTR(-EINVAL);
	}
	group = ipmp_group_find(inet_of(info), nla_data(info->attrs[attr]));
	if (group)
		return group;
	NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[attr], "ipmp: there is no such group");
	return ERR_PTR(-ENOENT);
}

static struct ipmp_iface *get_iface(struct genl_info *info)
{
	struct ipmp_iface *iface;

	if (GENL_REQ_ATTR_CHECK(info, IPMP_A_INTERFACE_NAME)) {
		NL_SET_ERR_MSG_MOD(info->extack, "name an interface");
		return ERR_PTR(-EINVAL);
	}
	iface = ipmp_iface_find(inet_of(info), nla_data(info->attrs[IPMP_A_INTERFACE_NAME]));
	if (iface)
		return iface;
	NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[IPMP_A_INTERFACE_NAME],
			    "ipmp: the interface is in no group");
	return ERR_PTR(-ENOENT);
}

static void set_options(struct ipmp_group *group, const struct genl_info *info)
{
	group->failback = get_u32(info, IPMP_A_GROUP_FAILBACK, group->failback);
	group->adopt = get_u32(info, IPMP_A_GROUP_ADOPT, group->adopt);
	WRITE_ONCE(group->miimon, get_u32(info, IPMP_A_GROUP_MIIMON, group->miimon));
	group->updelay = get_u32(info, IPMP_A_GROUP_UPDELAY, group->updelay);
}

int ipmp_nl_group_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ipmp_net *inet = inet_of(info);
	struct ipmp_group *group;
	int err;

	if (GENL_REQ_ATTR_CHECK(info, IPMP_A_GROUP_NAME)) {
		NL_SET_ERR_MSG_MOD(info->extack, "a group needs a name");
		return -EINVAL;
	}
	err = ipmp_group_check_name(nla_data(info->attrs[IPMP_A_GROUP_NAME]), info->extack);
	if (err) {
		NL_SET_BAD_ATTR(info->extack, info->attrs[IPMP_A_GROUP_NAME]);
		return err;
	}
	rtnl_lock();
	group = ipmp_group_add(inet, nla_data(info->attrs[IPMP_A_GROUP_NAME]), info->extack);
	if (IS_ERR(group)) {
		NL_SET_BAD_ATTR(info->extack, info->attrs[IPMP_A_GROUP_NAME]);
		return finish(inet, PTR_ERR(group));
	}
	set_options(group, info);
	ipmp_event_group(group, IPMP_EVENT_TYPE_GROUP_ADD);
	return finish(inet, 0);
}

int ipmp_nl_group_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ipmp_group *group;

	rtnl_lock();
	group = get_group(info, IPMP_A_GROUP_NAME);
	if (IS_ERR(group))
		return finish(inet_of(info), PTR_ERR(group));
	set_options(group, info);
	return finish(inet_of(info), 0);
}

int ipmp_nl_group_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ipmp_group *group;

	rtnl_lock();
	group = get_group(info, IPMP_A_GROUP_NAME);
	if (IS_ERR(group))
		return finish(inet_of(info), PTR_ERR(group));
	ipmp_group_del(group);
	return finish(inet_of(info), 0);
}

static int put_group(const struct answer *to, const void *object)
{
	void *head = begin(to, IPMP_CMD_GROUP_GET);
	const struct ipmp_group *group = object;
	struct sk_buff *skb = to->skb;

	if (!head)
		return -EMSGSIZE;
	if (nla_put_string(skb, IPMP_A_GROUP_NAME, group->name) ||
	    nla_put_u32(skb, IPMP_A_GROUP_STATE, group->state) ||
	    nla_put_u32(skb, IPMP_A_GROUP_FAILBACK, group->failback) ||
	    nla_put_u32(skb, IPMP_A_GROUP_ADOPT, group->adopt) ||
	    nla_put_u32(skb, IPMP_A_GROUP_MIIMON, group->miimon) ||
	    nla_put_u32(skb, IPMP_A_GROUP_UPDELAY, group->updelay) ||
	    nla_put_u32(skb, IPMP_A_GROUP_INTERFACES, group->n_ifaces) ||
	    nla_put_u32(skb, IPMP_A_GROUP_USABLE, ipmp_group_usable(group)) ||
	    nla_put_u32(skb, IPMP_A_GROUP_ADDRESSES, group->n_addresses) ||
	    nla_put_u32(skb, IPMP_A_GROUP_FAILOVERS, group->failovers)) {
		genlmsg_cancel(skb, head);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, head);
	return 0;
}

static int put_iface(const struct answer *to, const void *object)
{
	void *head = begin(to, IPMP_CMD_INTERFACE_GET);
	const struct ipmp_iface *iface = object;
	struct sk_buff *skb = to->skb;
	struct ipmp_link link = ipmp_iface_link(iface);
	u64 since = div_u64(ktime_get_ns() - iface->since, NSEC_PER_MSEC);
	int len = iface->test.family == AF_INET ? 4 : 16;

	if (!head)
		return -EMSGSIZE;
	if (nla_put_string(skb, IPMP_A_INTERFACE_GROUP, iface->group->name) ||
	    nla_put_string(skb, IPMP_A_INTERFACE_NAME, iface->name) ||
	    (link.present && nla_put_u32(skb, IPMP_A_INTERFACE_IFINDEX, iface->ifindex)) ||
	    nla_put_u32(skb, IPMP_A_INTERFACE_STANDBY, iface->standby) ||
	    nla_put_u32(skb, IPMP_A_INTERFACE_ACTIVE, iface->active) ||
	    nla_put_u32(skb, IPMP_A_INTERFACE_LINK, link.running && link.carrier) ||
	    nla_put_u32(skb, IPMP_A_INTERFACE_STATE, ipmp_iface_state(iface)) ||
	    nla_put_u32(skb, IPMP_A_INTERFACE_REASON, ipmp_iface_reason(iface)) ||
	    (iface->test.family &&
	     nla_put(skb, IPMP_A_INTERFACE_TEST_ADDRESS, len, iface->test.bytes)) ||
	    nla_put_u32(skb, IPMP_A_INTERFACE_ADDRESSES, ipmp_iface_addresses(iface)) ||
	    nla_put_u32(skb, IPMP_A_INTERFACE_FAILURES, iface->failures) ||
	    nla_put(skb, IPMP_A_INTERFACE_SINCE, sizeof(since), &since)) {
		genlmsg_cancel(skb, head);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, head);
	return 0;
}

static int put_address(const struct answer *to, const void *object)
{
	void *head = begin(to, IPMP_CMD_ADDRESS_GET);
	const struct ipmp_address *addr = object;
	struct sk_buff *skb = to->skb;
	const struct ipmp_iface *bound = addr->bound;
	int len = addr->ip.family == AF_INET ? 4 : 16;

	if (!head)
		return -EMSGSIZE;
	if (nla_put_string(skb, IPMP_A_ADDRESS_GROUP, addr->group->name) ||
	    nla_put(skb, IPMP_A_ADDRESS_ADDRESS, len, addr->ip.bytes) ||
	    nla_put_u32(skb, IPMP_A_ADDRESS_PREFIXLEN, addr->ip.plen) ||
	    (addr->home && nla_put_string(skb, IPMP_A_ADDRESS_HOME, addr->home->name)) ||
	    (bound && nla_put_string(skb, IPMP_A_ADDRESS_INTERFACE, bound->name)) ||
	    (bound && rcu_access_pointer(bound->dev) &&
	     nla_put_u32(skb, IPMP_A_ADDRESS_IFINDEX, bound->ifindex)) ||
	    nla_put_u32(skb, IPMP_A_ADDRESS_UP, bound && bound->active) ||
	    nla_put_u32(skb, IPMP_A_ADDRESS_ADOPTED, addr->adopted) ||
	    nla_put_u32(skb, IPMP_A_ADDRESS_MOVES, addr->moves)) {
		genlmsg_cancel(skb, head);
		return -EMSGSIZE;
	}
	genlmsg_end(skb, head);
	return 0;
}

/* One object in answer to a get. */
static int reply(struct genl_info *info, put_fn put, const void *object)
{
	struct answer to = { .portid = info->snd_portid, .seq = info->snd_seq };
	int err = -ENOMEM;

	to.skb = genlmsg_new(NLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (to.skb)
		err = put(&to, object);
	if (!err)
		return genlmsg_reply(to.skb, info);
	nlmsg_free(to.skb);
	return err;
}

int ipmp_nl_group_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ipmp_group *group;
	int err;

	rtnl_lock();
	group = get_group(info, IPMP_A_GROUP_NAME);
	err = IS_ERR(group) ? PTR_ERR(group) : reply(info, put_group, group);
	rtnl_unlock();
	return err;
}

int ipmp_nl_interface_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ipmp_iface *iface;
	int err;

	rtnl_lock();
	iface = get_iface(info);
	err = IS_ERR(iface) ? PTR_ERR(iface) : reply(info, put_iface, iface);
	rtnl_unlock();
	return err;
}

/* A dump is cut where a message is full: it goes on at the object of this number. */
struct dump {
	struct answer to;
	struct netlink_callback *cb;
	long n;
};

static struct ipmp_net *dump_begin(struct dump *dump, struct sk_buff *skb,
				   struct netlink_callback *cb)
{
	struct ipmp_net *inet = ipmp_net(sock_net(skb->sk));

	dump->to.skb = skb;
	dump->to.portid = NETLINK_CB(cb->skb).portid;
	dump->to.seq = cb->nlh->nlmsg_seq;
	dump->to.flags = NLM_F_MULTI;
	dump->to.cb = cb;
	dump->cb = cb;
	dump->n = 0;
	rtnl_lock();
	cb->seq = inet->generation;
	return inet;
}

static bool dump_one(struct dump *dump, put_fn put, const void *object)
{
	if (dump->n++ < dump->cb->args[0])
		return true;
	if (put(&dump->to, object))
		return false;
	dump->cb->args[0]++;
	return true;
}

static int dump_end(struct dump *dump)
{
	rtnl_unlock();
	return dump->to.skb->len;
}

int ipmp_nl_group_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct ipmp_group *group;
	struct ipmp_net *inet;
	struct dump dump;

	inet = dump_begin(&dump, skb, cb);
	list_for_each_entry(group, &inet->groups, list)
		if (!dump_one(&dump, put_group, group))
			break;
	return dump_end(&dump);
}

int ipmp_nl_interface_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct ipmp_group *group;
	struct ipmp_iface *iface;
	struct ipmp_net *inet;
	struct dump dump;

	inet = dump_begin(&dump, skb, cb);
	list_for_each_entry(group, &inet->groups, list)
		list_for_each_entry(iface, &group->ifaces, list)
			if (!dump_one(&dump, put_iface, iface))
				return dump_end(&dump);
	return dump_end(&dump);
}

int ipmp_nl_address_get_dumpit(struct sk_buff *skb, struct netlink_callback *cb)
{
	struct ipmp_address *addr;
	struct ipmp_group *group;
	struct ipmp_net *inet;
	struct dump dump;

	inet = dump_begin(&dump, skb, cb);
	list_for_each_entry(group, &inet->groups, list)
		list_for_each_entry(addr, &group->addresses, list)
			if (!dump_one(&dump, put_address, addr))
				return dump_end(&dump);
	return dump_end(&dump);
}

/* Read an address: 4 or 16 bytes. Return: false where it is neither. */
static bool get_ip(const struct nlattr *attr, u32 plen, struct ipmp_ip *ip)
{
	memset(ip, 0, sizeof(*ip));
	if (nla_len(attr) == sizeof(ip->v4))
		ip->family = AF_INET;
	else if (nla_len(attr) == sizeof(ip->v6))
		ip->family = AF_INET6;
	else
		return false;
	ip->plen = plen;
	memcpy(ip->bytes, nla_data(attr), nla_len(attr));
	return true;
}

/* The test address of a request. Return: 0, with family 0 for none; an error. */
static int get_test(struct genl_info *info, const struct ipmp_iface *iface, struct ipmp_ip *test)
{
	const struct nlattr *attr = info->attrs[IPMP_A_INTERFACE_TEST_ADDRESS];
	int err;

	memset(test, 0, sizeof(*test));
	if (!attr)
		return 0;
	if (!get_ip(attr, nla_len(attr) * 8, test)) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr, "ipmp: an address is 4 or 16 bytes");
		return -EINVAL;
	}
	if (!memchr_inv(test->bytes, 0, sizeof(test->bytes))) {
		memset(test, 0, sizeof(*test));
		return 0;
	}
	err = ipmp_iface_check_test(inet_of(info), iface, test, info->extack);
	if (err)
		NL_SET_BAD_ATTR(info->extack, attr);
	return err;
}

int ipmp_nl_interface_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ipmp_net *inet = inet_of(info);
	struct ipmp_group *group;
	struct ipmp_iface *iface;
	struct ipmp_ip test;
	const char *name;
	int err;

	if (GENL_REQ_ATTR_CHECK(info, IPMP_A_INTERFACE_NAME)) {
		NL_SET_ERR_MSG_MOD(info->extack, "name an interface");
		return -EINVAL;
	}
	name = nla_data(info->attrs[IPMP_A_INTERFACE_NAME]);
	rtnl_lock();
	group = get_group(info, IPMP_A_INTERFACE_GROUP);
	if (IS_ERR(group))
		return finish(inet, PTR_ERR(group));
	err = ipmp_iface_check_name(name, info->extack);
	if (err) {
		NL_SET_BAD_ATTR(info->extack, info->attrs[IPMP_A_INTERFACE_NAME]);
		return finish(inet, err);
	}
	err = get_test(info, NULL, &test);
	if (err)
		return finish(inet, err);
	iface = ipmp_iface_add(group, name, get_u32(info, IPMP_A_INTERFACE_STANDBY, false),
			       test.family ? &test : NULL, info->extack);
	if (IS_ERR(iface)) {
		NL_SET_BAD_ATTR(info->extack, info->attrs[IPMP_A_INTERFACE_NAME]);
		return finish(inet, PTR_ERR(iface));
	}
	ipmp_event_iface(iface, IPMP_EVENT_TYPE_INTERFACE_ADD);
	return finish(inet, 0);
}

int ipmp_nl_interface_set_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ipmp_net *inet = inet_of(info);
	struct ipmp_iface *iface;
	struct ipmp_ip test;
	bool standby;
	int err;

	rtnl_lock();
	iface = get_iface(info);
	if (IS_ERR(iface))
		return finish(inet, PTR_ERR(iface));
	err = get_test(info, iface, &test);
	if (err)
		return finish(inet, err);
	if (info->attrs[IPMP_A_INTERFACE_TEST_ADDRESS])
		ipmp_iface_set_test(iface, test.family ? &test : NULL);
	standby = get_u32(info, IPMP_A_INTERFACE_STANDBY, iface->standby);
	/* One that stands by no more is asked for, not merely repaired. */
	if (iface->standby && !standby)
		iface->fresh = true;
	iface->standby = standby;
	return finish(inet, 0);
}

int ipmp_nl_interface_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ipmp_iface *iface;

	rtnl_lock();
	iface = get_iface(info);
	if (IS_ERR(iface))
		return finish(inet_of(info), PTR_ERR(iface));
	ipmp_iface_del(iface);
	return finish(inet_of(info), 0);
}

/* The address that a request names. */
static int read_address(struct genl_info *info, struct ipmp_ip *ip)
{
	const struct nlattr *attr = info->attrs[IPMP_A_ADDRESS_ADDRESS];
	const struct nlattr *plen = info->attrs[IPMP_A_ADDRESS_PREFIXLEN];
	int err;

	if (GENL_REQ_ATTR_CHECK(info, IPMP_A_ADDRESS_ADDRESS) ||
	    GENL_REQ_ATTR_CHECK(info, IPMP_A_ADDRESS_PREFIXLEN)) {
		NL_SET_ERR_MSG_MOD(info->extack, "name an address and its prefix length");
		return -EINVAL;
	}
	if (!get_ip(attr, nla_get_u32(plen), ip)) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr, "ipmp: an address is 4 or 16 bytes");
		return -EINVAL;
	}
	err = ipmp_address_check(ip, info->extack);
	if (err)
		NL_SET_BAD_ATTR(info->extack, attr);
	return err;
}

static struct ipmp_address *get_address(struct genl_info *info)
{
	struct ipmp_address *addr;
	struct ipmp_group *group;
	struct ipmp_ip ip;
	int err;

	group = get_group(info, IPMP_A_ADDRESS_GROUP);
	if (IS_ERR(group))
		return ERR_CAST(group);
	err = read_address(info, &ip);
	if (err)
		return ERR_PTR(err);
	addr = ipmp_address_find(group->inet, &ip);
	if (addr && addr->group == group)
		return addr;
	NL_SET_ERR_MSG_ATTR(info->extack, info->attrs[IPMP_A_ADDRESS_ADDRESS],
			    "ipmp: it is no data address of the group");
	return ERR_PTR(-ENOENT);
}

int ipmp_nl_address_get_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ipmp_address *addr;
	int err;

	rtnl_lock();
	addr = get_address(info);
	err = IS_ERR(addr) ? PTR_ERR(addr) : reply(info, put_address, addr);
	rtnl_unlock();
	return err;
}

/* The home that a request names: an interface of the group. */
static int get_home(struct genl_info *info, const struct ipmp_group *group,
		    struct ipmp_iface **home)
{
	const struct nlattr *attr = info->attrs[IPMP_A_ADDRESS_HOME];

	*home = NULL;
	if (!attr)
		return 0;
	*home = ipmp_iface_find(group->inet, nla_data(attr));
	if (*home && (*home)->group == group)
		return 0;
	NL_SET_ERR_MSG_ATTR(info->extack, attr, "ipmp: the interface is not in the group");
	return -ENOENT;
}

static bool is_test_address(const struct ipmp_net *inet, const struct ipmp_ip *ip)
{
	const struct ipmp_group *group;
	const struct ipmp_iface *iface;

	list_for_each_entry(group, &inet->groups, list)
		list_for_each_entry(iface, &group->ifaces, list)
			if (iface->test.family == ip->family &&
			    !memcmp(iface->test.bytes, ip->bytes, sizeof(ip->bytes)))
				return true;
	return false;
}

int ipmp_nl_address_new_doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *attr = info->attrs[IPMP_A_ADDRESS_ADDRESS];
	struct ipmp_net *inet = inet_of(info);
	struct ipmp_address *addr;
	struct ipmp_group *group;
	struct ipmp_iface *home;
	struct ipmp_ip ip;
	int err;

	rtnl_lock();
	group = get_group(info, IPMP_A_ADDRESS_GROUP);
	if (IS_ERR(group))
		return finish(inet, PTR_ERR(group));
	err = read_address(info, &ip) ?: get_home(info, group, &home);
	if (err)
		return finish(inet, err);
	if (ipmp_address_taken(inet, &ip)) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr,
				    "ipmp: it is a data address of a group already");
		return finish(inet, -EEXIST);
	}
	if (is_test_address(inet, &ip)) {
		NL_SET_ERR_MSG_ATTR(info->extack, attr, "ipmp: it is a test address");
		return finish(inet, -EEXIST);
	}
	if (inet->n_addresses >= IPMP_MAX_ADDRESSES) {
		NL_SET_ERR_MSG_MOD(info->extack,
				   "a network namespace has at most 16384 data addresses");
		return finish(inet, -ENOSPC);
	}
	addr = ipmp_address_add(group, &ip, GFP_KERNEL_ACCOUNT);
	if (!addr)
		return finish(inet, -ENOMEM);
	addr->home = home;
	ipmp_event_address(addr, IPMP_EVENT_TYPE_ADDRESS_ADD, NULL, 0);
	return finish(inet, 0);
}

int ipmp_nl_address_del_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct ipmp_net *inet = inet_of(info);
	struct ipmp_address *addr;

	rtnl_lock();
	addr = get_address(info);
	if (IS_ERR(addr))
		return finish(inet, PTR_ERR(addr));
	if (addr->bound && rcu_access_pointer(addr->bound->dev))
		ipmp_address_orphan(inet, &addr->ip, &addr->attr, addr->bound->ifindex);
	ipmp_event_address(addr, IPMP_EVENT_TYPE_ADDRESS_DEL, NULL, 0);
	ipmp_address_free(addr);
	return finish(inet, 0);
}
