#!/bin/sh
# The whole program on the shipped scenarios: what it must show, and the golden numbers.
#   sh tests/program/baseline.sh          run the tests
#   sh tests/program/baseline.sh --redo   write tests/golden/baseline.csv anew, to look at its difference
. tests/testlib.sh
golden=tests/golden/baseline.csv
# The scenarios whose numbers are kept; every shipped one is run.
kept='baseline case-groups early-testing guideline-revision-24 hard-capacity no-omission slow-rollout wider-rule'

# SCENARIO MODE FOLDER [OPTIONS]: a run without plots that must succeed.
result() {
    scenario=$1
    mode=$2
    folder=$3
    shift 3
    must run "scenarios/$scenario.json" --mode "$mode" --no-plots --quiet -o "$work/$folder" "$@"
}

# A few national variables at a few dates: where the rules, the fee revision and the milestones fall.
extract() {
    awk -F, -v mode="$1" '
        BEGIN {
            n = split("Sites|Total,Base Hospitals|Uncovered,Tests|Total,Tests|Cumulative,Expert Panel|Cases," \
                "Expert Panel|Omitted,Expert Panel|Backlog,Expert Panel|Wait,Workload|EP Hours,Fees|Total," \
                "Outcome|Matched Therapy,Outcome|Options Missed", list, ",")
            while (n > 0) wanted[list[n--]] = 1
            n = split("2025-06 2026-06 2028-06 2035-05 2041-03 FY2030", list, " ")
            while (n > 0) at[list[n--]] = 1
        }
        $3 == "JP" && $7 ~ /^(mean|sample)$/ && $4 in wanted && $6 in at { print $2 "," mode "," $4 "," $5 "," $6 "," $9 }' "$2"
}

make_golden() {
    echo 'scenario,mode,variable,unit,time,value'
    for name in $kept; do
        for mode in expected stochastic; do
            extract "$mode" "$work/$name.$mode/series.csv"
        done
    done
}

# The monthly rows of what was simulated, without the scenario's name: FILE FIRST LAST
months() {
    awk -F, -v OFS=, -v first="$2" -v last="$3" '
        $6 ~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]$/ && $7 ~ /^(mean|sample)$/ && $6 >= first && $6 <= last {
            $2 = ""; print }' "$1"
}

# NAME FILE FILE FIRST LAST: the same rows in these months, and there are some.
same_months() {
    months "$2" "$4" "$5" >"$work/left"
    months "$3" "$4" "$5" >"$work/right"
    if [ -s "$work/left" ]; then
        same "$1" "$work/left" "$work/right"
    else
        fail "$1" "expected rows from $4 to $5 in $2"
    fi
}

