#!/bin/sh
# panelcast milestone on the command line: answers, files, and refusals that print no number. What takes long, above all
# the backtest: tests/deep/milestone_long.sh.
. tests/testlib.sh

baseline=scenarios/baseline.json

refused() { # NAME CODE WORDS ARGUMENTS...
    name=$1 code=$2 words=$3
    shift 3
    "$program" milestone $baseline "$@" >"$top/out" 2>"$top/err"
    got=$?
    if [ $got -eq "$code" ] && [ ! -s "$top/out" ] && grep -q "$words" "$top/err"; then
        ok "$name"
    else
        fail "$name" "exit code $got, $(head -n 1 "$top/err")"
    fi
}

refused 'a target already passed' 1 'already passed' --target 'Sites|Total>=290'
refused 'a target above every candidate' 1 'above every candidate' --target 'Sites|Total>=600'
refused 'a target above every candidate by less than a rounding' 1 'above every candidate' --target 'Sites|Total>=550.0000001'
refused 'more base hospitals than there are' 1 'above every candidate' --target 'Base Hospitals|Covered>=464'
for target in 'Base Hospitals|Covered>463' 'Sites|Prefectural Base>=52' 'Sites|Outside Base System>87'; do
    refused "above every candidate: $target" 1 "'$target' is above every candidate: the hospital table has" --target "$target"
done
refused 'below nothing' 1 'no result is below 0' --target 'Base Hospitals|Uncovered<0'
refused 'below nothing, for a pace' 1 'no result is below 0' --target 'Base Hospitals|Uncovered<0' --part pace
refused 'more than all' 1 'a share is at most 100 %' --target 'Expert Panel|Omitted Share>100'
refused 'no longer run helps' 1 'by 2027-03; another scenario may' --target 'Sites|Hub>=40' --draws 4 --set end=2027-03
refused 'a target no run of any scenario reaches' 1 'no run of 8, whatever the scenario, reaches' scenarios/slow-rollout.json \
    --target 'Sites|Hub>=100' --draws 4 --set end=2027-03
refused 'days without capacity' 64 'days belongs to the part capacity' --part date --days 30
refused 'two targets' 64 'given twice' --target 'Sites|Total>=400' --target 'Sites|Total>=460'
refused 'several scenarios for a part of one' 64 'only the part date compares scenarios' scenarios/slow-rollout.json --part pace --draws 4
refused 'a target no run reaches' 1 'no run of 4 reaches' --target 'Sites|Hub>=40' --draws 4 --set end=2027-03
refused 'a queue that is none' 65 'with ep.constraint = elastic nobody queues' --target 'Expert Panel|Wait<28' --draws 4
refused 'what always holds' 1 'from its first month on' --target 'Tests|Total<9000' --draws 4 --set end=2027-03
refused 'a ceiling below the newest count' 65 'not above the newest count' --part curves --ceiling 200
refused 'a ceiling that is none' 65 'a ceiling of 4294967295 is none' --part curves --ceiling 4294967295
refused 'a ceiling for the backtest' 64 'ceiling belongs to the part curves' --part backtest --ceiling 600
refused 'a start for the backtest' 64 'from belongs to the part curves' --part backtest --from 2020-04-01
refused 'a ceiling for the sum' 64 'ceiling belongs to the part curves' --part sum --ceiling 600
refused 'a start for the pace' 64 'from belongs to the part curves' --part pace --from 2020-04-01
refused 'curves of what is no count of sites' 65 'curves are fitted to the count of sites' --target 'Tests|Total>=3000' --part curves
refused 'a pace by a date before the run' 65 'outside the run, 2025-06 to' --part pace --by 2020-01
refused 'too few points' 65 'too few points' --from 2026-01-01
refused 'an unknown result' 65 "did you mean Sites|Total?" --target 'Sites|Totl>=460'
refused 'a pace for what has none' 65 'a pace is solved for' --target 'Tests|Total>=3000' --part pace
refused 'a pace past every candidate, strictly' 1 'above every candidate' --part pace --target 'Sites|Total>550'
refused 'a pace for what is there already' 1 'already passed' --part pace --target 'Sites|Total<=300' --draws 2
refused 'a pace by a date in the record' 65 'lies in the record' --part pace --by 2026-03
refused 'a capacity over no whole year' 65 'has none; --set end=2041-03' --part capacity --set end=2026-03
refused 'replicates that are all alike' 64 'expected mode has no chance, so all replicates are alike' --part date --mode expected -n 3
refused 'an unknown part' 64 'wants sum' --part nothing

