// SPDX-License-Identifier: GPL-2.0-only
/* The rtnetlink kind "trunk". */

#include <linux/ktime.h>
#include <linux/module.h>
#include <net/net_namespace.h>
#include <net/rtnetlink.h>

#include "dev.h"
#include "lacp.h"
#include "link.h"
#include "netlink.h"
#include "option.h"
#include "param.h"
#include "probe.h"
#include "stats.h"
#include "targets.h"
#include "update.h"

static const struct nla_policy port_policy[IFLA_TRUNK_PORT_MAX + 1] = {
	[IFLA_TRUNK_PORT_QUEUE_ID] = { .type = NLA_U16 },
	[IFLA_TRUNK_PORT_PRIO]	= { .type = NLA_S32 },
	[IFLA_TRUNK_PORT_ACTOR_PRIO] = { .type = NLA_U16 },
	[IFLA_TRUNK_PORT_WEIGHT] = { .type = NLA_U32 },
};

/* By attribute number; what cannot be set of a port. */
static const char *const port_not_settable[IFLA_TRUNK_PORT_MAX + 1] = {
	[IFLA_TRUNK_PORT_STATE]	= KBUILD_MODNAME ": state is read only",
	[IFLA_TRUNK_PORT_MII_STATUS] = KBUILD_MODNAME ": mii_status is read only",
	[IFLA_TRUNK_PORT_LINK_FAILURE_COUNT] =
		KBUILD_MODNAME ": link_failure_count is read only",
	[IFLA_TRUNK_PORT_PERM_HWADDR] = KBUILD_MODNAME ": perm_hwaddr is read only",
	[IFLA_TRUNK_PORT_AD_AGGREGATOR_ID] =
		KBUILD_MODNAME ": ad_aggregator_id is read only",
	[IFLA_TRUNK_PORT_AD_ACTOR_STATE] =
		KBUILD_MODNAME ": ad_actor_oper_port_state is read only",
	[IFLA_TRUNK_PORT_AD_PARTNER_STATE] =
		KBUILD_MODNAME ": ad_partner_oper_port_state is read only",
	[IFLA_TRUNK_PORT_REASON] = KBUILD_MODNAME ": reason is read only",
	[IFLA_TRUNK_PORT_SINCE]	= KBUILD_MODNAME ": since is read only",
};

static int link_validate(struct nlattr *tb[], struct nlattr *data[],
			 struct netlink_ext_ack *extack)
{
	const struct nlattr *addr = tb[IFLA_ADDRESS];

	if (addr && nla_len(addr) != ETH_ALEN) {
		trunk_option_refuse(extack, addr,
				    KBUILD_MODNAME ": address must have 6 bytes");
		return -EINVAL;
	}
	if (addr && !is_valid_ether_addr(nla_data(addr))) {
		trunk_option_refuse(extack, addr,
				    KBUILD_MODNAME ": address must be unicast and not zero");
		return -EADDRNOTAVAIL;
	}
	/* See TRUNK_TX_QUEUES. */
	if (tb[IFLA_NUM_TX_QUEUES] && nla_get_u32(tb[IFLA_NUM_TX_QUEUES]) == 1) {
		trunk_option_refuse(extack, tb[IFLA_NUM_TX_QUEUES],
				    KBUILD_MODNAME ": numtxqueues must be 2 or more, or not given");
		return -EINVAL;
	}
	return trunk_option_check(tb[IFLA_LINKINFO], extack);
}

static int register_trunk(struct net_device *dev, const struct trunk_config *config)
{
	struct trunk *trunk = netdev_priv(dev);
	int err;

	trunk->config = *config;
	trunk_probe_apply(trunk);
	netif_carrier_off(dev);
	err = register_netdevice(dev);
	if (err)
		return err;
	trunk_netlink_trunk_event(TRUNK_EVENT_TYPE_TRUNK_ADD, trunk);
	return 0;
}

static int link_new(struct net *net, struct net_device *dev,
		    struct nlattr *tb[], struct nlattr *data[],
		    struct netlink_ext_ack *extack)
{
	struct trunk_wish wish;
	int err;

	err = trunk_option_parse(NULL, dev_net(dev), data, &wish, extack);
	if (err)
		return err;
	if (!tb[IFLA_ADDRESS])
		eth_hw_addr_random(dev);
	return register_trunk(dev, &wish.config);
}

static int link_change(struct net_device *dev, struct nlattr *tb[],
		       struct nlattr *data[], struct netlink_ext_ack *extack)
{
	struct trunk *trunk = netdev_priv(dev);
	struct trunk_wish wish;
	int err;

