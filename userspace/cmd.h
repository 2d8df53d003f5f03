/* SPDX-License-Identifier: GPL-2.0-only */
/* What commands of several objects share. */

#ifndef HACTL_CMD_H
#define HACTL_CMD_H

#include "genl.h"
#include "out.h"
#include "rtnl.h"

/* links.c */
int links_get(struct hactl *h, struct links *links);
int links_get_named(struct hactl *h, const struct args *a, struct links *links);
const struct link *links_find(struct hactl *h, const struct links *links, const char *name);
const struct link *links_find_trunk(struct hactl *h, const struct links *links, const char *name);
const struct link *links_find_port(struct hactl *h, const struct links *links, const char *name);
int links_resolve_opts(struct hactl *h, const struct links *links, const struct opt *table,
		       size_t n, struct opt_val *vals);
int links_no_module(struct hactl *h);
void links_names(struct hactl *h, bool (*match)(const struct link *link));
struct json_object *links_port_json(const struct hactl *h, const struct link *port);

/* drain.c */
int port_drain(struct hactl *h, struct args *a);
int port_undrain(struct hactl *h, struct args *a);

/* import.c */
int trunk_import(struct hactl *h, struct args *a);

/* lacp.c */
int lacp_show(const struct hactl *h, const struct link *const *list, size_t n);
struct json_object *lacp_json(const struct link *link);

/* stats.c */
int stats_show(const struct hactl *h, const struct link *const *list, size_t n);
struct json_object *stats_json(const struct link *link);

/* ipmp.c */
int ipmp_get(struct hactl *h, uint8_t cmd, const struct opt *opts, size_t nopts,
	     struct rows *rows);
int ipmp_need(struct hactl *h, uint8_t cmd, const struct opt *opts, size_t nopts,
	      const struct opt_val *name);
int ipmp_change(struct hactl *h, struct args *a, uint8_t cmd, int i);
void ipmp_names(struct hactl *h, uint8_t cmd, const struct opt *opts, size_t nopts);
struct json_object *ipmp_json(const struct rows *rows, size_t key, const char *value);

#endif
