// SPDX-License-Identifier: GPL-2.0-only
/* netpoll (netconsole) over a trunk: frames that leave with interrupts off. */

#include <linux/netpoll.h>
#include <linux/slab.h>

#include "netpoll.h"
#include "tx.h"

static int enable(struct trunk_port *port)
{
	struct netpoll *np;
	int err;

	np = kzalloc(sizeof(*np), GFP_KERNEL_ACCOUNT);
	if (!np)
		return -ENOMEM;
	err = __netpoll_setup(np, port->dev);
	if (err) {
		kfree(np);
		return err;
	}
	WRITE_ONCE(port->netpoll, np);
	return 0;
}

/* Frees it when nobody can be sending by it any more. */
static void disable(struct trunk_port *port)
{
	struct netpoll *np = port->netpoll;

	if (!np)
		return;
	WRITE_ONCE(port->netpoll, NULL);
	__netpoll_free(np);
}

/**
 * trunk_netpoll_add() - let netpoll send by a port, if it sends by the trunk
 * @port: port that is being added
 * @extack: why it is refused
 *
 * Context: RTNL; may sleep.
 *
 * Return: 0 or a negative errno.
 */
int trunk_netpoll_add(struct trunk_port *port, struct netlink_ext_ack *extack)
{
	if (!port->trunk->netpoll || !enable(port))
		return 0;
	NL_SET_ERR_MSG_MOD(extack,
			   "device cannot carry netconsole, which the trunk does, stop that first");
	return -EOPNOTSUPP;
}

/**
 * trunk_netpoll_del() - let it send by a port no more
 * @port: port that is being removed
 *
 * Context: RTNL; may sleep.
 */
void trunk_netpoll_del(struct trunk_port *port)
{
	disable(port);
}

/**
 * trunk_netpoll_cleanup() - netpoll sends by the trunk no more
 * @dev: trunk
 *
 * Context: RTNL; may sleep.
 */
void trunk_netpoll_cleanup(struct net_device *dev)
{
	struct trunk *trunk = netdev_priv(dev);
	struct trunk_drawn wanted = trunk->drawn;
	struct trunk_port *port;

	list_for_each_entry(port, &trunk->ports, list)
		disable(port);
	trunk->netpoll = false;
	wanted.netpoll = false;
	/* Without memory frames go on asking whether interrupts are off. */
	trunk_fwd_draw(trunk, &wanted);
}

/**
 * trunk_netpoll_setup() - netpoll sends by the trunk from now on
 * @dev: trunk
 * @info: unused
 *
 * The table is what tells its frames from others: it has to be there first.
 *
 * Context: RTNL; may sleep.
 *
 * Return: 0 or a negative errno.
 */
int trunk_netpoll_setup(struct net_device *dev, struct netpoll_info *info)
{
	struct trunk *trunk = netdev_priv(dev);
	struct trunk_drawn wanted = trunk->drawn;
	struct trunk_port *port;
	int err;

	trunk->netpoll = true;
	wanted.netpoll = true;
	err = trunk_fwd_draw(trunk, &wanted);
	list_for_each_entry(port, &trunk->ports, list)
		err = err ?: enable(port);
	if (err)
		trunk_netpoll_cleanup(dev);
	return err;
}

/**
 * trunk_netpoll_poll() - look whether the ports have room for a frame again
 * @dev: trunk
 *
 * Context: any.
 */
void trunk_netpoll_poll(struct net_device *dev)
{
	struct trunk *trunk = netdev_priv(dev);
	struct trunk_port *port;

	rcu_read_lock();
	list_for_each_entry_rcu(port, &trunk->ports, list)
		if (trunk_dev_usable(port->dev))
			netpoll_poll_dev(port->dev);
	rcu_read_unlock();
}

/**
 * trunk_netpoll_xmit() - send a frame with interrupts off
 * @skb: frame
 * @dev: trunk
 * @fwd: its table
 *
 * By the first slot, whatever the scheduler: what that keeps of its own may
 * have been interrupted just now.
 *
 * Context: interrupts off.
 *
 * Return: NETDEV_TX_OK.
 */
netdev_tx_t trunk_netpoll_xmit(struct sk_buff *skb, struct net_device *dev,
			       const struct trunk_fwd *fwd)
{
	const struct trunk_slot *slot = fwd->base_pick == TRUNK_PICK_OWN_ADDRESS ?
					trunk_fwd_active(fwd) : fwd->slot;
	struct net_device *port_dev = trunk_tx_port(slot);
	const struct trunk_port *port = NULL;
	struct netpoll *np = NULL;

	if (!port_dev)
		port_dev = trunk_fwd_search(fwd, slot);
	if (port_dev)
		port = rcu_dereference_bh(port_dev->rx_handler_data);
	if (port)
		np = READ_ONCE(port->netpoll);
	if (!np) {
		dev_core_stats_tx_dropped_inc(dev);
		dev_kfree_skb_irq(skb);
		return NETDEV_TX_OK;
	}
	dev_sw_netstats_tx_add(dev, 1, skb->len);
	skb->dev = port_dev;
	netpoll_send_skb(np, skb);
	return NETDEV_TX_OK;
}
