#!/bin/sh
# Futures from one past: run and compare from a saved state.
. tests/testlib.sh

state=$work/past.state

# FILE FIRST: the monthly rows after the month FIRST, and the fiscal years from FY2029 on.
tail_of() {
    awk -F, -v first="$2" 'NR > 1 && ($0 ~ ",FY20(29|3[0-9]|40),") { print }
        NR > 1 && match($0, ",20[0-9][0-9]-[01][0-9],") && substr($0, RSTART + 1, 7) > first { print }' "$1"
}

# --- compare from a state is the tail of the straight comparison -------------------------------------
# The wider rule begins in 2028-06, so both have the baseline's past until then.
for mode in expected stochastic; do
    must run $base --mode $mode --no-plots --quiet --save-state "2028-03=$state" -o "$work/run"
    must compare $base scenarios/wider-rule.json --mode $mode --no-plots --quiet -o "$work/straight"
    must compare $base scenarios/wider-rule.json --mode $mode --no-plots --quiet --from-state "$state" -o "$work/forked"
    tail_of "$work/straight/compare.csv" 2028-03 >"$work/left"
    tail_of "$work/forked/compare.csv" 2028-03 >"$work/right"
    check "there are rows to compare, $mode" [ "$(wc -l <"$work/left")" -gt 2000 ]
    same "compare from a state is the tail of the straight one, $mode" "$work/left" "$work/right"
    check "and says nothing of the months before, $mode" sh -c '! grep -q ",2028-02," "$1"' sh "$work/forked/compare.csv"
    check "the state is among the inputs, $mode" grep -q "$(sha256sum <"$state" | cut -c1-64)" "$work/forked/manifest.json"
done

# --- many futures ------------------------------------------------------------------------------------
# The state is now replicate 1's. All futures leave from its sites; they part after it.
must run $base --mode stochastic -n 6 --from-state "$state" --no-plots --quiet -o "$work/futures"
series=$work/futures/series.csv
spread() { awk -F, -v id="$2" -v time="$3" '$3 == "JP" && $4 == "Sites|Total" && $6 == time && $7 == id { print $9 }' "$1"; }
within 'no spread in the month of the state' "$(spread "$series" sd 2028-03)" 0 0
within 'and some two years later' "$(spread "$series" sd 2030-03)" 0.1 100
check 'nothing before the state' [ -z "$(spread "$series" mean 2028-02)" ]
check 'a year that begins before it is a part year, or not there' sh -c '
    head -n 1 "$1" | grep -q "FY2027 (not simulated),FY2028,"' sh "$work/futures/fiscal_year.csv"
must run $base --mode stochastic -n 6 --from-state "$state" --no-plots --quiet --threads 1 -o "$work/one"
same 'whatever the threads do' "$series" "$work/one/series.csv"
must run $base --mode stochastic --draws 5 -n 2 --from-state "$state" --no-plots --quiet -o "$work/drawn"
within 'drawn futures leave from the same sites' "$(spread "$work/drawn/series.csv" sd 2028-03)" 0 0

check 'the summary says how many futures' grep -q '"runs": 6' "$work/futures/summary.json"
must run $base --no-plots --quiet --save-state "2036-03=$work/late.state" -o "$work/run"
must run $base --no-plots --quiet --from-state "$work/late.state" -o "$work/late"
check 'a target that the past had reached is not dated by the state' grep -q 'already reached before' "$work/late/summary.json"

# --- what was assumed before the state is past -----------------------------------------------------------
printf '{ "schema_version": 1, "name": "other-past", "extends": "%s", "title": { "en": "Other past", "ja": "別の過去" },
  "parameters": { "rollout.rate": { "series": [["2025-06", 30], ["2027-10", 17.8]], "interpolation": "step",
    "unit": "site/year", "kind": "assumed", "note": "test" } } }\n' "$root/$base" >"$work/other-past.json"
