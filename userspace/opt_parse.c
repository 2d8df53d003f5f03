// SPDX-License-Identifier: GPL-2.0-only
/* Options: what is typed to a value, or to a line that says what is wrong with it. */

#include "opt.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <errno.h>
#include <inttypes.h>
#include <net/if.h>
#include <stdlib.h>
#include <string.h>

#include <linux/ipmp.h>

/* The kernel's rule for device names (dev_valid_name). */
static bool dev_name_ok(const char *name)
{
	size_t len = strlen(name);

	if (!len || len >= IFNAMSIZ || !strcmp(name, ".") || !strcmp(name, ".."))
		return false;
	for (; *name; name++)
		if (*name == '/' || *name == ':' || isspace((unsigned char)*name))
			return false;
	return true;
}

static bool group_name_ok(const char *name)
{
	size_t len = strlen(name);

	if (!len || len > IPMP_NAME_MAX || !strcmp(name, ".") || !strcmp(name, ".."))
		return false;
	for (; *name; name++)
		if (*name == '/' || isspace((unsigned char)*name) || iscntrl((unsigned char)*name))
			return false;
	return true;
}

static bool parse_number(const char *arg, int64_t *num)
{
	const char *digits = *arg == '-' || *arg == '+' ? arg + 1 : arg;
	char *end;

	/* strtoll alone would take leading blanks and an empty string */
	if (!isdigit((unsigned char)*digits))
		return false;
	errno = 0;
	*num = strtoll(arg, &end, 10);
	if (*end)
		return false;
	if (errno == ERANGE)
		*num = *arg == '-' ? INT64_MIN : INT64_MAX;
	return true;
}

static bool parse_num(const struct opt *o, const char *arg, struct opt_val *v, char *err,
		      size_t len)
{
	const char *unit = o->unit ? o->unit : "";
	const char *space = o->unit ? " " : "";

	bool number = parse_number(arg, &v->num);

	if (number && v->num >= o->min && v->num <= o->max)
		return true;
	snprintf(err, len, "%s: \"%s\" is %s %" PRId64 "..%" PRId64 "%s%s", o->name, arg,
		 number ? "out of range" : "not a whole number", o->min, o->max, space, unit);
	return false;
}

static bool parse_word(const struct opt *o, const char *arg, struct opt_val *v, char *err,
		       size_t len)
{
	const struct opt_word *w;
	int64_t num;
	bool is_num = parse_number(arg, &num);
	size_t at;

	for (w = o->words; w->name; w++) {
		if (!strcmp(arg, w->name) || (is_num && num == w->num)) {
			v->num = w->num;
			return true;
		}
	}
	at = (size_t)snprintf(err, len, "%s: \"%s\" is not one of", o->name, arg);
	for (w = o->words; w->name && at < len; w++)
		at += (size_t)snprintf(err + at, len - at, "%s %s", w == o->words ? "" : ",",
				       w->name);
	return false;
}

/* Six pairs of digits with ':' between them; sscanf would take blanks and signs too. */
static bool mac_bytes(const char *arg, uint8_t *mac)
{
	if (strlen(arg) != 17)
		return false;
	for (int i = 0; i < 17; i++)
		if (i % 3 == 2 ? arg[i] != ':' : !isxdigit((unsigned char)arg[i]))
			return false;
	for (int i = 0; i < 6; i++)
		mac[i] = (uint8_t)strtoul(arg + i * 3, NULL, 16);
	return true;
}

static bool parse_mac(const struct opt *o, const char *arg, struct opt_val *v, char *err,
		      size_t len)
{
	static const uint8_t zero[6];

	v->rawlen = 6;
	if (!mac_bytes(arg, v->raw)) {
		snprintf(err, len,
			 "%s: \"%s\" is not an Ethernet address such as 02:00:00:00:00:01",
			 o->name, arg);
		return false;
	}
	if (!(v->raw[0] & 1) && memcmp(v->raw, zero, 6))
		return true;
	if (o->dflt && !strcmp(arg, o->dflt))	/* zero, where it has a meaning */
		return true;
	snprintf(err, len, "%s: %s is not the address of one station (multicast or zero)", o->name,
		 arg);
	return false;
}

static bool parse_addr(const struct opt *o, const char *arg, struct opt_val *v)
{
	if (o->kind == OPT_ADDR && !strcmp(arg, "none")) {
		v->rawlen = 4;		/* all zero: none */
		return true;
	}
	if (inet_pton(AF_INET, arg, v->raw) == 1)
		v->rawlen = 4;
	else if (inet_pton(AF_INET6, arg, v->raw) == 1)
		v->rawlen = 16;
	else
		return false;
	return true;
}

