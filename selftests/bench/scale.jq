def short: if . == null then "" elif . < 10 then . * 1000 | round / 1000 elif . < 100 then . * 10 | round / 10 else round end | tostring;
def devices: ["dummy", "trunk", "bond", "team"];
def each: .ns / .count / 1000000;
# get of the row of the device that is the input, or null
def of($run; $measure; $with; $most; get): . as $device |
	[$run.rows[] | select(.measure == $measure and .device == $device and .with == $with)] |
	(if $most then max_by(.count) else min_by(.count) end) | if . then get else null end;
def line($title; value): "| \($title) | \([devices[] | value | short] | join(" | ")) |";
def per(f; g): [f, g] | if all then .[0] / .[1] else null end;
def time($title; $run; $measure; $with): line($title; of($run; $measure; $with; true; each));
def memory($title; $run; $measure; $with): line($title; of($run; $measure; $with; true; .kb));
def ratio($title; $run; $with):
	line($title; per(of($run; "delete"; $with; true; each); of($run; "bulk"; $with; true; each)));
def growth($title; $run; $measure):
	line($title; per(of($run; $measure; "nothing"; true; .ns); of($run; $measure; "nothing"; false; .ns)));
def table:
	.[-1] as $last |
	"Milliseconds that each of \($last.rows | map(.count) | max) devices takes, and the kB of memory it keeps; with ports: two dummies each, and up. A bond is",
	"in balance-xor with miimon 100, as a trunk is that is not told otherwise. One boot a kernel in virtual time, \($last.date),",
	"`\($last.command)`.",
	(.[] | . as $run |
		"", "## \(.kernel)", "",
		"| | \(devices | join(" | ")) |",
		"|---|\(devices | map("---|") | join(""))",
		time("create, ms"; $run; "create"; "nothing"),
		memory("memory, kB"; $run; "create"; "nothing"),
		time("two ports into it, and up, ms"; $run; "ports"; "ports"),
		memory("memory with them, kB"; $run; "ports"; "ports"),
		time("delete one by one, ms"; $run; "delete"; "nothing"),
		time("delete all in one request, ms"; $run; "bulk"; "nothing"),
		ratio("one by one / in one"; $run; "nothing"),
		time("with ports: delete one by one, ms"; $run; "delete"; "ports"),
		time("with ports: in one request, ms"; $run; "bulk"; "ports"),
		time("with ports: unload the module, ms"; $run; "unload"; "ports"),
		time("ip link, none shown, ms"; $run; "dump"; "nothing"),
		growth("ten times the devices take it times"; $run; "dump"),
		time("ip -d link, ms"; $run; "show"; "nothing"),
		growth("ten times the devices take it times"; $run; "show"),
		time("hactl trunk show, ms"; $run; "list"; "nothing"),
		growth("ten times the trunks take it times"; $run; "list"));
