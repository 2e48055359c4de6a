#!/bin/sh
# Sweeps whose store is taken away, merges into one name at the same time, and merges that are killed.
. tests/testlib.sh

cat >"$work/d.json" <<END_OF_DESIGN
{ "name": "t", "scenario": "$root/tests/sweep/short.json", "design": "random", "points": 100000, "seed": 3,
  "axes": { "rollout.rate": { "min": 8, "max": 25 } },
  "metrics": [ { "name": "tests", "variable": "Tests|Total", "period": "FY2026" } ] }
END_OF_DESIGN
sed 's/100000/4000/' "$work/d.json" >"$work/short.json"

# --- the store is taken away --------------------------------------------------------------------------
await() { # FILE: until it is there and has bytes, for at most 20 seconds
    tries=0
    while [ ! -s "$1" ] && [ $tries -lt 200 ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
    [ -s "$1" ]
}
taken() { # NAME COMMAND...: that is done to the store of a sweep that runs
    rm -f "$work/s.sqlite" "$work/s.sqlite-journal"
    "$program" sweep "$work/d.json" -o "$work/s.sqlite" >"$work/stdout" 2>"$work/stderr" &
    pid=$!
    name=$1
    shift
    if ! await "$work/s.sqlite"; then
        kill $pid
        wait $pid
        fail "$name" 'the sweep made no store'
        return
    fi
    "$@"
    # Long before all points are done the sweep finds out, and ends; of what was written over when it is stopped.
    tries=0
    while kill -0 $pid 2>/dev/null && [ $tries -lt ${long:-100} ]; do
        sleep 0.1
        tries=$((tries + 1))
    done
    kill $pid 2>/dev/null
    wait $pid
    code=$?
    [ $code -eq 74 ] && ok "$name" || fail "$name" "expected exit code 74, not $code"
    says "$name: it is said" "${said:-was removed, renamed or replaced during the sweep}"
}
replace() {
    cp "$work/s.sqlite" "$work/copy" && mv "$work/copy" "$work/s.sqlite"
}
taken 'a store that is removed' rm "$work/s.sqlite"
taken 'a store that is renamed' mv "$work/s.sqlite" "$work/t.sqlite"
taken 'a store that is replaced' replace
long=10
said='was written over by another program during the sweep'
# It has fewer points than the sweep has by then: with more, nothing that was computed would be missing.
sed 's/100000/200/' "$work/d.json" >"$work/shorter.json"
must sweep "$work/shorter.json" -o "$work/other.sqlite"
taken 'a store that another is copied over' cp "$work/other.sqlite" "$work/s.sqlite"
taken 'a store that is emptied' truncate -s 0 "$work/s.sqlite"
taken 'a store that is cut off' truncate -s 4096 "$work/s.sqlite"
taken 'a store with other bytes in it' dd if=/dev/urandom of="$work/s.sqlite" bs=4096 seek=11 count=2 conv=notrunc status=none

# --- merges at the same time --------------------------------------------------------------------------
for k in 1 2; do
    must sweep "$work/short.json" --shard $k/2 -o "$work/part$k.sqlite"
done
must merge "$work"/part[12].sqlite -o "$work/alone.sqlite"
must export "$work/alone.sqlite" --csv -o "$work/alone.csv"
round=0
losers=0
while [ $round -lt 10 ]; do
    round=$((round + 1))
    rm -f "$work/both.sqlite"
    pids=
    for k in 1 2 3; do
        "$program" merge "$work"/part[12].sqlite -o "$work/both.sqlite" >/dev/null 2>"$work/said$k" &
        pids="$pids $!"
    done
    won=0
    k=0
    for pid in $pids; do
        k=$((k + 1))
        wait "$pid"
        case $? in
        0) won=$((won + 1)) ;;
        73)
            losers=$((losers + 1))
            grep -qE 'is there already|another program made this file meanwhile' "$work/said$k" || fail "round $round" "$(cat "$work/said$k")"
            ;;
        *) fail "round $round: a merge ends with another exit code" "$(cat "$work/said$k")" ;;
        esac
    done
    [ $won -eq 1 ] || fail "round $round" "$won merges say that they made the store"
    must export "$work/both.sqlite" --csv -o "$work/both.csv"
    cmp -s "$work/alone.csv" "$work/both.csv" || fail "round $round: the table is another"
done
check 'of three merges one wins, and the others say so' [ $losers -eq 20 ]

# --- merges that are killed ---------------------------------------------------------------------------
kills=0
left=0
tries=0
# Until three of them were in the middle of their work.
while [ $left -lt 3 ] && [ $tries -lt 400 ]; do
    tries=$((tries + 1))
    "$program" merge "$work"/part[12].sqlite -o "$work/killed.sqlite" >/dev/null 2>&1 &
    pid=$!
    sleep "$(awk -v k=$tries 'BEGIN { srand(k); print 0.001 + 0.04 * rand() }')"
    kill -9 $pid 2>/dev/null && kills=$((kills + 1))
    wait $pid 2>/dev/null
    rm -f "$work/killed.sqlite"
    found=$(ls -d "$work"/.killed.sqlite.tmp-* 2>/dev/null | wc -l)
    [ "$found" -le 1 ] || fail 'what an earlier kill left is still there'
    left=$((left + found))
done
check "killed $kills times, $left times something was left" [ $left -gt 0 ]
must merge "$work"/part[12].sqlite -o "$work/killed.sqlite"
check 'nothing is left after the next merge' sh -c "! ls -d '$top/it'\''s a folder/.killed.sqlite.tmp-'* 2>/dev/null"
must export "$work/killed.sqlite" --csv -o "$work/killed.csv"
same 'the table is right' "$work/alone.csv" "$work/killed.csv"
end_tests
