// SPDX-License-Identifier: GPL-2.0-only
/* Which slots to move so that the measured load is shared by weight: pure. */

#include "balance.h"

/*
 * Loads are compared per weight: a / wa < b / wb as a * wb < b * wa. A load is
 * the bytes of one measurement, so that the products stay far below 2^63.
 * Squares are of units, of which all slots together have less than 2^24.
 */
struct totals {
	u64 load[TRUNK_SLOT_PORTS];
	u64 variance[TRUNK_SLOT_PORTS];	/* units, squared */
	u32 unit_shift;
	u64 all;
	u64 weights;
	u32 ports;
};

static bool lighter(const struct totals *t, const struct trunk_shares *shares,
		    u32 a, u32 b)
{
	return t->load[a] * shares->weight[b] < t->load[b] * shares->weight[a];
}

/**
 * trunk_loads_note() - add a measurement
 * @loads: where to
 * @slot: slot
 * @bytes: what passed through it
 *
 * As TCP does with round trip times: the average, and how far off it is. What
 * is off by more than it ever was is a change, of which little is learned.
 */
void trunk_loads_note(struct trunk_loads *loads, u32 slot, u32 bytes)
{
	u32 load = loads->fast[slot];
	u64 off = bytes > load ? bytes - load : load - bytes;
	u64 usual = 2ull * loads->deviation[slot];

	if (usual < load / 4)
		usual = load / 4;
	if (off > usual)
		off = usual;
	/* The one that is shown meanwhile. */
	WRITE_ONCE(loads->fast[slot], (load + (u64)bytes) / 2);
	loads->slow[slot] = (loads->slow[slot] * 15ull + bytes) / 16;
	loads->deviation[slot] = (loads->deviation[slot] * 3ull + off) / 4;
}

static u64 variance_of(const struct totals *t, u32 deviation)
{
	u64 units = deviation >> t->unit_shift;

	return units * units;
}

/* The moves so far, and what the slots and ports are after them. */
struct plan {
	u8 *owner;
	const u32 *load;
	const u32 *deviation;
	u32 nslots;
	u32 chance;
	const struct trunk_shares *shares;
	struct totals t;
	struct trunk_move *moves;
	u32 n;
};

