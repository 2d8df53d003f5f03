// SPDX-License-Identifier: GPL-2.0-only
/* What a stacked device costs that does nothing: the floor of the benchmark.
 *
 * Each kind has one port (ip link set d0 master floor0):
 *	floor		dev_queue_xmit() to the port: what any honest one pays
 *	floor_direct	past the port's qdisc, which no default may do
 *	floor_hash	gives the frame a flow hash, as a local socket would have,
 *			and hands it to the port as pktgen would
 * Received frames are taken from the port as a trunk takes them. One more kind
 * has a link instead (ip link add rx0 link d0 type floor_receive):
 *	floor_receive	what is sent by it is received by d0, each frame with one
 *			owner as from a NIC; pktgen's own way keeps them shared
 */

#include <linux/etherdevice.h>
#include <linux/ip.h>
#include <linux/jhash.h>
#include <linux/module.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <net/rtnetlink.h>

/**
 * struct floor - private data of a floor device
 * @port: what it stands on; written under RTNL
 * @link: ifindex of the device that receives; set before registration
 */
struct floor {
	struct net_device __rcu *port;
	int link;
};

static netdev_tx_t send(struct sk_buff *skb, struct net_device *dev,
			struct net_device *port)
{
	unsigned int len = skb->len;

	skb->dev = port;
	if (likely(dev_queue_xmit(skb) == NET_XMIT_SUCCESS))
		dev_sw_netstats_tx_add(dev, 1, len);
	else
		dev_core_stats_tx_dropped_inc(dev);
	return NETDEV_TX_OK;
}

static netdev_tx_t drop(struct sk_buff *skb, struct net_device *dev)
{
	dev_core_stats_tx_dropped_inc(dev);
	kfree_skb(skb);
	return NETDEV_TX_OK;
}

static netdev_tx_t floor_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct floor *floor = netdev_priv(dev);
	struct net_device *port = rcu_dereference_bh(floor->port);

	return likely(port) ? send(skb, dev, port) : drop(skb, dev);
}

static netdev_tx_t floor_direct_xmit(struct sk_buff *skb,
				     struct net_device *dev)
{
	struct floor *floor = netdev_priv(dev);
	struct net_device *port = rcu_dereference_bh(floor->port);
	unsigned int len = skb->len;

	if (unlikely(!port))
		return drop(skb, dev);
	skb->dev = port;
	if (likely(__dev_direct_xmit(skb, 0) == NETDEV_TX_OK))
		dev_sw_netstats_tx_add(dev, 1, len);
	else
		dev_core_stats_tx_dropped_inc(dev);
	return NETDEV_TX_OK;
}

static netdev_tx_t floor_hash_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct floor *floor = netdev_priv(dev);
	struct net_device *port = rcu_dereference_bh(floor->port);
	const size_t at = ETH_HLEN + sizeof(struct iphdr);

	if (unlikely(!port))
		return drop(skb, dev);
	/* pktgen's frames: IPv4 without options, UDP. */
	if (likely(skb_headlen(skb) >= at + sizeof(u32)))
		__skb_set_sw_hash(skb, jhash_1word(*(u32 *)(skb->data + at), 0), true);
	/* As pktgen does, which does not ask the device for a queue either. */
	skb->dev = port;
	if (dev_xmit_complete(netdev_start_xmit(skb, port, netdev_get_tx_queue(port, 0), false)))
		return NETDEV_TX_OK;
	return drop(skb, dev);
}

static netdev_tx_t floor_receive_xmit(struct sk_buff *skb,
				      struct net_device *dev)
{
	struct floor *floor = netdev_priv(dev);
	struct net_device *port = dev_get_by_index_rcu(dev_net(dev), floor->link);
	struct sk_buff *own;

	if (unlikely(!port))
		return drop(skb, dev);
	own = skb_clone(skb, GFP_ATOMIC);
	if (unlikely(!own))
		return drop(skb, dev);
	consume_skb(skb);
	own->protocol = eth_type_trans(own, port);
	netif_receive_skb(own);
	return NETDEV_TX_OK;
}

static rx_handler_result_t floor_handle(struct sk_buff **pskb)
{
	struct sk_buff *skb = skb_share_check(*pskb, GFP_ATOMIC);
	struct net_device *dev;

	if (!skb)
		return RX_HANDLER_CONSUMED;
	*pskb = skb;
	dev = rcu_dereference(skb->dev->rx_handler_data);
	skb->dev = dev;
	dev_sw_netstats_rx_add(dev, skb->len);
	return RX_HANDLER_ANOTHER;
}

static int floor_add_slave(struct net_device *dev, struct net_device *port,
			   struct netlink_ext_ack *extack)
{
	struct floor *floor = netdev_priv(dev);
	int err;

