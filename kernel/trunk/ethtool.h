/* SPDX-License-Identifier: GPL-2.0-only */
/* ethtool of a trunk. */

#ifndef _TRUNK_ETHTOOL_H
#define _TRUNK_ETHTOOL_H

#include <linux/netdevice.h>

void trunk_ethtool_setup(struct net_device *dev);

#endif /* _TRUNK_ETHTOOL_H */
