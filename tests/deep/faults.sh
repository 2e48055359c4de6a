#!/bin/sh
# A full disk, folders that may not be written, signals at any moment: the folder holds the old result or
# the new one, whole, and nothing else stays.
. tests/testlib.sh

TMPDIR=$work/tmp
export TMPDIR
mkdir "$TMPDIR" "$work/results"
out=$work/results/out

run_seed() { # SEED [exec]
    exec_or_run=${2-}
    $exec_or_run "$program" run $base --mode stochastic --seed "$1" --no-plots --quiet -o "$out"
}
sum_of() {
    sum=$(sha256sum <"$1")
    echo "${sum%% *}"
}
# Two results to tell apart; the second stays.
must run $base --mode stochastic --seed 2 --no-plots --quiet -o "$out"
two=$(sum_of "$out/series.csv")
must run $base --mode stochastic --seed 1 --no-plots --quiet -o "$out"
one=$(sum_of "$out/series.csv")
check 'two results differ' [ "$one" != "$two" ]

alone() { # nothing but the result lies in its folder, hidden or not
    [ "$(ls -A "$work/results")" = out ]
}
is_one() {
    whole "$out" && [ "$(sum_of "$out/series.csv")" = "$one" ]
}

# --- no file larger than this, as on a full disk ------------------------------------------------------
last=0
for blocks in 0 1 40 100 600 3000 5500 20000; do
    (
        ulimit -f $blocks && run_seed 2
    ) >"$work/stdout" 2>"$work/stderr"
    code=$?
    if [ $code -eq 0 ]; then
        check "files of at most $blocks blocks: the new result is whole" whole "$out"
        last=$blocks
        must run $base --mode stochastic --seed 1 --no-plots --quiet -o "$out"
    elif [ $code -eq 74 ]; then
        ok "files of at most $blocks blocks: refused"
        check "files of at most $blocks blocks: the old result stays" is_one
    else
        fail "files of at most $blocks blocks" "expected exit code 0 or 74, not $code"
    fi
    check "files of at most $blocks blocks: nothing else stays" alone
done
check 'large files are written' [ "$last" -eq 20000 ]
state=$work/results/state
"$program" run $base --no-plots --quiet --save-state "2030-03=$state" -o "$out"
before=$(sum_of "$state")
(
    ulimit -f 20 && "$program" run $base --no-plots --quiet --set rollout.rate=10 --save-state "2030-03=$state" -o "$out"
) >"$work/stdout" 2>"$work/stderr"
check 'a state that cannot be written: 74' [ $? -eq 74 ]
check 'the old state stays' [ "$(sum_of "$state")" = "$before" ]
check 'no half state stays' [ "$(ls -A "$work/results" | tr '\n' ' ')" = 'out state ' ]
rm "$state"
must run $base --mode stochastic --seed 1 --no-plots --quiet -o "$out"

# --- a disk that is full -----------------------------------------------------------------------------
mkdir "$work/disk"
if mount -t tmpfs -o size=5m,mode=755 none "$work/disk" 2>/dev/null; then
    trap 'umount "$work/disk"; rm -rf -- "$top"' EXIT
    exits 'a disk with room for one result' 0 run $base --mode stochastic --seed 1 --no-plots --quiet -o "$work/disk/out"
    panelcast run $base --mode stochastic --seed 2 --no-plots --quiet -o "$work/disk/out"
    check 'no room for the next one: 74' [ "$code" -eq 74 ]
    says 'no room: the system says so' 'No space left on device'
    check 'no room: the old result is whole' whole "$work/disk/out"
    check 'no room: it is the old one' [ "$(sum_of "$work/disk/out/series.csv")" = "$one" ]
    check 'no room: nothing else stays' [ "$(ls -A "$work/disk")" = out ]
    mount -o remount,ro "$work/disk"
    exits 'a disk that may only be read' 73 run $base --no-plots --quiet -o "$work/disk/out"
    exits 'and for a new folder' 73 run $base --no-plots --quiet -o "$work/disk/new/folder"
    mount -o remount,rw "$work/disk"
else
    echo 'skipped: a full disk (only root may mount one)'
