#!/bin/sh
# The program beside a second implementation of the model (tests/oracle), written from docs/model.md alone:
# nine runs in expected mode, three of them with values or rules that change at a date, and four in stochastic mode, to March 2032.
# Every scenario, to its end: tests/deep/oracle_all.sh.
set -eu
LC_ALL=C.UTF-8
export LC_ALL
cd "$(dirname "$0")/../.."
command -v python3 >/dev/null || { echo 'skipped: no python3'; exit 0; }
program=${PANELCAST:-build/panelcast}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 75' HUP INT TERM

runs=0
run() { # the result folder's name, the scenario, further options
    folder=$work/$1
    scenario=scenarios/$2.json
    shift 2
    "$program" run "$scenario" --set end=2032-03 -o "$folder" --no-plots --quiet "$@"
    runs=$((runs + 1))
}
for name in baseline case-groups hard-capacity core-ep-stopped guideline-revision-24 consolidated-400; do
    run $name $name
done
for name in baseline hard-capacity; do
    run $name-stochastic $name --mode stochastic --replicate 2
done
steps='--set rollout.rate=25@2028-04 --set demand.uptake=0.6@2027-01 --set ep.constraint=hard@2029-01'
run stepped baseline $steps --set demand.uptake=0.3@2032-01,exact
run parted baseline --set omission.adoption_months=12 --set may_omit.solid.no_finding.none=no@2026-10 --set may_omit.early.finding.trial=yes
run stepped-draw baseline $steps --draw 3
# Dispersion so small that the shape of the gamma law passes what its sums can do, and so small that it is none.
for dispersion in 1e-10 1e-301; do
    run dispersed-$dispersion baseline --mode stochastic --set demand.dispersion=$dispersion --set end=2026-03
done
python3 tests/oracle/compare.py "$work"/*/
echo "oracle: $runs runs agree to 1e-9, whole counts exactly"
