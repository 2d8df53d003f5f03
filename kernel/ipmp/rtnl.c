// SPDX-License-Identifier: GPL-2.0-only
/* rtnetlink client on kernel-owned sockets: no function that adds an address is exported. */
#include "rtnl.h"

#include <linux/net.h>
#include <linux/random.h>
#include <linux/rtnetlink.h>
#include <linux/slab.h>
#include <net/netlink.h>
#include <net/sock.h>

#define BUF_SIZE	32768
/* A request with its answers must fit the receive buffer of the socket. */
#define OUT_SIZE	16384
#define MONITOR_BUF	(4 << 20)

/* Start a message body with its family header. */
void ipmp_buf_head(struct ipmp_buf *buf, const void *head, size_t len)
{
	buf->len = 0;
	buf->error = 0;
	if (len > buf->size) {
		buf->error = -EMSGSIZE;
		return;
	}
	memcpy(buf->data, head, len);
	buf->len = NLMSG_ALIGN(len);
}

/* Append an attribute; a failure is kept in @error. */
void ipmp_buf_put(struct ipmp_buf *buf, u16 type, const void *data, size_t len)
{
	struct nlattr *nla;

	if (buf->error || buf->len + nla_total_size(len) > buf->size) {
		buf->error = -EMSGSIZE;
		return;
	}
	nla = (struct nlattr *)(buf->data + buf->len);
	nla->nla_type = type;
	nla->nla_len = nla_attr_size(len);
	memcpy(nla_data(nla), data, len);
	memset((u8 *)nla + nla->nla_len, 0, nla_padlen(len));
	buf->len += nla_total_size(len);
}

/* Start an attribute whose content follows; NULL where it does not fit. */
struct nlattr *ipmp_buf_nest(struct ipmp_buf *buf, u16 type)
{
	struct nlattr *nest = (struct nlattr *)(buf->data + buf->len);

	ipmp_buf_put(buf, type, NULL, 0);
	return buf->error ? NULL : nest;
}

void ipmp_buf_nest_end(struct ipmp_buf *buf, struct nlattr *nest)
{
	if (!buf->error)
		nest->nla_len = buf->data + buf->len - (u8 *)nest;
}

static int set_option(struct socket *sock, int option)
{
	int one = 1;

	return sock->ops->setsockopt(sock, SOL_NETLINK, option, KERNEL_SOCKPTR(&one), sizeof(one));
}

/* An automatic port id would be that of the worker, which a daemon may have for its own. */
static int bind_random(struct socket *sock, u32 groups, u32 *portid)
{
	struct sockaddr_nl addr = { .nl_family = AF_NETLINK, .nl_groups = groups };
	int err, tries = 16;

	do {
		addr.nl_pid = get_random_u32() | 0x80000000;
		err = kernel_bind(sock, (struct sockaddr *)&addr, sizeof(addr));
	} while (err == -EADDRINUSE && --tries);
	*portid = addr.nl_pid;
	return err;
}

static int open_monitor(struct ipmp_rtnl *rtnl, void (*ready)(struct sock *sk), void *arg)
{
	u32 groups = 1U << (RTNLGRP_IPV4_ROUTE - 1) | 1U << (RTNLGRP_IPV6_ROUTE - 1) |
		     1U << (RTNLGRP_NEXTHOP - 1);
	struct sock *sk;
	u32 portid;
	int err;

	err = sock_create_kern(rtnl->net, AF_NETLINK, SOCK_RAW, NETLINK_ROUTE, &rtnl->monitor);
	if (err)
		return err;
	sk = rtnl->monitor->sk;
	write_lock_bh(&sk->sk_callback_lock);
	sk->sk_user_data = arg;
	sk->sk_data_ready = ready;
	write_unlock_bh(&sk->sk_callback_lock);
	WRITE_ONCE(sk->sk_rcvbuf, MONITOR_BUF);
	return bind_random(rtnl->monitor, groups, &portid);
}

/**
 * ipmp_rtnl_open() - open both sockets
 * @rtnl: all zero
 * @net: the namespace; no reference to it is held
 * @ready: called in any context when something changed
 * @arg: sk_user_data for @ready
 *
 * Context: process, without RTNL.
 *
 * Return: 0 or an error; nothing stays open then.
 */
