// SPDX-License-Identifier: GPL-2.0-only
/* The machines of LACP: pure, time is an argument. */

#include "lacp_agg.h"
#include "lacp_fsm.h"

/* Clauses and names are those of IEEE 802.1AX-2014. */

/* Each round of machines only goes on where the last one changed something. */
#define ROUNDS_MAX	16

static void set_state(struct trunk_lacp_info *info, u8 bits, bool on)
{
	if (on)
		info->state |= bits;
	else
		info->state &= ~bits;
}

/* 6.4.7: we do not know a partner that tells us nothing of itself; so ask often. */
static void record_default(struct trunk_lacp_port *p)
{
	memset(&p->partner, 0, sizeof(p->partner));
	p->partner.state = TRUNK_LACP_SHORT;
	p->actor.state |= TRUNK_LACP_DEFAULTED;
}

static bool same_port(const struct trunk_lacp_info *a,
		      const struct trunk_lacp_info *b)
{
	return a->port == b->port && a->port_priority == b->port_priority &&
	       a->key == b->key && a->system_priority == b->system_priority &&
	       !memcmp(a->system, b->system, sizeof(a->system));
}

static bool same_bits(const struct trunk_lacp_info *a,
		      const struct trunk_lacp_info *b, u8 bits)
{
	return !((a->state ^ b->state) & bits);
}

/* 6.4.9 update_Selected, update_Default_Selected */
static void update_selected(struct trunk_lacp_port *p,
			    const struct trunk_lacp_info *partner)
{
	if (!same_port(&p->partner, partner) ||
	    !same_bits(&p->partner, partner, TRUNK_LACP_AGGREGATION))
		p->selected = TRUNK_LACP_UNSELECTED;
}

/* 6.4.9 update_NTT */
static void update_ntt(struct trunk_lacp_port *p,
		       const struct trunk_lacp_info *of_us)
{
	if (!same_port(&p->actor, of_us) ||
	    !same_bits(&p->actor, of_us, TRUNK_LACP_ACTIVE |
		       TRUNK_LACP_SHORT | TRUNK_LACP_SYNC |
		       TRUNK_LACP_AGGREGATION))
		p->ntt = true;
}

/*
 * 6.4.9 recordPDU: the partner is in sync if it says so of the link that we
 * believe to have with it, and one of us keeps LACP going.
 */
static void record_pdu(struct trunk_lacp_port *p,
		       const struct trunk_lacp_pdu *pdu)
{
	bool kept = (pdu->actor.state & TRUNK_LACP_ACTIVE) ||
		    (p->actor.state & pdu->partner.state & TRUNK_LACP_ACTIVE);
	bool match = (same_port(&p->actor, &pdu->partner) &&
		      same_bits(&p->actor, &pdu->partner, TRUNK_LACP_AGGREGATION)) ||
		     !(pdu->actor.state & TRUNK_LACP_AGGREGATION);

	p->partner = pdu->actor;
	set_state(&p->partner, TRUNK_LACP_SYNC,
		  (pdu->actor.state & TRUNK_LACP_SYNC) && match && kept);
	set_state(&p->actor, TRUNK_LACP_DEFAULTED | TRUNK_LACP_EXPIRED, false);
}

/* 6.4.12, Figure 6-18 */
static void rx_initialize(struct trunk_lacp_port *p)
{
	p->selected = TRUNK_LACP_UNSELECTED;
	record_default(p);
	set_state(&p->actor, TRUNK_LACP_EXPIRED, false);
	p->rx = TRUNK_LACP_RX_PORT_DISABLED;
}

static void monitor_churn(struct trunk_lacp_churner *churner, u64 now)
{
	churner->state = TRUNK_LACP_CHURN_MONITOR;
	churner->until = now + TRUNK_LACP_CHURN_TIME;
}

static void rx_port_disabled(struct trunk_lacp_port *p, u64 now)
{
	p->rx = TRUNK_LACP_RX_PORT_DISABLED;
	p->looped = false;
	set_state(&p->partner, TRUNK_LACP_SYNC, false);
	monitor_churn(&p->actor_churn, now);
	monitor_churn(&p->partner_churn, now);
}

