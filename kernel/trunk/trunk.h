/* SPDX-License-Identifier: GPL-2.0-only */
/* The trunk and its ports: what every concept of the driver shares. */

#ifndef _TRUNK_H
#define _TRUNK_H

#include <linux/etherdevice.h>
#include <linux/hrtimer.h>
#include <linux/if_ether.h>
#include <linux/in6.h>
#include <linux/list.h>
#include <linux/netdevice.h>
#include <linux/percpu.h>
#include <linux/rcupdate.h>
#include <linux/rtnetlink.h>
#include <linux/skbuff.h>
#include <linux/spinlock.h>
#include <linux/workqueue.h>

#include <uapi/linux/if_trunk.h>
#include <uapi/linux/trunk.h>

#include "damping.h"
#include "drain.h"
#include "lacp_fsm.h"
#include "link_fsm.h"
#include "probe_fsm.h"
#include "slot.h"

/*
 * Locking
 *
 * RTNL is the configuration lock. trunk->lock is the second one: the monitor
 * must note a dead link and take it out of the forwarding table while someone
 * else sits on RTNL. It nests inside RTNL and is taken in process context only.
 * The lock of port->pdus, which the receive path takes too, is the one leaf
 * within it.
 *
 * field                        written under           read under
 * ---------------------------  ----------------------  ----------------------
 * trunk->fwd (__rcu)           RTNL and trunk->lock    RCU; trunk->lock
 * *trunk->fwd: slot[], port[], trunk->lock, ONCE       RCU, ONCE
 *   usable
 * trunk->ports, port->list     RTNL, RCU list          RTNL; RCU
 * trunk->pending               ONCE                    ONCE
 * trunk->monitoring            RTNL, ONCE              ONCE (monitor work)
 * trunk->config                RTNL, ONCE              RTNL; ONCE (work: miimon,
 *                                                      updelay, downdelay,
 *                                                      damping_hold, _max,
 *                                                      all_slaves_active,
 *                                                      rebalance_interval;
 *                                                      those of probes, also
 *                                                      in the receive path)
 * trunk->active, manual,       RTNL                    RTNL
 *   bearer, home, nslots,
 *   excess, idle, drawn,
 *   redraw, notify_left,
 *   igmp_left, settling, afresh,
 *   new_primary, moves,
 *   failovers, latency,
 *   aggregator, xdp_prog,
 *   netpoll
 * trunk->lost_at               ONCE                    ONCE
 * trunk->targets               RTNL, ONCE              ONCE
 * trunk->trust, port->searched trunk->lock, ONCE       ONCE
 * trunk->flows, meter          RTNL, once; what they   RTNL; the table
 *                              hold: flow.h, meter.h
 * trunk->pcpu                  own CPU, BH off         any (u64_stats)
 * trunk->lacp, port->lacp,     trunk->lock             trunk->lock; members:
 *   lacp_log, lacp_events,                             ONCE
 *   trunk->may_send,
 *   may_receive, standby,
 *   looped
 * port->link, failures, probe, trunk->lock             trunk->lock
 *   damping
 * port->role, due, proven,     probe work              probe work
 *   trunk->asked
 * port->heard                  atomic                  atomic
 * port->pdus, pdus_since,      lock of port->pdus      lock of port->pdus
 *   pdus_seen
 * port->lacp_count             trunk->lock; what was   any
 *                              dropped: as port->pdus
 * port->view, since, prio,     RTNL                    RTNL
 *   weight, queue_id, speed, rated,
 *   duplex, speed_stale, moves,
 *   promisc, allmulti, slow,
 *   actor_prio, group[]
 * port->addresses              RTNL and the trunk's    the trunk's
 *                              addr_list_lock          addr_list_lock
 * port->own_addr               RTNL, in active-backup  any, in other modes;
 *                                                      RTNL
 * port->rigid, declined,       RTNL                    RTNL
 *   aliased, alias
 * port->drain, drain_told,     RTNL                    RTNL
 *   drain_forced, drain_unused,
 *   drain_grace
 * port->draining               RTNL and trunk->lock,   RTNL; trunk->lock; ONCE
 *                              ONCE                    (receive path)
 * port->drain_heard            ONCE                    ONCE
 * port->inactive               trunk->lock, ONCE       ONCE (receive path)
 * port->listens                RTNL, ONCE              ONCE (receive path)
 * port->netpoll                RTNL, ONCE              RTNL; RCU, ONCE
 * port->dev's rx_handler_data  RTNL (netdev core)      RCU
 * everything else              before publication      any
 *
 * A port is published last: its rx handler, then its place in trunk->ports,
 * then the forwarding table. It is unpublished in the reverse order, and
 * netdev_rx_handler_unregister() waits for the readers of all three.
 */

