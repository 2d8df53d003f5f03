// SPDX-License-Identifier: GPL-2.0-only
/* Transmit path. */

#include <net/sch_generic.h>

#include "netpoll.h"
#include "sched.h"
#include "trace.h"
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

static __always_inline bool is_sent(int status)
{
	return status == NET_XMIT_SUCCESS || status == NET_XMIT_CN;
}

static __always_inline int send(struct sk_buff *skb, struct net_device *port)
{
	skb->dev = port;
	skb_set_queue_mapping(skb, qdisc_skb_cb(skb)->slave_dev_queue_mapping);
	return dev_queue_xmit(skb);
}

static noinline netdev_tx_t count_refused(struct net_device *dev)
{
	const struct trunk *trunk = netdev_priv(dev);

	trunk_count(this_cpu_ptr(trunk->pcpu), TRUNK_COUNT_TX_PORT);
	dev_core_stats_tx_dropped_inc(dev);
	return NETDEV_TX_OK;
}

static __always_inline netdev_tx_t
send_and_count(struct sk_buff *skb, struct net_device *dev,
	       struct net_device *port)
{
	unsigned int len = skb->len;

	if (unlikely(!is_sent(send(skb, port))))
		return count_refused(dev);
	dev_sw_netstats_tx_add(dev, 1, len);
	return NETDEV_TX_OK;
}

static noinline netdev_tx_t drop(struct sk_buff *skb, struct net_device *dev)
{
	const struct trunk *trunk = netdev_priv(dev);

	trunk_count(this_cpu_ptr(trunk->pcpu), TRUNK_COUNT_TX_NO_PORT);
	trace_trunk_drop(dev, skb, "no port");
	dev_core_stats_tx_dropped_inc(dev);
	kfree_skb_reason(skb, SKB_DROP_REASON_DEV_READY);
	return NETDEV_TX_OK;
}

/* The port of the table lost its link and nobody has noticed but this frame. */
static noinline netdev_tx_t send_by_alternate(struct sk_buff *skb,
					      struct net_device *dev,
					      const struct trunk_slot *slot)
{
	struct trunk *trunk = netdev_priv(dev);
	const struct trunk_fwd *fwd = rcu_dereference_bh(trunk->fwd);
	struct net_device *port;

	if (!READ_ONCE(trunk->lost_at))
		WRITE_ONCE(trunk->lost_at, ktime_get_ns());
	if (fwd->flow_pick == TRUNK_PICK_DYNAMIC &&
	    slot < fwd->slot + fwd->nslots)
		port = trunk_flow_rescue(fwd, skb);
	else
		port = trunk_fwd_search(fwd, slot);
	if (!port)
		return drop(skb, dev);
	trunk_count(this_cpu_ptr(trunk->pcpu), TRUNK_COUNT_TX_ALTERNATE);
	trace_trunk_alternate(dev, port);
	return send_and_count(skb, dev, port);
}

static __always_inline netdev_tx_t send_by_slot(struct sk_buff *skb,
						struct net_device *dev,
						const struct trunk_slot *slot)
{
	struct net_device *port = trunk_tx_port(slot);

	if (unlikely(!port))
		return send_by_alternate(skb, dev, slot);
	return send_and_count(skb, dev, port);
}

static void count_no_memory(struct trunk *trunk, const struct sk_buff *skb)
{
	trunk_count(this_cpu_ptr(trunk->pcpu), TRUNK_COUNT_TX_NO_MEMORY);
	trace_trunk_drop(trunk->dev, skb, "no memory for a copy");
}

/* The last port takes the frame, those before it copies. */
static noinline netdev_tx_t send_all(struct sk_buff *skb, struct trunk *trunk,
				     const struct trunk_fwd *fwd)
{
	struct net_device *dev = trunk->dev, *last = NULL;
	unsigned int len = skb->len;
	bool sent = false;
	u64 left;

	for (left = READ_ONCE(fwd->usable) ?: fwd->members; left; left &= left - 1) {
		struct net_device *port = trunk_fwd_live_port(fwd, __ffs64(left));
		struct sk_buff *copy;

		if (!port)
			continue;
		if (last) {
			copy = skb_clone(skb, GFP_ATOMIC);
			if (copy)
				sent |= is_sent(send(copy, last));
			else
				count_no_memory(trunk, skb);
		}
		last = port;
	}
	if (!last)
		return drop(skb, dev);
	sent |= is_sent(send(skb, last));
	if (!sent)
		return count_refused(dev);
	dev_sw_netstats_tx_add(dev, 1, len);
	return NETDEV_TX_OK;
}

