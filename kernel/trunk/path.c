// SPDX-License-Identifier: GPL-2.0-only
/* How a frame gets from a device that stands on a trunk down to the trunk. */

#include <linux/if_vlan.h>

#include "path.h"

static bool find(struct net_device *dev, const struct net_device *top,
		 struct trunk_path *path, u32 depth)
{
	u32 ntags = path->ntags;
	struct net_device *upper;
	struct list_head *iter;

	if (dev == top)
		return true;
	if (depth == TRUNK_PATH_TAGS)
		return false;
	netdev_for_each_upper_dev_rcu(dev, upper, iter) {
		if (is_vlan_dev(upper))
			path->tag[path->ntags++] = (struct trunk_path_tag) {
				.proto = vlan_dev_vlan_proto(upper),
				.vid = vlan_dev_vlan_id(upper),
			};
		if (find(upper, top, path, depth + 1))
			return true;
		path->ntags = ntags;
	}
	return false;
}

/**
 * trunk_path_find() - find the way between two devices
 * @dev: trunk
 * @top: device that may stand on it, or be it
 * @path: result
 *
 * Context: RCU.
 *
 * Return: whether @top stands on @dev.
 */
bool trunk_path_find(struct net_device *dev, const struct net_device *top,
		     struct trunk_path *path)
{
	path->ntags = 0;
	return find(dev, top, path, 0);
}

/**
 * trunk_path_tag() - give a frame the tags that it would have got
 * @skb: frame, for a port
 * @path: way
 *
 * Return: frame, or NULL if there was no memory: it is freed.
 */
struct sk_buff *trunk_path_tag(struct sk_buff *skb,
			       const struct trunk_path *path)
{
	u32 i;

	for (i = path->ntags; skb && i > 1; i--)
		skb = vlan_insert_tag_set_proto(skb, path->tag[i - 1].proto,
						path->tag[i - 1].vid);
	if (skb && path->ntags)
		__vlan_hwaccel_put_tag(skb, path->tag[0].proto,
				       path->tag[0].vid);
	return skb;
}

/**
 * trunk_path_protocol() - what a frame carries below its VLAN tags
 * @skb: frame that was received, at what follows its Ethernet header
 * @offset: result: where that begins
 *
 * Return: Ethernet type, or 0.
 */
__be16 trunk_path_protocol(const struct sk_buff *skb, int *offset)
{
	__be16 proto = skb->protocol;

	*offset = 0;
	while (eth_type_vlan(proto)) {
		struct vlan_hdr buf;
		const struct vlan_hdr *vlan;

		vlan = skb_header_pointer(skb, *offset, sizeof(buf), &buf);
		if (!vlan)
			return 0;
		proto = vlan->h_vlan_encapsulated_proto;
		*offset += VLAN_HLEN;
	}
	return proto;
}
