#!/bin/sh
# The shipped scenarios: each is read and runs, each moves the results the way it must, and the pages of
# docs/ that tools/docs/scenario_library.py makes of them are up to date.
. tests/testlib.sh
results="$work/results"
mkdir "$results"

names=
for file in scenarios/*.json; do
    scenario=$(basename "$file" .json)
    names="$names $scenario"
    exits "check $scenario" 0 check "$file"
    # The only warnings are those of scenarios that leave a rule of their parent out, and of the one with merged hospitals.
    allowed='omission_rules: this list replaces the one of the parent and drops fy2026-'
    if [ "$scenario" = consolidated-400 ]; then
        check 'merged base hospitals are told' grep -q 'has 400, where 463 are published' "$work/stderr"
        allowed='has 400, where 463 are published'
    fi
    if grep -v "$allowed" "$work/stderr" >"$work/log"; then
        fail "no other warning, $scenario" "$(head -n 3 "$work/log")"
    fi
    must run "$file" --no-plots --quiet -o "$results/$scenario"
done

series() {
    printf '%s' "$results/$1/series.csv"
}

# The months of a national variable, "YYYY-MM value". NAME VARIABLE
monthly() {
    awk -F, -v variable="$2" '$3 == "JP" && $4 == variable && $7 ~ /^(mean|sample)$/ &&
        $6 ~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]$/ && $9 != "" { print $6, $9 }' "$(series "$1")"
}

# VARIABLE A B FIRST: A is never above B, is below it from month FIRST on, and equal before.
below() {
    monthly "$2" "$1" >"$work/left"
    monthly "$3" "$1" >"$work/right"
    awk -v first="$4" '
        NR == FNR { a[$1] = $2; next }
        { n++; slack = 1e-9 * ($2 > 1 ? $2 : 1)
          if (!($1 in a)) { print $1 ": missing"; bad = 1 }
          else if ($1 >= first ? a[$1] > $2 - slack : a[$1] > $2 + slack || a[$1] < $2 - slack) {
              print $1 ": " a[$1] " against " $2; bad = 1 } }
        END { exit bad || n < 190 }' "$work/left" "$work/right" >"$work/log"
    if [ $? -eq 0 ]; then
        ok "$1: $2 below $3 from $4, equal before"
    else
        fail "$1: $2 below $3 from $4, equal before" "$(head -n 4 "$work/log")"
    fi
}

# VARIABLE A B: the same in every month, byte for byte.
equal() {
    monthly "$2" "$1" >"$work/left"
    monthly "$3" "$1" >"$work/right"
    [ -s "$work/left" ] || echo missing >"$work/left"
    same "$1: $2 as $3" "$work/left" "$work/right"
}

# NAME MONTH: every national figure is the baseline's before MONTH.
baseline_before() {
    for name in baseline "$1"; do
        awk -F, -v OFS=, -v until="$2" '$3 == "JP" && $7 ~ /^(mean|sample)$/ && $6 ~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]$/ &&
            $6 < until { $2 = ""; print }' "$(series "$name")" >"$work/$name.before"
    done
    [ -s "$work/$1.before" ] || echo missing >"$work/$1.before"
    same "$1 is the baseline before $2" "$work/baseline.before" "$work/$1.before"
}

# The month of a milestone as a number, 999999 if it is never reached. NAME ID
milestone() {
    awk -F'"' -v id="$2" '$2 == "id" { on = $4 == id } on && $2 == "month" {
        month = $4; sub("-", "", month); print (month == "" ? 999999 : month); exit }' "$results/$1/summary.json"
}

# ID NAMES...: each reaches it before the next.
in_order() {
    id=$1
    shift
    last=0
    dates=
    good=1
    for name; do
        date=$(milestone "$name" "$id")
        dates="$dates $name=$date"
        [ -n "$date" ] && [ "$date" -gt "$last" ] || good=0
        last=${date:-0}
    done
    if [ $good -eq 1 ]; then ok "$id in order:$dates"; else fail "$id in order" "$dates"; fi
}

at() {
    value "$(series "$1")" "$2" "$3"
}

# --- rules -------------------------------------------------------------------------------------------
rule_only='no-omission drug-rule-only no-drug-rule-only low-adoption middle-adoption full-adoption
    rule-with-secondary-findings haematological-rule wider-rule everything-omitted late-c-cat-report approvals-grow'
for name in $rule_only; do
    equal 'Tests|Total' "$name" baseline
done
cases='Expert Panel|Cases'
for name in drug-rule-only no-drug-rule-only low-adoption baseline; do
    below "$cases" $name no-omission 2026-06
done
below "$cases" baseline drug-rule-only 2026-06
below "$cases" baseline no-drug-rule-only 2026-06
below "$cases" baseline low-adoption 2026-06
below "$cases" middle-adoption baseline 2026-06
below "$cases" full-adoption middle-adoption 2026-06
below "$cases" everything-omitted full-adoption 2026-06
below "$cases" rule-with-secondary-findings baseline 2028-06
below "$cases" haematological-rule baseline 2028-06
below "$cases" wider-rule baseline 2028-06
below "$cases" approvals-grow baseline 2026-06
monthly everything-omitted "$cases" | awk '$1 >= "2026-06" && ($2 > 1e-6 || $2 < -1e-6) { print; bad = 1 } END { exit bad }' >"$work/log"
check 'no case from 2026-06 where everything is omitted' test ! -s "$work/log"
# Late means as without rules to 2026-11 and as the baseline from 2026-12 on.
for name in late-c-cat-report no-omission baseline; do
    monthly $name "$cases" >"$work/$name.cases"
done
{ awk '$1 < "2026-12"' "$work/no-omission.cases"; awk '$1 >= "2026-12"' "$work/baseline.cases"; } >"$work/left"
same 'a late report costs the first six months' "$work/left" "$work/late-c-cat-report.cases"

# --- roll-out ----------------------------------------------------------------------------------------
in_order sites_460 guideline-revision-12 guideline-revision-24 guideline-revision-36 guideline-revision-onboarding \
    fast-rollout ministry-rollout baseline recent-rollout slow-rollout
in_order base_covered guideline-revision-12 guideline-revision-24 guideline-revision-36 \
    guideline-revision-onboarding fast-rollout ministry-rollout baseline recent-rollout slow-rollout
within "the ministry's sum is \"around 2037\"" "$(milestone ministry-rollout base_covered)" 203701 203712
equal 'Sites|Total' guideline-revision-linked-hosts guideline-revision-24
below 'Expert Panel|Hosts' guideline-revision-linked-hosts guideline-revision-24 2027-04
within '400 base hospitals' "$(at consolidated-400 'Base Hospitals|Total' 2025-06)" 400 400
within '160 of them not yet sites' "$(at consolidated-400 'Base Hospitals|Uncovered' 2025-05)" 160 160
within 'all of them and the 42 others are sites in the end' "$(at consolidated-400 'Sites|Total' 2041-03)" 442 442
first=$(at baseline 'Tests|Total' 2025-06)
within 'consolidation does not change the first month' "$(at consolidated-400 'Tests|Total' 2025-06)" \
    "$(awk "BEGIN { print $first * 0.9999 }")" "$(awk "BEGIN { print $first * 1.002 }")"

# --- tests -------------------------------------------------------------------------------------------
below 'Tests|Total' low-demand baseline 2025-07
below 'Tests|Total' baseline high-demand 2025-07
below 'Tests|Total' baseline early-testing 2028-06
baseline_before early-testing 2028-06
baseline_before advanced-care-a 2028-07
within 'early tests to 2031-06' "$(at advanced-care-a 'Tests|Early' 2031-06)" 1 1000
within 'no early test after it' "$(at advanced-care-a 'Tests|Early' 2031-07)" 0 0

# --- expert panels -------------------------------------------------------------------------------------
hours='Workload|EP Hours'
for name in circulation-for-all hard-capacity; do
    equal "$cases" $name baseline
done
below "$hours" circulation-for-all baseline 2027-04
baseline_before redesignation-2027 2027-04
baseline_before decentralised-ep 2027-04
baseline_before core-ep-stopped 2030-04
within '14 cores from 2027-04' "$(at redesignation-2027 'Sites|Core' 2027-04)" 14 14
within '31 hubs from 2027-04' "$(at redesignation-2027 'Sites|Hub' 2027-04)" 31 31
within 'only cores hold panels' "$(at concentrated-ep 'Expert Panel|Hosts' 2041-03)" 13 13
within 'cores and hubs until then' "$(at concentrated-ep 'Expert Panel|Hosts' 2027-03)" 72 72
below 'Expert Panel|Hosts' baseline decentralised-ep 2027-04
below 'Expert Panel|Hosts' concentrated-ep baseline 2025-06
below "$hours" decentralised-ep baseline 2027-04
for month in 2030-03:145 2030-04:144 2030-09:144 2030-10:145; do
    within "hosts in ${month%:*}, one core stopped from April to September" \
        "$(at core-ep-stopped 'Expert Panel|Hosts' "${month%:*}")" "${month#*:}" "${month#*:}"
done
within 'a stop leaves a longer queue' "$(at core-ep-stopped-hard-capacity 'Expert Panel|Backlog' 2030-09)" \
    "$(at hard-capacity 'Expert Panel|Backlog' 2030-09)" 100000

# --- work ----------------------------------------------------------------------------------------------
for variable in 'Workload|Hours' 'Staff|Medical Oncologists|Needed' 'Staff|Genetic Counselling Experts|Needed'; do
    equal "$variable" frozen-staff baseline
done
below 'Staff|Medical Oncologists|Available' frozen-staff baseline 2025-10
below 'Staff|Pathologists|Available' frozen-staff baseline 2025-05
below 'Counselling|Counsellors Available' frozen-staff baseline 2025-05
within 'medical oncologists stay at the count of 2025-09' "$(at frozen-staff 'Staff|Medical Oncologists|Available' 2041-03)" 1825 1825
equal "$hours" reduced-data-entry baseline
baseline_before reduced-data-entry 2027-04
below 'Workload|Hours' reduced-data-entry baseline 2027-04

# --- made files ------------------------------------------------------------------------------------------
if command -v python3 >/dev/null 2>&1; then
    mkdir "$work/data"
    cp -R scenarios/data/. "$work/data"
    rm -f "$work"/data/hospitals_*.csv "$work"/data/tier_changes_*.csv
    check 'make_variants.py runs' python3 -B "$work/data/make_variants.py"
    for file in scenarios/data/hospitals_*.csv scenarios/data/tier_changes_*.csv; do
        same "$file is made by make_variants.py" "$file" "$work/data/$(basename "$file")"
    done
    PANELCAST=$program
    export PANELCAST
    check 'docs/scenarios.md and docs/scenarios.ja.md are up to date' \
        python3 tools/docs/scenario_library.py --check --results "$results"
    for name in $names; do
        check "$name is in the library" grep -q "^### \`$name\`" docs/scenarios.md docs/scenarios.ja.md
    done
fi
end_tests
