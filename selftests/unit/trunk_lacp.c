// SPDX-License-Identifier: GPL-2.0-only
/* The machines of LACP, figure by figure of IEEE 802.1AX-2014, and two systems that speak it. */

#include "trunk_lacp_sim.h"

#define ACTIVE	TRUNK_LACP_ACTIVE
#define SHORT	TRUNK_LACP_SHORT
#define AGG	TRUNK_LACP_AGGREGATION
#define SYNC	TRUNK_LACP_SYNC
#define COLL	TRUNK_LACP_COLLECTING
#define DIST	TRUNK_LACP_DISTRIBUTING
#define DEF	TRUNK_LACP_DEFAULTED
#define EXP	TRUNK_LACP_EXPIRED

static struct sim_node a, b, c;
static struct sim_node *const only_a[] = { &a, NULL };
static struct sim_node *const a_b[] = { &a, &b, NULL };
static struct sim_node *const a_b_c[] = { &a, &b, &c, NULL };

static struct trunk_lacp_port *port(u32 i)
{
	return &a.port[i].lacp;
}

/* Node a with ports 0..n-1 that lead nowhere. */
static void alone(u32 n, const struct trunk_lacp_config *config)
{
	struct trunk_lacp_config c = sim_config(1);
	u32 i;

	sim_now = 1000 * SEC;
	sim_node(&a, config ? config : &c);
	for (i = 0; i < n; i++)
		sim_add(&a, i);
	sim_run(&a);
}

static struct trunk_lacp_config strict(void)
{
	struct trunk_lacp_config c = sim_config(1);

	c.fallback = TRUNK_LACP_NEVER;
	return c;
}

/* A PDU of system @s in @state that knows us, unless @known is false. */
static void hear_of(u32 i, u8 s, u8 state, bool known)
{
	struct trunk_lacp_pdu pdu = {
		.version = 1,
		.actor = { .system = { 2, 0, 0, 0, 1, s }, .system_priority = 7,
			   .key = 9, .port_priority = 3, .port = i + 1, .state = state },
		.partner = port(i)->actor,
	};

	if (!known)
		memset(&pdu.partner, 0, sizeof(pdu.partner));
	trunk_lacp_hear(&a.lacp, port(i), &pdu, sim_now);
	sim_run(&a);
}

static void hear(u32 i, u8 state)
{
	hear_of(i, 1, state, true);
}

static void pass(u64 time)
{
	sim_pass(only_a, time);
}

/* Port 0 of a strict system, with a partner that is in sync. */
static void in_sync(bool coupled, u8 state)
{
	struct trunk_lacp_config c = strict();

	c.coupled = coupled;
	alone(1, &c);
	hear(0, ACTIVE | AGG);
	pass(2 * SEC);
	hear(0, ACTIVE | AGG | SYNC | state);
}

/* ------------------------------------------------------------ receive machine */

static void rx_begin(void)
{
	struct trunk_lacp_config c = sim_config(1);

	sim_now = SEC;
	sim_node(&a, &c);
	sim_add(&a, 0);
	CHECK_EQ(port(0)->rx, TRUNK_LACP_RX_PORT_DISABLED);
	CHECK_EQ(port(0)->selected, TRUNK_LACP_UNSELECTED);
	CHECK_EQ(port(0)->actor.state & (DEF | EXP), DEF);
}

static void rx_disabled_to_expired(void)
{
	alone(1, NULL);
	CHECK_EQ(port(0)->rx, TRUNK_LACP_RX_EXPIRED);
	CHECK_EQ(port(0)->actor.state & EXP, EXP);
	CHECK_EQ(port(0)->partner.state & (SYNC | SHORT), SHORT);
	CHECK(port(0)->rx_until == sim_now + 3 * SEC);
}

static void rx_disabled_to_lacp_disabled(void)
{
	alone(1, NULL);
	a.port[0].setting.capable = false;
	sim_set(&a, 0);
	CHECK_EQ(port(0)->rx, TRUNK_LACP_RX_LACP_DISABLED);
	CHECK_EQ(port(0)->partner.state & AGG, 0);
	CHECK_EQ(port(0)->actor.state & (EXP | AGG), 0);
	hear(0, ACTIVE | AGG | SYNC);
	CHECK_EQ(port(0)->rx, TRUNK_LACP_RX_LACP_DISABLED);
	a.port[0].setting.capable = true;
	sim_set(&a, 0);
	CHECK_EQ(port(0)->rx, TRUNK_LACP_RX_EXPIRED);
}

static void rx_expired_to_defaulted(void)
{
	alone(1, NULL);
	pass(3 * SEC - 1);
	CHECK_EQ(port(0)->rx, TRUNK_LACP_RX_EXPIRED);
	pass(1);
	CHECK_EQ(port(0)->rx, TRUNK_LACP_RX_DEFAULTED);
	CHECK_EQ(port(0)->actor.state & (DEF | EXP), DEF);
}

static void rx_expired_to_current(void)
{
	alone(1, NULL);
	hear(0, ACTIVE | AGG);
	CHECK_EQ(port(0)->rx, TRUNK_LACP_RX_CURRENT);
	CHECK_EQ(port(0)->actor.state & (DEF | EXP), 0);
	CHECK_EQ(port(0)->partner.key, 9);
	CHECK_EQ(port(0)->partner.system[5], 1);
}

static void rx_defaulted_to_current(void)
{
	alone(1, NULL);
	pass(4 * SEC);
	hear(0, ACTIVE | AGG);
	CHECK_EQ(port(0)->rx, TRUNK_LACP_RX_CURRENT);
}

