// SPDX-License-Identifier: GPL-2.0-only
/* A port that loses its carrier on time, and what becomes of the frames then.
 *
 * Devices of kind floor_port are plain: they drop what they are given, and the
 * stack hears of their carrier as it does of a network card's, which is to say
 * late. The carrier is cut in a hard interrupt, as a card does it: RTNL, which
 * "ip link set DEV carrier off" needs, may be in other hands.
 *
 *	timer --> every device with floor_ports --> floor_port --> counted
 *
 * A series of runs is one line written to /proc/floor_port, in this order:
 *	RUNS		how many
 *	INTERVAL_NS	between the frames of one sender
 *	CUTS		ports each sender loses in a run, the one in use each time
 *	GAP_NS		between two of them; the last is what is measured
 *	QUIET_MS	before the sender starts, all carriers on
 *	TAIL_MS		without a loss until a run is over
 *	HOLD_MS		RTNL is held so long after the last cut, from the start
 * The write returns when all is done; reading gives a line for each run:
 *	TIME_NS DELAY_NS LOST WORST RTNL
 * TIME_NS is from the loss to the first frame that leaves by a living port and
 * after which none was lost, - if there was none in LIMIT_NS; DELAY_NS to the
 * same from the first frame that was sent after the loss: of many, each has to
 * wait for its turn. LOST frames left by no living port; WORST is the most that
 * one sender lost. Of many senders the slowest counts. RTNL is 1 if somebody
 * held that at the cut.
 */

#include <linux/delay.h>
#include <linux/etherdevice.h>
#include <linux/ethtool.h>
#include <linux/hrtimer.h>
#include <linux/ip.h>
#include <linux/module.h>
#include <linux/nsproxy.h>
#include <linux/proc_fs.h>
#include <linux/rtnetlink.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/udp.h>
#include <net/net_namespace.h>
#include <net/rtnetlink.h>

#define FLOW_PORTS	8
#define FLOWS_MAX	1024
#define RUNS_MAX	256
#define FRAME_LEN	60
#define FRAME_MARK	0x666c6f77
#define LIMIT_NS	(5 * NSEC_PER_SEC)
#define SETTLE_MS	10000
#define LEAD_NS		(10 * NSEC_PER_MSEC)

/* Polls take up to so long; between the phases of two runs lies a golden part. */
#define POLL_NS		(100 * NSEC_PER_MSEC)

/**
 * struct flow - a sender, and what became of its frames since the last cut
 * @dev: where it sends
 * @port: floor_ports below
 * @nports: entries of @port
 * @used: the one that carried the last frame
 * @cut_at: when the last port was cut, or 0
 * @sent_at: when the first frame since was sent, or 0
 * @left_at: when the frame in flight left by a living port, or 0
 * @ok_at: when the first one did after which none was lost, or 0
 * @lost: frames that left by no living port
 */
struct flow {
	struct net_device *dev;
	struct net_device *port[FLOW_PORTS];
	u32 nports;
	struct net_device *used;
	u64 cut_at;
	u64 sent_at;
	u64 left_at;
	u64 ok_at;
	u32 lost;
};

/**
 * struct floor_port - private data of a floor_port
 * @flow: its sender during a series, or NULL
 * @link_up: what the device above said of it last
 */
struct floor_port {
	struct flow *flow;
	bool link_up;
};

struct plan {
	u32 runs, interval, cuts, gap, quiet, tail, hold;
};

struct result {
	u64 time;
	u64 delay;
	u32 lost;
	u32 worst;
	bool rtnl;
};

/* One series at a time; the timers run only during one. */
static DEFINE_MUTEX(series_lock);
static DEFINE_SPINLOCK(flow_lock);	/* of the flows: softirq against the cut */
static struct flow *flows;
static u32 nflows;
static struct plan plan;
static struct result results[RUNS_MAX];
static u32 nresults;
static struct hrtimer send_timer, cut_timer;
static u32 cuts_left;
static bool rtnl_seen;
static u64 bad_at;			/* last cut or last frame lost */
static u16 source;

/* ---- the device ---- */

static netdev_tx_t port_xmit(struct sk_buff *skb, struct net_device *dev)
{
	struct floor_port *port = netdev_priv(dev);
	struct flow *flow = READ_ONCE(port->flow);

	/* What the device above announces is not of the sender. */
	if (flow && skb->mark == FRAME_MARK && netif_carrier_ok(dev)) {
		flow->left_at = ktime_get_ns();
		WRITE_ONCE(flow->used, dev);
	}
	dev_sw_netstats_tx_add(dev, 1, skb->len);
	kfree_skb(skb);
	return NETDEV_TX_OK;
}

