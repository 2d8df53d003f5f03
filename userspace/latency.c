// SPDX-License-Identifier: GPL-2.0-only
/* How long failovers took: a histogram of powers of two, as text and JSON. */

#include "latency.h"

#include <stdio.h>

/**
 * latency_unit - unit in which a time is shown
 * @us: time in us; divided to be in that unit: 0.5 ms and more have no us
 */
const char *latency_unit(double *us)
{
	if (*us < 500)
		return "us";
	*us /= 1000;
	if (*us < 500)
		return "ms";
	*us /= 1000;
	return "s";
}

/* Entry i of a histogram of times begins there, us; the first one ends at 1. */
static uint64_t latency_from(size_t i)
{
	return i ? 1ULL << (i - 1) : 0;
}

/* 2 rather than 2.0. */
static void time_text(double value, char *buf, size_t len)
{
	bool whole = (int64_t)(value * 10 + 0.5) % 10 == 0;

	snprintf(buf, len, "%.*f", whole ? 0 : 1, value);
}

/**
 * latency_text - times that an entry counts: < 1 us, 1-2 us, ..., 0.5-1 ms, ..., >= 4.2 s
 * @i: entry
 * @last: it counts all that took longer
 * @buf: room
 * @len: size of @buf
 */
const char *latency_text(size_t i, bool last, char *buf, size_t len)
{
	double from = (double)latency_from(i);
	const char *unit = latency_unit(&from);
	char low[16], high[16];

	time_text(from, low, sizeof(low));
	time_text(from * 2, high, sizeof(high));
	if (!i)
		snprintf(buf, len, "< 1 us");
	else if (last)
		snprintf(buf, len, ">= %s %s", low, unit);
	else
		snprintf(buf, len, "%s-%s %s", low, high, unit);
	return buf;
}

/**
 * latency_json - array of an object for each entry, or NULL (null): not known
 * @latency: entries
 * @n: how many
 */
struct json_object *latency_json(const uint64_t *latency, size_t n)
{
	struct json_object *array;

	if (!n)
		return NULL;
	array = json_object_new_array();
	for (size_t i = 0; i < n; i++) {
		struct json_object *obj = json_object_new_object();
		bool last = i + 1 == n;

		json_object_object_add(obj, "from_us", json_object_new_uint64(latency_from(i)));
		json_object_object_add(obj, "to_us", last ? NULL :
				       json_object_new_uint64(latency_from(i + 1)));
		json_object_object_add(obj, "count", json_object_new_uint64(latency[i]));
		json_object_array_add(array, obj);
	}
	return array;
}