/* More than any switch aggregates; a port is one bit of a u64. */
#define TRUNK_PORTS_MAX		TRUNK_SLOT_PORTS

/*
 * No frame waits in a trunk: queues are only what it costs to have them. With
 * a single one the core would not ask for the queue of a frame, but forget the
 * recorded receive queue of a forwarded one, by which the port picks its own.
 * Who sends by queue_id needs more of them, each for half a kilobyte.
 */
#define TRUNK_TX_QUEUES		2
#define TRUNK_RX_QUEUES		1

struct bpf_prog;
struct netpoll;
struct trunk_fwd;
struct trunk_flows;
struct trunk_idle;
struct trunk_meter;

/* Kinds of probes. */
enum trunk_probe_kind {
	TRUNK_PROBE_ARP,
	TRUNK_PROBE_ND,
	TRUNK_PROBES,
};

/**
 * struct trunk_targets - who is probed
 * @arp: addresses, up to the first that is 0
 * @nd: addresses, up to the first that is ::
 */
struct trunk_targets {
	__be32 arp[TRUNK_TARGETS_MAX];
	struct in6_addr nd[TRUNK_TARGETS_MAX];
};

/**
 * struct trunk_config - options of a trunk, see uapi/linux/if_trunk.h
 * @mode: enum trunk_mode
 * @miimon: period of the carrier poll, ms; 0: events only
 * @updelay: how long a link must be back before it is used, ms
 * @downdelay: how long a link must be lost before its port is given up, ms
 * @primary_reselect: enum trunk_primary_reselect
 * @xmit_hash_policy: enum trunk_hash_policy
 * @packets_per_slave: frames in a row on one port (rr); 0: as random
 * @num_peer_notif: number of peer notifications after a failover
 * @peer_notif_delay: time between two of them, ms; 0: one each poll
 * @min_links: usable ports needed for carrier; 0 means 1
 * @scheduler: enum trunk_scheduler
 * @flowlet_gap: pause after which a flow may change its port (flowlet), us
 * @rebalance: enum trunk_rebalance
 * @rebalance_interval: how long a measurement of the load takes, ms
 * @idle_timer: how long a bucket must be unused to move, s
 * @unbalanced_timer: when buckets move all the same, s; 0: never
 * @tlb_dynamic_lb: balance-tlb: rebalance by load, whatever @rebalance says
 * @arp_interval: time between two probes of each target, ms; 0: none
 * @arp_validate: enum trunk_arp_validate
 * @arp_all_targets: enum trunk_arp_all_targets
 * @arp_missed_max: probes in a row that may go unanswered
 * @monitor: enum trunk_monitor
 * @use_carrier: 1
 * @resend_igmp: number of multicast reports after a failover
 * @all_slaves_active: inactive ports receive for the trunk too
 * @damping_hold: how long a port that failed must be back to be used, ms; each
 *	further failure doubles it; 0: as long as others
 * @damping_max: at most for how long, ms
 * @lacp_active: 802.3ad: speak first
 * @lacp_rate: 802.3ad: ask the partner for a PDU each second, not each 30
 * @ad_select: 802.3ad: enum trunk_ad_select
 * @ad_actor_sys_prio: 802.3ad: priority of the system
 * @ad_user_port_key: 802.3ad: upper 10 bits of the keys of ports
 * @coupled_control: 802.3ad: collect and distribute together
 * @lacp_strict: 802.3ad: use no port without a partner
 * @lacp_fallback: 802.3ad: when to use one that has none, ms
 * @fail_over_mac: active-backup: enum trunk_fail_over_mac
 * @mac_policy: enum trunk_mac_policy
 * @lp_interval: balance-tlb: time between two learning frames of a port, s
 * @primary: name of the preferred port, need not exist; empty: none
 * @ad_actor_system: 802.3ad: address of the system; zero: that of the trunk
 * @target: who is probed
 */
