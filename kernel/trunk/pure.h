/* SPDX-License-Identifier: GPL-2.0-only */
/* Types for the files that compile outside of a kernel too. */

#ifndef _TRUNK_PURE_H
#define _TRUNK_PURE_H

#include <linux/types.h>

#ifdef __KERNEL__

#include <linux/compiler.h>
#include <linux/limits.h>
#include <linux/math64.h>
#include <linux/string.h>

#define trunk_div(dividend, divisor)	div64_u64(dividend, divisor)

#else

#include <stdbool.h>
#include <string.h>
#include <sys/cdefs.h>	/* __always_inline, __attribute_noinline__ */

#define noinline __attribute_noinline__

typedef __u8 u8;
typedef __u16 u16;
typedef __u32 u32;
typedef __s8 s8;
typedef __s32 s32;
typedef __u64 u64;

#define U32_MAX		((u32)~0U)

#define WRITE_ONCE(to, value)	((to) = (value))

#define trunk_div(dividend, divisor)	((dividend) / (divisor))

#endif

#endif /* _TRUNK_PURE_H */
