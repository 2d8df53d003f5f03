// SPDX-License-Identifier: GPL-2.0-only
/* hactl trunk: trunking net devices. */

#include "cmd.h"

#include <errno.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

static int trunk_add(struct hactl *h, struct args *a)
{
	const char *name = a->name[0].text;
	struct links links;
	int status, err;

	status = links_get_named(h, a, &links);
	if (!status && model_link_by_name(&links, name))
		status = hactl_err(h, HACTL_USAGE, "%s: a device of that name exists", name);
	if (!status)
		status = links_resolve_opts(h, &links, trunk_opts, TRUNK_N, a->val);
	model_links_free(&links);
	if (status)
		return status;
	err = rtnl_trunk_add(h, name, a->val);
	if (err == -EOPNOTSUPP && links_no_module(h))
		return HACTL_MISSING;
	return err ? hactl_nl_err(h, &h->rt, err, name) : HACTL_OK;
}

/*
 * The kernel changes options, then the address, then the MTU: where a later one is refused the
 * earlier ones are put back, so that the request is all or nothing here too.
 */
static void put_back(struct hactl *h, const struct link *old, const struct args *a)
{
	struct opt_val undo[TRUNK_N] = { 0 };
	struct links links = { 0 };
	const struct link *now;
	bool any = false;

	if (rtnl_link(h, &links, NULL, old->ifindex) || !links.n)
		goto free_links;
	now = &links.link[0];
	for (size_t i = 1; now->trunk && i < TRUNK_N; i++) {
		if (!a->val[i].set || !memcmp(&now->trunk[i], &old->trunk[i], sizeof(undo[i])))
			continue;
		undo[i] = old->trunk[i];
		undo[i].set = true;	/* an ifindex that was none goes back to 0 */
		any = true;
	}
	if (any)
		rtnl_trunk_set(h, old->ifindex, undo);
free_links:
	model_links_free(&links);
}

static int trunk_set(struct hactl *h, struct args *a)
{
	const struct link *trunk;
	struct links links;
	int status, err;

	status = links_get_named(h, a, &links);
	if (status)
		goto free_links;
	trunk = links_find_trunk(h, &links, a->name[0].text);
	status = trunk ? links_resolve_opts(h, &links, trunk_opts, TRUNK_N, a->val) : HACTL_USAGE;
	if (status)
		goto free_links;
	err = rtnl_trunk_set(h, trunk->ifindex, a->val);
	if (!err)
		goto free_links;
	status = hactl_nl_err(h, &h->rt, err, trunk->name);
	if (a->val[TRUNK_MTU].set || a->val[TRUNK_ADDRESS].set)
		put_back(h, trunk, a);
free_links:
	model_links_free(&links);
	return status;
}

static int trunk_del(struct hactl *h, struct args *a)
{
	struct links links;
	int status;

	status = links_get_named(h, a, &links);
	/* all names first, so that a wrong one deletes nothing */
	for (int i = 0; !status && i < a->nnames; i++)
		if (!links_find_trunk(h, &links, a->name[i].text))
			status = HACTL_USAGE;
	for (int i = 0; !status && i < a->nnames; i++) {
		const struct link *trunk = model_link_by_name(&links, a->name[i].text);
		int err = rtnl_del(h, trunk->ifindex);

		if (err)
			status = hactl_nl_err(h, &h->rt, err, trunk->name);
	}
	model_links_free(&links);
	return status;
}

enum {
	COL_NAME, COL_MODE, COL_STATE, COL_LINK, COL_REASON, COL_SPEED, COL_FAILURES,
	COL_SINCE, COL_PRIO, COL_WEIGHT, COL_ADDRESS, COL_MTU,
};

static const struct out_col cols[] = {
	[COL_NAME] = { .head = "NAME" },
	[COL_MODE] = { .head = "MODE" },
	[COL_STATE] = { .head = "STATE" },
	[COL_LINK] = { .head = "LINK" },
	[COL_REASON] = { .head = "REASON" },
	[COL_SPEED] = { .head = "SPEED", .right = true },
	[COL_FAILURES] = { .head = "FAILURES", .right = true },
	[COL_SINCE] = { .head = "SINCE", .right = true, .wide = true },
	[COL_PRIO] = { .head = "PRIO", .right = true, .wide = true },
	[COL_WEIGHT] = { .head = "WEIGHT", .right = true, .wide = true },
	[COL_ADDRESS] = { .head = "ADDRESS", .wide = true },
	[COL_MTU] = { .head = "MTU", .right = true, .wide = true },
};

static void port_line(struct out_table *t, struct libscols_line *parent, const struct link *port)
{
	struct libscols_line *line = out_line(t, parent);
	const struct opt_val *v = port->port;
	char buf[32];

	out_cell(t, line, COL_NAME, port->name);
	out_opt(t, line, COL_STATE, &port_opts[PORT_STATE], &v[PORT_STATE]);
	out_opt(t, line, COL_LINK, &port_opts[PORT_MII_STATUS], &v[PORT_MII_STATUS]);
	if (v[PORT_REASON].num)
		out_opt(t, line, COL_REASON, &port_opts[PORT_REASON], &v[PORT_REASON]);
	out_opt(t, line, COL_SPEED, &port_opts[PORT_SPEED], &v[PORT_SPEED]);
	out_opt(t, line, COL_FAILURES, &port_opts[PORT_FAILURES], &v[PORT_FAILURES]);
	out_cell(t, line, COL_SINCE, out_age(&v[PORT_SINCE], buf, sizeof(buf)));
	out_opt(t, line, COL_PRIO, &port_opts[PORT_PRIO], &v[PORT_PRIO]);
	out_opt(t, line, COL_WEIGHT, &port_opts[PORT_WEIGHT], &v[PORT_WEIGHT]);
	out_opt(t, line, COL_ADDRESS, &port_opts[PORT_PERM_HWADDR], &v[PORT_PERM_HWADDR]);
	out_mark(line, v[PORT_MII_STATUS].num);
}

