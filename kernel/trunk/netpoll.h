/* SPDX-License-Identifier: GPL-2.0-only */
/* netpoll (netconsole) over a trunk: frames that leave with interrupts off. */

#ifndef _TRUNK_NETPOLL_H
#define _TRUNK_NETPOLL_H

#include "fwd.h"

struct netpoll_info;

#ifdef CONFIG_NET_POLL_CONTROLLER
void trunk_netpoll_poll(struct net_device *dev);
int trunk_netpoll_setup(struct net_device *dev, struct netpoll_info *info);
void trunk_netpoll_cleanup(struct net_device *dev);
int trunk_netpoll_add(struct trunk_port *port, struct netlink_ext_ack *extack);
void trunk_netpoll_del(struct trunk_port *port);
netdev_tx_t trunk_netpoll_xmit(struct sk_buff *skb, struct net_device *dev,
			       const struct trunk_fwd *fwd);
#else
static inline int trunk_netpoll_add(struct trunk_port *port,
				    struct netlink_ext_ack *extack)
{
	return 0;
}

static inline void trunk_netpoll_del(struct trunk_port *port)
{
}

static inline netdev_tx_t trunk_netpoll_xmit(struct sk_buff *skb,
					     struct net_device *dev,
					     const struct trunk_fwd *fwd)
{
	return NETDEV_TX_BUSY;
}
#endif

#endif /* _TRUNK_NETPOLL_H */
