// SPDX-License-Identifier: GPL-2.0-only
/* Flow hash of the trunk: what it covers, and that no frame hurts it. */

#include "unit.h"

#include "trunk/hash.c"

#define SEED 0xdeadbeefu

static u32 hash_of(const u8 *f, u32 len)
{
	struct trunk_hash hash = trunk_hash_frame(f, len, SEED);

	u32 plain;

	CHECK(hash.whole);
	if (trunk_hash_plain(f, len, SEED, &plain))
		CHECK_EQ(plain, hash.value);
	return hash.value;
}

static bool plain(const u8 *f, u32 len)
{
	u32 h;

	return trunk_hash_plain(f, len, SEED, &h);
}

/* Returns the length of an IPv4 frame below @vlans tags. */
static u32 ipv4(u8 *f, int vlans, u8 proto)
{
	u32 at = 12, i;

	for (i = 0; i < 256; i++)
		f[i] = i * 7 + 1;
	while (vlans--) {
		f[at] = vlans ? 0x88 : 0x81;
		f[at + 1] = vlans ? 0xa8 : 0x00;
		at += 4;
	}
	f[at++] = 0x08;
	f[at++] = 0x00;
	f[at] = 0x45;
	f[at + 6] = 0x40;	/* DF */
	f[at + 7] = 0;
	f[at + 9] = proto;
	return at + 20 + 8;
}

static u32 ipv6(u8 *f, u8 proto)
{
	u32 i;

	for (i = 0; i < 256; i++)
		f[i] = i * 5 + 3;
	f[12] = 0x86;
	f[13] = 0xdd;
	f[14] = 0x60;
	f[20] = proto;
	return 14 + 40 + 8;
}

/* Whether a change of byte @at changes the hash. */
static bool covers(u8 *f, u32 len, u32 at)
{
	u32 before = hash_of(f, len), after;

	f[at] ^= 0x10;
	after = hash_of(f, len);
	f[at] ^= 0x10;
	return before != after;
}

static void tcp4(void)
{
	u8 f[256];
	u32 len = ipv4(f, 0, TRUNK_HASH_TCP), i;

	CHECK(plain(f, len));
	CHECK(!plain(f, 37));
	for (i = 26; i < 38; i++)	/* addresses, ports */
		CHECK(covers(f, len, i));
	CHECK(!covers(f, len, 0));	/* MAC */
	CHECK(!covers(f, len, 16));	/* total length */
	CHECK(!covers(f, len, 18));	/* id */
	CHECK(!covers(f, len, 22));	/* TTL */
	CHECK(!covers(f, len, 38));	/* sequence number */
}

static void vlan4(void)
{
	u8 f[256];
	u32 plain, one, two, len;

	len = ipv4(f, 1, TRUNK_HASH_UDP);
	one = hash_of(f, len);
	CHECK(covers(f, len, 30));	/* address */
	CHECK(covers(f, len, 38));	/* source port */
	CHECK(!covers(f, len, 15));	/* VLAN id */
	len = ipv4(f, 2, TRUNK_HASH_UDP);
	two = hash_of(f, len);
	CHECK(covers(f, len, 34 + 8));	/* source port */
	len = ipv4(f, 0, TRUNK_HASH_UDP);
	plain = hash_of(f, len);
	CHECK(plain != one && one != two);	/* other bytes below the tags */
	/* Three tags: the Ethernet addresses. */
	ipv4(f, 2, TRUNK_HASH_UDP);
	f[20] = 0x81;
	f[21] = 0;
	CHECK(covers(f, 60, 3));
	CHECK(!covers(f, 60, 40));
}

static void fragments(void)
{
	u8 f[256];
	u32 len = ipv4(f, 0, TRUNK_HASH_UDP), first, middle, last;

	f[20] = 0x20;	/* MF */
	CHECK(!plain(f, len));
	first = hash_of(f, len);
	CHECK(!covers(f, len, 34));
	f[21] = 0xb9;
	middle = hash_of(f, len);
	f[20] = 0x01;
	last = hash_of(f, len);
	CHECK(first == middle && middle == last);
	CHECK(covers(f, len, 26));
}

static void other4(void)
{
	u8 f[256];
	u32 len;

	len = ipv4(f, 0, 1);		/* ICMP: addresses only */
	CHECK(!covers(f, len, 38));
	CHECK(covers(f, len, 29));
	len = ipv4(f, 0, PROTO_ESP);	/* SPI */
	CHECK(covers(f, len, 34));
	CHECK(!covers(f, len, 38));
	len = ipv4(f, 0, PROTO_AH);
	CHECK(!covers(f, len, 34));
	CHECK(covers(f, len, 38));
}

