// SPDX-License-Identifier: GPL-2.0-only
/*
 * Plug-in of ip(8): link kinds trunk and trunk_slave by hactl's tables of options, so that what
 * these name is parsed, explained and printed here too.
 */

#include "ip.h"
#include "../hactl.h"
#include "../latency.h"
#include "../model.h"

#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include <linux/rtnetlink.h>

/* ip's messages have room for that much, of which it wants some itself. */
#define MSG_MAX 1024

/* Of a counter's line in text, as ip prints those of a bond. */
#define MARGIN "%-16s    "

/*
 * Where ip has another word for an option of bonding than bonding itself, that one is taken too and
 * printed. NULL: the same.
 */
static const struct habit {
	const char *option;
	const char *word;
	const char *key;	/* in JSON */
} habits[] = {
	{ "num_peer_notif", "num_grat_arp", NULL },
	{ "num_peer_notif", "num_unsol_na", NULL },
	{ "peer_notif_delay", "peer_notify_delay", "peer_notify_delay" },
	{ "lacp_active", NULL, "ad_lacp_active" },
	{ "lacp_rate", NULL, "ad_lacp_rate" },
};

static const struct opt *opts_of(const struct link_util *util, size_t *n)
{
	bool trunk = util == &trunk_link_util;

	*n = trunk ? TRUNK_N : PORT_N;
	return trunk ? trunk_opts : port_opts;
}

/* The first habit that an option has. */
static const struct habit *habit_of(const struct opt *o)
{
	for (size_t i = 0; i < ARRAY_SIZE(habits); i++)
		if (!strcmp(habits[i].option, o->name))
			return &habits[i];
	return NULL;
}

static bool can_set(const struct opt *o)
{
	return o->place == OPT_AT_DATA && (o->cmds & (CMD_ADD | CMD_SET));
}

static const struct opt *find_opt(const struct opt *opts, size_t n, const char *word)
{
	const struct opt *o;

	for (size_t i = 0; i < ARRAY_SIZE(habits); i++)
		if (habits[i].word && !strcmp(habits[i].word, word))
			word = habits[i].option;
	o = opt_find(opts, n, CMD_ADD | CMD_SET, word);
	return o && can_set(o) ? o : NULL;
}

static int unknown_option(const struct link_util *util, const char *word)
{
	const char *names[OPT_MAX] = { NULL };
	const struct opt *opts;
	const char *near;
	size_t n;

	opts = opts_of(util, &n);
	for (size_t i = 0; i < n; i++)
		if (can_set(&opts[i]))
			names[i] = opts[i].name;
	near = opt_nearest(word, names, n);
	fprintf(stderr, "%s: unknown option \"%s\"%s%s%s; see ip link help %s\n", util->id, word,
		near ? " (did you mean " : "", near ? near : "", near ? "?)" : "", util->id);
	return -1;
}

static int bad_value(const struct link_util *util, const char *what)
{
	fprintf(stderr, "%s: %s\n", util->id, what);
	return -1;
}

static int take_value(const struct link_util *util, const struct opt *o, const char *arg,
		      struct opt_val *v)
{
	char err[512];

	if (v->set)
		snprintf(err, sizeof(err), "%s is given twice", o->name);
	else if (!arg)
		snprintf(err, sizeof(err), "%s needs a value: %s %s", o->name, o->name,
			 opt_metavar(o));
	else if (opt_parse(o, arg, v, err, sizeof(err)))
		err[0] = '\0';
	if (err[0])
		return bad_value(util, err);
	if (o->kind != OPT_INDEX || !strcmp(v->text, "none"))
		return 0;
	v->num = if_nametoindex(v->text);
	if (v->num)
		return 0;
	snprintf(err, sizeof(err), "%s: no device named %s", o->name, v->text);
	return bad_value(util, err);
}

/* All of them in one piece behind what ip has put into the message. */
static int append(const struct link_util *util, struct nlmsghdr *nlh, const struct opt_val *vals)
{
	const struct opt *opts;
	struct nl_msg msg;
	size_t n, len;

	opts = opts_of(util, &n);
	nl_start(&msg, 0, 0, 0);
	for (size_t i = 0; i < n; i++)
		if (vals[i].set)
			opt_put(&opts[i], &vals[i], &msg);
	len = mnl_nlmsg_get_payload_len(msg.nlh);
	if (NLMSG_ALIGN(nlh->nlmsg_len) + len > MSG_MAX)
		return bad_value(util, "these options are too long for one request");
	memcpy((char *)nlh + NLMSG_ALIGN(nlh->nlmsg_len), mnl_nlmsg_get_payload(msg.nlh), len);
	nlh->nlmsg_len = (uint32_t)(NLMSG_ALIGN(nlh->nlmsg_len) + len);
	return 0;
}

static void print_help(struct link_util *util, int argc, char **argv, FILE *f)
{
	const struct opt *opts;
	size_t n;

	(void)argc;
	(void)argv;
	opts = opts_of(util, &n);
	fprintf(f, "Usage: ... %s [ OPTION VALUE ]...\n\n", util->id);
	for (size_t i = 0; i < n; i++)
		if (can_set(&opts[i]))
			opt_help(&opts[i], f);
}

