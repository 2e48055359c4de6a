#!/bin/sh
# panelcast compare: what is said, written, drawn and refused.
. tests/testlib.sh

# CODE NAME: the exit code of the last run.
gives() {
    if [ "$code" -eq "$1" ]; then ok "$2"; else fail "$2" "expected exit code $1, not $code"; fi
}

out="$work/compared"
cat >"$work/slower.json" <<END
{ "schema_version": 1, "name": "slower", "extends": "$root/scenarios/baseline.json",
  "title": { "en": "Slower, \"wider\"", "ja": "整備が遅れ、省略が進む" },
  "parameters": {
    "rollout.rate": { "value": 10, "unit": "site/year", "kind": "assumed", "note": "half" },
    "omission.adoption_none": { "value": 0.6, "unit": "1", "kind": "assumed", "note": "more" } } }
END

panelcast compare $base "$work/slower.json" --explain-difference -o "$out" --no-plots
gives 0 'two scenarios are compared'
check 'the assumptions are named' grep -q '^  parameter rollout.rate (site/year)' "$work/stdout"
check 'the parting month is named' grep -q '^may differ from 2025-06 on' "$work/stdout"
for file in scenarios.csv compare.csv key_figures.csv assumptions.csv explanation.csv summary.json \
    resolved-1-baseline.json resolved-2-slower.json manifest.json; do
    check "$file is there" test -s "$out/$file"
done
check 'key figures have every scenario as a row' awk -F, '$1 == "Expert Panel|Cases" && / \(?/ { n++ } END { exit n < 2 }' \
    "$out/key_figures.csv"
check 'summary.json is JSON' python3 -c 'import json, sys; s = json.load(open(sys.argv[1]))
assert s["compared"][0]["may_differ_from"] == "2025-06"' "$out/summary.json"
# Python adds as we do: the parts of every figure and year sum to the difference, exactly.
check 'the parts add up to the difference exactly' python3 - "$out" <<'END'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1] + "/explanation.csv")))
paired = {(r["variable"], r["time"]): r["difference"] for r in csv.DictReader(open(sys.argv[1] + "/compare.csv"))}
sums, totals = {}, {}
for r in rows:
    key = r["variable"], r["time"]
    if r["group"] == "difference":
        totals[key] = r["value"]
    elif r["group"] not in ("reference", "scenario") and r["value"]:
        sums[key] = sums.get(key, 0.0) + float(r["value"])
assert len(totals) > 50
for key, total in totals.items():
    if total:
        assert sums[key] == float(total), (key, sums[key], total)
        assert abs(float(paired[key]) - float(total)) <= 1e-12 * abs(float(total)), key
END

panelcast compare $base "$work/slower.json" --mode stochastic -n 8 --json
gives 0 'paired runs as JSON'
check 'intervals are there' python3 -c 'import json, sys; s = json.load(open(sys.argv[1]))
f = [k for k in s["compared"][0]["key_figures"] if k["variable"] == "Sites|Total"][0]["years"][-1]
assert s["runs"] == 8 and f["interval_low"] <= f["difference"] <= f["interval_high"] < 0' "$work/stdout"
check 'what spreads the runs' grep -q '"spread_is": "chance"' "$work/stdout"
cp "$work/stdout" "$work/first"
panelcast compare $base "$work/slower.json" --mode stochastic -n 8 --json --threads 3
check 'threads change nothing' cmp -s "$work/first" "$work/stdout"

panelcast run scenarios/guideline-revision-24.json --save-state "2029-02=$work/g.state" -o "$out" --no-plots
panelcast compare scenarios/guideline-revision-12.json scenarios/guideline-revision-24.json --from-state "$work/g.state"
gives 0 'schedules that rise until different months go on from one state'
check 'and part in the first month after it' grep -q '^may differ from 2029-03 on' "$work/stdout"

panelcast compare $base "$work/slower.json" --set rollout.rate=10 --set omission.adoption_none=0.6
check '--set applies to all: nothing can differ' grep -q '^results cannot differ at all' "$work/stdout"

