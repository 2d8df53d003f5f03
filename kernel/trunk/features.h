/* SPDX-License-Identifier: GPL-2.0-only */
/* Offloads and header sizes of a trunk: what all its ports can do. */

#ifndef _TRUNK_FEATURES_H
#define _TRUNK_FEATURES_H

#include <linux/netdevice.h>

void trunk_features_setup(struct net_device *dev);
netdev_features_t trunk_features_fix(struct net_device *dev,
				     netdev_features_t features);
void trunk_features_update(struct net_device *dev);

#endif /* _TRUNK_FEATURES_H */
