/* SPDX-License-Identifier: GPL-2.0-only */
/* A kernel for host tests: keeps the last request, answers with what the test queued. */

#ifndef HACTL_TESTS_FAKE_NL_H
#define HACTL_TESTS_FAKE_NL_H

#include "../hactl.h"

extern struct nl_msg fake_request;	/* last one sent */
extern unsigned int fake_requests;	/* how many so far, without those for a single link */
extern unsigned int fake_dumps;		/* how many dumps so far */
extern int fake_error;			/* answer of the next requests that are no dumps */
extern struct nl_msg fake_answer[8];	/* what dumps return, and what links there are */
extern unsigned int fake_answers;

void fake_reset(void);
struct nl_msg *fake_add(void);
struct nlattr *fake_nest(struct nl_msg *msg, uint16_t type);
const struct nlattr *fake_attr(const struct nlattr *nest, uint16_t type, size_t hdrlen);

#endif
