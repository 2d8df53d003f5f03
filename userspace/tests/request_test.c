// SPDX-License-Identifier: GPL-2.0-only
/* Command lines to requests and answers to output, the whole program against a fake kernel. */

#include "fake_nl.h"
#include "ktap.h"

#include "../event.h"
#include "../model.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include <linux/genetlink.h>
#include <linux/if_trunk.h>
#include <linux/ipmp.h>
#include <linux/rtnetlink.h>
#include <linux/trunk.h>

static char out[16384], errs[4096];
static struct hactl h;

static int capture(int fd, FILE *f)
{
	int old = dup(fd);

	dup2(fileno(f), fd);
	return old;
}

static void restore(int fd, int old, FILE *f, char *buf, size_t size)
{
	size_t n;

	dup2(old, fd);
	close(old);
	rewind(f);
	n = fread(buf, 1, size - 1, f);
	buf[n] = '\0';
	fclose(f);
}

/* Run one command line; out and errs are what it printed. */
static int run(const char *text)
{
	FILE *fo = tmpfile(), *fe = tmpfile();
	char line[512], *argv[64] = { NULL };
	int status, oldo, olde;

	fflush(stdout);
	oldo = capture(STDOUT_FILENO, fo);
	olde = capture(STDERR_FILENO, fe);
	snprintf(line, sizeof(line), "%s", text);
	status = args_dispatch(&h, batch_split(line, argv, 63), argv);
	fflush(stdout);
	restore(STDOUT_FILENO, oldo, fo, out, sizeof(out));
	restore(STDERR_FILENO, olde, fe, errs, sizeof(errs));
	return status;
}

static void put_u8(struct nl_msg *msg, uint16_t type, uint8_t v)
{
	nl_put(msg, NULL, type, &v, sizeof(v));
}

static void put_u32(struct nl_msg *msg, uint16_t type, uint32_t v)
{
	nl_put(msg, NULL, type, &v, sizeof(v));
}

static void put_str(struct nl_msg *msg, uint16_t type, const char *s)
{
	nl_put(msg, NULL, type, s, strlen(s) + 1);
}

static struct nl_msg *answer_link(int ifindex, const char *name, int master)
{
	struct nl_msg *msg = fake_add();
	struct ifinfomsg *ifi = nl_start(msg, RTM_NEWLINK, 0, sizeof(*ifi));

	ifi->ifi_index = ifindex;
	put_str(msg, IFLA_IFNAME, name);
	if (master)
		put_u32(msg, IFLA_MASTER, (uint32_t)master);
	return msg;
}

/* trunk0 (5) with port eth0 (6), and eth1 (7), free. */
static void answer_trunk(void)
{
	struct nlattr *info, *data;
	struct nl_msg *msg;

	fake_reset();
	msg = answer_link(5, "trunk0", 0);
	put_u8(msg, IFLA_CARRIER, 1);
	info = fake_nest(msg, IFLA_LINKINFO);
	put_str(msg, IFLA_INFO_KIND, "trunk");
	data = fake_nest(msg, IFLA_INFO_DATA);
	put_u8(msg, IFLA_TRUNK_MODE, 1);
	put_u32(msg, IFLA_TRUNK_ACTIVE_SLAVE, 6);
	put_u32(msg, IFLA_TRUNK_MIIMON, 100);
	put_u8(msg, IFLA_TRUNK_XMIT_HASH_POLICY, 99);
	put_u32(msg, 500, 1);
	mnl_attr_nest_end(msg->nlh, data);
	mnl_attr_nest_end(msg->nlh, info);

	msg = answer_link(6, "eth0", 5);
	info = fake_nest(msg, IFLA_LINKINFO);
	put_str(msg, IFLA_INFO_SLAVE_KIND, "trunk");
	data = fake_nest(msg, IFLA_INFO_SLAVE_DATA);
	put_u8(msg, IFLA_TRUNK_PORT_STATE, 0);
	put_u32(msg, IFLA_TRUNK_PORT_PRIO, (uint32_t)-3);
	put_str(msg, IFLA_TRUNK_PORT_REASON, "not a number");
	mnl_attr_nest_end(msg->nlh, data);
	mnl_attr_nest_end(msg->nlh, info);

	answer_link(7, "eth1", 0);
}

