// SPDX-License-Identifier: GPL-2.0-only
/*
 * Bonding's hashes: vectors worked out by hand from the formula, little endian.
 * That the bond in the kernel agrees is seen by selftests/trunk/hash_policy.sh.
 */

#include "unit.h"

#include "trunk/hash_bond.c"

#define TCP	6
#define UDP	17

/* 14 bytes: to ...:16 from 02:00:00:00:15:2b, type 0x0800 or 0x86dd */
static u8 mac[14] = { 2, 0, 0, 0, 0, 0x16, 2, 0, 0, 0, 0x15, 0x2b, 0x08, 0x00 };

static struct trunk_hash_bond frame_of(const u8 *net, u32 len, u16 type)
{
	mac[12] = type >> 8;
	mac[13] = type;
	return (struct trunk_hash_bond) { mac, net, len, type };
}

static u32 layer34(const u8 *net, u32 len, u16 type)
{
	struct trunk_hash_bond frame = frame_of(net, len, type);

	return trunk_hash_bond_layer34(&frame).value;
}

static u32 layer23(const u8 *net, u32 len, u16 type)
{
	struct trunk_hash_bond frame = frame_of(net, len, type);

	return trunk_hash_bond_layer23(&frame).value;
}

/* 10.0.0.1 to 192.168.7.9, or 10.0.0.77 to 172.16.1.2; returns its length. */
static u32 ipv4(u8 *p, u32 words, u8 proto, bool inner)
{
	static const u8 address[2][8] = {
		{ 10, 0, 0, 1, 192, 168, 7, 9 },
		{ 10, 0, 0, 77, 172, 16, 1, 2 },
	};

	memset(p, 0xa5, words * 4);
	p[0] = 0x40 | words;
	p[6] = 0x40;	/* DF */
	p[7] = 0;
	p[9] = proto;
	memcpy(p + 12, address[inner], 8);
	return words * 4;
}

static u32 ipv6(u8 *p, u8 proto)
{
	static const u8 address[32] = {
		0xfd, [7] = 1, [14] = 0x0a, [15] = 0x01,
		[16] = 0xfd, [23] = 2, [28] = 0xde, 0xad, 0xbe, 0xef,
	};

	memset(p, 0x5a, 8);
	p[6] = proto;
	memcpy(p + 8, address, 32);
	return 40;
}

static u32 ports(u8 *p, u16 from, u16 to)
{
	p[0] = from >> 8;
	p[1] = from;
	p[2] = to >> 8;
	p[3] = to;
	return 4;
}

static u32 icmp(u8 *p, u8 type, u8 code, u16 id)
{
	memset(p, 0x77, 8);
	p[0] = type;
	p[1] = code;
	p[4] = id >> 8;
	p[5] = id;
	return 8;
}

static void ethernet(void)
{
	u8 p[64] = {};

	frame_of(p, 0, TYPE_IPV4);
	CHECK_EQ(trunk_hash_bond_mac(mac), 0x83d);
	CHECK_EQ(trunk_hash_bond_vlan_srcmac(mac, 0), 0x2152b);
	CHECK_EQ(trunk_hash_bond_vlan_srcmac(mac, 0x6005), 0x2752e);
	/* Neither IPv4 nor IPv6. */
	CHECK_EQ(layer34(p, 64, 0x0806), 0x16 ^ 0x2b ^ 0x0806);
	CHECK_EQ(layer23(p, 64, 0x8100), 0x16 ^ 0x2b ^ 0x8100);
}

static void over_ipv4(void)
{
	static const u8 with_ports[] = { TCP, UDP, 33, 50, 132, 136 };
	u8 p[64];
	u32 len, i;

	for (i = 0; i < sizeof(with_ports); i++) {
		len = ipv4(p, 5, with_ports[i], false);
		len += ports(p + len, 40001, 443);
		CHECK_EQ(layer34(p, len, TYPE_IPV4), 0x59daae05);
		CHECK_EQ(layer23(p, len, TYPE_IPV4), 0x80faf58);
	}
	len = ipv4(p, 15, UDP, false);		/* options */
	len += ports(p + len, 40001, 443);
	CHECK_EQ(layer34(p, len, TYPE_IPV4), 0x59daae05);
	len = ipv4(p, 5, 51, false);		/* AH: the SPI is further on */
	len += 4 + ports(p + len + 4, 40001, 443);
	CHECK_EQ(layer34(p, len, TYPE_IPV4), 0x59daae05);
	len = ipv4(p, 5, 47, false);		/* GRE */
	len += ports(p + len, 40001, 443);
	CHECK_EQ(layer34(p, len, TYPE_IPV4), 0x407d3b6);
}

static void fragments(void)
{
	static const u8 offset[3][2] = { { 0x20, 0 }, { 0x20, 0xb9 }, { 0, 0xb9 } };
	u8 p[64];
	u32 len = ipv4(p, 5, UDP, false), i;

	len += ports(p + len, 40001, 443);
	for (i = 0; i < 3; i++) {
		memcpy(p + 6, offset[i], 2);
		CHECK_EQ(layer34(p, len, TYPE_IPV4), 0x407d3b6);
		CHECK_EQ(layer23(p, len, TYPE_IPV4), 0x80faf58);
	}
}

