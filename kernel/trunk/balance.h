/* SPDX-License-Identifier: GPL-2.0-only */
/* Which slots to move so that the measured load is shared by weight: pure. */

#ifndef _TRUNK_BALANCE_H
#define _TRUNK_BALANCE_H

#include "slot.h"

/*
 * A trunk is balanced enough when its most and its least loaded port are no
 * more than 3 % of the mean apart, and a flow too large to make them even is
 * worth moving when that makes a tenth of the difference go away: the figures
 * of Open vSwitch.
 */
#define TRUNK_BALANCE_CLOSE_PERCENT	3
#define TRUNK_BALANCE_GAIN_PERCENT	10

/*
 * What chance makes is no difference: below so many 16ths of the deviation of
 * what a port carries. The longer the average, the less of it is chance; both
 * are about three and a half deviations of theirs.
 */
#define TRUNK_BALANCE_CHANCE_FAST	36
#define TRUNK_BALANCE_CHANCE_SLOW	12

/* Measurements from one look at the slow average to the next. */
#define TRUNK_BALANCE_SLOW_EACH		4

/* Below this, in bytes a port and measurement, chance is larger than load. */
#define TRUNK_BALANCE_LEAST		16384

/* Moves a measurement: what is worth most is moved first. */
#define TRUNK_BALANCE_MOVES		32

/* Trades that a measurement tries: each may look at all slots for each move. */
#define TRUNK_BALANCE_TRADES		4

/**
 * struct trunk_move - a slot that gets a new home
 * @slot: slot
 * @from: port id it is with
 * @to: port id it goes to
 */
struct trunk_move {
	u32 slot;
	u8 from;
	u8 to;
};

/**
 * struct trunk_loads - load of the slots, in bytes a measurement
 * @fast: average over about three measurements: sees what changes
 * @slow: over about thirty: sees what is uneven but little
 * @deviation: how far a measurement is off @fast, averaged
 * @unseen: measurements since @slow was looked at
 */
struct trunk_loads {
	u32 fast[TRUNK_SLOTS_MAX];
	u32 slow[TRUNK_SLOTS_MAX];
	u32 deviation[TRUNK_SLOTS_MAX];
	u32 unseen;
};

void trunk_loads_note(struct trunk_loads *loads, u32 slot, u32 bytes);
u32 trunk_balance(u8 *owner, struct trunk_loads *loads, u32 nslots,
		  const struct trunk_shares *shares, struct trunk_move *moves);

#endif /* _TRUNK_BALANCE_H */