static void rx_expired(struct trunk_lacp_port *p, u64 now)
{
	p->rx = TRUNK_LACP_RX_EXPIRED;
	set_state(&p->partner, TRUNK_LACP_SYNC, false);
	set_state(&p->partner, TRUNK_LACP_SHORT, true);
	set_state(&p->actor, TRUNK_LACP_EXPIRED, true);
	p->rx_until = now + TRUNK_LACP_SHORT_TIME;
}

/* LACP_DISABLED or DEFAULTED */
static void rx_individual(struct trunk_lacp_port *p, u8 rx, u64 now)
{
	static const struct trunk_lacp_info unknown;

	update_selected(p, &unknown);
	record_default(p);
	set_state(&p->actor, TRUNK_LACP_EXPIRED, false);
	p->rx = rx;
	p->rx_since = now;
}

static u64 fallback_at(const struct trunk_lacp *lacp,
		       const struct trunk_lacp_port *p)
{
	u64 delay = lacp->config.fallback;

	return delay == TRUNK_LACP_NEVER ? delay : p->rx_since + delay;
}

/*
 * 6.4.7 leaves the administrative values of a partner open: one that is in
 * sync lets the port be used without one.
 */
static bool rx_fall_back(const struct trunk_lacp *lacp,
			 struct trunk_lacp_port *p, u64 now)
{
	const u8 bits = TRUNK_LACP_SYNC | TRUNK_LACP_COLLECTING |
			TRUNK_LACP_DISTRIBUTING;
	u8 old = p->partner.state;

	set_state(&p->partner, bits, now >= fallback_at(lacp, p));
	return p->partner.state != old;
}

static bool rx_step(const struct trunk_lacp *lacp, struct trunk_lacp_port *p,
		    u64 now)
{
	if (p->looped && now >= p->loop_until)
		p->looped = false;
	switch (p->rx) {
	case TRUNK_LACP_RX_PORT_DISABLED:
		if (!p->setting.enabled)
			return false;
		if (p->setting.capable)
			rx_expired(p, now);
		else
			rx_individual(p, TRUNK_LACP_RX_LACP_DISABLED, now);
		return true;
	case TRUNK_LACP_RX_CURRENT:
		if (now < p->rx_until)
			return false;
		rx_expired(p, now);
		return true;
	case TRUNK_LACP_RX_EXPIRED:
		if (now < p->rx_until)
			return false;
		rx_individual(p, TRUNK_LACP_RX_DEFAULTED, now);
		return true;
	}
	return rx_fall_back(lacp, p, now);
}

/*
 * 6.4.9 port_moved: what a port that lost its link remembers of a partner is
 * void when that turns up at another port.
 */
static void partner_moved(struct trunk_lacp *lacp,
			  const struct trunk_lacp_port *to)
{
	struct trunk_lacp_port *p;
	u32 i;

	for (i = 0; (p = trunk_lacp_next(lacp, &i)); i++)
		if (p != to && p->rx == TRUNK_LACP_RX_PORT_DISABLED &&
		    p->partner.port == to->partner.port &&
		    !memcmp(p->partner.system, to->partner.system,
			    sizeof(to->partner.system)))
			rx_initialize(p);
}

/* A PDU of our own: in a cable that is looped it returns as often as it is sent. */
static void hear_self(struct trunk_lacp_port *p, u64 now)
{
	p->looped = true;
	p->loop_until = now + TRUNK_LACP_LONG_TIME;
	p->selected = TRUNK_LACP_UNSELECTED;
}

/**
 * trunk_lacp_hear() - a port received a LACPDU
 * @lacp: system
 * @port: port
 * @pdu: LACPDU
 * @now: ns
 *
 * 6.4.12, to and within CURRENT. trunk_lacp_run() must follow.
 */
void trunk_lacp_hear(struct trunk_lacp *lacp, struct trunk_lacp_port *port,
		     const struct trunk_lacp_pdu *pdu, u64 now)
{
	if (!port->setting.enabled || !port->setting.capable)
		return;
	if (!memcmp(pdu->actor.system, port->actor.system,
		    sizeof(port->actor.system)) &&
	    pdu->actor.system_priority == port->actor.system_priority) {
		hear_self(port, now);
		return;
	}
	update_selected(port, &pdu->actor);
	update_ntt(port, &pdu->partner);
	record_pdu(port, pdu);
	/* It knows that the port returns. */
	if (port->return_at &&
	    (pdu->partner.state & port->actor.state & TRUNK_LACP_SYNC) &&
	    (pdu->actor.state & TRUNK_LACP_COLLECTING))
		port->return_at = now;
	port->rx = TRUNK_LACP_RX_CURRENT;
	port->rx_until = now + (port->actor.state & TRUNK_LACP_SHORT ?
				TRUNK_LACP_SHORT_TIME : TRUNK_LACP_LONG_TIME);
	partner_moved(lacp, port);
}

