// SPDX-License-Identifier: GPL-2.0-only
/* Transmit path. */

#include <net/sch_generic.h>

#include "sched.h"
#include "tx.h"

/**
 * trunk_tx_select_queue() - queue of a frame on the trunk
 * @dev: trunk
 * @skb: frame
 * @sb_dev: unused
 *
 * A trunk has no queue of its own, but the recorded receive queue is worth
 * keeping for the port, which picks its queue by it; trunk_tx_xmit() puts it
 * back.
 *
 * Return: queue index.
 */
u16 trunk_tx_select_queue(struct net_device *dev, struct sk_buff *skb,
			  struct net_device *sb_dev)
{
	u16 queue = skb_rx_queue_recorded(skb) ? skb_get_rx_queue(skb) : 0;
	u16 queues = dev->real_num_tx_queues;

	BUILD_BUG_ON(sizeof(skb->queue_mapping) !=
		     sizeof(qdisc_skb_cb(skb)->slave_dev_queue_mapping));
	qdisc_skb_cb(skb)->slave_dev_queue_mapping = skb_get_queue_mapping(skb);

	return queue < queues ? queue : queue % queues;
}

static struct net_device *search(const struct trunk_fwd *fwd,
				 const struct trunk_slot *slot)
{
	struct net_device *port = READ_ONCE(slot->alternate);
	u32 i;

	if (port && trunk_dev_usable(port))
		return port;
	/* Linear: two ports died at once, or no link counts as up yet. */
	for (i = 0; i < fwd->nports; i++) {
		port = READ_ONCE(fwd->port[i]);
		if (port && trunk_dev_usable(port))
			return port;
	}
	return NULL;
}

/* The port of the table lost its link and nobody has noticed but this frame. */
static noinline struct net_device *
alternate_port(const struct trunk *trunk, const struct trunk_slot *slot)
{
	const struct trunk_fwd *fwd = rcu_dereference_bh(trunk->fwd);
	struct trunk_pcpu *pcpu = this_cpu_ptr(trunk->pcpu);
	struct net_device *port = search(fwd, slot);

	u64_stats_update_begin(&pcpu->syncp);
	u64_stats_inc(port ? &pcpu->tx_alternate : &pcpu->tx_no_port);
	u64_stats_update_end(&pcpu->syncp);
	return port;
}

static noinline netdev_tx_t drop_no_port(struct sk_buff *skb,
					 struct net_device *dev)
{
	dev_core_stats_tx_dropped_inc(dev);
	kfree_skb_reason(skb, SKB_DROP_REASON_DEV_READY);
	return NETDEV_TX_OK;
}

/**
 * trunk_tx_xmit() - send a frame by the port of its slot
 * @skb: frame
 * @dev: trunk
 *
 * Context: BH off, which is what keeps the table and its ports alive.
 *
 * Return: NETDEV_TX_OK.
 */
netdev_tx_t trunk_tx_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct trunk *trunk = netdev_priv(dev);
	const struct trunk_fwd *fwd = rcu_dereference_bh(trunk->fwd);
	const struct trunk_slot *slot = fwd->slot;
	unsigned int len = skb->len;
	struct net_device *port;

	switch (fwd->pick) {
	case TRUNK_PICK_FLOW:
		slot += trunk_sched_flow(fwd, skb);
		break;
	case TRUNK_PICK_TURN:
		slot += trunk_sched_turn(fwd, this_cpu_ptr(trunk->pcpu));
		break;
	default:
		break;
	}

	port = trunk_tx_port(slot);
	if (unlikely(!port)) {
		port = alternate_port(trunk, slot);
		if (!port)
			return drop_no_port(skb, dev);
	}

	skb->dev = port;
	skb_set_queue_mapping(skb, qdisc_skb_cb(skb)->slave_dev_queue_mapping);
	switch (dev_queue_xmit(skb)) {
	case NET_XMIT_SUCCESS:
	case NET_XMIT_CN:
		dev_sw_netstats_tx_add(dev, 1, len);
		break;
	default:
		dev_core_stats_tx_dropped_inc(dev);
		break;
	}
	return NETDEV_TX_OK;
}
