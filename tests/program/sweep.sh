#!/bin/sh
# Sweeps: the same store whatever threads, shards, stops and kills do to it.
. tests/testlib.sh

design() { # FILE POINTS [MORE KEYS]
    cat >"$work/$1" <<END
{ "name": "t", "scenario": "$root/tests/sweep/short.json", "design": "sobol", "points": $2,
  "axes": { "rollout.rate": { "min": 8, "max": 25 }, "demand.uptake": {}, "haem.uptake": {},
            "rollout.mode": { "values": ["linear", "hazard"] } },
  "metrics": [
    { "name": "tests", "variable": "Tests|Total", "period": "FY2026" },
    { "name": "sites", "variable": "Sites|Total", "period": "2026-12" },
    { "name": "d300", "variable": "Sites|Total", "at_least": 300 },
    { "name": "peak13", "variable": "Tests|Total", "period": "all", "stat": "max", "region": "JP-13" } ]
  ${3-} }
END
}
csv() { # STORE FILE
    must export "$work/$1" --csv -o "$work/$2"
}

design d.json 300
must sweep "$work/d.json" --threads 1 -o "$work/one.sqlite"
csv one.sqlite one.csv
check 'one line a point' [ "$(wc -l <"$work/one.csv")" -eq 301 ]
check 'no value is missing, nan or infinite' sh -c "! grep -qE 'nan|inf' '$top/it'\''s a folder/one.csv'"

must sweep "$work/d.json" --threads 3 -o "$work/three.sqlite"
csv three.sqlite three.csv
same 'three threads: the same table' "$work/one.csv" "$work/three.csv"

# --- shards ------------------------------------------------------------------------------------------
for k in 1 2 3; do
    must sweep "$work/d.json" --shard $k/3 --threads $k -o "$work/part$k.sqlite"
done
exits 'a shard is missing' 75 merge "$work/part1.sqlite" "$work/part3.sqlite" -o "$work/all.sqlite"
says 'the missing shard is named' 'shard 2/3 is missing'
exits 'a shard is doubled' 65 merge "$work/part1.sqlite" "$work/part3.sqlite" "$work/part3.sqlite" -o "$work/all.sqlite"
says 'the doubled shard is named' 'shard 3/3 is given twice'
exits 'a shard is doubled and two are missing' 65 merge "$work/part3.sqlite" "$work/part3.sqlite" -o "$work/all.sqlite"
says 'the doubled one is named' 'shard 3/3 is given twice'
says 'the first missing one is named' 'shard 1/3 is missing'
says 'the second missing one is named' 'shard 2/3 is missing'
exits 'files are absent' 66 merge "$work/x.sqlite" "$work/part1.sqlite" "$work/y.sqlite" -o "$work/all.sqlite"
says 'the first is named' 'x.sqlite: error: there is no such store'
says 'the second is named' 'y.sqlite: error: there is no such store'
says 'what is missing beside them is named' 'shard 2/3 is missing'
check 'nothing was written' [ ! -e "$work/all.sqlite" ]
must merge "$work/part3.sqlite" "$work/part1.sqlite" "$work/part2.sqlite" -o "$work/all.sqlite"
csv all.sqlite all.csv
same 'three shards: the same table' "$work/one.csv" "$work/all.csv"
must merge "$work"/part[123].sqlite -o "$work/again.sqlite"
exits 'merge makes a new store only' 73 merge "$work"/part[123].sqlite -o "$work/again.sqlite"
design bare.json 200
must sweep "$work/bare.json" --shard 2/3 -o "$work/other2.sqlite"
exits 'a shard of fewer points is refused' 65 merge "$work/part1.sqlite" "$work/other2.sqlite" -o "$work/no.sqlite"
says 'it is named' 'other2.sqlite'
check 'again nothing was written' [ ! -e "$work/no.sqlite" ]

