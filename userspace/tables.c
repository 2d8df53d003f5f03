// SPDX-License-Identifier: GPL-2.0-only
/* Tables of every option and shown value of trunk: the one place that names them. */

#include "model.h"

#include <linux/if_trunk.h>
#include <linux/rtnetlink.h>
#include <linux/trunk.h>

static const struct opt_word trunk_mode_words[] = {
	{ "balance-rr", TRUNK_MODE_BALANCE_RR, "frame after frame over all usable ports" },
	{ "active-backup", TRUNK_MODE_ACTIVE_BACKUP, "one port carries all, others stand by" },
	{ "balance-xor", TRUNK_MODE_BALANCE_XOR, "each flow on one port, by its headers" },
	{ "broadcast", TRUNK_MODE_BROADCAST, "every frame on every usable port" },
	{ "802.3ad", TRUNK_MODE_8023AD,
	  "each flow on one port of those that LACP has agreed on with the partner" },
	{ "balance-tlb", TRUNK_MODE_BALANCE_TLB,
	  "flows by load over all ports, receiving on the active one; any switch will do" },
	{ }
};

static const struct opt_word trunk_reselect_words[] = {
	{ "always", TRUNK_PRIMARY_RESELECT_ALWAYS, "as soon as its link is up" },
	{ "better", TRUNK_PRIMARY_RESELECT_BETTER, "when it is faster, or has the better duplex" },
	{ "failure", TRUNK_PRIMARY_RESELECT_FAILURE, "only when the active port fails" },
	{ }
};

static const struct opt_word trunk_hash_words[] = {
	{ "layer2", TRUNK_HASH_POLICY_LAYER2, "Ethernet addresses and type, as bonding" },
	{ "layer3+4", TRUNK_HASH_POLICY_LAYER3_4, "IP addresses and ports, as bonding" },
	{ "layer2+3", TRUNK_HASH_POLICY_LAYER2_3, "Ethernet and IP addresses, as bonding" },
	{ "encap2+3", TRUNK_HASH_POLICY_ENCAP2_3, "layer2+3 of what a tunnel carries" },
	{ "encap3+4", TRUNK_HASH_POLICY_ENCAP3_4, "layer3+4 of what a tunnel carries" },
	{ "vlan+srcmac", TRUNK_HASH_POLICY_VLAN_SRCMAC, "VLAN tag and source address" },
	{ "flow", TRUNK_HASH_POLICY_FLOW,
	  "addresses and ports of IPv4 and IPv6, else Ethernet addresses" },
	{ }
};

static const struct opt_word trunk_scheduler_words[] = {
	{ "default", TRUNK_SCHEDULER_DEFAULT, "that of the mode" },
	{ "hash", TRUNK_SCHEDULER_HASH, "each flow on one port, by its headers" },
	{ "rr", TRUNK_SCHEDULER_RR, "packets_per_slave frames on each port in turn" },
	{ "random", TRUNK_SCHEDULER_RANDOM, "each frame on any port" },
	{ "least-conn", TRUNK_SCHEDULER_LEAST_CONN, "a new flow on the port with fewest" },
	{ "response-time", TRUNK_SCHEDULER_RESPONSE_TIME,
	  "a new flow on the port with the shortest queueing delay" },
	{ "flowlet", TRUNK_SCHEDULER_FLOWLET,
	  "a flow that paused for flowlet_gap on a port drawn by lot, if that has less load" },
	{ "broadcast", TRUNK_SCHEDULER_BROADCAST, "every frame on every usable port" },
	{ }
};

static const struct opt_word trunk_rebalance_words[] = {
	{ "off", TRUNK_REBALANCE_OFF, "only buckets that were never used" },
	{ "idle", TRUNK_REBALANCE_IDLE, "buckets that were not used for idle_timer" },
	{ "load", TRUNK_REBALANCE_LOAD, "any bucket, to even out the bytes that are measured" },
	{ }
};

static const struct opt_word trunk_validate_words[] = {
	{ "none", TRUNK_ARP_VALIDATE_NONE, "any frame that is received will do" },
	{ "active", TRUNK_ARP_VALIDATE_ACTIVE, "on ports that probe: from a target to us" },
	{ "backup", TRUNK_ARP_VALIDATE_BACKUP, "on the others: probes of the active port" },
	{ "all", TRUNK_ARP_VALIDATE_ALL, "both" },
	{ "filter", TRUNK_ARP_VALIDATE_FILTER, "an ARP frame (ns_ip6_target: IPv6)" },
	{ "filter_active", TRUNK_ARP_VALIDATE_FILTER_ACTIVE, "filter and active" },
	{ "filter_backup", TRUNK_ARP_VALIDATE_FILTER_BACKUP, "filter and backup" },
	{ }
};

static const struct opt_word trunk_all_targets_words[] = {
	{ "any", TRUNK_ARP_ALL_TARGETS_ANY, "one of them" },
	{ "all", TRUNK_ARP_ALL_TARGETS_ALL, "each of them" },
	{ }
};

static const struct opt_word trunk_monitor_words[] = {
	{ "any", TRUNK_MONITOR_ANY, "one kind of probe" },
	{ "all", TRUNK_MONITOR_ALL, "every kind" },
	{ }
};