int ipmp_rtnl_open(struct ipmp_rtnl *rtnl, struct net *net, void (*ready)(struct sock *sk),
		   void *arg)
{
	int err;

	rtnl->net = net;
	rtnl->in = kvmalloc(BUF_SIZE, GFP_KERNEL);
	rtnl->out = kvmalloc(OUT_SIZE, GFP_KERNEL);
	err = rtnl->in && rtnl->out ? 0 : -ENOMEM;
	if (!err)
		err = sock_create_kern(net, AF_NETLINK, SOCK_RAW, NETLINK_ROUTE, &rtnl->cmd);
	if (!err)
		err = bind_random(rtnl->cmd, 0, &rtnl->portid);
	if (!err)
		err = set_option(rtnl->cmd, NETLINK_CAP_ACK);
	if (!err)
		err = open_monitor(rtnl, ready, arg);
	if (err)
		ipmp_rtnl_close(rtnl);
	return err;
}

/* Close what is open. Context: process; nothing of ours is in flight. */
void ipmp_rtnl_close(struct ipmp_rtnl *rtnl)
{
	if (rtnl->monitor)
		sock_release(rtnl->monitor);
	if (rtnl->cmd)
		sock_release(rtnl->cmd);
	kvfree(rtnl->in);
	kvfree(rtnl->out);
	memset(rtnl, 0, sizeof(*rtnl));
}

/*
 * The address makes netlink check the capabilities of the worker alone; without it the check
 * looks at the file of the socket, and there is none.
 */
static int send(struct ipmp_rtnl *rtnl, void *data, size_t len)
{
	struct sockaddr_nl addr = { .nl_family = AF_NETLINK };
	struct msghdr msg = { .msg_name = &addr, .msg_namelen = sizeof(addr) };
	struct kvec vec = { .iov_base = data, .iov_len = len };

	return kernel_sendmsg(rtnl->cmd, &msg, &vec, 1, len);
}

static int receive(struct ipmp_rtnl *rtnl, struct socket *sock)
{
	struct kvec vec = { .iov_base = rtnl->in, .iov_len = BUF_SIZE };
	struct msghdr msg = {};
	int len;

	len = kernel_recvmsg(sock, &msg, &vec, 1, BUF_SIZE, MSG_DONTWAIT);
	return len > 0 && msg.msg_flags & MSG_TRUNC ? -EMSGSIZE : len;
}

static void *put_request(struct ipmp_rtnl *rtnl, u16 type, u16 flags, const void *body, size_t len)
{
	struct nlmsghdr *nlh = rtnl->out + rtnl->out_len;

	memset(nlh, 0, NLMSG_SPACE(len));
	nlh->nlmsg_len = NLMSG_LENGTH(len);
	nlh->nlmsg_type = type;
	nlh->nlmsg_flags = NLM_F_REQUEST | flags;
	nlh->nlmsg_seq = ++rtnl->seq;
	nlh->nlmsg_pid = rtnl->portid;
	memcpy(nlmsg_data(nlh), body, len);
	rtnl->out_len += NLMSG_SPACE(len);
	return nlh;
}

/* Take the answers to the requests @first.. from the receive queue, where they all are by now. */
static void take_answers(struct ipmp_rtnl *rtnl, u32 first)
{
	const struct nlmsghdr *nlh;
	int len;

	while ((len = receive(rtnl, rtnl->cmd)) > 0) {
		for (nlh = rtnl->in; nlmsg_ok(nlh, len); nlh = nlmsg_next(nlh, &len)) {
			const struct nlmsgerr *answer = nlmsg_data(nlh);
			u32 i = nlh->nlmsg_seq - first;

			if (nlh->nlmsg_type != NLMSG_ERROR || nlmsg_len(nlh) < sizeof(*answer))
				continue;
			if (i < rtnl->n && rtnl->errs[i])
				*rtnl->errs[i] = answer->error;
		}
	}
}

/**
 * ipmp_rtnl_flush() - send the requests that wait, in order, and take the answers
 * @rtnl: open
 *
 * A failure of one does not keep the next from being done. Context: process, without RTNL.
 */
void ipmp_rtnl_flush(struct ipmp_rtnl *rtnl)
{
	u32 first = rtnl->seq + 1 - rtnl->n;
	int i, err;

	if (!rtnl->n)
		return;
	for (i = 0; i < rtnl->n; i++)
		if (rtnl->errs[i])
			*rtnl->errs[i] = -ENOBUFS;
	err = send(rtnl, rtnl->out, rtnl->out_len);
	if (err >= 0)
		take_answers(rtnl, first);
	rtnl->n = 0;
	rtnl->out_len = 0;
}

