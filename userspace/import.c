// SPDX-License-Identifier: GPL-2.0-only
/* hactl trunk import: a bond or a team as commands that make a trunk like it. */

#include "cmd.h"
#include "import.h"

#include <errno.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include <linux/rtnetlink.h>

/* Port of that ifindex, or NULL. */
struct import_port *import_port(struct import *im, int ifindex)
{
	for (size_t i = 0; i < im->nports; i++)
		if (im->port[i].link->ifindex == ifindex)
			return &im->port[i];
	return NULL;
}

/**
 * import_number - set an option
 * @im: device
 * @vals: values of it or of a port
 * @i: which
 * @num: value; one that a trunk cannot have is noted instead
 */
void import_number(struct import *im, struct opt_val *vals, size_t i, int64_t num)
{
	const struct opt *o = vals == im->val ? &trunk_opts[i] : &port_opts[i];

	if (o->kind == OPT_NUM && (num < o->min || num > o->max)) {
		import_note(im, "%s %lld: trunk takes %lld to %lld", o->name, (long long)num,
			    (long long)o->min, (long long)o->max);
		return;
	}
	vals[i].set = true;
	vals[i].num = num;
}

/* What a trunk does not have: OPTION VALUE: reason. */
void import_note(struct import *im, const char *fmt, ...)
{
	char text[256];
	va_list ap;

	va_start(ap, fmt);
	vsnprintf(text, sizeof(text), fmt, ap);
	va_end(ap);
	json_object_array_add(im->notes, json_object_new_string(text));
}

static int find_ports(struct import *im)
{
	im->port = calloc(im->links->n + 1, sizeof(*im->port));
	if (!im->port)
		return -ENOMEM;
	for (size_t i = 0; i < im->links->n; i++)
		if (im->links->link[i].master == im->dev->ifindex)
			im->port[im->nports++].link = &im->links->link[i];
	return 0;
}

/**
 * import_each - ask for the device and each of its ports
 * @h: context
 * @im: device
 * @cb: called with @im for each answer
 *
 * Return: 0 or a negative errno.
 */
int import_each(struct hactl *h, struct import *im, nl_cb cb)
{
	struct ifinfomsg *ifi;
	struct nl_msg msg;
	int err = 0;

	for (size_t i = 0; !err && i <= im->nports; i++) {
		ifi = nl_start(&msg, RTM_GETLINK, 0, sizeof(*ifi));
		ifi->ifi_index = i ? im->port[i - 1].link->ifindex : im->dev->ifindex;
		err = nl_talk(&h->rt, &msg, cb, im);
	}
	return err;
}

/* Address and MTU, and of a port the address that it has of its own. */
static int take_link(const struct nlmsghdr *nlh, void *data)
{
	static const struct opt perm = {
		.kind = OPT_MAC, .place = OPT_AT_LINK, .attr = IFLA_PERM_ADDRESS,
	};
	const struct ifinfomsg *ifi = mnl_nlmsg_get_payload(nlh);
	const struct nlattr *attr;
	struct import_port *port;
	struct import *im = data;

	if (nlh->nlmsg_type != RTM_NEWLINK || mnl_nlmsg_get_payload_len(nlh) < sizeof(*ifi))
		return MNL_CB_OK;
	port = import_port(im, ifi->ifi_index);
	mnl_attr_for_each(attr, nlh, sizeof(*ifi)) {
		if (port)
			opt_get(&perm, 1, OPT_AT_LINK, attr, &port->addr);
		else
			opt_get(trunk_opts, TRUNK_N, OPT_AT_LINK, attr, im->val);
	}
	return MNL_CB_OK;
}

/* A bond has 16 queues where a trunk has 2: only who sends by them needs them. */
static void settle_queues(struct import *im)
{
	bool used = false;

	for (size_t i = 0; i < im->nports; i++)
		used |= im->port[i].val[PORT_QUEUE_ID].num > 0;
	if (!used)
		im->val[TRUNK_TX_QUEUES].set = false;
}

/* Names for ifindexes; the address only where a trunk would not take it from its first port. */
static void settle(struct import *im)
{
	struct opt_val *addr = &im->val[TRUNK_ADDRESS];
	const struct opt_val *own = im->nports ? &im->port[0].addr : NULL;

	if (!own || (own->set && !memcmp(own->raw, addr->raw, sizeof(addr->raw))))
		addr->set = false;
	settle_queues(im);
	for (size_t i = 0; i < TRUNK_N; i++) {
		const struct link *link = trunk_opts[i].kind == OPT_INDEX && im->val[i].set ?
					  model_link_by_index(im->links, im->val[i].num) : NULL;

		if (link)
			snprintf(im->val[i].text, sizeof(im->val[i].text), "%s", link->name);
	}
}

