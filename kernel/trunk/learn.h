/* SPDX-License-Identifier: GPL-2.0-only */
/* Learning frames: what keeps our addresses in the tables of switches. */

#ifndef _TRUNK_LEARN_H
#define _TRUNK_LEARN_H

#include "trunk.h"

void trunk_learn_init(struct trunk *trunk);
void trunk_learn_start(struct trunk *trunk);
void trunk_learn_stop(struct trunk *trunk);

#endif /* _TRUNK_LEARN_H */
