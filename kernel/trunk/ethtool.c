// SPDX-License-Identifier: GPL-2.0-only
/* ethtool of a trunk. */

#include <linux/ethtool.h>

#include "ethtool.h"
#include "stats.h"
#include "trunk.h"

enum {
	STAT_TX_NO_PORT,
	STAT_TX_ALTERNATE,
	STAT_FAILOVERS,
	STAT_COUNT,
};

static const char stat_names[STAT_COUNT][ETH_GSTRING_LEN] = {
	[STAT_TX_NO_PORT]	= "tx_no_port",
	[STAT_TX_ALTERNATE]	= "tx_alternate",
	[STAT_FAILOVERS]	= "failovers",
};

/* Activations and link failures of each port. */
#define STATS_PER_PORT	2

static void get_drvinfo(struct net_device *dev, struct ethtool_drvinfo *info)
{
	strscpy(info->driver, KBUILD_MODNAME, sizeof(info->driver));
}

/* The links add up, but only the active one counts where there is one. */
static int get_link_ksettings(struct net_device *dev,
			      struct ethtool_link_ksettings *cmd)
{
	struct trunk *trunk = netdev_priv(dev);
	struct trunk_port *port;
	u32 speed = 0;

	cmd->base.duplex = DUPLEX_UNKNOWN;
	cmd->base.port = PORT_OTHER;
	list_for_each_entry(port, &trunk->ports, list) {
		if (port->view.state != TRUNK_PORT_STATE_ACTIVE)
			continue;
		if (port->speed != SPEED_UNKNOWN)
			speed += port->speed;
		if (cmd->base.duplex == DUPLEX_UNKNOWN ||
		    port->duplex == DUPLEX_HALF)
			cmd->base.duplex = port->duplex;
	}
	cmd->base.speed = speed ?: SPEED_UNKNOWN;
	return 0;
}

static int get_sset_count(struct net_device *dev, int sset)
{
	struct trunk *trunk = netdev_priv(dev);

	if (sset != ETH_SS_STATS)
		return -EOPNOTSUPP;
	return STAT_COUNT + hweight64(trunk->members) * STATS_PER_PORT;
}

static void get_strings(struct net_device *dev, u32 sset, u8 *data)
{
	struct trunk *trunk = netdev_priv(dev);
	struct trunk_port *port;

	if (sset != ETH_SS_STATS)
		return;
	memcpy(data, stat_names, sizeof(stat_names));
	data += sizeof(stat_names);
	list_for_each_entry(port, &trunk->ports, list) {
		ethtool_sprintf(&data, "%s_activations", port->dev->name);
		ethtool_sprintf(&data, "%s_failures", port->dev->name);
	}
}

static void get_ethtool_stats(struct net_device *dev,
			      struct ethtool_stats *stats, u64 *data)
{
	struct trunk *trunk = netdev_priv(dev);
	struct trunk_port *port;
	struct trunk_sums sums;

	trunk_stats_sum(trunk, &sums);
	data[STAT_TX_NO_PORT] = sums.tx_no_port;
	data[STAT_TX_ALTERNATE] = sums.tx_alternate;
	data[STAT_FAILOVERS] = trunk->failovers;
	data += STAT_COUNT;
	list_for_each_entry(port, &trunk->ports, list) {
		*data++ = port->activations;
		*data++ = READ_ONCE(port->failures);
	}
}

static const struct ethtool_ops trunk_ethtool_ops = {
	.get_drvinfo		= get_drvinfo,
	.get_link		= ethtool_op_get_link,
	.get_link_ksettings	= get_link_ksettings,
	.get_sset_count		= get_sset_count,
	.get_strings		= get_strings,
	.get_ethtool_stats	= get_ethtool_stats,
};

/**
 * trunk_ethtool_setup() - give a new trunk its ethtool operations
 * @dev: trunk
 */
void trunk_ethtool_setup(struct net_device *dev)
{
	dev->ethtool_ops = &trunk_ethtool_ops;
}
