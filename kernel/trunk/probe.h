/* SPDX-License-Identifier: GPL-2.0-only */
/* Probing monitors: send to targets, note who answers, judge each interval. */

#ifndef _TRUNK_PROBE_H
#define _TRUNK_PROBE_H

#include "trunk.h"

/**
 * struct trunk_prober - a kind of probe
 * @reason: enum trunk_port_reason: why a port is down that it finds dead
 * @count: how many targets are configured
 * @send: probe target @i by all ports that are due
 * @heard: which targets a frame is a sign of, as a bit each
 * @join: let a port receive the probes of others, may be NULL
 * @leave: the reverse of @join
 */
struct trunk_prober {
	u8 reason;
	u32 (*count)(const struct trunk_config *config);
	void (*send)(struct trunk *trunk, u32 i);
	u32 (*heard)(const struct trunk_port *port, const struct sk_buff *skb,
		     enum trunk_probe_sign sign);
	void (*join)(struct trunk_port *port);
	void (*leave)(struct trunk_port *port);
};

extern const struct trunk_prober trunk_prober_arp;
extern const struct trunk_prober trunk_prober_nd;

void trunk_probe_init(struct trunk *trunk);
void trunk_probe_uninit(struct trunk *trunk);
void trunk_probe_start(struct trunk *trunk);
void trunk_probe_stop(struct trunk *trunk);
void trunk_probe_apply(struct trunk *trunk);
void trunk_probe_add(struct trunk_port *port);
void trunk_probe_del(struct trunk_port *port);

bool trunk_probe_alive(const struct trunk_port *port);
u8 trunk_probe_blame(const struct trunk_port *port);
void trunk_probe_hear(struct trunk_port *port, const struct sk_buff *skb);

#endif /* _TRUNK_PROBE_H */
