/* SPDX-License-Identifier: GPL-2.0-only */
/* Objects of ipmp and how its files meet.
 *
 * Locking. RTNL is the configuration lock; the worker is one work item per network namespace, so
 * it never runs beside itself. Lock order: RTNL, then none; nothing sends rtnetlink under RTNL.
 *
 *  what                                        written under         read under
 *  ipmp_net.groups, .table, .orphans           RTNL                  RTNL
 *  ipmp_group, ipmp_iface, ipmp_address        RTNL                  RTNL
 *    except: ipmp_group.ifaces (list)          RTNL, by RCU          RTNL or RCU (poll timer)
 *            ipmp_iface.dev                    RTNL, by RCU          RTNL or RCU (poll timer)
 *            ipmp_iface.link_seen, .noticed    WRITE_ONCE anywhere   READ_ONCE
 *  ipmp_net.rtnl, .shadow, .seen               the worker            the worker
 *  ipmp_net.changes                            atomic                atomic
 *  ipmp_net.mover                              the worker            READ_ONCE (notifiers)
 *
 * An address, an interface or a group found under RTNL is gone when RTNL is dropped: the worker
 * takes what it needs into its plan, and looks addresses up again by their key afterwards.
 */
#ifndef IPMP_H
#define IPMP_H

#include <linux/hashtable.h>
#include <linux/hrtimer.h>
#include <linux/in6.h>
#include <linux/netdevice.h>
#include <linux/timer.h>
#include <linux/workqueue.h>
#include <net/net_namespace.h>
#include <net/netns/generic.h>

#include <uapi/linux/ipmp.h>
#include "health.h"
#include "rtnl.h"
#include "shadow.h"

#define IPMP_MAX_GROUPS		256
#define IPMP_MAX_IFACES		32
#define IPMP_MAX_ADDRESSES	16384

#define IPMP_MIIMON		10

/* A switch needs a moment before it forwards on a link that is up again. */
#define IPMP_UPDELAY		100

/* At 0, 1 and 2 seconds (RFC 4861 7.2.6 allows three). */
#define IPMP_ANNOUNCEMENTS	3

/* A lifetime without end (RFC 4861). */
#define IPMP_FOREVER		0xffffffff

/**
 * struct ipmp_ip - an IP address with its prefix length, comparable as bytes
 * @family: AF_INET or AF_INET6; 0: none
 * @plen: prefix length
 * @zero: 0
 * @v4: the IPv4 address
 * @v6: the IPv6 address
 * @bytes: either, network order, rest 0
 */
struct ipmp_ip {
	u8 family;
	u8 plen;
	u16 zero;
	union {
		__be32 v4;
		struct in6_addr v6;
		u8 bytes[16];
	};
};

/**
 * struct ipmp_attr - what else an address on an interface is made of
 * @peer: IFA_ADDRESS where it differs from IFA_LOCAL, else all zero
 * @broadcast: IFA_BROADCAST (IPv4), 0 for none
 * @flags: IFA_F_*, those that a request may set
 * @rt_priority: IFA_RT_PRIORITY, 0 for none
 * @scope: RT_SCOPE_*
 * @proto: IFA_PROTO
 * @label: IFA_LABEL (IPv4)
 * @label_dev: what @label begins with is the name of the device, and follows it
 * @valid: seconds from @stamp, or IPMP_FOREVER
 * @preferred: seconds from @stamp, or IPMP_FOREVER
 * @stamp: jiffies at which the lifetimes were read
 */
struct ipmp_attr {
	struct in6_addr peer;
	__be32 broadcast;
	u32 flags;
	u32 rt_priority;
	u8 scope;
	u8 proto;
	u8 label_dev;
	char label[IFNAMSIZ];
	u32 valid;
	u32 preferred;
	unsigned long stamp;
};

struct ipmp_group;

