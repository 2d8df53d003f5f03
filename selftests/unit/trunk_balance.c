// SPDX-License-Identifier: GPL-2.0-only
/* Rebalancing of the trunk by measured load: how even, how many moves, and when it stops. */

#include "unit.h"

#include "trunk/balance.c"

#define SLOTS	256

static u32 even[TRUNK_SLOT_PORTS];
/* Xorshift64*: the lower bits of a simpler one come in turn, which is no chance. */
static u32 draw(void)
{
	static u64 lot = 1;

	lot ^= lot >> 12;
	lot ^= lot << 25;
	lot ^= lot >> 27;
	return lot * 0x2545f4914f6cdd1dull >> 32;
}

static struct trunk_shares ports(u32 n)
{
	u32 id;

	for (id = 0; id < TRUNK_SLOT_PORTS; id++)
		even[id] = 10000;
	return (struct trunk_shares) { .ports = ((u64)1 << n) - 1, .weight = even };
}

/* With a load that never varies. */
static u32 balance(u8 *owner, const u32 *load, const struct trunk_shares *shares,
		   struct trunk_move *moves)
{
	static struct trunk_loads loads;

	memcpy(loads.fast, load, SLOTS * sizeof(*load));
	memcpy(loads.slow, load, SLOTS * sizeof(*load));
	return trunk_balance(owner, &loads, SLOTS, shares, moves);
}

/* Most loaded port over the mean, per weight. */
static double imbalance(const u8 *owner, const u32 *load, const struct trunk_shares *shares)
{
	double sum = 0, weights = 0, worst = 0, mine[TRUNK_SLOT_PORTS] = {};
	u32 i;

	for (i = 0; i < SLOTS; i++) {
		mine[owner[i]] += load[i];
		sum += load[i];
	}
	for (i = 0; i < TRUNK_SLOT_PORTS; i++)
		if (shares->ports >> i & 1)
			weights += shares->weight[i];
	for (i = 0; i < TRUNK_SLOT_PORTS; i++)
		if (shares->ports >> i & 1 && mine[i] / shares->weight[i] > worst)
			worst = mine[i] / shares->weight[i];
	return worst / (sum / weights);
}

/* Rounds until nothing moves any more; -1 if that never happens. */
static int settle(u8 *owner, const u32 *load, const struct trunk_shares *shares, u32 *moved)
{
	struct trunk_move moves[TRUNK_BALANCE_MOVES];
	int round;
	u32 n;

	*moved = 0;
	for (round = 0; round < 50; round++) {
		n = balance(owner, load, shares, moves);
		*moved += n;
		if (!n)
			return round;
	}
	return -1;
}

static void equal_flows(void)
{
	struct trunk_shares shares = ports(4);
	u32 load[SLOTS], moved, i, round;
	u8 owner[SLOTS];

	for (round = 0; round < 200; round++) {
		memset(load, 0, sizeof(load));
		for (i = 0; i < SLOTS; i++)
			owner[i] = i % 4;
		for (i = 0; i < 32; i++)
			load[draw() % SLOTS] += 28000;
		CHECK(settle(owner, load, &shares, &moved) >= 0);
		CHECK(imbalance(owner, load, &shares) <= 1.05 || moved == 0);
		/* Two flows in one slot may leave a remainder; never a whole flow more. */
		CHECK(imbalance(owner, load, &shares) <= 1.13);
	}
}

static void four_elephants(void)
{
	struct trunk_shares shares = ports(2);
	u32 load[SLOTS] = { [3] = 1000000, [5] = 1000000, [9] = 1000000, [200] = 1000000 };
	u8 owner[SLOTS] = {};
	u32 moved;

	CHECK(settle(owner, load, &shares, &moved) >= 0);
	CHECK_EQ(moved, 2);
	CHECK(imbalance(owner, load, &shares) < 1.001);
}

