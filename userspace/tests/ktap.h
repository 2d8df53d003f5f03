/* SPDX-License-Identifier: GPL-2.0-only */
/* KTAP for host tests: a table of functions, one result line each. */

#ifndef HACTL_TESTS_KTAP_H
#define HACTL_TESTS_KTAP_H

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static int ktap_bad;

#define CHECK(cond)								\
	do {									\
		if (!(cond)) {							\
			printf("# %s:%d: %s\n", __FILE__, __LINE__, #cond);	\
			ktap_bad++;						\
		}								\
	} while (0)

#define CHECK_STR(got, wanted)							\
	do {									\
		const char *got_ = (got), *wanted_ = (wanted);			\
		if (strcmp(got_, wanted_)) {					\
			printf("# %s:%d: %s: is \"%s\", should be \"%s\"\n",	\
			       __FILE__, __LINE__, #got, got_, wanted_);	\
			ktap_bad++;						\
		}								\
	} while (0)

struct ktap_test {
	const char *name;
	void (*run)(void);
};

static int ktap_run(const struct ktap_test *tests, size_t n)
{
	int failed = 0;

	printf("KTAP version 1\n1..%zu\n", n);
	for (size_t i = 0; i < n; i++) {
		ktap_bad = 0;
		tests[i].run();
		printf("%sok %zu %s\n", ktap_bad ? "not " : "", i + 1, tests[i].name);
		fflush(stdout);
		failed += !!ktap_bad;
	}
	return failed ? 1 : 0;
}

#define KTAP_MAIN(...)								\
int main(void)									\
{										\
	static const struct ktap_test tests[] = { __VA_ARGS__ };		\
										\
	return ktap_run(tests, sizeof(tests) / sizeof(tests[0]));		\
}

#define T(fn) { #fn, fn }

#endif
