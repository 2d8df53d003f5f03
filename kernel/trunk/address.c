// SPDX-License-Identifier: GPL-2.0-only
/* The Ethernet addresses of a trunk and its ports. */

#include "address.h"
#include "mac.h"

#define REFUSAL(text)	KBUILD_MODNAME ": " text

/*
 * mac.c says who has which address, here they get it. A device that does not
 * take one while it is up receives it besides its own, which is as good for all
 * but a network card that checks what it sends; it is asked again when it is
 * down.
 */

static struct trunk_mac_port describe(const struct trunk_port *port,
				      const struct trunk_config *config)
{
	const u8 *perm = port->dev->perm_addr;

	return (struct trunk_mac_port) {
		.own = port->own_addr,
		.burnt_in = is_valid_ether_addr(perm) ? perm : port->own_addr,
		.primary = !strcmp(port->dev->name, config->primary),
		.bearer = port == port->trunk->bearer,
		.rigid = port->rigid,
	};
}

static void see(struct trunk_mac *mac, const struct trunk_port *port,
		const struct trunk_config *config)
{
	const struct trunk_mac_port seen = describe(port, config);

	trunk_mac_see(mac, &seen);
}

static struct trunk_mac survey(const struct trunk *trunk,
			       const struct trunk_config *config)
{
	struct trunk_mac mac = {
		.single = config->mode == TRUNK_MODE_ACTIVE_BACKUP,
		.unset = trunk->dev->addr_assign_type == NET_ADDR_RANDOM,
		.fail_over = config->fail_over_mac,
		.policy = config->mac_policy,
	};
	const struct trunk_port *port;

	list_for_each_entry(port, &trunk->ports, list)
		see(&mac, port, config);
	return mac;
}

static const u8 *wanted(const struct trunk_mac *mac, const u8 *trunk_addr,
			const struct trunk_port *port)
{
	const struct trunk_mac_port seen = describe(port, &port->trunk->config);

	return trunk_mac_of_port(mac, trunk_addr, &seen);
}

/* It is the trunk that asks, which trunk_address_refusal() is not meant for. */
static int ask_others(struct trunk *trunk, const u8 *addr,
		      struct netlink_ext_ack *extack)
{
	bool settling = trunk->settling;
	int err;

	if (ether_addr_equal(trunk->dev->dev_addr, addr))
		return 0;
	trunk->settling = true;
	err = dev_pre_changeaddr_notify(trunk->dev, addr, extack);
	trunk->settling = settling;
	return err;
}

/* A port that carries its share must have the address of the trunk. */
static bool too_rigid(const struct trunk_mac *mac, const u8 *trunk_addr,
		      const struct trunk_port *port)
{
	return !mac->single && port->rigid &&
	       !ether_addr_equal(port->own_addr, trunk_addr);
}

static int check(struct trunk *trunk, const struct trunk_mac *mac,
		 const u8 *addr, struct netlink_ext_ack *extack)
{
	const struct trunk_port *port;

	list_for_each_entry(port, &trunk->ports, list) {
		if (!too_rigid(mac, addr, port))
			continue;
		NL_SET_ERR_MSG_MOD(extack,
				   "a port cannot have the address of the trunk, which only active-backup does without");
		return -EOPNOTSUPP;
	}
	return ask_others(trunk, addr, extack);
}

/**
 * trunk_address_check() - whether the ports bear other options
 * @trunk: trunk
 * @config: options that are wished for
 * @extack: why not
 *
 * Context: RTNL; may sleep.
 *
 * Return: 0 or a negative errno.
 */
int trunk_address_check(struct trunk *trunk, const struct trunk_config *config,
			struct netlink_ext_ack *extack)
{
	const struct trunk_mac mac = survey(trunk, config);

	return check(trunk, &mac,
		     trunk_mac_of_trunk(&mac, trunk->dev->dev_addr), extack);
}

/**
 * trunk_address_plan() - find the address for a port that is to be added
 * @port: port, not in the list yet
 * @addr: its address
 * @extack: why it cannot be added
 *
 * Context: RTNL; may sleep.
 *
 * Return: 0 or a negative errno.
 */
