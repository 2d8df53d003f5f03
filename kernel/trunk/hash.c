// SPDX-License-Identifier: GPL-2.0-only
/* Flow hash of an Ethernet frame: pure. */

#include "hash.h"

/*
 * A frame comes from anywhere: nothing in it is trusted, and each read is
 * preceded by a test against the end of the window.
 */

#define TYPE_IPV4	0x0800
#define TYPE_IPV6	0x86dd
#define TYPE_CTAG	0x8100	/* IEEE 802.1Q */
#define TYPE_STAG	0x88a8	/* IEEE 802.1ad */

#define PROTO_HOPOPTS	0
#define PROTO_ICMP	1
#define PROTO_DCCP	33
#define PROTO_ROUTING	43
#define PROTO_FRAGMENT	44
#define PROTO_ESP	50
#define PROTO_AH	51
#define PROTO_ICMPV6	58
#define PROTO_DSTOPTS	60
#define PROTO_SCTP	132
#define PROTO_UDPLITE	136

#define MAC_LEN		12
#define VLAN_LEN	4
#define VLANS_MAX	2
#define IPV4_LEN	20
#define IPV6_LEN	40
#define IPV6_EXT_MAX	6
#define ICMP_LEN	8

/*
 * An ICMP error travels towards the sender of the packet that it quotes, as the
 * answers to that packet do, so it takes the hash of one: what is quoted, source
 * and destination swapped. Whether a packet is quoted is known at compile time.
 */

static __always_inline u16 get16(const u8 *p)
{
	return (u16)(p[0] << 8 | p[1]);
}

static __always_inline struct trunk_hash result(u64 state, bool whole)
{
	return (struct trunk_hash) { .value = (u32)state, .whole = whole };
}

static struct trunk_hash hash_icmp(const u8 *frame, u32 len, u64 seed,
				   u64 state, u32 at, u8 proto);

static __always_inline bool is_echo(u8 type, u8 proto)
{
	return proto == PROTO_ICMP ? type == 0 || type == 8 :
				     type == 128 || type == 129;
}

static __always_inline bool is_error(u8 type, u8 proto)
{
	return proto == PROTO_ICMP ? (type >= 3 && type <= 5) ||
				     type == 11 || type == 12 : type < 128;
}

/* The answer to an echo has its identifier. */
static __always_inline struct trunk_hash
hash_echo(const u8 *frame, u32 len, u64 state, u32 at, u8 proto)
{
	if (at + ICMP_LEN > len)
		return result(state, false);
	if (!is_echo(frame[at], proto))
		return result(state, true);
	state = trunk_hash_mix(state, (u64)proto << 32 | get16(frame + at + 4));
	return result(state, true);
}

/* Ports, or the SPI of IPsec: what tells flows between two hosts apart. */
static __always_inline struct trunk_hash
hash_l4(const u8 *frame, u32 len, u64 seed, u64 state, u32 at, u8 proto,
	bool quoted)
{
	u32 ports;

	switch (proto) {
	case TRUNK_HASH_TCP:
	case TRUNK_HASH_UDP:
		break;
	case PROTO_AH:
		at += 4;
		break;
	case PROTO_DCCP:
	case PROTO_ESP:
	case PROTO_SCTP:
	case PROTO_UDPLITE:
		break;
	default:
		if (proto != PROTO_ICMP && proto != PROTO_ICMPV6)
			return result(state, true);
		return quoted ? hash_echo(frame, len, state, at, proto) :
				hash_icmp(frame, len, seed, state, at, proto);
	}
	/* The SPI of the other direction is not known. */
	if (quoted && (proto == PROTO_AH || proto == PROTO_ESP))
		return result(state, true);
	if (at + 4 > len)
		return result(state, false);
	ports = trunk_hash_load32(frame + at);
	if (quoted)
		ports = ports << 16 | ports >> 16;
	state = trunk_hash_mix(state, (u64)proto << 32 | ports);
	return result(state, true);
}