# Merged again when the shards have more points, by the script of the cluster.
mkdir "$work/folder"
merge_folder() { # POINTS SHARDS: computes those shards, then the script, with its exit code in $code
    design folder.json "$1"
    for k in $2; do
        must sweep "$work/folder.json" --shard "$k/2" -o "$work/folder/shard-$k.sqlite"
    done
    PANELCAST=$program sh tools/cluster/merge.sbatch "$work/folder" >"$work/stdout" 2>"$work/stderr"
    code=$?
}
merge_folder 20 '1 2'
check 'a folder is merged' [ "$code $(wc -l <"$work/folder/merged.csv")" = '0 21' ]
cp "$work/folder/merged.csv" "$work/before.csv"
merge_folder 300 1
check 'a folder with an unfinished shard is not' [ $code -ne 0 ]
same 'what was merged before stays' "$work/before.csv" "$work/folder/merged.csv"
merge_folder 300 2
check 'the longer shards are merged in its place' [ $code -eq 0 ]
same 'the table is that of one machine' "$work/one.csv" "$work/folder/merged.csv"
csv folder/merged.sqlite folder.csv
same 'and so is the store' "$work/one.csv" "$work/folder.csv"
check 'nothing else stays in the folder' [ "$(ls "$work/folder" | tr '\n' ' ')" = 'merged.csv merged.sqlite shard-1.sqlite shard-2.sqlite ' ]

# --- the shard of a task -------------------------------------------------------------------------------
task() { # NAME SHARD VARIABLE=VALUE...: those variables give shard K/N, or are refused with SHARD as the reason
    name=$1 want=$2
    shift 2
    env "$@" "$program" sweep "$work/d.json" --shard auto --dry-run --threads 1 >"$work/stdout" 2>"$work/stderr"
    code=$?
    case $want in
    [0-9]/[0-9]) says "$name" "shard $want, from" && check "$name: taken" [ $code -eq 0 ] ;;
    *) says "$name" "$want" && check "$name: refused" [ $code -eq 64 ] ;;
    esac
}
array() { # ID MIN MAX COUNT STEP
    echo "SLURM_ARRAY_TASK_ID=$1 SLURM_ARRAY_TASK_MIN=$2 SLURM_ARRAY_TASK_MAX=$3 SLURM_ARRAY_TASK_COUNT=$4 \
        SLURM_ARRAY_TASK_STEP=$5"
}
task 'an array from 1' 2/3 $(array 2 1 3 3 1)
task 'an array from 0 by twos' 3/3 $(array 4 0 4 3 2)
task 'an array with gaps' 'has gaps' $(array 3 1 7 3 1)
task 'a part of an array' 'begin at 2' $(array 2 2 2 1 1)
task 'a task that is no number' "SLURM_ARRAY_TASK_ID is 'two'" SLURM_ARRAY_TASK_ID=two
task 'Open MPI' 3/3 OMPI_COMM_WORLD_RANK=2 OMPI_COMM_WORLD_SIZE=3 SLURM_STEP_ID=0 SLURM_PROCID=0 SLURM_NTASKS=1
task 'MPICH and Intel MPI' 1/3 PMI_RANK=0 PMI_SIZE=3
task 'a rank without a size' 'PMI_SIZE is not set' PMI_RANK=0
task 'a rank past the size' 'ranks begin at 0' OMPI_COMM_WORLD_RANK=3 OMPI_COMM_WORLD_SIZE=3
task 'srun' 2/4 SLURM_STEP_ID=0 SLURM_PROCID=1 SLURM_NTASKS=4
task 'the script of a job of many tasks' 'put srun before' SLURM_PROCID=0 SLURM_NTASKS=4
task 'ranks in an array' 'and part 1/2 by PMI_RANK' $(array 2 1 3 3 1) PMI_RANK=0 PMI_SIZE=2
task 'no task at all' 'no task of a Slurm array' A=1
env $(array 2 1 3 3 1) "$program" sweep "$work/d.json" --shard auto --threads 1 --log "$work/log-{shard}" \
    -o "$work/task{shard}.sqlite" >"$work/stdout" 2>"$work/stderr"
