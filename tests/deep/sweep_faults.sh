#!/bin/sh
# Sweeps on a full disk, and killed twenty times: the finished store is that of an undisturbed sweep.
. tests/testlib.sh

design() { # FILE POINTS
    cat >"$work/$1" <<END
{ "name": "t", "scenario": "$root/tests/sweep/short.json", "design": "sobol", "points": $2, "seed": 3,
  "mode": "stochastic", "replicates": 2,
  "axes": { "rollout.rate": { "min": 8, "max": 25 }, "demand.uptake": {},
            "rollout.mode": { "values": ["linear", "hazard"] } },
  "metrics": [
    { "name": "tests", "variable": "Tests|Total", "period": "FY2026" },
    { "name": "backlog", "variable": "Expert Panel|Backlog", "period": "2026-12" },
    { "name": "d300", "variable": "Sites|Total", "at_least": 300 } ] }
END
}
table() { # STORE: its table beside it
    must export "$1" --csv -o "$1.csv"
}

# --- kill -9, twenty times ----------------------------------------------------------------------------
# Eight seconds of work: the kills fall before the first transaction ends, which is half a second long, and
# after some.
design short.json 1000
must sweep "$work/short.json" --dry-run --threads 2
rate=$(sed -n 's/^time: .*(\([0-9]*\) points a second.*/\1/p' "$work/stdout")
design d.json $((rate * 4))
must sweep "$work/d.json" --threads 2 -o "$work/whole.sqlite"
table "$work/whole.sqlite"

kills=0
journals=0
finished=0
while [ $kills -lt 20 ]; do
    "$program" sweep "$work/d.json" --threads 2 -o "$work/killed.sqlite" --log "$work/killed.log" >/dev/null 2>&1 &
    pid=$!
    sleep "$(awk -v k=$kills -v f=$finished \
        'BEGIN { srand(k + 100 * f); r = rand(); print k % 3 == 0 ? 0.06 * r : k % 3 == 1 ? 0.6 * r : 0.5 + r }')"
    if kill -9 $pid 2>/dev/null; then
        kills=$((kills + 1))
        wait $pid 2>/dev/null
        [ ! -e "$work/killed.sqlite-journal" ] || journals=$((journals + 1))
    elif wait $pid; then # this one was done before all kills: the next begins anew
        finished=$((finished + 1))
        [ $finished -lt 5 ] || break
        table "$work/killed.sqlite"
        same "done after $kills kills: the same table" "$work/whole.sqlite.csv" "$work/killed.sqlite.csv"
        rm -f "$work/killed.sqlite"
    else
        fail 'a killed sweep goes on'
        break
    fi
done
check 'killed twenty times' [ $kills -eq 20 ]
must sweep "$work/d.json" --threads 2 -o "$work/killed.sqlite"
table "$work/killed.sqlite"
same "killed $kills times, $journals times with an open transaction: the same table" \
    "$work/whole.sqlite.csv" "$work/killed.sqlite.csv"
check 'no journal stays' [ ! -e "$work/killed.sqlite-journal" ]
# What was committed is never computed again: the log's beginnings never fall, but for a new store.
check 'no kill loses what was committed' awk '$2 == "begun:" { n++; if ($3 < last && $3 > 0) bad = 1; last = $3; most = $3 > most ? $3 : most }
    END { exit bad || n < 5 || most == 0 }' "$work/killed.log"

# --- a full disk -----------------------------------------------------------------------------------------
mkdir "$work/disk"
if ! mount -t tmpfs -o size=64k,mode=755 none "$work/disk" 2>/dev/null; then
    echo 'not checked: a full disk (only root may mount one)'
    end_tests
fi
trap 'umount "$work/disk"; rm -rf -- "$top"' EXIT
must sweep "$work/short.json" -o "$work/small.sqlite"
table "$work/small.sqlite"
store=$work/disk/s.sqlite
full=0
# Room for nothing, for the tables, for some points, and so on.
for size in 4 16 64 128 192 256; do
    mount -o remount,size=${size}k "$work/disk"
    panelcast sweep "$work/short.json" --threads 2 -o "$store"
    [ "$code" -eq 75 ] && full=$((full + 1)) &&
        check "$size kB: it is said why" grep -q 'disk is full\|full' "$work/stderr"
    [ "$code" -eq 75 ] || [ "$code" -eq 0 ] || fail "$size kB of disk" "exit code $code"
done
check 'the disk was full' [ $full -ge 4 ]
mount -o remount,size=100m "$work/disk"
must sweep "$work/short.json" --threads 2 -o "$store"
check 'it goes on, and not from the beginning' grep -q 'of them from before' "$work/stdout"
table "$store"
same 'filled six times: the same table' "$work/small.sqlite.csv" "$store.csv"

# Stores, tables and merges that find no room.
rm "$store.csv"
must sweep "$work/short.json" --shard 1/2 -o "$work/part1.sqlite"
must sweep "$work/short.json" --shard 2/2 -o "$work/part2.sqlite"
rm -f "$work/disk"/*
mount -o remount,size=128k "$work/disk"
exits 'no room to merge: 74' 74 merge "$work"/part[12].sqlite -o "$work/disk/all.sqlite"
says 'it is said why there is no merge' 'full'
check 'nothing stays of the merge' [ -z "$(ls -A "$work/disk")" ]
mount -o remount,size=64k "$work/disk"
exits 'no room for a table: 74' 74 export "$work/small.sqlite" --csv -o "$work/disk/all.csv"
check 'no half table stays' [ -z "$(ls -A "$work/disk")" ]
mount -o remount,size=100m "$work/disk"
must merge "$work"/part[12].sqlite -o "$work/disk/all.sqlite"
table "$work/disk/all.sqlite"
same 'with room it is merged: the same table' "$work/small.sqlite.csv" "$work/disk/all.sqlite.csv"
end_tests
