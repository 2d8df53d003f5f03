// SPDX-License-Identifier: GPL-2.0-only
/* LACP on the ports of a trunk: the mode 802.3ad. */

#include <linux/etherdevice.h>
#include <linux/ethtool.h>
#include <linux/if_vlan.h>
#include <linux/jiffies.h>
#include <linux/ktime.h>
#include <linux/pkt_sched.h>
#include <linux/skbuff.h>

#include "fwd.h"
#include "lacp.h"
#include "lacp_agg.h"
#include "monitor.h"
#include "trace.h"

/*
 * Frames wait on port->pdus for the work, which runs the machines under
 * trunk->lock and sends what they want to say after it. RTNL is needed for
 * none of it: a port stops to send and begins to receive at once, in place; to
 * send by one more port takes a new table, which the monitor's work makes as
 * soon as it gets RTNL.
 */

/* What a partner may send in a tenth of a second. More is not looked at. */
#define PDUS_MAX	10
#define PDUS_WINDOW	(HZ / 10)

static const u8 slow_address[ETH_ALEN + 2] __aligned(2) = {
	0x01, 0x80, 0xc2, 0x00, 0x00, 0x02
};

static struct trunk_port *port_of(struct trunk_lacp_port *lacp)
{
	return container_of(lacp, struct trunk_port, lacp);
}

static bool takes_part(const struct trunk_port *port)
{
	return port->trunk->lacp.port[port->id] == &port->lacp;
}

/* --------------------------------------------------------------- to the wire */

static struct sk_buff *new_frame(const struct trunk_port *port)
{
	struct net_device *dev = port->dev;
	struct sk_buff *skb;
	struct ethhdr *eth;

	skb = alloc_skb(LL_RESERVED_SPACE(dev) + ETH_HLEN + TRUNK_SLOW_LEN +
			dev->needed_tailroom, GFP_ATOMIC);
	if (!skb)
		return NULL;
	skb_reserve(skb, LL_RESERVED_SPACE(dev));
	skb_reset_mac_header(skb);
	eth = skb_put(skb, ETH_HLEN);
	ether_addr_copy(eth->h_dest, slow_address);
	/* Not the trunk's, which a switch would then see on all ports. */
	ether_addr_copy(eth->h_source, port->own_addr);
	eth->h_proto = htons(ETH_P_SLOW);
	skb_set_network_header(skb, ETH_HLEN);
	skb->dev = dev;
	skb->protocol = htons(ETH_P_SLOW);
	skb->priority = TC_PRIO_CONTROL;
	return skb;
}

/* One that is lost for want of memory is as one that the wire lost. */
static void say(struct trunk_port *port, const struct trunk_lacp_pdu *pdu,
		struct sk_buff_head *frames)
{
	struct sk_buff *skb = new_frame(port);

	if (!skb)
		return;
	trunk_lacp_build(pdu, skb_put(skb, TRUNK_SLOW_LEN));
	__skb_queue_tail(frames, skb);
	port->lacp_count[TRUNK_LACP_COUNT_TX]++;
}

static void answer(struct trunk_port *port, const struct trunk_marker *marker,
		   struct sk_buff_head *frames)
{
	struct sk_buff *skb;

	if (!trunk_lacp_answers(&port->lacp))
		return;
	skb = new_frame(port);
	if (!skb)
		return;
	trunk_marker_build(marker, true, skb_put(skb, TRUNK_SLOW_LEN));
	__skb_queue_tail(frames, skb);
	port->lacp_count[TRUNK_LACP_COUNT_TX_RESPONSE]++;
}

/* Not under trunk->lock: on the way out anything may run. */
static void send(struct sk_buff_head *frames)
{
	struct sk_buff *skb;

	while ((skb = __skb_dequeue(frames)))
		dev_queue_xmit(skb);
}

/* ------------------------------------------------------------- from the wire */

static bool too_many(struct trunk_port *port)
{
	if (time_after(jiffies, port->pdus_since + PDUS_WINDOW)) {
		port->pdus_since = jiffies;
		port->pdus_seen = 0;
	}
	return ++port->pdus_seen > PDUS_MAX;
}

