// SPDX-License-Identifier: GPL-2.0-only
/* How long a trunk's port that flaps has to wait. */

#include "unit.h"

#include "trunk/damping.c"

static struct trunk_damping damping;

static u64 fail(const struct trunk_damping_rules *rules, u64 now)
{
	trunk_damping_failed(&damping, rules, now);
	return trunk_damping_wait(&damping, rules);
}

static void doubles(void)
{
	const struct trunk_damping_rules rules = { .hold = 10, .max = 100 };
	static const u64 waits[] = { 10, 20, 40, 80, 100, 100, 100 };
	u32 i;

	damping = (struct trunk_damping) {};
	CHECK_EQ(trunk_damping_wait(&damping, &rules), 0);
	for (i = 0; i < sizeof(waits) / sizeof(waits[0]); i++)
		CHECK_EQ(fail(&rules, 1), waits[i]);
}

static void peace(void)
{
	const struct trunk_damping_rules rules = { .hold = 10, .max = 100 };

	damping = (struct trunk_damping) {};
	fail(&rules, 1);
	damping.up_since = 1000;
	CHECK_EQ(fail(&rules, 1099), 20);
	damping.up_since = 2000;
	CHECK_EQ(fail(&rules, 2100), 10);
}

static void off(void)
{
	const struct trunk_damping_rules none = { .max = 100 };
	const struct trunk_damping_rules rules = { .hold = 10, .max = 100 };

	damping = (struct trunk_damping) {};
	CHECK_EQ(fail(&none, 1), 0);
	CHECK_EQ(fail(&none, 2), 0);
	/* Turned on later, what happened counts. */
	CHECK_EQ(trunk_damping_wait(&damping, &rules), 20);
}

/* Any number of failures, and a shortest wait that is longer than the longest. */
static void extremes(void)
{
	const struct trunk_damping_rules longest = { .hold = 1, .max = ~0ull };
	const struct trunk_damping_rules odd = { .hold = 50, .max = 20 };
	u32 i;

	damping = (struct trunk_damping) { .up_since = 5 };
	for (i = 0; i < 1000; i++)
		CHECK(fail(&longest, 5));
	CHECK(trunk_damping_wait(&damping, &longest) >= 1ull << 62);
	damping = (struct trunk_damping) { .up_since = 5 };
	CHECK_EQ(fail(&odd, 5), 20);
}

static const struct unit_case cases[] = {
	{ "each failure doubles the wait", doubles },
	{ "a long time in use", peace },
	{ "off", off },
	{ "extremes", extremes },
	{}
};

int main(void)
{
	return unit_main(cases);
}
