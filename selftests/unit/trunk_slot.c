// SPDX-License-Identifier: GPL-2.0-only
/* Slots of the trunk's forwarding table: shares, and who moves when. */

#include "unit.h"

#include "trunk/slot.c"

#define SEED 0x12345678u

static void count(const u8 *home, u32 n, u32 *have)
{
	u32 i;

	memset(have, 0, (TRUNK_SLOT_PORTS + 1) * sizeof(*have));
	for (i = 0; i < n; i++)
		have[home[i] < TRUNK_SLOT_PORTS ? home[i] : TRUNK_SLOT_PORTS]++;
}

static u32 even[TRUNK_SLOT_PORTS];

static struct trunk_shares shares_of(u64 ports)
{
	u32 id;

	for (id = 0; id < TRUNK_SLOT_PORTS; id++)
		even[id] = 10000;
	return (struct trunk_shares) { .ports = ports, .weight = even };
}

/* Equal weights, nothing busy. */
static void assign(u8 *home, u32 nslots, u64 ports)
{
	struct trunk_shares shares = shares_of(ports);

	CHECK_EQ(trunk_slot_assign(home, nslots, &shares, NULL), 0);
}

static s32 owner_of(u8 home, u32 slot, u64 usable)
{
	struct trunk_shares shares = shares_of(usable);

	return trunk_slot_owner(home, slot, SEED, &shares);
}

static s32 choose(u32 slot, u64 usable)
{
	struct trunk_shares shares = shares_of(usable);

	return trunk_slot_choose(slot, SEED, &shares);
}

static void fresh(u8 *home)
{
	memset(home, TRUNK_SLOT_NOBODY, TRUNK_SLOTS_MAX);
}

static u64 members_of(u32 n)
{
	return n == 64 ? ~(u64)0 : ((u64)1 << n) - 1;
}

static void sizes(void)
{
	CHECK_EQ(trunk_slot_count(0), 256);
	CHECK_EQ(trunk_slot_count(8), 256);
	CHECK_EQ(trunk_slot_count(9), 512);
	CHECK_EQ(trunk_slot_count(17), 1024);
	CHECK_EQ(trunk_slot_count(32), 1024);
	CHECK_EQ(trunk_slot_count(64), 2048);
}

static void even_shares(void)
{
	u8 home[TRUNK_SLOTS_MAX];
	u32 have[TRUNK_SLOT_PORTS + 1], n, id;

	for (n = 1; n <= 64; n++) {
		u32 slots = trunk_slot_count(n);

		fresh(home);
		assign(home, slots, members_of(n));
		count(home, slots, have);
		CHECK_EQ(have[TRUNK_SLOT_PORTS], 0);
		for (id = 0; id < n; id++)
			CHECK(have[id] == slots / n || have[id] == slots / n + 1);
	}
}

static void nobody(void)
{
	u8 home[TRUNK_SLOTS_MAX];
	u32 have[TRUNK_SLOT_PORTS + 1];

	fresh(home);
	assign(home, 256, 0x5);
	assign(home, 256, 0);
	count(home, 256, have);
	CHECK_EQ(have[TRUNK_SLOT_PORTS], 256);
	CHECK_EQ(owner_of(home[0], 0, 0), -1);
	CHECK_EQ(choose(0, 0), -1);
}

/* Adding one of n + 1 moves its share and no more. */
static void add_moves_least(void)
{
	u8 before[TRUNK_SLOTS_MAX], home[TRUNK_SLOTS_MAX];
	u32 n, i, moved, astray;

	for (n = 1; n < 8; n++) {
		fresh(home);
		assign(home, 256, members_of(n));
		memcpy(before, home, sizeof(home));
		assign(home, 256, members_of(n + 1));
		for (i = 0, moved = 0, astray = 0; i < 256; i++) {
			moved += home[i] != before[i];
			astray += home[i] != before[i] && home[i] != n;
		}
		CHECK(moved <= 256 / (n + 1) + 1);
		CHECK_EQ(astray, 0);
	}
}

