/* SPDX-License-Identifier: GPL-2.0-only */
/* Netlink transport: requests with their errors explained, dumps that are consistent, families. */

#ifndef HACTL_NL_H
#define HACTL_NL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <libmnl/libmnl.h>

#define NL_MSG_SIZE 4096
#define NL_MARKS 64

/**
 * struct nl_msg - a request
 * @nlh: its header, first in @buf
 * @mark: which option each attribute was made from, to name it when the kernel points there
 * @nmarks: how many
 * @buf: the message; room for every option of an object several times over
 */
struct nl_msg {
	struct nlmsghdr *nlh;
	struct {
		uint32_t offs;
		const char *name;
	} mark[NL_MARKS];
	unsigned int nmarks;
	char buf[NL_MSG_SIZE];
};

/**
 * struct nl - a netlink socket and what went wrong on it last
 * @sock: socket, NULL while not open
 * @seq: sequence number of the last request
 * @text: what the kernel said about the last error, or empty
 * @option: option the kernel pointed at, or NULL
 */
struct nl {
	struct mnl_socket *sock;
	uint32_t seq;
	char text[256];
	const char *option;
};

typedef int (*nl_cb)(const struct nlmsghdr *nlh, void *data);

int nl_open(struct nl *nl, int protocol);
void nl_close(struct nl *nl);
void *nl_start(struct nl_msg *msg, uint16_t type, uint16_t flags, size_t hdrlen);
void nl_put(struct nl_msg *msg, const char *option, uint16_t type, const void *data, size_t len);
int nl_talk(struct nl *nl, struct nl_msg *msg, nl_cb cb, void *data);
int nl_dump(struct nl *nl, struct nl_msg *msg, nl_cb cb, void (*again)(void *data), void *data);

#endif
