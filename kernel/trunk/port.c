// SPDX-License-Identifier: GPL-2.0-only
/* Ports of a trunk: adding and removing them. */

#include <linux/bitops.h>
#include <linux/ethtool.h>
#include <linux/if_arp.h>
#include <linux/if_vlan.h>
#include <linux/ktime.h>
#include <linux/slab.h>
#include <net/net_namespace.h>

#include "address.h"
#include "announce.h"
#include "dev.h"
#include "features.h"
#include "filter.h"
#include "fwd.h"
#include "lacp.h"
#include "monitor.h"
#include "netlink.h"
#include "netpoll.h"
#include "port.h"
#include "probe.h"
#include "rx.h"
#include "sched.h"
#include "stats.h"
#include "update.h"
#include "xdp.h"

/**
 * trunk_port_get() - port of a device
 * @port_dev: any device
 *
 * Context: RTNL.
 *
 * Return: port, or NULL if @port_dev is not the port of a trunk.
 */
struct trunk_port *trunk_port_get(const struct net_device *port_dev)
{
	ASSERT_RTNL();
	if (rcu_access_pointer(port_dev->rx_handler) != trunk_rx_handle)
		return NULL;
	return rtnl_dereference(port_dev->rx_handler_data);
}

/* What kind of device can be a port at all. */
static int check_kind(const struct net_device *port_dev,
		      struct netlink_ext_ack *extack)
{
	if (port_dev->flags & IFF_LOOPBACK) {
		NL_SET_ERR_MSG_MOD(extack,
				   "a loopback device cannot be a port, choose an Ethernet device");
		return -EINVAL;
	}
	if (port_dev->type != ARPHRD_ETHER || port_dev->addr_len != ETH_ALEN) {
		NL_SET_ERR_MSG_MOD(extack, "device is not Ethernet and cannot be a port");
		return -EINVAL;
	}
	if (port_dev->priv_flags & IFF_DONT_BRIDGE) {
		NL_SET_ERR_MSG_MOD(extack,
				   "device carries frames of its own address only and cannot be a port");
		return -EOPNOTSUPP;
	}
	if (port_dev->priv_flags & IFF_NO_RX_HANDLER) {
		NL_SET_ERR_MSG_MOD(extack,
				   "device keeps its received frames to itself and cannot be a port");
		return -EOPNOTSUPP;
	}
	return 0;
}

/* How the device stands to other devices. */
static int check_stack(const struct trunk *trunk, struct net_device *port_dev,
		       struct netlink_ext_ack *extack)
{
	if (port_dev == trunk->dev) {
		NL_SET_ERR_MSG_MOD(extack, "a trunk cannot be its own port");
		return -EINVAL;
	}
	if (!net_eq(dev_net(port_dev), dev_net(trunk->dev))) {
		NL_SET_ERR_MSG_MOD(extack,
				   "device is in another network namespace, move it here first");
		return -EINVAL;
	}
	if (netdev_master_upper_dev_get(port_dev)) {
		NL_SET_ERR_MSG_MOD(extack,
				   "device has a master already, release it first (ip link set DEV nomaster)");
		return -EBUSY;
	}
	if (netdev_has_upper_dev(port_dev, trunk->dev) ||
	    netdev_has_upper_dev(trunk->dev, port_dev)) {
		NL_SET_ERR_MSG_MOD(extack,
				   "device stands on the trunk (a VLAN of it, say), that would be a loop");
		return -ELOOP;
	}
	if (trunk_dev_nests(trunk->dev, port_dev)) {
		NL_SET_ERR_MSG_MOD(extack,
				   "a trunk cannot stand on a trunk, add the ports to one trunk");
		return -ELOOP;
	}
	if (netdev_is_rx_handler_busy(port_dev)) {
		NL_SET_ERR_MSG_MOD(extack,
				   "another device receives the frames of this one (macvlan, ipvlan, ...), delete that first");
		return -EBUSY;
	}
	return 0;
}

