// SPDX-License-Identifier: GPL-2.0-only
/* XDP: programs of a trunk run on its ports, redirected frames leave by them. */

#include <linux/bpf.h>
#include <linux/if_vlan.h>
#include <linux/math64.h>
#include <net/xdp.h>

#include "hash_bond.h"
#include "sched.h"
#include "tx.h"
#include "xdp.h"

/* As many as the core redirects at once. */
#define BATCH	16

/* A program is handed over to the driver, which puts the one it had. */
static int give(struct net_device *dev, struct bpf_prog *prog,
		struct netlink_ext_ack *extack)
{
	struct netdev_bpf xdp = {
		.command = XDP_SETUP_PROG,
		.prog = prog,
		.extack = extack,
	};
	int err;

	if (prog)
		bpf_prog_inc(prog);
	err = compat_xdp_propagate(dev, &xdp);
	if (err && prog)
		bpf_prog_put(prog);
	return err;
}

static int check(struct net_device *dev, struct netlink_ext_ack *extack)
{
	if (!dev->netdev_ops->ndo_bpf) {
		NL_SET_ERR_MSG_MOD(extack,
				   "a port has no native XDP, attach the program to the trunk as xdpgeneric");
		return -EOPNOTSUPP;
	}
	if (dev_xdp_prog_count(dev)) {
		NL_SET_ERR_MSG_MOD(extack,
				   "a port has an XDP program of its own, detach that first");
		return -EBUSY;
	}
	return 0;
}

static int give_all(struct trunk *trunk, struct bpf_prog *prog,
		    struct netlink_ext_ack *extack)
{
	struct trunk_port *port;
	int err;

	list_for_each_entry(port, &trunk->ports, list) {
		err = prog ? check(port->dev, extack) : 0;
		if (err)
			return err;
	}
	list_for_each_entry(port, &trunk->ports, list) {
		err = give(port->dev, prog, extack);
		if (err)
			goto err_take_back;
	}
	return 0;

err_take_back:
	list_for_each_entry_continue_reverse(port, &trunk->ports, list)
		if (give(port->dev, trunk->xdp_prog, NULL))
			netdev_warn(trunk->dev,
				    "port %s does not take its old XDP program back\n",
				    port->dev->name);
	return err;
}

/**
 * trunk_xdp_bpf() - attach a program to all ports, or detach it
 * @dev: trunk
 * @bpf: request; its reference to the program is the trunk's from now on
 *
 * Context: RTNL; may sleep.
 *
 * Return: 0 or a negative errno; then all ports have what they had.
 */
int trunk_xdp_bpf(struct net_device *dev, struct netdev_bpf *bpf)
{
	struct trunk *trunk = netdev_priv(dev);
	int err;

	if (bpf->command != XDP_SETUP_PROG)
		return -EINVAL;
	err = give_all(trunk, bpf->prog, bpf->extack);
	if (err)
		return err;
	if (trunk->xdp_prog)
		bpf_prog_put(trunk->xdp_prog);
	trunk->xdp_prog = bpf->prog;
	return 0;
}

/**
 * trunk_xdp_add() - give the program of the trunk, if there is one, to a port
 * @port: port that is being added
 * @extack: why it is refused
 *
 * Context: RTNL; may sleep.
 *
 * Return: 0 or a negative errno.
 */
int trunk_xdp_add(struct trunk_port *port, struct netlink_ext_ack *extack)
{
	struct bpf_prog *prog = port->trunk->xdp_prog;

	if (!prog)
		return 0;
	return check(port->dev, extack) ?: give(port->dev, prog, extack);
}

/**
 * trunk_xdp_del() - take it away from a port
 * @port: port that is being removed
 *
 * Context: RTNL; may sleep.
 */
void trunk_xdp_del(struct trunk_port *port)
{
	if (port->trunk->xdp_prog && give(port->dev, NULL, NULL))
		netdev_warn(port->trunk->dev, "port %s keeps the XDP program\n",
			    port->dev->name);
}

/**
 * trunk_xdp_features() - offer what all ports offer
 * @trunk: trunk
 *
 * Context: RTNL.
 */
void trunk_xdp_features(struct trunk *trunk)
{
	u32 features = trunk->members ? COMPAT_XDP_FEATURES : 0;
	struct trunk_port *port;

	list_for_each_entry(port, &trunk->ports, list)
		features &= compat_xdp_features(port->dev);
	compat_set_xdp_features(trunk->dev, features);
}

static u32 vlan_hash(const struct xdp_frame *frame)
{
	const struct vlan_ethhdr *eth = frame->data;
	bool tagged = frame->len >= VLAN_ETH_HLEN &&
		      eth->h_vlan_proto == htons(ETH_P_8021Q);

	return trunk_hash_bond_vlan_srcmac(frame->data,
					   tagged ? ntohs(eth->h_vlan_TCI) : 0);
}

static u32 policy_hash(const struct xdp_frame *frame, u32 policy)
{
	const struct ethhdr *eth = frame->data;
	const struct trunk_hash_bond bytes = {
		.mac = frame->data,
		.net = frame->data + ETH_HLEN,
		.len = frame->len - ETH_HLEN,
		.type = ntohs(eth->h_proto),
	};

	/* What a tunnel carries is not looked for here. */
	switch (policy) {
	case TRUNK_HASH_POLICY_LAYER2_3:
	case TRUNK_HASH_POLICY_ENCAP2_3:
		return trunk_hash_bond_layer23(&bytes).value;
	case TRUNK_HASH_POLICY_LAYER3_4:
	case TRUNK_HASH_POLICY_ENCAP3_4:
		return trunk_hash_bond_layer34(&bytes).value;
	case TRUNK_HASH_POLICY_VLAN_SRCMAC:
		return vlan_hash(frame);
	default:
		return trunk_hash_bond_mac(frame->data);
	}
}

