include "bench";
def titles: {transmit: "Frames without a hash", hashed: "Frames with a flow hash"};
def table:
	.[] |
	"Nanoseconds that a sent packet costs beyond the bare dummy device below, two ports, on User Mode Linux \(.kernel),",
	"least of \(.rows[0].ns | length) rounds in which all devices take turns; median: what the noise of the machine made of",
	"it. \(.cpu). \(.date), `\(.command)`.",
	(.rows as $rows | ($rows | base(.ns | min)) as $least | ($rows | base(.ns | median)) as $median |
	["transmit", "hashed"][] as $measure |
		"", "## \(titles[$measure])", "",
		(["device", "mode", "ns", "median"] | head),
		(["dummy", "(itself)", ($least[$measure] | fixed), ($median[$measure] | fixed)] | row),
		($rows[] | select(.measure == $measure and .device != "dummy") |
			[.device, .mode, (.ns | min - $least[$measure] | fixed), (.ns | median - $median[$measure] | fixed)] | row));
def bars:
	(.rows | base(.ns | min)) as $base |
	{title: "nanoseconds a sent packet costs, two ports, \(.kernel)",
	 bars: [.rows[] | select(.measure == "transmit" and .device != "dummy") |
		[title, (.ns | min) - $base.transmit, colour]]};
