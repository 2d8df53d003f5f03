// SPDX-License-Identifier: GPL-2.0-only
/* Routes and nexthop objects: from a message to a comparable form, and to other devices. */
#include "route.h"
#include "rtnl.h"

#include <linux/jhash.h>
#include <linux/nexthop.h>
#include <linux/slab.h>
#include <net/netlink.h>
#include <net/rtnh.h>

/* What dumps tell but requests do not take, or what changes by itself. */
static bool route_attr_dropped(int type, bool by_nexthop)
{
	switch (type) {
	case RTA_UNSPEC:
	case RTA_CACHEINFO:
	case RTA_EXPIRES:
	case RTA_IIF:
	case RTA_MARK:
	case RTA_UID:
	case RTA_PAD:
		return true;
	case RTA_OIF:
	case RTA_GATEWAY:
	case RTA_VIA:
	case RTA_MULTIPATH:
	case RTA_ENCAP:
	case RTA_ENCAP_TYPE:
	case RTA_FLOW:
		return by_nexthop;
	default:
		return false;
	}
}

static void put_legs(struct ipmp_buf *buf, const struct nlattr *multipath)
{
	const struct rtnexthop *leg;
	struct nlattr *nest;
	int len;

	ipmp_buf_put(buf, RTA_MULTIPATH, nla_data(multipath), nla_len(multipath));
	if (buf->error)
		return;
	nest = (struct nlattr *)(buf->data + buf->len - nla_total_size(nla_len(multipath)));
	len = nla_len(nest);
	for (leg = nla_data(nest); rtnh_ok(leg, len); leg = rtnh_next(leg, &len))
		((struct rtnexthop *)leg)->rtnh_flags &= RTNH_F_ONLINK;
}

static void copy_bytes(u8 *to, const struct nlattr *attr)
{
	memcpy(to, nla_data(attr), min(nla_len(attr), 16));
}

static void classify(struct ipmp_blob *blob)
{
	blob->class = IPMP_ROUTE_EXACT;
	if (blob->key.family == AF_INET6 && !blob->nhid)
		blob->class = blob->gateway ? IPMP_ROUTE_ECMP6 : IPMP_ROUTE_DEV6;
}

static bool parse_route(const struct nlmsghdr *nlh, struct ipmp_blob *blob, struct ipmp_buf *buf)
{
	const struct nlattr *attrs = nlmsg_attrdata(nlh, sizeof(struct rtmsg));
	int rem, len = nlmsg_attrlen(nlh, sizeof(struct rtmsg));
	struct rtmsg rtm = *(struct rtmsg *)nlmsg_data(nlh);
	const struct rta_cacheinfo *ci;
	const struct nlattr *attr;

	if (rtm.rtm_family != AF_INET && rtm.rtm_family != AF_INET6)
		return false;
	if (rtm.rtm_flags & RTM_F_CLONED)
		return false;
	blob->nhid = 0;
	attr = nla_find(attrs, len, RTA_NH_ID);
	if (attr)
		blob->nhid = nla_get_u32(attr);

	blob->key.family = rtm.rtm_family;
	blob->key.tos = rtm.rtm_tos;
	blob->key.dst_len = rtm.rtm_dst_len;
	blob->key.src_len = rtm.rtm_src_len;
	blob->protocol = rtm.rtm_protocol;
	blob->type = rtm.rtm_type;
	rtm.rtm_flags &= blob->nhid ? 0 : RTNH_F_ONLINK;
	/* The table is always spelled as an attribute. */
	rtm.rtm_table = RT_TABLE_UNSPEC;
	ipmp_buf_head(buf, &rtm, sizeof(rtm));

	nla_for_each_attr(attr, attrs, len, rem) {
		int type = nla_type(attr);

		switch (type) {
		case RTA_TABLE:
			blob->key.table = nla_get_u32(attr);
			break;
		case RTA_PRIORITY:
			blob->key.priority = nla_get_u32(attr);
			break;
		case RTA_DST:
			copy_bytes(blob->key.dst, attr);
			break;
		case RTA_SRC:
			copy_bytes(blob->key.src, attr);
			break;
		case RTA_PREFSRC:
			copy_bytes(blob->prefsrc, attr);
			break;
		case RTA_OIF:
			blob->oif = nla_get_u32(attr);
			break;
		case RTA_GATEWAY:
		case RTA_VIA:
		case RTA_MULTIPATH:
			blob->gateway = true;
			break;
		case RTA_METRICS:
			blob->metrics = nla_len(attr) > 0;
			break;
		case RTA_CACHEINFO:
			ci = nla_data(attr);
			if (nla_len(attr) >= sizeof(*ci) && ci->rta_expires)
				blob->expires = max(1, ci->rta_expires / USER_HZ);
			break;
		}
		if (route_attr_dropped(type, blob->nhid))
			continue;
		if (type == RTA_MULTIPATH)
			put_legs(buf, attr);
		else
			ipmp_buf_put(buf, attr->nla_type, nla_data(attr), nla_len(attr));
	}
	if (blob->nhid)
		blob->oif = 0;
	classify(blob);
	return !buf->error;
}

