/* SPDX-License-Identifier: GPL-2.0-only */
/* The trunk as a net device. */

#ifndef _TRUNK_DEV_H
#define _TRUNK_DEV_H

#include <linux/netdevice.h>

void trunk_dev_setup(struct net_device *dev);
bool trunk_dev_is(const struct net_device *dev);
bool trunk_dev_nests(struct net_device *upper, struct net_device *lower);

#endif /* _TRUNK_DEV_H */
