// SPDX-License-Identifier: GPL-2.0-only
/* Module parameters: groups of the initial network namespace, made at load without any tool. */
#include "ipmp.h"

#include <linux/module.h>
#include <linux/rtnetlink.h>

static char *groups;
module_param(groups, charp, 0444);
MODULE_PARM_DESC(groups, "GROUP:DEVICE,... interfaces of groups; devices may appear later");

static char *standby;
module_param(standby, charp, 0444);
MODULE_PARM_DESC(standby, "GROUP:DEVICE,... standby interfaces of groups");

static bool failback = true;
module_param(failback, bool, 0444);
MODULE_PARM_DESC(failback, "repaired interfaces become active again (default 1)");

static bool adopt = true;
module_param(adopt, bool, 0444);
MODULE_PARM_DESC(adopt, "the interfaces' addresses become data addresses (default 1)");

/* One "GROUP:DEVICE". A group name may have a colon, a device name may not. */
static int apply_one(struct ipmp_net *inet, const char *param, char *item, bool is_standby)
{
	struct netlink_ext_ack extack = {};
	struct ipmp_group *group;
	struct ipmp_iface *iface;
	char *dev;
	int err;

	dev = strrchr(item, ':');
	if (!dev) {
		pr_err("ipmp: %s=: \"%s\" is not GROUP:DEVICE\n", param, item);
		return -EINVAL;
	}
	*dev++ = 0;
	err = ipmp_group_check_name(item, &extack) ?: ipmp_iface_check_name(dev, &extack);
	if (err)
		goto refused;
	group = ipmp_group_find(inet, item);
	if (!group) {
		group = ipmp_group_add(inet, item, &extack);
		if (IS_ERR(group)) {
			err = PTR_ERR(group);
			goto refused;
		}
		group->failback = failback;
		group->adopt = adopt;
	}
	iface = ipmp_iface_add(group, dev, is_standby, NULL, &extack);
	if (!IS_ERR(iface))
		return 0;
	err = PTR_ERR(iface);
refused:
	pr_err("ipmp: %s=: \"%s:%s\": %s\n", param, item, dev, extack._msg ?: "no memory");
	return err;
}

static int apply_list(struct ipmp_net *inet, const char *param, const char *value, bool is_standby)
{
	char *copy, *rest, *item;
	int err = 0;

	if (!value || !*value)
		return 0;
	copy = kstrdup(value, GFP_KERNEL);
	if (!copy)
		return -ENOMEM;
	rest = copy;
	while (!err && (item = strsep(&rest, ",")))
		err = apply_one(inet, param, item, is_standby);
	kfree(copy);
	return err;
}

/**
 * ipmp_param_apply() - make the groups that the parameters say
 * @inet: the namespace
 *
 * Return: 0, or an error after one sentence in the log; what was made is for the caller to undo.
 */
int ipmp_param_apply(struct ipmp_net *inet)
{
	int err;

	rtnl_lock();
	err = apply_list(inet, "groups", groups, false);
	if (!err)
		err = apply_list(inet, "standby", standby, true);
	rtnl_unlock();
	if (!err && inet->n_groups)
		ipmp_kick(inet);
	return err;
}
