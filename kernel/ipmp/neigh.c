// SPDX-License-Identifier: GPL-2.0-only
/* Neighbours that were asked for while nobody could answer. */
#include "ipmp.h"

#include <linux/rtnetlink.h>
#include <net/addrconf.h>
#include <net/arp.h>
#include <net/ipv6_stubs.h>
#include <net/neighbour.h>

/* So many at a time: the table's lock is held while they are found. */
#define MAX_PENDING	32

struct pending {
	const struct net_device *dev;
	struct neighbour *neigh[MAX_PENDING];
	int n;
};

static void find(struct neighbour *neigh, void *arg)
{
	struct pending *pending = arg;

	if (neigh->dev != pending->dev || pending->n == MAX_PENDING ||
	    !(READ_ONCE(neigh->nud_state) & NUD_INCOMPLETE))
		return;
	neigh_hold(neigh);
	pending->neigh[pending->n++] = neigh;
}

static void retry(struct neigh_table *table, const struct net_device *dev)
{
	struct pending pending = { .dev = dev };
	int i;

	do {
		pending.n = 0;
		neigh_for_each(table, find, &pending);
		for (i = 0; i < pending.n; i++) {
			neigh_update(pending.neigh[i], NULL, NUD_FAILED,
				     NEIGH_UPDATE_F_OVERRIDE | NEIGH_UPDATE_F_ADMIN, 0);
			neigh_release(pending.neigh[i]);
		}
	} while (pending.n == MAX_PENDING);
}

/**
 * ipmp_neigh_retry() - have neighbours without an answer asked for anew
 * @dev: device whose link is back
 *
 * The kernel forgets a device's neighbours when it learns of a loss of the link. A packet after
 * that and before the routes move asks the dead link, and what is unanswered is repeated after a
 * second (RetransTimer), whenever the link returns. Context: RTNL.
 */
void ipmp_neigh_retry(const struct net_device *dev)
{
	ASSERT_RTNL();
	retry(&arp_tbl, dev);
	if (IS_ENABLED(CONFIG_IPV6) && ipv6_mod_enabled())
		retry(ipv6_stub->nd_tbl, dev);
}
