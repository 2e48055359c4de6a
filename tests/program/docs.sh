#!/bin/sh
# The generated files in docs/ say what the program says, and every column of every table is explained there.
set -eu
LC_ALL=C.UTF-8
export LC_ALL
cd "$(dirname "$0")/../.."
# The fast one: what it writes is looked at here, and not how.
program=build/panelcast
PANELCAST=$program
export PANELCAST
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
sh tools/docs/make_docs.sh --check
echo 'docs: as the program prints them'

baseline=scenarios/baseline.json
short='--set end=2027-03 --no-plots --quiet'
"$program" run $baseline $short --mode stochastic --draws 3 -n 2 -o "$work/run" 2>/dev/null
"$program" run scenarios/hard-capacity.json $short -o "$work/hard" 2>/dev/null
"$program" compare $baseline scenarios/slow-rollout.json $short --explain-difference -o "$work/compare" 2>/dev/null
"$program" compare $baseline scenarios/slow-rollout.json $short --draws 2 -o "$work/many" 2>/dev/null
# The backtest takes long: tests/deep/milestone_long.sh.
for part in sum 'curves --from 2023-03-31' 'pace --draws 2' 'capacity --draws 2'; do
    "$program" milestone $baseline --part $part --no-plots --quiet -o "$work/milestone-${part%% *}" 2>/dev/null
done
"$program" milestone $baseline scenarios/ministry-rollout.json --part date --draws 2 --no-plots --quiet -o "$work/milestone-date" 2>/dev/null
"$program" rules $baseline --curve --no-plots --quiet -o "$work/curve" 2>/dev/null
"$program" sweep scenarios/designs/screening.json --quiet -o "$work/screening.sqlite" 2>/dev/null
"$program" sensitivity "$work/screening.sqlite" --metric hours_FY2030 --no-plots --quiet -o "$work/sensitivity" 2>/dev/null
python3 tests/columns.py "$work/run" "$work/hard" "$work/compare" "$work/many" "$work"/milestone-* "$work/curve" "$work/sensitivity"
