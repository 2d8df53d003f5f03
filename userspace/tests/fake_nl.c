// SPDX-License-Identifier: GPL-2.0-only
/* A kernel for host tests: stands in for the transport; the rest of nl.c is the real one. */

#include <stdlib.h>
#include <sys/socket.h>

#include "fake_nl.h"
#include "../genl.h"

#include <linux/genetlink.h>
#include <linux/rtnetlink.h>

#define nl_open real_open
#define nl_talk real_talk
#define nl_dump real_dump
#include "../nl.c"
#undef nl_open
#undef nl_talk
#undef nl_dump

struct nl_msg fake_request;
unsigned int fake_requests;
unsigned int fake_dumps;
int fake_error;
struct nl_msg fake_answer[8];
unsigned int fake_answers;

void fake_reset(void)
{
	fake_requests = 0;
	fake_dumps = 0;
	fake_error = 0;
	fake_answers = 0;
}

struct nl_msg *fake_add(void)
{
	return &fake_answer[fake_answers++];
}

struct nlattr *fake_nest(struct nl_msg *msg, uint16_t type)
{
	return mnl_attr_nest_start(msg->nlh, type);
}

/* Attribute within a nest, or (nest NULL) on the top level of the last request. */
const struct nlattr *fake_attr(const struct nlattr *nest, uint16_t type, size_t hdrlen)
{
	const struct nlattr *attr;

	if (nest) {
		mnl_attr_for_each_nested(attr, nest)
			if (mnl_attr_get_type(attr) == type)
				return attr;
	} else {
		mnl_attr_for_each(attr, (struct nlmsghdr *)fake_request.buf, hdrlen)
			if (mnl_attr_get_type(attr) == type)
				return attr;
	}
	return NULL;
}

int nl_open(struct nl *nl, int protocol)
{
	(void)nl;
	(void)protocol;
	return 0;
}

static void answer_family(nl_cb cb, void *data)
{
	struct nl_msg msg;
	uint16_t id = 40;

	nl_start(&msg, GENL_ID_CTRL, 0, GENL_HDRLEN);
	nl_put(&msg, NULL, CTRL_ATTR_FAMILY_ID, &id, sizeof(id));
	cb(msg.nlh, data);
}

/* The link that is asked for, by its ifindex or else by its name. */
static int answer_link(const struct nl_msg *msg, nl_cb cb, void *data)
{
	const struct ifinfomsg *asked = mnl_nlmsg_get_payload(msg->nlh);
	const struct nlattr *attr;
	const char *name = "";

	mnl_attr_for_each(attr, msg->nlh, sizeof(*asked))
		if (mnl_attr_get_type(attr) == IFLA_IFNAME)
			name = mnl_attr_get_str(attr);
	for (unsigned int i = 0; i < fake_answers; i++) {
		const struct nlmsghdr *nlh = fake_answer[i].nlh;
		const struct ifinfomsg *ifi = mnl_nlmsg_get_payload(nlh);

		if (nlh->nlmsg_type != RTM_NEWLINK)
			continue;
		mnl_attr_for_each(attr, nlh, sizeof(*ifi))
			if (asked->ifi_index ? asked->ifi_index == ifi->ifi_index :
			    mnl_attr_get_type(attr) == IFLA_IFNAME &&
			    !strcmp(mnl_attr_get_str(attr), name))
				return cb(nlh, data) < 0 ? -ENOMEM : 0;
	}
	return -ENODEV;
}

int nl_talk(struct nl *nl, struct nl_msg *msg, nl_cb cb, void *data)
{
	nl->text[0] = '\0';
	nl->option = NULL;
	/* rtnetlink has a message of that number too, but nobody waits for what it answers */
	if (msg->nlh->nlmsg_type == GENL_ID_CTRL && cb) {
		answer_family(cb, data);
		return 0;
	}
	if (msg->nlh->nlmsg_type == RTM_GETLINK)
		return answer_link(msg, cb, data);
	memcpy(&fake_request, msg, sizeof(*msg));
	fake_requests++;
	return fake_error;
}

int nl_dump(struct nl *nl, struct nl_msg *msg, nl_cb cb, void (*again)(void *data), void *data)
{
	(void)nl;
	(void)msg;
	(void)again;
	fake_dumps++;
	for (unsigned int i = 0; i < fake_answers; i++)
		if (cb(fake_answer[i].nlh, data) < 0)
			return -ENOMEM;
	return 0;
}
