/* SPDX-License-Identifier: GPL-2.0-only */
/* Frames of LACP and of the marker protocol, from and to bytes: pure. */

#ifndef _TRUNK_LACP_PDU_H
#define _TRUNK_LACP_PDU_H

#include "pure.h"

/* IEEE 802.1AX-2014, 6.4.2.3 and 6.5.3.3: what follows the Ethernet type. */
#define TRUNK_SLOW_LEN		110

/* Bits of Actor_State and Partner_State, 6.4.2.3 m). */
#define TRUNK_LACP_ACTIVE	0x01
#define TRUNK_LACP_SHORT	0x02
#define TRUNK_LACP_AGGREGATION	0x04
#define TRUNK_LACP_SYNC		0x08
#define TRUNK_LACP_COLLECTING	0x10
#define TRUNK_LACP_DISTRIBUTING	0x20
#define TRUNK_LACP_DEFAULTED	0x40
#define TRUNK_LACP_EXPIRED	0x80

/**
 * struct trunk_lacp_info - what LACP says of a port
 * @system_priority: of its system, lower is better
 * @system: Ethernet address of its system
 * @key: ports of a system with the same key may aggregate
 * @port_priority: lower is better
 * @port: number of the port in its system
 * @state: bits TRUNK_LACP_...
 */
struct trunk_lacp_info {
	u16 system_priority;
	u8 system[6];
	u16 key;
	u16 port_priority;
	u16 port;
	u8 state;
};

/**
 * struct trunk_lacp_pdu - a LACPDU
 * @version: of the sender
 * @actor: what the sender says of itself
 * @partner: what the sender believes of us
 */
struct trunk_lacp_pdu {
	u8 version;
	struct trunk_lacp_info actor;
	struct trunk_lacp_info partner;
};

/**
 * struct trunk_marker - a marker, or the response to one
 * @port: port that asked
 * @system: its system
 * @transaction: number of the question
 */
struct trunk_marker {
	u16 port;
	u8 system[6];
	u32 transaction;
};

/* What a frame of the slow protocols is. */
enum trunk_slow {
	TRUNK_SLOW_OTHER,		/* another protocol, or no whole header */
	TRUNK_SLOW_ILLEGAL,		/* LACP or marker, but badly formed */
	TRUNK_SLOW_LACPDU,
	TRUNK_SLOW_MARKER,
	TRUNK_SLOW_MARKER_RESPONSE,
};

/**
 * struct trunk_slow_pdu - a frame of the slow protocols that was read
 * @lacp: if it is a LACPDU
 * @marker: if it is a marker or a response
 */
struct trunk_slow_pdu {
	struct trunk_lacp_pdu lacp;
	struct trunk_marker marker;
};

bool trunk_slow_is_ours(u8 subtype);
enum trunk_slow trunk_slow_parse(const u8 *data, u32 len,
				 struct trunk_slow_pdu *pdu);
void trunk_lacp_build(const struct trunk_lacp_pdu *pdu, u8 *data);
void trunk_marker_build(const struct trunk_marker *marker, bool response,
			u8 *data);

#endif /* _TRUNK_LACP_PDU_H */
