// SPDX-License-Identifier: GPL-2.0-only
/* Counters: of links as ip -s shows them, and what trunks and their ports count beside. */

#include "cmd.h"
#include "latency.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

struct counter {
	const char *name;
	size_t rx;
	size_t tx;
};

static const struct counter counters[] = {
	{ "bytes", offsetof(struct rtnl_link_stats64, rx_bytes),
	  offsetof(struct rtnl_link_stats64, tx_bytes) },
	{ "packets", offsetof(struct rtnl_link_stats64, rx_packets),
	  offsetof(struct rtnl_link_stats64, tx_packets) },
	{ "errors", offsetof(struct rtnl_link_stats64, rx_errors),
	  offsetof(struct rtnl_link_stats64, tx_errors) },
	{ "dropped", offsetof(struct rtnl_link_stats64, rx_dropped),
	  offsetof(struct rtnl_link_stats64, tx_dropped) },
};

static uint64_t counter(const struct link *link, const struct counter *c, bool tx)
{
	uint64_t value;

	memcpy(&value, (const char *)&link->stats + (tx ? c->tx : c->rx), sizeof(value));
	return value;
}

/* Two lines a link. */
static int show_links(const struct hactl *h, const struct link *const *list, size_t n)
{
	static const struct out_col cols[] = {
		{ .head = "NAME" }, { .head = "WAY" }, { .head = "BYTES", .right = true },
		{ .head = "PACKETS", .right = true }, { .head = "ERRORS", .right = true },
		{ .head = "DROPPED", .right = true },
	};
	struct out_table *t = out_table(cols, ARRAY_SIZE(cols), false);
	char buf[32];

	for (size_t i = 0; i < n; i++) {
		for (int tx = 0; tx <= 1 && list[i]->has_stats; tx++) {
			struct libscols_line *line = out_line(t, NULL);

			out_cell(t, line, 0, list[i]->name);
			out_cell(t, line, 1, tx ? "tx" : "rx");
			for (size_t c = 0; c < ARRAY_SIZE(counters); c++) {
				snprintf(buf, sizeof(buf), "%" PRIu64,
					 counter(list[i], &counters[c], tx));
				out_cell(t, line, 2 + c, buf);
			}
		}
	}
	return out_print(h, t);
}

/* 950B/s, 1.2kB/s, 34.5MB/s; empty where nothing was measured. */
static const char *rate(int64_t rate, char *buf, size_t len)
{
	static const char *const prefix[] = { "", "k", "M", "G", "T" };
	double value = (double)rate;
	size_t i = 0;

	for (; value >= 999.95 && i + 1 < ARRAY_SIZE(prefix); i++)
		value /= 1000;
	if (rate)
		snprintf(buf, len, "%.*f%sB/s", i ? 1 : 0, value, prefix[i]);
	return rate ? buf : "";
}

static const char *delay(int64_t us, char *buf, size_t len)
{
	double value = (double)us;
	const char *unit = latency_unit(&value);

	snprintf(buf, len, "%.*f%s", us < 500 ? 0 : 1, value, unit);
	return us ? buf : "";
}

static const struct {
	struct out_col col;
	size_t opt;
} port_cols[] = {
	{ { .head = "WEIGHT", .right = true }, PORT_STAT_WEIGHT },
	{ { .head = "BUCKETS", .right = true }, PORT_STAT_BUCKETS },
	{ { .head = "ACTIVE", .right = true }, PORT_STAT_ACTIVE_BUCKETS },
	{ { .head = "MOVES", .right = true }, PORT_STAT_MOVES },
	{ { .head = "SHARE", .right = true }, PORT_STAT_SHARE },
	{ { .head = "LOAD", .right = true }, PORT_STAT_LOAD },
	{ { .head = "DELAY", .right = true }, PORT_STAT_DELAY },
	{ { .head = "TX BYTES", .right = true, .wide = true }, PORT_STAT_TX_BYTES },
	{ { .head = "TX PACKETS", .right = true, .wide = true }, PORT_STAT_TX_PACKETS },
	{ { .head = "RX BYTES", .right = true, .wide = true }, PORT_STAT_RX_BYTES },
	{ { .head = "RX PACKETS", .right = true, .wide = true }, PORT_STAT_RX_PACKETS },
	{ { .head = "ACTIVATIONS", .right = true, .wide = true }, PORT_STAT_ACTIVATIONS },
};

static void port_cell(struct out_table *t, struct libscols_line *line, size_t c,
		      const struct opt_val *vals)
{
	size_t o = port_cols[c].opt;
	char buf[32];

	switch (o) {
	case PORT_STAT_LOAD:
		out_cell(t, line, 1 + c, rate(vals[o].num, buf, sizeof(buf)));
		break;
	case PORT_STAT_DELAY:
		out_cell(t, line, 1 + c, delay(vals[o].num, buf, sizeof(buf)));
		break;
	case PORT_STAT_SHARE:
		snprintf(buf, sizeof(buf), "%" PRId64 ".%" PRId64 "%%", vals[o].num / 10,
			 vals[o].num % 10);
		out_cell(t, line, 1 + c, vals[o].set ? buf : "");
		break;
	default:
		out_opt(t, line, 1 + c, &port_stat_opts[o], &vals[o]);
		break;
	}
}

