#!/bin/sh
# ro-crate-metadata.json of every command that writes a result folder, against the contexts that it names.
. tests/testlib.sh

set_end='--set end=2027-03 --no-plots --quiet'
made() { # NAME ARGUMENTS...
    made=$1
    shift
    exits "$made" 0 "$@" -o "$work/$made"
    check "$made: the crate is as it should be" python3 tests/crate/check.py "$work/$made"
}
made run run $base $set_end
made 'many runs' run $base $set_end --mode stochastic --draws 3 -n 2
made 'ラン 1' run $base $set_end --lang ja
made compare compare $base scenarios/slow-rollout.json $set_end
made milestone milestone $base --part sum --quiet --no-plots
made rules rules $base --curve --quiet --no-plots
made report report $base --set end=2027-03 --quiet
"$program" sweep scenarios/designs/screening.json --quiet -o "$work/screening.sqlite" 2>/dev/null
made sensitivity sensitivity "$work/screening.sqlite" --metric hours_FY2030 --quiet --no-plots

# Equal runs differ in their times alone.
lean() {
    sed -E 's/"(startTime|endTime|datePublished)": "[^"]*"/"\1": ""/; s/-o .*"/-o DIR"/' "$1/ro-crate-metadata.json"
}
exits 'the same run again' 0 run $base $set_end -o "$work/again"
lean "$work/run" >"$work/first"
lean "$work/again" >"$work/second"
same 'gives the same crate, but for the times' "$work/first" "$work/second"
exits 'a run in place of another' 0 run $base $set_end -o "$work/again"
check 'has its own crate' python3 tests/crate/check.py "$work/again"
echo >>"$work/again/ro-crate-metadata.json"
exits 'a changed crate is a changed result' 65 plot "$work/again" --only tests -o "$work/pictures"
rm "$work/again/ro-crate-metadata.json"
exits 'a missing one too' 65 plot "$work/again" --only tests -o "$work/pictures"

# What a user put there under this name, before the program wrote any, is not lost.
cp -R "$work/run" "$work/old"
python3 - "$work/old/manifest.json" <<'P'
import json, sys
manifest = json.load(open(sys.argv[1]))
manifest["outputs"] = [one for one in manifest["outputs"] if one["name"] != "ro-crate-metadata.json"]
json.dump(manifest, open(sys.argv[1], "w"))
P
echo mine >"$work/old/ro-crate-metadata.json"
exits "somebody's own crate is not replaced" 73 run $base $set_end -o "$work/old"
check 'and stays' grep -qx mine "$work/old/ro-crate-metadata.json"
check 'and nothing half done beside it' sh -c '! ls -A "$1" | grep -q tmp-' sh "$work"

# A test that accepts everything is none.
spoiled() { # NAME WHAT-IS-SAID PYTHON: `entity` is a dict by @id
    rm -rf "$work/spoiled"
    cp -R "$work/run" "$work/spoiled"
    python3 -c 'import json, sys
crate = json.load(open(sys.argv[1]))
entity = {one["@id"]: one for one in crate["@graph"]}
exec(sys.argv[2])
json.dump(crate, open(sys.argv[1], "w"))' "$work/spoiled/ro-crate-metadata.json" "$3"
    python3 tests/crate/check.py "$work/spoiled" >"$work/faults" && fail "$1" 'not noticed' && return
    check "$1 is noticed" grep -qF "$2" "$work/faults"
}
spoiled 'a key of no context' 'defines the key colour' 'entity["#run"]["colour"] = "red"'
spoiled 'a type of no context' 'defines the type Cat' 'entity["#run"]["@type"] = "Cat"'
spoiled 'a reference to nothing' 'which is not there' 'entity["#run"]["instrument"] = {"@id": "#gone"}'
spoiled 'a file with another sum' 'another size' 'entity["series.csv"]["sha256"] = "0" * 64'
spoiled 'a file with another size' 'another size' 'entity["series.csv"]["contentSize"] = "1"'
spoiled 'no date' 'datePublished' 'del entity["./"]["datePublished"]'
spoiled 'another profile' 'dataset of the profile' 'entity["./"]["conformsTo"] = {"@id": "#run"}'
spoiled 'a file left out' 'of the manifest' 'crate["@graph"].remove(entity["series.csv"]); [l.remove({"@id": "series.csv"}) for l in (entity["./"]["hasPart"], entity["#run"]["result"])]'
end_tests
