// SPDX-License-Identifier: GPL-2.0-only
/* Generic netlink: family names to numbers, requests and dumps of both. */

#include "genl.h"

#include <errno.h>
#include <string.h>

#include <linux/ethtool_netlink.h>
#include <linux/genetlink.h>
#include <linux/ipmp.h>
#include <linux/trunk.h>

struct family {
	uint16_t id;
	const char *group;	/* multicast group looked for, or NULL */
	uint32_t group_id;
};

static void start(struct nl_msg *msg, uint16_t family, uint8_t cmd, uint8_t version)
{
	struct genlmsghdr *genl = nl_start(msg, family, 0, sizeof(*genl));

	genl->cmd = cmd;
	genl->version = version;
}

static void take_group(const struct nlattr *nest, struct family *f)
{
	const struct nlattr *attr;
	const char *name = "";
	uint16_t len = 0;
	uint32_t id = 0;

	mnl_attr_for_each_nested(attr, nest) {
		if (mnl_attr_get_type(attr) == CTRL_ATTR_MCAST_GRP_NAME) {
			name = mnl_attr_get_str(attr);
			len = mnl_attr_get_payload_len(attr);
		} else if (mnl_attr_get_type(attr) == CTRL_ATTR_MCAST_GRP_ID &&
			   mnl_attr_get_payload_len(attr) == sizeof(id)) {
			id = mnl_attr_get_u32(attr);
		}
	}
	if (f->group && len == strlen(f->group) + 1 && !memcmp(name, f->group, len))
		f->group_id = id;
}

static int take_family(const struct nlmsghdr *nlh, void *data)
{
	const struct nlattr *attr, *grp;
	struct family *f = data;

	if (mnl_nlmsg_get_payload_len(nlh) < GENL_HDRLEN)
		return MNL_CB_OK;
	mnl_attr_for_each(attr, nlh, GENL_HDRLEN) {
		if (mnl_attr_get_type(attr) == CTRL_ATTR_FAMILY_ID &&
		    mnl_attr_get_payload_len(attr) == sizeof(f->id))
			f->id = mnl_attr_get_u16(attr);
		else if (mnl_attr_get_type(attr) == CTRL_ATTR_MCAST_GROUPS)
			mnl_attr_for_each_nested(grp, attr)
				take_group(grp, f);
	}
	return MNL_CB_OK;
}

static int find_family(struct hactl *h, const char *name, struct family *f)
{
	struct nl_msg msg;
	int err;

	err = nl_open(&h->ge, NETLINK_GENERIC);
	if (err)
		return err;
	start(&msg, GENL_ID_CTRL, CTRL_CMD_GETFAMILY, 1);
	nl_put(&msg, NULL, CTRL_ATTR_FAMILY_NAME, name, strlen(name) + 1);
	err = nl_talk(&h->ge, &msg, take_family, f);
	return err == -ENOENT || (!err && !f->id) ? -EPROTONOSUPPORT : err;
}

/**
 * genl_family - number of a family; looking for it makes the kernel try to load its module
 * @h: context
 * @name: its name
 * @id: its number
 *
 * Return: 0, -EPROTONOSUPPORT where there is no such family, or another negative errno.
 */
int genl_family(struct hactl *h, const char *name, uint16_t *id)
{
	struct family f = { 0 };
	int err = find_family(h, name, &f);

	*id = f.id;
	return err;
}

/**
 * genl_join - receive the events of a family on @h->ge
 * @h: context
 * @name: family
 * @group: its multicast group
 * @id: number of the family, by which its events are told from another's
 */
int genl_join(struct hactl *h, const char *name, const char *group, uint16_t *id)
{
	struct family f = { .group = group };
	int err = find_family(h, name, &f);

	*id = f.id;
	if (err)
		return err;
	if (!f.group_id)
		return -EPROTONOSUPPORT;
	if (mnl_socket_setsockopt(h->ge.sock, NETLINK_ADD_MEMBERSHIP, &f.group_id,
				  sizeof(f.group_id)) < 0)
		return -errno;
	return 0;
}

