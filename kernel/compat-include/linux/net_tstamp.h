/* SPDX-License-Identifier: GPL-2.0-only */
/* Shadow of <linux/net_tstamp.h>: a request for time stamps, passed on to a lower device. */

#ifndef _COMPAT_LINUX_NET_TSTAMP_H
#define _COMPAT_LINUX_NET_TSTAMP_H

#include_next <linux/net_tstamp.h>
#include <linux/netdevice.h>
#include <linux/uaccess.h>

/* An ioctl of the driver until 6.5; since, drivers have operations, or still that. */
#ifdef COMPAT_HAS_HWTSTAMP_LOWER

static inline int compat_hwtstamp_lower(struct net_device *dev,
					struct ifreq *ifr, int cmd)
{
	struct kernel_hwtstamp_config kernel = { .ifr = ifr };
	struct hwtstamp_config config;
	int err;

	if (cmd == SIOCGHWTSTAMP) {
		err = generic_hwtstamp_get_lower(dev, &kernel);
	} else {
		if (copy_from_user(&config, ifr->ifr_data, sizeof(config)))
			return -EFAULT;
		hwtstamp_config_to_kernel(&kernel, &config);
		err = generic_hwtstamp_set_lower(dev, &kernel, NULL);
	}
	if (err || kernel.copied_to_user)
		return err;
	hwtstamp_config_from_kernel(&config, &kernel);
	return copy_to_user(ifr->ifr_data, &config, sizeof(config)) ? -EFAULT : 0;
}

#else

static inline int compat_hwtstamp_lower(struct net_device *dev,
					struct ifreq *ifr, int cmd)
{
	const struct net_device_ops *ops = dev->netdev_ops;
	struct ifreq lower = { .ifr_ifru = ifr->ifr_ifru };
	int err;

	if (!ops->ndo_eth_ioctl || !netif_device_present(dev))
		return -EOPNOTSUPP;
	strscpy(lower.ifr_name, dev->name, IFNAMSIZ);
	err = ops->ndo_eth_ioctl(dev, &lower, cmd);
	ifr->ifr_ifru = lower.ifr_ifru;
	return err;
}

#endif

#endif /* _COMPAT_LINUX_NET_TSTAMP_H */
