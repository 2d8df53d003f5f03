// SPDX-License-Identifier: GPL-2.0-only
/* Probing monitors: send to targets, note who answers, judge each interval. */

#include <linux/bits.h>
#include <linux/hrtimer.h>

#include "monitor.h"
#include "probe.h"

static const struct trunk_prober *const probers[TRUNK_PROBES] = {
	[TRUNK_PROBE_ARP] = &trunk_prober_arp,
#if IS_ENABLED(CONFIG_IPV6)
	[TRUNK_PROBE_ND] = &trunk_prober_nd,
#endif
};

static u32 all_of(u32 kind, u32 targets)
{
	return targets ? GENMASK(targets - 1, 0) << (kind * TRUNK_TARGETS_MAX) : 0;
}

static bool on(const struct trunk *trunk)
{
	u32 kind;

	for (kind = 0; kind < TRUNK_PROBES; kind++)
		if (READ_ONCE(trunk->targets[kind]))
			return true;
	return false;
}

/**
 * trunk_probe_alive() - whether a port is alive, by its probes
 * @port: port
 *
 * A kind of probe that is not configured says nothing.
 *
 * Context: trunk->lock.
 *
 * Return: true if it is, or if it is not probed.
 */
bool trunk_probe_alive(const struct trunk_port *port)
{
	const struct trunk *trunk = port->trunk;
	u32 kinds = 0, good = 0, kind;

	for (kind = 0; kind < TRUNK_PROBES; kind++) {
		if (!READ_ONCE(trunk->targets[kind]))
			continue;
		kinds++;
		good += port->probe[kind].good;
	}
	return READ_ONCE(trunk->config.monitor) == TRUNK_MONITOR_ANY && kinds ?
	       good : good == kinds;
}

/**
 * trunk_probe_blame() - which kind of probe found a port dead
 * @port: port
 *
 * Context: trunk->lock.
 *
 * Return: enum trunk_port_reason.
 */
u8 trunk_probe_blame(const struct trunk_port *port)
{
	u32 kind;

	if (trunk_probe_alive(port))
		return TRUNK_PORT_REASON_NONE;
	for (kind = 0; kind < TRUNK_PROBES; kind++)
		if (READ_ONCE(port->trunk->targets[kind]) &&
		    !port->probe[kind].good)
			return probers[kind]->reason;
	return TRUNK_PORT_REASON_NONE;
}

static enum trunk_probe_sign sign_for(const struct trunk_port *port, u32 kind)
{
	const struct trunk *trunk = port->trunk;
	bool active = !READ_ONCE(port->inactive) || READ_ONCE(port->searched);

	return trunk_probe_sign(READ_ONCE(trunk->config.arp_validate), active,
				READ_ONCE(trunk->trust[kind]));
}

/**
 * trunk_probe_hear() - note that a port received a frame
 * @port: port
 * @skb: frame, at what follows its Ethernet header
 *
 * Only noted: what follows from it is concluded when the interval is over. The
 * first frame of an interval that tells something costs most, others little.
 *
 * Context: softirq, RCU.
 */
void trunk_probe_hear(struct trunk_port *port, const struct sk_buff *skb)
{
	const struct trunk *trunk = port->trunk;
	u32 kind;

	for (kind = 0; kind < TRUNK_PROBES; kind++) {
		u32 all = all_of(kind, READ_ONCE(trunk->targets[kind]));
		u32 missing = all & ~(u32)atomic_read(&port->heard);
		enum trunk_probe_sign sign;
		u32 heard;

		if (!missing)
			continue;
		sign = sign_for(port, kind);
		if (sign == TRUNK_PROBE_SIGN_NONE)
			continue;
		heard = sign == TRUNK_PROBE_SIGN_ANY ? all :
			probers[kind]->heard(port, skb, sign) <<
			(kind * TRUNK_TARGETS_MAX);
		if (heard & missing)
			atomic_or(heard & missing, &port->heard);
	}
}

static void read_rules(const struct trunk *trunk, u32 kind,
		       struct trunk_probe_rules *rules)
{
	rules->targets = READ_ONCE(trunk->targets[kind]);
	rules->missed_max = READ_ONCE(trunk->config.arp_missed_max);
	rules->all = READ_ONCE(trunk->config.arp_all_targets) ==
		     TRUNK_ARP_ALL_TARGETS_ALL;
}

