/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/* Link attributes of a trunk (rtnetlink, link kind "trunk"). */

#ifndef _UAPI_LINUX_IF_TRUNK_H
#define _UAPI_LINUX_IF_TRUNK_H

/*
 * IFLA_INFO_DATA of a trunk.
 *
 * An option that the bonding driver has too carries the number, type and
 * values of its IFLA_BOND_ attribute, so that a program written for bonding
 * needs another kind and nothing else; a number of bonding's that is missing
 * here is refused with EOPNOTSUPP. Options of trunk alone start at 39:
 * rtnetlink takes numbers up to 50, and up to 40 of a port.
 */
enum {
	IFLA_TRUNK_UNSPEC,
	IFLA_TRUNK_MODE			= 1,	/* u8, enum trunk_mode */
	IFLA_TRUNK_ACTIVE_SLAVE		= 2,	/* u32, ifindex; 0: reselect */
	IFLA_TRUNK_MIIMON		= 3,	/* u32, ms */
	IFLA_TRUNK_UPDELAY		= 4,	/* u32, ms */
	IFLA_TRUNK_DOWNDELAY		= 5,	/* u32, ms */
	IFLA_TRUNK_USE_CARRIER		= 6,	/* u8, 1 */
	IFLA_TRUNK_ARP_INTERVAL		= 7,	/* u32, ms; 0: no probes */
	IFLA_TRUNK_ARP_IP_TARGET	= 8,	/* nest of up to 16 IPv4 addresses, any type */
	IFLA_TRUNK_ARP_VALIDATE		= 9,	/* u32, enum trunk_arp_validate */
	IFLA_TRUNK_ARP_ALL_TARGETS	= 10,	/* u32, enum trunk_arp_all_targets */
	IFLA_TRUNK_PRIMARY		= 11,	/* u32, ifindex; 0: none */
	IFLA_TRUNK_PRIMARY_RESELECT	= 12,	/* u8, enum trunk_primary_reselect */
	IFLA_TRUNK_FAIL_OVER_MAC	= 13,	/* u8, enum trunk_fail_over_mac */
	IFLA_TRUNK_XMIT_HASH_POLICY	= 14,	/* u8, enum trunk_hash_policy */
	IFLA_TRUNK_RESEND_IGMP		= 15,	/* u32, 0..255 */
	IFLA_TRUNK_NUM_PEER_NOTIF	= 16,	/* u8, 0..255 */
	IFLA_TRUNK_ALL_SLAVES_ACTIVE	= 17,	/* u8, 0 or 1 */
	IFLA_TRUNK_MIN_LINKS		= 18,	/* u32, ports */
	IFLA_TRUNK_LP_INTERVAL		= 19,	/* u32, s, 1..2147483647 */
	IFLA_TRUNK_PACKETS_PER_SLAVE	= 20,	/* u32, frames, 0..65535 */
	IFLA_TRUNK_LACP_RATE		= 21,	/* u8, enum trunk_lacp_rate */
	IFLA_TRUNK_AD_SELECT		= 22,	/* u8, enum trunk_ad_select */
	IFLA_TRUNK_AD_INFO		= 23,	/* nest of TRUNK_AD_INFO_, read only */
	IFLA_TRUNK_AD_ACTOR_SYS_PRIO	= 24,	/* u16, 1..65535 */
	IFLA_TRUNK_AD_USER_PORT_KEY	= 25,	/* u16, 0..1023 */
	IFLA_TRUNK_AD_ACTOR_SYSTEM	= 26,	/* MAC address; zero: that of the trunk */
	IFLA_TRUNK_TLB_DYNAMIC_LB	= 27,	/* u8, 0 or 1 */
	IFLA_TRUNK_PEER_NOTIF_DELAY	= 28,	/* u32, ms, 0..300000 */
	IFLA_TRUNK_LACP_ACTIVE		= 29,	/* u8, 0 or 1 */
	IFLA_TRUNK_ARP_MISSED_MAX	= 30,	/* u8, probes, 1..255 */
	IFLA_TRUNK_NS_IP6_TARGET	= 31,	/* nest of up to 16 IPv6 addresses, any type */
	IFLA_TRUNK_COUPLED_CONTROL	= 32,	/* u8, 0 or 1 */
	IFLA_TRUNK_LACP_STRICT		= 34,	/* u8, 0 or 1 */

	IFLA_TRUNK_MAC_POLICY		= 39,	/* u8, enum trunk_mac_policy */
	IFLA_TRUNK_MII_STATUS		= 40,	/* u8, enum trunk_mii_status, read only */
	IFLA_TRUNK_SCHEDULER		= 41,	/* u8, enum trunk_scheduler */
	IFLA_TRUNK_FLOWLET_GAP		= 42,	/* u32, us, 1..1000000 */
	IFLA_TRUNK_REBALANCE		= 43,	/* u8, enum trunk_rebalance */
	IFLA_TRUNK_REBALANCE_INTERVAL	= 44,	/* u32, ms, 1..60000 */
	IFLA_TRUNK_IDLE_TIMER		= 45,	/* u32, s, 1..86400 */
	IFLA_TRUNK_UNBALANCED_TIMER	= 46,	/* u32, s, 0..86400; 0: never */
	IFLA_TRUNK_MONITOR		= 47,	/* u8, enum trunk_monitor */
	IFLA_TRUNK_DAMPING_HOLD		= 48,	/* u32, ms, 0..3600000; 0: no damping */
	IFLA_TRUNK_DAMPING_MAX		= 49,	/* u32, ms, 1..86400000 */
	IFLA_TRUNK_LACP_FALLBACK	= 50,	/* u32, ms, 0..3600000 */

