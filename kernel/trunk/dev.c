// SPDX-License-Identifier: GPL-2.0-only
/* The trunk as a net device. */

#include <linux/ethtool.h>
#include <linux/net_tstamp.h>

#include "address.h"
#include "announce.h"
#include "dev.h"
#include "drain_port.h"
#include "ethtool.h"
#include "features.h"
#include "filter.h"
#include "flow.h"
#include "fwd.h"
#include "lacp.h"
#include "learn.h"
#include "meter.h"
#include "monitor.h"
#include "netlink.h"
#include "netpoll.h"
#include "port.h"
#include "probe.h"
#include "rebalance.h"
#include "stats.h"
#include "tx.h"
#include "update.h"
#include "xdp.h"

static const struct device_type trunk_dev_type = {
	.name = "trunk",
};

static int trunk_dev_init(struct net_device *dev)
{
	struct trunk *trunk = netdev_priv(dev);
	int cpu, err;

	trunk->pcpu = alloc_percpu_gfp(struct trunk_pcpu,
				       GFP_KERNEL_ACCOUNT | __GFP_ZERO);
	if (!trunk->pcpu)
		return -ENOMEM;
	for_each_possible_cpu(cpu)
		per_cpu_ptr(trunk->pcpu, cpu)->random = get_random_u32();
	err = trunk_fwd_init(trunk);
	if (err) {
		free_percpu(trunk->pcpu);
		return err;
	}
	netdev_lockdep_set_classes(dev);
	return 0;
}

static void trunk_dev_uninit(struct net_device *dev)
{
	struct trunk *trunk = netdev_priv(dev);
	struct trunk_port *port, *next;

	list_for_each_entry_safe(port, next, &trunk->ports, list)
		trunk_port_release(port, false);
	trunk_netlink_trunk_event(TRUNK_EVENT_TYPE_TRUNK_DEL, trunk);
}

/* After the last reference: nobody sends, nobody holds RTNL here. */
static void trunk_dev_destruct(struct net_device *dev)
{
	struct trunk *trunk = netdev_priv(dev);

	trunk_probe_uninit(trunk);
	trunk_drain_uninit(trunk);
	cancel_work_sync(&trunk->lacp_work);
	cancel_delayed_work_sync(&trunk->lacp_timer);
	cancel_delayed_work_sync(&trunk->monitor_work);
	cancel_delayed_work_sync(&trunk->announce_work);
	cancel_delayed_work_sync(&trunk->igmp_work);
	cancel_delayed_work_sync(&trunk->learn_work);
	cancel_delayed_work_sync(&trunk->rebalance_work);
	cancel_delayed_work_sync(&trunk->measure_work);
	trunk_fwd_uninit(trunk);
	trunk_rebalance_uninit(trunk);
	trunk_meter_uninit(trunk);
	trunk_flow_uninit(trunk);
	free_percpu(trunk->pcpu);
}

static int trunk_dev_open(struct net_device *dev)
{
	struct trunk *trunk = netdev_priv(dev);
	struct trunk_port *port;

	/* One conclusion at the end, not one for each port. */
	trunk->settling = true;
	list_for_each_entry(port, &trunk->ports, list)
		if (dev_open(port->dev, NULL) && net_ratelimit())
			netdev_warn(dev, "port %s cannot be opened\n",
				    port->dev->name);
	trunk->settling = false;
	trunk_monitor_start(trunk);
	trunk_update(trunk);
	return 0;
}

/*
 * The ports stay open, as bonding's do. They could not be closed here anyway:
 * when a namespace goes, the core closes a trunk and its ports as one list.
 */
static int trunk_dev_stop(struct net_device *dev)
{
	struct trunk *trunk = netdev_priv(dev);

	trunk_monitor_stop(trunk);
	trunk_announce_stop(trunk);
	trunk_learn_stop(trunk);
	cancel_delayed_work(&trunk->rebalance_work);
	cancel_delayed_work(&trunk->measure_work);
	cancel_delayed_work(&trunk->lacp_timer);
	trunk_filter_update(trunk);
	trunk_update(trunk);
	return 0;
}

