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
#define PROTO_TCP	6
#define PROTO_UDP	17
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

struct window {
	const u8 *data;
	u32 len;
	u64 state;
};

static u16 get16(const u8 *p)
{
	return (u16)(p[0] << 8 | p[1]);
}

/* Host order: any fixed order will do for a hash. */
static u32 load32(const u8 *p)
{
	u32 v;

	__builtin_memcpy(&v, p, sizeof(v));
	return v;
}

static u64 load64(const u8 *p)
{
	u64 v;

	__builtin_memcpy(&v, p, sizeof(v));
	return v;
}

/* One multiplication spreads upwards, the shift brings it down again. */
static void mix(struct window *w, u64 value)
{
	w->state = (w->state ^ value) * 0x9e3779b97f4a7c15ull;
	w->state ^= w->state >> 32;
}

/* Ports, or the SPI of IPsec: what tells flows between two hosts apart. */
static bool hash_l4(struct window *w, u32 at, u8 proto)
{
	switch (proto) {
	case PROTO_AH:
		at += 4;
		break;
	case PROTO_TCP:
	case PROTO_UDP:
	case PROTO_DCCP:
	case PROTO_ESP:
	case PROTO_SCTP:
	case PROTO_UDPLITE:
		break;
	default:
		return true;
	}
	if (at + 4 > w->len)
		return false;
	mix(w, (u64)proto << 32 | load32(w->data + at));
	return true;
}

static bool hash_ipv4(struct window *w, u32 at)
{
	u32 ihl;

	if (at + IPV4_LEN > w->len)
		return false;
	ihl = (w->data[at] & 0x0f) * 4;
	mix(w, load64(w->data + at + 12));
	/* Fragments have no ports but the first; none may use them. */
	if (ihl < IPV4_LEN || (get16(w->data + at + 6) & 0x3fff))
		return true;
	return hash_l4(w, at + ihl, w->data[at + 9]);
}

static bool hash_ipv6(struct window *w, u32 at)
{
	u32 i;
	u8 proto;

	if (at + IPV6_LEN > w->len)
		return false;
	for (i = 8; i < IPV6_LEN; i += 8)
		mix(w, load64(w->data + at + i));
	proto = w->data[at + 6];
	at += IPV6_LEN;
	for (i = 0; i < IPV6_EXT_MAX; i++) {
		switch (proto) {
		case PROTO_HOPOPTS:
		case PROTO_ROUTING:
		case PROTO_DSTOPTS:
			if (at + 2 > w->len)
				return false;
			proto = w->data[at];
			at += (w->data[at + 1] + 1) * 8;
			break;
		default:
			/* PROTO_FRAGMENT ends here too: addresses only */
			return hash_l4(w, at, proto);
		}
	}
	return true;
}

static bool hash_l3(struct window *w, u32 at)
{
	u32 i;

	for (i = 0; i <= VLANS_MAX; i++) {
		u16 type;

		if (at + 2 > w->len)
			return false;
		type = get16(w->data + at);
		switch (type) {
		case TYPE_IPV4:
			return hash_ipv4(w, at + 2);
		case TYPE_IPV6:
			return hash_ipv6(w, at + 2);
		case TYPE_CTAG:
		case TYPE_STAG:
			at += VLAN_LEN;
			break;
		default:
			i = VLANS_MAX;
			break;
		}
	}
	/* Neither IPv4 nor IPv6: the Ethernet addresses. */
	mix(w, load64(w->data));
	mix(w, load32(w->data + 8));
	return true;
}

/**
 * trunk_hash_frame() - hash what identifies the flow of a frame
 * @frame: frame from its Ethernet header on
 * @len: bytes at @frame
 * @seed: seed of the trunk, against polarisation
 * @hash: result
 *
 * The 5-tuple of IPv4 and IPv6 (SPI for IPsec), below up to two VLAN tags; the
 * addresses alone of a fragment and of other protocols; the Ethernet addresses
 * of other frames.
 *
 * Return: true if @frame held all that was looked for. If false, @hash covers
 * what was found before the end, which a longer window may improve.
 */
bool trunk_hash_frame(const u8 *frame, u32 len, u32 seed, u32 *hash)
{
	struct window w = { .data = frame, .len = len, .state = seed };
	bool whole = false;

	if (len >= MAC_LEN)
		whole = hash_l3(&w, MAC_LEN);
	*hash = (u32)(w.state >> 32) ^ (u32)w.state;
	return whole;
}
