// SPDX-License-Identifier: GPL-2.0-only
/* Monitors: what is known of the links of the ports. */

#include <linux/ethtool.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>

#include "fwd.h"
#include "lacp.h"
#include "monitor.h"
#include "probe.h"
#include "update.h"

/* RTNL is often held for long; the retry is cheap and the table is right. */
#define RETRY_JIFFIES	1

static void read_damping(const struct trunk_config *config,
			 struct trunk_damping_rules *rules)
{
	rules->hold = READ_ONCE(config->damping_hold) * (u64)NSEC_PER_MSEC;
	rules->max = READ_ONCE(config->damping_max) * (u64)NSEC_PER_MSEC;
}

/**
 * trunk_monitor_damped() - for how long a port that flaps has to be back
 * @port: port
 *
 * Context: trunk->lock.
 *
 * Return: ns; 0: no longer than others.
 */
u64 trunk_monitor_damped(const struct trunk_port *port)
{
	struct trunk_damping_rules rules;

	read_damping(&port->trunk->config, &rules);
	return trunk_damping_wait(&port->damping, &rules);
}

static void read_delays(const struct trunk_port *port,
			struct trunk_delays *delays)
{
	const struct trunk_config *config = &port->trunk->config;

	delays->up = READ_ONCE(config->updelay) * (u64)NSEC_PER_MSEC;
	delays->up = max(delays->up, trunk_monitor_damped(port));
	delays->down = READ_ONCE(config->downdelay) * (u64)NSEC_PER_MSEC;
}

/* One that was set down by hand did not fail of itself. */
static void note_failure(struct trunk_port *port,
			 const struct trunk_signal *signal)
{
	struct trunk_damping_rules rules;

	WRITE_ONCE(port->failures, port->failures + 1);
	read_damping(&port->trunk->config, &rules);
	if (signal->running)
		trunk_damping_failed(&port->damping, &rules, signal->now);
}

static void step(struct trunk_port *port, u64 now)
{
	bool usable = trunk_status_usable(port->link.status);
	struct trunk_delays delays;
	struct trunk_signal signal = {
		.alive = trunk_probe_alive(port),
		.now = now,
	};

	read_delays(port, &delays);
	trunk_monitor_carrier_read(port, &signal);
	if (!trunk_link_step(&port->link, &signal, &delays))
		return;
	WRITE_ONCE(port->trunk->pending, true);
	if (usable && !READ_ONCE(port->trunk->lost_at))
		WRITE_ONCE(port->trunk->lost_at, now);
	if (port->link.status == TRUNK_MII_STATUS_DOWN) {
		if (usable)
			note_failure(port, &signal);
		trunk_fwd_fail(port->trunk, port->dev);
	}
	if (port->link.status == TRUNK_MII_STATUS_UP && !usable)
		port->damping.up_since = now;
}

/*
 * With nothing else to use there is no reason to wait: the port that has been
 * back for longest becomes usable now.
 */
static void skip_updelay(struct trunk *trunk, u64 now)
{
	struct trunk_port *port, *first = NULL;

	list_for_each_entry_rcu(port, &trunk->ports, list) {
		if (trunk_status_usable(port->link.status))
			return;
		if (port->link.status != TRUNK_MII_STATUS_GOING_BACK)
			continue;
		if (!first || port->link.since < first->link.since)
			first = port;
	}
	if (first) {
		first->link.status = TRUNK_MII_STATUS_UP;
		first->link.since = now;
		first->damping.up_since = now;
		WRITE_ONCE(trunk->pending, true);
	}
}

/**
 * trunk_monitor_scan() - look at all ports and take dead ones out of the table
 * @trunk: trunk
 *
 * Sets trunk->pending if there is something to conclude.
 *
 * Context: process; needs no RTNL.
 */
void trunk_monitor_scan(struct trunk *trunk)
{
	struct trunk_port *port;
	u64 now = ktime_get_ns();

	rcu_read_lock();
	spin_lock(&trunk->lock);
	list_for_each_entry_rcu(port, &trunk->ports, list)
		step(port, now);
	skip_updelay(trunk, now);
	spin_unlock(&trunk->lock);
	rcu_read_unlock();
	trunk_lacp_follow(trunk);
}

