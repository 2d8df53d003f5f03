/* SPDX-License-Identifier: GPL-2.0-only */
/* Selection logic of LACP: which ports aggregate, which aggregator is used: pure. */

#ifndef _TRUNK_LACP_AGG_H
#define _TRUNK_LACP_AGG_H

#include "lacp_fsm.h"

bool trunk_lacp_agg_select(struct trunk_lacp *lacp,
			   struct trunk_lacp_port *port);
bool trunk_lacp_agg_choose(struct trunk_lacp *lacp, u64 now);
bool trunk_lacp_agg_ready(const struct trunk_lacp *lacp, s32 aggregator,
			  u64 now);
u32 trunk_lacp_agg_ports(const struct trunk_lacp *lacp, s32 aggregator);
bool trunk_lacp_agg_individual(const struct trunk_lacp_port *port);

#endif /* _TRUNK_LACP_AGG_H */