static void add_up(struct plan *plan)
{
	const struct trunk_shares *shares = plan->shares;
	const u8 *owner = plan->owner;
	struct totals *t = &plan->t;
	u32 id, i;

	for (i = 0; i < plan->nslots; i++) {
		if (owner[i] >= TRUNK_SLOT_PORTS)
			continue;
		t->load[owner[i]] += plan->load[i];
		t->all += plan->load[i];
	}
	while (t->all >> t->unit_shift >> 24)
		t->unit_shift++;
	for (i = 0; i < plan->nslots; i++)
		if (owner[i] < TRUNK_SLOT_PORTS)
			t->variance[owner[i]] +=
				variance_of(t, plan->deviation[i]);
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

static bool by_chance(const struct totals *t, u64 difference, u64 variance,
		      u32 chance)
{
	u64 units = 16 * (difference >> t->unit_shift);

	return units * units <= (u64)chance * chance * variance;
}

static bool close_enough(const struct plan *plan, u32 from, u32 to)
{
	const u32 *weight = plan->shares->weight;
	const struct totals *t = &plan->t;
	u64 due_from = trunk_div(t->all * weight[from], t->weights);
	u64 due_to = trunk_div(t->all * weight[to], t->weights);
	u64 above = t->load[from] > due_from ? t->load[from] - due_from : 0;
	u64 below = t->load[to] < due_to ? due_to - t->load[to] : 0;

	/* Half of what is allowed is above the mean, half below. */
	return (above * 200 <= due_from * TRUNK_BALANCE_CLOSE_PERCENT ||
		by_chance(t, above, t->variance[from], plan->chance)) &&
	       (below * 200 <= due_to * TRUNK_BALANCE_CLOSE_PERCENT ||
		by_chance(t, below, t->variance[to], plan->chance));
}

/*
 * The slot of @from that evens it out best with @to: the one whose load is
 * nearest to what is due. If it is more than that, the difference changes its
 * sign, and must become enough smaller for the slot not to come back soon.
 * None with a load above @largest.
 */
static u32 best_slot(const struct plan *plan, u32 from, u64 twice, u32 largest)
{
	u64 most = twice - twice * TRUNK_BALANCE_GAIN_PERCENT / 100;
	u32 best = plan->nslots, i;
	u64 least = twice;

	for (i = 0; i < plan->nslots; i++) {
		u64 mine = 2ull * plan->load[i];
		u64 off = mine > twice ? mine - twice : twice - mine;

		if (plan->owner[i] != from || plan->load[i] > largest ||
		    off >= least || (mine > twice && off > most))
			continue;
		least = off;
		best = i;
	}
	return best;
}

static u32 least_slot(const struct plan *plan, u32 from)
{
	u32 best = plan->nslots, i;

	for (i = 0; i < plan->nslots; i++)
		if (plan->owner[i] == from && plan->load[i] &&
		    (best == plan->nslots || plan->load[i] < plan->load[best]))
			best = i;
	return best;
}

static void put(struct plan *plan, u32 slot, u32 from, u32 to)
{
	plan->owner[slot] = to;
	plan->t.load[from] -= plan->load[slot];
	plan->t.load[to] += plan->load[slot];
	plan->t.variance[from] -= variance_of(&plan->t, plan->deviation[slot]);
	plan->t.variance[to] += variance_of(&plan->t, plan->deviation[slot]);
}

static void add_move(struct plan *plan, u32 slot, u32 from, u32 to)
{
	put(plan, slot, from, to);
	plan->moves[plan->n++] = (struct trunk_move) {
		.slot = slot, .from = from, .to = to,
	};
}

static bool even_out(struct plan *plan, u32 from, u32 to, u32 largest)
{
	u32 slot = plan->nslots;

	if (lighter(&plan->t, plan->shares, to, from))
		slot = best_slot(plan, from,
				 twice_due(&plan->t, plan->shares, from, to),
				 largest);
	if (slot == plan->nslots)
		return false;
	add_move(plan, slot, from, to);
	return true;
}

/* Twice what makes the two even, whichever of them has more. */
static u64 twice_off(const struct plan *plan, u32 a, u32 b)
{
	return lighter(&plan->t, plan->shares, a, b) ?
		twice_due(&plan->t, plan->shares, b, a) :
		twice_due(&plan->t, plan->shares, a, b);
}

/*
 * All slots of @from are too large to even it out: give its least one and take
 * much smaller ones in return, if that halves the difference, for it costs more.
 */
static bool trade(struct plan *plan, u32 from, u32 to)
{
	u64 before = twice_off(plan, from, to);
	u32 slot = least_slot(plan, from);
	u32 n = plan->n;

	if (slot == plan->nslots)
		return false;
	add_move(plan, slot, from, to);
	while (plan->n < TRUNK_BALANCE_MOVES &&
	       even_out(plan, to, from, plan->load[slot] / 2))
		;
	if (2 * twice_off(plan, from, to) <= before)
		return true;
	while (plan->n > n) {
		const struct trunk_move *last = &plan->moves[--plan->n];

		put(plan, last->slot, last->to, last->from);
	}
	return false;
}

/*
 * Greedy, from the heaviest port to the lightest, in steps that each make the
 * two more even. A port that is heavy for one flow alone, which no move makes
 * lighter, is left as it is.
 */
static u32 find_moves(struct plan *plan)
{
	const struct trunk_shares *shares = plan->shares;
	u32 trades = TRUNK_BALANCE_TRADES;
	struct totals *t = &plan->t;
	u64 givers = shares->ports;

	add_up(plan);
	if (t->ports < 2 || t->all < (u64)t->ports * TRUNK_BALANCE_LEAST)
		return 0;

	while (givers && plan->n < TRUNK_BALANCE_MOVES) {
		u32 from = extreme(t, shares, givers, true);
		u32 to = extreme(t, shares, shares->ports, false);

		if (from == to || close_enough(plan, from, to))
			break;
		if (even_out(plan, from, to, U32_MAX))
			continue;
		if (!trades || !lighter(t, shares, to, from)) {
			givers &= ~((u64)1 << from);
			continue;
		}
		trades--;
		if (!trade(plan, from, to))
			givers &= ~((u64)1 << from);
	}
	return plan->n;
}

/**
 * trunk_balance() - find the slots to move
 * @owner: port id that a slot is with, TRUNK_SLOT_NOBODY if with none; what
 *	it is after the moves when done
 * @loads: what was measured
 * @nslots: number of slots
 * @shares: usable ports and their weights
 * @moves: result, room for TRUNK_BALANCE_MOVES
 *
 * First by what changed, then by what was uneven all along.
 *
 * Return: number of moves.
 */
u32 trunk_balance(u8 *owner, struct trunk_loads *loads, u32 nslots,
		  const struct trunk_shares *shares, struct trunk_move *moves)
{
	struct plan plan = {
		.owner = owner, .load = loads->fast,
		.deviation = loads->deviation, .nslots = nslots,
		.chance = TRUNK_BALANCE_CHANCE_FAST,
		.shares = shares, .moves = moves,
	};

	if (find_moves(&plan)) {
		/* What was before is over. */
		memcpy(loads->slow, loads->fast, sizeof(loads->slow));
		return plan.n;
	}
	if (++loads->unseen < TRUNK_BALANCE_SLOW_EACH)
		return 0;
	loads->unseen = 0;
	plan.load = loads->slow;
	plan.chance = TRUNK_BALANCE_CHANCE_SLOW;
	memset(&plan.t, 0, sizeof(plan.t));
	return find_moves(&plan);
}