static const struct nlattr *sent_data(uint16_t info_attr)
{
	const struct nlattr *info = fake_attr(NULL, IFLA_LINKINFO, sizeof(struct ifinfomsg));

	return info ? fake_attr(info, info_attr, 0) : NULL;
}

static uint32_t sent_u32(const struct nlattr *nest, uint16_t type, size_t hdrlen)
{
	const struct nlattr *attr = fake_attr(nest, type, hdrlen);

	return attr && mnl_attr_get_payload_len(attr) == 4 ? mnl_attr_get_u32(attr) : 0xdeadbeef;
}

static void port_drain_request(void)
{
	const struct nlmsghdr *nlh = (const struct nlmsghdr *)fake_request.buf;
	const struct genlmsghdr *genl = mnl_nlmsg_get_payload(nlh);

	answer_trunk();
	CHECK(!run("port undrain eth0"));
	CHECK(fake_requests == 1 && nlh->nlmsg_type == 40 && genl->cmd == TRUNK_CMD_UNDRAIN);
	CHECK(sent_u32(NULL, TRUNK_A_DRAIN_PORT_IFINDEX, GENL_HDRLEN) == 6);
	CHECK(run("port undrain eth1") == HACTL_USAGE && strstr(errs, "not a port"));
	CHECK(run("port drain eth1") == HACTL_USAGE && strstr(errs, "not a port"));
	CHECK(run("port drain eth0 timeout 0") == HACTL_USAGE && strstr(errs, "3600000"));
	CHECK(run("port drain eth0 prio 1") == HACTL_USAGE);
	CHECK(strstr(errs, "valid: timeout, force"));
	CHECK(fake_requests == 1);
}

static void trunk_add(void)
{
	const struct nlmsghdr *nlh = (const struct nlmsghdr *)fake_request.buf;
	const struct nlattr *data, *attr;

	answer_trunk();
	CHECK(!run("trunk add t1 mode 1 miimon 50 mtu 9000 primary eth1 num_grat_arp 3"));
	CHECK(fake_requests == 1 && !fake_dumps);
	CHECK(nlh->nlmsg_type == RTM_NEWLINK && (nlh->nlmsg_flags & NLM_F_EXCL));
	CHECK(sent_u32(NULL, IFLA_MTU, sizeof(struct ifinfomsg)) == 9000);
	data = sent_data(IFLA_INFO_DATA);
	CHECK(data);
	if (!data)
		return;
	CHECK(sent_u32(data, IFLA_TRUNK_MIIMON, 0) == 50);
	CHECK(sent_u32(data, IFLA_TRUNK_PRIMARY, 0) == 7);
	attr = fake_attr(data, IFLA_TRUNK_MODE, 0);
	CHECK(attr && mnl_attr_get_payload_len(attr) == 1 && mnl_attr_get_u8(attr) == 1);
	attr = fake_attr(data, IFLA_TRUNK_NUM_PEER_NOTIF, 0);
	CHECK(attr && mnl_attr_get_payload_len(attr) == 1 && mnl_attr_get_u8(attr) == 3);
	CHECK(!fake_attr(data, IFLA_TRUNK_UPDELAY, 0));
}

static void trunk_set(void)
{
	answer_trunk();
	CHECK(run("trunk set trunk0 active_slave none updelay 5") == HACTL_OK);
	CHECK(fake_requests == 1 && !fake_dumps);
	CHECK(sent_u32(sent_data(IFLA_INFO_DATA), IFLA_TRUNK_ACTIVE_SLAVE, 0) == 0);
	CHECK(sent_u32(sent_data(IFLA_INFO_DATA), IFLA_TRUNK_UPDELAY, 0) == 5);
}

