// SPDX-License-Identifier: GPL-2.0-only
/* A bond as a trunk: an attribute of bonding's that a trunk has too has the same number. */

#include "import.h"

#include <string.h>

#include <linux/rtnetlink.h>
#include <linux/trunk.h>

/* Numbers from here on are trunk's own. */
#define TRUNK_ONLY IFLA_TRUNK_MAC_POLICY
#define PORT_ONLY IFLA_TRUNK_PORT_REASON

/* Values of mode that a trunk may not have, and the one nearest to them. */
static const struct {
	uint32_t num;
	const char *name;
	uint32_t nearest;
	const char *why;
} modes[] = {
	{ 6, "balance-alb", TRUNK_MODE_BALANCE_TLB,
	  "trunk does not spread what it receives, balance-tlb does the rest" },
};

static const struct opt *find(const struct opt *opts, size_t n, const struct nlattr *attr)
{
	for (size_t i = 0; i < n; i++)
		if (opts[i].place == OPT_AT_DATA && opts[i].attr == mnl_attr_get_type(attr))
			return &opts[i];
	return NULL;
}

static bool has_value(const struct opt *o, const struct opt_val *v)
{
	if (o->kind == OPT_NUM)
		return v->num >= o->min && v->num <= o->max;
	if (o->kind != OPT_WORD)
		return true;
	for (const struct opt_word *w = o->words; w->name; w++)
		if (w->num == v->num)
			return true;
	return false;
}

/* The nearest mode, or no option at all, with a note. */
static void no_value(struct import *im, const char *where, const struct opt *o, struct opt_val *v)
{
	char buf[64];

	for (size_t i = 0; i < ARRAY_SIZE(modes) && o->attr == IFLA_TRUNK_MODE; i++) {
		if (modes[i].num != v->num)
			continue;
		import_note(im, "mode %s: %s", modes[i].name, modes[i].why);
		v->num = modes[i].nearest;
		return;
	}
	import_note(im, "%s%s %s: trunk has no such value", where, o->name,
		    opt_text(o, v, buf, sizeof(buf)));
	v->set = false;
}

/* where: before the name of an option in a note. */
static void take(struct import *im, const struct nlattr *nest, const char *where,
		 const struct opt *opts, size_t n, struct opt_val *vals, uint16_t end)
{
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, nest) {
		const struct opt *o = find(opts, n, attr);
		struct opt_val *v;

		if (!o || mnl_attr_get_type(attr) >= end)
			continue;
		opt_get(opts, n, OPT_AT_DATA, attr, vals);
		v = &vals[o - opts];
		if (v->set && (o->cmds & CMD_ADD) && !has_value(o, v))
			no_value(im, where, o, v);
	}
}

static void take_port(struct import *im, int ifindex, const struct nlattr *data)
{
	struct import_port *port = import_port(im, ifindex);
	const struct nlattr *attr;
	char where[32];

	if (!port)
		return;
	snprintf(where, sizeof(where), "%s ", port->link->name);
	take(im, data, where, port_opts, PORT_N, port->val, PORT_ONLY);
	mnl_attr_for_each_nested(attr, data) {
		struct opt perm = { .kind = OPT_MAC, .attr = IFLA_BOND_SLAVE_PERM_HWADDR };

		opt_get(&perm, 1, OPT_AT_DATA, attr, &port->addr);
	}
}

static int take_link(const struct nlmsghdr *nlh, void *data)
{
	const struct ifinfomsg *ifi = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr, *info;
	struct import *im = data;

	if (nlh->nlmsg_type != RTM_NEWLINK || mnl_nlmsg_get_payload_len(nlh) < sizeof(*ifi))
		return MNL_CB_OK;
	mnl_attr_for_each(attr, nlh, sizeof(*ifi)) {
		if (mnl_attr_get_type(attr) != IFLA_LINKINFO)
			continue;
		mnl_attr_for_each_nested(info, attr) {
			if (mnl_attr_get_type(info) == IFLA_INFO_DATA &&
			    ifi->ifi_index == im->dev->ifindex)
				take(im, info, "", trunk_opts, TRUNK_N, im->val, TRUNK_ONLY);
			else if (mnl_attr_get_type(info) == IFLA_INFO_SLAVE_DATA)
				take_port(im, ifi->ifi_index, info);
		}
	}
	return MNL_CB_OK;
}

/**
 * import_bond - take the options of a bond and of its ports
 * @h: context
 * @im: device and ports are known; options and notes are filled
 *
 * Return: 0 or a negative errno.
 */
int import_bond(struct hactl *h, struct import *im)
{
	return import_each(h, im, take_link);
}
