#!/bin/sh
# Draws a made-up result folder and looks at what comes out.
#   tests/deep/plots.sh           run the tests
#   tests/deep/plots.sh DIR       only write the made-up result folder DIR, to look at its plots
set -u
LC_ALL=C.UTF-8
export LC_ALL
here=$(cd "$(dirname "$0")/../.." && pwd)
draw="$here/plots/draw.sh"

# A result folder with the shape of a default run: 2025-06 to 2041-03.
make_result() {
    mkdir -p "$1"
    awk 'BEGIN {
        print "model,scenario,region,variable,unit,time,output_type,output_type_id,value"
        n = split("2018-03 111 2019-09 167 2020-03 206 2021-03 206 2022-03 234 2023-03 243 2024-03 264 2025-03 278 " \
            "2025-05 282 2026-02 295", o, " ")
        for (i = 1; i < n; i += 2) row("JP", "Sites|Total", "site", o[i], "observed", "", o[i + 1])
        n = split("2020-02 622 2021-02 1022 2022-10 1666 2023-09 1875 2023-09 1670 2024-10 2212 2025-08 2209",
            o, " ")
        for (i = 1; i < n; i += 2) {
            row("JP", "Tests|Total", "test/month", o[i], "observed", o[i] > "2025" ? "more_than" : "", o[i + 1])
        }
        base = 2025 * 12 + 5
        for (m = base - 1; m < 2041 * 12 + 3; m++) {
            time = sprintf("%04d-%02d", int(m / 12), m % 12 + 1)
            k = m - base + 1
            opened = 17.8 / 12 * k; if (opened > 223) opened = 223
            row("JP", "Sites|Total", "site", time, "mean", "", 282 + opened)
            row("JP", "Sites|Prefectural Base", "site", time, "mean", "", 51)
            row("JP", "Sites|Regional Base", "site", time, "mean", "", 188 + opened * 164 / 223)
            row("JP", "Sites|Specific-Area Base", "site", time, "mean", "", opened / 223)
            row("JP", "Sites|Regional Treatment", "site", time, "mean", "", 1 + opened * 58 / 223)
            row("JP", "Sites|Outside Base System", "site", time, "mean", "", 42)
            row("JP", "Base Hospitals|Total", "hospital", time, "mean", "", 463)
            row("JP", "Base Hospitals|Uncovered", "hospital", time, "mean", "", 223 - opened)
            solid = k ? 2150 + 6 * k : ""
            haem = k ? 160 : ""
            early = k ? (m >= 2026 * 12 ? 60 : 0) : ""
            t = solid + haem + early
            may = m >= 2026 * 12 + 5 ? solid * 0.57 : 0
            omit = may * 0.6
            flow("Tests|Total", "test", t); flow("Tests|Solid", "test", solid)
            flow("Tests|Haematological", "test", haem); flow("Tests|Early", "test", early)
            flow("Expert Panel|Discussed", "case", t - omit); flow("Expert Panel|Omitted", "case", omit)
            flow("Expert Panel|May Be Omitted", "case", may)
            flow("Workload|EP Hours", "hour", (t - omit) * 4.5)
            flow("Workload|EP Hours|Physician", "hour", (t - omit) * 1.7)
            flow("Workload|EP Hours|Other Staff", "hour", (t - omit) * 2.8)
            row("JP", "Expert Panel|Utilisation", "%", time, "mean", "", k ? (t - omit) / 26 : "")
            fy = int((m - 3) / 12)
            if (k) { share[fy] += omit; tests[fy] += t }
        }
        for (fy = 2025; fy <= 2040; fy++) {
            part = fy == 2025 ? "part" : ""
            for (v in sum) if ((v, fy) in total) {
                row("JP", v, unit[v] "/year", "FY" fy, "mean", part, total[v, fy])
            }
            row("JP", "Expert Panel|Omitted Share", "%", "FY" fy, "mean", part, 100 * share[fy] / tests[fy])
            for (p = 1; p <= 47; p++) {
                row(sprintf("JP-%02d", p), "Access|Tests per 100 Patients", "test", "FY" fy, "mean", part,
                    4 + p * 7 % 11 / 2 + (fy - 2025) * 0.35)
            }
        }
    }
    function flow(v, u, x) {
        row("JP", v, u "/month", time, "mean", "", k ? x : "")
        sum[v] = 1; unit[v] = u
        if (k) total[v, int((m - 3) / 12)] += x
    }
    function row(region, v, u, time, type, id, x) {
        print "panelcast,baseline," region "," v "," u "," time "," type "," id "," x
    }' >"$1/series.csv"
    cat >"$1/manifest.json" <<'J'
{ "command": ["panelcast", "run"], "version": "0.1.0", "commit": "0123456789ab", "seed": 1, "mode": "expected",
  "scenario": "baseline", "title": { "en": "Reference scenario", "ja": "\u57fa\u6e96\u30b7\u30ca\u30ea\u30aa" },
  "libraries": { "gsl": { "version": "2.7" } } }