static bool parse_nexthop(const struct nlmsghdr *nlh, struct ipmp_blob *blob, struct ipmp_buf *buf)
{
	struct nhmsg nhm = *(struct nhmsg *)nlmsg_data(nlh);
	const struct nlattr *attr;
	int rem;

	blob->class = IPMP_ROUTE_NEXTHOP;
	nhm.nh_flags &= RTNH_F_ONLINK;
	nhm.nh_scope = 0;
	blob->protocol = nhm.nh_protocol;
	ipmp_buf_head(buf, &nhm, sizeof(nhm));

	nlmsg_for_each_attr(attr, nlh, sizeof(nhm), rem) {
		switch (nla_type(attr)) {
		case NHA_ID:
			blob->key.table = nla_get_u32(attr);
			break;
		case NHA_OIF:
			blob->oif = nla_get_u32(attr);
			break;
		case NHA_GATEWAY:
		case NHA_GROUP:
			blob->gateway = true;
			break;
		case NHA_GROUP_TYPE:
		case NHA_BLACKHOLE:
		case NHA_ENCAP_TYPE:
		case NHA_ENCAP:
		case NHA_FDB:
			break;
		default:
			continue;
		}
		ipmp_buf_put(buf, attr->nla_type, nla_data(attr), nla_len(attr));
	}
	return !buf->error;
}

/**
 * ipmp_blob_parse() - read a message about a route or a nexthop object
 * @nlh: RTM_NEWROUTE, RTM_DELROUTE, RTM_NEWNEXTHOP or RTM_DELNEXTHOP
 * @scratch: where to
 * @size: room there
 *
 * Return: what it is, in @scratch; NULL where it is none that we handle.
 */
struct ipmp_blob *ipmp_blob_parse(const struct nlmsghdr *nlh, void *scratch, size_t size)
{
	struct ipmp_blob *blob = scratch;
	struct ipmp_buf buf = { .data = blob->data, .size = size - sizeof(*blob) };
	bool ok = false;

	memset(blob, 0, sizeof(*blob));
	switch (nlh->nlmsg_type) {
	case RTM_NEWROUTE:
	case RTM_DELROUTE:
		ok = nlmsg_len(nlh) >= sizeof(struct rtmsg) && parse_route(nlh, blob, &buf);
		break;
	case RTM_NEWNEXTHOP:
	case RTM_DELNEXTHOP:
		ok = nlmsg_len(nlh) >= sizeof(struct nhmsg) && parse_nexthop(nlh, blob, &buf);
		break;
	}
	blob->len = buf.len;
	return ok ? blob : NULL;
}

static size_t head_size(const struct ipmp_blob *blob)
{
	return NLMSG_ALIGN(blob->class == IPMP_ROUTE_NEXTHOP ? sizeof(struct nhmsg) :
							       sizeof(struct rtmsg));
}

static const struct nlattr *blob_attrs(const struct ipmp_blob *blob, int *len)
{
	*len = blob->len - head_size(blob);
	return (const struct nlattr *)(blob->data + head_size(blob));
}

/**
 * ipmp_blob_any_leg() - does any way out satisfy a condition?
 * @blob: route or nexthop object
 * @fn: the condition, of an ifindex
 * @arg: for @fn
 *
 * Return: whether one does.
 */
bool ipmp_blob_any_leg(const struct ipmp_blob *blob, bool (*fn)(u32 oif, void *arg), void *arg)
{
	const struct rtnexthop *leg;
	const struct nlattr *attrs, *multipath;
	int len;

	if (blob->oif)
		return fn(blob->oif, arg);
	attrs = blob_attrs(blob, &len);
	if (blob->class == IPMP_ROUTE_NEXTHOP)
		return false;
	multipath = nla_find(attrs, len, RTA_MULTIPATH);
	if (!multipath)
		return false;
	len = nla_len(multipath);
	for (leg = nla_data(multipath); rtnh_ok(leg, len); leg = rtnh_next(leg, &len))
		if (leg->rtnh_ifindex && fn(leg->rtnh_ifindex, arg))
			return true;
	return false;
}

/* Is it a group of nexthop objects? */
bool ipmp_blob_is_group(const struct ipmp_blob *blob)
{
	int len;
	const struct nlattr *attrs = blob_attrs(blob, &len);

	return blob->class == IPMP_ROUTE_NEXTHOP && nla_find(attrs, len, NHA_GROUP);
}

