// SPDX-License-Identifier: GPL-2.0-only
/*
 * A link request spelled out attribute by attribute: what ip and hactl would
 * not send (values out of range, wrong lengths, unknown numbers, one bad
 * option among good ones), and single attributes of a link as the kernel
 * sent them.
 */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <net/if.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <libmnl/libmnl.h>
#include <linux/if_link.h>
#include <linux/rtnetlink.h>

#define TOOL_FAILED 2	/* 1: the kernel refused */
#include "tool.h"

static struct mnl_socket *nl;
static char buf[32768];

static void usage(void)
{
	fprintf(stderr,
		"Usage: rtlink [-n NETNS] COMMAND\n"
		"  new NAME KIND [ATTRIBUTE]...   create a link\n"
		"  set DEV KIND [ATTRIBUTE]...    IFLA_INFO_DATA of a link\n"
		"  port DEV KIND [ATTRIBUTE]...   IFLA_INFO_SLAVE_DATA of a port\n"
		"  link DEV [ATTRIBUTE]...        attributes of the link itself\n"
		"  get DEV link|data|port TYPE [dev|ips]\n"
		"                                 one value: a number, an address, a text;\n"
		"                                 with dev, the name that an index stands for;\n"
		"                                 with ips, the addresses of a nest\n"
		"  get DEV data|port all          each attribute, in hexadecimal digits\n"
		"  get ... , DEV ...              several at once, a line each\n"
		"  get DEV flags                  IFF_* as a number\n"
		"  ATTRIBUTE: [link.]TYPE:u8|u16|u32|u64:VALUE, [link.]TYPE:hex:BYTES,\n"
		"             [link.]TYPE:str:TEXT, [link.]TYPE:dev:DEV (its index),\n"
		"             [link.]TYPE:ips:ADDRESS,... (a nest of these, may be empty);\n"
		"             link. is an attribute of the link itself\n"
		"Exit status: 0 done, 1 refused (errno, attribute and text on stderr) or no\n"
		"such attribute, 2 other\n");
	exit(2);
}

static unsigned long long number(const char *s)
{
	unsigned long long v;
	char *end;

	errno = 0;
	v = strtoull(s, &end, 0);
	if (errno || *end || end == s)
		die(s);
	return v;
}

static uint32_t index_of(const char *dev)
{
	uint32_t index = if_nametoindex(dev);

	if (!index)
		die(dev);
	return index;
}

static void put_hex(struct nlmsghdr *nlh, uint16_t type, const char *s)
{
	uint8_t bytes[256];
	size_t len = 0;
	unsigned int b;

	for (; s[0] && s[1] && len < sizeof(bytes); s += 2, len++) {
		if (sscanf(s, "%2x", &b) != 1)
			usage();
		bytes[len] = b;
	}
	mnl_attr_put(nlh, type, len, bytes);
}

static void put_ips(struct nlmsghdr *nlh, uint16_t type, char *list)
{
	struct nlattr *nest = mnl_attr_nest_start(nlh, type);
	uint8_t bytes[16];
	uint16_t i = 0;

	for (char *ip = strtok(list, ","); ip; ip = strtok(NULL, ",")) {
		if (inet_pton(AF_INET, ip, bytes) == 1)
			mnl_attr_put(nlh, i++, 4, bytes);
		else if (inet_pton(AF_INET6, ip, bytes) == 1)
			mnl_attr_put(nlh, i++, 16, bytes);
		else
			usage();
	}
	mnl_attr_nest_end(nlh, nest);
}

static void put_attr(struct nlmsghdr *nlh, const char *arg)
{
	char type[16], size[8], value[512] = "";
	uint16_t t;

	if (sscanf(arg, "%15[^:]:%7[^:]:%511[^\n]", type, size, value) < 2)
		usage();
	t = number(type);
	if (!strcmp(size, "u8"))
		mnl_attr_put_u8(nlh, t, number(value));
	else if (!strcmp(size, "u16"))
		mnl_attr_put_u16(nlh, t, number(value));
	else if (!strcmp(size, "u32"))
		mnl_attr_put_u32(nlh, t, number(value));
	else if (!strcmp(size, "u64"))
		mnl_attr_put_u64(nlh, t, number(value));
	else if (!strcmp(size, "dev"))
		mnl_attr_put_u32(nlh, t, index_of(value));
	else if (!strcmp(size, "str"))
		mnl_attr_put_strz(nlh, t, value);
	else if (!strcmp(size, "hex"))
		put_hex(nlh, t, value);
	else if (!strcmp(size, "ips"))
		put_ips(nlh, t, value);
	else
		usage();
}

static bool at_link(const char *arg)
{
	return !strncmp(arg, "link.", 5);
}

