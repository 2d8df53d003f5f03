/* SPDX-License-Identifier: GPL-2.0-only */
/* Shadow of <net/route.h>: how to ask for a route without a gateway. */

#ifndef _COMPAT_NET_ROUTE_H
#define _COMPAT_NET_ROUTE_H

#include_next <net/route.h>

/* A scope of its own until 6.10 was overwritten by what the TOS said. */
static inline struct rtable *compat_route_onlink(struct net *net, __be32 daddr)
{
	struct flowi4 fl4 = {
#ifdef RTO_ONLINK
		.flowi4_tos = RTO_ONLINK,
#endif
		.flowi4_scope = RT_SCOPE_LINK,
		.daddr = daddr,
	};

	return ip_route_output_key(net, &fl4);
}

#endif /* _COMPAT_NET_ROUTE_H */
