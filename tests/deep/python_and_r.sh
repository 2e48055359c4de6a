#!/bin/sh
# The blocks of docs/python-and-r.md run in order in one folder, and print the text that follows them.
set -eu
LC_ALL=C.UTF-8
export LC_ALL
cd "$(dirname "$0")/../.."
lacking=
# Debian's own, where another stands before it and has no pandas.
python=python3
$python -c 'import pandas, scipy' 2>/dev/null || python=/usr/bin/python3
$python -c 'import pandas, scipy' 2>/dev/null || lacking=' pandas or scipy'
command -v Rscript >/dev/null 2>&1 || lacking="$lacking R"
if [ -n "$lacking" ]; then
    echo "skipped: there is no$lacking (tools/setup.sh deep installs it on Debian)"
    exit 0
fi
top=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
ln -s "$top/build" "$top/scenarios" "$work/"
mkdir "$work/blocks"
awk -v folder="$work/blocks" '
    /^```(sh|python|r|text)$/ { kind = substr($0, 4); n += kind != "text"; file = sprintf("%s/%02d.%s", folder, n, kind); printf "" >file; next }
    /^```/ { kind = ""; next }
    kind != "" { print >file }' docs/python-and-r.md
cd "$work"
run=0
quoted=0
for block in blocks/*.sh blocks/*.python blocks/*.r; do
    echo "$block"
done | sort >order
while read -r block; do
    case $block in
    *.sh) set -- sh -e ;;
    *.python) set -- $python ;;
    *) set -- Rscript --vanilla ;;
    esac
    "$@" "$block" >said 2>errors </dev/null || { echo "python-and-r.md: this failed:"; cat "$block" errors; exit 1; }
    run=$((run + 1))
    text=${block%.*}.text
    if [ -f "$text" ]; then
        quoted=$((quoted + 1))
    else
        text=/dev/null
    fi
    sed 's/ *$//' said | diff "$text" - || { echo "python-and-r.md: this prints something else (<: the page):"; cat "$block"; exit 1; }
done <order
[ "$run" -ge 8 ] && [ "$quoted" -ge 5 ] || { echo "python-and-r.md: only $run blocks, $quoted texts"; exit 1; }
echo "python-and-r.md: $run blocks run, $quoted texts are what they print"