static const struct opt_word trunk_on_words[] = {
	{ "off", 0, "no" },
	{ "on", 1, "yes" },
	{ }
};

static const struct opt_word trunk_fail_over_mac_words[] = {
	{ "none", TRUNK_FAIL_OVER_MAC_NONE, "that of the trunk" },
	{ "active", TRUNK_FAIL_OVER_MAC_ACTIVE, "their own; the trunk has the active port's" },
	{ "follow", TRUNK_FAIL_OVER_MAC_FOLLOW, "their own, but the active port the trunk's" },
	{ }
};

static const struct opt_word trunk_mac_policy_words[] = {
	{ "first", TRUNK_MAC_POLICY_FIRST, "what it has; if random, that of the first port" },
	{ "lowest", TRUNK_MAC_POLICY_LOWEST, "the lowest permanent one of the ports" },
	{ "primary", TRUNK_MAC_POLICY_PRIMARY, "that of the primary port, else the lowest" },
	{ "fixed", TRUNK_MAC_POLICY_FIXED, "what it has" },
	{ }
};

static const struct opt_word trunk_rate_words[] = {
	{ "slow", TRUNK_LACP_RATE_SLOW, "each 30 s; given up after 90 s of silence" },
	{ "fast", TRUNK_LACP_RATE_FAST, "each second; given up after 3 s of silence" },
	{ }
};

static const struct opt_word trunk_ad_select_words[] = {
	{ "stable", TRUNK_AD_SELECT_STABLE, "the fastest, then the same while it has a port" },
	{ "bandwidth", TRUNK_AD_SELECT_BANDWIDTH, "the fastest" },
	{ "count", TRUNK_AD_SELECT_COUNT, "that with most ports, then the fastest" },
	{ "actor_port_prio", TRUNK_AD_SELECT_ACTOR_PORT_PRIO,
	  "that with the largest sum of actor_port_prio, then by count" },
	{ }
};

static const struct opt_word lacp_rx_words[] = {
	{ "disabled", TRUNK_RX_STATE_DISABLED, NULL },
	{ "expired", TRUNK_RX_STATE_EXPIRED, NULL },
	{ "lacp-disabled", TRUNK_RX_STATE_LACP_DISABLED, NULL },
	{ "defaulted", TRUNK_RX_STATE_DEFAULTED, NULL },
	{ "current", TRUNK_RX_STATE_CURRENT, NULL },
	{ }
};

static const struct opt_word lacp_mux_words[] = {
	{ "detached", TRUNK_MUX_STATE_DETACHED, NULL },
	{ "waiting", TRUNK_MUX_STATE_WAITING, NULL },
	{ "attached", TRUNK_MUX_STATE_ATTACHED, NULL },
	{ "collecting", TRUNK_MUX_STATE_COLLECTING, NULL },
	{ "distributing", TRUNK_MUX_STATE_DISTRIBUTING, NULL },
	{ }
};

const struct opt_word trunk_mii_words[] = {
	{ "UP", TRUNK_MII_STATUS_UP, NULL },
	{ "GOING_DOWN", TRUNK_MII_STATUS_GOING_DOWN, NULL },
	{ "DOWN", TRUNK_MII_STATUS_DOWN, NULL },
	{ "GOING_BACK", TRUNK_MII_STATUS_GOING_BACK, NULL },
	{ }
};

const struct opt_word trunk_state_words[] = {
	{ "ACTIVE", TRUNK_PORT_STATE_ACTIVE, NULL },
	{ "BACKUP", TRUNK_PORT_STATE_BACKUP, NULL },
	{ }
};

const struct opt_word trunk_reason_words[] = {
	{ "none", TRUNK_PORT_REASON_NONE, NULL },
	{ "standby", TRUNK_PORT_REASON_STANDBY, NULL },
	{ "carrier", TRUNK_PORT_REASON_CARRIER, NULL },
	{ "admin-down", TRUNK_PORT_REASON_ADMIN_DOWN, NULL },
	{ "updelay", TRUNK_PORT_REASON_UPDELAY, NULL },
	{ "downdelay", TRUNK_PORT_REASON_DOWNDELAY, NULL },
	{ "absent", TRUNK_PORT_REASON_ABSENT, NULL },
	{ "arp", TRUNK_PORT_REASON_ARP, NULL },
	{ "nd", TRUNK_PORT_REASON_ND, NULL },
	{ "damping", TRUNK_PORT_REASON_DAMPING, NULL },
	{ "lacp", TRUNK_PORT_REASON_LACP, NULL },
	{ "loop", TRUNK_PORT_REASON_LOOP, NULL },
	{ "drain", TRUNK_PORT_REASON_DRAIN, NULL },
	{ }
};

