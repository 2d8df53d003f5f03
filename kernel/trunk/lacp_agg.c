// SPDX-License-Identifier: GPL-2.0-only
/* Selection logic of LACP: which ports aggregate, which aggregator is used: pure. */

#include "lacp_agg.h"

/*
 * IEEE 802.1AX-2014, 6.4.14. There are as many aggregators as ports, so that a
 * port always finds one; but one at most is used, for there is one device on
 * top. The ports of the others stand by: they are not in sync, and so their
 * partners do not send to where nobody listens.
 */

/**
 * trunk_lacp_agg_individual() - whether a port cannot aggregate
 * @port: port
 *
 * Return: true if it or its partner is an individual link.
 */
bool trunk_lacp_agg_individual(const struct trunk_lacp_port *port)
{
	return !(port->actor.state & TRUNK_LACP_AGGREGATION) ||
	       !(port->partner.state & TRUNK_LACP_AGGREGATION);
}

/* 6.3.6.1: one LAG ID; our system is the same for all. */
static bool same_group(const struct trunk_lacp_port *a,
		       const struct trunk_lacp_port *b)
{
	return !trunk_lacp_agg_individual(a) && !trunk_lacp_agg_individual(b) &&
	       a->actor.key == b->actor.key &&
	       a->partner.key == b->partner.key &&
	       a->partner.system_priority == b->partner.system_priority &&
	       !memcmp(a->partner.system, b->partner.system,
		       sizeof(a->partner.system));
}

static bool in_aggregator(const struct trunk_lacp_port *port, s32 aggregator)
{
	return port->selected != TRUNK_LACP_UNSELECTED &&
	       port->aggregator == aggregator;
}

/*
 * A port whose link is lost keeps its place, so that it returns to its
 * aggregator; one that has left it and is not detached yet holds it too.
 */
static bool is_free(const struct trunk_lacp *lacp, s32 aggregator)
{
	const struct trunk_lacp_port *p;
	u32 i;

	for (i = 0; (p = trunk_lacp_next(lacp, &i)); i++)
		if (p->aggregator == aggregator)
			return false;
	return true;
}

static s32 find(const struct trunk_lacp *lacp, const struct trunk_lacp_port *port)
{
	const struct trunk_lacp_port *p;
	s32 aggregator;
	u32 i;

	for (i = 0; (p = trunk_lacp_next(lacp, &i)); i++)
		if (p != port && p->selected != TRUNK_LACP_UNSELECTED &&
		    same_group(p, port))
			return p->aggregator;
	if (is_free(lacp, port->id))
		return port->id;
	for (aggregator = 0; !is_free(lacp, aggregator); aggregator++)
		;
	return aggregator;
}

/* Whether what is known of the partner is of now, and not a memory. */
static bool known(const struct trunk_lacp_port *port)
{
	return port->rx == TRUNK_LACP_RX_CURRENT ||
	       port->rx == TRUNK_LACP_RX_DEFAULTED ||
	       port->rx == TRUNK_LACP_RX_LACP_DISABLED;
}

/**
 * trunk_lacp_agg_select() - find an aggregator for a port that has none
 * @lacp: system
 * @port: port
 *
 * 6.4.14.1: not before it has left the one it had. A port that hears its own
 * system would aggregate with itself or be a loop.
 *
 * Return: whether something changed.
 */
bool trunk_lacp_agg_select(struct trunk_lacp *lacp, struct trunk_lacp_port *port)
{
	if (port->selected != TRUNK_LACP_UNSELECTED ||
	    port->mux != TRUNK_LACP_MUX_DETACHED)
		return false;
	port->aggregator = TRUNK_LACP_NONE;
	if (port->looped || !known(port))
		return false;
	port->aggregator = find(lacp, port);
	port->selected = port->aggregator == lacp->active ?
			 TRUNK_LACP_SELECTED : TRUNK_LACP_STANDBY;
	return true;
}

/**
 * struct rank - what an aggregator is worth
 * @aggregator: its place
 * @ports: ports of it that work
 * @attached: one of them is attached
 * @aggregates: it is no individual link
 * @partner: it has a partner
 * @speed: of these ports together
 * @priority: of these ports together
 */
struct rank {
	s32 aggregator;
	u32 ports;
	bool attached;
	bool aggregates;
	bool partner;
	u64 speed;
	u32 priority;
};

static bool waited(const struct trunk_lacp_port *port, u64 now)
{
	return port->mux >= TRUNK_LACP_MUX_ATTACHED ||
	       (port->mux == TRUNK_LACP_MUX_WAITING && now >= port->wait_until);
}

static void rank(const struct trunk_lacp *lacp, s32 aggregator, bool ready,
		 u64 now, struct rank *r)
{
	const struct trunk_lacp_port *p;
	u32 i;

	memset(r, 0, sizeof(*r));
	r->aggregator = aggregator;
	for (i = 0; (p = trunk_lacp_next(lacp, &i)); i++) {
		if (!in_aggregator(p, aggregator) || !known(p) ||
		    (ready && !waited(p, now)))
			continue;
		r->ports++;
		r->attached |= p->mux >= TRUNK_LACP_MUX_ATTACHED;
		r->aggregates |= !trunk_lacp_agg_individual(p);
		r->partner |= p->rx == TRUNK_LACP_RX_CURRENT;
		r->speed += p->setting.speed;
		r->priority += p->setting.priority;
	}
}

