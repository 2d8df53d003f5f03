/* SPDX-License-Identifier: GPL-2.0-only */
/* The rtnetlink kind "trunk". */

#ifndef _TRUNK_LINK_H
#define _TRUNK_LINK_H

#include <linux/netdevice.h>

int trunk_link_init(void);
void trunk_link_uninit(void);
int trunk_link_create(const char *name);

#endif /* _TRUNK_LINK_H */
