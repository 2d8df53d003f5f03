// SPDX-License-Identifier: GPL-2.0-only
/* What LACP knows and counts of a port. */

#include "cmd.h"

#include "event.h"

#include <stdio.h>

static const struct {
	struct out_col col;
	size_t opt;
} cols[] = {
	{ { .head = "RX STATE" }, LACP_STAT_RX_STATE },
	{ { .head = "MUX STATE" }, LACP_STAT_MUX_STATE },
	{ { .head = "PARTNER" }, LACP_STAT_PARTNER_SYSTEM },
	{ { .head = "KEY", .right = true }, LACP_STAT_PARTNER_KEY },
	{ { .head = "PORT", .right = true }, LACP_STAT_PARTNER_PORT },
	{ { .head = "RX", .right = true }, LACP_STAT_RX },
	{ { .head = "TX", .right = true }, LACP_STAT_TX },
	{ { .head = "ILLEGAL", .right = true }, LACP_STAT_RX_ILLEGAL },
	{ { .head = "DROPPED", .right = true, .wide = true }, LACP_STAT_RX_DROPPED },
	{ { .head = "MARKERS", .right = true, .wide = true }, LACP_STAT_RX_MARKER },
	{ { .head = "CHURN", .right = true, .wide = true }, LACP_STAT_ACTOR_CHURN },
	{ { .head = "PARTNER CHURN", .right = true, .wide = true }, LACP_STAT_PARTNER_CHURN },
};

static bool has_lacp(const struct link *link)
{
	return link->lacp_stat[LACP_STAT_RX_STATE].set;
}

/**
 * lacp_show - a table of the ports that LACP is at work on, if there are some
 * @h: context
 * @list: links
 * @n: how many
 *
 * Return: exit status.
 */
int lacp_show(const struct hactl *h, const struct link *const *list, size_t n)
{
	struct out_col heads[1 + ARRAY_SIZE(cols)] = { { .head = "PORT" } };
	struct out_table *t;
	bool any = false;

	for (size_t c = 0; c < ARRAY_SIZE(cols); c++)
		heads[1 + c] = cols[c].col;
	t = out_table(heads, ARRAY_SIZE(heads), false);
	for (size_t i = 0; i < n; i++) {
		struct libscols_line *line;

		if (!has_lacp(list[i]))
			continue;
		line = out_line(t, NULL);
		out_cell(t, line, 0, list[i]->name);
		for (size_t c = 0; c < ARRAY_SIZE(cols); c++)
			out_opt(t, line, 1 + c, &lacp_stat_opts[cols[c].opt],
				&list[i]->lacp_stat[cols[c].opt]);
		any = true;
	}
	if (any)
		putchar('\n');
	return out_print(h, t);
}

static void add_word(struct json_object *obj, const char *key, size_t stat, uint8_t num)
{
	const struct opt_word *words = lacp_stat_opts[stat].words;
	char buf[16];

	json_object_object_add(obj, key, json_object_new_string(opt_word_name(words, num, buf,
									      sizeof(buf))));
}

static struct json_object *event_json_of(const struct lacp_event *event)
{
	const struct opt_val at[] = {
		[EVENT_TIME] = { .set = true, .num = (int64_t)event->time },
	};
	struct json_object *obj = json_object_new_object();
	char buf[48];

	json_object_object_add(obj, "time",
			       json_object_new_string(event_time(at, buf, sizeof(buf))));
	add_word(obj, "rx_state", LACP_STAT_RX_STATE, event->rx);
	add_word(obj, "mux_state", LACP_STAT_MUX_STATE, event->mux);
	json_object_object_add(obj, "actor", json_object_new_int(event->actor));
	json_object_object_add(obj, "partner", json_object_new_int(event->partner));
	return obj;
}

/* As an object, or NULL (null) where LACP is not at work. */
struct json_object *lacp_json(const struct link *link)
{
	struct json_object *obj, *log;

	if (!has_lacp(link))
		return NULL;
	obj = json_object_new_object();
	log = json_object_new_array();
	opt_json(lacp_stat_opts, LACP_STAT_N, link->lacp_stat, obj);
	for (size_t i = 0; i < link->nlacp; i++)
		json_object_array_add(log, event_json_of(&link->lacp_log[i]));
	json_object_object_add(obj, "log", log);
	return obj;
}
