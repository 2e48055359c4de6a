#!/bin/sh
# make_words.sh - takes new messages of the sources and the plots into tools/words/ja.po, and makes of it what these read.
#
#   tools/words/make_words.sh            bring ja.po, model/base/words_ja.c and plots/labels.ja.gp up to date
#   tools/words/make_words.sh --check    only say what is out of date or has no translation; exit code 1 if any
#
# A message that is new stands in ja.po with an empty msgstr: write it there, and run this again.
set -eu
LC_ALL=C.UTF-8
export LC_ALL
cd "$(dirname "$0")/../.."
po=tools/words/ja.po
table=model/base/words_ja.c
labels=plots/labels.ja.gp
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
for tool in xgettext msgmerge msgattrib msgfmt python3; do
    command -v $tool >/dev/null 2>&1 || { echo "words: $tool is missing: sh tools/setup.sh words" >&2; exit 69; }
done

# Where messages begin: _() and N_() anywhere, and what adds a message to a list.
keywords='--keyword=_ --keyword=N_ --keyword=BOTH --keyword=C_:1c,2 --keyword=NC_:1c,2 --keyword=pc_text:2 --keyword=pc_text_of:2c,3'
flags='--flag=_:1:pass-c-format --flag=C_:2:pass-c-format --flag=pc_text:2:pass-c-format --flag=pc_text_of:3:pass-c-format'
for call in pc_diags_add:7 pc_json_report:4 pc_json_report_key:4 pc_csv_fault:5 FORM_FAULT:6 fault:3 usage_error:2; do
    keywords="$keywords --keyword=$call"
    flags="$flags --flag=$call:c-format"
done
mkdir "$work/plots"
python3 -B tools/words/plots.py messages >"$work/plots/labels.en.gp"
{
    find model tools -name '*.[ch]' ! -path $table
    echo plots/labels.en.gp
} | sort | xgettext --files-from=- --directory="$work" --directory=. --from-code=UTF-8 --language=C \
    --keyword $keywords $flags \
    --add-comments=WORDS: --add-location=file --no-wrap --package-name=panelcast -o "$work/messages.pot"
# The words of the page (tools/report/page/words.js).
xgettext --join-existing --from-code=UTF-8 --language=JavaScript --keyword --keyword=NC_:1c,2 --add-location=file --no-wrap \
    -o "$work/messages.pot" tools/report/page/words.js
sed -i '/^"POT-Creation-Date:/d' "$work/messages.pot"
# "80 % interval" is no format, though "% i" may stand in one.
perl -0pi -e 's/#, c-format\n(?=msgid "[^\n]*[0-9] % [a-z])/#, no-c-format\n/g' "$work/messages.pot"
msgmerge --quiet --no-fuzzy-matching --no-wrap --add-location=file -o "$work/merged.po" $po "$work/messages.pot"
msgattrib --no-obsolete --no-wrap --add-location=file -o "$work/ja.po" "$work/merged.po"
msgfmt -c -o "$work/ja.mo" "$work/ja.po"
python3 -B tools/words/table.py "$work/ja.mo" >"$work/words_ja.c"
python3 -B tools/words/plots.py labels "$work/ja.mo" >"$work/labels.ja.gp"

missing=$(msgattrib --untranslated --no-wrap "$work/ja.po" | sed -n -e '/^msgid ""$/{n;s/^"\(.*\)"$/\1/p}' -e 's/^msgid "\(..*\)"$/\1/p' | head -n 20)
fuzzy=$(msgattrib --only-fuzzy --no-wrap "$work/ja.po" | sed -n -e '/^msgid ""$/{n;s/^"\(.*\)"$/\1/p}' -e 's/^msgid "\(..*\)"$/\1/p' | head -n 20)
old=
cmp -s "$work/ja.po" $po || old="$old $po"
cmp -s "$work/words_ja.c" $table || old="$old $table"
cmp -s "$work/labels.ja.gp" $labels || old="$old $labels"
bad=0
if [ "${1-}" = --check ]; then
    [ -z "$old" ] || { echo "out of date:$old (make words writes them anew)"; bad=1; }
else
    for file in $old; do
        cp "$work/${file##*/}" "$file"
        echo "wrote $file"
    done
fi
[ -z "$missing" ] || { echo 'without a translation in tools/words/ja.po:'; echo "$missing"; bad=1; }
[ -z "$fuzzy" ] || { echo 'marked as fuzzy in tools/words/ja.po:'; echo "$fuzzy"; bad=1; }
exit $bad
