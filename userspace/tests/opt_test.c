// SPDX-License-Identifier: GPL-2.0-only
/* Parsers of options: what is typed to a value and back, every refusal by its words. */

#include "ktap.h"

#include "../hactl.h"
#include "../model.h"
#include "../out.h"

#include <arpa/inet.h>

static char err[256];

static bool parse(const struct opt *o, const char *arg, struct opt_val *v)
{
	err[0] = '\0';
	return opt_parse(o, arg, v, err, sizeof(err));
}

static void numbers(void)
{
	const struct opt *o = &trunk_opts[TRUNK_PACKETS_PER_SLAVE];
	const struct opt *prio = &port_opts[PORT_PRIO];
	static const char *const bad[] = {
		"", " ", "x", "1x", "0x10", "1.5", "+", "-", "--1", " 1", "1 ", "65536", "-1",
		"99999999999999999999", "-99999999999999999999",
	};
	struct opt_val v;

	CHECK(parse(o, "0", &v) && v.num == 0);
	CHECK(parse(o, "1", &v) && v.num == 1);
	CHECK(parse(o, "65535", &v) && v.num == 65535);
	CHECK(parse(o, "010", &v) && v.num == 10);
	CHECK(parse(prio, "-2147483648", &v) && v.num == INT32_MIN);
	CHECK(parse(prio, "2147483647", &v) && v.num == INT32_MAX);
	CHECK(!parse(prio, "2147483648", &v));
	CHECK(parse(&trunk_opts[TRUNK_FLOWLET_GAP], "1000000", &v) && v.num == 1000000);
	CHECK(!parse(&trunk_opts[TRUNK_FLOWLET_GAP], "0", &v));
	CHECK_STR(err, "flowlet_gap: \"0\" is out of range 1..1000000 us");
	CHECK(!parse(&trunk_opts[TRUNK_TLB_DYNAMIC_LB], "2", &v));
	CHECK_STR(err, "tlb_dynamic_lb: \"2\" is out of range 0..1");
	CHECK(!parse(&port_opts[PORT_WEIGHT], "10000001", &v));
	CHECK_STR(err, "weight: \"10000001\" is out of range 0..10000000");
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		CHECK(!parse(o, bad[i], &v));
	CHECK(!parse(o, "70000", &v));
	CHECK_STR(err, "packets_per_slave: \"70000\" is out of range 0..65535 frames");
	CHECK(!parse(o, "ten", &v));
	CHECK_STR(err, "packets_per_slave: \"ten\" is not a whole number 0..65535 frames");
}

static void words(void)
{
	const struct opt *o = &trunk_opts[TRUNK_MODE];
	struct opt_val v;

	CHECK(parse(o, "active-backup", &v) && v.num == 1);
	CHECK(parse(o, "2", &v) && v.num == 2);
	CHECK(parse(o, "802.3ad", &v) && v.num == 4);
	CHECK(!parse(o, "active", &v));
	CHECK(strstr(err, "mode: \"active\" is not one of balance-rr, active-backup, balance-xor"));
	CHECK(strstr(err, "balance-xor, broadcast, 802.3ad, balance-tlb"));
	CHECK(parse(o, "5", &v) && v.num == 5);
	CHECK(!parse(o, "6", &v));
	CHECK(parse(&trunk_opts[TRUNK_SCHEDULER], "least-conn", &v) && v.num == 4);
	CHECK(!parse(&trunk_opts[TRUNK_SCHEDULER], "8", &v));
	CHECK(parse(&trunk_opts[TRUNK_REBALANCE], "load", &v) && v.num == 2);
	CHECK(!parse(o, "", &v));
	CHECK(parse(&group_opts[GROUP_FAILBACK], "on", &v) && v.num == 1);
	CHECK(parse(&group_opts[GROUP_FAILBACK], "off", &v) && v.num == 0);
	CHECK(!parse(&group_opts[GROUP_FAILBACK], "yes", &v));
	CHECK_STR(err, "failback: \"yes\" is not on or off");
}

