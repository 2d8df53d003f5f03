/* SPDX-License-Identifier: GPL-2.0-only */
/* Systems that speak LACP, and wires between them: time stands still until it is moved. */

#ifndef _TRUNK_LACP_SIM_H
#define _TRUNK_LACP_SIM_H

#include "unit.h"

#include "trunk/lacp_agg.c"
#include "trunk/lacp_fsm.c"
#include "trunk/lacp_pdu.c"

#define SIM_PORTS	8
#define SEC		TRUNK_LACP_SECOND
#define MS		(SEC / 1000)

/**
 * struct sim_port - a port and its end of a wire
 * @lacp: port
 * @setting: of it
 * @to: node at the other end, or NULL
 * @to_port: port there
 * @silent: what it sends is lost
 * @sent: PDUs
 * @last: time of the last one
 */
struct sim_port {
	struct trunk_lacp_port lacp;
	struct trunk_lacp_setting setting;
	struct sim_node *to;
	u32 to_port;
	bool silent;
	u32 sent;
	u64 last;
};

struct sim_node {
	struct trunk_lacp lacp;
	struct trunk_lacp_actions act;
	struct sim_port port[SIM_PORTS];
};

static u64 sim_now;

static struct trunk_lacp_config sim_config(u8 system)
{
	return (struct trunk_lacp_config) {
		.system = { 2, 0, 0, 0, 0, system },
		.system_priority = 65535,
		.active = true,
		.fast = true,
		.coupled = true,
	};
}

static void sim_check(const struct sim_node *node);

/* Run the machines of a node; what they send arrives at once. */
static void sim_run(struct sim_node *node)
{
	struct trunk_slow_pdu pdu;
	u8 bytes[TRUNK_SLOW_LEN];
	u64 send;
	u32 i;

	trunk_lacp_run(&node->lacp, sim_now, &node->act);
	sim_check(node);
	send = node->act.send;
	for (i = 0; i < SIM_PORTS; i++) {
		struct sim_port *p = &node->port[i];

		if (!(send & TRUNK_LACP_BIT(i)))
			continue;
		p->sent++;
		p->last = sim_now;
		trunk_lacp_say(&p->lacp, &pdu.lacp);
		trunk_lacp_build(&pdu.lacp, bytes);
		if (!p->to || p->silent)
			continue;
		memset(&pdu, 0xa5, sizeof(pdu));
		CHECK_EQ(trunk_slow_parse(bytes, sizeof(bytes), &pdu),
			 TRUNK_SLOW_LACPDU);
		trunk_lacp_hear(&p->to->lacp, &p->to->port[p->to_port].lacp,
				&pdu.lacp, sim_now);
		sim_run(p->to);
	}
}

static void sim_node(struct sim_node *node, const struct trunk_lacp_config *config)
{
	memset(node, 0, sizeof(*node));
	trunk_lacp_init(&node->lacp, config);
}

static void sim_add(struct sim_node *node, u32 i)
{
	struct sim_port *p = &node->port[i];

	p->setting = (struct trunk_lacp_setting) {
		.enabled = true, .capable = true, .key = 1, .priority = 255,
		.speed = 10000,
	};
	trunk_lacp_add(&node->lacp, &p->lacp, i, &p->setting, sim_now);
}

static void sim_set(struct sim_node *node, u32 i)
{
	trunk_lacp_set(&node->port[i].lacp, &node->port[i].setting, sim_now);
	sim_run(node);
}

static void sim_link(struct sim_node *node, u32 i, bool up)
{
	node->port[i].setting.enabled = up;
	sim_set(node, i);
}

static void sim_wire(struct sim_node *a, u32 i, struct sim_node *b, u32 j)
{
	a->port[i].to = b;
	a->port[i].to_port = j;
	b->port[j].to = a;
	b->port[j].to_port = i;
}

