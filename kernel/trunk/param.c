// SPDX-License-Identifier: GPL-2.0-only
/* Module parameters: trunks and ports without any tool. */

#define pr_fmt(fmt) KBUILD_MODNAME ": " fmt

#include <linux/module.h>
#include <linux/moduleparam.h>
#include <linux/netdevice.h>
#include <linux/rtnetlink.h>
#include <linux/workqueue.h>
#include <net/net_namespace.h>

#include "dev.h"
#include "link.h"
#include "option.h"
#include "param.h"
#include "port.h"
#include "targets.h"

/* As many as rtnetlink lets a device have. */
#define TX_QUEUES_MAX	4096

#define CREATE_MAX	32
#define PORTS_MAX	256

static char *create[CREATE_MAX];
static unsigned int create_count;
module_param_array(create, charp, &create_count, 0444);
MODULE_PARM_DESC(create, "trunks to create: NAME,...");

static char *ports[PORTS_MAX];
static unsigned int ports_count;
module_param_array(ports, charp, &ports_count, 0444);
MODULE_PARM_DESC(ports, "ports to add, now or when they appear: TRUNK:DEVICE,...");

static char *primary;
module_param(primary, charp, 0444);
MODULE_PARM_DESC(primary, "default of new trunks: name of the preferred port (active-backup, balance-tlb)");

static char *ad_actor_system;
module_param(ad_actor_system, charp, 0444);
MODULE_PARM_DESC(ad_actor_system, "default of new trunks: Ethernet address of the system (802.3ad), zero: that of the trunk");

static char *option_text[TRUNK_OPTION_COUNT];

