/* SPDX-License-Identifier: GPL-2.0-only */
/* The machines of LACP: pure, time is an argument. */

#ifndef _TRUNK_LACP_FSM_H
#define _TRUNK_LACP_FSM_H

#include "lacp_pdu.h"
#include "slot.h"

/* IEEE 802.1AX-2014, 6.4.4, ns. */
#define TRUNK_LACP_SECOND	1000000000ull
#define TRUNK_LACP_FAST		TRUNK_LACP_SECOND
#define TRUNK_LACP_SLOW		(30 * TRUNK_LACP_SECOND)
#define TRUNK_LACP_SHORT_TIME	(3 * TRUNK_LACP_SECOND)
#define TRUNK_LACP_LONG_TIME	(90 * TRUNK_LACP_SECOND)
#define TRUNK_LACP_CHURN_TIME	(60 * TRUNK_LACP_SECOND)
#define TRUNK_LACP_WAIT_TIME	(2 * TRUNK_LACP_SECOND)

/* A partner that stops to collect has said so by then, see TRUNK_LACP_BURST. */
#define TRUNK_LACP_RETURN_TIME	TRUNK_LACP_SECOND

/* 6.4.16: so many PDUs in TRUNK_LACP_FAST, at most */
#define TRUNK_LACP_BURST	3

#define TRUNK_LACP_NEVER	(~0ull)
#define TRUNK_LACP_NONE		(-1)

/* Receive machine, 6.4.12; INITIALIZE is never stayed in. */
enum trunk_lacp_rx {
	TRUNK_LACP_RX_PORT_DISABLED,
	TRUNK_LACP_RX_EXPIRED,
	TRUNK_LACP_RX_LACP_DISABLED,
	TRUNK_LACP_RX_DEFAULTED,
	TRUNK_LACP_RX_CURRENT,
};

/* Periodic machine, 6.4.13; PERIODIC_TX is never stayed in. */
enum trunk_lacp_periodic {
	TRUNK_LACP_NO_PERIODIC,
	TRUNK_LACP_FAST_PERIODIC,
	TRUNK_LACP_SLOW_PERIODIC,
};

/*
 * Mux machine, 6.4.15. In coupled control DISTRIBUTING stands for
 * COLLECTING_DISTRIBUTING.
 */
enum trunk_lacp_mux {
	TRUNK_LACP_MUX_DETACHED,
	TRUNK_LACP_MUX_WAITING,
	TRUNK_LACP_MUX_ATTACHED,
	TRUNK_LACP_MUX_COLLECTING,
	TRUNK_LACP_MUX_DISTRIBUTING,
};

/* Variable Selected, 6.4.8. */
enum trunk_lacp_selected {
	TRUNK_LACP_UNSELECTED,
	TRUNK_LACP_STANDBY,
	TRUNK_LACP_SELECTED,
};

/* Whether a port stays: what 802.1AX leaves to whoever removes one. */
enum trunk_lacp_leave {
	TRUNK_LACP_STAY,
	TRUNK_LACP_STOP,	/* it distributes no more */
	TRUNK_LACP_LEAVE,	/* nor is it in sync, but collects still */
};

/* Churn machines, 6.4.17; bonding's numbers. */
enum trunk_lacp_churn {
	TRUNK_LACP_CHURN_MONITOR,
	TRUNK_LACP_CHURN,
	TRUNK_LACP_NO_CHURN,
};

/* Which aggregator is used: bonding's ad_select. */
enum trunk_lacp_select {
	TRUNK_LACP_SELECT_STABLE,
	TRUNK_LACP_SELECT_BANDWIDTH,
	TRUNK_LACP_SELECT_COUNT,
	TRUNK_LACP_SELECT_PRIORITY,
};

/**
 * struct trunk_lacp_config - options of a system
 * @system: its address
 * @system_priority: lower is better
 * @active: speak first
 * @fast: ask the partner for a PDU each second
 * @coupled: collect and distribute together
 * @select: enum trunk_lacp_select
 * @fallback: how long a port is without a partner before it may be used as
 *	an individual link, ns; TRUNK_LACP_NEVER: it may not
 */
struct trunk_lacp_config {
	u8 system[6];
	u16 system_priority;
	bool active;
	bool fast;
	bool coupled;
	u8 select;
	u64 fallback;
};

/**
 * struct trunk_lacp_setting - what is known and wanted of a port
 * @enabled: its link is up
 * @capable: it may take part (it is not half duplex)
 * @key: administrative and operational key
 * @priority: lower is better
 * @speed: Mb/s, 0 if unknown
 * @leave: enum trunk_lacp_leave
 */
struct trunk_lacp_setting {
	bool enabled;
	bool capable;
	u8 leave;
	u16 key;
	u16 priority;
	u32 speed;
};

