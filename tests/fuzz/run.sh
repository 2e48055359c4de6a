#!/bin/sh
# run.sh SECONDS - gives every reader damaged files for SECONDS in all, shared between the readers.
# run.sh --keep  - adds to the repository's corpus the inputs of past runs that reach new code.
#
# Programs are build/fuzz/fuzz_READER (make fuzz). Each begins with tests/fuzz/corpus/READER and what past
# runs found in build/fuzz/corpus/READER. An input that breaks a reader is kept in build/fuzz/findings;
# mend the reader and move the input to tests/fuzz/corpus/READER. Exit code 1 if any was found.
set -u
cd "$(dirname "$0")/../.." || exit 1
case ${1-} in
--keep) seconds=0 ;;
'' | *[!0-9]*)
    echo 'usage: tests/fuzz/run.sh SECONDS | --keep' >&2
    exit 64
    ;;
*) seconds=$1 ;;
esac
TMPDIR=$(mktemp -d "$([ -w /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")/fuzz.XXXXXX") || exit 73
export TMPDIR
trap 'rm -rf -- "$TMPDIR"' EXIT
trap 'exit 75' HUP INT TERM
ASAN_OPTIONS=detect_leaks=1:allocator_may_return_null=1
UBSAN_OPTIONS=print_stacktrace=1
export ASAN_OPTIONS UBSAN_OPTIONS

# The words of the formats: keys, names of parameters and variables, allowed values.
words=$TMPDIR/words
{
    grep -o '"[A-Za-z][A-Za-z0-9_.|-]*"' docs/scenario.schema.json | sort -u | sed 's/"\(.*\)"/"\\"\1\\""/'
    sed -n '1s/,/\n/gp' tests/fuzz/data/*.csv scenarios/data/case_groups_example.csv | sort -u | sed 's/.*/"&"/'
    printf '"%s"\n' 2025-06 2041-03 cooperative_ep '\x0a%%\x0a' 1e308 1e-320 '\x00' '\xef\xbb\xbf'
    printf '"\\"%s\\""\n' axes metrics scenario design points levels latin_hypercube sobol saltelli morris list \
        replicates grid random parameter values stat period variable region csv
    grep -oE '^    \{ \{ "[a-z-]+"' tools/options.c | sed 's/.*"\(.*\)"/"--\1"/'
} >"$words"

programs=$(ls build/fuzz/fuzz_* | grep -v '\.[a-z]*$')
each=$((seconds / $(echo "$programs" | wc -l)))
[ $each -gt 0 ] || each=1
findings=$PWD/build/fuzz/findings
mkdir -p "$findings"
bad=0
for program in $programs; do
    reader=${program##*/fuzz_}
    kept=tests/fuzz/corpus/$reader
    found=build/fuzz/corpus/$reader
    mkdir -p "$found" "$kept"
    if [ "$1" = --keep ]; then
        "$program" -merge=1 -use_counters=0 -max_len=4500 "$kept" "$found" >"$TMPDIR/log" 2>&1 || { cat "$TMPDIR/log"; bad=1; }
        continue
    fi
    # What the commands print is not kept.
    mask=0
    [ "$reader" != options ] || mask=3
    "$program" -close_fd_mask=$mask -max_total_time=$each -timeout=25 -rss_limit_mb=2048 -max_len=8192 -dict="$words" \
        -print_final_stats=1 -artifact_prefix="$findings/$reader-" "$found" "$kept" >"$TMPDIR/log" 2>&1
    code=$?
    runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$TMPDIR/log")
    if [ $code -eq 0 ]; then
        echo "fuzz: $reader: $runs inputs in $each s, no finding"
    else
        bad=1
        echo "fuzz: $reader: FINDING (exit code $code)"
        grep -v '^#[0-9]*	' "$TMPDIR/log" | tail -n 60
    fi
    rm -rf -- "$TMPDIR"/fuzz-*
done
exit $bad
