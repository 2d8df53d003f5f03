// SPDX-License-Identifier: GPL-2.0-only
/* Options of a trunk: names, numbers, ranges, words and defaults. */

#include <linux/stddef.h>

#include "option.h"

#define DELAY_MAX_MS	INT_MAX
#define REFUSAL(text)	KBUILD_MODNAME ": " text
#define AT(field)	offsetof(struct trunk_config, field)

/* Defaults that work with nothing configured: links are watched. */
struct trunk_config trunk_option_defaults = {
	.mode			= TRUNK_MODE_BALANCE_XOR,
	.miimon			= 100,
	.primary_reselect	= TRUNK_PRIMARY_RESELECT_ALWAYS,
	.xmit_hash_policy	= TRUNK_HASH_POLICY_FLOW,
	.packets_per_slave	= 1,
	.num_peer_notif		= 1,
	.flowlet_gap		= 500,
	.rebalance		= TRUNK_REBALANCE_IDLE,
	.rebalance_interval	= 10,
	.idle_timer		= 120,
	.tlb_dynamic_lb		= 1,
	.arp_missed_max		= 2,
	.monitor		= TRUNK_MONITOR_ALL,
	.use_carrier		= 1,
	.resend_igmp		= 1,
	.damping_max		= 60000,
	.lacp_active		= 1,
	.ad_actor_sys_prio	= 65535,
	.coupled_control	= 1,
	.lp_interval		= 1,
};

static const struct trunk_option_word mode_words[] = {
	{ "balance-rr", TRUNK_MODE_BALANCE_RR },
	{ "active-backup", TRUNK_MODE_ACTIVE_BACKUP },
	{ "balance-xor", TRUNK_MODE_BALANCE_XOR },
	{ "broadcast", TRUNK_MODE_BROADCAST },
	{ "802.3ad", TRUNK_MODE_8023AD },
	{ "balance-tlb", TRUNK_MODE_BALANCE_TLB },
	{}
};

static const struct trunk_option_word reselect_words[] = {
	{ "always", TRUNK_PRIMARY_RESELECT_ALWAYS },
	{ "better", TRUNK_PRIMARY_RESELECT_BETTER },
	{ "failure", TRUNK_PRIMARY_RESELECT_FAILURE },
	{}
};

static const struct trunk_option_word hash_words[] = {
	{ "layer2", TRUNK_HASH_POLICY_LAYER2 },
	{ "layer3+4", TRUNK_HASH_POLICY_LAYER3_4 },
	{ "layer2+3", TRUNK_HASH_POLICY_LAYER2_3 },
	{ "encap2+3", TRUNK_HASH_POLICY_ENCAP2_3 },
	{ "encap3+4", TRUNK_HASH_POLICY_ENCAP3_4 },
	{ "vlan+srcmac", TRUNK_HASH_POLICY_VLAN_SRCMAC },
	{ "flow", TRUNK_HASH_POLICY_FLOW },
	{}
};

static const struct trunk_option_word scheduler_words[] = {
	{ "default", TRUNK_SCHEDULER_DEFAULT },
	{ "hash", TRUNK_SCHEDULER_HASH },
	{ "rr", TRUNK_SCHEDULER_RR },
	{ "random", TRUNK_SCHEDULER_RANDOM },
	{ "least-conn", TRUNK_SCHEDULER_LEAST_CONN },
	{ "response-time", TRUNK_SCHEDULER_RESPONSE_TIME },
	{ "flowlet", TRUNK_SCHEDULER_FLOWLET },
	{ "broadcast", TRUNK_SCHEDULER_BROADCAST },
	{}
};

static const struct trunk_option_word rebalance_words[] = {
	{ "off", TRUNK_REBALANCE_OFF },
	{ "idle", TRUNK_REBALANCE_IDLE },
	{ "load", TRUNK_REBALANCE_LOAD },
	{}
};

