// SPDX-License-Identifier: GPL-2.0-only
/* Netlink messages to plain structs: what is unknown is passed over, what is missing is unset. */

#include "model.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libmnl/libmnl.h>
#include <linux/ethtool_netlink.h>
#include <linux/genetlink.h>
#include <linux/if_trunk.h>
#include <linux/rtnetlink.h>
#include <linux/trunk.h>

/* The highest speed that is one: above it the kernel says that it does not know. */
#define SPEED_MAX 0x7fffffffU

/* Room for one more element, zeroed. */
static void *grow(void **array, size_t *n, size_t *room, size_t size)
{
	void *elem;

	if (*n == *room) {
		size_t more = *room ? *room * 2 : 16;
		void *p = reallocarray(*array, more, size);

		if (!p)
			return NULL;
		*array = p;
		*room = more;
	}
	elem = (char *)*array + *n * size;
	memset(elem, 0, size);
	(*n)++;
	return elem;
}

static void copy_str(char *dst, size_t size, const struct nlattr *attr)
{
	snprintf(dst, size, "%.*s", (int)mnl_attr_get_payload_len(attr), mnl_attr_get_str(attr));
}

static void take_data(const struct nlattr *nest, const struct opt *table, size_t n,
		      struct opt_val *vals)
{
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, nest)
		opt_get(table, n, OPT_AT_DATA, attr, vals);
}

static void take_trunk(const struct nlattr *data, struct opt_val *vals)
{
	const struct nlattr *attr, *info;

	take_data(data, trunk_opts, TRUNK_N, vals);
	mnl_attr_for_each_nested(attr, data)
		if (mnl_attr_get_type(attr) == IFLA_TRUNK_AD_INFO)
			mnl_attr_for_each_nested(info, attr)
				opt_get(trunk_opts, TRUNK_N, OPT_AT_AD_INFO, info, vals);
}

/* Kinds first, since the data's meaning depends on them and their order is the kernel's. */
static int take_linkinfo(const struct nlattr *nest, struct link *link)
{
	const struct nlattr *data = NULL, *slave_data = NULL;
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, nest) {
		switch (mnl_attr_get_type(attr)) {
		case IFLA_INFO_KIND:
			copy_str(link->kind, sizeof(link->kind), attr);
			break;
		case IFLA_INFO_SLAVE_KIND:
			copy_str(link->master_kind, sizeof(link->master_kind), attr);
			break;
		case IFLA_INFO_DATA:
			data = attr;
			break;
		case IFLA_INFO_SLAVE_DATA:
			slave_data = attr;
			break;
		}
	}
	if (!strcmp(link->kind, "trunk")) {
		link->trunk = calloc(TRUNK_N, sizeof(*link->trunk));
		if (!link->trunk)
			return MNL_CB_ERROR;
		if (data)
			take_trunk(data, link->trunk);
	}
	if (!strcmp(link->master_kind, "trunk")) {
		link->port = calloc(PORT_N, sizeof(*link->port));
		if (!link->port)
			return MNL_CB_ERROR;
		if (slave_data)
			take_data(slave_data, port_opts, PORT_N, link->port);
	}
	return MNL_CB_OK;
}

static void set_num(struct opt_val *v, int64_t num)
{
	v->set = true;
	v->num = num;
}

static void set_text(struct opt_val *v, const char *text)
{
	v->set = true;
	snprintf(v->text, sizeof(v->text), "%s", text);
}

/* Values of a link's top level; these can stand before IFLA_LINKINFO, so in a pass of their own. */
static void take_link_level(const struct nlmsghdr *nlh, struct link *link)
{
	const struct nlattr *attr;

	mnl_attr_for_each(attr, nlh, sizeof(struct ifinfomsg)) {
		if (link->trunk)
			opt_get(trunk_opts, TRUNK_N, OPT_AT_LINK, attr, link->trunk);
		if (link->port)
			opt_get(port_opts, PORT_N, OPT_AT_LINK, attr, link->port);
	}
	if (link->trunk) {
		set_num(&link->trunk[TRUNK_IFINDEX], link->ifindex);
		set_num(&link->trunk[TRUNK_UP], !!(link->flags & IFF_UP));
	}
	if (link->port)
		set_num(&link->port[PORT_IFINDEX], link->ifindex);
}

/**
 * model_link - take an RTM_NEWLINK into a list of links
 * @nlh: message; anything else is passed over
 * @data: struct links
 */