/**
 * struct ipmp_iface - an interface of a group
 * @list: in its group
 * @rcu: delays the free until the poll timer cannot see it
 * @group: its group
 * @dev: the device, NULL while there is none
 * @tracker: of the reference to @dev
 * @name: of the device, follows a rename
 * @ifindex: of the device, or of the last one
 * @home_ifindex: the one that the shadow knows it by
 * @health: verdict by its link
 * @standby: as configured
 * @fresh: not judged yet since it joined
 * @active: data addresses may be bound to it
 * @activated: became active just now (scratch of the worker)
 * @slot: index in its group (scratch of the worker)
 * @test: test address, family 0 for none
 * @test_owned: we put it there
 * @test_present: it is there (scratch of the worker)
 * @sysctls_set: the values below were put aside
 * @sysctls: arp_ignore, arp_announce, rp_filter, promote_secondaries as they were
 * @failures: times it became unusable
 * @since: ktime of the last change of state, reason or active
 * @guests: multicast memberships it has for interfaces it stands in for
 * @link_seen: link as the worker saw it, for the poll timer
 * @noticed: ktime at which a change of the link was first noticed, 0 for none
 */
struct ipmp_iface {
	struct list_head list;
	struct rcu_head rcu;
	struct ipmp_group *group;
	struct net_device __rcu *dev;
	netdevice_tracker tracker;
	char name[IFNAMSIZ];
	int ifindex;
	int home_ifindex;
	struct ipmp_health health;
	bool standby;
	bool fresh;
	bool active;
	bool activated;
	u8 slot;
	struct ipmp_ip test;
	bool test_owned;
	bool test_present;
	bool sysctls_set;
	int sysctls[4];
	u32 failures;
	u64 since;
	struct list_head guests;
	bool link_seen;
	u64 noticed;
};

/**
 * struct ipmp_address - a data address
 * @list: in its group, in the order in which addresses are added
 * @node: in the table of the namespace
 * @group: its group
 * @ip: address and prefix length
 * @attr: its attributes, as last seen
 * @home: interface it is bound to whenever that is active, or NULL
 * @prev: interface it last had to leave, or NULL
 * @bound: interface it is on, or NULL
 * @want: interface it should be on (decided by the worker)
 * @order: position among the addresses of its home, in the order of adding
 * @adopted: existed before the group took it over
 * @known: @attr was read from the kernel
 * @present: it is on @want (scratch of the worker)
 * @dead: somebody deleted it: forget it
 * @announces: announcements still to be made
 * @announce_at: jiffies of the next one
 * @moves: times it moved
 * @cause: ktime of what made it move
 */
struct ipmp_address {
	struct list_head list;
	struct hlist_node node;
	struct ipmp_group *group;
	struct ipmp_ip ip;
	struct ipmp_attr attr;
	struct ipmp_iface *home;
	struct ipmp_iface *prev;
	struct ipmp_iface *bound;
	struct ipmp_iface *want;
	int order;
	bool adopted;
	bool known;
	bool present;
	bool dead;
	u8 announces;
	unsigned long announce_at;
	u32 moves;
	u64 cause;
};

struct ipmp_net;
struct ipmp_plan;

/**
 * struct ipmp_binder - a way to bind data addresses to interfaces
 * @bind: make what @ipmp_plan.adds says, with routes and nexthops
 * @announce: tell the link where these addresses are now; before @unbind and after it
 * @unbind: remove what is left at the old places
 * @verify: compare with what the kernel has, repair; true where nothing was to be repaired
 *
 * All are called by the worker, without RTNL; they may sleep.
 */
struct ipmp_binder {
	void (*bind)(struct ipmp_net *inet, struct ipmp_plan *plan);
	void (*announce)(struct ipmp_net *inet, struct ipmp_plan *plan, bool unbound);
	void (*unbind)(struct ipmp_net *inet, struct ipmp_plan *plan);
	bool (*verify)(struct ipmp_net *inet, struct ipmp_plan *plan);
};

/**
 * struct ipmp_group - interfaces on the same IP link, and their data addresses
 * @list: in the namespace
 * @inet: the namespace
 * @name: its name
 * @state: health
 * @failback: option of that name
 * @adopt: option of that name
 * @miimon: option of that name (ms)
 * @updelay: option of that name (ms)
 * @ifaces: its interfaces
 * @n_ifaces: how many
 * @addresses: its data addresses
 * @n_addresses: how many
 * @removed: active interfaces that left since the worker looked
 * @failovers: failures of an active interface
 * @poll: looks at the carriers every @miimon
 */
