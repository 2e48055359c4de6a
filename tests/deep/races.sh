#!/bin/sh
# Several programs and one folder, in one container and in two with the same name and process numbers, with pictures, and
# killed at any moment. About a minute; ROUNDS=10 does ten times as much.
. tests/testlib.sh

TMPDIR=$work/tmp
export TMPDIR
mkdir "$TMPDIR" "$work/results"
rounds=${ROUNDS:-1}
out=$work/results/out
slow=scenarios/slow-rollout.json

alone() { # nothing but the result lies in its folder, hidden or not
    [ "$(ls -A "$work/results")" = out ]
}

# --- two containers whose processes have the same numbers ------------------------------------------------
apart='unshare --pid --fork'
$apart true 2>/dev/null || { apart='unshare --user --map-root-user --pid --fork' && $apart true 2>/dev/null; } || apart=
[ -n "$apart" ] || echo 'two containers: not possible here, so two processes'
bad=
k=0
while [ $k -lt $((20 * rounds)) ]; do
    k=$((k + 1))
    jobs=
    for i in 1 2; do
        $apart "$program" run $base --no-plots --quiet -o "$out" >/dev/null 2>>"$work/said" &
        jobs="$jobs $!"
    done
    for job in $jobs; do
        wait $job || bad="$bad exit code $?"
    done
    whole "$out" || bad="$bad not whole"
done
check "two containers at once, $k times: both succeed, and the folder is whole" [ -z "$bad" ]
check 'nothing else stays' alone
check 'and nothing is said' [ ! -s "$work/said" ]

# --- files of others in a folder that is replaced --------------------------------------------------------
must run $base --no-plots --quiet -o "$out"
(
    k=0
    while [ $k -lt 1500 ]; do
        k=$((k + 1))
        echo mine >"$out/mine-$k" && echo $k
        sleep 0.001
    done
) >"$work/made" 2>/dev/null &
writer=$!
for k in 1 2 3 4 5; do
    must run $base --no-plots --quiet -o "$out"
done
wait $writer
made=$(wc -l <"$work/made")
check "of $made files put there meanwhile none is lost" [ "$(ls "$out" | grep -c '^mine-')" -eq "$made" ]
rm "$out"/mine-*

# --- pictures belong to their tables ---------------------------------------------------------------------
if command -v gnuplot >/dev/null 2>&1; then
    must run $base --quiet -o "$work/one"
    must run $slow --quiet -o "$work/two"
    check 'the pictures of two scenarios differ' sh -c '! cmp -s "$1/one/plots/sites.svg" "$1/two/plots/sites.svg"' sh "$work"
    # The pictures of $out are those of its tables, or there are none.
    belong() {
        [ -e "$out/plots" ] || return 0
        for of in one two; do
            if cmp -s "$work/$of/series.csv" "$out/series.csv"; then
                diff -r "$work/$of/plots" "$out/plots" && return 0
            fi
        done
        return 1
    }
    # What is printed is what the run has found, though another result takes the place while it draws.
    "$program" run $base --quiet --json -o "$out" >"$work/printed" 2>/dev/null &
    job=$!
    sleep 0.6
    "$program" run $slow --no-plots --quiet -o "$out"
    wait $job || :
    same 'the summary printed is its own' "$work/one/summary.json" "$work/printed"
    bad=
    k=0
    while [ $k -lt $((4 * rounds)) ]; do
        k=$((k + 1))
        "$program" run $base --quiet -o "$out" 2>/dev/null &
        "$program" run $slow --quiet -o "$out" 2>/dev/null &
        wait
        whole "$out" && belong || bad="$bad round $k"
    done
    check "two scenarios drawn into one folder, $k times: pictures of its tables" [ -z "$bad" ]
    # Another result comes while the first is drawn.
    bad=
    for delay in 0.1 0.4 0.8 1.2; do
        "$program" run $base --quiet -o "$out" 2>/dev/null &
        job=$!
        sleep $delay
        "$program" run $slow --quiet --no-plots -o "$out" 2>/dev/null
        wait $job
        whole "$out" && belong || bad="$bad $delay s"
    done
    check 'another result comes while the first is drawn: no wrong pictures' [ -z "$bad" ]
    # The set of pictures changes at once: killed at any moment, it is the old one or the new one.
    must plot "$work/one" --lang ja -o "$work/ja"
    must run $base --quiet -o "$out"
    bad=
    seen=
    for delay in 0.2 0.6 1.0 1.3 1.5 1.6 1.7 1.8 1.9 2.0 2.2 2.6; do
        "$program" plot "$out" --lang ja --quiet 2>/dev/null &
        job=$!
        sleep $delay
        kill -KILL $job 2>/dev/null
        wait $job 2>/dev/null
        if diff -r "$work/ja" "$out/plots" >/dev/null; then
            seen="${seen}n"
        elif diff -r "$work/one/plots" "$out/plots" >/dev/null; then
            seen="${seen}o"
        else
            bad="$bad $delay s"
        fi
        "$program" plot "$out" --quiet 2>/dev/null || bad="$bad then $?"
    done
    check "SIGKILL at 12 moments of drawing: the old set or the new one ($seen)" [ -z "$bad" ]
    check 'the next drawing cleans up in the result' sh -c '[ -z "$(find "$1" -name ".*tmp-*" -o -name ".drawing*")" ]' sh "$out"
    n=0
    while [ $n -lt 50 ] && [ -n "$(ls -A "$TMPDIR")" ]; do
        sleep 0.1
        n=$((n + 1))
    done
    check 'and in the temporary folder' [ -z "$(ls -A "$TMPDIR")" ]
    # Two drawings of parts at once: both parts are there.
    rm -rf "$out/plots"
    "$program" plot "$out" --only sites --quiet &
    "$program" plot "$out" --only hours --quiet &
    wait
    check 'two pictures drawn at once are both there' [ "$(ls -A "$out/plots" | tr '\n' ' ')" = 'hours.png hours.svg sites.png sites.svg ' ]
    rm -rf "$out/plots"
else
    echo 'skipped: pictures (no gnuplot)'
fi

# --- killed and started again, several at a time ---------------------------------------------------------
bad=
k=0
while [ $k -lt $((25 * rounds)) ]; do
    k=$((k + 1))
    for seed in 1 2 3; do
        "$program" run $base --mode stochastic --seed $seed --no-plots --quiet -o "$out" >/dev/null 2>&1 &
        eval "job$seed=\$!"
    done
    sleep "0.0$((k % 10))"
    kill -KILL $job1 $job2 2>/dev/null
    wait
    whole "$out" || bad="$bad round $k"
done
check "three runs of which two are killed, $k times: a whole result" [ -z "$bad" ]
must run $base --no-plots --quiet -o "$out"
check 'the next run cleans up' alone
end_tests
