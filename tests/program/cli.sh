#!/bin/sh
# The commands from outside: help, mistakes, exit codes, where output and messages go, odd folder names.
. tests/testlib.sh

all='run plot check resolve explain params rules schema milestone version'
TMPDIR=$work/tmp
export TMPDIR
mkdir "$TMPDIR"
ls -A >"$work/root.before"
is_empty() { [ -z "$(ls -A "$1")" ]; }
one_of() { # is the exit code one of those given?
    case " $2 " in *" $1 "*) ;; *) return 1 ;; esac
}

# --- help ----------------------------------------------------------------------------------------
exits 'help exits 0' 0 --help
prints 'help shows an example' 'example:  panelcast run'
for command in $all; do
    prints "help names $command" "  $command "
done
for command in $all; do
    exits "$command --help exits 0" 0 "$command" --help
    prints "$command --help shows an example" "panelcast $command"
    check "$command --help says example" grep -q '^examples\{0,1\}: ' "$work/stdout"
    check "$command --help is not on stderr" is_empty_file "$work/stderr"
done

# --- mistakes on the command line ----------------------------------------------------------------------
mistake 'no command' 'usage: panelcast COMMAND'
mistake 'unknown command' "did you mean 'resolve'?" resolv
mistake 'unknown command like none' "'panelcast --help' lists the commands" zzzzzzzz
mistake 'option for a command' "there is no command '--quiet'" --quiet
for command in $all; do
    mistake "unknown option of $command" "panelcast $command: there is no option --bogus" "$command" a b --bogus
    mistake "unknown letter of $command" "panelcast $command: there is no option -Z" "$command" -Z
done
for command in run plot check resolve; do
    mistake "$command without a file" 'an operand is missing' "$command"
    mistake "$command with two files" 'one operand too many: b' "$command" a b
done
mistake 'explain without a parameter' 'an operand is missing' explain $base
mistake 'explain with two parameters' 'one operand too many: b' explain $base a b
mistake 'schema with a file' 'one operand too many: a' schema a
mistake 'version with a word' 'one operand too many: a' version a
mistake 'misspelt option' 'did you mean --replicates?' run $base --replicatse 3
mistake 'option of another command' 'there is no option --only' run $base --only map
mistake 'value for a switch' '--quiet takes no value' run $base --quiet=yes
for option in --mode --seed --draw --replicate --set --save-state --from-state --lang -o -n; do
    mistake "no value for $option" "$option needs a value" run $base $option
done
mistake 'empty folder name' '--output wants a folder' run $base -o ''
mistake 'unknown mode' '--mode wants expected or stochastic' run $base --mode random
mistake 'unknown language' '--lang wants en or ja' run $base --lang fr
for seed in -1 1.5 x '' 18446744073709551616 0x10 ' 1'; do
    mistake "seed '$seed'" '--seed wants a whole number from 0 to 18446744073709551615' run $base --seed "$seed"
done
mistake 'draw -1' '--draw wants a whole number' run $base --draw -1
mistake 'replicate 0' '--replicate wants a whole number from 1' run $base --replicate 0
mistake 'a month that is none' '--save-state wants YYYY-MM=FILE' run $base --save-state 2030-13=x
mistake 'a state without a file' '--save-state wants YYYY-MM=FILE' run $base --save-state 2030-03=
mistake 'unknown parameter of explain' 'did you mean rollout.rate?' explain $base rollout.rat
mistake 'unknown parameter of params' 'did you mean rollout.rate?' params rollout.rat
check 'no mistake left a folder' [ ! -e x ]

# --- input that is missing or bad --------------------------------------------------------------------
cp -R scenarios "$work/scenarios"
for command in run check resolve; do
    exits "$command: missing scenario is 66" 66 $command "$work/none.json"
    says "$command: says which" 'none.json'
    silent "$command: nothing on stdout"
done
exits 'explain: missing scenario is 66' 66 explain "$work/none.json" rollout.rate
exits 'a folder as scenario is 65' 65 check "$work"
exits 'plot of nothing is 66' 66 plot "$work/none"

