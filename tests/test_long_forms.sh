#!/bin/sh
# What takes too long for every change still builds, and docs/influence.md is what the program says now.
# ring: deep
. tests/testlib.sh

cd "$root" || exit 1
unset MAKEFLAGS MFLAGS MAKELEVEL
if make -s MODE=release build/release/bench build/release/validate_fits >"$top/said" 2>&1; then
    ok 'make bench and make validate build'
else
    fail 'make bench and make validate build' "$(cat "$top/said")"
fi
build/release/bench >"$top/said" 2>&1
check 'the bench says what it wants' grep -q '^bench: usage' "$top/said"
if python3 tools/influence.py --check >"$top/said" 2>&1; then
    ok 'docs/influence.md is up to date'
else
    fail 'docs/influence.md is up to date' "$(cat "$top/said")"
fi
end_tests
