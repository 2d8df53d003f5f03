/* SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause) */
/* Do not edit directly, auto-generated from: */
/*	uapi/specs/trunk.yaml */
/* YNL-GEN uapi header */

#ifndef _UAPI_LINUX_TRUNK_H
#define _UAPI_LINUX_TRUNK_H

#define TRUNK_FAMILY_NAME	"trunk"
#define TRUNK_FAMILY_VERSION	1

/**
 * enum trunk_mode - How a trunk uses its ports. Names and numbers are those of
 *   the bonding driver; the ones that are absent are not offered.
 * @TRUNK_MODE_BALANCE_RR: frame after frame over all usable ports
 * @TRUNK_MODE_ACTIVE_BACKUP: one port carries everything, the others stand by
 * @TRUNK_MODE_BALANCE_XOR: each flow on one port, chosen by a hash of its
 *   headers
 * @TRUNK_MODE_BROADCAST: every frame on every usable port
 * @TRUNK_MODE_8023AD: each flow on one port of those that LACP (IEEE 802.1AX)
 *   has agreed on with the partner; the word for it is 802.3ad
 * @TRUNK_MODE_BALANCE_TLB: flows by load over all ports, receiving on the
 *   active one; needs nothing of the switch, for other ports send with their
 *   own address
 */
enum trunk_mode {
	TRUNK_MODE_BALANCE_RR,
	TRUNK_MODE_ACTIVE_BACKUP,
	TRUNK_MODE_BALANCE_XOR,
	TRUNK_MODE_BROADCAST,
	TRUNK_MODE_8023AD,
	TRUNK_MODE_BALANCE_TLB,
};

/**
 * enum trunk_scheduler - How the port of a frame is found in the modes that
 *   spread load. All follow the weights of the ports.
 * @TRUNK_SCHEDULER_DEFAULT: that of the mode: rr in balance-rr, hash in
 *   balance-xor and balance-tlb, broadcast in broadcast
 * @TRUNK_SCHEDULER_HASH: each flow on one port, by xmit_hash_policy
 * @TRUNK_SCHEDULER_RR: packets_per_slave frames on each port in turn
 * @TRUNK_SCHEDULER_RANDOM: each frame on any port
 * @TRUNK_SCHEDULER_LEAST_CONN: a new flow on the port that has fewest
 * @TRUNK_SCHEDULER_RESPONSE_TIME: a new flow on the port with the shortest
 *   queueing delay
 * @TRUNK_SCHEDULER_FLOWLET: a flow that paused for flowlet_gap on a port drawn
 *   by lot, if that has less load than its own
 * @TRUNK_SCHEDULER_BROADCAST: every frame on every usable port
 */
enum trunk_scheduler {
	TRUNK_SCHEDULER_DEFAULT,
	TRUNK_SCHEDULER_HASH,
	TRUNK_SCHEDULER_RR,
	TRUNK_SCHEDULER_RANDOM,
	TRUNK_SCHEDULER_LEAST_CONN,
	TRUNK_SCHEDULER_RESPONSE_TIME,
	TRUNK_SCHEDULER_FLOWLET,
	TRUNK_SCHEDULER_BROADCAST,
};

/**
 * enum trunk_rebalance - When flow buckets move to ports that have too few of
 *   them (scheduler hash). A bucket of a lost port always moves.
 * @TRUNK_REBALANCE_OFF: never used ones only
 * @TRUNK_REBALANCE_IDLE: one that was not used for idle_timer; all once the
 *   trunk was unbalanced for unbalanced_timer
 * @TRUNK_REBALANCE_LOAD: any, to even out the bytes that the ports are
 *   measured to carry each rebalance_interval
 */
enum trunk_rebalance {
	TRUNK_REBALANCE_OFF,
	TRUNK_REBALANCE_IDLE,
	TRUNK_REBALANCE_LOAD,
};

/**
 * enum trunk_fail_over_mac - Which Ethernet addresses the ports have
 *   (active-backup).
 * @TRUNK_FAIL_OVER_MAC_NONE: that of the trunk
 * @TRUNK_FAIL_OVER_MAC_ACTIVE: their own; the trunk has that of the active
 *   port
 * @TRUNK_FAIL_OVER_MAC_FOLLOW: their own, but the active port that of the
 *   trunk
 */
