/* SPDX-License-Identifier: GPL-2.0-only */
/* Receive path. */

#ifndef _TRUNK_RX_H
#define _TRUNK_RX_H

#include <linux/netdevice.h>

rx_handler_result_t trunk_rx_handle(struct sk_buff **pskb);

#endif /* _TRUNK_RX_H */