static const struct trunk_option_word validate_words[] = {
	{ "none", TRUNK_ARP_VALIDATE_NONE },
	{ "active", TRUNK_ARP_VALIDATE_ACTIVE },
	{ "backup", TRUNK_ARP_VALIDATE_BACKUP },
	{ "all", TRUNK_ARP_VALIDATE_ALL },
	{ "filter", TRUNK_ARP_VALIDATE_FILTER },
	{ "filter_active", TRUNK_ARP_VALIDATE_FILTER_ACTIVE },
	{ "filter_backup", TRUNK_ARP_VALIDATE_FILTER_BACKUP },
	{}
};

static const struct trunk_option_word all_targets_words[] = {
	{ "any", TRUNK_ARP_ALL_TARGETS_ANY },
	{ "all", TRUNK_ARP_ALL_TARGETS_ALL },
	{}
};

static const struct trunk_option_word monitor_words[] = {
	{ "any", TRUNK_MONITOR_ANY },
	{ "all", TRUNK_MONITOR_ALL },
	{}
};

static const struct trunk_option_word on_words[] = {
	{ "off", 0 },
	{ "on", 1 },
	{}
};

static const struct trunk_option_word rate_words[] = {
	{ "slow", TRUNK_LACP_RATE_SLOW },
	{ "fast", TRUNK_LACP_RATE_FAST },
	{}
};

static const struct trunk_option_word ad_select_words[] = {
	{ "stable", TRUNK_AD_SELECT_STABLE },
	{ "bandwidth", TRUNK_AD_SELECT_BANDWIDTH },
	{ "count", TRUNK_AD_SELECT_COUNT },
	{ "actor_port_prio", TRUNK_AD_SELECT_ACTOR_PORT_PRIO },
	{}
};

static const struct trunk_option_word fail_over_mac_words[] = {
	{ "none", TRUNK_FAIL_OVER_MAC_NONE },
	{ "active", TRUNK_FAIL_OVER_MAC_ACTIVE },
	{ "follow", TRUNK_FAIL_OVER_MAC_FOLLOW },
	{}
};

static const struct trunk_option_word mac_policy_words[] = {
	{ "first", TRUNK_MAC_POLICY_FIRST },
	{ "lowest", TRUNK_MAC_POLICY_LOWEST },
	{ "primary", TRUNK_MAC_POLICY_PRIMARY },
	{ "fixed", TRUNK_MAC_POLICY_FIXED },
	{}
};