const struct opt_word trunk_event_words[] = {
	{ "trunk-add", TRUNK_EVENT_TYPE_TRUNK_ADD, NULL },
	{ "trunk-del", TRUNK_EVENT_TYPE_TRUNK_DEL, NULL },
	{ "port-add", TRUNK_EVENT_TYPE_PORT_ADD, NULL },
	{ "port-del", TRUNK_EVENT_TYPE_PORT_DEL, NULL },
	{ "port-link", TRUNK_EVENT_TYPE_PORT_LINK, NULL },
	{ "active-change", TRUNK_EVENT_TYPE_ACTIVE_CHANGE, NULL },
	{ "carrier", TRUNK_EVENT_TYPE_CARRIER, NULL },
	{ "drain", TRUNK_EVENT_TYPE_DRAIN, NULL },
	{ }
};

const struct opt_word trunk_drain_words[] = {
	{ "off", TRUNK_DRAIN_PHASE_OFF, NULL },
	{ "sending", TRUNK_DRAIN_PHASE_SENDING, NULL },
	{ "partner", TRUNK_DRAIN_PHASE_PARTNER, NULL },
	{ "receiving", TRUNK_DRAIN_PHASE_RECEIVING, NULL },
	{ "done", TRUNK_DRAIN_PHASE_DONE, NULL },
	{ "incomplete", TRUNK_DRAIN_PHASE_INCOMPLETE, NULL },
	{ "cancelled", TRUNK_DRAIN_PHASE_CANCELLED, NULL },
	{ }
};

#define ADD_SET (CMD_ADD | CMD_SET)

