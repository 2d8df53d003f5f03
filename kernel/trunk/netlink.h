/* SPDX-License-Identifier: GPL-2.0-only */
/* Generic netlink family "trunk": events. */

#ifndef _TRUNK_NETLINK_H
#define _TRUNK_NETLINK_H

#include "trunk.h"

int trunk_netlink_init(void);
void trunk_netlink_uninit(void);
void trunk_netlink_trunk_event(u32 type, struct trunk *trunk);
void trunk_netlink_port_event(u32 type, struct trunk_port *port);
void trunk_netlink_drain_event(struct trunk_port *port);
void trunk_netlink_active_event(struct trunk *trunk);
void trunk_netlink_carrier_event(struct trunk *trunk);

#endif /* _TRUNK_NETLINK_H */
