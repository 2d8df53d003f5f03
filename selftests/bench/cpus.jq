include "bench";
def gain: (.two | max) / (.one | max);
def table:
	.[] | (.rows[] | select(.device == "dummy") | gain) as $dummy |
	"Packets a second that two CPUs send by one device over what one sends, beside that of the bare dummy device: 1 is no lock",
	"and no line of cache shared. Best of \(.rows[0].one | length) rounds in which all devices take turns, two ports,",
	"emulated CPUs, \(.kernel). \(.date), `\(.command)`.", "",
	(["device", "mode", "1 CPU", "2 CPUs", "ratio", "of dummy's"] | head),
	(.rows[] | [.device, .mode, (.one | max), (.two | max), (gain | ratio), (gain / $dummy | ratio)] | row);
