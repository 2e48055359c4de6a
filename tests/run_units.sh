#!/bin/sh
# run_units.sh PROGRAM... - runs unit tests from the top folder, one after the other.
#
# A program that passes gets one line; one that fails shows all it said. WRAP may hold a command to run
# them under, such as valgrind. Exit code 1 if any failed.
set -u
cd "$(dirname "$0")/.." || exit 1
[ $# -gt 0 ] || { echo 'run_units.sh: no test programs were given' >&2; exit 64; }

log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
passed=0
failed=0
for program; do
    name=${program##*/}
    began=$(date +%s)
    timeout 600 ${WRAP-} "./$program" >"$log" 2>&1 </dev/null
    code=$?
    seconds=$(($(date +%s) - began))
    # CUnit's table: total, ran, passed, failed. A program without the table ran no test.
    ran=$(awk '$1 == "tests" { ran = $3; bad = $5 } END { if (ran > 0 && bad == 0) print ran }' "$log")
    if [ $code -eq 0 ] && [ -n "$ran" ]; then
        echo "passed: $name, $seconds s ($ran tests)"
        passed=$((passed + 1))
    else
        cat "$log"
        echo "FAILED: $name (exit code $code)"
        failed=$((failed + 1))
    fi
done
echo "unit tests: $passed programs passed, $failed failed"
[ $failed -eq 0 ]
