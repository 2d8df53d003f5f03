/* SPDX-License-Identifier: GPL-2.0-only */
/* Shadow of <linux/ethtool.h>: what time stamps a device can make, asked by another device. */

#ifndef _COMPAT_LINUX_ETHTOOL_H
#define _COMPAT_LINUX_ETHTOOL_H

#include_next <linux/ethtool.h>

#ifndef COMPAT_HAS_TS_INFO_BY_LAYER

#include <linux/net_tstamp.h>
#include <linux/netdevice.h>
#include <linux/phy.h>

#define kernel_ethtool_ts_info ethtool_ts_info

static inline int ethtool_get_ts_info_by_layer(struct net_device *dev,
					       struct ethtool_ts_info *info)
{
	const struct ethtool_ops *ops = dev->ethtool_ops;

	if (phy_has_tsinfo(dev->phydev))
		return phy_ts_info(dev->phydev, info);
	if (ops->get_ts_info)
		return ops->get_ts_info(dev, info);
	info->so_timestamping = SOF_TIMESTAMPING_RX_SOFTWARE |
				SOF_TIMESTAMPING_SOFTWARE;
	info->phc_index = -1;
	return 0;
}

#endif

#endif /* _COMPAT_LINUX_ETHTOOL_H */
