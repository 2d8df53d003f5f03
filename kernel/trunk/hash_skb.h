/* SPDX-License-Identifier: GPL-2.0-only */
/* Bonding's hash policies of an skb. */

#ifndef _TRUNK_HASH_SKB_H
#define _TRUNK_HASH_SKB_H

#include <linux/skbuff.h>

void trunk_hash_skb_init(void);
u32 trunk_hash_skb(const struct sk_buff *skb, u32 policy);

#endif /* _TRUNK_HASH_SKB_H */
