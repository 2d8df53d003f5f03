/* SPDX-License-Identifier: GPL-2.0-only */
/* What the kernel holds, as plain structs: both renderers and all commands read these. */

#ifndef HACTL_MODEL_H
#define HACTL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <net/if.h>
#include <linux/if_link.h>
#include <linux/if_trunk.h>

#include "opt.h"

/* Entries of trunk_opts. */
enum {
	TRUNK_NAME, TRUNK_IFINDEX, TRUNK_ADDRESS, TRUNK_MTU, TRUNK_TX_QUEUES, TRUNK_UP,
	TRUNK_CARRIER,
	TRUNK_MII_STATUS, TRUNK_MODE, TRUNK_ACTIVE_SLAVE, TRUNK_MIIMON, TRUNK_UPDELAY,
	TRUNK_DOWNDELAY, TRUNK_PRIMARY, TRUNK_PRIMARY_RESELECT, TRUNK_XMIT_HASH_POLICY,
	TRUNK_PACKETS_PER_SLAVE, TRUNK_NUM_PEER_NOTIF, TRUNK_PEER_NOTIF_DELAY, TRUNK_MIN_LINKS,
	TRUNK_SCHEDULER, TRUNK_FLOWLET_GAP, TRUNK_REBALANCE, TRUNK_REBALANCE_INTERVAL,
	TRUNK_IDLE_TIMER, TRUNK_UNBALANCED_TIMER, TRUNK_TLB_DYNAMIC_LB,
	TRUNK_ARP_INTERVAL, TRUNK_ARP_IP_TARGET, TRUNK_ARP_VALIDATE, TRUNK_ARP_ALL_TARGETS,
	TRUNK_ARP_MISSED_MAX, TRUNK_NS_IP6_TARGET, TRUNK_MONITOR,
	TRUNK_DAMPING_HOLD, TRUNK_DAMPING_MAX,
	TRUNK_USE_CARRIER, TRUNK_RESEND_IGMP, TRUNK_ALL_SLAVES_ACTIVE,
	TRUNK_FAIL_OVER_MAC, TRUNK_MAC_POLICY, TRUNK_LP_INTERVAL,
	TRUNK_LACP_ACTIVE, TRUNK_LACP_RATE, TRUNK_AD_SELECT, TRUNK_AD_ACTOR_SYS_PRIO,
	TRUNK_AD_ACTOR_SYSTEM, TRUNK_AD_USER_PORT_KEY, TRUNK_COUPLED_CONTROL, TRUNK_LACP_STRICT,
	TRUNK_LACP_FALLBACK,
	TRUNK_AD_AGGREGATOR, TRUNK_AD_NUM_PORTS, TRUNK_AD_ACTOR_KEY, TRUNK_AD_PARTNER_KEY,
	TRUNK_AD_PARTNER_MAC,
	TRUNK_N
};

/* Entries of port_opts. */
enum {
	PORT_NAME, PORT_IFINDEX, PORT_TRUNK, PORT_STATE, PORT_MII_STATUS, PORT_REASON,
	PORT_FAILURES, PORT_PERM_HWADDR, PORT_PRIO, PORT_WEIGHT, PORT_QUEUE_ID, PORT_SPEED,
	PORT_SINCE,
	PORT_ACTOR_PORT_PRIO, PORT_AD_AGGREGATOR_ID, PORT_AD_ACTOR_STATE, PORT_AD_PARTNER_STATE,
	PORT_SHOWN,
	/* how one is drained */
	PORT_TIMEOUT = PORT_SHOWN, PORT_FORCE,
	PORT_N
};

/* Entries of trunk_stat_opts: counters. */
enum {
	TRUNK_STAT_SCHEDULER, TRUNK_STAT_BUCKETS, TRUNK_STAT_ACTIVE_BUCKETS, TRUNK_STAT_UNBALANCED,
	TRUNK_STAT_MOVES, TRUNK_STAT_PICKS, TRUNK_STAT_FAILOVERS, TRUNK_STAT_TX_ALTERNATE,
	TRUNK_STAT_TX_DROP_NO_PORT, TRUNK_STAT_TX_DROP_NO_MEMORY, TRUNK_STAT_TX_DROP_PORT,
	TRUNK_STAT_RX_DROP_INACTIVE,
	TRUNK_STAT_N
};

/* Entries of port_stat_opts: counters. */
enum {
	PORT_STAT_WEIGHT, PORT_STAT_BUCKETS, PORT_STAT_ACTIVE_BUCKETS, PORT_STAT_SHARE,
	PORT_STAT_LOAD, PORT_STAT_DELAY, PORT_STAT_TX_PACKETS, PORT_STAT_TX_BYTES,
	PORT_STAT_RX_PACKETS, PORT_STAT_RX_BYTES, PORT_STAT_MOVES, PORT_STAT_ACTIVATIONS,
	PORT_STAT_N
};

/* Entries of lacp_stat_opts. */
enum {
	LACP_STAT_RX_STATE, LACP_STAT_MUX_STATE, LACP_STAT_PARTNER_SYSTEM, LACP_STAT_PARTNER_PRIO,
	LACP_STAT_PARTNER_KEY, LACP_STAT_PARTNER_PORT, LACP_STAT_PARTNER_PORT_PRIO, LACP_STAT_RX,
	LACP_STAT_TX, LACP_STAT_RX_MARKER, LACP_STAT_RX_RESPONSE, LACP_STAT_TX_RESPONSE,
	LACP_STAT_RX_ILLEGAL, LACP_STAT_RX_DROPPED, LACP_STAT_ACTOR_CHURN, LACP_STAT_PARTNER_CHURN,
	LACP_STAT_N
};