enum trunk_fail_over_mac {
	TRUNK_FAIL_OVER_MAC_NONE,
	TRUNK_FAIL_OVER_MAC_ACTIVE,
	TRUNK_FAIL_OVER_MAC_FOLLOW,
};

/**
 * enum trunk_mac_policy - Which Ethernet address the trunk has.
 * @TRUNK_MAC_POLICY_FIRST: the one it has; a random one gives way to that of
 *   the first port
 * @TRUNK_MAC_POLICY_LOWEST: the lowest permanent one of the ports
 * @TRUNK_MAC_POLICY_PRIMARY: the permanent one of the primary port; while
 *   there is none, the lowest
 * @TRUNK_MAC_POLICY_FIXED: the one it has
 */
enum trunk_mac_policy {
	TRUNK_MAC_POLICY_FIRST,
	TRUNK_MAC_POLICY_LOWEST,
	TRUNK_MAC_POLICY_PRIMARY,
	TRUNK_MAC_POLICY_FIXED,
};

/**
 * enum trunk_lacp_rate - How often the partner is asked to send a LACPDU
 *   (802.3ad).
 * @TRUNK_LACP_RATE_SLOW: each 30 s; it is given up after 90 s of silence
 * @TRUNK_LACP_RATE_FAST: each second; it is given up after 3 s of silence
 */
enum trunk_lacp_rate {
	TRUNK_LACP_RATE_SLOW,
	TRUNK_LACP_RATE_FAST,
};

/**
 * enum trunk_ad_select - Which aggregator is used, where ports lead to several
 *   partners (802.3ad). One that aggregates is better than an individual link,
 *   one with a partner than one without.
 * @TRUNK_AD_SELECT_STABLE: the fastest; then the same for as long as it has a
 *   port
 * @TRUNK_AD_SELECT_BANDWIDTH: the fastest
 * @TRUNK_AD_SELECT_COUNT: that with most ports, then the fastest
 * @TRUNK_AD_SELECT_ACTOR_PORT_PRIO: that with the largest sum of
 *   actor_port_prio, then by count
 */
enum trunk_ad_select {
	TRUNK_AD_SELECT_STABLE,
	TRUNK_AD_SELECT_BANDWIDTH,
	TRUNK_AD_SELECT_COUNT,
	TRUNK_AD_SELECT_ACTOR_PORT_PRIO,
};

/**
 * enum trunk_rx_state - Receive machine of LACP, IEEE 802.1AX-2014, 6.4.12:
 *   what is known of the partner.
 * @TRUNK_RX_STATE_DISABLED: nothing, the link is down
 * @TRUNK_RX_STATE_EXPIRED: it has been silent for too long, or was never heard
 * @TRUNK_RX_STATE_LACP_DISABLED: nothing, the link is half duplex
 * @TRUNK_RX_STATE_DEFAULTED: there is none
 * @TRUNK_RX_STATE_CURRENT: it speaks
 */
enum trunk_rx_state {
	TRUNK_RX_STATE_DISABLED,
	TRUNK_RX_STATE_EXPIRED,
	TRUNK_RX_STATE_LACP_DISABLED,
	TRUNK_RX_STATE_DEFAULTED,
	TRUNK_RX_STATE_CURRENT,
};

/**
 * enum trunk_mux_state - Mux machine of LACP, IEEE 802.1AX-2014, 6.4.15: what
 *   the port does.
 * @TRUNK_MUX_STATE_DETACHED: nothing
 * @TRUNK_MUX_STATE_WAITING: it waits for others that could begin with it, or
 *   stands by
 * @TRUNK_MUX_STATE_ATTACHED: it waits for the partner
 * @TRUNK_MUX_STATE_COLLECTING: it receives
 * @TRUNK_MUX_STATE_DISTRIBUTING: it receives and sends
 */
enum trunk_mux_state {
	TRUNK_MUX_STATE_DETACHED,
	TRUNK_MUX_STATE_WAITING,
	TRUNK_MUX_STATE_ATTACHED,
	TRUNK_MUX_STATE_COLLECTING,
	TRUNK_MUX_STATE_DISTRIBUTING,
};

