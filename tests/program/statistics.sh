#!/bin/sh
# The statistics that an ensemble writes, beside those of its members run alone (tests/member_statistics.py).
set -eu
LC_ALL=C.UTF-8
export LC_ALL
cd "$(dirname "$0")/../.."
command -v python3 >/dev/null || { echo 'skipped: no python3'; exit 0; }
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 75' HUP INT TERM
python3 tests/member_statistics.py "${PANELCAST:-build/panelcast}" scenarios/rollout-curves.json "$work"
