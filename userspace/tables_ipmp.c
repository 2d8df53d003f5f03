// SPDX-License-Identifier: GPL-2.0-only
/* Tables of every option and shown value of ipmp: the one place that names them. */

#include "model.h"

#include <linux/ipmp.h>

const struct opt_word ipmp_group_words[] = {
	{ "failed", IPMP_GROUP_STATE_FAILED, NULL },
	{ "degraded", IPMP_GROUP_STATE_DEGRADED, NULL },
	{ "ok", IPMP_GROUP_STATE_OK, NULL },
	{ }
};

const struct opt_word ipmp_interface_words[] = {
	{ "unknown", IPMP_INTERFACE_STATE_UNKNOWN, NULL },
	{ "failed", IPMP_INTERFACE_STATE_FAILED, NULL },
	{ "ok", IPMP_INTERFACE_STATE_OK, NULL },
	{ }
};

const struct opt_word ipmp_reason_words[] = {
	{ "none", IPMP_INTERFACE_REASON_NONE, NULL },
	{ "carrier", IPMP_INTERFACE_REASON_CARRIER, NULL },
	{ "admin-down", IPMP_INTERFACE_REASON_ADMIN_DOWN, NULL },
	{ "absent", IPMP_INTERFACE_REASON_ABSENT, NULL },
	{ "master", IPMP_INTERFACE_REASON_MASTER, NULL },
	{ "updelay", IPMP_INTERFACE_REASON_UPDELAY, NULL },
	{ "standby", IPMP_INTERFACE_REASON_STANDBY, NULL },
	{ "failback", IPMP_INTERFACE_REASON_FAILBACK, NULL },
	{ }
};

const struct opt_word ipmp_event_words[] = {
	{ "group-add", IPMP_EVENT_TYPE_GROUP_ADD, NULL },
	{ "group-del", IPMP_EVENT_TYPE_GROUP_DEL, NULL },
	{ "group-state", IPMP_EVENT_TYPE_GROUP_STATE, NULL },
	{ "interface-add", IPMP_EVENT_TYPE_INTERFACE_ADD, NULL },
	{ "interface-del", IPMP_EVENT_TYPE_INTERFACE_DEL, NULL },
	{ "interface-state", IPMP_EVENT_TYPE_INTERFACE_STATE, NULL },
	{ "address-add", IPMP_EVENT_TYPE_ADDRESS_ADD, NULL },
	{ "address-del", IPMP_EVENT_TYPE_ADDRESS_DEL, NULL },
	{ "address-move", IPMP_EVENT_TYPE_ADDRESS_MOVE, NULL },
	{ }
};

static const struct opt_word up_words[] = {
	{ "down", 0, NULL },
	{ "up", 1, NULL },
	{ }
};

#define ADD_SET (CMD_ADD | CMD_SET)

const struct opt group_opts[GROUP_N] = {
	[GROUP_NAME] = { .name = "group", .kind = OPT_GROUP, .attr = IPMP_A_GROUP_NAME },
	[GROUP_STATE] = {
		.name = "state", .kind = OPT_WORD, .attr = IPMP_A_GROUP_STATE,
		.words = ipmp_group_words,
	},
	[GROUP_FAILBACK] = {
		.name = "failback", .cmds = ADD_SET, .kind = OPT_BOOL,
		.attr = IPMP_A_GROUP_FAILBACK, .width = 4, .dflt = "on",
		.help = "a repaired interface becomes active again and gets its addresses back",
	},
	[GROUP_ADOPT] = {
		.name = "adopt", .cmds = ADD_SET, .kind = OPT_BOOL, .attr = IPMP_A_GROUP_ADOPT,
		.width = 4, .dflt = "off",
		.help = "addresses that the interfaces carry become data addresses",
	},
	[GROUP_MIIMON] = {
		.name = "miimon", .cmds = ADD_SET, .kind = OPT_NUM, .attr = IPMP_A_GROUP_MIIMON,
		.width = 4, .min = 1, .max = 10000, .dflt = "10", .unit = "ms",
		.help = "time between two looks at each carrier, beside its events",
	},
	[GROUP_UPDELAY] = {
		.name = "updelay", .cmds = ADD_SET, .kind = OPT_NUM, .attr = IPMP_A_GROUP_UPDELAY,
		.width = 4, .max = 600000, .dflt = "100", .unit = "ms",
		.help = "time a link must be up before its interface counts as repaired",
	},
	[GROUP_FAILOVERS] = {
		.name = "failovers", .kind = OPT_NUM, .attr = IPMP_A_GROUP_FAILOVERS,
	},
};

