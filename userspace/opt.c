// SPDX-License-Identifier: GPL-2.0-only
/* Options: value to attribute and back, value to text and JSON, names. */

#include "opt.h"
#include "nl.h"

#include <arpa/inet.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

static bool attr_num(const struct opt *o, const struct nlattr *attr, int64_t *num)
{
	const void *p = mnl_attr_get_payload(attr);
	uint64_t u64;
	uint32_t u32;
	uint16_t u16;

	switch (mnl_attr_get_payload_len(attr)) {
	case 1:
		*num = *(const uint8_t *)p;
		return true;
	case 2:
		memcpy(&u16, p, sizeof(u16));
		*num = u16;
		return true;
	case 4:
		memcpy(&u32, p, sizeof(u32));
		*num = o->min < 0 ? (int64_t)(int32_t)u32 : (int64_t)u32;
		return true;
	case 8:
		memcpy(&u64, p, sizeof(u64));
		*num = u64 > INT64_MAX ? INT64_MAX : (int64_t)u64;
		return true;
	}
	return false;
}

static bool attr_raw(const struct nlattr *attr, struct opt_val *v)
{
	uint16_t len = mnl_attr_get_payload_len(attr);

	if (len != 4 && len != 6 && len != 16)
		return false;
	memcpy(v->raw, mnl_attr_get_payload(attr), len);
	v->rawlen = (uint8_t)len;
	return true;
}

/* Of another length, or more of them than there can be: not a list that this program knows. */
static bool attr_list(const struct opt *o, const struct nlattr *nest, struct opt_val *v)
{
	const struct nlattr *attr;

	free(v->list);
	v->list = calloc(1, sizeof(*v->list));
	if (!v->list)
		return false;
	mnl_attr_for_each_nested(attr, nest) {
		if (mnl_attr_get_payload_len(attr) != o->width || v->list->n == OPT_LIST_MAX)
			return false;
		memcpy(v->list->addr[v->list->n++], mnl_attr_get_payload(attr), o->width);
	}
	return v->list->n;
}

static bool attr_value(const struct opt *o, const struct nlattr *attr, struct opt_val *v)
{
	static const uint8_t zero[16];

	switch (o->kind) {
	case OPT_NUM:
	case OPT_TENTHS:
	case OPT_BOOL:
	case OPT_WORD:
		return attr_num(o, attr, &v->num);
	case OPT_INDEX:
		return attr_num(o, attr, &v->num) && v->num;
	case OPT_DEV:
	case OPT_GROUP:
		snprintf(v->text, sizeof(v->text), "%.*s", (int)mnl_attr_get_payload_len(attr),
			 mnl_attr_get_str(attr));
		return v->text[0];
	case OPT_MAC:
		return attr_raw(attr, v) && v->rawlen == 6;
	case OPT_ADDR:
		return attr_raw(attr, v) && v->rawlen != 6 && memcmp(v->raw, zero, v->rawlen);
	case OPT_PREFIX:
		return attr_raw(attr, v) && v->rawlen != 6;
	case OPT_LIST:
		return attr_list(o, attr, v);
	}
	return false;
}

/**
 * opt_free - free what values hold
 * @vals: values
 * @n: how many
 */
void opt_free(struct opt_val *vals, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		free(vals[i].list);
		vals[i].list = NULL;
	}
}

/**
 * opt_get - take one received attribute into the values of a table
 * @table: options
 * @n: entries of @table and @vals
 * @place: where the attribute was found
 * @attr: attribute; one that no entry names, or of a length that makes no sense, is passed over
 * @vals: values, zeroed before the first attribute
 */
void opt_get(const struct opt *table, size_t n, enum opt_place place, const struct nlattr *attr,
	     struct opt_val *vals)
{
	uint16_t type = mnl_attr_get_type(attr);

	for (size_t i = 0; i < n; i++) {
		const struct opt *o = &table[i];

		if (o->place != place)
			continue;
		if (o->attr == type)
			vals[i].set = attr_value(o, attr, &vals[i]);
		else if (o->attr2 && o->attr2 == type)
			attr_num(o, attr, &vals[i].num);
	}
}

/* A nest of addresses, numbered from 0. */
static void put_list(const struct opt *o, const struct opt_val *v, struct nl_msg *msg)
{
	char buf[OPT_LIST_MAX * (MNL_ATTR_HDRLEN + 16)];
	size_t len = 0;

	for (unsigned int i = 0; v->list && i < v->list->n; i++) {
		struct nlattr attr = {
			.nla_len = (uint16_t)(MNL_ATTR_HDRLEN + o->width), .nla_type = (uint16_t)i,
		};

		memcpy(buf + len, &attr, sizeof(attr));
		memcpy(buf + len + MNL_ATTR_HDRLEN, v->list->addr[i], o->width);
		len += attr.nla_len;
	}
	nl_put(msg, o->name, o->attr | NLA_F_NESTED, buf, len);
}

