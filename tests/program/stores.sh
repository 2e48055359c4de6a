#!/bin/sh
# Stores of sweeps are not trusted: what they hold is never run, counts are within bounds, and every point is
# looked at. Other programs' databases stay as they are. Removed stores, two merges, and what a kill leaves.
. tests/testlib.sh

cat >"$work/d.json" <<END_OF_DESIGN
{ "name": "t", "scenario": "$root/tests/sweep/short.json", "design": "latin_hypercube", "points": 60,
  "axes": { "rollout.rate": { "min": 8, "max": 25 }, "demand.uptake": {}, "rollout.mode": { "values": ["linear", "hazard"] } },
  "metrics": [
    { "name": "tests", "variable": "Tests|Total", "period": "FY2026" },
    { "name": "d300", "variable": "Sites|Total", "at_least": 300 } ] }
END_OF_DESIGN
must sweep "$work/d.json" -o "$work/whole.sqlite"
must export "$work/whole.sqlite" --csv -o "$work/whole.csv"
for k in 1 2 3; do
    must sweep "$work/d.json" --shard $k/3 -o "$work/part$k.sqlite"
done
sql() { # FILE SQL: as another program would
    python3 -c 'import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
db.isolation_level = None
db.executescript(sys.argv[2])' "$work/$1" "$2"
}
changed() { # STORE SQL: bad.sqlite, the store with that done to it
    cp "$work/$1" "$work/bad.sqlite"
    sql bad.sqlite "$2"
}
master() { # STORE SQL: the same with a schema that may be written
    changed "$1" "PRAGMA writable_schema=ON; $2"
}
sum() {
    sha256sum <"$1"
}
# A store that every command refuses: exit code 65, never a crash, and nothing beside it.
refused() { # NAME TEXT
    for command in 'export --csv' 'export --iamc' 'sensitivity --no-plots' "merge -o $work/no.sqlite $work/part2.sqlite $work/part3.sqlite" "sweep -o"; do
        case $command in
        sweep*) set -- "$1" "$2" sweep "$work/d.json" -o "$work/bad.sqlite" ;;
        merge*) set -- "$1" "$2" merge "$work/bad.sqlite" "$work/part2.sqlite" "$work/part3.sqlite" -o "$work/no.sqlite" ;;
        *) set -- "$1" "$2" ${command%% *} "$work/bad.sqlite" ${command#* } ;;
        esac
        before=$(sum "$work/bad.sqlite")
        name=$1 text=$2
        shift 2
        panelcast "$@"
        [ "$code" -eq 65 ] || fail "$name: $1" "expected exit code 65, not $code"
        grep -qF -e "$text" "$work/stderr" || fail "$name: $1" "expected on stderr: $text"
        [ "$before" = "$(sum "$work/bad.sqlite")" ] || fail "$name: $1" 'the file was changed'
        set -- "$name" "$text"
    done
    [ ! -e "$work/no.sqlite" ] && [ ! -e "$work/pwned" ] || fail "$1" 'something was written'
    ok "$1"
}

# --- what is in the schema ----------------------------------------------------------------------------
evil='x" FROM points; ATTACH '"'$work/pwned'"' AS w; CREATE TABLE w.t(a); --'
evil=$(printf %s "$evil" | sed "s/'/''/g")
changed part1.sqlite "UPDATE columns SET name = '$evil' WHERE place = 4"
refused 'a name of a column that is SQL' 'the store is damaged'
changed part1.sqlite "CREATE TRIGGER t AFTER INSERT ON manifest BEGIN INSERT INTO manifest VALUES(99, 'a', 'b', 0); END"
refused 'a trigger' 'it has t, which a sweep does not make'
changed part1.sqlite 'CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c'
refused 'a view' 'it has v, which a sweep does not make'
changed part1.sqlite 'DROP TABLE points; CREATE VIEW points AS WITH RECURSIVE c(point) AS (SELECT 1 UNION ALL SELECT point + 1 FROM c)
    SELECT point, 1 AS scenario, 1 AS replicate FROM c'
