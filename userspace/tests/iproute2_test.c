// SPDX-License-Identifier: GPL-2.0-only
/* Plug-in of ip(8), with this program as its ip: options there and back, attributes of any age. */

#include "ktap.h"

#include "../hactl.h"
#include "../model.h"
#include "../iproute2/ip.h"

#include <stdlib.h>

#include <linux/rtnetlink.h>

/* ------------------------------------------------------------- JSON writer of an ip, on json-c */

static struct json_object *doc[8];
static char name[8][64];
static int depth;
static bool json;

static void put(struct json_object *value)
{
	if (json_object_is_type(doc[depth], json_type_array))
		json_object_array_add(doc[depth], value);
	else
		json_object_object_add(doc[depth], name[depth], value);
}

static void descend(struct json_object *value)
{
	put(value);
	doc[++depth] = value;
}

struct json_writer *get_json_writer(void)
{
	return json ? (struct json_writer *)doc : NULL;
}

void jsonw_name(struct json_writer *w, const char *key)
{
	(void)w;
	snprintf(name[depth], sizeof(name[depth]), "%s", key);
}

void jsonw_null(struct json_writer *w)
{
	(void)w;
	put(NULL);
}

void jsonw_bool(struct json_writer *w, bool value)
{
	(void)w;
	put(json_object_new_boolean(value));
}

void jsonw_s64(struct json_writer *w, int64_t value)
{
	(void)w;
	put(json_object_new_int64(value));
}

void jsonw_float(struct json_writer *w, double value)
{
	(void)w;
	put(json_object_new_double(value));
}

void jsonw_string(struct json_writer *w, const char *value)
{
	(void)w;
	put(json_object_new_string(value));
}

void jsonw_start_array(struct json_writer *w)
{
	(void)w;
	descend(json_object_new_array());
}

void jsonw_end_array(struct json_writer *w)
{
	(void)w;
	depth--;
}

void jsonw_start_object(struct json_writer *w)
{
	(void)w;
	descend(json_object_new_object());
}

void jsonw_end_object(struct json_writer *w)
{
	(void)w;
	depth--;
}

static void json_start(struct json_object *root)
{
	depth = 0;
	doc[0] = root;
	json = true;
}

/* Text of what was written. */
static const char *json_end(void)
{
	static char text[8192];

	CHECK(!depth);
	json = false;
	snprintf(text, sizeof(text), "%s", json_object_to_json_string(doc[0]));
	json_object_put(doc[0]);
	return text;
}

/* -------------------------------------------------------------------------------- calls as ip's */

/* A message as ip's struct iplink_req. */
static union {
	struct nlmsghdr nlh;
	char buf[sizeof(struct nlmsghdr) + sizeof(struct ifinfomsg) + 1024];
} req;

#define REQ_START NLMSG_LENGTH(sizeof(struct ifinfomsg))

static char out[16384];		/* what a call printed */

/* start: what ip has put into the message before. */
static int parse_words(struct link_util *util, uint32_t start, int argc, char **argv)
{
	FILE *err = stderr;
	int rc;

	memset(&req, 0, sizeof(req));
	req.nlh.nlmsg_len = start;
	memset(out, 0, sizeof(out));
	stderr = fmemopen(out, sizeof(out) - 1, "w");
	rc = util->parse_opt(util, argc, argv, &req.nlh);
	fclose(stderr);
	stderr = err;
	CHECK(req.nlh.nlmsg_len <= sizeof(req));
	CHECK(!rc || req.nlh.nlmsg_len == start);
	return rc;
}

static int parse(struct link_util *util, const char *line)
{
	char *argv[64] = { NULL };
	char copy[1024];

	snprintf(copy, sizeof(copy), "%s", line);
	return parse_words(util, REQ_START, batch_split(copy, argv, 63), argv);
}

static const char *print(struct link_util *util, struct rtattr *tb[])
{
	FILE *f;

	memset(out, 0, sizeof(out));
	f = fmemopen(out, sizeof(out) - 1, "w");
	util->print_opt(util, f, tb);
	fclose(f);
	return out;
}

