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
#define PROTO_DCCP	33
#define PROTO_ROUTING	43
#define PROTO_FRAGMENT	44
#define PROTO_ESP	50
#define PROTO_AH	51
#define PROTO_DSTOPTS	60
#define PROTO_SCTP	132
#define PROTO_UDPLITE	136

#define MAC_LEN		12
#define VLAN_LEN	4
#define VLANS_MAX	2
#define IPV4_LEN	20
#define IPV6_LEN	40
#define IPV6_EXT_MAX	6

static __always_inline u16 get16(const u8 *p)
{
	return (u16)(p[0] << 8 | p[1]);
}

static __always_inline struct trunk_hash result(u64 state, bool whole)
{
	return (struct trunk_hash) { .value = (u32)state, .whole = whole };
}

/* Ports, or the SPI of IPsec: what tells flows between two hosts apart. */
static __always_inline struct trunk_hash
hash_l4(const u8 *frame, u32 len, u64 state, u32 at, u8 proto)
{
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
		return result(state, true);
	}
	if (at + 4 > len)
		return result(state, false);
	state = trunk_hash_mix(state, (u64)proto << 32 | trunk_hash_load32(frame + at));
	return result(state, true);
}

static __always_inline struct trunk_hash
hash_ipv4(const u8 *frame, u32 len, u64 state, u32 at)
{
	u32 ihl;

	if (at + IPV4_LEN > len)
		return result(state, false);
	ihl = (frame[at] & 0x0f) * 4;
	state = trunk_hash_mix(state, trunk_hash_load64(frame + at + 12));
	/* Fragments have no ports but the first; none may use them. */
	if (ihl < IPV4_LEN || (get16(frame + at + 6) & 0x3fff))
		return result(state, true);
	return hash_l4(frame, len, state, at + ihl, frame[at + 9]);
}

static struct trunk_hash hash_ipv6(const u8 *frame, u32 len, u64 state, u32 at)
{
	u32 i;
	u8 proto;

	if (at + IPV6_LEN > len)
		return result(state, false);
	for (i = 8; i < IPV6_LEN; i += 8)
		state = trunk_hash_mix(state, trunk_hash_load64(frame + at + i));
	proto = frame[at + 6];
	at += IPV6_LEN;
	for (i = 0; i < IPV6_EXT_MAX; i++) {
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
			return hash_l4(frame, len, state, at, proto);
		}
	}
	return result(state, true);
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
 * The 5-tuple of IPv4 and IPv6 (SPI for IPsec), below up to two VLAN tags; the
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
			return hash_ipv4(frame, len, seed, at + 2);
		case TYPE_IPV6:
			return hash_ipv6(frame, len, seed, at + 2);
		case TYPE_CTAG:
		case TYPE_STAG:
			break;
		default:
			return hash_ethernet(frame, seed);
		}
	}
	return hash_ethernet(frame, seed);
}