/* What is left on the port of the large flows moves only in return for small ones. */
static void large_for_small(void)
{
	struct trunk_shares shares = ports(4);
	u32 load[SLOTS] = {}, moved, i;
	u8 owner[SLOTS] = {};

	for (i = 0; i < 32; i++) {
		owner[i] = i % 4;
		load[i] = i % 4 ? 14000 : 56000;
	}
	CHECK(settle(owner, load, &shares, &moved) >= 0);
	CHECK(imbalance(owner, load, &shares) <= 1.08);
	CHECK(moved <= 12);
}

/* A large flow is not taken in return for another, though it is nearer to what is due. */
static void large_for_large(void)
{
	struct trunk_shares shares = ports(2);
	u32 load[SLOTS] = {}, moved, i;
	u8 owner[SLOTS] = {};

	for (i = 0; i < 4; i++)
		load[i] = 400000;
	for (i = 4; i < 14; i++) {
		load[i] = i == 4 ? 390000 : 100000;
		owner[i] = 1;
	}
	CHECK(settle(owner, load, &shares, &moved) >= 0);
	CHECK(imbalance(owner, load, &shares) <= 1.05);
}

/* One flow more than ports can share: it stays where it is, and so do the others. */
static void lonely_elephant(void)
{
	struct trunk_shares shares = ports(3);
	u32 load[SLOTS] = { [3] = 9000000, [5] = 100000, [6] = 100000 };
	u8 owner[SLOTS] = { [5] = 1, [6] = 1 };
	u32 moved;

	CHECK(settle(owner, load, &shares, &moved) >= 0);
	CHECK_EQ(owner[3], 0);
	CHECK_EQ(moved, 1);		/* of the two small ones that shared a port */
}

static void weights_count(void)
{
	static const u32 weight[TRUNK_SLOT_PORTS] = { 10000, 25000 };
	struct trunk_shares shares = { .ports = 3, .weight = weight };
	u32 load[SLOTS], moved, i;
	u8 owner[SLOTS];

	for (i = 0; i < SLOTS; i++) {
		load[i] = 10000 + draw() % 1000;
		owner[i] = i % 2;
	}
	CHECK(settle(owner, load, &shares, &moved) >= 0);
	CHECK(imbalance(owner, load, &shares) <= 1.02);
}

/* Never touches a port that is not usable, nor ever moves what does not exist. */
static void unusable_ports(void)
{
	struct trunk_shares shares = ports(4);
	struct trunk_move moves[TRUNK_BALANCE_MOVES];
	u32 load[SLOTS], n, i;
	u8 owner[SLOTS];

	for (i = 0; i < SLOTS; i++) {
		load[i] = 50000;
		owner[i] = i < 200 ? 0 : TRUNK_SLOT_NOBODY;
	}
	shares.ports = 0x5;
	n = balance(owner, load, &shares, moves);
	CHECK(n > 0);
	for (i = 0; i < n; i++) {
		CHECK_EQ(moves[i].from, 0);
		CHECK_EQ(moves[i].to, 2);
		CHECK(moves[i].slot < 200);
	}
	shares.ports = 0x1;
	CHECK_EQ(balance(owner, load, &shares, moves), 0);
	shares.ports = 0;
	CHECK_EQ(balance(owner, load, &shares, moves), 0);
}

/* Little traffic is not load, and a small difference is not worth a move. */
static void hysteresis(void)
{
	struct trunk_shares shares = ports(2);
	u32 load[SLOTS] = {}, moved, i;
	u8 owner[SLOTS];

	for (i = 0; i < SLOTS; i++)
		owner[i] = i % 2;
	load[0] = 9000;
	load[2] = 9000;
	CHECK_EQ(settle(owner, load, &shares, &moved), 0);
	for (i = 0; i < SLOTS; i++)
		load[i] = i % 2 ? 100000 : 102000;	/* 1 % off the mean each way */
	CHECK_EQ(settle(owner, load, &shares, &moved), 0);
}

