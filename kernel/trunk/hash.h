/* SPDX-License-Identifier: GPL-2.0-only */
/* Flow hash of an Ethernet frame: pure. */

#ifndef _TRUNK_HASH_H
#define _TRUNK_HASH_H

#include "pure.h"

/* Two VLAN tags, IPv6 with the usual extension headers, ports. */
#define TRUNK_HASH_WINDOW	128

bool trunk_hash_frame(const u8 *frame, u32 len, u32 seed, u32 *hash);

#endif /* _TRUNK_HASH_H */
