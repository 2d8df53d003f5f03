/* SPDX-License-Identifier: GPL-2.0-only */
/* How a frame gets from a device that stands on a trunk down to the trunk. */

#ifndef _TRUNK_PATH_H
#define _TRUNK_PATH_H

#include <linux/netdevice.h>
#include <linux/skbuff.h>

/* The network core lets no more devices stand on each other. */
#define TRUNK_PATH_TAGS		8

/**
 * struct trunk_path_tag - a VLAN tag
 * @proto: ETH_P_8021Q or ETH_P_8021AD
 * @vid: VLAN
 */
struct trunk_path_tag {
	__be16 proto;
	u16 vid;
};

/**
 * struct trunk_path - tags that a frame gets on its way
 * @ntags: how many
 * @tag: these, the outermost first
 */
struct trunk_path {
	u32 ntags;
	struct trunk_path_tag tag[TRUNK_PATH_TAGS];
};

bool trunk_path_find(struct net_device *dev, const struct net_device *top,
		     struct trunk_path *path);
struct sk_buff *trunk_path_tag(struct sk_buff *skb,
			       const struct trunk_path *path);
__be16 trunk_path_protocol(const struct sk_buff *skb, int *offset);

#endif /* _TRUNK_PATH_H */
