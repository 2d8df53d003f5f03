// SPDX-License-Identifier: GPL-2.0-only
/* The binder that moves: addresses sit on the real interfaces, their routes follow them.
 *
 * Make before break: an address is on its new interface, with its routes, and announced from
 * there, before it is taken from the old one; so no socket, no route by its source address and no
 * connected route ever misses it.
 */
#include "ipmp.h"

#include <linux/rtnetlink.h>
#include <net/ip6_route.h>
#include <net/ipv6.h>

#define ADDR_SIZE	256

static bool overtaken(struct ipmp_net *inet, const struct ipmp_plan *plan)
{
	return atomic_read(&inet->changes) != plan->changes;
}

static void request_add(struct ipmp_net *inet, struct ipmp_change *add, u32 flags, u16 nlflags,
			int *err)
{
	u8 data[ADDR_SIZE] __aligned(NLMSG_ALIGNTO);
	struct ipmp_buf buf = { .data = data, .size = sizeof(data) };

	*err = ipmp_address_fill(&add->ip, &add->attr, add->dev, add->ifindex, flags, &buf);
	if (!*err)
		ipmp_rtnl_request(&inet->rtnl, RTM_NEWADDR, NLM_F_CREATE | nlflags, buf.data,
				  buf.len, err);
}

/*
 * Changing an IPv6 address that has a peer makes a route to the peer's whole prefix, which adding
 * it does not.
 */
static void drop_peer_route(struct ipmp_net *inet, struct ipmp_change *add)
{
	struct rtmsg rtm = {
		.rtm_family = AF_INET6,
		.rtm_dst_len = add->ip.plen,
		.rtm_table = RT_TABLE_MAIN,
		.rtm_protocol = RTPROT_KERNEL,
		.rtm_type = RTN_UNICAST,
	};
	u32 metric = add->attr.rt_priority ?: IP6_RT_PRIO_ADDRCONF;
	u8 data[ADDR_SIZE] __aligned(NLMSG_ALIGNTO);
	struct ipmp_buf buf = { .data = data, .size = sizeof(data) };
	u32 oif = add->ifindex;
	struct in6_addr prefix;

	if (ipv6_addr_any(&add->attr.peer) || add->ip.plen == 128 ||
	    add->attr.flags & IFA_F_NOPREFIXROUTE)
		return;
	ipv6_addr_prefix(&prefix, &add->attr.peer, add->ip.plen);
	ipmp_buf_head(&buf, &rtm, sizeof(rtm));
	ipmp_buf_put(&buf, RTA_DST, &prefix, sizeof(prefix));
	ipmp_buf_put(&buf, RTA_OIF, &oif, sizeof(oif));
	ipmp_buf_put(&buf, RTA_PRIORITY, &metric, sizeof(metric));
	ipmp_rtnl_request(&inet->rtnl, RTM_DELROUTE, 0, buf.data, buf.len, NULL);
}

/* Not having looked for duplicates is not what an address was made with, and shows. */
static void forget_nodad(struct ipmp_net *inet, struct ipmp_change *add)
{
	if (add->ip.family != AF_INET6 || add->attr.flags & IFA_F_NODAD)
		return;
	request_add(inet, add, 0, NLM_F_REPLACE, &add->ignored);
	drop_peer_route(inet, add);
}

static void add_addresses(struct ipmp_net *inet, struct ipmp_plan *plan)
{
	int i;

	for (i = 0; i < plan->n_adds; i++) {
		struct ipmp_change *add = &plan->adds[i];
		bool v6 = add->ip.family == AF_INET6;

		/* Its old owner on the same link would fail the detection of duplicates at once. */
		request_add(inet, add, v6 ? IFA_F_NODAD : 0, NLM_F_EXCL, &add->err);
	}
	ipmp_rtnl_flush(&inet->rtnl);
	for (i = 0; i < plan->n_adds; i++) {
		struct ipmp_change *add = &plan->adds[i];

		if (add->err == -EEXIST)
			add->err = 0;
		plan->n_failed += !!add->err;
		if (add->err && add->err != -ESTALE)
			net_warn_ratelimited("ipmp: %s: an address cannot be added (%d)\n",
					     add->dev, add->err);
		else if (!add->err)
			forget_nodad(inet, add);
	}
	ipmp_rtnl_flush(&inet->rtnl);
}

