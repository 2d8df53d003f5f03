/* SPDX-License-Identifier: GPL-2.0-only */
/* What ip(8) and a plug-in of it agree on; iproute2 installs no header that says it. */

#ifndef HACTL_IPROUTE2_IP_H
#define HACTL_IPROUTE2_IP_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct nlmsghdr;
struct rtattr;

/**
 * struct link_util - a link kind; ip looks for it by the name KIND_link_util in link_KIND.so
 * @next: list of those that ip has loaded
 * @id: kind
 * @maxattr: highest attribute that print_opt() is given
 * @parse_opt: what follows the kind, into a message; not 0: an error was said
 * @print_opt: attributes of a link, by number, NULL where there is none; or NULL for none at all
 * @print_xstats: IFLA_INFO_XSTATS
 * @print_help: ip link help KIND
 * @parse_ifla_xstats: what follows ip link xstats type KIND
 * @print_ifla_xstats: an RTM_NEWSTATS
 * @later: NULL for what a newer ip may have
 *
 * In all its years members were only added, each at the end: an older ip does not read the last
 * ones, and a newer one, which would read past the end, finds NULL: not offered.
 * Once print_ifla_xstats had the sender's struct sockaddr_nl before the message.
 */
struct link_util {
	struct link_util *next;
	const char *id;
	int maxattr;
	int (*parse_opt)(struct link_util *util, int argc, char **argv, struct nlmsghdr *nlh);
	void (*print_opt)(struct link_util *util, FILE *f, struct rtattr *tb[]);
	void (*print_xstats)(struct link_util *util, FILE *f, struct rtattr *xstats);
	void (*print_help)(struct link_util *util, int argc, char **argv, FILE *f);
	int (*parse_ifla_xstats)(struct link_util *util, int argc, char **argv);
	int (*print_ifla_xstats)(struct nlmsghdr *nlh, void *f);
	void *later[8];
};

/* JSON writer of ip; weak, for one so old that it has none. */
#define IP_WEAK __attribute__((__weak__))

struct json_writer;

IP_WEAK struct json_writer *get_json_writer(void);
IP_WEAK void jsonw_name(struct json_writer *w, const char *name);
IP_WEAK void jsonw_null(struct json_writer *w);
IP_WEAK void jsonw_bool(struct json_writer *w, bool value);
IP_WEAK void jsonw_s64(struct json_writer *w, int64_t value);
IP_WEAK void jsonw_float(struct json_writer *w, double value);
IP_WEAK void jsonw_string(struct json_writer *w, const char *value);
IP_WEAK void jsonw_start_array(struct json_writer *w);
IP_WEAK void jsonw_end_array(struct json_writer *w);
IP_WEAK void jsonw_start_object(struct json_writer *w);
IP_WEAK void jsonw_end_object(struct json_writer *w);

/* Found by ip, the only symbols of the plug-in that it sees. */
#define IP_EXPORT __attribute__((visibility("default")))

extern struct link_util trunk_link_util IP_EXPORT;
extern struct link_util trunk_slave_link_util IP_EXPORT;

#endif
