/* SPDX-License-Identifier: GPL-2.0-only */
/* Transmit path. */

#ifndef _TRUNK_TX_H
#define _TRUNK_TX_H

#include <linux/netdevice.h>

#include "fwd.h"

u16 trunk_tx_select_queue(struct net_device *dev, struct sk_buff *skb,
			  struct net_device *sb_dev);
netdev_tx_t trunk_tx_xmit(struct sk_buff *skb, struct net_device *dev);

/* The port that frames of @slot leave by at this moment, or NULL. */
static inline struct net_device *trunk_tx_port(const struct trunk_slot *slot)
{
	struct net_device *port = READ_ONCE(slot->port);

	if (likely(port && trunk_dev_usable(port)))
		return port;
	return NULL;
}

#endif /* _TRUNK_TX_H */
