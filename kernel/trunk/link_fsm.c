// SPDX-License-Identifier: GPL-2.0-only
/* Link of one port after updelay and downdelay: pure, time is an argument. */

#include "link_fsm.h"

#include <uapi/linux/trunk.h>

static bool enter(struct trunk_link *link, u8 status, u64 now)
{
	link->status = status;
	link->since = now;
	return true;
}

/**
 * trunk_link_deadline() - when the delay that runs is over
 * @link: link
 * @delays: how long a change must last
 *
 * Return: ns, or ~0 if none runs.
 */
u64 trunk_link_deadline(const struct trunk_link *link,
			const struct trunk_delays *delays)
{
	switch (link->status) {
	case TRUNK_MII_STATUS_GOING_DOWN:
		return link->since + delays->down;
	case TRUNK_MII_STATUS_GOING_BACK:
		return link->since + delays->up;
	}
	return ~0ull;
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
	bool good = signal->running && signal->carrier && signal->alive;
	bool over = signal->now >= trunk_link_deadline(link, delays);

	switch (link->status) {
	case TRUNK_MII_STATUS_UP:
		if (good)
			return false;
		if (!delays->down || !signal->running)
			return enter(link, TRUNK_MII_STATUS_DOWN, signal->now);
		return enter(link, TRUNK_MII_STATUS_GOING_DOWN, signal->now);
	case TRUNK_MII_STATUS_GOING_DOWN:
		if (good)
			return enter(link, TRUNK_MII_STATUS_UP, signal->now);
		if (!signal->running || over)
			return enter(link, TRUNK_MII_STATUS_DOWN, signal->now);
		return false;
	case TRUNK_MII_STATUS_DOWN:
		if (!good)
			return false;
		if (!delays->up)
			return enter(link, TRUNK_MII_STATUS_UP, signal->now);
		return enter(link, TRUNK_MII_STATUS_GOING_BACK, signal->now);
	case TRUNK_MII_STATUS_GOING_BACK:
		if (!good)
			return enter(link, TRUNK_MII_STATUS_DOWN, signal->now);
		if (over)
			return enter(link, TRUNK_MII_STATUS_UP, signal->now);
		return false;
	}
	return false;
}