struct ipmp_group {
	struct list_head list;
	struct ipmp_net *inet;
	char name[IPMP_NAME_MAX + 1];
	enum ipmp_group_state state;
	bool failback;
	bool adopt;
	u32 miimon;
	u32 updelay;
	struct list_head ifaces;
	int n_ifaces;
	struct list_head addresses;
	int n_addresses;
	int removed;
	u32 failovers;
	struct hrtimer poll;
};

/**
 * struct ipmp_orphan - an address that is to be removed from an interface
 * @list: in the namespace
 * @ip: address and prefix length
 * @attr: its attributes
 * @ifindex: where
 */
struct ipmp_orphan {
	struct list_head list;
	struct ipmp_ip ip;
	struct ipmp_attr attr;
	int ifindex;
};

/**
 * struct ipmp_net - state of one network namespace
 * @net: the namespace
 * @groups: its groups
 * @n_groups: how many
 * @n_addresses: data addresses of all groups
 * @generation: changes with the set of objects, so that a dump can tell that it is torn
 * @table: data addresses by their key
 * @orphans: addresses to be removed
 * @work: the worker
 * @timer: queues @work when a delay is over
 * @changes: counts what may change addresses or routes; the worker starts over when it moves
 * @seen: @changes as the worker last dealt with it
 * @mover: the task of the worker while it sends: whose changes are our own
 * @binder: how addresses are bound
 * @rtnl: rtnetlink sockets of the worker
 * @shadow: what must survive
 */
struct ipmp_net {
	struct net *net;
	struct list_head groups;
	int n_groups;
	int n_addresses;
	unsigned int generation;
	DECLARE_HASHTABLE(table, 10);
	struct list_head orphans;
	struct work_struct work;
	struct timer_list timer;
	atomic_t changes;
	int seen;
	struct task_struct *mover;
	const struct ipmp_binder *binder;
	struct ipmp_rtnl rtnl;
	struct ipmp_shadow shadow;
};

/**
 * struct ipmp_change - one address to be added to or removed from one interface
 * @ip: address and prefix length
 * @attr: its attributes
 * @dev: name of the interface
 * @ifindex: the interface
 * @order: adds are sorted by it
 * @test: a test address, neither announced nor counted
 * @err: what the kernel said
 * @ignored: what it said to a request that need not succeed
 * @cause: ktime of what made it move
 */
struct ipmp_change {
	struct ipmp_ip ip;
	struct ipmp_attr attr;
	char dev[IFNAMSIZ];
	int ifindex;
	int order;
	bool test;
	int err;
	int ignored;
	u64 cause;
};

/**
 * struct ipmp_plan - what the worker took along from under RTNL
 * @adds: addresses to be added, in that order
 * @n_adds: how many
 * @n_failed: how many of them failed
 * @dels: addresses to be removed, in that order
 * @n_dels: how many
 * @map: where the interfaces' routes go
 * @changes: ipmp_net.changes when it was made
 * @settled: nothing is failed or away from home: the order of routes is to be as it was
 * @done: ktime at which everything was in place and announced
 * @diff: what the kernel had, between bind and unbind
 */
struct ipmp_plan {
	struct ipmp_change *adds;
	int n_adds;
	int n_failed;
	struct ipmp_change *dels;
	int n_dels;
	struct ipmp_map map;
	int changes;
	bool settled;
	u64 done;
	struct ipmp_diff *diff;
};

extern unsigned int ipmp_net_id;
extern struct workqueue_struct *ipmp_wq;
extern const struct ipmp_binder ipmp_binder_move;

static inline struct ipmp_net *ipmp_net(const struct net *net)
{
	return net_generic(net, ipmp_net_id);
}

/* Something may have changed: let the worker look. Context: any. */
static inline void ipmp_kick(struct ipmp_net *inet)
{
	atomic_inc(&inet->changes);
	queue_work(ipmp_wq, &inet->work);
}

/* group.c */
int ipmp_group_check_name(const char *name, struct netlink_ext_ack *extack);
struct ipmp_group *ipmp_group_find(struct ipmp_net *inet, const char *name);
struct ipmp_group *ipmp_group_add(struct ipmp_net *inet, const char *name,
				  struct netlink_ext_ack *extack);
