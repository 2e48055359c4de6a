#!/bin/sh
# The core needs a C compiler and no library: it must also run where there is no GSL. Builds it with each
# compiler that is there, looks at the names it asks for, and runs a month of a country with three
# hospitals. Both compilers must print the same. (sha256.c reads files, which the core does not.)
set -eu
LC_ALL=C.UTF-8
export LC_ALL
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

sources="$(find model/base model/simulation -name '*.c' | sort | grep -v -e '^model/base/sha256\.c$' -e '^model/base/input\.c$') model/scenario/values/params.c"
flags='-std=c11 -Wall -Wextra -Werror -D_POSIX_C_SOURCE=200809L -O1 -ffp-contract=off -Imodel'
said=
for cc in gcc clang; do
    command -v $cc >/dev/null 2>&1 || continue
    mkdir "$work/$cc"
    for source in $sources tests/core_alone/three_hospitals.c; do
        $cc $flags -c "$source" -o "$work/$cc/$(echo "$source" | tr / _ | sed 's/c$/o/')"
    done
    sh tests/symbols.sh "$work/$cc"/model_base_*.o "$work/$cc"/model_simulation_*.o
    # GSL and cJSON would have to be named; -lm is for sqrt and floor.
    $cc "$work/$cc"/*.o -lm -o "$work/$cc/three_hospitals"
    "$work/$cc/three_hospitals" >"$work/$cc.txt"
    [ -n "$said" ] || cp "$work/$cc.txt" "$work/first.txt"
    cmp "$work/first.txt" "$work/$cc.txt"
    said="${said:+$said and }$cc"
done
[ -n "$said" ] || { echo 'no compiler was found'; exit 1; }
echo "core alone: $(cat "$work/first.txt") with $said"