static bool parse_prefix(const struct opt *o, const char *arg, struct opt_val *v, char *err,
			 size_t len)
{
	const char *slash = strchr(arg, '/');
	char addr[INET6_ADDRSTRLEN];
	int max;

	if (!slash) {
		snprintf(err, len, "%s: \"%s\" has no prefix length: write ADDRESS/LENGTH", o->name,
			 arg);
		return false;
	}
	if ((size_t)(slash - arg) >= sizeof(addr))
		goto bad_addr;
	memcpy(addr, arg, (size_t)(slash - arg));
	addr[slash - arg] = '\0';
	if (!parse_addr(o, addr, v))
		goto bad_addr;
	max = v->rawlen == 4 ? 32 : 128;
	if (!parse_number(slash + 1, &v->num) || v->num < 1 || v->num > max) {
		snprintf(err, len, "%s: \"%s\": the prefix length is not a whole number 1..%d",
			 o->name, arg, max);
		return false;
	}
	return true;

bad_addr:
	snprintf(err, len, "%s: \"%s\" is not an IPv4 or IPv6 address with prefix length", o->name,
		 arg);
	return false;
}

static bool parse_list(const struct opt *o, const char *arg, struct opt_val *v, char *err,
		       size_t len)
{
	int family = o->width == 4 ? AF_INET : AF_INET6;
	char addr[INET6_ADDRSTRLEN];

	v->list = calloc(1, sizeof(*v->list));
	if (!v->list || !strcmp(arg, "none"))
		return v->list;
	while (v->list->n < OPT_LIST_MAX) {
		size_t n = strcspn(arg, ",");

		snprintf(addr, sizeof(addr), "%.*s", (int)n, arg);
		if (n >= sizeof(addr) ||
		    inet_pton(family, addr, v->list->addr[v->list->n++]) != 1) {
			snprintf(err, len, "%s: \"%.*s\" is not an IPv%d address",
				 o->name, (int)n, arg, family == AF_INET ? 4 : 6);
			return false;
		}
		arg += n;
		if (!*arg++)
			return true;
	}
	snprintf(err, len, "%s: more than %d addresses", o->name, OPT_LIST_MAX);
	return false;
}

/**
 * opt_parse - value of an option from what was typed
 * @o: option
 * @arg: what was typed
 * @v: filled; @v->text keeps @arg where the kind is a name
 * @err: one line that names the option and what it takes, where false is returned
 * @errlen: size of @err
 */
bool opt_parse(const struct opt *o, const char *arg, struct opt_val *v, char *err, size_t errlen)
{
	memset(v, 0, sizeof(*v));
	v->set = true;
	switch (o->kind) {
	case OPT_NUM:
	case OPT_TENTHS:
		return parse_num(o, arg, v, err, errlen);
	case OPT_WORD:
		return parse_word(o, arg, v, err, errlen);
	case OPT_MAC:
		return parse_mac(o, arg, v, err, errlen);
	case OPT_PREFIX:
		return parse_prefix(o, arg, v, err, errlen);
	case OPT_LIST:
		return parse_list(o, arg, v, err, errlen);
	case OPT_BOOL:
		v->num = !strcmp(arg, "on");
		if (v->num || !strcmp(arg, "off"))
			return true;
		snprintf(err, errlen, "%s: \"%s\" is not on or off", o->name, arg);
		return false;
	case OPT_ADDR:
		if (parse_addr(o, arg, v))
			return true;
		snprintf(err, errlen, "%s: \"%s\" is not an IPv4 or IPv6 address, or none", o->name,
			 arg);
		return false;
	case OPT_GROUP:
		if (!group_name_ok(arg)) {
			snprintf(err, errlen,
				 "%s: \"%s\" is not a group name: 1 to %d characters, no space, no '/'",
				 o->name, arg, IPMP_NAME_MAX);
			return false;
		}
		break;
	case OPT_DEV:
	case OPT_INDEX:
		if (!dev_name_ok(arg)) {
			snprintf(err, errlen,
				 "%s: \"%s\" is not a device name: 1 to %d characters, no space, '/' or ':'",
				 o->name, arg, IFNAMSIZ - 1);
			return false;
		}
		break;
	}
	snprintf(v->text, sizeof(v->text), "%s", arg);
	return true;
}
