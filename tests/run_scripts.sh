#!/bin/sh
# run_scripts.sh [SCRIPT...] - runs test scripts from the top folder, as many at a time as there are
# processors.
#
# Without operands: every quick one, which is all of tests/program. A script that passes gets one line; one
# that fails shows all it said. The scripts run the program that PANELCAST names (default build/panelcast).
# Exit code 1 if any failed.
set -u
cd "$(dirname "$0")/.." || exit 1

if [ "${1-}" = --one ]; then
    name=${3##*/}
    log=$2/$name
    began=$(date +%s)
    case $3 in
    *.py) timeout 1800 python3 "$3" ;;
    *.mjs) timeout 1800 node "$3" ;;
    *) timeout 1800 sh "$3" ;;
    esac >"$log" 2>&1 </dev/null
    code=$?
    last=$(tail -n 1 "$log")
    if [ $code -ne 0 ]; then
        echo "FAILED: $name (exit code $code)" >>"$log"
    else
        case $last in
        skipped:*) echo "skipped: $name (${last#skipped: })" ;;
        *) echo "passed: $name, $(($(date +%s) - began)) s ($last)" ;;
        esac >"$log"
    fi
    cat "$log"
    exit 0
fi

if [ $# -eq 0 ]; then
    set -- tests/program/*
fi
PANELCAST=$PWD/${PANELCAST:-build/panelcast}
export PANELCAST
logs=$(mktemp -d) || exit 1
trap 'rm -rf "$logs"' EXIT
printf '%s\n' "$@" |
    xargs -P "${JOBS:-$(nproc 2>/dev/null || echo 1)}" -I '{}' sh tests/run_scripts.sh --one "$logs" '{}'
passed=$(cat "$logs"/* | grep -c '^passed: ')
skipped=$(cat "$logs"/* | grep -c '^skipped: ')
echo "scripts: $passed passed, $(($# - passed - skipped)) failed, $skipped skipped"
[ $((passed + skipped)) -eq $# ]