static int check_fit(const struct trunk *trunk, struct net_device *port_dev,
		     struct netlink_ext_ack *extack)
{
	if (hweight64(trunk->members) >= TRUNK_PORTS_MAX) {
		NL_SET_ERR_MSG_MOD(extack, "trunk has 64 ports already, which is all it can have");
		return -ENOSPC;
	}
	if ((port_dev->features & NETIF_F_VLAN_CHALLENGED) &&
	    vlan_uses_dev(trunk->dev)) {
		NL_SET_ERR_MSG_MOD(extack,
				   "device cannot carry VLANs and the trunk has some, delete them first");
		return -EPERM;
	}
	return 0;
}

static int check_port(const struct trunk *trunk, struct net_device *port_dev,
		      struct netlink_ext_ack *extack)
{
	int err;

	BUILD_BUG_ON(BITS_PER_TYPE(trunk->members) != TRUNK_PORTS_MAX);
	err = check_kind(port_dev, extack);
	if (err)
		return err;
	err = check_stack(trunk, port_dev, extack);
	if (err)
		return err;
	return check_fit(trunk, port_dev, extack);
}

/* Of all the modes only active-backup can use a port with an address of its own. */
static int take_address(struct trunk_port *port, const u8 *addr,
			struct netlink_ext_ack *extack)
{
	int err = trunk_address_give(port, addr);

	if (!err)
		return 0;
	if (port->trunk->config.mode == TRUNK_MODE_ACTIVE_BACKUP) {
		port->rigid = true;
		return 0;
	}
	NL_SET_ERR_MSG_MOD(extack,
			   "device does not take the address of the trunk: set its own on the trunk, or use mode active-backup");
	return err;
}

/*
 * Closed meanwhile: drivers change the address of an open device only if they
 * must, and IPv6 takes its addresses off a device when that closes.
 */
static int take_device(struct trunk_port *port, const u8 *addr,
		       struct netlink_ext_ack *extack)
{
	int err;

	dev_close(port->dev);
	compat_set_no_addrconf(port->dev, true);

	err = dev_set_mtu(port->dev, port->trunk->dev->mtu);
	if (err) {
		NL_SET_ERR_MSG_MOD(extack,
				   "device does not take the MTU of the trunk, set a smaller one on the trunk");
		goto err_clear_no_addrconf;
	}
	err = take_address(port, addr, extack);
	if (err)
		goto err_restore_mtu;
	if (port->own_up || netif_running(port->trunk->dev)) {
		err = dev_open(port->dev, extack);
		if (err)
			goto err_restore_address;
	}
	return 0;

err_restore_address:
	trunk_address_give_back(port);
err_restore_mtu:
	dev_set_mtu(port->dev, port->own_mtu);
err_clear_no_addrconf:
	compat_set_no_addrconf(port->dev, false);
	if (port->own_up)
		dev_open(port->dev, NULL);
	return err;
}

/*
 * A device that is being unregistered, or moved to another namespace, has told
 * everybody good-bye: nobody may be notified of it again, and it is closed.
 */
static void give_back_device(struct trunk_port *port, bool gone)
{
	dev_close(port->dev);
	trunk_address_give_back(port);
	if (gone)
		__dev_set_mtu(port->dev, port->own_mtu);
	else
		dev_set_mtu(port->dev, port->own_mtu);
	compat_set_no_addrconf(port->dev, false);
	if (port->own_up && !gone)
		dev_open(port->dev, NULL);
}

static enum netdev_lag_hash lag_hash(u32 policy)
{
	switch (policy) {
	case TRUNK_HASH_POLICY_LAYER2:
		return NETDEV_LAG_HASH_L2;
	case TRUNK_HASH_POLICY_LAYER2_3:
		return NETDEV_LAG_HASH_L23;
	case TRUNK_HASH_POLICY_ENCAP2_3:
		return NETDEV_LAG_HASH_E23;
	case TRUNK_HASH_POLICY_ENCAP3_4:
		return NETDEV_LAG_HASH_E34;
	case TRUNK_HASH_POLICY_VLAN_SRCMAC:
		return NETDEV_LAG_HASH_VLAN_SRCMAC;
	default:
		return NETDEV_LAG_HASH_L34;
	}
}

