// SPDX-License-Identifier: GPL-2.0-only
/*
 * Draws what happened to links and to the streams over them.
 *
 * timeline draw DIR      lanes of links and streams, then a row an event
 * timeline totals DIR    the whole run as one JSON object
 *
 * DIR holds the record of a run, in nanoseconds of CLOCK_MONOTONIC:
 *   links    TIME LINK STATE       STATE: up, carrier (lost), admin (down)
 *   events   TIME TEXT...          the last one ends the run
 *   flows    NAME                  its logs are NAME.sent and NAME.received,
 *                                  as stream writes them
 */

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NSEC_PER_MSEC	INT64_C(1000000)
#define COLUMN		(100 * NSEC_PER_MSEC)	/* time in one column */
#define LABEL		10			/* width of a lane's name */
#define MAX_LINKS	16
#define MAX_FLOWS	8
#define MAX_MARKS	256

struct mark {
	int64_t time;
	char name[32];
	char text[96];
};

struct flow {
	char name[32];
	int64_t start, interval, count;
	int64_t *arrival;	/* by number; 0: lost */
};

/* What a stretch of time did to a stream. */
struct outcome {
	int64_t sent, lost, gap;
	int64_t until;		/* from its begin to the end of the loss */
};

static struct mark links[MAX_MARKS], events[MAX_MARKS];
static struct flow flows[MAX_FLOWS];
static int nr_links, nr_events, nr_flows;

static void die(const char *what)
{
	fprintf(stderr, "timeline: %s: %s\n", what,
		errno ? strerror(errno) : "not as expected");
	exit(1);
}

static FILE *open_log(const char *dir, const char *name, const char *suffix)
{
	char path[512];
	FILE *f;

	snprintf(path, sizeof(path), "%s/%s%s", dir, name, suffix);
	errno = 0;
	f = fopen(path, "r");
	if (!f)
		die(path);
	return f;
}

static int read_marks(const char *dir, const char *file, struct mark *marks,
		      bool named)
{
	FILE *f = open_log(dir, file, "");
	char line[256];
	int n = 0;

	while (n < MAX_MARKS && fgets(line, sizeof(line), f)) {
		struct mark *m = &marks[n];
		int fields;

		line[strcspn(line, "\n")] = 0;
		fields = named ?
			sscanf(line, "%" SCNd64 " %31s %95s", &m->time, m->name,
			       m->text) - 1 :
			sscanf(line, "%" SCNd64 " %95[^\n]", &m->time, m->text);
		if (fields != 2)
			die(line);
		n++;
	}
	fclose(f);
	return n;
}

static void read_flow(const char *dir, struct flow *flow)
{
	FILE *f = open_log(dir, flow->name, ".sent");
	int64_t seq, at;

	if (fscanf(f, "%" SCNd64 " %" SCNd64 " %" SCNd64, &flow->start,
		   &flow->interval, &flow->count) != 3)
		die(flow->name);
	fclose(f);
	flow->arrival = calloc(flow->count + 1, sizeof(*flow->arrival));
	if (!flow->arrival)
		die("memory");
	f = open_log(dir, flow->name, ".received");
	while (fscanf(f, "%" SCNd64 " %" SCNd64, &seq, &at) == 2)
		if (seq >= 0 && seq < flow->count && !flow->arrival[seq])
			flow->arrival[seq] = at;
	fclose(f);
}

static void read_run(const char *dir)
{
	FILE *f;

	nr_links = read_marks(dir, "links", links, true);
	nr_events = read_marks(dir, "events", events, false);
	if (nr_events < 2)
		die("events");
	f = open_log(dir, "flows", "");
	while (nr_flows < MAX_FLOWS &&
	       fscanf(f, "%31s", flows[nr_flows].name) == 1)
		read_flow(dir, &flows[nr_flows++]);
	fclose(f);
}

/*
 * The frames sent in [from, to): how many were lost, and the longest time
 * between two arrivals that touches them. Frames overtake each other seldom
 * and by little, so that arrivals are taken in the order of sending.
 */
static struct outcome outcome_of(const struct flow *flow, int64_t from,
				 int64_t to)
{
	struct outcome o = { 0 };
	int64_t last = 0;

	for (int64_t n = 0; n < flow->count; n++) {
		int64_t sent = flow->start + n * flow->interval;
		int64_t at = flow->arrival[n];
		bool inside = sent >= from && sent < to;

		if (inside) {
			o.sent++;
			o.lost += !at;
			if (!at)
				o.until = sent + flow->interval - from;
		}
		if (!at)
			continue;
		if (last && at - last > o.gap && at >= from && last < to)
			o.gap = at - last;
		last = at;
	}
	return o;
}

