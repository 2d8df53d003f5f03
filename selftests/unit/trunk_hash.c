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

/* A packet of @from to @to with ports; returns the length of the frame. */
static u32 packet4(u8 *f, u8 proto, u32 words, u8 from, u8 to)
{
	u32 len = ipv4(f, 0, proto), l4 = 14 + words * 4;

	f[14] = 0x40 | words;
	memset(f + 26, 10, 8);
	f[29] = from;
	f[33] = to;
	memset(f + l4, 0, 8);
	f[l4 + 1] = from;
	f[l4 + 3] = to;
	return len + words * 4 - 20;
}

/* Of router 9 to the sender of @quote, which is cut to @cut bytes from IP on. */
static u32 error4(u8 *f, int vlans, u8 type, const u8 *quote, u32 cut)
{
	u32 at = ipv4(f, vlans, PROTO_ICMP) - 8;

	memset(f + at - 8, 10, 8);
	f[at - 5] = 9;
	f[at - 1] = quote[29];
	memset(f + at, 0, 8);
	f[at] = type;
	memcpy(f + at + 8, quote + 14, cut);
	return at + 8 + cut;
}

/* An error about a packet goes where the answers to the packet go. */
static void errors4(void)
{
	static const u8 types[] = { 3, 4, 5, 11, 12 };
	static const u8 protos[] = { TRUNK_HASH_TCP, TRUNK_HASH_UDP, PROTO_SCTP,
				     PROTO_DCCP, PROTO_UDPLITE };
	u8 f[256], q[256];
	u32 len, answer, words, i, j;

	for (i = 0; i < sizeof(protos); i++) {
		len = packet4(f, protos[i], 5, 2, 1);
		CHECK_EQ(plain(f, len), i < 2);
		answer = hash_of(f, len);
		for (j = 0; j < sizeof(types); j++) {
			packet4(q, protos[i], 5, 1, 2);
			len = error4(f, j % 3, types[j], q, 28);
			CHECK_EQ(hash_of(f, len), answer);
		}
		/* Options in the quote: as without. */
		for (words = 6; words <= 15; words++) {
			packet4(q, protos[i], words, 1, 2);
			len = error4(f, 0, 3, q, words * 4 + 8);
			CHECK_EQ(hash_of(f, len), answer);
		}
	}
	/* No error: the addresses of the message itself. */
	len = error4(f, 0, 13, q, 28);
	CHECK(!covers(f, len, 42 + 12));
	CHECK(covers(f, len, 26));
}

/* No ports, or none of the answers: the addresses of the quote. */
static void errors4_without_ports(void)
{
	struct trunk_hash hash;
	u8 f[256], q[256];
	u32 len, answer;

	len = packet4(f, TRUNK_HASH_UDP, 5, 2, 1);
	f[20] = 0x20;			/* MF */
	answer = hash_of(f, len);
	packet4(q, TRUNK_HASH_UDP, 5, 1, 2);
	q[20] = 0x20;
	len = error4(f, 0, 11, q, 28);
	CHECK_EQ(hash_of(f, len), answer);
	/* Cut in its ports. */
	packet4(q, TRUNK_HASH_UDP, 5, 1, 2);
	hash = trunk_hash_frame(f, error4(f, 0, 11, q, 23), SEED);
	CHECK(!hash.whole);
	CHECK_EQ(hash.value, answer);
	/* The SPI of the other direction is another one. */
	packet4(q, PROTO_ESP, 5, 1, 2);
	len = error4(f, 0, 3, q, 28);
	CHECK_EQ(hash_of(f, len), answer);
	/* An error in an error: nobody sends that. */
	packet4(q, PROTO_ICMP, 5, 1, 2);
	q[34] = 3;
	len = error4(f, 0, 3, q, 64);
	CHECK_EQ(hash_of(f, len), answer);
	/* Cut in its addresses: those of the message, 9 to 1. */
	len = packet4(q, PROTO_ICMP, 5, 9, 1);
	q[34] = 13;
	answer = hash_of(q, len);
	packet4(q, TRUNK_HASH_UDP, 5, 1, 2);
	hash = trunk_hash_frame(f, error4(f, 0, 11, q, 19), SEED);
	CHECK(!hash.whole);
	CHECK_EQ(hash.value, answer);
}

