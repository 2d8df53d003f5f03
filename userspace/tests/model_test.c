// SPDX-License-Identifier: GPL-2.0-only
/* Links found by ifindex, and the ports of a trunk by the trunk. */

#include "ktap.h"

#include "../model.h"
#include "../nl.h"

#include <stdlib.h>

#include <linux/rtnetlink.h>

/* kind: of the link; one with a master is a port of a trunk. */
static void add(struct links *links, int ifindex, const char *name, const char *kind, int master)
{
	uint32_t u32 = (uint32_t)master;
	struct ifinfomsg *ifi;
	struct nlattr *info;
	struct nl_msg msg;

	ifi = nl_start(&msg, RTM_NEWLINK, 0, sizeof(*ifi));
	ifi->ifi_index = ifindex;
	nl_put(&msg, NULL, IFLA_IFNAME, name, strlen(name) + 1);
	if (master)
		nl_put(&msg, NULL, IFLA_MASTER, &u32, sizeof(u32));
	info = mnl_attr_nest_start(msg.nlh, IFLA_LINKINFO);
	nl_put(&msg, NULL, IFLA_INFO_KIND, kind, strlen(kind) + 1);
	if (master)
		nl_put(&msg, NULL, IFLA_INFO_SLAVE_KIND, "trunk", sizeof("trunk"));
	mnl_attr_nest_end(msg.nlh, info);
	CHECK(model_link(msg.nlh, links) == MNL_CB_OK);
}

/* Names of the ports of a trunk, each after a blank. */
static const char *ports(const struct links *links, int ifindex)
{
	const struct link *trunk = model_link_by_index(links, ifindex);
	static char buf[256];
	size_t at = 0;

	buf[0] = '\0';
	for (const struct link *p = trunk ? trunk->first_port : NULL; p; p = p->next_port)
		at += (size_t)snprintf(buf + at, sizeof(buf) - at, " %s", p->name);
	return buf;
}

static const char *name(const struct links *links, int64_t ifindex)
{
	const struct link *link = model_link_by_index(links, ifindex);

	return link ? link->name : "none";
}

static void none(void)
{
	struct links links = { 0 };

	CHECK(!model_link_by_index(&links, 1));
	CHECK(!model_links_index(&links));
	CHECK(!model_link_by_index(&links, 0) && !model_link_by_index(&links, 1));
	CHECK(!model_link_by_name(&links, "lo"));
	model_links_resolve(&links);
	model_links_free(&links);
	CHECK(!links.slot && !model_link_by_index(&links, 1));
}

static void one(void)
{
	struct links links = { 0 };

	add(&links, 7, "trunk0", "trunk", 0);
	CHECK(!model_links_index(&links));
	CHECK_STR(name(&links, 7), "trunk0");
	CHECK_STR(name(&links, 0), "none");
	CHECK_STR(name(&links, 5), "none");	/* the same slot */
	CHECK_STR(name(&links, -7), "none");
	CHECK_STR(name(&links, 7 + (1LL << 32)), "none");
	CHECK_STR(ports(&links, 7), "");
	model_links_free(&links);
}

/* Ifindexes dense, far apart, and all in one slot. */
static void many(void)
{
	static const int step[] = { 1, 3, 4096, 1 << 20 };
	char text[16], wanted[16];

	for (size_t s = 0; s < sizeof(step) / sizeof(step[0]); s++) {
		struct links links = { 0 };

		for (int i = 1000; i > 0; i--) {
			snprintf(text, sizeof(text), "d%d", i);
			add(&links, i * step[s], text, "dummy", 0);
		}
		CHECK(!model_links_index(&links));
		for (int i = 1; i <= 1000; i++) {
			snprintf(wanted, sizeof(wanted), "d%d", i);
			CHECK_STR(name(&links, (int64_t)i * step[s]), wanted);
		}
		CHECK_STR(name(&links, 0), "none");
		CHECK_STR(name(&links, 1001LL * step[s]), "none");
		model_links_free(&links);
	}
}

static void duplicate(void)
{
	struct links links = { 0 };

	add(&links, 3, "old", "trunk", 0);
	add(&links, 3, "new", "trunk", 0);
	add(&links, 4, "eth0", "dummy", 3);
	add(&links, 4, "eth0", "dummy", 3);
	CHECK(!model_links_index(&links));
	CHECK_STR(name(&links, 3), "old");
	CHECK_STR(ports(&links, 3), " eth0 eth0");
	CHECK(!links.link[1].first_port);
	model_links_free(&links);
}

/* As the kernel gives them: ports before, between and after their trunks, not by ifindex. */
static void order(void)
{
	struct links links = { 0 };

	add(&links, 9, "z", "dummy", 5);
	add(&links, 5, "trunk0", "trunk", 0);
	add(&links, 2, "a", "dummy", 5);
	add(&links, 8, "m", "dummy", 6);
	add(&links, 6, "trunk1", "trunk", 5);
	add(&links, 4, "x", "dummy", 99);	/* its trunk is gone */
	add(&links, 7, "br0", "bridge", 0);
	add(&links, 3, "y", "dummy", 7);	/* its master is none */
	add(&links, 1, "b", "dummy", 5);
	CHECK(!model_links_index(&links));
	model_links_resolve(&links);
	CHECK_STR(ports(&links, 5), " z a trunk1 b");
	CHECK_STR(ports(&links, 6), " m");
	CHECK_STR(ports(&links, 7), "");
	CHECK_STR(model_link_by_index(&links, 4)->port[PORT_TRUNK].text, "");
	CHECK_STR(model_link_by_index(&links, 3)->port[PORT_TRUNK].text, "");
	CHECK_STR(model_link_by_index(&links, 6)->port[PORT_TRUNK].text, "trunk0");
	CHECK_STR(model_link_by_index(&links, 8)->port[PORT_TRUNK].text, "trunk1");
	model_links_free(&links);
}

KTAP_MAIN(T(none), T(one), T(many), T(duplicate), T(order))
