// SPDX-License-Identifier: GPL-2.0-only
/* Activation of interfaces and placement of addresses. */

#include "unit.h"

#include "ipmp/spread.c"

#define NONE IPMP_SPREAD_NONE

/*
 * A group as a string, a letter an interface: capital usable, small not; A is a normal one, S a
 * standby; the result has a * behind each active one.
 */
struct sim {
	struct ipmp_spread_iface ifs[8];
	int n;
	bool failback;
};

static void sim_start(struct sim *sim, const char *links, bool failback)
{
	memset(sim, 0, sizeof(*sim));
	sim->failback = failback;
	for (; links[sim->n]; sim->n++) {
		sim->ifs[sim->n].fresh = true;
		sim->ifs[sim->n].standby = (links[sim->n] | 32) == 's';
	}
}

static void sim_links(struct sim *sim, const char *links)
{
	int i;

	for (i = 0; i < sim->n; i++) {
		sim->ifs[i].was_usable = sim->ifs[i].usable;
		sim->ifs[i].usable = links[i] < 'a';
	}
	ipmp_spread_activate(sim->ifs, sim->n, sim->failback, 0);
	for (i = 0; i < sim->n; i++)
		if (sim->ifs[i].usable)
			sim->ifs[i].fresh = false;
}

static const char *sim_active(const struct sim *sim)
{
	static char text[16];
	int i;

	for (i = 0; i < sim->n; i++)
		text[i] = sim->ifs[i].active ? '*' : '.';
	text[i] = 0;
	return text;
}

static void check_steps(const char *what, bool failback, const char *const *steps)
{
	struct sim sim;

	sim_start(&sim, steps[0], failback);
	for (; *steps; steps += 2) {
		sim_links(&sim, steps[0]);
		if (strcmp(sim_active(&sim), steps[1])) {
			printf("# %s: links %s: active %s, should be %s\n", what, steps[0],
			       sim_active(&sim), steps[1]);
			unit_bad = 1;
		}
	}
}

static void two_active(void)
{
	static const char *const steps[] = { "AA", "**", "aA", ".*", "AA", "**", "Aa", "*.",
					     "aa", "..", "aA", ".*", "AA", "**", NULL };

	check_steps("two", true, steps);
}

static void two_active_one_standby(void)
{
	static const char *const steps[] = { "AAS", "**.", "aAS", ".**", "AAS", "**.", "aaS", "..*",
					     "AaS", "*.*", "AAS", "**.", "AAs", "**.", "aAs", ".*.",
					     "aAS", ".**", NULL };

	check_steps("2+1", true, steps);
}

static void one_active_two_standby(void)
{
	static const char *const steps[] = { "ASS", "*..", "aSS", ".*.", "asS", "..*", "aSS", "..*",
					     "ASS", "*..", NULL };

	check_steps("1+2", true, steps);
}

static void failback_off(void)
{
	static const char *const steps[] = { "AS", "*.", "aS", ".*", "AS", ".*", "As", "*.",
					     "AS", "*.", NULL };
	static const char *const no_standby[] = { "AA", "**", "aA", ".*", "AA", ".*", "Aa", "*.",
						  NULL };
	static const char *const failed[] = { "AA", "**", "aa", "..", "AA", "**", NULL };

	check_steps("1+1", false, steps);
	check_steps("2+0", false, no_standby);
	check_steps("group failure", false, failed);
}

static void standbys_alone(void)
{
	static const char *const steps[] = { "SS", "*.", "sS", ".*", "SS", ".*", "ss", "..", NULL };

	check_steps("0+2", true, steps);
}

static void removal_is_replaced(void)
{
	struct sim sim;

	sim_start(&sim, "AS", true);
	sim_links(&sim, "AS");
	/* A second normal interface, active, just left. */
	ipmp_spread_activate(sim.ifs, sim.n, true, 1);
	CHECK(sim.ifs[0].active);
	/* One normal is left and active: nothing is missing, so the standby rests again. */
	CHECK(!sim.ifs[1].active);
}

static void failback_switched_on(void)
{
	struct sim sim;

	sim_start(&sim, "AS", false);
	sim_links(&sim, "AS");
	sim_links(&sim, "aS");
	sim_links(&sim, "AS");
	CHECK(!sim.ifs[0].active);
	sim.failback = true;
	sim_links(&sim, "AS");
	CHECK(sim.ifs[0].active);
	CHECK(!sim.ifs[1].active);
}

static void place(struct ipmp_spread_addr *addrs, int n, const char *active, const char *fresh)
{
	struct ipmp_spread_iface ifs[4] = {};
	int i;

	for (i = 0; active[i]; i++) {
		ifs[i].usable = active[i] == '*';
		ifs[i].active = active[i] == '*';
		ifs[i].fresh = fresh[i] == '!';
	}
	ipmp_spread_place(ifs, i, addrs, n);
	/* What the glue does when the moves are done. */
	for (i = 0; i < n; i++) {
		if (addrs[i].want != addrs[i].cur && addrs[i].cur >= 0)
			addrs[i].prev = addrs[i].cur;
		addrs[i].cur = addrs[i].want;
	}
}

static int count(const struct ipmp_spread_addr *addrs, int n, int on)
{
	int i, found = 0;

	for (i = 0; i < n; i++)
		found += addrs[i].want == on;
	return found;
}

static void start(struct ipmp_spread_addr *addrs, int n)
{
	int i;

	for (i = 0; i < n; i++)
		addrs[i] = (struct ipmp_spread_addr){ NONE, NONE, NONE, NONE };
}