/**
 * trunk_lacp_take() - take a frame that a port received, if it is for LACP
 * @port: port
 * @skb: frame, Ethernet header pulled
 *
 * Other slow protocols are nobody's business here.
 *
 * Context: softirq, RCU.
 *
 * Return: true if @skb was taken.
 */
bool trunk_lacp_take(struct trunk_port *port, struct sk_buff *skb)
{
	struct trunk *trunk = port->trunk;
	const u8 *subtype;
	bool refused;
	u8 buf;

	if (READ_ONCE(trunk->config.mode) != TRUNK_MODE_8023AD ||
	    skb->protocol != htons(ETH_P_SLOW) || skb_vlan_tag_present(skb) ||
	    !ether_addr_equal_64bits(eth_hdr(skb)->h_dest, slow_address) ||
	    !READ_ONCE(trunk->monitoring))
		return false;
	subtype = skb_header_pointer(skb, 0, 1, &buf);
	if (!subtype || !trunk_slow_is_ours(*subtype))
		return false;
	spin_lock(&port->pdus.lock);
	refused = too_many(port);
	if (refused)
		port->lacp_count[TRUNK_LACP_COUNT_RX_DROPPED]++;
	else
		__skb_queue_tail(&port->pdus, skb);
	spin_unlock(&port->pdus.lock);
	if (refused)
		consume_skb(skb);
	else
		queue_work(trunk_wq, &trunk->lacp_work);
	return true;
}

static void hear(struct trunk_port *port, const struct sk_buff *skb, u64 now,
		 struct sk_buff_head *frames)
{
	u32 len = min_t(u32, skb->len, TRUNK_SLOW_LEN);
	struct trunk_slow_pdu pdu;
	u8 data[TRUNK_SLOW_LEN];

	if (skb_copy_bits(skb, 0, data, len))
		len = 0;
	switch (trunk_slow_parse(data, len, &pdu)) {
	case TRUNK_SLOW_LACPDU:
		port->lacp_count[TRUNK_LACP_COUNT_RX]++;
		trunk_lacp_hear(&port->trunk->lacp, &port->lacp, &pdu.lacp, now);
		break;
	case TRUNK_SLOW_MARKER:
		port->lacp_count[TRUNK_LACP_COUNT_RX_MARKER]++;
		answer(port, &pdu.marker, frames);
		break;
	case TRUNK_SLOW_MARKER_RESPONSE:
		port->lacp_count[TRUNK_LACP_COUNT_RX_RESPONSE]++;
		break;
	default:
		port->lacp_count[TRUNK_LACP_COUNT_RX_ILLEGAL]++;
		break;
	}
}

/* -------------------------------------------------------------- the machines */

static void set_enabled(struct trunk_port *port, u64 now)
{
	struct trunk_lacp_setting setting = port->lacp.setting;

	setting.enabled = trunk_status_usable(port->link.status);
	trunk_lacp_set(&port->lacp, &setting, now);
}

static void note(struct trunk_port *port, u64 now)
{
	const struct trunk_lacp_event event = {
		.time = now,
		.rx = port->lacp.rx,
		.mux = port->lacp.mux,
		.actor = port->lacp.actor.state,
		.partner = port->lacp.partner.state,
	};
	const struct trunk_lacp_event *last;

	last = &port->lacp_log[(port->lacp_events - 1) % TRUNK_LACP_LOG];
	if (port->lacp_events && last->rx == event.rx && last->mux == event.mux)
		return;
	port->lacp_log[port->lacp_events++ % TRUNK_LACP_LOG] = event;
	trace_trunk_lacp(port->trunk->dev, port->dev, &event);
}

/* What people are told of ports that carry nothing, beside why. */
static void explain(struct trunk *trunk)
{
	const struct trunk_lacp_port *p;
	u64 standby = 0, looped = 0;
	u32 i;

	for (i = 0; (p = trunk_lacp_next(&trunk->lacp, &i)); i++) {
		if (p->selected == TRUNK_LACP_STANDBY)
			standby |= BIT_ULL(i);
		if (p->looped)
			looped |= BIT_ULL(i);
	}
	if (standby != trunk->standby || looped != trunk->looped)
		trunk_monitor_kick(trunk);
	trunk->standby = standby;
	trunk->looped = looped;
}

