// SPDX-License-Identifier: ((GPL-2.0 WITH Linux-syscall-note) OR BSD-3-Clause)
/* Do not edit directly, auto-generated from: */
/*	uapi/specs/trunk.yaml */
/* YNL-GEN kernel source */

#include <net/netlink.h>
#include <net/genetlink.h>

#include "netlink_gen.h"

#include <uapi/linux/trunk.h>

/* Ops table for trunk */
const struct genl_ops trunk_nl_ops[0] = {
};

static const struct genl_multicast_group trunk_nl_mcgrps[] = {
	[TRUNK_NLGRP_EVENTS] = { "events", },
};
