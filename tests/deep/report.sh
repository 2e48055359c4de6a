# panelcast report: every sentence, title and foot says what the table says, and the table what `run --draws` says.
. tests/testlib.sh
command -v python3 >/dev/null || { echo 'skipped: no python3'; exit 0; }
others='scenarios/no-omission.json scenarios/wider-rule.json scenarios/guideline-revision-24.json'

exits 'a report of four scenarios' 0 report --no-explorer $base $others --draws 8 --lang ja -o "$work/report"
prints 'it says where it is' 'report.html'
check 'the folder is whole' whole "$work/report"
check 'below 1 MB' [ "$(wc -c <"$work/report/report.html")" -lt 1000000 ]
n=0
for scenario in $base $others; do
    n=$((n + 1))
    must run $scenario --draws 8 --no-plots --quiet -o "$work/run$n"
done
check 'its numbers are those of the runs, and its sentences those of its table' \
    python3 tests/report.py "$work/report/report.html" "$work"/run[1-4]/series.csv
must report --no-explorer $base $others --draws 8 --lang ja --threads 1 --quiet -o "$work/again"
same 'the same bytes with another number of threads' "$work/report/report.html" "$work/again/report.html"
must report --no-explorer $base $others --draws 8 --lang en --quiet -o "$work/english"
# The workbook, read by Debian's openpyxl, which another python3 on the PATH may not have.
for python in python3 /usr/bin/python3 ''; do
    [ -n "$python" ] && "$python" -c 'import openpyxl' 2>/dev/null && break
done
if [ ! -e "$work/report/report.xlsx" ] || [ -z "$python" ] || ! command -v xmllint >/dev/null; then
    echo 'the workbook was not looked at: sh tools/setup.sh test'
else
    book() { # FOLDER LANG: of four scenarios
        "$python" tests/workbook.py "$1/report.xlsx" "$1/report.html" "$2" "$work"/run[1-4]/series.csv
    }
    check 'the workbook has the numbers of the page and of the runs' book "$work/report" ja
    check 'so has that in English' book "$work/english" en
    same 'the same workbook with another number of threads' "$work/report/report.xlsx" "$work/again/report.xlsx"
    must report --no-explorer $base --draws 8 --quiet -o "$work/alone"
    check 'the workbook of one scenario' \
        "$python" tests/workbook.py "$work/alone/report.xlsx" "$work/alone/report.html" en "$work/run1/series.csv"
    # The library does not look whether its temporary files take what it writes.
    ulimit -S -f 150
    exits 'a part of the workbook that is cut' 74 report --no-explorer $base --draws 2 -o "$work/noroom"
    ulimit -S -f unlimited
    says 'it says so' 'report.xlsx could not be written'
    check 'no half of a result is left' [ ! -e "$work/noroom" ]
fi
check 'English first' grep -q 'id="en" checked' "$work/english/report.html"

# One scenario alone, short runs, no rules, no milestones, no record: sentences still fit.
bare="$work/bare.json"
cat >"$bare" <<END
{ "schema_version": 1, "name": "bare", "title": { "en": "<b>Bare</b> & plain", "ja": "<b>試験</b>" },
  "extends": "$root/scenarios/no-omission.json", "milestones": [], "observations": null, "start": "2027-07", "end": "2029-12",
  "parameters": { "rollout.mode": { "value": "hazard", "kind": "assumed", "note": "for a test" } } }
END
exits 'a bare scenario' 0 report --no-explorer "$bare" --draws 5 --quiet -o "$work/bare"
check 'titles are text' grep -q '&lt;b&gt;Bare&lt;/b&gt; &amp; plain' "$work/bare/report.html"
check 'no number is missing' sh -c '! grep -qiE "[^a-z](nan|inf)[^a-z]" "$1"' sh "$work/bare/report.html"

# Other settings: whatever the numbers, the sentences fit them.
settings() {
    cat <<'END'
--set rollout.rate=3
--set rollout.rate=60 --set rollout.base_share=0.9
--set omission.adoption_none=0 --set omission.adoption_drug=0
--set omission.adoption_none=1 --set omission.adoption_drug=0.9
--set demand.uptake=0.9 --set rollout.rate=25@2028-04
--set omission.missed_option=0 --set start=2026-04
--set end=2031-03
END
}
settings | while read -r options; do
    "$program" report --no-explorer --no-explorer $base $others $options --draws 2 --quiet -o "$work/other" 2>"$work/stderr" &&
        python3 tests/report.py "$work/other/report.html" && echo "fits: $options"
done >"$work/fits"
check 'sentences fit other settings' [ "$(grep -c '^fits: ' "$work/fits")" -eq 7 ]
grep -v '^fits: ' "$work/fits"

# What cannot be reported says so.
exits 'other months' 65 report --no-explorer $base "$bare" -o "$work/no"
says 'other months: why' 'the scenarios of a report begin and end in the same months'
exits 'five scenarios' 64 report --no-explorer $base $others $base
exits 'one replicate' 64 report --no-explorer $base --replicate 3
exits 'no scenario' 64 report
exits 'a missing file' 66 report --no-explorer $base scenarios/nowhere.json
end_tests