static void current_lasts(bool fast, u64 time)
{
	struct trunk_lacp_config c = strict();

	c.fast = fast;
	alone(1, &c);
	hear(0, ACTIVE | AGG | SYNC);
	pass(1 * SEC);
	/* CURRENT to CURRENT: the timer starts anew. */
	hear(0, ACTIVE | AGG | SYNC);
	pass(time - 1);
	CHECK_EQ(port(0)->rx, TRUNK_LACP_RX_CURRENT);
	CHECK_EQ(a.act.distribute, 1);
	pass(1);
	CHECK_EQ(port(0)->rx, TRUNK_LACP_RX_EXPIRED);
	CHECK_EQ(a.act.collect, 0);
	CHECK_EQ(port(0)->partner.state & (SYNC | SHORT), SHORT);
	pass(3 * SEC);
	CHECK_EQ(port(0)->rx, TRUNK_LACP_RX_DEFAULTED);
	CHECK_EQ(port(0)->partner.key, 0);
}

static void rx_current_short(void)
{
	current_lasts(true, 3 * SEC);
}

static void rx_current_long(void)
{
	current_lasts(false, 90 * SEC);
}

static void rx_any_to_disabled(void)
{
	in_sync(true, 0);
	CHECK_EQ(a.act.distribute, 1);
	sim_link(&a, 0, false);
	CHECK_EQ(port(0)->rx, TRUNK_LACP_RX_PORT_DISABLED);
	CHECK_EQ(port(0)->partner.state & SYNC, 0);
	CHECK_EQ(a.act.collect, 0);
	/* It remembers, and returns at once to where it was. */
	CHECK_EQ(port(0)->partner.key, 9);
	CHECK_EQ(port(0)->selected, TRUNK_LACP_SELECTED);
	sim_link(&a, 0, true);
	CHECK_EQ(port(0)->rx, TRUNK_LACP_RX_EXPIRED);
	CHECK_EQ(a.act.collect, 0);
	hear(0, ACTIVE | AGG | SYNC);
	CHECK_EQ(a.act.distribute, 1);
}

static void rx_port_moved(void)
{
	struct trunk_lacp_config c = strict();
	struct trunk_lacp_pdu pdu = { .version = 1 };

	alone(2, &c);
	hear(0, ACTIVE | AGG);
	pass(2 * SEC);
	sim_link(&a, 0, false);
	pdu.actor = port(0)->partner;
	trunk_lacp_hear(&a.lacp, port(1), &pdu, sim_now);
	sim_run(&a);
	CHECK_EQ(port(0)->partner.key, 0);
	CHECK_EQ(port(0)->selected, TRUNK_LACP_UNSELECTED);
	CHECK_EQ(port(1)->partner.key, 9);
}

/* -------------------------------------------------------------- functions, 6.4.9 */

static void record_sync(void)
{
	struct trunk_lacp_pdu pdu = { .version = 1 };

	alone(1, NULL);
	hear_of(0, 1, ACTIVE | AGG | SYNC, false);
	CHECK_EQ(port(0)->partner.state & SYNC, 0);
	/* An individual link needs no match. */
	hear_of(0, 1, ACTIVE | SYNC, false);
	CHECK_EQ(port(0)->partner.state & SYNC, SYNC);
	hear(0, ACTIVE | AGG | SYNC);
	CHECK_EQ(port(0)->partner.state & SYNC, SYNC);
	/* Passive, but it knows that we are active. */
	hear(0, AGG | SYNC);
	CHECK_EQ(port(0)->partner.state & SYNC, SYNC);
	/* Nobody keeps LACP going. */
	pdu.actor = port(0)->partner;
	pdu.partner = port(0)->actor;
	pdu.partner.state &= ~ACTIVE;
	trunk_lacp_hear(&a.lacp, port(0), &pdu, sim_now);
	CHECK_EQ(port(0)->partner.state & SYNC, 0);
}

/* Each field by which the partner may be another one. */
static void selected_by_field(void)
{
	u32 i;

	for (i = 0; i < 6; i++) {
		struct trunk_lacp_pdu pdu = { .version = 1 };

		in_sync(true, 0);
		pdu.actor = port(0)->partner;
		pdu.partner = port(0)->actor;
		CHECK_EQ(port(0)->selected, TRUNK_LACP_SELECTED);
		switch (i) {
		case 0:
			pdu.actor.system[0] ^= 4;
			break;
		case 1:
			pdu.actor.system_priority++;
			break;
		case 2:
			pdu.actor.key++;
			break;
		case 3:
			pdu.actor.port++;
			break;
		case 4:
			pdu.actor.port_priority++;
			break;
		case 5:
			pdu.actor.state ^= AGG;
			break;
		}
		trunk_lacp_hear(&a.lacp, port(0), &pdu, sim_now);
		CHECK_EQ(port(0)->selected, TRUNK_LACP_UNSELECTED);
		sim_run(&a);
		CHECK_EQ(a.act.collect, 0);
	}
}

/* Each field and bit by which the partner may have us wrong. */
static void ntt_by_field(void)
{
	u32 i;

	for (i = 0; i < 14; i++) {
		struct trunk_lacp_pdu pdu = { .version = 1 };
		bool due = i != 5 && i < 10;

		in_sync(true, 0);
		pass(900 * MS);
		pdu.actor = port(0)->partner;
		pdu.partner = port(0)->actor;
		switch (i) {
		case 0:
			pdu.partner.system[5]++;
			break;
		case 1:
			pdu.partner.system_priority++;
			break;
		case 2:
			pdu.partner.key++;
			break;
		case 3:
			pdu.partner.port++;
			break;
		case 4:
			pdu.partner.port_priority++;
			break;
		case 6:
			pdu.partner.state ^= ACTIVE;
			break;
		case 7:
			pdu.partner.state ^= SHORT;
			break;
		case 8:
			pdu.partner.state ^= AGG;
			break;
		case 9:
			pdu.partner.state ^= SYNC;
			break;
		case 10:
			pdu.partner.state ^= COLL;
			break;
		case 11:
			pdu.partner.state ^= DIST;
			break;
		case 12:
			pdu.partner.state ^= DEF;
			break;
		case 13:
			pdu.partner.state ^= EXP;
			break;
		}
		CHECK(!port(0)->ntt);
		trunk_lacp_hear(&a.lacp, port(0), &pdu, sim_now);
		CHECK_EQ(port(0)->ntt, due);
	}
}

/* ------------------------------------------------------- periodic and transmit */

