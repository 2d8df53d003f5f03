/* SPDX-License-Identifier: GPL-2.0-only */
/* Generic netlink: families, the ipmp family's objects, events, link speeds. */

#ifndef HACTL_GENL_H
#define HACTL_GENL_H

#include "hactl.h"
#include "model.h"

int genl_family(struct hactl *h, const char *name, uint16_t *id);
int genl_join(struct hactl *h, const char *name, const char *group, uint16_t *id);
int genl_ipmp_dump(struct hactl *h, uint8_t cmd, struct rows *rows);
int genl_ipmp_do(struct hactl *h, uint8_t cmd, const struct opt *opts, size_t nopts,
		 const struct opt_val *name, const struct opt_val *vals);
int genl_drain(struct hactl *h, uint8_t cmd, int ifindex, const struct opt_val *vals);
void genl_speeds(struct hactl *h, struct links *links);

#endif