static const struct net_device_ops port_ops = {
	.ndo_start_xmit = port_xmit,
	.ndo_set_mac_address = eth_mac_addr,
	.ndo_validate_addr = eth_validate_addr,
};

static const struct ethtool_ops port_ethtool_ops = {
	.get_link = ethtool_op_get_link,
};

static void port_setup(struct net_device *dev)
{
	ether_setup(dev);
	dev->netdev_ops = &port_ops;
	dev->ethtool_ops = &port_ethtool_ops;
	dev->needs_free_netdev = true;
	dev->pcpu_stat_type = NETDEV_PCPU_STAT_TSTATS;
	dev->priv_flags |= IFF_NO_QUEUE | IFF_LIVE_ADDR_CHANGE;
	dev->priv_flags &= ~IFF_TX_SKB_SHARING;
	compat_set_lltx(dev);
	eth_hw_addr_random(dev);
}

static struct rtnl_link_ops port_link_ops = {
	.kind = "floor_port",
	.priv_size = sizeof(struct floor_port),
	.setup = port_setup,
};

static int port_notify(struct notifier_block *nb, unsigned long event,
		       void *ptr)
{
	struct net_device *dev = netdev_notifier_info_to_dev(ptr);
	struct netdev_notifier_changelowerstate_info *info = ptr;
	struct netdev_lag_lower_state_info *state;
	struct floor_port *port = netdev_priv(dev);

	if (event == NETDEV_CHANGELOWERSTATE && dev->netdev_ops == &port_ops) {
		state = info->lower_state_info;
		WRITE_ONCE(port->link_up, state->link_up);
	}
	return NOTIFY_DONE;
}

static struct notifier_block port_notifier = {
	.notifier_call = port_notify,
};

/* ---- a frame ---- */

static struct sk_buff *make_frame(struct net_device *dev)
{
	static const u8 nobody[ETH_ALEN] __aligned(2) = { 2, 0, 0, 0, 0, 0x99 };
	struct sk_buff *skb = netdev_alloc_skb(dev, FRAME_LEN);
	struct ethhdr *eth;
	struct udphdr *udp;
	struct iphdr *ip;

	if (!skb)
		return NULL;
	eth = skb_put_zero(skb, FRAME_LEN);
	ip = (struct iphdr *)(eth + 1);
	udp = (struct udphdr *)(ip + 1);
	ether_addr_copy(eth->h_dest, nobody);
	ether_addr_copy(eth->h_source, dev->dev_addr);
	eth->h_proto = htons(ETH_P_IP);
	ip->version = 4;
	ip->ihl = sizeof(*ip) / 4;
	ip->ttl = 64;
	ip->protocol = IPPROTO_UDP;
	ip->tot_len = htons(FRAME_LEN - ETH_HLEN);
	ip->saddr = htonl(0x0a080808);
	ip->daddr = htonl(0x0a090909);
	udp->source = htons(source++);
	udp->dest = htons(9);
	udp->len = htons(FRAME_LEN - ETH_HLEN - sizeof(*ip));
	skb_reset_mac_header(skb);
	skb_set_network_header(skb, ETH_HLEN);
	skb_set_transport_header(skb, ETH_HLEN + sizeof(*ip));
	skb->protocol = htons(ETH_P_IP);
	skb->mark = FRAME_MARK;
	return skb;
}

static void judge(struct flow *flow, u64 sent_at)
{
	if (!flow->sent_at)
		flow->sent_at = max(sent_at, flow->cut_at);
	if (!flow->left_at) {
		flow->lost++;
		flow->ok_at = 0;
		bad_at = ktime_get_ns();
	} else if (!flow->ok_at) {
		flow->ok_at = flow->left_at;
	}
}

/* No device on the way has a queue: the frame is gone when this returns. */
static void send_frame(struct flow *flow)
{
	struct sk_buff *skb = make_frame(flow->dev);
	u64 now = ktime_get_ns();
	unsigned long flags;

	flow->left_at = 0;
	if (skb)
		dev_queue_xmit(skb);

	spin_lock_irqsave(&flow_lock, flags);
	if (flow->cut_at && !(flow->left_at && flow->left_at < flow->cut_at))
		judge(flow, now);
	spin_unlock_irqrestore(&flow_lock, flags);
}

static enum hrtimer_restart send_tick(struct hrtimer *timer)
{
	enum hrtimer_restart restart = HRTIMER_NORESTART;
	unsigned long flags;
	u32 i;

	for (i = 0; i < nflows; i++)
		send_frame(&flows[i]);