static void judge_port(struct trunk_port *port, u32 kinds)
{
	u32 heard = atomic_xchg(&port->heard, 0);
	u32 kind;

	if (port->role == TRUNK_PROBE_SENDS)
		port->proven |= heard;
	for (kind = 0; kind < TRUNK_PROBES; kind++) {
		struct trunk_probe_facts facts = {
			.heard = heard >> (kind * TRUNK_TARGETS_MAX),
			.role = port->role,
		};
		struct trunk_probe_rules rules;

		read_rules(port->trunk, kind, &rules);
		if (rules.targets && (kinds & BIT(kind)))
			trunk_probe_step(&port->probe[kind], &rules, &facts);
	}
}

/*
 * Where ports were to send and nothing went out of a kind, the way to all of
 * its targets leads over other devices: that says nothing of a port.
 */
static void judge(struct trunk *trunk)
{
	struct trunk_port *port;
	bool due = false;

	rcu_read_lock();
	spin_lock(&trunk->lock);
	list_for_each_entry_rcu(port, &trunk->ports, list)
		due |= port->due;
	list_for_each_entry_rcu(port, &trunk->ports, list)
		judge_port(port, due ? trunk->asked : ~0u);
	spin_unlock(&trunk->lock);
	rcu_read_unlock();
	trunk->asked = 0;
}

/* The port after the one that was tried last that can send at all. */
static struct trunk_port *search(struct trunk *trunk)
{
	struct trunk_port *port, *first = NULL, *next = NULL;
	bool passed = false;

	list_for_each_entry_rcu(port, &trunk->ports, list) {
		if (trunk_dev_usable(port->dev)) {
			if (!first)
				first = port;
			if (passed && !next)
				next = port;
		}
		passed |= port->searched;
	}
	return next ?: first;
}

static void spare_all(struct trunk *trunk)
{
	struct trunk_port *port;
	u32 kind;

	list_for_each_entry_rcu(port, &trunk->ports, list)
		for (kind = 0; kind < TRUNK_PROBES; kind++)
			trunk_probe_spare(&port->probe[kind]);
}

/*
 * Where one port receives it sends and the others hear it. When another port
 * begins, what those have not heard of late was not their fault.
 */
static void give_role(struct trunk_port *port, bool active, bool nobody)
{
	enum trunk_probe_role role = active ? TRUNK_PROBE_SENDS :
				     nobody ? TRUNK_PROBE_WAITS :
					      TRUNK_PROBE_LISTENS;

	if (role == TRUNK_PROBE_SENDS && port->role != role) {
		port->proven = 0;
		spare_all(port->trunk);
	}
	port->role = role;
	port->due = role == TRUNK_PROBE_SENDS && trunk_dev_usable(port->dev);
}

static u8 trust_in(struct trunk *trunk, u32 kind)
{
	const struct trunk_port *port;
	struct trunk_probe_rules rules;
	bool proven = false;

	read_rules(trunk, kind, &rules);
	list_for_each_entry_rcu(port, &trunk->ports, list) {
		if (port->searched)
			return TRUNK_PROBE_TRUST_REPLIES;
		proven |= port->role == TRUNK_PROBE_SENDS &&
			  trunk_probe_heard(port->proven >>
					    (kind * TRUNK_TARGETS_MAX), &rules);
	}
	return proven ? TRUNK_PROBE_TRUST_PROBES : TRUNK_PROBE_TRUST_NONE;
}

/* Who sends in the interval that begins. */
static void plan(struct trunk *trunk)
{
	struct trunk_port *port, *searched = NULL;
	bool nobody = true;
	u32 kind;

	rcu_read_lock();
	spin_lock(&trunk->lock);
	list_for_each_entry_rcu(port, &trunk->ports, list)
		nobody &= READ_ONCE(port->inactive);
	if (nobody)
		searched = search(trunk);
	list_for_each_entry_rcu(port, &trunk->ports, list) {
		WRITE_ONCE(port->searched, port == searched);
		give_role(port, port == searched || !READ_ONCE(port->inactive),
			  nobody);
	}
	for (kind = 0; kind < TRUNK_PROBES; kind++)
		WRITE_ONCE(trunk->trust[kind], trust_in(trunk, kind));
	spin_unlock(&trunk->lock);
	rcu_read_unlock();
}

static void send(struct trunk *trunk)
{
	u32 kind, i;

	rcu_read_lock();
	for (kind = 0; kind < TRUNK_PROBES; kind++)
		for (i = 0; i < READ_ONCE(trunk->targets[kind]); i++)
			probers[kind]->send(trunk, i);
	rcu_read_unlock();
}

/*
 * The next interval begins when all is sent, so that each answer has the whole
 * of it, however late this comes and however long it takes.
 */