static void names(void)
{
	static const char *const bad[] = {
		"", ".", "..", "a/b", "a b", "a:1", "a\tb", "abcdefghijklmnop",
	};
	struct opt_val v;

	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		CHECK(!parse(&trunk_opts[TRUNK_NAME], bad[i], &v));
	CHECK(parse(&trunk_opts[TRUNK_NAME], "abcdefghijklmno", &v));
	CHECK(parse(&group_opts[GROUP_NAME], "abcdefghijklmnopqrstuvwxyz01234", &v));
	CHECK_STR(v.text, "abcdefghijklmnopqrstuvwxyz01234");
	CHECK(!parse(&group_opts[GROUP_NAME], "abcdefghijklmnopqrstuvwxyz012345", &v));
	CHECK(!parse(&group_opts[GROUP_NAME], "a b", &v));
	CHECK(!parse(&group_opts[GROUP_NAME], "..", &v));
	CHECK(!parse(&group_opts[GROUP_NAME], "a\x1b", &v));
}

static void addresses(void)
{
	static const char *const bad[] = {
		"10.0.0.1", "10.0.0.1/", "10.0.0.1/0", "10.0.0.1/33", "10.0.0/8", "/8", "::1/129",
		"fe80::1%eth0/64", "10.0.0.1/8/8", "10.0.0.1/-1", "10.0.0.1/0x8", "",
		"1111111111111111111111111111111111111111111111111111111111/8",
	};
	const struct opt *o = &address_opts[ADDRESS_ADDRESS];
	const struct opt *test = &interface_opts[INTERFACE_TEST_ADDRESS];
	struct opt_val v;
	char buf[64];

	CHECK(parse(o, "10.0.0.1/24", &v) && v.rawlen == 4 && v.num == 24);
	CHECK_STR(opt_text(o, &v, buf, sizeof(buf)), "10.0.0.1/24");
	CHECK(parse(o, "2001:DB8:0::1/64", &v) && v.rawlen == 16 && v.num == 64);
	CHECK_STR(opt_text(o, &v, buf, sizeof(buf)), "2001:db8::1/64");
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		CHECK(!parse(o, bad[i], &v));
	CHECK(parse(test, "none", &v) && v.rawlen == 4 && !v.raw[0]);
	CHECK(parse(test, "10.0.0.9", &v));
	CHECK(!parse(test, "10.0.0.9/32", &v));
	CHECK(!parse(o, "none", &v));
}

static void lists(void)
{
	static const char *const bad[] = {
		"", ",", "10.0.0.1,", ",10.0.0.1", "10.0.0", "fd00::1", "10.0.0.1,none",
		"10.0.0.1 ", "10.0.0.1,,10.0.0.2",
		"11111111111111111111111111111111111111111111111111",
	};
	const struct opt *o = &trunk_opts[TRUNK_ARP_IP_TARGET];
	char many[8 * (OPT_LIST_MAX + 1)] = "1.1.1.1";
	char buf[OPT_TEXT_MAX];
	struct opt_val v;

	CHECK(parse(o, "none", &v) && v.set && !v.list->n);
	CHECK_STR(opt_text(o, &v, buf, sizeof(buf)), "none");
	opt_free(&v, 1);
	CHECK(parse(o, "10.0.0.1,192.0.2.255", &v) && v.list->n == 2);
	CHECK_STR(opt_text(o, &v, buf, sizeof(buf)), "10.0.0.1,192.0.2.255");
	opt_free(&v, 1);
	CHECK(!v.list);
	for (unsigned int n = 1; n < OPT_LIST_MAX; n++)
		strcat(many, ",1.1.1.1");
	CHECK(parse(o, many, &v) && v.list->n == OPT_LIST_MAX);
	opt_free(&v, 1);
	strcat(many, ",1.1.1.1");
	CHECK(!parse(o, many, &v));
	opt_free(&v, 1);
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++) {
		CHECK(!parse(o, bad[i], &v));
		opt_free(&v, 1);
	}
}

static void macs(void)
{
	const struct opt *o = &trunk_opts[TRUNK_ADDRESS];
	static const char *const bad[] = {
		"", "02:00:00:00:00", "02:00:00:00:00:0", "02-00-00-00-00-01", "02:00:00:00:00:001",
		"02:00:00:00:00:0g", "01:00:00:00:00:01", "00:00:00:00:00:00", " 2:00:00:00:00:01",
		"02:00:00:00:00:01 ", "-2:00:00:00:00:01",
	};
	struct opt_val v;
	char buf[64];

	CHECK(parse(o, "02:aB:00:00:0f:01", &v) && v.rawlen == 6);
	CHECK_STR(opt_text(o, &v, buf, sizeof(buf)), "02:ab:00:00:0f:01");
	for (size_t i = 0; i < ARRAY_SIZE(bad); i++)
		CHECK(!parse(o, bad[i], &v));
}

