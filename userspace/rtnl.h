/* SPDX-License-Identifier: GPL-2.0-only */
/* Links by rtnetlink: list, create, change, delete, attach. */

#ifndef HACTL_RTNL_H
#define HACTL_RTNL_H

#include "hactl.h"
#include "model.h"

int rtnl_links(struct hactl *h, struct links *links);
int rtnl_link(struct hactl *h, struct links *links, const char *name, int ifindex);
void rtnl_counters(struct hactl *h, struct links *links);
int rtnl_trunk_add(struct hactl *h, const char *name, const struct opt_val *vals);
int rtnl_trunk_set(struct hactl *h, int ifindex, const struct opt_val *vals);
int rtnl_port_set(struct hactl *h, int ifindex, const struct opt_val *vals);
int rtnl_set_master(struct hactl *h, int ifindex, int master);
int rtnl_del(struct hactl *h, int ifindex);

#endif
