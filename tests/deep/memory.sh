#!/bin/sh
# No run reads memory that was not set, and none leaks: two modes under valgrind. Every scenario in both modes runs under the
# sanitizers in tests/program/baseline.sh.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

for mode in expected stochastic; do
    valgrind -q --leak-check=full --error-exitcode=9 build/release/panelcast run scenarios/hard-capacity.json \
        --mode $mode --draw 3 --no-plots --quiet -o "$work/out"
done
echo 'memory: 2 runs clean under valgrind'