int model_link(const struct nlmsghdr *nlh, void *data)
{
	const struct ifinfomsg *ifi = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr;
	struct links *links = data;
	struct link *link;

	if (nlh->nlmsg_type != RTM_NEWLINK || mnl_nlmsg_get_payload_len(nlh) < sizeof(*ifi))
		return MNL_CB_OK;
	link = grow((void **)&links->link, &links->n, &links->room, sizeof(*link));
	if (!link)
		return MNL_CB_ERROR;
	link->ifindex = ifi->ifi_index;
	link->flags = ifi->ifi_flags;
	mnl_attr_for_each(attr, nlh, sizeof(*ifi)) {
		uint16_t len = mnl_attr_get_payload_len(attr);

		switch (mnl_attr_get_type(attr)) {
		case IFLA_IFNAME:
			copy_str(link->name, sizeof(link->name), attr);
			break;
		case IFLA_MASTER:
			if (len == sizeof(uint32_t))
				link->master = (int)mnl_attr_get_u32(attr);
			break;
		case IFLA_STATS64:
			link->has_stats = true;
			memcpy(&link->stats, mnl_attr_get_payload(attr),
			       len < sizeof(link->stats) ? len : sizeof(link->stats));
			break;
		case IFLA_LINKINFO:
			if (!link->trunk && !link->port && take_linkinfo(attr, link) < 0)
				return MNL_CB_ERROR;
			break;
		}
	}
	take_link_level(nlh, link);
	return MNL_CB_OK;
}

/**
 * model_links_free - forget every link
 * @data: struct links, empty afterwards
 */
void model_links_free(void *data)
{
	struct links *links = data;

	for (size_t i = 0; i < links->n; i++) {
		if (links->link[i].trunk)
			opt_free(links->link[i].trunk, TRUNK_N);
		free(links->link[i].trunk);
		free(links->link[i].port);
	}
	free(links->link);
	free(links->slot);
	memset(links, 0, sizeof(*links));
}

/* Slot of an ifindex, or the empty one where the search for it ends. */
static struct link **find_slot(const struct links *links, int64_t ifindex)
{
	size_t i = (size_t)ifindex & links->mask;

	while (links->slot[i] && links->slot[i]->ifindex != ifindex)
		i = (i + 1) & links->mask;
	return &links->slot[i];
}

static struct link *find_link(const struct links *links, int64_t ifindex)
{
	return links->slot ? *find_slot(links, ifindex) : NULL;
}

/**
 * model_links_index - make links found by ifindex, and the ports of a trunk by the trunk
 * @links: complete list, which must not grow from then on; of two of one ifindex the first is found
 *
 * Return: 0 or -ENOMEM.
 */
int model_links_index(struct links *links)
{
	size_t slots = 2;

	/* at least half of them stay empty, so that each search ends soon */
	while (slots < 2 * links->n)
		slots *= 2;
	links->slot = calloc(slots, sizeof(struct link *));
	if (!links->slot)
		return -ENOMEM;
	links->mask = slots - 1;
	for (size_t i = 0; i < links->n; i++) {
		struct link **slot = find_slot(links, links->link[i].ifindex);

		if (!*slot)
			*slot = &links->link[i];
	}
	/* from the last one, each to the front */
	for (size_t i = links->n; i-- > 0;) {
		struct link *port = &links->link[i];
		struct link *trunk = port->master ? find_link(links, port->master) : NULL;

		if (!port->port || !trunk || !trunk->trunk)
			continue;
		port->next_port = trunk->first_port;
		trunk->first_port = port;
	}
	return 0;
}

static void resolve_index(const struct links *links, struct opt_val *v)
{
	const struct link *link = v->set ? model_link_by_index(links, v->num) : NULL;

	if (link)
		set_text(v, link->name);
}

/**
 * model_links_resolve - fill in what needs the whole list: names for ifindexes
 * @links: complete list
 */
void model_links_resolve(struct links *links)
{
	for (size_t i = 0; i < links->n; i++) {
		struct link *link = &links->link[i];

		if (link->trunk) {
			resolve_index(links, &link->trunk[TRUNK_ACTIVE_SLAVE]);
			resolve_index(links, &link->trunk[TRUNK_PRIMARY]);
		}
		for (struct link *port = link->first_port; port; port = port->next_port)
			set_text(&port->port[PORT_TRUNK], link->name);
		if (link->port && link->speed)
			set_num(&link->port[PORT_SPEED], link->speed);
	}
}