/* @otherwise: state to return if not all of the header is there */
static __always_inline struct trunk_hash
hash_ipv4(const u8 *frame, u32 len, u64 seed, u64 otherwise, u32 at, bool quoted)
{
	u64 addresses, state;
	u32 ihl;

	if (at + IPV4_LEN > len)
		return result(otherwise, false);
	ihl = (frame[at] & 0x0f) * 4;
	addresses = trunk_hash_load64(frame + at + 12);
	if (quoted)
		addresses = addresses << 32 | addresses >> 32;
	state = trunk_hash_mix(seed, addresses);
	/* Fragments have no ports but the first; none may use them. */
	if (ihl < IPV4_LEN || (get16(frame + at + 6) & 0x3fff))
		return result(state, true);
	return hash_l4(frame, len, seed, state, at + ihl, frame[at + 9], quoted);
}

static __always_inline struct trunk_hash
hash_ipv6(const u8 *frame, u32 len, u64 seed, u64 otherwise, u32 at, bool quoted)
{
	const u32 first = quoted ? 24 : 8, second = quoted ? 8 : 24;
	u64 state = seed;
	u32 i;
	u8 proto;

	if (at + IPV6_LEN > len)
		return result(otherwise, false);
	for (i = 0; i < 16; i += 8)
		state = trunk_hash_mix(state, trunk_hash_load64(frame + at + first + i));
	for (i = 0; i < 16; i += 8)
		state = trunk_hash_mix(state, trunk_hash_load64(frame + at + second + i));
	proto = frame[at + 6];
	at += IPV6_LEN;
	for (i = 0; i <= IPV6_EXT_MAX; i++) {
		switch (proto) {
		case PROTO_HOPOPTS:
		case PROTO_ROUTING:
		case PROTO_DSTOPTS:
			if (at + 2 > len)
				return result(state, false);
			proto = frame[at];
			at += (frame[at + 1] + 1) * 8;
			break;
		default:
			/* PROTO_FRAGMENT ends here too: addresses only */
			return hash_l4(frame, len, seed, state, at, proto,
				       quoted);
		}
	}
	return result(state, true);
}

/* Errors quote no errors, so this goes one step down and no further. */
static noinline struct trunk_hash
hash_icmp(const u8 *frame, u32 len, u64 seed, u64 state, u32 at, u8 proto)
{
	if (at + ICMP_LEN > len)
		return result(state, false);
	if (!is_error(frame[at], proto))
		return hash_echo(frame, len, state, at, proto);
	at += ICMP_LEN;
	return proto == PROTO_ICMP ?
		hash_ipv4(frame, len, seed, state, at, true) :
		hash_ipv6(frame, len, seed, state, at, true);
}

/* Neither IPv4 nor IPv6: the Ethernet addresses. */
static struct trunk_hash hash_ethernet(const u8 *frame, u64 state)
{
	state = trunk_hash_mix(state, trunk_hash_load64(frame));
	return result(trunk_hash_mix(state, trunk_hash_load32(frame + 8)), true);
}

/**
 * trunk_hash_frame() - hash what identifies the flow of a frame
 * @frame: frame from its Ethernet header on
 * @len: bytes at @frame
 * @seed: seed of the trunk, against polarisation
 *
 * The 5-tuple of IPv4 and IPv6 (SPI for IPsec, identifier of an echo), below up
 * to two VLAN tags; of an ICMP error, that of the answers to what it quotes; the
 * addresses alone of a fragment and of other protocols; the Ethernet addresses
 * of other frames.
 *
 * Return: hash. If it is not whole, a longer window may improve it.
 */
struct trunk_hash trunk_hash_frame(const u8 *frame, u32 len, u32 seed)
{
	u32 at, i;

	for (i = 0, at = MAC_LEN; i <= VLANS_MAX; i++, at += VLAN_LEN) {
		if (at + 2 > len)
			return result(seed, false);
		switch (get16(frame + at)) {
		case TYPE_IPV4:
			return hash_ipv4(frame, len, seed, seed, at + 2, false);
		case TYPE_IPV6:
			return hash_ipv6(frame, len, seed, seed, at + 2, false);
		case TYPE_CTAG:
		case TYPE_STAG:
			break;
		default:
			return hash_ethernet(frame, seed);
		}
	}
	return hash_ethernet(frame, seed);
}