/* Which attribute of the request the kernel points at: its type, or 0. */
static uint16_t attr_at(const void *request, uint32_t offset)
{
	const struct nlattr *attr;

	if (!offset || offset > sizeof(buf) - sizeof(*attr))
		return 0;
	attr = (const void *)((const char *)request + offset);
	return mnl_attr_get_type(attr);
}

static int refused(const struct nlmsghdr *nlh, const void *request)
{
	const struct nlmsgerr *err = mnl_nlmsg_get_payload(nlh);
	size_t skip = sizeof(*err);
	const struct nlattr *attr;
	const char *msg = "";
	uint32_t offset = 0;

	if (!err->error)
		return 0;
	if (!(nlh->nlmsg_flags & NLM_F_CAPPED))
		skip += mnl_nlmsg_get_payload_len(&err->msg);
	if (nlh->nlmsg_flags & NLM_F_ACK_TLVS) {
		mnl_attr_for_each(attr, nlh, skip) {
			if (mnl_attr_get_type(attr) == NLMSGERR_ATTR_MSG)
				msg = mnl_attr_get_str(attr);
			else if (mnl_attr_get_type(attr) == NLMSGERR_ATTR_OFFS)
				offset = mnl_attr_get_u32(attr);
		}
	}
	fprintf(stderr, "%s attribute %u: %s\n", strerrorname_np(-err->error),
		attr_at(request, offset), msg);
	return 1;
}

static int talk(struct nlmsghdr *nlh, struct nlmsghdr **answer)
{
	static char reply[32768];
	struct nlmsghdr *in = (struct nlmsghdr *)reply;

	nlh->nlmsg_seq = time(NULL);
	if (mnl_socket_sendto(nl, nlh, nlh->nlmsg_len) < 0)
		die("send");
	if (mnl_socket_recvfrom(nl, reply, sizeof(reply)) < 0)
		die("receive");
	if (in->nlmsg_type == NLMSG_ERROR)
		return refused(in, nlh);
	if (answer)
		*answer = in;
	return 0;
}

/* KIND is NULL where the link itself is all that changes. */
static int change(const char *verb, const char *dev, const char *kind, char **arg)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf);
	bool new = !strcmp(verb, "new"), port = !strcmp(verb, "port");
	struct nlattr *info, *data;
	struct ifinfomsg *ifi;

	nlh->nlmsg_type = RTM_NEWLINK;
	nlh->nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK;
	ifi = mnl_nlmsg_put_extra_header(nlh, sizeof(*ifi));
	if (new) {
		nlh->nlmsg_flags |= NLM_F_CREATE | NLM_F_EXCL;
		mnl_attr_put_strz(nlh, IFLA_IFNAME, dev);
	} else {
		ifi->ifi_index = index_of(dev);
	}
	for (char **a = arg; *a; a++)
		if (at_link(*a))
			put_attr(nlh, *a + 5);
	if (!kind)
		return talk(nlh, NULL);
	info = mnl_attr_nest_start(nlh, IFLA_LINKINFO);
	mnl_attr_put_strz(nlh, port ? IFLA_INFO_SLAVE_KIND : IFLA_INFO_KIND, kind);
	data = mnl_attr_nest_start(nlh, port ? IFLA_INFO_SLAVE_DATA : IFLA_INFO_DATA);
	for (char **a = arg; *a; a++)
		if (!at_link(*a))
			put_attr(nlh, *a);
	mnl_attr_nest_end(nlh, data);
	mnl_attr_nest_end(nlh, info);
	return talk(nlh, NULL);
}

static const struct nlattr *nested(const struct nlattr *nest, uint16_t type)
{
	const struct nlattr *attr;

	mnl_attr_for_each_nested(attr, nest)
		if (mnl_attr_get_type(attr) == type)
			return attr;
	return NULL;
}

/* IFLA_INFO_DATA or IFLA_INFO_SLAVE_DATA */
static const struct nlattr *info_of(const struct nlmsghdr *nlh, const char *where)
{
	const struct nlattr *attr;

	mnl_attr_for_each(attr, nlh, sizeof(struct ifinfomsg))
		if (mnl_attr_get_type(attr) == IFLA_LINKINFO)
			return nested(attr, strcmp(where, "port") ? IFLA_INFO_DATA :
				      IFLA_INFO_SLAVE_DATA);
	return NULL;
}

static const struct nlattr *find(const struct nlmsghdr *nlh, const char *where,
				 uint16_t type)
{
	const struct nlattr *attr;

	if (strcmp(where, "link")) {
		attr = info_of(nlh, where);
		return attr ? nested(attr, type) : NULL;
	}
	mnl_attr_for_each(attr, nlh, sizeof(struct ifinfomsg))
		if (mnl_attr_get_type(attr) == type)
			return attr;
	return NULL;
}