panelcast compare $base scenarios/consolidated-400.json
gives 65 'another hospital table is refused'
check 'with the reason' grep -q 'other hospital data' "$work/stderr"
panelcast compare $base scenarios/consolidated-400.json --shared
gives 0 'and compared with --shared'
check 'where nothing can be proved nothing is claimed' sh -c 'grep -q "nothing could be proved identical" "$1" && ! grep -q checked "$1"' - "$work/stdout"
panelcast compare $base "$work/slower.json" --lang ja
check 'kinds, units and what differs are Japanese' grep -q '^  パラメータ rollout.rate (施設/年)' "$work/stdout"
check 'so are sources' grep -q '^    slower：仮定、half' "$work/stdout"
panelcast compare $base "$work/slower.json" --shared
check 'without chance nothing is said of luck' sh -c '! grep -q -e "common random" -e "same luck" "$1"' - "$work/stdout"
panelcast compare $base "$work/slower.json" --mode stochastic -n 2
check 'common random numbers are said' grep -q '^2 runs each (.*, common random numbers), 0 failed$' "$work/stdout"
sed 's/"name": "slower",/&"seed": 2, /' "$work/slower.json" >"$work/other-seed.json"
panelcast compare $base "$work/slower.json" "$work/other-seed.json" --mode stochastic -n 2 --shared -o "$out" --no-plots
gives 0 'another seed is compared with --shared'
check 'and not said to have the same luck' sh -c '! grep -q "common random" "$1" && [ "$(grep -c "not with the same luck" "$1")" -eq 1 ]' - "$work/stdout"
check 'nor in the tables' [ "$(sed 's/.*,//' "$out/scenarios.csv" | tr '\n' ' ')" = 'luck  common other ' ]
panelcast compare $base scenarios/case-groups.json --mode stochastic -n 2
gives 65 'other case groups are another stream contract'
check 'which is said' grep -q 'other stream contract' "$work/stderr"
printf '{ "schema_version": 1, "name": "shorter", "extends": "%s", "end": "2036-03",
  "title": { "en": "Shorter", "ja": "短い期間" } }\n' \
    "$root/scenarios/baseline.json" >"$work/shorter.json"
panelcast compare $base "$work/shorter.json"
gives 65 'another horizon is refused'
panelcast compare "$work/shorter.json" $base --shared -o "$out" --no-plots
gives 0 'and compared on the months shared'
check 'which end with the shorter one' sh -c "! grep -q ',2036-04,' \"\$1\" && grep -q ',2036-03,' \"\$1\"" - "$out/compare.csv"
check 'and are the same' awk -F, 'NR > 1 && $6 ~ /-/ && $10 != "" && $10 != 0 { bad = 1 } END { exit bad }' "$out/compare.csv"

# A driver of plots that a signal reaches while it draws.
mkdir -p "$work/driver/plots"
printf 'kill -INT "$PPID"\nwhile :; do sleep 1; done\n' >"$work/driver/plots/draw.sh"
rm -rf "$out"
PANELCAST_DATA="$work/driver" panelcast compare $base "$work/slower.json" -o "$out" --plots
gives 75 'a signal while plots are drawn ends with 75'
check 'with the line to draw them later' grep -q "^panelcast compare: interrupted; .* panelcast plot '.*compared'\$" "$work/stderr"
check 'and the tables are there' test -s "$out/compare.csv"

panelcast compare $base
gives 64 'one file is not enough'

panelcast compare $base "$work/slower.json" --mode stochastic --draws 3 -n 2 -o "$out" --no-plots
gives 0 'draws and replicates'
check 'members.csv has every run of every scenario' [ "$(grep -c '^[123],[12],.*,ok$' "$out/members.csv")" -eq 12 ]
head -n 1 "$out/key_figures.csv" >"$work/head"
check 'a spread is not an error: headers' grep -q ',FY2030 5 %,FY2030 95 %,FY2030 difference,FY2030 difference 95 % interval low (Monte Carlo error),' \
    "$work/head"
