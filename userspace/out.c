// SPDX-License-Identifier: GPL-2.0-only
/* Output: tables and trees by libsmartcols, documents by json-c. */

#include "out.h"

#include <inttypes.h>
#include <libsmartcols/libsmartcols.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define COLS_MAX 16

struct out_table {
	struct libscols_table *tb;
	struct libscols_column *col[COLS_MAX];	/* NULL: left out */
};

static void no_memory(void)
{
	fputs("hactl: out of memory\n", stderr);
	exit(HACTL_REFUSED);
}

/**
 * out_json - print a document of one key
 * @h: context
 * @key: key
 * @value: its value, released
 */
int out_json(const struct hactl *h, const char *key, struct json_object *value)
{
	struct json_object *doc = json_object_new_object();
	int flags = JSON_C_TO_STRING_NOSLASHESCAPE;

	if (!doc || !value)
		no_memory();
	flags |= h->pretty ? JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED :
			     JSON_C_TO_STRING_PLAIN;
	json_object_object_add(doc, key, value);
	puts(json_object_to_json_string_ext(doc, flags));
	json_object_put(doc);
	return HACTL_OK;
}

/**
 * out_json_line - print an object on a line of its own
 * @obj: object, released
 */
void out_json_line(struct json_object *obj)
{
	puts(json_object_to_json_string_ext(obj, JSON_C_TO_STRING_PLAIN |
						 JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(obj);
}

static bool use_colour(void)
{
	const char *term = getenv("TERM");

	return isatty(STDOUT_FILENO) && !getenv("NO_COLOR") && term && strcmp(term, "dumb");
}

/**
 * out_table - a new table
 * @cols: columns; the first one holds the tree
 * @n: how many, at most COLS_MAX
 * @tree: lines have parents
 */
struct out_table *out_table(const struct out_col *cols, size_t n, bool tree)
{
	struct out_table *t = calloc(1, sizeof(*t));
	bool wide;

	if (!t)
		no_memory();
	t->tb = scols_new_table();
	if (!t->tb)
		no_memory();
	scols_table_enable_colors(t->tb, use_colour());
	wide = scols_table_get_termwidth(t->tb) >= OUT_WIDE;
	for (size_t i = 0; i < n && i < COLS_MAX; i++) {
		int flags = (tree && !i ? SCOLS_FL_TREE : 0) |
			    (cols[i].right ? SCOLS_FL_RIGHT : 0);

		if (cols[i].wide && !wide)
			continue;
		t->col[i] = scols_table_new_column(t->tb, cols[i].head, 0, flags);
		if (!t->col[i])
			no_memory();
	}
	return t;
}

/**
 * out_line - a new line
 * @t: table
 * @parent: line it hangs below, or NULL
 */
struct libscols_line *out_line(struct out_table *t, struct libscols_line *parent)
{
	struct libscols_line *line = scols_table_new_line(t->tb, parent);

	if (!line)
		no_memory();
	return line;
}

/**
 * out_cell - text of a cell
 * @t: table
 * @line: line
 * @col: column; one that is left out is passed over
 * @text: text, copied
 */
void out_cell(struct out_table *t, struct libscols_line *line, size_t col, const char *text)
{
	if (t->col[col] && scols_line_set_column_data(line, t->col[col], text))
		no_memory();
}

/**
 * out_opt - value as the text of a cell; nothing where there is none
 * @t: table
 * @line: line
 * @col: column
 * @o: what the value is
 * @v: value
 */
void out_opt(struct out_table *t, struct libscols_line *line, size_t col, const struct opt *o,
	     const struct opt_val *v)
{
	char buf[64];

	if (v->set)
		out_cell(t, line, col, opt_text(o, v, buf, sizeof(buf)));
}

/**
 * out_mark - colour a line: red where something is wrong
 * @line: line
 * @bad: something is wrong
 */
void out_mark(struct libscols_line *line, bool bad)
{
	if (bad)
		scols_line_set_color(line, "red");
}

/**
 * out_print - print a table and release it; an empty one prints nothing
 * @h: context
 * @t: table
 */
int out_print(const struct hactl *h, struct out_table *t)
{
	int err = 0;

	if (!scols_table_is_empty(t->tb))
		err = scols_print_table(t->tb);
	scols_unref_table(t->tb);
	free(t);
	return err ? hactl_err(h, HACTL_USAGE, "cannot print: %s", strerror(-err)) : HACTL_OK;
}

/**
 * out_value - print a value with its name, on a new line where this one has no 80 columns left
 * @col: columns of this line so far
 * @o: what the value is
 * @v: value
 *
 * Return: columns of the line now.
 */
int out_value(int col, const struct opt *o, const struct opt_val *v)
{
	char value[OPT_TEXT_MAX], word[OPT_TEXT_MAX + 64];
	int len;

	len = snprintf(word, sizeof(word), "%s %s", o->name,
		       opt_text(o, v, value, sizeof(value)));
	if (col && col + 2 + len > 80) {
		putchar('\n');
		col = 0;
	}
	return col + printf("  %s", word);
}

/**
 * out_settings - print every option that can be set, as it is typed, in lines of 80 columns
 * @table: options
 * @n: entries of @table and @vals
 * @vals: values
 */
void out_settings(const struct opt *table, size_t n, const struct opt_val *vals)
{
	int col = 0;

	for (size_t i = 1; i < n; i++)
		if (table[i].cmds & CMD_SET)
			col = out_value(col, &table[i], &vals[i]);
	if (col)
		putchar('\n');
}

/**
 * out_age - a time in ms for people: 350ms, 12.3s, 5m20s, 2h05m, 3d04h
 * @ms: value; unset: empty
 * @buf: room
 * @len: size of @buf
 */
const char *out_age(const struct opt_val *ms, char *buf, size_t len)
{
	int64_t s = ms->num / 1000;

	if (!ms->set)
		snprintf(buf, len, "%s", "");
	else if (ms->num < 1000)
		snprintf(buf, len, "%" PRId64 "ms", ms->num);
	else if (s < 60)
		snprintf(buf, len, "%" PRId64 ".%" PRId64 "s", s, ms->num / 100 % 10);
	else if (s < 3600)
		snprintf(buf, len, "%" PRId64 "m%02" PRId64 "s", s / 60, s % 60);
	else if (s < 86400)
		snprintf(buf, len, "%" PRId64 "h%02" PRId64 "m", s / 3600, s / 60 % 60);
	else
		snprintf(buf, len, "%" PRId64 "d%02" PRId64 "h", s / 86400, s / 3600 % 24);
	return buf;
}
