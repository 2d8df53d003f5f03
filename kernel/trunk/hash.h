/* SPDX-License-Identifier: GPL-2.0-only */
/* Flow hash of an Ethernet frame: pure. */

#ifndef _TRUNK_HASH_H
#define _TRUNK_HASH_H

#include "pure.h"

/*
 * Two VLAN tags, IPv6 with the usual extension headers, an ICMPv6 error that
 * quotes the same and its ports.
 */
#define TRUNK_HASH_WINDOW	192

#define TRUNK_HASH_TCP		6
#define TRUNK_HASH_UDP		17

/**
 * struct trunk_hash - hash of a frame; in a register
 * @value: hash of what was found
 * @whole: all that was looked for was found before the end of the bytes given
 */
struct trunk_hash {
	u32 value;
	bool whole;
};

/* Host order: any fixed order will do for a hash. */
static __always_inline u32 trunk_hash_load32(const u8 *p)
{
	u32 v;

	__builtin_memcpy(&v, p, sizeof(v));
	return v;
}

static __always_inline u64 trunk_hash_load64(const u8 *p)
{
	u64 v;

	__builtin_memcpy(&v, p, sizeof(v));
	return v;
}

/* One multiplication spreads upwards, the shift brings it down again. */
static __always_inline u64 trunk_hash_mix(u64 state, u64 value)
{
	state = (state ^ value) * 0x9e3779b97f4a7c15ull;
	return state ^ state >> 32;
}

/**
 * trunk_hash_plain() - trunk_hash_frame() of what most frames are
 * @frame: frame from its Ethernet header on
 * @len: bytes at @frame
 * @seed: seed of the trunk
 * @hash: result
 *
 * TCP or UDP over IPv4 with nothing special about it: at fixed places, in a
 * third of the instructions.
 *
 * Return: true if it is one; else the other function must be asked.
 */
static __always_inline bool trunk_hash_plain(const u8 *frame, u32 len, u32 seed,
					     u32 *hash)
{
	u64 state;

	if (len < 38 || frame[12] != 0x08 || frame[13] || frame[14] != 0x45 ||
	    (frame[20] & 0x3f) || frame[21] ||
	    (frame[23] != TRUNK_HASH_TCP && frame[23] != TRUNK_HASH_UDP))
		return false;
	state = trunk_hash_mix(seed, trunk_hash_load64(frame + 26));
	state = trunk_hash_mix(state, (u64)frame[23] << 32 |
				      trunk_hash_load32(frame + 34));
	*hash = (u32)state;
	return true;
}

struct trunk_hash trunk_hash_frame(const u8 *frame, u32 len, u32 seed);

#endif /* _TRUNK_HASH_H */
