// SPDX-License-Identifier: GPL-2.0-only
/* Receive filters of a trunk on its ports: addresses, promiscuity, VLANs. */

#include <linux/if_vlan.h>

#include "filter.h"

/**
 * trunk_filter_set_rx_mode() - pass the address lists on to the ports
 * @dev: trunk
 *
 * Context: @dev's addr_list_lock, BH off.
 */
void trunk_filter_set_rx_mode(struct net_device *dev)
{
	struct trunk *trunk = netdev_priv(dev);
	struct trunk_port *port;

	rcu_read_lock();
	list_for_each_entry_rcu(port, &trunk->ports, list) {
		if (!port->addresses)
			continue;
		dev_uc_sync_multiple(port->dev, dev);
		dev_mc_sync_multiple(port->dev, dev);
	}
	rcu_read_unlock();
}

static void set_addresses(struct trunk_port *port, bool on)
{
	struct net_device *dev = port->trunk->dev;

	if (port->addresses == on)
		return;
	netif_addr_lock_bh(dev);
	port->addresses = on;
	if (on) {
		dev_uc_sync_multiple(port->dev, dev);
		dev_mc_sync_multiple(port->dev, dev);
	}
	netif_addr_unlock_bh(dev);
	if (!on) {
		dev_uc_unsync(port->dev, dev);
		dev_mc_unsync(port->dev, dev);
	}
}

/* What LACP hears: an address of each port, and not of the trunk. */
static void set_slow(struct trunk_port *port, bool slow)
{
	static const u8 address[ETH_ALEN] = {
		0x01, 0x80, 0xc2, 0x00, 0x00, 0x02
	};

	if (port->slow == slow)
		return;
	port->slow = slow;
	if (slow)
		dev_mc_add(port->dev, address);
	else
		dev_mc_del(port->dev, address);
}

static void set_port(struct trunk_port *port, bool on)
{
	unsigned int flags = on ? port->trunk->dev->flags : 0;
	bool promisc = flags & IFF_PROMISC;
	bool allmulti = flags & IFF_ALLMULTI;

	set_addresses(port, on);
	set_slow(port, on && port->trunk->config.mode == TRUNK_MODE_8023AD);
	if (port->promisc != promisc &&
	    !dev_set_promiscuity(port->dev, promisc ? 1 : -1))
		port->promisc = promisc;
	if (port->allmulti != allmulti &&
	    !dev_set_allmulti(port->dev, allmulti ? 1 : -1))
		port->allmulti = allmulti;
}

/**
 * trunk_filter_update() - let each port carry what it has to
 * @trunk: trunk
 *
 * Where there is an active port it listens for all; the others would only
 * load the host with copies.
 *
 * Context: RTNL; may sleep.
 */
void trunk_filter_update(struct trunk *trunk)
{
	bool single = trunk_uses_primary(trunk->config.mode);
	bool running = netif_running(trunk->dev);
	struct trunk_port *port;

	ASSERT_RTNL();
	list_for_each_entry(port, &trunk->ports, list)
		set_port(port, running && (!single || port == trunk->active));
}

/**
 * trunk_filter_remove() - take everything of the trunk off a port
 * @port: port
 *
 * Context: RTNL; may sleep.
 */
void trunk_filter_remove(struct trunk_port *port)
{
	set_port(port, false);
}

/**
 * trunk_filter_vlan_add() - let a VLAN through all ports
 * @dev: trunk
 * @proto: ETH_P_8021Q or ETH_P_8021AD
 * @vid: VLAN
 *
 * Context: RTNL; may sleep.
 *
 * Return: 0, or the error of the port that refused; the others are undone.
 */
int trunk_filter_vlan_add(struct net_device *dev, __be16 proto, u16 vid)
{
	struct trunk *trunk = netdev_priv(dev);
	struct trunk_port *port;
	int err;

	list_for_each_entry(port, &trunk->ports, list) {
		err = vlan_vid_add(port->dev, proto, vid);
		if (err)
			goto err_del_vids;
	}
	return 0;

err_del_vids:
	list_for_each_entry_continue_reverse(port, &trunk->ports, list)
		vlan_vid_del(port->dev, proto, vid);
	return err;
}

/**
 * trunk_filter_vlan_kill() - let a VLAN no longer through the ports
 * @dev: trunk
 * @proto: ETH_P_8021Q or ETH_P_8021AD
 * @vid: VLAN
 *
 * Context: RTNL; may sleep.
 *
 * Return: 0.
 */
int trunk_filter_vlan_kill(struct net_device *dev, __be16 proto, u16 vid)
{
	struct trunk *trunk = netdev_priv(dev);
	struct trunk_port *port;

	list_for_each_entry(port, &trunk->ports, list)
		vlan_vid_del(port->dev, proto, vid);
	return 0;
}
