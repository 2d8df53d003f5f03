/* SPDX-License-Identifier: GPL-2.0-only */
/* Shadow of <linux/netdevice.h>: one face for what 6.1 and 6.12 call differently. */

#ifndef _COMPAT_LINUX_NETDEVICE_H
#define _COMPAT_LINUX_NETDEVICE_H

#include_next <linux/netdevice.h>

/* Lockless transmit: a feature bit until 6.11, a member since. */
static inline void compat_set_lltx(struct net_device *dev)
{
#ifdef NETIF_F_LLTX
	dev->features |= NETIF_F_LLTX;
#else
	dev->lltx = true;
#endif
}

/* Whether a device may move to another network namespace. */
static inline void compat_set_netns_immutable(struct net_device *dev,
					      bool immutable)
{
#if defined(COMPAT_HAS_NETNS_IMMUTABLE)
	dev->netns_immutable = immutable;
#elif defined(COMPAT_HAS_NETNS_LOCAL)
	dev->netns_local = immutable;
#else
	if (immutable)
		dev->features |= NETIF_F_NETNS_LOCAL;
	else
		dev->features &= ~NETIF_F_NETNS_LOCAL;
#endif
}

/*
 * Keep IPv6 from configuring a lower device. Before IFF_NO_ADDRCONF, IPv6
 * asked for IFF_SLAVE alone; whoever looks for a port of a bond asks for
 * IFF_BONDING with it, so that flag deceives nobody.
 */
static inline void compat_set_no_addrconf(struct net_device *dev, bool on)
{
#ifdef COMPAT_HAS_IFF_NO_ADDRCONF
	if (on)
		dev->priv_flags |= IFF_NO_ADDRCONF;
	else
		dev->priv_flags &= ~IFF_NO_ADDRCONF;
#else
	if (on)
		dev->flags |= IFF_SLAVE;
	else
		dev->flags &= ~IFF_SLAVE;
#endif
}

/* What a driver offers for XDP is said since 6.3; before, nobody asked. */
#ifdef COMPAT_HAS_XDP_FEATURES
#define COMPAT_XDP_FEATURES	(NETDEV_XDP_ACT_MASK & \
				 ~(NETDEV_XDP_ACT_XSK_ZEROCOPY | \
				   NETDEV_XDP_ACT_HW_OFFLOAD))

#define compat_xdp_features(dev)	((dev)->xdp_features)

#define compat_set_xdp_features(dev, features) \
	xdp_set_features_flag(dev, features)
#else
#define NETDEV_XDP_FEAT_CHANGE	(~0UL)
#define COMPAT_XDP_FEATURES	0

static inline u32 compat_xdp_features(const struct net_device *dev)
{
	return 0;
}

static inline void compat_set_xdp_features(struct net_device *dev, u32 features)
{
}
#endif

/* Hand a program of an upper device to the driver of a lower one, which has ndo_bpf. */
static inline int compat_xdp_propagate(struct net_device *dev,
				       struct netdev_bpf *bpf)
{
#ifdef COMPAT_HAS_XDP_PROPAGATE
	return dev_xdp_propagate(dev, bpf);
#else
	return dev->netdev_ops->ndo_bpf(dev, bpf);
#endif
}

/* Features of a device that stands over others: computed by the kernel since 6.12.y. */
#ifndef MASTER_UPPER_DEV_VLAN_FEATURES

#define MASTER_UPPER_DEV_VLAN_FEATURES	(NETIF_F_HW_CSUM | NETIF_F_SG | \
					 NETIF_F_FRAGLIST | NETIF_F_GSO_SOFTWARE | \
					 NETIF_F_GSO_ENCAP_ALL | \
					 NETIF_F_HIGHDMA | NETIF_F_LRO)

#define MASTER_UPPER_DEV_ENC_FEATURES	(NETIF_F_HW_CSUM | NETIF_F_SG | \
					 NETIF_F_RXCSUM | NETIF_F_GSO_SOFTWARE | \
					 NETIF_F_GSO_PARTIAL)

#define MASTER_UPPER_DEV_MPLS_FEATURES	(NETIF_F_HW_CSUM | NETIF_F_SG | \
					 NETIF_F_GSO_SOFTWARE)

static inline netdev_features_t netdev_base_features(netdev_features_t features)
{
	features &= ~NETIF_F_ONE_FOR_ALL;
	features |= NETIF_F_ALL_FOR_ALL;
	return features;
}

static inline void
netdev_compute_master_upper_features(struct net_device *dev, bool update_header)
{
	netdev_features_t vlan = netdev_base_features(MASTER_UPPER_DEV_VLAN_FEATURES);
	netdev_features_t mpls = netdev_base_features(MASTER_UPPER_DEV_MPLS_FEATURES);
	netdev_features_t enc = netdev_base_features(MASTER_UPPER_DEV_ENC_FEATURES);
	unsigned short header_len = ETH_HLEN, headroom = 0, tailroom = 0;
	unsigned int tso_max_size = TSO_MAX_SIZE;
	u16 tso_max_segs = TSO_MAX_SEGS;
	struct net_device *lower;
	struct list_head *iter;

	netdev_for_each_lower_dev(dev, lower, iter) {
		vlan = netdev_increment_features(vlan, lower->vlan_features,
						 MASTER_UPPER_DEV_VLAN_FEATURES);
		enc = netdev_increment_features(enc, lower->hw_enc_features,
						MASTER_UPPER_DEV_ENC_FEATURES);
		mpls = netdev_increment_features(mpls, lower->mpls_features,
						 MASTER_UPPER_DEV_MPLS_FEATURES);
		header_len = max(header_len, lower->hard_header_len);
		headroom = max(headroom, lower->needed_headroom);
		tailroom = max(tailroom, lower->needed_tailroom);
		tso_max_size = min(tso_max_size, lower->tso_max_size);
		tso_max_segs = min(tso_max_segs, lower->tso_max_segs);
	}

	dev->gso_partial_features = 0;
	dev->vlan_features = vlan;
	dev->hw_enc_features = enc | NETIF_F_GSO_ENCAP_ALL |
			       NETIF_F_HW_VLAN_CTAG_TX | NETIF_F_HW_VLAN_STAG_TX;
	dev->mpls_features = mpls;
	if (update_header) {
		dev->hard_header_len = header_len;
		dev->needed_headroom = headroom;
		dev->needed_tailroom = tailroom;
	}
	netif_set_tso_max_segs(dev, tso_max_segs);
	netif_set_tso_max_size(dev, tso_max_size);

	netdev_change_features(dev);
}

#endif /* MASTER_UPPER_DEV_VLAN_FEATURES */

#endif /* _COMPAT_LINUX_NETDEVICE_H */