# What it would take: exit code and words.
takes() { # NAME CODE PATTERN ARGUMENTS...
    name=$1 code=$2 pattern=$3
    shift 3
    "$program" milestone $baseline "$@" >"$top/out" 2>"$top/err"
    got=$?
    if [ $got -eq "$code" ] && grep -Eq "$pattern" "$top/out"; then ok "$name"; else fail "$name" "exit code $got, $(tail -n 3 "$top/out")"; fi
}
takes 'a pace after the end of the scenario' 0 'pace of new sites .*by 2045-12' --part pace --by 2045-12 --draws 2
takes 'more than the newest count is not there yet' 0 'pace by arithmetic.*> 295 site.* 0\.1 ' --part pace --target 'Sites|Total>295' --draws 2
takes 'one draw names its own values' 0 'go on at [0-9.]* a year and [0-9]* % of .* draw 1 .spread by chance alone' --part date --draws 1 -n 3 \
    --target 'Sites|Total>=400' --set end=2036-03
takes 'no pace makes hubs, and none is said to run out' 1 'no pace moves this result' --part pace --target 'Sites|Hub>=40' --draws 2
takes 'capacity that cannot be' 1 'EP-capable .* 100 .* 3  at its most' --part capacity --days 1 --draws 3 --set end=2027-12

takes 'default targets out of reach: the tables, and 1' 1 'every base hospital is a site: median after 2028-03' --set end=2028-03 --draws 4 \
    --from 2023-03-31
grep -q 'no run of 4 reaches any target by 2028-03; a longer run' "$top/err" && ok 'with the reason' || fail 'with the reason' "$(cat "$top/err")"
takes 'a target that one scenario reaches' 0 ' baseline .* 100\.0 ' scenarios/guideline-revision-24.json --target 'Sites|Total>=480' --draws 4 \
    --set end=2029-03
takes 'spaces around a target' 0 'Sites.Total>=320' --target ' Sites|Total >= 320 ' --draws 4 --set end=2032-03 --json
takes 'pace beside dates of two' 0 'pace of new sites' scenarios/slow-rollout.json --target 'Sites|Total>=320' --by 2031-12 --draws 4
grep -q "the pace needed is the first scenario's alone, 'baseline'" "$top/err" && ok 'is said to be of the first' ||
    fail 'is said to be of the first' "$(cat "$top/err")"
printf '{"name": "other", "title": {"en": "other", "ja": "x"}, "extends": "%s/scenarios/baseline.json", "draws": 5}\n' "$root" >"$top/other.json"
takes 'runs that cannot be paired' 0 ' other ' "$top/other.json" --part date --target 'Sites|Total>=320' --set end=2032-03
if grep -q 'other draws or replicates' "$top/err" && ! grep -q 'run by run' "$top/out"; then ok 'are said, without a table'; else fail 'are said, without a table'; fi

takes 'openings are lost again' 0 'met at the end' --target 'Sites|Opened>=4' --draws 4 --set end=2028-03
"$program" milestone $baseline --target 'Sites|Total>=320' --draws 4 --set end=2032-03 2>&1 | grep -q 'met at the end' &&
    fail 'a column that would say nothing' || ok 'a column that would say nothing'

