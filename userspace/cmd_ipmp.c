// SPDX-License-Identifier: GPL-2.0-only
/* hactl ipmp: groups of interfaces on one IP link. */

#include "cmd.h"

#include <stdio.h>
#include <string.h>

#include <linux/ipmp.h>

struct view {
	struct rows groups;
	struct rows interfaces;
	struct rows addresses;
};

static int need(struct hactl *h, const struct opt_val *name)
{
	return ipmp_need(h, IPMP_CMD_GROUP_GET, group_opts, GROUP_N, name);
}

static int ipmp_add(struct hactl *h, struct args *a)
{
	return ipmp_change(h, a, IPMP_CMD_GROUP_NEW, 0);
}

static int ipmp_set(struct hactl *h, struct args *a)
{
	int status = need(h, &a->name[0]);

	return status ? status : ipmp_change(h, a, IPMP_CMD_GROUP_SET, 0);
}

static int ipmp_del(struct hactl *h, struct args *a)
{
	int status = HACTL_OK;

	for (int i = 0; !status && i < a->nnames; i++)
		status = need(h, &a->name[i]);
	for (int i = 0; !status && i < a->nnames; i++)
		status = ipmp_change(h, a, IPMP_CMD_GROUP_DEL, i);
	return status;
}

enum {
	COL_GROUP, COL_STATE, COL_LINK, COL_ACTIVE, COL_REASON, COL_ADDRESSES,
	COL_FAILURES, COL_STANDBY, COL_SINCE, COL_HOME, COL_TEST,
};

/* The longest IPv6 address with its place in the tree leaves 32 of 80 columns. */
static const struct out_col cols[] = {
	[COL_GROUP] = { .head = "GROUP" },
	[COL_STATE] = { .head = "STATE" },
	[COL_LINK] = { .head = "LINK" },
	[COL_ACTIVE] = { .head = "ACTIVE" },
	[COL_REASON] = { .head = "REASON" },
	[COL_ADDRESSES] = { .head = "ADDRESSES", .right = true, .wide = true },
	[COL_FAILURES] = { .head = "FAILURES", .right = true, .wide = true },
	[COL_STANDBY] = { .head = "STANDBY", .wide = true },
	[COL_SINCE] = { .head = "SINCE", .right = true, .wide = true },
	[COL_HOME] = { .head = "HOME", .wide = true },
	[COL_TEST] = { .head = "TEST-ADDRESS", .wide = true },
};

/* Addresses of a group on one interface; NULL: on none. */
static void address_lines(struct out_table *t, struct libscols_line *parent,
			  const struct rows *addresses, const char *group, const char *interface)
{
	for (size_t i = 0; i < addresses->n; i++) {
		const struct opt_val *v = model_row_at(addresses, i);
		struct libscols_line *line;

		if (strcmp(v[ADDRESS_GROUP].text, group) ||
		    strcmp(v[ADDRESS_INTERFACE].text, interface ? interface : ""))
			continue;
		line = out_line(t, parent);
		out_opt(t, line, COL_GROUP, &address_opts[ADDRESS_ADDRESS], &v[ADDRESS_ADDRESS]);
		out_opt(t, line, COL_STATE, &address_opts[ADDRESS_STATE], &v[ADDRESS_STATE]);
		out_opt(t, line, COL_HOME, &address_opts[ADDRESS_HOME], &v[ADDRESS_HOME]);
		out_mark(line, v[ADDRESS_STATE].set && !v[ADDRESS_STATE].num);
	}
}

static void interface_line(struct out_table *t, struct libscols_line *parent,
			   const struct rows *addresses, const struct opt_val *v)
{
	struct libscols_line *line = out_line(t, parent);
	char buf[32];

	out_cell(t, line, COL_GROUP, v[INTERFACE_NAME].text);
	out_opt(t, line, COL_STATE, &interface_opts[INTERFACE_STATE], &v[INTERFACE_STATE]);
	out_opt(t, line, COL_LINK, &interface_opts[INTERFACE_LINK], &v[INTERFACE_LINK]);
	if (v[INTERFACE_ACTIVE].set)
		out_cell(t, line, COL_ACTIVE, v[INTERFACE_ACTIVE].num ? "yes" : "no");
	if (v[INTERFACE_REASON].num)
		out_opt(t, line, COL_REASON, &interface_opts[INTERFACE_REASON],
			&v[INTERFACE_REASON]);
	out_opt(t, line, COL_ADDRESSES, &interface_opts[INTERFACE_ADDRESSES],
		&v[INTERFACE_ADDRESSES]);
	out_opt(t, line, COL_FAILURES, &interface_opts[INTERFACE_FAILURES],
		&v[INTERFACE_FAILURES]);
	if (v[INTERFACE_STANDBY].set)
		out_cell(t, line, COL_STANDBY, v[INTERFACE_STANDBY].num ? "yes" : "no");
	out_cell(t, line, COL_SINCE, out_age(&v[INTERFACE_SINCE], buf, sizeof(buf)));
	out_opt(t, line, COL_TEST, &interface_opts[INTERFACE_TEST_ADDRESS],
		&v[INTERFACE_TEST_ADDRESS]);
	out_mark(line, v[INTERFACE_STATE].set && v[INTERFACE_STATE].num != IPMP_INTERFACE_STATE_OK);
	address_lines(t, line, addresses, v[INTERFACE_GROUP].text, v[INTERFACE_NAME].text);
}

