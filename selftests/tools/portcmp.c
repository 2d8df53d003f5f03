// SPDX-License-Identifier: GPL-2.0-only
/*
 * By which port frames leave. The same frames, made from a seed, are sent by
 * one device, or each one by two devices in turn, whose ports are the devices
 * PORTS0, PORTS1, ... Dummies as ports: a frame is on its port when send()
 * returns.
 *
 * With one device prints the index of the port, a frame a line; with two prints
 * how many frames left by ports of a different index, and shows the first ones.
 */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <linux/virtio_net.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "tool.h"

#define PORTS_MAX	64
#define FRAME_MAX	8192
#define SHOWN		5
#define DEPTH_MAX	3

struct device {
	const char *name;
	int ifindex;
	int port[PORTS_MAX];
	uint32_t count[PORTS_MAX];
};

/* @linear: 0, or how many bytes of a long frame are to be in one piece */
struct frame {
	uint8_t byte[FRAME_MAX];
	uint32_t len;
	uint16_t protocol;
	uint16_t linear;
};

static int ports;

/* ------------------------------------------------------------------ frames */

static uint64_t state;

static uint32_t rnd(uint32_t below)
{
	state = state * 6364136223846793005ull + 1442695040888963407ull;
	return (state >> 33) % below;
}

static void put8(struct frame *f, uint8_t v)
{
	f->byte[f->len++] = v;
}

static void put16(struct frame *f, uint16_t v)
{
	put8(f, v >> 8);
	put8(f, v);
}

static void put_random(struct frame *f, uint32_t n)
{
	while (n--)
		put8(f, rnd(256));
}

/* Few hosts and ports: real traffic has structure. */
static void put_address(struct frame *f, uint32_t n)
{
	if (rnd(2)) {
		put_random(f, n);
		return;
	}
	while (--n)
		put8(f, 10);
	put8(f, rnd(16));
}

static void put_ip(struct frame *f, int depth, bool v6);

static void put_ether_type(struct frame *f, int depth);

/* whole, DF, first, middle and last fragment */
static const uint16_t fragments[8] = {
	0, 0, 0x4000, 0x4000, 0x2000, 0x2010, 0x0010, 0x8000,
};

static uint8_t pick_proto(bool v6)
{
	static const uint8_t protos[] = {
		IPPROTO_TCP, IPPROTO_TCP, IPPROTO_UDP, IPPROTO_UDP, IPPROTO_SCTP,
		IPPROTO_DCCP, IPPROTO_ESP, IPPROTO_AH, IPPROTO_UDPLITE,
		IPPROTO_ICMP, IPPROTO_ICMP, IPPROTO_ICMPV6, IPPROTO_ICMPV6,
		IPPROTO_GRE, IPPROTO_IPIP, IPPROTO_IPV6, IPPROTO_IGMP,
	};
	static const uint8_t extensions[] = {
		IPPROTO_HOPOPTS, IPPROTO_ROUTING, IPPROTO_DSTOPTS,
		IPPROTO_FRAGMENT, IPPROTO_AH,
	};

	if (v6 && !rnd(4))
		return extensions[rnd(sizeof(extensions))];
	return rnd(16) ? protos[rnd(sizeof(protos))] : rnd(256);
}

static void put_icmp(struct frame *f, int depth, bool v6)
{
	static const uint8_t types[] = {
		0, 3, 4, 5, 8, 11, 12, 13, 14, 1, 2, 3, 4, 128, 129, 133, 135,
	};
	uint8_t type = rnd(16) ? types[rnd(sizeof(types))] : rnd(256);

	put8(f, type);
	put8(f, rnd(4));
	put_random(f, 2);
	put16(f, rnd(3) ? rnd(65536) : 0);
	put_random(f, 2);
	if (type < 128 && type && type != 8)
		put_ip(f, depth + 1, rnd(16) ? v6 : !v6);
}