# A threshold is shown as it was asked, and a name whole; the assumption is the one the answer rests on.
takes 'a threshold of seven digits' 0 '>= 274567\.5 test' --target 'Tests|Cumulative>=274567.5' --draws 2
takes 'a name whole' 0 'Staff.Genetic Counselling Experts.Required at Hosts>=100' \
    --target 'Staff|Genetic Counselling Experts|Required at Hosts>=100' --draws 2 --set end=2028-03 --json
takes 'a pace as it was set' 0 'go on at 17\.96 a year' --target 'Sites|Total>=320' --draws 2 --set rollout.rate=17.96 --set end=2032-03
takes 'promotions' 0 ', if 20 cooperative sites a year become EP-capable, up to a limit of 50 to 150 .a range of' \
    --target 'Sites|EP-Capable Cooperative>=60' --draws 2 --set end=2032-03
takes 'withdrawals' 0 ', while 2 % of the cooperative sites give up' --target 'Sites|Total>=320' --draws 2 --set rollout.withdrawal=0.02 \
    --set end=2035-03
takes 'a title does not stand alone for another form' 0 'assumptions of "Baseline.*, rollout\.mode = hazard, end = 2032-03" .a range of' \
    --target 'Sites|Total>=320' --draws 2 --set rollout.mode=hazard --set end=2032-03
takes 'nothing drawn moves this' 0 'assumptions of "Baseline.*, rollout\.mode = hazard, rollout\.base_share = 1, end = 2032-03" .spread by chance alone' \
    --target 'Sites|Total>=320' --draws 2 --set rollout.mode=hazard --set rollout.base_share=1 --set end=2032-03

# Records that no curve can be fitted to.
spoil() { # NAME WORDS SED
    sed "$3" scenarios/data/observations.csv >"$top/observations.csv"
    baseline=$top/spoilt.json
    printf '{"name": "spoilt", "title": {"en": "spoilt", "ja": "x"}, "extends": "%s/scenarios/baseline.json", "observations": "%s/observations.csv"}\n' \
        "$root" "$top" >"$baseline"
    for part in sum curves backtest; do
        refused "$1: $part" 65 "$2" --part $part
    done
    baseline=$base
}
baseline=$top/spoilt.json
printf '2025-06-15,2025-06,2025-06,2025-06,JP,Sites|Total,283,site,exact,yes,,nobody,C,,,,,,,\n' | cat scenarios/data/observations.csv - >"$top/observations.csv"
printf '{"name": "spoilt", "title": {"en": "spoilt", "ja": "x"}, "extends": "%s/scenarios/baseline.json", "observations": "%s/observations.csv"}\n' \
    "$root" "$top" >"$baseline"
refused 'too few points more than a month apart' 65 'too few points: 2 more than a month apart (1 lie closer), where 3' --part curves --from 2025-06-01
# An early clash is in the record of the backtest alone.
sed 's/^2022-07-01,2022-06,2022-06,2022-06\(.*\)Sites|Total,233,site,exact,no/2022-05-01,2022-05,2022-05,2022-05\1Sites|Total,240,site,exact,yes/' scenarios/data/observations.csv |
    sed '/^2022-05-01.*Sites|Total,233,/s/exact,no/exact,yes/' >"$top/observations.csv"
refused 'an early clash: backtest' 65 'two counts of 2022-05-01, 233 and 240' --part backtest
baseline=scenarios/baseline.json
spoil 'two counts of one date' 'two counts of 2025-03-31, 278 and 279' '/Sites|Total,279,/s/about,no/exact,yes/'
spoil 'a net decline' 'net decline: the record goes from' '/^2026-03-01.*Sites|Total,295,/s/295,/100,/'