/* As ip does: by number, the first of each, none above maxattr; on the heap, for ASan. */
static struct rtattr **table_of(const struct link_util *util, const struct nlmsghdr *nlh)
{
	struct rtattr **tb = calloc((size_t)util->maxattr + 1, sizeof(*tb));
	struct nlattr *attr;

	mnl_attr_for_each(attr, nlh, sizeof(struct ifinfomsg)) {
		int type = mnl_attr_get_type(attr);

		if (type <= util->maxattr && !tb[type])
			tb[type] = (struct rtattr *)attr;
	}
	return tb;
}

/* What the request in req would be shown as. */
static const char *echo(struct link_util *util)
{
	struct rtattr **tb = table_of(util, &req.nlh);
	const char *text = print(util, tb);

	free(tb);
	return text;
}

static const char *echo_json(struct link_util *util)
{
	json_start(json_object_new_object());
	echo(util);
	return json_end();
}

/* ---------------------------------------------------------------------------------------- tests */

static struct link_util *const utils[] = { &trunk_link_util, &trunk_slave_link_util };

/* A value that an option takes, other than its default. */
static const char *sample(const struct opt *o, char *buf, size_t len)
{
	switch (o->kind) {
	case OPT_NUM:
		snprintf(buf, len, "%lld", (long long)o->max);
		return buf;
	case OPT_WORD:
		return o->words[1].name;
	case OPT_BOOL:
		return "on";
	case OPT_INDEX:
	case OPT_DEV:
		return "lo";
	case OPT_MAC:
		return "02:00:00:00:00:01";
	case OPT_ADDR:
		return "192.0.2.1";
	case OPT_LIST:
		return o->width == 4 ? "192.0.2.1,192.0.2.2" : "2001:db8::1,2001:db8::2";
	default:
		printf("# %s: this test knows no value of its kind\n", o->name);
		ktap_bad++;
		return "";
	}
}

static void every_option(void)
{
	char buf[64], line[128], wanted[130];

	for (size_t u = 0; u < ARRAY_SIZE(utils); u++) {
		const struct opt *opts = u ? port_opts : trunk_opts;
		size_t n = u ? PORT_N : TRUNK_N;

		for (size_t i = 0; i < n; i++) {
			if (opts[i].place != OPT_AT_DATA || !opts[i].cmds)
				continue;
			snprintf(line, sizeof(line), "%s %s", opts[i].name,
				 sample(&opts[i], buf, sizeof(buf)));
			CHECK(!parse(utils[u], line));
			snprintf(wanted, sizeof(wanted), "%s ", line);
			if (i == TRUNK_NUM_PEER_NOTIF && !u)
				strcpy(wanted, "num_grat_arp 255 ");
			if (i == TRUNK_PEER_NOTIF_DELAY && !u)
				strcpy(wanted, "peer_notify_delay 300000 ");
			CHECK_STR(echo(utils[u]), wanted);
		}
	}
}

static void words_of_ip(void)
{
	struct link_util *u = &trunk_link_util;

	CHECK(!parse(u, "mode active-backup miimon 100 num_grat_arp 3"));
	CHECK_STR(echo(u), "mode active-backup miimon 100 num_grat_arp 3 ");
	CHECK(!parse(u, "num_unsol_na 4"));
	CHECK_STR(echo_json(u), "{ \"num_peer_notif\": 4 }");
	CHECK(!parse(u, "peer_notify_delay 70"));
	CHECK_STR(echo(u), "peer_notify_delay 70 ");
	CHECK_STR(echo_json(u), "{ \"peer_notify_delay\": 70 }");
	CHECK(!parse(u, "clear_active_slave miimon 7"));
	CHECK(req.nlh.nlmsg_len == REQ_START + 16);
	CHECK_STR(echo(u), "miimon 7 ");
	CHECK(!parse(u, "active_slave lo"));
	CHECK_STR(echo_json(u), "{ \"active_slave\": \"lo\" }");
	CHECK(!parse(u, ""));
	CHECK(req.nlh.nlmsg_len == REQ_START);
}

