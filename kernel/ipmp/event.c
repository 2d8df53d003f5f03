// SPDX-License-Identifier: GPL-2.0-only
/* Events: told to the network namespace they happened in, after the fact. */
#include "ipmp.h"

#include <net/genetlink.h>

/* The largest: two device names, a group name, an address and a few numbers. */
#define EVENT_SIZE	256

static struct sk_buff *start(enum ipmp_event_type type, const struct ipmp_group *group, void **head)
{
	struct sk_buff *skb;
	u64 now = ktime_get_real_ns();

	if (!genl_has_listeners(&ipmp_nl_family, group->inet->net, 0))
		return NULL;
	skb = genlmsg_new(EVENT_SIZE, GFP_KERNEL);
	if (!skb)
		return NULL;
	*head = genlmsg_put(skb, 0, 0, &ipmp_nl_family, 0, IPMP_CMD_EVENT);
	if (!*head || nla_put_u32(skb, IPMP_A_EVENT_TYPE, type) ||
	    nla_put(skb, IPMP_A_EVENT_TIME, sizeof(now), &now) ||
	    nla_put_string(skb, IPMP_A_EVENT_GROUP, group->name)) {
		nlmsg_free(skb);
		return NULL;
	}
	return skb;
}

static void finish(struct sk_buff *skb, void *head, const struct ipmp_group *group, int err)
{
	if (err) {
		nlmsg_free(skb);
		return;
	}
	genlmsg_end(skb, head);
	genlmsg_multicast_netns(&ipmp_nl_family, group->inet->net, skb, 0, 0, GFP_KERNEL);
}

void ipmp_event_group(const struct ipmp_group *group, enum ipmp_event_type type)
{
	struct sk_buff *skb;
	void *head;

	skb = start(type, group, &head);
	if (skb)
		finish(skb, head, group,
		       nla_put_u32(skb, IPMP_A_EVENT_GROUP_STATE, group->state));
}

void ipmp_event_iface(const struct ipmp_iface *iface, enum ipmp_event_type type)
{
	struct sk_buff *skb;
	void *head;

	skb = start(type, iface->group, &head);
	if (skb)
		finish(skb, head, iface->group,
		       nla_put_string(skb, IPMP_A_EVENT_INTERFACE, iface->name) ||
		       nla_put_u32(skb, IPMP_A_EVENT_INTERFACE_STATE, ipmp_iface_state(iface)) ||
		       nla_put_u32(skb, IPMP_A_EVENT_REASON, ipmp_iface_reason(iface)) ||
		       nla_put_u32(skb, IPMP_A_EVENT_ACTIVE, iface->active));
}

/**
 * ipmp_event_address() - tell about a data address
 * @addr: the address
 * @type: what happened
 * @from: device it was bound to before, or NULL (address-move)
 * @elapsed: ns since what made it move (address-move)
 *
 * Context: RTNL, may sleep.
 */
void ipmp_event_address(const struct ipmp_address *addr, enum ipmp_event_type type,
			const char *from, u64 elapsed)
{
	bool moved = type == IPMP_EVENT_TYPE_ADDRESS_MOVE;
	int len = addr->ip.family == AF_INET ? 4 : 16;
	struct sk_buff *skb;
	void *head;
	int err;

	skb = start(type, addr->group, &head);
	if (!skb)
		return;
	err = nla_put(skb, IPMP_A_EVENT_ADDRESS, len, addr->ip.bytes) ||
	      nla_put_u32(skb, IPMP_A_EVENT_PREFIXLEN, addr->ip.plen);
	if (!err && addr->bound)
		err = nla_put_string(skb, IPMP_A_EVENT_INTERFACE, addr->bound->name);
	if (!err && from)
		err = nla_put_string(skb, IPMP_A_EVENT_FROM, from);
	if (!err && moved)
		err = nla_put(skb, IPMP_A_EVENT_ELAPSED, sizeof(elapsed), &elapsed);
	finish(skb, head, addr->group, err);
}