const struct opt interface_opts[INTERFACE_N] = {
	[INTERFACE_NAME] = {
		.name = "interface", .kind = OPT_DEV, .attr = IPMP_A_INTERFACE_NAME,
	},
	[INTERFACE_IFINDEX] = {
		.name = "ifindex", .kind = OPT_NUM, .attr = IPMP_A_INTERFACE_IFINDEX,
	},
	[INTERFACE_GROUP] = {
		.name = "group", .cmds = CMD_ADD, .required = CMD_ADD, .kind = OPT_GROUP,
		.attr = IPMP_A_INTERFACE_GROUP, .help = "group that the interface joins",
	},
	[INTERFACE_ACTIVE] = {
		.name = "active", .kind = OPT_BOOL, .attr = IPMP_A_INTERFACE_ACTIVE,
	},
	[INTERFACE_STANDBY] = {
		.name = "standby", .cmds = ADD_SET, .kind = OPT_BOOL,
		.attr = IPMP_A_INTERFACE_STANDBY, .width = 4, .dflt = "off",
		.help = "active only while an active interface is missing",
	},
	[INTERFACE_LINK] = {
		.name = "link", .kind = OPT_WORD, .attr = IPMP_A_INTERFACE_LINK, .words = up_words,
	},
	[INTERFACE_STATE] = {
		.name = "state", .kind = OPT_WORD, .attr = IPMP_A_INTERFACE_STATE,
		.words = ipmp_interface_words,
	},
	[INTERFACE_REASON] = {
		.name = "reason", .kind = OPT_WORD, .attr = IPMP_A_INTERFACE_REASON,
		.words = ipmp_reason_words,
	},
	[INTERFACE_TEST_ADDRESS] = {
		.name = "test-address", .cmds = ADD_SET, .kind = OPT_ADDR,
		.attr = IPMP_A_INTERFACE_TEST_ADDRESS, .dflt = "none",
		.help = "address that never moves, held as a /32 or /128",
	},
	[INTERFACE_ADDRESSES] = {
		.name = "addresses", .kind = OPT_NUM, .attr = IPMP_A_INTERFACE_ADDRESSES,
	},
	[INTERFACE_FAILURES] = {
		.name = "failures", .kind = OPT_NUM, .attr = IPMP_A_INTERFACE_FAILURES,
	},
	[INTERFACE_SINCE] = {
		.name = "since", .kind = OPT_NUM, .attr = IPMP_A_INTERFACE_SINCE, .unit = "ms",
	},
};

const struct opt address_opts[ADDRESS_N] = {
	[ADDRESS_ADDRESS] = {
		.name = "address", .kind = OPT_PREFIX, .attr = IPMP_A_ADDRESS_ADDRESS,
		.attr2 = IPMP_A_ADDRESS_PREFIXLEN,
	},
	[ADDRESS_GROUP] = {
		.name = "group", .cmds = CMD_ADD | CMD_DEL, .required = CMD_ADD | CMD_DEL,
		.kind = OPT_GROUP, .attr = IPMP_A_ADDRESS_GROUP, .help = "group of the address",
	},
	[ADDRESS_INTERFACE] = {
		.name = "interface", .kind = OPT_DEV, .attr = IPMP_A_ADDRESS_INTERFACE,
	},
	[ADDRESS_HOME] = {
		.name = "interface", .key = "home", .cmds = CMD_ADD, .kind = OPT_DEV,
		.attr = IPMP_A_ADDRESS_HOME, .dflt = "any, spread evenly",
		.help = "interface it is bound to while that is active",
	},
	[ADDRESS_STATE] = {
		.name = "state", .kind = OPT_WORD, .attr = IPMP_A_ADDRESS_UP, .words = up_words,
	},
	[ADDRESS_ADOPTED] = {
		.name = "adopted", .kind = OPT_BOOL, .attr = IPMP_A_ADDRESS_ADOPTED,
	},
	[ADDRESS_MOVES] = { .name = "moves", .kind = OPT_NUM, .attr = IPMP_A_ADDRESS_MOVES },
};