/**
 * ipmp_blob_any_member() - does any nexthop object of a group satisfy a condition?
 * @blob: group of nexthop objects
 * @fn: the condition, of an id
 * @arg: for @fn
 *
 * Return: whether one does.
 */
bool ipmp_blob_any_member(const struct ipmp_blob *blob, bool (*fn)(u32 id, void *arg), void *arg)
{
	const struct nexthop_grp *entry;
	const struct nlattr *attrs, *group;
	int i, len;

	attrs = blob_attrs(blob, &len);
	group = nla_find(attrs, len, NHA_GROUP);
	if (!group)
		return false;
	entry = nla_data(group);
	for (i = 0; i < nla_len(group) / sizeof(*entry); i++)
		if (fn(entry[i].id, arg))
			return true;
	return false;
}

/* The gateway among attributes of a route or of a leg. */
static bool find_via(const struct nlattr *attrs, int len, u8 *via, u8 *family)
{
	const struct nlattr *attr = nla_find(attrs, len, RTA_GATEWAY);

	memset(via, 0, 16);
	if (attr) {
		copy_bytes(via, attr);
		return true;
	}
	attr = nla_find(attrs, len, RTA_VIA);
	if (attr && nla_len(attr) > sizeof(struct rtvia)) {
		const struct rtvia *rtvia = nla_data(attr);

		*family = rtvia->rtvia_family;
		memcpy(via, rtvia->rtvia_addr, min_t(int, nla_len(attr) - sizeof(*rtvia), 16));
		return true;
	}
	return false;
}

static u32 ask(const struct ipmp_blob *blob, u32 oif, const struct nlattr *attrs, int len,
	       ipmp_leg_fn fn, void *arg)
{
	struct ipmp_leg leg = { .family = blob->key.family, .oif = oif };

	memcpy(leg.prefsrc, blob->prefsrc, sizeof(leg.prefsrc));
	if (!find_via(attrs, len, leg.via, &leg.family))
		memcpy(leg.via, blob->key.dst, sizeof(leg.via));
	return fn(&leg, arg);
}

static bool same_leg(const struct rtnexthop *a, const struct rtnexthop *b)
{
	return a->rtnh_len == b->rtnh_len && a->rtnh_ifindex == b->rtnh_ifindex &&
	       a->rtnh_flags == b->rtnh_flags &&
	       !memcmp(a + 1, b + 1, a->rtnh_len - sizeof(*a));
}

/* Put @leg on @oif into the nest, unless it is there. Linear: routes have a few legs. */
static void add_leg(struct ipmp_buf *buf, struct nlattr *nest, const struct rtnexthop *leg,
		    u32 oif, int *n)
{
	struct rtnexthop *other, *mine = (struct rtnexthop *)(buf->data + buf->len);
	size_t len = RTNH_ALIGN(leg->rtnh_len);

	if (buf->error || buf->len + len > buf->size) {
		buf->error = -EMSGSIZE;
		return;
	}
	memcpy(mine, leg, leg->rtnh_len);
	mine->rtnh_ifindex = oif;
	for (other = nla_data(nest); other < mine;
	     other = (void *)other + RTNH_ALIGN(other->rtnh_len))
		if (same_leg(other, mine))
			return;
	buf->len += len;
	++*n;
}

/* A route of one leg is not dumped as a multipath one, so it must not be written as one. */
static void put_single(struct ipmp_buf *buf, const struct rtnexthop *leg)
{
	struct rtmsg *rtm = (struct rtmsg *)buf->data;
	const struct nlattr *attr;
	u32 oif = leg->rtnh_ifindex;
	bool put = false;
	int rem;

	rtm->rtm_flags |= leg->rtnh_flags;
	nla_for_each_attr(attr, (const struct nlattr *)RTNH_DATA(leg), leg->rtnh_len - sizeof(*leg),
			  rem) {
		if (!put && nla_type(attr) != RTA_GATEWAY && nla_type(attr) != RTA_VIA) {
			ipmp_buf_put(buf, RTA_OIF, &oif, sizeof(oif));
			put = true;
		}
		ipmp_buf_put(buf, attr->nla_type, nla_data(attr), nla_len(attr));
	}
	if (!put)
		ipmp_buf_put(buf, RTA_OIF, &oif, sizeof(oif));
}