check 'nor is it chance alone' [ "$(grep -c 'not an error: range of assumptions and chance, not a confidence interval' "$out/key_figures.csv")" -eq 30 ]
check 'every row says what spreads the runs' awk -F, 'NR > 1 && $NF != "both" { bad = 1 } END { exit bad || NR < 1000 }' "$out/compare.csv"

# Half of the draws have no tests, so no wait: one rule for the screen and every table.
cat >"$work/some.json" <<END
{ "schema_version": 1, "name": "some", "extends": "$root/scenarios/baseline.json", "title": { "en": "Some", "ja": "一部" },
  "parameters": { "haem.uptake": { "value": 0, "unit": "1", "kind": "assumed", "note": "none" },
    "early.uptake": { "value": 0, "unit": "1", "kind": "assumed", "note": "none" },
    "demand.uptake": { "value": 0.5, "dist": { "type": "choice", "values": [0, 0.5], "weights": [0.5, 0.5] },
      "unit": "1", "kind": "assumed", "note": "some" } } }
END
panelcast compare $base "$work/some.json" --draws 8 -o "$out" --no-plots
gives 0 'draws in which a figure has no value'
check 'the number of pairs is said' grep -q '^    FY2030 .* (4 pairs of 8 runs)$' "$work/stdout"
check 'such a figure is not called the same' sh -c '! grep "the same:" "$1" | grep -q Wait' - "$work/stdout"
check 'below ten units no correlation is printed' sh -c '! grep -q correlation "$1"' - "$work/stdout"
check 'values beside a difference are those of the pairs' python3 - "$out" "$work/stdout" <<'END'
import csv, json, re, sys
rows = {(r["variable"], r["time"]): r for r in csv.DictReader(open(sys.argv[1] + "/compare.csv", encoding="utf-8-sig"))}
keys = {(r["figure"], r["scenario"]): r for r in csv.DictReader(open(sys.argv[1] + "/key_figures.csv", encoding="utf-8-sig"))}
screen = open(sys.argv[2], encoding="utf-8").read()
for figure in "Expert Panel|Wait", "Expert Panel|Omitted Share":
    row, key = rows[figure, "FY2030"], keys[figure, "some"]
    a, b, d = (float(row[c]) for c in ("reference_value", "scenario_value", "difference"))
    assert row["pairs"] == "4" and row["correlation"] == "" and abs(b - a - d) < 1e-9
    assert abs(float(key["FY2030"]) - b) < 0.06 and abs(float(key["FY2030 difference"]) - d) < 0.06
    there = re.search(r"FY2030: of the 4 of 8 runs in which both have a value \(there the reference has ([0-9.]+)\)", key["note"])
    assert abs(float(there[1]) - a) < 0.06, key["note"]
    line = re.search(re.escape(figure) + r" .*\n.*\n +FY2030 +([0-9.]+) +([0-9.]+)", screen)
    assert abs(float(line[1]) - a) < 0.06 and abs(float(line[2]) - b) < 0.06
assert rows["Tests|Total", "FY2030"]["pairs"] == "8"
[pairs] = {y["pairs"] for f in json.load(open(sys.argv[1] + "/summary.json", encoding="utf-8"))["compared"][0]["key_figures"]
           if f["variable"] == "Expert Panel|Wait" for y in f["years"]}
assert pairs == 4
END

# What is read at the mark of FY2030, its end, is the table's.
mkdir "$work/extracted"
cat "$out/scenarios.csv" "$out/compare.csv" | (cd "$work/extracted" &&
    awk -v lang=en -f "$root/plots/text.awk" -f "$root/plots/rows.awk" -f "$root/plots/compare.awk")
check 'the plot of sites at the mark of FY2030 shows what the table has' [ \
    "$(awk '$1 == "2031.000000" { print $2 }' "$work/extracted/r1.dat")" = \
    "$(awk -F, '$4 == "Sites|Total" && $6 == "FY2030" { print $9 }' "$out/compare.csv")" ]

