// SPDX-License-Identifier: GPL-2.0-only
/* Generic netlink family "trunk": events, and drains of ports. */

#include <linux/ktime.h>
#include <linux/module.h>

#include "drain_port.h"
#include "netlink.h"
#include "port.h"
/* The generator makes the table of the multicast groups static. */
#include "netlink_gen.c"

static struct genl_family trunk_nl_family __ro_after_init = {
	.name		= TRUNK_FAMILY_NAME,
	.version	= TRUNK_FAMILY_VERSION,
	.netnsok	= true,
	.module		= THIS_MODULE,
	.ops		= trunk_nl_ops,
	.n_ops		= ARRAY_SIZE(trunk_nl_ops),
	.resv_start_op	= __TRUNK_CMD_MAX,
	.mcgrps		= trunk_nl_mcgrps,
	.n_mcgrps	= ARRAY_SIZE(trunk_nl_mcgrps),
};

/* spec: time is CLOCK_REALTIME; native byte order, unaligned is fine */
static int put_head(struct sk_buff *skb, u32 type, const struct trunk *trunk)
{
	u64 now = ktime_get_real_ns();

	if (nla_put_u32(skb, TRUNK_A_EVENT_TYPE, type) ||
	    nla_put(skb, TRUNK_A_EVENT_TIME, sizeof(now), &now) ||
	    nla_put_u32(skb, TRUNK_A_EVENT_TRUNK_IFINDEX, trunk->dev->ifindex) ||
	    nla_put_string(skb, TRUNK_A_EVENT_TRUNK_NAME, trunk->dev->name))
		return -EMSGSIZE;
	return 0;
}

static int put_port(struct sk_buff *skb, const struct trunk_port *port)
{
	if (nla_put_u32(skb, TRUNK_A_EVENT_PORT_IFINDEX, port->dev->ifindex) ||
	    nla_put_string(skb, TRUNK_A_EVENT_PORT_NAME, port->dev->name) ||
	    nla_put_u32(skb, TRUNK_A_EVENT_MII_STATUS, port->view.status) ||
	    nla_put_u32(skb, TRUNK_A_EVENT_STATE, port->view.state) ||
	    nla_put_u32(skb, TRUNK_A_EVENT_REASON, port->view.reason) ||
	    nla_put_u32(skb, TRUNK_A_EVENT_FAILURES,
			READ_ONCE(port->failures)))
		return -EMSGSIZE;
	return 0;
}

static int put_status(struct sk_buff *skb, const struct trunk *trunk)
{
	return nla_put_u32(skb, TRUNK_A_EVENT_MII_STATUS,
			   netif_carrier_ok(trunk->dev) ?
			   TRUNK_MII_STATUS_UP : TRUNK_MII_STATUS_DOWN);
}

/* Nobody depends on an event: without memory it is lost, not waited for. */
static void send(u32 type, const struct trunk *trunk,
		 const struct trunk_port *port)
{
	struct net *net = dev_net(trunk->dev);
	struct sk_buff *skb;
	void *head;

	if (!genl_has_listeners(&trunk_nl_family, net, TRUNK_NLGRP_EVENTS))
		return;
	skb = genlmsg_new(GENLMSG_DEFAULT_SIZE, GFP_KERNEL);
	if (!skb)
		return;
	head = genlmsg_put(skb, 0, 0, &trunk_nl_family, 0, TRUNK_CMD_EVENT);
	if (!head || put_head(skb, type, trunk))
		goto err_free_skb;
	if (port && put_port(skb, port))
		goto err_free_skb;
	if (type == TRUNK_EVENT_TYPE_CARRIER && put_status(skb, trunk))
		goto err_free_skb;
	if (type == TRUNK_EVENT_TYPE_DRAIN &&
	    nla_put_u32(skb, TRUNK_A_EVENT_DRAIN, port->drain.phase))
		goto err_free_skb;
	genlmsg_end(skb, head);
	genlmsg_multicast_netns(&trunk_nl_family, net, skb, 0,
				TRUNK_NLGRP_EVENTS, GFP_KERNEL);
	return;

err_free_skb:
	nlmsg_free(skb);
}

