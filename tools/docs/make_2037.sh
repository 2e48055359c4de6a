#!/bin/sh
# make_2037.sh - writes docs/2037.md and docs/2037.ja.md: the text of docs/templates with the numbers that
# `panelcast milestone` prints, and their two plots in both languages.
#
#   tools/docs/make_2037.sh            write the files
#   tools/docs/make_2037.sh --check    only say whether the text is out of date, and where; exit code 1 if it is
set -eu
LC_ALL=C.UTF-8
export LC_ALL
LC_ALL=C
export LC_ALL
cd "$(dirname "$0")/../.."
program=${PANELCAST:-build/panelcast}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

"$program" milestone scenarios/baseline.json scenarios/ministry-rollout.json \
    scenarios/guideline-revision-24.json scenarios/guideline-revision-onboarding.json --part all --quiet --no-plots -o "$work/out" 2>"$work/log" || {
    cat "$work/log"
    exit 1
}

fill() { # LANGUAGE COLUMN
    awk -v which="$2" -f plots/rows.awk -f /dev/stdin "$work/out/figures.csv" "docs/templates/2037$1.md" <<'END'
FNR == NR { fields($0); number[field[1]] = field[which]; next }
{
    line = $0
    out = ""
    while (match(line, /[{][{][^}]*[}][}]/)) {
        key = substr(line, RSTART + 2, RLENGTH - 4)
        as_date = sub(/[|]date$/, "", key)
        if (!(key in number)) { print "no number " key > "/dev/stderr"; bad = 1 }
        text = number[key]
        # {{KEY|date}}: a month as it reads in Japanese prose.
        if (as_date && text ~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]$/) text = substr(text, 1, 4) "年" substr(text, 6) + 0 "月"
        out = out substr(line, 1, RSTART - 1) text
        line = substr(line, RSTART + RLENGTH)
    }
    print out line
}
END { exit bad }
END
}

old=
for lang in '' .ja; do
    fill "$lang" "$([ -n "$lang" ] && echo 3 || echo 2)" >"$work/2037$lang.md"
    cmp -s "$work/2037$lang.md" "docs/2037$lang.md" && continue
    if [ "${1-}" = --check ]; then
        old="$old docs/2037$lang.md"
        diff -u "docs/2037$lang.md" "$work/2037$lang.md" || true
    else
        cp "$work/2037$lang.md" "docs/2037$lang.md"
        echo "wrote docs/2037$lang.md"
    fi
done
if [ "${1-}" != --check ]; then
    mkdir -p docs/pictures
    for lang in en ja; do
        suffix=$([ $lang = ja ] && echo .ja || true)
        for name in milestone record; do
            sh plots/draw.sh --lang $lang --only $name "$work/out" "$work/plots"
        done
        cp "$work/plots/milestone.png" "docs/pictures/2037-dates$suffix.png"
        cp "$work/plots/record.png" "docs/pictures/2037-record$suffix.png"
    done
    echo 'drew docs/pictures/2037-*.png'
fi
if [ -n "$old" ]; then
    echo "out of date:$old (make docs-2037 writes them anew)"
    exit 1
fi
