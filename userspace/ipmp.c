// SPDX-License-Identifier: GPL-2.0-only
/* What the objects of ipmp share: list, look up, change, print names. */

#include "cmd.h"

#include <stdio.h>
#include <string.h>

/**
 * ipmp_get - list all objects of one kind
 * @h: context
 * @cmd: IPMP_CMD_*_GET
 * @opts: table of the object
 * @nopts: its entries
 * @rows: filled; model_rows_free() releases it, also after an error
 *
 * Return: exit status.
 */
int ipmp_get(struct hactl *h, uint8_t cmd, const struct opt *opts, size_t nopts, struct rows *rows)
{
	int err;

	memset(rows, 0, sizeof(*rows));
	rows->opts = opts;
	rows->nopts = nopts;
	err = genl_ipmp_dump(h, cmd, rows);
	return err ? hactl_nl_err(h, &h->ge, err, "list of ipmp") : HACTL_OK;
}

/**
 * ipmp_need - see that an object is there
 * @h: context
 * @cmd: IPMP_CMD_*_GET
 * @opts: table of the object
 * @nopts: its entries
 * @name: its name
 *
 * Return: exit status.
 */
int ipmp_need(struct hactl *h, uint8_t cmd, const struct opt *opts, size_t nopts,
	      const struct opt_val *name)
{
	struct rows rows;
	char buf[64];
	int status;

	status = ipmp_get(h, cmd, opts, nopts, &rows);
	if (!status && !model_row_find(&rows, name)) {
		opt_text(&opts[0], name, buf, sizeof(buf));
		if (opts == interface_opts)
			status = hactl_err(h, HACTL_USAGE, "%s: is in no group", buf);
		else
			status = hactl_err(h, HACTL_USAGE, "%s: no %s of that name", buf,
					   opts[0].name);
	}
	model_rows_free(&rows);
	return status;
}

/**
 * ipmp_change - carry out one change
 * @h: context
 * @a: command line
 * @cmd: IPMP_CMD_*
 * @i: which of its names
 *
 * Return: exit status.
 */
int ipmp_change(struct hactl *h, struct args *a, uint8_t cmd, int i)
{
	const struct object *obj = a->obj;
	int err = genl_ipmp_do(h, cmd, obj->opts, obj->nopts, &a->name[i], a->val);

	return err ? hactl_nl_err(h, &h->ge, err, a->text[i]) : HACTL_OK;
}

/* Print the names of all objects of one kind, for completion. */
void ipmp_names(struct hactl *h, uint8_t cmd, const struct opt *opts, size_t nopts)
{
	struct rows rows = { .opts = opts, .nopts = nopts };
	char buf[64];

	if (!genl_ipmp_dump(h, cmd, &rows))
		for (size_t i = 0; i < rows.n; i++)
			puts(opt_text(&opts[0], &model_row_at(&rows, i)[0], buf, sizeof(buf)));
	model_rows_free(&rows);
}

/**
 * ipmp_json - rows as an array
 * @rows: rows
 * @key: entry of the table to compare
 * @value: only rows with that text there; NULL: all
 */
struct json_object *ipmp_json(const struct rows *rows, size_t key, const char *value)
{
	struct json_object *array = json_object_new_array();

	for (size_t i = 0; i < rows->n; i++) {
		const struct opt_val *v = model_row_at(rows, i);
		struct json_object *obj;

		if (value && strcmp(v[key].text, value))
			continue;
		obj = json_object_new_object();
		opt_json(rows->opts, rows->nopts, v, obj);
		json_object_array_add(array, obj);
	}
	return array;
}
