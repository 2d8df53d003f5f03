// SPDX-License-Identifier: GPL-2.0-only
/* From facts to decisions, the table and those who want to know. */

#include <linux/ethtool.h>
#include <linux/ktime.h>

#include "address.h"
#include "announce.h"
#include "drain_port.h"
#include "filter.h"
#include "lacp.h"
#include "learn.h"
#include "meter.h"
#include "monitor.h"
#include "netlink.h"
#include "probe.h"
#include "rebalance.h"
#include "sched.h"
#include "select.h"
#include "stats.h"
#include "trace.h"
#include "update.h"

/**
 * struct change - one step from the old decisions to the new
 * @status: link of each port by id, as of now
 * @blame: which kind of probe found a port dead, by id
 * @damped: ports that wait longer than updelay, bit per id
 * @before: view of each port by id, before
 * @may_send: bit per port that is not held back
 * @standby: bit per port that LACP keeps for later
 * @looped: bit per port on which LACP heard its own system
 * @draining: bit per port that is about to be removed
 * @aggregator: the one that LACP uses, as of now
 * @active: active port before
 * @carrier: carrier of the trunk before
 * @lost: a port carries traffic no more
 */
struct change {
	u8 status[TRUNK_PORTS_MAX];
	u8 blame[TRUNK_PORTS_MAX];
	u64 damped;
	struct trunk_view before[TRUNK_PORTS_MAX];
	u64 may_send;
	u64 standby;
	u64 looped;
	u64 draining;
	s32 aggregator;
	struct trunk_port *active;
	bool carrier;
	bool lost;
};

static void collect(struct trunk *trunk, struct change *change)
{
	u64 updelay = trunk->config.updelay * (u64)NSEC_PER_MSEC;
	struct trunk_port *port;
	u64 usable = 0;

	trunk_lacp_update(trunk);
	trunk_monitor_scan(trunk);
	change->active = trunk->active;
	change->carrier = netif_carrier_ok(trunk->dev);
	spin_lock(&trunk->lock);
	WRITE_ONCE(trunk->pending, false);
	change->may_send = trunk->may_send;
	change->standby = trunk->standby;
	change->looped = trunk->looped;
	change->aggregator = trunk->lacp.active;
	list_for_each_entry(port, &trunk->ports, list) {
		change->status[port->id] = port->link.status;
		change->blame[port->id] = trunk_probe_blame(port);
		if (trunk_monitor_damped(port) > updelay)
			change->damped |= BIT_ULL(port->id);
		change->before[port->id] = port->view;
		if (trunk_status_usable(port->link.status))
			usable |= BIT_ULL(port->id);
	}
	spin_unlock(&trunk->lock);
	change->draining = trunk_drain_review(trunk, usable & change->may_send);
}

static struct trunk_port *port_of_id(struct trunk *trunk, s32 id)
{
	struct trunk_port *port;

	list_for_each_entry(port, &trunk->ports, list)
		if (port->id == id)
			return port;
	return NULL;
}

static u32 candidates(struct trunk *trunk, const struct change *change,
		      struct trunk_candidate *list)
{
	struct trunk_port *port;
	u32 n = 0;

	list_for_each_entry(port, &trunk->ports, list) {
		u8 status = change->status[port->id];

		if (change->draining & BIT_ULL(port->id))
			continue;
		list[n++] = (struct trunk_candidate) {
			.id = port->id,
			.prio = port->prio,
			.speed = port->speed == SPEED_UNKNOWN ? 0 : port->speed,
			.duplex = port->duplex == DUPLEX_FULL,
			.up = status == TRUNK_MII_STATUS_UP,
			.usable = trunk_status_usable(status),
			.primary = !strcmp(port->dev->name,
					   trunk->config.primary),
		};
	}
	return n;
}

/*
 * A port chosen by hand stays until it fails or another link comes up, which
 * is when bonding would choose again too.
 */