/* Removing one moves its slots and no others, evenly. */
static void remove_moves_own(void)
{
	u8 before[TRUNK_SLOTS_MAX], home[TRUNK_SLOTS_MAX];
	u32 have[TRUNK_SLOT_PORTS + 1], n, i, id, gone;

	for (n = 2; n <= 8; n++) {
		for (gone = 0; gone < n; gone++) {
			fresh(home);
			assign(home, 256, members_of(n));
			memcpy(before, home, sizeof(home));
			assign(home, 256, members_of(n) & ~((u64)1 << gone));
			for (i = 0; i < 256; i++)
				if (before[i] != gone)
					CHECK_EQ(home[i], before[i]);
			count(home, 256, have);
			CHECK_EQ(have[gone], 0);
			for (id = 0; id < n; id++)
				if (id != gone)
					CHECK(have[id] <= 256 / (n - 1) + 1);
		}
	}
}

static void owners(const u8 *home, u64 usable, s32 *owner)
{
	u32 i;

	for (i = 0; i < 256; i++)
		owner[i] = owner_of(home[i], i, usable);
}

/* A link goes down and comes back, whatever else is down meanwhile. */
static void flap_returns_own(void)
{
	s32 before[256], down[256], after[256];
	u8 home[TRUNK_SLOTS_MAX];
	u32 usable, port, i;

	fresh(home);
	assign(home, 256, members_of(6));
	for (usable = 1; usable < 64; usable++) {
		owners(home, usable, before);
		for (port = 0; port < 6; port++) {
			if (!(usable >> port & 1))
				continue;
			owners(home, usable & ~(1u << port), down);
			owners(home, usable, after);
			for (i = 0; i < 256; i++) {
				CHECK_EQ(after[i], before[i]);
				if (before[i] != (s32)port)
					CHECK_EQ(down[i], before[i]);
				else
					CHECK(down[i] != (s32)port);
			}
		}
	}
}

/* The share of a dead port spreads over all others. */
static void dead_share_spreads(void)
{
	u8 home[TRUNK_SLOTS_MAX];
	u32 got[8] = {}, i;
	s32 owner;

	fresh(home);
	assign(home, 256, members_of(8));
	for (i = 0; i < 256; i++) {
		owner = owner_of(home[i], i, members_of(8) & ~(u64)1);
		if (home[i] == 0)
			got[owner]++;
	}
	CHECK_EQ(got[0], 0);
	for (i = 1; i < 8; i++)
		CHECK(got[i] > 0);
}

static void grow_keeps(void)
{
	u8 before[TRUNK_SLOTS_MAX], home[TRUNK_SLOTS_MAX];
	u32 hash, i;

	fresh(home);
	assign(home, 256, members_of(7));
	memcpy(before, home, sizeof(home));
	trunk_slot_grow(home, 256, 1024);
	for (i = 0, hash = 1; i < 10000; i++) {
		hash = hash * 1664525u + 1013904223u;
		CHECK_EQ(home[hash >> 22], before[hash >> 24]);
	}
}

/* Shares are right to one slot whatever the weights, and nobody has nothing. */
static void shares_by_weight(void)
{
	static const u32 speeds[] = { 100, 1000, 2500, 10000, 25000, 100000 };
	u32 have[TRUNK_SLOT_PORTS + 1], weight[TRUNK_SLOT_PORTS], n, id, round;
	struct trunk_shares shares = { .weight = weight };
	u8 home[TRUNK_SLOTS_MAX];
	u32 lot = 1;

	for (round = 0; round < 500; round++) {
		double sum = 0;

		n = 1 + round % 64;
		for (id = 0; id < n; id++) {
			lot = lot * 1664525u + 1013904223u;
			weight[id] = speeds[(lot >> 16) % 6];
			sum += weight[id];
		}
		shares.ports = members_of(n);
		fresh(home);
		trunk_slot_assign(home, trunk_slot_count(n), &shares, NULL);
		count(home, trunk_slot_count(n), have);
		for (id = 0; id < n; id++) {
			double due = (trunk_slot_count(n) - n) * (double)weight[id] / sum;

			CHECK(have[id] >= 1);
			CHECK(have[id] >= due && have[id] <= due + 2);
		}
	}
}

/* A third of the capacity dies: who is twice as wide takes twice as much. */
static void lost_share_goes_by_weight(void)
{
	static const u32 weight[TRUNK_SLOT_PORTS] = { 10000, 10000, 20000 };
	struct trunk_shares shares = { .ports = 0x6, .weight = weight };
	u32 got[3] = {}, i;

	for (i = 0; i < 30000; i++)
		got[trunk_slot_choose(i, SEED, &shares)]++;
	/* The logarithm is straight between powers of two: 2 % off at most. */
	CHECK(got[1] > 9400 && got[1] < 10600);
	CHECK_EQ(got[0], 0);
}