static void periodic_enter(struct trunk_lacp_port *p, u64 now)
{
	bool fast = p->partner.state & TRUNK_LACP_SHORT;

	p->periodic = fast ? TRUNK_LACP_FAST_PERIODIC : TRUNK_LACP_SLOW_PERIODIC;
	p->periodic_at = now + (fast ? TRUNK_LACP_FAST : TRUNK_LACP_SLOW);
}

static bool no_periodic(const struct trunk_lacp_port *p)
{
	return !p->setting.enabled || !p->setting.capable ||
	       !((p->actor.state | p->partner.state) & TRUNK_LACP_ACTIVE);
}

/* 6.4.13, Figure 6-19 */
static bool periodic_step(struct trunk_lacp_port *p, u64 now)
{
	bool fast = p->partner.state & TRUNK_LACP_SHORT;

	if (no_periodic(p)) {
		p->periodic = TRUNK_LACP_NO_PERIODIC;
		return false;
	}
	switch (p->periodic) {
	case TRUNK_LACP_NO_PERIODIC:
		/* As FAST_PERIODIC, but a port that is new speaks at once. */
		p->ntt = true;
		break;
	case TRUNK_LACP_FAST_PERIODIC:
		if (fast && now < p->periodic_at)
			return false;
		/* The partner wants few: that is no reason to send one. */
		p->ntt |= fast;
		break;
	case TRUNK_LACP_SLOW_PERIODIC:
		if (!fast && now < p->periodic_at)
			return false;
		p->ntt = true;
		break;
	}
	periodic_enter(p, now);
	return true;
}

static void mux_tell(struct trunk_lacp_port *p)
{
	u8 old = p->actor.state;

	set_state(&p->actor, TRUNK_LACP_SYNC,
		  p->mux >= TRUNK_LACP_MUX_ATTACHED &&
		  p->setting.leave != TRUNK_LACP_LEAVE);
	set_state(&p->actor, TRUNK_LACP_COLLECTING,
		  p->mux >= TRUNK_LACP_MUX_COLLECTING);
	set_state(&p->actor, TRUNK_LACP_DISTRIBUTING,
		  p->mux == TRUNK_LACP_MUX_DISTRIBUTING);
	p->ntt |= old != p->actor.state;
}

static bool mux_enter(struct trunk_lacp_port *p, u8 mux, u64 now)
{
	p->mux = mux;
	if (mux == TRUNK_LACP_MUX_WAITING)
		p->wait_until = now + TRUNK_LACP_WAIT_TIME;
	if (mux != TRUNK_LACP_MUX_COLLECTING)
		p->return_at = 0;
	mux_tell(p);
	return true;
}

/*
 * A port that is about to leave collects until it is removed, whatever its
 * partner says: that may send for a while yet. One that does not collect has
 * nothing to wait for.
 */
static bool mux_leave(struct trunk_lacp_port *p, u64 now)
{
	switch (p->mux) {
	case TRUNK_LACP_MUX_DISTRIBUTING:
		return mux_enter(p, TRUNK_LACP_MUX_COLLECTING, now);
	case TRUNK_LACP_MUX_COLLECTING:
		if (p->selected == TRUNK_LACP_SELECTED && p->setting.enabled)
			return false;
		return mux_enter(p, TRUNK_LACP_MUX_ATTACHED, now);
	case TRUNK_LACP_MUX_DETACHED:
		return false;
	default:
		return mux_enter(p, TRUNK_LACP_MUX_DETACHED, now);
	}
}

static bool partner_collects(const struct trunk_lacp_port *p, bool coupled)
{
	return coupled || (p->partner.state & TRUNK_LACP_COLLECTING);
}

