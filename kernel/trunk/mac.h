/* SPDX-License-Identifier: GPL-2.0-only */
/* Which Ethernet address the trunk and each of its ports has: pure. */

#ifndef _TRUNK_MAC_H
#define _TRUNK_MAC_H

#include "pure.h"

#define TRUNK_MAC_LEN	6

/**
 * struct trunk_mac_port - a port as the choice of addresses sees it
 * @own: address it had before it was a port
 * @burnt_in: its permanent address, or @own where it has none
 * @primary: it is the primary port
 * @bearer: it is the active port, or was the last one
 * @rigid: it cannot have another address than @own
 */
struct trunk_mac_port {
	const u8 *own;
	const u8 *burnt_in;
	bool primary;
	bool bearer;
	bool rigid;
};

/**
 * struct trunk_mac - what the addresses follow from
 * @single: one port carries everything (active-backup)
 * @unset: the trunk's address is a random one that nobody chose
 * @fail_over: enum trunk_fail_over_mac; only if @single
 * @policy: enum trunk_mac_policy
 * @rigid: one of the ports seen is
 * @first: permanent address of the first port seen, NULL: there is none
 * @lowest: the lowest of these
 * @primary: that of the primary port
 * @bearer: own address of the port that bears the trunk's, NULL: none does
 */
struct trunk_mac {
	bool single;
	bool unset;
	u32 fail_over;
	u32 policy;
	bool rigid;
	const u8 *first;
	const u8 *lowest;
	const u8 *primary;
	const u8 *bearer;
};

void trunk_mac_see(struct trunk_mac *mac, const struct trunk_mac_port *port);
u32 trunk_mac_fail_over(const struct trunk_mac *mac);
const u8 *trunk_mac_of_trunk(const struct trunk_mac *mac, const u8 *now);
const u8 *trunk_mac_of_port(const struct trunk_mac *mac, const u8 *trunk,
			    const struct trunk_mac_port *port);

#endif /* _TRUNK_MAC_H */