/* What is busy stays, whatever is due; what is not goes where it is due. */
static void busy_slots_stay(void)
{
	u8 before[TRUNK_SLOTS_MAX], home[TRUNK_SLOTS_MAX], busy[TRUNK_SLOTS_MAX];
	struct trunk_shares shares;
	u32 i, moved = 0, excess;

	fresh(home);
	assign(home, 256, 0x3);
	memcpy(before, home, sizeof(home));
	shares = shares_of(0x7);
	memset(busy, 1, sizeof(busy));
	CHECK_EQ(trunk_slot_assign(home, 256, &shares, busy), 85);
	CHECK(!memcmp(before, home, 256));
	/* A quarter of them, of both, falls idle. */
	for (i = 0; i < 256; i++)
		busy[i] = i % 8 > 1;
	excess = trunk_slot_assign(home, 256, &shares, busy);
	for (i = 0; i < 256; i++) {
		if (busy[i])
			CHECK_EQ(home[i], before[i]);
		moved += home[i] != before[i];
	}
	CHECK_EQ(moved + excess, 85);
	CHECK_EQ(moved, 64);
	/* A busy slot of a port that has gone cannot stay. */
	shares = shares_of(0x6);
	memset(busy, 1, sizeof(busy));
	trunk_slot_assign(home, 256, &shares, busy);
	for (i = 0; i < 256; i++)
		CHECK(home[i] == 1 || home[i] == 2);
}

static void turns_interleave(void)
{
	static const u32 weight[TRUNK_SLOT_PORTS] = { 1000, 10000, 25000, 2000 };
	struct trunk_shares shares = { .ports = 0x6, .weight = weight };
	u32 got[4] = {}, n, i, last[4] = {};
	u8 turn[256];

	n = trunk_slot_turns(turn, 256, &shares);	/* 2 : 5 */
	CHECK_EQ(n, 252);
	for (i = 0; i < n; i++)
		got[turn[i]]++;
	CHECK_EQ(got[1], 72);
	CHECK_EQ(got[2], 180);
	/* The narrow one never waits for more than a round of three to four. */
	for (i = 0; i < n; i++) {
		if (turn[i] != 1)
			continue;
		CHECK(i - last[1] <= 4);
		last[1] = i;
	}
	shares.ports = 0x9;				/* 1 : 2 */
	CHECK_EQ(trunk_slot_turns(turn, 256, &shares), 255);
	shares = shares_of(members_of(64));
	CHECK_EQ(trunk_slot_turns(turn, 256, &shares), 256);
	for (i = 0; i < 256; i++)
		CHECK_EQ(turn[i], i % 64);
	shares = shares_of(0x20);
	CHECK_EQ(trunk_slot_turns(turn, 256, &shares), 256);
}

/* A round too long for the table: the shares are right to one slot. */
static void turns_of_odd_weights(void)
{
	static const u32 weight[TRUNK_SLOT_PORTS] = { 9973, 10007, 1 };
	struct trunk_shares shares = { .ports = 0x7, .weight = weight };
	u32 got[3] = {}, i;
	u8 turn[256];

	CHECK_EQ(trunk_slot_turns(turn, 256, &shares), 256);
	for (i = 0; i < 256; i++)
		got[turn[i]]++;
	CHECK(got[2] >= 1 && got[2] <= 2);
	CHECK(got[0] >= 126 && got[0] <= 128);
	CHECK(got[1] >= 126 && got[1] <= 128);
}

static const struct unit_case cases[] = {
	{ "table size", sizes },
	{ "even shares for 1..64 ports", even_shares },
	{ "no port", nobody },
	{ "adding a port moves its share only", add_moves_least },
	{ "removing a port moves its slots only", remove_moves_own },
	{ "a flapping port gets its own back, others do not move", flap_returns_own },
	{ "the share of a dead port spreads", dead_share_spreads },
	{ "a larger table moves no flow", grow_keeps },
	{ "shares follow the weights", shares_by_weight },
	{ "the share of a dead port goes by weight", lost_share_goes_by_weight },
	{ "busy slots stay", busy_slots_stay },
	{ "turns interleave by weight", turns_interleave },
	{ "turns of odd weights", turns_of_odd_weights },
	{}
};

int main(void)
{
	return unit_main(cases);
}
