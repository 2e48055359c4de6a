#!/bin/sh
# ring: deep
# Every allocation and every write of the commands fails in turn (tests/faults/every_fault.py): a message, the
# right exit code, no leak, no result lost. Here a part of them, spread evenly; MOST=0 tries all (an hour).
set -eu
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
unset MAKEFLAGS MFLAGS MAKELEVEL

jobs=-j$(nproc 2>/dev/null || echo 1)
make -s "$jobs" MODE=plain build/plain/panelcast-faults >/dev/null
make -s "$jobs" MODE=asan build/asan/panelcast-faults >/dev/null
mkdir "$work/plain" "$work/asan"
python3 -B tests/faults/every_fault.py build/plain/panelcast-faults "$work/plain" "${MOST:-30}"
# Once more, coarser, where memory that is used wrongly is seen as well.
python3 -B tests/faults/every_fault.py build/asan/panelcast-faults "$work/asan" 5