/**
 * enum trunk_primary_reselect - When the primary port becomes active again
 *   (active-backup).
 * @TRUNK_PRIMARY_RESELECT_ALWAYS: as soon as its link is up
 * @TRUNK_PRIMARY_RESELECT_BETTER: when it is faster (or as fast with a better
 *   duplex)
 * @TRUNK_PRIMARY_RESELECT_FAILURE: only when the active port fails
 */
enum trunk_primary_reselect {
	TRUNK_PRIMARY_RESELECT_ALWAYS,
	TRUNK_PRIMARY_RESELECT_BETTER,
	TRUNK_PRIMARY_RESELECT_FAILURE,
};

/**
 * enum trunk_hash_policy - What the hash of balance-xor covers. 0 to 5 are
 *   bonding's policies, with its words (layer3+4, ...), numbers and hashes: a
 *   frame leaves by the port that a bond with the same ports would choose.
 * @TRUNK_HASH_POLICY_LAYER2: last byte of both Ethernet addresses, EtherType
 * @TRUNK_HASH_POLICY_LAYER3_4: addresses of IPv4 or IPv6, ports (SPI) if there
 *   are any, identifier of an ICMP echo; an ICMP error goes with the packet it
 *   quotes; layer2 of other frames
 * @TRUNK_HASH_POLICY_LAYER2_3: layer2 and the addresses of IPv4 or IPv6
 * @TRUNK_HASH_POLICY_ENCAP2_3: layer2+3 of what is in a tunnel, by the
 *   kernel's flow dissector
 * @TRUNK_HASH_POLICY_ENCAP3_4: skb->hash where it is a layer 4 hash, else
 *   layer3+4 of what is in a tunnel, by the kernel's flow dissector
 * @TRUNK_HASH_POLICY_VLAN_SRCMAC: VLAN tag beside the frame, Ethernet source
 *   address
 * @TRUNK_HASH_POLICY_FLOW: skb->hash where it is a layer 4 hash, else the
 *   5-tuple of IPv4 and IPv6 (a fragment and any other protocol, the
 *   addresses), else the Ethernet addresses; an ICMP error goes with the flow
 *   it concerns; seeded per trunk
 */
enum trunk_hash_policy {
	TRUNK_HASH_POLICY_LAYER2,
	TRUNK_HASH_POLICY_LAYER3_4,
	TRUNK_HASH_POLICY_LAYER2_3,
	TRUNK_HASH_POLICY_ENCAP2_3,
	TRUNK_HASH_POLICY_ENCAP3_4,
	TRUNK_HASH_POLICY_VLAN_SRCMAC,
	TRUNK_HASH_POLICY_FLOW = 64,
};

/**
 * enum trunk_arp_validate - What a port must receive to be alive
 *   (arp_interval). Words and numbers are those of the bonding driver.
 * @TRUNK_ARP_VALIDATE_NONE: any frame
 * @TRUNK_ARP_VALIDATE_ACTIVE: a port that probes, what a target sends to us;
 *   another one, any frame
 * @TRUNK_ARP_VALIDATE_BACKUP: a port that does not probe, the probes of the
 *   active one; that one, any frame
 * @TRUNK_ARP_VALIDATE_ALL: active and backup
 * @TRUNK_ARP_VALIDATE_FILTER: an ARP (of ns_ip6_target, an IPv6) frame
 * @TRUNK_ARP_VALIDATE_FILTER_ACTIVE: filter, and a port that probes as with
 *   active
 * @TRUNK_ARP_VALIDATE_FILTER_BACKUP: filter, and a port that does not probe as
 *   with backup
 */
enum trunk_arp_validate {
	TRUNK_ARP_VALIDATE_NONE,
	TRUNK_ARP_VALIDATE_ACTIVE,
	TRUNK_ARP_VALIDATE_BACKUP,
	TRUNK_ARP_VALIDATE_ALL,
	TRUNK_ARP_VALIDATE_FILTER,
	TRUNK_ARP_VALIDATE_FILTER_ACTIVE,
	TRUNK_ARP_VALIDATE_FILTER_BACKUP,
};

