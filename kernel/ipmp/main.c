// SPDX-License-Identifier: GPL-2.0-only
/* ipmp: IP multipathing. The order in which things begin, and its mirror. */
#include "ipmp.h"

#include <linux/module.h>
#include <linux/rtnetlink.h>
#include <net/genetlink.h>

unsigned int ipmp_net_id __read_mostly;
struct workqueue_struct *ipmp_wq;

static void timer_expired(struct timer_list *timer)
{
	struct ipmp_net *inet = container_of(timer, struct ipmp_net, timer);

	queue_work(ipmp_wq, &inet->work);
}

static int __net_init net_init(struct net *net)
{
	struct ipmp_net *inet = ipmp_net(net);

	inet->net = net;
	INIT_LIST_HEAD(&inet->groups);
	INIT_LIST_HEAD(&inet->orphans);
	hash_init(inet->table);
	INIT_WORK(&inet->work, ipmp_worker);
	timer_setup(&inet->timer, timer_expired, 0);
	atomic_set(&inet->changes, 0);
	inet->binder = &ipmp_binder_move;
	return 0;
}

/* Devices are still there: of a namespace that ends, and of all of them where the module does. */
static void __net_exit net_exit(struct net *net)
{
	struct ipmp_net *inet = ipmp_net(net);
	struct ipmp_orphan *orphan, *next_orphan;
	struct ipmp_group *group, *next;

	rtnl_lock();
	list_for_each_entry_safe(group, next, &inet->groups, list)
		ipmp_group_free(group);
	list_for_each_entry_safe(orphan, next_orphan, &inet->orphans, list) {
		list_del(&orphan->list);
		kfree(orphan);
	}
	rtnl_unlock();
	/* The work may set the timer, the timer and the monitor may queue the work. */
	cancel_work_sync(&inet->work);
	ipmp_rtnl_close(&inet->rtnl);
	del_timer_sync(&inet->timer);
	cancel_work_sync(&inet->work);
	ipmp_rtnl_close(&inet->rtnl);
	ipmp_shadow_clear(&inet->shadow);
}

static void take_tests(struct ipmp_net *inet)
{
	struct ipmp_group *group, *next;
	struct ipmp_iface *iface;

	if (list_empty(&inet->groups))
		return;
	list_for_each_entry_safe(group, next, &inet->groups, list) {
		list_for_each_entry(iface, &group->ifaces, list)
			ipmp_iface_set_test(iface, NULL);
		ipmp_group_free(group);
	}
	ipmp_kick(inet);
}

/*
 * The module leaves, the namespaces do not: the workers take the test addresses away. One that
 * ends meanwhile is not in the list any more, or cancels its work after this.
 */
static void leave_all(void)
{
	struct net *net;

	rtnl_lock();
	down_read(&net_rwsem);
	for_each_net(net)
		take_tests(ipmp_net(net));
	up_read(&net_rwsem);
	rtnl_unlock();
	flush_workqueue(ipmp_wq);
}

static struct pernet_operations net_ops = {
	.init = net_init,
	.exit = net_exit,
	.id = &ipmp_net_id,
	.size = sizeof(struct ipmp_net),
};

static int __init ipmp_init(void)
{
	int err;

	ipmp_wq = alloc_workqueue("ipmp", WQ_HIGHPRI | WQ_MEM_RECLAIM | WQ_UNBOUND, 0);
	if (!ipmp_wq)
		return -ENOMEM;
	err = register_pernet_device(&net_ops);
	if (err)
		goto destroy_wq;
	err = ipmp_notify_init();
	if (err)
		goto unregister_pernet;
	err = ipmp_netlink_init();
	if (err)
		goto uninit_notify;
	err = ipmp_param_apply(ipmp_net(&init_net));
	if (err)
		goto uninit_netlink;
	return 0;

uninit_netlink:
	ipmp_netlink_uninit();
uninit_notify:
	ipmp_notify_uninit();
unregister_pernet:
	unregister_pernet_device(&net_ops);
destroy_wq:
	destroy_workqueue(ipmp_wq);
	return err;
}

static void __exit ipmp_exit(void)
{
	ipmp_netlink_uninit();
	ipmp_notify_uninit();
	leave_all();
	unregister_pernet_device(&net_ops);
	destroy_workqueue(ipmp_wq);
	/* Interfaces are freed after a grace period. */
	rcu_barrier();
}

module_init(ipmp_init);
module_exit(ipmp_exit);

MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("IP multipathing: data addresses move with their routes to a surviving interface");
MODULE_ALIAS_GENL_FAMILY("ipmp");
