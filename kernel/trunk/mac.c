// SPDX-License-Identifier: GPL-2.0-only
/* Which Ethernet address the trunk and each of its ports has: pure. */

#include "mac.h"

#include <uapi/linux/trunk.h>

/*
 * Nothing but options, ports and the active one go in, and not how it came to
 * that: after any number of failovers the addresses are those that a trunk has
 * in which the port was active from the start.
 */

static bool equal(const u8 *a, const u8 *b)
{
	return !memcmp(a, b, TRUNK_MAC_LEN);
}

/**
 * trunk_mac_see() - let a port count
 * @mac: options first, then each port in the order they were added
 * @port: port; its addresses stay in use
 */
void trunk_mac_see(struct trunk_mac *mac, const struct trunk_mac_port *port)
{
	if (!mac->first)
		mac->first = port->burnt_in;
	if (!mac->lowest ||
	    memcmp(port->burnt_in, mac->lowest, TRUNK_MAC_LEN) < 0)
		mac->lowest = port->burnt_in;
	if (port->primary)
		mac->primary = port->burnt_in;
	if (port->bearer)
		mac->bearer = port->own;
	mac->rigid |= port->rigid;
}

/**
 * trunk_mac_fail_over() - how the addresses follow a failover
 * @mac: options and ports
 *
 * Where one carries everything, ports that cannot have the trunk's address need
 * not: then the trunk has theirs.
 *
 * Return: enum trunk_fail_over_mac.
 */
u32 trunk_mac_fail_over(const struct trunk_mac *mac)
{
	if (!mac->single)
		return TRUNK_FAIL_OVER_MAC_NONE;
	return mac->rigid ? TRUNK_FAIL_OVER_MAC_ACTIVE : mac->fail_over;
}

/**
 * trunk_mac_of_trunk() - address of the trunk
 * @mac: options and ports
 * @now: the one it has
 *
 * With lowest and primary it is one of a port that is there, so that none that
 * has left takes it elsewhere.
 *
 * Return: address.
 */
const u8 *trunk_mac_of_trunk(const struct trunk_mac *mac, const u8 *now)
{
	if (mac->bearer &&
	    trunk_mac_fail_over(mac) == TRUNK_FAIL_OVER_MAC_ACTIVE)
		return mac->bearer;
	switch (mac->policy) {
	case TRUNK_MAC_POLICY_LOWEST:
		return mac->lowest ?: now;
	case TRUNK_MAC_POLICY_PRIMARY:
		return mac->primary ?: mac->lowest ?: now;
	case TRUNK_MAC_POLICY_FIXED:
		return now;
	default:
		return mac->unset && mac->first ? mac->first : now;
	}
}

/**
 * trunk_mac_of_port() - address of a port
 * @mac: options and ports
 * @trunk: address of the trunk
 * @port: one of these ports
 *
 * With follow no two have the same: one whose own address is that of the
 * trunk has the active port's meanwhile.
 *
 * Return: address.
 */
const u8 *trunk_mac_of_port(const struct trunk_mac *mac, const u8 *trunk,
			    const struct trunk_mac_port *port)
{
	if (port->rigid)
		return port->own;
	switch (trunk_mac_fail_over(mac)) {
	case TRUNK_FAIL_OVER_MAC_ACTIVE:
		return port->own;
	case TRUNK_FAIL_OVER_MAC_FOLLOW:
		if (port->bearer)
			return trunk;
		return mac->bearer && equal(port->own, trunk) ? mac->bearer :
								port->own;
	default:
		return trunk;
	}
}