static void periodic_none(void)
{
	struct trunk_lacp_config c = sim_config(1);

	c.active = false;
	alone(1, &c);
	CHECK_EQ(port(0)->periodic, TRUNK_LACP_NO_PERIODIC);
	pass(100 * SEC);
	CHECK_EQ(a.port[0].sent, 0);
	hear(0, ACTIVE | AGG | SHORT);
	CHECK_EQ(port(0)->periodic, TRUNK_LACP_FAST_PERIODIC);
	CHECK_EQ(a.port[0].sent, 1);
	/* The partner goes: it is as before. */
	pass(10 * SEC);
	CHECK_EQ(port(0)->periodic, TRUNK_LACP_NO_PERIODIC);
	hear(0, AGG | SHORT);
	CHECK_EQ(port(0)->periodic, TRUNK_LACP_NO_PERIODIC);
}

static void periodic_fast(void)
{
	u32 i;

	alone(1, NULL);
	CHECK_EQ(port(0)->periodic, TRUNK_LACP_FAST_PERIODIC);
	pass(500 * MS);
	a.port[0].sent = 0;
	for (i = 0; i < 60; i++) {
		pass(SEC);
		hear(0, ACTIVE | AGG | SHORT | (port(0)->actor.state & SYNC));
	}
	CHECK(a.port[0].sent >= 60 && a.port[0].sent <= 63);
}

static void periodic_fast_to_slow(void)
{
	alone(1, NULL);
	hear(0, ACTIVE | AGG);
	CHECK_EQ(port(0)->periodic, TRUNK_LACP_SLOW_PERIODIC);
	pass(2 * SEC);
	hear(0, ACTIVE | AGG | SYNC);
	pass(SEC);
	a.port[0].sent = 0;
	/* Our timeout is short: he has to speak, we need not. */
	while (a.port[0].sent == 0 && sim_now < 1100 * SEC) {
		pass(SEC);
		hear(0, ACTIVE | AGG | SYNC);
	}
	CHECK(sim_now - 1000 * SEC <= 31 * SEC && sim_now - 1000 * SEC >= 29 * SEC);
}

static void periodic_slow_to_tx(void)
{
	alone(1, NULL);
	hear(0, ACTIVE | AGG);
	pass(SEC);
	hear(0, ACTIVE | AGG);
	a.port[0].sent = 0;
	hear(0, ACTIVE | AGG | SHORT);
	CHECK_EQ(port(0)->periodic, TRUNK_LACP_FAST_PERIODIC);
	CHECK_EQ(a.port[0].sent, 1);
}

static void transmit_limit(void)
{
	u32 i;

	alone(1, NULL);
	pass(10 * SEC);
	a.port[0].sent = 0;
	for (i = 0; i < 1000; i++) {
		hear_of(0, i & 1, ACTIVE | AGG | SHORT, false);
		pass(MS);
	}
	CHECK_EQ(a.port[0].sent, 3);
	/* What was held back is not lost. */
	pass(3 * SEC);
	CHECK(a.port[0].sent >= 5);
}

/* ------------------------------------------------------------------- mux, 6.4.15 */

static void mux_waiting(void)
{
	struct trunk_lacp_config c = strict();

	alone(1, &c);
	CHECK_EQ(port(0)->mux, TRUNK_LACP_MUX_DETACHED);
	hear(0, ACTIVE | AGG | SYNC);
	CHECK_EQ(port(0)->mux, TRUNK_LACP_MUX_WAITING);
	pass(2 * SEC - 1);
	CHECK_EQ(port(0)->mux, TRUNK_LACP_MUX_WAITING);
	CHECK_EQ(port(0)->actor.state & SYNC, 0);
	pass(1);
	CHECK(port(0)->mux >= TRUNK_LACP_MUX_ATTACHED);
	CHECK_EQ(port(0)->actor.state & SYNC, SYNC);
}

static void mux_waiting_to_detached(void)
{
	struct trunk_lacp_config c = strict();

	alone(1, &c);
	hear(0, ACTIVE | AGG);
	pass(SEC);
	hear_of(0, 2, ACTIVE | AGG, true);
	/* Through DETACHED into WAITING again: the timer starts anew. */
	CHECK_EQ(port(0)->mux, TRUNK_LACP_MUX_WAITING);
	CHECK(port(0)->wait_until == sim_now + 2 * SEC);
}

static void mux_waits_for_all(void)
{
	struct trunk_lacp_config c = strict();

	alone(2, &c);
	hear(0, ACTIVE | AGG | SYNC);
	pass(SEC);
	hear(1, ACTIVE | AGG | SYNC);
	pass(SEC);
	CHECK_EQ(port(0)->mux, TRUNK_LACP_MUX_WAITING);
	hear(0, ACTIVE | AGG | SYNC);
	pass(SEC);
	CHECK_EQ(a.act.distribute, 3);
	CHECK_EQ(port(0)->aggregator, port(1)->aggregator);
}

static void mux_attached(void)
{
	struct trunk_lacp_config c = strict();

	alone(1, &c);
	hear(0, ACTIVE | AGG);
	pass(2 * SEC);
	CHECK_EQ(port(0)->mux, TRUNK_LACP_MUX_ATTACHED);
	CHECK_EQ(port(0)->actor.state & (SYNC | COLL | DIST), SYNC);
	hear_of(0, 2, ACTIVE | AGG, true);
	CHECK_EQ(port(0)->mux, TRUNK_LACP_MUX_WAITING);
	CHECK_EQ(port(0)->actor.state & SYNC, 0);
}

static void mux_coupled(void)
{
	in_sync(true, 0);
	CHECK_EQ(port(0)->mux, TRUNK_LACP_MUX_DISTRIBUTING);
	CHECK_EQ(port(0)->actor.state & (SYNC | COLL | DIST), SYNC | COLL | DIST);
	CHECK_EQ(a.act.collect, 1);
	CHECK_EQ(a.act.distribute, 1);
	hear(0, ACTIVE | AGG);
	CHECK_EQ(port(0)->mux, TRUNK_LACP_MUX_ATTACHED);
	CHECK_EQ(port(0)->actor.state & (SYNC | COLL | DIST), SYNC);
	hear(0, ACTIVE | AGG | SYNC);
	CHECK_EQ(a.act.distribute, 1);
	hear_of(0, 2, ACTIVE | AGG | SYNC, true);
	CHECK_EQ(a.act.collect, 0);
}

