/* SPDX-License-Identifier: GPL-2.0-only */
/* The Ethernet addresses of a trunk and its ports. */

#ifndef _TRUNK_ADDRESS_H
#define _TRUNK_ADDRESS_H

#include "trunk.h"

int trunk_address_check(struct trunk *trunk, const struct trunk_config *config,
			struct netlink_ext_ack *extack);
int trunk_address_plan(struct trunk_port *port, u8 *addr,
		       struct netlink_ext_ack *extack);
const char *trunk_address_refusal(const struct trunk *trunk, const u8 *addr);
int trunk_address_set(struct trunk *trunk, const u8 *addr);
bool trunk_address_update(struct trunk *trunk);
bool trunk_address_is_own(const struct trunk *trunk);
void trunk_address_adopt(struct trunk_port *port);
int trunk_address_give(struct trunk_port *port, const u8 *addr);
void trunk_address_give_back(struct trunk_port *port);
void trunk_address_warn(const struct trunk_port *port);

#endif /* _TRUNK_ADDRESS_H */