	if (rtnl_dereference(floor->port)) {
		NL_SET_ERR_MSG_MOD(extack, "one port is all it takes");
		return -EBUSY;
	}
	err = netdev_rx_handler_register(port, floor_handle, dev);
	if (err)
		return err;
	err = netdev_master_upper_dev_link(port, dev, NULL, NULL, extack);
	if (err) {
		netdev_rx_handler_unregister(port);
		return err;
	}
	dev_open(port, extack);
	eth_hw_addr_inherit(dev, port);
	rcu_assign_pointer(floor->port, port);
	netif_carrier_on(dev);
	return 0;
}

static void release(struct net_device *dev)
{
	struct floor *floor = netdev_priv(dev);
	struct net_device *port = rtnl_dereference(floor->port);

	if (!port)
		return;
	RCU_INIT_POINTER(floor->port, NULL);
	netdev_rx_handler_unregister(port);
	netdev_upper_dev_unlink(port, dev);
}

static int floor_del_slave(struct net_device *dev, struct net_device *port)
{
	struct floor *floor = netdev_priv(dev);

	if (rtnl_dereference(floor->port) != port)
		return -EINVAL;
	release(dev);
	return 0;
}

#define FLOOR_OPS(xmit)					\
	{						\
		.ndo_start_xmit = xmit,			\
		.ndo_uninit = release,			\
		.ndo_add_slave = floor_add_slave,	\
		.ndo_del_slave = floor_del_slave,	\
	}

static const struct net_device_ops floor_ops = FLOOR_OPS(floor_xmit);
static const struct net_device_ops floor_direct_ops = FLOOR_OPS(floor_direct_xmit);
static const struct net_device_ops floor_hash_ops = FLOOR_OPS(floor_hash_xmit);
static const struct net_device_ops floor_receive_ops = {
	.ndo_start_xmit = floor_receive_xmit,
};

static void setup(struct net_device *dev, const struct net_device_ops *ops)
{
	ether_setup(dev);
	dev->netdev_ops = ops;
	dev->needs_free_netdev = true;
	dev->pcpu_stat_type = NETDEV_PCPU_STAT_TSTATS;
	dev->priv_flags |= IFF_NO_QUEUE;
	dev->priv_flags &= ~IFF_TX_SKB_SHARING;
	compat_set_lltx(dev);
	eth_hw_addr_random(dev);
}

static void floor_setup(struct net_device *dev)
{
	setup(dev, &floor_ops);
}

static void floor_direct_setup(struct net_device *dev)
{
	setup(dev, &floor_direct_ops);
}

static void floor_hash_setup(struct net_device *dev)
{
	setup(dev, &floor_hash_ops);
}

static void floor_receive_setup(struct net_device *dev)
{
	setup(dev, &floor_receive_ops);
}

static int floor_receive_newlink(struct net *net, struct net_device *dev,
				 struct nlattr *tb[], struct nlattr *data[],
				 struct netlink_ext_ack *extack)
{
	struct floor *floor = netdev_priv(dev);

	if (!tb[IFLA_LINK]) {
		NL_SET_ERR_MSG_MOD(extack, "name the device that receives: link DEV");
		return -EINVAL;
	}
	floor->link = nla_get_u32(tb[IFLA_LINK]);
	return register_netdevice(dev);
}

static struct rtnl_link_ops links[] = {
	{
		.kind = "floor",
		.priv_size = sizeof(struct floor),
		.setup = floor_setup,
	},
	{
		.kind = "floor_direct",
		.priv_size = sizeof(struct floor),
		.setup = floor_direct_setup,
	},
	{
		.kind = "floor_hash",
		.priv_size = sizeof(struct floor),
		.setup = floor_hash_setup,
	},
	{
		.kind = "floor_receive",
		.priv_size = sizeof(struct floor),
		.setup = floor_receive_setup,
		.newlink = floor_receive_newlink,
	},
};

static int __init floor_init(void)
{
	int i, err;

	for (i = 0; i < ARRAY_SIZE(links); i++) {
		err = rtnl_link_register(&links[i]);
		if (err)
			goto err_unregister;
	}
	return 0;

err_unregister:
	while (i--)
		rtnl_link_unregister(&links[i]);
	return err;
}

static void __exit floor_exit(void)
{
	int i;

	for (i = ARRAY_SIZE(links) - 1; i >= 0; i--)
		rtnl_link_unregister(&links[i]);
}

module_init(floor_init);
module_exit(floor_exit);
MODULE_DESCRIPTION("Bare pass-through device, the floor of a benchmark");
MODULE_LICENSE("GPL");
