#!/bin/sh
# run_scripts.sh [SCRIPT...] - runs test scripts from the top folder, one after the other.
#
# Without operands: every quick one, which is all of tests/test_*.sh without the line "# ring: deep", and
# the check of the JSON Schema. A script that passes gets one line; one that fails shows all it said. The
# scripts run the program that PANELCAST names (default build/panelcast). Exit code 1 if any failed.
set -u
cd "$(dirname "$0")/.." || exit 1
if [ $# -eq 0 ]; then
    set -- $(grep -L '^# ring: deep' tests/test_*.sh) tests/check_schema.py
fi
PANELCAST=$PWD/${PANELCAST:-build/panelcast}
export PANELCAST

log=$(mktemp) || exit 1
trap 'rm -f "$log"' EXIT
passed=0
failed=0
for script; do
    name=${script##*/}
    began=$(date +%s)
    case $script in
    *.py) timeout 900 python3 "$script" ;;
    *) timeout 900 sh "$script" ;;
    esac >"$log" 2>&1 </dev/null
    code=$?
    seconds=$(($(date +%s) - began))
    last=$(tail -n 1 "$log")
    if [ $code -eq 0 ]; then
        case $last in
        skipped:*) echo "skipped: $name (${last#skipped: })" ;;
        *) echo "passed: $name, $seconds s ($last)"; passed=$((passed + 1)) ;;
        esac
    else
        cat "$log"
        echo "FAILED: $name (exit code $code)"
        failed=$((failed + 1))
    fi
done
echo "scripts: $passed passed, $failed failed"
[ $failed -eq 0 ]