const struct opt trunk_opts[TRUNK_N] = {
	[TRUNK_NAME] = {
		.name = "name", .kind = OPT_DEV, .place = OPT_AT_LINK, .attr = IFLA_IFNAME,
	},
	[TRUNK_IFINDEX] = { .name = "ifindex", .kind = OPT_NUM, .place = OPT_AT_NONE },
	[TRUNK_ADDRESS] = {
		.name = "address", .cmds = ADD_SET, .kind = OPT_MAC, .place = OPT_AT_LINK,
		.attr = IFLA_ADDRESS,
		.help = "Ethernet address of the trunk; default by mac_policy",
	},
	[TRUNK_MTU] = {
		.name = "mtu", .cmds = ADD_SET, .kind = OPT_NUM, .place = OPT_AT_LINK,
		.attr = IFLA_MTU, .width = 4, .min = 68, .max = 65535, .dflt = "1500",
		.unit = "bytes", .help = "largest packet, given to all ports",
	},
	[TRUNK_TX_QUEUES] = {
		.name = "tx_queues", .cmds = CMD_ADD, .kind = OPT_NUM, .place = OPT_AT_LINK,
		.attr = IFLA_NUM_TX_QUEUES, .width = 4, .min = 2, .max = 4096, .dflt = "2",
		.help = "transmit queues, one more than the largest queue_id of a port",
	},
	[TRUNK_UP] = { .name = "up", .kind = OPT_BOOL, .place = OPT_AT_NONE },
	[TRUNK_CARRIER] = {
		.name = "carrier", .kind = OPT_BOOL, .place = OPT_AT_LINK, .attr = IFLA_CARRIER,
	},
	[TRUNK_MII_STATUS] = {
		.name = "mii_status", .kind = OPT_WORD, .attr = IFLA_TRUNK_MII_STATUS,
		.words = trunk_mii_words,
	},
	[TRUNK_MODE] = {
		.name = "mode", .cmds = ADD_SET, .kind = OPT_WORD, .attr = IFLA_TRUNK_MODE,
		.width = 1, .words = trunk_mode_words, .dflt = "balance-xor",
		.help = "how the ports are used",
	},
	[TRUNK_ACTIVE_SLAVE] = {
		.name = "active_slave", .cmds = CMD_SET, .kind = OPT_INDEX,
		.attr = IFLA_TRUNK_ACTIVE_SLAVE, .width = 4,
		.help = "make this port active (active-backup, balance-tlb); none: select again",
	},
	[TRUNK_MIIMON] = {
		.name = "miimon", .cmds = ADD_SET, .kind = OPT_NUM, .attr = IFLA_TRUNK_MIIMON,
		.width = 4, .max = 3600000, .dflt = "100", .unit = "ms",
		.help = "time between two looks at the carriers, beside events; 0: events only",
	},
	[TRUNK_UPDELAY] = {
		.name = "updelay", .cmds = ADD_SET, .kind = OPT_NUM, .attr = IFLA_TRUNK_UPDELAY,
		.width = 4, .max = 3600000, .dflt = "0", .unit = "ms",
		.help = "time a link must be up before its port is used",
	},
	[TRUNK_DOWNDELAY] = {
		.name = "downdelay", .cmds = ADD_SET, .kind = OPT_NUM,
		.attr = IFLA_TRUNK_DOWNDELAY, .width = 4, .max = 3600000, .dflt = "0",
		.unit = "ms", .help = "time a link may be down before its port counts as failed",
	},
	[TRUNK_PRIMARY] = {
		.name = "primary", .cmds = ADD_SET, .kind = OPT_INDEX, .attr = IFLA_TRUNK_PRIMARY,
		.width = 4, .dflt = "none",
		.help = "port preferred as the active one (active-backup, balance-tlb)",
	},
	[TRUNK_PRIMARY_RESELECT] = {
		.name = "primary_reselect", .cmds = ADD_SET, .kind = OPT_WORD,
		.attr = IFLA_TRUNK_PRIMARY_RESELECT, .width = 1, .words = trunk_reselect_words,
		.dflt = "always", .help = "when the primary port becomes active again",
	},
	[TRUNK_XMIT_HASH_POLICY] = {
		.name = "xmit_hash_policy", .cmds = ADD_SET, .kind = OPT_WORD,
		.attr = IFLA_TRUNK_XMIT_HASH_POLICY, .width = 1, .words = trunk_hash_words,
		.dflt = "flow", .help = "what the hash covers (balance-xor)",
	},
	[TRUNK_PACKETS_PER_SLAVE] = {
		.name = "packets_per_slave", .cmds = ADD_SET, .kind = OPT_NUM,
		.attr = IFLA_TRUNK_PACKETS_PER_SLAVE, .width = 4, .max = 65535, .dflt = "1",
		.unit = "frames",
		.help = "frames in turn on one port (scheduler rr); 0: each frame on any port",
	},
	[TRUNK_NUM_PEER_NOTIF] = {
		.name = "num_peer_notif", .alias = "num_grat_arp", .cmds = ADD_SET,
		.kind = OPT_NUM, .attr = IFLA_TRUNK_NUM_PEER_NOTIF, .width = 1, .max = 255,
		.dflt = "1", .help = "gratuitous ARP and unsolicited NA sent after a failover",
	},
	[TRUNK_PEER_NOTIF_DELAY] = {
		.name = "peer_notif_delay", .cmds = ADD_SET, .kind = OPT_NUM,
		.attr = IFLA_TRUNK_PEER_NOTIF_DELAY, .width = 4, .max = 300000, .dflt = "0",
		.unit = "ms", .help = "time between two of these",
	},
	[TRUNK_MIN_LINKS] = {
		.name = "min_links", .cmds = ADD_SET, .kind = OPT_NUM,
		.attr = IFLA_TRUNK_MIN_LINKS, .width = 4, .max = 64, .dflt = "0",
		.unit = "ports",
		.help = "usable ports that the trunk's carrier needs; 0 and 1: one",
	},
	[TRUNK_SCHEDULER] = {
		.name = "scheduler", .cmds = ADD_SET, .kind = OPT_WORD,
		.attr = IFLA_TRUNK_SCHEDULER, .width = 1, .words = trunk_scheduler_words,
		.dflt = "default",
		.help = "how the port of a frame is found (all modes but active-backup)",
	},
	[TRUNK_FLOWLET_GAP] = {
		.name = "flowlet_gap", .cmds = ADD_SET, .kind = OPT_NUM,
		.attr = IFLA_TRUNK_FLOWLET_GAP, .width = 4, .min = 1, .max = 1000000,
		.dflt = "500", .unit = "us",
		.help = "pause after which a flow may change its port (scheduler flowlet)",
	},
	[TRUNK_REBALANCE] = {
		.name = "rebalance", .cmds = ADD_SET, .kind = OPT_WORD,
		.attr = IFLA_TRUNK_REBALANCE, .width = 1, .words = trunk_rebalance_words,
		.dflt = "idle",
		.help = "which buckets move to ports that have too few (scheduler hash)",
	},
	[TRUNK_REBALANCE_INTERVAL] = {
		.name = "rebalance_interval", .cmds = ADD_SET, .kind = OPT_NUM,
		.attr = IFLA_TRUNK_REBALANCE_INTERVAL, .width = 4, .min = 1, .max = 60000,
		.dflt = "10", .unit = "ms",
		.help = "how long bytes of buckets are measured (rebalance load, balance-tlb)",
	},
	[TRUNK_IDLE_TIMER] = {
		.name = "idle_timer", .cmds = ADD_SET, .kind = OPT_NUM,
		.attr = IFLA_TRUNK_IDLE_TIMER, .width = 4, .min = 1, .max = 86400, .dflt = "120",
		.unit = "s", .help = "how long a bucket must be unused to move (rebalance idle)",
	},
	[TRUNK_UNBALANCED_TIMER] = {
		.name = "unbalanced_timer", .cmds = ADD_SET, .kind = OPT_NUM,
		.attr = IFLA_TRUNK_UNBALANCED_TIMER, .width = 4, .max = 86400, .dflt = "0",
		.unit = "s",
		.help = "after which time buckets move all the same (rebalance idle); 0: never",
	},
	[TRUNK_TLB_DYNAMIC_LB] = {
		.name = "tlb_dynamic_lb", .cmds = ADD_SET, .kind = OPT_NUM,
		.attr = IFLA_TRUNK_TLB_DYNAMIC_LB, .width = 1, .max = 1, .dflt = "1",
		.help = "balance-tlb moves buckets by load; 0: it does not",
	},
	[TRUNK_ARP_INTERVAL] = {
		.name = "arp_interval", .cmds = ADD_SET, .kind = OPT_NUM,
		.attr = IFLA_TRUNK_ARP_INTERVAL, .width = 4, .max = 3600000, .dflt = "0",
		.unit = "ms", .help = "time between two probes of each target; 0: none",
	},
	[TRUNK_ARP_IP_TARGET] = {
		.name = "arp_ip_target", .cmds = ADD_SET, .kind = OPT_LIST,
		.attr = IFLA_TRUNK_ARP_IP_TARGET, .width = 4, .dflt = "none",
		.help = "who is probed by ARP, up to 16; replaces those before",
	},
	[TRUNK_ARP_VALIDATE] = {
		.name = "arp_validate", .cmds = ADD_SET, .kind = OPT_WORD,
		.attr = IFLA_TRUNK_ARP_VALIDATE, .width = 4, .words = trunk_validate_words,
		.dflt = "none", .help = "what a port must receive to be alive (arp_interval)",
	},
	[TRUNK_ARP_ALL_TARGETS] = {
		.name = "arp_all_targets", .cmds = ADD_SET, .kind = OPT_WORD,
		.attr = IFLA_TRUNK_ARP_ALL_TARGETS, .width = 4, .words = trunk_all_targets_words,
		.dflt = "any", .help = "targets a port must hear, where arp_validate looks",
	},
	[TRUNK_ARP_MISSED_MAX] = {
		.name = "arp_missed_max", .cmds = ADD_SET, .kind = OPT_NUM,
		.attr = IFLA_TRUNK_ARP_MISSED_MAX, .width = 1, .min = 1, .max = 255, .dflt = "2",
		.unit = "probes", .help = "how many in a row may go unanswered",
	},
	[TRUNK_NS_IP6_TARGET] = {
		.name = "ns_ip6_target", .cmds = ADD_SET, .kind = OPT_LIST,
		.attr = IFLA_TRUNK_NS_IP6_TARGET, .width = 16, .dflt = "none",
		.help = "who is probed by ND, up to 16; replaces those before",
	},
	[TRUNK_MONITOR] = {
		.name = "monitor", .cmds = ADD_SET, .kind = OPT_WORD,
		.attr = IFLA_TRUNK_MONITOR, .width = 1, .words = trunk_monitor_words,
		.dflt = "all",
		.help = "what keeps a port with a carrier up, where it is probed",
	},
	[TRUNK_USE_CARRIER] = {
		.name = "use_carrier", .cmds = ADD_SET, .kind = OPT_NUM,
		.attr = IFLA_TRUNK_USE_CARRIER, .width = 1, .min = 1, .max = 1, .dflt = "1",
		.help = "for the sake of bonding: the carrier is always watched",
	},
	[TRUNK_RESEND_IGMP] = {
		.name = "resend_igmp", .cmds = ADD_SET, .kind = OPT_NUM,
		.attr = IFLA_TRUNK_RESEND_IGMP, .width = 4, .max = 255, .dflt = "1",
		.help = "reports of multicast groups sent after a failover, 200 ms apart",
	},
	[TRUNK_ALL_SLAVES_ACTIVE] = {
		.name = "all_slaves_active", .cmds = ADD_SET, .kind = OPT_NUM,
		.attr = IFLA_TRUNK_ALL_SLAVES_ACTIVE, .width = 1, .max = 1, .dflt = "0",
		.help = "1: take what inactive ports receive too (active-backup, balance-tlb)",
	},
	[TRUNK_FAIL_OVER_MAC] = {
		.name = "fail_over_mac", .cmds = ADD_SET, .kind = OPT_WORD,
		.attr = IFLA_TRUNK_FAIL_OVER_MAC, .width = 1, .words = trunk_fail_over_mac_words,
		.dflt = "none", .help = "which Ethernet addresses the ports have (active-backup)",
	},
	[TRUNK_MAC_POLICY] = {
		.name = "mac_policy", .cmds = ADD_SET, .kind = OPT_WORD,
		.attr = IFLA_TRUNK_MAC_POLICY, .width = 1, .words = trunk_mac_policy_words,
		.dflt = "first", .help = "which Ethernet address the trunk has",
	},
	[TRUNK_LP_INTERVAL] = {
		.name = "lp_interval", .cmds = ADD_SET, .kind = OPT_NUM,
		.attr = IFLA_TRUNK_LP_INTERVAL, .width = 4, .min = 1, .max = 2147483647,
		.dflt = "1", .unit = "s",
		.help = "time between two learning frames of a port (balance-tlb)",
	},
	[TRUNK_DAMPING_HOLD] = {
		.name = "damping_hold", .cmds = ADD_SET, .kind = OPT_NUM,
		.attr = IFLA_TRUNK_DAMPING_HOLD, .width = 4, .max = 3600000, .dflt = "0",
		.unit = "ms",
		.help = "time a link must be up that failed, doubled each time; 0: updelay only",
	},
	[TRUNK_DAMPING_MAX] = {
		.name = "damping_max", .cmds = ADD_SET, .kind = OPT_NUM,
		.attr = IFLA_TRUNK_DAMPING_MAX, .width = 4, .min = 1, .max = 86400000,
		.dflt = "60000", .unit = "ms",
		.help = "longest such time; a port that was in use for so long starts over",
	},
	[TRUNK_LACP_ACTIVE] = {
		.name = "lacp_active", .cmds = ADD_SET, .kind = OPT_WORD,
		.attr = IFLA_TRUNK_LACP_ACTIVE, .width = 1, .words = trunk_on_words,
		.dflt = "on", .help = "speak first (802.3ad); off: only to a partner that does",
	},
	[TRUNK_LACP_RATE] = {
		.name = "lacp_rate", .cmds = ADD_SET, .kind = OPT_WORD,
		.attr = IFLA_TRUNK_LACP_RATE, .width = 1, .words = trunk_rate_words,
		.dflt = "slow", .help = "how often the partner is asked to speak (802.3ad)",
	},
	[TRUNK_AD_SELECT] = {
		.name = "ad_select", .cmds = ADD_SET, .kind = OPT_WORD,
		.attr = IFLA_TRUNK_AD_SELECT, .width = 1, .words = trunk_ad_select_words,
		.dflt = "stable", .help = "which of several aggregators is used (802.3ad)",
	},
	[TRUNK_AD_ACTOR_SYS_PRIO] = {
		.name = "ad_actor_sys_prio", .cmds = ADD_SET, .kind = OPT_NUM,
		.attr = IFLA_TRUNK_AD_ACTOR_SYS_PRIO, .width = 2, .min = 1, .max = 65535,
		.dflt = "65535", .help = "priority of the system (802.3ad), lower is better",
	},
	[TRUNK_AD_ACTOR_SYSTEM] = {
		.name = "ad_actor_system", .cmds = ADD_SET, .kind = OPT_MAC,
		.attr = IFLA_TRUNK_AD_ACTOR_SYSTEM, .dflt = "00:00:00:00:00:00",
		.help = "address of the system (802.3ad); all zero: that of the trunk",
	},
	[TRUNK_AD_USER_PORT_KEY] = {
		.name = "ad_user_port_key", .cmds = ADD_SET, .kind = OPT_NUM,
		.attr = IFLA_TRUNK_AD_USER_PORT_KEY, .width = 2, .max = 1023, .dflt = "0",
		.help = "upper 10 bits of the keys of the ports (802.3ad)",
	},
	[TRUNK_COUPLED_CONTROL] = {
		.name = "coupled_control", .cmds = ADD_SET, .kind = OPT_WORD,
		.attr = IFLA_TRUNK_COUPLED_CONTROL, .width = 1, .words = trunk_on_words,
		.dflt = "on",
		.help = "send with receiving (802.3ad); off: when the partner receives",
	},
	[TRUNK_LACP_STRICT] = {
		.name = "lacp_strict", .cmds = ADD_SET, .kind = OPT_WORD,
		.attr = IFLA_TRUNK_LACP_STRICT, .width = 1, .words = trunk_on_words,
		.dflt = "off", .help = "use no port without a partner (802.3ad)",
	},
	[TRUNK_LACP_FALLBACK] = {
		.name = "lacp_fallback", .cmds = ADD_SET, .kind = OPT_NUM,
		.attr = IFLA_TRUNK_LACP_FALLBACK, .width = 4, .max = 3600000, .dflt = "0",
		.unit = "ms", .help = "time after which one without a partner is used (802.3ad)",
	},
	[TRUNK_AD_AGGREGATOR] = {
		.name = "ad_aggregator", .kind = OPT_NUM, .place = OPT_AT_AD_INFO,
		.attr = TRUNK_AD_INFO_AGGREGATOR,
	},
	[TRUNK_AD_NUM_PORTS] = {
		.name = "ad_num_ports", .kind = OPT_NUM, .place = OPT_AT_AD_INFO,
		.attr = TRUNK_AD_INFO_NUM_PORTS,
	},
	[TRUNK_AD_ACTOR_KEY] = {
		.name = "ad_actor_key", .kind = OPT_NUM, .place = OPT_AT_AD_INFO,
		.attr = TRUNK_AD_INFO_ACTOR_KEY,
	},
	[TRUNK_AD_PARTNER_KEY] = {
		.name = "ad_partner_key", .kind = OPT_NUM, .place = OPT_AT_AD_INFO,
		.attr = TRUNK_AD_INFO_PARTNER_KEY,
	},
	[TRUNK_AD_PARTNER_MAC] = {
		.name = "ad_partner_mac", .kind = OPT_MAC, .place = OPT_AT_AD_INFO,
		.attr = TRUNK_AD_INFO_PARTNER_MAC,
	},
};

