/* SPDX-License-Identifier: GPL-2.0-only */
/* From facts to decisions, the table and those who want to know. */

#ifndef _TRUNK_UPDATE_H
#define _TRUNK_UPDATE_H

#include "trunk.h"

void trunk_update(struct trunk *trunk);

#endif /* _TRUNK_UPDATE_H */
