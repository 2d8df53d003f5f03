// SPDX-License-Identifier: GPL-2.0-only
/* Choice of the active port: pure. */

#include "select.h"

#include <uapi/linux/trunk.h>

static bool preferred(const struct trunk_candidate *a,
		      const struct trunk_candidate *b)
{
	if (a->primary != b->primary)
		return a->primary;
	return a->prio > b->prio;
}

static bool better_link(const struct trunk_candidate *a,
			const struct trunk_candidate *b)
{
	if (a->speed != b->speed)
		return a->speed > b->speed;
	return a->duplex > b->duplex;
}

/**
 * trunk_select() - choose the active port
 * @ports: ports in the order they were added
 * @count: number of @ports
 * @current_id: id of the active port, or -1
 * @reselect: enum trunk_primary_reselect: when a preferred port displaces a
 *	working one
 *
 * Preferred is the primary port, then the highest prio, then the first. Equal
 * ports never displace each other: a failover that helps nobody costs frames.
 * Linear: at most 64 ports.
 *
 * Return: port id, or -1 if no port may be active.
 */
s32 trunk_select(const struct trunk_candidate *ports, u32 count, s32 current_id,
		 u32 reselect)
{
	const struct trunk_candidate *best = NULL, *curr = NULL;
	u32 i;

	for (i = 0; i < count; i++) {
		const struct trunk_candidate *port = &ports[i];

		if (port->id == current_id && port->usable)
			curr = port;
		if (port->up && (!best || preferred(port, best)))
			best = port;
	}

	if (!curr)
		return best ? best->id : -1;
	if (!best || !preferred(best, curr))
		return curr->id;
	switch (reselect) {
	case TRUNK_PRIMARY_RESELECT_ALWAYS:
		return best->id;
	case TRUNK_PRIMARY_RESELECT_BETTER:
		return better_link(best, curr) ? best->id : curr->id;
	default:
		return curr->id;
	}
}
