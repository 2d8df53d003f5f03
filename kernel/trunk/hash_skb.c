// SPDX-License-Identifier: GPL-2.0-only
/* Bonding's hash policies of an skb. */

#include <linux/if_ether.h>
#include <linux/if_vlan.h>
#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <net/flow_dissector.h>

#include <uapi/linux/trunk.h>

#include "hash_bond.h"
#include "hash_skb.h"

#define KEY(id, field) \
	{ FLOW_DISSECTOR_KEY_##id, offsetof(struct flow_keys, field) }

/* What bonding makes its hash of; it asks for more and does not look at it. */
static const struct flow_dissector_key encap_keys[] = {
	KEY(CONTROL, control),
	KEY(BASIC, basic),
	KEY(IPV4_ADDRS, addrs.v4addrs),
	KEY(IPV6_ADDRS, addrs.v6addrs),
	KEY(TIPC, addrs.tipckey),
	KEY(PORTS, ports),
	KEY(ICMP, icmp),
};

static struct flow_dissector encap_dissector __ro_after_init;

/**
 * trunk_hash_skb_init() - make what trunk_hash_skb() needs
 */
void __init trunk_hash_skb_init(void)
{
	skb_flow_dissector_init(&encap_dissector, encap_keys,
				ARRAY_SIZE(encap_keys));
}

static u32 l4_of(const struct flow_keys *flow)
{
	u32 hash;

	if (!flow->icmp.id)
		return (__force u32)flow->ports.ports;
	memcpy(&hash, &flow->icmp, sizeof(hash));
	return hash;
}

/* The innermost headers, as far as the kernel's own dissector knows them. */
static u32 hash_encap(const struct sk_buff *skb, const u8 *mac, bool l4)
{
	struct flow_keys flow = {};
	u32 addresses, hash;

	if (!__skb_flow_dissect(dev_net(skb->dev), skb, &encap_dissector, &flow,
				skb->data, skb->protocol,
				skb_network_offset(skb), skb_headlen(skb), 0))
		return trunk_hash_bond_mac(mac);
	addresses = (__force u32)flow_get_u32_dst(&flow) ^
		    (__force u32)flow_get_u32_src(&flow);
	hash = trunk_hash_bond_fold(l4 ? l4_of(&flow) : trunk_hash_bond_mac(mac),
				    addresses);
	return l4 ? hash >> 1 : hash;
}

static struct trunk_hash hash_frame(const struct trunk_hash_bond *frame, bool l4)
{
	return l4 ? trunk_hash_bond_layer34(frame) :
		    trunk_hash_bond_layer23(frame);
}

/* The headers are nearly always in one piece. */
static u32 hash_ip(const struct sk_buff *skb, const u8 *mac, bool l4)
{
	const u32 offset = skb_network_offset(skb);
	u8 window[TRUNK_HASH_BOND_WINDOW];
	struct trunk_hash_bond frame = {
		.mac = mac,
		.net = window,
		.type = be16_to_cpu(skb->protocol),
	};
	struct trunk_hash hash;

	/* Behind the end, or before the start. */
	if (offset >= skb->len)
		return trunk_hash_bond_mac(mac);
	if (offset < skb_headlen(skb)) {
		frame.net = skb->data + offset;
		frame.len = skb_headlen(skb) - offset;
	}
	hash = hash_frame(&frame, l4);
	if (likely(hash.whole) || !skb_is_nonlinear(skb))
		return hash.value;
	frame.net = window;
	frame.len = min_t(u32, skb->len - offset, sizeof(window));
	if (skb_copy_bits(skb, offset, window, frame.len))
		frame.len = 0;
	return hash_frame(&frame, l4).value;
}

/**
 * trunk_hash_skb() - hash of a frame that is equal to bonding's
 * @skb: frame on its way out, Ethernet header at data
 * @policy: enum trunk_hash_policy, one that bonding has
 *
 * Return: hash.
 */
u32 trunk_hash_skb(const struct sk_buff *skb, u32 policy)
{
	u8 buffer[TRUNK_HASH_BOND_MAC];
	const u8 *mac;

	BUILD_BUG_ON(TRUNK_HASH_BOND_MAC != ETH_HLEN);
	if (policy == TRUNK_HASH_POLICY_ENCAP3_4 && skb->l4_hash)
		return skb->hash;
	mac = skb_header_pointer(skb, 0, sizeof(buffer), buffer);
	if (!mac)
		return 0;

	switch (policy) {
	case TRUNK_HASH_POLICY_LAYER2_3:
		return hash_ip(skb, mac, false);
	case TRUNK_HASH_POLICY_LAYER3_4:
		return hash_ip(skb, mac, true);
	case TRUNK_HASH_POLICY_ENCAP2_3:
		return hash_encap(skb, mac, false);
	case TRUNK_HASH_POLICY_ENCAP3_4:
		return hash_encap(skb, mac, true);
	case TRUNK_HASH_POLICY_VLAN_SRCMAC:
		return trunk_hash_bond_vlan_srcmac(mac, skb_vlan_tag_present(skb) ?
							skb_vlan_tag_get(skb) : 0);
	default:
		return trunk_hash_bond_mac(mac);
	}
}
