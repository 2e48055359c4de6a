#!/bin/sh
# `make install` into a folder with spaces in its path: the program works from any folder without the source tree, has
# manual pages, and bash completes its words. Uninstalling leaves nothing of ours and removes nothing else.
. tests/testlib.sh
unset MAKEFLAGS MFLAGS MAKELEVEL PREFIX DESTDIR PANELCAST_DATA

there="$work/a prefix"
mkdir -p "$there/bin" "$there/share/man/man1" "$there/share/panelcast/plots" "$there/share/doc/panelcast"
echo theirs >"$there/bin/other"
echo theirs >"$there/share/man/man1/other.1"
tree() { # FOLDER: what lies in it, with modes and sums
    (cd -- "$1" && find . -printf '%y %m %p\n' && find . -type f -exec sha256sum {} +) | sort
}
install() { # make install; WORDS
    make -s install "$@" >"$work/stdout" 2>"$work/stderr"
}

check 'installs' install PREFIX="$there"
tree "$there" >"$work/once"
check 'installs again' install PREFIX="$there"
tree "$there" >"$work/twice"
same 'to the same files' "$work/once" "$work/twice"
# For packagers: the same tree, laid elsewhere.
check 'installs for a package' install DESTDIR="$work/stage" PREFIX=/usr
(cd "$work/stage/usr" && find . -type f | sort) >"$work/staged"
(cd "$there" && find . -type f ! -name 'other*' | sort) >"$work/here"
same 'which holds the same files' "$work/here" "$work/staged"
check 'no file is for its owner alone' [ -z "$(find "$work/stage" ! -perm -444)" ]
# What an older version had, and this one has not, goes.
echo old >"$there/share/panelcast/plots/old.gp"
echo share/panelcast/plots/old.gp >>"$there/share/panelcast/installed"
printf '%s\n' ../victim /etc/victim share/../../victim >>"$there/share/panelcast/installed"
echo theirs >"$work/victim"
install PREFIX="$there"
check 'a file of an older version goes' [ ! -e "$there/share/panelcast/plots/old.gp" ]
check 'a list leads nowhere else' [ -e "$work/victim" ]

# --- it works where it lies, from any folder --------------------------------------------------------------------
moved="$work/moved to"
mv "$there" "$moved"
built=$program
program="$moved/bin/panelcast"
mkdir "$work/elsewhere"
cd "$work/elsewhere" || exit 70
exits 'says its version' 0 version
prints 'and where its data are' "data $moved/share/panelcast"
shipped="$moved/share/panelcast/scenarios"
exits 'runs a shipped scenario with plots' 0 run "$shipped/no-omission.json" --set end=2027-03 --plots --quiet --lang ja -o out
check 'which are drawn' [ -s out/plots/sites.png ]
"$built" run "$root/scenarios/no-omission.json" --set end=2027-03 --no-plots --quiet -o built
same 'with the same results' built/series.csv out/series.csv
exits 'plots a folder' 0 plot out -o again
for scenario in "$shipped"/*.json; do
    echo "$scenario"
done | wc -l >"$work/count"
check 'every shipped scenario is there' [ "$(cat "$work/count")" -eq "$(ls "$root"/scenarios/*.json | wc -l)" ]
exits 'they are read with all their data' 0 check "$shipped/core-ep-stopped-hard-capacity.json"
exits 'and designs' 0 sweep "$shipped/designs/example.json" --dry-run
exits 'a survey is there' 0 calibrate-workload "$shipped/baseline.json" "$shipped/data/sources/ep_workload.csv" --markdown
check 'the schema is where scenarios name it' cmp "$shipped/../docs/scenario.schema.json" "$root/docs/scenario.schema.json"
check 'the licence is there' cmp "$moved/share/doc/panelcast/LICENSE" "$root/LICENSE"
# Every link of the installed pages to a page leads somewhere.
check 'links of the documents lead to files' sh -c 'cd "$1" && grep -o "](docs/[^)#]*" README.md | cut -c 3- | sort -u |
    { while read -r file; do [ -e "$file" ] || { echo "$file"; bad=1; }; done; exit ${bad-0}; }' - "$moved/share/doc/panelcast"

# A shipped scenario is not taken for one of this folder, but its place is said.
for name in baseline baseline.json scenarios/baseline.json; do
    exits "$name is not here" 66 check $name
    says 'and where it is' "the shipped one is $shipped/baseline.json"
done
exits 'a design, too' 66 sweep designs/example --dry-run
says 'and where it is' "the shipped one is $shipped/designs/example.json"
exits 'one that is not shipped' 66 check no-such
check 'is not offered' sh -c '! grep -q shipped "$1"' - "$work/stderr"
exits 'nor where the path says where it should be' 66 check ./baseline.json
check 'is one offered' sh -c '! grep -q shipped "$1"' - "$work/stderr"

# The data may lie elsewhere, and what is wrong is said.
PANELCAST_DATA="$root" panelcast version
prints 'PANELCAST_DATA names the data' "data $root"
PANELCAST_DATA="$work" panelcast plot out
check 'a folder without them: 69' [ "$code" -eq 69 ]
says 'it is named' "PANELCAST_DATA names $work, and plots/draw.sh is not there"
cp "$program" lone
program=$work/elsewhere/lone
exits 'a program alone knows no data' 0 version
prints 'and says so' 'data not found'
exits 'cannot draw' 69 plot out
says 'and says why' 'plots/draw.sh was not found from where the program lies'
program="$moved/bin/panelcast"

# --- manual pages ---------------------------------------------------------------------------------------------------
pages="$moved/share/man/man1"
panelcast --help
commands=$(sed -n '/^commands:$/,/^$/s/^  \([a-z-]*\) .*/\1/p' "$work/stdout")
check 'commands are listed' [ "$(echo "$commands" | wc -l)" -gt 10 ]
tags() { # PAGE: what its entries begin with
    sed -n '/^\.TP$/{n;s/\\f[BR]//g;s/\\-/-/g;p;}' "$1"
}
for command in $commands; do
    page="$pages/panelcast-$command.1"
    tags "$pages/panelcast.1" | grep -qxF "panelcast-$command(1)" || echo "panelcast(1) lacks $command"
    # Every option at the start of a line of the help has an entry of its own.
    "$program" $command --help | sed -n 's/^  *\(-[a-z], \)\{0,1\}\(--[a-z-]*\).*/\2/p' | while read -r option; do
        tags "$page" | grep -q -e "$option" || echo "$page lacks $option"
    done
