/* SPDX-License-Identifier: GPL-2.0-only */
/* What the tools share: the end of one that failed, network namespaces, time. Needs _GNU_SOURCE. */

#ifndef _TOOL_H
#define _TOOL_H

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

/* Exit status of a tool that could not do its work. */
#ifndef TOOL_FAILED
#define TOOL_FAILED 1
#endif

#define NSEC_PER_SEC 1000000000LL

static inline void die(const char *what)
{
	fprintf(stderr, "%s: %s: %s\n", program_invocation_short_name, what, strerror(errno));
	exit(TOOL_FAILED);
}

static inline void enter(const char *netns)
{
	char path[256];
	int fd;

	snprintf(path, sizeof(path), "/run/netns/%s", netns);
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd < 0 || setns(fd, CLONE_NEWNET))
		die(netns);
	close(fd);
}

static inline int64_t now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * NSEC_PER_SEC + ts.tv_nsec;
}

/* Until then, or until a signal sets @stopped. */
static inline void sleep_until(int64_t t, const volatile sig_atomic_t *stopped)
{
	struct timespec ts = {
		.tv_sec = t / NSEC_PER_SEC,
		.tv_nsec = t % NSEC_PER_SEC,
	};

	while (!*stopped &&
	       clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &ts, NULL) == EINTR)
		;
}

#endif /* _TOOL_H */
