// SPDX-License-Identifier: GPL-2.0-only
/* ARP monitor: targets of IPv4 are asked for their Ethernet address. */

#include <linux/if_arp.h>
#include <linux/inetdevice.h>
#include <net/arp.h>
#include <net/route.h>

#include "path.h"
#include "probe.h"

/* ARP of IPv4 on Ethernet (RFC 826). */
struct arp_frame {
	struct arphdr head;
	u8 sender_mac[ETH_ALEN];
	__be32 sender;
	u8 target_mac[ETH_ALEN];
	__be32 target;
} __packed;

static u32 count_targets(const struct trunk_config *config)
{
	u32 n = 0;

	while (n < TRUNK_TARGETS_MAX && config->target.arp[n])
		n++;
	return n;
}

/* A frame from port to target, as it would come from the device on top. */
static void send_by(struct trunk_port *port, __be32 target, __be32 source,
		    const struct trunk_path *path)
{
	struct sk_buff *skb;

	skb = arp_create(ARPOP_REQUEST, ETH_P_ARP, target, port->dev, source,
			 NULL, port->dev->dev_addr, NULL);
	if (!skb)
		return;
	skb = trunk_path_tag(skb, path);
	if (!skb)
		return;
	port->trunk->asked |= BIT(TRUNK_PROBE_ARP);
	arp_xmit(skb);
}

/*
 * A target that no route leads to is asked all the same: the trunk may have no
 * address yet, and any host answers a probe without a sender (RFC 5227). One
 * that a route leads elsewhere is not: its answer would say nothing.
 */
static bool find_way(struct trunk *trunk, __be32 target, __be32 *source,
		     struct trunk_path *path)
{
	struct rtable *rt = compat_route_onlink(dev_net(trunk->dev), target);
	struct in_device *in_dev;
	bool found;

	*source = 0;
	path->ntags = 0;
	if (IS_ERR(rt))
		return true;
	found = trunk_path_find(trunk->dev, rt->dst.dev, path);
	in_dev = found ? __in_dev_get_rcu(rt->dst.dev) : NULL;
	if (in_dev)
		*source = inet_confirm_addr(dev_net(trunk->dev), in_dev, target,
					    0, RT_SCOPE_HOST);
	ip_rt_put(rt);
	return found;
}

static void probe_target(struct trunk *trunk, u32 i)
{
	__be32 target = READ_ONCE(trunk->config.target.arp[i]);
	struct trunk_path path;
	struct trunk_port *port;
	__be32 source;

	if (!target || !find_way(trunk, target, &source, &path))
		return;
	list_for_each_entry_rcu(port, &trunk->ports, list)
		if (port->due)
			send_by(port, target, source, &path);
}

static int has_address(struct net_device *dev, struct netdev_nested_priv *priv)
{
	const __be32 *address = priv->data;
	struct in_device *in_dev = __in_dev_get_rcu(dev);

	return in_dev && inet_confirm_addr(dev_net(dev), in_dev, 0, *address,
					   RT_SCOPE_HOST) == *address;
}

/* Address of the trunk or of what stands on it; none, then by its MAC. */
static bool is_ours(const struct trunk_port *port, __be32 address, const u8 *mac)
{
	struct net_device *dev = port->trunk->dev;
	struct netdev_nested_priv priv = { .data = &address };

	if (!address)
		return ether_addr_equal(mac, dev->dev_addr) ||
		       ether_addr_equal(mac, port->dev->dev_addr);
	return has_address(dev, &priv) ||
	       netdev_walk_all_upper_dev_rcu(dev, has_address, &priv);
}

static u32 is_target(const struct trunk_port *port, __be32 address)
{
	const struct trunk_config *config = &port->trunk->config;
	u32 i;

	for (i = 0; address && i < TRUNK_TARGETS_MAX; i++)
		if (READ_ONCE(config->target.arp[i]) == address)
			return BIT(i);
	return 0;
}

static u32 heard_targets(const struct trunk_port *port, const struct sk_buff *skb,
			 enum trunk_probe_sign sign)
{
	const struct arp_frame *arp;
	struct arp_frame buf;
	int offset;
	u32 bit;

	if (trunk_path_protocol(skb, &offset) != htons(ETH_P_ARP))
		return 0;
	if (sign == TRUNK_PROBE_SIGN_KIND)
		return GENMASK(TRUNK_TARGETS_MAX - 1, 0);
	if (skb->pkt_type == PACKET_OTHERHOST ||
	    skb->pkt_type == PACKET_LOOPBACK)
		return 0;
	arp = skb_header_pointer(skb, offset, sizeof(buf), &buf);
	if (!arp || arp->head.ar_hrd != htons(ARPHRD_ETHER) ||
	    arp->head.ar_pro != htons(ETH_P_IP) ||
	    arp->head.ar_hln != ETH_ALEN || arp->head.ar_pln != sizeof(__be32))
		return 0;
	if (sign == TRUNK_PROBE_SIGN_REPLY && arp->head.ar_op != htons(ARPOP_REPLY))
		return 0;
	if (sign == TRUNK_PROBE_SIGN_PROBE) {
		bit = is_target(port, arp->target);
		return bit && is_ours(port, arp->sender, arp->sender_mac) ? bit : 0;
	}
	bit = is_target(port, arp->sender);
	return bit && is_ours(port, arp->target, arp->target_mac) ? bit : 0;
}

const struct trunk_prober trunk_prober_arp = {
	.reason	= TRUNK_PORT_REASON_ARP,
	.count	= count_targets,
	.send	= probe_target,
	.heard	= heard_targets,
};
