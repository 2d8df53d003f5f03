/* SPDX-License-Identifier: GPL-2.0-only */
/* Drains of the ports of a trunk: planned removal. */

#ifndef _TRUNK_DRAIN_PORT_H
#define _TRUNK_DRAIN_PORT_H

#include "trunk.h"

#define TRUNK_DRAIN_TIMEOUT_MS	10000

int trunk_drain_port(struct trunk_port *port, u32 timeout, bool force,
		     struct netlink_ext_ack *extack);
int trunk_drain_cancel(struct trunk_port *port, struct netlink_ext_ack *extack);
u64 trunk_drain_review(struct trunk *trunk, u64 usable);
void trunk_drain_tell(struct trunk_port *port);
bool trunk_drain_takes(struct trunk_port *port, const struct sk_buff *skb);
void trunk_drain_setup(struct trunk *trunk);
void trunk_drain_uninit(struct trunk *trunk);

#endif /* _TRUNK_DRAIN_PORT_H */
