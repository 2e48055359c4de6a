#!/bin/sh
# Many runs from outside: draws, replicates and precision; runs that were interrupted go on; states, saved and gone on from.
. tests/testlib.sh

TMPDIR=$work/tmp
export TMPDIR
mkdir "$TMPDIR"
out=$work/out

# --- many runs -----------------------------------------------------------------------------------------
short="$base --no-plots --quiet --mode stochastic --set end=2025-08"
mistake 'a precision of an unknown result' "did you mean Tests|Total?" run $short --until-mcse 'Test|Total=9'
mistake 'a precision of 0' 'must be a number above 0' run $short --until-mcse 'Tests|Total=0'
mistake 'a precision without a number' '--until-mcse wants VARIABLE=VALUE' run $short --until-mcse 'Tests|Total'
mistake 'a precision where nothing varies' 'add --mode stochastic' run $base --until-mcse 'Tests|Total=9'
mistake 'a precision of one run' 'leave them out' run $short --draw 3 --until-mcse 'Tests|Total=9'
mistake 'fewer draws than none' '--draws wants a whole number from 0 to 10000000' run $short --draws -1
mistake 'more draws than there may be' '--draws wants a whole number from 0 to 10000000' run $short --draws 10000001
mistake 'a precision of one draw' 'needs more than one run' run $short --draws 1 --until-mcse 'Tests|Total=9'
mistake 'a precision without draws' 'needs more than one run' run $short --draws 0 --until-mcse 'Tests|Total=9'
exits 'a precision of the replicates of one draw' 1 run $short --draws 1 -n 60 --until-mcse 'Tests|Total=0.1' -o "$work/one"
says 'a precision of the replicates of one draw: message' 'with 60 replicates the standard error of Tests|Total is'
many=$work/many
exits 'run --until-mcse' 0 run $base --no-plots --mode stochastic --set end=2025-08 --until-mcse 'Tests|Total=30' \
    --until-mcse 'Sites|Total=1' -o "$many"
prints 'run --until-mcse says how many' 'draws used: '
used=$(awk -F, 'END { print $1 }' "$many/members.csv")
within 'run --until-mcse draws more than one block' "$used" 51 1000
within 'run --until-mcse has the error wanted' "$(awk -F, '$3 == "JP" && $4 == "Tests|Total" && $6 ~ /^FY/ && $7 == "mcse" && $8 ~ /^mean/ {
    print $9 }' "$many/series.csv")" 0 30
must run $short --draws "$used" --threads 1 -o "$work/same"
for file in series.csv members.csv resolved.json summary.json; do
    same "run --until-mcse is run --draws $used: $file" "$many/$file" "$work/same/$file"
done
# What nothing reads is said once, by every command that loads a scenario; what something reads is not.
for command in 'check' 'resolve' 'run' 'compare' 'rules'; do
    case $command in compare) files="$base scenarios/wider-rule.json" ;; *) files=$base ;; esac
    case $command in run | compare) more="--no-plots --set end=2025-08 -o $top/unread" ;; *) more= ;; esac
    panelcast $command $files $more --set ep.dropout=0.5 --set ep.circulation=0.5
    check "$command warns of a value that nothing reads" grep -qF 'ep.dropout: nothing in this run reads this value: ep.constraint is elastic' "$work/stderr"
    check "$command: not of one that something reads" sh -c '! grep ep.circulation "$1"' sh "$work/stderr"
    check "$command: once a scenario" [ "$(grep -c 'ep.dropout: nothing in this run reads' "$work/stderr")" -eq "$(echo $files | wc -w)" ]
done
panelcast rules $base --curve -n 1 --set ep.dropout=0.5
check 'the curve has limited capacity, and reads it' sh -c '! grep "nothing in this run" "$1"' sh "$work/stderr"
panelcast milestone $base --part date --draws 2 --set end=2026-03 --target 'Tests|Total>=2000' --set demand.dispersion=1
check 'dates are drawn with chance, and read dispersion' sh -c '! grep "nothing in this run" "$1"' sh "$work/stderr"
must run $short -n 12 --samples 'Tests|Total' -o "$work/ids"
check 'ids of samples are words: none is read as a number' python3 -c 'import csv, sys
ids = {row["output_type_id"].split()[0] for row in csv.DictReader(open(sys.argv[1]))}
assert len(ids) == 12, ids
for i in ids:
    try: float(i)
    except ValueError: continue
    sys.exit(i + " is a number")' "$work/ids/samples.csv"
