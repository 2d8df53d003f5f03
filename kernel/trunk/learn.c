// SPDX-License-Identifier: GPL-2.0-only
/* Learning frames: what keeps our addresses in the tables of switches. */

#include <linux/if_vlan.h>
#include <linux/jiffies.h>
#include <linux/pkt_sched.h>

#include "learn.h"

/*
 * In balance-tlb each port sends with an address of its own, the active one
 * with that of the trunk, and what comes is for the latter. A host that only
 * receives is forgotten by the switch after some minutes, which then floods
 * what it gets. So each port says now and then where it is, by a frame from
 * its address to the same (Ethernet loopback test), which goes no further than
 * the switch.
 */

struct learning {
	struct trunk_port *port;
	const u8 *addr;
};

/* As in tx.c. */
static const u8 *source(const struct trunk_port *port)
{
	const struct trunk_port *active = port->trunk->active;
	const u8 *addr = port->trunk->dev->dev_addr;

	if (port == active)
		return addr;
	return active && ether_addr_equal(port->own_addr, addr) ?
	       active->own_addr : port->own_addr;
}

static struct sk_buff *new_frame(struct net_device *dev, const u8 *addr)
{
	struct sk_buff *skb;
	struct ethhdr *eth;

	skb = alloc_skb(LL_RESERVED_SPACE(dev) + ETH_ZLEN + dev->needed_tailroom,
			GFP_KERNEL);
	if (!skb)
		return NULL;
	skb_reserve(skb, LL_RESERVED_SPACE(dev));
	skb_reset_mac_header(skb);
	eth = skb_put_zero(skb, ETH_ZLEN);
	ether_addr_copy(eth->h_dest, addr);
	ether_addr_copy(eth->h_source, addr);
	eth->h_proto = htons(ETH_P_LOOPBACK);
	skb_set_network_header(skb, ETH_HLEN);
	skb->dev = dev;
	skb->protocol = htons(ETH_P_LOOPBACK);
	skb->priority = TC_PRIO_CONTROL;
	return skb;
}

/* A VLAN with an address of its own is behind the active port only. */
static int say_in_vlan(struct net_device *vlan, int vid, void *data)
{
	const struct learning *learning = data;
	const struct trunk_port *port = learning->port;
	const u8 *addr = learning->addr;
	struct sk_buff *skb;

	if (!vlan || !netif_running(vlan))
		return 0;
	if (!ether_addr_equal(vlan->dev_addr, port->trunk->dev->dev_addr)) {
		if (port != port->trunk->active)
			return 0;
		addr = vlan->dev_addr;
	}
	skb = new_frame(port->dev, addr);
	if (!skb)
		return 0;
	__vlan_hwaccel_put_tag(skb, vlan_dev_vlan_proto(vlan), vid);
	dev_queue_xmit(skb);
	return 0;
}

static void say(struct trunk_port *port)
{
	struct learning learning = { .port = port, .addr = source(port) };
	struct sk_buff *skb = new_frame(port->dev, learning.addr);

	if (skb)
		dev_queue_xmit(skb);
	vlan_for_each(port->trunk->dev, say_in_vlan, &learning);
}

static bool learns(const struct trunk *trunk)
{
	return trunk->monitoring &&
	       trunk->config.mode == TRUNK_MODE_BALANCE_TLB;
}

static void learn_work(struct work_struct *work)
{
	struct trunk *trunk = container_of(to_delayed_work(work), struct trunk,
					   learn_work);
	struct trunk_port *port;

	if (!rtnl_trylock()) {
		queue_delayed_work(trunk_wq, &trunk->learn_work, 1);
		return;
	}
	if (learns(trunk))
		list_for_each_entry(port, &trunk->ports, list)
			if (port->view.state == TRUNK_PORT_STATE_ACTIVE &&
			    trunk_dev_usable(port->dev))
				say(port);
	trunk_learn_start(trunk);
	rtnl_unlock();
}

/**
 * trunk_learn_start() - say where the ports are, each lp_interval
 * @trunk: trunk
 *
 * Only in balance-tlb, and while the trunk is up.
 *
 * Context: RTNL.
 */
void trunk_learn_start(struct trunk *trunk)
{
	u64 delay = trunk->config.lp_interval * (u64)HZ;

	if (learns(trunk))
		queue_delayed_work(trunk_wq, &trunk->learn_work,
				   min_t(u64, delay, MAX_JIFFY_OFFSET));
	else
		trunk_learn_stop(trunk);
}

/**
 * trunk_learn_stop() - say no more
 * @trunk: trunk
 *
 * Context: RTNL.
 */
void trunk_learn_stop(struct trunk *trunk)
{
	cancel_delayed_work(&trunk->learn_work);
}

/**
 * trunk_learn_init() - prepare a new trunk
 * @trunk: trunk
 */
void trunk_learn_init(struct trunk *trunk)
{
	INIT_DELAYED_WORK(&trunk->learn_work, learn_work);
}
