def spread: if length == 0 then "" else [min, (sort | .[length / 2 | floor]), max] | map(tostring) | join(" / ") end;
def key: "\(.measure)|\(.device)|\(.mode)|\(.how)";
def titles: {remove: "A port is removed",
	shutdown: "The device is set down: frames that its partner sends to nobody"};
def cells: if .measure == "remove" then "\(.in | spread) | \(.out | spread) | \(.ms | spread)"
	else "\(.in | spread) | \(.ms | spread)" end;
def heads: if . == "remove" then ["lost in", "lost out", "ms"] else ["frames", "ms"] end;
def table:
	map({kernel, cells: (.rows | map({(key): cells}) | add)}) as $runs |
	.[-1] as $last |
	"Frames lost of 10,000 a second, to the host (in) and from it (out), each a flow of its own, and how long it took; least /",
	"median / most of the runs. The far end of a veth knows at once that its link is gone; a switch takes longer. Virtual",
	"time. \($last.date), `\($last.command)`.",
	(["remove", "shutdown"][] as $measure |
		[$last.rows[] | select(.measure == $measure)] | select(length > 0) |
		($measure | heads) as $heads |
		"", "## \(titles[$measure])", "",
		"| device | mode | how | runs | \($runs | map(.kernel as $k | $heads | to_entries |
			map(if .key == 0 then "\($k): \(.value)" else .value end) | join(" | ")) | join(" | ")) |",
		"|---|---|---|---|\($runs | map($heads | map("---|") | join("")) | join(""))",
		(.[] | . as $row | "| \(.device) | \(.mode) | \(.how) | \(.in | length) | \($runs |
			map(.cells[$row | key] // ($heads | map("") | join(" | "))) | join(" | ")) |"));