/* A word as a batch reads it. */
static void put_word(FILE *f, const char *word)
{
	const char *quote = *word == '"' ? "'" : *word == '#' || *word == '\'' ? "\"" : "";

	fprintf(f, "%s%s%s", quote, word, quote);
}

/* Options other than the default: words of a command, or lines of a section, commented out. */
static void put_options(FILE *f, const struct opt *opts, size_t n, const struct opt_val *vals,
			bool section)
{
	char buf[1024];

	for (size_t i = 1; i < n; i++) {
		const char *text = opt_text(&opts[i], &vals[i], buf, sizeof(buf));

		if (vals[i].set && (opts[i].cmds & CMD_ADD) &&
		    !(opts[i].dflt && !strcmp(text, opts[i].dflt)))
			fprintf(f, section ? "# %s = %s\n" : " %s %s", opts[i].name, text);
	}
}

/* Commands, one a line. */
static void put_commands(FILE *f, const struct import *im)
{
	fputs("trunk add ", f);
	put_word(f, im->dev->name);
	put_options(f, trunk_opts, TRUNK_N, im->val, false);
	fputc('\n', f);
	for (size_t i = 0; i < im->nports; i++) {
		fputs("port add ", f);
		put_word(f, im->port[i].link->name);
		fputs(" trunk ", f);
		put_word(f, im->dev->name);
		put_options(f, port_opts, PORT_N, im->port[i].val, false);
		fputc('\n', f);
	}
}

static void put_text(FILE *f, const struct import *im)
{
	fprintf(f, "# %s, a %s, as a trunk; for hactl -b when it is deleted\n", im->dev->name,
		im->dev->kind);
	for (size_t i = 0; i < json_object_array_length(im->notes); i++)
		fprintf(f, "# not offered: %s\n",
			json_object_get_string(json_object_array_get_idx(im->notes, i)));
	put_commands(f, im);
	if (im->dev->flags & IFF_UP)
		fprintf(f, "# then: ip link set %s up\n", im->dev->name);
	fprintf(f, "#\n# the same as sections of a configuration file:\n# [trunk %s]\n",
		im->dev->name);
	put_options(f, trunk_opts, TRUNK_N, im->val, true);
	for (size_t i = 0; i < im->nports; i++) {
		fprintf(f, "# [port %s]\n# trunk = %s\n", im->port[i].link->name,
			im->dev->name);
		put_options(f, port_opts, PORT_N, im->port[i].val, true);
	}
}

static int put_json(const struct hactl *h, struct import *im)
{
	struct json_object *obj = json_object_new_object();
	struct json_object *commands = json_object_new_array();
	char *text = NULL, *line, *next;
	size_t len;
	FILE *f = open_memstream(&text, &len);

	if (f) {
		put_commands(f, im);
		fclose(f);
	}
	for (next = text; (line = strsep(&next, "\n")) && *line;)
		json_object_array_add(commands, json_object_new_string(line));
	free(text);
	json_object_object_add(obj, "commands", commands);
	json_object_object_add(obj, "not_offered", json_object_get(im->notes));
	return out_json(h, "import", obj);
}

static int read_device(struct hactl *h, struct import *im)
{
	bool team = !strcmp(im->dev->kind, "team");
	int err;

	if (!team && strcmp(im->dev->kind, "bond"))
		return hactl_err(h, HACTL_USAGE, "%s: neither a bond nor a team", im->dev->name);
	err = find_ports(im);
	if (!err)
		err = import_each(h, im, take_link);
	if (!err)
		err = team ? import_team(h, im) : import_bond(h, im);
	if (err)
		return hactl_nl_err(h, team ? &h->ge : &h->rt, err, im->dev->name);
	settle(im);
	return HACTL_OK;
}

/* hactl trunk import DEV */
int trunk_import(struct hactl *h, struct args *a)
{
	struct import im = { .notes = json_object_new_array() };
	struct links links;
	int status;

	status = links_get(h, &links);
	if (!status) {
		im.links = &links;
		im.dev = links_find(h, &links, a->name[0].text);
		status = im.dev ? read_device(h, &im) : HACTL_USAGE;
	}
	if (!status && h->json)
		status = put_json(h, &im);
	else if (!status)
		put_text(stdout, &im);
	opt_free(im.val, TRUNK_N);
	for (size_t i = 0; i < im.nports; i++)
		opt_free(im.port[i].val, PORT_N);
	free(im.port);
	json_object_put(im.notes);
	model_links_free(&links);
	return status;
}
