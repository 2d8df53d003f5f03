/* SPDX-License-Identifier: GPL-2.0-only */
/* Which interfaces of a group are active, and which of them has which address. */
#ifndef IPMP_SPREAD_H
#define IPMP_SPREAD_H

#include "pure.h"

#define IPMP_SPREAD_NONE	(-1)

/**
 * struct ipmp_spread_iface - one interface, in the order of the group
 * @usable: it is usable now
 * @was_usable: it was usable the last time
 * @fresh: for activation: new in the group, not held back by failback off; for placement: became
 *	active just now
 * @standby: active only while an active one is missing
 * @active: in: active the last time; out: active now
 * @bound: scratch: addresses placed on it
 */
struct ipmp_spread_iface {
	bool usable;
	bool was_usable;
	bool fresh;
	bool standby;
	bool active;
	unsigned int bound;
};

/**
 * struct ipmp_spread_addr - one address, in the order of the group
 * @home: index of the interface it belongs on, or IPMP_SPREAD_NONE
 * @prev: index of the interface it last had to leave, or IPMP_SPREAD_NONE
 * @cur: index of the interface it is on, or IPMP_SPREAD_NONE
 * @want: out: index of the interface it should be on; @cur where none is active
 */
struct ipmp_spread_addr {
	int home;
	int prev;
	int cur;
	int want;
};

void ipmp_spread_activate(struct ipmp_spread_iface *ifs, int n, bool failback, int removed);
void ipmp_spread_place(struct ipmp_spread_iface *ifs, int n, struct ipmp_spread_addr *addrs,
		       int n_addrs);

#endif