static void refusals(void)
{
	static const struct {
		const char *line;
		const char *text;
	} cases[] = {
		{ "miimon 3600001",
		  "trunk: miimon: \"3600001\" is out of range 0..3600000 ms\n" },
		{ "miimon", "trunk: miimon needs a value: miimon MS\n" },
		{ "miimon 1 miimon 2", "trunk: miimon is given twice\n" },
		{ "num_grat_arp 1 num_peer_notif 2", "trunk: num_peer_notif is given twice\n" },
		{ "mimon 1",
		  "trunk: unknown option \"mimon\" (did you mean miimon?)" },
		{ "primary nosuch0", "trunk: primary: no device named nosuch0\n" },
		/* these are options of any link, which stand before the kind */
		{ "mtu 9000", "trunk: unknown option \"mtu\"; see ip link help trunk\n" },
		/* only shown */
		{ "mii_status UP",
		  "trunk: unknown option \"mii_status\"; see ip link help trunk\n" },
	};

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		CHECK(parse(&trunk_link_util, cases[i].line));
		CHECK(!strncmp(out, cases[i].text, strlen(cases[i].text)));
	}
	CHECK(parse(&trunk_slave_link_util, "trunk t0"));
	CHECK_STR(out, "trunk_slave: unknown option \"trunk\"; see ip link help trunk_slave\n");
	CHECK(parse(&trunk_link_util, "miimon 1 help"));
	CHECK(strstr(out, "Usage: ... trunk"));
}

/* All options at once fit, and what does not fit is refused rather than written past the end. */
static void room(void)
{
	char line[2048] = "", buf[64];
	char *argv[128] = { NULL };
	size_t at = 0;
	int argc;

	for (size_t i = 0; i < TRUNK_N; i++)
		if (trunk_opts[i].place == OPT_AT_DATA && trunk_opts[i].cmds)
			at += (size_t)snprintf(line + at, sizeof(line) - at, "%s %s ",
					       trunk_opts[i].name,
					       sample(&trunk_opts[i], buf, sizeof(buf)));
	argc = batch_split(line, argv, 127);
	CHECK(argc > 30);
	CHECK(!parse_words(&trunk_link_util, REQ_START, argc, argv));
	CHECK(parse_words(&trunk_link_util, 1020, argc, argv) == -1);
}

static void no_attributes(void)
{
	for (size_t u = 0; u < ARRAY_SIZE(utils); u++) {
		struct rtattr **tb = calloc((size_t)utils[u]->maxattr + 1, sizeof(*tb));

		CHECK_STR(print(utils[u], NULL), "");
		CHECK_STR(print(utils[u], tb), "");
		free(tb);
	}
}

/* Every number with every length, alone in the message, and up against the end of the heap. */
static void any_length(void)
{
	for (size_t u = 0; u < ARRAY_SIZE(utils); u++) {
		for (int type = 1; type <= utils[u]->maxattr; type++) {
			for (size_t len = 0; len <= 40; len++) {
				struct rtattr **tb = calloc((size_t)utils[u]->maxattr + 1,
							    sizeof(*tb));
				struct rtattr *rta = malloc(sizeof(*rta) + len);

				rta->rta_type = (unsigned short)type;
				rta->rta_len = (unsigned short)(sizeof(*rta) + len);
				memset(rta + 1, (int)(type * 3 + len), len);
				tb[type] = rta;
				print(utils[u], tb);
				if (!len)
					CHECK_STR(out, "");
				json_start(json_object_new_object());
				print(utils[u], tb);
				json_end();
				free(rta);
				free(tb);
			}
		}
	}
}