fi

# --- folders that may not be written -------------------------------------------------------------------
chmod 755 "$top" "$work" "$work/results"
cp -R scenarios "$work/scenarios"
cp "$program" "$work/panelcast"
chmod -R a+rX "$work/scenarios" "$work/panelcast" "$out"
mkdir "$work/nobody"
me=
if [ "$(id -u)" -ne 0 ]; then
    me=$(id -un)
    as_nobody() { "$@"; }
elif command -v setpriv >/dev/null 2>&1 && setpriv --reuid=65534 --regid=65534 --clear-groups true 2>/dev/null; then
    me=65534
    as_nobody() { setpriv --reuid=65534 --regid=65534 --clear-groups "$@"; }
fi
if [ -n "$me" ]; then
    [ "$(id -u)" -ne 0 ] || chown 65534:65534 "$work/nobody"
    nobody() { # NAME CODE OPTIONS...
        name=$1
        want=$2
        shift 2
        (cd / && as_nobody "$work/panelcast" run "$work/scenarios/baseline.json" --no-plots --quiet "$@") \
            >"$work/stdout" 2>"$work/stderr"
        code=$?
        if [ $code -eq "$want" ]; then ok "$name: $want"; else fail "$name" "expected exit code $want, not $code"; fi
    }
    nobody 'own folder' 0 -o "$work/nobody/out"
    check 'own folder: whole' whole "$work/nobody/out"
    chmod 555 "$work/nobody"
    nobody 'a folder that may not be written' 73 -o "$work/nobody/other"
    says 'it is said why' 'Permission denied'
    nobody 'a result in a folder that may not be written' 73 -o "$work/nobody/out"
    check 'it is whole' whole "$work/nobody/out"
    chmod 755 "$work/nobody"
    chmod 555 "$work/nobody/out"
    nobody 'a result that may not be written' 73 -o "$work/nobody/out"
    check 'it stays whole' whole "$work/nobody/out"
    chmod 000 "$work/nobody/out"
    nobody 'a result that may not be read' 73 -o "$work/nobody/out"
    chmod 755 "$work/nobody/out"
    check 'nothing else stays there' [ "$(ls -A "$work/nobody")" = out ]
    chmod 000 "$work/scenarios/data/hospitals.csv"
    nobody 'a table that may not be read' 65 -o "$work/nobody/out"
    says 'the table is named' 'hospitals.csv'
    chmod 644 "$work/scenarios/data/hospitals.csv"
    if [ "$(id -u)" -eq 0 ]; then
        nobody "somebody else's result" 73 -o "$out"
        check "somebody else's result is as it was" is_one
    fi
else
    echo 'skipped: folders that may not be written (no way to be another user)'
fi

# --- signals ------------------------------------------------------------------------------------------
# How long a run takes, in ms, so that the signals fall all over it.
begin=$(cut -d' ' -f1 /proc/uptime)
for i in 1 2 3 4; do
    run_seed 1