/**
 * trunk_netlink_trunk_event() - tell of a trunk
 * @type: TRUNK_EVENT_TYPE_TRUNK_ADD or TRUNK_EVENT_TYPE_TRUNK_DEL
 * @trunk: trunk
 *
 * Context: RTNL; may sleep.
 */
void trunk_netlink_trunk_event(u32 type, struct trunk *trunk)
{
	send(type, trunk, NULL);
}

/**
 * trunk_netlink_port_event() - tell of a port
 * @type: TRUNK_EVENT_TYPE_PORT_...
 * @port: port
 *
 * Context: RTNL; may sleep.
 */
void trunk_netlink_port_event(u32 type, struct trunk_port *port)
{
	send(type, port->trunk, port);
}

/**
 * trunk_netlink_drain_event() - tell how far the drain of a port is
 * @port: port
 *
 * Context: RTNL; may sleep.
 */
void trunk_netlink_drain_event(struct trunk_port *port)
{
	send(TRUNK_EVENT_TYPE_DRAIN, port->trunk, port);
}

/**
 * trunk_netlink_active_event() - tell which port is active now
 * @trunk: trunk
 *
 * Context: RTNL; may sleep.
 */
void trunk_netlink_active_event(struct trunk *trunk)
{
	send(TRUNK_EVENT_TYPE_ACTIVE_CHANGE, trunk, trunk->active);
}

/**
 * trunk_netlink_carrier_event() - tell of the carrier of a trunk
 * @trunk: trunk
 *
 * Context: RTNL; may sleep.
 */
void trunk_netlink_carrier_event(struct trunk *trunk)
{
	send(TRUNK_EVENT_TYPE_CARRIER, trunk, NULL);
}

/* Under RTNL; an error pointer where the request names no port. */
static struct trunk_port *port_of(const struct genl_info *info)
{
	struct nlattr *attr = info->attrs[TRUNK_A_DRAIN_PORT_IFINDEX];
	struct net_device *dev;
	struct trunk_port *port;

	if (!attr) {
		NL_SET_ERR_MSG_MOD(info->extack, "name a port");
		return ERR_PTR(-EINVAL);
	}
	dev = __dev_get_by_index(genl_info_net((struct genl_info *)info),
				 nla_get_u32(attr));
	port = dev ? trunk_port_get(dev) : NULL;
	if (port)
		return port;
	NL_SET_ERR_MSG_ATTR(info->extack, attr,
			    KBUILD_MODNAME ": it is not the port of a trunk");
	return ERR_PTR(dev ? -EINVAL : -ENODEV);
}

/* Operation drain, called by what is generated. */
int trunk_nl_drain_doit(struct sk_buff *skb, struct genl_info *info)
{
	const struct nlattr *timeout = info->attrs[TRUNK_A_DRAIN_TIMEOUT];
	struct trunk_port *port;
	int err;

	rtnl_lock();
	port = port_of(info);
	err = PTR_ERR_OR_ZERO(port);
	if (!err)
		err = trunk_drain_port(port, timeout ? nla_get_u32(timeout) :
					     TRUNK_DRAIN_TIMEOUT_MS,
				       info->attrs[TRUNK_A_DRAIN_FORCE],
				       info->extack);
	rtnl_unlock();
	return err;
}

/* Operation undrain, called by what is generated. */
int trunk_nl_undrain_doit(struct sk_buff *skb, struct genl_info *info)
{
	struct trunk_port *port;
	int err;

	rtnl_lock();
	port = port_of(info);
	err = PTR_ERR_OR_ZERO(port);
	if (!err)
		err = trunk_drain_cancel(port, info->extack);
	rtnl_unlock();
	return err;
}

/**
 * trunk_netlink_init() - register the family
 *
 * Return: 0 or a negative errno.
 */
int __init trunk_netlink_init(void)
{
	return genl_register_family(&trunk_nl_family);
}

/**
 * trunk_netlink_uninit() - unregister the family
 */
void trunk_netlink_uninit(void)
{
	genl_unregister_family(&trunk_nl_family);
}
