// SPDX-License-Identifier: GPL-2.0-only
/* Options of a trunk: check a request, then do it. */

#include <net/net_namespace.h>

#include "address.h"
#include "learn.h"
#include "monitor.h"
#include "option.h"
#include "port.h"
#include "probe.h"
#include "targets.h"
#include "update.h"

#define REFUSAL(text)	KBUILD_MODNAME ": " text

/* By attribute number; bonding's numbers that a trunk has no option for. */
static const char *const not_offered[IFLA_TRUNK_MAX + 1] = {
	[IFLA_TRUNK_AD_INFO] = REFUSAL("ad_info is read only"),
	[IFLA_TRUNK_MII_STATUS] = REFUSAL("mii_status is read only"),
};

/**
 * trunk_option_refuse() - say why a request is refused
 * @extack: where to say it, may be NULL
 * @attr: what is wrong with it, may be NULL
 * @why: static string. NL_SET_ERR_MSG_ATTR() wants a literal, and a table has
 *	many.
 */
void trunk_option_refuse(struct netlink_ext_ack *extack,
			 const struct nlattr *attr, const char *why)
{
	if (!extack)
		return;
	extack->_msg = why;
	extack->bad_attr = attr;
}

static u32 *field_of(const struct trunk_option *option,
		     struct trunk_config *config)
{
	return (u32 *)((char *)config + option->offset);
}

/**
 * trunk_option_get() - value of an option
 * @option: option
 * @config: options of a trunk
 *
 * Return: value.
 */
u32 trunk_option_get(const struct trunk_option *option,
		     const struct trunk_config *config)
{
	return *(const u32 *)((const char *)config + option->offset);
}

static bool set_value(const struct trunk_option *option, u32 value,
		      struct trunk_config *config)
{
	const struct trunk_option_word *word = option->words;

	if (value < option->min || value > option->max)
		return false;
	while (word && word->name && word->value != value)
		word++;
	if (word && !word->name)
		return false;
	*field_of(option, config) = value;
	return true;
}

/**
 * trunk_option_from_text() - set an option from a module parameter
 * @option: option
 * @text: a word or a number
 * @config: where to set it
 *
 * Return: 0, or -EINVAL: option->refusal says what is allowed.
 */
int trunk_option_from_text(const struct trunk_option *option, const char *text,
			   struct trunk_config *config)
{
	const struct trunk_option_word *word;
	u32 value;

	for (word = option->words; word && word->name; word++)
		if (!strcmp(word->name, text))
			return set_value(option, word->value, config) ?
				0 : -EINVAL;
	if (kstrtou32(text, 10, &value) || !set_value(option, value, config))
		return -EINVAL;
	return 0;
}

static const char *why_not(u16 type, u64 seen)
{
	if (type > IFLA_TRUNK_MAX)
		return REFUSAL("unknown option");
	if (seen & BIT_ULL(type))
		return REFUSAL("option is given twice");
	if (not_offered[type])
		return not_offered[type];
	return trunk_option_policy[type].type ? NULL : REFUSAL("unknown option");
}

/**
 * trunk_option_check() - refuse options that a trunk does not have, or twice
 * @linkinfo: IFLA_LINKINFO, may be NULL
 * @extack: why it is refused
 *
 * rtnetlink would drop in silence those it has no number for, and all but the
 * last of those that are given more than once.
 *
 * Return: 0 or -EOPNOTSUPP.
 */
int trunk_option_check(const struct nlattr *linkinfo,
		       struct netlink_ext_ack *extack)
{
	const struct nlattr *data, *attr;
	u64 seen = 0;
	int left;

	BUILD_BUG_ON(BITS_PER_TYPE(seen) <= IFLA_TRUNK_MAX);

	data = linkinfo ? nla_find_nested(linkinfo, IFLA_INFO_DATA) : NULL;
	if (!data)
		return 0;
	nla_for_each_nested(attr, data, left) {
		const char *why = why_not(nla_type(attr), seen);

		if (why) {
			trunk_option_refuse(extack, attr, why);
			return -EOPNOTSUPP;
		}
		seen |= BIT_ULL(nla_type(attr));
	}
	return 0;
}

