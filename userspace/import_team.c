// SPDX-License-Identifier: GPL-2.0-only
/* A team as a trunk: what the kernel knows of it, which is all but the link watch of teamd. */

#include "genl.h"
#include "import.h"

#include <string.h>

#include <linux/genetlink.h>
#include <linux/if_team.h>
#include <linux/trunk.h>

/**
 * struct option - an option of a team
 * @name: its name
 * @port: ifindex of the port that it is of, 0: of the team
 * @index: it is one of an array
 * @num: value of a number or flag
 * @text: value of a string, else empty
 * @len: bytes of the value
 */
struct option {
	char name[TEAM_STRING_MAX_LEN];
	int port;
	bool index;
	int64_t num;
	char text[TEAM_STRING_MAX_LEN];
	size_t len;
};

static const struct {
	const char *team;
	uint32_t mode;
	uint32_t scheduler;
} modes[] = {
	{ "roundrobin", TRUNK_MODE_BALANCE_RR, TRUNK_SCHEDULER_DEFAULT },
	{ "activebackup", TRUNK_MODE_ACTIVE_BACKUP, TRUNK_SCHEDULER_DEFAULT },
	{ "loadbalance", TRUNK_MODE_BALANCE_XOR, TRUNK_SCHEDULER_DEFAULT },
	{ "broadcast", TRUNK_MODE_BROADCAST, TRUNK_SCHEDULER_DEFAULT },
	{ "random", TRUNK_MODE_BALANCE_RR, TRUNK_SCHEDULER_RANDOM },
};

static void take_mode(struct import *im, const char *name)
{
	for (size_t i = 0; i < ARRAY_SIZE(modes); i++) {
		if (strcmp(modes[i].team, name))
			continue;
		import_number(im, im->val, TRUNK_MODE, modes[i].mode);
		import_number(im, im->val, TRUNK_SCHEDULER, modes[i].scheduler);
		return;
	}
	/* a team without a mode carries nothing */
	import_note(im, "mode %s: trunk has no such mode", name);
}

static void take_port_option(struct import *im, const struct option *o)
{
	struct import_port *port = import_port(im, o->port);

	if (!port)
		return;
	if (!strcmp(o->name, "priority"))
		import_number(im, port->val, PORT_PRIO, o->num);
	else if (!strcmp(o->name, "queue_id") && o->num)
		import_number(im, port->val, PORT_QUEUE_ID, o->num);
	else if (!strcmp(o->name, "user_linkup_enabled") && o->num)
		import_note(im, "%s user_linkup: a daemon watches the link, trunk its carrier",
			    port->link->name);
}

static void take_option(struct import *im, const struct option *o)
{
	if (o->port) {
		take_port_option(im, o);
	} else if (!strcmp(o->name, "mode")) {
		take_mode(im, o->text);
	} else if (!strcmp(o->name, "activeport") && o->num) {
		im->val[TRUNK_PRIMARY].set = true;
		im->val[TRUNK_PRIMARY].num = o->num;
	} else if (!strcmp(o->name, "notify_peers_count")) {
		import_number(im, im->val, TRUNK_NUM_PEER_NOTIF, o->num);
	} else if (!strcmp(o->name, "notify_peers_interval")) {
		import_number(im, im->val, TRUNK_PEER_NOTIF_DELAY, o->num);
	} else if (!strcmp(o->name, "mcast_rejoin_count")) {
		import_number(im, im->val, TRUNK_RESEND_IGMP, o->num);
	} else if (!strcmp(o->name, "bpf_hash_func") && o->len) {
		import_note(im, "bpf_hash_func: trunk has xmit_hash_policy, and no programs");
	} else if (!strcmp(o->name, "lb_tx_method") && !strcmp(o->text, "hash_to_port_mapping")) {
		/* a daemon deals the flows out by their load; trunk does so itself */
		import_number(im, im->val, TRUNK_REBALANCE, TRUNK_REBALANCE_LOAD);
	}
}

static void take_data(const struct nlattr *attr, struct option *o)
{
	uint16_t len = mnl_attr_get_payload_len(attr);
	const void *data = mnl_attr_get_payload(attr);
	int32_t num;

	o->len = len;
	if (len == sizeof(num)) {
		memcpy(&num, data, sizeof(num));
		o->num = num;
	}
	snprintf(o->text, sizeof(o->text), "%.*s", (int)len, (const char *)data);
}

static void take_item(struct import *im, const struct nlattr *item)
{
	struct option o = { .name = "" };
	const struct nlattr *attr;
	bool flag = false, data = false;

	mnl_attr_for_each_nested(attr, item) {
		uint16_t len = mnl_attr_get_payload_len(attr);

		switch (mnl_attr_get_type(attr)) {
		case TEAM_ATTR_OPTION_NAME:
			snprintf(o.name, sizeof(o.name), "%.*s", (int)len, mnl_attr_get_str(attr));
			break;
		case TEAM_ATTR_OPTION_TYPE:
			flag = len == 1 && mnl_attr_get_u8(attr) == MNL_TYPE_FLAG;
			break;
		case TEAM_ATTR_OPTION_DATA:
			data = true;
			take_data(attr, &o);
			break;
		case TEAM_ATTR_OPTION_PORT_IFINDEX:
			if (len == sizeof(uint32_t))
				o.port = (int)mnl_attr_get_u32(attr);
			break;
		case TEAM_ATTR_OPTION_ARRAY_INDEX:
			o.index = true;
			break;
		}
	}
	/* a flag that is off has no data */
	if (flag)
		o.num = data;
	if (!o.index)
		take_option(im, &o);
}

static int take_options(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attr, *item;

	if (mnl_nlmsg_get_payload_len(nlh) < GENL_HDRLEN)
		return MNL_CB_OK;
	mnl_attr_for_each(attr, nlh, GENL_HDRLEN) {
		if (mnl_attr_get_type(attr) != TEAM_ATTR_LIST_OPTION)
			continue;
		mnl_attr_for_each_nested(item, attr)
			take_item(data, item);
	}
	return MNL_CB_OK;
}

/*
 * The kernel's team has no choice of its own, a daemon makes it: by priority, so that the port it
 * has chosen need not be named where that one has the highest.
 */
static void settle_primary(struct import *im)
{
	const struct import_port *best = NULL;
	const struct opt_val *primary = &im->val[TRUNK_PRIMARY];

	for (size_t i = 0; i < im->nports; i++)
		if (!best || im->port[i].val[PORT_PRIO].num > best->val[PORT_PRIO].num)
			best = &im->port[i];
	if (primary->set && best && best->link->ifindex == primary->num)
		im->val[TRUNK_PRIMARY].set = false;
}

/**
 * import_team - take the options of a team and of its ports
 * @h: context
 * @im: device and ports are known; options and notes are filled
 *
 * Return: 0 or a negative errno.
 */
int import_team(struct hactl *h, struct import *im)
{
	uint32_t ifindex = (uint32_t)im->dev->ifindex;
	struct genlmsghdr *genl;
	struct nl_msg msg;
	uint16_t family;
	int err;

	err = genl_family(h, TEAM_GENL_NAME, &family);
	if (err)
		return err;
	genl = nl_start(&msg, family, 0, sizeof(*genl));
	genl->cmd = TEAM_CMD_OPTIONS_GET;
	genl->version = TEAM_GENL_VERSION;
	nl_put(&msg, NULL, TEAM_ATTR_TEAM_IFINDEX, &ifindex, sizeof(ifindex));
	err = nl_talk(&h->ge, &msg, take_options, im);
	settle_primary(im);
	return err;
}