/**
 * opt_put - append the attribute of a value to a request, marked with the option's name
 * @o: option
 * @v: value
 * @msg: request
 */
void opt_put(const struct opt *o, const struct opt_val *v, struct nl_msg *msg)
{
	uint32_t u32 = (uint32_t)v->num;
	uint16_t u16 = (uint16_t)v->num;
	uint8_t u8 = (uint8_t)v->num;

	switch (o->kind) {
	case OPT_NUM:
	case OPT_TENTHS:
	case OPT_BOOL:
	case OPT_WORD:
	case OPT_INDEX:
		if (o->width == 1)
			nl_put(msg, o->name, o->attr, &u8, sizeof(u8));
		else if (o->width == 2)
			nl_put(msg, o->name, o->attr, &u16, sizeof(u16));
		else
			nl_put(msg, o->name, o->attr, &u32, sizeof(u32));
		break;
	case OPT_DEV:
	case OPT_GROUP:
		nl_put(msg, o->name, o->attr, v->text, strlen(v->text) + 1);
		break;
	case OPT_MAC:
	case OPT_ADDR:
		nl_put(msg, o->name, o->attr, v->raw, v->rawlen);
		break;
	case OPT_PREFIX:
		nl_put(msg, o->name, o->attr, v->raw, v->rawlen);
		nl_put(msg, o->name, o->attr2, &u32, sizeof(u32));
		break;
	case OPT_LIST:
		put_list(o, v, msg);
		break;
	}
}

/**
 * opt_word_name - name of a value; one that this program does not know, as its number
 * @words: value set
 * @num: value
 * @buf: room for a number
 * @len: size of @buf
 */
const char *opt_word_name(const struct opt_word *words, uint32_t num, char *buf, size_t len)
{
	for (; words->name; words++)
		if (words->num == num)
			return words->name;
	snprintf(buf, len, "%" PRIu32, num);
	return buf;
}

static const char *addr_text(const struct opt_list *list, unsigned int i, size_t width, char *buf)
{
	return inet_ntop(width == 4 ? AF_INET : AF_INET6, list->addr[i], buf, INET6_ADDRSTRLEN);
}

static void list_text(const struct opt *o, const struct opt_val *v, char *buf, size_t len)
{
	char addr[INET6_ADDRSTRLEN];
	size_t at = 0;

	for (unsigned int i = 0; v->list && i < v->list->n && at < len; i++)
		at += (size_t)snprintf(buf + at, len - at, "%s%s", i ? "," : "",
				       addr_text(v->list, i, o->width, addr));
	if (!at)
		snprintf(buf, len, "none");
}

/**
 * opt_text - value as text, as it is typed; "none" where there is none
 * @o: option
 * @v: value
 * @buf: room for the text
 * @len: size of @buf
 */
const char *opt_text(const struct opt *o, const struct opt_val *v, char *buf, size_t len)
{
	char addr[INET6_ADDRSTRLEN] = "";

	if (!v->set)
		return "none";
	switch (o->kind) {
	case OPT_NUM:
		snprintf(buf, len, "%" PRId64, v->num);
		break;
	case OPT_TENTHS:
		snprintf(buf, len, "%" PRId64 ".%" PRId64, v->num / 10, v->num % 10);
		break;
	case OPT_BOOL:
		snprintf(buf, len, "%s", v->num ? "on" : "off");
		break;
	case OPT_WORD:
		return opt_word_name(o->words, (uint32_t)v->num, buf, len);
	case OPT_INDEX:
		if (!v->text[0]) {		/* device of that ifindex went away meanwhile */
			snprintf(buf, len, "if%" PRId64, v->num);
			break;
		}
		__attribute__((fallthrough));
	case OPT_DEV:
	case OPT_GROUP:
		snprintf(buf, len, "%s", v->text);
		break;
	case OPT_MAC:
		snprintf(buf, len, "%02x:%02x:%02x:%02x:%02x:%02x", v->raw[0], v->raw[1], v->raw[2],
			 v->raw[3], v->raw[4], v->raw[5]);
		break;
	case OPT_ADDR:
	case OPT_PREFIX:
		inet_ntop(v->rawlen == 4 ? AF_INET : AF_INET6, v->raw, addr, sizeof(addr));
		if (o->kind == OPT_ADDR)
			snprintf(buf, len, "%s", addr);
		else
			snprintf(buf, len, "%s/%" PRId64, addr, v->num);
		break;
	case OPT_LIST:
		list_text(o, v, buf, len);
		break;
	}
	return buf;
}

/**
 * opt_key - JSON key of an option
 * @o: option
 * @buf: room for the key
 * @len: size of @buf
 */