done >"$work/lacking"
check 'every option has an entry' is_empty_file "$work/lacking"
for reader in 'mandoc -T lint -W error' 'groff -man -ww -z'; do
    command -v ${reader%% *} >/dev/null 2>&1 || { echo "not checked: no ${reader%% *}"; continue; }
    for page in "$pages"/panelcast*.1; do
        $reader "$page" 2>&1
    done >"$work/lint"
    check "${reader%% *} finds nothing" is_empty_file "$work/lint"
done

# --- completion -----------------------------------------------------------------------------------------------------
completes() { # WORDS: what the program offers, on one line
    offered=$("$program" complete "$@" | tr '\n' ' ')
}
completes ''
check 'every command is offered' [ "$offered" = "$(echo "$commands" | tr '\n' ' ')--help --version " ]
for command in $commands; do
    "$program" $command --help | grep -o -e '--[a-z][a-z-]*' | sort -u >"$work/told"
    "$program" complete $command -- | sort -u >"$work/offered"
    comm -23 "$work/told" "$work/offered" | sed "s/^/$command: not offered: /"
    while read -r option; do
        "$program" $command "$option" 2>&1 </dev/null | grep -F 'there is no option'
    done <"$work/offered"
done >"$work/lint"
check 'every option is offered, and no other' is_empty_file "$work/lint"
accepted() { # NAME COMMAND OPTION: what is offered is accepted, so that the missing file is the fault; another word is not
    completes "$2" "$3" ''
    panelcast "$2" no-file "$3" no-such-value
    right=$code
    for value in $offered; do
        panelcast "$2" no-file "$3" "$value"
        right=$right,$value:$code
    done
    check "$1: $offered" [ "$right" = "64$(printf ',%s:66' $offered)" ]
}
accepted 'languages' plot --lang
accepted 'modes' run --mode
accepted 'methods' sensitivity --method
accepted 'parts' milestone --part
completes plot --only ''
check 'plots: those of plots/draw.sh' [ "$(sh "$root/plots/draw.sh" 2>&1 | sed 's/.*--only \([^]]*\)].*/\1/' | tr '|' ' ') " = "$offered" ]
completes run --set ''
"$program" params --json | grep -o '"name": "[^"]*"' | cut -d'"' -f4 | sed 's/$/=/' | tr '\n' ' ' >"$work/names"
check 'the parameters after --set' [ "$offered" = "$(cat "$work/names")" ]
completes run baseline.json --seed ''
check 'nothing for a number' [ -z "$offered" ]
if command -v bash >/dev/null 2>&1 && command -v python3 >/dev/null 2>&1; then
    mkdir "$work/elsewhere/scenes"
    PATH="$moved/bin:$PATH" python3 "$root/tests/complete_words.py" "$work/elsewhere" "$moved/share/bash-completion/completions/panelcast" \
        'panelcast pl' plot \
        'panelcast run --unt' --until-mcse \
        'panelcast run scen' scenes/ \
        'panelcast run x --lang j' ja \
        'panelcast run x --mode=st' --mode=stochastic \
        'panelcast run x --set rollout.ra' rollout.rate= \
        'panelcast run x --set rollout.mode=haz' rollout.mode=hazard \
        'panelcast explain x rollout.haz' rollout.hazard \
        'panelcast plot x --only sen' sensitivity >"$work/log" 2>&1 &&
        ok 'bash completes' || fail 'bash completes' "$(cat "$work/log")"
else
    echo 'not checked: bash'
fi

# --- and nothing stays ------------------------------------------------------------------------------------------------
cd "$root" || exit 70
echo theirs >"$moved/share/panelcast/scenarios/mine.json"
check 'uninstalls' make -s uninstall PREFIX="$moved"
check 'a file of the user stays' [ "$(cat "$moved/share/panelcast/scenarios/mine.json")" = theirs ]
check 'and nothing else of ours' [ "$(cd "$moved" && find . -type f | sort | tr '\n' ' ')" = \
    './bin/other ./share/man/man1/other.1 ./share/panelcast/scenarios/mine.json ' ]
check 'twice is said' sh -c '! make -s uninstall PREFIX="$1" 2>"$2" && grep -q "nothing is installed in" "$2"' - "$moved" "$work/stderr"
install PREFIX="$moved"
rm "$moved/share/panelcast/scenarios/mine.json"
check 'uninstalls again' make -s uninstall PREFIX="$moved"
check 'our folders go' [ ! -e "$moved/share/panelcast" -a ! -e "$moved/share/doc/panelcast" ]
check "the package's files go" make -s uninstall DESTDIR="$work/stage" PREFIX=/usr
check 'all of them' [ -z "$(find "$work/stage" -type f)" ]
end_tests