/* Move the time, stopping wherever a node wants something. */
static void sim_pass(struct sim_node *const *nodes, u64 time)
{
	u64 end = sim_now + time;

	for (;;) {
		struct sim_node *const *n;
		u64 next = end;

		for (n = nodes; *n; n++)
			next = earlier(next, trunk_lacp_deadline(&(*n)->lacp, sim_now));
		/* A deadline that never is met would stop the world. */
		CHECK(next > sim_now || next == end);
		if (next > sim_now)
			sim_now = next;
		for (n = nodes; *n; n++)
			if (trunk_lacp_deadline(&(*n)->lacp, sim_now - 1) <= sim_now)
				sim_run(*n);
		if (sim_now >= end)
			return;
	}
}

static bool sim_same_group(const struct trunk_lacp_port *a,
			   const struct trunk_lacp_port *b)
{
	return (a->actor.state & b->actor.state & a->partner.state &
		b->partner.state & TRUNK_LACP_AGGREGATION) &&
	       a->actor.key == b->actor.key && a->partner.key == b->partner.key &&
	       a->partner.system_priority == b->partner.system_priority &&
	       !memcmp(a->partner.system, b->partner.system, 6);
}

/* What must hold of a port whenever its machines have run. */
static void sim_check_port(const struct sim_node *node, u32 i)
{
	const struct trunk_lacp_port *p = &node->port[i].lacp;
	bool collects = node->act.collect & TRUNK_LACP_BIT(i);
	bool distributes = node->act.distribute & TRUNK_LACP_BIT(i);
	bool leaves = p->setting.leave != TRUNK_LACP_STAY;

	CHECK(!distributes || collects);
	CHECK(!collects || (p->setting.enabled &&
			    p->selected == TRUNK_LACP_SELECTED &&
			    p->aggregator == node->lacp.active &&
			    (leaves || (p->partner.state & TRUNK_LACP_SYNC))));
	CHECK(!distributes || node->lacp.config.coupled ||
	      (p->partner.state & TRUNK_LACP_COLLECTING));
	CHECK(!node->lacp.config.coupled || collects == distributes || leaves ||
	      p->return_at);
	CHECK(!distributes || !leaves);
	CHECK_EQ(!!(p->actor.state & TRUNK_LACP_COLLECTING), collects);
	CHECK_EQ(!!(p->actor.state & TRUNK_LACP_DISTRIBUTING), distributes);
	CHECK(!collects || p->setting.leave == TRUNK_LACP_LEAVE ||
	      (p->actor.state & TRUNK_LACP_SYNC));
	CHECK(!collects || !p->looped);
	CHECK(!collects || leaves || !(p->actor.state & TRUNK_LACP_EXPIRED));
	CHECK(p->setting.enabled || p->rx == TRUNK_LACP_RX_PORT_DISABLED);
	CHECK(!p->setting.enabled || p->rx != TRUNK_LACP_RX_PORT_DISABLED);
	CHECK(!p->setting.enabled || (p->rx == TRUNK_LACP_RX_EXPIRED) ==
	      !!(p->actor.state & TRUNK_LACP_EXPIRED));
	CHECK(!(node->act.send & TRUNK_LACP_BIT(i)) ||
	      (p->setting.enabled && p->setting.capable));
}

static void sim_check(const struct sim_node *node)
{
	const struct trunk_lacp_port *p, *q;
	struct trunk_lacp copy = node->lacp;
	struct trunk_lacp_port ports[SIM_PORTS];
	struct trunk_lacp_actions again;
	u32 i, j;

	for (i = 0; (p = trunk_lacp_next(&node->lacp, &i)); i++) {
		sim_check_port(node, i);
		for (j = 0; (q = trunk_lacp_next(&node->lacp, &j)); j++)
			if (i < j && p->selected && q->selected &&
			    p->aggregator == q->aggregator)
				CHECK(sim_same_group(p, q));
	}
	/* Nothing is left undone: to run again changes nothing. */
	for (i = 0; i < SIM_PORTS; i++) {
		ports[i] = node->port[i].lacp;
		if (copy.port[i])
			copy.port[i] = &ports[i];
	}
	trunk_lacp_run(&copy, sim_now, &again);
	CHECK(again.collect == node->act.collect);
	CHECK(again.distribute == node->act.distribute);
	CHECK(!again.send);
	CHECK_EQ(copy.active, node->lacp.active);
}

#endif /* _TRUNK_LACP_SIM_H */