/* As bonding compares them; > 0: @a is better. */
static int compare(const struct rank *a, const struct rank *b, u8 select)
{
	if (a->aggregates != b->aggregates)
		return a->aggregates ? 1 : -1;
	if (a->partner != b->partner)
		return a->partner ? 1 : -1;
	if (select == TRUNK_LACP_SELECT_PRIORITY && a->priority != b->priority)
		return a->priority > b->priority ? 1 : -1;
	if ((select == TRUNK_LACP_SELECT_COUNT ||
	     select == TRUNK_LACP_SELECT_PRIORITY) && a->ports != b->ports)
		return a->ports > b->ports ? 1 : -1;
	if (a->speed != b->speed)
		return a->speed > b->speed ? 1 : -1;
	return 0;
}

static bool keeps(const struct rank *curr, const struct rank *best, u8 select)
{
	if (select == TRUNK_LACP_SELECT_STABLE && curr->attached &&
	    curr->partner >= best->partner)
		return true;
	return compare(best, curr, select) <= 0;
}

/* Bit per aggregator that has ports. */
static u64 occupied(const struct trunk_lacp *lacp)
{
	const struct trunk_lacp_port *p;
	u64 used = 0;
	u32 i;

	for (i = 0; (p = trunk_lacp_next(lacp, &i)); i++)
		if (p->selected != TRUNK_LACP_UNSELECTED)
			used |= TRUNK_LACP_BIT(p->aggregator);
	return used;
}

static struct rank best(const struct trunk_lacp *lacp, bool ready, u64 now)
{
	struct rank best = { .aggregator = TRUNK_LACP_NONE }, curr, r;
	u64 used = occupied(lacp);
	s32 i;

	for (i = 0; used; i++, used >>= 1) {
		if (!(used & 1))
			continue;
		rank(lacp, i, ready, now, &r);
		if (r.ports && (!best.ports ||
				compare(&r, &best, lacp->config.select) > 0))
			best = r;
	}
	if (!best.ports || lacp->active == TRUNK_LACP_NONE)
		return best;
	rank(lacp, lacp->active, ready, now, &curr);
	return curr.ports && keeps(&curr, &best, lacp->config.select) ?
		curr : best;
}

/**
 * trunk_lacp_agg_choose() - choose the aggregator in use
 * @lacp: system
 * @now: ns
 *
 * Quadratic, at most 64 * 64, and only while something changes.
 *
 * Return: whether something changed.
 */
bool trunk_lacp_agg_choose(struct trunk_lacp *lacp, u64 now)
{
	struct rank chosen = best(lacp, true, now);
	struct trunk_lacp_port *p;
	s32 active;
	u32 i;

	/*
	 * One whose ports still wait would carry nothing for seconds, so it
	 * displaces none that could carry, unless that has no partner: where
	 * there is a partner, a link without one leads nowhere.
	 */
	if (!chosen.partner)
		chosen = best(lacp, false, now);
	active = chosen.aggregator;
	/* Nothing works: what was in use may return. */
	if (active == TRUNK_LACP_NONE && lacp->active != TRUNK_LACP_NONE &&
	    (occupied(lacp) & TRUNK_LACP_BIT(lacp->active)))
		active = lacp->active;
	if (active == lacp->active)
		return false;
	lacp->active = active;
	for (i = 0; (p = trunk_lacp_next(lacp, &i)); i++)
		if (p->selected != TRUNK_LACP_UNSELECTED)
			p->selected = p->aggregator == active ?
				      TRUNK_LACP_SELECTED : TRUNK_LACP_STANDBY;
	return true;
}

/**
 * trunk_lacp_agg_ready() - variable Ready of an aggregator
 * @lacp: system
 * @aggregator: place of the aggregator
 * @now: ns
 *
 * 6.4.14.1: all ports that wait to attach have waited long enough. Nobody
 * waits for a link that is down.
 *
 * Return: true if they may attach.
 */
bool trunk_lacp_agg_ready(const struct trunk_lacp *lacp, s32 aggregator, u64 now)
{
	const struct trunk_lacp_port *p;
	u32 i;

	for (i = 0; (p = trunk_lacp_next(lacp, &i)); i++)
		if (in_aggregator(p, aggregator) && known(p) && !waited(p, now))
			return false;
	return true;
}

/**
 * trunk_lacp_agg_ports() - number of ports of an aggregator
 * @lacp: system
 * @aggregator: its place, or TRUNK_LACP_NONE
 *
 * Return: ports that it has, in use or standing by.
 */
u32 trunk_lacp_agg_ports(const struct trunk_lacp *lacp, s32 aggregator)
{
	const struct trunk_lacp_port *p;
	u32 i, n = 0;

	for (i = 0; (p = trunk_lacp_next(lacp, &i)); i++)
		if (in_aggregator(p, aggregator))
			n++;
	return n;
}