static void mux_independent(void)
{
	in_sync(false, 0);
	CHECK_EQ(port(0)->mux, TRUNK_LACP_MUX_COLLECTING);
	CHECK_EQ(port(0)->actor.state & (SYNC | COLL | DIST), SYNC | COLL);
	CHECK_EQ(a.act.collect, 1);
	CHECK_EQ(a.act.distribute, 0);
	hear(0, ACTIVE | AGG | SYNC | COLL);
	CHECK_EQ(port(0)->mux, TRUNK_LACP_MUX_DISTRIBUTING);
	CHECK_EQ(a.act.distribute, 1);
	/* DISTRIBUTING to COLLECTING */
	hear(0, ACTIVE | AGG | SYNC);
	CHECK_EQ(port(0)->mux, TRUNK_LACP_MUX_COLLECTING);
	/* COLLECTING to ATTACHED */
	hear(0, ACTIVE | AGG);
	CHECK_EQ(port(0)->mux, TRUNK_LACP_MUX_ATTACHED);
	/* all the way */
	hear(0, ACTIVE | AGG | SYNC | COLL);
	CHECK_EQ(port(0)->mux, TRUNK_LACP_MUX_DISTRIBUTING);
	sim_link(&a, 0, false);
	CHECK_EQ(port(0)->mux, TRUNK_LACP_MUX_ATTACHED);
	CHECK_EQ(a.act.collect, 0);
}

static void mux_change_of_control(void)
{
	struct trunk_lacp_config c;

	in_sync(false, 0);
	c = a.lacp.config;
	c.coupled = true;
	trunk_lacp_configure(&a.lacp, &c);
	sim_run(&a);
	CHECK_EQ(a.act.distribute, 1);
	c.coupled = false;
	trunk_lacp_configure(&a.lacp, &c);
	sim_run(&a);
	CHECK_EQ(a.act.collect, 1);
	CHECK_EQ(a.act.distribute, 0);
}

static void leave(u8 how)
{
	a.port[0].setting.leave = how;
	sim_set(&a, 0);
}

/* What a port that is about to be removed says and does, one thing after the other. */
static void mux_leaving(bool coupled)
{
	u32 sent;

	in_sync(coupled, COLL | DIST);
	pass(5 * SEC / 2);
	hear(0, ACTIVE | AGG | SYNC | COLL | DIST);
	sent = a.port[0].sent;
	leave(TRUNK_LACP_STOP);
	CHECK_EQ(a.act.distribute, 0);
	CHECK_EQ(a.act.collect, 1);
	CHECK_EQ(a.port[0].sent, sent + 1);
	CHECK_EQ(port(0)->actor.state & (SYNC | COLL | DIST), SYNC | COLL);
	leave(TRUNK_LACP_LEAVE);
	CHECK_EQ(a.port[0].sent, sent + 2);
	CHECK_EQ(port(0)->actor.state & (SYNC | COLL | DIST), COLL);
	/* It collects whatever the partner says. */
	hear(0, ACTIVE | AGG | SYNC);
	CHECK_EQ(a.act.collect, 1);
	hear(0, ACTIVE | AGG);
	CHECK_EQ(a.act.collect, 1);
	CHECK_EQ(a.act.distribute, 0);
	/* Kept after all: it sends when the partner collects again. */
	leave(TRUNK_LACP_STAY);
	hear(0, ACTIVE | AGG | SYNC);
	CHECK_EQ(port(0)->actor.state & (SYNC | COLL | DIST),
		 coupled ? SYNC | COLL | DIST : SYNC | COLL);
}

static void mux_leave_coupled(void)
{
	mux_leaving(true);
}

static void mux_leave_independent(void)
{
	mux_leaving(false);
}

/* Kept while the partner is in sync: what is sent before it collects would be lost. */
static void mux_leave_and_return(void)
{
	in_sync(true, COLL | DIST);
	leave(TRUNK_LACP_LEAVE);
	hear(0, ACTIVE | AGG | SYNC);
	leave(TRUNK_LACP_STAY);
	CHECK_EQ(port(0)->actor.state & (SYNC | COLL | DIST), SYNC | COLL);
	hear(0, ACTIVE | AGG | SYNC | COLL | DIST);
	CHECK_EQ(a.act.distribute, 1);
	/* It may not have heard of either yet, and stop to collect only now. */
	leave(TRUNK_LACP_LEAVE);
	leave(TRUNK_LACP_STAY);
	CHECK_EQ(a.act.distribute, 0);
	pass(SEC / 2);
	hear_of(0, 1, ACTIVE | AGG | SYNC, true);
	pass(SEC);
	CHECK_EQ(a.act.distribute, 0);
	hear(0, ACTIVE | AGG | SYNC | COLL | DIST);
	CHECK_EQ(a.act.distribute, 1);
	/* Or never does. */
	leave(TRUNK_LACP_LEAVE);
	leave(TRUNK_LACP_STAY);
	pass(SEC - 1);
	CHECK_EQ(a.act.distribute, 0);
	pass(1);
	CHECK_EQ(a.act.distribute, 1);
	/* It never said that it would leave. */
	leave(TRUNK_LACP_STOP);
	CHECK_EQ(a.act.distribute, 0);
	leave(TRUNK_LACP_STAY);
	CHECK_EQ(a.act.distribute, 1);
}

/* One that is not attached yet has nothing to wait for, and returns as it came. */
static void mux_leave_early(void)
{
	alone(1, NULL);
	hear(0, ACTIVE | AGG);
	CHECK_EQ(port(0)->mux, TRUNK_LACP_MUX_WAITING);
	leave(TRUNK_LACP_STOP);
	CHECK_EQ(port(0)->mux, TRUNK_LACP_MUX_DETACHED);
	pass(3 * SEC);
	CHECK_EQ(port(0)->mux, TRUNK_LACP_MUX_DETACHED);
	leave(TRUNK_LACP_STAY);
	CHECK_EQ(port(0)->mux, TRUNK_LACP_MUX_WAITING);
}