const struct opt port_opts[PORT_N] = {
	[PORT_NAME] = {
		.name = "name", .kind = OPT_DEV, .place = OPT_AT_LINK, .attr = IFLA_IFNAME,
	},
	[PORT_IFINDEX] = { .name = "ifindex", .kind = OPT_NUM, .place = OPT_AT_NONE },
	[PORT_TRUNK] = {
		.name = "trunk", .cmds = CMD_ADD, .required = CMD_ADD, .kind = OPT_DEV,
		.place = OPT_AT_NONE, .help = "trunk that the device becomes a port of",
	},
	[PORT_STATE] = {
		.name = "state", .kind = OPT_WORD, .attr = IFLA_TRUNK_PORT_STATE,
		.words = trunk_state_words,
	},
	[PORT_MII_STATUS] = {
		.name = "mii_status", .kind = OPT_WORD, .attr = IFLA_TRUNK_PORT_MII_STATUS,
		.words = trunk_mii_words,
	},
	[PORT_REASON] = {
		.name = "reason", .kind = OPT_WORD, .attr = IFLA_TRUNK_PORT_REASON,
		.words = trunk_reason_words,
	},
	[PORT_FAILURES] = {
		.name = "link_failure_count", .kind = OPT_NUM,
		.attr = IFLA_TRUNK_PORT_LINK_FAILURE_COUNT,
	},
	[PORT_PERM_HWADDR] = {
		.name = "perm_hwaddr", .kind = OPT_MAC, .attr = IFLA_TRUNK_PORT_PERM_HWADDR,
	},
	[PORT_PRIO] = {
		.name = "prio", .cmds = ADD_SET, .kind = OPT_NUM, .attr = IFLA_TRUNK_PORT_PRIO,
		.width = 4, .min = INT32_MIN, .max = INT32_MAX, .dflt = "0",
		.help = "preference as active port (active-backup, balance-tlb), higher is better",
	},
	[PORT_WEIGHT] = {
		.name = "weight", .cmds = ADD_SET, .kind = OPT_NUM,
		.attr = IFLA_TRUNK_PORT_WEIGHT, .width = 4, .max = 10000000, .dflt = "0",
		.help = "share of the traffic in proportion to other ports; 0: link speed in Mb/s",
	},
	[PORT_QUEUE_ID] = {
		.name = "queue_id", .cmds = ADD_SET, .kind = OPT_NUM,
		.attr = IFLA_TRUNK_PORT_QUEUE_ID, .width = 2, .max = 65535, .dflt = "0",
		.help = "frames of that queue of the trunk leave by this port; 0: none",
	},
	[PORT_SPEED] = { .name = "speed", .kind = OPT_NUM, .place = OPT_AT_NONE, .unit = "Mb/s" },
	[PORT_SINCE] = {
		.name = "since", .kind = OPT_NUM, .attr = IFLA_TRUNK_PORT_SINCE, .unit = "ms",
	},
	[PORT_ACTOR_PORT_PRIO] = {
		.name = "actor_port_prio", .cmds = ADD_SET, .kind = OPT_NUM,
		.attr = IFLA_TRUNK_PORT_ACTOR_PRIO, .width = 2, .max = 65535, .dflt = "255",
		.help = "priority of the port (802.3ad); ad_select actor_port_prio adds them up",
	},
	[PORT_AD_AGGREGATOR_ID] = {
		.name = "ad_aggregator_id", .kind = OPT_NUM,
		.attr = IFLA_TRUNK_PORT_AD_AGGREGATOR_ID,
	},
	[PORT_AD_ACTOR_STATE] = {
		.name = "ad_actor_oper_port_state", .kind = OPT_NUM,
		.attr = IFLA_TRUNK_PORT_AD_ACTOR_STATE,
	},
	[PORT_AD_PARTNER_STATE] = {
		.name = "ad_partner_oper_port_state", .kind = OPT_NUM,
		.attr = IFLA_TRUNK_PORT_AD_PARTNER_STATE,
	},
	[PORT_TIMEOUT] = {
		.name = "timeout", .cmds = CMD_DRAIN, .kind = OPT_NUM, .place = OPT_AT_NONE,
		.attr = TRUNK_A_DRAIN_TIMEOUT, .width = 4, .min = 1, .max = 3600000,
		.dflt = "10000", .unit = "ms",
		.help = "when the port is released whatever is on its way to it",
	},
	[PORT_FORCE] = {
		.name = "force", .cmds = CMD_DRAIN, .kind = OPT_BOOL, .place = OPT_AT_NONE,
		.dflt = "off", .help = "also if no other port could carry the traffic",
	},
};

