#!/bin/sh
# Names, titles and paths that mean something to a shell, to gnuplot or to a file system are only text: they are
# shown as they are, nothing of them runs, and nothing is written outside the result folder.
. tests/testlib.sh

TMPDIR=$work/tmp
export TMPDIR
mkdir "$TMPDIR" "$work/in" "$work/out"
cp "$root"/tests/fuzz/data/* "$root/scenarios/data/prefectures.csv" "$work/in"
cd "$work/in" || exit 1
is_empty_folder() {
    [ -z "$(ls -A "$1")" ]
}
cat >make.py <<'END'
import json, sys
data = sys.argv[1] + "/scenarios/data/"
en = "a_b^{c} @x {/Bold y} `touch pwned1` $(touch pwned2) \\n 'z' \"q\" %s %n <b>&amp; ; system('touch pwned3') #"
ja = "題「_^{}@」`touch pwned4` $(touch pwned5)\\n'二' %d 予測"
with open("tiny.json", encoding="utf-8") as file:
    tiny = json.load(file)
tiny.update(name="o.-x_y", title={"en": en, "ja": ja}, end="2027-05")
tiny["milestones"][0]["title"] = {"en": "`touch pwned6` $(touch pwned7) '\" _^@{}", "ja": "`touch pwned8`'_^{}"}
tiny["omission_rules"][0]["title"] = {"en": "'; system('touch pwned9') #", "ja": "$(touch pwned10)"}
tiny["parameters"]["rollout.rate"]["note"] = "`touch pwned11` $(touch pwned12) '"
with open("$(touch pwned13) 'q'.json", "w", encoding="utf-8") as file:
    json.dump(tiny, file)
with open("milestone.json", "w", encoding="utf-8") as file:
    json.dump({**tiny, "observations": data + "observations.csv", "hospitals": data + "hospitals.csv",
               "tier_changes": data + "tier_changes.csv", "end": "2041-03"}, file)
tiny["name"] = "other-"
tiny["parameters"]["rollout.rate"]["value"] = 8
with open("-other.json", "w", encoding="utf-8") as file:
    json.dump(tiny, file)
END
python3 make.py "$root" || exit 1
hostile="\$(touch pwned13) 'q'.json"
sed 's/"name": "tiny"/"name": "a\\nb"/' tiny.json >newline.json
sed 's/"name": "tiny"/"name": "-o"/' tiny.json >option.json
ls -A >"$work/in.before"

exits 'a hostile title is only text' 0 check "$hostile"
prints 'check shows it' "a_b^{c} @x {/Bold y} \`touch pwned1\` \$(touch pwned2) \\n 'z' \"q\" %s %n"
exits 'a name with a line end is refused' 65 check newline.json
exits 'a name that looks like an option is refused' 65 check option.json
must run -o "$work/out/shown" --no-plots -- "$hostile"
prints 'run shows it' "{/Bold y} \`touch pwned1\`"
must resolve "$hostile"
check 'resolve writes JSON' is_json "$work/stdout"
must explain "$hostile" rollout.rate
must rules "$hostile"

# --- plots -------------------------------------------------------------------------------------------
untouched() { # no command of a text ran
    ! find "$top" "$root" -maxdepth 6 -name 'pwned*' -not -path "$root/build/*" | grep .
}
if command -v gnuplot >/dev/null 2>&1 && [ -n "$(fc-list :lang=ja 2>/dev/null)" ]; then
    out="$work/out/\$(touch pwned14) \`touch pwned15\` 'q' \"p\"
-n"
    exits 'run draws' 0 run --plots --quiet -o "$out" -- "$hostile"
    check 'the title stands there as it is' grep -qF "a_b^{c} @x {/Bold y} \`touch pwned1\` \$(touch pwned2) \\n 'z'" "$out/plots/sites.svg"
    exits 'plot in Japanese' 0 plot --lang ja --only sites -o "$out.ja" -- "$out"
    check 'and so does the Japanese one' grep -qF "題「_^{}@」\`touch pwned4\` \$(touch pwned5)\\n'二' %d 予測" "$out.ja/sites.svg"
    exits 'compare draws' 0 compare --plots --quiet --explain-difference -o "$out.c" -- "$hostile" -other.json
    check 'all of them' [ "$(ls "$out.c/plots" | wc -l)" -ge 6 ]
    exits 'milestone draws' 0 milestone --plots --quiet --draws 4 -o "$out.m" -- milestone.json
    check 'milestone too' [ -d "$out.m/plots" ]
    check 'no temporary folder stays' is_empty_folder "$TMPDIR"
else
    echo 'skipped: drawing (gnuplot or a Japanese font is missing)'
fi
check 'no command ran' untouched

# --- folders -----------------------------------------------------------------------------------------
newline='
'
long=$(printf '%0255d' 7)
for name in '$(touch pwned8)' '`touch pwned9`' "it's \"q\"" "new${newline}line" "$(printf 'caf\351\377')" '-rf' "'; touch pwned10 #" \
    '{a,b}' '~' '*' 'a b' 'plot.gp' '%d' '\' '..x' "$long"; do
    about=$(printf %.20s "$name" | tr -c 'a-zA-Z0-9 $()*%{}~`;#.-' '?')
    rm -rf -- "$work/out"
    mkdir "$work/out"
    (cd "$work/out" && "$program" run "$work/in/tiny.json" --no-plots --quiet -o "$name" --save-state "2025-07=./state $name") \
        >"$work/stdout" 2>"$work/stderr"
    code=$?
    if [ "$name" = "$long" ]; then
        # The name of the folder that is built beside it would be too long.
        check "a folder of 255 letters: $code" [ $code -eq 73 ]
        check 'which leaves nothing' is_empty_folder "$work/out"
        continue
    fi
    check "folder $about" [ $code -eq 0 -a -f "$work/out/$name/series.csv" ]
    check "folder $about: it and the state alone" [ "$(ls -A "$work/out" | wc -l)" -eq "$(printf '%s\nstate %s\n' "$name" "$name" | wc -l)" ]
done

# --- stores ------------------------------------------------------------------------------------------
cat >design.json <<'END'
{"name": "$(touch pwned16)", "scenario": "tiny.json", "design": "sobol", "points": 16, "mode": "expected",
"axes": {"demand.uptake": {"min": 0, "max": 1}, "rollout.rate": {"min": 0, "max": 9}},
"metrics": [{"name": "m", "variable": "Tests|Total", "period": "2025-08"}]}
END
exits 'a design has no command for a name' 65 sweep design.json -o "$work/out/none.sqlite"
sed -i 's/[$](touch pwned16)/d/' design.json
for name in ':memory:' 'file:x.sqlite?mode=memory' 'file:x%2esqlite' '$(touch pwned17)' '`touch pwned18`' "it's \"q\"" "new${newline}line" '-rf' \
    '%d' '*'; do
    about=$(printf %.20s "$name" | tr -c 'a-zA-Z0-9 $()*%{}~`;#.:?-' '?')
    rm -rf -- "$work/out"
    mkdir "$work/out"
    (
        cd "$work/out" || exit
        for k in 1 2; do
            "$program" sweep --shard $k/2 --quiet -o "$name$k" -- "$work/in/design.json" || exit
        done
        "$program" merge -o "$name" -- "$name"1 "$name"2 && "$program" export --csv -- "$name" >../rows.csv &&
            "$program" sensitivity --no-plots --quiet -o "$name.dir" -- "$name"
    ) >"$work/stdout" 2>"$work/stderr"
    code=$?
    check "store $about: $code" [ $code -eq 0 -a "$(wc -l <"$work/rows.csv")" -eq 17 -a -f "$work/out/$name" ]
    check "store $about: it, its parts and the result alone" \
        [ "$(ls -A "$work/out" | wc -l)" -eq "$(printf '%s1\n%s2\n%s\n%s.dir\n' "$name" "$name" "$name" "$name" | wc -l)" ]
done
rm design.json

# --- outside -----------------------------------------------------------------------------------------
mkdir -p "$work/out/a/b"
(cd "$work/out/a/b" && "$program" run "$work/in/tiny.json" --no-plots --quiet -o ../x/./../y) >"$work/stdout" 2>"$work/stderr"
check 'a folder named by ..' [ $? -eq 0 -a -f "$work/out/a/y/series.csv" ]
deep=$work/out
for k in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do deep=$deep/$(printf '%0240d' $k); done
exits 'a path of 4,800 letters' 73 run tiny.json --no-plots --quiet -o "$deep"
says 'is too long' 'File name too long'
(cd "$work/out/a/b" && "$program" run "$work/in/tiny.json" --no-plots --quiet -o .) >"$work/stdout" 2>"$work/stderr"
check 'the working folder is not replaced' [ $? -eq 73 ]
ls -A >"$work/in.after"
same 'nothing was written beside the scenario' "$work/in.before" "$work/in.after"
check 'no command ran at all' untouched
end_tests