	/* Unless the cut has started it anew. */
	local_irq_save(flags);
	if (!hrtimer_is_queued(timer)) {
		hrtimer_forward_now(timer, ns_to_ktime(plan.interval));
		restart = HRTIMER_RESTART;
	}
	local_irq_restore(flags);
	return restart;
}

/* ---- the loss ---- */

static void cut(struct flow *flow)
{
	struct net_device *dev = READ_ONCE(flow->used);
	u32 i;

	for (i = 0; i < flow->nports && (!dev || !netif_carrier_ok(dev)); i++)
		dev = flow->port[i];
	flow->lost = 0;
	flow->ok_at = 0;
	flow->sent_at = 0;
	flow->cut_at = ktime_get_ns();
	bad_at = flow->cut_at;
	netif_carrier_off(dev);
}

static enum hrtimer_restart cut_tick(struct hrtimer *timer)
{
	u32 i;

	rtnl_seen = rtnl_is_locked();
	spin_lock(&flow_lock);
	for (i = 0; i < nflows; i++)
		cut(&flows[i]);
	spin_unlock(&flow_lock);
	WRITE_ONCE(cuts_left, cuts_left - 1);
	/* Of many the first frames come at once: their own turn is no delay. */
	if (nflows > 1)
		hrtimer_start(&send_timer, 0, HRTIMER_MODE_REL_SOFT);
	if (!cuts_left)
		return HRTIMER_NORESTART;
	hrtimer_forward_now(timer, ns_to_ktime(plan.gap));
	return HRTIMER_RESTART;
}

/* ---- a run ---- */

static bool all_up(void)
{
	u32 i, k;

	for (i = 0; i < nflows; i++)
		for (k = 0; k < flows[i].nports; k++) {
			struct floor_port *port = netdev_priv(flows[i].port[k]);

			if (!READ_ONCE(port->link_up))
				return false;
		}
	return true;
}

static int settle(void)
{
	u32 i, k;

	for (i = 0; i < nflows; i++) {
		flows[i].cut_at = 0;
		for (k = 0; k < flows[i].nports; k++)
			netif_carrier_on(flows[i].port[k]);
	}
	for (i = 0; i < SETTLE_MS && !all_up(); i += 20)
		msleep(20);
	msleep(plan.quiet);
	return all_up() ? 0 : -ETIMEDOUT;
}

static bool over(u64 now)
{
	bool ok = true;
	u32 i;

	spin_lock_irq(&flow_lock);
	for (i = 0; i < nflows; i++)
		ok &= flows[i].ok_at != 0;
	ok &= now - bad_at > plan.tail * (u64)NSEC_PER_MSEC;
	spin_unlock_irq(&flow_lock);
	return ok;
}

static void wait_for_end(void)
{
	bool held = plan.hold;
	u64 now, last;

	if (held)
		rtnl_lock();
	do {
		usleep_range(1000, 2000);
	} while (READ_ONCE(cuts_left));
	last = READ_ONCE(bad_at);
	do {
		usleep_range(1000, 2000);
		now = ktime_get_ns();
		if (held && now - last > plan.hold * (u64)NSEC_PER_MSEC) {
			rtnl_unlock();
			held = false;
		}
	} while (held || (!over(now) && now - last < LIMIT_NS));
}

static void conclude(struct result *result)
{
	u32 i;

	memset(result, 0, sizeof(*result));
	result->rtnl = rtnl_seen;
	for (i = 0; i < nflows; i++) {
		struct flow *flow = &flows[i];
		u64 time = flow->ok_at ? flow->ok_at - flow->cut_at : U64_MAX;
		u64 delay = flow->ok_at ? flow->ok_at - flow->sent_at : U64_MAX;

		result->time = max(result->time, time);
		result->delay = max(result->delay, delay);
		result->lost += flow->lost;
		result->worst = max(result->worst, flow->lost);
	}
}

/* As far from the phases of other runs as it can be. */
static u64 phase(u32 n, u64 span)
{
	return span * (n * 618ULL % 1000) / 1000;
}

static int run(u32 n)
{
	u64 start = plan.interval + phase(n, POLL_NS);
	int err = settle();

	if (err)
		return err;
	cuts_left = plan.cuts;
	hrtimer_start(&send_timer, ns_to_ktime(start), HRTIMER_MODE_REL_SOFT);
	start += LEAD_NS + phase(n, plan.interval);
	hrtimer_start(&cut_timer, ns_to_ktime(start), HRTIMER_MODE_REL_HARD);
	wait_for_end();
	hrtimer_cancel(&send_timer);
	conclude(&results[n]);
	return 0;
}

/* ---- a series ---- */

static struct flow *flow_of(struct net_device *dev)
{
	u32 i;