static void lag_info(const struct trunk *trunk,
		     struct netdev_lag_upper_info *info)
{
	info->hash_type = NETDEV_LAG_HASH_NONE;
	switch (trunk_sched_effective(&trunk->config)) {
	case TRUNK_SCHEDULER_DEFAULT:
		info->tx_type = NETDEV_LAG_TX_TYPE_ACTIVEBACKUP;
		break;
	case TRUNK_SCHEDULER_RR:
		info->tx_type = NETDEV_LAG_TX_TYPE_ROUNDROBIN;
		break;
	case TRUNK_SCHEDULER_RANDOM:
		info->tx_type = NETDEV_LAG_TX_TYPE_RANDOM;
		break;
	case TRUNK_SCHEDULER_BROADCAST:
		info->tx_type = NETDEV_LAG_TX_TYPE_BROADCAST;
		break;
	case TRUNK_SCHEDULER_HASH:
		if (trunk->config.mode != TRUNK_MODE_BALANCE_TLB) {
			info->tx_type = NETDEV_LAG_TX_TYPE_HASH;
			info->hash_type = lag_hash(trunk->config.xmit_hash_policy);
			break;
		}
		fallthrough;
	default:
		/* What a switch chip could not do for us. */
		info->tx_type = NETDEV_LAG_TX_TYPE_UNKNOWN;
		break;
	}
}

static int link_device(struct trunk_port *port, struct netlink_ext_ack *extack)
{
	struct netdev_lag_upper_info info = {};
	struct trunk *trunk = port->trunk;
	int err;

	err = vlan_vids_add_by_dev(port->dev, trunk->dev);
	if (err) {
		NL_SET_ERR_MSG_MOD(extack, "device does not take the VLANs of the trunk");
		return err;
	}
	err = netdev_rx_handler_register(port->dev, trunk_rx_handle, port);
	if (err) {
		NL_SET_ERR_MSG_MOD(extack, "device does not let go of its received frames");
		goto err_del_vids;
	}
	lag_info(trunk, &info);
	err = netdev_master_upper_dev_link(port->dev, trunk->dev, port, &info,
					   extack);
	if (err)
		goto err_unregister_handler;
	return 0;

err_unregister_handler:
	netdev_rx_handler_unregister(port->dev);
err_del_vids:
	vlan_vids_del_by_dev(port->dev, trunk->dev);
	return err;
}

static void publish(struct trunk_port *port)
{
	struct trunk *trunk = port->trunk;

	trunk->members |= BIT_ULL(port->id);
	if (!strcmp(port->dev->name, trunk->config.primary))
		trunk->new_primary = true;
	list_add_tail_rcu(&port->list, &trunk->ports);
	compat_set_netns_immutable(trunk->dev, true);

	trunk_features_update(trunk->dev);
	if (!(trunk->dev->features & NETIF_F_LRO))
		dev_disable_lro(port->dev);
	trunk_netlink_port_event(TRUNK_EVENT_TYPE_PORT_ADD, port);
	trunk_update(trunk);
	trunk_monitor_kick(trunk);
}

static struct trunk_port *new_port(struct trunk *trunk,
				   struct net_device *port_dev)
{
	struct trunk_port *port;

	port = kzalloc(sizeof(*port), GFP_KERNEL_ACCOUNT);
	if (!port)
		return NULL;
	port->trunk = trunk;
	port->dev = port_dev;
	port->id = __ffs64(~trunk->members);
	port->link.status = TRUNK_MII_STATUS_DOWN;
	port->inactive = true;
	port->view.status = TRUNK_MII_STATUS_DOWN;
	port->view.state = TRUNK_PORT_STATE_BACKUP;
	port->view.reason = TRUNK_PORT_REASON_CARRIER;
	port->since = ktime_get_ns();
	port->actor_prio = 255;
	port->rigid = !port_dev->netdev_ops->ndo_set_mac_address;
	skb_queue_head_init(&port->pdus);
	port->own_mtu = port_dev->mtu;
	port->own_up = port_dev->flags & IFF_UP;
	ether_addr_copy(port->own_addr, port_dev->dev_addr);
	netdev_hold(port_dev, &port->dev_tracker, GFP_KERNEL);
	return port;
}