/* ----------------------------------------------------------- selection, 6.4.14 */

/* Ports 0, 1 to system 1, port 2, 3 to system 2, each in sync. */
static void two_partners(u8 select, bool fourth)
{
	struct trunk_lacp_config c = strict();
	u32 i;

	c.select = select;
	alone(4, &c);
	for (i = 0; i < 4; i++)
		if (i != 3 || fourth)
			hear_of(i, 1 + i / 2, ACTIVE | AGG | SYNC, true);
	pass(2 * SEC);
}

static void refresh(u32 but)
{
	u32 i;

	for (i = 0; i < 4; i++)
		if (i != but && port(i)->setting.enabled)
			hear_of(i, 1 + i / 2, ACTIVE | AGG | SYNC, true);
}

static void select_two(void)
{
	two_partners(TRUNK_LACP_SELECT_STABLE, true);
	CHECK_EQ(port(0)->aggregator, port(1)->aggregator);
	CHECK_EQ(port(2)->aggregator, port(3)->aggregator);
	CHECK(port(0)->aggregator != port(2)->aggregator);
	CHECK_EQ(a.act.distribute, 3);
	CHECK_EQ(port(2)->selected, TRUNK_LACP_STANDBY);
	CHECK_EQ(port(2)->actor.state & SYNC, 0);
}

static void lose_one(u8 select, u64 then, u64 back)
{
	u32 i;

	two_partners(select, true);
	CHECK_EQ(a.act.distribute, 3);
	sim_link(&a, 1, false);
	CHECK_EQ(a.act.distribute, then);
	sim_link(&a, 1, true);
	for (i = 0; i < 6; i++) {
		refresh(9);
		pass(SEC);
	}
	CHECK_EQ(a.act.distribute, back);
}

static void select_stable(void)
{
	lose_one(TRUNK_LACP_SELECT_STABLE, 1, 3);
}

static void select_stable_ends(void)
{
	two_partners(TRUNK_LACP_SELECT_STABLE, true);
	sim_link(&a, 0, false);
	sim_link(&a, 1, false);
	CHECK_EQ(a.act.distribute, 12);
	sim_link(&a, 0, true);
	sim_link(&a, 1, true);
	refresh(9);
	CHECK_EQ(a.act.distribute, 12);
}

static void select_count(void)
{
	lose_one(TRUNK_LACP_SELECT_COUNT, 12, 12);
}

static void select_bandwidth(void)
{
	lose_one(TRUNK_LACP_SELECT_BANDWIDTH, 12, 12);
	two_partners(TRUNK_LACP_SELECT_BANDWIDTH, false);
	CHECK_EQ(a.act.distribute, 3);
	a.port[2].setting.speed = 40000;
	sim_set(&a, 2);
	CHECK_EQ(a.act.distribute, 4);
}

static void select_count_not_speed(void)
{
	two_partners(TRUNK_LACP_SELECT_COUNT, false);
	a.port[2].setting.speed = 40000;
	sim_set(&a, 2);
	CHECK_EQ(a.act.distribute, 3);
}

static void select_priority(void)
{
	two_partners(TRUNK_LACP_SELECT_PRIORITY, true);
	CHECK_EQ(a.act.distribute, 3);
	a.port[2].setting.priority = 256;
	sim_set(&a, 2);
	CHECK_EQ(a.act.distribute, 12);
}

static void select_key(void)
{
	in_sync(true, 0);
	a.port[0].setting.key = 2;
	sim_set(&a, 0);
	CHECK_EQ(a.act.collect, 0);
	CHECK_EQ(port(0)->actor.key, 2);
	pass(2 * SEC);
	hear(0, ACTIVE | AGG | SYNC);
	CHECK_EQ(a.act.distribute, 1);
}

static void select_other_key(void)
{
	struct trunk_lacp_config c = strict();

	alone(2, &c);
	a.port[1].setting.key = 2;
	sim_set(&a, 1);
	hear(0, ACTIVE | AGG | SYNC);
	hear(1, ACTIVE | AGG | SYNC);
	pass(2 * SEC);
	CHECK(port(0)->aggregator != port(1)->aggregator);
	CHECK_EQ(a.act.distribute, 1);
}

static void select_individuals(void)
{
	struct trunk_lacp_config c = strict();

	c.select = TRUNK_LACP_SELECT_COUNT;
	alone(3, &c);
	hear(0, ACTIVE | SYNC);
	hear(1, ACTIVE | SYNC);
	pass(2 * SEC);
	CHECK(port(0)->aggregator != port(1)->aggregator);
	CHECK_EQ(a.act.distribute, 1);
	/* One that aggregates is better than one that does not. */
	hear(0, ACTIVE | SYNC);
	hear(2, ACTIVE | AGG | SYNC);
	pass(2 * SEC);
	CHECK_EQ(a.act.distribute, 4);
}

static void select_system(void)
{
	struct trunk_lacp_config c;

	in_sync(true, 0);
	c = a.lacp.config;
	c.system_priority = 1;
	trunk_lacp_configure(&a.lacp, &c);
	sim_run(&a);
	CHECK_EQ(a.act.collect, 0);
	CHECK_EQ(port(0)->actor.system_priority, 1);
	pass(2 * SEC);
	hear(0, ACTIVE | AGG | SYNC);
	CHECK_EQ(a.act.distribute, 1);
}

