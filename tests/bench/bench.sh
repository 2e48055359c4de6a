#!/bin/sh
# Speed of the model and of the program, and of the same work in NumPy: make bench
#   sh tests/bench/bench.sh [SCENARIO]
set -eu
cd "$(dirname "$0")/../.."
scenario=${1-scenarios/baseline.json}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

echo "# $(grep -m 1 'model name' /proc/cpuinfo 2>/dev/null | sed 's/.*: //'), $(nproc) processors, $(uname -sr)"
build/panelcast version | sed 's/^/# /'
echo "# load before the start: $(cut -d ' ' -f 1-3 /proc/loadavg 2>/dev/null || echo unknown)"
build/release/bench build/panelcast "$scenario" "$work" tests/bench/sweep.json | tee "$work/ours"
for python in python3 /usr/bin/python3; do
    if "$python" -c 'import numpy' 2>/dev/null; then
        "$python" -B tests/bench/numpy_model.py | tee "$work/numpy"
        awk '/^stochastic, one core/ { ours = $4 }
            /^NumPy/ { printf "%-44s %9.1f times ours\n", "  " $1 " " $2 " " $3 " " $4, $7 / ours }' "$work/ours" "$work/numpy"
        exit
    fi
done
echo 'NumPy is not there (Debian: python3-numpy): no comparison'