/* Words to values. */
static int take_words(struct link_util *util, int argc, char **argv, struct opt_val *vals)
{
	const struct opt *opts;
	size_t n;

	opts = opts_of(util, &n);
	while (argc > 0) {
		const char *word = *argv, *arg = argc > 1 ? argv[1] : NULL;
		const struct opt *o;
		int words = 2;

		if (!strcmp(word, "help")) {
			print_help(util, argc, argv, stderr);
			return -1;
		}
		if (!strcmp(word, "clear_active_slave")) {
			word = "active_slave";
			arg = "none";
			words = 1;
		}
		o = find_opt(opts, n, word);
		if (!o)
			return unknown_option(util, word);
		if (take_value(util, o, arg, &vals[o - opts]))
			return -1;
		argc -= words;
		argv += words;
	}
	return 0;
}

static int parse_opt(struct link_util *util, int argc, char **argv, struct nlmsghdr *nlh)
{
	struct opt_val vals[OPT_MAX] = { 0 };
	int err;

	err = take_words(util, argc, argv, vals);
	if (!err)
		err = append(util, nlh, vals);
	opt_free(vals, OPT_MAX);
	return err;
}

/* ip's writer where JSON is asked for. */
static struct json_writer *writer(void)
{
	return get_json_writer && jsonw_s64 ? get_json_writer() : NULL;
}

static void write_json(struct json_writer *w, struct json_object *value)
{
	switch (json_object_get_type(value)) {
	case json_type_null:
		jsonw_null(w);
		break;
	case json_type_boolean:
		jsonw_bool(w, json_object_get_boolean(value));
		break;
	case json_type_double:
		jsonw_float(w, json_object_get_double(value));
		break;
	case json_type_int:
		jsonw_s64(w, json_object_get_int64(value));
		break;
	case json_type_string:
		jsonw_string(w, json_object_get_string(value));
		break;
	case json_type_array:
		jsonw_start_array(w);
		for (size_t i = 0; i < json_object_array_length(value); i++)
			write_json(w, json_object_array_get_idx(value, i));
		jsonw_end_array(w);
		break;
	case json_type_object:
		jsonw_start_object(w);
		json_object_object_foreach(value, key, member) {
			jsonw_name(w, key);
			write_json(w, member);
		}
		jsonw_end_object(w);
		break;
	}
}

static const char *key_of(const struct opt *o, char *buf, size_t len)
{
	const struct habit *habit = habit_of(o);

	if (o->place == OPT_AT_AD_INFO)
		return o->name + strlen("ad_");
	return habit && habit->key ? habit->key : opt_key(o, buf, len);
}

static void write_value(struct json_writer *w, const struct opt *o, const struct opt_val *v)
{
	struct json_object *value;
	char buf[1024];

	jsonw_name(w, key_of(o, buf, sizeof(buf)));
	/* ip has these two so for a bond */
	if (o->kind == OPT_BOOL) {
		jsonw_string(w, opt_text(o, v, buf, sizeof(buf)));
		return;
	}
	if (!strcmp(o->name, "arp_validate") && !v->num) {
		jsonw_null(w);
		return;
	}
	value = opt_value_json(o, v);
	write_json(w, value);
	json_object_put(value);
}

/* What is set at a place; one that is not is left out. */
static void print_place(FILE *f, const struct opt *opts, size_t n, const struct opt_val *vals,
			bool ad_info, bool lines)
{
	struct json_writer *w = writer();
	char buf[1024];

	for (size_t i = 0; i < n; i++) {
		const struct habit *habit = habit_of(&opts[i]);
		bool of_ad_info = opts[i].place == OPT_AT_AD_INFO;

		if (!vals[i].set || of_ad_info != ad_info)
			continue;
		if (w) {
			write_value(w, &opts[i], &vals[i]);
			continue;
		}
		if (lines)
			fprintf(f, MARGIN, "");
		fprintf(f, "%s %s%c", habit && habit->word ? habit->word : opts[i].name,
			opt_text(&opts[i], &vals[i], buf, sizeof(buf)), lines ? '\n' : ' ');
	}
}

static void print_values(FILE *f, const struct opt *opts, size_t n, const struct opt_val *vals,
			 bool lines)
{
	print_place(f, opts, n, vals, false, lines);
}

/* The aggregator: as ip has it of a bond, an object in JSON. */
static void print_ad_info(FILE *f, const struct opt *opts, size_t n, const struct opt_val *vals)
{
	struct json_writer *w = writer();

	if (w) {
		jsonw_name(w, "ad_info");
		jsonw_start_object(w);
	}
	print_place(f, opts, n, vals, true, false);
	if (w)
		jsonw_end_object(w);
}

