// SPDX-License-Identifier: GPL-2.0-only
/* Frames of LACP and of the marker protocol, from and to bytes: pure. */

#include "lacp_pdu.h"

/*
 * Clauses are those of IEEE 802.1AX-2014. All integers are big endian; offsets
 * count from the subtype, the first byte after the Ethernet type.
 */

#define SUBTYPE_LACP	1
#define SUBTYPE_MARKER	2

/* 6.4.2.4: type and length of the TLVs that each version begins with */
#define TLV_ACTOR	1
#define TLV_PARTNER	2
#define TLV_COLLECTOR	3
#define LEN_INFO	20
#define LEN_COLLECTOR	16
#define AT_ACTOR	2
#define AT_PARTNER	(AT_ACTOR + LEN_INFO)
#define AT_COLLECTOR	(AT_PARTNER + LEN_INFO)

/* 6.5.3.3 */
#define TLV_MARKER	1
#define TLV_RESPONSE	2
#define LEN_MARKER	16
#define AT_MARKER	2

#define VERSION		1

static u16 get16(const u8 *data)
{
	return data[0] << 8 | data[1];
}

static u8 *put16(u8 *data, u16 value)
{
	data[0] = value >> 8;
	data[1] = value;
	return data + 2;
}

static bool is_tlv(const u8 *data, u8 type, u8 len)
{
	return data[0] == type && data[1] == len;
}

static void get_info(const u8 *data, struct trunk_lacp_info *info)
{
	data += 2;
	info->system_priority = get16(data);
	memcpy(info->system, data + 2, sizeof(info->system));
	info->key = get16(data + 8);
	info->port_priority = get16(data + 10);
	info->port = get16(data + 12);
	info->state = data[14];
}

static void put_info(u8 *data, u8 type, const struct trunk_lacp_info *info)
{
	*data++ = type;
	*data++ = LEN_INFO;
	data = put16(data, info->system_priority);
	memcpy(data, info->system, sizeof(info->system));
	data = put16(data + sizeof(info->system), info->key);
	data = put16(data, info->port_priority);
	data = put16(data, info->port);
	*data = info->state;
}

/*
 * 6.4.2.3: a PDU of a later version has the same TLVs at the same place and
 * more after them; reserved fields and the terminator are not looked at.
 */
static enum trunk_slow parse_lacp(const u8 *data, struct trunk_lacp_pdu *pdu)
{
	if (data[1] < VERSION ||
	    !is_tlv(data + AT_ACTOR, TLV_ACTOR, LEN_INFO) ||
	    !is_tlv(data + AT_PARTNER, TLV_PARTNER, LEN_INFO) ||
	    !is_tlv(data + AT_COLLECTOR, TLV_COLLECTOR, LEN_COLLECTOR))
		return TRUNK_SLOW_ILLEGAL;
	pdu->version = data[1];
	get_info(data + AT_ACTOR, &pdu->actor);
	get_info(data + AT_PARTNER, &pdu->partner);
	return TRUNK_SLOW_LACPDU;
}

static enum trunk_slow parse_marker(const u8 *data, struct trunk_marker *marker)
{
	bool response = data[AT_MARKER] == TLV_RESPONSE;

	if (data[1] < VERSION ||
	    !is_tlv(data + AT_MARKER, response ? TLV_RESPONSE : TLV_MARKER,
		    LEN_MARKER))
		return TRUNK_SLOW_ILLEGAL;
	data += AT_MARKER + 2;
	marker->port = get16(data);
	memcpy(marker->system, data + 2, sizeof(marker->system));
	marker->transaction = (u32)get16(data + 8) << 16 | get16(data + 10);
	return response ? TRUNK_SLOW_MARKER_RESPONSE : TRUNK_SLOW_MARKER;
}

/**
 * trunk_slow_is_ours() - whether a slow protocol is LACP or the marker protocol
 * @subtype: first byte after the Ethernet type
 *
 * Return: true if it is.
 */
bool trunk_slow_is_ours(u8 subtype)
{
	return subtype == SUBTYPE_LACP || subtype == SUBTYPE_MARKER;
}

/**
 * trunk_slow_parse() - read a frame of the slow protocols
 * @data: what follows the Ethernet type
 * @len: bytes of @data
 * @pdu: result, as far as the return value says so
 *
 * Nothing in it is trusted.
 *
 * Return: what it is.
 */
enum trunk_slow trunk_slow_parse(const u8 *data, u32 len,
				 struct trunk_slow_pdu *pdu)
{
	if (!len || !trunk_slow_is_ours(data[0]))
		return TRUNK_SLOW_OTHER;
	if (len < TRUNK_SLOW_LEN)
		return TRUNK_SLOW_ILLEGAL;
	return data[0] == SUBTYPE_LACP ? parse_lacp(data, &pdu->lacp) :
					 parse_marker(data, &pdu->marker);
}

/**
 * trunk_lacp_build() - write a LACPDU
 * @pdu: what to say; the version is ours
 * @data: TRUNK_SLOW_LEN bytes
 */
void trunk_lacp_build(const struct trunk_lacp_pdu *pdu, u8 *data)
{
	memset(data, 0, TRUNK_SLOW_LEN);
	data[0] = SUBTYPE_LACP;
	data[1] = VERSION;
	put_info(data + AT_ACTOR, TLV_ACTOR, &pdu->actor);
	put_info(data + AT_PARTNER, TLV_PARTNER, &pdu->partner);
	data[AT_COLLECTOR] = TLV_COLLECTOR;
	data[AT_COLLECTOR + 1] = LEN_COLLECTOR;
}

/**
 * trunk_marker_build() - write a marker or the response to one
 * @marker: what to say; a response says what was asked
 * @response: it is a response
 * @data: TRUNK_SLOW_LEN bytes
 */
void trunk_marker_build(const struct trunk_marker *marker, bool response,
			u8 *data)
{
	memset(data, 0, TRUNK_SLOW_LEN);
	*data++ = SUBTYPE_MARKER;
	*data++ = VERSION;
	*data++ = response ? TLV_RESPONSE : TLV_MARKER;
	*data++ = LEN_MARKER;
	data = put16(data, marker->port);
	memcpy(data, marker->system, sizeof(marker->system));
	data = put16(data + sizeof(marker->system), marker->transaction >> 16);
	put16(data, marker->transaction);
}
