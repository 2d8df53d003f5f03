// SPDX-License-Identifier: GPL-2.0-only
/* Module trunk: a trunking net device. Only the order of things is here. */

#include <linux/module.h>
#include <linux/rcupdate.h>
#include <linux/workqueue.h>

#include "hash_skb.h"
#include "link.h"
#include "netlink.h"
#include "notify.h"
#include "param.h"

#include "trunk.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

struct workqueue_struct *trunk_wq;

static int __init trunk_init(void)
{
	int err;

	err = trunk_param_check();
	if (err)
		return err;
	trunk_hash_skb_init();
	trunk_wq = alloc_workqueue("trunk", WQ_HIGHPRI | WQ_MEM_RECLAIM, 0);
	if (!trunk_wq)
		return -ENOMEM;
	err = trunk_netlink_init();
	if (err)
		goto err_destroy_wq;
	err = trunk_notify_init();
	if (err)
		goto err_uninit_netlink;
	err = trunk_link_init();
	if (err)
		goto err_uninit_notify;
	err = trunk_param_start();
	if (err)
		goto err_uninit_link;
	return 0;

err_uninit_link:
	trunk_link_uninit();
err_uninit_notify:
	trunk_notify_uninit();
err_uninit_netlink:
	trunk_netlink_uninit();
err_destroy_wq:
	destroy_workqueue(trunk_wq);
	rcu_barrier();
	return err;
}

static void __exit trunk_exit(void)
{
	trunk_param_stop();
	trunk_link_uninit();
	trunk_notify_uninit();
	trunk_netlink_uninit();
	destroy_workqueue(trunk_wq);
	rcu_barrier();
}

module_init(trunk_init);
module_exit(trunk_exit);

MODULE_DESCRIPTION("Trunking net device: several links as one");
MODULE_AUTHOR("hanet");
MODULE_LICENSE("GPL");
