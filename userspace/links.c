// SPDX-License-Identifier: GPL-2.0-only
/* Links looked up by the names people type, with errors that say what is wrong with them. */

#include "cmd.h"

#include <stdio.h>
#include <string.h>

#include <linux/trunk.h>

/**
 * links_get - list every link, with the speeds of ports
 * @h: context
 * @links: filled; model_links_free() releases it, also after an error
 *
 * Return: exit status.
 */
int links_get(struct hactl *h, struct links *links)
{
	int err = rtnl_links(h, links);

	return err ? hactl_nl_err(h, &h->rt, err, "list of links") : HACTL_OK;
}

/**
 * links_get_named - list the links that a command names and their masters, however many others
 *		     there are
 * @h: context
 * @a: command of trunks or ports
 * @links: filled; model_links_free() releases it, also after an error
 *
 * Return: exit status.
 */
int links_get_named(struct hactl *h, const struct args *a, struct links *links)
{
	const struct opt *opts = a->obj->opts;
	int err = 0;
	size_t n;

	memset(links, 0, sizeof(*links));
	for (int i = 0; !err && i < a->nnames; i++)
		err = rtnl_link(h, links, a->name[i].text, 0);
	for (size_t i = 1; !err && i < a->obj->nopts; i++)
		if (a->val[i].set && (opts[i].kind == OPT_DEV || opts[i].kind == OPT_INDEX))
			err = rtnl_link(h, links, a->val[i].text, 0);
	n = links->n;
	for (size_t i = 0; !err && i < n; i++)
		if (links->link[i].master)
			err = rtnl_link(h, links, NULL, links->link[i].master);
	if (!err)
		err = model_links_index(links);
	return err ? hactl_nl_err(h, &h->rt, err, "list of links") : HACTL_OK;
}

/* Link of that name, or NULL with the error said. */
const struct link *links_find(struct hactl *h, const struct links *links, const char *name)
{
	const struct link *link = model_link_by_name(links, name);

	if (!link)
		hactl_err(h, HACTL_USAGE, "%s: no device of that name", name);
	return link;
}

/* Trunk of that name, or NULL with the error said. */
const struct link *links_find_trunk(struct hactl *h, const struct links *links, const char *name)
{
	const struct link *link = links_find(h, links, name);

	if (!link || link->trunk)
		return link;
	if (link->kind[0])
		hactl_err(h, HACTL_USAGE, "%s: not a trunk but a device of type %s", name,
			  link->kind);
	else
		hactl_err(h, HACTL_USAGE, "%s: not a trunk", name);
	return NULL;
}

/* Port of a trunk of that name, or NULL with the error said. */
const struct link *links_find_port(struct hactl *h, const struct links *links, const char *name)
{
	const struct link *link = links_find(h, links, name);
	const struct link *master;

	if (!link || link->port)
		return link;
	master = link->master ? model_link_by_index(links, link->master) : NULL;
	if (master)
		hactl_err(h, HACTL_USAGE, "%s: not a port of a trunk but of %s", name,
			  master->name);
	else
		hactl_err(h, HACTL_USAGE, "%s: not a port of a trunk", name);
	return NULL;
}

/**
 * links_resolve_opts - device names among options to ifindexes
 * @h: context
 * @links: list
 * @table: options
 * @n: entries of @table and @vals
 * @vals: values; "none" becomes 0
 *
 * Return: exit status.
 */
int links_resolve_opts(struct hactl *h, const struct links *links, const struct opt *table,
		       size_t n, struct opt_val *vals)
{
	for (size_t i = 1; i < n; i++) {
		const struct link *link;

		if (!vals[i].set || table[i].kind != OPT_INDEX || !strcmp(vals[i].text, "none"))
			continue;
		link = model_link_by_name(links, vals[i].text);
		if (!link)
			return hactl_err(h, HACTL_USAGE, "%s: no device named %s", table[i].name,
					 vals[i].text);
		vals[i].num = link->ifindex;
	}
	return HACTL_OK;
}

/* Exit status, error said, where trunk.ko is missing; HACTL_OK where it is there. */
int links_no_module(struct hactl *h)
{
	uint16_t id;

	return genl_family(h, TRUNK_FAMILY_NAME, &id) ? hactl_missing(h, "trunk") : HACTL_OK;
}

/* Print the names of links that match, for completion; NULL: all. */
void links_names(struct hactl *h, bool (*match)(const struct link *link))
{
	struct links links;

	if (!rtnl_links(h, &links))
		for (size_t i = 0; i < links.n; i++)
			if (!match || match(&links.link[i]))
				puts(links.link[i].name);
	model_links_free(&links);
}

/* Port as an object. */
struct json_object *links_port_json(const struct hactl *h, const struct link *port)
{
	struct json_object *obj = json_object_new_object();

	opt_json(port_opts, PORT_SHOWN, port->port, obj);
	if (h->stats)
		json_object_object_add(obj, "stats", stats_json(port));
	return obj;
}