/* 6.4.15, Figures 6-21 (independent) and 6-22 (coupled) */
static bool mux_step(const struct trunk_lacp *lacp, struct trunk_lacp_port *p,
		     u64 now)
{
	bool in_sync = p->selected == TRUNK_LACP_SELECTED &&
		       (p->partner.state & TRUNK_LACP_SYNC);
	bool coupled = lacp->config.coupled;

	if (p->setting.leave != TRUNK_LACP_STAY)
		return mux_leave(p, now);
	switch (p->mux) {
	case TRUNK_LACP_MUX_DETACHED:
		if (p->selected == TRUNK_LACP_UNSELECTED)
			return false;
		return mux_enter(p, TRUNK_LACP_MUX_WAITING, now);
	case TRUNK_LACP_MUX_WAITING:
		if (p->selected == TRUNK_LACP_UNSELECTED)
			return mux_enter(p, TRUNK_LACP_MUX_DETACHED, now);
		if (p->selected == TRUNK_LACP_SELECTED && p->setting.enabled &&
		    now >= p->wait_until &&
		    trunk_lacp_agg_ready(lacp, p->aggregator, now))
			return mux_enter(p, TRUNK_LACP_MUX_ATTACHED, now);
		return false;
	case TRUNK_LACP_MUX_ATTACHED:
		if (p->selected != TRUNK_LACP_SELECTED)
			return mux_enter(p, TRUNK_LACP_MUX_DETACHED, now);
		if (in_sync)
			return mux_enter(p, coupled ? TRUNK_LACP_MUX_DISTRIBUTING :
						      TRUNK_LACP_MUX_COLLECTING, now);
		return false;
	case TRUNK_LACP_MUX_COLLECTING:
		if (!in_sync)
			return mux_enter(p, TRUNK_LACP_MUX_ATTACHED, now);
		if (now >= p->return_at &&
		    partner_collects(p, coupled && !p->return_at))
			return mux_enter(p, TRUNK_LACP_MUX_DISTRIBUTING, now);
		return false;
	case TRUNK_LACP_MUX_DISTRIBUTING:
		if (!in_sync)
			return mux_enter(p, coupled ? TRUNK_LACP_MUX_ATTACHED :
						      TRUNK_LACP_MUX_COLLECTING, now);
		if (!partner_collects(p, coupled))
			return mux_enter(p, TRUNK_LACP_MUX_COLLECTING, now);
		return false;
	}
	return false;
}

/* 6.4.17, Figures 6-23 and 6-24 */
static void churn_step(struct trunk_lacp_churner *churner, bool sync, u64 now)
{
	if (sync) {
		churner->state = TRUNK_LACP_NO_CHURN;
	} else if (churner->state == TRUNK_LACP_NO_CHURN) {
		monitor_churn(churner, now);
	} else if (churner->state == TRUNK_LACP_CHURN_MONITOR &&
		   now >= churner->until) {
		churner->state = TRUNK_LACP_CHURN;
		churner->count++;
	}
}

/* 6.4.16: whether a PDU is to be sent now */
static bool transmit_step(struct trunk_lacp_port *p, u64 now)
{
	if (p->periodic == TRUNK_LACP_NO_PERIODIC)
		p->ntt = false;
	if (!p->ntt || now < p->free_at[p->sends])
		return false;
	p->ntt = false;
	p->free_at[p->sends] = now + TRUNK_LACP_FAST;
	p->sends = (p->sends + 1) % TRUNK_LACP_BURST;
	return true;
}

static bool step(struct trunk_lacp *lacp, u64 now)
{
	struct trunk_lacp_port *p;
	bool changed = false;
	u32 i;

	for (i = 0; (p = trunk_lacp_next(lacp, &i)); i++) {
		changed |= rx_step(lacp, p, now);
		changed |= periodic_step(p, now);
		changed |= trunk_lacp_agg_select(lacp, p);
	}
	changed |= trunk_lacp_agg_choose(lacp, now);
	for (i = 0; (p = trunk_lacp_next(lacp, &i)); i++)
		changed |= mux_step(lacp, p, now);
	return changed;
}

/**
 * trunk_lacp_run() - let all machines go as far as they can
 * @lacp: system
 * @now: ns, never less than before
 * @actions: what to do
 */
void trunk_lacp_run(struct trunk_lacp *lacp, u64 now,
		    struct trunk_lacp_actions *actions)
{
	struct trunk_lacp_port *p;
	u32 i;

