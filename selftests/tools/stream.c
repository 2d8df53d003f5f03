// SPDX-License-Identifier: GPL-2.0-only
/*
 * Traffic for the tests: numbered UDP datagrams at a fixed rate, a paced TCP
 * transfer, and what was lost of the datagrams.
 *
 * Times are CLOCK_MONOTONIC, which all network namespaces of a machine share,
 * so that both ends of a stream are on one clock.
 */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <inttypes.h>
#include <netdb.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tool.h"

#define NSEC_PER_MSEC	INT64_C(1000000)
#define NSEC_PER_USEC	INT64_C(1000)

/* A datagram: its number, and whether it is the last. */
struct frame {
	uint64_t seq;
	uint64_t last;
};

static volatile sig_atomic_t stopped;

static void on_signal(int sig)
{
	(void)sig;
	stopped = 1;
}

static int64_t number(const char *s)
{
	char *end;
	long long v;

	errno = 0;
	v = strtoll(s, &end, 10);
	if (errno || *end || end == s || v < 0) {
		fprintf(stderr, "stream: %s: not a number of 0 or more\n", s);
		exit(1);
	}
	return v;
}

static struct addrinfo *resolve(const char *host, const char *port, int type)
{
	struct addrinfo hints = {
		.ai_socktype = type,
		.ai_flags = AI_NUMERICHOST | AI_NUMERICSERV | AI_PASSIVE,
	};
	struct addrinfo *ai;
	int err;

	err = getaddrinfo(host, port, &hints, &ai);
	if (err) {
		fprintf(stderr, "stream: %s %s: %s\n", host, port,
			gai_strerror(err));
		exit(1);
	}
	return ai;
}

static int open_socket(const struct addrinfo *ai)
{
	int fd = socket(ai->ai_family, ai->ai_socktype, 0);

	if (fd < 0)
		die("socket");
	return fd;
}

static int bound_socket(const char *host, const char *port, int type)
{
	struct addrinfo *ai = resolve(host, port, type);
	int fd = open_socket(ai);
	int one = 1;

	setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	if (bind(fd, ai->ai_addr, ai->ai_addrlen))
		die(host);
	freeaddrinfo(ai);
	return fd;
}

static int connected_socket(const char *host, const char *port,
			    const char *source, int type)
{
	struct addrinfo *ai = resolve(host, port, type);
	int fd = source ? bound_socket(source, "0", type) : open_socket(ai);

	if (connect(fd, ai->ai_addr, ai->ai_addrlen))
		die(host);
	freeaddrinfo(ai);
	return fd;
}

/*
 * send ADDR PORT SOURCE INTERVAL_US DURATION_MS LOG: datagram n leaves at
 * start + n * interval; LOG gets "start_ns interval_ns count".
 */
static int cmd_send(char **arg)
{
	int64_t interval = number(arg[3]) * NSEC_PER_USEC;
	int64_t count = number(arg[4]) * NSEC_PER_MSEC / interval;
	int fd = connected_socket(arg[0], arg[1], arg[2], SOCK_DGRAM);
	struct frame frame = { 0 };
	int64_t start, n;
	FILE *log;

	log = fopen(arg[5], "w");
	if (!log)
		die(arg[5]);
	start = now();
	for (n = 0; n < count && !stopped; n++) {
		sleep_until(start + n * interval, &stopped);
		frame.seq = n;
		/* a datagram that the host refuses to send is a lost one */
		send(fd, &frame, sizeof(frame), 0);
	}
	fprintf(log, "%" PRId64 " %" PRId64 " %" PRId64 "\n", start, interval, n);
	fclose(log);

	/* the end is said more than once: it can be lost like any other */
	frame.last = 1;
	for (int i = 0; i < 20 && !stopped; i++) {
		send(fd, &frame, sizeof(frame), 0);
		sleep_until(now() + 50 * NSEC_PER_MSEC, &stopped);
	}
	return 0;
}

/*
 * recv ADDR PORT LOG: LOG gets "seq time_ns" for each datagram. Gives up after
 * a silence that no test waits for: in virtual time, in which a wait for the
 * host's disk lets the clock run ahead, half a minute is soon over.
 */
static int cmd_recv(char **arg)
{
	struct timeval timeout = { .tv_sec = 600 };
	int fd = bound_socket(arg[0], arg[1], SOCK_DGRAM);
	struct frame frame;
	ssize_t len;
	FILE *log;

	log = fopen(arg[2], "w");
	if (!log)
		die(arg[2]);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &timeout, sizeof(timeout));
	while (!stopped) {
		len = recv(fd, &frame, sizeof(frame), 0);
		if (len < 0)
			break;
		if (len != sizeof(frame))
			continue;
		if (frame.last)
			break;
		fprintf(log, "%" PRIu64 " %" PRId64 "\n", frame.seq, now());
	}
	fclose(log);
	return 0;
}

static void write_all(int fd, const uint8_t *buf, size_t len, const char *what)
{
	while (len) {
		ssize_t n = write(fd, buf, len);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			die(what);
		buf += n;
		len -= n;
	}
}

