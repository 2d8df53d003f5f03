// SPDX-License-Identifier: GPL-2.0-only
/* Batch: one command a line, until the first error. */

#include "hactl.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define WORDS_MAX (NAMES_MAX + 8)

/* End of a quoted word; the quotes are dropped by moving it one to the left. */
static char *unquote(char *p, char quote)
{
	char *end = strchr(p + 1, quote);

	if (!end)
		return NULL;
	memmove(p, p + 1, (size_t)(end - p - 1));
	end[-1] = '\0';
	return end + 1;
}

/**
 * batch_split - split a line into words: blanks between them, '...' and "..." around one, # comment
 * @line: line, changed in place
 * @argv: filled
 * @max: its size
 *
 * Return: words, -1: a quote is not closed, -2: too many words.
 */
int batch_split(char *line, char **argv, int max)
{
	int argc = 0;
	char *p = line;

	for (;;) {
		while (isspace((unsigned char)*p))
			p++;
		if (!*p || *p == '#')
			return argc;
		if (argc == max)
			return -2;
		argv[argc++] = p;
		if (*p == '"' || *p == '\'') {
			p = unquote(p, *p);
			if (!p)
				return -1;
			continue;
		}
		while (*p && !isspace((unsigned char)*p))
			p++;
		if (*p)
			*p++ = '\0';
	}
}

static int run_line(struct hactl *h, char *line)
{
	char *argv[WORDS_MAX + 1] = { NULL };
	int argc = batch_split(line, argv, WORDS_MAX);

	if (argc == -1)
		return hactl_err(h, HACTL_USAGE, "a quote is not closed");
	if (argc == -2)
		return hactl_err(h, HACTL_USAGE, "more than %d words", WORDS_MAX);
	return argc ? args_dispatch(h, argc, argv) : HACTL_OK;
}

/**
 * batch_run - run the commands of a file until one fails
 * @h: context
 * @path: file, "-": standard input
 *
 * Return: exit status of the last command.
 */
int batch_run(struct hactl *h, const char *path)
{
	bool std = !strcmp(path, "-");
	FILE *f = std ? stdin : fopen(path, "re");
	int status = HACTL_OK;
	char *line = NULL;
	size_t size = 0;

	if (!f)
		return hactl_err(h, HACTL_USAGE, "%s: %s", path, strerror(errno));
	h->file = std ? "standard input" : path;
	while (!status && getline(&line, &size, f) >= 0) {
		h->line++;
		status = run_line(h, line);
	}
	h->file = NULL;
	if (!status && ferror(f))
		status = hactl_err(h, HACTL_USAGE, "%s: %s", path, strerror(errno));
	free(line);
	if (!std)
		fclose(f);
	return status;
}
