// SPDX-License-Identifier: GPL-2.0-only
/* Announcements to the peers after a failover. */

#include <linux/jiffies.h>

#include "announce.h"

/*
 * NETDEV_NOTIFY_PEERS makes IPv4 send gratuitous ARP (RFC 5227) and IPv6
 * unsolicited neighbour advertisements (RFC 4861, 7.2.6), NETDEV_RESEND_IGMP
 * makes them report their multicast groups again, to a switch that snoops.
 * VLANs and macvlans pass both on to what stands on the trunk, a bridge the
 * second one only.
 */

#define RETRY_JIFFIES		1
#define IGMP_INTERVAL_MS	200	/* as bonding */
#define DEFAULT_INTERVAL_MS	100

static unsigned long interval(const struct trunk *trunk)
{
	const struct trunk_config *config = &trunk->config;

	return msecs_to_jiffies(config->peer_notif_delay ?: config->miimon ?:
				DEFAULT_INTERVAL_MS);
}

/* IPv6 is not ready while the stack still believes that the link is lost. */
static bool ready(const struct trunk *trunk)
{
	return netif_carrier_ok(trunk->dev) &&
	       !test_bit(__LINK_STATE_LINKWATCH_PENDING, &trunk->dev->state);
}

/**
 * struct search - for a bridge above a trunk
 * @before: bridges to pass by
 * @found: the next one
 */
struct search {
	u32 before;
	struct net_device *found;
};

static int is_the_bridge(struct net_device *dev, struct netdev_nested_priv *priv)
{
	struct search *search = priv->data;

	if (!netif_is_bridge_master(dev) || search->before--)
		return 0;
	search->found = dev;
	return 1;
}

/* One by one: notifiers may sleep, and the list is of RCU. */
static struct net_device *nth_bridge(const struct trunk *trunk, u32 n)
{
	struct search search = { .before = n };
	struct netdev_nested_priv priv = { .data = &search };

	rcu_read_lock();
	netdev_walk_all_upper_dev_rcu(trunk->dev, is_the_bridge, &priv);
	rcu_read_unlock();
	return search.found;
}

static void notify_peers(const struct trunk *trunk)
{
	struct net_device *bridge;
	u32 n;

	call_netdevice_notifiers(NETDEV_NOTIFY_PEERS, trunk->dev);
	for (n = 0; (bridge = nth_bridge(trunk, n)); n++)
		call_netdevice_notifiers(NETDEV_NOTIFY_PEERS, bridge);
}

static unsigned long announce_once(struct trunk *trunk)
{
	if (!ready(trunk))
		return RETRY_JIFFIES;
	trunk->notify_left--;
	notify_peers(trunk);
	return interval(trunk);
}

static unsigned long report_once(struct trunk *trunk)
{
	if (!ready(trunk))
		return RETRY_JIFFIES;
	trunk->igmp_left--;
	call_netdevice_notifiers(NETDEV_RESEND_IGMP, trunk->dev);
	return msecs_to_jiffies(IGMP_INTERVAL_MS);
}

/* One of the two works: the next time, unless nothing is left to say. */
static void go_on(struct trunk *trunk, struct delayed_work *work, u32 *left,
		  unsigned long (*once)(struct trunk *trunk))
{
	unsigned long delay = RETRY_JIFFIES;

	if (!rtnl_trylock()) {
		queue_delayed_work(trunk_wq, work, delay);
		return;
	}
	/* The next carrier brings the next announcement. */
	if (!netif_carrier_ok(trunk->dev))
		*left = 0;
	if (*left)
		delay = once(trunk);
	if (*left)
		queue_delayed_work(trunk_wq, work, delay);
	rtnl_unlock();
}

static void announce_work(struct work_struct *work)
{
	struct trunk *trunk = container_of(to_delayed_work(work), struct trunk,
					   announce_work);

	go_on(trunk, &trunk->announce_work, &trunk->notify_left, announce_once);
}

static void igmp_work(struct work_struct *work)
{
	struct trunk *trunk = container_of(to_delayed_work(work), struct trunk,
					   igmp_work);

	go_on(trunk, &trunk->igmp_work, &trunk->igmp_left, report_once);
}

static void begin(struct trunk *trunk, struct delayed_work *work, u32 *left,
		  unsigned long (*once)(struct trunk *trunk))
{
	unsigned long delay = *left ? once(trunk) : 0;

	if (*left)
		mod_delayed_work(trunk_wq, work, delay);
}

/**
 * trunk_announce() - tell the peers where we are
 * @trunk: trunk
 *
 * num_peer_notif times our addresses, resend_igmp times our multicast groups.
 * The first time is now. A trunk that is down has nobody to talk to.
 *
 * Context: RTNL; may sleep.
 */
void trunk_announce(struct trunk *trunk)
{
	if (!netif_running(trunk->dev))
		return;
	trunk->notify_left = trunk->config.num_peer_notif;
	trunk->igmp_left = trunk->config.resend_igmp;
	begin(trunk, &trunk->announce_work, &trunk->notify_left, announce_once);
	begin(trunk, &trunk->igmp_work, &trunk->igmp_left, report_once);
}

/**
 * trunk_announce_stop() - say no more
 * @trunk: trunk
 *
 * Context: RTNL.
 */
void trunk_announce_stop(struct trunk *trunk)
{
	trunk->notify_left = 0;
	trunk->igmp_left = 0;
	cancel_delayed_work(&trunk->announce_work);
	cancel_delayed_work(&trunk->igmp_work);
}

/**
 * trunk_announce_init() - prepare the announcements of a new trunk
 * @trunk: trunk
 */
void trunk_announce_init(struct trunk *trunk)
{
	INIT_DELAYED_WORK(&trunk->announce_work, announce_work);
	INIT_DELAYED_WORK(&trunk->igmp_work, igmp_work);
}
