/* SPDX-License-Identifier: GPL-2.0-only */
/* Routes and nexthop objects as rtnetlink spells them, in one form that can be compared. */
#ifndef IPMP_ROUTE_H
#define IPMP_ROUTE_H

#include <linux/in6.h>
#include <linux/netlink.h>
#include <linux/rtnetlink.h>
#include <linux/types.h>

struct ipmp_buf;

/**
 * enum ipmp_route_class - what makes two of them the same object to the kernel
 * @IPMP_ROUTE_EXACT: everything (IPv4; routes by a nexthop object)
 * @IPMP_ROUTE_ECMP6: the key: IPv6 routes by gateways with one key are legs of one
 * @IPMP_ROUTE_DEV6: the key and the device (IPv6 without a gateway)
 * @IPMP_ROUTE_NEXTHOP: the id (nexthop objects)
 */
enum ipmp_route_class {
	IPMP_ROUTE_EXACT,
	IPMP_ROUTE_ECMP6,
	IPMP_ROUTE_DEV6,
	IPMP_ROUTE_NEXTHOP,
};

/**
 * struct ipmp_route_key - where it is in a routing table
 * @family: AF_INET, AF_INET6; AF_UNSPEC for a nexthop object
 * @tos: type of service
 * @dst_len: length of @dst
 * @src_len: length of @src
 * @table: routing table, or id of the nexthop object
 * @priority: metric
 * @dst: destination, rest 0
 * @src: source (IPv6 subtrees), rest 0
 */
struct ipmp_route_key {
	u8 family;
	u8 tos;
	u8 dst_len;
	u8 src_len;
	u32 table;
	u32 priority;
	u8 dst[16];
	u8 src[16];
};

/**
 * struct ipmp_blob - one route or nexthop object: what a request to make it would carry
 * @class: what it is the same as
 * @protocol: RTPROT_*
 * @type: RTN_*
 * @gateway: it has one
 * @metrics: it has some
 * @key: where it is
 * @oif: first device, 0 for none
 * @nhid: nexthop object it uses, 0 for none
 * @expires: seconds it has left, 0 for ever; not compared
 * @prefsrc: preferred source address, all zero for none
 * @len: length of @data
 * @data: family header and attributes
 */
struct ipmp_blob {
	u8 class;
	u8 protocol;
	u8 type;
	bool gateway;
	bool metrics;
	struct ipmp_route_key key;
	u32 oif;
	u32 nhid;
	u32 expires;
	u8 prefsrc[16];
	u32 len;
	u8 data[];
};

/**
 * struct ipmp_leg - one way out of a route
 * @family: of the route, or of the gateway of the nexthop object
 * @oif: its device
 * @via: gateway, else destination; all zero for neither
 * @prefsrc: preferred source address, all zero for none
 */
struct ipmp_leg {
	u8 family;
	u32 oif;
	u8 via[16];
	u8 prefsrc[16];
};

typedef u32 (*ipmp_leg_fn)(const struct ipmp_leg *leg, void *arg);

struct ipmp_blob *ipmp_blob_parse(const struct nlmsghdr *nlh, void *scratch, size_t size);
struct ipmp_blob *ipmp_blob_rewrite(const struct ipmp_blob *blob, ipmp_leg_fn fn, void *arg,
				    void *scratch, size_t size);
bool ipmp_blob_any_leg(const struct ipmp_blob *blob, bool (*fn)(u32 oif, void *arg), void *arg);
bool ipmp_blob_is_group(const struct ipmp_blob *blob);
bool ipmp_blob_any_member(const struct ipmp_blob *blob, bool (*fn)(u32 id, void *arg), void *arg);
u32 ipmp_blob_hash(const struct ipmp_blob *blob);
bool ipmp_blob_same(const struct ipmp_blob *a, const struct ipmp_blob *b);
bool ipmp_blob_equal(const struct ipmp_blob *a, const struct ipmp_blob *b);

#endif