	__IFLA_TRUNK_MAX
};

#define IFLA_TRUNK_MAX	(__IFLA_TRUNK_MAX - 1)

/* IFLA_TRUNK_AD_INFO: the aggregator in use (802.3ad); as IFLA_BOND_AD_INFO_. */
enum {
	TRUNK_AD_INFO_UNSPEC,
	TRUNK_AD_INFO_AGGREGATOR,	/* u16, ad_aggregator_id of its ports */
	TRUNK_AD_INFO_NUM_PORTS,	/* u16 */
	TRUNK_AD_INFO_ACTOR_KEY,	/* u16 */
	TRUNK_AD_INFO_PARTNER_KEY,	/* u16 */
	TRUNK_AD_INFO_PARTNER_MAC,	/* MAC address */

	__TRUNK_AD_INFO_MAX
};

#define TRUNK_AD_INFO_MAX	(__TRUNK_AD_INFO_MAX - 1)

/*
 * IFLA_INFO_SLAVE_DATA of a port; as above, with IFLA_BOND_SLAVE_. Those of
 * trunk alone start at 24.
 */
enum {
	IFLA_TRUNK_PORT_UNSPEC,
	IFLA_TRUNK_PORT_STATE			= 1,	/* u8, enum trunk_port_state, read only */
	IFLA_TRUNK_PORT_MII_STATUS		= 2,	/* u8, enum trunk_mii_status, read only */
	IFLA_TRUNK_PORT_LINK_FAILURE_COUNT	= 3,	/* u32, read only */
	IFLA_TRUNK_PORT_PERM_HWADDR		= 4,	/* MAC address, read only */
	IFLA_TRUNK_PORT_QUEUE_ID		= 5,	/* u16, 0: none */
	IFLA_TRUNK_PORT_AD_AGGREGATOR_ID	= 6,	/* u16, 0: none, read only */
	IFLA_TRUNK_PORT_AD_ACTOR_STATE		= 7,	/* u8, Actor_State of LACP, read only */
	IFLA_TRUNK_PORT_AD_PARTNER_STATE	= 8,	/* u16, Partner_State, read only */
	IFLA_TRUNK_PORT_PRIO			= 9,	/* s32, higher is better */
	IFLA_TRUNK_PORT_ACTOR_PRIO		= 10,	/* u16, actor_port_prio */

	IFLA_TRUNK_PORT_REASON			= 24,	/* u8, enum trunk_port_reason, read only */
	IFLA_TRUNK_PORT_SINCE			= 25,	/* u64, ms since a change, read only */
	IFLA_TRUNK_PORT_PAD			= 26,
	IFLA_TRUNK_PORT_WEIGHT			= 27,	/* u32, 0..10000000; 0: link speed */

	__IFLA_TRUNK_PORT_MAX
};

#define IFLA_TRUNK_PORT_MAX	(__IFLA_TRUNK_PORT_MAX - 1)

/*
 * RTM_GETSTATS: counters of a trunk in IFLA_STATS_LINK_XSTATS, of a port in
 * IFLA_STATS_LINK_XSTATS_SLAVE, nested in LINK_XSTATS_TYPE_TRUNK.
 */
#define LINK_XSTATS_TYPE_TRUNK	64

enum {
	TRUNK_XSTATS_UNSPEC,
	TRUNK_XSTATS_PAD,
	TRUNK_XSTATS_SCHEDULER,		/* u8, enum trunk_scheduler, the one at work */
	TRUNK_XSTATS_BUCKETS,		/* u32, flow buckets of it, 0: it has none */
	TRUNK_XSTATS_ACTIVE_BUCKETS,	/* u32, of these, used in the idle time */
	TRUNK_XSTATS_UNBALANCED,	/* u32, buckets that wait for being idle to move */
	TRUNK_XSTATS_MOVES,		/* u64, buckets that moved to balance the ports */
	TRUNK_XSTATS_PICKS,		/* u64, choices of a port for a new flow or flowlet */
	TRUNK_XSTATS_FAILOVERS,		/* u64, failovers */
	TRUNK_XSTATS_TX_ALTERNATE,	/* u64, frames that left by another port at once */
	TRUNK_XSTATS_TX_DROP_NO_PORT,	/* u64, frames dropped: no usable port */
	TRUNK_XSTATS_TX_DROP_NO_MEMORY,	/* u64, frames dropped: no memory for a copy */
	TRUNK_XSTATS_TX_DROP_PORT,	/* u64, frames that a port's queue refused */
	TRUNK_XSTATS_RX_DROP_INACTIVE,	/* u64, frames dropped: received on an inactive port */
	TRUNK_XSTATS_FAILOVER_LATENCY,	/* u64[], failovers that took 2^(i - 1) us up to 2^i us */

