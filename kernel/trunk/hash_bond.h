/* SPDX-License-Identifier: GPL-2.0-only */
/* Hashes of an Ethernet frame that are equal to bonding's: pure. */

#ifndef _TRUNK_HASH_BOND_H
#define _TRUNK_HASH_BOND_H

#include "hash.h"
#include "pure.h"

#define TRUNK_HASH_BOND_MAC	14

/* IPv4 with options, an ICMP error, IPv4 with options, AH up to its SPI. */
#define TRUNK_HASH_BOND_WINDOW	136

/**
 * struct trunk_hash_bond - what these hashes read of a frame
 * @mac: Ethernet header, TRUNK_HASH_BOND_MAC bytes
 * @net: from the network header on
 * @len: bytes at @net
 * @type: EtherType of what is at @net
 */
struct trunk_hash_bond {
	const u8 *mac;
	const u8 *net;
	u32 len;
	u16 type;
};

/**
 * trunk_hash_bond_fold() - fold the addresses of IP into a hash
 * @hash: hash
 * @addresses: exclusive or of all words of both addresses
 *
 * Return: hash.
 */
static inline u32 trunk_hash_bond_fold(u32 hash, u32 addresses)
{
	hash ^= addresses;
	hash ^= hash >> 16;
	return hash ^ hash >> 8;
}

u32 trunk_hash_bond_mac(const u8 *mac);
u32 trunk_hash_bond_vlan_srcmac(const u8 *mac, u16 tci);
struct trunk_hash trunk_hash_bond_layer23(const struct trunk_hash_bond *frame);
struct trunk_hash trunk_hash_bond_layer34(const struct trunk_hash_bond *frame);

#endif /* _TRUNK_HASH_BOND_H */
