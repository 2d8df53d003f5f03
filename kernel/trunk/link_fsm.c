// SPDX-License-Identifier: GPL-2.0-only
/* Link of one port after updelay and downdelay: pure, time is an argument. */

#include "link_fsm.h"

#include <uapi/linux/trunk.h>

static bool enter(struct trunk_link *link, u8 status)
{
	link->status = status;
	return true;
}

static bool enter_until(struct trunk_link *link, u8 status, u64 deadline)
{
	link->deadline = deadline;
	return enter(link, status);
}

/**
 * trunk_link_step() - let the link of a port follow what is seen of it
 * @link: link
 * @signal: what is seen
 * @delays: how long a change must last
 *
 * downdelay rides out a flapping cable; a device that was set down by hand is
 * down at once.
 *
 * Return: whether the status changed.
 */
bool trunk_link_step(struct trunk_link *link, const struct trunk_signal *signal,
		     const struct trunk_delays *delays)
{
	bool good = signal->running && signal->carrier;

	switch (link->status) {
	case TRUNK_MII_STATUS_UP:
		if (good)
			return false;
		if (!delays->down || !signal->running)
			return enter(link, TRUNK_MII_STATUS_DOWN);
		return enter_until(link, TRUNK_MII_STATUS_GOING_DOWN,
				   signal->now + delays->down);
	case TRUNK_MII_STATUS_GOING_DOWN:
		if (good)
			return enter(link, TRUNK_MII_STATUS_UP);
		if (!signal->running || signal->now >= link->deadline)
			return enter(link, TRUNK_MII_STATUS_DOWN);
		return false;
	case TRUNK_MII_STATUS_DOWN:
		if (!good)
			return false;
		if (!delays->up)
			return enter(link, TRUNK_MII_STATUS_UP);
		return enter_until(link, TRUNK_MII_STATUS_GOING_BACK,
				   signal->now + delays->up);
	case TRUNK_MII_STATUS_GOING_BACK:
		if (!good)
			return enter(link, TRUNK_MII_STATUS_DOWN);
		if (signal->now >= link->deadline)
			return enter(link, TRUNK_MII_STATUS_UP);
		return false;
	}
	return false;
}

/**
 * trunk_link_waits() - whether a delay runs
 * @link: link
 *
 * Return: true if @link must be stepped at its deadline.
 */
bool trunk_link_waits(const struct trunk_link *link)
{
	return link->status == TRUNK_MII_STATUS_GOING_DOWN ||
	       link->status == TRUNK_MII_STATUS_GOING_BACK;
}
