// SPDX-License-Identifier: GPL-2.0-only
/*
 * Fuzz entry: bytes as frames and events for the machines of LACP, with what must hold asserted
 * after each.
 * With libFuzzer (make fuzz) it explores; on its own it makes FUZZ_RUNS events that look likely.
 */

#include "trunk_lacp_sim.h"

#include <stddef.h>

int LLVMFuzzerTestOneInput(const u8 *data, size_t size);

/* How often it was worth looking: a port, several of them distributed, one only collected. */
static unsigned long seen_one, seen_some, seen_apart;

static void look(const struct sim_node *node)
{
	u64 d = node->act.distribute;

	seen_one += d != 0;
	seen_some += (d & (d - 1)) != 0;
	seen_apart += node->act.collect != d;
}

/* The most that a port may send in any second. */
static void check_rate(struct sim_node *node, u64 (*times)[4])
{
	u32 i;

	for (i = 0; i < SIM_PORTS; i++) {
		if (!(node->act.send & TRUNK_LACP_BIT(i)))
			continue;
		CHECK(!times[i][0] || sim_now - times[i][0] >= TRUNK_LACP_FAST);
		memmove(times[i], times[i] + 1, 2 * sizeof(u64));
		times[i][2] = sim_now;
	}
}

static const u8 *take(const u8 **data, size_t *size, size_t n)
{
	const u8 *p = *data;

	if (*size < n)
		return NULL;
	*data += n;
	*size -= n;
	return p;
}

/* Values from a small set meet each other; the rest are the input's. */
static void tame(const struct sim_node *node, u32 i, u8 how, struct trunk_lacp_pdu *pdu)
{
	const struct trunk_lacp_port *p = &node->port[i].lacp;

	if (how & 1) {
		memset(pdu->actor.system, 0, 5);
		pdu->actor.system[5] &= 3;
		pdu->actor.system_priority = 1;
		pdu->actor.key &= 1;
		pdu->actor.port &= 7;
		pdu->actor.port_priority = 1;
	}
	if (how & 2) {
		u8 state = pdu->partner.state;

		pdu->partner = p->actor;
		if (how & 4)
			pdu->partner.state = state;
	}
	if (how & 8)
		pdu->actor.state |= TRUNK_LACP_AGGREGATION | TRUNK_LACP_SYNC |
				    TRUNK_LACP_ACTIVE;
	if (how & 16)
		pdu->actor = p->partner;
	if (how & 32)
		pdu->actor.state ^= TRUNK_LACP_COLLECTING;
}

static void hear(struct sim_node *node, u32 i, u8 how, const u8 *bytes, size_t len)
{
	struct trunk_slow_pdu pdu = {};

	if (trunk_slow_parse(bytes, len, &pdu) != TRUNK_SLOW_LACPDU)
		return;
	tame(node, i, how, &pdu.lacp);
	if (node->lacp.port[i])
		trunk_lacp_hear(&node->lacp, &node->port[i].lacp, &pdu.lacp, sim_now);
}

static void configure(struct sim_node *node, const u8 *b)
{
	struct trunk_lacp_config c = node->lacp.config;

	c.active = b[0] & 1;
	c.fast = b[0] & 2;
	c.coupled = b[0] & 4;
	c.select = b[0] >> 4 & 3;
	c.system[5] = b[1] & 1;
	c.fallback = b[1] & 2 ? TRUNK_LACP_NEVER : (b[1] >> 4) * SEC;
	trunk_lacp_configure(&node->lacp, &c);
}

static void set(struct sim_node *node, u32 i, const u8 *b, u64 (*times)[4])
{
	struct sim_port *p = &node->port[i];

	if (!node->lacp.port[i])
		memset(times[i], 0, sizeof(times[i]));
	if (b[1] == 255 && node->lacp.port[i])
		trunk_lacp_remove(&node->lacp, &p->lacp);
	else if (!node->lacp.port[i])
		sim_add(node, i);
	p->setting.enabled = b[0] & 3;
	p->setting.capable = b[0] & 0x1c;
	p->setting.key = !(b[0] & 0xe0);
	p->setting.priority = b[1] & 3;
	p->setting.speed = b[1] >> 2 & 3;
	p->setting.leave = b[1] >> 4 < 13 ? TRUNK_LACP_STAY : (b[1] >> 4) - 13;
	if (node->lacp.port[i])
		trunk_lacp_set(&p->lacp, &p->setting, sim_now);
}