static void rewrite_legs(const struct ipmp_blob *blob, struct ipmp_buf *buf,
			 const struct nlattr *multipath, ipmp_leg_fn fn, void *arg)
{
	struct nlattr *nest = ipmp_buf_nest(buf, RTA_MULTIPATH);
	const struct rtnexthop *leg;
	int n = 0, len = nla_len(multipath);

	if (!nest)
		return;
	for (leg = nla_data(multipath); rtnh_ok(leg, len); leg = rtnh_next(leg, &len)) {
		u32 oif = ask(blob, leg->rtnh_ifindex, (const struct nlattr *)RTNH_DATA(leg),
			      leg->rtnh_len - sizeof(*leg), fn, arg);

		add_leg(buf, nest, leg, oif, &n);
	}
	ipmp_buf_nest_end(buf, nest);
	if (n == 1 && !buf->error) {
		u8 single[256];

		leg = nla_data(nest);
		if (leg->rtnh_len > sizeof(single))
			return;
		memcpy(single, leg, leg->rtnh_len);
		buf->len = (u8 *)nest - buf->data;
		put_single(buf, (struct rtnexthop *)single);
	}
}

/**
 * ipmp_blob_rewrite() - the same route or nexthop object on other devices
 * @blob: the original
 * @fn: says where a leg goes: an ifindex
 * @arg: for @fn
 * @scratch: where to
 * @size: room there
 *
 * Legs that become the same become one.
 *
 * Return: the result, in @scratch; NULL where it does not fit.
 */
struct ipmp_blob *ipmp_blob_rewrite(const struct ipmp_blob *blob, ipmp_leg_fn fn, void *arg,
				    void *scratch, size_t size)
{
	struct ipmp_blob *out = scratch;
	struct ipmp_buf buf = { .data = out->data, .size = size - sizeof(*out) };
	const struct nlattr *attr, *attrs;
	bool nexthop = blob->class == IPMP_ROUTE_NEXTHOP;
	int rem, len;

	*out = *blob;
	ipmp_buf_head(&buf, blob->data, head_size(blob));
	attrs = blob_attrs(blob, &len);
	nla_for_each_attr(attr, attrs, len, rem) {
		int type = nla_type(attr);

		if (type == (nexthop ? NHA_OIF : RTA_OIF)) {
			struct ipmp_leg leg = { .family = ((struct nhmsg *)blob->data)->nh_family,
						.oif = blob->oif };
			const struct nlattr *gw;

			if (nexthop) {
				gw = nla_find(attrs, len, NHA_GATEWAY);
				if (gw)
					copy_bytes(leg.via, gw);
				out->oif = fn(&leg, arg);
			} else {
				out->oif = ask(blob, blob->oif, attrs, len, fn, arg);
			}
			ipmp_buf_put(&buf, type, &out->oif, sizeof(out->oif));
		} else if (!nexthop && type == RTA_MULTIPATH) {
			rewrite_legs(blob, &buf, attr, fn, arg);
		} else {
			ipmp_buf_put(&buf, attr->nla_type, nla_data(attr), nla_len(attr));
		}
	}
	out->len = buf.len;
	if (!nexthop && !out->nhid) {
		attrs = blob_attrs(out, &len);
		attr = nla_find(attrs, len, RTA_OIF);
		out->oif = attr ? nla_get_u32(attr) : 0;
	}
	return buf.error ? NULL : out;
}

/* Hash of what makes it the same object. */
u32 ipmp_blob_hash(const struct ipmp_blob *blob)
{
	switch (blob->class) {
	case IPMP_ROUTE_ECMP6:
		return jhash(&blob->key, sizeof(blob->key), blob->class);
	case IPMP_ROUTE_DEV6:
		return jhash(&blob->key, sizeof(blob->key), blob->oif + blob->class);
	case IPMP_ROUTE_NEXTHOP:
		return jhash_1word(blob->key.table, blob->class);
	default:
		return jhash(blob->data, blob->len, blob->class);
	}
}

bool ipmp_blob_equal(const struct ipmp_blob *a, const struct ipmp_blob *b)
{
	return a->class == b->class && a->len == b->len && !memcmp(a->data, b->data, a->len);
}

/**
 * ipmp_blob_same() - are these the same object to the kernel, if perhaps not alike?
 * @a: one
 * @b: the other
 *
 * Return: whether they are.
 */
bool ipmp_blob_same(const struct ipmp_blob *a, const struct ipmp_blob *b)
{
	if (a->class != b->class)
		return false;
	switch (a->class) {
	case IPMP_ROUTE_ECMP6:
		return !memcmp(&a->key, &b->key, sizeof(a->key));
	case IPMP_ROUTE_DEV6:
		return a->oif == b->oif && !memcmp(&a->key, &b->key, sizeof(a->key));
	case IPMP_ROUTE_NEXTHOP:
		return a->key.table == b->key.table;
	default:
		return ipmp_blob_equal(a, b);
	}
}