/* Until the next poll or the end of the first delay; ULONG_MAX: no need. */
static unsigned long next_look(struct trunk *trunk)
{
	u32 miimon = READ_ONCE(trunk->config.miimon);
	unsigned long next = ULONG_MAX;
	struct trunk_delays delays;
	struct trunk_port *port;
	u64 now = ktime_get_ns();

	if (miimon)
		next = msecs_to_jiffies(miimon);
	rcu_read_lock();
	spin_lock(&trunk->lock);
	list_for_each_entry_rcu(port, &trunk->ports, list) {
		u64 deadline, left;

		read_delays(port, &delays);
		deadline = trunk_link_deadline(&port->link, &delays);
		left = deadline > now ? deadline - now : 0;
		if (deadline != U64_MAX)
			next = min(next, nsecs_to_jiffies(left) + 1);
	}
	spin_unlock(&trunk->lock);
	rcu_read_unlock();
	return next;
}

static void arm(struct trunk *trunk, unsigned long delay)
{
	if (delay != ULONG_MAX && READ_ONCE(trunk->monitoring))
		mod_delayed_work(trunk_wq, &trunk->monitor_work, delay);
}

/* Conclusions need RTNL, which is never waited for here. */
static bool conclude(struct trunk *trunk)
{
	struct trunk_port *port;

	if (!rtnl_trylock())
		return false;
	if (trunk->monitoring) {
		list_for_each_entry(port, &trunk->ports, list)
			if (port->speed_stale)
				trunk_monitor_refresh_speed(port);
		trunk_update(trunk);
	}
	rtnl_unlock();
	return true;
}

/**
 * trunk_monitor_look() - scan, and conclude from what is seen
 * @trunk: trunk
 *
 * Context: process; no RTNL.
 */
void trunk_monitor_look(struct trunk *trunk)
{
	unsigned long delay;

	trunk_monitor_scan(trunk);
	if ((READ_ONCE(trunk->pending) || READ_ONCE(trunk->redraw)) &&
	    !conclude(trunk))
		delay = RETRY_JIFFIES;
	else
		delay = next_look(trunk);
	arm(trunk, delay);
}

static void monitor_work(struct work_struct *work)
{
	trunk_monitor_look(container_of(to_delayed_work(work), struct trunk,
					monitor_work));
}

/**
 * trunk_monitor_kick() - look again soon
 * @trunk: trunk
 *
 * For what cannot be done where it is noticed: to ask a driver for its speed
 * within its own notification, to wait for the end of a delay.
 *
 * Context: any but hard interrupt.
 */
void trunk_monitor_kick(struct trunk *trunk)
{
	WRITE_ONCE(trunk->pending, true);
	arm(trunk, RETRY_JIFFIES);
}

/**
 * trunk_monitor_refresh_speed() - ask the driver of a port for its speed
 * @port: port
 *
 * Context: RTNL; may sleep; not within a notification of the port.
 */
void trunk_monitor_refresh_speed(struct trunk_port *port)
{
	struct ethtool_link_ksettings settings = {};

	port->speed_stale = false;
	port->speed = SPEED_UNKNOWN;
	port->duplex = DUPLEX_UNKNOWN;
	if (__ethtool_get_link_ksettings(port->dev, &settings))
		return;
	port->speed = settings.base.speed ?: SPEED_UNKNOWN;
	port->duplex = settings.base.duplex;
	if (port->speed != SPEED_UNKNOWN)
		port->rated = min_t(u32, port->speed, TRUNK_WEIGHT_MAX);
}

/**
 * trunk_monitor_start() - begin to watch the ports
 * @trunk: trunk
 *
 * Context: RTNL.
 */
void trunk_monitor_start(struct trunk *trunk)
{
	WRITE_ONCE(trunk->monitoring, true);
	trunk_monitor_kick(trunk);
	trunk_probe_start(trunk);
}

/**
 * trunk_monitor_stop() - stop to watch the ports
 * @trunk: trunk
 *
 * Work that runs now comes to nothing. It is waited for when the trunk is
 * freed, without RTNL.
 *
 * Context: RTNL.
 */
void trunk_monitor_stop(struct trunk *trunk)
{
	WRITE_ONCE(trunk->monitoring, false);
	cancel_delayed_work(&trunk->monitor_work);
	trunk_probe_stop(trunk);
}

/**
 * trunk_monitor_init() - prepare the monitor of a new trunk
 * @trunk: trunk
 */
void trunk_monitor_init(struct trunk *trunk)
{
	INIT_DELAYED_WORK(&trunk->monitor_work, monitor_work);
	trunk_probe_init(trunk);
}
