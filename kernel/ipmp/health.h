/* SPDX-License-Identifier: GPL-2.0-only */
/* Health of one interface: what its link looks like in, usable or not and why out. */
#ifndef IPMP_HEALTH_H
#define IPMP_HEALTH_H

#include "pure.h"
#include <uapi/linux/ipmp.h>

/**
 * struct ipmp_link - what is known of the link of an interface
 * @present: there is a device
 * @enslaved: the device is a port of another one
 * @running: it is up (IFF_UP)
 * @carrier: it has a carrier
 */
struct ipmp_link {
	bool present;
	bool enslaved;
	bool running;
	bool carrier;
};

/**
 * struct ipmp_health - verdict about one interface; starts zeroed
 * @usable: traffic may be sent through it
 * @seen: a verdict was given before; the first one waits for no delay
 * @reason: why it is not usable
 * @up_at: when the link came back (ns), 0 while it is down
 */
struct ipmp_health {
	bool usable;
	bool seen;
	enum ipmp_interface_reason reason;
	u64 up_at;
};

u64 ipmp_health_update(struct ipmp_health *health, const struct ipmp_link *link, u64 updelay,
		       u64 now);

#endif