module_param_named(mode, option_text[TRUNK_OPTION_MODE], charp, 0444);
MODULE_PARM_DESC(mode, "default of new trunks: balance-rr, active-backup, balance-xor, broadcast, 802.3ad or balance-tlb");
module_param_named(miimon, option_text[TRUNK_OPTION_MIIMON], charp, 0444);
MODULE_PARM_DESC(miimon, "default of new trunks: period of the carrier poll, ms, 0: events only");
module_param_named(updelay, option_text[TRUNK_OPTION_UPDELAY], charp, 0444);
MODULE_PARM_DESC(updelay, "default of new trunks: wait before a link is used again, ms");
module_param_named(downdelay, option_text[TRUNK_OPTION_DOWNDELAY], charp, 0444);
MODULE_PARM_DESC(downdelay, "default of new trunks: wait before a lost link is given up, ms");
module_param_named(primary_reselect, option_text[TRUNK_OPTION_PRIMARY_RESELECT], charp, 0444);
MODULE_PARM_DESC(primary_reselect, "default of new trunks: always, better or failure");
module_param_named(xmit_hash_policy, option_text[TRUNK_OPTION_XMIT_HASH_POLICY], charp, 0444);
MODULE_PARM_DESC(xmit_hash_policy, "default of new trunks: flow, layer2, layer2+3, layer3+4, encap2+3, encap3+4 or vlan+srcmac");
module_param_named(packets_per_slave, option_text[TRUNK_OPTION_PACKETS_PER_SLAVE], charp, 0444);
MODULE_PARM_DESC(packets_per_slave, "default of new trunks: frames in a row on a port (scheduler rr), 0..65535, 0: any port");
module_param_named(num_peer_notif, option_text[TRUNK_OPTION_NUM_PEER_NOTIF], charp, 0444);
MODULE_PARM_DESC(num_peer_notif, "default of new trunks: peer notifications after a failover, 0..255");
module_param_named(num_grat_arp, option_text[TRUNK_OPTION_NUM_PEER_NOTIF], charp, 0444);
MODULE_PARM_DESC(num_grat_arp, "the same as num_peer_notif");
module_param_named(peer_notif_delay, option_text[TRUNK_OPTION_PEER_NOTIF_DELAY], charp, 0444);
MODULE_PARM_DESC(peer_notif_delay, "default of new trunks: time between them, ms, 0..300000");
module_param_named(min_links, option_text[TRUNK_OPTION_MIN_LINKS], charp, 0444);
MODULE_PARM_DESC(min_links, "default of new trunks: usable ports needed for carrier, 0..64");
module_param_named(scheduler, option_text[TRUNK_OPTION_SCHEDULER], charp, 0444);
MODULE_PARM_DESC(scheduler, "default of new trunks: default, hash, rr, random, least-conn, response-time, flowlet or broadcast");
module_param_named(flowlet_gap, option_text[TRUNK_OPTION_FLOWLET_GAP], charp, 0444);
MODULE_PARM_DESC(flowlet_gap, "default of new trunks: pause after which a flow may change its port (flowlet), us, 1..1000000");
module_param_named(rebalance, option_text[TRUNK_OPTION_REBALANCE], charp, 0444);
MODULE_PARM_DESC(rebalance, "default of new trunks: off, idle or load");
module_param_named(rebalance_interval, option_text[TRUNK_OPTION_REBALANCE_INTERVAL], charp, 0444);
MODULE_PARM_DESC(rebalance_interval, "default of new trunks: how long a measurement of the load takes, ms, 1..60000");
module_param_named(idle_timer, option_text[TRUNK_OPTION_IDLE_TIMER], charp, 0444);
MODULE_PARM_DESC(idle_timer, "default of new trunks: how long a bucket must be unused to move, s, 1..86400");
module_param_named(unbalanced_timer, option_text[TRUNK_OPTION_UNBALANCED_TIMER], charp, 0444);
MODULE_PARM_DESC(unbalanced_timer, "default of new trunks: when buckets move all the same, s, 0..86400, 0: never");
module_param_named(tlb_dynamic_lb, option_text[TRUNK_OPTION_TLB_DYNAMIC_LB], charp, 0444);
MODULE_PARM_DESC(tlb_dynamic_lb, "default of new trunks: balance-tlb moves buckets by load, 0 or 1");
module_param_named(arp_interval, option_text[TRUNK_OPTION_ARP_INTERVAL], charp, 0444);
MODULE_PARM_DESC(arp_interval, "default of new trunks: time between two probes, ms, 0: none");
module_param_named(arp_validate, option_text[TRUNK_OPTION_ARP_VALIDATE], charp, 0444);
MODULE_PARM_DESC(arp_validate, "default of new trunks: none, active, backup, all, filter, filter_active or filter_backup");
module_param_named(arp_all_targets, option_text[TRUNK_OPTION_ARP_ALL_TARGETS], charp, 0444);
MODULE_PARM_DESC(arp_all_targets, "default of new trunks: any or all");
module_param_named(arp_missed_max, option_text[TRUNK_OPTION_ARP_MISSED_MAX], charp, 0444);
MODULE_PARM_DESC(arp_missed_max, "default of new trunks: probes in a row that may go unanswered, 1..255");
module_param_named(monitor, option_text[TRUNK_OPTION_MONITOR], charp, 0444);
MODULE_PARM_DESC(monitor, "default of new trunks: any or all of the probes keep a port up");
module_param_named(use_carrier, option_text[TRUNK_OPTION_USE_CARRIER], charp, 0444);
MODULE_PARM_DESC(use_carrier, "1, for bonding's sake");
module_param_named(resend_igmp, option_text[TRUNK_OPTION_RESEND_IGMP], charp, 0444);
MODULE_PARM_DESC(resend_igmp, "default of new trunks: multicast reports after a failover, 0..255");
module_param_named(all_slaves_active, option_text[TRUNK_OPTION_ALL_SLAVES_ACTIVE], charp, 0444);
MODULE_PARM_DESC(all_slaves_active, "default of new trunks: inactive ports receive too, 0 or 1");
module_param_named(damping_hold, option_text[TRUNK_OPTION_DAMPING_HOLD], charp, 0444);
MODULE_PARM_DESC(damping_hold, "default of new trunks: wait of a port that failed, doubled each time, ms, 0: none");
module_param_named(damping_max, option_text[TRUNK_OPTION_DAMPING_MAX], charp, 0444);
MODULE_PARM_DESC(damping_max, "default of new trunks: longest such wait, ms");