/**
 * enum trunk_arp_all_targets - How many targets a port must hear where what it
 *   receives is validated.
 * @TRUNK_ARP_ALL_TARGETS_ANY: one of them
 * @TRUNK_ARP_ALL_TARGETS_ALL: each of them
 */
enum trunk_arp_all_targets {
	TRUNK_ARP_ALL_TARGETS_ANY,
	TRUNK_ARP_ALL_TARGETS_ALL,
};

/**
 * enum trunk_monitor - What makes a port usable beside its carrier, where it
 *   is probed by ARP and by neighbour discovery.
 * @TRUNK_MONITOR_ANY: one of the two
 * @TRUNK_MONITOR_ALL: both
 */
enum trunk_monitor {
	TRUNK_MONITOR_ANY,
	TRUNK_MONITOR_ALL,
};

/**
 * enum trunk_port_state - Whether a port may carry traffic;
 *   IFLA_BOND_SLAVE_STATE's numbers.
 * @TRUNK_PORT_STATE_ACTIVE: the port carries traffic
 * @TRUNK_PORT_STATE_BACKUP: the port stands by, or its link is not up
 */
enum trunk_port_state {
	TRUNK_PORT_STATE_ACTIVE,
	TRUNK_PORT_STATE_BACKUP,
};

/**
 * enum trunk_mii_status - Link of a port after delays;
 *   IFLA_BOND_SLAVE_MII_STATUS's numbers.
 * @TRUNK_MII_STATUS_UP: usable
 * @TRUNK_MII_STATUS_GOING_DOWN: lost, within downdelay
 * @TRUNK_MII_STATUS_DOWN: not usable
 * @TRUNK_MII_STATUS_GOING_BACK: seen again, within updelay
 */
enum trunk_mii_status {
	TRUNK_MII_STATUS_UP,
	TRUNK_MII_STATUS_GOING_DOWN,
	TRUNK_MII_STATUS_DOWN,
	TRUNK_MII_STATUS_GOING_BACK,
};

/**
 * enum trunk_port_reason - Why a port is in its state.
 * @TRUNK_PORT_REASON_NONE: nothing holds it back, it carries traffic
 * @TRUNK_PORT_REASON_STANDBY: usable, another port is the active one
 * @TRUNK_PORT_REASON_CARRIER: the device has no carrier
 * @TRUNK_PORT_REASON_ADMIN_DOWN: the device is not up (ip link set up)
 * @TRUNK_PORT_REASON_UPDELAY: the link came back, updelay runs
 * @TRUNK_PORT_REASON_DOWNDELAY: the link was lost, downdelay runs
 * @TRUNK_PORT_REASON_ABSENT: the device is gone or out of the bus's reach
 * @TRUNK_PORT_REASON_ARP: no target of arp_ip_target is heard
 * @TRUNK_PORT_REASON_ND: no target of ns_ip6_target is heard
 * @TRUNK_PORT_REASON_DAMPING: the link came back, but it failed of late,
 *   damping_hold runs
 * @TRUNK_PORT_REASON_LACP: its partner is not in sync with it (802.3ad)
 * @TRUNK_PORT_REASON_LOOP: it hears what the trunk itself sends (802.3ad)
 * @TRUNK_PORT_REASON_DRAIN: it sends no more, and is removed when nothing is
 *   on its way
 */
enum trunk_port_reason {
	TRUNK_PORT_REASON_NONE,
	TRUNK_PORT_REASON_STANDBY,
	TRUNK_PORT_REASON_CARRIER,
	TRUNK_PORT_REASON_ADMIN_DOWN,
	TRUNK_PORT_REASON_UPDELAY,
	TRUNK_PORT_REASON_DOWNDELAY,
	TRUNK_PORT_REASON_ABSENT,
	TRUNK_PORT_REASON_ARP,
	TRUNK_PORT_REASON_ND,
	TRUNK_PORT_REASON_DAMPING,
	TRUNK_PORT_REASON_LACP,
	TRUNK_PORT_REASON_LOOP,
	TRUNK_PORT_REASON_DRAIN,
};

