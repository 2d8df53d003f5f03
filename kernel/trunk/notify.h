/* SPDX-License-Identifier: GPL-2.0-only */
/* What happens to devices that are ports, or would like to. */

#ifndef _TRUNK_NOTIFY_H
#define _TRUNK_NOTIFY_H

int trunk_notify_init(void);
void trunk_notify_uninit(void);

#endif /* _TRUNK_NOTIFY_H */