static void over_ipv6(void)
{
	u8 p[64];
	u32 len = ipv6(p, TCP);

	len += ports(p + len, 40001, 443);
	CHECK_EQ(layer34(p, len, TYPE_IPV6), 0x2b7187a6);
	CHECK_EQ(layer23(p, len, TYPE_IPV6), 0xed59724c);
	p[6] = 60;				/* an extension header */
	CHECK_EQ(layer34(p, len, TYPE_IPV6), 0x76acfa15);
	CHECK_EQ(layer23(p, len, TYPE_IPV6), 0xed59724c);
}

static void echo(void)
{
	u8 p[64];
	u32 len = ipv4(p, 5, PROTO_ICMP, false);

	icmp(p + len, 8, 0, 0x1234);
	CHECK_EQ(layer34(p, len + 8, TYPE_IPV4), 0xd14c0a1);
	CHECK_EQ(layer34(p, len + 7, TYPE_IPV4), 0x407d3b6);
	icmp(p + len, 8, 0, 0);			/* as if it were 1 */
	CHECK_EQ(layer34(p, len + 8, TYPE_IPV4), 0x4075332);
	icmp(p + len, 9, 0, 0x1234);		/* has none */
	CHECK_EQ(layer34(p, len + 8, TYPE_IPV4), 0x407d3b6);
}

/* An error has the hash of what it quotes, or of its Ethernet header. */
static void errors(void)
{
	static const u8 types[] = { 3, 4, 5, 11, 12 };
	u8 p[128];
	u32 outer = ipv4(p, 6, PROTO_ICMP, false), len, i;

	for (i = 0; i < sizeof(types); i++) {
		len = outer + icmp(p + outer, types[i], 1, 0);
		len += ipv4(p + len, 5, UDP, true);
		len += ports(p + len, 5000, 53);
		CHECK_EQ(layer34(p, len, TYPE_IPV4), 0x3d3df1ab);
		CHECK_EQ(layer23(p, len, TYPE_IPV4), 0x4f4e56cd);
	}
	CHECK_EQ(layer23(p, outer + 8 + 20, TYPE_IPV4), 0x4f4e56cd);
	CHECK_EQ(layer23(p, outer + 8 + 19, TYPE_IPV4), 0x83d);
	CHECK_EQ(layer34(p, outer + 8 + 19, TYPE_IPV4), 0x83d);

	len = ipv6(p, PROTO_ICMPV6);
	len += icmp(p + len, 2, 0, 0);
	len += ipv6(p + len, UDP);
	len += ports(p + len, 40001, 443);
	CHECK_EQ(layer34(p, len, TYPE_IPV6), 0x2b7187a6);
}

/* Each cut says so or has the hash of the whole, and nothing is read behind it. */
static void cuts(void)
{
	u8 p[TRUNK_HASH_BOND_WINDOW], *exact;
	u32 len, full, cut;

	len = ipv4(p, 15, PROTO_ICMP, false);
	len += icmp(p + len, 3, 1, 0);
	len += ipv4(p + len, 15, 51, true);
	len += 4 + ports(p + len + 4, 5000, 53);
	CHECK_EQ(len, TRUNK_HASH_BOND_WINDOW);	/* the longest way */
	full = layer34(p, len, TYPE_IPV4);
	for (cut = 0; cut <= len; cut++) {
		struct trunk_hash_bond frame;
		struct trunk_hash hash;

		exact = malloc(cut ?: 1);
		memcpy(exact, p, cut);
		frame = frame_of(exact, cut, TYPE_IPV4);
		hash = trunk_hash_bond_layer34(&frame);
		CHECK_EQ(hash.whole, cut == len);
		CHECK(!hash.whole || hash.value == full);
		free(exact);
	}
}

static void garbage(void)
{
	static const u8 protos[] = { PROTO_ICMP, PROTO_ICMPV6, UDP, PROTO_AH };
	static const u16 types[] = { TYPE_IPV4, TYPE_IPV6, 0x0806 };
	u32 n, i, len, x = 1;

	for (n = 0; n < 400 * 257; n++) {
		struct trunk_hash_bond frame;
		u8 *p;

		len = n % 257;
		p = malloc(len ?: 1);
		for (i = 0; i < len; i++) {
			x = x * 1664525u + 1013904223u;
			p[i] = x >> 24;
		}
		/* Half of them get as far as the quote. */
		frame = frame_of(p, len, types[x % 3]);
		if (n & 1 && len > 60) {
			p[frame.type == TYPE_IPV4 ? 9 : 6] = protos[x >> 8 & 3];
			p[7] &= 1;
			p[6] &= frame.type == TYPE_IPV4 ? 0 : 0xff;
			p[frame.type == TYPE_IPV4 ? (p[0] & 15) * 4 : 40] &= 3;
		}
		trunk_hash_bond_layer23(&frame);
		trunk_hash_bond_layer34(&frame);
		free(p);
	}
}

static const struct unit_case cases[] = {
	{ "layer2, vlan+srcmac, neither IPv4 nor IPv6", ethernet },
	{ "IPv4: addresses, ports and SPI", over_ipv4 },
	{ "IPv4 fragments: addresses only", fragments },
	{ "IPv6: addresses and ports; extension headers are not passed", over_ipv6 },
	{ "ICMP echo: identifier", echo },
	{ "ICMP errors: what they quote", errors },
	{ "packets cut anywhere", cuts },
	{ "random packets of every length to 256", garbage },
	{}
};

int main(void)
{
	return unit_main(cases);
}