static void probe_work(struct work_struct *work)
{
	struct trunk *trunk = container_of(work, struct trunk, probe_work);

	if (!READ_ONCE(trunk->monitoring) || !on(trunk))
		return;
	judge(trunk);
	trunk_monitor_look(trunk);
	plan(trunk);
	send(trunk);
	hrtimer_start(&trunk->probe_timer,
		      ms_to_ktime(READ_ONCE(trunk->config.arp_interval)),
		      HRTIMER_MODE_REL_SOFT);
}

/* Not a timer of jiffies: of these, one may be 10 ms, and intervals 1 ms. */
static enum hrtimer_restart probe_timer(struct hrtimer *timer)
{
	struct trunk *trunk = container_of(timer, struct trunk, probe_timer);

	queue_work(trunk_wq, &trunk->probe_work);
	return HRTIMER_NORESTART;
}

static u32 count(const struct trunk_config *config, u32 kind)
{
	return config->arp_interval && probers[kind] ?
	       probers[kind]->count(config) : 0;
}

static void reset(struct trunk_port *port, u32 kind)
{
	spin_lock(&port->trunk->lock);
	if (!port->trunk->targets[kind])
		port->probe[kind].good = true;
	trunk_probe_reset(&port->probe[kind]);
	spin_unlock(&port->trunk->lock);
}

static void update_groups(struct trunk_port *port, bool join)
{
	u32 kind;

	for (kind = 0; kind < TRUNK_PROBES; kind++) {
		if (!probers[kind] || !probers[kind]->join)
			continue;
		probers[kind]->leave(port);
		if (join)
			probers[kind]->join(port);
	}
}

/**
 * trunk_probe_add() - begin to watch a port
 * @port: port whose device is taken, not published yet
 *
 * It is healthy until found dead.
 *
 * Context: RTNL.
 */
void trunk_probe_add(struct trunk_port *port)
{
	u32 kind;

	for (kind = 0; kind < TRUNK_PROBES; kind++) {
		port->probe[kind].good = true;
		trunk_probe_reset(&port->probe[kind]);
	}
	port->role = TRUNK_PROBE_LISTENS;
	port->listens = on(port->trunk);
	update_groups(port, true);
}

/**
 * trunk_probe_del() - watch a port no more
 * @port: port
 *
 * Context: RTNL.
 */
void trunk_probe_del(struct trunk_port *port)
{
	update_groups(port, false);
}

/**
 * trunk_probe_apply() - probe as the options say that were just set
 * @trunk: trunk
 *
 * Who probes other targets from now on gets some intervals to hear from them.
 *
 * Context: RTNL.
 */
void trunk_probe_apply(struct trunk *trunk)
{
	const struct trunk_config *config = &trunk->config;
	struct trunk_port *port;
	u32 kind;

	for (kind = 0; kind < TRUNK_PROBES; kind++) {
		list_for_each_entry(port, &trunk->ports, list)
			reset(port, kind);
		WRITE_ONCE(trunk->targets[kind], count(config, kind));
	}
	list_for_each_entry(port, &trunk->ports, list) {
		WRITE_ONCE(port->listens, on(trunk));
		update_groups(port, true);
	}
	if (trunk->monitoring)
		trunk_probe_start(trunk);
}

/**
 * trunk_probe_start() - probe from now on
 * @trunk: trunk
 *
 * Context: RTNL.
 */
void trunk_probe_start(struct trunk *trunk)
{
	if (on(trunk))
		hrtimer_start(&trunk->probe_timer, 0, HRTIMER_MODE_REL_SOFT);
}

/**
 * trunk_probe_stop() - probe no more
 * @trunk: trunk that monitors no more
 *
 * Work that runs now may set the timer once more, to no effect.
 *
 * Context: RTNL.
 */
void trunk_probe_stop(struct trunk *trunk)
{
	hrtimer_cancel(&trunk->probe_timer);
}

/**
 * trunk_probe_init() - prepare the probes of a new trunk
 * @trunk: trunk
 */
void trunk_probe_init(struct trunk *trunk)
{
	INIT_WORK(&trunk->probe_work, probe_work);
	hrtimer_init(&trunk->probe_timer, CLOCK_MONOTONIC,
		     HRTIMER_MODE_REL_SOFT);
	trunk->probe_timer.function = probe_timer;
}

/**
 * trunk_probe_uninit() - wait for the last probe of a trunk
 * @trunk: trunk that monitors no more
 *
 * Context: no RTNL; may sleep.
 */
void trunk_probe_uninit(struct trunk *trunk)
{
	cancel_work_sync(&trunk->probe_work);
	hrtimer_cancel(&trunk->probe_timer);
	/* The timer may just have fired. */
	cancel_work_sync(&trunk->probe_work);
}
