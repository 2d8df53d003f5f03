// SPDX-License-Identifier: GPL-2.0-only
/* Choice of the trunk's active port. */

#include "unit.h"

#include "trunk/select.c"

#define ALWAYS	TRUNK_PRIMARY_RESELECT_ALWAYS
#define BETTER	TRUNK_PRIMARY_RESELECT_BETTER
#define FAILURE	TRUNK_PRIMARY_RESELECT_FAILURE

static struct trunk_candidate up(s32 id)
{
	return (struct trunk_candidate) { .id = id, .up = true, .usable = true };
}

static void none(void)
{
	struct trunk_candidate p[2] = { { .id = 0 }, { .id = 1 } };

	CHECK_EQ(trunk_select(p, 0, -1, ALWAYS), -1);
	CHECK_EQ(trunk_select(p, 2, -1, ALWAYS), -1);
	CHECK_EQ(trunk_select(p, 2, 1, ALWAYS), -1);
}

static void first(void)
{
	struct trunk_candidate p[2] = { up(3), up(1) };

	CHECK_EQ(trunk_select(p, 2, -1, ALWAYS), 3);
}

static void equal_stays(void)
{
	struct trunk_candidate p[2] = { up(0), up(1) };

	CHECK_EQ(trunk_select(p, 2, 1, ALWAYS), 1);
	CHECK_EQ(trunk_select(p, 2, 1, BETTER), 1);
	CHECK_EQ(trunk_select(p, 2, 1, FAILURE), 1);
}

static void dead_leaves(void)
{
	struct trunk_candidate p[2] = { up(0), { .id = 1 } };

	CHECK_EQ(trunk_select(p, 2, 1, FAILURE), 0);
}

/* Within downdelay a port stays, but none becomes active. */
static void going_down(void)
{
	struct trunk_candidate p[2] = { up(0), up(1) };

	p[1].up = false;
	CHECK_EQ(trunk_select(p, 2, 1, ALWAYS), 1);
	CHECK_EQ(trunk_select(p, 2, -1, ALWAYS), 0);
	p[0].up = false;
	CHECK_EQ(trunk_select(p, 2, -1, ALWAYS), -1);
}

static void primary(void)
{
	struct trunk_candidate p[2] = { up(0), up(1) };

	p[0].primary = true;
	CHECK_EQ(trunk_select(p, 2, -1, FAILURE), 0);
	CHECK_EQ(trunk_select(p, 2, 1, ALWAYS), 0);
	CHECK_EQ(trunk_select(p, 2, 1, FAILURE), 1);
	CHECK_EQ(trunk_select(p, 2, 1, BETTER), 1);
	p[0].speed = 1000;
	p[1].speed = 100;
	CHECK_EQ(trunk_select(p, 2, 1, BETTER), 0);
	p[0].speed = 100;
	CHECK_EQ(trunk_select(p, 2, 1, BETTER), 1);
	p[0].duplex = 1;
	CHECK_EQ(trunk_select(p, 2, 1, BETTER), 0);
	p[0].speed = 10;
	CHECK_EQ(trunk_select(p, 2, 1, BETTER), 1);
}

static void primary_down(void)
{
	struct trunk_candidate p[3] = { up(0), up(1), up(2) };

	p[0].primary = true;
	p[0].up = false;
	p[0].usable = false;
	p[2].prio = 1;
	CHECK_EQ(trunk_select(p, 3, 0, ALWAYS), 2);
	CHECK_EQ(trunk_select(p, 3, 1, ALWAYS), 2);
	CHECK_EQ(trunk_select(p, 3, 1, FAILURE), 1);
}

static void primary_beats_prio(void)
{
	struct trunk_candidate p[2] = { up(0), up(1) };

	p[0].primary = true;
	p[1].prio = 1000;
	CHECK_EQ(trunk_select(p, 2, 1, ALWAYS), 0);
	CHECK_EQ(trunk_select(p, 2, 0, ALWAYS), 0);
}

static void prio(void)
{
	struct trunk_candidate p[3] = { up(0), up(1), up(2) };

	p[0].prio = -2147483647 - 1;
	p[1].prio = 2147483647;
	CHECK_EQ(trunk_select(p, 3, -1, ALWAYS), 1);
	CHECK_EQ(trunk_select(p, 3, 2, ALWAYS), 1);
	CHECK_EQ(trunk_select(p, 3, 2, FAILURE), 2);
	p[2].prio = 2147483647;
	CHECK_EQ(trunk_select(p, 3, 2, ALWAYS), 2);
	CHECK_EQ(trunk_select(p, 3, -1, ALWAYS), 1);
}

static const struct unit_case cases[] = {
	{ "nothing usable", none },
	{ "the first of equals", first },
	{ "equals do not displace each other", equal_stays },
	{ "a dead port leaves", dead_leaves },
	{ "within downdelay", going_down },
	{ "primary, with each primary_reselect", primary },
	{ "primary down: prio decides", primary_down },
	{ "primary before prio", primary_beats_prio },
	{ "prio", prio },
	{}
};

int main(void)
{
	return unit_main(cases);
}