	for (i = 0; i < nflows; i++)
		if (flows[i].dev == dev)
			return &flows[i];
	if (nflows == FLOWS_MAX)
		return NULL;
	dev_hold(dev);
	flows[nflows].dev = dev;
	return &flows[nflows++];
}

static int find_flows(struct net *net)
{
	struct net_device *dev, *upper;
	struct floor_port *port;
	struct flow *flow;

	ASSERT_RTNL();
	for_each_netdev(net, dev) {
		upper = netdev_master_upper_dev_get(dev);
		if (dev->netdev_ops != &port_ops || !upper)
			continue;
		flow = flow_of(upper);
		if (!flow || flow->nports == FLOW_PORTS)
			return -ENOSPC;
		dev_hold(dev);
		flow->port[flow->nports++] = dev;
		port = netdev_priv(dev);
		WRITE_ONCE(port->flow, flow);
	}
	return nflows ? 0 : -ENODEV;
}

static void forget_flows(void)
{
	u32 i, k;

	for (i = 0; i < nflows; i++)
		for (k = 0; k < flows[i].nports; k++) {
			struct floor_port *port = netdev_priv(flows[i].port[k]);

			WRITE_ONCE(port->flow, NULL);
		}
	synchronize_net();
	for (i = 0; i < nflows; i++) {
		for (k = 0; k < flows[i].nports; k++)
			dev_put(flows[i].port[k]);
		dev_put(flows[i].dev);
	}
	nflows = 0;
	kvfree(flows);
}

static int series(void)
{
	int err;

	flows = kvcalloc(FLOWS_MAX, sizeof(*flows), GFP_KERNEL);
	if (!flows)
		return -ENOMEM;
	rtnl_lock();
	err = find_flows(current->nsproxy->net_ns);
	rtnl_unlock();
	for (nresults = 0; !err && nresults < plan.runs; nresults++)
		err = run(nresults);
	forget_flows();
	return err;
}

static ssize_t series_write(struct file *file, const char __user *user,
			    size_t len, loff_t *pos)
{
	char line[128] = {};
	int err;

	if (len >= sizeof(line))
		return -EINVAL;
	if (copy_from_user(line, user, len))
		return -EFAULT;
	mutex_lock(&series_lock);
	if (sscanf(line, "%u %u %u %u %u %u %u", &plan.runs, &plan.interval,
		   &plan.cuts, &plan.gap, &plan.quiet, &plan.tail,
		   &plan.hold) != 7 ||
	    !plan.interval || !plan.cuts || plan.runs > RUNS_MAX)
		err = -EINVAL;
	else
		err = series();
	mutex_unlock(&series_lock);
	return err ?: len;
}

static int series_show(struct seq_file *seq, void *v)
{
	u32 i;

	mutex_lock(&series_lock);
	for (i = 0; i < nresults; i++) {
		const struct result *result = &results[i];

		if (result->time == U64_MAX)
			seq_puts(seq, "- -");
		else
			seq_printf(seq, "%llu %llu", result->time, result->delay);
		seq_printf(seq, " %u %u %u\n", result->lost, result->worst,
			   result->rtnl);
	}
	mutex_unlock(&series_lock);
	return 0;
}

static int series_open(struct inode *inode, struct file *file)
{
	return single_open(file, series_show, NULL);
}

static const struct proc_ops series_ops = {
	.proc_open = series_open,
	.proc_read = seq_read,
	.proc_write = series_write,
	.proc_lseek = seq_lseek,
	.proc_release = single_release,
};

static int __init port_init(void)
{
	int err;

	hrtimer_init(&send_timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_SOFT);
	send_timer.function = send_tick;
	hrtimer_init(&cut_timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_HARD);
	cut_timer.function = cut_tick;
	err = register_netdevice_notifier(&port_notifier);
	if (err)
		return err;
	err = rtnl_link_register(&port_link_ops);
	if (err)
		goto err_unregister_notifier;
	err = -ENOMEM;
	if (!proc_create("floor_port", 0600, NULL, &series_ops))
		goto err_unregister_link;
	return 0;

err_unregister_link:
	rtnl_link_unregister(&port_link_ops);
err_unregister_notifier:
	unregister_netdevice_notifier(&port_notifier);
	return err;
}

static void __exit port_exit(void)
{
	remove_proc_entry("floor_port", NULL);
	rtnl_link_unregister(&port_link_ops);
	unregister_netdevice_notifier(&port_notifier);
}

module_init(port_init);
module_exit(port_exit);
MODULE_DESCRIPTION("Port whose carrier is lost on time, for a benchmark");
MODULE_LICENSE("GPL");