const struct trunk_option trunk_options[TRUNK_OPTION_COUNT] = {
	[TRUNK_OPTION_MODE] = {
		"mode", IFLA_TRUNK_MODE, 1, AT(mode),
		TRUNK_MODE_BALANCE_RR, TRUNK_MODE_BALANCE_TLB, mode_words,
		REFUSAL("mode must be 0..5 (balance-rr to balance-tlb, see trunk(4))"),
	},
	[TRUNK_OPTION_MIIMON] = {
		"miimon", IFLA_TRUNK_MIIMON, 4, AT(miimon), 0, DELAY_MAX_MS, NULL,
		REFUSAL("miimon must be 0..2147483647 ms"),
	},
	[TRUNK_OPTION_UPDELAY] = {
		"updelay", IFLA_TRUNK_UPDELAY, 4, AT(updelay), 0, DELAY_MAX_MS, NULL,
		REFUSAL("updelay must be 0..2147483647 ms"),
	},
	[TRUNK_OPTION_DOWNDELAY] = {
		"downdelay", IFLA_TRUNK_DOWNDELAY, 4, AT(downdelay),
		0, DELAY_MAX_MS, NULL,
		REFUSAL("downdelay must be 0..2147483647 ms"),
	},
	[TRUNK_OPTION_PRIMARY_RESELECT] = {
		"primary_reselect", IFLA_TRUNK_PRIMARY_RESELECT, 1,
		AT(primary_reselect), TRUNK_PRIMARY_RESELECT_ALWAYS,
		TRUNK_PRIMARY_RESELECT_FAILURE, reselect_words,
		REFUSAL("primary_reselect must be always (0), better (1) or failure (2)"),
	},
	[TRUNK_OPTION_XMIT_HASH_POLICY] = {
		"xmit_hash_policy", IFLA_TRUNK_XMIT_HASH_POLICY, 1,
		AT(xmit_hash_policy), TRUNK_HASH_POLICY_LAYER2, TRUNK_HASH_POLICY_FLOW,
		hash_words,
		REFUSAL("xmit_hash_policy must be flow (64), or layer2 (0) to vlan+srcmac (5)"),
	},
	[TRUNK_OPTION_PACKETS_PER_SLAVE] = {
		"packets_per_slave", IFLA_TRUNK_PACKETS_PER_SLAVE, 4,
		AT(packets_per_slave), 0, 65535, NULL,
		REFUSAL("packets_per_slave must be 0..65535, 0 for any port"),
	},
	[TRUNK_OPTION_NUM_PEER_NOTIF] = {
		"num_peer_notif", IFLA_TRUNK_NUM_PEER_NOTIF, 1, AT(num_peer_notif),
		0, 255, NULL,
		REFUSAL("num_peer_notif must be 0..255"),
	},
	[TRUNK_OPTION_PEER_NOTIF_DELAY] = {
		"peer_notif_delay", IFLA_TRUNK_PEER_NOTIF_DELAY, 4,
		AT(peer_notif_delay), 0, 300000, NULL,
		REFUSAL("peer_notif_delay must be 0..300000 ms"),
	},
	[TRUNK_OPTION_MIN_LINKS] = {
		"min_links", IFLA_TRUNK_MIN_LINKS, 4, AT(min_links),
		0, TRUNK_PORTS_MAX, NULL,
		REFUSAL("min_links must be 0..64 ports"),
	},
	[TRUNK_OPTION_SCHEDULER] = {
		"scheduler", IFLA_TRUNK_SCHEDULER, 1, AT(scheduler),
		TRUNK_SCHEDULER_DEFAULT, TRUNK_SCHEDULER_BROADCAST,
		scheduler_words,
		REFUSAL("scheduler must be 0..7 (default to broadcast, see trunk(4))"),
	},
	[TRUNK_OPTION_FLOWLET_GAP] = {
		"flowlet_gap", IFLA_TRUNK_FLOWLET_GAP, 4, AT(flowlet_gap),
		1, 1000000, NULL,
		REFUSAL("flowlet_gap must be 1..1000000 us"),
	},
	[TRUNK_OPTION_REBALANCE] = {
		"rebalance", IFLA_TRUNK_REBALANCE, 1, AT(rebalance),
		TRUNK_REBALANCE_OFF, TRUNK_REBALANCE_LOAD, rebalance_words,
		REFUSAL("rebalance must be off (0), idle (1) or load (2)"),
	},
	[TRUNK_OPTION_REBALANCE_INTERVAL] = {
		"rebalance_interval", IFLA_TRUNK_REBALANCE_INTERVAL, 4,
		AT(rebalance_interval), 1, 60000, NULL,
		REFUSAL("rebalance_interval must be 1..60000 ms"),
	},
	[TRUNK_OPTION_IDLE_TIMER] = {
		"idle_timer", IFLA_TRUNK_IDLE_TIMER, 4, AT(idle_timer),
		1, 86400, NULL,
		REFUSAL("idle_timer must be 1..86400 s"),
	},
	[TRUNK_OPTION_UNBALANCED_TIMER] = {
		"unbalanced_timer", IFLA_TRUNK_UNBALANCED_TIMER, 4,
		AT(unbalanced_timer), 0, 86400, NULL,
		REFUSAL("unbalanced_timer must be 0..86400 s, 0 for never"),
	},
	[TRUNK_OPTION_TLB_DYNAMIC_LB] = {
		"tlb_dynamic_lb", IFLA_TRUNK_TLB_DYNAMIC_LB, 1,
		AT(tlb_dynamic_lb), 0, 1, NULL,
		REFUSAL("tlb_dynamic_lb must be 0 or 1"),
	},
	[TRUNK_OPTION_ARP_INTERVAL] = {
		"arp_interval", IFLA_TRUNK_ARP_INTERVAL, 4, AT(arp_interval),
		0, DELAY_MAX_MS, NULL,
		REFUSAL("arp_interval must be 0..2147483647 ms, 0: no probes"),
	},
	[TRUNK_OPTION_ARP_VALIDATE] = {
		"arp_validate", IFLA_TRUNK_ARP_VALIDATE, 4, AT(arp_validate),
		TRUNK_ARP_VALIDATE_NONE, TRUNK_ARP_VALIDATE_FILTER_BACKUP,
		validate_words,
		REFUSAL("arp_validate must be 0..6 (none to filter_backup, see trunk(4))"),
	},
	[TRUNK_OPTION_ARP_ALL_TARGETS] = {
		"arp_all_targets", IFLA_TRUNK_ARP_ALL_TARGETS, 4,
		AT(arp_all_targets), TRUNK_ARP_ALL_TARGETS_ANY,
		TRUNK_ARP_ALL_TARGETS_ALL, all_targets_words,
		REFUSAL("arp_all_targets must be any (0) or all (1)"),
	},
	[TRUNK_OPTION_ARP_MISSED_MAX] = {
		"arp_missed_max", IFLA_TRUNK_ARP_MISSED_MAX, 1,
		AT(arp_missed_max), 1, 255, NULL,
		REFUSAL("arp_missed_max must be 1..255 probes"),
	},
	[TRUNK_OPTION_MONITOR] = {
		"monitor", IFLA_TRUNK_MONITOR, 1, AT(monitor),
		TRUNK_MONITOR_ANY, TRUNK_MONITOR_ALL, monitor_words,
		REFUSAL("monitor must be any (0) or all (1)"),
	},
	[TRUNK_OPTION_USE_CARRIER] = {
		"use_carrier", IFLA_TRUNK_USE_CARRIER, 1, AT(use_carrier),
		1, 1, NULL,
		REFUSAL("use_carrier must be 1, the carrier is always watched"),
	},
	[TRUNK_OPTION_RESEND_IGMP] = {
		"resend_igmp", IFLA_TRUNK_RESEND_IGMP, 4, AT(resend_igmp),
		0, 255, NULL,
		REFUSAL("resend_igmp must be 0..255"),
	},
	[TRUNK_OPTION_ALL_SLAVES_ACTIVE] = {
		"all_slaves_active", IFLA_TRUNK_ALL_SLAVES_ACTIVE, 1,
		AT(all_slaves_active), 0, 1, NULL,
		REFUSAL("all_slaves_active must be 0 or 1"),
	},
	[TRUNK_OPTION_DAMPING_HOLD] = {
		"damping_hold", IFLA_TRUNK_DAMPING_HOLD, 4, AT(damping_hold),
		0, 3600000, NULL,
		REFUSAL("damping_hold must be 0..3600000 ms, 0: no damping"),
	},
	[TRUNK_OPTION_DAMPING_MAX] = {
		"damping_max", IFLA_TRUNK_DAMPING_MAX, 4, AT(damping_max),
		1, 86400000, NULL,
		REFUSAL("damping_max must be 1..86400000 ms"),
	},
	[TRUNK_OPTION_LACP_ACTIVE] = {
		"lacp_active", IFLA_TRUNK_LACP_ACTIVE, 1, AT(lacp_active),
		0, 1, on_words,
		REFUSAL("lacp_active must be off (0) or on (1)"),
	},
	[TRUNK_OPTION_LACP_RATE] = {
		"lacp_rate", IFLA_TRUNK_LACP_RATE, 1, AT(lacp_rate),
		TRUNK_LACP_RATE_SLOW, TRUNK_LACP_RATE_FAST, rate_words,
		REFUSAL("lacp_rate must be slow (0) or fast (1)"),
	},
	[TRUNK_OPTION_AD_SELECT] = {
		"ad_select", IFLA_TRUNK_AD_SELECT, 1, AT(ad_select),
		TRUNK_AD_SELECT_STABLE, TRUNK_AD_SELECT_ACTOR_PORT_PRIO,
		ad_select_words,
		REFUSAL("ad_select must be 0..3 (stable to actor_port_prio (3), see trunk(4))"),
	},
	[TRUNK_OPTION_AD_ACTOR_SYS_PRIO] = {
		"ad_actor_sys_prio", IFLA_TRUNK_AD_ACTOR_SYS_PRIO, 2,
		AT(ad_actor_sys_prio), 1, 65535, NULL,
		REFUSAL("ad_actor_sys_prio must be 1..65535"),
	},
	[TRUNK_OPTION_AD_USER_PORT_KEY] = {
		"ad_user_port_key", IFLA_TRUNK_AD_USER_PORT_KEY, 2,
		AT(ad_user_port_key), 0, 1023, NULL,
		REFUSAL("ad_user_port_key must be 0..1023"),
	},
	[TRUNK_OPTION_COUPLED_CONTROL] = {
		"coupled_control", IFLA_TRUNK_COUPLED_CONTROL, 1,
		AT(coupled_control), 0, 1, on_words,
		REFUSAL("coupled_control must be off (0) or on (1)"),
	},
	[TRUNK_OPTION_LACP_STRICT] = {
		"lacp_strict", IFLA_TRUNK_LACP_STRICT, 1, AT(lacp_strict),
		0, 1, on_words,
		REFUSAL("lacp_strict must be off (0) or on (1)"),
	},
	[TRUNK_OPTION_LACP_FALLBACK] = {
		"lacp_fallback", IFLA_TRUNK_LACP_FALLBACK, 4, AT(lacp_fallback),
		0, 3600000, NULL,
		REFUSAL("lacp_fallback must be 0..3600000 ms"),
	},
	[TRUNK_OPTION_FAIL_OVER_MAC] = {
		"fail_over_mac", IFLA_TRUNK_FAIL_OVER_MAC, 1, AT(fail_over_mac),
		TRUNK_FAIL_OVER_MAC_NONE, TRUNK_FAIL_OVER_MAC_FOLLOW,
		fail_over_mac_words,
		REFUSAL("fail_over_mac must be none (0), active (1) or follow (2)"),
	},
	[TRUNK_OPTION_MAC_POLICY] = {
		"mac_policy", IFLA_TRUNK_MAC_POLICY, 1, AT(mac_policy),
		TRUNK_MAC_POLICY_FIRST, TRUNK_MAC_POLICY_FIXED,
		mac_policy_words,
		REFUSAL("mac_policy must be first (0), lowest (1), primary (2) or fixed (3)"),
	},
	[TRUNK_OPTION_LP_INTERVAL] = {
		"lp_interval", IFLA_TRUNK_LP_INTERVAL, 4, AT(lp_interval),
		1, INT_MAX, NULL,
		REFUSAL("lp_interval must be 1..2147483647 s"),
	},
};

