// SPDX-License-Identifier: GPL-2.0-only
/* Health of an interface by its link. */

#include "unit.h"

#include "ipmp/health.c"

#define MS 1000000ULL

static const struct ipmp_link up = { true, false, true, true };

/* What each state of a link means, the worst first. */
static void reasons(void)
{
	static const struct {
		struct ipmp_link link;
		enum ipmp_interface_reason reason;
	} cases[] = {
		{ { false, true, true, true }, IPMP_INTERFACE_REASON_ABSENT },
		{ { true, true, true, true }, IPMP_INTERFACE_REASON_MASTER },
		{ { true, true, false, false }, IPMP_INTERFACE_REASON_MASTER },
		{ { true, false, false, true }, IPMP_INTERFACE_REASON_ADMIN_DOWN },
		{ { true, false, false, false }, IPMP_INTERFACE_REASON_ADMIN_DOWN },
		{ { true, false, true, false }, IPMP_INTERFACE_REASON_CARRIER },
		{ { true, false, true, true }, IPMP_INTERFACE_REASON_NONE },
	};
	unsigned int i;

	for (i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct ipmp_health health = {};

		CHECK_EQ(ipmp_health_update(&health, &cases[i].link, 0, 1), 0);
		CHECK_EQ(health.reason, cases[i].reason);
		CHECK_EQ(health.usable, cases[i].reason == IPMP_INTERFACE_REASON_NONE);
	}
}

static void first_look_waits_for_nothing(void)
{
	struct ipmp_health health = {};

	CHECK_EQ(ipmp_health_update(&health, &up, 1000 * MS, 5), 0);
	CHECK(health.usable);
}

static void device_that_appears_waits_for_nothing(void)
{
	struct ipmp_health health = {};
	struct ipmp_link absent = {};

	ipmp_health_update(&health, &absent, 1000 * MS, 5);
	ipmp_health_update(&health, &up, 1000 * MS, 6);
	CHECK(health.usable);
}

static void failure_counts_at_once(void)
{
	struct ipmp_link down = up;
	struct ipmp_health health = {};

	down.carrier = false;
	ipmp_health_update(&health, &up, 1000 * MS, 1);
	CHECK_EQ(ipmp_health_update(&health, &down, 1000 * MS, 2), 0);
	CHECK(!health.usable);
	CHECK_EQ(health.reason, IPMP_INTERFACE_REASON_CARRIER);
}

static void repair_waits_for_updelay(void)
{
	struct ipmp_link down = up;
	struct ipmp_health health = {};

	down.carrier = false;
	ipmp_health_update(&health, &up, 100 * MS, 1 * MS);
	ipmp_health_update(&health, &down, 100 * MS, 2 * MS);
	CHECK_EQ(ipmp_health_update(&health, &up, 100 * MS, 10 * MS), 110 * MS);
	CHECK_EQ(health.reason, IPMP_INTERFACE_REASON_UPDELAY);
	CHECK(!health.usable);
	CHECK_EQ(ipmp_health_update(&health, &up, 100 * MS, 109 * MS), 110 * MS);
	CHECK(!health.usable);
	CHECK_EQ(ipmp_health_update(&health, &up, 100 * MS, 110 * MS), 0);
	CHECK(health.usable);
	CHECK_EQ(health.reason, IPMP_INTERFACE_REASON_NONE);
}

static void flap_starts_updelay_anew(void)
{
	struct ipmp_link down = up;
	struct ipmp_health health = {};

	down.running = false;
	ipmp_health_update(&health, &down, 100 * MS, 1 * MS);
	ipmp_health_update(&health, &up, 100 * MS, 10 * MS);
	ipmp_health_update(&health, &down, 100 * MS, 90 * MS);
	CHECK_EQ(ipmp_health_update(&health, &up, 100 * MS, 100 * MS), 200 * MS);
	CHECK(!health.usable);
}

static void shorter_updelay_applies_at_once(void)
{
	struct ipmp_link down = up;
	struct ipmp_health health = {};

	down.carrier = false;
	ipmp_health_update(&health, &down, 100 * MS, 1 * MS);
	ipmp_health_update(&health, &up, 100 * MS, 10 * MS);
	CHECK_EQ(ipmp_health_update(&health, &up, 5 * MS, 20 * MS), 0);
	CHECK(health.usable);
}

static const struct unit_case cases[] = {
	{ "each state of a link has its reason", reasons },
	{ "the first look waits for nothing", first_look_waits_for_nothing },
	{ "a device that appears waits for nothing", device_that_appears_waits_for_nothing },
	{ "a failure counts at once", failure_counts_at_once },
	{ "a repair waits for updelay", repair_waits_for_updelay },
	{ "a flap starts updelay anew", flap_starts_updelay_anew },
	{ "a shorter updelay applies at once", shorter_updelay_applies_at_once },
	{}
};

int main(void)
{
	return unit_main(cases);
}
