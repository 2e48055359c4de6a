#!/bin/sh
# The parts of panelcast milestone that take long: the backtest, curves from every date, and levers of capacity over many
# runs. The rest: tests/program/milestone.sh.
. tests/testlib.sh

baseline=scenarios/baseline.json
takes() { # NAME CODE PATTERN ARGUMENTS...
    name=$1 want=$2 pattern=$3
    shift 3
    panelcast milestone "$@"
    if [ $code -eq "$want" ] && grep -Eq -e "$pattern" "$work/stdout"; then ok "$name"; else fail "$name" "exit code $code, $(tail -n 3 "$work/stdout")"; fi
}
takes 'the years asked of, whole hosts, and every run' 0 'every year from 2027 to 2028 below 200 days +27 +27 +27 +27 .* 40  ' \
    $baseline --part capacity --days 200 --draws 20 -n 2 --set end=2029-11
says 'a run that ends early is said to' 'years 2027 to 2028 only; --set end=2041-03'

for part in curves backtest; do
    must milestone $baseline --part $part --lang ja --no-plots -o "$work/$part"
    sed 's/CRPS//g; s/AICc//; s/--seed//; s/fit = no//' "$work/stdout" >"$work/table"
    check "no English word in Japanese tables: $part" sh -c '[ -s "$1" ] && ! grep "[A-Za-z]\{3\}" "$1"' - "$work/table"
done

# A newer count, and none of 2024-07-01, so that no forecast starts there.
sed '/^2026-03-01.*Sites|Total,295,/{p;s/^2026-03-01,2026-02,2026-02,2026-02/2027-03-01,2027-02,2027-02,2027-02/;s/,295,/,310,/;s/,sites-2026-03-01,2026-03-13,/,,,/;}
    /^2024-07-01.*Sites|Total/d' scenarios/data/observations.csv >"$top/observations.csv"
printf '{"name": "newer", "title": {"en": "newer", "ja": "x"}, "extends": "%s/scenarios/baseline.json", "observations": "%s/observations.csv"}\n' \
    "$root" "$top" >"$top/newer.json"
takes 'a newer count is named' 0 'a newer count, 310 sites on 2027-03-01;.* end on 2026-03-01' \
    "$top/newer.json" --part backtest --no-plots -o "$work/newer"
prints 'no table of forecasts that nobody made' 'No table of the newest counts: no forecast starts at 2024-07-01'
check 'nor a file' [ ! -e "$work/newer/latest.csv" ]
check 'a forecast that was never made says why' grep -Eq '^  tests +Bass +0 +3 .* 3 too few increments *$' "$work/stdout"
check 'the backtest warns of a fall, once' [ "$(grep -c 'falls from 234 to 233' "$work/stderr")" -eq 1 ]

check 'every column of the backtest is in the docs' python3 tests/columns.py --few "$work/backtest"
end_tests