struct trunk_config {
	u32 mode;
	u32 miimon;
	u32 updelay;
	u32 downdelay;
	u32 primary_reselect;
	u32 xmit_hash_policy;
	u32 packets_per_slave;
	u32 num_peer_notif;
	u32 peer_notif_delay;
	u32 min_links;
	u32 scheduler;
	u32 flowlet_gap;
	u32 rebalance;
	u32 rebalance_interval;
	u32 idle_timer;
	u32 unbalanced_timer;
	u32 tlb_dynamic_lb;
	u32 arp_interval;
	u32 arp_validate;
	u32 arp_all_targets;
	u32 arp_missed_max;
	u32 monitor;
	u32 use_carrier;
	u32 resend_igmp;
	u32 all_slaves_active;
	u32 damping_hold;
	u32 damping_max;
	u32 lacp_active;
	u32 lacp_rate;
	u32 ad_select;
	u32 ad_actor_sys_prio;
	u32 ad_user_port_key;
	u32 coupled_control;
	u32 lacp_strict;
	u32 lacp_fallback;
	u32 fail_over_mac;
	u32 mac_policy;
	u32 lp_interval;
	char primary[IFNAMSIZ];
	u8 ad_actor_system[ETH_ALEN];
	struct trunk_targets target;
};

/* What frames are counted by, beside those that get through. */
enum trunk_count {
	TRUNK_COUNT_RX_MULTICAST,	/* multicast frames received */
	TRUNK_COUNT_RX_INACTIVE,	/* frames received on an inactive port */
	TRUNK_COUNT_TX_ALTERNATE,	/* left by another port than the table's */
	TRUNK_COUNT_TX_NO_PORT,		/* dropped: no port was usable */
	TRUNK_COUNT_TX_NO_MEMORY,	/* dropped: no memory for a copy */
	TRUNK_COUNT_TX_PORT,		/* dropped: the port's queue refused it */
	TRUNK_COUNTS,
};

/* What LACP has received and sent on a port. */
enum trunk_lacp_count {
	TRUNK_LACP_COUNT_RX,		/* LACPDUs */
	TRUNK_LACP_COUNT_TX,
	TRUNK_LACP_COUNT_RX_MARKER,
	TRUNK_LACP_COUNT_RX_RESPONSE,
	TRUNK_LACP_COUNT_TX_RESPONSE,
	TRUNK_LACP_COUNT_RX_ILLEGAL,	/* badly formed */
	TRUNK_LACP_COUNT_RX_DROPPED,	/* more than a partner would send */
	TRUNK_LACP_COUNTS,
};

#define TRUNK_LACP_LOG	16

/**
 * struct trunk_lacp_event - a machine of LACP on a port went to another state
 * @time: when, ns
 * @rx: enum trunk_lacp_rx, after it
 * @mux: enum trunk_lacp_mux, after it
 * @actor: bits of Actor_State
 * @partner: bits of Partner_State
 */
struct trunk_lacp_event {
	u64 time;
	u8 rx;
	u8 mux;
	u8 actor;
	u8 partner;
};

/**
 * struct trunk_pcpu - what the data path writes, one per CPU
 * @syncp: orders @count on 32 bit
 * @count: by enum trunk_count
 * @rr_slot: scheduler rr: the slot of the next frame
 * @rr_left: scheduler rr: frames still due on that slot
 * @random: state of the lots that are drawn
 */
struct trunk_pcpu {
	struct u64_stats_sync syncp;
	u64_stats_t count[TRUNK_COUNTS];
	u32 rr_slot;
	u32 rr_left;
	u32 random;
};

