// SPDX-License-Identifier: GPL-2.0-only
/* hactl monitor: events of both modules as they happen. */

#include "cmd.h"
#include "event.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>

/* Room for some thousand events that come faster than they are printed. */
#define RCVBUF (1 << 20)

static volatile sig_atomic_t stop;

static void on_signal(int sig)
{
	(void)sig;
	stop = 1;
}

struct watch {
	struct hactl *h;
	uint16_t family[ARRAY_SIZE(event_sources)];	/* 0: not watched */
};

static void print_event(const struct hactl *h, const struct event_source *src,
			const struct nlmsghdr *nlh)
{
	struct opt_val vals[OPT_MAX];

	if (!event_parse(src, nlh, vals))
		return;
	if (h->json)
		out_json_line(event_json(src, vals));
	else
		event_text(src, vals, stdout);
	fflush(stdout);
}

static void take_events(const struct watch *w, const char *buf, ssize_t n)
{
	const struct nlmsghdr *nlh = (const struct nlmsghdr *)buf;
	int left = (int)n;

	for (; mnl_nlmsg_ok(nlh, left); nlh = mnl_nlmsg_next(nlh, &left))
		for (size_t i = 0; i < ARRAY_SIZE(event_sources); i++)
			if (w->family[i] && nlh->nlmsg_type == w->family[i])
				print_event(w->h, &event_sources[i], nlh);
}

/* Signals are let in only while waiting, so that none is missed between a look and the wait. */
static int loop(struct watch *w)
{
	struct pollfd pfd = { .fd = mnl_socket_get_fd(w->h->ge.sock), .events = POLLIN };
	char buf[32768] __attribute__((aligned(NLMSG_ALIGNTO)));
	struct sigaction sa = { .sa_handler = on_signal };
	sigset_t block, old;

	sigemptyset(&block);
	sigaddset(&block, SIGINT);
	sigaddset(&block, SIGTERM);
	sigprocmask(SIG_BLOCK, &block, &old);
	sigdelset(&old, SIGINT);
	sigdelset(&old, SIGTERM);
	sigaction(SIGINT, &sa, NULL);
	sigaction(SIGTERM, &sa, NULL);
	while (!stop && !ferror(stdout)) {
		ssize_t n;

		if (ppoll(&pfd, 1, NULL, &old) < 0)
			continue;
		n = mnl_socket_recvfrom(w->h->ge.sock, buf, sizeof(buf));
		if (n < 0 && errno == ENOBUFS)
			hactl_err(w->h, HACTL_OK, "some events were lost: they came too fast");
		else if (n < 0 && errno != EINTR)
			return hactl_err(w->h, HACTL_REFUSED, "events: %s", strerror(errno));
		else if (n > 0)
			take_events(w, buf, n);
	}
	return HACTL_OK;
}

/* Watch one family, or all (NULL) of those that are there. */
static int monitor(struct hactl *h, const char *only)
{
	const char *missing = NULL;
	struct watch w = { .h = h };
	int size = RCVBUF, fd;
	bool any = false;

	for (size_t i = 0; i < ARRAY_SIZE(event_sources); i++) {
		const struct event_source *src = &event_sources[i];
		int err;

		if (only && strcmp(only, src->family))
			continue;
		err = genl_join(h, src->family, src->group, &w.family[i]);
		if (err && err != -EPROTONOSUPPORT)
			return hactl_nl_err(h, &h->ge, err, src->family);
		if (err)
			missing = src->family;
		any |= !err;
	}
	if (!any && !only)
		return hactl_err(h, HACTL_MISSING,
				 "neither the trunk nor the ipmp module is loaded: modprobe trunk; modprobe ipmp");
	if (!any)
		return hactl_missing(h, only);
	if (missing)
		hactl_missing(h, missing);
	/* only root may go beyond net.core.rmem_max */
	fd = mnl_socket_get_fd(h->ge.sock);
	if (setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size)) < 0)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &size, sizeof(size));
	return loop(&w);
}

static int monitor_all(struct hactl *h, struct args *a)
{
	(void)a;
	return monitor(h, NULL);
}

static int monitor_one(struct hactl *h, struct args *a)
{
	return monitor(h, a->cmd->name);
}

static const struct cmd cmds[] = {
	{ "trunk", monitor_one, 0, 0, 0, "", "print events of trunks and ports" },
	{ "ipmp", monitor_one, 0, 0, 0, "", "print events of groups, interfaces and addresses" },
};

static const struct cmd all = {
	"", monitor_all, 0, 0, 0, "", "print events of both until interrupted",
};

static const struct opt no_opts[1] = { { .name = "" } };

const struct object object_monitor = {
	.name = "monitor",
	.help = "events as they happen",
	.cmds = cmds,
	.ncmds = ARRAY_SIZE(cmds),
	.fallback = &all,
	.opts = no_opts,
	.nopts = ARRAY_SIZE(no_opts),
};
