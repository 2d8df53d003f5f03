// SPDX-License-Identifier: GPL-2.0-only
/*
 * Raw frames: each line of standard input, pairs of hex digits, leaves through
 * a device as one Ethernet frame. What is forwarded looks like that to a net
 * device: no socket, no flow hash.
 */

#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netpacket/packet.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tool.h"

static size_t bytes_of(const char *line, uint8_t *frame, size_t size)
{
	unsigned int b;
	size_t len;

	for (len = 0; len < size && sscanf(line + 2 * len, "%2x", &b) == 1; len++)
		frame[len] = b;
	return len;
}

int main(int argc, char **argv)
{
	struct sockaddr_ll to = { .sll_family = AF_PACKET };
	static char line[8192];
	static uint8_t frame[2048];
	size_t len;
	int fd;

	if (argc == 4 && !strcmp(argv[1], "-n")) {
		enter(argv[2]);
		argv += 2;
		argc -= 2;
	}
	if (argc != 2) {
		fprintf(stderr, "Usage: frames [-n NETNS] DEV < LINES-OF-HEX\n");
		return 1;
	}
	to.sll_ifindex = if_nametoindex(argv[1]);
	if (!to.sll_ifindex)
		die(argv[1]);
	fd = socket(AF_PACKET, SOCK_RAW, 0);
	if (fd < 0)
		die("socket");
	while (fgets(line, sizeof(line), stdin)) {
		len = bytes_of(line, frame, sizeof(frame));
		if (len < ETH_HLEN) {
			errno = EINVAL;
			die("a frame shorter than its header");
		}
		memcpy(&to.sll_protocol, frame + 12, sizeof(to.sll_protocol));
		if (sendto(fd, frame, len, 0, (struct sockaddr *)&to, sizeof(to)) < 0)
			die("send");
	}
	return 0;
}
