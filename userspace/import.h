/* SPDX-License-Identifier: GPL-2.0-only */
/* A bond or a team as configuration of a trunk: what was found, and what cannot be had. */

#ifndef HACTL_IMPORT_H
#define HACTL_IMPORT_H

#include "hactl.h"
#include "model.h"

/**
 * struct import_port - a port of the device
 * @link: it
 * @addr: Ethernet address it has of its own; unset: not known
 * @val: options, by PORT_*
 */
struct import_port {
	const struct link *link;
	struct opt_val addr;
	struct opt_val val[PORT_N];
};

/**
 * struct import - a device as a trunk
 * @links: every link
 * @dev: the bond or the team
 * @val: options, by TRUNK_*
 * @port: ports, in the kernel's order
 * @nports: how many
 * @notes: array of texts: what a trunk does not have, and why
 */
struct import {
	const struct links *links;
	const struct link *dev;
	struct opt_val val[TRUNK_N];
	struct import_port *port;
	size_t nports;
	struct json_object *notes;
};

int import_each(struct hactl *h, struct import *im, nl_cb cb);
struct import_port *import_port(struct import *im, int ifindex);
void import_number(struct import *im, struct opt_val *vals, size_t i, int64_t num);
__attribute__((format(printf, 2, 3)))
void import_note(struct import *im, const char *fmt, ...);

int import_bond(struct hactl *h, struct import *im);
int import_team(struct hactl *h, struct import *im);

#endif
