def ms: if . == null then "> 5000" elif . < 100 then round / 1000 elif . < 10000 then . / 10 | round / 100
	else . / 100 | round / 10 end | tostring;
def median: sort | .[length / 2 | floor];
# null, which never came, is more than any number
def spread: (map(. // infinite) | [min, median, max]) | map(if . == infinite then null else . end | ms) | join(" / ");
def key: "\(.measure)|\(.device)|\(.mode)";
def cells: "\(if .measure == "many" then .delay_us else .us end | spread) | \(.worst | [min, median, max] | join(" / "))";
def titles: {one: "The port in use is lost", second: "Three ports: a second is lost 50 ms after the first",
	many: "300 devices lose the port in use at once",
	rtnl: "The port in use is lost while ip -batch adds 10,000 addresses",
	held: "The port in use is lost while RTNL is held until 200 ms after"};
def table:
	map({kernel, cells: (.rows | map({(key): cells}) | add)}) as $runs |
	.[-1] as $last |
	"Milliseconds from the loss of the carrier to the first frame that leaves by a living port and after which none is lost,",
	"and frames that left by no living port; least / median / most of the runs. 10,000 frames of as many flows a second, plain",
	"ports, in virtual time. \($last.date), `\($last.command)`.",
	(["one", "second", "many", "rtnl", "held"][] as $measure |
		[$last.rows[] | select(.measure == $measure)] | select(length > 0) |
		"", "## \(titles[$measure])", "",
		(select($measure == "many") | "From the first frame that each sends after the loss, one after the other.", ""),
		(select($measure == "rtnl") | "RTNL was held at \(map(.rtnl) | add) of \(map(.us | length) | add) losses.", ""),
		"| device | mode | runs | \($runs | map("\(.kernel): ms | lost") | join(" | ")) |",
		"|---|---|---|\($runs | map("---|---|") | join(""))",
		(.[] | . as $row | "| \(.device) | \(.mode) | \(.us | length) | \($runs | map(.cells[$row | key] // " | ") | join(" | ")) |"));
