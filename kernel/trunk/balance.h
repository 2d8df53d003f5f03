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

/**
 * struct trunk_loads - what was measured of the slots
 * @load: bytes of each in a measurement, averaged
 * @deviation: how much they vary from one measurement to the next
 * @chance: a difference is none if it is below so many 16ths of the deviation
 *	of the port: the longer the average, the less of it is chance
 */
struct trunk_loads {
	const u32 *load;
	const u32 *deviation;
	u32 chance;
};

/*
 * An average over about three measurements sees what changes, one over about
 * thirty what is uneven but little. Both are about three deviations of it.
 */
#define TRUNK_BALANCE_CHANCE_FAST	32
#define TRUNK_BALANCE_CHANCE_SLOW	10

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

u32 trunk_balance(u8 *owner, const struct trunk_loads *loads, u32 nslots,
		  const struct trunk_shares *shares, struct trunk_move *moves);

#endif /* _TRUNK_BALANCE_H */
