// SPDX-License-Identifier: GPL-2.0-only
/*
 * Many flows at exact rates, and where they go: UDP flows that differ in their
 * source port alone. Without "socket" they leave as raw frames, as what is
 * forwarded does: no socket, no flow hash.
 *
 * Where a frame leaves is read off the ports of the device: by a packet socket
 * (map) or from their counters (load).
 */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <math.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/ip.h>
#include <netinet/udp.h>
#include <netpacket/packet.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "tool.h"

#define NSEC_PER_MSEC	INT64_C(1000000)
#define MAX_FLOWS	45000
#define MAX_PORTS	64
#define DISCARD		9	/* destination port of all */
#define WINDOW_MS	20	/* over which a balance is judged after a shift */

struct flow {
	uint16_t source;	/* port */
	double weight;		/* share of the rate */
	int64_t interval;	/* ns between two bursts, on average */
	int64_t next;
	uint32_t seq;
	int fd;			/* its socket, or -1 */
	int port;		/* where it left when it was looked at, or -1 */
};

struct port {
	char name[IFNAMSIZ];
	unsigned int index;
	int counter;		/* file of its tx_bytes */
	uint64_t *bytes;	/* by sample */
};

struct frame {
	struct ether_header eth;
	struct iphdr ip;
	struct udphdr udp;
	uint32_t magic;
	uint32_t seq;
	uint8_t fill[1600];
} __attribute__((packed));

#define HEADERS	(offsetof(struct frame, fill))
#define PAYLOAD	(offsetof(struct frame, magic))
#define MAGIC	0x666c6f77

/* Options, with what they are when not given. */
static struct options {
	const char *ports;	/* comma between them */
	double flows;
	double first;		/* least source port */
	double scatter;		/* source ports are any from there, by seed */
	double rate;		/* frames a second, all flows together */
	double size;		/* of a frame, with its Ethernet header */
	double time;		/* of the run, ms */
	double warm;		/* of that, not counted, ms */
	double pareto;		/* shape of the rates' distribution; 0: equal */
	double seed;		/* of phases and rates */
	double burst;		/* frames sent at once */
	double jitter;		/* of the time between bursts, percent */
	double shift;		/* when the load changes, ms; 0: never */
	double factor;		/* how the flows of one port change then */
	double step;		/* between samples of the counters, ms */
	double socket;		/* each flow has a socket */
	double rounds;		/* map: frames of each flow */
	const char *to;		/* Ethernet address that frames go to */
	const char *from;	/* and come from; that of the device */
} opt = {
	.flows = 32, .first = 20000, .rate = 16000, .size = 1400, .time = 2000,
	.seed = 1, .burst = 1, .factor = 4, .step = 5, .rounds = 1,
	.to = "02:00:00:00:00:02",
};

static const struct {
	const char *name;
	double *number;
	const char **text;
} names[] = {
	{ "ports", NULL, &opt.ports },		{ "flows", &opt.flows, NULL },
	{ "first", &opt.first, NULL },		{ "rate", &opt.rate, NULL },
	{ "scatter", &opt.scatter, NULL },
	{ "size", &opt.size, NULL },		{ "time", &opt.time, NULL },
	{ "warm", &opt.warm, NULL },		{ "pareto", &opt.pareto, NULL },
	{ "seed", &opt.seed, NULL },		{ "burst", &opt.burst, NULL },
	{ "jitter", &opt.jitter, NULL },	{ "shift", &opt.shift, NULL },
	{ "factor", &opt.factor, NULL },	{ "step", &opt.step, NULL },
	{ "socket", &opt.socket, NULL },	{ "rounds", &opt.rounds, NULL },
	{ "to", NULL, &opt.to },		{ "from", NULL, &opt.from },
};