cat >"$work/scenarios/bad.json" <<'J'
{
  "schema_version": 1,
  "name": "bad",
  "title": { "en": "Bad", "ja": "不正" },
  "extends": "baseline.json",
  "parameters": {
    "rollout.rat": { "value": 3 },
    "rollout.rate": { "value": 1e9, "unit": "site/year", "kind": "assumed", "note": "too many" },
    "demand.fitness": { "value": "much", "unit": "1", "kind": "assumed", "note": "no number" }
  },
  "colour": 1
}
J
for command in check run resolve; do
    exits "$command: bad scenario is 65" 65 $command "$work/scenarios/bad.json"
    silent "$command: nothing on stdout for it"
    says "$command: file, line, column and nearest name" 'bad.json:7:5: error: '
    says "$command: names the nearest" 'rollout.rate?'
    says "$command: bounds" 'bad.json:8:32: error: '
    says "$command: says the bounds" '0 to 500'
    says "$command: wrong type" 'bad.json:9:34: error: '
    says "$command: unknown key" 'bad.json:11:3: error: '
done
check 'a bad scenario leaves no folder' [ ! -e out/bad ]
printf '{ "name": "x",, }\n' >"$work/syntax.json"
exits 'bad JSON is 65' 65 check "$work/syntax.json"
says 'bad JSON: line and column' 'syntax.json:1:15: error: '

rename_to() { # NAME as it stands in JSON
    name="$1" awk '/"name": "no-omission"/ { $0 = "  \"name\": \"" ENVIRON["name"] "\"," } { print }' scenarios/no-omission.json >"$work/scenarios/named.json"
}
long=$(printf '%0300d' 0)
for name in ../evil a/b . .. '' 'a b' '$(touch pwned)' 'a\nb' '\u0000' 'x\u0000' 'あ' "$long"; do
    rename_to "$name"
    panelcast check "$work/scenarios/named.json"
    if [ "$code" -eq 65 ] && grep -q 'named\.json:[0-9]*:[0-9]*: error: name' "$work/stderr"; then
        ok "the name '$(printf %.20s "$name")' is refused"
    else
        fail "the name '$(printf %.20s "$name")' is refused" "expected exit code 65, not $code, and named.json:LINE:COLUMN: error: name"
    fi
done

exits 'unknown --set is refused' 65 check $base --set rollout.rat=3
says 'unknown --set names the nearest' 'rollout.rate?'
exits '--set out of bounds is refused' 65 check $base --set rollout.rate=501
says '--set out of bounds says the bounds' '0 to 500'
exits '--set at the bound is taken' 0 check $base --set rollout.rate=500
for word in rollout.rate rollout.rate= rollout.rate=x rollout.rate=nan rollout.rate=inf rollout.rate=1,5 =3 mode=x start=2050-01 start=2030-13 end=9999-12 seed=-1; do
    exits "--set $word is refused" 65 check $base --set "$word"
done

# --- the commands that print ---------------------------------------------------------------------------
for file in scenarios/*.json; do
    exits "check $file" 0 check "$file"
    prints "check says so: $file" "$file: no errors"
    must resolve "$file"
    mkdir -p "$work/resolved"
    cp scenarios/data/*.csv "$work/resolved/"
    cp "$work/stdout" "$work/resolved/first.json"
    sed 's/.*warning.*//; /^$/d' "$work/stderr" >"$work/first.sha"
    check "resolve prints JSON: $file" is_json "$work/resolved/first.json"
    must resolve "$work/resolved/first.json"
    same "resolve of resolve: $file" "$work/resolved/first.json" "$work/stdout"
    sed 's/.*warning.*//; /^$/d' "$work/stderr" >"$work/second.sha"
    same "the same SHA-256: $file" "$work/first.sha" "$work/second.sha"
    sum=$(sha256sum <"$work/resolved/first.json")
    check "it is that of the text: $file" grep -qx "SHA-256 ${sum%% *}" "$work/second.sha"
done
exits 'a warning does not fail' 0 resolve scenarios/no-omission.json
line=$(grep -n '"omission_rules"' scenarios/no-omission.json | cut -d: -f1)
says 'and stands on stderr' "scenarios/no-omission.json:$line:3: warning: "
check 'and not on stdout' is_json "$work/stdout"

