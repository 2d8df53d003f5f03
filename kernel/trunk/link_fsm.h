/* SPDX-License-Identifier: GPL-2.0-only */
/* Link of one port after updelay and downdelay: pure, time is an argument. */

#ifndef _TRUNK_LINK_FSM_H
#define _TRUNK_LINK_FSM_H

#include "pure.h"

/**
 * struct trunk_link - link of a port
 * @status: enum trunk_mii_status
 * @since: when @status was entered, ns. Not when its delay ends: that can be
 *	changed while it runs.
 */
struct trunk_link {
	u8 status;
	u64 since;
};

/**
 * struct trunk_signal - what a monitor sees of a port at one moment
 * @running: the device is administratively up
 * @carrier: the device has carrier
 * @alive: so say the probes
 * @now: ns
 */
struct trunk_signal {
	bool running;
	bool carrier;
	bool alive;
	u64 now;
};

/**
 * struct trunk_delays - how long a change must last to be believed
 * @up: ns
 * @down: ns
 */
struct trunk_delays {
	u64 up;
	u64 down;
};

bool trunk_link_step(struct trunk_link *link, const struct trunk_signal *signal,
		     const struct trunk_delays *delays);
u64 trunk_link_deadline(const struct trunk_link *link,
			const struct trunk_delays *delays);

#endif /* _TRUNK_LINK_FSM_H */
