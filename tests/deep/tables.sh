#!/bin/sh
# The tables of every command: which are for people, and what these have that tables for programs have not.
. tests/testlib.sh

if ! command -v python3 >/dev/null 2>&1; then
    echo 'no python3: skipped'
    exit 0
fi
cat >"$work/a.json" <<J
{ "name": "a", "title": { "en": "=SUM(A1:A9)", "ja": "@日本" }, "extends": "$root/$base", "end": "2031-03" }
J
cat >"$work/b.json" <<J
{ "name": "b", "title": { "en": "'+b", "ja": "'+b" }, "extends": "a.json",
  "parameters": { "rollout.rate": { "value": 5, "unit": "site/year", "kind": "assumed", "note": "n" } } }
J
cat >"$work/design.json" <<J
{ "name": "design", "scenario": "a.json", "design": "random", "points": 14, "mode": "expected",
  "axes": { "demand.uptake": { "min": 0.3, "max": 0.7 } },
  "metrics": [ { "name": "tests", "variable": "Tests|Total", "period": "FY2026" } ] }
J
a=$work/a.json

# NAME OPTION...: a folder of every command.
make() {
    name=$1
    shift
    must run "$a" --mode stochastic --draws 2 -n 2 --set end=2027-03 --samples 'Tests|Total' --no-plots -o "$work/$name/run" "$@"
    must run "$a" --set end=2027-03 --hosts --no-plots -o "$work/$name/hosts" "$@"
    must compare "$a" "$work/b.json" --set end=2027-03 --explain-difference --no-plots -o "$work/$name/compare" "$@"
    must milestone "$a" --part date --draws 3 --set end=2036-03 --no-plots -o "$work/$name/milestone" "$@"
    must rules "$a" "$work/b.json" --curve -n 2 --no-plots -o "$work/$name/rules" "$@"
    must sensitivity "$work/s.sqlite" --no-plots -o "$work/$name/sensitivity" "$@"
}
must sweep "$work/design.json" -o "$work/s.sqlite"
make en
make ja --lang ja
make bare --lang ja --no-bom
make marked --bom
mkdir "$work/export"
must export "$work/s.sqlite" --csv -o "$work/export/export.csv"
check 'the tables for people, and no other, have a mark where one is wanted' python3 - "$work" docs/outputs.md <<'P'
import os, re, sys
top, page = sys.argv[1:]
# docs/outputs.md: | command | for people | for programs |
kinds, on = {}, False
for line in open(page, encoding="utf-8"):
    on = on and line.startswith("|") or line.startswith("| written by |")
    cells = [c.strip() for c in line.strip().strip("|").split("|")]
    if on and cells[0].startswith("`"):
        command = cells[0].strip("`").split()[0]
        for kind, cell in zip(("people", "programs"), cells[1:]):
            for name in re.findall(r"`([a-z_]+\.csv)`", cell) + (["*"] if cell == "all" else []):
                kinds[command, name] = kind
assert len(kinds) >= 19, kinds
seen = set()
for name in ("en", "ja", "bare", "marked"):
    for folder in sorted(os.listdir(f"{top}/{name}")):
        command = "run" if folder == "hosts" else folder
        for file in sorted(os.listdir(f"{top}/{name}/{folder}")):
            if not file.endswith(".csv"):
                continue
            key = (command, file) if (command, file) in kinds else (command, "*")
            kind = kinds[key]
            seen.add(key)
            data = open(f"{top}/{name}/{folder}/{file}", "rb").read()
            want = kind == "people" and name in ("ja", "marked")
            assert data.startswith(b"\xef\xbb\xbf") == want, (name, folder, file, kind)
            assert data.count(b"\xef\xbb\xbf") == want, (name, folder, file)
# A folder of `milestone` has the tables of the parts asked for: tests/excel.py looks at more.
missing = {key for key in kinds if key[0] != "milestone"} - seen
missing -= {("run", "structures.csv"), ("export", "*"), ("compare", "members.csv")}
assert not missing, missing
assert not open(f"{top}/export/export.csv", "rb").read().startswith(b"\xef\xbb\xbf")
P
for lang in en ja; do
    for part in sum curves; do
        must milestone $base --part $part --lang $lang --no-plots --quiet -o "$work/$lang-$part"
    done
    must milestone $base scenarios/ministry-rollout.json --part date --draws 20 --set end=2042-03 --lang $lang --no-plots -o "$work/$lang-pairs"
    must compare $base scenarios/no-omission.json --draws 4 --lang $lang --no-plots -o "$work/$lang-compare"
    must run $base --draws 4 --lang $lang --no-plots -o "$work/$lang-draws"
    must run $base --lang $lang --no-plots -o "$work/$lang-run"
    check "a double click on a Japanese PC: --lang $lang" python3 tests/excel.py docs/outputs.md "run=$work/$lang/run" \
        "run=$work/$lang-run" "run=$work/$lang-draws" "compare=$work/$lang/compare" "compare=$work/$lang-compare" \
        "milestone=$work/$lang/milestone" "milestone=$work/$lang-sum" "milestone=$work/$lang-curves" \
        "milestone=$work/$lang-pairs" "rules=$work/$lang/rules" "sensitivity=$work/$lang/sensitivity"
done
check 'no text of a table for people is a formula, and taking off one apostrophe gives it back' python3 - "$work" <<'P'
import csv, glob, os, sys
programs = {"series.csv", "samples.csv", "members.csv", "ledger.csv", "hosts.csv", "capacity.csv", "compare.csv",
            "scenarios.csv", "explanation.csv", "milestone.csv", "paths.csv", "figures.csv", "curve.csv", "sensitivity.csv"}
found = set()
for path in glob.glob(sys.argv[1] + "/*/*/*.csv"):
    if os.path.basename(path) in programs:
        continue
    for row in csv.reader(open(path, encoding="utf-8-sig", newline="")):
        for cell in row:
            if cell[:1] in tuple("=+-@\t\r") and cell:
                float(cell)
            # The title of what was changed goes on: "=SUM(A1:A9), end = 2027-03".
            found.update(start for start in ("'=SUM(A1:A9)", "'@日本", "''+b") if cell.startswith(start))
assert len(found) == 3, found
P
check 'a mark is the last thing that differs' python3 - "$work" <<'P'
import os, sys
top = sys.argv[1]
for name, other in (("ja", "bare"), ("marked", "en")):
    for folder in os.listdir(f"{top}/{name}"):
        for file in os.listdir(f"{top}/{name}/{folder}"):
            if file.endswith(".csv"):
                a, b = (open(f"{top}/{n}/{folder}/{file}", "rb").read() for n in (name, other))
                assert a.removeprefix(b"\xef\xbb\xbf") == b, (folder, file)
P
sed 's/"extends"/"output": { "bom": true }, "extends"/' "$a" >"$work/asked.json"
must run "$work/asked.json" --set end=2025-08 --no-plots -o "$work/asked"
check 'a scenario may ask for a mark' [ "$(head -c 3 "$work/asked/key_figures.csv" | od -An -tx1 | tr -d ' ')" = efbbbf ]
must run "$work/asked.json" --set end=2025-08 --no-plots --no-bom -o "$work/asked"
check '--no-bom is the last word' [ "$(head -c 6 "$work/asked/key_figures.csv")" = figure ]
exits 'a command without tables for people has no --bom' 64 export "$work/s.sqlite" --csv --bom
end_tests