static const struct trunk_slot *metered_slot(struct trunk_fwd *fwd,
					     const struct sk_buff *skb)
{
	u32 slot = trunk_sched_marked(fwd, trunk_sched_flow(fwd, skb));

	__this_cpu_add(fwd->bytes[slot], skb->len);
	return &fwd->slot[slot];
}

static __always_inline const struct trunk_slot *
flow_slot(struct trunk_fwd *fwd, struct trunk_pcpu *pcpu,
	  const struct sk_buff *skb)
{
	switch (fwd->flow_pick) {
	case TRUNK_PICK_DYNAMIC:
		return &fwd->slot[trunk_flow_port(fwd, skb)];
	case TRUNK_PICK_METERED:
		return metered_slot(fwd, skb);
	case TRUNK_PICK_FLOW:
		return &fwd->slot[trunk_sched_marked(fwd, trunk_sched_flow(fwd, skb))];
	case TRUNK_PICK_POLICY:
		return &fwd->slot[trunk_sched_policy_slot(fwd, skb)];
	case TRUNK_PICK_TURN:
		return &fwd->slot[trunk_sched_turn(fwd, pcpu)];
	case TRUNK_PICK_RANDOM:
		return &fwd->slot[trunk_sched_random_slot(fwd, pcpu)];
	default:
		return fwd->slot;
	}
}

static bool has_own_address(const struct trunk *trunk, struct sk_buff *skb)
{
	const struct ethhdr *eth = (const struct ethhdr *)skb->data;

	return ether_addr_equal_64bits(eth->h_source, trunk->dev->dev_addr) &&
	       !is_multicast_ether_addr(eth->h_dest) &&
	       (eth->h_proto == htons(ETH_P_IP) ||
		eth->h_proto == htons(ETH_P_IPV6)) &&
	       !skb_cow_head(skb, 0);
}

/*
 * The trunk's address is that of one of its ports. While that one is not
 * active it takes the address of the active one, which nobody else sends with.
 */
static const u8 *own_address(const struct trunk *trunk,
			     const struct net_device *port,
			     const struct net_device *active)
{
	const struct trunk_port *owner;

	owner = rcu_dereference_bh(port->rx_handler_data);
	if (owner && active &&
	    ether_addr_equal(owner->own_addr, trunk->dev->dev_addr))
		owner = rcu_dereference_bh(active->rx_handler_data);
	return owner ? owner->own_addr : NULL;
}

/*
 * A switch must find an address behind one port: what is not from our own
 * address (a guest's, behind a bridge) or must not be (ARP, which says it)
 * leaves by the active port. The rest leaves with the address that its port
 * had before it was one, which nobody sends to.
 */
static noinline const struct trunk_slot *
own_address_slot(const struct trunk *trunk, struct trunk_fwd *fwd,
		 struct trunk_pcpu *pcpu, struct sk_buff *skb)
{
	const struct trunk_slot *slot, *active = trunk_fwd_active(fwd);
	struct net_device *port, *active_port;
	const u8 *address;

	if (!has_own_address(trunk, skb))
		return active;
	slot = flow_slot(fwd, pcpu, skb);
	port = READ_ONCE(slot->port);
	active_port = READ_ONCE(active->port);
	if (!port || port == active_port)
		return slot;
	address = own_address(trunk, port, active_port);
	if (!address)
		return active;
	ether_addr_copy(((struct ethhdr *)skb->data)->h_source, address);
	return slot;
}

/* The port that is to send the frames of that queue; 0 is that of all others. */
static struct net_device *queue_port(const struct trunk_fwd *fwd,
				     const struct sk_buff *skb)
{
	u64 left = READ_ONCE(fwd->usable) & fwd->queued;
	u16 queue = skb_get_queue_mapping(skb);

	for (; queue && left; left &= left - 1)
		if (fwd->queue[__ffs64(left)] == queue)
			return trunk_fwd_live_port(fwd, __ffs64(left));
	return NULL;
}

static __always_inline netdev_tx_t
send_by_own_address(struct sk_buff *skb, struct net_device *dev,
		    struct trunk_fwd *fwd)
{
	struct trunk *trunk = netdev_priv(dev);