/**
 * struct trunk_drawn - what the forwarding table was made from
 * @members: bit per port
 * @usable: bit per port that may carry traffic
 * @mode: enum trunk_mode
 * @scheduler: enum trunk_scheduler, the one at work
 * @policy: enum trunk_hash_policy
 * @metered: the load of each bucket is measured
 * @netpoll: frames may come with interrupts off
 * @quantum: frames in a row on one port
 * @gap: pause after which a flow may change its port, us
 * @active: id of the active port, or -1
 * @backup: id of its alternate, or -1
 * @weight: of each member
 * @queue: queue_id of each member where that counts; 0: none
 */
struct trunk_drawn {
	u64 members;
	u64 usable;
	u32 mode;
	u32 scheduler;
	u32 policy;
	u32 metered;
	u32 netpoll;
	u32 quantum;
	u32 gap;
	s32 active;
	s32 backup;
	u32 weight[TRUNK_PORTS_MAX];
	u16 queue[TRUNK_PORTS_MAX];
};

struct trunk {
	/* read by each frame */
	struct trunk_fwd __rcu *fwd;
	struct trunk_pcpu __percpu *pcpu;

	struct net_device *dev;
	struct list_head ports;
	u64 members;			/* bit per port id */
	struct trunk_config config;
	struct trunk_port *active;	/* of the modes that have one */
	struct trunk_port *manual;	/* set by active_slave, until a link changes */
	struct trunk_port *bearer;	/* the last active port, while it is one of us */

	spinlock_t lock;		/* see the table above */
	bool pending;			/* facts that nothing was concluded from yet */
	bool monitoring;
	bool redraw;			/* the table was patched in place */
	bool afresh;			/* choose as if no port were active */
	bool new_primary;		/* named or added, and not up since */
	bool netpoll;			/* sends by the trunk */
	bool settling;			/* it is the trunk that changes its ports */
	u32 hash_seed;
	u32 slot_seed;
	u32 nslots;
	u32 excess;			/* slots of ports that have too many */
	struct trunk_drawn drawn;
	struct trunk_lacp lacp;
	u64 may_send;			/* bit per port; all but where LACP says who */
	u64 may_receive;
	u64 standby;			/* bit per port that LACP keeps for later */
	u64 looped;			/* bit per port on which it heard itself */
	s32 aggregator;			/* the last one that frames were sent by */
	struct trunk_idle *idle;	/* while slots wait for being idle */
	struct trunk_flows *flows;	/* made at first need, as is the next */
	struct trunk_meter *meter;
	struct bpf_prog *xdp_prog;	/* that the ports run */
	u64 moves;
	u64 failovers;
	u64 lost_at;			/* first sign of a failure, ns; 0: none */
	u64 latency[TRUNK_XSTATS_LATENCIES];
	u32 notify_left;
	u32 igmp_left;
	u32 targets[TRUNK_PROBES];	/* that are probed; 0: none of that kind */
	u8 trust[TRUNK_PROBES];		/* enum trunk_probe_trust */
	u8 asked;			/* bit per kind of which a probe was sent */
	struct hrtimer probe_timer;
	struct work_struct probe_work;
	struct delayed_work monitor_work;
	struct delayed_work announce_work;
	struct delayed_work igmp_work;
	struct delayed_work rebalance_work;
	struct delayed_work measure_work;
	struct delayed_work learn_work;
	struct delayed_work drain_work;
	struct delayed_work lacp_timer;
	struct work_struct lacp_work;	/* hears: not put off by the timer */

	u8 home[TRUNK_SLOTS_MAX];	/* id of the port that owns a slot */
};

/**
 * struct trunk_view - what a port looks like from outside
 * @status: enum trunk_mii_status
 * @state: enum trunk_port_state
 * @reason: enum trunk_port_reason
 */
struct trunk_view {
	u8 status;
	u8 state;
	u8 reason;
};

/**
 * struct trunk_traffic - what a device has sent and received
 * @tx_packets: frames sent
 * @tx_bytes: their bytes
 * @rx_packets: frames received
 * @rx_bytes: their bytes
 */
