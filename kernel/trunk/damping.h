/* SPDX-License-Identifier: GPL-2.0-only */
/* Damping of ports that flap: each failure doubles the wait. Pure. */

#ifndef _TRUNK_DAMPING_H
#define _TRUNK_DAMPING_H

#include "pure.h"

/**
 * struct trunk_damping - how unsteady a port has been
 * @failures: in a row, without a long time of peace between two of them
 * @up_since: when it was last put to use, ns
 */
struct trunk_damping {
	u32 failures;
	u64 up_since;
};

/**
 * struct trunk_damping_rules - how long an unsteady port has to wait
 * @hold: after the first failure, ns; 0: no damping
 * @max: at most, ns; a port that was in use for so long starts over
 */
struct trunk_damping_rules {
	u64 hold;
	u64 max;
};

void trunk_damping_failed(struct trunk_damping *damping,
			  const struct trunk_damping_rules *rules, u64 now);
u64 trunk_damping_wait(const struct trunk_damping *damping,
		       const struct trunk_damping_rules *rules);

#endif /* _TRUNK_DAMPING_H */
