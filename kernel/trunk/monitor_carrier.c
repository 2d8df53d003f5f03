// SPDX-License-Identifier: GPL-2.0-only
/* Carrier monitor: the carrier bit of a port, which is free to look at. */

#include "monitor.h"

/**
 * trunk_monitor_carrier_read() - look at the carrier of a port
 * @port: port
 * @signal: result, but for its time
 *
 * Context: any.
 */
void trunk_monitor_carrier_read(const struct trunk_port *port,
				struct trunk_signal *signal)
{
	signal->running = netif_running(port->dev);
	signal->carrier = netif_carrier_ok(port->dev);
}