mistake 'samples of an unknown result' "did you mean Tests|Total?" run $short -n 2 --samples 'Test|Total'
mistake 'samples of one run' 'the values of one run are in series.csv' run $short --samples 'Tests|Total'
exits 'draws without replicates' 0 run $base --no-plots --mode stochastic --set end=2025-08 --draws 2 -o "$work/one"
prints 'draws without replicates: why there is no ledger' 'no ledger.csv: -n 2 would'
# One draw is draw 1 with each of its replicates, and not a run without draws.
must run $short --draws 1 -n 3 -o "$work/one"
must run $short --draw 1 --replicate 1 -o "$work/alone"
must run $short -n 3 -o "$work/chance"
column() { awk -F, -v type="$2" '$4 == "Tests|Total" && $6 == "2025-08" && $7 == type && $8 ~ "^" ($7 == "mean" ? "$" : "") { print $9 }' "$1/series.csv"; }
check 'draws in the manifest' grep -q '"draws": 1,' "$work/one/manifest.json"
check 'no draws in the manifest' grep -q '"draws": 0,' "$work/chance/manifest.json"
check '--draws 1 -n 3: members' [ "$(cut -d, -f1,2 "$work/one/members.csv" | tr '\n' ' ')" = 'draw,replicate 1,1 1,2 1,3 ' ]
check '--draws 1 is not chance alone' sh -c '! cmp -s "$1/series.csv" "$2/series.csv"' sh "$work/one" "$work/chance"
must run $short --draws 1 -o "$work/one"
check '--draws 1 is --draw 1' [ "$(column "$work/one" mean)" = "$(column "$work/alone" sample)" ]
exits 'one draw in expected mode' 0 run $base --no-plots --set end=2030-03 --draws 1 -o "$work/one"
check 'one draw in expected mode: one run without spread' sh -c 'grep -q "one run, without a spread" "$1" &&
    ! head -n 1 "$2/key_figures.csv" | grep -q "5 %\|range_is" &&
    grep -q "\"range_is\": null" "$2/summary.json" && ! grep -q "\"dates\"" "$2/summary.json"' sh "$work/stdout" "$work/one"
exits 'one run of draw 3' 0 run $base --no-plots --set end=2025-08 --draw 3 --replicate 2 -o "$work/one"
prints 'one run of draw 3 says so' 'parameters are those of draw 3, not the scenario'
says 'a replicate without chance is warned of' '--replicate 2 changes nothing'
check 'one run of draw 3: in the summary' grep -q '"draw": 3,' "$work/one/summary.json"
printf '{ "schema_version": 1, "name": "fixed", "title": { "en": "x", "ja": "x" }, "hospitals": "%s/hospitals.csv", "tier_changes": "%s/tier_changes.csv", "prefectures": "%s/prefectures.csv" }' "$root/scenarios/data" "$root/scenarios/data" "$root/scenarios/data" >"$work/fixed.json"
mistake 'draws where nothing is uncertain' 'there is nothing to draw' run "$work/fixed.json" --draws 5
mistake 'a comparison of draws where nothing is uncertain' 'there is nothing to draw' compare "$work/fixed.json" "$work/fixed.json" --draws 5
mistake 'dates of draws where nothing is uncertain' 'there is nothing to draw' milestone "$work/fixed.json" --target 'Tests|Total>=2500' --draws 5
exits 'dates where nothing is uncertain' 0 milestone "$work/fixed.json" --target 'Tests|Total>=2500' --set end=2028-03
prints 'dates where nothing is uncertain are spread by chance' 'spread by chance alone'
mistake 'a precision where nothing is uncertain' 'there is nothing to draw' run "$work/fixed.json" --mode stochastic --until-mcse 'Tests|Total=9'
must compare $base scenarios/no-omission.json --mode stochastic --set end=2025-08 --draws 1 --no-plots --quiet -o "$work/compared"
check 'compare --draws 1' grep -q '"draws": 1,' "$work/compared/summary.json"
dated="$base --part date --set end=2036-03 --target Sites|Total>=400 --no-plots --quiet"
must milestone $dated --draws 1 -o "$work/one"
must milestone $dated -n 1 -o "$work/alone"
check 'milestone --draws 1 is not chance alone' sh -c '! cmp -s "$1/dates.csv" "$2/dates.csv"' sh "$work/one" "$work/alone"
must run $short --draws 0 -n 3 -o "$work/one"
same '--draws 0 is none' "$work/one/series.csv" "$work/chance/series.csv"
exits 'a precision out of reach' 1 run $short --draws 4 --until-mcse 'Tests|Total=1' -o "$many"
says 'a precision out of reach: message' 'with 4 draws the standard error of Tests|Total is'
check 'a precision out of reach: written all the same' [ "$(wc -l <"$many/members.csv")" -eq 5 ]

