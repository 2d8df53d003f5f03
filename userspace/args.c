// SPDX-License-Identifier: GPL-2.0-only
/* Command line to a checked struct args, by the tables of the objects; nothing is sent here. */

#include "hactl.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* An error that names the command. */
__attribute__((format(printf, 3, 4)))
static int bad(const struct hactl *h, const struct args *a, const char *fmt, ...)
{
	char text[512];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	return hactl_err(h, HACTL_USAGE, "%s %s: %s", a->obj->name, a->cmd->name, text);
}

/* An error that says what the command takes. */
static int bad_usage(const struct hactl *h, const struct args *a, const char *what,
		     const char *fault)
{
	return bad(h, a, "%s%s: usage: hactl %s %s %s", what, fault, a->obj->name, a->cmd->name,
		   a->cmd->synopsis);
}

/* "unknown X: did you mean Y? valid: ..."; names may hold NULLs. */
static int unknown(struct hactl *h, const char *where, const char *what, const char *word,
		   const char *const *names, size_t n)
{
	const char *near = opt_nearest(word, names, n);
	char list[1024] = "";
	size_t at = 0;

	for (size_t i = 0; i < n && at < sizeof(list); i++)
		if (names[i])
			at += (size_t)snprintf(list + at, sizeof(list) - at, "%s%s",
					       at ? ", " : "", names[i]);
	return hactl_err(h, HACTL_USAGE, "%sunknown %s \"%s\"%s%s%s; valid: %s", where, what, word,
			 near ? " (did you mean " : "", near ? near : "", near ? "?)" : "", list);
}

static int unknown_option(struct hactl *h, const struct args *a, const char *word)
{
	const char *names[OPT_MAX] = { NULL };
	char where[64];
	bool any = false;

	for (size_t i = 1; i < a->obj->nopts; i++) {
		if (!(a->obj->opts[i].cmds & a->cmd->bit))
			continue;
		names[i] = a->obj->opts[i].name;
		any = true;
	}
	if (!any)
		return bad_usage(h, a, word, " is too much");
	snprintf(where, sizeof(where), "%s %s: ", a->obj->name, a->cmd->name);
	return unknown(h, where, "option", word, names, a->obj->nopts);
}

static int take_names(struct hactl *h, struct args *a, int argc, char **argv)
{
	char err[256];

	while (a->nnames < argc && a->nnames < a->cmd->max) {
		const char *text = argv[a->nnames];

		if (!opt_parse(&a->obj->opts[0], text, &a->name[a->nnames], err, sizeof(err)))
			return bad(h, a, "%s", err);
		a->text[a->nnames++] = text;
	}
	if (a->nnames < a->cmd->min)
		return bad_usage(h, a, a->obj->opts[0].name, " is missing");
	return HACTL_OK;
}

static int take_option(struct hactl *h, struct args *a, const char *word, const char *value)
{
	const struct opt *o = opt_find(a->obj->opts, a->obj->nopts, a->cmd->bit, word);
	struct opt_val *v;
	char err[256];

	if (!o)
		return unknown_option(h, a, word);
	if (!value)
		return bad(h, a, "%s needs a value: %s %s", o->name, o->name, opt_metavar(o));
	v = &a->val[o - a->obj->opts];
	if (v->set)
		return bad(h, a, "%s is given twice", o->name);
	if (!opt_parse(o, value, v, err, sizeof(err)))
		return bad(h, a, "%s", err);
	return HACTL_OK;
}

/**
 * args_parse - check the words that follow a command and turn them into values
 * @h: context
 * @a: object and command are set; filled
 * @argc: words
 * @argv: words
 *
 * Return: HACTL_OK, or HACTL_USAGE with the error said.
 */
int args_parse(struct hactl *h, struct args *a, int argc, char **argv)
{
	int status = take_names(h, a, argc, argv);
	bool any = false;

	for (int i = a->nnames; !status && i < argc; i += 2) {
		status = take_option(h, a, argv[i], i + 1 < argc ? argv[i + 1] : NULL);
		any = true;
	}
	if (status)
		return status;
	for (size_t i = 1; i < a->obj->nopts; i++) {
		const struct opt *o = &a->obj->opts[i];

		if ((o->required & a->cmd->bit) && !a->val[i].set)
			return bad_usage(h, a, o->name, " is missing");
	}
	if (a->cmd->bit == CMD_SET && !any)
		return bad_usage(h, a, "no option to set", "");
	return HACTL_OK;
}

static const struct object *find_object(const char *word)
{
	for (size_t i = 0; i < nobjects; i++)
		if (!strcmp(objects[i]->name, word))
			return objects[i];
	return NULL;
}

static const struct cmd *find_cmd(const struct object *obj, const char *word)
{
	for (size_t i = 0; i < obj->ncmds; i++)
		if (!strcmp(obj->cmds[i].name, word))
			return &obj->cmds[i];
	return NULL;
}

static int unknown_object(struct hactl *h, const char *word)
{
	const char *names[16] = { "help" };
	size_t n = 1;

	for (size_t i = 0; i < nobjects; i++)
		names[n++] = objects[i]->name;
	return unknown(h, "", "object", word, names, n);
}

static int unknown_cmd(struct hactl *h, const struct object *obj, const char *word)
{
	const char *names[16] = { "help" };
	char where[64], list[128] = "";
	size_t n = 1, at = 0;

	for (size_t i = 0; i < obj->ncmds; i++) {
		names[n++] = obj->cmds[i].name;
		at += (size_t)snprintf(list + at, sizeof(list) - at, "%s, ", obj->cmds[i].name);
	}
	snprintf(where, sizeof(where), "%s: ", obj->name);
	if (word)
		return unknown(h, where, "command", word, names, n);
	return hactl_err(h, HACTL_USAGE, "%s: a command is missing; valid: %shelp", obj->name,
			 list);
}

/**
 * args_dispatch - run one command line
 * @h: context
 * @argc: words, at least one
 * @argv: object, command, and what it takes
 *
 * Return: exit status.
 */
int args_dispatch(struct hactl *h, int argc, char **argv)
{
	const struct object *obj;
	struct args a = { 0 };
	int status;

	if (!strcmp(argv[0], "help")) {
		help_all(stdout);
		return HACTL_OK;
	}
	obj = find_object(argv[0]);
	if (!obj)
		return unknown_object(h, argv[0]);
	a.obj = obj;
	a.cmd = argc > 1 ? find_cmd(obj, argv[1]) : obj->fallback;
	if (argc > 1 && !strcmp(argv[1], "help")) {
		help_object(obj, stdout);
		return HACTL_OK;
	}
	if (!a.cmd)
		return unknown_cmd(h, obj, argc > 1 ? argv[1] : NULL);
	if (argc == 3 && !strcmp(argv[2], "help")) {
		help_cmd(obj, a.cmd, stdout);
		return HACTL_OK;
	}
	status = args_parse(h, &a, argc > 2 ? argc - 2 : 0, argv + 2);
	if (!status)
		status = a.cmd->run(h, &a);
	opt_free(a.val, OPT_MAX);
	return status;
}