refused 'an endless view in the place of a table' 'it has points, which a sweep does not make'
changed part1.sqlite 'CREATE INDEX i ON metrics(abs(tests))'
refused 'an index of an expression' 'it has i, which'
changed part1.sqlite 'ALTER TABLE metrics ADD COLUMN more AS (tests * 2)'
refused 'a generated column' 'it has metrics, which'
changed part1.sqlite 'DROP TABLE failures; CREATE TABLE failures(point INTEGER PRIMARY KEY, reason TEXT NOT NULL) WITHOUT ROWID'
refused 'a table of another kind' 'it has failures, which'
changed part1.sqlite 'CREATE VIRTUAL TABLE f USING fts3(a)'
refused 'a virtual table' 'which a sweep does not make'
changed part1.sqlite 'DROP TABLE failures'
refused 'a table that is missing' 'tables are missing'
master part1.sqlite "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'points') WHERE name = 'design'"
refused 'two tables on one page' ''
master part1.sqlite "UPDATE sqlite_master SET rootpage = (SELECT rootpage FROM sqlite_master WHERE name = 'metrics') WHERE name = 'failures'"
refused 'two tables of one kind on one page' 'which a sweep does not make'

# --- what it says of itself ---------------------------------------------------------------------------
while IFS='|' read -r name value; do
    changed part1.sqlite "UPDATE design SET value = '$value' WHERE name = '$name'"
    refused "$name is '$value'" 'the store is damaged'
done <<'END_OF_LIST'
points in all|18446744073709551615
points in all|0
points in all|-1
points in all|9e9
shards|18446744073709551615
shards|0
shard|4
shard|0
replicates|0
replicates|18446744073709551615
scenarios|2
scenarios|
seed|-1
seed|18446744073709551616
seed|eleven
seed|
END_OF_LIST
changed part1.sqlite "UPDATE manifest SET value = 'a' || char(27) || '[2J' WHERE name = 'command'"
refused 'a command line for the terminal' 'manifest: the store is damaged'
changed part1.sqlite "UPDATE scenario SET resolved = replace(resolved, '0.35', '0.36')"
refused 'a scenario that is not that of its sum' 'scenario: the store is damaged'
changed part1.sqlite "UPDATE columns SET meaning = hex(zeroblob(5000)) WHERE place = 4"
refused 'a meaning without end' 'says more of itself'
changed part1.sqlite "UPDATE scenario SET name = CAST('baseline' AS BLOB)"
refused 'bytes for a text' 'says more of itself'
changed part1.sqlite "UPDATE design SET value = value || char(0) || 'more' WHERE name = 'name'"
refused 'a text that goes on behind its end' 'says more of itself'
changed part1.sqlite "UPDATE design SET value = '999999999' WHERE name = 'shards'"
exits 'more shards than can be merged' 65 merge "$work/bad.sqlite" "$work/part2.sqlite" -o "$work/no.sqlite"
says 'that is said' 'at most 100000 can be merged'
changed part1.sqlite "UPDATE columns SET stat = 'median' WHERE place = 4"
refused 'a stat that is none' 'columns: the store is damaged'
changed part1.sqlite "UPDATE columns SET region = 'JP-99' WHERE place = 4"
refused 'a region that is none' 'columns: the store is damaged'
changed part1.sqlite "UPDATE columns SET meaning = char(27) || '[2J'"
refused 'a text for the terminal' 'columns: the store is damaged'
changed part1.sqlite "WITH RECURSIVE c(x) AS (SELECT 100 UNION ALL SELECT x + 1 FROM c WHERE x < 2000) INSERT INTO design SELECT 'f' || x, x FROM c"
refused 'very many facts' 'says more of itself'
changed part1.sqlite "WITH RECURSIVE c(x) AS (SELECT 10 UNION ALL SELECT x + 1 FROM c WHERE x < 40) INSERT INTO scenario SELECT x, x, x, x, x FROM c"
refused 'very many scenarios' 'says more of itself'

