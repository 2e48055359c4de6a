#!/bin/sh
# Words: the catalogue has every message of the sources in Japanese, its table in C is up to date, nothing that a
# person reads stands outside of it, and Japanese needs no locale to be installed.
. tests/testlib.sh

cd "$root" || exit 1
check 'catalogue and table are those of the sources' sh tools/words/make_words.sh --check
check 'no message stands outside the catalogue' python3 tests/words.py

# --- Japanese in C: the compiled table alone, besides comments that show a label -------------------------
find model tools -name '*.[ch]' ! -path model/base/words_ja.c | xargs perl -CSD -0777 -ne \
    's{/\*.*?\*/}{}gs; print "$ARGV\n" if /[\p{Han}\p{Hiragana}\p{Katakana}]/' >"$top/japanese"
check 'no Japanese in C but the table' is_empty_file "$top/japanese"
# --- and in the plots: the labels made from the catalogue, and the names of prefectures ------------------
find plots -type f ! -name labels.ja.gp ! -name tiles.csv | xargs perl -CSD -ne \
    's/#.*//; print "$ARGV: $_" if /[\p{Han}\p{Hiragana}\p{Katakana}]/' >"$top/japanese"
sed -i '/^plots\/sensitivity.awk: .*series_title/d' "$top/japanese" # a period within the title of a metric
check 'no Japanese in the plots but their labels' is_empty_file "$top/japanese"

# --- which language -----------------------------------------------------------------------------------
said() { # FILE ENVIRONMENT... -- ARGUMENTS
    file=$1
    shift
    env -u LC_ALL -u LC_MESSAGES -u LANG "$@" >"$top/$file" 2>&1 </dev/null
}
for arguments in 'check tests/bad/scenario_many.json' 'run --help' 'rnu' 'rules scenarios/baseline.json' 'params rollout'; do
    said option LANG=C "$program" $arguments --lang ja
    said all LC_ALL=ja_JP.UTF-8 "$program" $arguments
    said messages LC_MESSAGES=ja_JP.UTF-8 LANG=en_US.UTF-8 "$program" $arguments
    said lang LANG=ja_JP.UTF-8 "$program" $arguments
    said beside LC_ALL=C.UTF-8 "$program" $arguments --lang=ja
    said english LC_ALL=ja_JP.UTF-8 "$program" $arguments --lang en
    said none "$program" $arguments
    for way in all messages lang beside; do
        same "$arguments: the same Japanese by $way" "$top/option" "$top/$way"
    done
    same "$arguments: --lang beats the locale" "$top/english" "$top/none"
    check "$arguments: Japanese is not English" sh -c '! cmp -s "$1" "$2"' sh "$top/option" "$top/none"
done
panelcast check tests/bad/scenario_many.json --lang ja
says 'an error in Japanese names the nearest name' '未知のパラメータ（rollout.rate のことではありませんか）'
exits 'parameters by Japanese words' 0 params 省略 --lang ja
prints 'they are those of omission' 'omission.adoption_none'
exits 'parameters by an English word' 0 params pace
prints 'they are those of the pace' 'rollout.rate'
exits 'another language is refused' 64 params --lang de
says 'and what is allowed is said' 'en or ja'
# What plots/draw.sh says is in the catalogue.
grep -oE "(say|die [0-9]+|die_or_full [0-9]+) '[^']*'" plots/draw.sh | sed "s/^[^']*'//; s/'\$//" >"$work/sentences"
check 'draw.sh says sentences' [ "$(wc -l <"$work/sentences")" -ge 15 ]
while IFS= read -r sentence; do
    check "of the catalogue: $sentence" grep -qF "msgid \"$sentence\"" tools/words/ja.po
done <"$work/sentences"
check 'and nothing else' sh -c '! grep -qE "(^|[ ;(])(say|die [0-9]+|die_or_full [0-9]+) \"([^$]|.[^@])" plots/draw.sh'

end_tests
