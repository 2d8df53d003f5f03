// SPDX-License-Identifier: GPL-2.0-only
/* Options: what help says of one. */

#include "opt.h"

#include <inttypes.h>
#include <string.h>

#define WIDTH 80
#define INDENT 27

/* Words of text from column INDENT on, in lines of WIDTH columns. */
static void wrap(const char *text, FILE *f)
{
	int col = INDENT;

	while (*text) {
		int len = (int)strcspn(text, " ");

		if (col > INDENT && col + 1 + len > WIDTH) {
			fprintf(f, "\n%*s", INDENT, "");
			col = INDENT;
		}
		col += fprintf(f, "%s%.*s", col > INDENT ? " " : "", len, text);
		text += len;
		text += strspn(text, " ");
	}
	fputc('\n', f);
}

static void entry(const char *head, int margin, const char *text, FILE *f)
{
	int len = fprintf(f, "%*s%s", margin, "", head);

	if (len >= INDENT) {
		fputc('\n', f);
		len = 0;
	}
	fprintf(f, "%*s", INDENT - len, "");
	wrap(text, f);
}

/**
 * opt_help - one option: meaning, range, unit, default, value set
 * @o: option
 * @f: where to
 */
void opt_help(const struct opt *o, FILE *f)
{
	char head[64], range[64] = "", text[512];

	if (o->kind == OPT_NUM)
		snprintf(range, sizeof(range), "; %" PRId64 "..%" PRId64 "%s%s", o->min, o->max,
			 o->unit ? " " : "", o->unit ? o->unit : "");
	snprintf(text, sizeof(text), "%s%s%s%s%s%s%s", o->help, range, o->dflt ? "; default " : "",
		 o->dflt ? o->dflt : "", o->alias ? " (also " : "", o->alias ? o->alias : "",
		 o->alias ? ")" : "");
	snprintf(head, sizeof(head), "%s %s", o->name, opt_metavar(o));
	entry(head, 2, text, f);
	for (const struct opt_word *w = o->words; w && w->name; w++) {
		snprintf(head, sizeof(head), "%s (%" PRIu32 ")", w->name, w->num);
		entry(head, 4, w->help, f);
	}
}