static void options4(void)
{
	u8 f[256];

	ipv4(f, 0, TRUNK_HASH_TCP);
	f[14] = 0x47;			/* two words of options */
	CHECK(!covers(f, 60, 34));
	CHECK(covers(f, 60, 42));
	f[14] = 0x42;			/* a header shorter than a header */
	CHECK(!covers(f, 60, 34));
	CHECK(covers(f, 60, 26));
}

static void tcp6(void)
{
	u8 f[256];
	u32 len = ipv6(f, TRUNK_HASH_TCP), i;

	for (i = 22; i < 58; i++)
		CHECK(covers(f, len, i));
	CHECK(!covers(f, len, 17));	/* flow label */
	CHECK(!covers(f, len, 21));	/* hop limit */
}

static void extensions6(void)
{
	u8 f[256];

	ipv6(f, PROTO_HOPOPTS);
	f[54] = PROTO_DSTOPTS;		/* 8 bytes */
	f[55] = 0;
	f[62] = TRUNK_HASH_UDP;		/* 16 bytes */
	f[63] = 1;
	CHECK(covers(f, 86, 78));
	CHECK(!covers(f, 86, 70));
	f[62] = PROTO_FRAGMENT;
	CHECK(!covers(f, 86, 78));
	CHECK(covers(f, 86, 30));
}

static void not_ip(void)
{
	u8 f[256];
	u32 i;

	ipv4(f, 0, TRUNK_HASH_TCP);
	f[13] = 0x06;			/* ARP */
	for (i = 0; i < 12; i++)
		CHECK(covers(f, 60, i));
	CHECK(!covers(f, 60, 26));
}

static void seeded(void)
{
	u8 f[256];
	u32 len = ipv4(f, 0, TRUNK_HASH_TCP), a, b;

	a = trunk_hash_frame(f, len, 1).value;
	b = trunk_hash_frame(f, len, 2).value;
	CHECK(a != b);
}

/* Sequential ports and addresses are what real flows differ in. */
static void spreads(void)
{
	u8 f[256];
	u32 len = ipv4(f, 0, TRUNK_HASH_TCP), bucket[16] = {}, i;

	for (i = 0; i < 16384; i++) {
		u32 h;

		f[34] = i >> 8;
		f[35] = i;
		h = trunk_hash_frame(f, len, SEED).value;
		bucket[(h * 0x9e3779b1u) >> 28]++;
	}
	for (i = 0; i < 16; i++)
		CHECK(bucket[i] > 850 && bucket[i] < 1200);
}

/* Any cut says so or is whole, and is read to its end and no further. */
static void cuts(void)
{
	u8 f[256], *exact;
	u32 len, full, cut;
	int kind;

	for (kind = 0; kind < 4; kind++) {
		if (kind < 3)
			len = ipv4(f, kind, TRUNK_HASH_TCP);
		else
			len = ipv6(f, TRUNK_HASH_TCP);
		full = hash_of(f, len);
		for (cut = 0; cut <= len; cut++) {
			struct trunk_hash hash;

			exact = malloc(cut ?: 1);
			memcpy(exact, f, cut);
			hash = trunk_hash_frame(exact, cut, SEED);
			CHECK(!hash.whole || hash.value == full);
			free(exact);
		}
	}
}

static void garbage(void)
{
	u32 n, i, len, x = 1;
	u8 *f;

	for (n = 0; n < 300000; n++) {
		x = x * 1664525u + 1013904223u;
		len = (x >> 8) % (TRUNK_HASH_WINDOW + 1);
		f = malloc(len ?: 1);
		for (i = 0; i < len; i++) {
			x = x * 1664525u + 1013904223u;
			f[i] = x >> 24;
		}
		if (len > 13) {
			static const u16 types[] = { 0x0800, 0x86dd, 0x8100, 0x88a8 };
			u16 type = types[n % 4];

			f[12] = type >> 8;
			f[13] = type;
		}
		/* Extension headers, else nothing gets that far. */
		if (len > 20 && n % 8 == 1)
			f[20] = n % 16 == 1 ? PROTO_HOPOPTS : PROTO_DSTOPTS;
		plain(f, len);
		trunk_hash_frame(f, len, x);
		free(f);
	}
}

static const struct unit_case cases[] = {
	{ "IPv4 TCP: addresses and ports", tcp4 },
	{ "VLAN tags", vlan4 },
	{ "IPv4 fragments: addresses only", fragments },
	{ "ICMP, ESP, AH", other4 },
	{ "IPv4 options", options4 },
	{ "IPv6 TCP: addresses and ports", tcp6 },
	{ "IPv6 extension headers", extensions6 },
	{ "neither IPv4 nor IPv6: Ethernet addresses", not_ip },
	{ "seed", seeded },
	{ "sequential ports spread evenly", spreads },
	{ "frames cut anywhere", cuts },
	{ "random frames", garbage },
	{}
};

int main(void)
{
	return unit_main(cases);
}