for file in scenarios/*.json; do
    name=$(basename "$file" .json)
    for mode in expected stochastic; do
        result "$name" "$mode" "$name.$mode"
    done
done

if [ "${1-}" = --redo ]; then
    mkdir -p tests/golden
    make_golden >"$work/golden.csv" || exit 1
    cp -- "$work/golden.csv" "$golden"
    echo "$golden is written anew: look at git diff, and say why it changed"
    exit 0
fi

# --- what the baseline must show -----------------------------------------------------------------
series=$work/baseline.expected/series.csv
within 'claims are marked as another measure' "$(grep -c ',Tests|Total,test/month,20[0-9-]*,observed,claims,' "$series")" 229 229
within '282 sites at the end of 2025-05' "$(value "$series" 'Sites|Total' 2025-05)" 282 282
within '295 sites in 2026-02, within 1' "$(value "$series" 'Sites|Total' 2026-02)" 294 296
within 'cumulative tests at the end of 2025' "$(value "$series" 'Tests|Cumulative' 2025-12)" 120000 126000
within 'fewer than 460 sites at the end of 2034' "$(value "$series" 'Sites|Total' 2034-12)" 282 459.99
within '460 sites passed in 2035' "$(value "$series" 'Sites|Total' 2035-12)" 460 475
within 'base hospitals uncovered in 2037-06' "$(value "$series" 'Base Hospitals|Uncovered' 2037-06)" 0.5 20
within 'base hospitals covered by 2038-03' "$(value "$series" 'Base Hospitals|Uncovered' 2038-03)" 0 0.49
within 'omitted cases from 2026-06' "$(value "$series" 'Expert Panel|Omitted' 2026-06)" 1 5000
within 'no omitted case in 2026-05' "$(value "$series" 'Expert Panel|Omitted' 2026-05)" 0 0
check 'the summary has the date of 460 sites' grep -q '"2035-05"' "$work/baseline.expected/summary.json"

# --- one set of years ---------------------------------------------------------------------------
must run scenarios/baseline.json --no-plots -o "$work/years"
prints 'the screen has the years of the key figures' 'FY2025*       FY2030       FY2035       FY2040'
head -n 1 "$work/years/key_figures.csv" >"$work/log"
check 'and no other year has key figures' [ "$(tr ',' '\n' <"$work/log" | grep -o 'FY20[0-9]*' | sort -u | tr '\n' ' ')" = 'FY2025 FY2030 FY2035 FY2040 ' ]
must run scenarios/baseline.json --no-plots -o "$work/years" --set end=2032-03
check 'a shorter run has those that it holds' grep -q '  FY2025[*]       FY2030$' "$work/stdout"
must run scenarios/baseline.json --no-plots -o "$work/years" --set end=2028-05
prints 'one that holds a single one has its first, middle and last' 'FY2025*       FY2027      FY2028*'

# --- two names for hours ---------------------------------------------------------------------------
must rules scenarios/baseline.json --curve -n 1 --year 2030 --no-plots -o "$work/curve"
prints 'the curve says what its hours are' 'EP+review: hours to prepare and hold EPs, the EP hours of run and compare, and hours to decide on omissions'
hours=$(python3 -c 'import csv, sys
print(*(row["hours"] for row in csv.DictReader(open(sys.argv[1], encoding="utf-8")) if row["kind"] == "mark"))' "$work/curve/curve.csv")
both=$(awk -F, '$3 == "JP" && ($4 == "Workload|EP Hours" || $4 == "Workload|Hours|Omission Review") && $6 == "FY2030" { sum += $9; n++ }
    END { if (n == 2) printf "%.6f", sum }' "$series")
within 'they are the EP hours and those of the review of the same run' "$(awk -v a="$hours" -v b="$both" 'BEGIN { print a - b }')" -0.001 0.001
check 'with another name than the EP hours of run' [ "$(head -n 1 "$work/curve/omitted_share.csv" | grep -o 'EP and review hours' | wc -l) $(grep -c 'EP hours,' "$work/curve/omitted_share.csv")" = '3 0' ]

# --- the rules change nothing but what they touch ---------------------------------------------------
for mode in expected stochastic; do
    with=$work/baseline.$mode/series.csv
    without=$work/no-omission.$mode/series.csv
    awk -F, '$3 == "JP" && $4 == "Tests|Total" && $7 ~ /^(mean|sample)$/ { print $6 "," $9 }' "$with" >"$work/left"
    awk -F, '$3 == "JP" && $4 == "Tests|Total" && $7 ~ /^(mean|sample)$/ { print $6 "," $9 }' "$without" >"$work/right"
    same "no rule changes the tests, $mode" "$work/left" "$work/right"
    same_months "before a rule begins its scenario is the baseline, $mode" "$with" "$without" 2000-01 2026-05
    awk -F, '$3 == "JP" && $4 == "Expert Panel|Cases" && $7 ~ /^(mean|sample)$/ { print $6 "," $9 }' "$without" >"$work/left"
    awk -F, '$3 == "JP" && $7 ~ /^(mean|sample)$/ && $4 ~ /^Tests.(Solid|Haematological|Early)$/ { n[$6] += $9; t[$6] = $9 }
        $3 == "JP" && $4 == "Tests|Total" && $7 ~ /^(mean|sample)$/ { total[$6] = $9 }
        $3 == "JP" && $4 == "Expert Panel|Cases" && $7 ~ /^(mean|sample)$/ { cases[$6] = $9; order[++k] = $6 }
        END { for (i = 1; i <= k; i++) { m = order[i]; d = cases[m] - total[m]
            if (d > 1e-9 * total[m] || d < -1e-9 * total[m]) { print m ": " cases[m] " cases of " total[m] " tests"; bad = 1 } }
            exit bad || k < 190 }' "$without" >"$work/log"
    if [ $? -eq 0 ]; then
        ok "without rules every test is a case, $mode"
    else
        fail "without rules every test is a case, $mode" "$(head -n 5 "$work/log")"
    fi
    same_months "the wider rule is the baseline until 2028-05, $mode" \
        "$with" "$work/wider-rule.$mode/series.csv" 2000-01 2028-05
    awk -F, '$3 == "JP" && $4 == "Expert Panel|Cases" && $7 ~ /^(mean|sample)$/ {
            if (FILENAME == ARGV[1]) narrow[$6] = $9
            else if ($9 > narrow[$6]) { print $6 ": " $9 " cases, with the narrower rule " narrow[$6]; bad = 1 } }
        END { exit bad }' "$with" "$work/wider-rule.$mode/series.csv" >"$work/log"
    if [ $? -eq 0 ]; then
        ok "the wider rule never adds a case, $mode"
    else
        fail "the wider rule never adds a case, $mode" "$(head -n 5 "$work/log")"
    fi
done

# --- what a value is called ------------------------------------------------------------------------
# FILE: the kinds of rows that are not facts, with their ids.
kinds() {
    awk -F, 'NR > 1 && $7 != "observed" { print $7 ":" $8 }' "$1" | sort -u | tr '\n' ' '
}
check 'expected values are means' [ "$(kinds "$work/baseline.expected/series.csv")" = 'mean: mean:part ' ]
check 'a stochastic run is a sample' [ "$(kinds "$work/baseline.stochastic/series.csv")" = 'sample:d0r1 sample:d0r1 part ' ]
result baseline stochastic member --draw 3 --replicate 7
check 'named by draw and replicate' [ "$(kinds "$work/member/series.csv")" = 'sample:d3r7 sample:d3r7 part ' ]

# --- stochastic counts are whole -------------------------------------------------------------------
awk -F, '$3 == "JP" && $7 ~ /^(mean|sample)$/ && $6 ~ /^[0-9]+-[0-9]+$/ && $9 ~ /[.]/ &&
    $4 ~ /^(Sites.Total|Base Hospitals.Uncovered|Tests.Total|Tests.Solid|Expert Panel.Cases|Expert Panel.Omitted|Expert Panel.Backlog)$/' \
    "$work/baseline.stochastic/series.csv" "$work/hard-capacity.stochastic/series.csv" >"$work/log"
if [ -s "$work/log" ]; then
    fail 'stochastic counts are whole' "$(head -n 3 "$work/log")"
else
    ok 'stochastic counts are whole'
fi

# --- the same bytes ------------------------------------------------------------------------------
for mode in expected stochastic; do
    result baseline $mode "again.$mode"
    for file in series.csv fiscal_year.csv prefecture.csv key_figures.csv summary.json resolved.json; do
        same "the same $file again, $mode" "$work/baseline.$mode/$file" "$work/again.$mode/$file"
    done
done

# The rows of the hospital table in another order: last first.
cp -R scenarios "$work/permuted"
{
    head -n 1 scenarios/data/hospitals.csv
    tail -n +2 scenarios/data/hospitals.csv | sort -t, -k3,3 -k1,1nr
} >"$work/permuted/data/hospitals.csv"
check 'the permuted table is another file' sh -c '! cmp -s "$1" "$2"' sh scenarios/data/hospitals.csv "$work/permuted/data/hospitals.csv"
for mode in expected stochastic; do
    must run "$work/permuted/baseline.json" --mode $mode --no-plots --quiet -o "$work/permuted.$mode"
    same "the order of hospitals means nothing, $mode" "$work/baseline.$mode/series.csv" "$work/permuted.$mode/series.csv"
done

# --- saved and restored --------------------------------------------------------------------------
for scenario in baseline hard-capacity; do
    for mode in expected stochastic; do
        state="$work/$scenario.$mode.state"
        result $scenario $mode saved --save-state "2030-03=$state"
        same "saving a state changes nothing, $scenario, $mode" \
            "$work/$scenario.$mode/series.csv" "$work/saved/series.csv"
        result $scenario $mode restored --from-state "$state" --save-state "2030-03=$state.again"
        same_months "from a saved state the same future, $scenario, $mode" \
            "$work/$scenario.$mode/series.csv" "$work/restored/series.csv" 2030-04 2099-12
        same "a restored state is the same state, $scenario, $mode" "$state" "$state.again"
    done
done

# --- golden --------------------------------------------------------------------------------------
make_golden >"$work/golden.csv"
same 'golden numbers (after a wanted change: --redo)' "$golden" "$work/golden.csv"

# --- time, for the reader --------------------------------------------------------------------------
if [ -r /proc/uptime ]; then
    begin=$(cut -d' ' -f1 /proc/uptime)
    for i in 1 2 3 4 5; do
        result baseline expected "timed"
    done
    end=$(cut -d' ' -f1 /proc/uptime)
    echo "time of a run in expected mode, without plots: $(echo "$begin $end" | awk '{ printf "%.0f ms", ($2 - $1) / 5 * 1000 }')"
fi
end_tests
