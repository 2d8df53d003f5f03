/* SPDX-License-Identifier: GPL-2.0-only */
/* LACP on the ports of a trunk: the mode 802.3ad. */

#ifndef _TRUNK_LACP_H
#define _TRUNK_LACP_H

#include "trunk.h"

/**
 * struct trunk_lacp_group - an aggregator as seen from outside
 * @id: 1 and up, 0: none
 * @ports: how many it has
 * @actor_key: key of these ports
 * @partner_key: that of their partner
 * @partner: system of that
 */
struct trunk_lacp_group {
	u16 id;
	u16 ports;
	u16 actor_key;
	u16 partner_key;
	u8 partner[ETH_ALEN];
};

void trunk_lacp_setup(struct trunk *trunk);
void trunk_lacp_update(struct trunk *trunk);
void trunk_lacp_follow(struct trunk *trunk);
void trunk_lacp_leave(struct trunk_port *port);
void trunk_lacp_purge(struct trunk_port *port);
bool trunk_lacp_take(struct trunk_port *port, struct sk_buff *skb);
bool trunk_lacp_partner_sends(const struct trunk_port *port);
void trunk_lacp_read(const struct trunk_port *port,
		     struct trunk_lacp_port *copy);
u32 trunk_lacp_history(const struct trunk_port *port,
		       struct trunk_lacp_event *log);
void trunk_lacp_active(struct trunk *trunk, struct trunk_lacp_group *group);

#endif /* _TRUNK_LACP_H */