/* A command looks for the names it was given only, once each. */
const struct link *model_link_by_name(const struct links *links, const char *name)
{
	for (size_t i = 0; i < links->n; i++)
		if (!strcmp(links->link[i].name, name))
			return &links->link[i];
	return NULL;
}

const struct link *model_link_by_index(const struct links *links, int64_t ifindex)
{
	return find_link(links, ifindex);
}

bool model_is_trunk(const struct link *link)
{
	return link->trunk;
}

static const struct nlattr *find(const struct nlattr *nest, uint16_t type)
{
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, nest)
		if (mnl_attr_get_type(attr) == type)
			return attr;
	return NULL;
}

static void take_latency(const struct nlattr *nest, struct link *link)
{
	const struct nlattr *attr = find(nest, TRUNK_XSTATS_FAILOVER_LATENCY);
	size_t n = attr ? mnl_attr_get_payload_len(attr) / sizeof(uint64_t) : 0;

	link->nlatency = n < TRUNK_XSTATS_LATENCIES ? n : TRUNK_XSTATS_LATENCIES;
	if (n)
		memcpy(link->latency, mnl_attr_get_payload(attr),
		       link->nlatency * sizeof(uint64_t));
}

static uint8_t byte_of(const struct nlattr *attr)
{
	return mnl_attr_get_payload_len(attr) ? mnl_attr_get_u8(attr) : 0;
}

static void take_lacp_event(const struct nlattr *nest, struct lacp_event *event)
{
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, nest) {
		switch (mnl_attr_get_type(attr)) {
		case TRUNK_LACP_EVENT_TIME:
			if (mnl_attr_get_payload_len(attr) == sizeof(event->time))
				event->time = mnl_attr_get_u64(attr);
			break;
		case TRUNK_LACP_EVENT_RX_STATE:
			event->rx = byte_of(attr);
			break;
		case TRUNK_LACP_EVENT_MUX_STATE:
			event->mux = byte_of(attr);
			break;
		case TRUNK_LACP_EVENT_ACTOR:
			event->actor = byte_of(attr);
			break;
		case TRUNK_LACP_EVENT_PARTNER:
			event->partner = byte_of(attr);
			break;
		}
	}
}

static void take_lacp(const struct nlattr *nest, struct link *link)
{
	const struct nlattr *attr;

	take_data(nest, lacp_stat_opts, LACP_STAT_N, link->lacp_stat);
	mnl_attr_for_each_nested(attr, nest)
		if (mnl_attr_get_type(attr) == TRUNK_LACP_XSTATS_EVENT && link->nlacp < LACP_LOG)
			take_lacp_event(attr, &link->lacp_log[link->nlacp++]);
}

/**
 * model_counters - take an RTM_NEWSTATS into the link that it is about
 * @nlh: message; anything else is passed over
 * @data: struct links
 */
int model_counters(const struct nlmsghdr *nlh, void *data)
{
	const struct if_stats_msg *stats = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr;
	struct link *link;

	if (nlh->nlmsg_type != RTM_NEWSTATS || mnl_nlmsg_get_payload_len(nlh) < sizeof(*stats))
		return MNL_CB_OK;
	link = find_link(data, (int)stats->ifindex);
	if (!link)
		return MNL_CB_OK;
	mnl_attr_for_each(attr, nlh, sizeof(*stats)) {
		const struct nlattr *nest = find(attr, LINK_XSTATS_TYPE_TRUNK);

		if (!nest)
			continue;
		if (mnl_attr_get_type(attr) == IFLA_STATS_LINK_XSTATS && link->trunk) {
			take_data(nest, trunk_stat_opts, TRUNK_STAT_N, link->trunk_stat);
			take_latency(nest, link);
		} else if (mnl_attr_get_type(attr) == IFLA_STATS_LINK_XSTATS_SLAVE && link->port) {
			take_data(nest, port_stat_opts, PORT_STAT_N, link->port_stat);
			nest = find(nest, TRUNK_PORT_XSTATS_LACP);
			if (nest)
				take_lacp(nest, link);
		}
	}
	return MNL_CB_OK;
}

/**
 * model_counters_free - forget what model_counters() took
 * @data: struct links
 */
