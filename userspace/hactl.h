/* SPDX-License-Identifier: GPL-2.0-only */
/* What every part of hactl shares: its context, exit status, objects and commands. */

#ifndef HACTL_H
#define HACTL_H

#include <stdbool.h>
#include <stddef.h>

#include "nl.h"
#include "opt.h"

#define ARRAY_SIZE(a) (sizeof(a) / sizeof((a)[0]))

/* Exit status. */
enum {
	HACTL_OK,
	HACTL_USAGE,	/* usage or configuration error: nothing was asked of the kernel */
	HACTL_REFUSED,	/* the kernel refused */
	HACTL_MISSING,	/* module or generic netlink family missing */
};

/**
 * struct hactl - context of one run
 * @json: one JSON document instead of text (-j)
 * @pretty: indented JSON (-p)
 * @stats: with traffic counters (-s)
 * @file: batch file, NULL outside of a batch
 * @line: line of @file
 * @rt: rtnetlink
 * @ge: generic netlink
 */
struct hactl {
	bool json;
	bool pretty;
	bool stats;
	const char *file;
	unsigned int line;
	struct nl rt;
	struct nl ge;
};

struct args;

/**
 * struct cmd - one command of an object
 * @name: its word
 * @run: does it and returns the exit status
 * @bit: which options it takes (CMD_*)
 * @min: names it needs
 * @max: names it takes
 * @synopsis: what follows its word
 * @help: one line
 */
struct cmd {
	const char *name;
	int (*run)(struct hactl *h, struct args *a);
	unsigned int bit;
	int min;
	int max;
	const char *synopsis;
	const char *help;
};

/**
 * struct object - one object: first word on the command line
 * @name: its word
 * @help: one line
 * @cmds: commands
 * @ncmds: how many
 * @fallback: run where no command follows, or NULL
 * @opts: options; entry 0 is the name of the object, what a command's names are
 * @nopts: how many
 * @names: prints the names there are, for completion, or NULL
 */
struct object {
	const char *name;
	const char *help;
	const struct cmd *cmds;
	size_t ncmds;
	const struct cmd *fallback;
	const struct opt *opts;
	size_t nopts;
	void (*names)(struct hactl *h);
};

/* More names in one command than that are a mistake. */
#define NAMES_MAX 256

/**
 * struct args - a command line that has been checked
 * @obj: object
 * @cmd: command
 * @name: names, checked for their form only
 * @nnames: how many
 * @val: options that were given, by entry of the object's table
 */
struct args {
	const struct object *obj;
	const struct cmd *cmd;
	struct opt_val name[NAMES_MAX];
	const char *text[NAMES_MAX];
	int nnames;
	struct opt_val val[OPT_MAX];
};

extern const struct object object_trunk;
extern const struct object object_port;
extern const struct object object_ipmp;
extern const struct object object_interface;
extern const struct object object_address;
extern const struct object object_monitor;
extern const struct object *const objects[];
extern const size_t nobjects;

__attribute__((format(printf, 3, 4)))
int hactl_err(const struct hactl *h, int status, const char *fmt, ...);
int hactl_nl_err(const struct hactl *h, const struct nl *nl, int err, const char *what);
int hactl_missing(const struct hactl *h, const char *module);

/* args.c */
int args_parse(struct hactl *h, struct args *a, int argc, char **argv);
int args_dispatch(struct hactl *h, int argc, char **argv);

/* help.c */
void help_all(FILE *f);
void help_object(const struct object *obj, FILE *f);
void help_cmd(const struct object *obj, const struct cmd *cmd, FILE *f);

/* complete.c */
int complete(struct hactl *h, int argc, char **argv);

/* batch.c */
int batch_run(struct hactl *h, const char *path);
int batch_split(char *line, char **argv, int max);

#endif