csv task2.sqlite task2.csv
csv part2.sqlite part2.csv
same 'the task of an array computes its shard' "$work/part2.csv" "$work/task2.csv"
check 'its log has a first and a last line' sh -c "grep -q 'begun: 0 of 100 points, shard 2/3' '$top/it'\''s a folder/log-2' \
    && grep -q 'done: 100 of 100 points' '$top/it'\''s a folder/log-2'"
env $(array 2 1 3 3 1) "$program" sweep "$work/d.json" -o "$work/all2.sqlite" >"$work/stdout" 2>"$work/stderr"
csv all2.sqlite all2.csv
same 'without --shard a task computes every point' "$work/one.csv" "$work/all2.csv"
env $(array 2 1 3 3 1) "$program" sweep "$work/d.json" --dry-run >"$work/stdout" 2>"$work/stderr"
says 'and says so' 'note: this is one of 3 tasks'

# --- stops -------------------------------------------------------------------------------------------
# Larger, so that there is time to stop it.
design big.json 800
began=$(date +%s%N)
must sweep "$work/big.json" -o "$work/whole.sqlite"
took=$((($(date +%s%N) - began) / 1000000)) # milliseconds
csv whole.sqlite whole.csv
head -n 301 "$work/whole.csv" >"$work/begin.csv"
same 'a longer Sobol design begins with the shorter' "$work/one.csv" "$work/begin.csv"
cp "$work/one.sqlite" "$work/longer.sqlite"
must sweep "$work/big.json" -o "$work/longer.sqlite"
prints 'the points that were there are kept' '300 of them from before'
csv longer.sqlite longer.csv
same 'an extended store: the same table' "$work/whole.csv" "$work/longer.csv"
exits 'a store does not shrink' 78 sweep "$work/d.json" -o "$work/longer.sqlite"

# Kills at random moments, early and late; what was committed before stays.
kills=0
tries=0
while [ $tries -lt 12 ]; do
    tries=$((tries + 1))
    "$program" sweep "$work/big.json" --threads 2 -o "$work/killed.sqlite" >/dev/null 2>&1 &
    pid=$!
    sleep "$(awk -v k=$tries -v t=$took 'BEGIN { srand(k); printf "%.3f", rand() * (k % 2 ? 0.05 : 0.3) * t / 1000 }')"
    kill -9 $pid 2>/dev/null && kills=$((kills + 1))
    wait $pid 2>/dev/null && break
done
must sweep "$work/big.json" -o "$work/killed.sqlite"
csv killed.sqlite killed.csv
check 'the program was killed' [ $kills -gt 2 ]
same "killed $kills times: the same table" "$work/whole.csv" "$work/killed.csv"

"$program" sweep "$work/big.json" --threads 1 -o "$work/stopped.sqlite" >"$work/stdout" 2>"$work/stderr" &
pid=$!
sleep "$(awk -v t=$took 'BEGIN { print t / 2500 }')"
kill -TERM $pid
wait $pid
check 'a signal stops it with 75' [ $? -eq 75 ]
must sweep "$work/big.json" -o "$work/stopped.sqlite"
csv stopped.sqlite stopped.csv
same 'stopped by a signal: the same table' "$work/whole.csv" "$work/stopped.csv"

limited() { # BLOCKS: as on a full disk
    (
        ulimit -f "$1"
        "$program" sweep "$work/big.json" -o "$work/full.sqlite"
    ) >"$work/stdout" 2>"$work/stderr"
    code=$?
}
limited 40
check 'no room for a new store: 75' [ $code -eq 75 ]
says 'and it is said why' 'full.sqlite: error: disk I/O error'
limited 160
check 'no room for its points: 75' [ $code -eq 75 ]
must sweep "$work/big.json" -o "$work/full.sqlite"
csv full.sqlite full.csv
same 'gone on when there is room: the same table' "$work/whole.csv" "$work/full.csv"