static void self_loop(void)
{
	struct trunk_lacp_pdu pdu;

	alone(2, NULL);
	trunk_lacp_say(port(1), &pdu);
	pdu.actor.state |= SYNC;
	trunk_lacp_hear(&a.lacp, port(0), &pdu, sim_now);
	trunk_lacp_say(port(0), &pdu);
	trunk_lacp_hear(&a.lacp, port(1), &pdu, sim_now);
	sim_run(&a);
	pass(20 * SEC);
	CHECK(port(0)->looped);
	CHECK_EQ(a.act.collect, 0);
	/* The cable is put right. */
	sim_link(&a, 0, false);
	CHECK(!port(0)->looped);
	sim_link(&a, 0, true);
	pass(5 * SEC);
	CHECK_EQ(a.act.distribute, 1);
	/* The other is heard no more. */
	pass(90 * SEC);
	CHECK(!port(1)->looped);
}

/* --------------------------------------------------------------------- fallback */

static void fallback_at_once(void)
{
	alone(3, NULL);
	pass(5 * SEC - 1);
	CHECK_EQ(a.act.distribute, 0);
	pass(1);
	CHECK_EQ(a.act.distribute, 1);
	CHECK_EQ(a.act.collect, 1);
	sim_link(&a, 0, false);
	CHECK_EQ(a.act.distribute, 2);
	/* It ends with the first PDU. */
	hear(2, ACTIVE | AGG | SYNC);
	CHECK_EQ(a.act.distribute, 0);
	pass(2 * SEC);
	CHECK_EQ(a.act.distribute, 4);
}

static void fallback_later(void)
{
	struct trunk_lacp_config c = sim_config(1);

	c.fallback = 15 * SEC;
	c.coupled = false;
	alone(2, &c);
	pass(18 * SEC - 1);
	CHECK_EQ(a.act.collect, 0);
	pass(1);
	CHECK_EQ(a.act.distribute, 1);
	c.fallback = TRUNK_LACP_NEVER;
	trunk_lacp_configure(&a.lacp, &c);
	sim_run(&a);
	CHECK_EQ(a.act.collect, 0);
	pass(500 * SEC);
	CHECK_EQ(a.act.collect, 0);
}

/* ------------------------------------------------------------------ churn, 6.4.17 */

static void churn(void)
{
	struct trunk_lacp_config c = strict();
	u32 i;

	alone(1, &c);
	pass(60 * SEC - 1);
	CHECK_EQ(port(0)->partner_churn.state, TRUNK_LACP_CHURN_MONITOR);
	pass(1);
	CHECK_EQ(port(0)->partner_churn.state, TRUNK_LACP_CHURN);
	CHECK_EQ(port(0)->partner_churn.count, 1);
	CHECK_EQ(port(0)->actor_churn.state, TRUNK_LACP_NO_CHURN);
	hear(0, ACTIVE | AGG | SYNC);
	CHECK_EQ(port(0)->partner_churn.state, TRUNK_LACP_NO_CHURN);
	CHECK_EQ(port(0)->actor_churn.state, TRUNK_LACP_CHURN_MONITOR);
	for (i = 0; i < 3; i++) {
		pass(SEC);
		hear(0, ACTIVE | AGG | SYNC);
	}
	CHECK_EQ(port(0)->actor_churn.state, TRUNK_LACP_NO_CHURN);
	hear(0, ACTIVE | AGG);
	CHECK_EQ(port(0)->partner_churn.state, TRUNK_LACP_CHURN_MONITOR);
	pass(90 * SEC);
	CHECK_EQ(port(0)->partner_churn.count, 2);
}

/* ---------------------------------------------------------------- frames, 6.4.2, 6.5 */

static void frames(void)
{
	struct trunk_lacp_pdu pdu = {
		.actor = { 0x0102, { 3, 4, 5, 6, 7, 8 }, 0x090a, 0x0b0c, 0x0d0e, 0x0f },
		.partner = { 0x1112, { 0x13, 0x14, 0x15, 0x16, 0x17, 0x18 }, 0x191a,
			     0x1b1c, 0x1d1e, 0x1f },
	};
	static const u8 want[] = {
		1, 1, 1, 20, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 0, 0, 0,
		2, 20, 0x11, 0x12, 0x13, 0x14, 0x15, 0x16, 0x17, 0x18, 0x19, 0x1a, 0x1b,
		0x1c, 0x1d, 0x1e, 0x1f, 0, 0, 0, 3, 16,
	};
	struct trunk_slow_pdu got = {};
	u8 data[TRUNK_SLOW_LEN + 20];
	u32 i;

	trunk_lacp_build(&pdu, data);
	CHECK(!memcmp(data, want, sizeof(want)));
	for (i = sizeof(want); i < TRUNK_SLOW_LEN; i++)
		CHECK_EQ(data[i], 0);
	CHECK_EQ(trunk_slow_parse(data, TRUNK_SLOW_LEN, &got), TRUNK_SLOW_LACPDU);
	CHECK(same_port(&got.lacp.actor, &pdu.actor) && got.lacp.actor.state == 15);
	CHECK(same_port(&got.lacp.partner, &pdu.partner) && got.lacp.partner.state == 31);
	/* Padding, and what a later version adds. */
	memset(data + 58, 4, sizeof(data) - 58);
	data[1] = 2;
	CHECK_EQ(trunk_slow_parse(data, sizeof(data), &got), TRUNK_SLOW_LACPDU);
	CHECK_EQ(got.lacp.version, 2);
	CHECK_EQ(got.lacp.actor.key, 0x090a);
}

static void bad_frames(void)
{
	static const u8 spoil[] = { 1, 2, 3, 22, 23, 42, 43 };
	const struct trunk_lacp_pdu pdu = {};
	struct trunk_slow_pdu got;
	u8 data[TRUNK_SLOW_LEN];
	u32 i;

	trunk_lacp_build(&pdu, data);
	for (i = 0; i < TRUNK_SLOW_LEN; i++) {
		u8 *exact = malloc(i + !i);

		memcpy(exact, data, i);
		CHECK_EQ(trunk_slow_parse(exact, i, &got),
			 i ? TRUNK_SLOW_ILLEGAL : TRUNK_SLOW_OTHER);
		free(exact);
	}
	for (i = 0; i < sizeof(spoil); i++) {
		u8 old = data[spoil[i]];

		data[spoil[i]] = 0;
		CHECK_EQ(trunk_slow_parse(data, sizeof(data), &got), TRUNK_SLOW_ILLEGAL);
		data[spoil[i]] = old;
	}
	for (i = 0; i < 256; i++) {
		data[0] = i;
		if (i != 1 && i != 2)
			CHECK_EQ(trunk_slow_parse(data, sizeof(data), &got),
				 TRUNK_SLOW_OTHER);
	}
	data[0] = 2;
	data[2] = 3;
	CHECK_EQ(trunk_slow_parse(data, sizeof(data), &got), TRUNK_SLOW_ILLEGAL);
}