const struct opt trunk_stat_opts[TRUNK_STAT_N] = {
	[TRUNK_STAT_SCHEDULER] = {
		.name = "scheduler", .kind = OPT_WORD, .attr = TRUNK_XSTATS_SCHEDULER,
		.words = trunk_scheduler_words,
	},
	[TRUNK_STAT_BUCKETS] = { .name = "buckets", .attr = TRUNK_XSTATS_BUCKETS },
	[TRUNK_STAT_ACTIVE_BUCKETS] = {
		.name = "active_buckets", .attr = TRUNK_XSTATS_ACTIVE_BUCKETS,
	},
	[TRUNK_STAT_UNBALANCED] = { .name = "unbalanced", .attr = TRUNK_XSTATS_UNBALANCED },
	[TRUNK_STAT_MOVES] = { .name = "moves", .attr = TRUNK_XSTATS_MOVES },
	[TRUNK_STAT_PICKS] = { .name = "picks", .attr = TRUNK_XSTATS_PICKS },
	[TRUNK_STAT_FAILOVERS] = { .name = "failovers", .attr = TRUNK_XSTATS_FAILOVERS },
	[TRUNK_STAT_TX_ALTERNATE] = { .name = "tx_alternate", .attr = TRUNK_XSTATS_TX_ALTERNATE },
	[TRUNK_STAT_TX_DROP_NO_PORT] = {
		.name = "tx_drop_no_port", .attr = TRUNK_XSTATS_TX_DROP_NO_PORT,
	},
	[TRUNK_STAT_TX_DROP_NO_MEMORY] = {
		.name = "tx_drop_no_memory", .attr = TRUNK_XSTATS_TX_DROP_NO_MEMORY,
	},
	[TRUNK_STAT_TX_DROP_PORT] = { .name = "tx_drop_port", .attr = TRUNK_XSTATS_TX_DROP_PORT },
	[TRUNK_STAT_RX_DROP_INACTIVE] = {
		.name = "rx_drop_inactive", .attr = TRUNK_XSTATS_RX_DROP_INACTIVE,
	},
};

