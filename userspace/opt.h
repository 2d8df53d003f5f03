/* SPDX-License-Identifier: GPL-2.0-only */
/* Options: one const table per object drives parsing, help, completion, requests and printing. */

#ifndef HACTL_OPT_H
#define HACTL_OPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <json-c/json.h>
#include <libmnl/libmnl.h>

/* What an option holds, as it is typed. */
enum opt_kind {
	OPT_NUM,	/* integer, min..max */
	OPT_TENTHS,	/* only shown: a number in tenths */
	OPT_BOOL,	/* on or off */
	OPT_WORD,	/* one of a value set, by name or number */
	OPT_DEV,	/* device name, sent as a string */
	OPT_INDEX,	/* device name or none, sent as its ifindex (0: none) */
	OPT_GROUP,	/* name of an ipmp group */
	OPT_MAC,	/* Ethernet address */
	OPT_ADDR,	/* IPv4 or IPv6 address, or none */
	OPT_PREFIX,	/* IPv4 or IPv6 address with prefix length */
	OPT_LIST,	/* addresses with commas between them, or none */
};

/* Commands that take an option; an entry with none is only shown. */
enum {
	CMD_ADD = 1 << 0,
	CMD_SET = 1 << 1,
	CMD_DEL = 1 << 2,
	CMD_SHOW = 1 << 3,
	CMD_DRAIN = 1 << 4,
};

/* Where the attribute sits in a message. */
enum opt_place {
	OPT_AT_DATA,	/* link: IFLA_INFO_(SLAVE_)DATA; generic netlink: top level */
	OPT_AT_LINK,	/* link: top level */
	OPT_AT_AD_INFO,	/* link: nested in IFLA_TRUNK_AD_INFO */
	OPT_AT_NONE,	/* not an attribute of its own, filled by code */
};

struct opt_word {
	const char *name;
	uint32_t num;
	const char *help;	/* one line, NULL: not worth one */
};

/**
 * struct opt - one option, or one value that is only shown
 * @name: what people type; entry 0 of a table is the object's own name
 * @alias: second name, or NULL
 * @key: JSON key where it is not @name with '_' for '-'
 * @cmds: commands that take it (CMD_*)
 * @required: commands that cannot do without it (CMD_*)
 * @kind: what it holds
 * @place: where @attr is found
 * @attr: netlink attribute
 * @attr2: attribute of the prefix length (OPT_PREFIX)
 * @width: bytes of the attribute of a number, truth value or word (1, 2 or 4), of an address of a
 *	list (4 or 16)
 * @json_only: not worth a place in text
 * @min: smallest value (OPT_NUM); a negative one makes the attribute signed
 * @max: largest value (OPT_NUM)
 * @words: value set, ended by a NULL name (OPT_WORD)
 * @dflt: default as typed, or NULL
 * @unit: unit of a number, or NULL
 * @help: one line
 */
struct opt {
	const char *name;
	const char *alias;
	const char *key;
	uint8_t cmds;
	uint8_t required;
	enum opt_kind kind;
	enum opt_place place;
	uint16_t attr;
	uint16_t attr2;
	uint8_t width;
	bool json_only;
	int64_t min;
	int64_t max;
	const struct opt_word *words;
	const char *dflt;
	const char *unit;
	const char *help;
};

/* Entries a table may have. */
#define OPT_MAX 64

/* Addresses a list may have. */
#define OPT_LIST_MAX 16

/* Room for the text of any value. */
#define OPT_TEXT_MAX 768

/**
 * struct opt_list - addresses
 * @n: how many
 * @addr: these, in network order
 */
struct opt_list {
	unsigned int n;
	uint8_t addr[OPT_LIST_MAX][16];
};

/**
 * struct opt_val - value of one option, typed or received
 * @set: there is one
 * @num: number, truth value, word, ifindex or prefix length
 * @list: addresses, or NULL: opt_free() frees them
 * @text: name, address or MAC as text
 * @raw: address bytes in network order
 * @rawlen: how many: 4, 6 or 16
 */
struct opt_val {
	bool set;
	uint8_t rawlen;
	int64_t num;
	uint8_t raw[16];
	struct opt_list *list;
	char text[48];
};

struct nl_msg;

bool opt_parse(const struct opt *o, const char *arg, struct opt_val *v, char *err, size_t errlen);
void opt_free(struct opt_val *vals, size_t n);
void opt_get(const struct opt *table, size_t n, enum opt_place place,
	     const struct nlattr *attr, struct opt_val *vals);
void opt_put(const struct opt *o, const struct opt_val *v, struct nl_msg *msg);
const char *opt_word_name(const struct opt_word *words, uint32_t num, char *buf, size_t len);
const char *opt_text(const struct opt *o, const struct opt_val *v, char *buf, size_t len);
const char *opt_key(const struct opt *o, char *buf, size_t len);
struct json_object *opt_value_json(const struct opt *o, const struct opt_val *v);
void opt_json(const struct opt *table, size_t n, const struct opt_val *vals,
	      struct json_object *obj);
const struct opt *opt_find(const struct opt *table, size_t n, unsigned int cmd, const char *name);
const char *opt_nearest(const char *word, const char *const *names, size_t n);
const char *opt_metavar(const struct opt *o);
void opt_help(const struct opt *o, FILE *f);

#endif
