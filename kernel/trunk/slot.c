// SPDX-License-Identifier: GPL-2.0-only
/* Which port owns which slot of the forwarding table: pure. */

#include "slot.h"

/*
 * Every slot has a home: the port that owns it whenever that port is usable.
 * Homes are dealt out by weight and change only with the membership. While a
 * home is not usable its slot stays with the highest random weight (Thaler and
 * Ravishankar, 1998) of the usable ports, as often as their weights say. So the
 * loss of a port moves its own slots and no others, its return takes back what
 * it had and no others, and neither needs a memory of what happened before.
 */

static u32 rank(u32 slot, u32 port, u32 seed)
{
	u32 x = seed ^ (slot * 0x9e3779b1u) ^ ((port + 1) * 0x85ebca6bu);

	x ^= x >> 16;
	x *= 0x7feb352du;
	x ^= x >> 15;
	x *= 0x846ca68bu;
	x ^= x >> 16;
	return x;
}

/*
 * -log2(x / 2^32) in 1/65536, straight between the powers of two. Divided by
 * the weight, the least of these values falls to each port as often as its
 * weight says.
 */
static u32 penalty(u32 x)
{
	u32 power = 31 - __builtin_clz(x | 1);

	return (32 - power) * 65536 - ((x << (31 - power)) << 1 >> 16);
}

/**
 * trunk_slot_count() - size of a table
 * @ports: number of ports
 *
 * Return: number of slots, a power of two.
 */
u32 trunk_slot_count(u32 ports)
{
	u32 n = TRUNK_SLOTS_MIN;

	while (n < TRUNK_SLOTS_MAX && n < ports * TRUNK_SLOTS_PER_PORT)
		n *= 2;
	return n;
}

/**
 * trunk_slot_grow() - make a table larger without moving a flow
 * @home: table with room for @to
 * @from: number of slots
 * @to: number of slots wanted, a power of two times @from
 *
 * A slot is the high bits of a product, so slot i of the small table is the
 * slots i * to / from and following of the large one.
 */
void trunk_slot_grow(u8 *home, u32 from, u32 to)
{
	u32 i;

	for (i = to; i-- > 0;)
		home[i] = home[i / (to / from)];
}

/* The shares in slots: every port has one at least, what is left by size. */
static void divide(u32 nslots, const struct trunk_shares *shares,
		   const u32 *have, u32 *due)
{
	u32 left = nslots, n = 0, id;
	u64 sum = 0;

	for (id = 0; id < TRUNK_SLOT_PORTS; id++) {
		due[id] = 0;
		if (shares->ports >> id & 1) {
			sum += shares->weight[id];
			n++;
		}
	}
	if (!n)
		return;
	for (id = 0; id < TRUNK_SLOT_PORTS; id++) {
		if (!(shares->ports >> id & 1))
			continue;
		/* One each is set aside, so that the least is not nothing. */
		due[id] = 1 + trunk_div((u64)(nslots - n) * shares->weight[id], sum);
		left -= due[id];
	}
	/* What does not divide goes to those who have it already. */
	for (id = 0; id < TRUNK_SLOT_PORTS && left; id++) {
		if (due[id] && have[id] > due[id]) {
			due[id]++;
			left--;
		}
	}
	for (id = 0; left; id = (id + 1) % TRUNK_SLOT_PORTS) {
		if (due[id]) {
			due[id]++;
			left--;
		}
	}
}

/**
 * trunk_slot_assign() - deal out the homes by weight, moving as few as can be
 * @home: home of each slot, a port id or TRUNK_SLOT_NOBODY
 * @nslots: number of slots
 * @shares: members and their weights
 * @busy: per slot, not 0 if it must stay with its member; NULL: all may move
 *
 * Return: number of slots that are with a port that has too many, because they
 * are busy.
 */