void model_counters_free(void *data)
{
	const struct links *links = data;

	for (size_t i = 0; i < links->n; i++) {
		struct link *link = &links->link[i];

		memset(link->trunk_stat, 0, sizeof(link->trunk_stat));
		memset(link->port_stat, 0, sizeof(link->port_stat));
		memset(link->lacp_stat, 0, sizeof(link->lacp_stat));
		memset(link->lacp_log, 0, sizeof(link->lacp_log));
		link->nlacp = 0;
		link->nlatency = 0;
	}
}

/* What part each port of a trunk sent of all bytes. */
static void resolve_shares(struct link *trunk)
{
	double all = 0;

	for (struct link *port = trunk->first_port; port; port = port->next_port)
		all += (double)port->port_stat[PORT_STAT_TX_BYTES].num;
	for (struct link *port = trunk->first_port; port && all > 0; port = port->next_port)
		set_num(&port->port_stat[PORT_STAT_SHARE],
			(int64_t)((double)port->port_stat[PORT_STAT_TX_BYTES].num / all * 1000 +
				  0.5));
}

/**
 * model_counters_resolve - fill in what needs all counters: shares of the bytes sent
 * @links: complete list
 */
void model_counters_resolve(struct links *links)
{
	for (size_t i = 0; i < links->n; i++) {
		struct opt_val *scheduler = &links->link[i].trunk_stat[TRUNK_STAT_SCHEDULER];

		/* active-backup: there is nothing to schedule */
		if (scheduler->num == TRUNK_SCHEDULER_DEFAULT)
			scheduler->set = false;
		resolve_shares(&links->link[i]);
	}
}

static int nested_ifindex(const struct nlattr *nest)
{
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, nest)
		if (mnl_attr_get_type(attr) == ETHTOOL_A_HEADER_DEV_INDEX &&
		    mnl_attr_get_payload_len(attr) == sizeof(uint32_t))
			return (int)mnl_attr_get_u32(attr);
	return 0;
}

/**
 * model_speed - take an ethtool link mode message into the link's speed
 * @nlh: message
 * @data: struct links
 */
int model_speed(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attr;
	uint32_t speed = 0;
	struct link *link;
	int ifindex = 0;

	if (mnl_nlmsg_get_payload_len(nlh) < GENL_HDRLEN)
		return MNL_CB_OK;
	mnl_attr_for_each(attr, nlh, GENL_HDRLEN) {
		if (mnl_attr_get_type(attr) == ETHTOOL_A_LINKMODES_HEADER)
			ifindex = nested_ifindex(attr);
		else if (mnl_attr_get_type(attr) == ETHTOOL_A_LINKMODES_SPEED &&
			 mnl_attr_get_payload_len(attr) == sizeof(speed))
			speed = mnl_attr_get_u32(attr);
	}
	link = find_link(data, ifindex);
	if (link && speed <= SPEED_MAX)
		link->speed = speed;
	return MNL_CB_OK;
}

/**
 * model_row - take an answer of the ipmp family into rows
 * @nlh: message
 * @data: struct rows, whose table says which object it is
 */
int model_row(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attr;
	struct rows *rows = data;
	struct opt_val *vals;

	if (mnl_nlmsg_get_payload_len(nlh) < GENL_HDRLEN)
		return MNL_CB_OK;
	vals = grow((void **)&rows->val, &rows->n, &rows->room, rows->nopts * sizeof(*vals));
	if (!vals)
		return MNL_CB_ERROR;
	mnl_attr_for_each(attr, nlh, GENL_HDRLEN)
		opt_get(rows->opts, rows->nopts, OPT_AT_DATA, attr, vals);
	return MNL_CB_OK;
}

/**
 * model_rows_free - forget every row
 * @data: struct rows, with its table but empty afterwards
 */
void model_rows_free(void *data)
{
	struct rows *rows = data;

	free(rows->val);
	rows->val = NULL;
	rows->n = 0;
	rows->room = 0;
}

const struct opt_val *model_row_at(const struct rows *rows, size_t i)
{
	return rows->val + i * rows->nopts;
}

/**
 * model_row_find - row of that name, or NULL
 * @rows: rows
 * @name: value to compare with entry 0 of each
 */
const struct opt_val *model_row_find(const struct rows *rows, const struct opt_val *name)
{
	for (size_t i = 0; i < rows->n; i++) {
		const struct opt_val *v = model_row_at(rows, i);

		if (v->set && !strcmp(v->text, name->text) && v->num == name->num &&
		    v->rawlen == name->rawlen && !memcmp(v->raw, name->raw, v->rawlen))
			return v;
	}
	return NULL;
}
