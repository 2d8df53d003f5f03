// SPDX-License-Identifier: GPL-2.0-only
/* hactl port drain: asks for it, and waits by the events until the port is removed. */

#include "cmd.h"
#include "event.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <unistd.h>

#include <linux/trunk.h>

/* Without an event for so long, look whether the port is still there. */
#define LOOK_SECONDS 2

static volatile sig_atomic_t stop;

static void on_signal(int sig)
{
	(void)sig;
	stop = 1;
}

/* Let in only while waiting; *old is the mask for that. */
static void catch_signals(sigset_t *old)
{
	struct sigaction sa = { .sa_handler = on_signal };
	sigset_t block;

	sigemptyset(&block);
	sigaddset(&block, SIGINT);
	sigaddset(&block, SIGTERM);
	sigprocmask(SIG_BLOCK, &block, old);
	sigdelset(old, SIGINT);
	sigdelset(old, SIGTERM);
	sigaction(SIGINT, &sa, NULL);
	sigaction(SIGTERM, &sa, NULL);
}

/**
 * struct wait - a drain that is waited for
 * @h: context, whose socket is for requests
 * @events: another one, whose socket is for events
 * @family: number of the family
 * @name: port
 * @ifindex: port
 * @phase: how far it is, TRUNK_DRAIN_PHASE_*
 * @gone: the device is no port any more
 */
struct wait {
	struct hactl *h;
	struct hactl events;
	uint16_t family;
	const char *name;
	int ifindex;
	uint64_t phase;
	bool gone;
};

static void show_progress(const struct wait *w)
{
	static const char *const text[] = {
		[TRUNK_DRAIN_PHASE_SENDING] = "sends what it has",
		[TRUNK_DRAIN_PHASE_PARTNER] = "waits for its partner to send no more",
		[TRUNK_DRAIN_PHASE_RECEIVING] = "waits until nothing comes any more",
		[TRUNK_DRAIN_PHASE_DONE] = "is removed, no frame was lost",
	};

	if (isatty(STDERR_FILENO) && w->phase < ARRAY_SIZE(text) && text[w->phase])
		fprintf(stderr, "%s: %s\n", w->name, text[w->phase]);
}

static bool over(const struct wait *w)
{
	return w->gone || w->phase >= TRUNK_DRAIN_PHASE_DONE;
}

static void take_event(struct wait *w, const struct nlmsghdr *nlh)
{
	struct opt_val vals[OPT_MAX];

	if (over(w) || nlh->nlmsg_type != w->family ||
	    !event_parse(&event_sources[0], nlh, vals) ||
	    vals[TRUNK_EVENT_PORT_IFINDEX].num != w->ifindex)
		return;
	if (vals[EVENT_TYPE].num == TRUNK_EVENT_TYPE_PORT_DEL)
		w->gone = true;
	if (vals[EVENT_TYPE].num != TRUNK_EVENT_TYPE_DRAIN)
		return;
	w->phase = (uint64_t)vals[TRUNK_EVENT_DRAIN].num;
	show_progress(w);
}

/* An event was lost, or whoever sent them is. */
static void look(struct wait *w)
{
	struct links links = { 0 };
	const struct link *port = NULL;

	if (!rtnl_link(w->h, &links, NULL, w->ifindex) && !model_links_index(&links))
		port = model_link_by_index(&links, w->ifindex);
	if (!port || !port->port)
		w->gone = true;
	model_links_free(&links);
}

static void wait_for_events(struct wait *w, const sigset_t *mask)
{
	struct pollfd pfd = { .fd = mnl_socket_get_fd(w->events.ge.sock), .events = POLLIN };
	const struct timespec patience = { .tv_sec = LOOK_SECONDS };
	char buf[32768] __attribute__((aligned(NLMSG_ALIGNTO)));

	while (!stop && !over(w)) {
		const struct nlmsghdr *nlh = (const struct nlmsghdr *)buf;
		int left = ppoll(&pfd, 1, &patience, mask);

		if (left > 0)
			left = (int)mnl_socket_recvfrom(w->events.ge.sock, buf, sizeof(buf));
		else if (!left)
			look(w);
		for (; left > 0 && mnl_nlmsg_ok(nlh, left); nlh = mnl_nlmsg_next(nlh, &left))
			take_event(w, nlh);
	}
}

static int result(const struct wait *w)
{
	switch (w->phase) {
	case TRUNK_DRAIN_PHASE_DONE:
		return HACTL_OK;
	case TRUNK_DRAIN_PHASE_INCOMPLETE:
		return hactl_err(w->h, HACTL_REFUSED,
				 "%s: is removed, but frames may be lost: time was up, or its link failed while it had some to send",
				 w->name);
	case TRUNK_DRAIN_PHASE_CANCELLED:
		return hactl_err(w->h, HACTL_REFUSED,
				 "%s: stays: the drain was cancelled, or the other ports have failed",
				 w->name);
	}
	return hactl_err(w->h, HACTL_REFUSED, "%s: was removed before it was drained", w->name);
}

static int drain(struct wait *w, const struct opt_val *vals)
{
	sigset_t mask;
	int err;

	err = genl_join(&w->events, TRUNK_FAMILY_NAME, TRUNK_MCGRP_EVENTS, &w->family);
	if (err)
		return hactl_nl_err(w->h, &w->events.ge, err, w->name);
	catch_signals(&mask);
	err = genl_drain(w->h, TRUNK_CMD_DRAIN, w->ifindex, vals);
	if (err)
		return hactl_nl_err(w->h, &w->h->ge, err, w->name);
	wait_for_events(w, &mask);
	if (over(w))
		return result(w);
	err = genl_drain(w->h, TRUNK_CMD_UNDRAIN, w->ifindex, NULL);
	if (err)
		return hactl_nl_err(w->h, &w->h->ge, err, w->name);
	return hactl_err(w->h, HACTL_REFUSED, "%s: stays: interrupted", w->name);
}

static const struct link *find(struct hactl *h, const struct args *a, struct links *links,
			       int *status)
{
	const struct link *port = NULL;

	*status = links_get_named(h, a, links);
	if (!*status) {
		port = links_find_port(h, links, a->name[0].text);
		*status = port ? HACTL_OK : HACTL_USAGE;
	}
	return port;
}

/* hactl port drain: done when the port is removed. */
int port_drain(struct hactl *h, struct args *a)
{
	const struct link *port;
	struct links links;
	int status;

	port = find(h, a, &links, &status);
	if (port) {
		struct wait w = { .h = h, .name = port->name, .ifindex = port->ifindex };

		status = drain(&w, a->val);
		nl_close(&w.events.ge);
	}
	model_links_free(&links);
	return status;
}

/* hactl port undrain: whoever waits for the drain is told. */
int port_undrain(struct hactl *h, struct args *a)
{
	const struct link *port;
	struct links links;
	int status, err;

	port = find(h, a, &links, &status);
	if (port) {
		err = genl_drain(h, TRUNK_CMD_UNDRAIN, port->ifindex, NULL);
		if (err)
			status = hactl_nl_err(h, &h->ge, err, port->name);
	}
	model_links_free(&links);
	return status;
}