static struct flow flows[MAX_FLOWS];
static struct port ports[MAX_PORTS];
static int nr_flows, nr_ports;
static int flow_of[65536];	/* by source port; -1: none */
static struct sockaddr_ll via = { .sll_family = AF_PACKET };
static struct frame frame;
static int out = -1;
static uint64_t lots;
static volatile sig_atomic_t stopped;

static void usage(void)
{
	fprintf(stderr,
		"Usage: flows [-n NETNS] COMMAND [OPTION=VALUE]...\n"
		"  map DEV ports=A,B...    a line for each frame: FLOW PORT SOURCE-ADDRESS\n"
		"  load DEV ports=A,B...   send at a rate; how even the ports were, as JSON\n"
		"  recv DEV                count what arrives until SIGTERM, as JSON\n"
		"Options:");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		fprintf(stderr, " %s=", names[i].name);
	fprintf(stderr, "\n");
	exit(2);
}

static void set_option(const char *arg)
{
	const char *value = strchr(arg, '=');

	for (size_t i = 0; value && i < sizeof(names) / sizeof(names[0]); i++) {
		if (strlen(names[i].name) != (size_t)(value - arg) ||
		    strncmp(names[i].name, arg, value - arg))
			continue;
		if (names[i].text)
			*names[i].text = value + 1;
		else
			*names[i].number = atof(value + 1);
		return;
	}
	usage();
}

