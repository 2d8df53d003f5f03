// SPDX-License-Identifier: GPL-2.0-only
/* hactl port: the links of a trunk. */

#include "cmd.h"

#include <stdlib.h>

static int check_free(struct hactl *h, const struct links *links, const struct link *dev)
{
	const struct link *master;

	if (!dev->master)
		return HACTL_OK;
	/* the kernel would take it away from there without a word, and not bring it back */
	master = model_link_by_index(links, dev->master);
	return hactl_err(h, HACTL_USAGE,
			 "%s: is a port of %s already: release it first (ip link set %s nomaster)",
			 dev->name, master ? master->name : "another device", dev->name);
}

static bool has_options(const struct args *a)
{
	for (size_t i = 0; i < PORT_N; i++)
		if (a->val[i].set && port_opts[i].place == OPT_AT_DATA)
			return true;
	return false;
}

static int port_add(struct hactl *h, struct args *a)
{
	const struct link *dev, *trunk = NULL;
	struct links links;
	int status, err;

	status = links_get_named(h, a, &links);
	if (status)
		goto free_links;
	dev = links_find(h, &links, a->name[0].text);
	if (dev)
		trunk = links_find_trunk(h, &links, a->val[PORT_TRUNK].text);
	status = trunk ? check_free(h, &links, dev) : HACTL_USAGE;
	if (status)
		goto free_links;
	err = rtnl_set_master(h, dev->ifindex, trunk->ifindex);
	if (!err && has_options(a)) {
		/* a port's options need a port, hence a second request, and the first undone */
		err = rtnl_port_set(h, dev->ifindex, a->val);
		if (err) {
			status = hactl_nl_err(h, &h->rt, err, dev->name);
			rtnl_set_master(h, dev->ifindex, 0);
			goto free_links;
		}
	}
	if (err)
		status = hactl_nl_err(h, &h->rt, err, dev->name);
free_links:
	model_links_free(&links);
	return status;
}

static int port_set(struct hactl *h, struct args *a)
{
	const struct link *port;
	struct links links;
	int status, err;

	status = links_get_named(h, a, &links);
	if (!status) {
		port = links_find_port(h, &links, a->name[0].text);
		err = port ? rtnl_port_set(h, port->ifindex, a->val) : 0;
		status = port ? HACTL_OK : HACTL_USAGE;
		if (err)
			status = hactl_nl_err(h, &h->rt, err, port->name);
	}
	model_links_free(&links);
	return status;
}

static int port_del(struct hactl *h, struct args *a)
{
	struct links links;
	int status;

	status = links_get_named(h, a, &links);
	for (int i = 0; !status && i < a->nnames; i++)
		if (!links_find_port(h, &links, a->name[i].text))
			status = HACTL_USAGE;
	for (int i = 0; !status && i < a->nnames; i++) {
		const struct link *port = model_link_by_name(&links, a->name[i].text);
		int err = rtnl_set_master(h, port->ifindex, 0);

		if (err)
			status = hactl_nl_err(h, &h->rt, err, port->name);
	}
	model_links_free(&links);
	return status;
}

static const struct {
	struct out_col col;
	size_t opt;
} cols[] = {
	{ { .head = "PORT" }, PORT_NAME },
	{ { .head = "TRUNK" }, PORT_TRUNK },
	{ { .head = "STATE" }, PORT_STATE },
	{ { .head = "LINK" }, PORT_MII_STATUS },
	{ { .head = "REASON" }, PORT_REASON },
	{ { .head = "SPEED", .right = true }, PORT_SPEED },
	{ { .head = "FAILURES", .right = true }, PORT_FAILURES },
	{ { .head = "SINCE", .right = true, .wide = true }, PORT_SINCE },
	{ { .head = "PRIO", .right = true, .wide = true }, PORT_PRIO },
	{ { .head = "WEIGHT", .right = true, .wide = true }, PORT_WEIGHT },
	{ { .head = "ADDRESS", .wide = true }, PORT_PERM_HWADDR },
};

static int show_text(const struct hactl *h, const struct link *const *ports, size_t n)
{
	struct out_col heads[ARRAY_SIZE(cols)];
	struct out_table *t;
	char buf[32];
	int status;

	for (size_t c = 0; c < ARRAY_SIZE(cols); c++)
		heads[c] = cols[c].col;
	t = out_table(heads, ARRAY_SIZE(heads), false);
	for (size_t i = 0; i < n; i++) {
		struct libscols_line *line = out_line(t, NULL);
		const struct opt_val *v = ports[i]->port;

		for (size_t c = 0; c < ARRAY_SIZE(cols); c++) {
			size_t o = cols[c].opt;

			if (o == PORT_SINCE)
				out_cell(t, line, c, out_age(&v[o], buf, sizeof(buf)));
			else if (o != PORT_REASON || v[o].num)
				out_opt(t, line, c, &port_opts[o], &v[o]);
		}
		out_mark(line, v[PORT_MII_STATUS].num);
	}
	status = out_print(h, t);
	return status || !h->stats ? status : stats_show(h, ports, n);
}

static int show_json(const struct hactl *h, const struct link *const *ports, size_t n)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; i < n; i++)
		json_object_array_add(array, links_port_json(h, ports[i]));
	return out_json(h, "port", array);
}

static int show(struct hactl *h, const struct links *links, const struct link *only)
{
	const struct link **ports = calloc(links->n + 1, sizeof(const struct link *));
	size_t n = 0;
	int status;

	if (!ports)
		return hactl_err(h, HACTL_REFUSED, "out of memory");
	for (size_t i = 0; i < links->n; i++)
		if (links->link[i].port && (!only || only == &links->link[i]))
			ports[n++] = &links->link[i];
	status = n ? HACTL_OK : links_no_module(h);
	if (!status)
		status = h->json ? show_json(h, ports, n) : show_text(h, ports, n);
	free(ports);
	return status;
}

static int port_show(struct hactl *h, struct args *a)
{
	const struct link *only = NULL;
	struct links links;
	int status;

	status = links_get(h, &links);
	if (!status && a->nnames) {
		only = links_find_port(h, &links, a->name[0].text);
		status = only ? HACTL_OK : HACTL_USAGE;
	}
	if (!status) {
		genl_speeds(h, &links);
		rtnl_counters(h, &links);
		status = show(h, &links, only);
	}
	model_links_free(&links);
	return status;
}

static bool is_port(const struct link *link)
{
	return link->port;
}

static void port_names(struct hactl *h)
{
	links_names(h, is_port);
}

static const struct cmd cmds[] = {
	{ "add", port_add, CMD_ADD, 1, 1, "DEV trunk NAME [OPTION VALUE]...",
	  "make a device a port of a trunk" },
	{ "set", port_set, CMD_SET, 1, 1, "DEV OPTION VALUE...", "change options of a port" },
	{ "del", port_del, CMD_DEL, 1, NAMES_MAX, "DEV...", "release ports; the devices stay" },
	{ "drain", port_drain, CMD_DRAIN, 1, 1, "DEV [timeout MS] [force on]",
	  "release a port without losing a frame; waits until that is done" },
	{ "undrain", port_undrain, CMD_DEL, 1, 1, "DEV", "drain a port no more, but keep it" },
	{ "show", port_show, CMD_SHOW, 0, 1, "[DEV]", "show ports" },
};

const struct object object_port = {
	.name = "port",
	.help = "links of a trunk",
	.cmds = cmds,
	.ncmds = ARRAY_SIZE(cmds),
	.opts = port_opts,
	.nopts = PORT_N,
	.names = port_names,
};