static u32 flow_hash(const struct trunk_fwd *fwd, const struct xdp_frame *frame)
{
	return trunk_hash_frame(frame->data, frame->len, fwd->seed).value;
}

static const struct trunk_slot *frame_slot(struct trunk_fwd *fwd,
					   struct trunk_pcpu *pcpu,
					   const struct xdp_frame *frame)
{
	u32 hash;

	switch (fwd->flow_pick) {
	case TRUNK_PICK_FLOW:
	case TRUNK_PICK_METERED:
		hash = flow_hash(fwd, frame) * fwd->factor;
		return &fwd->slot[trunk_sched_marked(fwd, hash >> fwd->shift)];
	case TRUNK_PICK_DYNAMIC:
		/* By hash: the driver of another device is in a hurry. */
		hash = flow_hash(fwd, frame);
		return &fwd->slot[fwd->choice[mul_u32_u32(hash, fwd->nchoices) >> 32]];
	case TRUNK_PICK_POLICY:
		return &fwd->slot[policy_hash(frame, fwd->policy) % fwd->nslots];
	case TRUNK_PICK_TURN:
		return &fwd->slot[trunk_sched_turn(fwd, pcpu)];
	case TRUNK_PICK_RANDOM:
		return &fwd->slot[trunk_sched_random_slot(fwd, pcpu)];
	default:
		return fwd->slot;
	}
}

/* A frame cannot be copied here, nor its address be changed. */
static struct net_device *frame_port(struct trunk *trunk, struct trunk_fwd *fwd,
				     const struct xdp_frame *frame)
{
	struct trunk_pcpu *pcpu = this_cpu_ptr(trunk->pcpu);
	const struct trunk_slot *slot;
	struct net_device *port;

	if (fwd->base_pick == TRUNK_PICK_ALL)
		return NULL;
	if (fwd->base_pick == TRUNK_PICK_OWN_ADDRESS)
		slot = trunk_fwd_active(fwd);
	else
		slot = frame_slot(fwd, pcpu, frame);
	port = trunk_tx_port(slot);
	if (likely(port))
		return port;
	port = trunk_fwd_search(fwd, slot);
	if (port)
		trunk_count(pcpu, TRUNK_COUNT_TX_ALTERNATE);
	return port;
}

/* Frames of one port. Return: how many of them it took. */
static int send(struct trunk *trunk, struct net_device *port, int n,
		struct xdp_frame **frames, u32 flags)
{
	unsigned int len[BATCH], bytes = 0;
	int i, sent = 0;

	/* One that was sent may be gone. */
	for (i = 0; i < n; i++)
		len[i] = xdp_get_frame_len(frames[i]);
	if (port && port->netdev_ops->ndo_xdp_xmit)
		sent = port->netdev_ops->ndo_xdp_xmit(port, n, frames, flags);
	sent = max(sent, 0);
	for (i = 0; i < n; i++) {
		if (i < sent) {
			bytes += len[i];
			continue;
		}
		trunk_count(this_cpu_ptr(trunk->pcpu), port ? TRUNK_COUNT_TX_PORT :
							      TRUNK_COUNT_TX_NO_PORT);
		dev_core_stats_tx_dropped_inc(trunk->dev);
	}
	dev_sw_netstats_tx_add(trunk->dev, sent, bytes);
	return sent;
}

/*
 * Each port gets its frames at once, in their order. The caller frees those
 * behind as many as were sent, so what was not sent is put there.
 */
static int send_batch(struct trunk *trunk, int n, struct xdp_frame **frames,
		      u32 flags)
{
	struct trunk_fwd *fwd = rcu_dereference_bh(trunk->fwd);
	struct xdp_frame *mine[BATCH], *unsent[BATCH];
	int i, j, done, total = 0, left = 0;
	struct net_device *ports[BATCH];
	struct xdp_frame *all[BATCH];

	memcpy(all, frames, n * sizeof(*frames));
	for (i = 0; i < n; i++)
		ports[i] = frame_port(trunk, fwd, all[i]);
	for (i = 0; i < n; i++) {
		int count = 0;

		for (j = i; j < n; j++) {
			if (!all[j] || ports[j] != ports[i])
				continue;
			mine[count++] = all[j];
			all[j] = NULL;
		}
		if (!count)
			continue;
		done = send(trunk, ports[i], count, mine, flags);
		for (j = 0; j < count; j++) {
			if (j < done)
				frames[total++] = mine[j];
			else
				unsent[left++] = mine[j];
		}
	}
	memcpy(frames + total, unsent, left * sizeof(*frames));
	return total;
}

/**
 * trunk_xdp_xmit() - send redirected frames
 * @dev: trunk
 * @n: how many
 * @frames: frames; those that were not sent are last after this
 * @flags: XDP_XMIT_FLUSH or 0
 *
 * Context: BH off.
 *
 * Return: how many were sent, or a negative errno if none.
 */
int trunk_xdp_xmit(struct net_device *dev, int n, struct xdp_frame **frames,
		   u32 flags)
{
	struct trunk *trunk = netdev_priv(dev);
	int total = 0;

	if (flags & ~XDP_XMIT_FLAGS_MASK)
		return -EINVAL;
	while (total < n) {
		int batch = min(n - total, BATCH);
		int sent = send_batch(trunk, batch, frames + total, flags);

		total += sent;
		if (sent < batch)
			break;
	}
	return total ?: -ENXIO;
}
