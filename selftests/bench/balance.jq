include "bench";
def fixed($n): . * pow(10; $n) | round / pow(10; $n) | tostring;
def percent($of): if $of == 0 then "" else 100 * . / $of | fixed(1) + " %" end;
def table($measure; $title; $columns; cells):
	"", "## \($title)", "", (["case", "device"] + $columns | head),
	(.[] | select(.measure == $measure) | [.case, .device] + [cells] | row);
def table:
	"In virtual time. \(.[0].kernel), \(.[0].date), `\(.[0].command)`.",
	(.[0].rows |
	table("imbalance"; "Imbalance: most loaded port over the mean, in the second second";
		["sets", "mean", "worst", "optimum"];
		.runs, (.mean | fixed(3)), (.worst | fixed(3)), (.optimum | fixed(3))),
	table("convergence"; "Convergence: ms from a change of load until 20 ms were even to 10 %";
		["runs", "least", "most", "never"];
		.runs, .ms[0], .ms[-1], .never),
	table("disruption"; "Disruption: flows that moved"; ["flows", "of the port", "moved", "of others"];
		.flows, (. as $row | .had | percent($row.flows)), (. as $row | .moved | percent($row.flows)), .others),
	table("reorder"; "Reordering: frames that arrived behind a later one of their flow";
		["frames", "reordered", "sent again"];
		.sent, .reordered, (.again // "")));