static void put_gre(struct frame *f, int depth)
{
	static const uint16_t types[] = { 0x0800, 0x86dd, 0x6558, 0x880b, 0x0806 };
	uint16_t type = types[rnd(5)];
	uint8_t flags = rnd(8) ? (rnd(8) << 4) & 0xb0 : rnd(256);

	put8(f, flags);
	put8(f, rnd(8) ? type == 0x880b : rnd(256));
	put16(f, type);
	for (; flags; flags &= flags - 1)
		put_random(f, 4);
	if (type == 0x6558) {
		put_random(f, 12);
		put_ether_type(f, depth + 1);
	} else if (type == 0x0800 || type == 0x86dd) {
		put_ip(f, depth + 1, type == 0x86dd);
	}
}

static void put_l4(struct frame *f, int depth, uint8_t proto, bool v6)
{
	uint8_t next, words;

	if (depth > DEPTH_MAX)
		return;
	switch (proto) {
	case IPPROTO_ICMP:
	case IPPROTO_ICMPV6:
		put_icmp(f, depth, v6);
		return;
	case IPPROTO_GRE:
		put_gre(f, depth);
		return;
	case IPPROTO_IPIP:
		put_ip(f, depth + 1, false);
		return;
	case IPPROTO_IPV6:
		put_ip(f, depth + 1, true);
		return;
	case IPPROTO_HOPOPTS:
	case IPPROTO_ROUTING:
	case IPPROTO_DSTOPTS:
	case IPPROTO_FRAGMENT:
		next = pick_proto(v6);
		words = proto == IPPROTO_FRAGMENT ? 0 : rnd(3);
		put8(f, next);
		put8(f, words);
		if (proto == IPPROTO_FRAGMENT)
			put16(f, rnd(3) * 8 + rnd(2));
		else
			put_random(f, 2);
		put_random(f, words * 8 + 4);
		put_l4(f, depth + 1, next, v6);
		return;
	case IPPROTO_UDP:
		/* VXLAN now and then. */
		put16(f, rnd(2) ? rnd(65536) : 2 * rnd(8) + 1024);
		put16(f, rnd(4) ? rnd(65536) : 4789);
		put_random(f, 4 + 8 + 12);
		put_ether_type(f, depth + 1);
		return;
	default:
		put16(f, rnd(2) ? rnd(65536) : 2 * rnd(8) + 1024);
		put16(f, rnd(2) ? rnd(65536) : 443);
		put_random(f, 16);
	}
}

static void put_ip(struct frame *f, int depth, bool v6)
{
	uint8_t proto = pick_proto(v6), ihl = rnd(3) ? 5 : rnd(16);

	if (depth > DEPTH_MAX)
		return;
	if (v6) {
		put8(f, 0x60);
		put8(f, rnd(16));
		put16(f, rnd(3) ? 0 : rnd(65536));
		put16(f, 512);
		put8(f, proto);
		put8(f, 64);
		put_address(f, 16);
		put_address(f, 16);
	} else {
		put8(f, (rnd(32) ? 0x40 : rnd(16) << 4) | ihl);
		put8(f, 0);
		put16(f, 512);
		put16(f, rnd(65536));
		put16(f, fragments[rnd(8)]);
		put8(f, 64);
		put8(f, proto);
		put16(f, 0);
		put_address(f, 4);
		put_address(f, 4);
		if (ihl > 5)
			put_random(f, (ihl - 5) * 4);
	}
	put_l4(f, depth, proto, v6);
}

static void put_ether_type(struct frame *f, int depth)
{
	static const uint16_t others[] = {
		ETHERTYPE_ARP, 0x8847, 0x8848, 0x8864, 0x88ca, 0x8906, 0x88f7,
		0x890d, 0x88cc, 0x0026, 0xffff,
	};
	uint32_t kind;

	if (depth > DEPTH_MAX)
		return;
	for (kind = rnd(8); kind < 2; kind++) {
		put16(f, rnd(2) ? 0x8100 : 0x88a8);
		put16(f, rnd(65536));
	}
	kind = rnd(8);
	if (kind < 4) {
		put16(f, ETHERTYPE_IP);
		put_ip(f, depth, false);
	} else if (kind < 7) {
		put16(f, ETHERTYPE_IPV6);
		put_ip(f, depth, true);
	} else {
		put16(f, rnd(4) ? others[rnd(11)] : rnd(65536));
		/* No user of TIPC: the kernel hashes its probes at random. */
		put8(f, 0);
		put_random(f, 39);
		put16(f, ETHERTYPE_IP);
		put_ip(f, depth, false);
	}
}

