// SPDX-License-Identifier: GPL-2.0-only
/* hactl: configures and shows trunks (trunk.ko) and IP multipathing groups (ipmp.ko). */

#include "hactl.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <locale.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#ifndef HACTL_VERSION
#define HACTL_VERSION "unknown"
#endif

#define NETNS_DIR "/run/netns"

const struct object *const objects[] = {
	&object_trunk, &object_port, &object_ipmp, &object_interface, &object_address,
	&object_monitor,
};

const size_t nobjects = ARRAY_SIZE(objects);

/**
 * hactl_err - say what went wrong, one line on stderr
 * @h: context: in a batch the line is named
 * @status: exit status
 * @fmt: text, without an end of line
 *
 * Return: @status.
 */
int hactl_err(const struct hactl *h, int status, const char *fmt, ...)
{
	va_list ap;

	fflush(stdout);
	fputs("hactl: ", stderr);
	if (h->file)
		fprintf(stderr, "%s:%u: ", h->file, h->line);
	va_start(ap, fmt);
	vfprintf(stderr, fmt, ap);
	va_end(ap);
	fputc('\n', stderr);
	return status;
}

/**
 * hactl_missing - say that a module is not loaded
 * @h: context
 * @module: its name
 */
int hactl_missing(const struct hactl *h, const char *module)
{
	return hactl_err(h, HACTL_MISSING, "the %s module is not loaded: modprobe %s", module,
			 module);
}

/**
 * hactl_nl_err - say why the kernel refused: its own text, with the option it points at
 * @h: context
 * @nl: socket the request went by
 * @err: negative errno
 * @what: object the request was about
 *
 * Return: exit status.
 */
int hactl_nl_err(const struct hactl *h, const struct nl *nl, int err, const char *what)
{
	const char *option = nl->option;

	if (err == -EPROTONOSUPPORT && !nl->text[0])
		return hactl_missing(h, "ipmp");
	if (err == -EPERM && !nl->text[0])
		return hactl_err(h, HACTL_REFUSED,
				 "%s: not permitted: this needs CAP_NET_ADMIN in the user namespace that owns the network namespace",
				 what);
	/* most texts name the option themselves */
	if (option && strstr(nl->text, option))
		option = NULL;
	return hactl_err(h, HACTL_REFUSED, "%s: %s%s%s", what, option ? option : "",
			 option ? ": " : "", nl->text[0] ? nl->text : strerror(-err));
}

static int enter_netns(struct hactl *h, const char *name)
{
	char path[4096];
	int fd, err;

	if (!*name || strchr(name, '/') || !strcmp(name, ".") || !strcmp(name, "..") ||
	    snprintf(path, sizeof(path), NETNS_DIR "/%s", name) >= (int)sizeof(path))
		return hactl_err(h, HACTL_USAGE, "\"%s\" is not the name of a network namespace",
				 name);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return hactl_err(h, HACTL_USAGE, "network namespace %s: %s", name, strerror(errno));
	err = setns(fd, CLONE_NEWNET) < 0 ? errno : 0;
	close(fd);
	if (err == EPERM)
		return hactl_err(h, HACTL_REFUSED,
				 "network namespace %s: not permitted: entering it needs CAP_SYS_ADMIN",
				 name);
	if (err)
		return hactl_err(h, HACTL_REFUSED, "network namespace %s: %s", name, strerror(err));
	return HACTL_OK;
}

static const struct option long_options[] = {
	{ "json", no_argument, NULL, 'j' },
	{ "pretty", no_argument, NULL, 'p' },
	{ "stats", no_argument, NULL, 's' },
	{ "netns", required_argument, NULL, 'n' },
	{ "batch", required_argument, NULL, 'b' },
	{ "version", no_argument, NULL, 'V' },
	{ "help", no_argument, NULL, 'h' },
	{ "complete", no_argument, NULL, 'C' },
	{ }
};

/* getopt has passed over a long option, but not over the rest of -abc. */
static int bad_option(const struct hactl *h, const char *passed)
{
	const char letter[] = { '-', (char)optopt, '\0' };
	const char *text = strncmp(passed, "--", 2) ? letter : passed;

	return hactl_err(h, HACTL_USAGE, "unknown option %s: see hactl help", text);
}

/* Options of all commands; -1: go on, else the exit status. */
static int take_options(struct hactl *h, int argc, char **argv, const char **batch,
			const char **netns, bool *completing)
{
	int c;

	opterr = 0;
	while ((c = getopt_long(argc, argv, "+:jpsn:b:Vh", long_options, NULL)) != -1) {
		switch (c) {
		case 'j':
			h->json = true;
			break;
		case 'p':
			h->pretty = true;
			break;
		case 's':
			h->stats = true;
			break;
		case 'n':
			*netns = optarg;
			break;
		case 'b':
			*batch = optarg;
			break;
		case 'C':
			*completing = true;
			return -1;
		case 'V':
			printf("hactl %s\n", HACTL_VERSION);
			return HACTL_OK;
		case 'h':
			help_all(stdout);
			return HACTL_OK;
		case ':':
			return hactl_err(h, HACTL_USAGE, "option -%c needs a value: see hactl help",
					 optopt);
		default:
			return bad_option(h, argv[optind - 1]);
		}
	}
	return -1;
}

static int run(struct hactl *h, int argc, char **argv)
{
	const char *batch = NULL, *netns = NULL;
	bool completing = false;
	int status;

	status = take_options(h, argc, argv, &batch, &netns, &completing);
	if (status >= 0)
		return status;
	argc -= optind;
	argv += optind;
	if (completing)
		return complete(h, argc, argv);
	if (netns) {
		status = enter_netns(h, netns);
		if (status)
			return status;
	}
	if (batch && argc)
		return hactl_err(h, HACTL_USAGE, "%s: a batch takes its commands from %s", argv[0],
				 batch);
	if (batch)
		return batch_run(h, batch);
	if (!argc) {
		help_all(stderr);
		return HACTL_USAGE;
	}
	return args_dispatch(h, argc, argv);
}

int main(int argc, char **argv)
{
	struct hactl h = { 0 };
	int status;

	setlocale(LC_ALL, "");
	status = run(&h, argc, argv);
	nl_close(&h.rt);
	nl_close(&h.ge);
	h.file = NULL;
	/* an answer that did not arrive was not given */
	if ((fflush(stdout) || ferror(stdout)) && !status)
		status = hactl_err(&h, HACTL_USAGE, "standard output: %s", strerror(errno));
	return status;
}
