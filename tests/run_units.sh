#!/bin/sh
# run_units.sh PROGRAM... - runs unit tests from the top folder, as many at a time as there are processors.
#
# A program that passes gets one line; one that fails shows all it said. WRAP may hold a command to run
# them under, such as valgrind. Exit code 1 if any failed.
set -u
cd "$(dirname "$0")/.." || exit 1

if [ "${1-}" = --one ]; then
    name=${3#*/unit/}
    log=$2/$(echo "$name" | tr / -)
    began=$(date +%s)
    timeout 600 ${WRAP-} "./$3" >"$log" 2>&1 </dev/null
    code=$?
    seconds=$(($(date +%s) - began))
    # CUnit's table: total, ran, passed, failed. A program without the table ran no test.
    ran=$(awk '$1 == "tests" { ran = $3; bad = $5 } END { if (ran > 0 && bad == 0) print ran }' "$log")
    if [ $code -eq 0 ] && [ -n "$ran" ]; then
        echo "passed: $name, $seconds s ($ran tests)" >"$log"
    else
        echo "FAILED: $name (exit code $code)" >>"$log"
    fi
    cat "$log"
    exit 0
fi
[ $# -gt 0 ] || { echo 'run_units.sh: no test programs were given' >&2; exit 64; }

logs=$(mktemp -d) || exit 1
trap 'rm -rf "$logs"' EXIT
printf '%s\n' "$@" | xargs -P "$(nproc 2>/dev/null || echo 1)" -I '{}' sh tests/run_units.sh --one "$logs" '{}'
passed=$(cat "$logs"/* | grep -c '^passed: ')
echo "unit tests: $passed programs passed, $(($# - passed)) failed"
[ "$passed" -eq $# ]