static bool keep_manual(struct trunk *trunk, const struct change *change)
{
	struct trunk_port *port;

	if (!trunk->manual ||
	    (change->draining & BIT_ULL(trunk->manual->id)) ||
	    !trunk_status_usable(change->status[trunk->manual->id]))
		return false;
	list_for_each_entry(port, &trunk->ports, list)
		if (port != trunk->manual &&
		    change->status[port->id] == TRUNK_MII_STATUS_UP &&
		    !trunk_status_usable(port->view.status))
			return false;
	return true;
}

/*
 * A primary port that was just named, or just added, takes over once, whatever
 * primary_reselect says, as it does in a bond.
 */
static void take_new_primary(struct trunk *trunk,
			     const struct trunk_candidate *list, u32 n)
{
	u32 i;

	for (i = 0; trunk->new_primary && i < n; i++) {
		if (!list[i].primary || !list[i].up)
			continue;
		trunk->new_primary = false;
		trunk->manual = NULL;
		trunk->afresh = true;
	}
}

/* The active port, and the one that would be if it were not there. */
static noinline_for_stack void choose(struct trunk *trunk,
				      const struct change *change,
				      struct trunk_drawn *wanted)
{
	struct trunk_candidate list[TRUNK_PORTS_MAX];
	u32 reselect = trunk->config.primary_reselect;
	s32 current_id = -1;
	u32 n, i;

	wanted->active = -1;
	wanted->backup = -1;
	if (!trunk_uses_primary(trunk->config.mode)) {
		trunk->manual = NULL;
		return;
	}

	n = candidates(trunk, change, list);
	take_new_primary(trunk, list, n);
	if (keep_manual(trunk, change)) {
		wanted->active = trunk->manual->id;
	} else {
		trunk->manual = NULL;
		if (trunk->active && !trunk->afresh)
			current_id = trunk->active->id;
		wanted->active = trunk_select(list, n, current_id, reselect);
	}
	trunk->afresh = false;
	for (i = 0; i < n; i++)
		if (list[i].id == wanted->active)
			list[i].up = false;
	wanted->backup = trunk_select(list, n, -1, reselect);
}

/*
 * A link that is down has no speed to speak of: its port keeps the weight that
 * it had, so that it finds its share again. One that never had any counts as
 * the slowest of the others.
 */
static void weigh(struct trunk *trunk, u32 *weight)
{
	u32 slowest = TRUNK_WEIGHT_MAX;
	struct trunk_port *port;

	list_for_each_entry(port, &trunk->ports, list)
		if (port->rated)
			slowest = min(slowest, port->rated);
	list_for_each_entry(port, &trunk->ports, list)
		weight[port->id] = port->weight ?: port->rated ?: slowest;
}

/*
 * In balance-tlb a frame by any port but the active one would have the switch
 * look for our address behind that.
 */
static void assign_queues(struct trunk *trunk, u16 *queue)
{
	struct trunk_port *port;

	if (trunk->config.mode == TRUNK_MODE_BALANCE_TLB)
		return;
	list_for_each_entry(port, &trunk->ports, list)
		queue[port->id] = port->queue_id;
}

static void decide(struct trunk *trunk, const struct change *change,
		   struct trunk_drawn *wanted)
{
	struct trunk_port *port;

	memset(wanted, 0, sizeof(*wanted));
	wanted->mode = trunk->config.mode;
	wanted->scheduler = trunk_sched_effective(&trunk->config);
	wanted->policy = trunk->config.xmit_hash_policy;
	wanted->metered = trunk->config.mode == TRUNK_MODE_BALANCE_TLB ?
			  trunk->config.tlb_dynamic_lb :
			  trunk->config.rebalance == TRUNK_REBALANCE_LOAD;
	wanted->netpoll = trunk->netpoll;
	wanted->quantum = trunk->config.packets_per_slave;
	wanted->gap = wanted->scheduler == TRUNK_SCHEDULER_FLOWLET ?
		      trunk->config.flowlet_gap : TRUNK_FLOW_OVER_US;
	weigh(trunk, wanted->weight);
	assign_queues(trunk, wanted->queue);
	wanted->members = trunk->members;
	list_for_each_entry(port, &trunk->ports, list)
		if (trunk_status_usable(change->status[port->id]))
			wanted->usable |= BIT_ULL(port->id);
	wanted->usable &= change->may_send & ~change->draining;
	choose(trunk, change, wanted);
}