static void trunk_schedulers(void)
{
	const struct nlattr *data, *attr;

	answer_trunk();
	CHECK(!run("trunk add t1 mode 5 scheduler flowlet rebalance load tlb_dynamic_lb 0"));
	data = sent_data(IFLA_INFO_DATA);
	CHECK(data);
	if (!data)
		return;
	attr = fake_attr(data, IFLA_TRUNK_SCHEDULER, 0);
	CHECK(attr && mnl_attr_get_payload_len(attr) == 1 && mnl_attr_get_u8(attr) == 6);
	attr = fake_attr(data, IFLA_TRUNK_REBALANCE, 0);
	CHECK(attr && mnl_attr_get_payload_len(attr) == 1 && mnl_attr_get_u8(attr) == 2);
	attr = fake_attr(data, IFLA_TRUNK_TLB_DYNAMIC_LB, 0);
	CHECK(attr && mnl_attr_get_payload_len(attr) == 1 && mnl_attr_get_u8(attr) == 0);
	CHECK(!fake_attr(data, IFLA_TRUNK_FLOWLET_GAP, 0));

	CHECK(!run("trunk add t1 flowlet_gap 400 rebalance_interval 30 idle_timer 60"));
	data = sent_data(IFLA_INFO_DATA);
	CHECK(sent_u32(data, IFLA_TRUNK_FLOWLET_GAP, 0) == 400);
	CHECK(sent_u32(data, IFLA_TRUNK_REBALANCE_INTERVAL, 0) == 30);
	CHECK(sent_u32(data, IFLA_TRUNK_IDLE_TIMER, 0) == 60);
	CHECK(!run("trunk set trunk0 unbalanced_timer 0"));
	CHECK(sent_u32(sent_data(IFLA_INFO_DATA), IFLA_TRUNK_UNBALANCED_TIMER, 0) == 0);
}

static void port_requests(void)
{
	answer_trunk();
	CHECK(run("port add eth1 trunk trunk0") == HACTL_OK);
	CHECK(fake_requests == 1);
	CHECK(sent_u32(NULL, IFLA_MASTER, sizeof(struct ifinfomsg)) == 5);
	answer_trunk();
	CHECK(run("port add eth1 trunk trunk0 prio -4") == HACTL_OK);
	CHECK(fake_requests == 2);
	CHECK(sent_u32(sent_data(IFLA_INFO_SLAVE_DATA), IFLA_TRUNK_PORT_PRIO, 0) == (uint32_t)-4);
	answer_trunk();
	CHECK(run("port add eth1 trunk trunk0 weight 7") == HACTL_OK);
	CHECK(fake_requests == 2);
	CHECK(sent_u32(sent_data(IFLA_INFO_SLAVE_DATA), IFLA_TRUNK_PORT_WEIGHT, 0) == 7);
	CHECK(!fake_attr(sent_data(IFLA_INFO_SLAVE_DATA), IFLA_TRUNK_PORT_PRIO, 0));
	answer_trunk();
	CHECK(run("port del eth0") == HACTL_OK);
	CHECK(sent_u32(NULL, IFLA_MASTER, sizeof(struct ifinfomsg)) == 0);
	CHECK(!fake_dumps);
}

/* A master is named although the command does not name it. */
static void masters(void)
{
	answer_trunk();
	answer_link(8, "br0", 0);
	answer_link(9, "eth2", 8);
	answer_link(10, "eth3", 77);
	CHECK(run("port set eth2 prio 1") == HACTL_USAGE);
	CHECK_STR(errs, "hactl: eth2: not a port of a trunk but of br0\n");
	CHECK(run("port del eth3") == HACTL_USAGE);
	CHECK_STR(errs, "hactl: eth3: not a port of a trunk\n");
	CHECK(run("port add eth0 trunk trunk0") == HACTL_USAGE);
	CHECK(strstr(errs, "hactl: eth0: is a port of trunk0 already: ") == errs);
	CHECK(run("port add eth3 trunk trunk0") == HACTL_USAGE);
	CHECK(strstr(errs, "hactl: eth3: is a port of another device already: ") == errs);
	CHECK(!fake_requests && !fake_dumps);
}

