/* SPDX-License-Identifier: GPL-2.0-only */
/* Measured load: of each slot, for rebalancing, and of each port. */

#ifndef _TRUNK_METER_H
#define _TRUNK_METER_H

#include "balance.h"
#include "trunk.h"

/**
 * struct trunk_meter - load of the slots of a trunk
 * @bytes: of each slot; written by its own CPU with BH off
 * @nslots: slots of the table that was measured last
 * @measured: when that was, ns
 * @interval: how long it took, ns
 * @seen: sum of @bytes at the last measurement
 * @loads: what that makes
 * @owner: port of each slot, while moves are looked for
 * @moves: what was found
 *
 * Made when it is first needed and freed with the trunk. All but @bytes belong
 * to the measuring work.
 */
struct trunk_meter {
	u32 __percpu *bytes;
	u32 nslots;
	u64 measured;
	u64 interval;
	u32 seen[TRUNK_SLOTS_MAX];
	struct trunk_loads loads;
	u8 owner[TRUNK_SLOTS_MAX];
	struct trunk_move moves[TRUNK_BALANCE_MOVES];
};

int trunk_meter_init(struct trunk *trunk);
void trunk_meter_uninit(struct trunk *trunk);
void trunk_meter_setup(struct trunk *trunk);
void trunk_meter_start(struct trunk *trunk);

#endif /* _TRUNK_METER_H */
