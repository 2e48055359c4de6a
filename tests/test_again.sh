#!/bin/sh
# ring: deep
# A fresh copy in a folder with spaces in its path: make run works there, and a second make run builds
# nothing and gives the same results.
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset MAKEFLAGS MFLAGS MAKELEVEL PANELCAST

copy="$work/a folder with 'spaces'"
mkdir "$copy"
if git rev-parse --is-inside-work-tree >/dev/null 2>&1; then
    git ls-files -z | tar -c --null -T - -f - | tar -x -C "$copy" -f -
else
    tar -c --exclude=./build --exclude=./out -f - . | tar -x -C "$copy" -f -
fi
cd "$copy"
make run >"$work/first.txt" 2>&1 || { cat "$work/first.txt"; exit 1; }
grep -q 'cc ' "$work/first.txt"
[ -s out/baseline/plots/sites.png ]
cp out/baseline/series.csv "$work/"
make run >"$work/second.txt" 2>&1 || { cat "$work/second.txt"; exit 1; }
if grep -E '^ +(cc|link) ' "$work/second.txt"; then
    echo 'the second make run built something'
    exit 1
fi
cmp out/baseline/series.csv "$work/series.csv"
build/panelcast plot out/baseline --lang ja -o "$copy/図" >/dev/null
[ -s "$copy/図/sites.svg" ]
echo 'again: a fresh copy runs, and the second run builds nothing'
