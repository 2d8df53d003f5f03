/* SPDX-License-Identifier: GPL-2.0-only */
/* Receive filters of a trunk on its ports: addresses, promiscuity, VLANs. */

#ifndef _TRUNK_FILTER_H
#define _TRUNK_FILTER_H

#include "trunk.h"

void trunk_filter_set_rx_mode(struct net_device *dev);
void trunk_filter_update(struct trunk *trunk);
void trunk_filter_remove(struct trunk_port *port);
int trunk_filter_vlan_add(struct net_device *dev, __be16 proto, u16 vid);
int trunk_filter_vlan_kill(struct net_device *dev, __be16 proto, u16 vid);

#endif /* _TRUNK_FILTER_H */
