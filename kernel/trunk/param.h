/* SPDX-License-Identifier: GPL-2.0-only */
/* Module parameters: trunks and ports without any tool. */

#ifndef _TRUNK_PARAM_H
#define _TRUNK_PARAM_H

int trunk_param_check(void);
unsigned int trunk_param_tx_queues(void);
int trunk_param_start(void);
void trunk_param_stop(void);

#endif /* _TRUNK_PARAM_H */