static unsigned int tx_queues = TRUNK_TX_QUEUES;
module_param(tx_queues, uint, 0444);
MODULE_PARM_DESC(tx_queues, "transmit queues of new trunks, for queue_id of ports, 2..4096");

/* More than any such list is long. */
#define TARGETS_TEXT	1024

static char arp_ip_target[TARGETS_TEXT];
module_param_string(arp_ip_target, arp_ip_target, TARGETS_TEXT, 0444);
MODULE_PARM_DESC(arp_ip_target, "default of new trunks: IPv4 addresses to probe: ADDRESS,...");
static char ns_ip6_target[TARGETS_TEXT];
module_param_string(ns_ip6_target, ns_ip6_target, TARGETS_TEXT, 0444);
MODULE_PARM_DESC(ns_ip6_target, "default of new trunks: IPv6 addresses to probe: ADDRESS,...");
module_param_named(lacp_active, option_text[TRUNK_OPTION_LACP_ACTIVE], charp, 0444);
MODULE_PARM_DESC(lacp_active, "default of new trunks: speak first (802.3ad), off or on");
module_param_named(lacp_rate, option_text[TRUNK_OPTION_LACP_RATE], charp, 0444);
MODULE_PARM_DESC(lacp_rate, "default of new trunks: how often the partner is to speak (802.3ad), slow: each 30 s, fast: each second");
module_param_named(ad_select, option_text[TRUNK_OPTION_AD_SELECT], charp, 0444);
MODULE_PARM_DESC(ad_select, "default of new trunks: which aggregator is used (802.3ad): stable, bandwidth, count or actor_port_prio");
module_param_named(ad_actor_sys_prio, option_text[TRUNK_OPTION_AD_ACTOR_SYS_PRIO], charp, 0444);
MODULE_PARM_DESC(ad_actor_sys_prio, "default of new trunks: priority of the system (802.3ad), 1..65535");
module_param_named(ad_user_port_key, option_text[TRUNK_OPTION_AD_USER_PORT_KEY], charp, 0444);
MODULE_PARM_DESC(ad_user_port_key, "default of new trunks: upper 10 bits of the keys of ports (802.3ad), 0..1023");
module_param_named(coupled_control, option_text[TRUNK_OPTION_COUPLED_CONTROL], charp, 0444);
MODULE_PARM_DESC(coupled_control, "default of new trunks: collect and distribute together (802.3ad), off or on");
module_param_named(lacp_strict, option_text[TRUNK_OPTION_LACP_STRICT], charp, 0444);
MODULE_PARM_DESC(lacp_strict, "default of new trunks: use no port without a partner (802.3ad), off or on");
module_param_named(lacp_fallback, option_text[TRUNK_OPTION_LACP_FALLBACK], charp, 0444);
MODULE_PARM_DESC(lacp_fallback, "default of new trunks: when to use one that has no partner (802.3ad), ms, 0..3600000");
module_param_named(fail_over_mac, option_text[TRUNK_OPTION_FAIL_OVER_MAC], charp, 0444);
MODULE_PARM_DESC(fail_over_mac, "default of new trunks: none, active or follow (active-backup)");
module_param_named(mac_policy, option_text[TRUNK_OPTION_MAC_POLICY], charp, 0444);
MODULE_PARM_DESC(mac_policy, "default of new trunks: first, lowest, primary or fixed");
module_param_named(lp_interval, option_text[TRUNK_OPTION_LP_INTERVAL], charp, 0444);
MODULE_PARM_DESC(lp_interval, "default of new trunks: time between learning frames (balance-tlb), s");

/**
 * struct pair - a port of the parameter ports=
 * @trunk: name of its trunk
 * @port: name of the device
 * @due: not added yet since it was last registered
 */
struct pair {
	char trunk[IFNAMSIZ];
	char port[IFNAMSIZ];
	bool due;
};

