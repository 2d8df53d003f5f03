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
		trunk_slot_assign(home, slots, members_of(n));
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
	trunk_slot_assign(home, 256, 0x5);
	trunk_slot_assign(home, 256, 0);
	count(home, 256, have);
	CHECK_EQ(have[TRUNK_SLOT_PORTS], 256);
	CHECK_EQ(trunk_slot_owner(home[0], 0, SEED, 0), -1);
	CHECK_EQ(trunk_slot_choose(0, SEED, 0), -1);
}

/* Adding one of n + 1 moves its share and no more. */
static void add_moves_least(void)
{
	u8 before[TRUNK_SLOTS_MAX], home[TRUNK_SLOTS_MAX];
	u32 n, i, moved, astray;

	for (n = 1; n < 8; n++) {
		fresh(home);
		trunk_slot_assign(home, 256, members_of(n));
		memcpy(before, home, sizeof(home));
		trunk_slot_assign(home, 256, members_of(n + 1));
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
			trunk_slot_assign(home, 256, members_of(n));
			memcpy(before, home, sizeof(home));
			trunk_slot_assign(home, 256, members_of(n) & ~((u64)1 << gone));
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
		owner[i] = trunk_slot_owner(home[i], i, SEED, usable);
}

/* A link goes down and comes back, whatever else is down meanwhile. */
static void flap_returns_own(void)
{
	s32 before[256], down[256], after[256];
	u8 home[TRUNK_SLOTS_MAX];
	u32 usable, port, i;

	fresh(home);
	trunk_slot_assign(home, 256, members_of(6));
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
	trunk_slot_assign(home, 256, members_of(8));
	for (i = 0; i < 256; i++) {
		owner = trunk_slot_owner(home[i], i, SEED, members_of(8) & ~(u64)1);
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
	trunk_slot_assign(home, 256, members_of(7));
	memcpy(before, home, sizeof(home));
	trunk_slot_grow(home, 256, 1024);
	for (i = 0, hash = 1; i < 10000; i++) {
		hash = hash * 1664525u + 1013904223u;
		CHECK_EQ(home[hash >> 22], before[hash >> 24]);
	}
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
	{}
};

int main(void)
{
	return unit_main(cases);
}