struct trunk_traffic {
	u64 tx_packets;
	u64 tx_bytes;
	u64 rx_packets;
	u64 rx_bytes;
};

struct trunk_port {
	struct trunk *trunk;
	struct net_device *dev;
	netdevice_tracker dev_tracker;
	struct list_head list;
	u8 id;				/* 0..TRUNK_PORTS_MAX - 1 */

	/* facts */
	struct trunk_link link;
	struct trunk_damping damping;
	struct trunk_probe probe[TRUNK_PROBES];
	atomic_t heard;			/* bit per target, in this interval */
	u32 failures;
	u32 speed;			/* Mb/s, or SPEED_UNKNOWN */
	u32 rated;			/* the last speed known, 0: none */
	u8 duplex;
	bool speed_stale;

	/* probes of this interval */
	enum trunk_probe_role role;
	bool due;			/* it has to send */
	u32 proven;			/* bit per target heard since it sends */
	bool searched;			/* tried, as no port is active */

	/* decisions */
	bool inactive;			/* what it receives is not for the trunk */
	bool listens;			/* what it receives is a sign of life */
	struct trunk_view view;
	u64 since;			/* ktime_get_ns() of the last change of @view */
	u64 activations;
	u64 moves;
	s32 prio;
	u32 weight;			/* 0: by speed */
	u16 queue_id;			/* 0: none */

	/* planned removal */
	struct trunk_drain drain;
	u8 drain_told;			/* the phase last told of */
	bool drain_forced;		/* whatever becomes of the other ports */
	bool drain_unused;		/* no table names it since @drain_grace */
	bool draining;
	bool drain_heard;		/* something came */
	unsigned long drain_grace;	/* of RCU */

	/* what of the trunk's receive filter the device carries */
	u8 group[TRUNK_TARGETS_MAX][ETH_ALEN];	/* that targets are solicited by */
	u8 ngroups;
	bool addresses;
	bool promisc;
	bool allmulti;
	bool slow;

	/* what the device had, given back at release */
	u8 own_addr[ETH_ALEN];		/* or was given since, see address.c */
	unsigned int own_mtu;
	bool own_up;
	struct trunk_traffic base;

	/* its address */
	bool rigid;			/* it keeps its own */
	bool declined;			/* it did not take one while it was up */
	bool aliased;
	u8 alias[ETH_ALEN];		/* one that it receives besides */

	/* LACP */
	struct trunk_lacp_port lacp;
	struct sk_buff_head pdus;	/* received and not looked at yet */
	unsigned long pdus_since;	/* jiffies */
	u32 pdus_seen;
	u32 lacp_count[TRUNK_LACP_COUNTS];
	struct trunk_lacp_event lacp_log[TRUNK_LACP_LOG];
	u32 lacp_events;		/* in all; the last ones are in @lacp_log */
	u16 actor_prio;

	struct netpoll *netpoll;	/* NULL: it does not send by the trunk */

	struct rcu_head rcu;
};

extern struct workqueue_struct *trunk_wq;

/* Frames leave and come by @dev at this moment. */
static inline bool trunk_dev_usable(const struct net_device *dev)
{
	const unsigned long bits = BIT(__LINK_STATE_START) |
				   BIT(__LINK_STATE_NOCARRIER);

	return (READ_ONCE(dev->state) & bits) == BIT(__LINK_STATE_START);
}

/* Modes in which one port receives, as bonding says it. */
static inline bool trunk_uses_primary(u32 mode)
{
	return mode == TRUNK_MODE_ACTIVE_BACKUP ||
	       mode == TRUNK_MODE_BALANCE_TLB;
}

static inline void trunk_count(struct trunk_pcpu *pcpu, enum trunk_count what)
{
	u64_stats_update_begin(&pcpu->syncp);
	u64_stats_inc(&pcpu->count[what]);
	u64_stats_update_end(&pcpu->syncp);
}

static inline bool trunk_status_usable(u8 status)
{
	return status == TRUNK_MII_STATUS_UP ||
	       status == TRUNK_MII_STATUS_GOING_DOWN;
}

#endif /* _TRUNK_H */
