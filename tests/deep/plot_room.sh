#!/bin/sh
# Plots of runs of a month and of a century, and of very large figures: no two texts meet, and what there is
# can be seen.
. tests/testlib.sh

if ! command -v gnuplot >/dev/null 2>&1 || ! command -v python3 >/dev/null 2>&1; then
    echo 'no gnuplot or no python3: skipped'
    exit 0
fi
other=scenarios/slow-rollout.json
for lang in en ja; do
    for end in 2025-06 2125-03; do
        must run $base --lang $lang --set end=$end -o "$work/$lang/$end"
        must run $base --lang $lang --set end=$end --mode stochastic --draws 3 -o "$work/$lang/many-$end"
        must compare $base $other --lang $lang --set end=$end -o "$work/$lang/compare-$end"
    done
    must run $base --lang $lang --set demand.drug_therapy_patients=10000000 --set demand.uptake=1 -o "$work/$lang/much"
    must milestone $other --part date --lang $lang --draws 3 --set rollout.rate=2 --set end=2125-03 -o "$work/$lang/dates"
done
check 'no two texts meet' python3 tests/texts_apart.py "$work"/*/*/plots/*.svg
check 'a month alone is drawn as wide as it is' python3 - "$work/en/2025-06/plots/hours.svg" <<'P'
import re, sys
# The two stacks of hours, a twelfth of the year in width, and the two of the legend.
svg = open(sys.argv[1], encoding="utf-8").read()
widths = []
for points in re.findall(r"<polygon[^>]*points = '([^']*)'", svg):
    x = [float(v) for v in re.findall(r"(-?[\d.]+),-?[\d.]+", points)]
    widths.append(max(x) - min(x))
assert sum(60 < w < 90 for w in widths) == 2, widths
P
check 'a century has years at its axis, and six in its table' [ \
    "$(grep -c '>20[0-9]0<\|>21[0-9]0<' "$work/en/2125-03/plots/tests.svg") $(grep -c '>FY2[0-9]*<' "$work/en/2125-03/plots/tests.svg")" = '11 6' ]
end_tests
