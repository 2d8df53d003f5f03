// SPDX-License-Identifier: GPL-2.0-only
/* Netlink transport over libmnl: requests with extended acks, dumps repeated until consistent. */

#include "nl.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <linux/netlink.h>

/* A dump that is never consistent means that something changes all the time: give up after that. */
#define DUMP_TRIES 16

/**
 * nl_open - open a socket once
 * @nl: socket
 * @protocol: NETLINK_ROUTE or NETLINK_GENERIC
 *
 * Return: 0 or a negative errno.
 */
int nl_open(struct nl *nl, int protocol)
{
	int one = 1;

	if (nl->sock)
		return 0;
	nl->sock = mnl_socket_open2(protocol, SOCK_CLOEXEC);
	if (!nl->sock)
		return -errno;
	/* both since Linux 4.12; without them errors are only shorter */
	mnl_socket_setsockopt(nl->sock, NETLINK_EXT_ACK, &one, sizeof(one));
	mnl_socket_setsockopt(nl->sock, NETLINK_CAP_ACK, &one, sizeof(one));
	if (mnl_socket_bind(nl->sock, 0, MNL_SOCKET_AUTOPID) < 0) {
		int err = -errno;

		nl_close(nl);
		return err;
	}
	return 0;
}

void nl_close(struct nl *nl)
{
	if (nl->sock)
		mnl_socket_close(nl->sock);
	nl->sock = NULL;
}

/**
 * nl_start - begin a request
 * @msg: request
 * @type: message type
 * @flags: flags beside NLM_F_REQUEST
 * @hdrlen: size of the header of the family
 *
 * Return: that header, zeroed.
 */
void *nl_start(struct nl_msg *msg, uint16_t type, uint16_t flags, size_t hdrlen)
{
	msg->nmarks = 0;
	msg->nlh = mnl_nlmsg_put_header(msg->buf);
	msg->nlh->nlmsg_type = type;
	msg->nlh->nlmsg_flags = NLM_F_REQUEST | flags;
	return mnl_nlmsg_put_extra_header(msg->nlh, hdrlen);
}

/**
 * nl_put - append an attribute
 * @msg: request
 * @option: option it was made from, or NULL
 * @type: attribute
 * @data: payload
 * @len: its length
 */
void nl_put(struct nl_msg *msg, const char *option, uint16_t type, const void *data, size_t len)
{
	if (option && msg->nmarks < NL_MARKS) {
		msg->mark[msg->nmarks].offs = msg->nlh->nlmsg_len;
		msg->mark[msg->nmarks++].name = option;
	}
	if (!mnl_attr_put_check(msg->nlh, sizeof(msg->buf), type, len, data))
		abort();	/* the tables cannot fill the buffer */
}

static const char *marked_option(const struct nl_msg *msg, uint32_t offs)
{
	for (unsigned int i = 0; i < msg->nmarks; i++)
		if (msg->mark[i].offs == offs)
			return msg->mark[i].name;
	return NULL;
}

/* Text and attribute of an extended ack, or of a dump's end; skip: bytes before its attributes. */
static void take_ext_ack(struct nl *nl, const struct nl_msg *msg, const struct nlmsghdr *nlh,
			 size_t skip)
{
	const struct nlattr *attr;

	if (!(nlh->nlmsg_flags & NLM_F_ACK_TLVS) || mnl_nlmsg_get_payload_len(nlh) < skip)
		return;
	mnl_attr_for_each(attr, nlh, skip) {
		uint16_t len = mnl_attr_get_payload_len(attr);

		if (mnl_attr_get_type(attr) == NLMSGERR_ATTR_MSG)
			snprintf(nl->text, sizeof(nl->text), "%.*s", (int)len,
				 mnl_attr_get_str(attr));
		else if (mnl_attr_get_type(attr) == NLMSGERR_ATTR_OFFS && len == 4)
			nl->option = marked_option(msg, mnl_attr_get_u32(attr));
	}
}

