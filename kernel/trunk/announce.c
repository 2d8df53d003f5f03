// SPDX-License-Identifier: GPL-2.0-only
/* Announcements to the peers after a failover. */

#include <linux/jiffies.h>

#include "announce.h"

/*
 * NETDEV_NOTIFY_PEERS makes IPv4 send gratuitous ARP (RFC 5227) and IPv6
 * unsolicited neighbour advertisements (RFC 4861, 7.2.6), NETDEV_RESEND_IGMP
 * makes them report their multicast groups again, to a switch that snoops.
 * VLANs and macvlans pass both on to what stands on the trunk.
 */

#define RETRY_JIFFIES		1
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

static unsigned long announce_once(struct trunk *trunk)
{
	if (!ready(trunk))
		return RETRY_JIFFIES;
	trunk->notify_left--;
	call_netdevice_notifiers(NETDEV_NOTIFY_PEERS, trunk->dev);
	call_netdevice_notifiers(NETDEV_RESEND_IGMP, trunk->dev);
	return interval(trunk);
}

static void announce_work(struct work_struct *work)
{
	struct trunk *trunk = container_of(to_delayed_work(work), struct trunk,
					   announce_work);
	unsigned long delay = RETRY_JIFFIES;

	if (rtnl_trylock()) {
		/* The next carrier brings the next announcement. */
		if (!netif_carrier_ok(trunk->dev))
			trunk->notify_left = 0;
		if (trunk->notify_left)
			delay = announce_once(trunk);
		if (trunk->notify_left)
			queue_delayed_work(trunk_wq, &trunk->announce_work, delay);
		rtnl_unlock();
	} else {
		queue_delayed_work(trunk_wq, &trunk->announce_work, delay);
	}
}

/**
 * trunk_announce() - tell the peers num_peer_notif times where we are
 * @trunk: trunk
 *
 * The first time is now. A trunk that is down has nobody to talk to.
 *
 * Context: RTNL; may sleep.
 */
void trunk_announce(struct trunk *trunk)
{
	unsigned long delay;

	if (!netif_running(trunk->dev))
		return;
	trunk->notify_left = trunk->config.num_peer_notif;
	if (!trunk->notify_left)
		return;
	delay = announce_once(trunk);
	if (trunk->notify_left)
		mod_delayed_work(trunk_wq, &trunk->announce_work, delay);
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
	cancel_delayed_work(&trunk->announce_work);
}

/**
 * trunk_announce_init() - prepare the announcements of a new trunk
 * @trunk: trunk
 */
void trunk_announce_init(struct trunk *trunk)
{
	INIT_DELAYED_WORK(&trunk->announce_work, announce_work);
}