/* A port stops to send before it stops to receive, and begins after. */
static void apply(struct trunk *trunk, const struct trunk_lacp_actions *act)
{
	u64 stop = trunk->may_send & ~act->distribute;
	struct trunk_lacp_port *p;
	u32 i;

	if (trunk->may_send == act->distribute &&
	    trunk->may_receive == act->collect)
		return;
	for (i = 0; (p = trunk_lacp_next(&trunk->lacp, &i)); i++) {
		struct trunk_port *port = port_of(p);

		if (stop & BIT_ULL(i))
			trunk_fwd_stop(trunk, port->dev);
		WRITE_ONCE(port->inactive, port->draining ||
			   !(act->collect & BIT_ULL(i)));
	}
	if (stop && !READ_ONCE(trunk->lost_at))
		WRITE_ONCE(trunk->lost_at, ktime_get_ns());
	trunk->may_send = act->distribute;
	trunk->may_receive = act->collect;
	trunk_monitor_kick(trunk);
}

static void step(struct trunk *trunk, u64 now, struct sk_buff_head *frames)
{
	struct trunk_lacp *lacp = &trunk->lacp;
	struct trunk_lacp_actions act;
	struct trunk_lacp_port *p;
	struct trunk_lacp_pdu pdu;
	struct sk_buff *skb;
	u32 i;

	for (i = 0; (p = trunk_lacp_next(lacp, &i)); i++) {
		set_enabled(port_of(p), now);
		while ((skb = skb_dequeue(&port_of(p)->pdus))) {
			hear(port_of(p), skb, now, frames);
			consume_skb(skb);
		}
	}
	trunk_lacp_run(lacp, now, &act);
	for (i = 0; (p = trunk_lacp_next(lacp, &i)); i++) {
		note(port_of(p), now);
		if (!(act.send & BIT_ULL(i)))
			continue;
		trunk_lacp_say(p, &pdu);
		say(port_of(p), &pdu, frames);
	}
	apply(trunk, &act);
	explain(trunk);
}

static void arm(struct trunk *trunk, u64 deadline, u64 now)
{
	if (deadline != TRUNK_LACP_NEVER && READ_ONCE(trunk->monitoring))
		mod_delayed_work(trunk_wq, &trunk->lacp_timer,
				 nsecs_to_jiffies(deadline - now) + 1);
}

/**
 * trunk_lacp_follow() - let LACP follow what was received and seen
 * @trunk: trunk
 *
 * Sets trunk->pending if there is something to conclude.
 *
 * Context: process; needs no RTNL.
 */
void trunk_lacp_follow(struct trunk *trunk)
{
	struct sk_buff_head frames;
	u64 now;

	if (!READ_ONCE(trunk->lacp.members))
		return;
	__skb_queue_head_init(&frames);
	/* Keeps the devices of the ports until the frames are sent. */
	rcu_read_lock();
	spin_lock(&trunk->lock);
	now = ktime_get_ns();
	step(trunk, now, &frames);
	/* Under the lock, lest who came first puts off who came last. */
	arm(trunk, trunk_lacp_deadline(&trunk->lacp, now), now);
	spin_unlock(&trunk->lock);
	send(&frames);
	rcu_read_unlock();
}

static void lacp_work(struct work_struct *work)
{
	trunk_lacp_follow(container_of(work, struct trunk, lacp_work));
}

static void lacp_timer(struct work_struct *work)
{
	trunk_lacp_follow(container_of(to_delayed_work(work), struct trunk,
				       lacp_timer));
}

/* ----------------------------------------------------------------- options */

static void read_config(const struct trunk *trunk,
			struct trunk_lacp_config *config)
{
	const struct trunk_config *from = &trunk->config;

	*config = (struct trunk_lacp_config) {
		.system_priority = from->ad_actor_sys_prio,
		.active = from->lacp_active,
		.fast = from->lacp_rate,
		.coupled = from->coupled_control,
		.select = from->ad_select,
		.fallback = from->lacp_strict ? TRUNK_LACP_NEVER :
			    from->lacp_fallback * (u64)NSEC_PER_MSEC,
	};
	ether_addr_copy(config->system,
			is_zero_ether_addr(from->ad_actor_system) ?
			trunk->dev->dev_addr : from->ad_actor_system);
}

