#!/bin/sh
# What lies in the way of a result, of a file and of their inputs: nothing is written over that is read, nothing
# waits for ever, nothing follows a planted link, and what is said at the end could not be said before the work.
. tests/testlib.sh

TMPDIR=$work/tmp
export TMPDIR
mkdir "$TMPDIR"
scenario=$work/short.json
printf '{ "schema_version": 1, "name": "short", "title": { "en": "S", "ja": "S" }, "extends": "%s/scenarios/baseline.json",
  "end": "2025-12" }\n' "$root" >"$scenario"
design=$work/design.json
printf '{ "name": "d", "scenario": "short.json", "design": "sobol", "points": 4, "axes": { "rollout.rate": { "min": 8, "max": 25 } },
  "metrics": [ { "name": "t", "variable": "Tests|Total", "period": "2025-07" } ] }\n' >"$design"
kept() { # NAME FILE: it has the bytes of $work/before
    same "$1" "$2" "$work/before"
}

# --- an output that is an input --------------------------------------------------------------------------
cd "$work" || exit 1
root_program=$program
panelcast() {
    (cd "$work" && "$root_program" "$@") >"$work/stdout" 2>"$work/stderr" </dev/null
    code=$?
}
must sweep design.json -o s.sqlite --quiet
cp s.sqlite before
exits 'export onto the store is refused' 64 export s.sqlite --csv -o s.sqlite
kept 'and the store stays' s.sqlite
ln s.sqlite hard.sqlite
ln -s s.sqlite soft.sqlite
exits 'under another name as well' 64 export s.sqlite --csv -o hard.sqlite
exits 'and through a link' 64 export s.sqlite --csv -o soft.sqlite
kept 'the store still stays' s.sqlite
cp design.json before
exits 'a log onto the design is refused' 64 sweep design.json -o t.sqlite --quiet --log design.json
kept 'and the design stays' design.json
exits 'a store onto the design is refused' 64 sweep design.json -o design.json --quiet
kept 'and the design still stays' design.json
cp short.json before
exits 'a log onto the scenario is refused' 64 sweep design.json -o t.sqlite --quiet --log ./short.json
exits 'a log onto the store is refused' 64 sweep design.json -o t.sqlite --quiet --log t.sqlite
exits 'a log onto the parent of the scenario is refused' 64 sweep design.json -o t.sqlite --quiet --log "$root/scenarios/baseline.json"
echo 'my notes' >notes
exits 'a log onto a file of somebody is refused' 64 sweep design.json -o t.sqlite --quiet --log notes
check 'and it stays' [ "$(cat notes)" = 'my notes' ]
check 'nothing was begun' [ ! -e t.sqlite ]
exits 'a log that is new' 0 sweep design.json -o t.sqlite --quiet --log log
exits 'a log goes on' 0 sweep design.json -o t.sqlite --quiet --log log
check 'it has the lines of both' [ "$(grep -c ' begun: ' log)" -eq 2 ]
exits 'a state onto the scenario is refused' 64 run short.json --no-plots --quiet -o o --save-state 2025-08=short.json
kept 'and the scenario stays' short.json
must run short.json --no-plots --quiet -o o --save-state 2025-08=state
cp state before
exits 'a state onto the state is refused' 64 run short.json --no-plots --quiet -o p --from-state state --save-state 2025-10=./state
kept 'and the state stays' state
exits 'a result onto the result that it is made from is refused' 64 run o/resolved.json --no-plots --quiet -o o
check 'and it is whole' whole o

# A table of another scenario of the curve.
mkdir -p o/plots
cp "$root/scenarios/data/hospitals.csv" o/plots/table.csv
printf '{ "name": "other", "title": { "en": "a", "ja": "b" }, "extends": "short.json", "hospitals": "o/plots/table.csv" }' >other.json
cp o/plots/table.csv before
exits 'a curve onto a table of another scenario is refused' 64 rules short.json other.json --curve -n 1 --year 2026 --set end=2027-03 --no-plots --quiet -o o
kept 'and the table stays' o/plots/table.csv
rm -rf o/plots