/* Nothing of this may reach the kernel. */
static void refused_unsent(void)
{
	static const char *const lines[] = {
		"trunk add eth0", "trunk add", "trunk add t1 primary nope",
		"trunk set eth0 miimon 1", "trunk set nope miimon 1", "trunk set trunk0",
		"trunk set trunk0 miimon", "trunk set trunk0 miimon 1 miimon 2",
		"trunk set trunk0 primary nope",
		"trunk set trunk0 num_peer_notif 1 num_grat_arp 2",
		"trunk add t1 active_slave eth0", "trunk del trunk0 nope", "trunk del eth0",
		"trunk del trunk0 trunk0x", "port add eth0 trunk trunk0",
		"port add nope trunk trunk0", "port add eth1 trunk eth0", "port add eth1",
		"port set eth1 prio 1", "port del eth1", "port del eth0 eth1",
		"port set eth0 prio high", "port set eth0 weight -1",
		"trunk add t1 scheduler lacp",
		"trunk add t1 mode 6", "trunk", "trunk frob", "frob", "trunk show eth0",
		"port show eth1", "address add 10.0.0.1/24", "address add 10.0.0.1/24 group",
		"interface add eth0 group a/b", "address show x", "monitor probes",
	};

	for (size_t i = 0; i < ARRAY_SIZE(lines); i++) {
		answer_trunk();
		CHECK(run(lines[i]) == HACTL_USAGE);
		if (fake_requests || out[0] || strncmp(errs, "hactl: ", 7) || strlen(errs) < 20)
			printf("# %s: %u requests, \"%s\" \"%s\"\n", lines[i], fake_requests, out,
			       errs);
		CHECK(!fake_requests && !out[0]);
		CHECK(strchr(errs, '\n') == errs + strlen(errs) - 1);
	}
}

static void kernel_errors(void)
{
	answer_trunk();
	fake_error = -EPERM;
	CHECK(run("trunk add t1") == HACTL_REFUSED);
	CHECK(strstr(errs, "hactl: t1: ") == errs && strstr(errs, "CAP_NET_ADMIN"));
	fake_error = -EBUSY;
	CHECK(run("trunk del trunk0") == HACTL_REFUSED);
	CHECK_STR(errs, "hactl: trunk0: Device or resource busy\n");
	/* what was changed before the refusal is looked up and put back */
	CHECK(run("trunk set trunk0 mtu 9000 miimon 5") == HACTL_REFUSED);
}

static void ipmp_requests(void)
{
	const struct nlattr *attr;
	struct nl_msg *msg;

	fake_reset();
	CHECK(run("ipmp add g failback off miimon 20") == HACTL_OK);
	CHECK(fake_requests == 1);
	CHECK(sent_u32(NULL, IPMP_A_GROUP_FAILBACK, GENL_HDRLEN) == 0);
	CHECK(sent_u32(NULL, IPMP_A_GROUP_MIIMON, GENL_HDRLEN) == 20);
	CHECK(run("ipmp set g miimon 30") == HACTL_USAGE);
	CHECK_STR(errs, "hactl: g: no group of that name\n");
	CHECK(fake_requests == 1);
	msg = fake_add();
	nl_start(msg, 40, 0, GENL_HDRLEN);
	put_str(msg, IPMP_A_GROUP_NAME, "g");
	CHECK(run("address add 2001:db8::1/64 group g interface eth0") == HACTL_OK);
	attr = fake_attr(NULL, IPMP_A_ADDRESS_ADDRESS, GENL_HDRLEN);
	CHECK(attr && mnl_attr_get_payload_len(attr) == 16);
	CHECK(sent_u32(NULL, IPMP_A_ADDRESS_PREFIXLEN, GENL_HDRLEN) == 64);
	attr = fake_attr(NULL, IPMP_A_ADDRESS_HOME, GENL_HDRLEN);
	CHECK(attr && !strcmp(mnl_attr_get_str(attr), "eth0"));
	CHECK(!fake_attr(NULL, IPMP_A_ADDRESS_INTERFACE, GENL_HDRLEN));
	CHECK(run("interface add eth0 group g test-address none") == HACTL_OK);
	attr = fake_attr(NULL, IPMP_A_INTERFACE_TEST_ADDRESS, GENL_HDRLEN);
	CHECK(attr && mnl_attr_get_payload_len(attr) == 4 && !mnl_attr_get_u32(attr));
}

