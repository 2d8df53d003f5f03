// SPDX-License-Identifier: GPL-2.0-only
/* ND monitor: targets of IPv6 are solicited as neighbours (RFC 4861). */

#include <linux/if_ether.h>
#include <linux/ipv6.h>
#include <net/addrconf.h>
#include <net/ip6_checksum.h>
#include <net/ipv6_stubs.h>
#include <net/ndisc.h>

#include "path.h"
#include "probe.h"

/*
 * Of IPv6 only what is in the kernel whether or not it has IPv6: a module that
 * calls more of it could not be loaded without.
 */

struct nd_frame {
	struct ipv6hdr ip;
	struct icmp6hdr icmp;
	struct in6_addr target;
} __packed;

/* RFC 4861, 4.6.1: the sender's Ethernet address. */
struct nd_source {
	u8 type;
	u8 length;
	u8 mac[ETH_ALEN];
} __packed;

#define HOPS	255	/* RFC 4861, 7.1: nothing that came through a router */

static u32 count_targets(const struct trunk_config *config)
{
	u32 n = 0;

	while (n < TRUNK_TARGETS_MAX && !ipv6_addr_any(&config->target.nd[n]))
		n++;
	return n;
}

/* RFC 2464, 7: where a solicitation of a target is sent to. */
static void group_mac(const struct in6_addr *target, u8 *mac)
{
	static const u8 prefix[] = { 0x33, 0x33, 0xff };

	memcpy(mac, prefix, sizeof(prefix));
	memcpy(mac + sizeof(prefix), &target->s6_addr[13], 3);
}

static void fill(struct nd_frame *nd, u32 len, const struct in6_addr *target,
		 const struct in6_addr *source, struct nd_source *option,
		 const u8 *mac)
{
	u32 payload = len - sizeof(nd->ip);

	memset(nd, 0, sizeof(*nd));
	ip6_flow_hdr(&nd->ip, 0, 0);
	nd->ip.payload_len = htons(payload);
	nd->ip.nexthdr = IPPROTO_ICMPV6;
	nd->ip.hop_limit = HOPS;
	nd->ip.saddr = *source;
	addrconf_addr_solict_mult(target, &nd->ip.daddr);
	nd->icmp.icmp6_type = NDISC_NEIGHBOUR_SOLICITATION;
	nd->target = *target;
	if (option) {
		option->type = ND_OPT_SOURCE_LL_ADDR;
		option->length = sizeof(*option) / 8;
		ether_addr_copy(option->mac, mac);
	}
	nd->icmp.icmp6_cksum = csum_ipv6_magic(&nd->ip.saddr, &nd->ip.daddr, payload,
					       IPPROTO_ICMPV6,
					       csum_partial(&nd->icmp, payload, 0));
}

/* Without an address there is no sender to name, as in duplicate detection. */
static struct sk_buff *solicitation(struct net_device *dev,
				    const struct in6_addr *target,
				    const struct in6_addr *source)
{
	bool named = !ipv6_addr_any(source);
	u32 len = sizeof(struct nd_frame) + (named ? sizeof(struct nd_source) : 0);
	u8 mac[ETH_ALEN];
	struct sk_buff *skb;
	struct nd_frame *nd;

	skb = alloc_skb(LL_RESERVED_SPACE(dev) + len + dev->needed_tailroom,
			GFP_ATOMIC);
	if (!skb)
		return NULL;
	skb_reserve(skb, LL_RESERVED_SPACE(dev));
	skb_reset_network_header(skb);
	nd = skb_put(skb, len);
	skb->dev = dev;
	skb->protocol = htons(ETH_P_IPV6);
	fill(nd, len, target, source, named ? (void *)(nd + 1) : NULL,
	     dev->dev_addr);
	group_mac(target, mac);
	if (dev_hard_header(skb, dev, ETH_P_IPV6, mac, dev->dev_addr, len) < 0) {
		kfree_skb(skb);
		return NULL;
	}
	skb_reset_mac_header(skb);
	return skb;
}

static void send_by(struct trunk_port *port, const struct in6_addr *target,
		    const struct in6_addr *source, const struct trunk_path *path)
{
	struct sk_buff *skb = solicitation(port->dev, target, source);

	skb = skb ? trunk_path_tag(skb, path) : NULL;
	if (!skb)
		return;
	port->trunk->asked |= BIT(TRUNK_PROBE_ND);
	dev_queue_xmit(skb);
}

/* As for ARP: asked without a route, not asked by a route that leads elsewhere. */
static bool find_way(struct trunk *trunk, const struct in6_addr *target,
		     struct in6_addr *source, struct trunk_path *path)
{
	struct flowi6 fl6 = { .daddr = *target };
	struct dst_entry *dst;
	bool found;

	if (ipv6_addr_type(target) & IPV6_ADDR_LINKLOCAL)
		fl6.flowi6_oif = trunk->dev->ifindex;
	*source = in6addr_any;
	path->ntags = 0;
	dst = ipv6_stub->ipv6_dst_lookup_flow(dev_net(trunk->dev), NULL, &fl6,
					      NULL);
	if (IS_ERR(dst))
		return true;
	found = trunk_path_find(trunk->dev, dst->dev, path);
	dst_release(dst);
	*source = fl6.saddr;
	return found;
}

