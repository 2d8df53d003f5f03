// SPDX-License-Identifier: GPL-2.0-only
/* Which slots to move so that the measured load is shared by weight: pure. */

#include "balance.h"

/*
 * Loads are compared per weight: a / wa < b / wb as a * wb < b * wa. A load is
 * the bytes of one measurement, so that the products stay far below 2^63.
 */
struct totals {
	u64 load[TRUNK_SLOT_PORTS];
	u64 all;
	u64 weights;
	u32 ports;
};

static bool lighter(const struct totals *t, const struct trunk_shares *shares,
		    u32 a, u32 b)
{
	return t->load[a] * shares->weight[b] < t->load[b] * shares->weight[a];
}

static void add_up(const u8 *owner, const u32 *load, u32 nslots,
		   const struct trunk_shares *shares, struct totals *t)
{
	u32 id, i;

	for (i = 0; i < nslots; i++) {
		if (owner[i] >= TRUNK_SLOT_PORTS)
			continue;
		t->load[owner[i]] += load[i];
		t->all += load[i];
	}
	for (id = 0; id < TRUNK_SLOT_PORTS; id++) {
		if (!(shares->ports >> id & 1))
			continue;
		t->weights += shares->weight[id];
		t->ports++;
	}
}

/* Heaviest or lightest of @ports, per weight. */
static u32 extreme(const struct totals *t, const struct trunk_shares *shares,
		   u64 ports, bool heaviest)
{
	u32 best = TRUNK_SLOT_PORTS, id;

	for (id = 0; id < TRUNK_SLOT_PORTS; id++) {
		if (!(ports >> id & 1))
			continue;
		if (best == TRUNK_SLOT_PORTS ||
		    (heaviest ? lighter(t, shares, best, id) :
				lighter(t, shares, id, best)))
			best = id;
	}
	return best;
}

/* What @from must give so that it and @to are even, at twice the scale. */
static u64 twice_due(const struct totals *t, const struct trunk_shares *shares,
		     u32 from, u32 to)
{
	u64 a = t->load[from] * shares->weight[to];
	u64 b = t->load[to] * shares->weight[from];

	return trunk_div(2 * (a - b), (u64)shares->weight[from] + shares->weight[to]);
}

static bool close_enough(const struct totals *t,
			 const struct trunk_shares *shares, u32 from, u32 to)
{
	u64 due_from = trunk_div(t->all * shares->weight[from], t->weights);
	u64 due_to = trunk_div(t->all * shares->weight[to], t->weights);

	/* Half of what is allowed is above the mean, half below. */
	return t->load[from] * 200 <= due_from * (200 + TRUNK_BALANCE_CLOSE_PERCENT) &&
	       t->load[to] * 200 >= due_to * (200 - TRUNK_BALANCE_CLOSE_PERCENT);
}

/*
 * The slot of @from that evens it out best with @to: the one whose load is
 * nearest to what is due. If it is more than that, the difference changes its
 * sign, and must become enough smaller for the slot not to come back soon.
 */
static u32 best_slot(const u8 *owner, const u32 *load, u32 nslots, u32 from,
		     u64 twice)
{
	u64 most = twice - twice * TRUNK_BALANCE_GAIN_PERCENT / 100;
	u64 least = twice;
	u32 best = nslots, i;

	for (i = 0; i < nslots; i++) {
		u64 mine = 2ull * load[i];
		u64 off = mine > twice ? mine - twice : twice - mine;

		if (owner[i] != from || off >= least || (mine > twice && off > most))
			continue;
		least = off;
		best = i;
	}
	return best;
}

/**
 * trunk_balance() - find the slots to move
 * @owner: port id that a slot is with, TRUNK_SLOT_NOBODY if with none; what
 *	it is after the moves when done
 * @load: bytes of each slot in a measurement
 * @nslots: number of slots
 * @shares: usable ports and their weights
 * @moves: result, room for TRUNK_BALANCE_MOVES
 *
 * Greedy, from the heaviest port to the lightest, in steps that each make the
 * two more even. A port that is heavy for one flow alone, which no move makes
 * lighter, is left as it is.
 *
 * Return: number of moves.
 */
u32 trunk_balance(u8 *owner, const u32 *load, u32 nslots,
		  const struct trunk_shares *shares, struct trunk_move *moves)
{
	u64 givers = shares->ports;
	struct totals t = {};
	u32 n = 0;

	add_up(owner, load, nslots, shares, &t);
	if (t.ports < 2 || t.all < (u64)t.ports * TRUNK_BALANCE_LEAST)
		return 0;

	while (givers && n < TRUNK_BALANCE_MOVES) {
		u32 from = extreme(&t, shares, givers, true);
		u32 to = extreme(&t, shares, shares->ports, false);
		u32 slot = nslots;

		if (from == to || close_enough(&t, shares, from, to))
			break;
		if (lighter(&t, shares, to, from))
			slot = best_slot(owner, load, nslots, from,
					 twice_due(&t, shares, from, to));
		if (slot == nslots) {
			givers &= ~((u64)1 << from);
			continue;
		}
		owner[slot] = to;
		t.load[from] -= load[slot];
		t.load[to] += load[slot];
		moves[n++] = (struct trunk_move) {
			.slot = slot, .from = from, .to = to,
		};
	}
	return n;
}
