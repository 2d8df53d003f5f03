// SPDX-License-Identifier: GPL-2.0-only
/* hactl address: the data addresses of ipmp groups. */

#include "cmd.h"

#include <linux/ipmp.h>

static int need_group(struct hactl *h, const struct args *a)
{
	return ipmp_need(h, IPMP_CMD_GROUP_GET, group_opts, GROUP_N, &a->val[ADDRESS_GROUP]);
}

static int address_add(struct hactl *h, struct args *a)
{
	int status = need_group(h, a);

	return status ? status : ipmp_change(h, a, IPMP_CMD_ADDRESS_NEW, 0);
}

static int address_del(struct hactl *h, struct args *a)
{
	int status = need_group(h, a);

	return status ? status : ipmp_change(h, a, IPMP_CMD_ADDRESS_DEL, 0);
}

static const struct {
	struct out_col col;
	size_t opt;
} cols[] = {
	{ { .head = "ADDRESS" }, ADDRESS_ADDRESS },
	{ { .head = "STATE" }, ADDRESS_STATE },
	{ { .head = "GROUP" }, ADDRESS_GROUP },
	{ { .head = "INTERFACE" }, ADDRESS_INTERFACE },
	{ { .head = "HOME" }, ADDRESS_HOME },
	{ { .head = "MOVES", .right = true }, ADDRESS_MOVES },
	{ { .head = "ADOPTED", .wide = true }, ADDRESS_ADOPTED },
};

static int show_text(const struct hactl *h, const struct rows *rows)
{
	struct out_col heads[ARRAY_SIZE(cols)];
	struct out_table *t;

	for (size_t c = 0; c < ARRAY_SIZE(cols); c++)
		heads[c] = cols[c].col;
	t = out_table(heads, ARRAY_SIZE(heads), false);
	for (size_t i = 0; i < rows->n; i++) {
		struct libscols_line *line = out_line(t, NULL);
		const struct opt_val *v = model_row_at(rows, i);

		for (size_t c = 0; c < ARRAY_SIZE(cols); c++) {
			size_t o = cols[c].opt;

			if (o == ADDRESS_ADOPTED && v[o].set)
				out_cell(t, line, c, v[o].num ? "yes" : "no");
			else
				out_opt(t, line, c, &address_opts[o], &v[o]);
		}
		out_mark(line, v[ADDRESS_STATE].set && !v[ADDRESS_STATE].num);
	}
	return out_print(h, t);
}

static int address_show(struct hactl *h, struct args *a)
{
	struct rows rows;
	int status;

	(void)a;
	status = ipmp_get(h, IPMP_CMD_ADDRESS_GET, address_opts, ADDRESS_N, &rows);
	if (!status && h->json)
		status = out_json(h, "address", ipmp_json(&rows, 0, NULL));
	else if (!status)
		status = show_text(h, &rows);
	model_rows_free(&rows);
	return status;
}

static void address_names(struct hactl *h)
{
	ipmp_names(h, IPMP_CMD_ADDRESS_GET, address_opts, ADDRESS_N);
}

static const struct cmd cmds[] = {
	{ "add", address_add, CMD_ADD, 1, 1, "ADDR/LEN group GROUP [interface DEV]",
	  "declare a data address; one that an interface carries is adopted" },
	{ "del", address_del, CMD_DEL, 1, 1, "ADDR/LEN group GROUP",
	  "delete a data address, also from its interface" },
	{ "show", address_show, CMD_SHOW, 0, 0, "", "show data addresses" },
};

const struct object object_address = {
	.name = "address",
	.help = "data addresses of ipmp groups",
	.cmds = cmds,
	.ncmds = ARRAY_SIZE(cmds),
	.opts = address_opts,
	.nopts = ADDRESS_N,
	.names = address_names,
};