static void minimum_counts(void)
{
	struct ipmp_spread_addr addrs[5], before[4];

	start(addrs, 4);
	place(addrs, 4, "**", "..");
	CHECK_EQ(count(addrs, 4, 0), 2);
	CHECK_EQ(count(addrs, 4, 1), 2);
	memcpy(before, addrs, sizeof(before));
	place(addrs, 4, "*.", "..");
	CHECK_EQ(count(addrs, 4, 0), 4);
	place(addrs, 4, "**", ".!");
	CHECK_EQ(count(addrs, 4, 0), 2);
	CHECK_EQ(count(addrs, 4, 1), 2);
	/* And each where it was before. */
	CHECK_EQ(addrs[0].want, before[0].want);
	CHECK_EQ(addrs[1].want, before[1].want);
	CHECK_EQ(addrs[2].want, before[2].want);
	CHECK_EQ(addrs[3].want, before[3].want);
}

static void five_on_two(void)
{
	struct ipmp_spread_addr addrs[5];

	start(addrs, 5);
	place(addrs, 5, "*.", "..");
	CHECK_EQ(count(addrs, 5, 0), 5);
	place(addrs, 5, "**", ".!");
	CHECK_EQ(count(addrs, 5, 0), 3);
	CHECK_EQ(count(addrs, 5, 1), 2);
}

static void one_stays(void)
{
	struct ipmp_spread_addr addr;

	start(&addr, 1);
	place(&addr, 1, "*.", "..");
	place(&addr, 1, "**", ".!");
	CHECK_EQ(addr.want, 0);
}

static void home_wins(void)
{
	struct ipmp_spread_addr addrs[3];
	int i;

	start(addrs, 3);
	for (i = 0; i < 3; i++)
		addrs[i].home = 0;
	place(addrs, 3, "**", "!!");
	CHECK_EQ(count(addrs, 3, 0), 3);
	place(addrs, 3, ".*", "..");
	CHECK_EQ(count(addrs, 3, 1), 3);
	place(addrs, 3, "**", "!.");
	CHECK_EQ(count(addrs, 3, 0), 3);
}

static void nothing_active_nothing_moves(void)
{
	struct ipmp_spread_addr addrs[3];

	start(addrs, 3);
	place(addrs, 2, "**", "!!");
	place(addrs, 3, "..", "..");
	CHECK_EQ(addrs[0].want, 0);
	CHECK_EQ(addrs[1].want, 1);
	CHECK_EQ(addrs[2].want, NONE);
	/* Whichever returns first gets all. */
	place(addrs, 3, ".*", ".!");
	CHECK_EQ(count(addrs, 3, 1), 3);
}

/* Every step of a long random walk keeps the rules. */
static void random_walk(void)
{
	struct ipmp_spread_iface ifs[6] = {};
	struct ipmp_spread_addr addrs[40];
	unsigned int seed = 1, step;
	int i;

	start(addrs, 40);
	for (i = 0; i < 6; i++) {
		ifs[i].standby = i >= 4;
		ifs[i].fresh = true;
	}
	for (i = 0; i < 40; i += 3)
		addrs[i].home = i % 6;
	for (step = 0; step < 20000; step++) {
		bool before[6];
		int active = 0, usable = 0, normal = 0;

		seed = seed * 1103515245 + 12345;
		for (i = 0; i < 6; i++) {
			ifs[i].was_usable = ifs[i].usable;
			before[i] = ifs[i].active;
		}
		i = (seed >> 16) % 6;
		ifs[i].usable = !ifs[i].usable;
		ipmp_spread_activate(ifs, 6, seed >> 31, 0);
		for (i = 0; i < 6; i++) {
			usable += ifs[i].usable;
			active += ifs[i].active;
			normal += ifs[i].usable && !ifs[i].standby;
			CHECK(ifs[i].usable || !ifs[i].active);
			ifs[i].fresh = ifs[i].active && !before[i];
		}
		CHECK(!usable == !active);
		CHECK(active <= 4);
		ipmp_spread_place(ifs, 6, addrs, 40);
		for (i = 0; i < 40; i++) {
			int on = addrs[i].want;

			CHECK(!active || (on >= 0 && ifs[on].active));
			CHECK(active || on == addrs[i].cur);
			if (addrs[i].home >= 0 && ifs[addrs[i].home].active)
				CHECK_EQ(on, addrs[i].home);
			if (addrs[i].home < 0 && addrs[i].cur >= 0 && ifs[addrs[i].cur].active &&
			    on != addrs[i].cur)
				CHECK(ifs[on].fresh);
			addrs[i].cur = on;
		}
		for (i = 0; i < 6; i++)
			ifs[i].fresh = false;
	}
}

static const struct unit_case cases[] = {
	{ "two active interfaces", two_active },
	{ "two active, one standby", two_active_one_standby },
	{ "one active, two standby", one_active_two_standby },
	{ "failback off", failback_off },
	{ "standbys alone", standbys_alone },
	{ "an active interface leaves", removal_is_replaced },
	{ "failback switched on", failback_switched_on },
	{ "4 addresses on 2: 2/2, 4/0, 2/2 as before", minimum_counts },
	{ "5 addresses on 2: 5/0, 3/2", five_on_two },
	{ "1 address on 2 stays", one_stays },
	{ "home wins", home_wins },
	{ "nothing active: nothing moves", nothing_active_nothing_moves },
	{ "random walk", random_walk },
	{}
};

int main(void)
{
	return unit_main(cases);
}