static void markers(void)
{
	const struct trunk_marker marker = { 0x0102, { 3, 4, 5, 6, 7, 8 }, 0x090a0b0c };
	static const u8 want[] = {
		2, 1, 1, 16, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 0, 0, 0, 0,
	};
	struct trunk_slow_pdu got = {};
	u8 data[TRUNK_SLOW_LEN];

	trunk_marker_build(&marker, false, data);
	CHECK(!memcmp(data, want, sizeof(want)));
	CHECK_EQ(trunk_slow_parse(data, sizeof(data), &got), TRUNK_SLOW_MARKER);
	CHECK_EQ(got.marker.transaction, 0x090a0b0c);
	trunk_marker_build(&got.marker, true, data);
	CHECK_EQ(data[2], 2);
	data[2] = 1;
	CHECK(!memcmp(data, want, sizeof(want)));
	data[2] = 2;
	CHECK_EQ(trunk_slow_parse(data, sizeof(data), &got), TRUNK_SLOW_MARKER_RESPONSE);
	in_sync(false, 0);
	CHECK(trunk_lacp_answers(port(0)));
	hear(0, ACTIVE | AGG);
	CHECK(!trunk_lacp_answers(port(0)));
}

static void goodbye(void)
{
	struct trunk_lacp_pdu pdu;

	in_sync(true, 0);
	trunk_lacp_goodbye(port(0), &pdu);
	CHECK_EQ(pdu.actor.state, ACTIVE | SHORT | AGG);
	CHECK_EQ(pdu.partner.key, 9);
}

/* -------------------------------------------------------------------- two systems */

static void wire_up(const struct trunk_lacp_config *of_a,
		    const struct trunk_lacp_config *of_b, u32 n)
{
	u32 i;

	sim_now = 1000 * SEC;
	sim_node(&a, of_a);
	sim_node(&b, of_b);
	for (i = 0; i < n; i++) {
		sim_add(&a, i);
		sim_add(&b, i);
		sim_wire(&a, i, &b, i);
	}
	sim_run(&a);
	sim_run(&b);
}

/* Every combination of rate, activity and control meets every other one. */
static void pairs(void)
{
	u32 i;

	for (i = 0; i < 64; i++) {
		struct trunk_lacp_config ca = sim_config(1), cb = sim_config(2);
		bool passive = !(i & 2) && !(i & 16);

		ca.fallback = TRUNK_LACP_NEVER;
		cb.fallback = TRUNK_LACP_NEVER;
		ca.fast = i & 1;
		ca.active = i & 2;
		ca.coupled = i & 4;
		cb.fast = i & 8;
		cb.active = i & 16;
		cb.coupled = i & 32;
		wire_up(&ca, &cb, 4);
		sim_pass(a_b, 5 * SEC);
		CHECK_EQ(a.act.distribute, passive ? 0 : 15);
		CHECK_EQ(b.act.distribute, passive ? 0 : 15);
		sim_pass(a_b, 600 * SEC);
		CHECK_EQ(a.act.distribute, passive ? 0 : 15);
		CHECK(a.port[0].sent <= (cb.fast ? 620 : 40));
		CHECK(passive || a.port[0].sent >= (cb.fast ? 600 : 20));
	}
}

static void silence(void)
{
	struct trunk_lacp_config ca = sim_config(1), cb = sim_config(2);

	wire_up(&ca, &cb, 2);
	sim_pass(a_b, 10 * SEC);
	b.port[0].silent = true;
	sim_pass(a_b, 2 * SEC);
	CHECK_EQ(a.act.distribute, 3);
	sim_pass(a_b, 1 * SEC);
	CHECK_EQ(a.act.distribute, 2);
	/* We are still heard there, and say that we are not in sync with him. */
	sim_pass(a_b, 3 * SEC);
	CHECK_EQ(port(0)->rx, TRUNK_LACP_RX_DEFAULTED);
	CHECK_EQ(b.act.distribute, 2);
	b.port[0].silent = false;
	sim_pass(a_b, 5 * SEC);
	CHECK_EQ(a.act.distribute, 3);
	CHECK_EQ(b.act.distribute, 3);
}

static void replug(void)
{
	struct trunk_lacp_config ca = sim_config(1), cb = sim_config(2);
	u32 i;

	wire_up(&ca, &cb, 2);
	sim_pass(a_b, 10 * SEC);
	for (i = 0; i < 20; i++) {
		sim_link(&a, 0, false);
		sim_link(&b, 0, false);
		CHECK_EQ(a.act.distribute, 2);
		sim_pass(a_b, i * 100 * MS + 1);
		sim_link(&a, 0, true);
		sim_link(&b, 0, true);
		CHECK_EQ(a.act.distribute & 2, 2);
		sim_pass(a_b, SEC + 1);
		/* Both remember each other: nobody waits. */
		CHECK_EQ(a.act.distribute, 3);
		CHECK_EQ(b.act.distribute, 3);
	}
}

static void two_switches(void)
{
	struct trunk_lacp_config ca = sim_config(1), cb = sim_config(2), cc = sim_config(3);
	u32 i;

	sim_now = 1000 * SEC;
	sim_node(&a, &ca);
	sim_node(&b, &cb);
	sim_node(&c, &cc);
	for (i = 0; i < 2; i++) {
		sim_add(&a, i);
		sim_add(&a, 2 + i);
		sim_add(&b, i);
		sim_add(&c, i);
		sim_wire(&a, i, &b, i);
		sim_wire(&a, 2 + i, &c, i);
	}
	sim_run(&a);
	sim_run(&b);
	sim_run(&c);
	sim_pass(a_b_c, 10 * SEC);
	CHECK_EQ(a.act.distribute, 3);
	CHECK_EQ(b.act.distribute, 3);
	/* He is told not to send: nobody would listen. */
	CHECK_EQ(c.act.distribute, 0);
	for (i = 0; i < 2; i++) {
		sim_link(&a, i, false);
		sim_link(&b, i, false);
	}
	sim_pass(a_b_c, 2);
	CHECK_EQ(a.act.distribute, 12);
	CHECK_EQ(c.act.distribute, 3);
}