# --- its points ---------------------------------------------------------------------------------------
spoilt() { # NAME TEXT SQL: part 1 with that done is not merged and not exported, and its sweep mends it
    changed part1.sqlite "$3"
    exits "$1: not merged" 65 merge "$work/bad.sqlite" "$work/part2.sqlite" "$work/part3.sqlite" -o "$work/no.sqlite"
    says "$1: it is said why" "$2"
    exits "$1: not exported" 65 export "$work/bad.sqlite" --csv
    says "$1: it is said there, too" "$2"
    exits "$1: run again" 0 sweep "$work/d.json" --shard 1/3 -o "$work/bad.sqlite"
    says "$1: with a warning" 'were not whole; they are computed again'
    must merge "$work/bad.sqlite" "$work/part2.sqlite" "$work/part3.sqlite" -o "$work/mended.sqlite"
    must export "$work/mended.sqlite" --csv -o "$work/mended.csv"
    same "$1: the table is right" "$work/whole.csv" "$work/mended.csv"
    rm -f "$work/mended.sqlite"
}
spoilt 'a point without metrics' 'it has neither metrics nor a reason' 'DELETE FROM metrics WHERE point = 4'
spoilt 'a point of another shard' 'it is none of this store' 'UPDATE points SET point = 5 WHERE point = 4; UPDATE metrics SET point = 5 WHERE point = 4'
spoilt 'a negative number' 'point -4' 'UPDATE points SET point = -4 WHERE point = 4; UPDATE metrics SET point = -4 WHERE point = 4'
spoilt 'another scenario' 'its scenario and replicate' 'UPDATE points SET scenario = 7 WHERE point = 7'
spoilt 'a text for a number' 'a metric of it is no number' "UPDATE metrics SET tests = 'many' WHERE point = 7"
spoilt 'a blob' 'a metric of it is no number' 'UPDATE metrics SET tests = zeroblob(1000000) WHERE point = 7'
spoilt 'an infinite number' 'a metric of it is no number' 'UPDATE metrics SET tests = 9e999 WHERE point = 7'
spoilt 'a month that is none' 'a metric of it is no number' 'UPDATE metrics SET d300 = 1e300 WHERE point = 7'
spoilt 'a parameter without a value' 'a parameter of it has no value' 'UPDATE points SET "rollout.rate" = NULL WHERE point = 7'
spoilt 'a choice that is none' 'a parameter of it has no value' "UPDATE points SET \"rollout.mode\" = 'chaos' WHERE point = 7"
spoilt 'metrics and a failure' 'it has metrics and has failed' "INSERT INTO failures VALUES(7, 'so')"
spoilt 'a reason for the terminal' 'none that a sweep writes' "DELETE FROM metrics WHERE point = 7; INSERT INTO failures VALUES(7, char(27) || '[2J')"
spoilt 'a reason of bytes' 'none that a sweep writes' "DELETE FROM metrics WHERE point = 7; INSERT INTO failures VALUES(7, zeroblob(9))"
spoilt 'a reason without end' 'none that a sweep writes' "DELETE FROM metrics WHERE point = 7; INSERT INTO failures VALUES(7, hex(zeroblob(5000)))"
spoilt 'a reason without words' 'none that a sweep writes' "DELETE FROM metrics WHERE point = 7; INSERT INTO failures VALUES(7, '')"
changed part1.sqlite "INSERT INTO metrics(point, tests) VALUES(2, 5); INSERT INTO failures VALUES(59, 'so')"
must sweep "$work/d.json" --shard 1/3 -o "$work/bad.sqlite"
must merge "$work/bad.sqlite" "$work/part2.sqlite" "$work/part3.sqlite" -o "$work/orphans.sqlite"
must export "$work/orphans.sqlite" --csv -o "$work/orphans.csv"
same 'cells that belong to no point are nothing' "$work/whole.csv" "$work/orphans.csv"
exits 'a shard under the name of another' 65 merge "$work/part1.sqlite" "$work/part1.sqlite" "$work/part3.sqlite" -o "$work/no.sqlite"