static void tables(void)
{
	static const struct {
		const struct opt *opts;
		size_t n;
	} all[] = {
		{ trunk_opts, TRUNK_N }, { port_opts, PORT_N }, { group_opts, GROUP_N },
		{ interface_opts, INTERFACE_N }, { address_opts, ADDRESS_N },
	};
	struct opt_val v;

	for (size_t t = 0; t < ARRAY_SIZE(all); t++) {
		CHECK(all[t].n <= OPT_MAX);
		for (size_t i = 0; i < all[t].n; i++) {
			const struct opt *o = &all[t].opts[i];

			CHECK(o->name);
			if (!o->cmds)
				continue;
			CHECK(o->help);
			if (o->kind == OPT_NUM)
				CHECK(o->min <= o->max && o->width);
			/* the default that help names is one that can be typed */
			if (o->dflt && o->kind != OPT_DEV)
				CHECK(parse(o, o->dflt, &v));
			opt_free(&v, o->dflt && o->kind != OPT_DEV);
		}
	}
}

/* "test-address" is test\\-address in a manual page. */
static const char *roff(const char *word, char *buf, size_t len)
{
	size_t at = 0;

	for (; *word && at + 2 < len; word++) {
		if (*word == '-')
			buf[at++] = '\\';
		buf[at++] = *word;
	}
	buf[at] = '\0';
	return buf;
}

/* Every option, its largest value, its default and the words of its value set are in the manual. */
static void manual(void)
{
	char path[64], word[64], num[32];
	static char page[32768];

	for (size_t t = 0; t < nobjects; t++) {
		const struct object *obj = objects[t];
		FILE *f;

		snprintf(path, sizeof(path), "../man/hactl-%s.8", obj->name);
		f = fopen(path, "re");
		CHECK(f);
		if (!f)
			continue;
		page[fread(page, 1, sizeof(page) - 1, f)] = '\0';
		fclose(f);
		for (size_t i = 1; i < obj->nopts; i++) {
			const struct opt *o = &obj->opts[i];

			snprintf(num, sizeof(num), "%lld", (long long)o->max);
			if (!o->cmds)
				continue;
			if (!strstr(page, roff(o->name, word, sizeof(word))))
				printf("# %s: no %s\n", path, o->name);
			CHECK(strstr(page, word));
			if (o->kind == OPT_NUM)
				CHECK(strstr(page, num));
			if (o->dflt)
				CHECK(strstr(page, roff(o->dflt, word, sizeof(word))));
			for (const struct opt_word *w = o->words; w && w->name; w++)
				CHECK(strstr(page, roff(w->name, word, sizeof(word))));
		}
	}
}

static void nearest(void)
{
	const char *const list[] = { "mode", NULL, "miimon", "mtu" };

	CHECK_STR(opt_nearest("mimon", list, 4), "miimon");
	CHECK_STR(opt_nearest("moed", list, 4) ?: "", "");
	CHECK_STR(opt_nearest("mod", list, 4), "mode");
	CHECK(!opt_nearest("failure_detection", list, 4));
	CHECK(!opt_nearest("", list, 4));
}

static void ages(void)
{
	static const struct {
		int64_t ms;
		const char *text;
	} cases[] = {
		{ 0, "0ms" }, { 999, "999ms" }, { 1000, "1.0s" }, { 59999, "59.9s" },
		{ 60000, "1m00s" }, { 3599999, "59m59s" }, { 3600000, "1h00m" },
		{ 86400000, "1d00h" }, { 90061000, "1d01h" },
	};
	char buf[32];

	for (size_t i = 0; i < ARRAY_SIZE(cases); i++) {
		struct opt_val v = { .set = true, .num = cases[i].ms };

		CHECK_STR(out_age(&v, buf, sizeof(buf)), cases[i].text);
	}
}

static void split(void)
{
	char line[] = " trunk add  'a b' \"c'd\" '' e # rest";
	char open[] = "trunk 'add";
	char many[] = "a b c";
	char *argv[8];

	CHECK(batch_split(line, argv, 8) == 6);
	CHECK_STR(argv[2], "a b");
	CHECK_STR(argv[3], "c'd");
	CHECK_STR(argv[4], "");
	CHECK_STR(argv[5], "e");
	CHECK(batch_split(open, argv, 8) == -1);
	CHECK(batch_split(many, argv, 2) == -2);
}

KTAP_MAIN(T(numbers), T(words), T(names), T(addresses), T(lists), T(macs), T(tables), T(manual),
	  T(nearest), T(ages), T(split))