u32 trunk_slot_assign(u8 *home, u32 nslots, const struct trunk_shares *shares,
		      const u8 *busy)
{
	u32 have[TRUNK_SLOT_PORTS] = {}, due[TRUNK_SLOT_PORTS];
	u32 id, i, excess = 0;
	u64 left;

	for (i = 0; i < nslots; i++) {
		if (home[i] < TRUNK_SLOT_PORTS && (shares->ports >> home[i] & 1))
			have[home[i]]++;
		else
			home[i] = TRUNK_SLOT_NOBODY;
	}
	if (!shares->ports)
		return 0;

	divide(nslots, shares, have, due);
	for (i = 0; i < nslots; i++) {
		if (home[i] == TRUNK_SLOT_NOBODY || (busy && busy[i]))
			continue;
		if (have[home[i]] > due[home[i]]) {
			have[home[i]]--;
			home[i] = TRUNK_SLOT_NOBODY;
		}
	}
	for (i = 0, left = 0; i < nslots; i++) {
		if (home[i] != TRUNK_SLOT_NOBODY)
			continue;
		/* In turn, so that the slots of one lost port spread over all. */
		do {
			left = left & (left - 1) ?: shares->ports;
			id = __builtin_ctzll(left);
		} while (have[id] >= due[id]);
		home[i] = id;
		have[id]++;
	}
	for (id = 0; id < TRUNK_SLOT_PORTS; id++)
		if (have[id] > due[id])
			excess += have[id] - due[id];
	return excess;
}

static u32 gcd(u32 a, u32 b)
{
	while (b) {
		u32 rest = a % b;

		a = b;
		b = rest;
	}
	return a;
}

/**
 * trunk_slot_turns() - the ports in turn, as often as their weights say
 * @turn: result: port id of each slot
 * @nslots: room for so many
 * @shares: ports and their weights, one port at least
 *
 * Evenly interleaved (smooth weighted round robin): a port of twice the weight
 * comes twice as often, not twice in a row.
 *
 * Return: number of slots used: as many whole rounds as fit; where not even one
 * fits, all of them, and the shares are right to one slot.
 */
u32 trunk_slot_turns(u8 *turn, u32 nslots, const struct trunk_shares *shares)
{
	u32 share[TRUNK_SLOT_PORTS] = {};
	s32 credit[TRUNK_SLOT_PORTS] = {};
	u32 common = 0, id, i;
	u64 round = 0;

	for (id = 0; id < TRUNK_SLOT_PORTS; id++)
		if (shares->ports >> id & 1)
			common = gcd(shares->weight[id], common);
	for (id = 0; id < TRUNK_SLOT_PORTS; id++) {
		if (!(shares->ports >> id & 1))
			continue;
		share[id] = shares->weight[id] / common;
		round += share[id];
	}
	if (round > nslots) {
		static const u32 nothing[TRUNK_SLOT_PORTS];

		divide(nslots, shares, nothing, share);
		round = nslots;
	}
	nslots -= nslots % (u32)round;

	for (i = 0; i < nslots; i++) {
		u32 best = TRUNK_SLOT_PORTS;

		for (id = 0; id < TRUNK_SLOT_PORTS; id++) {
			credit[id] += share[id];
			if (share[id] && (best == TRUNK_SLOT_PORTS ||
					  credit[id] > credit[best]))
				best = id;
		}
		credit[best] -= (s32)round;
		turn[i] = best;
	}
	return nslots;
}

/**
 * trunk_slot_choose() - the port that a slot falls to
 * @slot: slot
 * @seed: seed of the trunk
 * @shares: candidates and their weights
 *
 * Return: port id, or -1 if there is none.
 */
s32 trunk_slot_choose(u32 slot, u32 seed, const struct trunk_shares *shares)
{
	u64 least = 0, left;
	s32 best = -1;

	for (left = shares->ports; left; left &= left - 1) {
		s32 id = __builtin_ctzll(left);
		u64 mine;

		mine = penalty(rank(slot, id, seed));
		/* least / weight[best] > mine / weight[id] */
		if (best < 0 || least * shares->weight[id] > mine * shares->weight[best]) {
			best = id;
			least = mine;
		}
	}
	return best;
}

/**
 * trunk_slot_owner() - who has a slot now
 * @home: home of the slot
 * @slot: slot
 * @seed: seed of the trunk
 * @usable: ports that may have it, and their weights
 *
 * Return: port id, or -1 if there is none.
 */
s32 trunk_slot_owner(u8 home, u32 slot, u32 seed,
		     const struct trunk_shares *usable)
{
	if (home < TRUNK_SLOT_PORTS && (usable->ports >> home & 1))
		return home;
	return trunk_slot_choose(slot, seed, usable);
}