exits 'explain' 0 explain scenarios/slow-rollout.json rollout.rate
line=$(grep -n '"rollout.rate"' scenarios/slow-rollout.json | cut -d: -f1)
parent=$(grep -n '"rollout.rate"' $base | cut -d: -f1)
prints 'explain names file and line' "scenarios/slow-rollout.json:$line:"
prints 'explain names what was replaced' "baseline.json:$parent:"
prints 'explain has the value and unit' '10 site/year'
exits 'explain in Japanese' 0 explain scenarios/slow-rollout.json rollout.rate --lang ja
prints 'explain in Japanese names file and line' "scenarios/slow-rollout.json:$line:"
prints 'explain in Japanese has the meaning' '新規指定ペース'
exits 'explain with --set' 0 explain $base rollout.rate --set rollout.rate=12
prints 'explain names --set' '--set'

exits 'params' 0 params
prints 'params lists' 'rollout.rate '
exits 'params of two groups' 0 params rollout omission.adoption
prints 'params: the one' 'rollout.rate '
prints 'params: and the other' 'omission.adoption '
check 'params: no other' sh -c '! grep -q "^demand" "$1"' sh "$work/stdout"
exits 'params --json' 0 params --json
check 'params --json is JSON' is_json "$work/stdout"
exits 'params --json --lang ja' 0 params rollout --json --lang ja
check 'params --json --lang ja is JSON' is_json "$work/stdout"
exits 'params --markdown' 0 params --markdown
prints 'params --markdown has a table' '|---|'
exits 'rules' 0 rules $base
prints 'rules names a rule' 'fy2026-none'
exits 'rules --json' 0 rules $base --json
check 'rules --json is JSON' is_json "$work/stdout"
exits 'rules: missing scenario is 66' 66 rules "$work/none.json"
exits 'schema' 0 schema
check 'schema is JSON' is_json "$work/stdout"
exits 'version' 0 version
prints 'version: name' 'panelcast 0.'
prints 'version: libraries' 'GSL'
cp "$work/stdout" "$work/version"
exits '--version' 0 --version
same '--version is version' "$work/version" "$work/stdout"

# --- run -----------------------------------------------------------------------------------------------
out=$work/out
exits 'run' 0 run $base --no-plots -o "$out"
prints 'run prints a summary' '460 sites of all tiers'
prints 'run says where' "results: $out"
check 'run: no message' is_empty_file "$work/stderr"
check 'run: the folder is whole' whole "$out"
for file in manifest.json summary.json resolved.json; do
    check "$file is JSON" is_json "$out/$file"
done
check 'no NaN in the tables' sh -c '! grep -qiE ",-?(nan|inf)" "$1"/*.csv' sh "$out"
cp "$out/series.csv" "$work/plain.csv"
exits 'run --quiet' 0 run $base --no-plots --quiet -o "$out"
silent 'run --quiet prints nothing'
check 'run --quiet says nothing' is_empty_file "$work/stderr"
exits 'check --quiet' 0 check $base --quiet
silent 'check --quiet prints nothing'
exits 'run --json' 0 run $base --no-plots --json -o "$out"
check 'run --json is JSON' is_json "$work/stdout"
same 'run --json is summary.json' "$out/summary.json" "$work/stdout"
exits 'run --lang ja' 0 run $base --no-plots --lang ja -o "$out"
prints 'run --lang ja: title' '基準シナリオ'
prints 'run --lang ja: milestone' 'がんゲノム医療中核拠点病院等が460施設'
same 'the language changes no number' "$work/plain.csv" "$out/series.csv"

exits 'the largest seed' 0 run $base --no-plots --quiet --mode stochastic --seed 18446744073709551615 -o "$out"
check 'the largest seed is in the manifest' grep -q '"seed": "18446744073709551615"' "$out/manifest.json"
cp "$out/series.csv" "$work/last.csv"
must run $base --no-plots --quiet --mode stochastic --seed 18446744073709551614 -o "$out"
check 'the seed before it is another' sh -c '! cmp -s "$1" "$2"' sh "$work/last.csv" "$out/series.csv"
must run $base --no-plots --quiet --mode stochastic --set seed=18446744073709551615 -o "$out"
same '--set seed is --seed' "$work/last.csv" "$out/series.csv"
must run $base --no-plots --quiet --mode stochastic --seed 18446744073709551615 --replicate 2 -o "$out"
check 'another replicate is another' sh -c '! cmp -s "$1" "$2"' sh "$work/last.csv" "$out/series.csv"

