#!/bin/sh
# The model, script and style sheet of the page, built anew in another folder, have the same bytes, and none of them are
# paths of this machine. A constant changed in the C code changes the page: the comparison with the program then fails.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset MAKEFLAGS MFLAGS MAKELEVEL
read -r version commit sum <build/page/core/facts
mkdir -p "$work/elsewhere/build/page"
cp -R model plots tools "$work/elsewhere"
cp -R -p build/page/lib "$work/elsewhere/build/page"
make -s -j2 -C "$work/elsewhere" -f tools/report/core/core.mk VERSION="$version" COMMIT="$commit" MODEL_SUM="$sum" >"$work/log" 2>&1 ||
    { tail -n 5 "$work/log"; exit 1; }
for part in core.wasm core.b64 explorer.js explorer.css; do
    cmp build/page/$part "$work/elsewhere/build/page/$part"
done
for word in "$work" "$PWD" /usr/include /home/; do
    if grep -aqF "$word" build/page/core.wasm; then
        echo "the model of the page holds the path $word"
        exit 1
    fi
done
rollout=$work/elsewhere/model/simulation/rollout.c
sed -i 's|rate / 12 : 0|rate / 12.5 : 0|' "$rollout"
! cmp -s model/simulation/rollout.c "$rollout" || { echo 'the constant that this test changes has moved'; exit 1; }
make -s -j2 -C "$work/elsewhere" -f tools/report/core/core.mk VERSION="$version" COMMIT="$commit" MODEL_SUM="$sum" >"$work/log" 2>&1
if CORE=$work/elsewhere/build/page/core.wasm node tests/page/core.mjs scenarios/baseline.json >"$work/compared" 2>&1 ||
    ! grep -q 'baseline.json.*series.csv differs' "$work/compared"; then
    echo 'a changed constant does not change the page'
    exit 1
fi
echo "$(wc -c <build/page/core.wasm) bytes, the same when built anew"
