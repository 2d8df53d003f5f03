// SPDX-License-Identifier: GPL-2.0-only
/* hactl interface: the interfaces of ipmp groups. */

#include "cmd.h"

#include <linux/ipmp.h>

static int need(struct hactl *h, const struct opt_val *name)
{
	return ipmp_need(h, IPMP_CMD_INTERFACE_GET, interface_opts, INTERFACE_N, name);
}

static int interface_add(struct hactl *h, struct args *a)
{
	int status = ipmp_need(h, IPMP_CMD_GROUP_GET, group_opts, GROUP_N,
			       &a->val[INTERFACE_GROUP]);

	return status ? status : ipmp_change(h, a, IPMP_CMD_INTERFACE_NEW, 0);
}

static int interface_set(struct hactl *h, struct args *a)
{
	int status = need(h, &a->name[0]);

	return status ? status : ipmp_change(h, a, IPMP_CMD_INTERFACE_SET, 0);
}

static int interface_del(struct hactl *h, struct args *a)
{
	int status = HACTL_OK;

	for (int i = 0; !status && i < a->nnames; i++)
		status = need(h, &a->name[i]);
	for (int i = 0; !status && i < a->nnames; i++)
		status = ipmp_change(h, a, IPMP_CMD_INTERFACE_DEL, i);
	return status;
}

/* The first ones are ipmpstat -i's. */
enum {
	COL_INTERFACE, COL_ACTIVE, COL_GROUP, COL_STANDBY, COL_LINK, COL_STATE,
	COL_REASON, COL_ADDRESSES, COL_FAILURES, COL_SINCE, COL_TEST,
};

static const struct out_col cols[] = {
	[COL_INTERFACE] = { .head = "INTERFACE" },
	[COL_ACTIVE] = { .head = "ACTIVE" },
	[COL_GROUP] = { .head = "GROUP" },
	[COL_STANDBY] = { .head = "STANDBY" },
	[COL_LINK] = { .head = "LINK" },
	[COL_STATE] = { .head = "STATE" },
	[COL_REASON] = { .head = "REASON" },
	[COL_ADDRESSES] = { .head = "ADDRS", .right = true },
	[COL_FAILURES] = { .head = "FAILURES", .right = true },
	[COL_SINCE] = { .head = "SINCE", .right = true, .wide = true },
	[COL_TEST] = { .head = "TEST-ADDRESS", .wide = true },
};

static void interface_line(struct out_table *t, const struct opt_val *v)
{
	static const size_t opts[] = {
		[COL_INTERFACE] = INTERFACE_NAME, [COL_GROUP] = INTERFACE_GROUP,
		[COL_LINK] = INTERFACE_LINK, [COL_STATE] = INTERFACE_STATE,
		[COL_REASON] = INTERFACE_REASON, [COL_ADDRESSES] = INTERFACE_ADDRESSES,
		[COL_FAILURES] = INTERFACE_FAILURES, [COL_TEST] = INTERFACE_TEST_ADDRESS,
	};
	struct libscols_line *line = out_line(t, NULL);
	char buf[32];

	for (size_t c = 0; c < ARRAY_SIZE(opts); c++) {
		size_t o = opts[c];

		if (c == COL_ACTIVE)
			out_cell(t, line, c, v[INTERFACE_ACTIVE].num ? "yes" : "no");
		else if (c == COL_STANDBY)
			out_cell(t, line, c, v[INTERFACE_STANDBY].num ? "yes" : "no");
		else if (c == COL_SINCE)
			out_cell(t, line, c, out_age(&v[INTERFACE_SINCE], buf, sizeof(buf)));
		else if (c != COL_REASON || v[o].num)
			out_opt(t, line, c, &interface_opts[o], &v[o]);
	}
	out_mark(line, v[INTERFACE_STATE].set && v[INTERFACE_STATE].num != IPMP_INTERFACE_STATE_OK);
}

static int interface_show(struct hactl *h, struct args *a)
{
	const char *only = a->nnames ? a->name[0].text : NULL;
	struct out_table *t;
	struct rows rows;
	int status;

	status = a->nnames ? need(h, &a->name[0]) : HACTL_OK;
	if (status)
		return status;
	status = ipmp_get(h, IPMP_CMD_INTERFACE_GET, interface_opts, INTERFACE_N, &rows);
	if (!status && h->json) {
		status = out_json(h, "interface", ipmp_json(&rows, INTERFACE_NAME, only));
	} else if (!status) {
		t = out_table(cols, ARRAY_SIZE(cols), false);
		for (size_t i = 0; i < rows.n; i++)
			if (!only || model_row_find(&rows, &a->name[0]) == model_row_at(&rows, i))
				interface_line(t, model_row_at(&rows, i));
		status = out_print(h, t);
	}
	model_rows_free(&rows);
	return status;
}

static void interface_names(struct hactl *h)
{
	ipmp_names(h, IPMP_CMD_INTERFACE_GET, interface_opts, INTERFACE_N);
}

static const struct cmd cmds[] = {
	{ "add", interface_add, CMD_ADD, 1, 1, "DEV group GROUP [OPTION VALUE]...",
	  "add an interface to a group; the device may appear later" },
	{ "set", interface_set, CMD_SET, 1, 1, "DEV OPTION VALUE...",
	  "change options, all of them or none" },
	{ "del", interface_del, CMD_DEL, 1, NAMES_MAX, "DEV...",
	  "take interfaces out of their groups; addresses stay where they are" },
	{ "show", interface_show, CMD_SHOW, 0, 1, "[DEV]", "show interfaces" },
};

const struct object object_interface = {
	.name = "interface",
	.help = "interfaces of ipmp groups",
	.cmds = cmds,
	.ncmds = ARRAY_SIZE(cmds),
	.opts = interface_opts,
	.nopts = INTERFACE_N,
	.names = interface_names,
};