/*
 * As bonding's: 10 bits are the user's, 5 tell the speed, the last one full
 * duplex. What was last known of a link that is down is what it will be.
 */
static u16 key_of(const struct trunk_port *port)
{
	static const u32 speeds[] = {
		1, 10, 100, 1000, 2500, 5000, 10000, 14000, 20000, 25000, 40000,
		50000, 56000, 100000, 200000, 400000, 800000, 1600000,
	};
	u32 i;

	for (i = 0; i < ARRAY_SIZE(speeds); i++)
		if (port->rated < speeds[i])
			break;
	return port->trunk->config.ad_user_port_key << 6 | i << 1 |
	       (port->duplex != DUPLEX_HALF);
}

/* The partner stops to collect too: all that was sent to it must be there first. */
static u8 leave_of(const struct trunk_port *port)
{
	if (!trunk_drain_on(&port->drain))
		return TRUNK_LACP_STAY;
	return port->drain.phase == TRUNK_DRAIN_PHASE_SENDING ?
	       TRUNK_LACP_STOP : TRUNK_LACP_LEAVE;
}

static void read_setting(const struct trunk_port *port,
			 struct trunk_lacp_setting *setting)
{
	*setting = (struct trunk_lacp_setting) {
		.enabled = trunk_status_usable(port->link.status),
		.capable = port->duplex != DUPLEX_HALF,
		.key = key_of(port),
		.priority = port->actor_prio,
		.speed = port->rated,
		.leave = leave_of(port),
	};
}

/* What was received before, in another mode say, is old. */
static void join(struct trunk_port *port,
		 const struct trunk_lacp_setting *setting, u64 now)
{
	skb_queue_purge(&port->pdus);
	trunk_lacp_add(&port->trunk->lacp, &port->lacp, port->id, setting, now);
}

static void leave(struct trunk_port *port, struct sk_buff_head *frames)
{
	struct trunk *trunk = port->trunk;
	struct trunk_lacp_pdu pdu;

	trunk_fwd_stop(trunk, port->dev);
	trunk->may_send &= ~BIT_ULL(port->id);
	trunk->may_receive &= ~BIT_ULL(port->id);
	if (port->lacp.periodic != TRUNK_LACP_NO_PERIODIC) {
		trunk_lacp_goodbye(&port->lacp, &pdu);
		say(port, &pdu, frames);
	}
	trunk_lacp_remove(&trunk->lacp, &port->lacp);
}

/**
 * trunk_lacp_leave() - a port is about to be removed
 * @port: port
 *
 * Context: RTNL; may sleep.
 */
void trunk_lacp_leave(struct trunk_port *port)
{
	struct trunk *trunk = port->trunk;
	struct sk_buff_head frames;

	__skb_queue_head_init(&frames);
	spin_lock(&trunk->lock);
	if (takes_part(port))
		leave(port, &frames);
	spin_unlock(&trunk->lock);
	send(&frames);
}

/**
 * trunk_lacp_purge() - forget what a port that receives no more has received
 * @port: port
 */
void trunk_lacp_purge(struct trunk_port *port)
{
	skb_queue_purge(&port->pdus);
}

/* In other modes, and while nobody sends, nothing is held back. */
static void set_idle(struct trunk *trunk)
{
	bool held = trunk->config.mode == TRUNK_MODE_8023AD;

	trunk->may_send = held ? 0 : ~0ULL;
	trunk->may_receive = held ? 0 : ~0ULL;
	trunk->standby = 0;
	trunk->looped = 0;
}

/**
 * trunk_lacp_update() - let LACP follow the options, the mode and the ports
 * @trunk: trunk
 *
 * trunk_lacp_follow() must come after.
 *
 * Context: RTNL; may sleep.
 */
