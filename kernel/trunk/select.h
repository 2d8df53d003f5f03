/* SPDX-License-Identifier: GPL-2.0-only */
/* Choice of the active port: pure. */

#ifndef _TRUNK_SELECT_H
#define _TRUNK_SELECT_H

#include "pure.h"

/**
 * struct trunk_candidate - a port as the choice sees it
 * @id: port id
 * @prio: higher is better
 * @speed: Mb/s, 0 if unknown
 * @duplex: 1 full, 0 half or unknown
 * @up: its link is up: it may become active
 * @usable: it may stay active (up, or within downdelay)
 * @primary: it is the primary port
 */
struct trunk_candidate {
	s32 id;
	s32 prio;
	u32 speed;
	u8 duplex;
	bool up;
	bool usable;
	bool primary;
};

s32 trunk_select(const struct trunk_candidate *ports, u32 count, s32 current_id,
		 u32 reselect);

#endif /* _TRUNK_SELECT_H */
