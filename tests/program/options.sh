#!/bin/sh
# Options that nothing would read are refused: 64 and a sentence. Each has a neighbour that is read.
. tests/testlib.sh
cd "$work" || exit 1
ln -s "$root/scenarios" scenarios
printf '{ "schema_version": 1, "name": "fixed", "title": { "en": "x", "ja": "x" }, "hospitals": "scenarios/data/hospitals.csv",
  "tier_changes": "scenarios/data/tier_changes.csv", "prefectures": "scenarios/data/prefectures.csv" }' >fixed.json
design=scenarios/designs/screening.json
lists=scenarios/designs/example.json
"$program" run $base --set end=2026-05 --no-plots --quiet -o kept || exit 1

# TEXT ARGUMENTS...: refused, with the text, before anything is written.
unread() {
    text=$1
    shift
    if exits "refused: $*" 64 "$@"; then
        says "  it says why" "$text"
        silent '  nothing on stdout'
        check '  nothing is written' test ! -e out
    fi
    rm -rf out
}
# ARGUMENTS...: done, and nothing is said of the options.
read_well() {
    exits "read: $*" 0 "$@"
    rm -rf out
}

unread '--year does nothing without --curve' rules $base --year 2031
unread '--days does nothing without --curve' rules $base --days 20
unread '--replicates does nothing without --curve' rules $base -n 4
unread '--plots does nothing without --output' rules $base --curve --plots
unread '--bom does nothing without --output' rules $base --curve --bom
unread '--limit does nothing without --hosts' run $base --limit 50 -o out
unread '--plots does nothing without --output' compare $base $base --plots
unread '--bom does nothing without --output' compare $base $base --bom
unread '--plots does nothing without --output' milestone $base --part sum --plots
unread '--bom does nothing without --output' milestone $base --part sum --bom
unread '--draw and --replicate have no use' milestone $base --draw 2
unread '--draw and --replicate have no use' milestone $base --replicate 2
unread '--draws belongs to the parts date, pace and capacity' milestone $base --part sum --draws 5
unread '-n belongs to the parts date, pace and capacity' milestone $base --part curves -n 5
unread '--mode belongs to' milestone $base --part backtest --mode expected
unread '--seed belongs to the parts that use chance' milestone $base --part sum --seed 5
unread 'plots are those of the parts curves and date' milestone $base --part sum --plots -o out
unread '--log does nothing with --dry-run' sweep $lists --dry-run --log out
unread '--json does nothing with --markdown' params --json --markdown rollout.rate
unread '--plots does nothing with --no-plots' run $base --plots --no-plots -o out
unread '--bom does nothing with --no-bom' compare $base $base --bom --no-bom -o out
for command in 'params rollout' "explain $base rollout.rate" schema version; do
    unread 'nothing to be quiet about' $command --quiet
done
unread 'at least one draw' report $base --draws 0 -o out
unread 'nothing for --draw to draw' run fixed.json --draw 3 -o out
unread '--output is given twice' run $base -o out -o other
unread '--part is given twice' milestone $base --part sum --part date
unread '--target is given twice' milestone $base --target 'Sites|Total>=460' --target 'Sites|Total>=461'
unread '--save-state is given twice' run $base --save-state 2025-08=a --save-state 2025-09=b -o out
unread '--only is given twice' plot kept --only sites --only map

# A seed without chance is said, as --replicate is.
exits 'a seed in expected mode is no error' 0 run $base --set end=2026-05 --seed 5 --no-plots -o out
says '  a warning' '--seed changes nothing'
rm -rf out
exits 'a seed of a draw is read' 0 run $base --set end=2026-05 --seed 5 --draw 1 --no-plots -o out
check '  no warning' sh -c '! grep -q "changes nothing" "$1"' sh "$work/stderr"
rm -rf out

read_well rules $base --curve --year 2031 --days 20 -n 2 --no-plots --no-bom
read_well run $base --set end=2026-05 --hosts --limit 50 --no-plots -o out
read_well milestone $base --part sum --no-plots --threads 2
read_well milestone $base --part sum --set rollout.rate=9 --set rollout.rate=10
read_well sweep $lists --dry-run
exits 'rules is quiet if it is told to be' 0 rules $base --quiet
silent '  nothing on stdout'

must sweep $design -o s.sqlite --quiet
unread '--level is that of intervals' sensitivity s.sqlite --resamples 0 --level 90
unread '--plots does nothing without --output' sensitivity s.sqlite --plots
# A run that the model cannot count is said by whoever runs it.
tiny='--set demand.drug_therapy_patients=1e-310 --quiet --no-plots'
for words in "rules $base --curve --year 2026 -n 2 --set end=2028-03" "milestone $base --part capacity --draws 2 --set end=2030-03" \
    "milestone $base --part pace --by 2030-03 --draws 2" "milestone $base --part date --draws 2" "run $base --mode stochastic -n 2 -o out" \
    "compare $base $base --mode stochastic -n 2"; do
    exits "more than can be counted: ${words%% *}" 65 $words $tiny
    says '  it says so' 'grew past what the model can count'
done
end_tests