static int take_error(struct nl *nl, const struct nl_msg *msg, const struct nlmsghdr *nlh)
{
	const struct nlmsgerr *e = mnl_nlmsg_get_payload(nlh);
	size_t skip = sizeof(*e);

	if (mnl_nlmsg_get_payload_len(nlh) < sizeof(*e))
		return -EBADMSG;
	/* the request follows whole where the kernel does not cap it */
	if (!(nlh->nlmsg_flags & NLM_F_CAPPED) && e->msg.nlmsg_len >= sizeof(e->msg))
		skip += e->msg.nlmsg_len - sizeof(e->msg);
	take_ext_ack(nl, msg, nlh, skip);
	return e->error;
}

static int take_done(struct nl *nl, const struct nl_msg *msg, const struct nlmsghdr *nlh)
{
	int err = 0;

	if (mnl_nlmsg_get_payload_len(nlh) >= sizeof(err))
		memcpy(&err, mnl_nlmsg_get_payload(nlh), sizeof(err));
	take_ext_ack(nl, msg, nlh, sizeof(err));
	return err < 0 ? err : 0;
}

/* Receive until the answer is complete; *intr: the dump was not consistent. */
static int receive(struct nl *nl, const struct nl_msg *msg, nl_cb cb, void *data, bool *intr)
{
	uint32_t port = mnl_socket_get_portid(nl->sock);
	char buf[32768] __attribute__((aligned(NLMSG_ALIGNTO)));

	for (;;) {
		ssize_t n = mnl_socket_recvfrom(nl->sock, buf, sizeof(buf));
		const struct nlmsghdr *nlh = (const struct nlmsghdr *)buf;
		int left = (int)n;

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		for (; mnl_nlmsg_ok(nlh, left); nlh = mnl_nlmsg_next(nlh, &left)) {
			if (nlh->nlmsg_seq != nl->seq || nlh->nlmsg_pid != port)
				continue;	/* rest of an answer given up before */
			if (nlh->nlmsg_flags & NLM_F_DUMP_INTR)
				*intr = true;
			if (nlh->nlmsg_type == NLMSG_ERROR)
				return take_error(nl, msg, nlh);
			if (nlh->nlmsg_type == NLMSG_DONE)
				return take_done(nl, msg, nlh);
			if (nlh->nlmsg_type >= NLMSG_MIN_TYPE && cb && cb(nlh, data) < 0)
				return -ENOMEM;
		}
	}
}

static int send_msg(struct nl *nl, struct nl_msg *msg)
{
	nl->text[0] = '\0';
	nl->option = NULL;
	msg->nlh->nlmsg_seq = ++nl->seq;
	return mnl_socket_sendto(nl->sock, msg->nlh, msg->nlh->nlmsg_len) < 0 ? -errno : 0;
}

/**
 * nl_talk - send a request and wait for the end of its answer
 * @nl: socket
 * @msg: request
 * @cb: called for each message of the answer, or NULL; negative: out of memory
 * @data: for @cb
 *
 * Return: 0 or a negative errno; @nl->text and @nl->option then say more.
 */
int nl_talk(struct nl *nl, struct nl_msg *msg, nl_cb cb, void *data)
{
	bool intr = false;
	int err;

	msg->nlh->nlmsg_flags |= NLM_F_ACK;
	err = send_msg(nl, msg);
	return err ? err : receive(nl, msg, cb, data, &intr);
}

/**
 * nl_dump - dump, again from the start while the kernel says that it changed meanwhile
 * @nl: socket
 * @msg: request
 * @cb: called for each message
 * @again: forgets what @cb has collected
 * @data: for @cb and @again
 *
 * Return: 0 or a negative errno.
 */
int nl_dump(struct nl *nl, struct nl_msg *msg, nl_cb cb, void (*again)(void *data), void *data)
{
	msg->nlh->nlmsg_flags |= NLM_F_DUMP;
	for (int i = 0; i < DUMP_TRIES; i++) {
		bool intr = false;
		int err = send_msg(nl, msg);

		if (!err)
			err = receive(nl, msg, cb, data, &intr);
		if (err || !intr)
			return err;
		again(data);
	}
	return -EAGAIN;
}