static const char *link_symbol(const char *link, int64_t from, int64_t to)
{
	const char *state = "up";

	/* a link that was away at any time of the column is shown away */
	for (int i = 0; i < nr_links && links[i].time < to; i++) {
		if (strcmp(links[i].name, link))
			continue;
		if (links[i].time <= from || strcmp(links[i].text, "up"))
			state = links[i].text;
	}
	if (!strcmp(state, "up"))
		return "█";
	return strcmp(state, "admin") ? "·" : "░";
}

static void draw_lanes(int64_t start, int64_t end)
{
	printf("%-*s", LABEL, "seconds");
	for (int64_t t = start; t < end; t += 10 * COLUMN)
		printf("%-10" PRId64, (t - start) / (10 * COLUMN));
	printf("\n");
	for (int i = 0; i < nr_links; i++) {
		bool drawn = false;

		for (int j = 0; j < i; j++)
			drawn |= !strcmp(links[i].name, links[j].name);
		if (drawn)
			continue;
		printf("%-*s", LABEL, links[i].name);
		for (int64_t t = start; t < end; t += COLUMN)
			printf("%s", link_symbol(links[i].name, t, t + COLUMN));
		printf("\n");
	}
	for (int i = 0; i < nr_flows; i++) {
		printf("%-*s", LABEL, flows[i].name);
		for (int64_t t = start; t < end; t += COLUMN) {
			struct outcome o = outcome_of(&flows[i], t, t + COLUMN);

			if (!o.lost)
				printf("-");
			else if (o.lost < 10)
				printf("%" PRId64, o.lost);
			else
				printf("%s", o.lost * 2 < o.sent ? "x" : "X");
		}
		printf("\n");
	}
	printf("%-*s(one column: 100 ms. links: █ up  · no carrier  ░ admin down\n"
	       "%-*s frames lost: - none  1-9  x 10 or more  X half or more;\n"
	       "%-*s failover: from the event until no frame was lost any more)\n",
	       LABEL, "", LABEL, "", LABEL, "");
}

static void draw_events(void)
{
	printf("\n%-32s", "event");
	for (int i = 0; i < nr_flows; i++)
		printf("  %7s lost  gap ms", flows[i].name);
	printf("  failover ms\n");
	for (int e = 0; e + 1 < nr_events; e++) {
		int64_t until = 0;

		printf("%-32s", events[e].text);
		for (int i = 0; i < nr_flows; i++) {
			struct outcome o = outcome_of(&flows[i], events[e].time,
						      events[e + 1].time);

			printf("  %12" PRId64 "  %6.1f", o.lost,
			       (double)o.gap / NSEC_PER_MSEC);
			if (o.until > until)
				until = o.until;
		}
		printf("  %11.1f\n", (double)until / NSEC_PER_MSEC);
	}
}

static void print_totals(void)
{
	struct outcome all = { 0 };

	for (int e = 0; e + 1 < nr_events; e++) {
		for (int i = 0; i < nr_flows; i++) {
			struct outcome o = outcome_of(&flows[i], events[e].time,
						      events[e + 1].time);

			all.sent += o.sent;
			all.lost += o.lost;
			if (o.gap > all.gap)
				all.gap = o.gap;
			if (o.until > all.until)
				all.until = o.until;
		}
	}
	printf("{\"events\":%d,\"sent\":%" PRId64 ",\"lost\":%" PRId64
	       ",\"longest_gap_ms\":%.1f,\"failover_ms\":%.1f}\n",
	       nr_events - 1, all.sent, all.lost,
	       (double)all.gap / NSEC_PER_MSEC,
	       (double)all.until / NSEC_PER_MSEC);
}

int main(int argc, char **argv)
{
	if (argc == 3 && !strcmp(argv[1], "draw")) {
		read_run(argv[2]);
		draw_lanes(events[0].time, events[nr_events - 1].time);
		draw_events();
	} else if (argc == 3 && !strcmp(argv[1], "totals")) {
		read_run(argv[2]);
		print_totals();
	} else {
		fprintf(stderr, "Usage: timeline draw DIR | timeline totals DIR\n");
		return 1;
	}
	return 0;
}
