#!/bin/sh
# Sensitivity of small sweeps: what is said for each design, what is refused, and what is written.
. tests/testlib.sh

design() { # FILE DESIGN POINTS [MORE KEYS]
    cat >"$work/$1" <<END
{ "name": "t", "scenario": "$root/tests/sweep/short.json", "design": "$2", "points": $3,
  "axes": { "rollout.rate": { "min": 8, "max": 25 },
            "rollout.hazard": { "min": 0.04, "max": 0.2 },
            "demand.uptake": { "min": 0.35, "max": 0.6 },
            "demand.offer_2": { "min": 0.1, "max": 0.6, "group": "offer" },
            "demand.offer_3": { "min": 0.5, "max": 1, "group": "offer" },
            "fee.test": { "min": 40000, "max": 48000 } },
  "metrics": [
    { "name": "tests", "variable": "Tests|Total", "periods": ["2025-09", "2026-03", "2026-12"] },
    { "name": "sites", "variable": "Sites|Total", "period": "2026-12" },
    { "name": "cores", "variable": "Sites|Core", "period": "2026-12" },
    { "name": "d310", "variable": "Sites|Total", "at_least": 310 } ]
  ${4-} }
END
    must sweep "$work/$1" -o "$work/${1%.json}.sqlite"
}
# The value of METRIC FACTOR MEASURE COLUMN in the table of folder $1.
cell() {
    python3 - "$work/$1/sensitivity.csv" "$2" "$3" "$4" "$5" <<'END'
import csv, sys
for row in csv.DictReader(open(sys.argv[1], encoding="utf-8")):
    if (row["metric"], row["factor"], row["measure"]) == tuple(sys.argv[2:5]):
        print(row[sys.argv[5]])
END
}
no_nan() { # FILE...
    ! grep -qiE '(^|[^a-z])(nan|inf)([^a-z]|$)' "$@"
}

# --- Sobol indices -----------------------------------------------------------------------------------
design s.json saltelli 64
must sensitivity "$work/s.sqlite" -o "$work/s" --no-plots
prints 'it says what an inactive parameter is' 'inactive under rollout.mode=linear'
prints 'and what a constant output is' 'constant: no index'
prints 'over time' 'over time: Tests|Total, total'
check 'no number is missing as nan' no_nan "$work/stdout" "$work/s/sensitivity.csv" "$work/s/assumptions.csv" "$work/s/summary.json"
check 'the folder is whole' whole "$work/s"
check 'the summary is JSON' is_json "$work/s/summary.json"
within 'sites depend on the pace alone' "$(cell s sites rollout.rate total value)" 0.95 1.05
within 'and on no other' "$(cell s sites demand.uptake total value)" 0 0
within 'uptake and offer share the tests' \
    "$(awk -v a="$(cell s tests_2026-12 demand.uptake total value)" -v b="$(cell s tests_2026-12 offer total value)" 'BEGIN { print a + b }')" 0.95 1.1