/* Number @n: each length of 14 to 128 comes up, most frames are whole. */
static void make(struct frame *f, uint32_t n)
{
	f->len = 0;
	put8(f, rnd(256));
	put_random(f, 5);
	put8(f, rnd(256) & ~1);
	put_random(f, 5);
	put_ether_type(f, 0);
	if (f->len < 16)
		put_random(f, 16 - f->len);
	put_random(f, rnd(32));
	f->linear = 0;
	switch (n % 8) {
	case 0:
		put_random(f, 128);
		f->len = 14 + n / 8 % 115;
		break;
	case 1:
		f->len = 14 + rnd(f->len - 13);
		break;
	case 2:
		f->byte[12 + rnd(f->len - 12)] ^= 1 << rnd(8);
		break;
	case 3: case 4:
		/* Less than a page is always in one piece. */
		put_random(f, 4200);
		f->linear = 14 + rnd(160);
		break;
	}
	/* What the sender says it is, or what the kernel finds in it. */
	memcpy(&f->protocol, f->byte + 12, sizeof(f->protocol));
	if (!rnd(3))
		f->protocol = 0;
	else if (!rnd(16))
		f->protocol = htons(rnd(2) ? ETHERTYPE_IP : ETHERTYPE_IPV6);
}

/* ----------------------------------------------------------------- sending */

static int sender, listener;

static int packet_socket(uint16_t protocol)
{
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, htons(protocol));

	if (fd < 0)
		die("socket");
	return fd;
}

static void open_sockets(void)
{
	int yes = 1;

	sender = packet_socket(0);
	if (setsockopt(sender, SOL_PACKET, PACKET_VNET_HDR, &yes, sizeof(yes)))
		die("PACKET_VNET_HDR");
	listener = packet_socket(ETH_P_ALL);
}

static void send_frame(const struct device *d, struct frame *f)
{
	struct virtio_net_hdr hdr = { .hdr_len = f->linear };
	struct sockaddr_ll to = {
		.sll_family = AF_PACKET,
		.sll_ifindex = d->ifindex,
		.sll_protocol = f->protocol,
	};
	struct iovec iov[] = {
		{ &hdr, sizeof(hdr) },
		{ f->byte, f->len },
	};
	struct msghdr msg = {
		.msg_name = &to,
		.msg_namelen = sizeof(to),
		.msg_iov = iov,
		.msg_iovlen = 2,
	};

	if (sendmsg(sender, &msg, 0) < 0)
		die("send");
}

/* The one port of @d that something left by since the last call. */
static int left_by(struct device *d)
{
	int found = -1, i;

	for (;;) {
		struct sockaddr_ll from;
		socklen_t len = sizeof(from);
		uint8_t byte;

		if (recvfrom(listener, &byte, 1, MSG_DONTWAIT,
			     (struct sockaddr *)&from, &len) < 0)
			break;
		if (from.sll_pkttype != PACKET_OUTGOING)
			continue;
		for (i = 0; i < ports && d->port[i] != from.sll_ifindex; i++)
			;
		if (i == ports)
			continue;
		if (found >= 0) {
			fprintf(stderr, "portcmp: %s sent a frame twice\n", d->name);
			exit(1);
		}
		found = i;
	}
	if (errno != EAGAIN)
		die("receive");
	if (found < 0) {
		fprintf(stderr, "portcmp: a frame left by no port of %s\n", d->name);
		exit(1);
	}
	d->count[found]++;
	return found;
}

/*
 * What a local socket sends has a hash of its own, the same for both devices.
 * Needs a route to 10.9.9.9 by each, and the address 10.9.0.1.
 */
static int open_flow(void)
{
	struct sockaddr_in addr = { .sin_family = AF_INET };
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);

	inet_pton(AF_INET, "10.9.0.1", &addr.sin_addr);
	if (fd < 0 || bind(fd, (struct sockaddr *)&addr, sizeof(addr)))
		die("bind");
	inet_pton(AF_INET, "10.9.9.9", &addr.sin_addr);
	addr.sin_port = htons(9);
	if (connect(fd, (struct sockaddr *)&addr, sizeof(addr)))
		die("connect");
	return fd;
}