# has FOLDER PLOT TEXT...: every text stands in the plot.
has() {
    svg="$1/$2.svg"
    shift 2
    for text in "$@"; do grep -q -F -- "$text" "$svg" || return 1; done
}
if command -v gnuplot >/dev/null 2>&1; then
    for lang in en ja; do
        panelcast compare $base "$work/slower.json" scenarios/fast-rollout.json --mode stochastic --draws 3 -n 2 \
            --explain-difference -o "$out" --plots --lang $lang
        gives 0 "plots in $lang"
        for plot in difference bars rollouts waterfall_1 waterfall_2; do
            check "compare_$plot in $lang" test -s "$out/plots/compare_$plot.png" -a -s "$out/plots/compare_$plot.svg"
        done
    done
    check 'the band is a spread, of what, and the line a mean' has "$out/plots" compare_difference '線：対にした計算の差の平均' \
        '平均の誤差ではない' '仮定の幅と偶然によるもので、信頼区間ではない' '検査件数（件/月）' '目盛は年度末'
    check 'a waterfall names its groups, its scenario and its mode' has "$out/plots" compare_waterfall_1 '>施設の整備<' \
        '比較：整備が遅れ、省略が進む' '計算方法：期待値' '>差（寄与の合計）<'
    check 'and leaves out what does not differ' sh -c '! grep -q 省略の要件 "$1"' - "$out/plots/compare_waterfall_2.svg"
    printf '{ "schema_version": 1, "name": "trials", "extends": "%s", "title": { "en": "Trials", "ja": "治験" }, "parameters": {
      "outcome.matched_trial": { "value": 0.2, "unit": "1", "kind": "assumed", "note": "more" } } }\n' "$root/$base" >"$work/trials.json"
    panelcast compare $base $base "$work/trials.json" --explain-difference -o "$out" --plots
    gives 0 'a difference in none of the four variables can be drawn'
    check 'under the number of its scenario, without its group' has "$out/plots" compare_waterfall_2 'Compared with: Trials' \
        'Groups without effect here are left out'
    panelcast compare $base "$work/slower.json" -o "$out" --plots
    gives 0 'plots of one pair, without an explanation'
    check 'which is no fault' sh -c '! grep -q waterfall "$1"' - "$work/stderr"
    check 'nor is an old one left' sh -c '! ls "$1"/plots/*waterfall* 2>/dev/null' - "$out"
    check 'one run has no band' sh -c '! grep -q Bands "$1"' - "$out/plots/compare_difference.svg"
    f=scenarios/slow-rollout.json
    panelcast compare $base $f $f $f $f $f $f $f --mode stochastic --draws 1 -n 2 --set end=2027-03 --explain-difference -o "$out" --plots
    check 'one draw is named, and what parts are of' sh -c 'grep -q "2 replicates of draw 1" "$1" &&
        grep -q "chance alone; parameters of draw 1" "$1" && grep -q "uncertain parameters at their values" "$1"' - "$work/stdout"
    check 'in plots too' has "$out/plots" compare_bars '2 replicates of draw 1' 'by chance alone; parameters of draw 1'
    check 'and what its parts are of' has "$out/plots" compare_waterfall_1 'expected mode, uncertain parameters at their values'
    check 'many lines are means' has "$out/plots" compare_rollouts 'Lines: means of the runs.'
    check 'the seventh has its colour in bars, as in lines' [ "$(grep -c "fill *= *'rgb(  0, 114, 178)'" "$out/plots/compare_bars.svg")" -eq 10 ]
    panelcast compare $base "$work/other-seed.json" --mode stochastic -n 2 --shared -o "$out" --plots
    check 'plots of other luck say so' has "$out/plots" compare_difference '; not run with the same luck.' \
        'Lines: mean difference of the runs' 'mode and seed of the reference'
    panelcast compare $base "$work/slower.json" -o "$out" --plots
    check 'plots without chance say nothing of it' sh -c '! grep -q -e "common random" -e luck "$1"' - "$out/plots/compare_bars.svg"
    check 'the explanation of a rule has its Japanese name' sh -c '"$1" compare scenarios/baseline.json scenarios/wider-rule.json --lang ja |
        grep -q "^  省略の要件 fy2028-trial"' - "$program"
    check 'units are in the titles' has "$out/plots" compare_bars 'Tests, per fiscal year' "Sites, at the year's end"
fi
end_tests
