// SPDX-License-Identifier: GPL-2.0-only
/* Events of both families: message to values, values to a line of text or JSON. */

#include "event.h"
#include "model.h"

#include <inttypes.h>
#include <string.h>
#include <time.h>

#include <libmnl/libmnl.h>
#include <linux/genetlink.h>
#include <linux/ipmp.h>
#include <linux/trunk.h>

static const struct opt trunk_event_opts[] = {
	[EVENT_TYPE] = { .name = "event", .kind = OPT_WORD, .attr = TRUNK_A_EVENT_TYPE,
			 .words = trunk_event_words },
	[EVENT_TIME] = { .name = "time", .kind = OPT_NUM, .attr = TRUNK_A_EVENT_TIME },
	{ .name = "trunk", .kind = OPT_DEV, .attr = TRUNK_A_EVENT_TRUNK_NAME },
	{ .name = "trunk_ifindex", .kind = OPT_NUM, .attr = TRUNK_A_EVENT_TRUNK_IFINDEX,
	  .json_only = true },
	{ .name = "port", .kind = OPT_DEV, .attr = TRUNK_A_EVENT_PORT_NAME },
	[TRUNK_EVENT_PORT_IFINDEX] = { .name = "port_ifindex", .kind = OPT_NUM,
				       .attr = TRUNK_A_EVENT_PORT_IFINDEX, .json_only = true },
	{ .name = "mii_status", .kind = OPT_WORD, .attr = TRUNK_A_EVENT_MII_STATUS,
	  .words = trunk_mii_words },
	{ .name = "state", .kind = OPT_WORD, .attr = TRUNK_A_EVENT_STATE,
	  .words = trunk_state_words },
	{ .name = "reason", .kind = OPT_WORD, .attr = TRUNK_A_EVENT_REASON,
	  .words = trunk_reason_words },
	{ .name = "failures", .kind = OPT_NUM, .attr = TRUNK_A_EVENT_FAILURES },
	[TRUNK_EVENT_DRAIN] = { .name = "drain", .kind = OPT_WORD, .attr = TRUNK_A_EVENT_DRAIN,
				.words = trunk_drain_words },
};

static const struct opt ipmp_event_opts[] = {
	[EVENT_TYPE] = { .name = "event", .kind = OPT_WORD, .attr = IPMP_A_EVENT_TYPE,
			 .words = ipmp_event_words },
	[EVENT_TIME] = { .name = "time", .kind = OPT_NUM, .attr = IPMP_A_EVENT_TIME },
	{ .name = "group", .kind = OPT_GROUP, .attr = IPMP_A_EVENT_GROUP },
	{ .name = "group_state", .kind = OPT_WORD, .attr = IPMP_A_EVENT_GROUP_STATE,
	  .words = ipmp_group_words },
	{ .name = "interface", .kind = OPT_DEV, .attr = IPMP_A_EVENT_INTERFACE },
	{ .name = "interface_state", .kind = OPT_WORD, .attr = IPMP_A_EVENT_INTERFACE_STATE,
	  .words = ipmp_interface_words },
	{ .name = "reason", .kind = OPT_WORD, .attr = IPMP_A_EVENT_REASON,
	  .words = ipmp_reason_words },
	{ .name = "active", .kind = OPT_BOOL, .attr = IPMP_A_EVENT_ACTIVE },
	{ .name = "address", .kind = OPT_PREFIX, .attr = IPMP_A_EVENT_ADDRESS,
	  .attr2 = IPMP_A_EVENT_PREFIXLEN },
	{ .name = "from", .kind = OPT_DEV, .attr = IPMP_A_EVENT_FROM },
	{ .name = "elapsed", .kind = OPT_NUM, .attr = IPMP_A_EVENT_ELAPSED, .unit = "ns" },
};

_Static_assert(sizeof(trunk_event_opts) <= OPT_MAX * sizeof(struct opt), "OPT_MAX");
_Static_assert(sizeof(ipmp_event_opts) <= OPT_MAX * sizeof(struct opt), "OPT_MAX");

const struct event_source event_sources[2] = {
	{
		.family = TRUNK_FAMILY_NAME,
		.group = TRUNK_MCGRP_EVENTS,
		.cmd = TRUNK_CMD_EVENT,
		.opts = trunk_event_opts,
		.nopts = sizeof(trunk_event_opts) / sizeof(trunk_event_opts[0]),
	},
	{
		.family = IPMP_FAMILY_NAME,
		.group = IPMP_MCGRP_EVENTS,
		.cmd = IPMP_CMD_EVENT,
		.opts = ipmp_event_opts,
		.nopts = sizeof(ipmp_event_opts) / sizeof(ipmp_event_opts[0]),
	},
};

/**
 * event_parse - values of an event
 * @src: family it came from
 * @nlh: message
 * @vals: filled, OPT_MAX entries
 *
 * Return: whether it was an event.
 */
bool event_parse(const struct event_source *src, const struct nlmsghdr *nlh, struct opt_val *vals)
{
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr;

	if (mnl_nlmsg_get_payload_len(nlh) < GENL_HDRLEN || genl->cmd != src->cmd)
		return false;
	memset(vals, 0, OPT_MAX * sizeof(*vals));
	mnl_attr_for_each(attr, nlh, GENL_HDRLEN)
		opt_get(src->opts, src->nopts, OPT_AT_DATA, attr, vals);
	return vals[EVENT_TYPE].set;
}

/**
 * event_time - when it happened, UTC, RFC 3339 with microseconds
 * @vals: event; one without a time happened now
 * @buf: room
 * @len: size of @buf
 */
const char *event_time(const struct opt_val *vals, char *buf, size_t len)
{
	struct timespec ts;
	struct tm tm;
	size_t at;

	clock_gettime(CLOCK_REALTIME, &ts);
	if (vals[EVENT_TIME].set) {
		ts.tv_sec = (time_t)(vals[EVENT_TIME].num / 1000000000);
		ts.tv_nsec = (long)(vals[EVENT_TIME].num % 1000000000);
	}
	gmtime_r(&ts.tv_sec, &tm);
	at = strftime(buf, len, "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(buf + at, len - at, ".%06ldZ", ts.tv_nsec / 1000);
	return buf;
}

/**
 * event_text - TIME OBJECT EVENT key value ...
 * @src: family
 * @vals: event
 * @f: where to
 */
void event_text(const struct event_source *src, const struct opt_val *vals, FILE *f)
{
	char buf[64];

	fprintf(f, "%s %s", event_time(vals, buf, sizeof(buf)), src->family);
	fprintf(f, " %s", opt_text(&src->opts[EVENT_TYPE], &vals[EVENT_TYPE], buf, sizeof(buf)));
	for (size_t i = EVENT_TIME + 1; i < src->nopts; i++)
		if (vals[i].set && !src->opts[i].json_only)
			fprintf(f, " %s %s", src->opts[i].name,
				opt_text(&src->opts[i], &vals[i], buf, sizeof(buf)));
	fputc('\n', f);
}

/**
 * event_json - event as an object
 * @src: family
 * @vals: event
 */
struct json_object *event_json(const struct event_source *src, const struct opt_val *vals)
{
	struct json_object *obj = json_object_new_object();
	char buf[64];

	json_object_object_add(obj, "time",
			       json_object_new_string(event_time(vals, buf, sizeof(buf))));
	json_object_object_add(obj, "object", json_object_new_string(src->family));
	for (size_t i = 0; i < src->nopts; i++)
		if (vals[i].set && i != EVENT_TIME)
			json_object_object_add(obj, src->opts[i].name,
					       opt_value_json(&src->opts[i], &vals[i]));
	return obj;
}
