/* SPDX-License-Identifier: GPL-2.0-only */
/* KTAP for host tests. */

#ifndef _HANET_UNIT_H
#define _HANET_UNIT_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int unit_number, unit_failed, unit_bad;

/* Check a condition of the test in flight; it goes on when that fails. */
#define CHECK(cond)							\
	do {								\
		if (!(cond)) {						\
			printf("# %s:%d: %s\n", __FILE__, __LINE__, #cond); \
			unit_bad = 1;					\
		}							\
	} while (0)

#define CHECK_EQ(got, want)						\
	do {								\
		long long g_ = (got), w_ = (want);			\
									\
		if (g_ != w_) {						\
			printf("# %s:%d: %s is %lld, should be %lld\n",	\
			       __FILE__, __LINE__, #got, g_, w_);	\
			unit_bad = 1;					\
		}							\
	} while (0)

/**
 * struct unit_case - one test
 * @name: its name
 * @run: runs it
 */
struct unit_case {
	const char *name;
	void (*run)(void);
};

/* Run all cases of a table that ends with an empty one; the exit status. */
static int unit_main(const struct unit_case *cases)
{
	const struct unit_case *c;
	int n = 0;

	for (c = cases; c->name; c++)
		n++;
	printf("KTAP version 1\n1..%d\n", n);
	for (c = cases; c->name; c++) {
		unit_bad = 0;
		c->run();
		unit_number++;
		unit_failed += unit_bad;
		printf("%sok %d %s\n", unit_bad ? "not " : "", unit_number,
		       c->name);
	}
	return unit_failed ? 1 : 0;
}

#endif /* _HANET_UNIT_H */
