/* SPDX-License-Identifier: GPL-2.0-only */
/* Homes of the slots: who gets which when the ports or their weights change. */

#ifndef _TRUNK_REBALANCE_H
#define _TRUNK_REBALANCE_H

#include "trunk.h"

void trunk_rebalance_setup(struct trunk *trunk);
void trunk_rebalance_uninit(struct trunk *trunk);
void trunk_rebalance_deal(struct trunk *trunk, const struct trunk_drawn *wanted);
void trunk_rebalance_start(struct trunk *trunk);

#endif /* _TRUNK_REBALANCE_H */