static void trunk_dev_change_rx_flags(struct net_device *dev, int change)
{
	trunk_filter_update(netdev_priv(dev));
}

static int trunk_dev_set_mac_address(struct net_device *dev, void *p)
{
	struct trunk *trunk = netdev_priv(dev);
	const struct sockaddr *sa = p;
	int err;

	if (!is_valid_ether_addr(sa->sa_data))
		return -EADDRNOTAVAIL;
	err = trunk_address_set(trunk, sa->sa_data);
	if (err)
		return err;
	/* To LACP it is another system. */
	trunk_update(trunk);
	return 0;
}

static int trunk_dev_change_mtu(struct net_device *dev, int mtu)
{
	struct trunk *trunk = netdev_priv(dev);
	struct trunk_port *port;
	int err;

	trunk->settling = true;
	list_for_each_entry(port, &trunk->ports, list) {
		err = dev_set_mtu(port->dev, mtu);
		if (err)
			goto err_restore_mtus;
	}
	trunk->settling = false;
	WRITE_ONCE(dev->mtu, mtu);
	return 0;

err_restore_mtus:
	list_for_each_entry_continue_reverse(port, &trunk->ports, list)
		dev_set_mtu(port->dev, dev->mtu);
	trunk->settling = false;
	return err;
}

/*
 * linkwatch keeps the news of a device's carrier for up to a second, unless
 * the device stands on another one. It asks here, and a trunk does; but to
 * name one of several ports for good would only confuse people, so the answer
 * differs while the stack's belief lags behind the carrier.
 */
static int trunk_dev_get_iflink(const struct net_device *dev)
{
	bool believed;

	switch (READ_ONCE(dev->operstate)) {
	case IF_OPER_NOTPRESENT:
	case IF_OPER_DOWN:
	case IF_OPER_LOWERLAYERDOWN:
		believed = false;
		break;
	default:
		believed = true;
		break;
	}
	if (netif_running(dev) && netif_carrier_ok(dev) != believed)
		return 0;
	return READ_ONCE(dev->ifindex);
}

static int trunk_dev_add_slave(struct net_device *dev,
			       struct net_device *port_dev,
			       struct netlink_ext_ack *extack)
{
	return trunk_port_add(dev, port_dev, extack);
}

/*
 * Hardware time stamps are those of the active port, where there is one. Its
 * clock is another one after a failover: who sets them says that he knows, and
 * is told, by a flag of bonding's.
 */
static int trunk_dev_eth_ioctl(struct net_device *dev, struct ifreq *ifr,
			       int cmd)
{
	const struct trunk *trunk = netdev_priv(dev);
	struct hwtstamp_config config;
	int err;

	if ((cmd != SIOCGHWTSTAMP && cmd != SIOCSHWTSTAMP) || !trunk->active)
		return -EOPNOTSUPP;
	if (copy_from_user(&config, ifr->ifr_data, sizeof(config)))
		return -EFAULT;
	if (cmd == SIOCSHWTSTAMP &&
	    !(config.flags & HWTSTAMP_FLAG_BONDED_PHC_INDEX))
		return -EOPNOTSUPP;
	err = compat_hwtstamp_lower(trunk->active->dev, ifr, cmd);
	if (err)
		return err;
	if (copy_from_user(&config, ifr->ifr_data, sizeof(config)))
		return -EFAULT;
	config.flags |= HWTSTAMP_FLAG_BONDED_PHC_INDEX;
	return copy_to_user(ifr->ifr_data, &config, sizeof(config)) ? -EFAULT : 0;
}