static struct ipmp_diff *diff_make(struct ipmp_net *inet, struct ipmp_plan *plan)
{
	struct ipmp_diff *diff;
	int tries = 5;

	do {
		diff = ipmp_diff_make(&inet->shadow, &inet->rtnl, &plan->map);
	} while (diff == ERR_PTR(-EINTR) && --tries);
	return diff;
}

static void move_bind(struct ipmp_net *inet, struct ipmp_plan *plan)
{
	struct ipmp_diff *diff;

	add_addresses(inet, plan);
	diff = diff_make(inet, plan);
	if (IS_ERR(diff))
		return;
	ipmp_diff_connect(diff);
	ipmp_diff_install(diff);
	plan->diff = diff;
}

/*
 * IPv4 twice: before the removal, so that peers are right when the old interface stops to answer,
 * and after it, when nobody else does. IPv6 after it: a host that still has the address elsewhere
 * would take its own advertisement for that of a duplicate.
 */
static void move_announce(struct ipmp_net *inet, struct ipmp_plan *plan, bool unbound)
{
	int i;

	for (i = 0; i < plan->n_adds; i++) {
		struct ipmp_change *add = &plan->adds[i];

		if (add->err || add->test || (!unbound && add->ip.family == AF_INET6))
			continue;
		ipmp_announce(inet->net, add->ifindex, &add->ip);
	}
}

/* An address that did not arrive at its new interface stays where it is. */
static bool may_remove(const struct ipmp_plan *plan, const struct ipmp_change *del)
{
	int i;

	for (i = 0; i < plan->n_adds && plan->n_failed; i++)
		if (plan->adds[i].err && !memcmp(&plan->adds[i].ip, &del->ip, sizeof(del->ip)))
			return false;
	return true;
}

static void move_unbind(struct ipmp_net *inet, struct ipmp_plan *plan)
{
	u8 data[ADDR_SIZE] __aligned(NLMSG_ALIGNTO);
	struct ipmp_buf buf = { .data = data, .size = sizeof(data) };
	int i;

	if (plan->diff) {
		ipmp_diff_remove(plan->diff);
		ipmp_diff_free(plan->diff);
		plan->diff = NULL;
	}
	for (i = 0; i < plan->n_dels; i++) {
		struct ipmp_change *del = &plan->dels[i];

		if (!may_remove(plan, del))
			continue;
		if (!ipmp_address_fill(&del->ip, &del->attr, NULL, del->ifindex, 0, &buf))
			ipmp_rtnl_request(&inet->rtnl, RTM_DELADDR, 0, buf.data, buf.len, NULL);
	}
	ipmp_rtnl_flush(&inet->rtnl);
}

static bool move_verify(struct ipmp_net *inet, struct ipmp_plan *plan)
{
	struct ipmp_diff *diff;
	int todo;

	if (overtaken(inet, plan))
		return false;
	diff = diff_make(inet, plan);
	if (IS_ERR(diff))
		return false;
	/* What a look finds while things change may be a consequence that must not be learnt. */
	todo = ipmp_diff_connect(diff) + ipmp_diff_install(diff) + ipmp_diff_remove(diff);
	if (!plan->n_failed)
		todo += ipmp_diff_disconnect(diff);
	if (!todo && plan->settled)
		todo = ipmp_diff_sort(diff);
	if (!todo && !overtaken(inet, plan))
		ipmp_diff_settle(diff, plan->settled);
	ipmp_diff_free(diff);
	return !todo;
}

const struct ipmp_binder ipmp_binder_move = {
	.bind = move_bind,
	.announce = move_announce,
	.unbind = move_unbind,
	.verify = move_verify,
};