/* In [0, 1): splitmix64, the same in each run of a seed. */
static double lot(void)
{
	uint64_t x = lots += UINT64_C(0x9e3779b97f4a7c15);

	x = (x ^ (x >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	x = (x ^ (x >> 27)) * UINT64_C(0x94d049bb133111eb);
	return (double)((x ^ (x >> 31)) >> 11) / (double)(UINT64_C(1) << 53);
}

static void parse_mac(uint8_t *mac, const char *text)
{
	if (sscanf(text, "%hhx:%hhx:%hhx:%hhx:%hhx:%hhx", &mac[0], &mac[1],
		   &mac[2], &mac[3], &mac[4], &mac[5]) != 6)
		usage();
}

/* ----------------------------------------------------------------- sending */

static int packet_socket(const char *dev, int protocol)
{
	struct sockaddr_ll at = {
		.sll_family = AF_PACKET, .sll_protocol = htons(protocol),
	};
	int size = 64 << 20;
	int fd;

	fd = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
	if (fd < 0)
		die("packet socket");
	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &size, sizeof(size));
	setsockopt(fd, SOL_SOCKET, SO_SNDBUFFORCE, &size, sizeof(size));
	at.sll_ifindex = dev ? (int)if_nametoindex(dev) : 0;
	if (dev && !at.sll_ifindex)
		die(dev);
	if (protocol && bind(fd, (struct sockaddr *)&at, sizeof(at)))
		die("bind");
	return fd;
}

static void open_frames(const char *dev)
{
	struct ifreq ifr = { 0 };

	out = packet_socket(NULL, 0);
	via.sll_ifindex = if_nametoindex(dev);
	via.sll_protocol = htons(ETHERTYPE_IP);
	strncpy(ifr.ifr_name, dev, IFNAMSIZ - 1);
	if (!via.sll_ifindex || ioctl(out, SIOCGIFHWADDR, &ifr))
		die(dev);
	memcpy(frame.eth.ether_shost, ifr.ifr_hwaddr.sa_data, ETH_ALEN);
	if (opt.from)
		parse_mac(frame.eth.ether_shost, opt.from);
	parse_mac(frame.eth.ether_dhost, opt.to);
	frame.eth.ether_type = htons(ETHERTYPE_IP);
	frame.ip.version = 4;
	frame.ip.ihl = 5;
	frame.ip.ttl = 64;
	frame.ip.protocol = IPPROTO_UDP;
	frame.ip.tot_len = htons(opt.size - sizeof(frame.eth));
	frame.ip.saddr = inet_addr("10.0.0.1");
	frame.ip.daddr = inet_addr("10.0.0.9");
	frame.udp.dest = htons(DISCARD);
	frame.udp.len = htons(opt.size - sizeof(frame.eth) - sizeof(frame.ip));
	frame.magic = MAGIC;
}

static void open_socket(struct flow *flow)
{
	struct sockaddr_in addr = {
		.sin_family = AF_INET, .sin_port = htons(flow->source),
	};

	flow->fd = socket(AF_INET, SOCK_DGRAM, 0);
	if (flow->fd < 0 ||
	    bind(flow->fd, (struct sockaddr *)&addr, sizeof(addr)))
		die("bind");
	addr.sin_addr.s_addr = frame.ip.daddr;
	addr.sin_port = htons(DISCARD);
	if (connect(flow->fd, (struct sockaddr *)&addr, sizeof(addr)))
		die("connect");
}

static uint16_t source_of(int i)
{
	int source = opt.first + i;

	if (opt.scatter)
		do
			source = opt.first + (65536 - opt.first) * lot();
		while (flow_of[source] >= 0);
	return source;
}

static void open_flows(const char *dev)
{
	nr_flows = opt.flows;
	if (nr_flows < 1 || nr_flows > MAX_FLOWS || opt.size < HEADERS ||
	    opt.size > sizeof(frame) || opt.first + nr_flows > 65536)
		usage();
	lots = opt.seed;
	open_frames(dev);
	for (int source = 0; source < 65536; source++)
		flow_of[source] = -1;
	for (int i = 0; i < nr_flows; i++) {
		flows[i].source = source_of(i);
		flow_of[flows[i].source] = i;
		flows[i].weight = opt.pareto ?
			pow(1 - lot(), -1 / opt.pareto) : 1;
		flows[i].fd = -1;
		flows[i].port = -1;
		if (opt.socket)
			open_socket(&flows[i]);
	}
}

/* What the device refuses is for the counters to show. */
static void send_one(int i)
{
	size_t skip = flows[i].fd >= 0 ? PAYLOAD : 0;

	frame.udp.source = htons(flows[i].source);
	frame.seq = flows[i].seq++;
	if (flows[i].fd >= 0)
		send(flows[i].fd, &frame.magic, opt.size - skip, 0);
	else
		sendto(out, &frame, opt.size, 0, (struct sockaddr *)&via,
		       sizeof(via));
}

/* ------------------------------------------------------------------- ports */

static void open_ports(void)
{
	char *list = strdup(opt.ports ? opt.ports : ""), *name, *rest = list;

	while ((name = strsep(&rest, ",")) && *name && nr_ports < MAX_PORTS) {
		struct port *port = &ports[nr_ports++];

		strncpy(port->name, name, IFNAMSIZ - 1);
		port->index = if_nametoindex(name);
		if (!port->index)
			die(name);
	}
	free(list);
	if (!nr_ports)
		usage();
}

static int port_of(unsigned int index)
{
	for (int p = 0; p < nr_ports; p++)
		if (ports[p].index == index)
			return p;
	return -1;
}

/* A frame that leaves by a port now: its flow, or -1 when there is no more. */
static int tapped(int tap, int *port, struct frame *seen)
{
	struct sockaddr_ll from;
	socklen_t len;
	ssize_t n;

	for (;;) {
		len = sizeof(from);
		n = recvfrom(tap, seen, HEADERS, MSG_DONTWAIT,
			     (struct sockaddr *)&from, &len);
		if (n < 0)
			return -1;
		if (n < (ssize_t)HEADERS || seen->magic != MAGIC ||
		    from.sll_pkttype != PACKET_OUTGOING)
			continue;
		*port = port_of(from.sll_ifindex);
		if (*port >= 0)
			return flow_of[ntohs(seen->udp.source)];
	}
}

static int cmd_map(const char *dev)
{
	struct frame seen;
	int tap, port, i;

	open_ports();
	open_flows(dev);
	tap = packet_socket(NULL, ETH_P_ALL);
	for (int n = 0; n < nr_flows * (int)opt.rounds; n++) {
		const uint8_t *mac = seen.eth.ether_shost;

		send_one(n % nr_flows);
		while ((i = tapped(tap, &port, &seen)) >= 0)
			printf("%d %s %02x:%02x:%02x:%02x:%02x:%02x\n", i,
			       ports[port].name, mac[0], mac[1], mac[2], mac[3],
			       mac[4], mac[5]);
	}
	return 0;
}

/* -------------------------------------------------------------------- load */

static void open_counters(int samples)
{
	char path[96];

	for (int p = 0; p < nr_ports; p++) {
		snprintf(path, sizeof(path),
			 "/sys/class/net/%.15s/statistics/tx_bytes", ports[p].name);
		ports[p].counter = open(path, O_RDONLY | O_CLOEXEC);
		ports[p].bytes = calloc(samples, sizeof(*ports[p].bytes));
		if (ports[p].counter < 0 || !ports[p].bytes)
			die(path);
	}
}

static void sample(int n)
{
	char text[32];

	for (int p = 0; p < nr_ports; p++) {
		ssize_t len = pread(ports[p].counter, text, sizeof(text) - 1, 0);

		if (len < 0)
			die(ports[p].name);
		text[len] = 0;
		ports[p].bytes[n] = strtoull(text, NULL, 10);
	}
}

/* Most loaded port over the mean, between two samples; 0: nothing was sent. */
static double imbalance(int from, int to)
{
	double most = 0, sum = 0;

	for (int p = 0; p < nr_ports; p++) {
		double bytes = ports[p].bytes[to] - ports[p].bytes[from];

		sum += bytes;
		most = bytes > most ? bytes : most;
	}
	return sum ? most * nr_ports / sum : 0;
}

/* What no way to share out whole flows can beat. */
static double optimum(void)
{
	double most = 0, sum = 0;

	for (int i = 0; i < nr_flows; i++) {
		sum += flows[i].weight;
		most = flows[i].weight > most ? flows[i].weight : most;
	}
	return most * nr_ports > sum ? most * nr_ports / sum : 1;
}

static void set_rates(int64_t start, double per_weight)
{
	for (int i = 0; i < nr_flows; i++) {
		flows[i].interval = flows[i].weight > 0 ?
			NSEC_PER_SEC * opt.burst / (flows[i].weight * per_weight) :
			INT64_MAX / 2;
		flows[i].next = start + lot() * flows[i].interval;
	}
}

/* The flows of one port change their rate, all at once. */
static void shift(double per_weight)
{
	int tap = packet_socket(NULL, ETH_P_ALL);
	struct frame seen;
	int port, i;

	for (i = 0; i < nr_flows; i++)
		send_one(i);
	while ((i = tapped(tap, &port, &seen)) >= 0)
		if (i < nr_flows)
			flows[i].port = port;
	close(tap);
	for (i = 0; i < nr_flows; i++)
		if (flows[i].port == flows[0].port)
			flows[i].weight *= opt.factor;
	set_rates(now(), per_weight);
}

static int earliest(void)
{
	int best = 0;

	for (int i = 1; i < nr_flows; i++)
		if (flows[i].next < flows[best].next)
			best = i;
	return best;
}

/* The end of the first window that is even, ms after sample @from, or -1. */
static double converged(int from, int to, int *uneven)
{
	int window = WINDOW_MS / opt.step;
	double at = -1;

	*uneven = 0;
	for (int n = from; n + window <= to; n++) {
		double off = imbalance(n, n + window);
		bool even = off && off <= 1.1;

		if (even && at < 0)
			at = (n + window - from) * opt.step;
		*uneven += !even && at >= 0;
	}
	return at;
}

static void report(uint64_t sent, int warm, int changed, int last)
{
	int uneven;

	printf("{\"sent\":%" PRIu64 ",\"imbalance\":%.4f,\"optimum\":%.4f",
	       sent, imbalance(warm, last), optimum());
	if (changed >= 0) {
		int window = changed + (int)(WINDOW_MS / opt.step);

		printf(",\"before\":%.4f,\"shifted\":%.4f", imbalance(warm, changed),
		       imbalance(changed, window < last ? window : last));
		printf(",\"converged_ms\":%.0f", converged(changed, last, &uneven));
		printf(",\"uneven_later\":%d,\"windows\":%d", uneven,
		       last - changed);
	}
	printf(",\"bytes\":{");
	for (int p = 0; p < nr_ports; p++)
		printf("%s\"%s\":%" PRIu64, p ? "," : "", ports[p].name,
		       ports[p].bytes[last] - ports[p].bytes[warm]);
	printf("}}\n");
}

static int cmd_load(const char *dev)
{
	int64_t step = opt.step * NSEC_PER_MSEC, start, end, change;
	int last = opt.time / opt.step, n = 0, changed = -1;
	double per_weight, sum = 0;
	uint64_t sent = 0;

	open_ports();
	open_flows(dev);
	open_counters(last + 1);
	prctl(PR_SET_TIMERSLACK, 1);
	for (int i = 0; i < nr_flows; i++)
		sum += flows[i].weight;
	per_weight = opt.rate / sum;
	start = now();
	end = start + last * step;
	change = opt.shift ? start + (int64_t)(opt.shift * NSEC_PER_MSEC) : end;
	set_rates(start, per_weight);

	while (n <= last && !stopped) {
		int i = earliest();
		int64_t due = start + n * step;

		if (changed < 0 && change < end && change <= due &&
		    change <= flows[i].next) {
			sleep_until(change, &stopped);
			shift(per_weight);
			changed = n;
			continue;
		}
		if (due <= flows[i].next) {
			sleep_until(due, &stopped);
			sample(n++);
			continue;
		}
		sleep_until(flows[i].next, &stopped);
		for (int b = 0; b < (int)opt.burst; b++, sent++)
			send_one(i);
		flows[i].next += flows[i].interval *
				 (1 + (2 * lot() - 1) * opt.jitter / 100);
	}
	report(sent, opt.warm / opt.step, changed, last);
	return 0;
}

/* ---------------------------------------------------------------- receiver */

static int cmd_recv(const char *dev)
{
	static uint32_t expected[65536], *next;
	uint64_t received = 0, reordered = 0;
	int fd = packet_socket(dev, ETH_P_IP);
	struct frame seen;

	while (!stopped) {
		if (recv(fd, &seen, HEADERS, 0) < (ssize_t)HEADERS ||
		    seen.magic != MAGIC)
			continue;
		next = &expected[ntohs(seen.udp.source)];
		received++;
		if (seen.seq < *next)
			reordered++;
		else
			*next = seen.seq + 1;
	}
	printf("{\"received\":%" PRIu64 ",\"reordered\":%" PRIu64 "}\n",
	       received, reordered);
	return 0;
}

static void on_signal(int sig)
{
	(void)sig;
	stopped = 1;
}

int main(int argc, char **argv)
{
	struct sigaction action = { .sa_handler = on_signal };

	/* no SA_RESTART: a blocked recv() ends, and its result is printed */
	sigaction(SIGTERM, &action, NULL);
	if (argc > 3 && !strcmp(argv[1], "-n")) {
		enter(argv[2]);
		argv += 2;
		argc -= 2;
	}
	if (argc < 3)
		usage();
	for (int i = 3; i < argc; i++)
		set_option(argv[i]);
	if (!strcmp(argv[1], "map"))
		return cmd_map(argv[2]);
	if (!strcmp(argv[1], "load"))
		return cmd_load(argv[2]);
	if (!strcmp(argv[1], "recv"))
		return cmd_recv(argv[2]);
	usage();
}
