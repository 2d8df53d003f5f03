/* SPDX-License-Identifier: GPL-2.0-only */
/* Events of both families as values of a table. */

#ifndef HACTL_EVENT_H
#define HACTL_EVENT_H

#include <stddef.h>
#include <stdint.h>

#include "opt.h"

/* First entries of both tables. */
enum { EVENT_TYPE, EVENT_TIME };

/* Of the trunk's, what a drain is told by. */
enum { TRUNK_EVENT_PORT_IFINDEX = 5, TRUNK_EVENT_DRAIN = 10 };

/**
 * struct event_source - one family
 * @family: its name, also that of the module and of the object
 * @group: its multicast group
 * @cmd: command of an event
 * @opts: attributes of an event
 * @nopts: how many
 */
struct event_source {
	const char *family;
	const char *group;
	uint8_t cmd;
	const struct opt *opts;
	size_t nopts;
};

extern const struct event_source event_sources[2];

struct nlmsghdr;

bool event_parse(const struct event_source *src, const struct nlmsghdr *nlh, struct opt_val *vals);
const char *event_time(const struct opt_val *vals, char *buf, size_t len);
void event_text(const struct event_source *src, const struct opt_val *vals, FILE *f);
struct json_object *event_json(const struct event_source *src, const struct opt_val *vals);

#endif
