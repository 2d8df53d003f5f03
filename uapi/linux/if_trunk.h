/* SPDX-License-Identifier: GPL-2.0 WITH Linux-syscall-note */
/* Link attributes of a trunk (rtnetlink, link kind "trunk"). */

#ifndef _UAPI_LINUX_IF_TRUNK_H
#define _UAPI_LINUX_IF_TRUNK_H

/*
 * IFLA_INFO_DATA of a trunk.
 *
 * An option that the bonding driver has too carries the number, type and
 * values of its IFLA_BOND_ attribute, so that a program written for bonding
 * needs another kind and nothing else; a number of bonding's that is missing
 * here is refused with EOPNOTSUPP. Options of trunk alone start at 40:
 * rtnetlink takes numbers up to 50, and up to 40 of a port.
 */
enum {
	IFLA_TRUNK_UNSPEC,
	IFLA_TRUNK_MODE			= 1,	/* u8, enum trunk_mode */
	IFLA_TRUNK_ACTIVE_SLAVE		= 2,	/* u32, ifindex; 0: reselect */
	IFLA_TRUNK_MIIMON		= 3,	/* u32, ms */
	IFLA_TRUNK_UPDELAY		= 4,	/* u32, ms */
	IFLA_TRUNK_DOWNDELAY		= 5,	/* u32, ms */
	IFLA_TRUNK_PRIMARY		= 11,	/* u32, ifindex; 0: none */
	IFLA_TRUNK_PRIMARY_RESELECT	= 12,	/* u8, enum trunk_primary_reselect */
	IFLA_TRUNK_XMIT_HASH_POLICY	= 14,	/* u8, enum trunk_hash_policy */
	IFLA_TRUNK_NUM_PEER_NOTIF	= 16,	/* u8, 0..255 */
	IFLA_TRUNK_MIN_LINKS		= 18,	/* u32, ports */
	IFLA_TRUNK_PACKETS_PER_SLAVE	= 20,	/* u32, frames, 1..65535 */
	IFLA_TRUNK_PEER_NOTIF_DELAY	= 28,	/* u32, ms, 0..300000 */

	IFLA_TRUNK_MII_STATUS		= 40,	/* u8, enum trunk_mii_status, read only */

	__IFLA_TRUNK_MAX
};

#define IFLA_TRUNK_MAX	(__IFLA_TRUNK_MAX - 1)

/*
 * IFLA_INFO_SLAVE_DATA of a port; as above, with IFLA_BOND_SLAVE_. Those of
 * trunk alone start at 24.
 */
enum {
	IFLA_TRUNK_PORT_UNSPEC,
	IFLA_TRUNK_PORT_STATE			= 1,	/* u8, enum trunk_port_state, read only */
	IFLA_TRUNK_PORT_MII_STATUS		= 2,	/* u8, enum trunk_mii_status, read only */
	IFLA_TRUNK_PORT_LINK_FAILURE_COUNT	= 3,	/* u32, read only */
	IFLA_TRUNK_PORT_PERM_HWADDR		= 4,	/* MAC address, read only */
	IFLA_TRUNK_PORT_PRIO			= 9,	/* s32, higher is better */

	IFLA_TRUNK_PORT_REASON			= 24,	/* u8, enum trunk_port_reason, read only */
	IFLA_TRUNK_PORT_SINCE			= 25,	/* u64, ms since a change, read only */
	IFLA_TRUNK_PORT_PAD			= 26,

	__IFLA_TRUNK_PORT_MAX
};

#define IFLA_TRUNK_PORT_MAX	(__IFLA_TRUNK_PORT_MAX - 1)

#endif /* _UAPI_LINUX_IF_TRUNK_H */
