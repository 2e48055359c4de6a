#!/bin/sh
# Every shipped scenario in expected mode and two in stochastic mode, set beside the second implementation of the
# model (tests/oracle), which was written from docs/model.md alone. About 20 seconds of processor time.
# usage: tests/test_oracle.sh [PANELCAST]
set -eu
cd "$(dirname "$0")/.."
panelcast=${1:-build/panelcast}
if ! command -v python3 >/dev/null 2>&1; then
  echo "skipped: no python3"
  exit 0
fi
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' HUP INT TERM

for file in scenarios/*.json; do
  "$panelcast" run "$file" -o "$folder/$(basename "$file" .json)" --no-plots --quiet
done
for name in baseline hard-capacity; do
  "$panelcast" run "scenarios/$name.json" -o "$folder/$name-1" --no-plots --quiet --mode stochastic --replicate 1
done
python3 tests/oracle/compare.py "$folder"/*/
