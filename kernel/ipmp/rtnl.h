/* SPDX-License-Identifier: GPL-2.0-only */
/* rtnetlink as a client inside the kernel: requests in batches, dumps, and what others change. */
#ifndef IPMP_RTNL_H
#define IPMP_RTNL_H

#include <linux/netlink.h>
#include <linux/types.h>
#include <net/net_namespace.h>

struct socket;

/**
 * struct ipmp_buf - body of a message being written: a family header, then attributes
 * @data: where to
 * @size: room
 * @len: written
 * @error: 0, or -EMSGSIZE where it did not fit
 */
struct ipmp_buf {
	u8 *data;
	size_t size;
	size_t len;
	int error;
};

void ipmp_buf_head(struct ipmp_buf *buf, const void *head, size_t len);
void ipmp_buf_put(struct ipmp_buf *buf, u16 type, const void *data, size_t len);
struct nlattr *ipmp_buf_nest(struct ipmp_buf *buf, u16 type);
void ipmp_buf_nest_end(struct ipmp_buf *buf, struct nlattr *nest);

#define IPMP_BATCH_MAX	64

/**
 * struct ipmp_rtnl - rtnetlink sockets of one namespace; all zero while closed
 * @net: the namespace
 * @cmd: for requests
 * @monitor: hears of changes of routes and nexthops
 * @portid: of @cmd: our own changes carry it
 * @seq: of the last request
 * @in: receive buffer
 * @out: requests not yet sent
 * @out_len: how long they are
 * @n: how many
 * @errs: where to put the answer to each, NULL for nowhere
 */
struct ipmp_rtnl {
	struct net *net;
	struct socket *cmd;
	struct socket *monitor;
	u32 portid;
	u32 seq;
	void *in;
	void *out;
	size_t out_len;
	int n;
	int *errs[IPMP_BATCH_MAX];
};

typedef int (*ipmp_rtnl_fn)(const struct nlmsghdr *nlh, void *arg);

int ipmp_rtnl_open(struct ipmp_rtnl *rtnl, struct net *net, void (*ready)(struct sock *sk),
		   void *arg);
void ipmp_rtnl_close(struct ipmp_rtnl *rtnl);
void ipmp_rtnl_request(struct ipmp_rtnl *rtnl, u16 type, u16 flags, const void *body, size_t len,
		       int *err);
void ipmp_rtnl_flush(struct ipmp_rtnl *rtnl);
int ipmp_rtnl_dump(struct ipmp_rtnl *rtnl, u16 type, const void *body, size_t len,
		   ipmp_rtnl_fn fn, void *arg);
int ipmp_rtnl_drain(struct ipmp_rtnl *rtnl, ipmp_rtnl_fn fn, void *arg);

#endif