J
}

if [ $# -eq 1 ]; then
    make_result "$1"
    exit
fi

bad=0
check() { # what, then a command that must succeed
    what=$1
    shift
    if "$@"; then
        echo "ok: $what"
    else
        echo "FAILED: $what"
        bad=1
    fi
}
exits() { # code, then a command
    want=$1
    shift
    "$@" >"$top/log" 2>&1
    got=$?
    [ "$got" = "$want" ] || { echo "exit code $got, not $want:"; cat "$top/log"; return 1; }
}
is_png() { # 1600 x 900, whole
    [ "$(head -c 24 "$1" | od -An -tx1 | tr -d ' \n')" = 89504e470d0a1a0a0000000d494844520000064000000384 ] &&
        [ "$(tail -c 8 "$1" | od -An -tx1 | tr -d ' \n')" = 49454e44ae426082 ]
}
is_svg() { # well formed
    if command -v xmllint >/dev/null 2>&1; then
        xmllint --noout "$1"
    else
        head -c 5 "$1" | grep -q '<?xml' && tail -n 2 "$1" | grep -q '</svg>'
    fi
}
all_there() {
    for name in sites tests panels hours map; do
        is_png "$1/$name.png" && is_svg "$1/$name.svg" || return 1
    done
    [ "$(ls -A "$1" | wc -l)" -eq 10 ]
}
count() { # how often $1 stands in file $2
    grep -o -e "$1" "$2" | wc -l
}
untouched() { # no command of a hostile text ran
    ! find "$top" -name 'pwned*' | grep -q .
}

if ! command -v gnuplot >/dev/null 2>&1; then
    echo 'skipped: gnuplot is not installed'
    exit 0
fi
top=$(mktemp -d) || exit 1
trap 'rm -rf -- "$top"' EXIT
cd "$top" || exit 1
mkdir tmp
TMPDIR=$top/tmp
export TMPDIR

dir="$top/it's a \"folder\""
make_result "$dir"
for lang in en ja; do
    check "draws in $lang" exits 0 "$draw" --lang $lang "$dir" "$dir/$lang"
    check "whole pictures in $lang" all_there "$dir/$lang"
    check "draws again in $lang" exits 0 "$draw" --lang $lang "$dir" "$dir/again"
    check "the same bytes in $lang" diff -r "$dir/$lang" "$dir/again"
done

# What a reader must find. The dates are those of the made-up path: 282 + 17.8 a year, 223 to cover.
check 'total reaches 460' grep -q 'May 2035' "$dir/en/sites.svg"
check 'base hospitals covered' grep -q '2037年11月' "$dir/ja/sites.svg"
check 'mark of the ministry' grep -q '厚生労働省：2037年頃 約460施設' "$dir/ja/sites.svg"
check 'start of the rule' grep -q '2026年6月' "$dir/ja/panels.svg"
check 'year total' grep -q '>29,600<' "$dir/en/tests.svg"
check 'two maps' [ "$(count '>神奈川<' "$dir/ja/map.svg")" -eq 2 ]
check 'value of Okinawa in FY2040' grep -q '>14.2<' "$dir/en/map.svg"
for name in sites tests panels hours map; do
    check "foot of $name" grep -q '>panelcast による試算。厚生労働省の公表値ではない。<' "$dir/ja/$name.svg"
    check "scenario of $name" grep -q 'シナリオ：基準シナリオ<' "$dir/ja/$name.svg"
    check "not of the ministry: $name" grep -q 'not a figure published by the ministry' "$dir/en/$name.svg"
    check "seed, version of $name" grep -q 'Seed: 1  |  panelcast 0.1.0<' "$dir/en/$name.svg"
done

# Many runs: bands around the median, and what they are. Here the quantiles are 0.8, 0.9, 1, 1.1 and 1.2 times the
# path above, so 5 per cent of the runs have 460 sites from 2031-02 on, and the last 5 per cent never.
make_many() { # FOLDER MODE DRAWS REPLICATES
    mkdir -p "$1"
    awk -F, -v OFS=, 'BEGIN { split("0.05,0.25,0.5,0.75,0.95", id, ",") }
        { print } $3 == "JP" && $7 == "mean" { for (i = 1; i <= 5; i++) { $7 = "quantile"
            v = $9; $8 = id[i] (part = $8 == "part" ? " part" : ""); $9 = v == "" ? "" : v * (0.7 + i / 10); print; $9 = v; $8 = part == "" ? "" : "part" } }' \
        "$dir/series.csv" >"$1/series.csv"
    sed "s/\"mode\": \"expected\"/\"mode\": \"$2\", \"draws\": $3, \"replicates\": $4/" "$dir/manifest.json" >"$1/manifest.json"
}
make_many many stochastic 40 2
for lang in en ja; do
    check "draws many runs in $lang" exits 0 "$draw" --lang $lang many many/$lang
    check "whole pictures of many runs in $lang" all_there many/$lang
done
for name in sites tests panels hours; do
    check "legend of the bands of $name" grep -q '>90 % of the runs (5–95 %)<' many/en/$name.svg
    check "what the bands of $name are" grep -q 'not an error: range of assumptions and chance, not a confidence interval' many/en/$name.svg
    check "the same in Japanese: $name" grep -q '仮定の幅と偶然によるもので、信頼区間ではない' many/ja/$name.svg
    check "how many runs: $name" grep -q 'stochastic, 40 parameter draws x 2 replicates' many/en/$name.svg
    check "no bands of one run: $name" sh -c '! grep -q "of the runs" "$1"' sh "$dir/en/$name.svg"
done
check 'the median date' grep -q '>May 2035<' many/en/sites.svg
check 'and its range' grep -q '2031-02 to after 2041-03' many/en/sites.svg
check 'in Japanese' grep -q '2031年2月〜2041年3月より後' many/ja/sites.svg
cp -R many dated
cat >dated/summary.json <<'J'
{ "milestones": [ { "id": "other", "variable": "Tests|Total", "at_least": 460, "dates": { "quantiles": [ { "level": 0.5, "month": "2026-01" } ] } },
  { "id": "a", "variable": "Sites|Total", "at_least": 460, "month": "2031-01", "dates": { "quantiles": [
    { "level": 0.05, "month": "2031-07" }, { "level": 0.5, "month": "2034-11" }, { "level": 0.95, "month": null } ] } } ] }
J
check 'draws a folder with a summary' exits 0 "$draw" --only sites dated
check 'the dates are those of summary.json' grep -q '>November 2034<' dated/plots/sites.svg
check 'so is their range' grep -q '2031-07 to after 2041-03' dated/plots/sites.svg
check 'the range of a year' grep -q '>23,700–35,600<' many/en/tests.svg
check 'the map says that it is a mean' grep -q 'means of the runs' many/en/map.svg
sed 's/"replicates": 2/"replicates": 2, "runs_done": 61, "runs_asked": 80, "interrupted": true/' many/manifest.json >dated/manifest.json
for lang in en ja; do
    check "draws an interrupted run in $lang" exits 0 "$draw" --lang $lang dated dated/$lang
done
check 'which says what part it is' grep -q 'stochastic, 61 of 80 runs (40 parameter draws x 2 replicates), interrupted ' dated/en/tests.svg
check 'in Japanese too' grep -q '確率、61／80回（パラメータ抽出40回×反復2回）で中断' dated/ja/tests.svg
make_many chance stochastic 0 200
check 'draws chance alone' exits 0 "$draw" chance chance/en
check 'which is said' grep -q 'not an error: by chance alone; the assumptions are fixed' chance/en/sites.svg
check 'and is no range of assumptions' sh -c '! grep -q "range of assumptions" chance/en/sites.svg'
make_many drawn stochastic 1 200
check 'draws chance of one draw' exits 0 "$draw" --only sites drawn
check 'which is said' grep -q 'not an error: by chance alone; parameters of draw 1' drawn/plots/sites.svg
check 'and how many runs of it' grep -q 'stochastic, 200 replicates of draw 1' drawn/plots/sites.svg
make_many one expected 1 1
awk -F, -v OFS=, '$7 == "mean" { v = $9 } $7 == "quantile" { $9 = v } { print }' many/series.csv >one/series.csv
check 'draws one draw' exits 0 "$draw" one
for name in sites tests panels hours; do
    check "one draw has no bands: $name" sh -c '! grep -q "of the runs" "$1"' sh one/plots/$name.svg
    check "one draw is named: $name" grep -q 'expected values, parameters of draw 1' one/plots/$name.svg
done
make_many assumed expected 200 1
check 'draws assumptions alone' exits 0 "$draw" --lang ja assumed assumed/ja
check 'which is said' grep -q '仮定の幅であり、信頼区間ではない' assumed/ja/panels.svg

# Hostile words and numbers are only words.
hostile=$(printf '%s/-n \t$(touch pwned1)`touch pwned2`\n..\377' "$top")
make_result "$hostile"
sed "s|pwned|$top/pwned|g" >"$hostile/manifest.json" <<'J'
{ "version": "1'; system('touch pwned3') #", "seed": "18446744073709551615", "mode": "`touch pwned4`", "scenario": "@FONT' . 'x",
  "title_en": "Don't \"panic\" `touch pwned5` $(touch pwned6)\n'; system(\"touch pwned7\"); print '</text><script>alert(1)</script> {/Bold x} a_b %s %d \u0000\u0007\u202e\ud800 \\",
  "title_ja": "" }
J
printf '%b' 'panelcast,x,JP,Sites|Total,site,2030-03,mean,,`touch pwned8`\n"a""b,",x,JP,Sites|Total,site,2030-04,mean,,1;system("touch pwned9")\n\377\376,,\n' |
    sed "s|pwned|$top/pwned|g" >>"$hostile/series.csv"
printf 'panelcast,"a, ""b""",JP,Tests|Total,test/month,2019-10,observed,,622\n' >>"$hostile/series.csv"
check 'draws hostile words' exits 0 "$draw" --only sites "$hostile"
check 'well formed for all that' is_svg "$hostile/plots/sites.svg"
check 'shown as they are' grep -qF "Don't \"panic\" \`touch $top/pwned5\` \$(touch $top/" "$hostile/plots/sites.svg"
check 'no script' [ "$(count '<script' "$hostile/plots/sites.svg")" -eq 0 ]
check 'no command ran' untouched
says_title() { # FILE, which is XML and has the title
    python3 -c 'import sys, xml.dom.minidom as xml
texts = ["".join(n.data for n in t.childNodes if n.nodeType == n.TEXT_NODE) for t in xml.parse(sys.argv[1]).getElementsByTagName("text")]
sys.exit(all(t.strip() != "Scenario: " + sys.argv[2] for t in texts))' "$1" "$title"
}
# Whatever a title begins with or holds, it is drawn as it is written, in every plot that has titles.
for title in "'Half pace' of 2023" "''two''" "'" "a'@b {x} c^2 d_1 \\ \`e\` %d" "@SUM '@b'" "=1+1" "a ]]> b"; do
    make_result titled
    python3 - "$title" titled/manifest.json <<'P'
import json, sys
m = json.load(open(sys.argv[2]))
m["title"]["en"] = sys.argv[1]
json.dump(m, open(sys.argv[2], "w"))
P
    check "draws the title $title" exits 0 "$draw" --only tests titled
    check 'as it is written' says_title titled/plots/tests.svg
    rm titled/series.csv
    printf '\357\273\277%s\n' kind,scenario,title_en,title_ja,time,omitted_percent,tests,ep_cases,hours,hours_low,hours_high,utilisation_percent,wait_days,wait_mcse,over_28_percent \
        point,,,,FY2030,0,9,9,9,9,9,9,9,0,0 point,,,,FY2030,100,9,9,5,5,5,9,9,0,0 \
        "mark,a,$(printf %s "$title" | sed "s/^'*[=@+-]/'&/"),x,FY2030,50,9,9,7,7,7,9,9,0,0" | sed '2,$s/^\xef\xbb\xbf//' >titled/curve.csv
    check 'in a curve too, without the apostrophe of the table' exits 0 "$draw" titled
    check 'as it is written there' says_title titled/plots/curve.svg
done
mkdir dash && make_result dash/-o
check 'a name with a dash' exits 0 sh -c 'cd dash && "$1" --only map -- -o -p && [ -f ./-p/map.svg ]' sh "$draw"

# A quantity that is not there is not drawn, and the others are.
make_result part
grep -v 'Access|Tests per 100' "$dir/series.csv" >part/series.csv
check 'no prefectures' exits 0 "$draw" part
check 'no map' [ ! -e part/plots/map.png -a -e part/plots/hours.png ]

# From a saved state: said at the foot.
make_result past
sed 's/"seed"/"from_state": "2025-05", "seed"/' "$dir/manifest.json" >past/manifest.json
check 'draws futures' exits 0 "$draw" --only tests past
check 'which says whose past' grep -q 'Mode: expected values, from a saved state of 2025-05  |' past/plots/tests.svg
check 'draws futures in Japanese' exits 0 "$draw" --only tests --lang ja past
check 'which says it too' grep -q '、2025年5月の保存状態から' past/plots/tests.svg

# The plots of `panelcast milestone`: targets from the table, long titles on two lines, whole words.
mkdir asked
cp "$dir/manifest.json" asked/
sed -i 's/"expected"/"stochastic"/' asked/manifest.json
printf '%s\n' kind,from,curve,known_ceiling,time_years,sites,title_en,title_ja observed,2020-04-01,,,2020.25,206,, \
    observed,2026-03-01,,,2026.17,295,, curve,2020-04-01,linear,,2026.17,295,, curve,2020-04-01,linear,,2036.17,480,, \
    'target,,x,,,401,401 sites,401施設' 'target,,y,,,512,each base hospital,全拠点' >asked/paths.csv
check 'draws a record' exits 0 "$draw" --only record asked
check 'with its first target' grep -q '>401 sites<' asked/plots/record.svg
check 'and its second' grep -q '>each base hospital (512 sites in all)<' asked/plots/record.svg
check 'and no other' sh -c '! grep -q -e 460 -e 505 asked/plots/record.svg'
check 'fits are not made by chance' grep -q 'Mode: curves fitted to the record, not a simulation' asked/plots/record.svg
check 'draws it in Japanese' exits 0 "$draw" --only record --lang ja asked
check 'with its second target' grep -q '>全拠点（計512施設）<' asked/plots/record.svg
long='Guideline revision: all base hospitals may test, over 24 months from April 2027'
for n in 1 2 3 4 5 6; do
    [ $n = 1 ] && mkdir few
    ja="整備指針の見直し$n：令和9年4月から4か月で全ての拠点病院等（特定領域を含む。）が検査可能"
    [ $n = 5 ] && ja=整備指針の見直し、受入能力に上限がある場合
    for month in 2030-01 2030-02; do
        echo "a,460 sites,460施設,s$n,\"$n: $long\",\"$ja\",$month,0.$n"
    done >>asked/rows
done
mkdir alike same
cp "$dir/manifest.json" few/
cp "$dir/manifest.json" alike/
cp "$dir/manifest.json" same/
header=target,target_en,target_ja,scenario,title_en,title_ja,time,probability
{ echo $header; cat asked/rows; } >asked/milestone.csv
{ echo $header; head -n 10 asked/rows; } >few/milestone.csv
{ echo $header; sed 's/"[1-6]: /"/' asked/rows; } >alike/milestone.csv
{ echo $header; head -n 2 asked/rows; head -n 2 asked/rows; } >same/milestone.csv
check 'draws dates' exits 0 "$draw" --only milestone few
check 'a long title goes on' [ "$(count '>may test, over 24 months from April 2027<' few/plots/milestone.svg)" -eq 5 ]
check 'draws many dates' exits 0 "$draw" --only milestone asked
check 'or ends after a whole word' [ "$(count '>[1-6]: Guideline revision: all base...<' asked/plots/milestone.svg)" -eq 6 ]
check 'draws titles that look alike' exits 0 "$draw" --only milestone alike
check 'by their names' [ "$(count '>s[1-6]<' alike/plots/milestone.svg)" -eq 6 ]
check 'draws two scenarios of one name' exits 0 "$draw" --only milestone same
check 'as two lines' [ "$(count '>[^<]* (2)<' same/plots/milestone.svg)" -eq 1 ]
check 'draws dates in Japanese' exits 0 "$draw" --only milestone --lang ja few
check 'no line is one character' sh -c '! LC_ALL=C grep -q ">[^ -~]..</text>" few/plots/milestone.svg'
check 'the number of scenarios is said' grep -q 'シナリオ：5件、最初はbaseline' few/plots/milestone.svg
check 'and one run' grep -q '1回の計算）。幅は求めていない' few/plots/milestone.svg
# The ministry's year belongs to its own targets. What is lost again is seen to its last change, beyond 2060 too.
mkdir own others
for target in 'Sites|Total>=460' 'Sites|Total>459' 'Base Hospitals|Covered>=463' 'Base Hospitals|Uncovered<1'; do
    printf '%s\n' $header "$target,t,t,s,s,s,2030-01,0" "$target,t,t,s,s,s,2030-02,1" >own/milestone.csv
    check "draws $target" exits 0 "$draw" --only milestone own
    check 'with the mark of the ministry' grep -q 'Ministry: around 2037' own/plots/milestone.svg
done
for target in 'Sites|Total>=350' 'Sites|Total<460' 'Base Hospitals|Covered>463' 'Base Hospitals|Uncovered<=1'; do
    printf '%s\n' $header,met "$target,t,t,s,s,s,2030-01,0.5,0.5" "$target,t,t,s,s,s,2074-02,0.5,0.2" >others/milestone.csv
    check "draws $target" exits 0 "$draw" --only milestone others
    check 'without it' sh -c '! grep -q Ministry others/plots/milestone.svg'
done
check 'to the last change' grep -q '>2070<' others/plots/milestone.svg
check 'no line begins with a full stop' sh -c '! grep -q ">[。）]" few/plots/milestone.svg'

# Without gnuplot, a font, the file, or a gnuplot that works: the right code, and nothing half made.
mkdir tools broken
for tool in sh awk sed grep tr head sort cp mv rm mkdir mktemp cat dirname fc-list ls; do
    ln -s "$(command -v $tool)" tools/$tool
done
check 'no gnuplot is 69' exits 69 env PATH="$top/tools" "$draw" "$dir" "$top/none"
check 'and says what to do' grep -q 'apt-get install --no-install-recommends gnuplot-nox' "$top/log"
check 'and leaves nothing' [ ! -e none ]
printf '#!/bin/sh\nexit 0\n' >broken/fc-list
chmod +x broken/fc-list
check 'no Japanese font is 69' exits 69 env PATH="$top/broken:$PATH" "$draw" --lang ja "$dir" "$top/none"
check 'and leaves nothing' [ ! -e none ]
rm broken/fc-list
printf '#!/bin/sh\ncase "$*" in *ask.gp) exit 0 ;; *map.gp*) echo half >plot.png; exit 1 ;; esac\nexec "%s" "$@"\n' \
    "$(command -v gnuplot)" >broken/gnuplot
chmod +x broken/gnuplot
cp -R "$dir/en" kept
check 'gnuplot that fails is 70' exits 70 env PATH="$top/broken:$PATH" "$draw" --lang ja "$dir" "$top/kept"
check 'and the old pictures stay' diff -r "$dir/en" kept
mkdir empty
check 'no series.csv is 66' exits 66 "$draw" empty
check 'an empty series.csv is 65' exits 65 sh -c ': >empty/series.csv; "$1" empty' sh "$draw"
check 'a wrong word is 64' exits 64 "$draw" --lang fr "$dir"
check 'no temporary folder stays' [ -z "$(ls -A tmp)" ]

if [ $bad -eq 0 ]; then
    echo 'plots: all passed'
fi
exit $bad