"$program" milestone $baseline --part curves --from 2023-03-31 --ceiling 300 --no-plots -o "$top/low" >"$top/out" 2>/dev/null
grep -q '^  2023-03-31  logistic, known ceiling .* levels off at 300, never reaches 460 or 505 *$' "$top/out" &&
    awk -F, '$1 == "curve" && $4 == 300 { if (!at[$3]++ && $6 != 295) bad = 1; if ($6 > 300) bad = 1; n++ }
        END { exit bad || n != 4 * 81 }' "$top/low/paths.csv" && ok 'a known ceiling is kept' ||
    fail 'a known ceiling is kept' "$(grep 'logistic, known' "$top/out")"
grep -q ' Bass  .* levels off at 412, never reaches 460 or 505; no weight: n - k - 1 is below 2 *$' "$top/out" &&
    ok 'remarks are joined' || fail 'remarks are joined' "$(grep Bass "$top/out")"
"$program" milestone $baseline --part curves --from 2023-03-31 --ceiling 480 >"$top/out" 2>/dev/null
grep -q ' logistic, known ceiling .* levels off at 480, never reaches 505 *$' "$top/out" &&
    ok 'a ceiling between the targets' || fail 'a ceiling between the targets' "$(grep logistic "$top/out")"
sed '/^2018-04-01.*Sites|Total,111,/s/,111,/,0,/' scenarios/data/observations.csv >"$top/observations.csv"
"$program" milestone "$top/spoilt.json" --part curves --from 2018-04-01 >"$top/out" 2>/dev/null
grep -q '^  2018-04-01  logistic .* the fit does not converge *$' "$top/out" &&
    ok 'a fit that does not converge says so' || fail 'a fit that does not converge says so' "$(grep logistic "$top/out")"
for part in sum 'curves --from 2018-04-01'; do
    "$program" milestone $baseline --part $part --lang ja 2>/dev/null | sed 's/CRPS//g; s/AICc//; s/--seed//; s/fit = no//' >"$top/out"
    if [ -s "$top/out" ] && ! grep '[A-Za-z]\{3\}' "$top/out" >"$top/log"; then
        ok "no English word in Japanese tables: $part"
    else
        fail "no English word in Japanese tables: $part" "$(head -n 1 "$top/log")"
    fi
done

"$program" milestone $baseline --part sum >"$top/out" 2>/dev/null
check 'the verdict comes first' [ "$(sed -n '3s/^\(2037? 460 sites in all\).*/\1/p' "$top/out")" = '2037? 460 sites in all' ]
"$program" milestone $baseline --part date --draws 4 -o "$top/moved" --no-plots >"$top/out" 2>/dev/null
check 'the dates alone begin with 2037, too' [ "$(sed -n '3,4s/^\(2037? [a-z0-9 ]*, simulated\): .*/\1/p' "$top/out" | tr '\n' ';')" = \
    '2037? 460 sites in all, simulated;2037? every base hospital is a site, simulated;' ]
check 'what moves each date most is named' [ "$(grep -c 'moves this date most is "pace of new sites in linear mode" (rollout.rate): at 13\.4 ' "$top/out")" -eq 2 ]
check 'and stands in the file' [ "$(grep -c 'moves this date most' "$top/moved/milestone.json")" -eq 2 ]
"$program" milestone $baseline --part date --draws 4 --set rollout.rate=17.8 --set rollout.base_share=1 >"$top/out" 2>/dev/null
check 'nothing is named where nothing moves them' [ "$(grep -c 'moves this date most' "$top/out")" -eq 0 ]
check 'and the dates still stand' [ "$(grep -c ', simulated: ' "$top/out")" -eq 2 ]
"$program" milestone $baseline --part date --draws 4 --set end=2037-11 2>/dev/null | grep '^2037' >"$top/out"
check 'a run that ends within 2037 says nothing of it' [ ! -s "$top/out" ]
"$program" milestone $baseline --part sum --lang ja 2>/dev/null | grep '^2037年か' >"$top/out"
check 'no word of judgement in Japanese' [ "$(grep -c '：2037年' "$top/out") $(grep -c '妥当' "$top/out")" = '6 0' ]
"$program" milestone $baseline --part sum >"$top/out" 2>/dev/null && grep -q '18\.0 .*505.*2037-1[0-2]' "$top/out" &&
    ok 'the ministry: 18.0 a year, late 2037' || fail 'the ministry: 18.0 a year, late 2037' "$(head -n 5 "$top/out")"