	memset(actions, 0, sizeof(*actions));
	for (i = 0; i < ROUNDS_MAX; i++)
		if (!step(lacp, now))
			break;
	for (i = 0; (p = trunk_lacp_next(lacp, &i)); i++) {
		if (p->setting.enabled) {
			churn_step(&p->actor_churn,
				   p->actor.state & TRUNK_LACP_SYNC, now);
			churn_step(&p->partner_churn,
				   p->partner.state & TRUNK_LACP_SYNC, now);
		}
		if (transmit_step(p, now))
			actions->send |= TRUNK_LACP_BIT(i);
		if (p->mux >= TRUNK_LACP_MUX_COLLECTING)
			actions->collect |= TRUNK_LACP_BIT(i);
		if (p->mux == TRUNK_LACP_MUX_DISTRIBUTING)
			actions->distribute |= TRUNK_LACP_BIT(i);
	}
}

static u64 earlier(u64 a, u64 b)
{
	return a < b ? a : b;
}

static u64 churn_deadline(const struct trunk_lacp_churner *churner)
{
	return churner->state == TRUNK_LACP_CHURN_MONITOR ? churner->until :
							    TRUNK_LACP_NEVER;
}

static u64 rx_deadline(const struct trunk_lacp *lacp,
		       const struct trunk_lacp_port *p, u64 now)
{
	u64 fallback;

	if (p->rx == TRUNK_LACP_RX_CURRENT || p->rx == TRUNK_LACP_RX_EXPIRED)
		return p->rx_until;
	fallback = fallback_at(lacp, p);
	return fallback > now ? fallback : TRUNK_LACP_NEVER;
}

static u64 port_deadline(const struct trunk_lacp *lacp,
			 const struct trunk_lacp_port *p, u64 now)
{
	u64 next;

	if (!p->setting.enabled)
		return TRUNK_LACP_NEVER;
	next = rx_deadline(lacp, p, now);
	if (p->periodic != TRUNK_LACP_NO_PERIODIC)
		next = earlier(next, p->periodic_at);
	/* Those that have waited long enough wait for others. */
	if (p->mux == TRUNK_LACP_MUX_WAITING && p->wait_until > now)
		next = earlier(next, p->wait_until);
	if (p->ntt)
		next = earlier(next, p->free_at[p->sends]);
	if (p->looped)
		next = earlier(next, p->loop_until);
	if (p->return_at > now)
		next = earlier(next, p->return_at);
	next = earlier(next, churn_deadline(&p->actor_churn));
	return earlier(next, churn_deadline(&p->partner_churn));
}

/**
 * trunk_lacp_deadline() - when to run again if nothing happens
 * @lacp: system
 * @now: when it was run last
 *
 * Return: ns, or TRUNK_LACP_NEVER.
 */
u64 trunk_lacp_deadline(const struct trunk_lacp *lacp, u64 now)
{
	const struct trunk_lacp_port *p;
	u64 next = TRUNK_LACP_NEVER;
	u32 i;

	for (i = 0; (p = trunk_lacp_next(lacp, &i)); i++)
		next = earlier(next, port_deadline(lacp, p, now));
	return next;
}

/**
 * trunk_lacp_say() - the LACPDU of a port
 * @port: port
 * @pdu: result
 */
void trunk_lacp_say(const struct trunk_lacp_port *port,
		    struct trunk_lacp_pdu *pdu)
{
	pdu->version = 1;
	pdu->actor = port->actor;
	pdu->partner = port->partner;
}

/**
 * trunk_lacp_goodbye() - the last LACPDU of a port
 * @port: port
 * @pdu: result
 *
 * A partner that hears it sends no more frames to where nobody will listen.
 * The port still says that it could aggregate: a partner that believed
 * otherwise would take it for an individual link.
 */
void trunk_lacp_goodbye(const struct trunk_lacp_port *port,
			struct trunk_lacp_pdu *pdu)
{
	trunk_lacp_say(port, pdu);
	set_state(&pdu->actor, TRUNK_LACP_SYNC | TRUNK_LACP_COLLECTING |
		  TRUNK_LACP_DISTRIBUTING, false);
}

/**
 * trunk_lacp_answers() - whether a port responds to markers
 * @port: port
 *
 * 6.5.4.1: a response says that all that was sent before the marker has been
 * collected.
 *
 * Return: true if it does.
 */