/**
 * genl_ipmp_dump - list all objects of one kind
 * @h: context
 * @cmd: IPMP_CMD_*_GET
 * @rows: filled; its table is set; model_rows_free() releases it, also after an error
 *
 * Return: 0, -EPROTONOSUPPORT where the family is missing, or another negative errno.
 */
int genl_ipmp_dump(struct hactl *h, uint8_t cmd, struct rows *rows)
{
	struct nl_msg msg;
	uint16_t family;
	int err;

	err = genl_family(h, IPMP_FAMILY_NAME, &family);
	if (err)
		return err;
	start(&msg, family, cmd, IPMP_FAMILY_VERSION);
	return nl_dump(&h->ge, &msg, model_row, model_rows_free, rows);
}

/**
 * genl_ipmp_do - ask for one change
 * @h: context
 * @cmd: IPMP_CMD_*
 * @opts: table of the object
 * @nopts: its entries
 * @name: which object (entry 0)
 * @vals: options
 *
 * Return: 0 or a negative errno; @h->ge says more.
 */
int genl_ipmp_do(struct hactl *h, uint8_t cmd, const struct opt *opts, size_t nopts,
		 const struct opt_val *name, const struct opt_val *vals)
{
	struct nl_msg msg;
	uint16_t family;
	int err;

	err = genl_family(h, IPMP_FAMILY_NAME, &family);
	if (err)
		return err;
	start(&msg, family, cmd, IPMP_FAMILY_VERSION);
	opt_put(&opts[0], name, &msg);
	for (size_t i = 1; i < nopts; i++)
		if (vals[i].set)
			opt_put(&opts[i], &vals[i], &msg);
	return nl_talk(&h->ge, &msg, NULL, NULL);
}

/**
 * genl_drain - drain a port, or do so no more
 * @h: context
 * @cmd: TRUNK_CMD_DRAIN or TRUNK_CMD_UNDRAIN
 * @ifindex: port
 * @vals: options, by PORT_*, or NULL
 *
 * Return: 0 or a negative errno; @h->ge says more.
 */
int genl_drain(struct hactl *h, uint8_t cmd, int ifindex, const struct opt_val *vals)
{
	uint32_t u32 = (uint32_t)ifindex;
	struct nl_msg msg;
	uint16_t family;
	int err;

	err = genl_family(h, TRUNK_FAMILY_NAME, &family);
	if (err)
		return err;
	start(&msg, family, cmd, TRUNK_FAMILY_VERSION);
	nl_put(&msg, NULL, TRUNK_A_DRAIN_PORT_IFINDEX, &u32, sizeof(u32));
	if (vals && vals[PORT_TIMEOUT].set)
		opt_put(&port_opts[PORT_TIMEOUT], &vals[PORT_TIMEOUT], &msg);
	if (vals && vals[PORT_FORCE].num)
		nl_put(&msg, port_opts[PORT_FORCE].name, TRUNK_A_DRAIN_FORCE, NULL, 0);
	return nl_talk(&h->ge, &msg, NULL, NULL);
}

/* A second pass overwrites the first one's speeds. */
static void forget_nothing(void *data)
{
	(void)data;
}

/**
 * genl_speeds - ask ethtool for the speed of every link; where it cannot say, it stays unknown
 * @h: context
 * @links: list of links
 */
void genl_speeds(struct hactl *h, struct links *links)
{
	struct nlattr *nest;
	struct nl_msg msg;
	uint16_t family;

	if (genl_family(h, ETHTOOL_GENL_NAME, &family))
		return;
	start(&msg, family, ETHTOOL_MSG_LINKMODES_GET, ETHTOOL_GENL_VERSION);
	nest = mnl_attr_nest_start(msg.nlh, ETHTOOL_A_LINKMODES_HEADER);
	mnl_attr_nest_end(msg.nlh, nest);
	(void)nl_dump(&h->ge, &msg, model_speed, forget_nothing, links);
	model_links_resolve(links);
}
