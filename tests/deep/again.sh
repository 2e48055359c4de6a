#!/bin/sh
# A fresh copy in a folder with spaces in its path: make run works there, and a second make run builds
# nothing and gives the same results. The program knows the sum of its model.
set -eu
cd "$(dirname "$0")/../.."
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
# Stores of sweeps are tied to the model: its sum is that of model/ alone, committed or not.
model() {
    build/panelcast version | sed -n 's/^model //p'
}
first=$(model)
[ ${#first} -eq 16 ]
echo '/* another */' >>tools/signals.c
make -s >/dev/null
[ "$(model)" = "$first" ] || { echo 'a change outside model/ changes the model'; exit 1; }
echo '/* another */' >>model/simulation/plan.c
make -s >/dev/null
[ "$(model)" != "$first" ] || { echo 'a change in model/ does not change the model'; exit 1; }
echo 'again: a fresh copy runs, and the second run builds nothing'