done
end=$(cut -d' ' -f1 /proc/uptime)
length=$(echo "$begin $end" | awk '{ ms = ($2 - $1) / 4 * 1000; print int(ms < 20 ? 20 : ms) }')
moments=30
current=$one
early=0
late=0
for signal in INT TERM HUP KILL; do
    bad=0
    heard=0
    i=0
    while [ $i -lt $moments ]; do
        i=$((i + 1))
        delay=$(awk -v i=$i -v n=$moments -v ms="$length" 'BEGIN { printf "%.4f", 1.3 * i / n * ms / 1000 }')
        if [ "$current" = "$one" ]; then seed=2; next=$two; else seed=1; next=$one; fi
        if [ $signal = KILL ]; then
            # Our own child, so that no dead process keeps its number.
            run_seed $seed exec >"$work/stdout" 2>"$work/stderr" &
            job=$!
            sleep "$delay"
            kill -KILL $job 2>/dev/null
            wait $job 2>/dev/null
            code=$?
        else
            timeout --preserve-status -s $signal "$delay" "$program" run $base --mode stochastic --seed $seed \
                --no-plots --quiet -o "$out" >"$work/stdout" 2>"$work/stderr"
            code=$?
        fi
        found=$(sum_of "$out/series.csv")
        if ! whole "$out"; then
            fail "SIG$signal after $delay s: a whole result" "$(ls -A "$out")"
            exit 1
        fi
        case $code in
        0) late=$((late + 1)); [ "$found" = "$next" ] || bad="exit code 0, and not the new result" ;;
        75) early=$((early + 1)); heard=$((heard + 1)); [ "$found" = "$current" ] || bad="exit code 75, and not the old result" ;;
        137) [ $signal = KILL ] || bad="exit code $code" ;;
        129 | 130 | 143) # before the program came to listen
            [ "$found" = "$current" ] || bad="exit code $code after $delay s of $length ms, and not the old result" ;;
        *) bad="exit code $code after $delay s" ;;
        esac
        [ "$found" = "$one" ] || [ "$found" = "$two" ] || bad='neither result'
        if [ $signal != KILL ] && ! alone; then
            bad="left behind: $(ls -A "$work/results")"
        fi
        [ "$bad" = 0 ] || break
        current=$found
    done
    [ "$bad" != 0 ] || [ $signal = KILL ] || [ $heard -gt 0 ] || bad='never heard'
    if [ "$bad" = 0 ]; then
        ok "SIG$signal at $moments moments: the old result or the new one"
    else
        fail "SIG$signal at any moment" "$bad"
    fi
done
check 'some signals came before the end, some after' [ $early -gt 5 -a $late -gt 2 ]
echo "  (after a swap or too late: $late, before: $early, a run takes $length ms)"
must run $base --mode stochastic --seed 1 --no-plots --quiet -o "$out"
check 'the next run cleans up after SIGKILL' alone
check 'and is whole' is_one

# --- and of a comparison -------------------------------------------------------------------------------
compared=$work/results/compared
compare_seed() { # SEED [COMMAND...]
    seed=$1
    shift
    "$@" "$program" compare $base scenarios/slow-rollout.json --mode stochastic -n 8 --seed "$seed" --no-plots --quiet \
        -o "$compared"
}
compare_seed 2 env
sums=$(sum_of "$compared/compare.csv")
begin=$(cut -d' ' -f1 /proc/uptime)
compare_seed 1 env
end=$(cut -d' ' -f1 /proc/uptime)
sums="$sums $(sum_of "$compared/compare.csv")"
length=$(echo "$begin $end" | awk '{ ms = ($2 - $1) * 1000; print int(ms < 20 ? 20 : ms) }')
for signal in INT TERM HUP KILL; do
    bad=0
    i=0
    while [ $i -lt 10 ] && [ "$bad" = 0 ]; do
        i=$((i + 1))
        delay=$(awk -v i=$i -v ms="$length" 'BEGIN { printf "%.4f", 1.2 * i / 10 * ms / 1000 }')
        before=$(sum_of "$compared/compare.csv")
        if [ $signal = KILL ]; then
            compare_seed $((1 + i % 2)) exec >"$work/stdout" 2>"$work/stderr" &
            job=$!
            sleep "$delay"
            kill -KILL $job 2>/dev/null
            wait $job 2>/dev/null
        else
            compare_seed $((1 + i % 2)) timeout --preserve-status -s $signal "$delay" >"$work/stdout" 2>"$work/stderr"
        fi
        code=$?
        found=$(sum_of "$compared/compare.csv")
        whole "$compared" || bad="no whole result after $delay s"
        case " $sums " in *" $found "*) ;; *) bad='neither result' ;; esac
        [ $code -ne 75 ] || [ "$found" = "$before" ] || bad='exit code 75, and not the old result'
        case $code in 0 | 75 | 129 | 130 | 137 | 143) ;; *) bad="exit code $code" ;; esac
    done
    if [ "$bad" = 0 ]; then ok "SIG$signal: a comparison is the old one or the new one"; else fail "SIG$signal at a comparison" "$bad"; fi
done
compare_seed 1 env
check 'the next comparison cleans up' [ "$(ls -A "$work/results" | tr '\n' ' ')" = 'compared out ' ]
rm -r "$compared"

