#!/bin/sh
# The commands of the README run as they are typed, and print what it quotes.
#
# Runs every block marked sh, in order, in one folder. Each line of a block marked text must be a line of
# what the sh block before it printed.
set -eu
LC_ALL=C.UTF-8
export LC_ALL
cd "$(dirname "$0")/../.."
top=$PWD
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for room in build docs plots scenarios; do
    ln -s "$top/$room" "$work/$room"
done

mkdir "$work/blocks"
awk -v folder="$work/blocks" '
    /^```(sh|text)$/ { kind = substr($0, 4); if (kind == "sh") n++; file = sprintf("%s/%02d.%s", folder, n, kind); next }
    /^```/ { kind = ""; next }
    kind != "" { print > file }' README.md

cd "$work"
commands=0
quoted=0
for block in blocks/*.sh; do
    sh -e "$block" >said.txt 2>&1 || { echo "README: this failed:"; cat "$block" said.txt; exit 1; }
    commands=$((commands + $(grep -c 'build/panelcast' "$block" || true)))
    text=${block%.sh}.text
    [ -f "$text" ] || continue
    while IFS= read -r line; do
        grep -qxF -- "$line" said.txt || {
            echo "README quotes: $line"
            echo 'but this was printed:'
            cat "$block" said.txt
            exit 1
        }
        quoted=$((quoted + 1))
    done <"$text"
done
[ "$commands" -gt 9 ] && [ "$quoted" -gt 5 ] || { echo "README: only $commands commands, $quoted lines"; exit 1; }
echo "readme: $commands commands run, $quoted quoted lines are what they print"
