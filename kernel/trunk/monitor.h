/* SPDX-License-Identifier: GPL-2.0-only */
/* Monitors: what is known of the links of the ports. */

#ifndef _TRUNK_MONITOR_H
#define _TRUNK_MONITOR_H

#include "trunk.h"

void trunk_monitor_init(struct trunk *trunk);
void trunk_monitor_start(struct trunk *trunk);
void trunk_monitor_stop(struct trunk *trunk);
void trunk_monitor_kick(struct trunk *trunk);
void trunk_monitor_scan(struct trunk *trunk);
void trunk_monitor_look(struct trunk *trunk);
u64 trunk_monitor_damped(const struct trunk_port *port);
void trunk_monitor_refresh_speed(struct trunk_port *port);

void trunk_monitor_carrier_read(const struct trunk_port *port,
				struct trunk_signal *signal);

#endif /* _TRUNK_MONITOR_H */