# What goes with a result: its pictures, the part of a stopped ensemble, its own files.
for place in o/plots o.partial o.partial/deeper; do
    mkdir -p $place
    cp short.json $place/mine.json
    cp $place/mine.json before
    for command in 'run' 'milestone --part date --draws 2' 'rules --curve'; do
        exits "an input in $place: $command" 64 ${command%% *} $place/mine.json ${command#"${command%% *}"} --no-plots --quiet -o o
    done
    kept "the input in $place stays" $place/mine.json
    rm $place/mine.json
done
rm -r o/plots o.partial
mkdir -p o/plots/mine
exits 'a folder among the pictures stops the run' 73 run short.json --no-plots --quiet -o o
check 'and stays' [ -d o/plots/mine ]
rm -r o/plots
for state in o o/state o/series.csv o/manifest.json p2; do
    exits "a state at $state is refused" 64 run short.json --no-plots --quiet -o ${state%%/*} --save-state 2025-08=$state
done
check 'nothing is begun' [ ! -e p2 -a ! -e o/state ]
check 'the result is whole' whole o
exits 'a state onto a file of somebody is refused' 73 run short.json --no-plots --quiet -o p2 --save-state 2025-08=notes
check 'the notes stay' [ "$(cat notes)" = 'my notes' ]
exits 'a state onto a state' 0 run short.json --no-plots --quiet -o p2 --save-state 2025-08=state
rm -r p2

# --- a result that is moved ------------------------------------------------------------------------------
exits 'the resolved scenario runs where it lies' 0 run o/resolved.json --no-plots --quiet -o again
same 'with the same numbers' o/series.csv again/series.csv
sed 's/"path": "[^"]*hospitals.csv"/"path": "gone.csv"/' o/manifest.json >manifest.new && mkdir moved &&
    cp o/resolved.json moved/ && mv manifest.new moved/manifest.json
exits 'without a table it does not' 66 run moved/resolved.json --no-plots --quiet -o again
says 'it says what it needs' "this scenario needs the one with the SHA-256 $(sed -n 's/.*"role": "hospitals".*"sha256": "\([0-9a-f]*\)".*/\1/p' o/resolved.json)"
cp "$root/scenarios/data/hospitals.csv" moved/
exits 'with it, it does' 0 run moved/resolved.json --no-plots --quiet -o again
echo >>moved/hospitals.csv
exits 'with another one it does not' 65 run moved/resolved.json --no-plots --quiet -o again

# --- what is no file -------------------------------------------------------------------------------------
mkfifo pipe
truncate -s 200G huge
for input in pipe /dev/zero huge; do
    printf '{ "schema_version": 1, "name": "x", "title": { "en": "x", "ja": "x" }, "extends": "short.json", "hospitals": "%s" }\n' $input >x.json
    (cd "$work" && timeout 20 "$program" check x.json) >stdout 2>stderr
    check "$input as a table is refused at once" [ $? -eq 65 ]
    for words in "check $input" "run short.json --from-state $input -o p" "sweep $input -o p.sqlite" "export $input --csv" "plot $input"; do
        (cd "$work" && timeout 20 "$program" $words) >stdout 2>stderr
        code=$?
        check "$input: panelcast ${words%% *} ends with 65 or 66" [ $code -eq 65 -o $code -eq 66 ]
    done
    rm -rf bad && mkdir bad && case $input in /*) ln -s $input bad/manifest.json ;; *) ln -s ../$input bad/manifest.json ;; esac
    (cd "$work" && timeout 20 "$program" run short.json --no-plots --quiet -o bad) >stdout 2>stderr
    check "$input as a manifest is left alone" [ $? -eq 73 ]
done

# --- planted links ---------------------------------------------------------------------------------------
mkdir theirs
echo theirs >theirs/file
for k in 1 2 3; do ln -s "$work/theirs" ".q.tmp-1a2b${k}c"; done
must run short.json --no-plots --quiet -o q
check 'links at hidden names are not followed' [ "$(cat theirs/file)" = theirs ]
if command -v gnuplot >/dev/null 2>&1; then
    ln -s "$work/theirs" q/plots
    exits 'a link in place of plots is refused' 73 plot q
    check 'and not followed' [ "$(ls theirs)" = file ]
    rm q/plots
    mkdir "$TMPDIR/panelcast-plot.1a2b3c" q/.plots.tmp-1a2b3c theirs/.NAME
    ln -s "$work/theirs" "$TMPDIR/panelcast-plot.uvwxyz"
    echo mine >q/plots.txt
    exits 'a picture' 0 plot q --only tests
    check 'what killed drawings left is gone' [ ! -e "$TMPDIR/panelcast-plot.1a2b3c" -a ! -e q/.plots.tmp-1a2b3c ]
    check 'and nobody else lost anything' [ "$(ls -A theirs | tr '\n' ' ')" = '.NAME file ' ]
    exits 'another one' 0 plot q --only hours
    check 'the first one stays' [ "$(ls -A q/plots | tr '\n' ' ')" = 'hours.png hours.svg tests.png tests.svg ' ]
    mkdir slides && echo mine >slides/notes.txt
    exits 'pictures into a folder of somebody' 0 plot q --only tests -o slides
    check 'which keeps what it had' [ "$(ls -A slides | tr '\n' ' ')" = 'notes.txt tests.png tests.svg ' ]
    # The pictures of a set change at once: gnuplot fails at the last of them.
    must plot q
    ls -l --time-style=full-iso q/plots >before
    mkdir bin
    printf '#!/bin/sh\ncase "$*" in *hours.gp\\ svg*) exit 1 ;; esac\nexec %s "$@"\n' "$(command -v gnuplot)" >bin/gnuplot
    chmod +x bin/gnuplot
    (PATH=$work/bin:$PATH && export PATH && exec "$program" plot q --lang en) >stdout 2>stderr
    check 'gnuplot that fails is 70' [ $? -eq 70 ]
    ls -l --time-style=full-iso q/plots >stdout
    kept 'and the old set stays' stdout
    (ulimit -n 16 && exec "$program" plot q --only tests) >stdout 2>stderr
    check 'few descriptors are 69' [ $? -eq 69 ]
    says 'and named' 'ulimit -n'
    (TMPDIR=/none && export TMPDIR && exec "$program" plot q --only tests) >stdout 2>stderr
    check 'no temporary folder is 73' [ $? -eq 73 ]
    (ulimit -f 8 && exec "$program" plot q --only tests) >stdout 2>stderr
    check 'a temporary folder without room is 74' [ $? -eq 74 ]
    must run "$root/$base" --no-plots --quiet -o large
    for room in 500 3000; do # 512 bytes each: less than series.csv
        (ulimit -f $room && exec "$program" plot large --only tests) >stdout 2>stderr
        check "with $room blocks, too" [ $? -eq 74 ]
    done
    # A signal while it draws: 75, and nothing stays. The first may come before the program has begun.
    for wait in 0.02 0.1 0.2; do
        (cd "$work" && exec timeout --preserve-status -s TERM $wait "$program" plot large -o stopped) >stdout 2>stderr
        code=$?
        [ $code -eq 143 ] && [ $wait = 0.02 ] && code=75
        check "a drawing stopped after $wait s is 75" [ $code -eq 75 ]
    done
    check 'and nothing of it stays' sh -c '! ls -A "$1" | grep -q stopped' sh "$work"
    must run "$root/$base" --set end=2025-12 --no-plots --quiet -o part
    exits 'pictures of a part year' 0 plot part --lang ja
    says 'what is left out is said, in the language' '図 map は描かない'
    exits 'a picture for which there is nothing' 66 plot part --only map
    says 'that is said' 'there is nothing to draw in part'
    # A program in the result folder is not run, whatever PATH says.
    printf '#!/bin/sh\ntouch %s/ran\n' "'$work'" >q/awk && chmod +x q/awk
    (cd "$work" && PATH=.::$PATH && export PATH && exec "$program" plot q --only tests) >stdout 2>stderr
    check 'programs come from absolute folders alone' [ $? -eq 0 -a ! -e ran ]
else
    echo 'skipped: pictures (no gnuplot)'
fi
rm -f .q.tmp-*

# --- before the work -------------------------------------------------------------------------------------
long=$(printf '%0250d' 1)
exits 'a name that is too long is refused' 73 run short.json --no-plots --quiet -n 1000000 --mode stochastic -o "$long"
exits 'the place of a part is looked at' 0 run short.json --no-plots --quiet -o r
must run short.json --no-plots --quiet -o r.partial
must run short.json --no-plots --quiet --set rollout.rate=9 -o r
cp r.partial/series.csv before
exits 'a complete result where the part would go is refused' 73 run short.json --no-plots --quiet --mode stochastic -n 100000 -o r
says 'and it is said' 'where the part of this run would go'
kept 'and stays' r.partial/series.csv
if [ "$(id -u)" -eq 0 ] && mkdir disk && unshare -m true 2>/dev/null; then
    unshare -m sh -c 'mount -t tmpfs none disk && exec "$1" run short.json --mode stochastic -n 1000000 --no-plots --quiet -o disk' sh "$program" >stdout 2>stderr
    check 'a mount point is refused before the work' [ $? -eq 73 ]
    says 'and why' 'a file system is mounted here'
    unshare -m sh -c 'mount --bind theirs theirs && exec "$1" run short.json --mode stochastic -n 1000000 --no-plots --quiet -o theirs' sh "$program" >stdout 2>stderr
    check 'also one of the same file system' [ $? -eq 73 ]
    unshare -m sh -c 'mount -t tmpfs none disk && exec "$1" run short.json --no-plots --quiet -o disk/in' sh "$program" >stdout 2>stderr
    check 'a folder in it is not' [ $? -eq 0 ]
    if command -v gnuplot >/dev/null 2>&1; then
        must run "$root/$base" --no-plots --quiet -o drawn
        unshare -m sh -c 'mount -t tmpfs none disk && mkdir disk/.disk.tmp-1a2b3c && "$1" plot drawn --only tests -o disk --quiet && ls -A disk' sh "$program" >stdout 2>stderr
        check 'pictures onto a mount point' [ "$(cat stdout | tr '\n' ' ')" = 'tests.png tests.svg ' ]
        unshare -m sh -c 'mount -t tmpfs -o size=64k none disk && "$1" plot drawn --only tests -o disk/new; code=$?; ls -A disk; exit $code' sh "$program" >stdout 2>stderr
        check 'pictures onto a full disk are 74' [ $? -eq 74 -a ! -s stdout ]
    fi
else
    echo 'skipped: mount points (only root may mount one)'
fi

# --- kept members whose sum is right and whose values are not ---------------------------------------------
many='run short.json --mode stochastic -n 60000 --threads 2 --no-plots -o many'
for wait in 0.5 1 2 4 8; do
    (cd "$work" && timeout --preserve-status -s INT $wait "$program" $many --quiet) >stdout 2>stderr
    [ ! -e many/members.bin ] || break
done
check 'a stopped run keeps its members' [ -e many/members.bin ]
cp many/members.bin members.old
old=$(sha256sum <members.old)
cp many/manifest.json manifest.old
for damage in '0 \000\000\000\000\000\000\360\177' '0 \000\000\000\000\000\000\360\176' '-24 \377\377\377\377' '-20 \000\000\000\000' '-16 \001\000\000\000' '0 \000\000\000\000\000\000\360\277' '8 \000\000\000\000\000\000\360\100'; do
    # Two lines of 20 and 65 bytes, two sizes, and the 24 bytes of the first member before its values.
    cp members.old many/members.bin
    printf "${damage#* }" | dd of=many/members.bin bs=1 seek=$((125 + ${damage%% *})) conv=notrunc 2>/dev/null
    new=$(sha256sum <many/members.bin)
    sed "s/${old%% *}/${new%% *}/" manifest.old >many/manifest.json
    (cd "$work" && timeout --preserve-status -s INT 1 "$program" $many) >stdout 2>stderr
    says "a damaged member ($damage) is not used" 'are damaged: not used'
    rm -rf many.partial
done

# --- a part, and what came to its place meanwhile ---------------------------------------------------------
cp members.old many/members.bin
cp manifest.old many/manifest.json
must run short.json --no-plots --quiet --set rollout.rate=9 -o other
resume() { # FOLDER: goes on with the part in the background, as $job
    (cd "$work" && exec "$program" run short.json --mode stochastic -n 60000 --threads 1 --no-plots -o "$1") >stdout 2>stderr &
    job=$!
    tries=0
    until grep -q 'going on' stderr || [ $tries -gt 200 ]; do
        sleep 0.05
        tries=$((tries + 1))
    done
}
stop() {
    kill $job
    wait $job
    code=$?
}
cp -r many late
resume late
must run short.json --no-plots --quiet --set rollout.rate=9 -o late
stop
check 'a result that came meanwhile: the part goes aside' [ $code -eq 75 -a -e late.partial/members.bin ]
same 'and it stays' other/series.csv late/series.csv
rm -rf late
cp -r other late
resume late
must run short.json --no-plots --quiet --set rollout.rate=9 -o late.partial
stop
check 'a result where the part would go stays' [ $code -eq 73 ]
same 'whole' other/series.csv late.partial/series.csv

# --- limits of the process -------------------------------------------------------------------------------
(ulimit -s 64 && exec "$program" run short.json --no-plots --quiet -o p) >stdout 2>stderr
code=$?
check 'a stack of 64 kB is refused' [ $code -eq 69 ]
says 'with what it takes' 'ulimit -s'
for words in params 'resolve short.json' 'explain short.json rollout.rate'; do
    # The limit holds for the standard output, too.
    (ulimit -f 1 && exec "$program" $words) >stdout 2>/dev/null
    check "panelcast ${words%% *} on a full disk is 74" [ $? -eq 74 ]
done
(ulimit -f 8 && exec "$program" run short.json --no-plots --quiet -o p) >/dev/null 2>&1
check 'panelcast run on a full disk is 74' [ $? -eq 74 -a ! -e p ]

# --- no result without a number --------------------------------------------------------------------------
for dispersion in 1e-9 1e-10 1e-15 1e-300 5e-324; do
    must run short.json --mode stochastic --set demand.dispersion=$dispersion --no-plots --quiet -o p
    within "tests with a dispersion of $dispersion" "$(value p/series.csv 'Tests|Total' 2025-08)" 2000 2700
done
end_tests
