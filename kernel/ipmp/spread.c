// SPDX-License-Identifier: GPL-2.0-only
/* Activation of interfaces and placement of addresses; pure, so that it runs in host tests. */
#include "spread.h"

static int count_active(const struct ipmp_spread_iface *ifs, int n)
{
	int i, active = 0;

	for (i = 0; i < n; i++)
		active += ifs[i].active;
	return active;
}

/* As many interfaces are active as are not standby; a group of standbys alone still needs one. */
static int count_needed(const struct ipmp_spread_iface *ifs, int n)
{
	int i, needed = 0;

	for (i = 0; i < n; i++)
		needed += !ifs[i].standby;
	return needed ?: 1;
}

static bool activate_one(struct ipmp_spread_iface *ifs, int n, bool standby)
{
	int i;

	for (i = 0; i < n; i++) {
		if (ifs[i].usable && !ifs[i].active && ifs[i].standby == standby) {
			ifs[i].active = true;
			return true;
		}
	}
	return false;
}

/* The standby that is last in the group rests first. */
static bool deactivate_standby(struct ipmp_spread_iface *ifs, int n)
{
	int i;

	for (i = n - 1; i >= 0; i--) {
		if (ifs[i].active && ifs[i].standby) {
			ifs[i].active = false;
			return true;
		}
	}
	return false;
}

/**
 * ipmp_spread_activate() - decide which interfaces are active
 * @ifs: the interfaces of the group
 * @n: how many
 * @failback: a repaired interface becomes active again
 * @removed: active interfaces that left the group since the last time
 *
 * The rules of IPMP: an active interface that fails is replaced by one that is not active, a
 * standby before one that waits because failback is off; a repaired standby becomes active only
 * where one is missing; another one does with failback on, or where the group had failed, and a
 * standby rests for it. Context: any, pure; O(n^2), n is at most 32.
 */
void ipmp_spread_activate(struct ipmp_spread_iface *ifs, int n, bool failback, int removed)
{
	int needed = count_needed(ifs, n);
	bool failed = true;
	int i;

	for (i = 0; i < n; i++) {
		if (ifs[i].was_usable)
			failed = false;
		if (ifs[i].active && !ifs[i].usable) {
			ifs[i].active = false;
			removed++;
		}
	}

	for (; removed > 0; removed--)
		if (!activate_one(ifs, n, true) && !activate_one(ifs, n, false))
			break;

	for (i = 0; i < n; i++) {
		struct ipmp_spread_iface *ifc = &ifs[i];

		if (!ifc->usable || ifc->active)
			continue;
		if (ifc->standby)
			ifc->active = !ifc->was_usable && count_active(ifs, n) < needed;
		else
			ifc->active = failback || ifc->fresh || (failed && !ifc->was_usable);
	}

	if (!count_active(ifs, n) && !activate_one(ifs, n, false))
		activate_one(ifs, n, true);
	while (count_active(ifs, n) > needed && deactivate_standby(ifs, n))
		;
}

static int emptiest(const struct ipmp_spread_iface *ifs, int n)
{
	int i, best = IPMP_SPREAD_NONE;

	for (i = 0; i < n; i++)
		if (ifs[i].active && (best < 0 || ifs[i].bound < ifs[best].bound))
			best = i;
	return best;
}

static bool may_leave(const struct ipmp_spread_addr *addr, int from)
{
	return addr->want == from && addr->home != from;
}

/*
 * Fill @to from the fullest interfaces, with addresses that once had to leave it first, so that
 * a round trip ends where it began.
 */
static void level(struct ipmp_spread_iface *ifs, struct ipmp_spread_addr *addrs, int n_addrs,
		  int to)
{
	for (;;) {
		int i, from = IPMP_SPREAD_NONE, pick = IPMP_SPREAD_NONE;

		for (i = 0; i < n_addrs; i++) {
			int on = addrs[i].want;

			if (on < 0 || on == to || !may_leave(&addrs[i], on))
				continue;
			if (from < 0 || ifs[on].bound > ifs[from].bound)
				from = on;
		}
		if (from < 0 || ifs[to].bound + 1 >= ifs[from].bound)
			return;
		for (i = 0; i < n_addrs; i++) {
			if (!may_leave(&addrs[i], from))
				continue;
			pick = i;
			if (addrs[i].prev == to)
				break;
		}
		addrs[pick].want = to;
		ifs[from].bound--;
		ifs[to].bound++;
	}
}

/**
 * ipmp_spread_place() - decide where the addresses of one family go
 * @ifs: the interfaces of the group, decided which are active, fresh those that became so just now
 * @n: how many
 * @addrs: the addresses of the group, in their order
 * @n_addrs: how many
 *
 * An address with a home goes there whenever that is active; another one stays while it can, else
 * goes where the fewest are. An interface that becomes active takes over from the fullest while
 * that leaves it with fewer. Nothing moves where nothing is active. Context: any, pure; moves of
 * a share are O(n_addrs) each, the rest is O(n * n_addrs).
 */
void ipmp_spread_place(struct ipmp_spread_iface *ifs, int n, struct ipmp_spread_addr *addrs,
		       int n_addrs)
{
	int i;

	for (i = 0; i < n; i++)
		ifs[i].bound = 0;
	for (i = 0; i < n_addrs; i++) {
		struct ipmp_spread_addr *addr = &addrs[i];

		if (addr->home >= 0 && ifs[addr->home].active)
			addr->want = addr->home;
		else if (addr->cur >= 0 && ifs[addr->cur].active)
			addr->want = addr->cur;
		else
			addr->want = IPMP_SPREAD_NONE;
		if (addr->want >= 0)
			ifs[addr->want].bound++;
	}
	for (i = 0; i < n_addrs; i++) {
		struct ipmp_spread_addr *addr = &addrs[i];

		if (addr->want >= 0)
			continue;
		addr->want = emptiest(ifs, n);
		if (addr->want >= 0)
			ifs[addr->want].bound++;
		else
			addr->want = addr->cur;
	}
	for (i = 0; i < n; i++)
		if (ifs[i].active && ifs[i].fresh)
			level(ifs, addrs, n_addrs, i);
}