static struct pair pairs[PORTS_MAX];

static int check_options(void)
{
	const char *why;
	unsigned int i;

	if (tx_queues < TRUNK_TX_QUEUES || tx_queues > TX_QUEUES_MAX) {
		pr_err("parameter tx_queues=%u: must be 2..4096\n", tx_queues);
		return -EINVAL;
	}
	for (i = 0; i < TRUNK_OPTION_COUNT; i++) {
		const struct trunk_option *option = &trunk_options[i];
		const char *text = option_text[i];

		if (!text || !trunk_option_from_text(option, text,
						     &trunk_option_defaults))
			continue;
		pr_err("parameter %s=%s: %s\n", option->name, text,
		       option->refusal + strlen(KBUILD_MODNAME ": "));
		return -EINVAL;
	}
	why = trunk_option_together(&trunk_option_defaults) ?:
	      trunk_targets_from_text(arp_ip_target, ns_ip6_target,
				      &trunk_option_defaults.target);
	if (why) {
		pr_err("parameters: %s\n", why + strlen(KBUILD_MODNAME ": "));
		return -EINVAL;
	}
	if (primary && !dev_valid_name(primary)) {
		pr_err("parameter primary=%s: not the name of a device\n", primary);
		return -EINVAL;
	}
	if (ad_actor_system &&
	    trunk_option_parse_system(ad_actor_system, &trunk_option_defaults)) {
		pr_err("parameter ad_actor_system=%s: not a unicast Ethernet address\n",
		       ad_actor_system);
		return -EINVAL;
	}
	if (primary)
		strscpy_pad(trunk_option_defaults.primary, primary, IFNAMSIZ);
	return 0;
}

static bool created(const char *name, unsigned int count)
{
	unsigned int i;

	for (i = 0; i < count; i++)
		if (!strcmp(create[i], name))
			return true;
	return false;
}

static int check_create(void)
{
	unsigned int i;

	for (i = 0; i < create_count; i++) {
		if (!dev_valid_name(create[i]) || strchr(create[i], '%')) {
			pr_err("parameter create=%s: not the name of a device\n",
			       create[i]);
			return -EINVAL;
		}
		if (created(create[i], i)) {
			pr_err("parameter create=%s: named twice\n", create[i]);
			return -EINVAL;
		}
	}
	return 0;
}

static int check_pair(const char *text, struct pair *pair)
{
	const char *colon = strchr(text, ':');
	size_t len = colon ? colon - text : 0;

	if (!len || len >= IFNAMSIZ || !dev_valid_name(colon + 1)) {
		pr_err("parameter ports=%s: must be TRUNK:DEVICE\n", text);
		return -EINVAL;
	}
	memcpy(pair->trunk, text, len);
	strscpy(pair->port, colon + 1, IFNAMSIZ);
	pair->due = true;
	if (!created(pair->trunk, create_count)) {
		pr_err("parameter ports=%s: trunk %s is not in create=\n", text,
		       pair->trunk);
		return -EINVAL;
	}
	return 0;
}

static int check_ports(void)
{
	unsigned int i, j;
	int err;

	for (i = 0; i < ports_count; i++) {
		err = check_pair(ports[i], &pairs[i]);
		if (err)
			return err;
		for (j = 0; j < i; j++) {
			if (strcmp(pairs[j].port, pairs[i].port))
				continue;
			pr_err("parameter ports=%s: device %s is named twice\n",
			       ports[i], pairs[i].port);
			return -EINVAL;
		}
	}
	return 0;
}

/**
 * trunk_param_check() - check all parameters and set the defaults
 *
 * Return: 0, or -EINVAL with a line in the log.
 */
int __init trunk_param_check(void)
{
	int err;

	BUILD_BUG_ON(PORTS_MAX < TRUNK_PORTS_MAX);
	err = check_options();
	if (err)
		return err;
	err = check_create();
	if (err)
		return err;
	return check_ports();
}