static void trunk_line(struct out_table *t, const struct link *trunk)
{
	struct libscols_line *line = out_line(t, NULL);
	const struct opt_val *v = trunk->trunk;

	out_cell(t, line, COL_NAME, trunk->name);
	out_opt(t, line, COL_MODE, &trunk_opts[TRUNK_MODE], &v[TRUNK_MODE]);
	out_cell(t, line, COL_STATE, v[TRUNK_UP].num ? "up" : "down");
	out_opt(t, line, COL_LINK, &trunk_opts[TRUNK_MII_STATUS], &v[TRUNK_MII_STATUS]);
	out_opt(t, line, COL_ADDRESS, &trunk_opts[TRUNK_ADDRESS], &v[TRUNK_ADDRESS]);
	out_opt(t, line, COL_MTU, &trunk_opts[TRUNK_MTU], &v[TRUNK_MTU]);
	out_mark(line, v[TRUNK_UP].num && v[TRUNK_MII_STATUS].num);
	for (const struct link *port = trunk->first_port; port; port = port->next_port)
		port_line(t, line, port);
}

static struct json_object *trunk_json(const struct hactl *h, const struct link *trunk)
{
	struct json_object *obj = json_object_new_object();
	struct json_object *ports = json_object_new_array();

	opt_json(trunk_opts, TRUNK_N, trunk->trunk, obj);
	if (h->stats)
		json_object_object_add(obj, "stats", stats_json(trunk));
	for (const struct link *port = trunk->first_port; port; port = port->next_port)
		json_object_array_add(ports, links_port_json(h, port));
	json_object_object_add(obj, "ports", ports);
	return obj;
}

/* Counters of the trunks shown and of their ports. */
static int trunk_stats(const struct hactl *h, const struct links *links, const struct link *only)
{
	const struct link **list = calloc(links->n + 1, sizeof(const struct link *));
	size_t n = 0;
	int status;

	if (!list)
		return hactl_err(h, HACTL_REFUSED, "out of memory");
	for (size_t i = 0; i < links->n; i++) {
		const struct link *trunk = &links->link[i];

		if (!trunk->trunk || (only && only != trunk))
			continue;
		list[n++] = trunk;
		for (const struct link *port = trunk->first_port; port; port = port->next_port)
			if (!port->trunk)
				list[n++] = port;
	}
	status = stats_show(h, list, n);
	free(list);
	return status;
}

static int show_text(const struct hactl *h, const struct links *links, const struct link *only)
{
	struct out_table *t = out_table(cols, ARRAY_SIZE(cols), true);
	int status;

	for (size_t i = 0; i < links->n; i++)
		if (links->link[i].trunk && (!only || only == &links->link[i]))
			trunk_line(t, &links->link[i]);
	status = out_print(h, t);
	if (!status && only)
		out_settings(trunk_opts, TRUNK_N, only->trunk);
	if (!status && h->stats)
		status = trunk_stats(h, links, only);
	return status;
}

static int show_json(const struct hactl *h, const struct links *links, const struct link *only)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; i < links->n; i++)
		if (links->link[i].trunk && (!only || only == &links->link[i]))
			json_object_array_add(array, trunk_json(h, &links->link[i]));
	return out_json(h, "trunk", array);
}

static int trunk_show(struct hactl *h, struct args *a)
{
	const struct link *only = NULL;
	struct links links;
	bool any = false;
	int status;

	status = links_get(h, &links);
	for (size_t i = 0; i < links.n; i++)
		any |= model_is_trunk(&links.link[i]);
	if (!status && !any)
		status = links_no_module(h);
	if (!status && a->nnames) {
		only = links_find_trunk(h, &links, a->name[0].text);
		status = only ? HACTL_OK : HACTL_USAGE;
	}
	if (!status) {
		genl_speeds(h, &links);
		rtnl_counters(h, &links);
		status = h->json ? show_json(h, &links, only) : show_text(h, &links, only);
	}
	model_links_free(&links);
	return status;
}

static void trunk_names(struct hactl *h)
{
	links_names(h, model_is_trunk);
}

static const struct cmd cmds[] = {
	{ "add", trunk_add, CMD_ADD, 1, 1, "NAME [OPTION VALUE]...", "create a trunk" },
	{ "set", trunk_set, CMD_SET, 1, 1, "NAME OPTION VALUE...",
	  "change options, all of them or none" },
	{ "del", trunk_del, CMD_DEL, 1, NAMES_MAX, "NAME...", "delete trunks; their ports stay" },
	{ "show", trunk_show, CMD_SHOW, 0, 1, "[NAME]", "show trunks with their ports" },
	{ "import", trunk_import, 0, 1, 1, "DEV", "print a bond or a team as commands for -b" },
};

const struct object object_trunk = {
	.name = "trunk",
	.help = "several links used as one",
	.cmds = cmds,
	.ncmds = ARRAY_SIZE(cmds),
	.opts = trunk_opts,
	.nopts = TRUNK_N,
	.names = trunk_names,
};
