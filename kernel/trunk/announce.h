/* SPDX-License-Identifier: GPL-2.0-only */
/* Announcements to the peers after a failover. */

#ifndef _TRUNK_ANNOUNCE_H
#define _TRUNK_ANNOUNCE_H

#include "trunk.h"

void trunk_announce_init(struct trunk *trunk);
void trunk_announce(struct trunk *trunk);
void trunk_announce_stop(struct trunk *trunk);

#endif /* _TRUNK_ANNOUNCE_H */