/**
 * trunk_port_add() - add a port to a trunk
 * @dev: trunk
 * @port_dev: device to add
 * @extack: why it is refused
 *
 * Context: RTNL; may sleep.
 *
 * Return: 0 or a negative errno; then @port_dev is what it was.
 */
int trunk_port_add(struct net_device *dev, struct net_device *port_dev,
		   struct netlink_ext_ack *extack)
{
	struct trunk *trunk = netdev_priv(dev);
	struct trunk_port *port;
	u8 addr[ETH_ALEN];
	int err;

	err = check_port(trunk, port_dev, extack);
	if (err)
		return err;
	port = new_port(trunk, port_dev);
	if (!port)
		return -ENOMEM;
	err = trunk_address_plan(port, addr, extack);
	if (err)
		goto err_free_port;
	err = take_device(port, addr, extack);
	if (err)
		goto err_free_port;
	err = trunk_xdp_add(port, extack);
	if (err)
		goto err_give_back_device;
	err = trunk_netpoll_add(port, extack);
	if (err)
		goto err_del_xdp;
	trunk_monitor_refresh_speed(port);
	trunk_probe_add(port);
	err = link_device(port, extack);
	if (err)
		goto err_del_probe;
	trunk_stats_traffic(port_dev, &port->base);
	publish(port);
	return 0;

err_del_probe:
	trunk_probe_del(port);
	trunk_netpoll_del(port);
err_del_xdp:
	trunk_xdp_del(port);
err_give_back_device:
	give_back_device(port, false);
err_free_port:
	netdev_put(port_dev, &port->dev_tracker);
	kfree(port);
	return err;
}

/**
 * trunk_port_release() - remove a port from its trunk
 * @port: port, gone after this
 * @gone: its device is being unregistered or moved to another namespace
 *
 * The others take over first. Cannot fail.
 *
 * Context: RTNL; may sleep.
 */
void trunk_port_release(struct trunk_port *port, bool gone)
{
	bool carried = port->view.state == TRUNK_PORT_STATE_ACTIVE;
	struct trunk *trunk = port->trunk;
	struct net_device *dev = trunk->dev;

	ASSERT_RTNL();
	/* The trunk may go first of those that go together. */
	gone |= port->dev->reg_state != NETREG_REGISTERED;
	trunk_lacp_leave(port);
	list_del_rcu(&port->list);
	trunk->members &= ~BIT_ULL(port->id);
	if (trunk->active == port)
		trunk->active = NULL;
	if (trunk->manual == port)
		trunk->manual = NULL;
	if (trunk->bearer == port)
		trunk->bearer = NULL;
	trunk_fwd_forget(trunk, port->dev);
	trunk_update(trunk);
	if (carried && !trunk_uses_primary(trunk->config.mode))
		trunk_announce(trunk);

	trunk_filter_remove(port);
	trunk_probe_del(port);
	netdev_upper_dev_unlink(port->dev, dev);
	netdev_rx_handler_unregister(port->dev);
	trunk_lacp_purge(port);
	vlan_vids_del_by_dev(port->dev, dev);
	trunk_netpoll_del(port);
	trunk_xdp_del(port);
	give_back_device(port, gone);
	trunk_address_warn(port);

	trunk_features_update(dev);
	if (!trunk->members)
		compat_set_netns_immutable(dev, false);
	trunk_netlink_port_event(TRUNK_EVENT_TYPE_PORT_DEL, port);
	netdev_put(port->dev, &port->dev_tracker);
	kfree_rcu(port, rcu);
}

/**
 * trunk_port_del() - remove a device from a trunk
 * @dev: trunk
 * @port_dev: device
 *
 * Context: RTNL; may sleep.
 *
 * Return: 0, or -EINVAL if @port_dev is no port of @dev.
 */
int trunk_port_del(struct net_device *dev, struct net_device *port_dev)
{
	struct trunk_port *port = trunk_port_get(port_dev);

	if (!port || port->trunk->dev != dev)
		return -EINVAL;
	trunk_port_release(port, false);
	return 0;
}