/* Whatever the loads, it settles, and never leaves the trunk less even. */
static void always_settles(void)
{
	struct trunk_shares shares;
	u32 load[SLOTS], moved, round, i, n;
	u8 owner[SLOTS];

	for (round = 0; round < 2000; round++) {
		double before;

		n = 2 + draw() % 15;
		shares = ports(n);
		for (i = 0; i < SLOTS; i++) {
			owner[i] = draw() % n;
			load[i] = draw() % 8 ? 0 : 1u << draw() % 24;
		}
		load[0]++;
		before = imbalance(owner, load, &shares);
		CHECK(settle(owner, load, &shares, &moved) >= 0);
		CHECK(imbalance(owner, load, &shares) <= before * 1.000000001);
	}
}

/* 4500 frames of 1000 bytes in an interval, each of any flow. */
static void draw_frames(u32 *passed)
{
	u32 i;

	memset(passed, 0, SLOTS * sizeof(*passed));
	for (i = 0; i < 4500; i++)
		passed[draw() % SLOTS] += 1000;
}

/* An interval of frames of any flow, those of one port of 8 @times as many. */
static void pass(struct trunk_loads *loads, u32 port, u32 percent)
{
	u32 passed[SLOTS], i;

	draw_frames(passed);
	for (i = 0; i < SLOTS; i++)
		trunk_loads_note(loads, i, i % 8 == port ? passed[i] * percent / 100 : passed[i]);
}

static void deal(u8 *owner, struct trunk_loads *loads)
{
	u32 i;

	memset(loads, 0, sizeof(*loads));
	for (i = 0; i < SLOTS; i++)
		owner[i] = i % 8;
	for (i = 0; i < 30; i++)
		pass(loads, 0, 100);
}

/* Many small flows that vary are even: what is left is chance, and nothing moves for it. */
static void chance(void)
{
	struct trunk_shares shares = ports(8);
	struct trunk_move moves[TRUNK_BALANCE_MOVES];
	static struct trunk_loads loads;
	u32 round, moved = 0;
	u8 owner[SLOTS];

	deal(owner, &loads);
	for (round = 0; round < 2000; round++) {
		pass(&loads, 0, 100);
		moved += trunk_balance(owner, &loads, SLOTS, &shares, moves);
	}
	printf("# %u moves in 2000 intervals\n", moved);
	CHECK(moved <= 100);
}

/* Intervals until the loads of one port, from now on so many percent, are spread. */
static u32 until_even(u32 percent, double enough)
{
	struct trunk_shares shares = ports(8);
	struct trunk_move moves[TRUNK_BALANCE_MOVES];
	static struct trunk_loads loads;
	u32 expected[SLOTS], round, i;
	u8 owner[SLOTS];

	deal(owner, &loads);
	for (i = 0; i < SLOTS; i++)
		expected[i] = i % 8 == 3 ? 1000 * percent : 100000;
	for (round = 1; round < 500; round++) {
		pass(&loads, 3, percent);
		trunk_balance(owner, &loads, SLOTS, &shares, moves);
		if (imbalance(owner, expected, &shares) <= enough)
			break;
	}
	printf("# %u %%: even after %u intervals\n", percent, round);
	return round;
}

/* Among all that, one port has more than it should. */
static void not_chance(void)
{
	CHECK(until_even(200, 1.1) <= 16);
	CHECK(until_even(110, 1.05) <= 100);
}

static const struct unit_case cases[] = {
	{ "32 equal flows on 4 ports", equal_flows },
	{ "4 elephants on 2 ports", four_elephants },
	{ "large flows for small ones", large_for_small },
	{ "large flows for small ones, not for large ones", large_for_large },
	{ "an elephant for itself", lonely_elephant },
	{ "loads follow the weights", weights_count },
	{ "ports that are not usable", unusable_ports },
	{ "hysteresis", hysteresis },
	{ "always settles, never worse", always_settles },
	{ "chance moves nothing", chance },
	{ "what is not chance moves", not_chance },
	{}
};

int main(void)
{
	return unit_main(cases);
}