/**
 * struct trunk_lacp_churner - one of the two churn machines of a port
 * @state: enum trunk_lacp_churn
 * @until: when monitoring ends, ns
 * @count: how often churn was found
 */
struct trunk_lacp_churner {
	u8 state;
	u64 until;
	u32 count;
};

/**
 * struct trunk_lacp_port - a port
 * @setting: as told
 * @actor: what we say of it
 * @partner: what is known of its partner
 * @id: its place among the ports, 0..TRUNK_SLOT_PORTS - 1
 * @aggregator: place of its aggregator, or TRUNK_LACP_NONE
 * @rx: enum trunk_lacp_rx
 * @periodic: enum trunk_lacp_periodic
 * @mux: enum trunk_lacp_mux
 * @selected: enum trunk_lacp_selected
 * @looped: its own system was heard on it
 * @ntt: a PDU is due
 * @sends: index into @free_at
 * @free_at: when each of the last PDUs counts no more, ns
 * @rx_since: DEFAULTED, LACP_DISABLED: since when, ns
 * @rx_until: CURRENT, EXPIRED: end of current_while_timer, ns
 * @periodic_at: end of periodic_timer, ns
 * @wait_until: end of wait_while_timer, ns
 * @loop_until: when @looped is forgotten, ns
 * @return_at: COLLECTING: it was about to leave, and does not distribute before
 *	the partner collects as far as is known then, ns; 0: it was not
 * @actor_churn: is our side in sync
 * @partner_churn: is the partner
 */
struct trunk_lacp_port {
	struct trunk_lacp_setting setting;
	struct trunk_lacp_info actor;
	struct trunk_lacp_info partner;
	u8 id;
	s8 aggregator;
	u8 rx;
	u8 periodic;
	u8 mux;
	u8 selected;
	bool looped;
	bool ntt;
	u8 sends;
	u64 free_at[TRUNK_LACP_BURST];
	u64 rx_since;
	u64 rx_until;
	u64 periodic_at;
	u64 wait_until;
	u64 loop_until;
	u64 return_at;
	struct trunk_lacp_churner actor_churn;
	struct trunk_lacp_churner partner_churn;
};

/**
 * struct trunk_lacp - a system
 * @config: options
 * @members: bit per port
 * @port: by id
 * @active: place of the aggregator in use, or TRUNK_LACP_NONE
 */
struct trunk_lacp {
	struct trunk_lacp_config config;
	u64 members;
	struct trunk_lacp_port *port[TRUNK_SLOT_PORTS];
	s32 active;
};

/**
 * struct trunk_lacp_actions - what to do, bit per port
 * @send: send trunk_lacp_say() now
 * @collect: receive on these ports and no others
 * @distribute: send on these ports and no others; all of them collect
 */
struct trunk_lacp_actions {
	u64 send;
	u64 collect;
	u64 distribute;
};

#define TRUNK_LACP_BIT(id)	(1ull << (id))

/* The port at @i or the next one, whose place is then in @i; NULL: there is none. */
static inline struct trunk_lacp_port *
trunk_lacp_next(const struct trunk_lacp *lacp, u32 *i)
{
	while (*i < TRUNK_SLOT_PORTS && !lacp->port[*i])
		(*i)++;
	return *i < TRUNK_SLOT_PORTS ? lacp->port[*i] : NULL;
}

void trunk_lacp_init(struct trunk_lacp *lacp,
		     const struct trunk_lacp_config *config);
void trunk_lacp_configure(struct trunk_lacp *lacp,
			  const struct trunk_lacp_config *config);
void trunk_lacp_add(struct trunk_lacp *lacp, struct trunk_lacp_port *port,
		    u8 id, const struct trunk_lacp_setting *setting, u64 now);
void trunk_lacp_remove(struct trunk_lacp *lacp, struct trunk_lacp_port *port);
void trunk_lacp_set(struct trunk_lacp_port *port,
		    const struct trunk_lacp_setting *setting, u64 now);
void trunk_lacp_hear(struct trunk_lacp *lacp, struct trunk_lacp_port *port,
		     const struct trunk_lacp_pdu *pdu, u64 now);
void trunk_lacp_run(struct trunk_lacp *lacp, u64 now,
		    struct trunk_lacp_actions *actions);
u64 trunk_lacp_deadline(const struct trunk_lacp *lacp, u64 now);
void trunk_lacp_say(const struct trunk_lacp_port *port,
		    struct trunk_lacp_pdu *pdu);
void trunk_lacp_goodbye(const struct trunk_lacp_port *port,
			struct trunk_lacp_pdu *pdu);
bool trunk_lacp_answers(const struct trunk_lacp_port *port);

#endif /* _TRUNK_LACP_FSM_H */