check 'an inactive parameter has no index' [ -z "$(cell s tests_2026-12 rollout.hazard total value)" ]
check 'the offer is to be argued about' grep -q '^short,demand.offer_2,.*,assumed,influential,yes,offer,' "$work/s/assumptions.csv"
check 'the fee is not' grep -q '^short,fee.test,.*,official,minor,no,' "$work/s/assumptions.csv"
check 'what was not varied is listed' grep -q '^short,demand.referral,.*,assumed,not_varied,no,' "$work/s/assumptions.csv"
cp "$work/s/sensitivity.csv" "$work/first.csv"
must sensitivity "$work/s.sqlite" -o "$work/s" --no-plots --quiet
same 'again: the same bytes' "$work/first.csv" "$work/s/sensitivity.csv"
exits 'JSON' 0 sensitivity "$work/s.sqlite" --json --metric sites
cp "$work/stdout" "$work/out.json"
check 'that can be read' is_json "$work/out.json"
must sensitivity "$work/s.sqlite" --lang ja
prints 'in Japanese' 'rollout.mode=linear では使われない'
must sensitivity "$work/s.sqlite" --resamples 0 --metric sites
prints 'without resamples, without intervals' 'rollout.rate'
check 'none' sh -c "! grep -q '\\[0' '$top/it'\''s a folder/stdout'"
must sensitivity "$work/s.sqlite" --metric d310
prints 'a date that is not always reached is held, and it is said where' 'a date that is not reached within the run is held at 2027-04, the month after it'
prints 'has ranks' 'R2 of the ranks'
must sensitivity "$work/s.sqlite" --metric d310 --method rank
prints 'to ranks it is the latest' 'ranks as later than all others'
must sensitivity "$work/s.sqlite" --metric d310 -o "$work/held" --no-plots --quiet
within 'the held date depends on the pace alone' "$(cell held d310 rollout.rate total value)" 0.7 1.2
check 'and on no other' [ "$(cell held d310 demand.uptake total value)" = 0 ]
check 'the table says how it is held' [ "$(cell held d310 rollout.rate total dates_as)" = 'held:2027-04' ]
must sensitivity "$work/s.sqlite" --metric d310 --by 2026-12 -o "$work/by" --no-plots
prints 'or the probability of reaching it by a month' 'the output is the probability of reaching it by 2026-12'
check 'which has no unit' [ "$(cell by d310 rollout.rate total unit)" = 1 ]
# Sites never fall here: 310 are reached by December if there are 310 in December.
must export "$work/s.sqlite" --csv
share=$(python3 -c 'import csv, sys
rows = [row for row in csv.DictReader(open(sys.argv[1], encoding="utf-8"))]
late = sum(row["d310"] == "" for row in rows)
assert 0 < late < len(rows), late
print("%.3f %d" % (sum(float(row["sites"]) >= 310 for row in rows) / len(rows), late))' "$work/stdout")
must sensitivity "$work/s.sqlite" --metric d310 --by 2026-12
prints 'the mean is the share of points that are there' "mean ${share% *},"
must sensitivity "$work/s.sqlite" --metric d310 --method sobol
prints 'those that are held are counted' "; rows with a date that is not reached: ${share#* }"
exits 'a month for what is no date' 64 sensitivity "$work/s.sqlite" --metric sites --by 2026-12
says 'is refused' 'by is for dates, and none of the metrics is one'
exits 'a month outside the run' 65 sensitivity "$work/s.sqlite" --by 2027-04
says 'is refused with the run' '2027-04 lies outside the run of short, 2025-06 to 2027-03'
exits 'what is no month' 64 sensitivity "$work/s.sqlite" --by 2027
design luck.json latin_hypercube 40 ', "mode": "stochastic", "replicates": 3'
must export "$work/luck.sqlite" --csv
share=$(python3 -c 'import csv, sys
rows = [row["d310"] for row in csv.DictReader(open(sys.argv[1], encoding="utf-8"))]
there = [d != "" and d <= "2027-01" for d in rows]
each = {sum(there[k:k + 3]) for k in range(0, len(there), 3)}
assert each & {1, 2}, each  # some rows reach it in some replicates alone
print("%.3f" % (sum(there) / len(there)))' "$work/stdout")
must sensitivity "$work/luck.sqlite" --metric d310 --by 2027-01
prints 'with replicates it is the share of them' "mean $share,"

must sensitivity "$work/s.sqlite" --resamples 199 --metric sites
says 'too few resamples are warned of' 'intervals of 95 % take at least 200 resamples; with --resamples 199 there are none'
check 'and give no interval' sh -c "! grep -q '\\[[0-9-]' '$top/it'\''s a folder/stdout'"

# --- part years and units -----------------------------------------------------------------------------
cat >"$work/parts.json" <<END_OF_DESIGN
{ "name": "t", "scenario": "$root/tests/sweep/short.json", "design": "latin_hypercube", "points": 40,
  "axes": { "demand.uptake": { "min": 0.35, "max": 0.6 }, "fee.test": { "min": 40000, "max": 48000 } },
  "metrics": [
    { "name": "tests", "variable": "Tests|Total", "periods": ["FY2025", "FY2026"] },
    { "name": "month", "variable": "Tests|Total", "period": "2026-12" },
    { "name": "peak", "variable": "Tests|Total", "period": "FY2026", "stat": "max" },
    { "name": "cut", "variable": "Sites|Total", "period": "2025-01..2025-12" },
    { "name": "all", "variable": "Tests|Total", "period": "all" },
    { "name": "d310", "variable": "Sites|Total", "at_least": 310 } ] }
END_OF_DESIGN
must sweep "$work/parts.json" -o "$work/parts.sqlite"
must sensitivity "$work/parts.sqlite" -o "$work/parts" --no-plots
prints 'a part year is told' 'tests_FY2025  Tests|Total, FY2025 (part: 10 months), sum (test/10 months)'
prints 'a whole one is not' 'tests_FY2026  Tests|Total, FY2026, sum (test/year)'
prints 'over time it has a star' 'FY2025*    FY2026'
check 'unit, months and part of every metric' [ "$(python3 -c 'import csv, sys
rows = csv.DictReader(open(sys.argv[1], encoding="utf-8"))
print(*sorted({"/".join((row["metric"], row["unit"], row["months"], row["part"])) for row in rows}), sep=";")' "$work/parts/sensitivity.csv")" = \
    'all/test/22 months/22/no;cut/site/7/yes;d310/month//;month/test/month/1/no;peak/test/month/12/no;tests_FY2025/test/10 months/10/yes;tests_FY2026/test/year/12/no' ]
must export "$work/parts.sqlite" --csv
prints 'the table of points says so in its header' 'tests_FY2025 (part: 10 months),tests_FY2026,month,peak,cut (part: 7 months),all,d310,failure'
must export "$work/parts.sqlite" --iamc
prints 'the long form in its variable and unit' '"Tests|Total [sum, fiscal year, part: 10 months]",test/10 months,2026-03,'

# --- points that failed or are not there --------------------------------------------------------------
if command -v sqlite3 >/dev/null 2>&1; then
    cp "$work/s.sqlite" "$work/failed.sqlite"
    sqlite3 "$work/failed.sqlite" "DELETE FROM metrics WHERE point IN (8, 9, 30); INSERT INTO failures VALUES (8, 'x'), (9, 'x'), (30, 'x')"
    must sensitivity "$work/failed.sqlite" --metric sites
    says 'failed points are counted' '3 of 448 rows failed'
    prints 'a failed point takes its base row' 'base rows used: 62; left out with failed or absent points: 2'
fi
must sweep "$work/s.json" --shard 1/2 -o "$work/half.sqlite"
must sensitivity "$work/half.sqlite" --metric sites
says 'missing points are said' '224 of 448 rows are not (wholly) in the store'
prints 'and leave too few rows' 'too few base rows have all their values'
check 'without nan' no_nan "$work/stdout"

# --- elementary effects --------------------------------------------------------------------------------
design m.json morris 12
must sensitivity "$work/m.sqlite" -o "$work/m" --no-plots
check 'mu* of the pace is that of sites' [ -n "$(cell m sites rollout.rate mu_star value)" ]
check 'a group has mu* alone' [ -n "$(cell m tests_2026-12 offer mu_star value)" -a -z "$(cell m tests_2026-12 offer sigma value)" ]
# Sites grow by rate/12 a month: 19 months to December 2026, over a range of 17 a year.
within 'the effect of the pace is its closed form' "$(cell m sites rollout.rate mu value)" 26.9 26.93
within 'without spread' "$(cell m sites rollout.rate sigma value)" 0 1e-6
exits 'ranks need points' 64 sensitivity "$work/m.sqlite" --method rank
says 'and it says which' 'rank regression needs points that are independent'
exits 'groups are those of the rows' 65 sensitivity "$work/m.sqlite" --group a=demand.uptake
says 'with the way out' 'give the axes a `group` in the design file'
design few.json morris 3
must sensitivity "$work/few.sqlite"
prints 'too few trajectories' 'too few trajectories have all their values, 3, and 4 are needed'

# --- rank regression -------------------------------------------------------------------------------------
design l.json latin_hypercube 100
exits 'an axis that is not there' 65 sensitivity "$work/l.sqlite" --group level=demand.uptakes
says 'with the nearest' 'did you mean demand.uptake?'
exits 'an axis in two groups' 65 sensitivity "$work/l.sqlite" --group x=rollout.rate,demand.uptake --group y=demand.uptake,fee.test
says 'with both' 'group y: demand.uptake is in --group x already'
must sensitivity "$work/l.sqlite" -o "$work/l" --no-plots --group level=demand.uptake,rollout.rate
check 'a group of the command line has an answer' [ -n "$(cell l sites level r2_lost value)" ]
within 'ranks of the sites are those of the pace' "$(cell l sites '' r2 value)" 0.99 1
must sensitivity "$work/l.sqlite" -o "$work/l" --no-plots
prints 'what has no PRCC is told' 'PRCC: no number: the other inputs explain the output entirely'
prints 'over time too' 'sites'
check 'in the table too' [ "$(cell l sites demand.uptake prcc note)" = 'no number: the other inputs explain the output entirely' ]
within 'its SRRC is there' "$(cell l sites demand.uptake srrc value)" 0 0
within 'and what is lost without it' "$(cell l sites demand.uptake r2_lost value)" 0 0
check 'an interval that is not given has its reason' [ -z "$(cell l sites rollout.rate prcc low)" -a -n "$(cell l sites rollout.rate prcc note)" ]
check 'every row has its number and interval, or a note' python3 - "$work/l/sensitivity.csv" <<'END'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8")))
sys.exit(not rows or any(not row["note"] and not (row["value"] and row["low"] and row["high"]) for row in rows))
END
check 'an input without effect is minor' grep -q '^short,fee.test,.*,official,minor,no,' "$work/l/assumptions.csv"
# Of two inputs one explains nearly all: the other has a large PRCC and hardly any influence.
cat >"$work/inputs.json" <<END
{ "name": "t", "scenario": "$root/tests/sweep/short.json", "design": "latin_hypercube", "points": 200,
  "axes": { "demand.referral": { "min": 0.58, "max": 0.6 }, "demand.uptake": { "min": 0.35, "max": 0.6 } },
  "metrics": [ { "name": "tests", "variable": "Tests|Total", "period": "FY2026" } ] }
END
must sweep "$work/inputs.json" -o "$work/inputs.sqlite"
must sensitivity "$work/inputs.sqlite" -o "$work/inputs" --no-plots
within 'a large PRCC' "$(cell inputs tests demand.referral prcc value)" 0.5 1
within 'with next to no influence' "$(cell inputs tests demand.referral r2_lost value)" 0 0.003
check 'is not influential' grep -q '^short,demand.referral,.*,assumed,minor,no,' "$work/inputs/assumptions.csv"
exits 'Sobol indices need their design' 64 sensitivity "$work/l.sqlite" --method sobol
says 'and it says which' "this store's design is latin_hypercube: Sobol indices need design saltelli"
exits 'a metric that is not there' 64 sensitivity "$work/l.sqlite" --metric site
says 'with the nearest' 'did you mean sites?'
exits 'a level that is none' 64 sensitivity "$work/l.sqlite" --level 100
exits 'a store that is not there' 66 sensitivity "$work/none.sqlite"
echo text >"$work/text.sqlite"
exits 'a file that is no store' 65 sensitivity "$work/text.sqlite"
mkdir "$work/mine" && echo mine >"$work/mine/file"
exits 'a folder of somebody else' 73 sensitivity "$work/l.sqlite" -o "$work/mine" --no-plots
check 'is left alone' [ "$(ls "$work/mine")" = file ]

# Sums of doubles differ in the last digits: that is no spread.
cat >"$work/still.json" <<END
{ "name": "t", "scenario": "$root/tests/sweep/short.json", "design": "random", "points": 40,
  "axes": { "ep.circulation": { "min": 0.1, "max": 0.4 }, "fee.test": { "min": 40000, "max": 48000 } },
  "metrics": [ { "name": "tests", "variable": "Tests|Total", "period": "FY2026" } ] }
END
must sweep "$work/still.json" -o "$work/still.sqlite"
must sensitivity "$work/still.sqlite"
prints 'a constant output has no spread' 'sd 0,'

# Ranges in words.
cat >"$work/ranges.json" <<END
{ "name": "t", "scenario": "$root/tests/sweep/short.json", "design": "random", "points": 20,
  "axes": { "rollout.mode": { "values": ["linear", "hazard", "logistic"] }, "demand.uptake": {},
            "demand.offer_2": { "dist": { "type": "pert", "min": 0.1, "mode": 0.2, "max": 0.6 } } },
  "metrics": [ { "name": "tests", "variable": "Tests|Total", "period": "2026-12" } ] }
END
must sweep "$work/ranges.json" -o "$work/ranges.sqlite"
must sensitivity "$work/ranges.sqlite" -o "$work/ranges" --no-plots
check 'choices by name' grep -q '^short,rollout.mode,.*,"linear, hazard, logistic",' "$work/ranges/assumptions.csv"
check 'a distribution with the members it has' grep -q '^short,demand.offer_2,.*,pert min 0.1 mode 0.2 max 0.6,' "$work/ranges/assumptions.csv"
check "the scenario's, with its numbers" grep -q "^short,demand.uptake,.*,the scenario's distribution: triangular min 0.454 mode 0.568 max 0.682," "$work/ranges/assumptions.csv"

# A list whose axes move together: only as a group.
{
    echo demand.uptake,demand.referral,rollout.rate
    awk 'BEGIN { srand(1); for (k = 0; k < 60; k++) { u = rand(); printf "%.4f,%.4f,%.4f\n", 0.3 + 0.3 * u, 0.4 + 0.3 * u + 0.02 * rand(), 8 + 17 * rand() } }'
} >"$work/points.csv"
cat >"$work/list.json" <<END
{ "name": "t", "scenario": "$root/tests/sweep/short.json", "design": "list", "points": "points.csv",
  "axes": { "demand.uptake": {}, "demand.referral": {}, "rollout.rate": {} },
  "metrics": [ { "name": "tests", "variable": "Tests|Total", "period": "2026-12" } ] }
END
must sweep "$work/list.json" -o "$work/list.sqlite"
must sensitivity "$work/list.sqlite"
prints 'dependent inputs are told' 'depends on demand.referral (rank correlation '
must sensitivity "$work/list.sqlite" --group access=demand.uptake,demand.referral
prints 'as a group they have an answer' 'multiple correlation, without a sign'
check 'and are not called dependent' sh -c "! grep -q 'depends on' '$top/it'\''s a folder/stdout'"

# --- luck and several scenarios ---------------------------------------------------------------------------
design lucky.json saltelli 32 ', "mode": "stochastic", "replicates": 2'
must sensitivity "$work/lucky.sqlite" --metric sites
prints 'replicates are averaged' 'the mean of its 2 replicates'
sed "s|\"scenario\": \"\(.*\)\", \"design\"|\"scenario\": [\"\1\", \"$root/scenarios/no-omission.json\"], \"design\"|" "$work/l.json" >"$work/two.json"
must sweep "$work/two.json" -o "$work/two.sqlite"
must sensitivity "$work/two.sqlite" --metric sites
check 'each scenario has its answer' [ "$(grep -c '^scenario: ' "$work/stdout")" -eq 2 ]

# --- plots -------------------------------------------------------------------------------------------------
if command -v gnuplot >/dev/null 2>&1; then
    for lang in en ja; do
        must sensitivity "$work/s.sqlite" -o "$work/drawn" --lang $lang --plots
        for plot in tornado index time; do
            check "$plot in $lang" [ -s "$work/drawn/plots/sensitivity_$plot.png" -a -s "$work/drawn/plots/sensitivity_$plot.svg" ]
        done
        must sensitivity "$work/m.sqlite" -o "$work/drawn" --lang $lang --plots --quiet --metric sites
        check 'no time without periods' [ ! -e "$work/drawn/plots/sensitivity_time.png" ]
    done
    must sensitivity "$work/l.sqlite" -o "$work/drawn" --plots --quiet
    check 'the parameters are named' grep -q '>rollout.rate<' "$work/drawn/plots/sensitivity_tornado.svg"
    check 'and what is inactive' grep -q 'inactive under rollout.mode=linear' "$work/drawn/plots/sensitivity_tornado.svg"
fi
end_tests