int trunk_address_plan(struct trunk_port *port, u8 *addr,
		       struct netlink_ext_ack *extack)
{
	struct trunk *trunk = port->trunk;
	struct trunk_mac mac = survey(trunk, &trunk->config);
	const u8 *trunk_addr;

	see(&mac, port, &trunk->config);
	trunk_addr = trunk_mac_of_trunk(&mac, trunk->dev->dev_addr);
	ether_addr_copy(addr, wanted(&mac, trunk_addr, port));
	if (!too_rigid(&mac, trunk_addr, port))
		return check(trunk, &mac, trunk_addr, extack);
	NL_SET_ERR_MSG_MOD(extack,
			   "device cannot change its address: set it on the trunk, or use mode active-backup");
	return -EOPNOTSUPP;
}

/**
 * trunk_address_refusal() - why the trunk would not keep an address
 * @trunk: trunk
 * @addr: address that a user wants it to have
 *
 * Context: RTNL.
 *
 * Return: NULL if it would, or that the ports have a say in it.
 */
const char *trunk_address_refusal(const struct trunk *trunk, const u8 *addr)
{
	struct trunk_mac mac = survey(trunk, &trunk->config);

	mac.unset = false;
	if (ether_addr_equal(trunk_mac_of_trunk(&mac, addr), addr))
		return NULL;
	return trunk_mac_fail_over(&mac) == TRUNK_FAIL_OVER_MAC_ACTIVE ?
	       REFUSAL("the trunk has the address of its active port, change that") :
	       REFUSAL("the trunk has an address by mac_policy, set that to fixed");
}

/**
 * trunk_address_is_own() - whether ports keep their own addresses
 * @trunk: trunk
 *
 * Context: RTNL.
 *
 * Return: true if they do and the trunk has that of the active one.
 */
bool trunk_address_is_own(const struct trunk *trunk)
{
	const struct trunk_mac mac = survey(trunk, &trunk->config);

	return trunk_mac_fail_over(&mac) == TRUNK_FAIL_OVER_MAC_ACTIVE;
}

/**
 * trunk_address_give() - set the address of a port, unless it has it
 * @port: port
 * @addr: Ethernet address
 *
 * Context: RTNL; may sleep.
 *
 * Return: 0 or a negative errno.
 */
int trunk_address_give(struct trunk_port *port, const u8 *addr)
{
	struct sockaddr sa = { .sa_family = port->dev->type };

	if (ether_addr_equal(port->dev->dev_addr, addr))
		return 0;
	ether_addr_copy(sa.sa_data, addr);
	return dev_set_mac_address(port->dev, &sa, NULL);
}

/* Receive @addr besides, or with NULL no other one. */
static void set_alias(struct trunk_port *port, const u8 *addr)
{
	if (port->aliased && addr && ether_addr_equal(port->alias, addr))
		return;
	if (port->aliased)
		dev_uc_del(port->dev, port->alias);
	port->aliased = addr && !dev_uc_add(port->dev, addr);
	if (port->aliased)
		ether_addr_copy(port->alias, addr);
}

/* Nobody can be refused any more: it is what can be done. */
static void settle(const struct trunk_mac *mac, struct trunk_port *port)
{
	const u8 *trunk_addr = port->trunk->dev->dev_addr;
	const u8 *addr = wanted(mac, trunk_addr, port);
	bool carries = !mac->single || port == port->trunk->bearer;
	bool ask = !port->declined || !netif_running(port->dev);
	int err;

	if (!ether_addr_equal(port->dev->dev_addr, addr) && ask) {
		err = trunk_address_give(port, addr);
		port->declined = err;
		if (err)
			netdev_warn(port->trunk->dev,
				    "port %s does not take the address %pM (%d)\n",
				    port->dev->name, addr, err);
	}
	carries &= !ether_addr_equal(port->dev->dev_addr, trunk_addr);
	set_alias(port, carries ? trunk_addr : NULL);
}