	__TRUNK_XSTATS_MAX
};

#define TRUNK_XSTATS_MAX	(__TRUNK_XSTATS_MAX - 1)

/* The last entry counts all that took longer. */
#define TRUNK_XSTATS_LATENCIES	24

enum {
	TRUNK_PORT_XSTATS_UNSPEC,
	TRUNK_PORT_XSTATS_PAD,
	TRUNK_PORT_XSTATS_WEIGHT,	/* u32, weight in use */
	TRUNK_PORT_XSTATS_BUCKETS,	/* u32, buckets it has now */
	TRUNK_PORT_XSTATS_ACTIVE_BUCKETS, /* u32, of these, used in the idle time */
	TRUNK_PORT_XSTATS_LOAD,		/* u64, bytes a second as measured; 0: not measured */
	TRUNK_PORT_XSTATS_DELAY,	/* u32, queueing delay as measured, us */
	TRUNK_PORT_XSTATS_TX_PACKETS,	/* u64, frames since it was added */
	TRUNK_PORT_XSTATS_TX_BYTES,	/* u64 */
	TRUNK_PORT_XSTATS_RX_PACKETS,	/* u64 */
	TRUNK_PORT_XSTATS_RX_BYTES,	/* u64 */
	TRUNK_PORT_XSTATS_MOVES,	/* u64, buckets that moved to it for balance */
	TRUNK_PORT_XSTATS_ACTIVATIONS,	/* u64, times it became the active port */
	TRUNK_PORT_XSTATS_LACP,		/* nest of TRUNK_LACP_XSTATS_, mode 802.3ad */

	__TRUNK_PORT_XSTATS_MAX
};

#define TRUNK_PORT_XSTATS_MAX	(__TRUNK_PORT_XSTATS_MAX - 1)

/* LACP on a port: what was counted, its machines, and its partner. */
enum {
	TRUNK_LACP_XSTATS_UNSPEC,
	TRUNK_LACP_XSTATS_RX,		/* u32, LACPDUs */
	TRUNK_LACP_XSTATS_TX,		/* u32 */
	TRUNK_LACP_XSTATS_RX_MARKER,	/* u32 */
	TRUNK_LACP_XSTATS_RX_RESPONSE,	/* u32, responses to markers */
	TRUNK_LACP_XSTATS_TX_RESPONSE,	/* u32 */
	TRUNK_LACP_XSTATS_RX_ILLEGAL,	/* u32, badly formed */
	TRUNK_LACP_XSTATS_RX_DROPPED,	/* u32, more than a partner would send */
	TRUNK_LACP_XSTATS_ACTOR_CHURN,	/* u32, times we were not in sync for 60 s */
	TRUNK_LACP_XSTATS_PARTNER_CHURN, /* u32, times the partner was not */
	TRUNK_LACP_XSTATS_RX_STATE,	/* u8, enum trunk_rx_state */
	TRUNK_LACP_XSTATS_MUX_STATE,	/* u8, enum trunk_mux_state */
	TRUNK_LACP_XSTATS_PARTNER_SYSTEM, /* MAC address */
	TRUNK_LACP_XSTATS_PARTNER_PRIO,	/* u16, of that system */
	TRUNK_LACP_XSTATS_PARTNER_KEY,	/* u16 */
	TRUNK_LACP_XSTATS_PARTNER_PORT,	/* u16, number of the port there */
	TRUNK_LACP_XSTATS_PARTNER_PORT_PRIO, /* u16 */
	TRUNK_LACP_XSTATS_EVENT,	/* nest of TRUNK_LACP_EVENT_, several, oldest first */

	__TRUNK_LACP_XSTATS_MAX
};

#define TRUNK_LACP_XSTATS_MAX	(__TRUNK_LACP_XSTATS_MAX - 1)

/* A machine of LACP went to another state; all of them after that. */
enum {
	TRUNK_LACP_EVENT_UNSPEC,
	TRUNK_LACP_EVENT_PAD,
	TRUNK_LACP_EVENT_TIME,		/* u64, ns since the Epoch */
	TRUNK_LACP_EVENT_RX_STATE,	/* u8, enum trunk_rx_state */
	TRUNK_LACP_EVENT_MUX_STATE,	/* u8, enum trunk_mux_state */
	TRUNK_LACP_EVENT_ACTOR,		/* u8, Actor_State */
	TRUNK_LACP_EVENT_PARTNER,	/* u8, Partner_State */

	__TRUNK_LACP_EVENT_MAX
};

#define TRUNK_LACP_EVENT_MAX	(__TRUNK_LACP_EVENT_MAX - 1)

#endif /* _UAPI_LINUX_IF_TRUNK_H */
