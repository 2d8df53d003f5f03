# What the tables of bench/bench are made with. Each part's table gets its files as a list: {kernel, date, command, cpu, rows}.
def fixed: . * 10 | round / 10 | tostring | if test("\\.") then . else . + ".0" end;
# Three digits after the point: a ratio.
def ratio: . * 1000 | round | tostring | "000" + . | (.[:-3] | ltrimstr("00") | ltrimstr("0")) as $whole |
	(if $whole == "" then "0" else $whole end) + "." + .[-3:];
def row: "| \(join(" | ")) |";
def head: row, (map("---") | row);
def median: sort | .[length / 2 | floor];
# Of the rows of one run, the cost of the bare dummy in each measure.
def base(cost): map(select(.device == "dummy")) | map({(.measure): cost}) | add;
def colour: {trunk: 1, bond: 2, team: 3}[.device] // 4;
def title: "\(.device) \(.mode | sub("^-$"; ""))";
