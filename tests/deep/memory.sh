#!/bin/sh
# No run reads or writes memory that is not its own, and none leaks: every scenario under the sanitizers,
# two modes under valgrind.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset MAKEFLAGS MFLAGS MAKELEVEL

make -s -j"$(nproc 2>/dev/null || echo 1)" MODE=asan build/asan/panelcast >/dev/null
runs=0
for scenario in scenarios/*.json; do
    for mode in expected stochastic; do
        build/asan/panelcast run "$scenario" --mode $mode --no-plots --quiet -o "$work/out" ||
            { echo "$scenario, $mode: exit code $?"; exit 1; }
        runs=$((runs + 1))
    done
done
for mode in expected stochastic; do
    valgrind -q --leak-check=full --error-exitcode=9 build/release/panelcast run scenarios/hard-capacity.json \
        --mode $mode --draw 3 --no-plots --quiet -o "$work/out"
done
echo "memory: $runs runs clean under the sanitizers, 2 under valgrind"