static void sixty_four(void)
{
	static struct trunk_lacp_port many[TRUNK_SLOT_PORTS];
	const struct trunk_lacp_setting setting = {
		.enabled = true, .capable = true, .key = 1,
	};
	struct trunk_lacp_config c = sim_config(1);
	struct trunk_lacp_actions act;
	struct trunk_lacp lacp;
	u32 i;

	trunk_lacp_init(&lacp, &c);
	for (i = 0; i < TRUNK_SLOT_PORTS; i++)
		trunk_lacp_add(&lacp, &many[i], i, &setting, 0);
	trunk_lacp_run(&lacp, 0, &act);
	trunk_lacp_run(&lacp, 3 * SEC, &act);
	trunk_lacp_run(&lacp, 5 * SEC, &act);
	CHECK_EQ(act.distribute, 1);
	for (i = 0; i < TRUNK_SLOT_PORTS; i++)
		trunk_lacp_remove(&lacp, &many[i]);
	trunk_lacp_run(&lacp, 6 * SEC, &act);
	CHECK_EQ(act.distribute, 0);
	CHECK_EQ(lacp.active, TRUNK_LACP_NONE);
	CHECK(trunk_lacp_deadline(&lacp, 6 * SEC) == TRUNK_LACP_NEVER);
}

static const struct unit_case cases[] = {
	{ "6.4.12 begin: INITIALIZE, PORT_DISABLED", rx_begin },
	{ "6.4.12 PORT_DISABLED to EXPIRED", rx_disabled_to_expired },
	{ "6.4.12 PORT_DISABLED to LACP_DISABLED, and back", rx_disabled_to_lacp_disabled },
	{ "6.4.12 EXPIRED to DEFAULTED after 3 s", rx_expired_to_defaulted },
	{ "6.4.12 EXPIRED to CURRENT", rx_expired_to_current },
	{ "6.4.12 DEFAULTED to CURRENT", rx_defaulted_to_current },
	{ "6.4.12 CURRENT to EXPIRED after 3 s, to DEFAULTED", rx_current_short },
	{ "6.4.12 CURRENT to EXPIRED after 90 s, to DEFAULTED", rx_current_long },
	{ "6.4.12 any to PORT_DISABLED, and back to CURRENT", rx_any_to_disabled },
	{ "6.4.12 PORT_DISABLED to INITIALIZE: port_moved", rx_port_moved },
	{ "6.4.9 recordPDU: Synchronization", record_sync },
	{ "6.4.9 update_Selected: each field", selected_by_field },
	{ "6.4.9 update_NTT: each field and bit", ntt_by_field },
	{ "6.4.13 NO_PERIODIC while both are passive", periodic_none },
	{ "6.4.13 FAST_PERIODIC each second", periodic_fast },
	{ "6.4.13 FAST_PERIODIC to SLOW_PERIODIC, each 30 s", periodic_fast_to_slow },
	{ "6.4.13 SLOW_PERIODIC to PERIODIC_TX to FAST_PERIODIC", periodic_slow_to_tx },
	{ "6.4.16 at most 3 PDUs a second", transmit_limit },
	{ "6.4.15 DETACHED to WAITING to ATTACHED after 2 s", mux_waiting },
	{ "a port that leaves, coupled control", mux_leave_coupled },
	{ "a port that leaves, independent control", mux_leave_independent },
	{ "a port that returns", mux_leave_and_return },
	{ "a port that leaves before it is attached", mux_leave_early },
	{ "6.4.15 WAITING to DETACHED", mux_waiting_to_detached },
	{ "6.4.15 WAITING: Ready when all have waited", mux_waits_for_all },
	{ "6.4.15 ATTACHED to DETACHED", mux_attached },
	{ "6.4.15 COLLECTING_DISTRIBUTING (coupled)", mux_coupled },
	{ "6.4.15 COLLECTING, DISTRIBUTING (independent)", mux_independent },
	{ "6.4.15 coupled control changed while it runs", mux_change_of_control },
	{ "6.4.14 two partners: one aggregator in use, the other stands by", select_two },
	{ "6.4.14 stable: stays with one port", select_stable },
	{ "6.4.14 stable: moves without a port, and does not return", select_stable_ends },
	{ "6.4.14 count: moves, and stays when equal", select_count },
	{ "6.4.14 bandwidth: moves, and stays when equal", select_bandwidth },
	{ "6.4.14 count: speed does not matter", select_count_not_speed },
	{ "6.4.14 priority of ports", select_priority },
	{ "6.4.14 another key: selected anew", select_key },
	{ "6.4.14 different keys do not aggregate", select_other_key },
	{ "6.4.14 individual links do not aggregate", select_individuals },
	{ "6.4.14 another system: selected anew", select_system },
	{ "6.4.14 ports that are wired to each other", self_loop },
	{ "no partner: one port after EXPIRED and wait_while", fallback_at_once },
	{ "no partner: later, and never", fallback_later },
	{ "6.4.17 churn of actor and partner", churn },
	{ "6.4.2 LACPDU", frames },
	{ "6.4.2 what is none", bad_frames },
	{ "6.5 marker and response", markers },
	{ "good-bye", goodbye },
	{ "two systems: all rates, activities and controls", pairs },
	{ "two systems: silence of a partner", silence },
	{ "two systems: a cable out and in", replug },
	{ "three systems", two_switches },
	{ "64 ports", sixty_four },
	{}
};

int main(void)
{
	return unit_main(cases);
}