	if (!data)
		return 0;
	err = trunk_option_parse(trunk, dev_net(dev), data, &wish, extack);
	if (err)
		return err;
	trunk_option_apply(trunk, &wish);
	return 0;
}

static unsigned int link_tx_queues(void)
{
	return trunk_param_tx_queues();
}

static unsigned int link_rx_queues(void)
{
	return TRUNK_RX_QUEUES;
}

static size_t link_size(const struct net_device *dev)
{
	size_t size = nla_total_size(sizeof(u32)) +	/* ACTIVE_SLAVE */
		      nla_total_size(sizeof(u32)) +	/* PRIMARY */
		      nla_total_size(sizeof(u8)) +	/* MII_STATUS */
		      nla_total_size(ETH_ALEN) +	/* AD_ACTOR_SYSTEM */
		      nla_total_size(0) +		/* AD_INFO */
		      4 * nla_total_size(sizeof(u16)) + nla_total_size(ETH_ALEN) +
		      trunk_targets_size();
	unsigned int i;

	for (i = 0; i < TRUNK_OPTION_COUNT; i++)
		size += nla_total_size(trunk_options[i].size);
	return size;
}

static int put_option(struct sk_buff *skb, const struct trunk_option *option,
		      const struct trunk_config *config)
{
	u32 value = trunk_option_get(option, config);

	switch (option->size) {
	case 1:
		return nla_put_u8(skb, option->attr, value);
	case 2:
		return nla_put_u16(skb, option->attr, value);
	default:
		return nla_put_u32(skb, option->attr, value);
	}
}

static int put_primary(struct sk_buff *skb, const struct trunk *trunk)
{
	const struct net_device *dev;
	u32 ifindex = 0;

	if (!trunk->config.primary[0])
		return 0;
	rcu_read_lock();
	dev = dev_get_by_name_rcu(dev_net(trunk->dev), trunk->config.primary);
	if (dev)
		ifindex = dev->ifindex;
	rcu_read_unlock();
	return ifindex ? nla_put_u32(skb, IFLA_TRUNK_PRIMARY, ifindex) : 0;
}

static int put_ad_info(struct sk_buff *skb, struct trunk *trunk)
{
	struct trunk_lacp_group group;
	struct nlattr *nest;

	if (trunk->config.mode != TRUNK_MODE_8023AD)
		return 0;
	trunk_lacp_active(trunk, &group);
	if (!group.id)
		return 0;
	nest = nla_nest_start_noflag(skb, IFLA_TRUNK_AD_INFO);
	if (!nest ||
	    nla_put_u16(skb, TRUNK_AD_INFO_AGGREGATOR, group.id) ||
	    nla_put_u16(skb, TRUNK_AD_INFO_NUM_PORTS, group.ports) ||
	    nla_put_u16(skb, TRUNK_AD_INFO_ACTOR_KEY, group.actor_key) ||
	    nla_put_u16(skb, TRUNK_AD_INFO_PARTNER_KEY, group.partner_key) ||
	    nla_put(skb, TRUNK_AD_INFO_PARTNER_MAC, ETH_ALEN, group.partner))
		return -EMSGSIZE;
	nla_nest_end(skb, nest);
	return 0;
}

static int link_fill(struct sk_buff *skb, const struct net_device *dev)
{
	struct trunk *trunk = netdev_priv(dev);
	unsigned int i;

	for (i = 0; i < TRUNK_OPTION_COUNT; i++)
		if (put_option(skb, &trunk_options[i], &trunk->config))
			return -EMSGSIZE;
	if (trunk_targets_put(skb, &trunk->config.target))
		return -EMSGSIZE;
	if (put_primary(skb, trunk) || put_ad_info(skb, trunk) ||
	    nla_put(skb, IFLA_TRUNK_AD_ACTOR_SYSTEM, ETH_ALEN,
		    trunk->config.ad_actor_system))
		return -EMSGSIZE;
	if (trunk->active && nla_put_u32(skb, IFLA_TRUNK_ACTIVE_SLAVE,
					 trunk->active->dev->ifindex))
		return -EMSGSIZE;
	if (nla_put_u8(skb, IFLA_TRUNK_MII_STATUS, netif_carrier_ok(dev) ?
		       TRUNK_MII_STATUS_UP : TRUNK_MII_STATUS_DOWN))
		return -EMSGSIZE;
	return 0;
}

/* rtnetlink resolved the master of @port_dev and knows that it is @dev. */
static struct trunk_port *port_of(const struct net_device *port_dev)
{
	return rtnl_dereference(port_dev->rx_handler_data);
}

