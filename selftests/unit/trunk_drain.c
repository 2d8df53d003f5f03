// SPDX-License-Identifier: GPL-2.0-only
/* The drain of a port, from its last frame to its removal. */

#include "unit.h"

#include "trunk/drain.c"

#define MS 1000000ull

static struct trunk_drain drain;
static struct trunk_drain_facts facts;

static void begin(u64 timeout)
{
	memset(&drain, 0, sizeof(drain));
	memset(&facts, 0, sizeof(facts));
	facts.linked = true;
	facts.now = 5 * MS;
	trunk_drain_begin(&drain, timeout, facts.now);
}

/* Steps each millisecond for so long; the phase after them. */
static u8 run(u32 ms)
{
	while (ms-- && trunk_drain_on(&drain) && !trunk_drain_over(&drain)) {
		facts.now += MS;
		trunk_drain_step(&drain, &facts);
	}
	return drain.phase;
}

static void quiet(void)
{
	begin(1000 * MS);
	CHECK(trunk_drain_on(&drain) && !trunk_drain_over(&drain));
	CHECK_EQ(run(9), TRUNK_DRAIN_PHASE_SENDING);
	CHECK_EQ(run(1), TRUNK_DRAIN_PHASE_RECEIVING);
	CHECK_EQ(run(199), TRUNK_DRAIN_PHASE_RECEIVING);
	CHECK_EQ(run(1), TRUNK_DRAIN_PHASE_DONE);
	/* Nobody sends by it until it is gone. */
	CHECK(trunk_drain_on(&drain) && trunk_drain_over(&drain));
}

/* One after the other, and each begins anew where something keeps it. */
static void busy(void)
{
	begin(10000 * MS);
	facts.queued = true;
	facts.partner = true;
	facts.heard = true;
	CHECK_EQ(run(500), TRUNK_DRAIN_PHASE_SENDING);
	facts.queued = false;
	CHECK_EQ(run(9), TRUNK_DRAIN_PHASE_SENDING);
	facts.queued = true;
	CHECK_EQ(run(1), TRUNK_DRAIN_PHASE_SENDING);
	facts.queued = false;
	CHECK_EQ(run(9), TRUNK_DRAIN_PHASE_SENDING);
	CHECK_EQ(run(1), TRUNK_DRAIN_PHASE_PARTNER);
	CHECK_EQ(run(500), TRUNK_DRAIN_PHASE_PARTNER);
	facts.partner = false;
	CHECK_EQ(run(1), TRUNK_DRAIN_PHASE_RECEIVING);
	CHECK_EQ(run(500), TRUNK_DRAIN_PHASE_RECEIVING);
	facts.heard = false;
	CHECK_EQ(run(199), TRUNK_DRAIN_PHASE_RECEIVING);
	facts.heard = true;
	CHECK_EQ(run(1), TRUNK_DRAIN_PHASE_RECEIVING);
	facts.heard = false;
	CHECK_EQ(run(199), TRUNK_DRAIN_PHASE_RECEIVING);
	CHECK_EQ(run(1), TRUNK_DRAIN_PHASE_DONE);
}

/* What goes on after the phase that it is of keeps nothing. */
static void later(void)
{
	begin(1000 * MS);
	CHECK_EQ(run(10), TRUNK_DRAIN_PHASE_RECEIVING);
	facts.queued = true;
	facts.partner = true;
	CHECK_EQ(run(200), TRUNK_DRAIN_PHASE_DONE);
}

static void copies(void)
{
	begin(1000 * MS);
	facts.heard = true;
	facts.copies = true;
	CHECK_EQ(run(11), TRUNK_DRAIN_PHASE_DONE);
}

static void timeouts(void)
{
	static const u8 phases[] = {
		TRUNK_DRAIN_PHASE_SENDING, TRUNK_DRAIN_PHASE_PARTNER,
		TRUNK_DRAIN_PHASE_RECEIVING,
	};
	u32 i;

	for (i = 0; i < sizeof(phases); i++) {
		begin(300 * MS);
		facts.queued = phases[i] == TRUNK_DRAIN_PHASE_SENDING;
		facts.partner = phases[i] == TRUNK_DRAIN_PHASE_PARTNER;
		facts.heard = phases[i] == TRUNK_DRAIN_PHASE_RECEIVING;
		CHECK_EQ(run(299), phases[i]);
		CHECK_EQ(run(1), TRUNK_DRAIN_PHASE_INCOMPLETE);
	}
	/* Done in time is done. */
	begin(210 * MS);
	CHECK_EQ(run(210), TRUNK_DRAIN_PHASE_DONE);
}

static void no_link(void)
{
	/* There never was one. */
	begin(1000 * MS);
	facts.linked = false;
	facts.queued = true;
	CHECK_EQ(run(1), TRUNK_DRAIN_PHASE_DONE);
	/* It went with what was to be sent. */
	begin(1000 * MS);
	facts.queued = true;
	CHECK_EQ(run(5), TRUNK_DRAIN_PHASE_SENDING);
	facts.linked = false;
	CHECK_EQ(run(1), TRUNK_DRAIN_PHASE_INCOMPLETE);
	/* All was sent, and nothing comes any more. */
	begin(1000 * MS);
	facts.heard = true;
	CHECK_EQ(run(20), TRUNK_DRAIN_PHASE_RECEIVING);
	facts.linked = false;
	CHECK_EQ(run(1), TRUNK_DRAIN_PHASE_DONE);
}

static void again(void)
{
	begin(300 * MS);
	facts.heard = true;
	CHECK_EQ(run(100), TRUNK_DRAIN_PHASE_RECEIVING);
	drain.phase = TRUNK_DRAIN_PHASE_CANCELLED;
	CHECK(!trunk_drain_on(&drain));
	trunk_drain_begin(&drain, 300 * MS, facts.now);
	CHECK_EQ(run(299), TRUNK_DRAIN_PHASE_RECEIVING);
	CHECK_EQ(run(1), TRUNK_DRAIN_PHASE_INCOMPLETE);
}

static const struct unit_case cases[] = {
	{ "a port that nothing comes by", quiet },
	{ "each phase waits for its own", busy },
	{ "a phase that is over", later },
	{ "what comes by others too", copies },
	{ "time is up", timeouts },
	{ "no link", no_link },
	{ "again after it was cancelled", again },
	{}
};

int main(void)
{
	return unit_main(cases);
}