const struct opt port_stat_opts[PORT_STAT_N] = {
	[PORT_STAT_WEIGHT] = { .name = "weight", .attr = TRUNK_PORT_XSTATS_WEIGHT },
	[PORT_STAT_BUCKETS] = { .name = "buckets", .attr = TRUNK_PORT_XSTATS_BUCKETS },
	[PORT_STAT_ACTIVE_BUCKETS] = {
		.name = "active_buckets", .attr = TRUNK_PORT_XSTATS_ACTIVE_BUCKETS,
	},
	[PORT_STAT_SHARE] = { .name = "share", .kind = OPT_TENTHS, .place = OPT_AT_NONE },
	[PORT_STAT_LOAD] = { .name = "load", .attr = TRUNK_PORT_XSTATS_LOAD },
	[PORT_STAT_DELAY] = { .name = "delay", .attr = TRUNK_PORT_XSTATS_DELAY },
	[PORT_STAT_TX_PACKETS] = { .name = "tx_packets", .attr = TRUNK_PORT_XSTATS_TX_PACKETS },
	[PORT_STAT_TX_BYTES] = { .name = "tx_bytes", .attr = TRUNK_PORT_XSTATS_TX_BYTES },
	[PORT_STAT_RX_PACKETS] = { .name = "rx_packets", .attr = TRUNK_PORT_XSTATS_RX_PACKETS },
	[PORT_STAT_RX_BYTES] = { .name = "rx_bytes", .attr = TRUNK_PORT_XSTATS_RX_BYTES },
	[PORT_STAT_MOVES] = { .name = "moves", .attr = TRUNK_PORT_XSTATS_MOVES },
	[PORT_STAT_ACTIVATIONS] = { .name = "activations", .attr = TRUNK_PORT_XSTATS_ACTIVATIONS },
};