panelcast compare $base "$work/other-past.json" --from-state "$state" --mode stochastic -n 3
check 'from one state it makes no difference' grep -q '^results cannot differ at all' "$work/stdout"
check 'which every month proves' grep -q 'identical: 468 monthly rows' "$work/stdout"
panelcast compare $base scenarios/slow-rollout.json --from-state "$state"
check 'what differs from the start parts after the state' grep -q '^may differ from 2028-04 on' "$work/stdout"

# --- refusals ------------------------------------------------------------------------------------------
exits 'a state of other hospitals' 78 compare $base scenarios/consolidated-400.json --shared --from-state "$state"
awk 'NR == 5 { $4 += 1 } { print }' "$state" >"$work/volume.state"
exits 'a state of other hospital data' 78 run $base --no-plots --mode stochastic --from-state "$work/volume.state" -o "$work/no"
says 'with the line and what is wrong' 'volume.state:5:1: error: the state is of other hospital data'
sed '1s/contract .*/contract 999/' "$state" >"$work/contract.state"
exits 'a state of another stream contract' 78 compare $base scenarios/wider-rule.json --from-state "$work/contract.state"
says 'which is said' 'stream contract'
# Values: 12 of the run, then for every hospital open, candidate, EP-capable and designation.
first=$((3 + 550 + 12 + 3 * 550 + 1))
sed "$first,$((first + 549))s/.*/3/" "$state" >"$work/hosts.state"
exits 'a state without cores' 65 run $base --no-plots --mode stochastic --from-state "$work/hosts.state" -o "$work/no"
says 'whose hospitals find no host' 'hosts.state: error: hospitals: hospital 1001 reaches no core or hub in 2028-03'
first=$((first - 550))
sed "${first}s/.*/1/" "$state" >"$work/capable.state"
exits 'a core that is an EP-capable cooperative site too' 65 run $base --no-plots --mode stochastic \
    --from-state "$work/capable.state" -o "$work/no"
says 'which is said' 'EP-capable cooperative site as well'
must run $base --mode stochastic --draw 3 --no-plots --quiet --save-state "2028-03=$work/draw.state" -o "$work/run"
exits 'a state of one draw is not the past of others' 65 run $base --mode stochastic --draws 4 --from-state "$work/draw.state" \
    --no-plots -o "$work/no"
says 'which is said' 'parameter draw 3'
exits 'nor of the run without draws' 65 run $base --mode stochastic --from-state "$work/draw.state" --no-plots -o "$work/no"
exits 'but of its own' 0 run $base --mode stochastic --draw 3 --from-state "$work/draw.state" --no-plots -o "$work/own"
must run $base --mode stochastic --draw 1 --no-plots --quiet --save-state "2028-03=$work/one.state" -o "$work/run"
exits 'a state of draw 1 has futures of draw 1' 0 run $base --mode stochastic --draws 1 -n 2 --from-state "$work/one.state" --no-plots -o "$work/own"
exits 'and none of two draws' 65 run $base --mode stochastic --draws 2 --from-state "$work/one.state" --no-plots -o "$work/no"
must run $base --no-plots --quiet --save-state "2041-03=$work/end.state" -o "$work/run"
exits 'no month is left' 65 compare $base scenarios/wider-rule.json --from-state "$work/end.state"
says 'with the months wanted' 'from 2025-05 to 2041-02'
exits 'an explanation starts at the start' 64 compare $base scenarios/wider-rule.json --from-state "$state" --explain-difference
exits 'many runs save no state' 64 run $base --mode stochastic -n 3 --save-state "2030-03=$work/x" -o "$work/no"
exits 'compare saves none' 64 compare $base scenarios/wider-rule.json --save-state "2030-03=$work/x"
exits 'a missing state is 66' 66 compare $base scenarios/wider-rule.json --from-state "$work/none"
check 'no refused run left a folder' [ ! -e "$work/no" ]
end_tests
