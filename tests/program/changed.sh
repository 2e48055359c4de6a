#!/bin/sh
# What a command changes stands in every title: of tables, summary, manifest and resolved scenario.
. tests/testlib.sh
must run $base --set rollout.rate=10 --set demand.uptake=0.6@2028-04 --mode stochastic --draws 4 -n 2 --seed 7 --set end=2030-03 \
    --no-plots -o "$work/changed"
changed='rollout.rate = 10 site/year, end = 2030-03, demand.uptake = 0.6 from 2028-04, stochastic mode, seed 7, 4 parameter draws, 2 replicates'
for file in summary.json manifest.json key_figures.csv fiscal_year.csv prefecture.csv; do
    check "what was changed stands in $file" grep -qF "June 2026 rules, $changed" "$work/changed/$file"
done
check 'and as far as it is of the scenario in resolved.json' grep -qF 'end = 2030-03, demand.uptake = 0.6 from 2028-04", "ja"' "$work/changed/resolved.json"
must run $base --set rollout.rate=10 --set rollout.rate=12 --set end=2026-03 --lang ja --no-plots -o "$work/changed"
check 'the last of a name, in Japanese' grep -qF '、rollout.rate = 12 施設/年、end = 2026-03"' "$work/changed/summary.json"
must run $base --set end=2026-03 --mode expected --draw 3 --no-plots -o "$work/changed"
check 'one draw' grep -qF 'end = 2026-03, draw 3"' "$work/changed/summary.json"
exits 'compare' 0 compare $base scenarios/no-omission.json --set rollout.rate=10 --set end=2027-03 --no-plots -o "$work/changed"
prints 'of every scenario compared' 'No omission: every case goes to an expert panel, rollout.rate = 10 site/year, end = 2027-03'
must run $base --set demand.uptake=0.6@2028-04 --set demand.uptake=0.7@2028-04,exact --set demand.uptake=0.8@2027-04 --set end=2029-03 \
    --no-plots -o "$work/changed"
check 'steps by date, of one month the last, and which has no range' grep -qF \
    'June 2026 rules, end = 2029-03, demand.uptake = 0.8 from 2027-04, demand.uptake = 0.7 from 2028-04, without a range"' \
    "$work/changed/summary.json"
end_tests