const struct opt lacp_stat_opts[LACP_STAT_N] = {
	[LACP_STAT_RX_STATE] = {
		.name = "rx_state", .kind = OPT_WORD, .attr = TRUNK_LACP_XSTATS_RX_STATE,
		.words = lacp_rx_words,
	},
	[LACP_STAT_MUX_STATE] = {
		.name = "mux_state", .kind = OPT_WORD, .attr = TRUNK_LACP_XSTATS_MUX_STATE,
		.words = lacp_mux_words,
	},
	[LACP_STAT_PARTNER_SYSTEM] = {
		.name = "partner_system", .kind = OPT_MAC, .attr = TRUNK_LACP_XSTATS_PARTNER_SYSTEM,
	},
	[LACP_STAT_PARTNER_PRIO] = {
		.name = "partner_prio", .attr = TRUNK_LACP_XSTATS_PARTNER_PRIO,
	},
	[LACP_STAT_PARTNER_KEY] = { .name = "partner_key", .attr = TRUNK_LACP_XSTATS_PARTNER_KEY },
	[LACP_STAT_PARTNER_PORT] = {
		.name = "partner_port", .attr = TRUNK_LACP_XSTATS_PARTNER_PORT,
	},
	[LACP_STAT_PARTNER_PORT_PRIO] = {
		.name = "partner_port_prio", .attr = TRUNK_LACP_XSTATS_PARTNER_PORT_PRIO,
	},
	[LACP_STAT_RX] = { .name = "rx", .attr = TRUNK_LACP_XSTATS_RX },
	[LACP_STAT_TX] = { .name = "tx", .attr = TRUNK_LACP_XSTATS_TX },
	[LACP_STAT_RX_MARKER] = { .name = "rx_marker", .attr = TRUNK_LACP_XSTATS_RX_MARKER },
	[LACP_STAT_RX_RESPONSE] = { .name = "rx_response", .attr = TRUNK_LACP_XSTATS_RX_RESPONSE },
	[LACP_STAT_TX_RESPONSE] = { .name = "tx_response", .attr = TRUNK_LACP_XSTATS_TX_RESPONSE },
	[LACP_STAT_RX_ILLEGAL] = { .name = "rx_illegal", .attr = TRUNK_LACP_XSTATS_RX_ILLEGAL },
	[LACP_STAT_RX_DROPPED] = { .name = "rx_dropped", .attr = TRUNK_LACP_XSTATS_RX_DROPPED },
	[LACP_STAT_ACTOR_CHURN] = { .name = "actor_churn", .attr = TRUNK_LACP_XSTATS_ACTOR_CHURN },
	[LACP_STAT_PARTNER_CHURN] = {
		.name = "partner_churn", .attr = TRUNK_LACP_XSTATS_PARTNER_CHURN,
	},
};
