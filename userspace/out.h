/* SPDX-License-Identifier: GPL-2.0-only */
/* Output: tables and trees by libsmartcols, documents by json-c. */

#ifndef HACTL_OUT_H
#define HACTL_OUT_H

#include "hactl.h"
#include "model.h"

/**
 * struct out_col - a column
 * @head: heading
 * @right: numbers, aligned to the right
 * @wide: only where the terminal has at least OUT_WIDE columns
 */
struct out_col {
	const char *head;
	bool right;
	bool wide;
};

#define OUT_WIDE 100

struct out_table;
struct libscols_line;

int out_json(const struct hactl *h, const char *key, struct json_object *value);
void out_json_line(struct json_object *obj);
struct out_table *out_table(const struct out_col *cols, size_t n, bool tree);
struct libscols_line *out_line(struct out_table *t, struct libscols_line *parent);
void out_cell(struct out_table *t, struct libscols_line *line, size_t col, const char *text);
void out_opt(struct out_table *t, struct libscols_line *line, size_t col, const struct opt *o,
	     const struct opt_val *v);
void out_mark(struct libscols_line *line, bool bad);
int out_print(const struct hactl *h, struct out_table *t);
int out_value(int col, const struct opt *o, const struct opt_val *v);
void out_settings(const struct opt *table, size_t n, const struct opt_val *vals);
const char *out_age(const struct opt_val *ms, char *buf, size_t len);

#endif
