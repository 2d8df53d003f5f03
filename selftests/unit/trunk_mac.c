// SPDX-License-Identifier: GPL-2.0-only
/* Addresses of the trunk and its ports. */

#include "unit.h"

#include "trunk/mac.c"

#define NONE	TRUNK_FAIL_OVER_MAC_NONE
#define ACTIVE	TRUNK_FAIL_OVER_MAC_ACTIVE
#define FOLLOW	TRUNK_FAIL_OVER_MAC_FOLLOW

#define PORTS	3

/* Address n; those of ports are 10, 11 and 12. */
static const u8 *addr(u8 n)
{
	static u8 all[256][TRUNK_MAC_LEN];

	all[n][0] = 2;
	all[n][TRUNK_MAC_LEN - 1] = n;
	return all[n];
}

struct setting {
	struct trunk_mac mac;
	struct trunk_mac_port port[PORTS];
	u32 n;
	u8 now;
};

/* Ports 0 to @n - 1, of which @bearer is active, or none; @now is the trunk's. */
static struct setting make(u32 n, s32 bearer, u32 fail_over, u8 now)
{
	struct setting s = {
		.mac = { .single = true, .fail_over = fail_over },
		.n = n,
		.now = now,
	};
	u32 i;

	for (i = 0; i < n; i++)
		s.port[i] = (struct trunk_mac_port) {
			.own = addr(10 + i),
			.burnt_in = addr(10 + i),
			.bearer = (s32)i == bearer,
		};
	return s;
}

static void see(struct setting *s)
{
	u32 i;

	for (i = 0; i < s->n; i++)
		trunk_mac_see(&s->mac, &s->port[i]);
}

/* Number of the trunk's address, then those of the ports, two digits each. */
static long long result(struct setting s)
{
	const u8 *trunk;
	long long digits;
	u32 i;

	see(&s);
	trunk = trunk_mac_of_trunk(&s.mac, addr(s.now));
	digits = trunk[TRUNK_MAC_LEN - 1];
	for (i = 0; i < s.n; i++)
		digits = digits * 100 + trunk_mac_of_port(&s.mac, trunk,
							  &s.port[i])[TRUNK_MAC_LEN - 1];
	return digits;
}

static void none(void)
{
	CHECK_EQ(result(make(0, -1, NONE, 99)), 99);
	CHECK_EQ(result(make(3, -1, NONE, 99)), 99999999);
	CHECK_EQ(result(make(3, 1, NONE, 10)), 10101010);
}

static void active(void)
{
	CHECK_EQ(result(make(3, 0, ACTIVE, 99)), 10101112);
	CHECK_EQ(result(make(3, 1, ACTIVE, 10)), 11101112);
	CHECK_EQ(result(make(3, 2, ACTIVE, 11)), 12101112);
	/* Nobody was active yet. */
	CHECK_EQ(result(make(3, -1, ACTIVE, 99)), 99101112);
}

static void follow(void)
{
	CHECK_EQ(result(make(3, 0, FOLLOW, 10)), 10101112);
	CHECK_EQ(result(make(3, 1, FOLLOW, 10)), 10111012);
	CHECK_EQ(result(make(3, 2, FOLLOW, 10)), 10121110);
	CHECK_EQ(result(make(3, 2, FOLLOW, 99)), 99101199);
	CHECK_EQ(result(make(3, -1, FOLLOW, 10)), 10101112);
}

/* With follow no two devices have the same address, whoever is active. */
static void follow_is_distinct(void)
{
	u8 now;
	s32 i;

	for (now = 9; now <= 13; now++) {
		for (i = 0; i < PORTS; i++) {
			long long r = result(make(3, i, FOLLOW, now));
			long long a = r / 10000 % 100, b = r / 100 % 100, c = r % 100;

			CHECK(a != b && b != c && a != c);
			CHECK_EQ(i == 0 ? a : i == 1 ? b : c, now);
		}
	}
}

static void other_modes(void)
{
	struct setting s = make(3, 1, ACTIVE, 99);

	s.mac.single = false;
	CHECK_EQ(result(s), 99999999);
	s.mac.fail_over = FOLLOW;
	CHECK_EQ(result(s), 99999999);
}