static int parse_numbers(struct nlattr *data[], struct trunk_config *config,
			 struct netlink_ext_ack *extack)
{
	const struct trunk_option *option;

	for (option = trunk_options;
	     option < trunk_options + TRUNK_OPTION_COUNT; option++) {
		const struct nlattr *attr = data[option->attr];
		u32 value;

		if (!attr)
			continue;
		value = option->size == 1 ? nla_get_u8(attr) :
			option->size == 2 ? nla_get_u16(attr) : nla_get_u32(attr);
		if (set_value(option, value, config))
			continue;
		trunk_option_refuse(extack, attr, option->refusal);
		return -EINVAL;
	}
	return 0;
}

/**
 * trunk_option_together() - check what is right of each option but not of all
 * @config: options
 *
 * With balance-tlb the switch would see the same frame twice.
 *
 * Return: NULL, or what is wrong.
 */
const char *trunk_option_together(const struct trunk_config *config)
{
	if (config->mode != TRUNK_MODE_BALANCE_TLB ||
	    config->scheduler != TRUNK_SCHEDULER_BROADCAST)
		return NULL;
	return REFUSAL("scheduler broadcast does not go with mode balance-tlb, use mode broadcast");
}

static int check_together(struct nlattr *data[],
			  const struct trunk_config *config,
			  struct netlink_ext_ack *extack)
{
	const char *why = trunk_option_together(config);

	if (!why)
		return 0;
	trunk_option_refuse(extack, data[IFLA_TRUNK_SCHEDULER] ?:
			    data[IFLA_TRUNK_MODE], why);
	return -EINVAL;
}

/* By name from here on: the port may come, go and come again. */
static int parse_primary(const struct net *net, const struct nlattr *attr,
			 struct trunk_config *config,
			 struct netlink_ext_ack *extack)
{
	const struct net_device *dev;
	u32 ifindex;

	if (!attr)
		return 0;
	ifindex = nla_get_u32(attr);
	if (!ifindex) {
		memset(config->primary, 0, sizeof(config->primary));
		return 0;
	}
	dev = ifindex > INT_MAX ? NULL :
		__dev_get_by_index((struct net *)net, ifindex);
	if (!dev) {
		trunk_option_refuse(extack, attr, REFUSAL("primary: no device has this index"));
		return -ENODEV;
	}
	if (dev->flags & IFF_LOOPBACK) {
		trunk_option_refuse(extack, attr,
				    REFUSAL("primary: a loopback device cannot be a port"));
		return -EINVAL;
	}
	strscpy_pad(config->primary, dev->name, sizeof(config->primary));
	return 0;
}

static bool is_system(const u8 *address)
{
	return !is_multicast_ether_addr(address);
}

static int parse_system(const struct nlattr *attr, struct trunk_config *config,
			struct netlink_ext_ack *extack)
{
	if (!attr)
		return 0;
	if (nla_len(attr) != ETH_ALEN || !is_system(nla_data(attr))) {
		trunk_option_refuse(extack, attr,
				    REFUSAL("ad_actor_system must be unicast, or zero"));
		return -EINVAL;
	}
	ether_addr_copy(config->ad_actor_system, nla_data(attr));
	return 0;
}

/**
 * trunk_option_parse_system() - set ad_actor_system from a module parameter
 * @text: an Ethernet address
 * @config: where to set it
 *
 * Return: 0 or -EINVAL.
 */
int trunk_option_parse_system(const char *text, struct trunk_config *config)
{
	u8 address[ETH_ALEN];

	if (!mac_pton(text, address) || !is_system(address))
		return -EINVAL;
	ether_addr_copy(config->ad_actor_system, address);
	return 0;
}

static struct trunk_port *port_of_ifindex(const struct trunk *trunk, u32 ifindex)
{
	struct trunk_port *port;

	list_for_each_entry(port, &trunk->ports, list)
		if ((u32)port->dev->ifindex == ifindex)
			return port;
	return NULL;
}