# --- another sweep -----------------------------------------------------------------------------------
sed 's/"max": 25/"max": 26/' "$work/d.json" >"$work/other.json"
exits 'a store of another design is refused' 78 sweep "$work/other.json" -o "$work/one.sqlite"
says 'the difference is said' 'the store has 8 to 25, the sweep 8 to 26'
other() { # NAME PYTHON: the design of d.json, with that done to its scenario
    python3 -c 'import json, sys
s = json.load(open("tests/sweep/short.json"))
s["extends"] = sys.argv[1] + "/scenarios/baseline.json"
parameters = json.load(open(s["extends"]))["parameters"]
exec(sys.argv[3])
json.dump(s, open(sys.argv[2], "w"))' "$root" "$work/scenario.json" "$2"
    sed "s|$root/tests/sweep/short.json|scenario.json|" "$work/d.json" >"$work/other.json"
    exits "a store of a scenario with another $1 is refused" 78 sweep "$work/other.json" -o "$work/one.sqlite"
}
other parameter 's["parameters"] = {"rollout.rate": parameters["rollout.rate"] | {"value": 18}}'
says 'the value is named, with both' 'scenario 1.parameters.rollout.rate.value: the store has 17.8, the sweep 18'
check 'and nothing else' [ "$(grep -c 'the store has' "$work/stderr")" -eq 1 ]
other row 's["omission_rules"] = []'
says 'the first row is named' 'scenario 1.omission_rules[0]: the store has {"id":"fy2026-drug"'
other seed 's["seed"] = 2'
says 'both seeds are named' 'scenario 1.seed: the store has 1, the sweep 2'
other note 's["parameters"] = {k: v | {"note": "another"} for k, v in parameters.items()}'
says 'of many values five are named' ' more values differ'
check 'no more than five' [ "$(grep -c 'scenario 1\.' "$work/stderr")" -eq 5 ]
sed 's/"period": "FY2026"/"period": "FY2025"/; s/^ *}$/, "seed": 5 }/' "$work/d.json" >"$work/other.json"
exits 'a store of another metric and seed is refused' 78 sweep "$work/other.json" -o "$work/one.sqlite"
says 'the metric is named, with both' 'tests: the store has sum of Tests|Total in FY2026, JP, the sweep sum of Tests|Total in FY2025, JP'
says 'the seed is named, with both' 'seed: the store has 1, the sweep 5'
edit() { # STORE NAME VALUE: as if another program had made the store
    cp "$work/$1" "$work/old.sqlite"
    python3 -c 'import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
assert db.execute("UPDATE manifest SET value = ? WHERE name = ?", (sys.argv[3], sys.argv[2])).rowcount == 1
db.commit()' "$work/old.sqlite" "$2" "$3"
}
for fact in version model stream_contract; do
    edit one.sqlite $fact 0
    exits "a store of another $fact is refused" 78 sweep "$work/d.json" -o "$work/old.sqlite"
    says 'the difference is named' "$fact: the store has 0"
done
edit part2.sqlite model 0
exits 'shards of two models are not merged' 78 merge "$work/part1.sqlite" "$work/old.sqlite" "$work/part3.sqlite" -o "$work/no.sqlite"
edit part2.sqlite commit abc
exits 'shards of two commits of one model are' 0 merge "$work/part1.sqlite" "$work/old.sqlite" "$work/part3.sqlite" -o "$work/mixed.sqlite"
says 'with a warning' 'warning: commit: the store has abc'
later() { # STORE: what its manifest says of other commits
    python3 -c 'import sqlite3, sys
print(*sqlite3.connect(sys.argv[1]).execute("SELECT value FROM manifest WHERE name = \"later_commit\""))' "$work/$1"
}
check 'the merged store notes the second commit' [ "$(later mixed.sqlite)" = "('abc',)" ]
csv mixed.sqlite mixed.csv
same 'and the same table' "$work/one.csv" "$work/mixed.csv"
edit one.sqlite commit abc
exits 'another commit of the same model goes on' 0 sweep "$work/big.json" -o "$work/old.sqlite"
says 'with a warning, too' 'the model is the same'
csv old.sqlite old.csv
same 'and the same table, too' "$work/whole.csv" "$work/old.csv"
echo 'not a store' >"$work/text.sqlite"
exits 'a file that is no store' 65 export "$work/text.sqlite" --csv
head -c 20000 "$work/one.sqlite" >"$work/cut.sqlite"
for command in 'export --csv' sensitivity "merge -o $top/no.sqlite" 'sweep -o'; do
    # The last takes the store as the value of -o, and the design as its operand.
    exits "a store that was cut short: ${command%% *}" 65 $command "$work/cut.sqlite" $([ "$command" != 'sweep -o' ] || echo scenarios/designs/example.json)
    says 'it is said to be damaged' 'cut.sqlite: error: the store is damaged'
