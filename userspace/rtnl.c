// SPDX-License-Identifier: GPL-2.0-only
/* Links by rtnetlink: every option of a request in one message, so that it is all or nothing. */

#include "rtnl.h"

#include <errno.h>
#include <string.h>

#include <linux/rtnetlink.h>

static struct ifinfomsg *start(struct nl_msg *msg, uint16_t type, uint16_t flags)
{
	struct ifinfomsg *ifi = nl_start(msg, type, flags, sizeof(*ifi));

	ifi->ifi_family = AF_UNSPEC;
	return ifi;
}

static void put_all(struct nl_msg *msg, const struct opt *table, size_t n, enum opt_place place,
		    const struct opt_val *vals)
{
	for (size_t i = 0; i < n; i++)
		if (vals[i].set && table[i].cmds && table[i].place == place)
			opt_put(&table[i], &vals[i], msg);
}

static void put_info(struct nl_msg *msg, uint16_t kind_attr, uint16_t data_attr,
		     const struct opt *table, size_t n, const struct opt_val *vals)
{
	struct nlattr *info = mnl_attr_nest_start(msg->nlh, IFLA_LINKINFO);
	struct nlattr *data;

	nl_put(msg, NULL, kind_attr, "trunk", sizeof("trunk"));
	data = mnl_attr_nest_start(msg->nlh, data_attr);
	put_all(msg, table, n, OPT_AT_DATA, vals);
	mnl_attr_nest_end(msg->nlh, data);
	mnl_attr_nest_end(msg->nlh, info);
}

static struct ifinfomsg *start_get(const struct hactl *h, struct nl_msg *msg)
{
	uint32_t mask = h->stats ? 0 : RTEXT_FILTER_SKIP_STATS;
	struct ifinfomsg *ifi = start(msg, RTM_GETLINK, 0);

	nl_put(msg, NULL, IFLA_EXT_MASK, &mask, sizeof(mask));
	return ifi;
}

/**
 * rtnl_links - list every link of the network namespace
 * @h: context; with @h->stats the counters come too
 * @links: filled; model_links_free() releases it, also after an error
 *
 * Return: 0 or a negative errno.
 */
int rtnl_links(struct hactl *h, struct links *links)
{
	struct nl_msg msg;
	int err;

	memset(links, 0, sizeof(*links));
	start_get(h, &msg);
	err = nl_open(&h->rt, NETLINK_ROUTE);
	if (!err)
		err = nl_dump(&h->rt, &msg, model_link, model_links_free, links);
	if (!err)
		err = model_links_index(links);
	if (!err)
		model_links_resolve(links);
	return err;
}

/**
 * rtnl_link - add one link to a list; one that is not there is not added
 * @h: context; with @h->stats the counters come too
 * @links: list, not yet indexed
 * @name: its name, or NULL: @ifindex says which
 * @ifindex: its ifindex
 *
 * Return: 0 or a negative errno.
 */
int rtnl_link(struct hactl *h, struct links *links, const char *name, int ifindex)
{
	struct nl_msg msg;
	int err;

	start_get(h, &msg)->ifi_index = ifindex;
	if (name)
		nl_put(&msg, NULL, IFLA_IFNAME, name, strlen(name) + 1);
	err = nl_open(&h->rt, NETLINK_ROUTE);
	if (!err)
		err = nl_talk(&h->rt, &msg, model_link, links);
	return err == -ENODEV ? 0 : err;
}

/**
 * rtnl_counters - with @h->stats, what trunks and their ports count beside the links' statistics
 * @h: context
 * @links: complete list; a module that does not count leaves it as it is
 */
void rtnl_counters(struct hactl *h, struct links *links)
{
	struct if_stats_msg *stats;
	struct nl_msg msg;

	if (!h->stats || nl_open(&h->rt, NETLINK_ROUTE))
		return;
	stats = nl_start(&msg, RTM_GETSTATS, 0, sizeof(*stats));
	stats->filter_mask = IFLA_STATS_FILTER_BIT(IFLA_STATS_LINK_XSTATS) |
			     IFLA_STATS_FILTER_BIT(IFLA_STATS_LINK_XSTATS_SLAVE);
	if (nl_dump(&h->rt, &msg, model_counters, model_counters_free, links))
		model_counters_free(links);
	model_counters_resolve(links);
}

static int talk(struct hactl *h, struct nl_msg *msg)
{
	int err = nl_open(&h->rt, NETLINK_ROUTE);

	return err ? err : nl_talk(&h->rt, msg, NULL, NULL);
}

/**
 * rtnl_trunk_add - create a trunk
 * @h: context
 * @name: its name
 * @vals: options, by TRUNK_*
 *
 * Return: 0 or a negative errno, as all below; @h->rt says more.
 */
int rtnl_trunk_add(struct hactl *h, const char *name, const struct opt_val *vals)
{
	struct nl_msg msg;

	start(&msg, RTM_NEWLINK, NLM_F_CREATE | NLM_F_EXCL);
	nl_put(&msg, NULL, IFLA_IFNAME, name, strlen(name) + 1);
	put_all(&msg, trunk_opts, TRUNK_N, OPT_AT_LINK, vals);
	put_info(&msg, IFLA_INFO_KIND, IFLA_INFO_DATA, trunk_opts, TRUNK_N, vals);
	return talk(h, &msg);
}

/**
 * rtnl_trunk_set - change options of a trunk
 * @h: context
 * @ifindex: trunk
 * @vals: options, by TRUNK_*
 */
int rtnl_trunk_set(struct hactl *h, int ifindex, const struct opt_val *vals)
{
	struct nl_msg msg;

	start(&msg, RTM_NEWLINK, 0)->ifi_index = ifindex;
	put_all(&msg, trunk_opts, TRUNK_N, OPT_AT_LINK, vals);
	put_info(&msg, IFLA_INFO_KIND, IFLA_INFO_DATA, trunk_opts, TRUNK_N, vals);
	return talk(h, &msg);
}

/**
 * rtnl_port_set - change options of a port of a trunk
 * @h: context
 * @ifindex: port
 * @vals: options, by PORT_*
 */
int rtnl_port_set(struct hactl *h, int ifindex, const struct opt_val *vals)
{
	struct nl_msg msg;

	start(&msg, RTM_NEWLINK, 0)->ifi_index = ifindex;
	put_info(&msg, IFLA_INFO_SLAVE_KIND, IFLA_INFO_SLAVE_DATA, port_opts, PORT_N, vals);
	return talk(h, &msg);
}

/**
 * rtnl_set_master - make a link a port of a master, or of none
 * @h: context
 * @ifindex: link
 * @master: master, 0: none
 */
int rtnl_set_master(struct hactl *h, int ifindex, int master)
{
	uint32_t u32 = (uint32_t)master;
	struct nl_msg msg;

	start(&msg, RTM_NEWLINK, 0)->ifi_index = ifindex;
	nl_put(&msg, NULL, IFLA_MASTER, &u32, sizeof(u32));
	return talk(h, &msg);
}

/**
 * rtnl_del - delete a link
 * @h: context
 * @ifindex: link
 */
int rtnl_del(struct hactl *h, int ifindex)
{
	struct nl_msg msg;

	start(&msg, RTM_DELLINK, 0)->ifi_index = ifindex;
	return talk(h, &msg);
}