/* Bytes that no retransmission can put in the wrong place unnoticed. */
static void fill(uint8_t *buf, size_t len, uint64_t *state)
{
	for (size_t i = 0; i < len; i++) {
		*state = *state * 6364136223846793005ULL + 1442695040888963407ULL;
		buf[i] = *state >> 56;
	}
}

/*
 * tcp-send ADDR PORT SOURCE KBYTES_PER_SEC DURATION_MS: sends at that rate and
 * writes the same bytes to standard output, for a checksum.
 */
static int cmd_tcp_send(char **arg)
{
	int64_t step = 10 * NSEC_PER_MSEC;
	size_t len = number(arg[3]) * 1000 / 100;
	int64_t steps = number(arg[4]) * NSEC_PER_MSEC / step;
	int fd = connected_socket(arg[0], arg[1], arg[2], SOCK_STREAM);
	uint64_t state = 1;
	uint8_t *buf = malloc(len);
	int64_t start = now();
	char end;

	if (!buf)
		die("memory");
	for (int64_t n = 0; n < steps && !stopped; n++) {
		sleep_until(start + n * step, &stopped);
		fill(buf, len, &state);
		write_all(fd, buf, len, "connection lost");
		write_all(STDOUT_FILENO, buf, len, "stdout");
	}
	free(buf);
	/* all arrived when the other end has closed too */
	if (shutdown(fd, SHUT_WR) || read(fd, &end, 1) != 0)
		die("connection lost at its end");
	return 0;
}

/* tcp-recv ADDR PORT: one connection to standard output. */
static int cmd_tcp_recv(char **arg)
{
	int listener = bound_socket(arg[0], arg[1], SOCK_STREAM);
	static uint8_t buf[65536];
	ssize_t len;
	int fd;

	if (listen(listener, 1))
		die("listen");
	fd = accept(listener, NULL, NULL);
	if (fd < 0)
		die("accept");
	while ((len = read(fd, buf, sizeof(buf))) > 0)
		write_all(STDOUT_FILENO, buf, len, "stdout");
	if (len < 0)
		die("connection lost");
	return 0;
}

/*
 * loss SENT RECEIVED: the two logs as one JSON object. The gap is the longest
 * time between two datagrams that arrived.
 */
static int cmd_loss(char **arg)
{
	int64_t start, interval, sent, at, last = 0, gap = 0;
	int64_t received = 0, duplicates = 0, late = 0, highest = -1;
	uint64_t seq;
	uint8_t *seen;
	FILE *log;

	log = fopen(arg[0], "r");
	if (!log || fscanf(log, "%" SCNd64 " %" SCNd64 " %" SCNd64,
			   &start, &interval, &sent) != 3)
		die(arg[0]);
	fclose(log);
	seen = calloc(1, sent + 1);
	log = fopen(arg[1], "r");
	if (!log || !seen)
		die(arg[1]);
	while (fscanf(log, "%" SCNu64 " %" SCNd64, &seq, &at) == 2) {
		if (seq >= (uint64_t)sent)
			continue;
		if (seen[seq]++)
			duplicates++;
		else
			received++;
		if ((int64_t)seq < highest)
			late++;
		else
			highest = seq;
		if (last && at - last > gap)
			gap = at - last;
		last = at;
	}
	fclose(log);
	free(seen);
	printf("{\"sent\":%" PRId64 ",\"received\":%" PRId64 ",\"lost\":%" PRId64
	       ",\"duplicates\":%" PRId64 ",\"reordered\":%" PRId64
	       ",\"longest_gap_us\":%" PRId64 "}\n",
	       sent, received, sent - received, duplicates, late,
	       gap / NSEC_PER_USEC);
	return 0;
}

static int cmd_now(char **arg)
{
	(void)arg;
	printf("%" PRId64 "\n", now());
	return 0;
}

static const struct command {
	const char *name;
	int args;
	int (*run)(char **arg);
	const char *usage;
} commands[] = {
	{ "send", 6, cmd_send, "ADDR PORT SOURCE INTERVAL_US DURATION_MS LOG" },
	{ "recv", 3, cmd_recv, "ADDR PORT LOG" },
	{ "loss", 2, cmd_loss, "SENT RECEIVED" },
	{ "tcp-send", 5, cmd_tcp_send, "ADDR PORT SOURCE KBYTES_PER_SEC DURATION_MS" },
	{ "tcp-recv", 2, cmd_tcp_recv, "ADDR PORT" },
	{ "now", 0, cmd_now, "" },
};

#define ARRAY_SIZE(a)	(sizeof(a) / sizeof((a)[0]))

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = on_signal };

	/* no SA_RESTART: a blocked recv() ends, and its log is written */
	sigaction(SIGTERM, &action, NULL);
	sigaction(SIGINT, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
	for (size_t i = 0; argc > 1 && i < ARRAY_SIZE(commands); i++)
		if (!strcmp(argv[1], commands[i].name) &&
		    argc - 2 == commands[i].args)
			return commands[i].run(argv + 2);
	fprintf(stderr, "Usage:\n");
	for (size_t i = 0; i < ARRAY_SIZE(commands); i++)
		fprintf(stderr, "  stream %s %s\n", commands[i].name,
			commands[i].usage);
	return 1;
}