# By hand: 39 sites in 26 1/31 months; the readings need 502 - 282 = 220, 223 and 223/0.8 = 278.75 sites more.
"$program" milestone $baseline --part sum --no-plots -o "$top/sum" >/dev/null 2>&1
python3 - "$top/sum/milestone.json" <<'END' >"$top/log" 2>&1 && ok 'readings and years by hand' || fail 'readings and years by hand' "$(tail -n 1 "$top/log")"
import json, sys
pace = 39 / (26 + 1 / 31) * 12
rows = {r["reading_id"]: r for r in json.load(open(sys.argv[1]))["sum"] if r["from"] == "2023-03-31" and r["to"] == "2025-06-01"}
for reading, target, more in ("sites_460_base", 502, 220), ("base_covered", 505, 223), ("base_covered_80", 560.75, 278.75):
    row = rows[reading]
    assert abs(float(row["target_sites"]) - target) < 1e-6, row
    assert abs(float(row["years_from_2025_06"]) - more / pace) < 1e-3, row
END
sed '/^2026-03-01.*Sites|Total,295,/{p;s/^2026-03-01,2026-02,2026-02,2026-02/2027-03-01,2027-02,2027-02,2027-02/;s/,295,/,310,/;s/,sites-2026-03-01,2026-03-13,/,,,/;}' \
    scenarios/data/observations.csv >"$top/observations.csv"
"$program" milestone "$top/spoilt.json" --part sum >"$top/out" 2>/dev/null
grep -q 'a newer count, 310 sites on 2027-03-01;.* end on 2026-03-01' "$top/out" && ok 'a newer count is named' ||
    fail 'a newer count is named' "$(tail -n 2 "$top/out")"

"$program" milestone $baseline scenarios/ministry-rollout.json --part date --draws 8 --set end=2042-03 --no-plots -o "$top/result" \
    >"$top/out" 2>/dev/null
whole_ok=$?
if [ $whole_ok -eq 0 ] && [ "$(awk -F, 'NR > 1 && $1 == "sites_460" && $4 == "baseline"' "$top/result/milestone.csv" | wc -l)" -eq 203 ]; then
    ok 'a probability for every month'
else
    fail 'a probability for every month' "exit code $whole_ok"
fi
grep -q 'median .*80 % interval .* to .*, if new sites go on' "$top/out" && ok 'the summary: median, interval, reading, assumption' ||
    fail 'the summary: median, interval, reading, assumption' "$(tail -n 2 "$top/out")"
if is_json "$top/result/milestone.json"; then ok 'milestone.json is JSON'; else fail 'milestone.json is JSON' ''; fi

"$program" milestone $baseline --part date --draws 8 --set end=2042-03 --json >"$top/a" 2>/dev/null
"$program" milestone $baseline --part date --draws 8 --set end=2042-03 --json >"$top/b" 2>/dev/null
cmp -s "$top/a" "$top/b" && ok 'the same twice' || fail 'the same twice' ''

# A wait under 28 days can be lost again: the share that meets it in the month lies below the share that ever did, and
# nowhere above it. For sites the two are the same.
"$program" milestone $baseline --set ep.constraint=hard --target 'Expert Panel|Wait<28' --draws 40 --no-plots -o "$top/wait" >"$top/out" 2>/dev/null
awk -F, 'FNR == 1 { bad = bad || $NF != "met" || $(NF - 2) != "probability"; next }
    { p = $(NF - 2); met = $NF }
    met > p + 1e-9 { bad = 1 } met < p - 0.1 { lost[FILENAME]++ }
    END { exit bad || !lost[ARGV[1]] || ARGV[2] in lost }' "$top/wait/milestone.csv" "$top/result/milestone.csv" &&
    grep -q 'in the last month met in [0-9]* % of the runs, under the assumptions of' "$top/out" &&
    grep -q '% of the runs meet it in the first month already; in the last' "$top/out" && grep -q 'met at the end' "$top/out" &&
    ok 'what is reached and lost again' || fail 'what is reached and lost again' "$(tail -n 1 "$top/out")"

