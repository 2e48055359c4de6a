#!/bin/sh
# The model of the page, built anew in another folder, has the same bytes, and none of them are paths of this
# machine.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset MAKEFLAGS MFLAGS MAKELEVEL
read -r version commit sum <build/page/core/facts
mkdir -p "$work/elsewhere/build/page"
cp -R model tools "$work/elsewhere"
cp -R -p build/page/lib "$work/elsewhere/build/page"
make -s -j2 -C "$work/elsewhere" -f tools/report/core/core.mk VERSION="$version" COMMIT="$commit" MODEL_SUM="$sum" >"$work/log" 2>&1 ||
    { tail -n 5 "$work/log"; exit 1; }
cmp build/page/core.wasm "$work/elsewhere/build/page/core.wasm"
for word in "$work" "$PWD" /usr/include /home/; do
    if grep -aqF "$word" build/page/core.wasm; then
        echo "the model of the page holds the path $word"
        exit 1
    fi
done
echo "$(wc -c <build/page/core.wasm) bytes, the same when built anew"