/* Values without a word are shown as numbers, numbers without an option not at all. */
static void newer_kernel(void)
{
	struct nl_msg msg;
	struct rtattr **tb;
	uint8_t mode = 200;
	uint32_t num = 5;

	nl_start(&msg, RTM_NEWLINK, 0, sizeof(struct ifinfomsg));
	nl_put(&msg, NULL, IFLA_TRUNK_MODE, &mode, sizeof(mode));
	for (uint16_t type = IFLA_TRUNK_MAX + 1; type < IFLA_TRUNK_MAX + 20; type++)
		nl_put(&msg, NULL, type, &num, sizeof(num));
	nl_put(&msg, NULL, 37, &num, sizeof(num));
	tb = table_of(&trunk_link_util, msg.nlh);
	CHECK_STR(print(&trunk_link_util, tb), "mode 200 ");
	json_start(json_object_new_object());
	print(&trunk_link_util, tb);
	CHECK_STR(json_end(), "{ \"mode\": 200 }");
	free(tb);
}

static int xstats(void *msg)
{
	FILE *f;
	int rc;

	memset(out, 0, sizeof(out));
	f = fmemopen(out, sizeof(out) - 1, "w");
	rc = trunk_link_util.print_ifla_xstats(msg, f);
	fclose(f);
	return rc;
}

static void counters(void)
{
	uint64_t latency[TRUNK_XSTATS_LATENCIES + 2] = { 0, 0, 0, 7 };
	struct nlattr *nest, *inner;
	struct if_stats_msg *stats;
	uint64_t failovers = 7;
	uint8_t scheduler = 1;
	struct nl_msg msg;
	const char *text;

	stats = nl_start(&msg, RTM_NEWSTATS, 0, sizeof(*stats));
	stats->ifindex = 1;
	nest = mnl_attr_nest_start(msg.nlh, IFLA_STATS_LINK_XSTATS);
	inner = mnl_attr_nest_start(msg.nlh, LINK_XSTATS_TYPE_TRUNK);
	nl_put(&msg, NULL, TRUNK_XSTATS_SCHEDULER, &scheduler, sizeof(scheduler));
	nl_put(&msg, NULL, TRUNK_XSTATS_FAILOVERS, &failovers, sizeof(failovers));
	nl_put(&msg, NULL, TRUNK_XSTATS_FAILOVER_LATENCY, latency, sizeof(latency));
	nl_put(&msg, NULL, TRUNK_XSTATS_MAX + 3, latency, sizeof(latency));
	mnl_attr_nest_end(msg.nlh, inner);
	mnl_attr_nest_end(msg.nlh, nest);
	CHECK(!xstats(msg.nlh));
	CHECK(strstr(out, "lo    ") == out);
	CHECK_STR(strchr(out, '\n') + 1, "                    scheduler hash\n"
		  "                    failovers 7\n"
		  "                    failover_latency 4-8 us: 7\n");
	json_start(json_object_new_array());
	CHECK(!xstats(msg.nlh));
	text = json_end();
	CHECK(strstr(text, "[ { \"ifname\": \"lo\", \"scheduler\": \"hash\", \"failovers\": 7, "));
	CHECK(strstr(text, "\"failover_latency\": [ { \"from_us\": 0, \"to_us\": 1, "));
	/* not one byte of it less than it says, then of another kind, then another message */
	for (uint32_t len = msg.nlh->nlmsg_len; len >= sizeof(*msg.nlh); len -= 4) {
		struct nlmsghdr *copy = malloc(len);

		memcpy(copy, msg.nlh, len);
		copy->nlmsg_len = len;
		CHECK(!xstats(copy));
		free(copy);
	}
	inner->nla_type = LINK_XSTATS_TYPE_TRUNK - 1;
	CHECK(!xstats(msg.nlh));
	CHECK_STR(out, "");
	msg.nlh->nlmsg_type = RTM_NEWLINK;
	inner->nla_type = LINK_XSTATS_TYPE_TRUNK;
	CHECK(!xstats(msg.nlh));
	CHECK_STR(out, "");
}

/* What an ip of 2018 gave as the first argument. */
static void old_ip(void)
{
	struct sockaddr_nl *sender = calloc(1, sizeof(*sender));

	sender->nl_family = AF_NETLINK;
	CHECK(!xstats(sender));
	CHECK_STR(out, "");
	free(sender);
}

KTAP_MAIN(T(every_option), T(words_of_ip), T(refusals), T(room), T(no_attributes), T(any_length),
	  T(newer_kernel), T(counters), T(old_ip))