/* rtnetlink drops in silence what it has no number for. */
static int port_check(const struct nlattr *linkinfo,
		      struct netlink_ext_ack *extack)
{
	const struct nlattr *data, *attr;
	int left;

	data = nla_find_nested(linkinfo, IFLA_INFO_SLAVE_DATA);
	nla_for_each_nested(attr, data, left) {
		int type = nla_type(attr);
		const char *why = NULL;

		if (type <= IFLA_TRUNK_PORT_MAX) {
			if (port_policy[type].type)
				continue;
			why = port_not_settable[type];
		}
		trunk_option_refuse(extack, attr,
				    why ?: KBUILD_MODNAME ": unknown option");
		return -EOPNOTSUPP;
	}
	return 0;
}

/* As in a bond, a queue is of one port, and one that frames can have. */
static int check_queue_id(const struct trunk_port *port,
			  const struct nlattr *attr,
			  struct netlink_ext_ack *extack)
{
	const struct trunk *trunk = port->trunk;
	u16 queue_id = nla_get_u16(attr);
	const struct trunk_port *other;

	if (!queue_id)
		return 0;
	if (queue_id >= trunk->dev->real_num_tx_queues) {
		trunk_option_refuse(extack, attr,
				    KBUILD_MODNAME ": queue_id must be 0..tx_queues - 1");
		return -EINVAL;
	}
	list_for_each_entry(other, &trunk->ports, list) {
		if (other == port || other->queue_id != queue_id)
			continue;
		trunk_option_refuse(extack, attr,
				    KBUILD_MODNAME ": another port of the trunk has that queue_id");
		return -EINVAL;
	}
	return 0;
}

static int port_change(struct net_device *dev, struct net_device *port_dev,
		       struct nlattr *tb[], struct nlattr *data[],
		       struct netlink_ext_ack *extack)
{
	struct trunk_port *port = port_of(port_dev);
	struct trunk *trunk = netdev_priv(dev);
	int err;

	err = port_check(tb[IFLA_LINKINFO], extack);
	if (err)
		return err;
	if (data[IFLA_TRUNK_PORT_WEIGHT] &&
	    nla_get_u32(data[IFLA_TRUNK_PORT_WEIGHT]) > TRUNK_WEIGHT_MAX) {
		trunk_option_refuse(extack, data[IFLA_TRUNK_PORT_WEIGHT],
				    KBUILD_MODNAME ": weight must be 0..10000000, 0: by speed");
		return -EINVAL;
	}
	if (data[IFLA_TRUNK_PORT_QUEUE_ID]) {
		err = check_queue_id(port, data[IFLA_TRUNK_PORT_QUEUE_ID], extack);
		if (err)
			return err;
		port->queue_id = nla_get_u16(data[IFLA_TRUNK_PORT_QUEUE_ID]);
	}
	if (data[IFLA_TRUNK_PORT_PRIO])
		port->prio = nla_get_s32(data[IFLA_TRUNK_PORT_PRIO]);
	if (data[IFLA_TRUNK_PORT_ACTOR_PRIO])
		port->actor_prio = nla_get_u16(data[IFLA_TRUNK_PORT_ACTOR_PRIO]);
	if (data[IFLA_TRUNK_PORT_WEIGHT])
		port->weight = nla_get_u32(data[IFLA_TRUNK_PORT_WEIGHT]);
	trunk_update(trunk);
	return 0;
}

static size_t port_size(const struct net_device *dev,
			const struct net_device *port_dev)
{
	return nla_total_size(sizeof(u8)) +	/* STATE */
	       nla_total_size(sizeof(u8)) +	/* MII_STATUS */
	       nla_total_size(sizeof(u32)) +	/* LINK_FAILURE_COUNT */
	       nla_total_size(ETH_ALEN) +	/* PERM_HWADDR */
	       nla_total_size(sizeof(u16)) +	/* QUEUE_ID */
	       nla_total_size(sizeof(s32)) +	/* PRIO */
	       nla_total_size(sizeof(u16)) +	/* AD_AGGREGATOR_ID */
	       nla_total_size(sizeof(u8)) +	/* AD_ACTOR_STATE */
	       nla_total_size(sizeof(u16)) +	/* AD_PARTNER_STATE */
	       nla_total_size(sizeof(u16)) +	/* ACTOR_PRIO */
	       nla_total_size(sizeof(u32)) +	/* WEIGHT */
	       nla_total_size(sizeof(u8)) +	/* REASON */
	       nla_total_size_64bit(sizeof(u64)); /* SINCE */
}