	return send_by_slot(skb, dev,
			    own_address_slot(trunk, fwd,
					     this_cpu_ptr(trunk->pcpu), skb));
}

/* What was wrapped around another pick. */
static noinline netdev_tx_t send_wrapped(struct sk_buff *skb,
					 struct net_device *dev)
{
	struct trunk *trunk = netdev_priv(dev);
	struct trunk_fwd *fwd = rcu_dereference_bh(trunk->fwd);
	struct net_device *port;

	if (fwd->pick == TRUNK_PICK_NETPOLL && irqs_disabled())
		return trunk_netpoll_xmit(skb, dev, fwd);
	port = queue_port(fwd, skb);
	if (port)
		return send_and_count(skb, dev, port);
	switch (fwd->base_pick) {
	case TRUNK_PICK_ALL:
		return send_all(skb, trunk, fwd);
	case TRUNK_PICK_OWN_ADDRESS:
		return send_by_own_address(skb, dev, fwd);
	default:
		return send_by_slot(skb, dev,
				    flow_slot(fwd, this_cpu_ptr(trunk->pcpu), skb));
	}
}

/* What is not chosen by the slot of the frame alone. */
static noinline netdev_tx_t send_specially(struct sk_buff *skb,
					   struct net_device *dev)
{
	struct trunk *trunk = netdev_priv(dev);
	struct trunk_fwd *fwd = rcu_dereference_bh(trunk->fwd);

	if (fwd->pick == TRUNK_PICK_OWN_ADDRESS)
		return send_by_own_address(skb, dev, fwd);
	if (fwd->pick == TRUNK_PICK_ALL)
		return send_all(skb, trunk, fwd);
	return send_wrapped(skb, dev);
}

/* What few use, and frames whose hash takes more than a glance. */
static noinline netdev_tx_t send_otherwise(struct sk_buff *skb,
					   struct net_device *dev)
{
	struct trunk *trunk = netdev_priv(dev);
	struct trunk_fwd *fwd = rcu_dereference_bh(trunk->fwd);

	if (fwd->pick >= TRUNK_PICK_ALL)
		return send_specially(skb, dev);
	return send_by_slot(skb, dev,
			    flow_slot(fwd, this_cpu_ptr(trunk->pcpu), skb));
}

/* The clock is asked first, so that little has to be kept meanwhile. */
static noinline netdev_tx_t send_dynamic(struct sk_buff *skb,
					 struct net_device *dev,
					 const struct trunk_fwd *fwd)
{
	const u32 now = trunk_flow_clock();
	struct trunk_flow_pcpu *mine;
	struct trunk_flow *flow;
	u32 i;

	if (!trunk_sched_flow_plain(fwd, skb, &i))
		return send_otherwise(skb, dev);
	flow = &fwd->flows->flow[i];
	mine = this_cpu_ptr(fwd->flows->pcpu);
	i = trunk_sched_flow_port(fwd, mine, flow, now);
	if (unlikely(i == TRUNK_SLOT_NOBODY))
		return send_otherwise(skb, dev);
	trunk_sched_flow_sent(mine, flow, skb, i, now);
	return send_by_slot(skb, dev, &fwd->slot[i]);
}

/**
 * trunk_tx_xmit() - send a frame by the port of its slot
 * @skb: frame
 * @dev: trunk
 *
 * The common ways call nothing before the port's queue, and so keep nothing:
 * what is rare is called last and out of line.
 *
 * Context: BH off, which is what keeps the table and its ports alive.
 *
 * Return: NETDEV_TX_OK.
 */
netdev_tx_t trunk_tx_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct trunk *trunk = netdev_priv(dev);
	struct trunk_fwd *fwd = rcu_dereference_bh(trunk->fwd);
	const struct trunk_slot *slot = fwd->slot;
	u32 i;

	if (fwd->pick == TRUNK_PICK_FLOW) {
		if (!trunk_sched_flow_plain(fwd, skb, &i))
			return send_otherwise(skb, dev);
		slot += trunk_sched_marked(fwd, i);
	} else if (fwd->pick > TRUNK_PICK_FLOW) {
		return fwd->pick == TRUNK_PICK_DYNAMIC ?
		       send_dynamic(skb, dev, fwd) : send_otherwise(skb, dev);
	} else if (fwd->pick == TRUNK_PICK_TURN) {
		slot += trunk_sched_turn(fwd, this_cpu_ptr(trunk->pcpu));
	}
	return send_by_slot(skb, dev, slot);
}
