// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzz entry: bytes as the kernel's answers, through every parser and both renderers.
 * With libFuzzer (make fuzz) it explores; on its own it makes FUZZ_RUNS messages that look valid.
 */

#include "../event.h"
#include "../hactl.h"
#include "../model.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <linux/genetlink.h>
#include <linux/rtnetlink.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void render(const struct opt *opts, size_t n, const struct opt_val *vals)
{
	struct json_object *obj = json_object_new_object();
	char buf[64];

	opt_json(opts, n, vals, obj);
	(void)json_object_to_json_string(obj);
	json_object_put(obj);
	for (size_t i = 0; i < n; i++)
		(void)opt_text(&opts[i], &vals[i], buf, sizeof(buf));
}

static void parse_links(const struct nlmsghdr *nlh)
{
	struct links links = { 0 };

	model_link(nlh, &links);
	model_link(nlh, &links);
	if (model_links_index(&links))
		abort();
	model_speed(nlh, &links);
	model_links_resolve(&links);
	for (size_t i = 0; i < links.n; i++) {
		if (links.link[i].trunk)
			render(trunk_opts, TRUNK_N, links.link[i].trunk);
		if (links.link[i].port)
			render(port_opts, PORT_N, links.link[i].port);
	}
	model_links_free(&links);
}

/* As if a trunk that is its own port were what the counters are about. */
static void parse_counters(struct nlmsghdr *nlh, size_t size)
{
	const struct if_stats_msg *stats = mnl_nlmsg_get_payload(nlh);
	struct opt_val vals[OPT_MAX] = { 0 };
	struct link link = { .trunk = vals, .port = vals };
	struct links links = { .link = &link, .n = 1 };
	uint16_t type = nlh->nlmsg_type;

	if (size < sizeof(*nlh) + sizeof(*stats))
		return;
	nlh->nlmsg_type = RTM_NEWSTATS;
	link.ifindex = (int)stats->ifindex;
	link.master = link.ifindex;
	if (model_links_index(&links))
		abort();
	model_counters(nlh, &links);
	model_counters_resolve(&links);
	render(trunk_stat_opts, TRUNK_STAT_N, link.trunk_stat);
	render(port_stat_opts, PORT_STAT_N, link.port_stat);
	model_counters_free(&links);
	free(links.slot);
	nlh->nlmsg_type = type;
}

static void parse_rows(const struct nlmsghdr *nlh, const struct opt *opts, size_t n)
{
	struct rows rows = { .opts = opts, .nopts = n };

	model_row(nlh, &rows);
	for (size_t i = 0; i < rows.n; i++) {
		render(opts, n, model_row_at(&rows, i));
		(void)model_row_find(&rows, model_row_at(&rows, i));
	}
	model_rows_free(&rows);
}

static void parse_event(const struct nlmsghdr *nlh, const struct event_source *src, FILE *f)
{
	struct opt_val vals[OPT_MAX];

	if (!event_parse(src, nlh, vals))
		return;
	json_object_put(event_json(src, vals));
	event_text(src, vals, f);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static FILE *null;
	struct nlmsghdr *nlh;
	char *buf;

	if (!null)
		null = fopen("/dev/null", "w");
	if (size < sizeof(*nlh) || size > 60000)
		return 0;
	/* a heap copy of exactly that size, so that a byte too far is seen */
	buf = malloc(size);
	memcpy(buf, data, size);
	nlh = (struct nlmsghdr *)buf;
	nlh->nlmsg_len = (uint32_t)(size & ~3UL);
	parse_links(nlh);
	parse_counters(nlh, size);
	parse_rows(nlh, group_opts, GROUP_N);
	parse_rows(nlh, interface_opts, INTERFACE_N);
	parse_rows(nlh, address_opts, ADDRESS_N);
	parse_event(nlh, &event_sources[0], null);
	parse_event(nlh, &event_sources[1], null);
	free(buf);
	return 0;
}

#ifndef LIBFUZZER
static uint32_t rnd(uint32_t max)
{
	static uint32_t x = 2463534242U;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	return max ? x % max : 0;
}

/* Attributes of random types and lengths, some nested, some with a length that lies. */
static size_t attributes(uint8_t *p, size_t room, int depth)
{
	size_t at = 0;

	while (at + 8 < room && rnd(12)) {
		uint16_t len = (uint16_t)(4 + rnd(24)), type = (uint16_t)rnd(70);

		if (at + len > room)
			break;
		if (depth && !rnd(3)) {
			type = (uint16_t)(rnd(2) ? IFLA_LINKINFO : rnd(2) ? rnd(6) :
					  LINK_XSTATS_TYPE_TRUNK);
			len = (uint16_t)attributes(p + at + 4, (room - at - 4) & 0x3ff, depth - 1);
			len = (uint16_t)(len + 4);
		} else if (!rnd(3)) {
			memcpy(p + at + 4, "trunk", len >= 10 ? 6 : 0);
		} else {
			for (size_t i = 4; i < len; i++)
				p[at + i] = (uint8_t)rnd(256);
		}
		if (!rnd(40))
			len = (uint16_t)rnd(65536);
		memcpy(p + at, &len, 2);
		memcpy(p + at + 2, &type, 2);
		at += (len + 3UL) & ~3UL;
	}
	return at < room ? at : room;
}

int main(void)
{
	const char *text = getenv("FUZZ_RUNS");
	unsigned long runs = text ? strtoul(text, NULL, 10) : 20000;
	uint8_t buf[2048];

	for (unsigned long i = 0; i < runs; i++) {
		struct nlmsghdr *nlh = (struct nlmsghdr *)buf;
		static const size_t hdrs[] = {
			sizeof(struct ifinfomsg), GENL_HDRLEN, sizeof(struct if_stats_msg),
		};
		size_t hdr = sizeof(*nlh) + hdrs[rnd(3)];

		memset(buf, 0, sizeof(buf));
		nlh->nlmsg_type = RTM_NEWLINK;
		buf[sizeof(*nlh)] = (uint8_t)(rnd(3) ? 0 : rnd(16));
		LLVMFuzzerTestOneInput(buf, hdr + attributes(buf + hdr, 1024, 3) - rnd(4));
	}
	printf("KTAP version 1\n1..1\nok 1 fuzz_reply %lu inputs\n", runs);
	return 0;
}
#endif