must run $base --no-plots --quiet --draw 3 -o "$out"
cp "$out/series.csv" "$work/draw.csv"
check '--draw 3 is not --draw 0' sh -c '! cmp -s "$1" "$2"' sh "$work/plain.csv" "$work/draw.csv"
must run $base --no-plots --quiet --draw 3 -o "$out"
same '--draw 3 again' "$work/draw.csv" "$out/series.csv"
must run $base --no-plots --quiet --draw 0 -o "$out"
same '--draw 0 is none' "$work/plain.csv" "$out/series.csv"
must run $base --no-plots --quiet --set rollout.rate=10 --set rollout.rate=17.8 -o "$out"
same 'the last --set holds' "$work/plain.csv" "$out/series.csv"

# --- standard output that cannot be written -------------------------------------------------------------
writes_to() { # NAME CODES TARGET ARGUMENTS...
    name=$1
    want=$2
    target=$3
    shift 3
    if [ "$target" = closed ]; then
        "$program" "$@" >&- 2>"$work/stderr"
    else
        "$program" "$@" >"$target" 2>"$work/stderr"
    fi
    code=$?
    if one_of $code "$want"; then ok "$name"; else fail "$name" "expected exit code $want, not $code, of: panelcast $*"; fi
}
for target in closed /dev/full; do
    [ "$target" = closed ] || [ -c "$target" ] || continue
    for command in --help --version version schema params 'params --json' "rules $base" "check $base" "resolve $base" \
        "explain $base rollout.rate" 'run --help'; do
        writes_to "$command > $target is 74" 74 $target $command
    done
    writes_to "run > $target is 74" 74 $target run $base --no-plots -o "$out"
    check "run > $target: the folder is whole" whole "$out"
    writes_to "run --json > $target is 74" 74 $target run $base --no-plots --json -o "$out"
    writes_to "run --quiet > $target is 0" 0 $target run $base --no-plots --quiet -o "$out"
done
"$program" run $base --no-plots -o "$out" <&- >&- 2>&-
check 'all streams closed: 74' [ $? -eq 74 ]
check 'all streams closed: the folder is whole' whole "$out"
same 'all streams closed: the same series' "$work/plain.csv" "$out/series.csv"

# --- where a result may go --------------------------------------------------------------------------
mkdir "$work/theirs"
echo precious >"$work/theirs/series.csv"
exits "somebody else's folder is refused" 73 run $base --no-plots -o "$work/theirs"
says 'and it is said why' 'holds no result of panelcast'
check 'and it is untouched' [ "$(ls -A "$work/theirs") $(cat "$work/theirs/series.csv")" = 'series.csv precious' ]
timeout 60 "$program" run $base --mode stochastic -n 1000000 --no-plots -o "$work/theirs" >"$work/stdout" 2>&1
check 'and before the work is done' [ $? -eq 73 ]
mkdir "$work/foreign"
echo '{ "format": "something else" }' >"$work/foreign/manifest.json"
exits "somebody else's manifest is refused" 73 run $base --no-plots -o "$work/foreign"
check 'and it is kept' grep -q 'something else' "$work/foreign/manifest.json"
mkdir "$out/notes"
exits 'a result with a folder of notes is refused' 73 run $base --no-plots -o "$out"
check 'and the notes are there' [ -d "$out/notes" ]
rmdir "$out/notes"
echo mine >"$out/notes.txt"
exits 'a result with a file of notes' 0 run $base --no-plots --quiet -o "$out"
check 'keeps the file of notes' [ "$(cat "$out/notes.txt")" = mine ]
rm "$out/notes.txt"
exits 'a file is no folder' 73 run $base --no-plots -o "$work/plain.csv"
exits 'the root is refused' 73 run $base --no-plots -o /
(cd "$out" && "$program" run "$root/$base" --no-plots -o . >"$work/stdout" 2>"$work/stderr")
check 'the folder one stands in is refused' [ $? -eq 73 ]
check 'and is whole' whole "$out"
ln -s out "$work/alias"
exits 'a link to a result' 0 run $base --no-plots --quiet -o "$work/alias"
check 'stays a link' [ -h "$work/alias" ]
check 'and its folder is whole' whole "$out"