# Ctrl-C as soon as there is something to keep.
interrupt() { # FOLDER WHERE-IT-GOES ARGUMENTS...
    kept=$2
    out=$1
    shift 2
    for seconds in 1 2 4 8 16; do
        timeout --preserve-status -s INT $seconds "$program" run "$@" --draws 1000000 -o "$out" 2>"$work/stderr" </dev/null
        code=$?
        [ ! -s "$kept/members.bin" ] || break
    done
}
rm -rf "$many"
interrupt "$many" "$many" $short
check 'an interrupted run: exit code 75' [ $code -eq 75 ]
says 'an interrupted run: message' 'the same command goes on from there'
check 'an interrupted run is a whole folder' whole "$many"
done=$(($(wc -l <"$many/members.csv") - 1))
check 'an interrupted run: the manifest says how much of it there is' grep -q "\"runs_done\": $done," "$many/manifest.json"
check 'and that it is a part' grep -q '"interrupted": true' "$many/manifest.json"
check 'an interrupted run has no gaps' awk -F, 'NR > 1 && $1 != NR - 1 { exit 1 }' "$many/members.csv"
exits 'it goes on' 0 run $base --no-plots --mode stochastic --set end=2025-08 --draws $((done + 9)) -o "$many"
says 'it goes on: message' "going on from $done runs"
check 'it goes on: nothing kept is left' [ ! -e "$many/members.bin" ]
must run $short --draws $((done + 9)) -o "$work/same"
same 'it goes on: as if undisturbed' "$many/series.csv" "$work/same/series.csv"
interrupt "$many" "$many.partial" $short --seed 9
same 'a complete result stays' "$many/series.csv" "$work/same/series.csv"
says 'a complete result stays: message' "$many is as it was before"
exits 'another run does not take its members' 0 run $short --seed 8 --draws 3 -o "$many"
says 'another run does not take its members: message' 'not used'
done=$(($(wc -l <"$many.partial/members.csv") - 1))
exits 'the same run does' 0 run $short --seed 9 --draws "$done" -o "$many"
check 'the same run does, and clears up' [ ! -e "$many.partial" ]
out=$work/out

# --- states ------------------------------------------------------------------------------------------
state=$work/state
exits 'a state outside the run is refused' 65 run $base --no-plots --save-state "2050-01=$state" -o "$work/failed"
must run $base --no-plots --quiet --save-state "2030-03=$state" -o "$out"
exits 'a month before the restored state is refused' 65 \
    run $base --no-plots --from-state "$state" --save-state "2029-03=$state.2" -o "$work/failed"
exits 'a missing state is 66' 66 run $base --no-plots --from-state "$work/none" -o "$work/failed"
exits 'no state at all is 78' 78 run $base --no-plots --from-state $base -o "$work/failed"
head -n 2000 "$state" >"$work/half"
exits 'half a state is 65' 65 run $base --no-plots --from-state "$work/half" -o "$work/failed"
says 'half a state: the line' 'half:2001:'
damaged() { # NAME LINE-OF-HOSPITAL-STATE VALUE: one number of the state replaced
    awk -v line="$2" -v value="$3" 'NR == line { $0 = value } { print }' "$state" >"$work/damaged"
    exits "$1 in a state is refused" 65 run $base --no-plots --from-state "$work/damaged" -o "$work/failed"
}
# After the header (3 lines), the ids and 10 scalars come blocks of one number a hospital.
n=$(sed -n '3s/hospitals //p' "$state")
at=$((3 + n + 10))
damaged 'a share above 1' $((at + 5)) 1.5
damaged 'a negative share' $((at + 5)) -0.5
damaged 'a tier that is none' $((at + 3 * n + 5)) 7
damaged 'a tier beyond all bounds' $((at + 3 * n + 5)) 1e300
damaged 'a backlog below 0' $((at + 8 * n + 5)) -3
damaged 'no number' $((at + 5)) nan
exits 'a state in parts is refused by a stochastic run' 65 \
    run $base --no-plots --mode stochastic --from-state "$state" -o "$work/failed"
says 'and it is said why' 'expected mode'
exits 'a state is not written over a folder' 73 run $base --no-plots --save-state "2030-03=$TMPDIR" -o "$work/failed"
ln -s /dev/null "$work/link"
exits 'a state is not written over a link or device' 73 \
    run $base --no-plots --save-state "2030-03=$work/link" -o "$work/failed"
check 'the link stays' [ -h "$work/link" ]
exits 'a state in no folder is 73' 73 run $base --no-plots --save-state "2030-03=$work/none/state" -o "$work/failed"
check 'no failed run left a folder' [ ! -e "$work/failed" ]
check 'no half of a state stays' sh -c '! ls "$1"/*.part* 2>/dev/null' sh "$work"
check 'no temporary file stays' [ -z "$(ls -A "$TMPDIR")" ]
end_tests