# --- a disk that is full ------------------------------------------------------------------------------
(ulimit -f 40 && exec "$program" merge "$work"/part[123].sqlite -o "$work/full.sqlite") >"$work/stdout" 2>"$work/stderr"
check 'a merge that finds the disk full ends with 74' [ $? -eq 74 ]
says 'it says so' 'the disk is full or cannot be written'
check 'nothing is left of it' sh -c '! ls -A "$1" | grep -q full.sqlite' sh "$work"
printf 'a name with \033[2J and \377' >"$work/odd"
cp "$work/d.json" "$work/$(cat "$work/odd").json"
must sweep "$work/$(cat "$work/odd").json" -o "$work/odd.sqlite"
exits 'a command line with other bytes than text: its store can be read' 0 export "$work/odd.sqlite" --csv

# --- other programs' databases ------------------------------------------------------------------------
untouched() { # NAME CODE
    before=$(sum "$work/other.sqlite")
    exits "$1" "$2" sweep "$work/d.json" -o "$work/other.sqlite"
    check "$1: it stays as it is" [ "$before" = "$(sum "$work/other.sqlite")" ]
    check "$1: and alone" [ "$(ls "$work" | grep -c '^other')" -eq 1 ]
    rm "$work/other.sqlite"
}
sql other.sqlite 'PRAGMA journal_mode=WAL; CREATE TABLE t(a)'
untouched 'a database in another mode' 65
sql other.sqlite 'PRAGMA application_id=77; PRAGMA user_version=3'
untouched 'an empty database of another program' 65
sql other.sqlite 'PRAGMA application_id=1885565815; PRAGMA user_version=1; CREATE TABLE t(a)'
untouched 'another format' 78
sql other.sqlite 'PRAGMA application_id=1885565815; PRAGMA user_version=2; CREATE TABLE t(a)'
untouched 'a database that passes for a store' 65
echo 'a letter' >"$work/other.sqlite"
untouched 'a text' 65
mkfifo "$work/pipe"
exits 'a pipe' 73 sweep "$work/d.json" -o "$work/pipe"
exits 'a folder' 73 sweep "$work/d.json" -o "$work"
: >"$work/begun.sqlite"
exits 'a file without bytes is begun' 0 sweep "$work/d.json" -o "$work/begun.sqlite"

# --- a column that says something else of itself -------------------------------------------------------
for change in "choices='hazard|linear' WHERE choices<>''" "period='FY2030' WHERE name='tests'" "stat='max' WHERE name='tests'" \
    "unit='yen' WHERE name='tests'" "variable='Sites|Core' WHERE name='tests'"; do
    changed part1.sqlite "UPDATE columns SET $change; DELETE FROM points WHERE point = 1"
    exits "another ${change%%=*}: the sweep does not go on" 78 sweep "$work/d.json" --shard 1/3 -o "$work/bad.sqlite"
    exits "another ${change%%=*}: nothing is merged" 78 merge "$work"/part2.sqlite "$work"/part3.sqlite "$work/bad.sqlite" -o "$work/no.sqlite"
    check "another ${change%%=*}: nothing is written" [ ! -e "$work/no.sqlite" ]
done

