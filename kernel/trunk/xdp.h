/* SPDX-License-Identifier: GPL-2.0-only */
/* XDP: programs of a trunk run on its ports, redirected frames leave by them. */

#ifndef _TRUNK_XDP_H
#define _TRUNK_XDP_H

#include "trunk.h"

struct xdp_frame;

int trunk_xdp_bpf(struct net_device *dev, struct netdev_bpf *bpf);
int trunk_xdp_xmit(struct net_device *dev, int n, struct xdp_frame **frames,
		   u32 flags);
int trunk_xdp_add(struct trunk_port *port, struct netlink_ext_ack *extack);
void trunk_xdp_del(struct trunk_port *port);
void trunk_xdp_features(struct trunk *trunk);

#endif /* _TRUNK_XDP_H */