done
exits 'a store that is not there' 66 export "$work/none.sqlite" --csv

# --- one point, other tables, other designs ----------------------------------------------------------
exits 'a point alone gives the same numbers' 0 run --point "$work/one.sqlite:123"
exits 'a point that is not there' 66 run --point "$work/one.sqlite:301"
for number in 5x 0 -1 '' 99999999999999999999; do
    exits "no number of a point: '$number'" 64 run --point "$work/one.sqlite:$number"
done
for option in --set=rollout.rate=9 --seed=2 --json -o=x --lang=en --threads=1; do
    exits "not with --point: $option" 64 run --point "$work/one.sqlite:5" $option
    says 'it is named' "does not go with --point"
done
exits 'the scenario may be in another place' 0 run tests/sweep/short.json --point "$work/one.sqlite:5" --quiet
silent 'nothing is printed if that is asked for'
exits 'another scenario is refused' 78 run "$base" --point "$work/one.sqlite:5"
says 'with the values that differ' 'scenario 1.end: the store has "2027-03", the scenario now "2041-03"'
change() { # SQL: as a damaged or another store
    cp "$work/one.sqlite" "$work/old.sqlite"
    python3 -c 'import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.executescript(sys.argv[2])' "$work/old.sqlite" "$1"
}
change 'UPDATE metrics SET tests = 1 WHERE point = 5'
exits 'a point with another number' 1 run --point "$work/old.sqlite:5"
says 'the metric is named, with both' "point 5: metric tests: the store has 1, this run $(awk -F, '$1 == 5 { print $8 }' "$work/one.csv")"
change "DELETE FROM metrics WHERE point = 5; INSERT INTO failures VALUES(5, 'the reason')"
exits 'a point that failed' 1 run --point "$work/old.sqlite:5"
says 'the reason is said' 'point 5 failed in the sweep: the reason'
change "UPDATE manifest SET value = 'x' WHERE name = 'model'"
exits 'a point of another model is refused' 78 run --point "$work/old.sqlite:5"
says 'the model is named' 'model: the store has x, this program'
metrics() { # FILE PERIOD...: a design whose metrics are one variable over these periods
    name=$1
    shift
    list=$(printf ', "%s"' "$@")
    cat >"$work/$name" <<END
{ "name": "t", "scenario": "$root/tests/sweep/short.json", "design": "sobol", "points": 2,
  "axes": { "rollout.rate": { "min": 8, "max": 25 } },
  "metrics": [ { "name": "a", "variable": "Tests|Total", "periods": [${list#, }] },
               { "name": "b", "variable": "Tests|Total", "periods": [${list#, }] },
               { "name": "d300", "variable": "Sites|Total", "at_least": 300 } ] }
END
    must sweep "$work/$name" -o "$work/$name.sqlite"
    must export "$work/$name.sqlite" --iamc
    says 'the date is left out and named' '1 metrics are dates'
}
long_form() { # COLUMN KEYS: those rows a point, no two of them with one key, no cell empty
    python3 -c 'import csv, sys
head, *rows = csv.reader(open(sys.argv[1]))
assert head == ["model", "scenario", "region", "variable", "unit", sys.argv[2], "value"], head
assert all(all(row) for row in rows), rows
assert len({tuple(row[:-1]) for row in rows}) == len(rows), rows
first = {row[3] + " " + row[5] for row in rows if row[1].endswith("point 1")}
assert first == set(sys.argv[3].split(";")), first' "$work/stdout" "$1" "$2"
}
metrics months.json CY2026 FY2025 2026-12 2026-01..2026-12 2026-10..2026-12 all
check 'the long form with a time: every key once' long_form time 'Tests|Total [sum, calendar year] 2026-12;'\
'Tests|Total [sum, fiscal year, part: 10 months] 2026-03;Tests|Total [sum] 2026-12;Tests|Total [sum 2026-01..2026-12] 2026-12;'\
'Tests|Total [sum 2026-10..2026-12] 2026-12;Tests|Total [sum all] 2027-03'
metrics years.json CY2026 FY2026 FY2025
check 'the long form with a year: every key once' long_form year 'Tests|Total [sum] 2026;'\
'Tests|Total [sum, fiscal year] 2026;Tests|Total [sum, fiscal year, part: 10 months] 2025'
design lucky.json 6 ', "mode": "stochastic", "replicates": 3, "seed": 5'
must sweep "$work/lucky.json" -o "$work/lucky.sqlite"
exits 'a point with luck alone gives the same numbers' 0 run --point "$work/lucky.sqlite:17"
exits 'a dry run' 0 sweep "$work/big.json" --dry-run
prints 'it counts the runs' 'runs:    800'
cp "$work/one.sqlite" "$work/begun.sqlite"
exits 'a dry run of a store that is begun' 0 sweep "$work/big.json" --dry-run -o "$work/begun.sqlite"
prints 'it says what is done' "done:    300, in $work/begun.sqlite"
prints 'and the time of the rest' ' s for the rest ('
same 'the store is left as it is' "$work/one.sqlite" "$work/begun.sqlite"
exits 'a dry run of a store that is done' 0 sweep "$work/d.json" --dry-run -o "$work/begun.sqlite"
check 'no time is left' sh -c "! grep -q '^time' '$top/it'\''s a folder/stdout'"
exits 'a dry run of a store of another design' 78 sweep "$work/lucky.json" --dry-run -o "$work/begun.sqlite"
exits 'a dry run of a shard past the points' 0 sweep "$work/d.json" --dry-run --shard 301/400
prints 'it says that it is empty' 'runs:    0 of 300, shard 301/400: this shard is empty'
if [ -c /dev/full ]; then
    must sweep "$work/lucky.json" --log /dev/full -o "$work/unlogged.sqlite"
    says 'a log that cannot be written is said' 'warning: /dev/full: the log cannot be written'
    check 'once' [ "$(grep -c 'the log' "$work/stderr")" -eq 1 ]
fi
sed 's/"sobol", "points": 300/"list", "points": "list.csv"/; s/"rollout.rate": {[^}]*}/"rollout.rate": {}/
    s/, *"rollout.mode": {[^}]*}//; s/"haem.uptake": {},/"haem.uptake": {}/; /rollout.mode/s/.*/},/' "$work/d.json" >"$work/list.json"
echo 'rollout.rate,demand.uptake,haem.uptake' >"$work/list.csv"
exits 'a design without points is refused' 65 sweep "$work/list.json" --dry-run
says 'with the reason' 'the design has no points'

sed 's/Sites|Total", "period"/Expert Panel|Backlog", "period"/' "$work/d.json" >"$work/queue.json"
exits 'a queue in expected mode is refused' 65 sweep "$work/queue.json" -o "$work/queue.sqlite"
says 'with its place' 'queue.json:6:'
sed 's/"Sites|Total", "period"/"Workload|EP Hours", "period"/; s/"2026-12"/"FY2026"/
    s/"haem.uptake": {}/"ep.constraint": { "values": ["elastic", "hard"] }/' "$work/d.json" >"$work/hard.json"
exits 'what follows from a queue is refused' 65 sweep "$work/hard.json" -o "$work/hard.sqlite"
says 'with the reason' 'Workload|EP Hours in expected mode under ep.constraint = hard'
exits 'without a queue it is taken: the shipped example' 0 sweep scenarios/designs/example.json --dry-run
exits 'a queue is taken if it is allowed' 0 sweep "$work/queue.json" --allow-biased -o "$work/queue.sqlite"
end_tests