bool trunk_lacp_answers(const struct trunk_lacp_port *port)
{
	return port->mux >= TRUNK_LACP_MUX_COLLECTING;
}

static void set_system(struct trunk_lacp_port *p,
		       const struct trunk_lacp_config *config)
{
	memcpy(p->actor.system, config->system, sizeof(config->system));
	p->actor.system_priority = config->system_priority;
}

static void set_wishes(struct trunk_lacp_port *p,
		       const struct trunk_lacp_config *config)
{
	set_state(&p->actor, TRUNK_LACP_ACTIVE, config->active);
	set_state(&p->actor, TRUNK_LACP_SHORT, config->fast);
}

/**
 * trunk_lacp_init() - begin with a system without ports
 * @lacp: system
 * @config: options
 */
void trunk_lacp_init(struct trunk_lacp *lacp,
		     const struct trunk_lacp_config *config)
{
	memset(lacp, 0, sizeof(*lacp));
	lacp->config = *config;
	lacp->active = TRUNK_LACP_NONE;
}

/**
 * trunk_lacp_configure() - set the options of a system
 * @lacp: system
 * @config: options
 *
 * With another system every port is another one to its partner, and has to be
 * selected anew. trunk_lacp_run() must follow.
 */
void trunk_lacp_configure(struct trunk_lacp *lacp,
			  const struct trunk_lacp_config *config)
{
	bool other = memcmp(config->system, lacp->config.system,
			    sizeof(config->system)) ||
		     config->system_priority != lacp->config.system_priority;
	struct trunk_lacp_port *p;
	u32 i;

	lacp->config = *config;
	for (i = 0; (p = trunk_lacp_next(lacp, &i)); i++) {
		u8 state = p->actor.state;

		set_wishes(p, config);
		p->ntt |= state != p->actor.state;
		if (!other)
			continue;
		set_system(p, config);
		p->looped = false;
		p->selected = TRUNK_LACP_UNSELECTED;
		p->ntt = true;
	}
}

/**
 * trunk_lacp_set() - set what is known and wanted of a port
 * @port: port
 * @setting: what
 * @now: ns
 *
 * trunk_lacp_run() must follow.
 */
void trunk_lacp_set(struct trunk_lacp_port *port,
		    const struct trunk_lacp_setting *setting, u64 now)
{
	struct trunk_lacp_setting old = port->setting;

	port->setting = *setting;
	port->actor.key = setting->key;
	port->actor.port_priority = setting->priority;
	set_state(&port->actor, TRUNK_LACP_AGGREGATION, setting->capable);
	if (old.key != setting->key)
		port->selected = TRUNK_LACP_UNSELECTED;
	if (old.key != setting->key || old.priority != setting->priority)
		port->ntt = true;
	if (old.leave != setting->leave) {
		port->return_at = old.leave == TRUNK_LACP_LEAVE ?
				  now + TRUNK_LACP_RETURN_TIME : 0;
		mux_tell(port);
	}
	if (old.capable != setting->capable)
		rx_initialize(port);
	if (!setting->enabled && old.enabled)
		rx_port_disabled(port, now);
}

/**
 * trunk_lacp_add() - add a port to a system
 * @lacp: system
 * @port: port
 * @id: its place, which is free
 * @setting: what is known and wanted of it
 * @now: ns
 *
 * trunk_lacp_run() must follow.
 */
void trunk_lacp_add(struct trunk_lacp *lacp, struct trunk_lacp_port *port,
		    u8 id, const struct trunk_lacp_setting *setting, u64 now)
{
	memset(port, 0, sizeof(*port));
	port->id = id;
	port->aggregator = TRUNK_LACP_NONE;
	port->actor.port = id + 1;
	set_system(port, &lacp->config);
	set_wishes(port, &lacp->config);
	rx_initialize(port);
	rx_port_disabled(port, now);
	trunk_lacp_set(port, setting, now);
	lacp->port[id] = port;
	lacp->members |= TRUNK_LACP_BIT(id);
}

/**
 * trunk_lacp_remove() - remove a port from its system
 * @lacp: system
 * @port: port
 *
 * trunk_lacp_run() must follow.
 */
void trunk_lacp_remove(struct trunk_lacp *lacp, struct trunk_lacp_port *port)
{
	lacp->port[port->id] = NULL;
	lacp->members &= ~TRUNK_LACP_BIT(port->id);
}