/* It keeps its address, and the others need not have the same then. */
static void rigid(void)
{
	struct setting s = make(3, 0, NONE, 10);

	s.port[2].rigid = true;
	CHECK_EQ(result(s), 10101112);
	s.port[0].bearer = false;
	s.port[2].bearer = true;
	CHECK_EQ(result(s), 12101112);
	s.mac.fail_over = FOLLOW;
	CHECK_EQ(result(s), 12101112);
	s.mac.single = false;
	CHECK_EQ(result(s), 10101012);
}

static void unset(void)
{
	struct setting s = make(3, -1, NONE, 99);

	s.mac.unset = true;
	CHECK_EQ(result(s), 10101010);
	/* What it had when it was added is not what is burnt in. */
	s.port[0].own = addr(50);
	CHECK_EQ(result(s), 10101010);
	s.n = 0;
	CHECK_EQ(result(s), 99);
}

static struct setting policy(u32 n, u32 policy)
{
	struct setting s = make(n, -1, NONE, 99);

	s.mac.single = false;
	s.mac.unset = true;
	s.mac.policy = policy;
	return s;
}

static void lowest(void)
{
	struct setting s = policy(3, TRUNK_MAC_POLICY_LOWEST);
	const u8 *addrs[PORTS] = { addr(12), addr(10), addr(11) };
	u32 i;

	CHECK_EQ(result(s), 10101010);
	for (i = 0; i < PORTS; i++)
		s.port[i].burnt_in = addrs[i];
	CHECK_EQ(result(s), 10101010);
	s.mac.unset = false;
	CHECK_EQ(result(s), 10101010);
	/* The lowest one leaves. */
	s.port[1] = s.port[2];
	s.n = 2;
	CHECK_EQ(result(s), 111111);
	s.n = 0;
	CHECK_EQ(result(s), 99);
}

/* The first byte counts most, and bytes have no sign. */
static void lowest_by_bytes(void)
{
	static const u8 high[TRUNK_MAC_LEN] = { 0xfe, 0, 0, 0, 0, 1 };
	struct setting s = policy(2, TRUNK_MAC_POLICY_LOWEST);

	s.port[0].burnt_in = high;
	CHECK_EQ(result(s), 111111);
}

static void primary(void)
{
	struct setting s = policy(3, TRUNK_MAC_POLICY_PRIMARY);

	CHECK_EQ(result(s), 10101010);
	s.port[2].primary = true;
	CHECK_EQ(result(s), 12121212);
	s.n = 2;
	CHECK_EQ(result(s), 101010);
	s.n = 0;
	CHECK_EQ(result(s), 99);
}

static void fixed(void)
{
	struct setting s = policy(3, TRUNK_MAC_POLICY_FIXED);

	CHECK_EQ(result(s), 99999999);
	s.mac.unset = false;
	CHECK_EQ(result(s), 99999999);
}

/* The address of the active port goes before any policy; with follow both hold. */
static void policy_and_fail_over(void)
{
	struct setting s = make(3, 2, ACTIVE, 99);

	s.mac.policy = TRUNK_MAC_POLICY_LOWEST;
	CHECK_EQ(result(s), 12101112);
	s.mac.fail_over = FOLLOW;
	CHECK_EQ(result(s), 10121110);
	s.mac.policy = TRUNK_MAC_POLICY_FIXED;
	CHECK_EQ(result(s), 99101199);
}

static const struct unit_case cases[] = {
	{ "none: all have the trunk's", none },
	{ "active: all have their own, the trunk the active port's", active },
	{ "follow: the active port has the trunk's", follow },
	{ "follow: no two have the same", follow_is_distinct },
	{ "other modes: all have the trunk's", other_modes },
	{ "a port that cannot change its address", rigid },
	{ "a trunk whose address nobody chose", unset },
	{ "mac_policy lowest", lowest },
	{ "the lowest by bytes", lowest_by_bytes },
	{ "mac_policy primary", primary },
	{ "mac_policy fixed", fixed },
	{ "mac_policy and fail_over_mac", policy_and_fail_over },
	{}
};

int main(void)
{
	return unit_main(cases);
}
