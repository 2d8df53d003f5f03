// SPDX-License-Identifier: GPL-2.0-only
/* Receive path. */

#include <linux/etherdevice.h>

#include "drain_port.h"
#include "fwd.h"
#include "lacp.h"
#include "probe.h"
#include "rx.h"
#include "tx.h"

/*
 * A switch floods the same frame to all ports, so where one port receives the
 * trunk takes those of one: of the active port or, from the moment that has lost its
 * link until another is chosen, of the alternate, by which it sends meanwhile.
 */
static bool stands_in(const struct trunk *trunk, const struct net_device *dev)
{
	const struct trunk_fwd *fwd = rcu_dereference(trunk->fwd);
	const struct trunk_slot *slot = trunk_fwd_active(fwd);
	u8 alternate = READ_ONCE(slot->alternate);

	return netif_running(trunk->dev) && !trunk_tx_port(slot) &&
	       alternate < TRUNK_PORTS_MAX &&
	       READ_ONCE(fwd->port[alternate]) == dev;
}

static __always_inline rx_handler_result_t deliver(const struct trunk *trunk,
						   struct sk_buff *skb)
{
	skb->dev = trunk->dev;
	/* With the header that the port took off, as it is sent with one. */
	dev_sw_netstats_rx_add(trunk->dev, skb->len + ETH_HLEN);
	return RX_HANDLER_ANOTHER;
}

/* A port may have another address than the trunk: what is to the latter is ours. */
static rx_handler_result_t deliver_special(const struct trunk *trunk,
					   struct sk_buff *skb)
{
	if (skb->pkt_type == PACKET_MULTICAST)
		trunk_count(this_cpu_ptr(trunk->pcpu), TRUNK_COUNT_RX_MULTICAST);
	else if (skb->pkt_type == PACKET_OTHERHOST &&
		 ether_addr_equal_64bits(eth_hdr(skb)->h_dest,
					 trunk->dev->dev_addr))
		skb->pkt_type = PACKET_HOST;
	return deliver(trunk, skb);
}

static noinline rx_handler_result_t take_special(struct trunk_port *port,
						 struct sk_buff *skb)
{
	if (trunk_lacp_take(port, skb))
		return RX_HANDLER_CONSUMED;
	return deliver_special(port->trunk, skb);
}

/*
 * A frame that is not for the trunk reaches sockets bound to the port and no
 * others, unless all_slaves_active lets it in, copies and all; link-local
 * protocols (IEEE 802.1D reserved addresses, such as LLDP) are served on each
 * port.
 */
static noinline rx_handler_result_t take_inactive(struct trunk_port *port,
						  struct sk_buff *skb)
{
	struct trunk *trunk = port->trunk;

	if (trunk_lacp_take(port, skb))
		return RX_HANDLER_CONSUMED;
	if (stands_in(trunk, skb->dev) || trunk_drain_takes(port, skb))
		return deliver_special(trunk, skb);
	if (READ_ONCE(trunk->config.all_slaves_active) &&
	    netif_running(trunk->dev))
		return deliver_special(trunk, skb);
	if (is_link_local_ether_addr(eth_hdr(skb)->h_dest))
		return RX_HANDLER_PASS;
	trunk_count(this_cpu_ptr(trunk->pcpu), TRUNK_COUNT_RX_INACTIVE);
	return RX_HANDLER_EXACT;
}

static __always_inline rx_handler_result_t sort(struct trunk_port *port,
						struct sk_buff *skb)
{
	if (READ_ONCE(port->inactive))
		return take_inactive(port, skb);
	/* or to another station */
	if (skb->pkt_type >= PACKET_MULTICAST)
		return take_special(port, skb);
	return deliver(port->trunk, skb);
}

static noinline rx_handler_result_t take_heard(struct trunk_port *port,
					       struct sk_buff *skb)
{
	trunk_probe_hear(port, skb);
	return sort(port, skb);
}

static __always_inline rx_handler_result_t take(struct sk_buff *skb)
{
	struct trunk_port *port = rcu_dereference(skb->dev->rx_handler_data);

	return READ_ONCE(port->listens) ? take_heard(port, skb) :
					  sort(port, skb);
}

static noinline rx_handler_result_t take_shared(struct sk_buff **pskb)
{
	struct sk_buff *skb = skb_share_check(*pskb, GFP_ATOMIC);

	if (!skb)
		return RX_HANDLER_CONSUMED;
	*pskb = skb;
	return take(skb);
}

/**
 * trunk_rx_handle() - pass a frame that a port received to the trunk
 * @pskb: frame; replaced if it had to be copied
 *
 * What is rare is called last and out of line: the common way then needs no
 * stack frame.
 *
 * Context: softirq, RCU.
 *
 * Return: what the network core shall do with the frame.
 */
rx_handler_result_t trunk_rx_handle(struct sk_buff **pskb)
{
	return unlikely(skb_shared(*pskb)) ? take_shared(pskb) : take(*pskb);
}