/*
 * Values are checked against the table above, which can say what is allowed;
 * here are only the types.
 */
const struct nla_policy trunk_option_policy[IFLA_TRUNK_MAX + 1] = {
	[IFLA_TRUNK_MODE]		= { .type = NLA_U8 },
	[IFLA_TRUNK_ACTIVE_SLAVE]	= { .type = NLA_U32 },
	[IFLA_TRUNK_MIIMON]		= { .type = NLA_U32 },
	[IFLA_TRUNK_UPDELAY]		= { .type = NLA_U32 },
	[IFLA_TRUNK_DOWNDELAY]		= { .type = NLA_U32 },
	[IFLA_TRUNK_PRIMARY]		= { .type = NLA_U32 },
	[IFLA_TRUNK_PRIMARY_RESELECT]	= { .type = NLA_U8 },
	[IFLA_TRUNK_FAIL_OVER_MAC]	= { .type = NLA_U8 },
	[IFLA_TRUNK_XMIT_HASH_POLICY]	= { .type = NLA_U8 },
	[IFLA_TRUNK_NUM_PEER_NOTIF]	= { .type = NLA_U8 },
	[IFLA_TRUNK_MIN_LINKS]		= { .type = NLA_U32 },
	[IFLA_TRUNK_LP_INTERVAL]	= { .type = NLA_U32 },
	[IFLA_TRUNK_PACKETS_PER_SLAVE]	= { .type = NLA_U32 },
	[IFLA_TRUNK_PEER_NOTIF_DELAY]	= { .type = NLA_U32 },
	[IFLA_TRUNK_LACP_RATE]		= { .type = NLA_U8 },
	[IFLA_TRUNK_AD_SELECT]		= { .type = NLA_U8 },
	[IFLA_TRUNK_AD_ACTOR_SYS_PRIO]	= { .type = NLA_U16 },
	[IFLA_TRUNK_AD_USER_PORT_KEY]	= { .type = NLA_U16 },
	[IFLA_TRUNK_AD_ACTOR_SYSTEM]	= { .type = NLA_BINARY },
	[IFLA_TRUNK_TLB_DYNAMIC_LB]	= { .type = NLA_U8 },
	[IFLA_TRUNK_ARP_INTERVAL]	= { .type = NLA_U32 },
	[IFLA_TRUNK_ARP_IP_TARGET]	= { .type = NLA_NESTED },
	[IFLA_TRUNK_ARP_VALIDATE]	= { .type = NLA_U32 },
	[IFLA_TRUNK_ARP_ALL_TARGETS]	= { .type = NLA_U32 },
	[IFLA_TRUNK_ARP_MISSED_MAX]	= { .type = NLA_U8 },
	[IFLA_TRUNK_NS_IP6_TARGET]	= { .type = NLA_NESTED },
	[IFLA_TRUNK_LACP_ACTIVE]	= { .type = NLA_U8 },
	[IFLA_TRUNK_COUPLED_CONTROL]	= { .type = NLA_U8 },
	[IFLA_TRUNK_LACP_STRICT]	= { .type = NLA_U8 },
	[IFLA_TRUNK_LACP_FALLBACK]	= { .type = NLA_U32 },
	[IFLA_TRUNK_MAC_POLICY]		= { .type = NLA_U8 },
	[IFLA_TRUNK_MII_STATUS]		= { .type = NLA_U8 },
	[IFLA_TRUNK_SCHEDULER]		= { .type = NLA_U8 },
	[IFLA_TRUNK_FLOWLET_GAP]	= { .type = NLA_U32 },
	[IFLA_TRUNK_REBALANCE]		= { .type = NLA_U8 },
	[IFLA_TRUNK_REBALANCE_INTERVAL]	= { .type = NLA_U32 },
	[IFLA_TRUNK_IDLE_TIMER]		= { .type = NLA_U32 },
	[IFLA_TRUNK_UNBALANCED_TIMER]	= { .type = NLA_U32 },
	[IFLA_TRUNK_MONITOR]		= { .type = NLA_U8 },
	[IFLA_TRUNK_USE_CARRIER]	= { .type = NLA_U8 },
	[IFLA_TRUNK_RESEND_IGMP]	= { .type = NLA_U32 },
	[IFLA_TRUNK_ALL_SLAVES_ACTIVE]	= { .type = NLA_U8 },
	[IFLA_TRUNK_DAMPING_HOLD]	= { .type = NLA_U32 },
	[IFLA_TRUNK_DAMPING_MAX]	= { .type = NLA_U32 },
};
