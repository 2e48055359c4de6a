#!/bin/sh
# make_docs.sh - writes what the program can say of itself into docs/, and draws the picture of the README.
#
#   tools/docs/make_docs.sh            write the files
#   tools/docs/make_docs.sh --check    only say which of them are out of date; exit code 1 if any is
set -eu
LC_ALL=C.UTF-8
export LC_ALL
cd "$(dirname "$0")/../.."
program=${PANELCAST:-build/panelcast}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$program" params --markdown >"$work/parameters.md"
"$program" params --markdown --lang ja >"$work/parameters.ja.md"
"$program" schema >"$work/scenario.schema.json"
old=
for file in parameters.md parameters.ja.md scenario.schema.json; do
    [ -s "$work/$file" ]
    cmp -s "$work/$file" "docs/$file" && continue
    if [ "${1-}" = --check ]; then
        old="$old docs/$file"
    else
        cp "$work/$file" "docs/$file"
        echo "wrote docs/$file"
    fi
done
# The picture of the README depends on gnuplot and the fonts as well, so it is drawn and not compared.
if [ "${1-}" != --check ]; then
    "$program" run scenarios/baseline.json --plots --quiet -o "$work/baseline"
    cp "$work/baseline/plots/sites.png" docs/pictures/sites.png
    echo 'drew docs/pictures/sites.png'
fi
if [ -n "$old" ]; then
    echo "out of date:$old (make docs writes them anew)"
    exit 1
fi
