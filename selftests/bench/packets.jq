include "bench";
def cost: .instructions | min;
def key: "\(.measure)|\(.device)|\(.mode)|\(.ports)";
def titles: {transmit: "Transmit, frames without a hash", hashed: "Transmit, frames with a flow hash",
	receive: "Receive"};
def table:
	map((.rows | base(cost)) as $base | . +
		{base: $base, cells: (.rows | map({(key): (cost - $base[.measure])}) | add)}) as $runs |
	"Instructions that a packet costs beyond the bare dummy device below, least of two runs of pktgen (frames of 64 bytes,",
	"random UDP source port), one boot a kernel in virtual time. \($runs[0].date), `\($runs[0].command)`.",
	(["transmit", "hashed", "receive"][] as $measure |
		"", "## \(titles[$measure])", "",
		(["device", "mode", "ports"] + ($runs | map(.kernel)) | head),
		(["dummy", "(itself)", ""] + ($runs | map(.base[$measure] | fixed)) | row),
		($runs[-1].rows[] | select(.measure == $measure and .device != "dummy") | . as $row |
			[.device, .mode, .ports] + ($runs | map(.cells[$row | key] | if . then fixed else "" end)) | row));
def bars:
	(.rows | base(cost)) as $base |
	{title: "instructions a sent packet costs, two ports, \(.kernel)", top: 1000,
	 bars: [.rows[] | select(.measure == "transmit" and (.ports == 2 or .device == "floor")) |
		[title, cost - $base.transmit, colour]]};