/**
 * ipmp_rtnl_request() - put a request in line
 * @rtnl: open
 * @type: RTM_*
 * @flags: NLM_F_*, beside request and ack
 * @body: family header and attributes
 * @len: its length
 * @err: where to put the answer at the flush, 0 or negative, or NULL; must live until then
 *
 * Sends what is in line when that is full. Context: process, without RTNL.
 */
void ipmp_rtnl_request(struct ipmp_rtnl *rtnl, u16 type, u16 flags, const void *body, size_t len,
		       int *err)
{
	if (NLMSG_SPACE(len) > OUT_SIZE) {
		if (err)
			*err = -EMSGSIZE;
		return;
	}
	if (rtnl->n == IPMP_BATCH_MAX || rtnl->out_len + NLMSG_SPACE(len) > OUT_SIZE)
		ipmp_rtnl_flush(rtnl);
	rtnl->errs[rtnl->n++] = err;
	put_request(rtnl, type, NLM_F_ACK | flags, body, len);
}

struct dump {
	ipmp_rtnl_fn fn;
	void *arg;
	bool torn;
	int result;
};

/* Return: true at the end of the dump; one that is not wanted any more is still read so far. */
static bool take_dump(struct ipmp_rtnl *rtnl, int len, struct dump *dump)
{
	const struct nlmsghdr *nlh;

	for (nlh = rtnl->in; nlmsg_ok(nlh, len); nlh = nlmsg_next(nlh, &len)) {
		if (nlh->nlmsg_seq != rtnl->seq)
			continue;
		if (nlh->nlmsg_flags & NLM_F_DUMP_INTR)
			dump->torn = true;
		if (nlh->nlmsg_type == NLMSG_DONE)
			return true;
		if (nlh->nlmsg_type == NLMSG_ERROR) {
			dump->result = ((struct nlmsgerr *)nlmsg_data(nlh))->error;
			return true;
		}
		if (!dump->result)
			dump->result = dump->fn(nlh, dump->arg);
	}
	return false;
}

/**
 * ipmp_rtnl_dump() - dump objects
 * @rtnl: open, nothing waits to be sent
 * @type: RTM_GET*
 * @body: family header and attributes
 * @len: its length
 * @fn: called with each; a negative return stops
 * @arg: for @fn
 *
 * Context: process, without RTNL.
 *
 * Return: 0; -EINTR where what is dumped changed meanwhile; what @fn returned; an error.
 */
int ipmp_rtnl_dump(struct ipmp_rtnl *rtnl, u16 type, const void *body, size_t len,
		   ipmp_rtnl_fn fn, void *arg)
{
	struct dump dump = { .fn = fn, .arg = arg };
	int err;

	put_request(rtnl, type, NLM_F_DUMP, body, len);
	err = send(rtnl, rtnl->out, rtnl->out_len);
	rtnl->out_len = 0;
	if (err < 0)
		return err;
	do {
		err = receive(rtnl, rtnl->cmd);
		if (err <= 0)
			return dump.result ?: err ?: -EIO;
	} while (!take_dump(rtnl, err, &dump));
	return dump.result ?: dump.torn ? -EINTR : 0;
}

/**
 * ipmp_rtnl_drain() - take what the monitor has heard
 * @rtnl: open
 * @fn: called with each message that is not about a change of ours; its return is ignored
 * @arg: for @fn
 *
 * Context: process.
 *
 * Return: 0, or -ENOBUFS where messages were lost.
 */
int ipmp_rtnl_drain(struct ipmp_rtnl *rtnl, ipmp_rtnl_fn fn, void *arg)
{
	const struct nlmsghdr *nlh;
	int len, result = 0;

	for (;;) {
		len = receive(rtnl, rtnl->monitor);
		if (len == -ENOBUFS || len == -EMSGSIZE) {
			result = -ENOBUFS;
			continue;
		}
		if (len <= 0)
			return result;
		for (nlh = rtnl->in; nlmsg_ok(nlh, len); nlh = nlmsg_next(nlh, &len))
			if (nlh->nlmsg_pid != rtnl->portid)
				fn(nlh, arg);
	}
}