mkdir "$work/names"
newline='
'
cd "$work/names" || exit 1
for name in 'two words' "it's \"quoted\"" "new${newline}line" '-o' '--help' "$(printf 'caf\351\377')" '$(touch pwned)' '`touch pwned`' '*' '%s%n' '予測'; do
    shown=$(printf %s "$name" | tr -c 'a-zA-Z0-9 $()*%' '?')
    "$program" run "$root/$base" --no-plots -o "$name" >"$work/stdout" 2>"$work/stderr"
    check "a folder named $shown" [ $? -eq 0 -a -f "./$name/series.csv" ]
    check "a folder named $shown is whole" whole "./$name"
    check "a folder named $shown: the manifest is JSON" is_json "./$name/manifest.json"
    same "a folder named $shown: the same series" "$work/plain.csv" "./$name/series.csv"
    rm -r -- "./$name"
    check "a folder named $shown: nothing else was written" is_empty .
done
cd "$root" || exit 1

# The default folder is out/NAME in the working folder.
mkdir "$work/default"
(cd "$work/default" && "$program" run "$root/scenarios/slow-rollout.json" --no-plots --quiet)
check 'the default folder' whole "$work/default/out/slow-rollout"

# --- plots ---------------------------------------------------------------------------------------------
mkdir "$work/tools"
for tool in sh awk sed grep tr head sort cp mv rm mkdir mktemp cat dirname ls; do
    ln -s "$(command -v $tool)" "$work/tools/$tool"
done
path=$PATH
PATH=$work/tools
panelcast run "$base" -o "$out"
PATH=$path
check 'without gnuplot run exits 0' [ "$code" -eq 0 ]
says 'and says how to draw later' 'panelcast plot '
hint=$(sed -n 's/.*draw them later with: panelcast //p' "$work/stderr")
check 'without gnuplot the folder is whole' whole "$out"
check 'and has no plots' [ ! -e "$out/plots" ]
PATH=$work/tools
panelcast run "$base" --plots --quiet -o "$out"
PATH=$path
check 'without gnuplot run --plots exits 69' [ "$code" -eq 69 ]
check 'but the folder is whole' whole "$out"
PATH=$work/tools
panelcast plot "$out"
PATH=$path
check 'without gnuplot plot exits 69' [ "$code" -eq 69 ]
silent 'and prints nothing'

if command -v gnuplot >/dev/null 2>&1 && [ -n "$(fc-list :lang=ja 2>/dev/null)" ]; then
    # In a shell of its own: a hint that is wrongly quoted must not end the test.
    sh -c "'$program' $hint" >"$work/stdout" 2>"$work/stderr"
    check 'the hint draws' [ $? -eq 0 -a -f "$out/plots/sites.png" -a -f "$out/plots/map.svg" ]
    exits 'plot of one, elsewhere' 0 plot "$out" --only sites --lang ja -o "$work/-pictures of it's"
    check 'is there alone' [ "$(ls "$work/-pictures of it's" | tr '\n' ' ')" = 'sites.png sites.svg ' ]
    exits 'run draws' 0 run $base --lang ja -o "$out"
    prints 'run says where the plots are' "$out/plots"
    check 'run has drawn' [ -s "$out/plots/tests.svg" ]
    exits 'plot --quiet' 0 plot "$out" --only sites --quiet
    silent 'plot --quiet prints nothing'
    exits 'plot of no name is 64' 64 plot "$out" --only nothing
else
    echo 'skipped: drawing (gnuplot or a Japanese font is missing)'
fi
refused() { # NAME
    exits "$1 is refused" 65 plot "$out"
    silent "$1: nothing on stdout"
}
printf X | dd of="$out/series.csv" bs=1 seek=5000 conv=notrunc 2>/dev/null
refused 'plot of a series with one byte changed'
says 'and the file is named' 'series.csv: error: '
must run $base --no-plots --quiet -o "$out"
echo >>"$out/summary.json"
refused 'plot of a summary with one byte more'
must run $base --no-plots --quiet -o "$out"
rm "$out/prefecture.csv"
refused 'plot of a folder with a file missing'
exits 'a run over a damaged result' 0 run $base --no-plots --quiet -o "$out"
check 'makes it whole' whole "$out"
rm "$out/manifest.json"
exits 'plot without a manifest is 66' 66 plot "$out"
echo '{' >"$out/manifest.json"
refused 'plot with half a manifest'

# --- nothing outside -------------------------------------------------------------------------------------
check 'no temporary file stays' is_empty "$TMPDIR"
check 'no command of a name ran' sh -c '! find "$1" -name "pwned*" | grep .' sh "$top"
ls -A >"$work/root.after"
same 'nothing was written to the root of the project' "$work/root.before" "$work/root.after"
end_tests