static const struct net_device_ops trunk_dev_ops = {
	.ndo_init		= trunk_dev_init,
	.ndo_uninit		= trunk_dev_uninit,
	.ndo_open		= trunk_dev_open,
	.ndo_stop		= trunk_dev_stop,
	.ndo_start_xmit		= trunk_tx_xmit,
	.ndo_select_queue	= trunk_tx_select_queue,
	.ndo_features_check	= passthru_features_check,
	.ndo_fix_features	= trunk_features_fix,
	.ndo_set_rx_mode	= trunk_filter_set_rx_mode,
	.ndo_change_rx_flags	= trunk_dev_change_rx_flags,
	.ndo_set_mac_address	= trunk_dev_set_mac_address,
	.ndo_change_mtu		= trunk_dev_change_mtu,
	.ndo_get_stats64	= trunk_stats_get64,
	.ndo_get_iflink		= trunk_dev_get_iflink,
	.ndo_vlan_rx_add_vid	= trunk_filter_vlan_add,
	.ndo_vlan_rx_kill_vid	= trunk_filter_vlan_kill,
	.ndo_add_slave		= trunk_dev_add_slave,
	.ndo_del_slave		= trunk_port_del,
	.ndo_eth_ioctl		= trunk_dev_eth_ioctl,
#ifdef CONFIG_NET_POLL_CONTROLLER
	.ndo_poll_controller	= trunk_netpoll_poll,
	.ndo_netpoll_setup	= trunk_netpoll_setup,
	.ndo_netpoll_cleanup	= trunk_netpoll_cleanup,
#endif
	.ndo_bpf		= trunk_xdp_bpf,
	.ndo_xdp_xmit		= trunk_xdp_xmit,
};

/**
 * trunk_dev_is() - whether a device is a trunk
 * @dev: device
 *
 * Return: true if it is.
 */
bool trunk_dev_is(const struct net_device *dev)
{
	return dev->netdev_ops == &trunk_dev_ops;
}

static int is_trunk(struct net_device *dev, struct netdev_nested_priv *priv)
{
	return trunk_dev_is(dev);
}

/**
 * trunk_dev_nests() - whether a trunk would stand on a trunk
 * @upper: device that is to stand on @lower
 * @lower: device
 *
 * One level is enough for anything, and the transmit recursion of the network
 * core is limited.
 *
 * Return: true if there is a trunk among @upper and what stands on it, and
 * one among @lower and what it stands on.
 */
bool trunk_dev_nests(struct net_device *upper, struct net_device *lower)
{
	struct netdev_nested_priv priv = {};
	bool above, below;

	rcu_read_lock();
	above = trunk_dev_is(upper) ||
		netdev_walk_all_upper_dev_rcu(upper, is_trunk, &priv);
	below = trunk_dev_is(lower) ||
		netdev_walk_all_lower_dev_rcu(lower, is_trunk, &priv);
	rcu_read_unlock();
	return above && below;
}

/**
 * trunk_dev_setup() - set up a net device as a trunk
 * @dev: device, not registered yet
 */
void trunk_dev_setup(struct net_device *dev)
{
	struct trunk *trunk = netdev_priv(dev);

	trunk->dev = dev;
	INIT_LIST_HEAD(&trunk->ports);
	spin_lock_init(&trunk->lock);
	trunk->hash_seed = get_random_u32();
	trunk->slot_seed = get_random_u32();
	trunk->aggregator = TRUNK_LACP_NONE;
	trunk_monitor_init(trunk);
	trunk_lacp_setup(trunk);
	trunk_announce_init(trunk);
	trunk_learn_init(trunk);
	trunk_drain_setup(trunk);
	trunk_rebalance_setup(trunk);
	trunk_meter_setup(trunk);

	ether_setup(dev);
	dev->max_mtu = ETH_MAX_MTU;
	dev->netdev_ops = &trunk_dev_ops;
	trunk_ethtool_setup(dev);
	dev->needs_free_netdev = true;
	dev->priv_destructor = trunk_dev_destruct;
	dev->pcpu_stat_type = NETDEV_PCPU_STAT_TSTATS;
	SET_NETDEV_DEVTYPE(dev, &trunk_dev_type);

	/* netdevice(7): master of a load balancer; a bond refuses such a port. */
	dev->flags |= IFF_MASTER;
	dev->priv_flags |= IFF_UNICAST_FLT | IFF_LIVE_ADDR_CHANGE |
			   IFF_NO_QUEUE;
	dev->priv_flags &= ~(IFF_XMIT_DST_RELEASE | IFF_TX_SKB_SHARING);
	trunk_features_setup(dev);
}
