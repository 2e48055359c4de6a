#!/bin/sh
# Every allocation and every write of the commands fails in turn (tests/faults/every_fault.py): a message, the
# right exit code, no leak, no result lost. Here a part of them, spread evenly; MOST=0 (make faults) all, in about two hours.
set -eu
cd "$(dirname "$0")/../.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset MAKEFLAGS MFLAGS MAKELEVEL

jobs=-j$(nproc 2>/dev/null || echo 1)
make -s "$jobs" MODE=plain build/plain/panelcast-faults >/dev/null
make -s "$jobs" MODE=asan build/asan/panelcast-faults >/dev/null
mkdir "$work/plain" "$work/asan"
# Once more, coarser, where memory that is used wrongly is seen as well; both at a time.
python3 -B tests/faults/every_fault.py build/asan/panelcast-faults "$work/asan" 5 >"$work/log" 2>&1 &
bad=0
python3 -B tests/faults/every_fault.py build/plain/panelcast-faults "$work/plain" "${MOST:-25}" || bad=1
wait $! || bad=1
cat "$work/log"
exit $bad