# --- what lies beside a store -----------------------------------------------------------------------
# SQLite deletes the file that a journal names at its end, reads any -wal, and waits for a pipe.
cp "$work/whole.sqlite" "$work/side.sqlite"
echo precious >"$work/victim"
python3 - "$work/side.sqlite-journal" "$work/victim" <<'END_OF_PYTHON'
import struct, sys
name = sys.argv[2].encode()
head = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7" + struct.pack(">5I", 0, 1, 1, 512, 4096)
end = struct.pack(">I", 1) + name + struct.pack(">2I", len(name), sum(name)) + head[:8]
open(sys.argv[1], "wb").write(head.ljust(512, b"\0") + end)
END_OF_PYTHON
for words in 'export --csv' 'sensitivity --no-plots' "run --point"; do
    case $words in run*) set -- run --point "$work/side.sqlite:1" ;; *) set -- ${words%% *} "$work/side.sqlite" ${words#* } ;; esac
    exits "a journal that names a file: ${words%% *}" 65 "$@"
    check 'the file is there' [ "$(cat "$work/victim")" = precious ]
done
exits 'a journal that names a file: sweep' 65 sweep "$work/d.json" -o "$work/side.sqlite"
check 'the file is still there' [ "$(cat "$work/victim")" = precious ]
for kind in journal wal shm; do
    rm -f "$work"/side.sqlite-*
    mkfifo "$work/side.sqlite-$kind"
    exits "a pipe called -$kind" 65 export "$work/side.sqlite" --csv
    exits "a pipe called -$kind: sweep" 65 sweep "$work/d.json" -o "$work/side.sqlite"
done
rm "$work"/side.sqlite-*
echo wal >"$work/side.sqlite-wal"
exits 'no sweep writes a -wal' 65 export "$work/side.sqlite" --csv
check 'it stays' [ "$(cat "$work/side.sqlite-wal")" = wal ]
rm "$work/side.sqlite-wal"
for end in journal wal shm; do
    exits "a table called -$end" 64 export "$work/side.sqlite" --csv -o "$work/side.sqlite-$end"
    exits "a store called -$end" 64 merge "$work"/part[123].sqlite -o "$work/part1.sqlite-$end"
    exits "a log called -$end" 64 sweep "$work/d.json" -o "$work/side.sqlite" --log "$work/side.sqlite-$end"
    exits "a result called -$end" 64 sensitivity "$work/side.sqlite" --no-plots -o "$work/side.sqlite-$end"
    check 'none of them is there' [ ! -e "$work/side.sqlite-$end" -a ! -e "$work/part1.sqlite-$end" ]
done
exits 'with nothing beside it, it is read' 0 export "$work/side.sqlite" --csv

# --- links, and what a kill leaves --------------------------------------------------------------------
echo precious >"$work/precious"
left=$work/.all.sqlite.tmp-1a2b3c
ln -s "$work" "$left"
must merge "$work"/part[123].sqlite -o "$work/all.sqlite"
check 'a link in the place of such a folder is not followed' [ "$(cat "$work/precious")" = precious -a -L "$left" ]
rm "$left" "$work/all.sqlite"
mkdir "$left"
echo half >"$left/all.sqlite"
ln -s "$work/precious" "$left/other"
mkdir "$work/.all.sqlite.tmp-backup" "$work/.all.sqlite.tmp-4d5e6f"
must merge "$work"/part[123].sqlite -o "$work/all.sqlite"
check 'what a killed merge left is removed' [ ! -e "$left" ]
check 'what is empty as well' [ ! -e "$work/.all.sqlite.tmp-4d5e6f" ]
check 'what is no such folder is not' [ -d "$work/.all.sqlite.tmp-backup" ]
check 'nothing is removed through a link' [ "$(cat "$work/precious")" = precious ]
rmdir "$work/.all.sqlite.tmp-backup"
python3 - "$left" "$program" "$work" <<'END_OF_PYTHON' && ok 'a folder that another process uses stays' || fail 'a folder that another process uses stays'
import fcntl, os, subprocess, sys
left, program, work = sys.argv[1:]
os.mkdir(left)
folder = os.open(left, os.O_RDONLY)
fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
sweep = [program, "sweep", work + "/d.json", "-o", work + "/all.sqlite", "--quiet"]
subprocess.run(sweep, check=True)
assert os.path.exists(left), "the folder was removed"
os.close(folder)
subprocess.run(sweep, check=True)
assert not os.path.exists(left), "the folder stays though nobody uses it"
END_OF_PYTHON
ln -s "$work/precious" "$work/table.csv"
exits 'a link is written through, as a shell does' 0 export "$work/all.sqlite" --csv -o "$work/table.csv"
same 'its file has the table' "$work/whole.csv" "$work/precious"
ln -s "$work/nowhere" "$work/link.sqlite"
exits 'a link that leads nowhere is no name for a merge' 73 merge "$work"/part[123].sqlite -o "$work/link.sqlite"
check 'no folder stays' sh -c "! ls -A '$top/it'\''s a folder' | grep -q 'tmp-'"
end_tests
