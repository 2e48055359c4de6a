#!/bin/sh
# Inputs of absurd size are refused early: in seconds, in little memory, with a message that says what is allowed.
. tests/testlib.sh

cd "$work" || exit 1
cp "$root"/tests/fuzz/data/* "$root/scenarios/data/prefectures.csv" .
refused() { # NAME TEXT ARGUMENTS...: exit code 64 or 65 within 20 s of processor and 256 MB of addresses
    name=$1
    text=$2
    shift 2
    (
        ulimit -t 20 -v 262144 2>/dev/null
        exec "$program" "$@"
    ) >stdout 2>stderr </dev/null
    code=$?
    if [ $code -ne 64 ] && [ $code -ne 65 ]; then
        fail "$name" "expected exit code 64 or 65, not $code"
    elif ! grep -qF -e "$text" stderr; then
        fail "$name" "expected on stderr: $text" "$(tail -n 2 stderr | cut -c 1-300)"
    else
        ok "$name"
    fi
}
with() { # KEY JSON: the tiny scenario with one key more or another
    awk -v key="\"$1\"" -v value="$2" 'NR == 1 { print "{ " key ": " value ","; next } index($0, "  " key ":") == 1 { next } { print }' tiny.json
}
parameter() { # JSON: the tiny scenario with `demand.uptake`
    awk -v value="$1" '{ print } /^  "parameters"/ { print "\"demand.uptake\": " value "," }' tiny.json
}
list() { # COUNT ITEM: [ITEM, ITEM, ...]
    awk -v n="$1" -v item="$2" 'BEGIN { printf "["; for (i = 1; i <= n; i++) printf("%s%s", (i > 1 ? "," : ""), item); print "]" }'
}

check 'the tiny scenario is good' "$program" check tiny.json
with end '"2025-09"' >good.json
check 'and with another end' "$program" check good.json

truncate -s 1G big
refused 'a scenario of 1 GB' 'larger than 16 MB' check big
refused 'a design of 1 GB' 'larger than 16 MB' sweep big -o s.sqlite
with hospitals '"big"' >big.json
refused 'a table of 1 GB' 'larger than 64 MB' check big.json
awk 'BEGIN { for (i = 0; i < 100000; i++) printf "["; for (i = 0; i < 100000; i++) printf "]" }' >deep.json
refused 'nested 100,000 deep' 'nested deeper than 64' check deep.json
awk 'BEGIN { for (i = 0; i < 100000; i++) printf "{\"a\":"; printf 1; for (i = 0; i < 100000; i++) printf "}" }' >deep.json
refused 'objects nested 100,000 deep' 'nested deeper than 64' check deep.json
list 5000000 1 >values.json
refused 'five million values' 'more than 200000 values' check values.json
awk 'BEGIN { printf "{"; for (i = 0; i < 1000000; i++) printf "%s\"k%d\":1", i ? "," : "", i; print "}" }' >keys.json
refused 'a million keys' 'more than 10000 keys' check keys.json
for k in $(seq 1000); do
    printf '{ "schema_version": 1, "name": "c", "title": { "en": "c", "ja": "c" }, "extends": "c%d.json" }\n' \
        $((k + 1)) >"c$k.json"
done
refused 'a chain of 1,000 files' 'more than 32 files extend each other' check c1.json

awk 'BEGIN { print "id,prefecture,base_type,tier,opened,volume,host"; for (i = 1; i <= 10000000; i++) print i ",1,none,none,,1,1" }' >h.csv
with hospitals '"h.csv"' >h.json
refused 'ten million hospitals' 'larger than' check h.json
awk 'BEGIN { print "id,prefecture,base_type,tier,opened,volume,host"; for (i = 1; i <= 150000; i++) print i ",1,none,none,,1,1" }' >h.csv
refused '150,000 hospitals' 'from 1 to 100000 are allowed' check h.json
awk 'BEGIN { print "id,prefecture,base_type,tier,opened,volume,host\n1,1,none,core,2018-04,1,"
    for (i = 2; i <= 100000; i++) print i ",1,none,cooperative,2018-04,1," i - 1 }' >h.csv
refused 'a chain of 100,000 hosts' 'after more than 32 of them' check h.json

awk 'BEGIN { print "date,v"; for (i = 0; i < 1000000; i++) printf "%04d-%02d,0.5\n", 1900 + int(i / 12) % 300, i % 12 + 1 }' >v.csv
provenance='"unit": "1", "kind": "assumed", "note": "x"'
parameter "{ \"series\": { \"csv\": \"v.csv\", \"date\": \"date\", \"column\": \"v\" }, \"interpolation\": \"linear\", $provenance }" >series.json
refused 'a series of a million dates' 'more than 200000 rows' check series.json
parameter "{ \"series\": $(list 6000 '["2030-01", 0.5]'), \"interpolation\": \"linear\", $provenance }" >series.json
refused 'a series of 6,000 dates that are one' 'does not come after the date before it' check series.json
check 'of its faults the first are shown' [ "$(wc -l <stderr)" -lt 2100 ]
awk 'BEGIN { print "id,title_en,title_ja,share"; for (i = 0; i < 190000; i++) print "g" i ",a,b,0.1" }' >g.csv
with case_groups '{ "csv": "g.csv" }' >groups.json
refused 'a table of 190,000 groups' 'g.csv' check groups.json
with milestones "$(list 2000 '{ "id": "a", "variable": "Sites|Total", "at_least": 5 }')" >milestones.json
refused '2,000 milestones' 'at most 64' check milestones.json

with end '"9999-12"' >end.json
refused 'a run to the year 9999' '9999-12 is not a month' check end.json
with end '"2200-12"' >end.json
refused 'a run to the year 2200' 'at most 1200' check end.json
with draws 1000000000000 >draws.json
refused 'draws 1e12' 'draws is a whole number from 0 to 10000000' check draws.json
with replicates 4000000000 >draws.json
refused 'replicates 4e9' 'replicates is a whole number from 1 to 10000000' check draws.json
refused '--draws 1e12' 'draws' run tiny.json --draws 1000000000000 -o out
refused '-n 4e9' 'replicates' run tiny.json --mode stochastic -n 4000000000 -o out
refused '1e6 draws of 1e6 replicates' '100000000 runs' run tiny.json --mode stochastic --draws 1000000 -n 1000000 -o out
refused '4e9 threads' 'threads' run tiny.json --draws 2 --threads 4000000000 -o out

design() { # KEYS
    printf '{ "name": "s", "scenario": "tiny.json", %s, "axes": { "rollout.rate": { "min": 8, "max": 25 } },
        "metrics": [ { "name": "t", "variable": "Tests|Total", "period": "2025-07" } ] }\n' "$1" >design.json
}
design '"design": "random", "points": 1000000000000'
refused 'a design of 1e12 points' 'points is a whole number from 1 to 100000000' sweep design.json -o s.sqlite
design '"design": "random", "points": 100000000, "replicates": 1000000'
refused 'a design of 1e14 runs' 'at most 100000000' sweep design.json -o s.sqlite
design '"design": "morris", "points": 3, "levels": 1000000000'
refused 'a design of 1e9 levels' 'levels is a whole number from 2 to 1000' sweep design.json -o s.sqlite
check 'nothing was written' [ ! -e out -a ! -e s.sqlite ]
design '"design": "random", "points": 3'
exits 'one shard of 1e9 has its one point' 0 sweep design.json --shard 1/1000000000 -o s.sqlite
prints 'and no other' '1 points in'
end_tests