static int put_lacp(struct sk_buff *skb, const struct trunk_port *port)
{
	struct trunk_lacp_port lacp;

	if (port->trunk->config.mode != TRUNK_MODE_8023AD)
		return 0;
	trunk_lacp_read(port, &lacp);
	if (nla_put_u16(skb, IFLA_TRUNK_PORT_AD_AGGREGATOR_ID,
			lacp.aggregator + 1) ||
	    nla_put_u8(skb, IFLA_TRUNK_PORT_AD_ACTOR_STATE, lacp.actor.state) ||
	    nla_put_u16(skb, IFLA_TRUNK_PORT_AD_PARTNER_STATE,
			lacp.partner.state))
		return -EMSGSIZE;
	return 0;
}

static int port_fill(struct sk_buff *skb, const struct net_device *dev,
		     const struct net_device *port_dev)
{
	const struct trunk_port *port = port_of(port_dev);
	u64 since = div_u64(ktime_get_ns() - port->since, NSEC_PER_MSEC);

	if (nla_put_u8(skb, IFLA_TRUNK_PORT_STATE, port->view.state) ||
	    nla_put_u8(skb, IFLA_TRUNK_PORT_MII_STATUS, port->view.status) ||
	    nla_put_u32(skb, IFLA_TRUNK_PORT_LINK_FAILURE_COUNT,
			READ_ONCE(port->failures)) ||
	    nla_put(skb, IFLA_TRUNK_PORT_PERM_HWADDR, ETH_ALEN,
		    port->own_addr) ||
	    nla_put_u16(skb, IFLA_TRUNK_PORT_QUEUE_ID, port->queue_id) ||
	    nla_put_s32(skb, IFLA_TRUNK_PORT_PRIO, port->prio) ||
	    nla_put_u16(skb, IFLA_TRUNK_PORT_ACTOR_PRIO, port->actor_prio) ||
	    nla_put_u32(skb, IFLA_TRUNK_PORT_WEIGHT, port->weight) ||
	    nla_put_u8(skb, IFLA_TRUNK_PORT_REASON, port->view.reason) ||
	    nla_put_u64_64bit(skb, IFLA_TRUNK_PORT_SINCE, since,
			      IFLA_TRUNK_PORT_PAD))
		return -EMSGSIZE;
	return put_lacp(skb, port);
}

static struct rtnl_link_ops trunk_link_ops __read_mostly = {
	.kind			= "trunk",
	.priv_size		= sizeof(struct trunk),
	.setup			= trunk_dev_setup,
	.maxtype		= IFLA_TRUNK_MAX,
	.policy			= trunk_option_policy,
	.validate		= link_validate,
	.newlink		= link_new,
	.changelink		= link_change,
	.get_size		= link_size,
	.fill_info		= link_fill,
	.get_num_tx_queues	= link_tx_queues,
	.get_num_rx_queues	= link_rx_queues,
	.slave_maxtype		= IFLA_TRUNK_PORT_MAX,
	.slave_policy		= port_policy,
	.slave_changelink	= port_change,
	.get_slave_size		= port_size,
	.fill_slave_info	= port_fill,
	.get_linkxstats_size	= trunk_stats_xstats_size,
	.fill_linkxstats	= trunk_stats_fill_xstats,
};

/**
 * trunk_link_create() - make a trunk in the initial network namespace
 * @name: its name
 *
 * With the default options.
 *
 * Context: RTNL; may sleep.
 *
 * Return: 0 or a negative errno.
 */
int __init trunk_link_create(const char *name)
{
	struct net_device *dev;
	int err;

	dev = alloc_netdev_mqs(sizeof(struct trunk), name, NET_NAME_USER,
			       trunk_dev_setup, trunk_param_tx_queues(),
			       TRUNK_RX_QUEUES);
	if (!dev)
		return -ENOMEM;
	dev->rtnl_link_ops = &trunk_link_ops;
	eth_hw_addr_random(dev);
	err = register_trunk(dev, &trunk_option_defaults);
	if (err)
		free_netdev(dev);
	return err;
}

/**
 * trunk_link_init() - offer the kind
 *
 * Return: 0 or a negative errno.
 */
int __init trunk_link_init(void)
{
	return rtnl_link_register(&trunk_link_ops);
}

/**
 * trunk_link_uninit() - delete all trunks and withdraw the kind
 *
 * Context: no RTNL.
 */
void trunk_link_uninit(void)
{
	rtnl_link_unregister(&trunk_link_ops);
}

MODULE_ALIAS_RTNL_LINK("trunk");
