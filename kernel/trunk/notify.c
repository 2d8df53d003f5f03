// SPDX-License-Identifier: GPL-2.0-only
/* What happens to devices that are ports, or would like to. */

#include <linux/etherdevice.h>
#include <linux/netdevice.h>

#include "address.h"
#include "dev.h"
#include "features.h"
#include "monitor.h"
#include "notify.h"
#include "option.h"
#include "port.h"
#include "update.h"
#include "xdp.h"

static int pre_change_upper(struct net_device *dev,
			    const struct netdev_notifier_changeupper_info *info)
{
	struct netlink_ext_ack *extack;

	if (!info->linking || !trunk_dev_nests(info->upper_dev, dev))
		return NOTIFY_DONE;
	extack = netdev_notifier_info_to_extack(&info->info);
	NL_SET_ERR_MSG_MOD(extack, "a trunk cannot stand on a trunk, add the ports to one trunk");
	return notifier_from_errno(-ELOOP);
}

static int pre_change_addr(const struct trunk_port *port,
			   const struct netdev_notifier_pre_changeaddr_info *info)
{
	struct netlink_ext_ack *extack;

	if (port->trunk->settling ||
	    ether_addr_equal(info->dev_addr, port->dev->dev_addr) ||
	    trunk_address_is_own(port->trunk))
		return NOTIFY_DONE;
	extack = netdev_notifier_info_to_extack(&info->info);
	NL_SET_ERR_MSG_MOD(extack, "a port has the address of its trunk, change that of the trunk");
	return notifier_from_errno(-EBUSY);
}

static void addr_changed(struct trunk_port *port)
{
	if (port->trunk->settling || !trunk_address_is_own(port->trunk))
		return;
	trunk_address_adopt(port);
	trunk_update(port->trunk);
}

/* An address that a user sets on a trunk is refused if it would not stay. */
static int pre_change_trunk_addr(const struct trunk *trunk,
				 const struct netdev_notifier_pre_changeaddr_info *info)
{
	const char *why;

	if (trunk->settling || !is_valid_ether_addr(info->dev_addr))
		return NOTIFY_DONE;
	why = trunk_address_refusal(trunk, info->dev_addr);
	if (!why)
		return NOTIFY_DONE;
	trunk_option_refuse(netdev_notifier_info_to_extack(&info->info), NULL, why);
	return notifier_from_errno(-EBUSY);
}

static void features_changed(struct trunk *trunk)
{
	/* Ours may change those of our ports: that is not news. */
	if (trunk->settling)
		return;
	trunk->settling = true;
	trunk_features_update(trunk->dev);
	trunk->settling = false;
}

static void link_changed(struct trunk_port *port)
{
	struct trunk *trunk = port->trunk;

	/* The driver may be in the middle of things: ask for the speed later. */
	port->speed_stale = true;
	if (trunk->settling)
		return;
	trunk_update(trunk);
	trunk_monitor_kick(trunk);
}

static int port_event(struct trunk_port *port, unsigned long event, void *ptr)
{
	switch (event) {
	case NETDEV_UP:
	case NETDEV_DOWN:
	case NETDEV_CHANGE:
		link_changed(port);
		break;
	case NETDEV_CHANGENAME:
		trunk_update(port->trunk);
		break;
	case NETDEV_FEAT_CHANGE:
		features_changed(port->trunk);
		break;
	case NETDEV_XDP_FEAT_CHANGE:
		trunk_xdp_features(port->trunk);
		break;
	case NETDEV_PRE_CHANGEADDR:
		return pre_change_addr(port, ptr);
	case NETDEV_CHANGEADDR:
		addr_changed(port);
		break;
	case NETDEV_PRECHANGEMTU:
		if (!port->trunk->settling)
			return notifier_from_errno(-EBUSY);
		break;
	case NETDEV_PRE_TYPE_CHANGE:
		return notifier_from_errno(-EBUSY);
	case NETDEV_UNREGISTER:
		trunk_port_release(port, true);
		break;
	}
	return NOTIFY_DONE;
}

static int notify_event(struct notifier_block *nb, unsigned long event,
			void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct trunk_port *port;

	if (event == NETDEV_PRECHANGEUPPER)
		return pre_change_upper(dev, ptr);
	if (event == NETDEV_PRE_CHANGEADDR && trunk_dev_is(dev))
		return pre_change_trunk_addr(netdev_priv(dev), ptr);
	port = trunk_port_get(dev);
	return port ? port_event(port, event, ptr) : NOTIFY_DONE;
}

static struct notifier_block notify_block = {
	.notifier_call = notify_event,
};

/**
 * trunk_notify_init() - begin to listen
 *
 * Return: 0 or a negative errno.
 */
int __init trunk_notify_init(void)
{
	return register_netdevice_notifier(&notify_block);
}

/**
 * trunk_notify_uninit() - listen no more
 */
void trunk_notify_uninit(void)
{
	unregister_netdevice_notifier(&notify_block);
}
