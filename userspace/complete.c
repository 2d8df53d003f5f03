// SPDX-License-Identifier: GPL-2.0-only
/* Completion: words that may come next, one a line (hactl --complete WORD...). */

#include "cmd.h"

#include <stdio.h>
#include <string.h>

static int skip_options(int argc, char **argv)
{
	int i = 0;

	while (i < argc && argv[i][0] == '-') {
		bool takes_value = !strcmp(argv[i], "-n") || !strcmp(argv[i], "--netns") ||
				   !strcmp(argv[i], "-b") || !strcmp(argv[i], "--batch");

		i += takes_value ? 2 : 1;
	}
	return i;
}

static void complete_value(struct hactl *h, const struct opt *o)
{
	if (o == &port_opts[PORT_TRUNK]) {
		object_trunk.names(h);
		return;
	}
	switch (o->kind) {
	case OPT_BOOL:
		puts("on\noff");
		break;
	case OPT_WORD:
		for (const struct opt_word *w = o->words; w->name; w++)
			puts(w->name);
		break;
	case OPT_INDEX:
		puts("none");
		__attribute__((fallthrough));
	case OPT_DEV:
		links_names(h, NULL);
		break;
	case OPT_GROUP:
		object_ipmp.names(h);
		break;
	default:
		break;
	}
}

static bool given(const struct opt *o, int argc, char **argv)
{
	for (int i = 0; i < argc; i += 2)
		if (!strcmp(argv[i], o->name) || (o->alias && !strcmp(argv[i], o->alias)))
			return true;
	return false;
}

/* argv: what follows the command. */
static void complete_args(struct hactl *h, const struct object *obj, const struct cmd *cmd,
			  int argc, char **argv)
{
	int nopts = argc - cmd->min;

	if (argc < cmd->max && (argc < cmd->min || cmd->bit == CMD_DEL || cmd->bit == CMD_SHOW)) {
		if (!argc)
			puts("help");
		if (!cmd->bit)
			links_names(h, NULL);
		else if (cmd->bit != CMD_ADD && obj->names)
			obj->names(h);
		else if (cmd->bit == CMD_ADD && (obj == &object_port || obj == &object_interface))
			links_names(h, NULL);
		return;
	}
	if (nopts % 2) {
		const struct opt *o = opt_find(obj->opts, obj->nopts, cmd->bit, argv[argc - 1]);

		if (o)
			complete_value(h, o);
		return;
	}
	for (size_t i = 1; i < obj->nopts; i++)
		if ((obj->opts[i].cmds & cmd->bit) &&
		    !given(&obj->opts[i], nopts, argv + cmd->min))
			puts(obj->opts[i].name);
}

/**
 * complete - print what may come after the words typed so far
 * @h: context
 * @argc: words before the one that is being typed
 * @argv: these
 */
int complete(struct hactl *h, int argc, char **argv)
{
	int skip = skip_options(argc, argv);
	const struct object *obj = NULL;

	if (skip > argc)
		return HACTL_OK;	/* the value of an option */
	argc -= skip;
	argv += skip;
	if (!argc) {
		puts("help");
		for (size_t i = 0; i < nobjects; i++)
			puts(objects[i]->name);
		return HACTL_OK;
	}
	for (size_t i = 0; i < nobjects; i++)
		if (!strcmp(objects[i]->name, argv[0]))
			obj = objects[i];
	if (!obj)
		return HACTL_OK;
	if (argc == 1)
		puts("help");
	for (size_t i = 0; i < obj->ncmds; i++) {
		if (argc == 1)
			puts(obj->cmds[i].name);
		else if (!strcmp(obj->cmds[i].name, argv[1]) && obj->opts)
			complete_args(h, obj, &obj->cmds[i], argc - 2, argv + 2);
	}
	return HACTL_OK;
}