const char *opt_key(const struct opt *o, char *buf, size_t len)
{
	if (o->key)
		return o->key;
	snprintf(buf, len, "%s", o->name);
	for (char *p = buf; *p; p++)
		if (*p == '-')
			*p = '_';
	return buf;
}

static struct json_object *list_json(const struct opt *o, const struct opt_val *v)
{
	struct json_object *array = json_object_new_array();
	char addr[INET6_ADDRSTRLEN];

	for (unsigned int i = 0; v->list && i < v->list->n; i++)
		json_object_array_add(array, json_object_new_string(addr_text(v->list, i, o->width,
									      addr)));
	return array;
}

/* Value as JSON: number, truth value, text or list; NULL (null) where there is none. */
struct json_object *opt_value_json(const struct opt *o, const struct opt_val *v)
{
	const char *text;
	char buf[OPT_TEXT_MAX];

	if (!v->set)
		return NULL;		/* null */
	if (o->kind == OPT_LIST)
		return list_json(o, v);
	if (o->kind == OPT_NUM)
		return json_object_new_int64(v->num);
	if (o->kind == OPT_BOOL)
		return json_object_new_boolean(v->num != 0);
	text = opt_text(o, v, buf, sizeof(buf));
	if (o->kind == OPT_TENTHS)
		return json_object_new_double_s((double)v->num / 10, text);
	/* a value without a name is in buf, as a number */
	if (o->kind == OPT_WORD && text == buf)
		return json_object_new_int64(v->num);
	return json_object_new_string(text);
}

/**
 * opt_json - add every value of a table to an object, null where there is none
 * @table: options
 * @n: entries of @table and @vals
 * @vals: values
 * @obj: JSON object
 */
void opt_json(const struct opt *table, size_t n, const struct opt_val *vals,
	      struct json_object *obj)
{
	char key[64];

	for (size_t i = 0; i < n; i++)
		json_object_object_add(obj, opt_key(&table[i], key, sizeof(key)),
				       opt_value_json(&table[i], &vals[i]));
}

/**
 * opt_find - option of a table that a command takes, by name or alias
 * @table: options
 * @n: entries of @table
 * @cmd: command (CMD_*)
 * @name: what was typed
 */
const struct opt *opt_find(const struct opt *table, size_t n, unsigned int cmd, const char *name)
{
	for (size_t i = 1; i < n; i++) {
		const struct opt *o = &table[i];

		if ((o->cmds & cmd) &&
		    (!strcmp(o->name, name) || (o->alias && !strcmp(o->alias, name))))
			return o;
	}
	return NULL;
}

/* Letters to insert, delete or replace to get from a to b; quadratic: words are short. */
static unsigned int distance(const char *a, const char *b)
{
	unsigned int row[48];
	size_t blen = strlen(b);

	if (strlen(a) >= 48 || blen >= 48)
		return 48;
	for (size_t j = 0; j <= blen; j++)
		row[j] = (unsigned int)j;
	for (size_t i = 1; a[i - 1]; i++) {
		unsigned int diag = row[0];

		row[0] = (unsigned int)i;
		for (size_t j = 1; j <= blen; j++) {
			unsigned int best = diag + (a[i - 1] != b[j - 1]);

			diag = row[j];
			if (row[j] + 1 < best)
				best = row[j] + 1;
			if (row[j - 1] + 1 < best)
				best = row[j - 1] + 1;
			row[j] = best;
		}
	}
	return row[blen];
}

/**
 * opt_nearest - the name that a mistyped word was probably meant to be, or NULL
 * @word: what was typed
 * @names: valid names; a NULL among them is passed over
 * @n: how many
 */
const char *opt_nearest(const char *word, const char *const *names, size_t n)
{
	unsigned int best = strlen(word) > 4 ? 3 : 2;
	const char *nearest = NULL;

	for (size_t i = 0; i < n; i++) {
		unsigned int d = names[i] ? distance(word, names[i]) : best;

		if (d < best) {
			best = d;
			nearest = names[i];
		}
	}
	return nearest;
}

/**
 * opt_metavar - placeholder of an option's value in a synopsis
 * @o: option
 */
const char *opt_metavar(const struct opt *o)
{
	switch (o->kind) {
	case OPT_NUM:
	case OPT_TENTHS:
		return o->unit && !strcmp(o->unit, "ms") ? "MS" : "N";
	case OPT_BOOL:
		return "on|off";
	case OPT_WORD:
		return "VALUE";
	case OPT_DEV:
		return "DEV";
	case OPT_INDEX:
		return "DEV|none";
	case OPT_GROUP:
		return "GROUP";
	case OPT_MAC:
		return "MAC";
	case OPT_ADDR:
		return "ADDR|none";
	case OPT_PREFIX:
		return "ADDR/LEN";
	case OPT_LIST:
		return o->width == 4 ? "ADDR,...|none" : "ADDR6,...|none";
	}
	return "VALUE";
}