/* Entries of group_opts. */
enum {
	GROUP_NAME, GROUP_STATE, GROUP_FAILBACK, GROUP_ADOPT, GROUP_MIIMON, GROUP_UPDELAY,
	GROUP_FAILOVERS,
	GROUP_N
};

/* Entries of interface_opts. */
enum {
	INTERFACE_NAME, INTERFACE_IFINDEX, INTERFACE_GROUP, INTERFACE_ACTIVE, INTERFACE_STANDBY,
	INTERFACE_LINK, INTERFACE_STATE, INTERFACE_REASON, INTERFACE_TEST_ADDRESS,
	INTERFACE_ADDRESSES, INTERFACE_FAILURES, INTERFACE_SINCE,
	INTERFACE_N
};

/* Entries of address_opts. */
enum {
	ADDRESS_ADDRESS, ADDRESS_GROUP, ADDRESS_INTERFACE, ADDRESS_HOME, ADDRESS_STATE,
	ADDRESS_ADOPTED, ADDRESS_MOVES,
	ADDRESS_N
};

extern const struct opt trunk_opts[TRUNK_N];
extern const struct opt port_opts[PORT_N];
extern const struct opt trunk_stat_opts[TRUNK_STAT_N];
extern const struct opt port_stat_opts[PORT_STAT_N];
extern const struct opt lacp_stat_opts[LACP_STAT_N];
extern const struct opt group_opts[GROUP_N];
extern const struct opt interface_opts[INTERFACE_N];
extern const struct opt address_opts[ADDRESS_N];

extern const struct opt_word trunk_mii_words[];
extern const struct opt_word trunk_state_words[];
extern const struct opt_word trunk_reason_words[];
extern const struct opt_word trunk_event_words[];
extern const struct opt_word trunk_drain_words[];
extern const struct opt_word ipmp_group_words[];
extern const struct opt_word ipmp_interface_words[];
extern const struct opt_word ipmp_reason_words[];
extern const struct opt_word ipmp_event_words[];

/* Changes of the machines of LACP that are kept; the kernel has as many. */
#define LACP_LOG 16

/**
 * struct lacp_event - a machine of LACP went to another state
 * @time: when, ns since the Epoch
 * @rx: TRUNK_RX_STATE_*, after it
 * @mux: TRUNK_MUX_STATE_*, after it
 * @actor: Actor_State
 * @partner: Partner_State
 */
struct lacp_event {
	uint64_t time;
	uint8_t rx;
	uint8_t mux;
	uint8_t actor;
	uint8_t partner;
};

/**
 * struct link - a net device
 * @name: its name
 * @kind: link kind, or empty
 * @master_kind: kind of which it is a port (IFLA_INFO_SLAVE_KIND), or empty
 * @ifindex: its ifindex
 * @master: ifindex of its master, 0: none
 * @flags: IFF_*
 * @speed: Mb/s, 0: not known
 * @has_stats: @stats was received
 * @stats: counters
 * @trunk: of a trunk, its values by TRUNK_*, else NULL
 * @port: of a port of a trunk, its values by PORT_*, else NULL
 * @trunk_stat: of a trunk, its counters by TRUNK_STAT_*
 * @nlatency: entries of @latency, 0: not known
 * @latency: of a trunk, failovers by the time they took, see linux/if_trunk.h
 * @port_stat: of a port of a trunk, its counters by PORT_STAT_*
 * @lacp_stat: of a port of a trunk, what LACP knows of it by LACP_STAT_*
 * @nlacp: entries of @lacp_log
 * @lacp_log: of a port of a trunk, the last changes of its machines, oldest first
 * @first_port: of a trunk, its first port, or NULL
 * @next_port: of a port of a trunk, the next one, or NULL
 */
struct link {
	char name[IFNAMSIZ];
	char kind[16];
	char master_kind[16];
	int ifindex;
	int master;
	unsigned int flags;
	uint32_t speed;
	bool has_stats;
	struct rtnl_link_stats64 stats;
	struct opt_val *trunk;
	struct opt_val *port;
	struct opt_val trunk_stat[TRUNK_STAT_N];
	size_t nlatency;
	uint64_t latency[TRUNK_XSTATS_LATENCIES];
	struct opt_val port_stat[PORT_STAT_N];
	struct opt_val lacp_stat[LACP_STAT_N];
	size_t nlacp;
	struct lacp_event lacp_log[LACP_LOG];
	struct link *first_port;
	struct link *next_port;
};

/**
 * struct links - net devices, in the kernel's order
 * @link: these
 * @n: how many
 * @room: for how many
 * @slot: where to look for an ifindex, see model_links_index()
 * @mask: slots less one, of which there are a power of two
 */
struct links {
	struct link *link;
	size_t n;
	size_t room;
	struct link **slot;
	size_t mask;
};

/* Objects of ipmp: rows of values by the entries of one table. */
struct rows {
	const struct opt *opts;
	size_t nopts;
	struct opt_val *val;	/* row i starts at i * nopts */
	size_t n;
	size_t room;
};

struct nlmsghdr;

int model_link(const struct nlmsghdr *nlh, void *links);
void model_links_free(void *links);
int model_links_index(struct links *links);
void model_links_resolve(struct links *links);
const struct link *model_link_by_name(const struct links *links, const char *name);
const struct link *model_link_by_index(const struct links *links, int64_t ifindex);
bool model_is_trunk(const struct link *link);

int model_counters(const struct nlmsghdr *nlh, void *links);
void model_counters_free(void *links);
void model_counters_resolve(struct links *links);

int model_speed(const struct nlmsghdr *nlh, void *links);

int model_row(const struct nlmsghdr *nlh, void *rows);
const struct opt_val *model_row_at(const struct rows *rows, size_t i);
void model_rows_free(void *rows);
const struct opt_val *model_row_find(const struct rows *rows, const struct opt_val *name);

#endif
