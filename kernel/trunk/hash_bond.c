// SPDX-License-Identifier: GPL-2.0-only
/* Hashes of an Ethernet frame that are equal to bonding's: pure. */

#include "hash_bond.h"

/*
 * Equal bit by bit, so whatever bonding makes of odd headers is made of them
 * here: it trusts the length of an IPv4 header, does not know of IPv6 extension
 * headers, and takes ICMP and ICMPv6 for what they are over either IP. Words of
 * a frame are read in the order of the machine, as bonding does.
 *
 * As in hash.c, each read is preceded by a test against the end of the window.
 */

#define TYPE_IPV4	0x0800
#define TYPE_IPV6	0x86dd

#define PROTO_NONE	256	/* of a fragment */
#define PROTO_ICMP	1
#define PROTO_DCCP	33
#define PROTO_ESP	50
#define PROTO_AH	51
#define PROTO_ICMPV6	58
#define PROTO_SCTP	132
#define PROTO_UDPLITE	136

#define IPV4_LEN	20
#define IPV6_LEN	40
#define ICMP_LEN	8

/**
 * struct walk - how far the headers were followed
 * @frame: frame
 * @at: where the next header is
 * @proto: what it is; stays as it was below a fragment
 * @addresses: exclusive or of the words of the last addresses
 * @cut: something was looked for behind the end of the window
 */
struct walk {
	const struct trunk_hash_bond *frame;
	u32 at;
	u32 proto;
	u32 addresses;
	bool cut;
};

static u16 get16(const u8 *p)
{
	return (u16)(p[0] << 8 | p[1]);
}

/* Return: the @n bytes at @at, or NULL. */
static const u8 *bytes_at(struct walk *walk, u32 at, u32 n)
{
	if (at <= walk->frame->len && n <= walk->frame->len - at)
		return walk->frame->net + at;
	walk->cut = true;
	return NULL;
}

static u32 xor_words(const u8 *p, u32 n)
{
	u32 x = 0, i;

	for (i = 0; i < n; i++)
		x ^= trunk_hash_load32(p + 4 * i);
	return x;
}

static bool pass_ipv4(struct walk *walk)
{
	const u8 *ip = bytes_at(walk, walk->at, IPV4_LEN);

	if (!ip)
		return false;
	walk->addresses = xor_words(ip + 12, 2);
	walk->at += (ip[0] & 0x0f) * 4;
	if (!(get16(ip + 6) & 0x3fff))
		walk->proto = ip[9];
	return true;
}

static bool pass_ipv6(struct walk *walk)
{
	const u8 *ip = bytes_at(walk, walk->at, IPV6_LEN);

	if (!ip)
		return false;
	walk->addresses = xor_words(ip + 8, 8);
	walk->at += IPV6_LEN;
	walk->proto = ip[6];
	return true;
}

static bool pass_ip(struct walk *walk)
{
	switch (walk->frame->type) {
	case TYPE_IPV4:
		return pass_ipv4(walk);
	case TYPE_IPV6:
		return pass_ipv6(walk);
	default:
		return false;
	}
}

static bool has_id(u8 type)
{
	switch (type) {
	case 0: case 8:		/* ICMP echo */
	case 13: case 14:	/* ICMP timestamp */
	case 128: case 129:	/* ICMPv6 echo */
		return true;
	default:
		return false;
	}
}

static bool is_error(u32 proto, u8 type)
{
	switch (type) {
	case 3: case 4:
		return true;
	case 1: case 2:
		return proto == PROTO_ICMPV6;
	case 5: case 11: case 12:
		return proto == PROTO_ICMP;
	default:
		return false;
	}
}

/*
 * To the last IP header: that of the frame, or the one that an ICMP error
 * quotes.
 *
 * Return: false if there is none, or not all of it. @id is type, code and
 * identifier of an ICMP message that has one, else 0.
 */
static bool find_ip(struct walk *walk, u32 *id)
{
	const u8 *icmp;

	*id = 0;
	if (!pass_ip(walk))
		return false;
	if (walk->proto != PROTO_ICMP && walk->proto != PROTO_ICMPV6)
		return true;
	icmp = bytes_at(walk, walk->at, ICMP_LEN);
	if (!icmp)
		return true;
	if (is_error(walk->proto, icmp[0])) {
		walk->at += ICMP_LEN;
		return pass_ip(walk);
	}
	if (has_id(icmp[0])) {
		/* 0 is taken: it means that there is no identifier. */
		const u16 number = get16(icmp + 4) ?: 1;
		u8 key[4] = { icmp[0], icmp[1] };

		__builtin_memcpy(key + 2, &number, sizeof(number));
		*id = trunk_hash_load32(key);
	}
	return true;
}

static u32 ports_of(struct walk *walk)
{
	const u8 *ports;
	u32 at = walk->at;

	switch (walk->proto) {
	case TRUNK_HASH_TCP:
	case TRUNK_HASH_UDP:
	case PROTO_DCCP:
	case PROTO_ESP:
	case PROTO_SCTP:
	case PROTO_UDPLITE:
		break;
	case PROTO_AH:
		at += 4;
		break;
	default:
		return 0;
	}
	ports = bytes_at(walk, at, 4);
	return ports ? trunk_hash_load32(ports) : 0;
}

/**
 * trunk_hash_bond_mac() - hash of policy layer2, and of what is not IP
 * @mac: Ethernet header
 *
 * Return: hash.
 */
u32 trunk_hash_bond_mac(const u8 *mac)
{
	return mac[5] ^ mac[11] ^ get16(mac + 12);
}

/**
 * trunk_hash_bond_vlan_srcmac() - hash of policy vlan+srcmac
 * @mac: Ethernet header
 * @tci: VLAN tag that is not in the frame but beside it, or 0
 *
 * Return: hash.
 */
u32 trunk_hash_bond_vlan_srcmac(const u8 *mac, u16 tci)
{
	u32 vendor = (u32)mac[6] << 16 | get16(mac + 7);
	u32 device = (u32)mac[9] << 16 | get16(mac + 10);

	return tci ^ vendor ^ device;
}

/**
 * trunk_hash_bond_layer23() - hash of policy layer2+3
 * @frame: frame
 *
 * Return: hash. If it is not whole, a longer window may change it.
 */
struct trunk_hash trunk_hash_bond_layer23(const struct trunk_hash_bond *frame)
{
	struct walk walk = { .frame = frame, .proto = PROTO_NONE };
	u32 hash = trunk_hash_bond_mac(frame->mac), id;

	if (find_ip(&walk, &id))
		hash = trunk_hash_bond_fold(hash, walk.addresses);
	return (struct trunk_hash) { .value = hash, .whole = !walk.cut };
}

/**
 * trunk_hash_bond_layer34() - hash of policy layer3+4
 * @frame: frame
 *
 * Return: hash. If it is not whole, a longer window may change it.
 */
struct trunk_hash trunk_hash_bond_layer34(const struct trunk_hash_bond *frame)
{
	struct walk walk = { .frame = frame, .proto = PROTO_NONE };
	u32 hash, id;

	if (!find_ip(&walk, &id))
		hash = trunk_hash_bond_mac(frame->mac);
	else	/* The lowest bit is the same in most ports. */
		hash = trunk_hash_bond_fold(id ?: ports_of(&walk),
					    walk.addresses) >> 1;
	return (struct trunk_hash) { .value = hash, .whole = !walk.cut };
}
