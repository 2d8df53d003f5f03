/* SPDX-License-Identifier: GPL-2.0-only */
/* Tracepoints of the trunk: events/trunk in tracefs. */

#undef TRACE_SYSTEM
#define TRACE_SYSTEM trunk

#if !defined(_TRUNK_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define _TRUNK_TRACE_H

#include <linux/netdevice.h>
#include <linux/skbuff.h>
#include <linux/tracepoint.h>

struct trunk_lacp_event;

TRACE_EVENT(trunk_drop,
	TP_PROTO(const struct net_device *dev, const struct sk_buff *skb,
		 const char *reason),
	TP_ARGS(dev, skb, reason),
	TP_STRUCT__entry(
		__array(char, name, IFNAMSIZ)
		__field(const void *, skb)
		__field(const char *, reason)
	),
	TP_fast_assign(
		memcpy(__entry->name, dev->name, IFNAMSIZ);
		__entry->skb = skb;
		__entry->reason = reason;
	),
	TP_printk("dev=%s skb=%p reason=%s", __entry->name, __entry->skb,
		  __entry->reason)
);

TRACE_EVENT(trunk_alternate,
	TP_PROTO(const struct net_device *dev, const struct net_device *port),
	TP_ARGS(dev, port),
	TP_STRUCT__entry(
		__array(char, name, IFNAMSIZ)
		__array(char, port, IFNAMSIZ)
	),
	TP_fast_assign(
		memcpy(__entry->name, dev->name, IFNAMSIZ);
		memcpy(__entry->port, port->name, IFNAMSIZ);
	),
	TP_printk("dev=%s port=%s", __entry->name, __entry->port)
);

TRACE_EVENT(trunk_failover,
	TP_PROTO(const struct net_device *dev, u64 latency),
	TP_ARGS(dev, latency),
	TP_STRUCT__entry(
		__array(char, name, IFNAMSIZ)
		__field(u64, latency)
	),
	TP_fast_assign(
		memcpy(__entry->name, dev->name, IFNAMSIZ);
		__entry->latency = latency;
	),
	TP_printk("dev=%s latency_ns=%llu", __entry->name, __entry->latency)
);

TRACE_EVENT(trunk_port,
	TP_PROTO(const struct net_device *dev, const struct net_device *port,
		 u8 status, u8 state, u8 reason),
	TP_ARGS(dev, port, status, state, reason),
	TP_STRUCT__entry(
		__array(char, name, IFNAMSIZ)
		__array(char, port, IFNAMSIZ)
		__field(u8, status)
		__field(u8, state)
		__field(u8, reason)
	),
	TP_fast_assign(
		memcpy(__entry->name, dev->name, IFNAMSIZ);
		memcpy(__entry->port, port->name, IFNAMSIZ);
		__entry->status = status;
		__entry->state = state;
		__entry->reason = reason;
	),
	TP_printk("dev=%s port=%s mii_status=%u state=%u reason=%u",
		  __entry->name, __entry->port, __entry->status,
		  __entry->state, __entry->reason)
);

TRACE_EVENT(trunk_lacp,
	TP_PROTO(const struct net_device *dev, const struct net_device *port,
		 const struct trunk_lacp_event *event),
	TP_ARGS(dev, port, event),
	TP_STRUCT__entry(
		__array(char, name, IFNAMSIZ)
		__array(char, port, IFNAMSIZ)
		__field(u8, rx)
		__field(u8, mux)
		__field(u8, actor)
		__field(u8, partner)
	),
	TP_fast_assign(
		memcpy(__entry->name, dev->name, IFNAMSIZ);
		memcpy(__entry->port, port->name, IFNAMSIZ);
		__entry->rx = event->rx;
		__entry->mux = event->mux;
		__entry->actor = event->actor;
		__entry->partner = event->partner;
	),
	TP_printk("dev=%s port=%s rx=%u mux=%u actor=%u partner=%u",
		  __entry->name, __entry->port, __entry->rx, __entry->mux,
		  __entry->actor, __entry->partner)
);

TRACE_EVENT(trunk_move,
	TP_PROTO(const struct net_device *dev, u32 bucket, u8 from, u8 to),
	TP_ARGS(dev, bucket, from, to),
	TP_STRUCT__entry(
		__array(char, name, IFNAMSIZ)
		__field(u32, bucket)
		__field(u8, from)
		__field(u8, to)
	),
	TP_fast_assign(
		memcpy(__entry->name, dev->name, IFNAMSIZ);
		__entry->bucket = bucket;
		__entry->from = from;
		__entry->to = to;
	),
	TP_printk("dev=%s bucket=%u from=%u to=%u", __entry->name,
		  __entry->bucket, __entry->from, __entry->to)
);

#endif /* _TRUNK_TRACE_H */

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
