// SPDX-License-Identifier: GPL-2.0-only
/* Health of a trunk's port by probes: intervals, targets, roles, what counts. */

#include "unit.h"

#include "trunk/probe_fsm.c"

#define SENDS	TRUNK_PROBE_SENDS
#define LISTENS	TRUNK_PROBE_LISTENS
#define WAITS	TRUNK_PROBE_WAITS

static struct trunk_probe probe;
static struct trunk_probe_rules rules;

static void begin(u32 targets, u32 missed_max, bool all)
{
	rules = (struct trunk_probe_rules) {
		.targets = targets, .missed_max = missed_max, .all = all,
	};
	probe = (struct trunk_probe) { .good = true };
}

/* Intervals until the verdict changes, at most @most; 0: it does not. */
static u32 takes(u32 heard, enum trunk_probe_role role, u32 most)
{
	struct trunk_probe_facts facts = { .heard = heard, .role = role };
	bool good = probe.good;
	u32 i;

	for (i = 1; i <= most; i++) {
		trunk_probe_step(&probe, &rules, &facts);
		if (probe.good != good)
			return i;
	}
	return 0;
}

/* A sender after missed_max intervals, a listener one later: it heard that one. */
static void missed(void)
{
	u32 max;

	for (max = 1; max <= 255; max++) {
		begin(1, max, false);
		CHECK_EQ(takes(0, SENDS, 600), max);
		CHECK_EQ(takes(1, SENDS, 600), 1);
		CHECK_EQ(takes(0, LISTENS, 600), max + 1);
		CHECK_EQ(takes(0, LISTENS, 2000), 0);
		CHECK_EQ(takes(1, LISTENS, 600), 1);
	}
}

static void heard_in_between(void)
{
	u32 i;

	begin(1, 2, false);
	for (i = 0; i < 100; i++)
		CHECK_EQ(takes(i % 2, SENDS, 1), 0);
	CHECK_EQ(takes(0, SENDS, 9), 2);
}

/* While a port is searched for nobody is given up, but one may be found. */
static void waits(void)
{
	begin(1, 2, false);
	CHECK_EQ(takes(0, WAITS, 500), 0);
	CHECK_EQ(takes(0, SENDS, 1), 1);
	CHECK_EQ(takes(0, WAITS, 500), 0);
	CHECK_EQ(takes(1, WAITS, 1), 1);
}

static void grace(void)
{
	begin(1, 1, false);
	trunk_probe_reset(&probe);
	CHECK_EQ(takes(0, SENDS, 9), TRUNK_PROBE_GRACE + 1);
	trunk_probe_reset(&probe);
	CHECK(!probe.good);
	CHECK_EQ(takes(1, SENDS, 9), 1);
	CHECK_EQ(takes(0, LISTENS, 1), 0);
	trunk_probe_spare(&probe);
	CHECK_EQ(takes(0, LISTENS, 9), TRUNK_PROBE_GRACE + 1);
}

static void targets(void)
{
	begin(3, 2, false);
	CHECK_EQ(takes(4, SENDS, 50), 0);
	CHECK_EQ(takes(0, SENDS, 50), 2);
	CHECK_EQ(takes(2, SENDS, 50), 1);

	begin(3, 2, true);
	CHECK_EQ(takes(7, SENDS, 50), 0);
	CHECK_EQ(takes(5, SENDS, 50), 2);
	CHECK_EQ(takes(6, SENDS, 50), 0);
	CHECK_EQ(takes(7, SENDS, 50), 1);
	/* In turn, within what may be missed. */
	CHECK_EQ(takes(3, SENDS, 1), 0);
	CHECK_EQ(takes(6, SENDS, 1), 0);
	CHECK_EQ(takes(5, SENDS, 1), 0);
	CHECK_EQ(takes(5, SENDS, 1), 1);

	begin(TRUNK_TARGETS_MAX, 2, true);
	CHECK_EQ(takes(0xffff, SENDS, 50), 0);
	CHECK_EQ(takes(0x7fff, SENDS, 50), 2);
}

static void proof(void)
{
	begin(3, 2, false);
	CHECK(trunk_probe_heard(4, &rules));
	CHECK(!trunk_probe_heard(8, &rules));
	CHECK(!trunk_probe_heard(0, &rules));
	rules.all = true;
	CHECK(trunk_probe_heard(7, &rules));
	CHECK(!trunk_probe_heard(6, &rules));
}

/* arp_validate by trust: what counts on a port that sends, then on others. */
static void signs(void)
{
	static const struct {
		enum trunk_probe_sign sends;
		enum trunk_probe_sign others[3];
	} table[] = {
#define ANY	TRUNK_PROBE_SIGN_ANY
#define KIND	TRUNK_PROBE_SIGN_KIND
#define ANSWER	TRUNK_PROBE_SIGN_ANSWER
#define CHECKED	{ TRUNK_PROBE_SIGN_NONE, TRUNK_PROBE_SIGN_PROBE, \
		  TRUNK_PROBE_SIGN_REPLY }
		[TRUNK_ARP_VALIDATE_NONE] = { ANY, { ANY, ANY, ANY } },
		[TRUNK_ARP_VALIDATE_ACTIVE] = { ANSWER, { ANY, ANY, ANY } },
		[TRUNK_ARP_VALIDATE_BACKUP] = { ANY, CHECKED },
		[TRUNK_ARP_VALIDATE_ALL] = { ANSWER, CHECKED },
		[TRUNK_ARP_VALIDATE_FILTER] = { KIND, { KIND, KIND, KIND } },
		[TRUNK_ARP_VALIDATE_FILTER_ACTIVE] = { ANSWER, { KIND, KIND, KIND } },
		[TRUNK_ARP_VALIDATE_FILTER_BACKUP] = { KIND, CHECKED },
	};
	u32 validate, trust;

	for (validate = 0; validate < 7; validate++)
		for (trust = 0; trust < 3; trust++) {
			CHECK_EQ(trunk_probe_sign(validate, true, trust),
				 table[validate].sends);
			CHECK_EQ(trunk_probe_sign(validate, false, trust),
				 table[validate].others[trust]);
		}
}

static const struct unit_case cases[] = {
	{ "missed intervals", missed },
	{ "heard in between", heard_in_between },
	{ "while a port is searched for", waits },
	{ "not judged at first", grace },
	{ "any and all targets", targets },
	{ "heard enough", proof },
	{ "what counts", signs },
	{}
};

int main(void)
{
	return unit_main(cases);
}