void ipmp_group_del(struct ipmp_group *group);
void ipmp_group_free(struct ipmp_group *group);
u64 ipmp_group_judge(struct ipmp_group *group, u64 now);
int ipmp_group_usable(const struct ipmp_group *group);

/* iface.c */
int ipmp_iface_check_name(const char *name, struct netlink_ext_ack *extack);
struct ipmp_iface *ipmp_iface_find(struct ipmp_net *inet, const char *name);
struct ipmp_iface *ipmp_iface_of(struct ipmp_net *inet, const struct net_device *dev);
struct ipmp_iface *ipmp_iface_add(struct ipmp_group *group, const char *name, bool standby,
				  const struct ipmp_ip *test, struct netlink_ext_ack *extack);
int ipmp_iface_check_test(struct ipmp_net *inet, const struct ipmp_iface *iface,
			  const struct ipmp_ip *test, struct netlink_ext_ack *extack);
void ipmp_iface_set_test(struct ipmp_iface *iface, const struct ipmp_ip *test);
void ipmp_iface_del(struct ipmp_iface *iface);
void ipmp_iface_free(struct ipmp_iface *iface);
void ipmp_iface_attach(struct ipmp_iface *iface, struct net_device *dev);
void ipmp_iface_detach(struct ipmp_iface *iface);
void ipmp_iface_set_sysctls(struct ipmp_iface *iface);
struct ipmp_link ipmp_iface_link(const struct ipmp_iface *iface);
enum ipmp_interface_state ipmp_iface_state(const struct ipmp_iface *iface);
enum ipmp_interface_reason ipmp_iface_reason(const struct ipmp_iface *iface);
int ipmp_iface_addresses(const struct ipmp_iface *iface);

/* address.c */
int ipmp_address_check(const struct ipmp_ip *ip, struct netlink_ext_ack *extack);
struct ipmp_address *ipmp_address_find(struct ipmp_net *inet, const struct ipmp_ip *ip);
bool ipmp_address_taken(struct ipmp_net *inet, const struct ipmp_ip *ip);
struct ipmp_address *ipmp_address_add(struct ipmp_group *group, const struct ipmp_ip *ip,
				      gfp_t gfp);
void ipmp_address_free(struct ipmp_address *addr);
void ipmp_address_orphan(struct ipmp_net *inet, const struct ipmp_ip *ip,
			 const struct ipmp_attr *attr, int ifindex);
void ipmp_address_scan(struct ipmp_iface *iface, struct ipmp_plan *plan);
int ipmp_address_fill(const struct ipmp_ip *ip, const struct ipmp_attr *attr, const char *dev,
		      int ifindex, u32 flags, struct ipmp_buf *buf);

/* event.c */
void ipmp_event_group(const struct ipmp_group *group, enum ipmp_event_type type);
void ipmp_event_iface(const struct ipmp_iface *iface, enum ipmp_event_type type);
void ipmp_event_address(const struct ipmp_address *addr, enum ipmp_event_type type,
			const char *from, u64 elapsed);

/* monitor.c */
void ipmp_monitor_start(struct ipmp_group *group);
void ipmp_monitor_stop(struct ipmp_group *group);

/* announce.c */
void ipmp_announce(struct net *net, int ifindex, const struct ipmp_ip *ip);
void ipmp_announce_again(struct ipmp_iface *iface);
unsigned long ipmp_announce_due(struct ipmp_net *inet);

/* neigh.c */
void ipmp_neigh_retry(const struct net_device *dev);

/* multicast.c */
void ipmp_multicast_sync(struct ipmp_group *group);
void ipmp_multicast_leave(struct ipmp_iface *iface);

/* worker.c */
void ipmp_worker(struct work_struct *work);
int ipmp_plan_add(struct ipmp_plan *plan, const struct ipmp_change *change);
int ipmp_plan_del(struct ipmp_plan *plan, const struct ipmp_change *change);

/* notify.c */
int ipmp_notify_init(void);
void ipmp_notify_uninit(void);

/* netlink.c */
int ipmp_netlink_init(void);
void ipmp_netlink_uninit(void);
extern struct genl_family ipmp_nl_family;

/* param.c */
int ipmp_param_apply(struct ipmp_net *inet);

#endif