/* Addresses bound to a device that is no longer a member hang below the group, as unbound ones. */
static void group_line(struct out_table *t, const struct view *view, const struct opt_val *v)
{
	struct libscols_line *line = out_line(t, NULL);
	const char *group = v[GROUP_NAME].text;

	out_cell(t, line, COL_GROUP, group);
	out_opt(t, line, COL_STATE, &group_opts[GROUP_STATE], &v[GROUP_STATE]);
	out_mark(line, v[GROUP_STATE].set && v[GROUP_STATE].num != IPMP_GROUP_STATE_OK);
	for (size_t i = 0; i < view->interfaces.n; i++) {
		const struct opt_val *iv = model_row_at(&view->interfaces, i);

		if (!strcmp(iv[INTERFACE_GROUP].text, group))
			interface_line(t, line, &view->addresses, iv);
	}
	address_lines(t, line, &view->addresses, group, NULL);
}

static int show_text(const struct hactl *h, const struct view *view, const struct opt_val *only)
{
	struct out_table *t = out_table(cols, ARRAY_SIZE(cols), true);
	int status;

	for (size_t i = 0; i < view->groups.n; i++) {
		const struct opt_val *v = model_row_at(&view->groups, i);

		if (!only || only == v)
			group_line(t, view, v);
	}
	status = out_print(h, t);
	if (!status && only)
		out_settings(group_opts, GROUP_N, only);
	return status;
}

static int show_json(const struct hactl *h, const struct view *view, const struct opt_val *only)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; i < view->groups.n; i++) {
		const struct opt_val *v = model_row_at(&view->groups, i);
		struct json_object *obj;

		if (only && only != v)
			continue;
		obj = json_object_new_object();
		opt_json(group_opts, GROUP_N, v, obj);
		json_object_object_add(obj, "interfaces",
				       ipmp_json(&view->interfaces, INTERFACE_GROUP,
						 v[GROUP_NAME].text));
		json_object_object_add(obj, "addresses",
				       ipmp_json(&view->addresses, ADDRESS_GROUP,
						 v[GROUP_NAME].text));
		json_object_array_add(array, obj);
	}
	return out_json(h, "ipmp", array);
}

static int get(struct hactl *h, struct view *view)
{
	int status;

	memset(view, 0, sizeof(*view));
	status = ipmp_get(h, IPMP_CMD_GROUP_GET, group_opts, GROUP_N, &view->groups);
	if (!status)
		status = ipmp_get(h, IPMP_CMD_INTERFACE_GET, interface_opts, INTERFACE_N,
				  &view->interfaces);
	if (!status)
		status = ipmp_get(h, IPMP_CMD_ADDRESS_GET, address_opts, ADDRESS_N,
				  &view->addresses);
	return status;
}

static int ipmp_show(struct hactl *h, struct args *a)
{
	const struct opt_val *only = NULL;
	struct view view;
	int status;

	status = get(h, &view);
	if (!status && a->nnames) {
		only = model_row_find(&view.groups, &a->name[0]);
		if (!only)
			status = hactl_err(h, HACTL_USAGE, "%s: no group of that name",
					   a->text[0]);
	}
	if (!status)
		status = h->json ? show_json(h, &view, only) : show_text(h, &view, only);
	model_rows_free(&view.groups);
	model_rows_free(&view.interfaces);
	model_rows_free(&view.addresses);
	return status;
}

static void group_names(struct hactl *h)
{
	ipmp_names(h, IPMP_CMD_GROUP_GET, group_opts, GROUP_N);
}

static const struct cmd cmds[] = {
	{ "add", ipmp_add, CMD_ADD, 1, 1, "GROUP [OPTION VALUE]...", "create a group" },
	{ "set", ipmp_set, CMD_SET, 1, 1, "GROUP OPTION VALUE...",
	  "change options, all of them or none" },
	{ "del", ipmp_del, CMD_DEL, 1, NAMES_MAX, "GROUP...",
	  "delete groups; addresses stay where they are" },
	{ "show", ipmp_show, CMD_SHOW, 0, 1, "[GROUP]",
	  "show groups with their interfaces and data addresses" },
};

const struct object object_ipmp = {
	.name = "ipmp",
	.help = "groups of interfaces whose addresses survive a failure",
	.cmds = cmds,
	.ncmds = ARRAY_SIZE(cmds),
	.opts = group_opts,
	.nopts = GROUP_N,
	.names = group_names,
};