static void echo4(void)
{
	u8 f[256], q[256];
	u32 len, answer;

	len = packet4(f, PROTO_ICMP, 5, 2, 1);
	f[34] = 0;			/* reply */
	f[38] = 0x12;
	f[39] = 0x34;
	answer = hash_of(f, len);
	CHECK(covers(f, len, 38) && covers(f, len, 39));
	CHECK(!covers(f, len, 40));	/* sequence number */
	packet4(q, PROTO_ICMP, 5, 1, 2);
	q[34] = 8;
	q[38] = 0x12;
	q[39] = 0x34;
	len = error4(f, 0, 11, q, 28);
	CHECK_EQ(hash_of(f, len), answer);
}

/* As packet4(), with @n destination options between IPv6 and @proto. */
static u32 packet6(u8 *f, u8 proto, u32 n, u8 from, u8 to)
{
	u32 at = 54;

	ipv6(f, n ? PROTO_DSTOPTS : proto);
	memset(f + 22, 0xfd, 32);
	f[37] = from;
	f[53] = to;
	for (; n; n--, at += 8) {
		memset(f + at, 0, 8);
		f[at] = n > 1 ? PROTO_DSTOPTS : proto;
	}
	memset(f + at, 0, 8);
	f[at + 1] = from;
	f[at + 3] = to;
	return at + 8;
}

static u32 error6(u8 *f, u32 n, u8 type, const u8 *quote, u32 len)
{
	u32 at = packet6(f, PROTO_ICMPV6, n, 9, quote[37]) - 8;

	memset(f + at, 0, 8);
	f[at] = type;
	memcpy(f + at + 8, quote + 14, len - 14);
	return at + 8 + len - 14;
}

static void errors6(void)
{
	u8 f[256], q[256];
	u32 answer, type, len, n;

	len = packet6(f, TRUNK_HASH_UDP, 0, 2, 1);
	answer = hash_of(f, len);
	for (type = 1; type <= 4; type++) {
		for (n = 0; n <= 6; n++) {
			len = packet6(q, TRUNK_HASH_UDP, n, 1, 2);
			CHECK(covers(q, len, len - 5));
			len = error6(f, 6 - n, type, q, len);
			CHECK_EQ(hash_of(f, len), answer);
		}
	}
	/* Seven extension headers are too many. */
	len = packet6(f, TRUNK_HASH_UDP, 7, 2, 1);
	answer = hash_of(f, len);
	CHECK(!covers(f, len, len - 7));
	len = packet6(q, TRUNK_HASH_UDP, 7, 1, 2);
	len = error6(f, 0, 1, q, len);
	CHECK_EQ(hash_of(f, len), answer);
	/* A fragment, a cut. */
	len = packet6(q, PROTO_FRAGMENT, 0, 1, 2);
	len = error6(f, 0, 1, q, len);
	CHECK_EQ(hash_of(f, len), answer);
	len = packet6(q, TRUNK_HASH_UDP, 0, 1, 2);
	len = error6(f, 0, 1, q, len - 5);
	CHECK_EQ(trunk_hash_frame(f, len, SEED).value, answer);
	/* Echo. */
	len = packet6(f, PROTO_ICMPV6, 1, 2, 1);
	f[62] = 129;
	CHECK(covers(f, len, 66));
	answer = hash_of(f, len);
	len = packet6(q, PROTO_ICMPV6, 0, 1, 2);
	q[54] = 128;
	CHECK_EQ(hash_of(f, error6(f, 0, 3, q, len)), answer);
	/* Neither. */
	len = packet6(f, PROTO_ICMPV6, 0, 2, 1);
	f[54] = 135;
	CHECK(!covers(f, len, 58));
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
	u8 f[256], q[256], *exact;
	u32 len, full, cut;
	int kind;

	for (kind = 0; kind < 6; kind++) {
		if (kind < 3)
			len = ipv4(f, kind, TRUNK_HASH_TCP);
		else if (kind == 3)
			len = ipv6(f, TRUNK_HASH_TCP);
		else if (kind == 4)
			len = error4(f, 2, 3, q, packet4(q, TRUNK_HASH_UDP, 15, 1, 2) - 18);
		else
			len = error6(f, 2, 3, q, packet6(q, TRUNK_HASH_UDP, 2, 1, 2) - 4);
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
		/* Errors, for the same reason. */
		if (len > 60 && n % 8 == 4) {
			f[14] = 0x45;
			f[20] = 0;
			f[21] = 0;
			f[23] = PROTO_ICMP;
			f[34] = 3;
		} else if (len > 60 && n % 8 == 5) {
			f[20] = PROTO_ICMPV6;
			f[54] &= 3;
		}
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
	{ "ICMP errors: the answers to what they quote", errors4 },
	{ "ICMP errors with no ports in the quote: addresses", errors4_without_ports },
	{ "ICMP echo: identifier", echo4 },
	{ "ICMPv6 errors and echo", errors6 },
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