static u8 reason_of_idle(const struct trunk_port *port,
			 const struct change *change)
{
	u64 bit = BIT_ULL(port->id);

	if (change->draining & bit)
		return TRUNK_PORT_REASON_DRAIN;
	if (change->looped & bit)
		return TRUNK_PORT_REASON_LOOP;
	return (change->may_send | change->standby) & bit ?
		TRUNK_PORT_REASON_STANDBY : TRUNK_PORT_REASON_LACP;
}

static u8 reason_of(const struct trunk_port *port,
		    const struct change *change, bool carries)
{
	u8 status = change->status[port->id];
	u8 blame = change->blame[port->id];

	switch (status) {
	case TRUNK_MII_STATUS_UP:
		return carries ? TRUNK_PORT_REASON_NONE :
				 reason_of_idle(port, change);
	case TRUNK_MII_STATUS_GOING_DOWN:
		return TRUNK_PORT_REASON_DOWNDELAY;
	case TRUNK_MII_STATUS_GOING_BACK:
		return change->damped & BIT_ULL(port->id) ?
		       TRUNK_PORT_REASON_DAMPING : TRUNK_PORT_REASON_UPDELAY;
	}
	if (!netif_device_present(port->dev))
		return TRUNK_PORT_REASON_ABSENT;
	if (!netif_running(port->dev))
		return TRUNK_PORT_REASON_ADMIN_DOWN;
	if (netif_carrier_ok(port->dev) && blame)
		return blame;
	return TRUNK_PORT_REASON_CARRIER;
}

static void set_view(struct trunk_port *port, const struct change *change,
		     bool carries)
{
	struct trunk_view view = {
		.status = change->status[port->id],
		.state = carries ? TRUNK_PORT_STATE_ACTIVE :
				   TRUNK_PORT_STATE_BACKUP,
		.reason = reason_of(port, change, carries),
	};

	if (!memcmp(&view, &port->view, sizeof(view)))
		return;
	port->view = view;
	port->since = ktime_get_ns();
}

static void set_views(struct trunk *trunk, struct change *change, u64 usable)
{
	bool single = trunk->config.mode == TRUNK_MODE_ACTIVE_BACKUP;
	struct trunk_port *port;

	list_for_each_entry(port, &trunk->ports, list) {
		bool carries = single ? port == trunk->active :
					usable & BIT_ULL(port->id);

		set_view(port, change, carries);
		if (change->before[port->id].state == TRUNK_PORT_STATE_ACTIVE &&
		    port->view.state != TRUNK_PORT_STATE_ACTIVE)
			change->lost = true;
	}
}

/*
 * The new active port listens before the table names it, the old one after.
 * That nobody listens while the trunk is down saves each frame that question.
 */
static void set_inactive(struct trunk *trunk, bool inactive)
{
	bool single = trunk_uses_primary(trunk->config.mode);
	bool down = !netif_running(trunk->dev);
	struct trunk_port *port;

	spin_lock(&trunk->lock);
	list_for_each_entry(port, &trunk->ports, list) {
		bool held = port->draining ||
			    !(trunk->may_receive & BIT_ULL(port->id));

		if ((down || held || (single && port != trunk->active)) == inactive)
			WRITE_ONCE(port->inactive, inactive);
	}
	spin_unlock(&trunk->lock);
}

static void set_carrier(struct trunk *trunk, u64 usable)
{
	if (netif_running(trunk->dev) &&
	    hweight64(usable) >= max(1u, trunk->config.min_links))
		netif_carrier_on(trunk->dev);
	else
		netif_carrier_off(trunk->dev);
}

static void notify_port(struct trunk_port *port, const struct trunk_view *before)
{
	struct netdev_lag_lower_state_info info = {
		.link_up = trunk_status_usable(port->view.status),
		.tx_enabled = port->view.state == TRUNK_PORT_STATE_ACTIVE,
	};

	if (memcmp(before, &port->view, sizeof(*before)))
		trace_trunk_port(port->trunk->dev, port->dev, port->view.status,
				 port->view.state, port->view.reason);
	if (before->status != port->view.status)
		trunk_netlink_port_event(TRUNK_EVENT_TYPE_PORT_LINK, port);
	trunk_drain_tell(port);
	if (trunk_status_usable(before->status) != info.link_up ||
	    before->state != port->view.state)
		netdev_lower_state_changed(port->dev, &info);
}