int LLVMFuzzerTestOneInput(const u8 *data, size_t size)
{
	const struct trunk_lacp_config config = sim_config(1);
	u64 times[SIM_PORTS][4] = {};
	struct sim_node node;
	const u8 *b;

	sim_node(&node, &config);
	while ((b = take(&data, &size, 3))) {
		u32 i = b[0] >> 5;
		size_t len;

		switch (b[0] & 7) {
		case 0:
			sim_now += (u64)b[1] * b[1] * b[2] * 10 * 1000;
			break;
		case 1:
			configure(&node, b + 1);
			break;
		case 2:
			set(&node, i, b + 1, times);
			break;
		case 3:
			/* Exactly when something is due, and just before. */
			if (trunk_lacp_deadline(&node.lacp, sim_now) != TRUNK_LACP_NEVER)
				sim_now = trunk_lacp_deadline(&node.lacp, sim_now) - (b[1] & 1);
			break;
		default:
			len = size < TRUNK_SLOW_LEN ? size : TRUNK_SLOW_LEN;
			hear(&node, i, b[1], data, len);
			take(&data, &size, len);
		}
		trunk_lacp_run(&node.lacp, sim_now, &node.act);
		sim_check(&node);
		check_rate(&node, times);
		look(&node);
		CHECK(trunk_lacp_deadline(&node.lacp, sim_now) > sim_now);
		if (unit_bad) {
			fflush(stdout);
			abort();
		}
	}
	return 0;
}

#ifndef LIBFUZZER
static u32 rnd(u32 max)
{
	static u32 x = 2463534242U;

	x ^= x << 13;
	x ^= x >> 17;
	x ^= x << 5;
	return x % max;
}

/*
 * Mostly PDUs, and of partners that know LACP: each change undoes what came before it.
 */
static size_t event(u8 *p)
{
	static const u8 kinds[] = "00003333331244444444444444444444444444444444444";
	struct trunk_lacp_pdu pdu = {};
	u8 *info;
	u32 i;

	for (i = 0; i < 3; i++)
		p[i] = rnd(256);
	p[0] = (p[0] & 0xf8) | (kinds[rnd(sizeof(kinds) - 1)] - '0');
	if ((p[0] & 7) == 0 && rnd(4))
		p[1] = rnd(40);
	if ((p[0] & 7) < 4)
		return 3;
	if (rnd(4))
		p[1] = rnd(2) ? 1 | 2 | 8 : 2 | 16;
	for (info = (u8 *)&pdu; info < (u8 *)(&pdu + 1); info++)
		*info = rnd(256);
	trunk_lacp_build(&pdu, p + 3);
	if (!rnd(100))
		p[3 + rnd(TRUNK_SLOW_LEN)] ^= 1 << rnd(8);
	return 3 + TRUNK_SLOW_LEN;
}

int main(void)
{
	const char *text = getenv("FUZZ_RUNS");
	unsigned long runs = text ? strtoul(text, NULL, 10) : 50000, done = 0, pdus = 0;

	while (done < runs) {
		size_t size = 0, max = 16384;
		u8 *buf = malloc(max), *exact;

		while (size + 3 + TRUNK_SLOW_LEN < max) {
			size_t n = event(buf + size);

			pdus += n > 3;
			size += n;
			done++;
		}
		if (!rnd(100))
			size -= rnd(200);
		/* A heap copy of exactly that size, so that a byte too far is seen. */
		exact = malloc(size);
		memcpy(exact, buf, size);
		LLVMFuzzerTestOneInput(exact, size);
		free(exact);
		free(buf);
	}
	unit_bad = seen_one < done / 100 || seen_some < done / 1000 || seen_apart < done / 1000;
	printf("# distributed %lu, several %lu, only collected %lu\n", seen_one, seen_some,
	       seen_apart);
	printf("KTAP version 1\n1..1\n%sok 1 %lu events, %lu of them PDUs\n",
	       unit_bad ? "not " : "", done, pdus);
	return unit_bad;
}
#endif