# Two files of one name and title are told apart in tables, keys and the plot.
"$program" milestone $baseline $baseline --part date --draws 4 --set end=2030-03 --no-plots -o "$top/same" >/dev/null 2>&1
cut -d, -f 1 "$top/same/figures.csv" | sort | uniq -d >"$top/log"
if [ ! -s "$top/log" ] && grep -q 'sites_460,.*,baseline (2),"[^"]* (2)",[^,]* (2),2025-06,' "$top/same/milestone.csv" &&
    grep -q ',baseline (2),' "$top/same/pairs.csv" && grep -q ',baseline (2),' "$top/same/dates.csv"; then
    ok 'two scenarios of one name'
else
    fail 'two scenarios of one name' "$(head -n 1 "$top/log")"
fi

# Nothing is said of the error of a median on fewer than 20 sampling units.
for few in '--draws 19 -n 2 -' '--draws 20 2' '--draws 0 -'; do
    "$program" milestone $baseline --target 'Sites|Total>=320' --set end=2029-03 ${few% *} --no-plots -o "$top/few" >/dev/null 2>&1
    python3 -c 'import json, sys
row, = json.load(open(sys.argv[1]))["dates"]
assert (row["q50_range"] or "")[:1] == sys.argv[2].strip("-"), row' "$top/few/milestone.json" "${few##* }" 2>"$top/log" &&
        ok "the error of the median: ${few% *}" || fail "the error of the median: ${few% *}" "$(tail -n 1 "$top/log")"
done

# The dates in summary.json of an ensemble are those of milestone, and of the report on the terminal.
"$program" milestone $baseline --part date --draws 9 -n 2 --seed 5 --set end=2037-12 --no-plots -o "$top/dates" >/dev/null 2>&1
"$program" run $baseline --mode stochastic --draws 9 -n 2 --seed 5 --set end=2037-12 --no-plots -o "$top/many" >"$top/report" 2>/dev/null
python3 - "$top/dates/milestone.json" "$top/many/summary.json" "$top/report" >"$top/log" <<'END' && ok 'dates of summary.json: those of milestone' ||
import json, sys
rows = {row["target_id"]: row for row in json.load(open(sys.argv[1]))["dates"]}
report = open(sys.argv[3]).read()
missing = 0
for m in json.load(open(sys.argv[2]))["milestones"]:
    row, dates = rows[m["id"]], m["dates"]
    month = {q["level"]: q["month"] for q in dates["quantiles"]}
    assert dates["members"] == 18 == float(row["members"]) and dates["horizon"] == "2037-12" and dates["spread"] == "both", dates
    for level, text in month.items():
        assert row["q%02d" % round(100 * level)] == (text or "not within the run"), (row, dates)
        missing += text is None
    assert abs(100 - 100 * dates["probability"] - float(row["not_reached_percent"])) < 0.1, (row, dates)
    assert abs(100 * dates["probability_mcse"] - float(row["not_reached_mcse"])) < 0.1, (row, dates)
    line = next(line for line in report.splitlines() if m["reading_en"] in line).split(m["reading_en"])[1]
    for level in 0.05, 0.5, 0.95:
        assert (month[level] or "after 2037-12") in line, (line, dates)
assert 0 < missing < 14, missing
END
    fail 'dates of summary.json: those of milestone' "$(cat "$top/log")"

end_tests
