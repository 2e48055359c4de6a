#!/bin/sh
# What takes too long for every change still builds, docs/influence.md is what the program says now, and a comparison
# that does not fit into memory has the numbers of the runs.
. tests/testlib.sh

cd "$root" || exit 1
unset MAKEFLAGS MFLAGS MAKELEVEL
if make -s MODE=release build/release/bench build/release/validate/fits build/release/validate/intervals >"$top/said" 2>&1; then
    ok 'make bench and make validate build'
else
    fail 'make bench and make validate build' "$(cat "$top/said")"
fi
build/release/bench >"$top/said" 2>&1
check 'the bench says what it wants' grep -q '^bench: usage' "$top/said"
if python3 tools/docs/influence.py --check >"$top/said" 2>&1; then
    ok 'docs/influence.md is up to date'
else
    fail 'docs/influence.md is up to date' "$(cat "$top/said")"
fi

# 2,000 members of two scenarios are over 256 MB, past which their values lie in an unlinked file.
number='JP,Tests|Total,test/year,FY2030,'
must compare $base scenarios/wider-rule.json --mode stochastic -n 2000 --no-plots --quiet -o "$work/pair"
must run $base --mode stochastic -n 2000 --no-plots --quiet -o "$work/many"
mean=$(grep -F "${number}mean,," "$work/many/series.csv" | sed 's/.*,//')
check "the mean of the runs is in the comparison: $mean" grep -qF "${number}12,$mean," "$work/pair/compare.csv"
end_tests
