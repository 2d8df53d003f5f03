/* SPDX-License-Identifier: GPL-2.0-only */
/* Shadow of <net/netlink.h>: 6.1 wants the range of a policy writable, though nothing writes it. */

#ifndef _COMPAT_NET_NETLINK_H
#define _COMPAT_NET_NETLINK_H

#include_next <net/netlink.h>

#undef NLA_POLICY_FULL_RANGE
#define NLA_POLICY_FULL_RANGE(tp, _range) {				\
	.type = NLA_ENSURE_UINT_OR_BINARY_TYPE(tp),			\
	.validation_type = NLA_VALIDATE_RANGE_PTR,			\
	.range = (struct netlink_range_validation *)(_range),		\
}

#endif /* _COMPAT_NET_NETLINK_H */
