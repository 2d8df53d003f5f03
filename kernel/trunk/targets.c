// SPDX-License-Identifier: GPL-2.0-only
/* Options whose value is a list of addresses: the targets of probes. */

#include <linux/inet.h>
#include <net/ipv6.h>
#include <net/net_namespace.h>
#include <net/netlink.h>

#include "option.h"
#include "targets.h"

#define REFUSAL(text)	KBUILD_MODNAME ": " text

static const char arp_refusal[] =
	REFUSAL("arp_ip_target must be 0..16 IPv4 addresses, neither 0.0.0.0 nor 255.255.255.255");
static const char arp_twice[] = REFUSAL("arp_ip_target has an address twice");
static const char nd_refusal[] =
	REFUSAL("ns_ip6_target must be 0..16 IPv6 addresses, neither :: nor ::1 nor multicast");
static const char nd_twice[] = REFUSAL("ns_ip6_target has an address twice");
static const char nd_off[] = REFUSAL("ns_ip6_target needs IPv6, which is off in this kernel");

static const char *add_arp(__be32 *list, u32 n, __be32 address)
{
	u32 i;

	if (n == TRUNK_TARGETS_MAX || ipv4_is_zeronet(address) ||
	    ipv4_is_lbcast(address))
		return arp_refusal;
	for (i = 0; i < n; i++)
		if (list[i] == address)
			return arp_twice;
	list[n] = address;
	return NULL;
}

static const char *add_nd(struct in6_addr *list, u32 n,
			  const struct in6_addr *address)
{
	u32 i;

	if (n == TRUNK_TARGETS_MAX || ipv6_addr_any(address) ||
	    ipv6_addr_loopback(address) || ipv6_addr_is_multicast(address))
		return nd_refusal;
	for (i = 0; i < n; i++)
		if (ipv6_addr_equal(&list[i], address))
			return nd_twice;
	list[n] = *address;
	return NULL;
}

static const char *parse_arp(const struct nlattr *nest, __be32 *list)
{
	const struct nlattr *attr;
	const char *why = NULL;
	u32 n = 0;
	int left;

	memset(list, 0, TRUNK_TARGETS_MAX * sizeof(*list));
	nla_for_each_nested(attr, nest, left) {
		why = nla_len(attr) != sizeof(*list) ? arp_refusal :
		      add_arp(list, n++, nla_get_in_addr(attr));
		if (why)
			break;
	}
	return why;
}

static const char *parse_nd(const struct nlattr *nest, struct in6_addr *list)
{
	const struct nlattr *attr;
	const char *why = NULL;
	u32 n = 0;
	int left;

	memset(list, 0, TRUNK_TARGETS_MAX * sizeof(*list));
	nla_for_each_nested(attr, nest, left) {
		why = nla_len(attr) != sizeof(*list) ? nd_refusal :
		      add_nd(list, n++, nla_data(attr));
		if (why)
			break;
	}
	return why;
}

/* Where IPv6 runs the loopback device has it (not so with ipv6.disable=1). */
static bool has_ipv6(const struct net *net)
{
	return IS_ENABLED(CONFIG_IPV6) &&
	       rcu_access_pointer(net->loopback_dev->ip6_ptr);
}

/**
 * trunk_targets_parse() - check the targets of a request
 * @net: network namespace of the trunk
 * @data: IFLA_INFO_DATA
 * @targets: where to set them
 * @extack: why they are refused
 *
 * A list that is given replaces the one there was.
 *
 * Return: 0 or a negative errno.
 */
int trunk_targets_parse(const struct net *net, struct nlattr *data[],
			struct trunk_targets *targets,
			struct netlink_ext_ack *extack)
{
	const struct nlattr *arp = data[IFLA_TRUNK_ARP_IP_TARGET];
	const struct nlattr *nd = data[IFLA_TRUNK_NS_IP6_TARGET];
	const char *why;