/**
 * trunk_param_tx_queues() - queues of a trunk that nobody gives a number for
 *
 * Return: how many.
 */
unsigned int trunk_param_tx_queues(void)
{
	return tx_queues;
}

/* Return: 0 if added or not there yet */
static int add_pair(struct pair *pair, struct netlink_ext_ack *extack)
{
	struct net_device *port_dev = __dev_get_by_name(&init_net, pair->port);
	struct net_device *dev = __dev_get_by_name(&init_net, pair->trunk);

	if (!port_dev || !dev || !trunk_dev_is(dev))
		return 0;
	pair->due = false;
	return trunk_port_add(dev, port_dev, extack);
}

static const char *why(const struct netlink_ext_ack *extack)
{
	const char *prefix = KBUILD_MODNAME ": ";
	const char *text = extack->_msg ?: "no reason given";

	return strncmp(text, prefix, strlen(prefix)) ? text :
						       text + strlen(prefix);
}

static void add_due(struct work_struct *work)
{
	unsigned int i;

	rtnl_lock();
	for (i = 0; i < ports_count; i++) {
		struct netlink_ext_ack extack = {};
		struct pair *pair = &pairs[i];
		int err;

		if (!pair->due)
			continue;
		err = add_pair(pair, &extack);
		if (err)
			pr_warn("parameter ports=%s:%s: %s (%d)\n", pair->trunk,
				pair->port, why(&extack), err);
	}
	rtnl_unlock();
}

static DECLARE_WORK(add_due_work, add_due);

/*
 * Not here: a device is not ready to be a port before all have heard of it.
 * One that was released by hand stays so; one that is unplugged and plugged in
 * again, or gets the name, is added.
 */
static int param_event(struct notifier_block *nb, unsigned long event, void *ptr)
{
	const struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	unsigned int i;

	if (!net_eq(dev_net(dev), &init_net))
		return NOTIFY_DONE;
	for (i = 0; i < ports_count; i++) {
		if (strcmp(pairs[i].port, dev->name))
			continue;
		if (event == NETDEV_UNREGISTER)
			pairs[i].due = true;
		else if (event == NETDEV_REGISTER || event == NETDEV_CHANGENAME)
			queue_work(trunk_wq, &add_due_work);
	}
	return NOTIFY_DONE;
}

static struct notifier_block param_block = {
	.notifier_call = param_event,
};

static int __init create_trunks(void)
{
	unsigned int i;
	int err;

	for (i = 0; i < create_count; i++) {
		err = trunk_link_create(create[i]);
		if (!err)
			continue;
		pr_err("parameter create=%s: %s (%d)\n", create[i],
		       err == -EEXIST ? "the name is taken" : "cannot create it",
		       err);
		return err;
	}
	return 0;
}

static int __init add_ports(void)
{
	unsigned int i;
	int err;

	for (i = 0; i < ports_count; i++) {
		struct netlink_ext_ack extack = {};

		err = add_pair(&pairs[i], &extack);
		if (!err)
			continue;
		pr_err("parameter ports=%s: %s (%d)\n", ports[i], why(&extack),
		       err);
		return err;
	}
	return 0;
}

/**
 * trunk_param_start() - create the trunks and add the ports there are
 *
 * Context: no RTNL; may sleep.
 *
 * Return: 0, or a negative errno with a line in the log; what was created
 * goes with the rtnetlink kind.
 */
int __init trunk_param_start(void)
{
	int err;

	if (!create_count)
		return 0;
	rtnl_lock();
	err = create_trunks() ?: add_ports();
	rtnl_unlock();
	if (err)
		return err;
	/* Replays what is there: a device that came meanwhile is not missed. */
	return register_netdevice_notifier(&param_block);
}

/**
 * trunk_param_stop() - wait for no more devices
 *
 * Context: no RTNL; may sleep.
 */
void trunk_param_stop(void)
{
	if (!create_count)
		return;
	unregister_netdevice_notifier(&param_block);
	cancel_work_sync(&add_due_work);
}