# What the caller ignores stays ignored: SIGINT for a job in the background, SIGHUP under nohup.
(
    trap '' HUP
    exec "$program" run $base --mode stochastic --seed 2 --no-plots --quiet -o "$out"
) >"$work/stdout" 2>"$work/stderr" &
job=$!
sleep 0.05
kill -HUP $job 2>/dev/null
kill -INT $job 2>/dev/null
wait $job
check 'ignored signals do not stop a run' [ $? -eq 0 -a "$(sum_of "$out/series.csv")" = "$two" ]

# --- a signal while it draws ---------------------------------------------------------------------------
if command -v gnuplot >/dev/null 2>&1; then
    for delay in 0.4 0.8 1.2 1.8 2.5; do
        timeout --preserve-status -s TERM $delay "$program" run $base --mode stochastic --seed 1 --quiet -o "$out" \
            >"$work/stdout" 2>"$work/stderr"
        code=$?
        check "SIGTERM after $delay s of drawing: 0 or 75" [ $code -eq 0 -o $code -eq 75 ]
        check "SIGTERM after $delay s of drawing: a whole result" whole "$out"
        n=0
        while [ $n -lt 50 ] && [ -n "$(ls -A "$TMPDIR")" ]; do
            sleep 0.1
            n=$((n + 1))
        done
        check "SIGTERM after $delay s of drawing: no temporary folder" [ -z "$(ls -A "$TMPDIR")" ]
        check "SIGTERM after $delay s of drawing: all pictures or none" \
            [ ! -e "$out/plots" -o "$(ls -A "$out/plots" 2>/dev/null | wc -l)" -eq 10 ]
    done
    # Signals that come again while the first is heeded, as Ctrl-C sends one and the program another.
    left=
    half=
    for delay in 00 01 02 03 04 05 06 07 08 09 10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29; do
        setsid sh plots/draw.sh --only sites "$out" "$work/pictures" >/dev/null 2>&1 &
        job=$!
        sleep "0.$delay"
        for again in 1 2 3 4 5 6 7 8; do kill -TERM "-$job" 2>/dev/null; done
        wait $job 2>/dev/null
        left="$left$(ls -A "$TMPDIR")"
        [ ! -e "$work/pictures" ] || [ "$(ls -A "$work/pictures" | tr '\n' ' ')" = 'sites.png sites.svg ' ] || half="$half $delay"
        rm -rf "$TMPDIR"/panelcast-draw.* "$work/pictures"
    done
    check 'eight signals while it draws, at 30 moments: no temporary folder' [ -z "$left" ]
    check 'and both pictures or none' [ -z "$half" ]
fi

# --- values that do not fit in memory ---------------------------------------------------------------
spilled() { # FOLDER
    (
        TMPDIR=$1
        export TMPDIR
        exec "$program" run $base --draws 900 --no-plots --quiet -o "$work/spilled" 2>"$work/stderr"
    )
    code=$?
}
spilled "$work/none"
check 'a temporary file that cannot be made is 73' [ $code -eq 73 -a ! -e "$work/spilled" ]
says 'and it is named' 'temporary file'
spilled "$TMPDIR"
check 'the temporary file lies in TMPDIR, and goes' [ $code -eq 0 -a -z "$(ls -A "$TMPDIR")" ]

# --- many at once -----------------------------------------------------------------------------------
jobs=
for seed in 1 2 1 2 1 2 1 2; do
    run_seed $seed >/dev/null 2>>"$work/many" &
    jobs="$jobs $!"
done
bad=0
for job in $jobs; do
    wait "$job"
    code=$?
    [ $code -eq 0 ] || [ $code -eq 73 ] || bad=$code
done
check 'many runs into one folder: 0 or 73' [ $bad -eq 0 ]
check 'many runs into one folder: a whole result' whole "$out"
found=$(sum_of "$out/series.csv")
check 'many runs into one folder: one of theirs' [ "$found" = "$one" -o "$found" = "$two" ]
must run $base --mode stochastic --seed 1 --no-plots --quiet -o "$out"
check 'many runs into one folder: nothing else stays' alone
end_tests
