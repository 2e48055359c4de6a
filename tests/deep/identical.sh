#!/bin/sh
# The same bytes from every build and on every processor.
#
# Builds with gcc -O3, gcc -O1 and clang -O3 for this machine's registers and with gcc -O3 for any x86-64 machine, and
# runs the first also as on a processor without AVX2 and FMA, where glibc takes other variants of exp, log and pow. Every table of every run must be the same.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
jobs=$(nproc 2>/dev/null || echo 1)
unset MAKEFLAGS MFLAGS MAKELEVEL

make -s -j"$jobs" CC=gcc all >/dev/null
make -s -j"$jobs" CC=gcc CFLAGS=-O1 B=build/gcc-O1 build/gcc-O1/panelcast >/dev/null
make -s -j"$jobs" CC=gcc MACHINE= B=build/portable build/portable/panelcast >/dev/null
make -s -j"$jobs" CC=clang B=build/clang build/clang/panelcast >/dev/null
"build/clang/panelcast" version | grep -q -i clang

runs=0
run() { # name, a file that must be there, then the command and its words
    name=$1
    file=$2
    shift 2
    for way in release gcc-O1 portable clang old; do
        program=build/$way/panelcast
        tunables=
        if [ $way = old ]; then
            program=build/release/panelcast
            tunables=glibc.cpu.hwcaps=-AVX2,-FMA,-FMA4
        fi
        GLIBC_TUNABLES=$tunables "$program" "$@" --no-plots --quiet -o "$work/$way"
        rm -f "$work/$way/manifest.json" "$work/$way/ro-crate-metadata.json" # name compiler and time
        [ -s "$work/$way/$file" ]
        diff -rq "$work/release" "$work/$way" || { echo "$name: $way differs from release"; exit 1; }
    done
    rm -rf "$work/release" "$work/gcc-O1" "$work/portable" "$work/clang" "$work/old"
    runs=$((runs + 1))
}
run expected series.csv run scenarios/baseline.json
run stochastic series.csv run scenarios/baseline.json --mode stochastic --replicate 7
run draw series.csv run scenarios/baseline.json --draw 3
run 'stochastic draw' series.csv run scenarios/baseline.json --mode stochastic --draw 3 --seed 9007199254740991
run 'hard capacity' series.csv run scenarios/hard-capacity.json
run 'hard capacity, stochastic' series.csv run scenarios/hard-capacity.json --mode stochastic
for mode in hazard logistic gompertz capacity; do
    run "roll-out $mode" series.csv run scenarios/baseline.json --mode stochastic --set rollout.mode=$mode
done
run dispersion series.csv run scenarios/baseline.json --mode stochastic --set demand.dispersion=0.1
# Means, quantiles, errors and the ledger of drawn roll-out curves; paired differences and their parts.
run ensemble ledger.csv run scenarios/rollout-curves.json --mode stochastic --draws 48 -n 2 --set end=2028-03
run comparison explanation.csv compare scenarios/baseline.json scenarios/wider-rule.json scenarios/slow-rollout.json \
    --mode stochastic --draws 6 -n 2 --set end=2029-03 --explain-difference
echo "identical: $runs runs, the same bytes with gcc -O3, gcc -O1, clang -O3, for any x86-64 machine and without AVX2 and FMA"
