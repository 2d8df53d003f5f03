// SPDX-License-Identifier: GPL-2.0-only
/* Drains of the ports of a trunk: planned removal. */

#include <linux/etherdevice.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/rcupdate.h>

#include "drain_port.h"
#include "flow.h"
#include "lacp.h"
#include "monitor.h"
#include "netlink.h"
#include "port.h"
#include "update.h"

/*
 * A port that is drained is not usable, so that trunk_update() finds others for
 * its frames. It receives as one that is inactive, where trunk_drain_takes()
 * picks out what is still on its way. The work looks at it until the machine
 * of drain.c says that it may go.
 */

#define LOOK_MS		10
#define RETRY_JIFFIES	1

/* ------------------------------------------------------------------- receiving */

/*
 * Where one port receives, a switch floods to the new one what it floods to the
 * old one, so a multicast frame would be taken twice.
 */
static bool is_ours(const struct trunk_port *port, const struct sk_buff *skb)
{
	const struct trunk *trunk = port->trunk;
	u32 mode = READ_ONCE(trunk->config.mode);

	if (trunk_uses_primary(mode))
		return skb->pkt_type != PACKET_MULTICAST &&
		       skb->pkt_type != PACKET_BROADCAST;
	return READ_ONCE(trunk->may_receive) & BIT_ULL(port->id);
}

/**
 * trunk_drain_takes() - whether an inactive port receives for the trunk still
 * @port: port
 * @skb: frame, which is not LACP's
 *
 * Context: softirq, RCU.
 *
 * Return: true if @skb is to be delivered.
 */
bool trunk_drain_takes(struct trunk_port *port, const struct sk_buff *skb)
{
	if (!READ_ONCE(port->draining) || !netif_running(port->trunk->dev) ||
	    is_link_local_ether_addr(eth_hdr(skb)->h_dest) ||
	    !is_ours(port, skb))
		return false;
	if (!READ_ONCE(port->drain_heard))
		WRITE_ONCE(port->drain_heard, true);
	return true;
}

/* -------------------------------------------------------------------- decisions */

/* The receive path and LACP follow it. */
static void set_phase(struct trunk_port *port, u8 phase)
{
	port->drain.phase = phase;
	spin_lock(&port->trunk->lock);
	WRITE_ONCE(port->draining, trunk_drain_on(&port->drain));
	spin_unlock(&port->trunk->lock);
}

/**
 * trunk_drain_review() - which ports are drained
 * @trunk: trunk
 * @usable: bit per port that may carry traffic, or would if it were not drained
 *
 * Where all others have failed, those that may carry it are kept.
 *
 * Context: RTNL.
 *
 * Return: bit per port.
 */
u64 trunk_drain_review(struct trunk *trunk, u64 usable)
{
	struct trunk_port *port;
	u64 draining = 0;

	list_for_each_entry(port, &trunk->ports, list)
		if (trunk_drain_on(&port->drain))
			draining |= BIT_ULL(port->id);
	if (!draining || (usable & ~draining) || !netif_running(trunk->dev))
		return draining;
	list_for_each_entry(port, &trunk->ports, list) {
		u64 bit = BIT_ULL(port->id);

		if (!(draining & bit) || port->drain_forced ||
		    !trunk_dev_usable(port->dev))
			continue;
		set_phase(port, TRUNK_DRAIN_PHASE_CANCELLED);
		draining &= ~bit;
		/* LACP has been told what to do already. */
		trunk_monitor_kick(trunk);
	}
	return draining;
}

/**
 * trunk_drain_tell() - tell those who want to know how far a drain is
 * @port: port
 *
 * Context: RTNL; may sleep.
 */
void trunk_drain_tell(struct trunk_port *port)
{
	if (port->drain.phase == port->drain_told)
		return;
	port->drain_told = port->drain.phase;
	trunk_netlink_drain_event(port);
	if (port->drain.phase == TRUNK_DRAIN_PHASE_CANCELLED) {
		port->drain.phase = TRUNK_DRAIN_PHASE_OFF;
		port->drain_told = TRUNK_DRAIN_PHASE_OFF;
	}
}

/* ------------------------------------------------------------------------- work */

/*
 * Whoever sends may have found the port in a table that has been replaced since;
 * after a grace period nobody has.
 */
static bool may_get_frames(struct trunk_port *port)
{
	const struct trunk *trunk = port->trunk;

	if (netif_running(trunk->dev) &&
	    (READ_ONCE(trunk->redraw) ||
	     (trunk->drawn.usable & BIT_ULL(port->id))))
		return true;
	if (!port->drain_unused) {
		port->drain_grace = start_poll_synchronize_rcu();
		port->drain_unused = true;
	}
	return !poll_state_synchronize_rcu(port->drain_grace);
}

static bool has_frames(const struct trunk_port *port)
{
	bool waiting;

	rcu_read_lock();
	waiting = trunk_flow_backlog(port->dev);
	rcu_read_unlock();
	return waiting;
}

static void look(struct trunk_port *port)
{
	const struct trunk *trunk = port->trunk;
	struct trunk_drain_facts facts = {
		.now = ktime_get_ns(),
		.linked = netif_running(trunk->dev) &&
			  trunk_dev_usable(port->dev),
		.queued = may_get_frames(port) || has_frames(port),
		.partner = trunk_lacp_partner_sends(port),
		.heard = READ_ONCE(port->drain_heard),
		.copies = trunk->config.mode == TRUNK_MODE_BROADCAST,
	};

	if (facts.heard)
		WRITE_ONCE(port->drain_heard, false);
	trunk_drain_step(&port->drain, &facts);
}