static int parse_active(const struct trunk *trunk, const struct nlattr *attr,
			struct trunk_wish *wish, struct netlink_ext_ack *extack)
{
	struct trunk_port *port;
	u32 ifindex;

	if (!attr)
		return 0;
	ifindex = nla_get_u32(attr);
	wish->choose = true;
	if (!ifindex)
		return 0;
	if (!trunk_uses_primary(wish->config.mode)) {
		trunk_option_refuse(extack, attr,
				    REFUSAL("active_slave needs active-backup or balance-tlb"));
		return -EINVAL;
	}
	port = trunk ? port_of_ifindex(trunk, ifindex) : NULL;
	if (!port) {
		trunk_option_refuse(extack, attr,
				    REFUSAL("active_slave must be a port of the trunk"));
		return -EINVAL;
	}
	if (port->view.status != TRUNK_MII_STATUS_UP) {
		trunk_option_refuse(extack, attr, REFUSAL("active_slave must have its link up"));
		return -EINVAL;
	}
	wish->manual = port;
	return 0;
}

/**
 * trunk_option_parse() - check all options of a request
 * @trunk: trunk, or NULL if it is being made
 * @net: its network namespace
 * @data: IFLA_INFO_DATA, may be NULL
 * @wish: result
 * @extack: why it is refused
 *
 * Changes nothing.
 *
 * Context: RTNL.
 *
 * Return: 0 or a negative errno.
 */
int trunk_option_parse(struct trunk *trunk, const struct net *net,
		       struct nlattr *data[], struct trunk_wish *wish,
		       struct netlink_ext_ack *extack)
{
	int err;

	memset(wish, 0, sizeof(*wish));
	wish->config = trunk ? trunk->config : trunk_option_defaults;
	if (!data)
		return 0;
	err = parse_numbers(data, &wish->config, extack);
	if (err)
		return err;
	err = check_together(data, &wish->config, extack);
	if (err)
		return err;
	err = trunk_targets_parse(net, data, &wish->config.target, extack);
	if (err)
		return err;
	err = parse_primary(net, data[IFLA_TRUNK_PRIMARY], &wish->config, extack);
	if (err)
		return err;
	err = parse_system(data[IFLA_TRUNK_AD_ACTOR_SYSTEM], &wish->config, extack);
	if (err)
		return err;
	err = parse_active(trunk, data[IFLA_TRUNK_ACTIVE_SLAVE], wish, extack);
	if (err || !trunk)
		return err;
	return trunk_address_check(trunk, &wish->config, extack);
}

/**
 * trunk_option_apply() - do what a checked request wants
 * @trunk: trunk
 * @wish: what it wants
 *
 * Context: RTNL; may sleep. Cannot fail.
 */
void trunk_option_apply(struct trunk *trunk, const struct trunk_wish *wish)
{
	struct trunk_config *config = &trunk->config;
	bool other_targets;
	u32 i;

	other_targets = config->arp_interval != wish->config.arp_interval ||
			memcmp(&config->target, &wish->config.target,
			       sizeof(config->target));
	if (config->lp_interval != wish->config.lp_interval)
		trunk_learn_stop(trunk);
	/* Monitors and meters read some without RTNL. */
	for (i = 0; i < TRUNK_OPTION_COUNT; i++)
		WRITE_ONCE(*field_of(&trunk_options[i], config),
			   trunk_option_get(&trunk_options[i], &wish->config));
	if (strcmp(config->primary, wish->config.primary))
		trunk->new_primary = true;
	memcpy(config->primary, wish->config.primary, sizeof(config->primary));
	trunk_targets_set(&config->target, &wish->config.target);
	if (other_targets)
		trunk_probe_apply(trunk);
	ether_addr_copy(config->ad_actor_system, wish->config.ad_actor_system);

	if (wish->choose) {
		trunk->new_primary = false;
		trunk->manual = wish->manual;
		trunk->afresh = !wish->manual;
	}
	trunk_update(trunk);
	trunk_monitor_kick(trunk);
	call_netdevice_notifiers(NETDEV_CHANGEINFODATA, trunk->dev);
}