/* Also from a module of another age: attributes that are missing, unknown or of another length. */
static void print_opt(struct link_util *util, FILE *f, struct rtattr *tb[])
{
	struct opt_val vals[OPT_MAX] = { 0 };
	const struct opt *opts;
	const struct nlattr *info, *attr;
	size_t n;

	if (!tb)
		return;
	opts = opts_of(util, &n);
	info = util == &trunk_link_util ? (const struct nlattr *)tb[IFLA_TRUNK_AD_INFO] : NULL;
	if (info)
		mnl_attr_for_each_nested(attr, info)
			opt_get(opts, n, OPT_AT_AD_INFO, attr, vals);
	for (int i = 1; i <= util->maxattr; i++)
		if (tb[i])
			opt_get(opts, n, OPT_AT_DATA, (const struct nlattr *)tb[i], vals);
	for (size_t i = 0; i < n; i++)
		if (opts[i].kind == OPT_INDEX && vals[i].set)
			if_indextoname((unsigned int)vals[i].num, vals[i].text);
	print_values(f, opts, n, vals, false);
	if (info)
		print_ad_info(f, opts, n, vals);
	opt_free(vals, OPT_MAX);
}

/* Device that ip link xstats is limited to; 0: all. */
static unsigned int xstats_dev;

static int parse_xstats(struct link_util *util, int argc, char **argv)
{
	char err[128];

	for (; argc > 0; argc -= 2, argv += 2) {
		if (!strcmp(*argv, "help")) {
			fprintf(stdout, "Usage: ... %s [ dev DEVICE ]\n", util->id);
			exit(0);
		}
		if (strcmp(*argv, "dev") || argc < 2) {
			snprintf(err, sizeof(err), "xstats: usage: ... %s [ dev DEVICE ]",
				 util->id);
			return bad_value(util, err);
		}
		xstats_dev = if_nametoindex(argv[1]);
		if (!xstats_dev) {
			snprintf(err, sizeof(err), "xstats: no device named %.16s", argv[1]);
			return bad_value(util, err);
		}
	}
	return 0;
}

static void print_latency(FILE *f, const struct link *trunk)
{
	struct json_writer *w = writer();
	struct json_object *value;
	char buf[48];

	if (w && trunk->nlatency) {
		value = latency_json(trunk->latency, trunk->nlatency);
		jsonw_name(w, "failover_latency");
		write_json(w, value);
		json_object_put(value);
	}
	for (size_t i = 0; !w && i < trunk->nlatency; i++)
		if (trunk->latency[i])
			fprintf(f, MARGIN "failover_latency %s: %llu\n", "",
				latency_text(i, i + 1 == trunk->nlatency, buf, sizeof(buf)),
				(unsigned long long)trunk->latency[i]);
}

static void print_counters(FILE *f, const struct link *link)
{
	struct json_writer *w = writer();
	char name[IF_NAMESIZE] = "";

	if (!if_indextoname((unsigned int)link->ifindex, name))
		snprintf(name, sizeof(name), "if%d", link->ifindex);
	if (w) {
		jsonw_start_object(w);
		jsonw_name(w, "ifname");
		jsonw_string(w, name);
	} else {
		fprintf(f, "%-16s\n", name);
	}
	print_values(f, trunk_stat_opts, TRUNK_STAT_N, link->trunk_stat, true);
	print_latency(f, link);
	print_values(f, port_stat_opts, PORT_STAT_N, link->port_stat, true);
	if (w)
		jsonw_end_object(w);
}

static bool any_set(const struct opt_val *vals, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (vals[i].set)
			return true;
	return false;
}

static int print_xstats(struct nlmsghdr *nlh, void *f)
{
	const struct if_stats_msg *stats = mnl_nlmsg_get_payload(nlh);
	struct opt_val vals[OPT_MAX] = { 0 };
	struct link link = { .trunk = vals, .port = vals };
	struct links links = { .link = &link, .n = 1 };
	int err;

	/* also an address, which an old ip hands over: its family read as a length is 16 */
	if (nlh->nlmsg_len < NLMSG_LENGTH(sizeof(*stats)))
		return 0;
	if (xstats_dev && xstats_dev != stats->ifindex)
		return 0;
	link.ifindex = (int)stats->ifindex;
	err = model_links_index(&links);
	if (err)
		return err;
	model_counters(nlh, &links);
	model_counters_resolve(&links);
	free(links.slot);
	if (any_set(link.trunk_stat, TRUNK_STAT_N) || any_set(link.port_stat, PORT_STAT_N))
		print_counters(f, &link);
	return 0;
}

struct link_util trunk_link_util = {
	.id = "trunk",
	.maxattr = IFLA_TRUNK_MAX,
	.parse_opt = parse_opt,
	.print_opt = print_opt,
	.print_help = print_help,
	.parse_ifla_xstats = parse_xstats,
	.print_ifla_xstats = print_xstats,
};

struct link_util trunk_slave_link_util = {
	.id = "trunk_slave",
	.maxattr = IFLA_TRUNK_PORT_MAX,
	.parse_opt = parse_opt,
	.print_opt = print_opt,
	.print_help = print_help,
	.parse_ifla_xstats = parse_xstats,
	.print_ifla_xstats = print_xstats,
};