	why = arp ? parse_arp(arp, targets->arp) : NULL;
	if (why) {
		trunk_option_refuse(extack, arp, why);
		return -EINVAL;
	}
	why = nd ? parse_nd(nd, targets->nd) : NULL;
	if (why) {
		trunk_option_refuse(extack, nd, why);
		return -EINVAL;
	}
	if (nd && nla_len(nd) && !has_ipv6(net)) {
		trunk_option_refuse(extack, nd, nd_off);
		return -EAFNOSUPPORT;
	}
	return 0;
}

static bool ends_with_comma(const char *text)
{
	return text[0] == ',' && !text[1];
}

/**
 * trunk_targets_from_text() - set targets from module parameters
 * @arp: IPv4 addresses with commas between them
 * @nd: IPv6 addresses with commas between them
 * @targets: where to set them
 *
 * Return: NULL, or what is wrong.
 */
const char *trunk_targets_from_text(const char *arp, const char *nd,
				    struct trunk_targets *targets)
{
	struct in6_addr address6;
	const char *why = NULL;
	__be32 address;
	u32 n;

	for (n = 0; !why && *arp; arp += *arp == ',') {
		if (!in4_pton(arp, -1, (u8 *)&address, ',', &arp) ||
		    ends_with_comma(arp))
			return arp_refusal;
		why = add_arp(targets->arp, n++, address);
	}
	for (n = 0; !why && *nd; nd += *nd == ',') {
		if (!in6_pton(nd, -1, address6.s6_addr, ',', &nd) ||
		    ends_with_comma(nd))
			return nd_refusal;
		why = add_nd(targets->nd, n++, &address6);
	}
	if (!why && n && !has_ipv6(&init_net))
		why = nd_off;
	return why;
}

/**
 * trunk_targets_set() - replace targets that are read meanwhile
 * @targets: targets
 * @wanted: what they are to be
 *
 * Word by word: who reads half of it in between asks, or hears, the wrong one
 * in an interval that is not judged.
 *
 * Context: RTNL.
 */
void trunk_targets_set(struct trunk_targets *targets,
		       const struct trunk_targets *wanted)
{
	u32 i, w;

	for (i = 0; i < TRUNK_TARGETS_MAX; i++) {
		WRITE_ONCE(targets->arp[i], wanted->arp[i]);
		for (w = 0; w < ARRAY_SIZE(targets->nd[i].s6_addr32); w++)
			WRITE_ONCE(targets->nd[i].s6_addr32[w],
				   wanted->nd[i].s6_addr32[w]);
	}
}

/**
 * trunk_targets_size() - room that trunk_targets_put() needs
 *
 * Return: bytes.
 */
size_t trunk_targets_size(void)
{
	return 2 * nla_total_size(0) +
	       TRUNK_TARGETS_MAX * (nla_total_size(sizeof(__be32)) +
				    nla_total_size(sizeof(struct in6_addr)));
}

static int put_arp(struct sk_buff *skb, const struct trunk_targets *targets)
{
	struct nlattr *nest;
	u32 i;

	if (!targets->arp[0])
		return 0;
	nest = nla_nest_start(skb, IFLA_TRUNK_ARP_IP_TARGET);
	if (!nest)
		return -EMSGSIZE;
	for (i = 0; i < TRUNK_TARGETS_MAX && targets->arp[i]; i++)
		if (nla_put_in_addr(skb, i, targets->arp[i]))
			return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int put_nd(struct sk_buff *skb, const struct trunk_targets *targets)
{
	struct nlattr *nest;
	u32 i;

	if (ipv6_addr_any(&targets->nd[0]))
		return 0;
	nest = nla_nest_start(skb, IFLA_TRUNK_NS_IP6_TARGET);
	if (!nest)
		return -EMSGSIZE;
	for (i = 0; i < TRUNK_TARGETS_MAX && !ipv6_addr_any(&targets->nd[i]); i++)
		if (nla_put_in6_addr(skb, i, &targets->nd[i]))
			return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

/**
 * trunk_targets_put() - put all targets there are
 * @skb: message
 * @targets: targets
 *
 * Return: 0 or -EMSGSIZE.
 */
int trunk_targets_put(struct sk_buff *skb, const struct trunk_targets *targets)
{
	return put_arp(skb, targets) ?: put_nd(skb, targets);
}