static void json(void)
{
	answer_trunk();
	h.json = true;
	CHECK(run("trunk show") == HACTL_OK);
	h.json = false;
	CHECK(strstr(out, "\"active_slave\":\"eth0\""));
	CHECK(strstr(out, "\"mode\":\"active-backup\""));
	CHECK(strstr(out, "\"xmit_hash_policy\":99"));
	CHECK(strstr(out, "\"primary\":null"));
	CHECK(strstr(out, "\"carrier\":true"));
	CHECK(strstr(out, "\"prio\":-3"));
	CHECK(strstr(out, "\"state\":\"ACTIVE\""));
	CHECK(strstr(out, "\"reason\":null"));
	CHECK(strstr(out, "\"trunk\":\"trunk0\""));
	CHECK(run("trunk show trunk0") == HACTL_OK);
	CHECK(strstr(out, "eth0") && strstr(out, "miimon 100"));
}

static struct nlattr *answer_stats(struct nl_msg *msg, uint32_t ifindex, uint16_t type)
{
	struct if_stats_msg *stats = nl_start(msg, RTM_NEWSTATS, 0, sizeof(*stats));

	stats->ifindex = ifindex;
	return fake_nest(msg, type);
}

static void put_u64(struct nl_msg *msg, uint16_t type, uint64_t v)
{
	nl_put(msg, NULL, type, &v, sizeof(v));
}

/* What trunk0 counts and what eth0 does; another type's counters stand before. */
static void answer_counters(void)
{
	uint64_t latency[TRUNK_XSTATS_LATENCIES] = { 1, [4] = 40, [23] = 2 };
	struct nlattr *xstats, *nest;
	struct nl_msg *msg = fake_add();

	xstats = answer_stats(msg, 5, IFLA_STATS_LINK_XSTATS);
	put_u32(msg, LINK_XSTATS_TYPE_BOND, 7);
	nest = fake_nest(msg, LINK_XSTATS_TYPE_TRUNK);
	put_u8(msg, TRUNK_XSTATS_SCHEDULER, 6);
	put_u32(msg, TRUNK_XSTATS_BUCKETS, 4096);
	put_u64(msg, TRUNK_XSTATS_PICKS, 1ULL << 40);
	put_u32(msg, TRUNK_XSTATS_PAD, 0);
	nl_put(msg, NULL, TRUNK_XSTATS_FAILOVER_LATENCY, latency, sizeof(latency));
	put_u64(msg, 99, 1);
	mnl_attr_nest_end(msg->nlh, nest);
	mnl_attr_nest_end(msg->nlh, xstats);
}

static void answer_port_counters(void)
{
	struct nl_msg *msg = fake_add();
	struct nlattr *xstats = answer_stats(msg, 6, IFLA_STATS_LINK_XSTATS_SLAVE);
	struct nlattr *nest = fake_nest(msg, LINK_XSTATS_TYPE_TRUNK);

	put_u32(msg, TRUNK_PORT_XSTATS_WEIGHT, 1000);
	put_u64(msg, TRUNK_PORT_XSTATS_LOAD, 1234567);
	put_u32(msg, TRUNK_PORT_XSTATS_DELAY, 1500);
	put_u64(msg, TRUNK_PORT_XSTATS_TX_BYTES, 3000);
	mnl_attr_nest_end(msg->nlh, nest);
	mnl_attr_nest_end(msg->nlh, xstats);
}