static int show_ports(const struct hactl *h, const struct link *const *list, size_t n)
{
	struct out_col cols[1 + ARRAY_SIZE(port_cols)] = { { .head = "PORT" } };
	struct out_table *t;
	bool any = false;

	for (size_t c = 0; c < ARRAY_SIZE(port_cols); c++)
		cols[1 + c] = port_cols[c].col;
	t = out_table(cols, ARRAY_SIZE(cols), false);
	for (size_t i = 0; i < n; i++) {
		struct libscols_line *line;

		if (!list[i]->port_stat[PORT_STAT_WEIGHT].set)
			continue;
		line = out_line(t, NULL);
		out_cell(t, line, 0, list[i]->name);
		for (size_t c = 0; c < ARRAY_SIZE(port_cols); c++)
			port_cell(t, line, c, list[i]->port_stat);
		any = true;
	}
	if (any)
		putchar('\n');
	return out_print(h, t);
}

static void show_trunk(const struct link *trunk)
{
	int col = 0;

	printf("\n%s:\n", trunk->name);
	for (size_t i = 0; i < TRUNK_STAT_N; i++)
		col = out_value(col, &trunk_stat_opts[i], &trunk->trunk_stat[i]);
	putchar('\n');
}

#define BAR_MAX 20

static void latency_lines(struct out_table *t, const struct link *trunk)
{
	static const char bar[BAR_MAX + 1] = "####################";
	uint64_t most = 0;
	char buf[48];

	for (size_t i = 0; i < trunk->nlatency; i++)
		most = trunk->latency[i] > most ? trunk->latency[i] : most;
	for (size_t i = 0; i < trunk->nlatency; i++) {
		double length = (double)trunk->latency[i] / (double)most * BAR_MAX;
		struct libscols_line *line;

		if (!trunk->latency[i])
			continue;
		line = out_line(t, NULL);
		out_cell(t, line, 0, trunk->name);
		out_cell(t, line, 1, latency_text(i, i + 1 == trunk->nlatency, buf, sizeof(buf)));
		snprintf(buf, sizeof(buf), "%" PRIu64, trunk->latency[i]);
		out_cell(t, line, 2, buf);
		out_cell(t, line, 3, bar + BAR_MAX - (length < 1 ? 1 : (int)length));
	}
}

static bool any_latency(const struct link *trunk)
{
	for (size_t i = 0; i < trunk->nlatency; i++)
		if (trunk->latency[i])
			return true;
	return false;
}

static int show_latencies(const struct hactl *h, const struct link *const *list, size_t n)
{
	static const struct out_col cols[] = {
		{ .head = "NAME" }, { .head = "LATENCY", .right = true },
		{ .head = "COUNT", .right = true }, { .head = "" },
	};
	struct out_table *t = out_table(cols, ARRAY_SIZE(cols), false);
	bool any = false;

	for (size_t i = 0; i < n; i++) {
		if (!any_latency(list[i]))
			continue;
		latency_lines(t, list[i]);
		any = true;
	}
	if (any)
		putchar('\n');
	return out_print(h, t);
}

/**
 * stats_show - counters as text: those of links, then what trunks and ports count beside
 * @h: context
 * @list: links
 * @n: how many
 *
 * Return: exit status.
 */
int stats_show(const struct hactl *h, const struct link *const *list, size_t n)
{
	int status;

	if (n)
		putchar('\n');
	status = show_links(h, list, n);
	if (!status)
		status = show_ports(h, list, n);
	if (!status)
		status = lacp_show(h, list, n);
	for (size_t i = 0; !status && i < n; i++)
		if (list[i]->trunk_stat[TRUNK_STAT_BUCKETS].set)
			show_trunk(list[i]);
	return status ? status : show_latencies(h, list, n);
}

/**
 * stats_json - counters as ip -s -j names them, and what a trunk or a port counts beside; or null
 * @link: link
 */
struct json_object *stats_json(const struct link *link)
{
	struct json_object *stats, *way;

	if (!link->has_stats)
		return NULL;
	stats = json_object_new_object();
	for (int tx = 0; tx <= 1; tx++) {
		way = json_object_new_object();
		for (size_t c = 0; c < ARRAY_SIZE(counters); c++)
			json_object_object_add(way, counters[c].name,
					       json_object_new_uint64(counter(link, &counters[c],
									      tx)));
		json_object_object_add(stats, tx ? "tx" : "rx", way);
	}
	if (link->trunk) {
		opt_json(trunk_stat_opts, TRUNK_STAT_N, link->trunk_stat, stats);
		json_object_object_add(stats, "failover_latency",
				       latency_json(link->latency, link->nlatency));
	}
	if (link->port) {
		opt_json(port_stat_opts, PORT_STAT_N, link->port_stat, stats);
		json_object_object_add(stats, "lacp", lacp_json(link));
	}
	return stats;
}