static bool take(struct trunk *trunk, const u8 *addr)
{
	struct net_device *dev = trunk->dev;

	if (ether_addr_equal(dev->dev_addr, addr) ||
	    ask_others(trunk, addr, NULL))
		return false;
	eth_hw_addr_set(dev, addr);
	dev->addr_assign_type = NET_ADDR_STOLEN;
	call_netdevice_notifiers(NETDEV_CHANGEADDR, dev);
	return true;
}

/**
 * trunk_address_update() - let the addresses follow the options and ports
 * @trunk: trunk
 *
 * After the forwarding table: frames do not wait for it. The port that bears
 * the trunk's address goes first. Of a trunk that is being deleted nobody may
 * hear any more, and its ports get back their own addresses soon.
 *
 * Context: RTNL; may sleep.
 *
 * Return: true if the address of the trunk is another one now.
 */
bool trunk_address_update(struct trunk *trunk)
{
	bool settling = trunk->settling, changed;
	struct trunk_port *port;
	struct trunk_mac mac;

	if (trunk->dev->reg_state != NETREG_REGISTERED)
		return false;
	if (trunk->active)
		trunk->bearer = trunk->active;
	mac = survey(trunk, &trunk->config);
	trunk->settling = true;
	changed = take(trunk, trunk_mac_of_trunk(&mac, trunk->dev->dev_addr));
	if (trunk->bearer)
		settle(&mac, trunk->bearer);
	list_for_each_entry(port, &trunk->ports, list)
		settle(&mac, port);
	trunk->settling = settling;
	return changed;
}

/**
 * trunk_address_set() - set the address of the trunk, as a user asks
 * @trunk: trunk
 * @addr: Ethernet address
 *
 * A port that only does not take it now follows by trunk_address_update().
 *
 * Context: RTNL; may sleep.
 *
 * Return: 0 or a negative errno; then all is as it was.
 */
int trunk_address_set(struct trunk *trunk, const u8 *addr)
{
	const struct trunk_mac mac = survey(trunk, &trunk->config);
	struct trunk_port *port;
	int err;

	list_for_each_entry(port, &trunk->ports, list)
		if (too_rigid(&mac, addr, port))
			return -EOPNOTSUPP;
	trunk->settling = true;
	list_for_each_entry(port, &trunk->ports, list) {
		err = trunk_address_give(port, wanted(&mac, addr, port));
		if (err && (err != -EBUSY || !netif_running(port->dev)))
			goto err_restore;
	}
	trunk->settling = false;
	eth_hw_addr_set(trunk->dev, addr);
	trunk->dev->addr_assign_type = NET_ADDR_SET;
	return 0;

err_restore:
	addr = trunk->dev->dev_addr;
	list_for_each_entry_continue_reverse(port, &trunk->ports, list)
		trunk_address_give(port, wanted(&mac, addr, port));
	trunk->settling = false;
	return err;
}

/**
 * trunk_address_adopt() - a port that has its own address was given another
 * @port: port
 *
 * By a user, or the host of a virtual function. It is the one to give back.
 *
 * Context: RTNL.
 */
void trunk_address_adopt(struct trunk_port *port)
{
	ether_addr_copy(port->own_addr, port->dev->dev_addr);
}

/**
 * trunk_address_give_back() - a port that was removed has its own address again
 * @port: port; closed
 *
 * Context: RTNL; may sleep.
 */
void trunk_address_give_back(struct trunk_port *port)
{
	set_alias(port, NULL);
	trunk_address_give(port, port->own_addr);
}

/**
 * trunk_address_warn() - say so if a removed port and the trunk have the same
 * @port: port
 *
 * Context: RTNL.
 */
void trunk_address_warn(const struct trunk_port *port)
{
	const struct trunk *trunk = port->trunk;

	if (!trunk->members || trunk->dev->reg_state != NETREG_REGISTERED ||
	    port->dev->reg_state != NETREG_REGISTERED ||
	    !ether_addr_equal(port->own_addr, trunk->dev->dev_addr))
		return;
	netdev_warn(trunk->dev,
		    "%s has left, and its address %pM is still the trunk's: use one of them elsewhere only with another address\n",
		    port->dev->name, port->own_addr);
}
