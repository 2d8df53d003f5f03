// SPDX-License-Identifier: GPL-2.0-only
/* ethtool of a trunk. */

#include <linux/ethtool.h>
#include <linux/net_tstamp.h>

#include "ethtool.h"
#include "flow.h"
#include "stats.h"
#include "trunk.h"

/* The counters of the data path, then those of decisions. */
static const char stat_names[][ETH_GSTRING_LEN] = {
	[TRUNK_COUNT_RX_MULTICAST]	= "rx_multicast",
	[TRUNK_COUNT_RX_INACTIVE]	= "rx_drop_inactive",
	[TRUNK_COUNT_TX_ALTERNATE]	= "tx_alternate",
	[TRUNK_COUNT_TX_NO_PORT]	= "tx_drop_no_port",
	[TRUNK_COUNT_TX_NO_MEMORY]	= "tx_drop_no_memory",
	[TRUNK_COUNT_TX_PORT]		= "tx_drop_port",
	[TRUNK_COUNTS]			= "failovers",
	[TRUNK_COUNTS + 1]		= "picks",
	[TRUNK_COUNTS + 2]		= "moves",
	[TRUNK_COUNTS + 3]		= "unbalanced",
};

static const char *const port_stat_names[] = {
	"tx_packets", "tx_bytes", "rx_packets", "rx_bytes",
	"activations", "failures", "moves",
};

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
	return ARRAY_SIZE(stat_names) +
	       hweight64(trunk->members) * ARRAY_SIZE(port_stat_names);
}

static void get_strings(struct net_device *dev, u32 sset, u8 *data)
{
	struct trunk *trunk = netdev_priv(dev);
	struct trunk_port *port;
	u32 i;

	if (sset != ETH_SS_STATS)
		return;
	memcpy(data, stat_names, sizeof(stat_names));
	data += sizeof(stat_names);
	list_for_each_entry(port, &trunk->ports, list)
		for (i = 0; i < ARRAY_SIZE(port_stat_names); i++)
			ethtool_sprintf(&data, "%s_%s", port->dev->name,
					port_stat_names[i]);
}

static void get_ethtool_stats(struct net_device *dev,
			      struct ethtool_stats *stats, u64 *data)
{
	struct trunk *trunk = netdev_priv(dev);
	struct trunk_traffic now;
	struct trunk_port *port;

	trunk_stats_sum(trunk, data);
	data += TRUNK_COUNTS;
	*data++ = trunk->failovers;
	*data++ = trunk->flows ? trunk_flow_picks(trunk->flows) : 0;
	*data++ = trunk->moves;
	*data++ = trunk->excess;
	list_for_each_entry(port, &trunk->ports, list) {
		trunk_stats_traffic(port->dev, &now);
		*data++ = now.tx_packets - port->base.tx_packets;
		*data++ = now.tx_bytes - port->base.tx_bytes;
		*data++ = now.rx_packets - port->base.rx_packets;
		*data++ = now.rx_bytes - port->base.rx_bytes;
		*data++ = port->activations;
		*data++ = READ_ONCE(port->failures);
		*data++ = port->moves;
	}
}

/* Software stamps a frame as it is sent only where each port can. */
static bool all_stamp(const struct trunk *trunk)
{
	struct kernel_ethtool_ts_info info;
	struct trunk_port *port;

	list_for_each_entry(port, &trunk->ports, list) {
		memset(&info, 0, sizeof(info));
		if (ethtool_get_ts_info_by_layer(port->dev, &info) ||
		    !(info.so_timestamping & SOF_TIMESTAMPING_TX_SOFTWARE))
			return false;
	}
	return trunk->members;
}

/* Hardware stamps are those of the active port, where there is one. */
static int get_ts_info(struct net_device *dev,
		       struct kernel_ethtool_ts_info *info)
{
	const struct trunk *trunk = netdev_priv(dev);

	if (trunk->active)
		return ethtool_get_ts_info_by_layer(trunk->active->dev, info);
	info->so_timestamping = SOF_TIMESTAMPING_RX_SOFTWARE |
				SOF_TIMESTAMPING_SOFTWARE;
	if (all_stamp(trunk))
		info->so_timestamping |= SOF_TIMESTAMPING_TX_SOFTWARE;
	info->phc_index = -1;
	return 0;
}

static const struct ethtool_ops trunk_ethtool_ops = {
	.get_drvinfo		= get_drvinfo,
	.get_link		= ethtool_op_get_link,
	.get_link_ksettings	= get_link_ksettings,
	.get_ts_info		= get_ts_info,
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
