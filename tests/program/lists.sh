#!/bin/sh
# Every source is in every list that must have it: compiled, in the sum of the model, linted, covered. A list that
# reaches only the first folders leaves out what lies deeper, and nothing else would notice.
set -eu
LC_ALL=C.UTF-8
export LC_ALL
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset MAKEFLAGS MFLAGS MAKELEVEL

if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    git ls-files
else
    find model tools tests -type f
fi | while read -r file; do [ ! -f "$file" ] || echo "$file"; done >"$work/files"

# In a copy with a source in a folder that no list names, so that a list that is one level deep is seen here.
mkdir "$work/copy"
grep -E '^(Makefile|(model|tools|tests)/.*\.(c|h|def|sh))$' "$work/files" | tar -c -T - -f - | tar -x -C "$work/copy" -f -
cd "$work/copy"
mkdir -p model/analysis/compare/deeper/still tools/run/deeper tests/unit/base/deeper
echo 'int pc_deeper(void);' >model/analysis/compare/deeper/still/new.h
for file in model/analysis/compare/deeper/still/new.c tools/run/deeper/new.c tests/unit/base/deeper/new.c; do
    echo 'int pc_deeper(void); int pc_deeper(void) { return 0; }' >$file
done
find model tools tests -type f | sort >"$work/files"

make -s lists >"$work/lists"
bad=0
need() { # WHAT LIST PATTERN: each file that fits the pattern is in the list
    grep -E "$3" "$work/files" | sort >"$work/want"
    sort -u "$2" >"$work/have"
    [ -s "$work/want" ]
    comm -23 "$work/want" "$work/have" | sed "s/^/not $1: /" >"$work/lacking"
    [ ! -s "$work/lacking" ] || { cat "$work/lacking"; bad=1; }
}
list() { sed -n "s/^$1 //p" "$work/lists" >"$work/$1"; }
list compiled
list summed
sh tests/lint.sh --list >"$work/linted"
sh tests/cover.sh --list >"$work/covered"
# Compiled by a rule of its own, as one file each (Makefile, tests/program/core_alone.sh).
printf '%s\n' tests/bench/bench.c tests/faults/wrap.c tests/core_alone/three_hospitals.c >>"$work/compiled"
echo model/base/words_ja.c >>"$work/summed" # words make no number
need compiled "$work/compiled" '\.c$'
echo model/base/words_ja.c >>"$work/summed" # words make no number
need 'in the sum of the model' "$work/summed" '^model/.*\.(c|h|def)$'
need linted "$work/linted" '^(model|tools|tests)/.*\.[ch]$'
need covered "$work/covered" '^model/.*\.c$'
[ $bad -eq 0 ] || exit 1
echo "lists: $(wc -l <"$work/compiled") sources are compiled, $(wc -l <"$work/summed") files of the model summed"