static void read_target(const struct trunk *trunk, u32 i, struct in6_addr *target)
{
	u32 w;

	for (w = 0; w < ARRAY_SIZE(target->s6_addr32); w++)
		target->s6_addr32[w] =
			READ_ONCE(trunk->config.target.nd[i].s6_addr32[w]);
}

static void probe_target(struct trunk *trunk, u32 i)
{
	struct in6_addr target, source;
	struct trunk_path path;
	struct trunk_port *port;

	read_target(trunk, i, &target);
	if (ipv6_addr_any(&target) || !find_way(trunk, &target, &source, &path))
		return;
	list_for_each_entry_rcu(port, &trunk->ports, list)
		if (port->due)
			send_by(port, &target, &source, &path);
}

static int has_address(struct net_device *dev, struct netdev_nested_priv *priv)
{
	return !IS_ERR_OR_NULL(ipv6_stub->ipv6_dev_find(dev_net(dev), priv->data,
							dev));
}

static bool is_ours(const struct trunk_port *port, const struct in6_addr *address)
{
	struct netdev_nested_priv priv = { .data = (void *)address };
	struct net_device *dev = port->trunk->dev;

	return has_address(dev, &priv) ||
	       netdev_walk_all_upper_dev_rcu(dev, has_address, &priv);
}

static u32 is_target(const struct trunk_port *port, const struct in6_addr *address)
{
	struct in6_addr target;
	u32 i;

	for (i = 0; i < READ_ONCE(port->trunk->targets[TRUNK_PROBE_ND]); i++) {
		read_target(port->trunk, i, &target);
		if (ipv6_addr_equal(&target, address))
			return BIT(i);
	}
	return 0;
}

/* A solicitation that one of our ports sent. */
static u32 heard_probe(const struct trunk_port *port, const struct sk_buff *skb,
		       const struct nd_frame *nd)
{
	u32 bit = is_target(port, &nd->target);
	bool ours;

	if (nd->icmp.icmp6_type != NDISC_NEIGHBOUR_SOLICITATION || !bit)
		return 0;
	ours = ipv6_addr_any(&nd->ip.saddr) ?
	       ether_addr_equal(eth_hdr(skb)->h_source, port->dev->dev_addr) :
	       is_ours(port, &nd->ip.saddr);
	return ours ? bit : 0;
}

/* What a target says to us, or to all. */
static u32 heard_answer(const struct trunk_port *port, const struct nd_frame *nd)
{
	u32 bit = is_target(port, &nd->ip.saddr);

	if (!bit || (!ipv6_addr_equal(&nd->ip.daddr, &in6addr_linklocal_allnodes) &&
		     !is_ours(port, &nd->ip.daddr)))
		return 0;
	return bit;
}

static u32 heard_targets(const struct trunk_port *port, const struct sk_buff *skb,
			 enum trunk_probe_sign sign)
{
	const struct nd_frame *nd;
	struct nd_frame buf;
	int offset;
	u8 type;

	if (trunk_path_protocol(skb, &offset) != htons(ETH_P_IPV6))
		return 0;
	if (sign == TRUNK_PROBE_SIGN_KIND)
		return GENMASK(TRUNK_TARGETS_MAX - 1, 0);
	if (skb->pkt_type == PACKET_OTHERHOST ||
	    skb->pkt_type == PACKET_LOOPBACK)
		return 0;
	nd = skb_header_pointer(skb, offset, sizeof(buf), &buf);
	if (!nd || nd->ip.nexthdr != IPPROTO_ICMPV6 || nd->ip.hop_limit != HOPS)
		return 0;
	if (sign == TRUNK_PROBE_SIGN_PROBE)
		return heard_probe(port, skb, nd);
	type = nd->icmp.icmp6_type;
	if (type != NDISC_NEIGHBOUR_ADVERTISEMENT &&
	    (type != NDISC_NEIGHBOUR_SOLICITATION ||
	     sign == TRUNK_PROBE_SIGN_REPLY))
		return 0;
	return heard_answer(port, nd);
}

/* A port that listens must get the solicitations that another one sends. */
static void join(struct trunk_port *port)
{
	const struct trunk *trunk = port->trunk;
	u32 i;

	for (i = 0; i < trunk->targets[TRUNK_PROBE_ND]; i++) {
		group_mac(&trunk->config.target.nd[i], port->group[i]);
		dev_mc_add(port->dev, port->group[i]);
	}
	port->ngroups = i;
}

static void leave(struct trunk_port *port)
{
	while (port->ngroups)
		dev_mc_del(port->dev, port->group[--port->ngroups]);
}

const struct trunk_prober trunk_prober_nd = {
	.reason	= TRUNK_PORT_REASON_ND,
	.count	= count_targets,
	.send	= probe_target,
	.heard	= heard_targets,
	.join	= join,
	.leave	= leave,
};
