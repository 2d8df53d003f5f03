/* SPDX-License-Identifier: GPL-2.0-only */
/* How long failovers took: a histogram of powers of two, as text and JSON. */

#ifndef HACTL_LATENCY_H
#define HACTL_LATENCY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <json-c/json.h>

const char *latency_unit(double *us);
const char *latency_text(size_t i, bool last, char *buf, size_t len);
struct json_object *latency_json(const uint64_t *latency, size_t n);

#endif