static void send_datagram(const struct device *d, int fd)
{
	struct in_pktinfo info = { .ipi_ifindex = d->ifindex };
	union {
		struct cmsghdr head;
		char space[CMSG_SPACE(sizeof(info))];
	} control = { .head = {
		.cmsg_len = CMSG_LEN(sizeof(info)),
		.cmsg_level = IPPROTO_IP,
		.cmsg_type = IP_PKTINFO,
	} };
	struct iovec iov = { "x", 1 };
	struct msghdr msg = {
		.msg_iov = &iov,
		.msg_iovlen = 1,
		.msg_control = &control,
		.msg_controllen = sizeof(control),
	};

	memcpy(CMSG_DATA(&control.head), &info, sizeof(info));
	if (sendmsg(fd, &msg, 0) < 0)
		die("send a datagram");
}

/* ------------------------------------------------------------------- main */

static void show(const struct frame *f, uint32_t n, int a, int b)
{
	uint32_t i;

	printf("frame %u: ports %d %d, %u bytes, %u in one piece, protocol %04x:",
	       n, a, b, f->len, f->linear ?: f->len, ntohs(f->protocol));
	for (i = 0; i < f->len && i < 192; i++)
		printf("%s%02x", i % 16 ? "" : " ", f->byte[i]);
	printf("\n");
}

static void device_open(struct device *d, const char *name, const char *prefix)
{
	char port[IF_NAMESIZE];
	int i;

	d->name = name;
	d->ifindex = if_nametoindex(name);
	if (!d->ifindex)
		die(name);
	for (i = 0; i < ports; i++) {
		snprintf(port, sizeof(port), "%.10s%d", prefix, i);
		d->port[i] = if_nametoindex(port);
		if (!d->port[i])
			die(port);
	}
}

int main(int argc, char **argv)
{
	uint32_t count = 1000, differ = 0, n, used[2] = {};
	struct device device[2] = {};
	bool sockets = false;
	struct frame f;
	int devices, opt, i, d;

	while ((opt = getopt(argc, argv, "n:c:s:u")) != -1) {
		switch (opt) {
		case 'n':
			enter(optarg);
			break;
		case 'c':
			count = strtoul(optarg, NULL, 0);
			break;
		case 's':
			state = strtoul(optarg, NULL, 0);
			break;
		case 'u':
			sockets = true;
			break;
		default:
			goto usage;
		}
	}
	argv += optind;
	argc -= optind;
	if (argc != 3 && argc != 5)
		goto usage;
	ports = atoi(argv[0]);
	if (ports < 1 || ports > PORTS_MAX)
		goto usage;
	devices = (argc - 1) / 2;
	for (d = 0; d < devices; d++)
		device_open(&device[d], argv[1 + 2 * d], argv[2 + 2 * d]);
	open_sockets();

	for (n = 0; n < count; n++) {
		int port[2] = {}, fd = -1;

		make(&f, n);
		if (sockets)
			fd = open_flow();
		for (d = 0; d < devices; d++) {
			if (sockets)
				send_datagram(&device[d], fd);
			else
				send_frame(&device[d], &f);
			port[d] = left_by(&device[d]);
		}
		if (sockets)
			close(fd);
		if (devices == 1)
			printf("%d\n", port[0]);
		else if (port[0] != port[1] && ++differ <= SHOWN && !sockets)
			show(&f, n, port[0], port[1]);
	}
	if (devices == 1)
		return 0;
	for (d = 0; d < devices; d++)
		for (i = 0; i < ports; i++)
			used[d] += device[d].count[i] > 0;
	printf("%u frames, %u differ, ports used: %u %u\n", count, differ, used[0],
	       used[1]);
	return differ > 0;

usage:
	fprintf(stderr, "Usage: portcmp [OPTION]... NPORTS DEV PORTS [DEV PORTS]\n"
			"  -n NETNS  there\n"
			"  -c COUNT  frames\n"
			"  -s SEED   other frames\n"
			"  -u        datagrams of local sockets instead\n");
	return 2;
}