/**
 * enum trunk_drain_phase - How far the drain of a port is, or how it ended.
 * @TRUNK_DRAIN_PHASE_OFF: it is not drained
 * @TRUNK_DRAIN_PHASE_SENDING: it gets no more frames; those that it has are
 *   sent
 * @TRUNK_DRAIN_PHASE_PARTNER: the partner was asked to send no more (802.3ad)
 * @TRUNK_DRAIN_PHASE_RECEIVING: until nothing has come for 200 ms
 * @TRUNK_DRAIN_PHASE_DONE: it is removed, no frame was lost
 * @TRUNK_DRAIN_PHASE_INCOMPLETE: it is removed, and frames may be lost: time
 *   was up, or its link failed while it had frames to send
 * @TRUNK_DRAIN_PHASE_CANCELLED: it stays: somebody wanted it so, or the other
 *   ports have failed
 */
enum trunk_drain_phase {
	TRUNK_DRAIN_PHASE_OFF,
	TRUNK_DRAIN_PHASE_SENDING,
	TRUNK_DRAIN_PHASE_PARTNER,
	TRUNK_DRAIN_PHASE_RECEIVING,
	TRUNK_DRAIN_PHASE_DONE,
	TRUNK_DRAIN_PHASE_INCOMPLETE,
	TRUNK_DRAIN_PHASE_CANCELLED,
};

/**
 * enum trunk_event_type - What happened.
 * @TRUNK_EVENT_TYPE_TRUNK_ADD: a trunk was created
 * @TRUNK_EVENT_TYPE_TRUNK_DEL: a trunk was deleted
 * @TRUNK_EVENT_TYPE_PORT_ADD: a port was added
 * @TRUNK_EVENT_TYPE_PORT_DEL: a port was removed
 * @TRUNK_EVENT_TYPE_PORT_LINK: mii-status of a port changed
 * @TRUNK_EVENT_TYPE_ACTIVE_CHANGE: another port, or none, became the active
 *   one (active-backup)
 * @TRUNK_EVENT_TYPE_CARRIER: the trunk's own carrier changed
 * @TRUNK_EVENT_TYPE_DRAIN: the drain of a port began, went on or ended
 */
enum trunk_event_type {
	TRUNK_EVENT_TYPE_TRUNK_ADD = 1,
	TRUNK_EVENT_TYPE_TRUNK_DEL,
	TRUNK_EVENT_TYPE_PORT_ADD,
	TRUNK_EVENT_TYPE_PORT_DEL,
	TRUNK_EVENT_TYPE_PORT_LINK,
	TRUNK_EVENT_TYPE_ACTIVE_CHANGE,
	TRUNK_EVENT_TYPE_CARRIER,
	TRUNK_EVENT_TYPE_DRAIN,
};

enum {
	TRUNK_A_EVENT_TYPE = 1,
	TRUNK_A_EVENT_TIME,
	TRUNK_A_EVENT_TRUNK_IFINDEX,
	TRUNK_A_EVENT_TRUNK_NAME,
	TRUNK_A_EVENT_PORT_IFINDEX,
	TRUNK_A_EVENT_PORT_NAME,
	TRUNK_A_EVENT_MII_STATUS,
	TRUNK_A_EVENT_STATE,
	TRUNK_A_EVENT_REASON,
	TRUNK_A_EVENT_FAILURES,
	TRUNK_A_EVENT_DRAIN,

	__TRUNK_A_EVENT_MAX,
	TRUNK_A_EVENT_MAX = (__TRUNK_A_EVENT_MAX - 1)
};

enum {
	TRUNK_A_DRAIN_PORT_IFINDEX = 1,
	TRUNK_A_DRAIN_TIMEOUT,
	TRUNK_A_DRAIN_FORCE,

	__TRUNK_A_DRAIN_MAX,
	TRUNK_A_DRAIN_MAX = (__TRUNK_A_DRAIN_MAX - 1)
};

enum {
	TRUNK_CMD_EVENT = 1,
	TRUNK_CMD_DRAIN,
	TRUNK_CMD_UNDRAIN,

	__TRUNK_CMD_MAX,
	TRUNK_CMD_MAX = (__TRUNK_CMD_MAX - 1)
};

#define TRUNK_MCGRP_EVENTS	"events"

#endif /* _UAPI_LINUX_TRUNK_H */