static void notify(struct trunk *trunk, const struct change *change)
{
	struct trunk_port *port;

	list_for_each_entry(port, &trunk->ports, list)
		notify_port(port, &change->before[port->id]);
	if (change->active != trunk->active) {
		trunk_netlink_active_event(trunk);
		call_netdevice_notifiers(NETDEV_CHANGEINFODATA, trunk->dev);
	}
	if (change->carrier != netif_carrier_ok(trunk->dev))
		trunk_netlink_carrier_event(trunk);
}

/* With LACP it is for the partner to see which ports are left, unless it is another. */
static bool partner_changed(struct trunk *trunk, const struct change *change,
			    u64 usable)
{
	s32 before = trunk->aggregator;

	if (usable)
		trunk->aggregator = change->aggregator;
	return before != TRUNK_LACP_NONE && before != trunk->aggregator;
}

/* Those who send to us must learn that our address is elsewhere now. */
static bool moved(struct trunk *trunk, const struct change *change, u64 usable)
{
	if (trunk_uses_primary(trunk->config.mode))
		return trunk->active && trunk->active != change->active;
	if (trunk->config.mode == TRUNK_MODE_8023AD)
		return partner_changed(trunk, change, usable);
	return change->lost && netif_carrier_ok(trunk->dev);
}

static bool shares_changed(const struct trunk_drawn *drawn,
			   const struct trunk_drawn *wanted)
{
	return drawn->members != wanted->members ||
	       memcmp(drawn->weight, wanted->weight, sizeof(drawn->weight));
}

/* While it is down nobody sends by the table, and it may lag behind. */
static void draw(struct trunk *trunk, const struct trunk_drawn *wanted)
{
	if (shares_changed(&trunk->drawn, wanted))
		trunk_rebalance_deal(trunk, wanted);
	if (trunk_fwd_draw(trunk, wanted))
		trunk_monitor_kick(trunk);
}

static void count(struct trunk *trunk, const struct change *change,
		  const struct trunk_drawn *wanted)
{
	bool elected = trunk->active && trunk->active != change->active;

	if (elected)
		trunk->active->activations++;
	/* The first choice is none, there was nothing to fail. */
	if ((elected && change->active) ||
	    (change->lost && wanted->usable &&
	     trunk->config.mode != TRUNK_MODE_ACTIVE_BACKUP))
		trunk->failovers++;
	if (change->lost && wanted->usable)
		trunk_stats_failover(trunk);
	WRITE_ONCE(trunk->lost_at, 0);
}

/**
 * trunk_update() - draw all conclusions from what is known of the ports
 * @trunk: trunk
 *
 * The one way from facts and options to the forwarding table: whoever changed
 * either calls this. Does nothing if nothing follows.
 *
 * Context: RTNL; may sleep.
 */
void trunk_update(struct trunk *trunk)
{
	struct trunk_drawn wanted;
	struct change change = {};
	bool renamed;

	ASSERT_RTNL();
	collect(trunk, &change);
	decide(trunk, &change, &wanted);

	trunk->active = port_of_id(trunk, wanted.active);
	set_views(trunk, &change, wanted.usable);
	set_inactive(trunk, false);
	if (netif_running(trunk->dev))
		draw(trunk, &wanted);
	set_inactive(trunk, true);
	renamed = trunk_address_update(trunk);
	trunk_rebalance_start(trunk);
	trunk_meter_start(trunk);
	trunk_learn_start(trunk);
	trunk_filter_update(trunk);
	set_carrier(trunk, wanted.usable);

	count(trunk, &change, &wanted);
	notify(trunk, &change);
	if (moved(trunk, &change, wanted.usable) || (renamed && change.carrier))
		trunk_announce(trunk);
	/* LACP was asked before that: to it this is another system. */
	if (renamed)
		trunk_monitor_kick(trunk);
}
