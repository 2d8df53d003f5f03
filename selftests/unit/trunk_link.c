// SPDX-License-Identifier: GPL-2.0-only
/* Link of a trunk's port after its delays. */

#include "unit.h"

#include "trunk/link_fsm.c"

#define UP	TRUNK_MII_STATUS_UP
#define FAIL	TRUNK_MII_STATUS_GOING_DOWN
#define DOWN	TRUNK_MII_STATUS_DOWN
#define BACK	TRUNK_MII_STATUS_GOING_BACK

static bool step(struct trunk_link *link, bool carrier, u64 now, u64 updelay,
		 u64 downdelay)
{
	struct trunk_signal s = {
		.running = true, .carrier = carrier, .alive = true, .now = now,
	};
	struct trunk_delays d = { .up = updelay, .down = downdelay };

	return trunk_link_step(link, &s, &d);
}

static void no_delay(void)
{
	struct trunk_link l = { .status = DOWN };

	CHECK(!step(&l, false, 1, 0, 0));
	CHECK(step(&l, true, 2, 0, 0));
	CHECK_EQ(l.status, UP);
	CHECK(!step(&l, true, 3, 0, 0));
	CHECK(step(&l, false, 4, 0, 0));
	CHECK_EQ(l.status, DOWN);
}

static void updelay(void)
{
	struct trunk_link l = { .status = DOWN };

	CHECK(step(&l, true, 1000, 70, 0));
	CHECK_EQ(l.status, BACK);
	CHECK(!step(&l, true, 1069, 70, 0));
	CHECK(step(&l, true, 1070, 70, 0));
	CHECK_EQ(l.status, UP);
}

static void updelay_restarts(void)
{
	struct trunk_link l = { .status = DOWN };

	step(&l, true, 1000, 70, 0);
	CHECK(step(&l, false, 1060, 70, 0));
	CHECK_EQ(l.status, DOWN);
	step(&l, true, 1065, 70, 0);
	CHECK(!step(&l, true, 1100, 70, 0));
	CHECK(step(&l, true, 1135, 70, 0));
	CHECK_EQ(l.status, UP);
}

static void downdelay(void)
{
	struct trunk_link l = { .status = UP };

	CHECK(step(&l, false, 1000, 0, 33));
	CHECK_EQ(l.status, FAIL);
	CHECK(!step(&l, false, 1032, 0, 33));
	CHECK(step(&l, false, 1033, 0, 33));
	CHECK_EQ(l.status, DOWN);
}

/* A delay that is changed while it runs counts from the beginning. */
static void changed_delay(void)
{
	struct trunk_link l = { .status = DOWN };
	struct trunk_delays d = { .up = 500, .down = 7 };

	CHECK(trunk_link_deadline(&l, &d) == ~0ull);
	step(&l, true, 1000, 10000, 0);
	CHECK(trunk_link_deadline(&l, &d) == 1500);
	CHECK(!step(&l, true, 1400, 500, 0));
	CHECK(step(&l, true, 1500, 500, 0));
	CHECK(trunk_link_deadline(&l, &d) == ~0ull);
	step(&l, false, 2000, 0, 100);
	CHECK(trunk_link_deadline(&l, &d) == 2007);
	CHECK(step(&l, false, 2001, 0, 0));
	CHECK_EQ(l.status, DOWN);
}

static void flap_within_downdelay(void)
{
	struct trunk_link l = { .status = UP };

	step(&l, false, 1000, 500, 33);
	CHECK(step(&l, true, 1010, 500, 33));
	CHECK_EQ(l.status, UP);
}

/* Set down by hand: nothing to wait for. */
static void admin_down(void)
{
	struct trunk_signal s = { .carrier = true, .alive = true, .now = 5 };
	struct trunk_delays d = { .up = 10, .down = 10 };
	struct trunk_link l = { .status = UP };

	CHECK(trunk_link_step(&l, &s, &d));
	CHECK_EQ(l.status, DOWN);
	CHECK(!trunk_link_step(&l, &s, &d));
	l.status = FAIL;
	l.since = 1;
	CHECK(trunk_link_step(&l, &s, &d));
	CHECK_EQ(l.status, DOWN);
}

/* Silence of those that are probed is as a lost carrier, delays and all. */
static void silent(void)
{
	struct trunk_signal s = { .running = true, .carrier = true, .now = 5 };
	struct trunk_delays d = { .up = 10, .down = 10 };
	struct trunk_link l = { .status = UP };

	CHECK(trunk_link_step(&l, &s, &d));
	CHECK_EQ(l.status, FAIL);
	s.now = 15;
	CHECK(trunk_link_step(&l, &s, &d));
	CHECK_EQ(l.status, DOWN);
	s.alive = true;
	CHECK(trunk_link_step(&l, &s, &d));
	CHECK_EQ(l.status, BACK);
}

static void nonsense(void)
{
	struct trunk_link l = { .status = 77 };

	CHECK(!step(&l, true, 1, 0, 0));
}

static const struct unit_case cases[] = {
	{ "no delay", no_delay },
	{ "updelay", updelay },
	{ "updelay starts over after a loss", updelay_restarts },
	{ "downdelay", downdelay },
	{ "a delay changed while it runs", changed_delay },
	{ "back within downdelay", flap_within_downdelay },
	{ "admin down", admin_down },
	{ "silence", silent },
	{ "a state that is none", nonsense },
	{}
};

int main(void)
{
	return unit_main(cases);
}
