// SPDX-License-Identifier: GPL-2.0-only
/* Offloads and header sizes of a trunk: what all its ports can do. */

#include "features.h"
#include "trunk.h"
#include "xdp.h"

/**
 * trunk_features_setup() - features of a new trunk, before there is a port
 * @dev: trunk
 */
void trunk_features_setup(struct net_device *dev)
{
	dev->hw_features = MASTER_UPPER_DEV_VLAN_FEATURES |
			   NETIF_F_HW_VLAN_CTAG_RX |
			   NETIF_F_HW_VLAN_CTAG_FILTER |
			   NETIF_F_HW_VLAN_STAG_RX |
			   NETIF_F_HW_VLAN_STAG_FILTER |
			   NETIF_F_GSO_ENCAP_ALL;
	dev->features |= dev->hw_features | NETIF_F_HW_VLAN_CTAG_TX |
			 NETIF_F_HW_VLAN_STAG_TX | NETIF_F_GSO_PARTIAL;
	compat_set_lltx(dev);
}

/**
 * trunk_features_fix() - reduce wanted features to what all ports can do
 * @dev: trunk
 * @features: wanted features
 *
 * Context: RTNL.
 *
 * Return: features.
 */
netdev_features_t trunk_features_fix(struct net_device *dev,
				     netdev_features_t features)
{
	struct trunk *trunk = netdev_priv(dev);
	netdev_features_t mask = features;
	struct trunk_port *port;

	features = netdev_base_features(features);
	list_for_each_entry(port, &trunk->ports, list)
		features = netdev_increment_features(features,
						     port->dev->features, mask);
	return netdev_add_tso_features(features, mask);
}

/**
 * trunk_features_update() - follow the ports after one came, left or changed
 * @dev: trunk
 *
 * Context: RTNL; may sleep.
 */
void trunk_features_update(struct net_device *dev)
{
	netdev_compute_master_upper_features(dev, true);
	trunk_xdp_features(netdev_priv(dev));
}