void trunk_lacp_update(struct trunk *trunk)
{
	bool on = trunk->config.mode == TRUNK_MODE_8023AD &&
		  netif_running(trunk->dev);
	struct trunk_lacp_setting setting;
	struct trunk_lacp_config config;
	struct sk_buff_head frames;
	struct trunk_port *port;
	u64 now;

	ASSERT_RTNL();
	__skb_queue_head_init(&frames);
	spin_lock(&trunk->lock);
	now = ktime_get_ns();
	read_config(trunk, &config);
	trunk_lacp_configure(&trunk->lacp, &config);
	if (on && !trunk->lacp.members)
		set_idle(trunk);
	list_for_each_entry(port, &trunk->ports, list) {
		read_setting(port, &setting);
		if (on && takes_part(port))
			trunk_lacp_set(&port->lacp, &setting, now);
		else if (on)
			join(port, &setting, now);
		else if (takes_part(port))
			leave(port, &frames);
	}
	if (!on)
		set_idle(trunk);
	spin_unlock(&trunk->lock);
	send(&frames);
}

/* ------------------------------------------------------------- to be looked at */

/**
 * trunk_lacp_partner_sends() - whether the partner of a port says that it sends
 * @port: port
 *
 * Return: false also if there is none, or LACP is not at work.
 */
bool trunk_lacp_partner_sends(const struct trunk_port *port)
{
	struct trunk *trunk = port->trunk;
	bool sends;

	spin_lock(&trunk->lock);
	sends = takes_part(port) &&
		(port->lacp.rx == TRUNK_LACP_RX_CURRENT ||
		 port->lacp.rx == TRUNK_LACP_RX_EXPIRED) &&
		(port->lacp.partner.state & TRUNK_LACP_DISTRIBUTING);
	spin_unlock(&trunk->lock);
	return sends;
}

/**
 * trunk_lacp_read() - what LACP knows of a port
 * @port: port
 * @copy: result; all zero, and its aggregator none, if LACP is not at work
 */
void trunk_lacp_read(const struct trunk_port *port, struct trunk_lacp_port *copy)
{
	struct trunk *trunk = port->trunk;

	memset(copy, 0, sizeof(*copy));
	copy->aggregator = TRUNK_LACP_NONE;
	spin_lock(&trunk->lock);
	if (takes_part(port))
		*copy = port->lacp;
	spin_unlock(&trunk->lock);
}

/**
 * trunk_lacp_history() - the last changes of the machines of a port
 * @port: port
 * @log: result, oldest first, TRUNK_LACP_LOG entries
 *
 * Return: how many there are.
 */
u32 trunk_lacp_history(const struct trunk_port *port,
		       struct trunk_lacp_event *log)
{
	struct trunk *trunk = port->trunk;
	u32 i, n;

	spin_lock(&trunk->lock);
	n = min_t(u32, port->lacp_events, TRUNK_LACP_LOG);
	for (i = 0; i < n; i++)
		log[i] = port->lacp_log[(port->lacp_events - n + i) %
					TRUNK_LACP_LOG];
	spin_unlock(&trunk->lock);
	return n;
}

/**
 * trunk_lacp_active() - the aggregator in use
 * @trunk: trunk
 * @group: result; all zero if there is none
 */
void trunk_lacp_active(struct trunk *trunk, struct trunk_lacp_group *group)
{
	const struct trunk_lacp *lacp = &trunk->lacp;
	const struct trunk_lacp_port *p;
	u32 i;

	memset(group, 0, sizeof(*group));
	spin_lock(&trunk->lock);
	for (i = 0; (p = trunk_lacp_next(lacp, &i)); i++) {
		if (lacp->active == TRUNK_LACP_NONE ||
		    p->selected != TRUNK_LACP_SELECTED)
			continue;
		group->id = lacp->active + 1;
		group->ports = trunk_lacp_agg_ports(lacp, lacp->active);
		group->actor_key = p->actor.key;
		group->partner_key = p->partner.key;
		ether_addr_copy(group->partner, p->partner.system);
		break;
	}
	spin_unlock(&trunk->lock);
}

/**
 * trunk_lacp_setup() - prepare the LACP of a new trunk
 * @trunk: trunk
 */
void trunk_lacp_setup(struct trunk *trunk)
{
	const struct trunk_lacp_config config = {};

	trunk_lacp_init(&trunk->lacp, &config);
	trunk->may_send = ~0ULL;
	trunk->may_receive = ~0ULL;
	INIT_DELAYED_WORK(&trunk->lacp_timer, lacp_timer);
	INIT_WORK(&trunk->lacp_work, lacp_work);
}
