// SPDX-License-Identifier: GPL-2.0-only
/* Help at each level, from the tables. */

#include "hactl.h"

#include <stdio.h>
#include <string.h>

/**
 * help_all - objects and the options of all commands
 * @f: where to
 */
void help_all(FILE *f)
{
	fputs("usage: hactl [-j [-p]] [-s] [-n NETNS] OBJECT COMMAND ...\n"
	      "       hactl [-j [-p]] [-s] [-n NETNS] -b FILE\n\n"
	      "objects (hactl OBJECT help says more):\n", f);
	for (size_t i = 0; i < nobjects; i++)
		fprintf(f, "  %-12s %s\n", objects[i]->name, objects[i]->help);
	fputs("\noptions:\n"
	      "  -j, --json         one JSON document instead of text\n"
	      "  -p, --pretty       with -j: indented\n"
	      "  -s, --stats        with traffic counters\n"
	      "  -n, --netns NETNS  in that network namespace (/run/netns/NETNS)\n"
	      "  -b, --batch FILE   one command a line from FILE (-: standard input), to the\n"
	      "                     first error\n"
	      "  -V, --version      version\n"
	      "  -h, --help         this text\n\n"
	      "exit status: 0 done, 1 usage or configuration error, 2 refused by the kernel,\n"
	      "             3 module or netlink family missing\n", f);
}

static bool takes_options(const struct object *obj, unsigned int bits)
{
	for (size_t i = 1; i < obj->nopts; i++)
		if (obj->opts[i].cmds & bits)
			return true;
	return false;
}

static void help_options(const struct object *obj, unsigned int bits, FILE *f)
{
	if (!takes_options(obj, bits))
		return;
	fputs("\noptions:\n", f);
	for (size_t i = 1; i < obj->nopts; i++)
		if (obj->opts[i].cmds & bits)
			opt_help(&obj->opts[i], f);
}

static void help_line(const struct object *obj, const struct cmd *cmd, FILE *f)
{
	fprintf(f, "  hactl %s %s%s%s\n      %s\n", obj->name, cmd->name,
		*cmd->synopsis ? " " : "", cmd->synopsis, cmd->help);
}

/**
 * help_object - commands of an object and every option they take
 * @obj: object
 * @f: where to
 */
void help_object(const struct object *obj, FILE *f)
{
	fprintf(f, "%s: %s\n\n", obj->name, obj->help);
	if (obj->fallback)
		fprintf(f, "  hactl %s\n      %s\n", obj->name, obj->fallback->help);
	for (size_t i = 0; i < obj->ncmds; i++)
		help_line(obj, &obj->cmds[i], f);
	help_options(obj, CMD_ADD | CMD_SET | CMD_DEL | CMD_DRAIN, f);
}

/**
 * help_cmd - one command and the options it takes
 * @obj: object
 * @cmd: command
 * @f: where to
 */
void help_cmd(const struct object *obj, const struct cmd *cmd, FILE *f)
{
	help_line(obj, cmd, f);
	help_options(obj, cmd->bit, f);
}
