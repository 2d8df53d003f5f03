include "bench";
def titles: {packet: "a packet sent by a dummy", create: "link add, one each", up: "link up, all at once",
	down: "link down, all at once", delete: "link del, all at once"};
def cost: .cost | min;
def percent: . * 100 | fixed + " %";
def table:
	"Instructions with trunk.ko and ipmp.ko not loaded, and loaded with nothing configured (thousands of them, but for the",
	"packet), least of \(.[0].rows[0].cost | length) rounds without and with them, one boot a kernel in virtual time.",
	"\(.[0].date), `\(.[0].command)`.", "",
	(["kernel", "what", "dummies", "not loaded", "loaded", "more"] | head),
	(.[] | .kernel as $kernel | .rows | group_by(.measure)[] | map({(.modules): cost}) + [.[0]] | add | . as $of |
		[$kernel, titles[.measure], .n, (.none | fixed), (.loaded | fixed), ((.loaded - .none) / .none | percent)] | row);