static struct trunk_port *next_over(struct trunk *trunk)
{
	struct trunk_port *port;

	list_for_each_entry(port, &trunk->ports, list)
		if (trunk_drain_over(&port->drain))
			return port;
	return NULL;
}

/* Returns whether there is one to look at again. */
static bool look_at_all(struct trunk *trunk)
{
	bool news = false, left = false;
	struct trunk_port *port;

	list_for_each_entry(port, &trunk->ports, list) {
		if (!trunk_drain_on(&port->drain))
			continue;
		look(port);
		news |= port->drain.phase != port->drain_told;
	}
	while ((port = next_over(trunk))) {
		trunk_drain_tell(port);
		trunk_port_release(port, false);
	}
	/* LACP says in one phase what it did not in the one before. */
	if (news)
		trunk_update(trunk);
	list_for_each_entry(port, &trunk->ports, list)
		left |= trunk_drain_on(&port->drain);
	return left;
}

static void drain_work(struct work_struct *work)
{
	struct trunk *trunk = container_of(to_delayed_work(work), struct trunk,
					   drain_work);
	unsigned long delay = RETRY_JIFFIES;
	bool again = true;

	if (rtnl_trylock()) {
		delay = msecs_to_jiffies(LOOK_MS);
		again = look_at_all(trunk);
		rtnl_unlock();
	}
	if (again)
		queue_delayed_work(trunk_wq, &trunk->drain_work, delay);
}

/* --------------------------------------------------------------------- requests */

/* Ports that may carry the traffic of one that is removed. */
static u64 others_of(const struct trunk_port *port)
{
	struct trunk *trunk = port->trunk;
	struct trunk_port *other;
	u64 usable = 0;

	spin_lock(&trunk->lock);
	list_for_each_entry(other, &trunk->ports, list)
		if (trunk_status_usable(other->link.status) &&
		    !trunk_drain_on(&other->drain))
			usable |= BIT_ULL(other->id);
	usable &= trunk->may_send;
	spin_unlock(&trunk->lock);
	/* One that carries nothing is not missed. */
	return usable & BIT_ULL(port->id) ? usable & ~BIT_ULL(port->id) : ~0ULL;
}

static int check_others(const struct trunk_port *port,
			struct netlink_ext_ack *extack)
{
	const struct trunk *trunk = port->trunk;
	u64 others = others_of(port);

	if (!netif_running(trunk->dev))
		return 0;
	if (!others) {
		NL_SET_ERR_MSG_MOD(extack,
				   "it is the last usable port, add another one first, or use force");
		return -EBUSY;
	}
	if (hweight64(others) < trunk->config.min_links) {
		NL_SET_ERR_MSG_MOD(extack,
				   "fewer usable ports than min_links would be left, add another one first, or use force");
		return -EBUSY;
	}
	return 0;
}

/**
 * trunk_drain_port() - begin to remove a port without losing a frame
 * @port: port
 * @timeout: when it is removed whatever is on its way, ms
 * @force: also if no other port may carry the traffic
 * @extack: why it is refused
 *
 * Context: RTNL; may sleep.
 *
 * Return: 0 or -EBUSY.
 */
int trunk_drain_port(struct trunk_port *port, u32 timeout, bool force,
		     struct netlink_ext_ack *extack)
{
	struct trunk *trunk = port->trunk;
	int err;

	ASSERT_RTNL();
	if (trunk_drain_on(&port->drain)) {
		NL_SET_ERR_MSG_MOD(extack, "it is drained already");
		return -EBUSY;
	}
	err = force ? 0 : check_others(port, extack);
	if (err)
		return err;
	trunk_drain_begin(&port->drain, timeout * (u64)NSEC_PER_MSEC,
			  ktime_get_ns());
	port->drain_forced = force;
	port->drain_unused = false;
	set_phase(port, port->drain.phase);
	trunk_update(trunk);
	mod_delayed_work(trunk_wq, &trunk->drain_work, msecs_to_jiffies(LOOK_MS));
	return 0;
}

/**
 * trunk_drain_cancel() - drain a port no more
 * @port: port
 * @extack: why it is refused
 *
 * Context: RTNL; may sleep.
 *
 * Return: 0, or -EINVAL if it is not drained.
 */
int trunk_drain_cancel(struct trunk_port *port, struct netlink_ext_ack *extack)
{
	ASSERT_RTNL();
	if (!trunk_drain_on(&port->drain)) {
		NL_SET_ERR_MSG_MOD(extack, "it is not drained");
		return -EINVAL;
	}
	set_phase(port, TRUNK_DRAIN_PHASE_CANCELLED);
	trunk_update(port->trunk);
	return 0;
}

/**
 * trunk_drain_setup() - prepare the drains of a new trunk
 * @trunk: trunk
 */
void trunk_drain_setup(struct trunk *trunk)
{
	INIT_DELAYED_WORK(&trunk->drain_work, drain_work);
}

/**
 * trunk_drain_uninit() - wait for the work of a trunk that has no ports any more
 * @trunk: trunk
 *
 * Context: no RTNL; may sleep.
 */
void trunk_drain_uninit(struct trunk *trunk)
{
	cancel_delayed_work_sync(&trunk->drain_work);
}