static void links_have_stats(void)
{
	struct rtnl_link_stats64 stats = { .tx_bytes = 5000 };

	for (unsigned int i = 0; i < fake_answers; i++)
		nl_put(&fake_answer[i], NULL, IFLA_STATS64, &stats, sizeof(stats));
}

static void counters(void)
{
	h.stats = true;
	h.json = true;
	/* a module that does not count yet */
	answer_trunk();
	links_have_stats();
	CHECK(run("trunk show") == HACTL_OK);
	CHECK(strstr(out, "\"tx\":{\"bytes\":5000"));
	CHECK(strstr(out, "\"picks\":null") && strstr(out, "\"failover_latency\":null"));
	CHECK(strstr(out, "\"share\":null"));

	answer_trunk();
	links_have_stats();
	answer_counters();
	answer_port_counters();
	CHECK(run("trunk show") == HACTL_OK);
	CHECK(strstr(out, "\"scheduler\":\"flowlet\",\"buckets\":4096,\"active_buckets\":null"));
	CHECK(strstr(out, "\"picks\":1099511627776"));
	CHECK(strstr(out, "\"failover_latency\":[{\"from_us\":0,\"to_us\":1,\"count\":1},{"));
	CHECK(strstr(out, "{\"from_us\":1,\"to_us\":2,\"count\":0},"));
	CHECK(strstr(out, "{\"from_us\":8,\"to_us\":16,\"count\":40}"));
	CHECK(strstr(out, "{\"from_us\":4194304,\"to_us\":null,\"count\":2}]"));
	CHECK(strstr(out, "\"share\":100.0,\"load\":1234567,\"delay\":1500,\"tx_packets\":null"));
	h.json = false;
	CHECK(run("trunk show") == HACTL_OK);
	CHECK(strstr(out, "scheduler flowlet  buckets 4096"));
	CHECK(strstr(out, "100.0% 1.2MB/s 1.5ms"));
	CHECK(strstr(out, "< 1 us") && strstr(out, "8-16 us") && strstr(out, ">= 4.2 s"));
	CHECK(!strstr(out, "1-2 us"));
	CHECK(strstr(out, "   40 ####################\n") && strstr(out, "    2 #\n"));
	CHECK(run("port show eth0") == HACTL_OK);
	CHECK(strstr(out, "1.2MB/s") && !strstr(out, "LATENCY"));
	h.stats = false;
}

static void events(void)
{
	const int flags = JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE;
	const uint64_t time = 1795377600123456789ULL, elapsed = 1500000;
	const uint8_t addr[4] = { 10, 0, 0, 1 };
	struct opt_val vals[OPT_MAX];
	struct json_object *obj;
	struct nl_msg msg;
	char buf[512] = "";
	FILE *f;

	((struct genlmsghdr *)nl_start(&msg, 40, 0, GENL_HDRLEN))->cmd = IPMP_CMD_EVENT;
	put_u32(&msg, IPMP_A_EVENT_TYPE, IPMP_EVENT_TYPE_ADDRESS_MOVE);
	nl_put(&msg, NULL, IPMP_A_EVENT_TIME, &time, sizeof(time));
	put_str(&msg, IPMP_A_EVENT_GROUP, "g");
	put_str(&msg, IPMP_A_EVENT_INTERFACE, "eth1");
	put_str(&msg, IPMP_A_EVENT_FROM, "eth0");
	nl_put(&msg, NULL, IPMP_A_EVENT_ADDRESS, addr, sizeof(addr));
	put_u32(&msg, IPMP_A_EVENT_PREFIXLEN, 24);
	nl_put(&msg, NULL, IPMP_A_EVENT_ELAPSED, &elapsed, sizeof(elapsed));
	CHECK(event_parse(&event_sources[1], msg.nlh, vals));
	f = fmemopen(buf, sizeof(buf), "w");
	event_text(&event_sources[1], vals, f);
	fclose(f);
	CHECK(strstr(buf, "2026-11-22T20:00:00.123456Z ipmp address-move group g ") == buf);
	CHECK(strstr(buf, " interface eth1 address 10.0.0.1/24 from eth0 elapsed 1500000\n"));
	obj = event_json(&event_sources[1], vals);
	snprintf(buf, sizeof(buf), "%s", json_object_to_json_string_ext(obj, flags));
	CHECK(strstr(buf, "\"time\":\"2026-11-22T20:00:00.123456Z\",\"object\":\"ipmp\""));
	CHECK(strstr(buf, "\"event\":\"address-move\",\"group\":\"g\""));
	CHECK(strstr(buf, "\"address\":\"10.0.0.1/24\",\"from\":\"eth0\",\"elapsed\":1500000"));
	json_object_put(obj);
}