static int print_all(const struct nlattr *info)
{
	const struct nlattr *attr;

	if (!info)
		return 1;
	mnl_attr_for_each_nested(attr, info) {
		const uint8_t *p = mnl_attr_get_payload(attr);

		printf("%u ", mnl_attr_get_type(attr));
		for (uint16_t i = 0; i < mnl_attr_get_payload_len(attr); i++)
			printf("%02x", p[i]);
		puts("");
	}
	return 0;
}

static void print_dev(uint32_t index)
{
	char name[IF_NAMESIZE];

	if (!index)
		puts("none");
	else if (if_indextoname(index, name))
		puts(name);
	else
		printf("%" PRIu32 "\n", index);
}

static void print_ips(const struct nlattr *nest)
{
	const struct nlattr *attr;
	char text[INET6_ADDRSTRLEN];
	bool any = false;

	mnl_attr_for_each_nested(attr, nest) {
		int family = mnl_attr_get_payload_len(attr) == 4 ? AF_INET : AF_INET6;

		inet_ntop(family, mnl_attr_get_payload(attr), text, sizeof(text));
		printf("%s%s", any ? "," : "", text);
		any = true;
	}
	puts("");
}

static void print_value(const struct nlattr *attr)
{
	const uint8_t *p = mnl_attr_get_payload(attr);
	uint16_t len = mnl_attr_get_payload_len(attr);

	if (len == 1)
		printf("%u\n", mnl_attr_get_u8(attr));
	else if (len == 2)
		printf("%u\n", mnl_attr_get_u16(attr));
	else if (len == 4)
		printf("%" PRIu32 "\n", mnl_attr_get_u32(attr));
	else if (len == 6)
		printf("%02x:%02x:%02x:%02x:%02x:%02x\n", p[0], p[1], p[2], p[3],
		       p[4], p[5]);
	else if (len == 8)
		printf("%" PRIu64 "\n", mnl_attr_get_u64(attr));
	else
		printf("%.*s\n", (int)len, (const char *)p);
}

static int get(const char *dev, char **arg)
{
	struct nlmsghdr *nlh = mnl_nlmsg_put_header(buf), *answer = NULL;
	bool flags = arg[0] && !strcmp(arg[0], "flags");
	const struct nlattr *attr;
	struct ifinfomsg *ifi;

	if (!flags && (!arg[0] || !arg[1]))
		usage();
	nlh->nlmsg_type = RTM_GETLINK;
	nlh->nlmsg_flags = NLM_F_REQUEST;
	ifi = mnl_nlmsg_put_extra_header(nlh, sizeof(*ifi));
	ifi->ifi_index = index_of(dev);
	if (talk(nlh, &answer))
		return 1;
	ifi = mnl_nlmsg_get_payload(answer);
	if (flags) {
		printf("%u\n", ifi->ifi_flags);
		return 0;
	}
	if (!strcmp(arg[1], "all"))
		return print_all(info_of(answer, arg[0]));
	attr = find(answer, arg[0], number(arg[1]));
	if (!attr) {
		puts("none");
		return 1;
	}
	if (arg[2] && !strcmp(arg[2], "ips"))
		print_ips(attr);
	else if (arg[2])
		print_dev(mnl_attr_get_u32(attr));
	else
		print_value(attr);
	return 0;
}

/* What is between commas, one after the other. */
static int get_each(char **arg)
{
	int status = 0;
	char **end;

	for (; *arg; arg = end) {
		for (end = arg; *end && strcmp(*end, ","); end++)
			;
		if (*end)
			*end++ = NULL;
		if (!*arg)
			usage();
		status |= get(*arg, arg + 1);
	}
	return status;
}

int main(int argc, char **argv)
{
	int one = 1;

	if (argc > 2 && !strcmp(argv[1], "-n")) {
		enter(argv[2]);
		argv += 2;
		argc -= 2;
	}
	if (argc < 4)
		usage();
	nl = mnl_socket_open(NETLINK_ROUTE);
	if (!nl || mnl_socket_bind(nl, 0, MNL_SOCKET_AUTOPID) < 0)
		die("netlink");
	mnl_socket_setsockopt(nl, NETLINK_EXT_ACK, &one, sizeof(one));
	if (!strcmp(argv[1], "get"))
		return get_each(argv + 2);
	if (!strcmp(argv[1], "link"))
		return change(argv[1], argv[2], NULL, argv + 3);
	if (strcmp(argv[1], "new") && strcmp(argv[1], "set") && strcmp(argv[1], "port"))
		usage();
	return change(argv[1], argv[2], argv[3], argv + 4);
}
