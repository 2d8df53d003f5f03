/* SPDX-License-Identifier: GPL-2.0-only */
/* Ports of a trunk: adding and removing them. */

#ifndef _TRUNK_PORT_H
#define _TRUNK_PORT_H

#include "trunk.h"

int trunk_port_add(struct net_device *dev, struct net_device *port_dev,
		   struct netlink_ext_ack *extack);
int trunk_port_del(struct net_device *dev, struct net_device *port_dev);
void trunk_port_release(struct trunk_port *port, bool gone);
struct trunk_port *trunk_port_get(const struct net_device *port_dev);

#endif /* _TRUNK_PORT_H */