/* bond0 (5) and its port eth0 (6), each with what fill puts there as its data. */
static void answer_bond(const char *kind, void (*fill)(struct nl_msg *msg, uint16_t seed),
			uint16_t seed)
{
	struct nlattr *info, *data;
	struct nl_msg *msg;

	fake_reset();
	for (int port = 0; port <= 1; port++) {
		msg = port ? answer_link(6, "eth0", 5) : answer_link(5, "bond0", 0);
		info = fake_nest(msg, IFLA_LINKINFO);
		put_str(msg, port ? IFLA_INFO_SLAVE_KIND : IFLA_INFO_KIND, kind);
		data = fake_nest(msg, port ? IFLA_INFO_SLAVE_DATA : IFLA_INFO_DATA);
		fill(msg, seed);
		mnl_attr_nest_end(msg->nlh, data);
		mnl_attr_nest_end(msg->nlh, info);
	}
}

static void fill_bond(struct nl_msg *msg, uint16_t seed)
{
	(void)seed;
	put_u8(msg, IFLA_BOND_MODE, 1);
	put_u32(msg, IFLA_BOND_MIIMON, 70);
	put_u8(msg, 9, 7);		/* of the port: prio; of the bond: arp_validate */
	put_u32(msg, IFLA_BOND_PRIMARY, 6);
	put_u8(msg, IFLA_BOND_FAIL_OVER_MAC, 2);
	put_u32(msg, IFLA_BOND_UPDELAY, 4000000);
}

/* Every number, each of another length. */
static void fill_any(struct nl_msg *msg, uint16_t seed)
{
	static const uint8_t bytes[40] = { 9, 0, 8, 0, 1, 0, 2, 3, 0, 0, 5, 0, 8, 0, 2, 0 };

	for (uint16_t type = 0; type < 60; type++)
		nl_put(msg, NULL, type, bytes, (size_t)(type * 7 + seed) % 21);
}

static void imports(void)
{
	answer_bond("bond", fill_bond, 0);
	CHECK(run("trunk import bond0") == HACTL_OK);
	CHECK(strstr(out, "\ntrunk add bond0 mode active-backup miimon 70 primary eth0 "));
	CHECK(strstr(out, " fail_over_mac follow\n"));
	CHECK(strstr(out, "\nport add eth0 trunk bond0 prio 7\n"));
	CHECK(strstr(out, "# not offered: updelay 4000000: trunk has no such value\n"));
	CHECK(strstr(out, "# [trunk bond0]\n# mode = active-backup\n# miimon = 70\n"));
	CHECK(strstr(out, "# [port eth0]\n# trunk = bond0\n# prio = 7\n"));
	CHECK(!fake_requests);
	CHECK(run("trunk import eth0") == HACTL_USAGE);
	for (uint16_t seed = 0; seed < 21; seed++) {
		answer_bond("bond", fill_any, seed);
		CHECK(run("trunk import bond0") == HACTL_OK);
		h.json = true;
		CHECK(run("trunk import bond0") == HACTL_OK);
		h.json = false;
		answer_bond("team", fill_any, seed);
		CHECK(run("trunk import bond0") == HACTL_OK);
	}
}

KTAP_MAIN(T(trunk_add), T(trunk_set), T(trunk_schedulers), T(port_requests),
	  T(port_drain_request), T(masters), T(refused_unsent), T(kernel_errors),
	  T(ipmp_requests), T(json), T(counters), T(events), T(imports))
