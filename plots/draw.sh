#!/bin/sh
# draw.sh - draws the plots of a result folder from its files alone.
#
#   plots/draw.sh [--lang en|ja] [--only NAME] [--work DIR] [--shown TEXT] RESULTDIR [OUTDIR]
#
# NAME is sites, tests, panels, hours or map, curve for the folder of `panelcast rules --curve`, or milestone and
# record for that of `panelcast milestone`, or compare (all of compare_difference, compare_bars, compare_rollouts,
# compare_waterfall) for that of `panelcast compare`, or sensitivity (all of sensitivity_tornado, sensitivity_index,
# sensitivity_time) for that of `panelcast sensitivity`. Each becomes NAME.png and NAME.svg in OUTDIR (RESULTDIR/plots
# if not given); the waterfalls of several scenarios are compare_waterfall_1 and so on. Exit codes: 0 drawn; 64 usage;
# 65 the results cannot be read; 66 no table to draw, or nothing in it; 69 gnuplot, one of its terminals or a font is
# missing; 70 gnuplot failed; 73 cannot make OUTDIR, or the temporary folder (in TMPDIR, else /tmp); 74 one of them is full;
# 75 stopped by a signal.
#
# `panelcast plot` names the empty folder to work in, what to call the result in messages, and as OUTDIR a hidden folder
# that it puts in place as a whole when all pictures are there. Called by hand, pictures are moved in one by one.
#
# Nothing from the result folder reaches the shell or gnuplot but checked numbers and quoted text: gnuplot
# runs in a folder of our own, on files with fixed names.
set -u
LC_ALL=C
export LC_ALL
unset CDPATH GNUTERM GNUPLOT_LIB GNUPLOT_DRIVER_DIR
# Where `panelcast` calls this the folder is the result's: no program is taken from there.
kept=
IFS=:
set -f
for part in $PATH; do
    case $part in /*) kept=$kept${kept:+:}$part ;; esac
done
set +f
unset IFS
PATH=$kept

# say TEXT [PART...]: a sentence, with each %s in it in turn a PART. `panelcast` reads sentence and parts from
# descriptor 3, and says them in its language (tools/plot/notices.c has the same sentences).
told=
say() {
    if [ -n "$told" ]; then
        printf '%s\037' "$@" | tr '\n' ' ' | tr -d '\000-\036\177' >&3
        echo >&3
    else
        sentence=$1
        shift
        # shellcheck disable=SC2059 # the sentences are those of this file
        printf "draw.sh: $sentence\n" "$@" | tr -d '\000-\010\013-\037\177' >&2
    fi
}
die() {
    code=$1
    shift
    say "$@"
    exit "$code"
}
usage() {
    die 64 'usage: draw.sh [--lang en|ja] [--only sites|tests|panels|hours|map|curve|milestone|record|compare|sensitivity] RESULTDIR [OUTDIR]'
}

lang=en
only='sites tests panels hours map'
work=
shown=
while [ $# -gt 0 ]; do
    case $1 in
    --lang) [ $# -ge 2 ] || usage; lang=$2; shift 2 ;;
    --lang=*) lang=${1#*=}; shift ;;
    --only) [ $# -ge 2 ] || usage; only=$2; shift 2 ;;
    --only=*) only=${1#*=}; shift ;;
    --work) [ $# -ge 2 ] || usage; work=$2; shift 2 ;;
    --shown) [ $# -ge 2 ] || usage; shown=$2; told=1; shift 2 ;;
    --) shift; break ;;
    -*) usage ;;
    *) break ;;
    esac
done
case $lang in en | ja) ;; *) usage ;; esac
case $only in sites | tests | panels | hours | map | curve | milestone | record | compare | compare_difference | compare_bars | \
    compare_rollouts | compare_waterfall | sensitivity | sensitivity_tornado | sensitivity_index | sensitivity_time | \
    'sites tests panels hours map') ;; *) usage ;; esac
{ [ $# -eq 1 ] || [ $# -eq 2 ]; } && [ -n "$1" ] || usage

# A folder's name may start with a dash; relative names then start with ./
plain() {
    case $1 in /*) printf '%sx' "$1" ;; *) printf './%sx' "$1" ;; esac
}
result=$(plain "$1"); result=${result%x}
shown=${shown:-$result}
out=$result/plots
if [ $# -eq 2 ]; then
    out=$(plain "$2"); out=${out%x}
fi
here=$(dirname -- "$0"; printf x); here=${here%?x}
here=$(cd -- "$here" && pwd -P && printf x) || die 70 'cannot find my own folder'
here=${here%?x}

data=series.csv
extract=extract.awk
if [ "$only" = curve ] || { [ ! -f "$result/series.csv" ] && [ -f "$result/curve.csv" ]; }; then
    data=curve.csv
    extract=curve.awk
    only=curve
elif [ "$only" = milestone ] || { [ ! -f "$result/series.csv" ] && [ -f "$result/milestone.csv" ] && [ "$only" != record ]; }; then
    data=milestone.csv
    extract=milestone.awk
    only=milestone
elif [ "${only#compare}" != "$only" ] || { [ ! -f "$result/series.csv" ] && [ -f "$result/compare.csv" ]; }; then
    data=compare.csv
    extract=compare.awk
    case $only in compare_*) ;; *) only='compare_difference compare_bars compare_rollouts compare_waterfall' ;; esac
elif [ "${only#sensitivity}" != "$only" ] || { [ ! -f "$result/series.csv" ] && [ -f "$result/sensitivity.csv" ]; }; then
    data=sensitivity.csv
    extract=sensitivity.awk
    case $only in sensitivity_*) ;; *) only='sensitivity_tornado sensitivity_index sensitivity_time' ;; esac
elif [ "$only" = record ]; then
    data=paths.csv
    extract=record.awk
fi
rows=/dev/null
[ "$extract" = extract.awk ] || rows=rows.awk
[ -f "$result/$data" ] && [ -r "$result/$data" ] || die 66 'no %s in %s' "$data" "$shown"

command -v gnuplot >/dev/null 2>&1 ||
    die 69 'gnuplot is missing: apt-get install --no-install-recommends gnuplot-nox'
command -v fc-list >/dev/null 2>&1 ||
    die 69 'fc-list is missing: apt-get install --no-install-recommends fontconfig'

given=$work
stage=
new=
cleanup() { # again is safe
    if [ -z "$given" ]; then
        [ -z "$work" ] || rm -rf -- "$work"
    else # whoever gave it removes it
        rm -rf -- "$work"/*
    fi
    [ -z "$stage" ] || rm -rf -- "$stage"
    [ -z "$new" ] || rmdir -- "$new" 2>/dev/null # if it is still empty
}
# More than one signal may come, also while this ends: from the terminal and from panelcast. The first that is
# heeded cleans up, and from then on neither the shell nor its rm hears any.
quit='trap "" HUP INT TERM; cleanup'
trap "$quit" EXIT
# A signal between the making of a folder and the noting of its name would leave it behind.
stop=
trap 'stop=1' HUP INT TERM
trap '' XFSZ # too large a file is a failed write
made() {
    (trap '' HUP INT TERM; exec mktemp -d "$1")
}
heed() {
    trap "$quit; exit 75" HUP INT TERM
    [ -z "$stop" ] || exit 75
}
if [ -z "$work" ]; then
    # A killed drawing leaves its folder: after a day nobody draws in it.
    find "${TMPDIR:-/tmp}" -maxdepth 1 -name 'panelcast-draw.??????' -type d -user "$(id -u)" -mmin +1440 \
        -exec rm -rf -- '{}' + 2>/dev/null
    work=$(made "${TMPDIR:-/tmp}/panelcast-draw.XXXXXX")
fi
heed
[ -n "$work" ] || die 73 'cannot make a temporary folder'
# Ends with the code and words given, unless what failed is that the temporary folder is full: then with 74. What was
# being written is no larger than the tables.
die_or_full() {
    room=$(wc -c <"$result/$data")
    head -c $((room + 1000000)) /dev/zero >"$work/probe" 2>/dev/null || die 74 'cannot write the temporary folder'
    die "$@"
}

cat >"$work/ask.gp" <<'END'
if (strstrt(GPVAL_TERMINALS, ' pngcairo ') == 0 || strstrt(GPVAL_TERMINALS, ' svg ') == 0) { exit status 1 }
END
(cd -- "$work" && gnuplot -d ask.gp) </dev/null >/dev/null 2>&1 ||
    die_or_full 69 'this gnuplot lacks the pngcairo or svg terminal: apt-get install --no-install-recommends gnuplot-nox'

# A font that has the characters: cairo draws black shapes, and says nothing, when none has.
families() {
    fc-list "$1" --format '%{family}\n' 2>/dev/null | tr ',' '\n' | grep -x '[A-Za-z0-9][A-Za-z0-9 _-]*' | sort -u
}
choose() {
    all=$1
    shift
    for want in "$@"; do
        printf '%s\n' "$all" | grep -ix -m 1 -- "$want" && return
    done
    printf '%s\n' "$all" | grep -i -m 1 -e sans -e gothic && return
    printf '%s\n' "$all" | head -n 1
}
if [ "$lang" = ja ]; then
    font=$(choose "$(families :lang=ja)" 'Noto Sans CJK JP' 'Noto Sans JP' 'Source Han Sans JP' IPAexGothic \
        'IPAPGothic' 'IPAGothic' 'TakaoPGothic' 'VL PGothic')
    narrow=$font
    package=fonts-noto-cjk
else
    font=$(choose "$(families :lang=en)" 'DejaVu Sans' 'Liberation Sans' 'Noto Sans')
    narrow=$(families :lang=en | grep -x -m 1 -e 'DejaVu Sans Condensed' -e 'Liberation Sans Narrow' || printf %s "$font")
    package=fonts-dejavu-core
fi
[ -n "$font" ] || die 69 'no font for --lang %s: apt-get install --no-install-recommends %s' "$lang" "$package"
printf "LANG = '%s'\nFONT = '%s'\nNARROW = '%s'\n" "$lang" "$font" "$narrow" >"$work/font.gp" || die 74 'cannot write the temporary folder'

for file in "$here"/*.gp "$here"/*.awk "$here/tiles.csv"; do
    cp -- "$file" "$work/" 2>/dev/null || die 74 'cannot write the temporary folder'
done
cat -- "$here/labels.$lang.gp" "$here/phrases.gp" >"$work/labels.gp" 2>/dev/null || die 74 'cannot write the temporary folder'

words() {
    for file in "$result/manifest.json" "$result/summary.json"; do
        [ -f "$file" ] && head -c 1000000 <"$file"
        echo
    done | (cd -- "$work" && awk -v lang="$lang" -v missing="$1" -v codes=codes -f text.awk -f words.awk >words.gp)
}
: >"$work/codes"
words '' || die_or_full 65 'cannot read manifest.json or summary.json'
missing=
while read -r code hex; do
    [ -n "$(fc-list ":charset=$hex" family 2>/dev/null | head -n 1)" ] || missing="$missing $code"
done <"$work/codes"
[ -z "$missing" ] || words "$missing" || die_or_full 65 'cannot read manifest.json or summary.json'

# A comparison has its tables in several files.
before=
after=
if [ "$data" = compare.csv ]; then
    before=$result/scenarios.csv
    [ ! -f "$result/explanation.csv" ] || after=$result/explanation.csv
fi
cat ${before:+"$before"} "$result/$data" ${after:+"$after"} >"$work/input" 2>/dev/null || die_or_full 65 'cannot read %s' "$data"
(cd -- "$work" && awk -v lang="$lang" -v tiles=tiles.csv -f text.awk -f "$rows" -f "$extract") <"$work/input" >"$work/log" ||
    die_or_full 65 '%s cannot be drawn: %s' "$data" "$(head -n 1 "$work/log")"

has() {
    grep -q "^HAVE_$(printf %s "$1" | tr a-z A-Z) = 1\$" "$work/data.gp"
}
# One waterfall a scenario: NAME_1 and so on where there are several.
plots=
for name in $only; do
    if has "$name"; then
        falls=
        [ "$name" != compare_waterfall ] || falls=$(sed -n "s/^WATERFALLS = *'\([ 0-9]*\)'\$/\1/p" "$work/data.gp")
        case $falls in
        *[0-9]*) for s in $falls; do plots="$plots $name:$s"; done ;;
        *) plots="$plots $name" ;;
        esac
    elif [ "$name" != compare_waterfall ] || [ "$only" = "$name" ]; then
        # An explanation is drawn if it was asked for.
        say 'note: the plot %s is left out: %s has no rows for it' "$name" "$data"
    fi
done
[ -n "$plots" ] || die 66 'there is nothing to draw in %s' "$shown"
drawn=
for plot in $plots; do
    script=${plot%:*}
    number=${plot#"$script"}
    number=${number#:}
    name=$script${number:+_$number}
    for kind in png svg; do
        rm -f -- "$work/plot.$kind"
        (cd -- "$work" && gnuplot -d -c "$script.gp" "$kind" "${number:-1}") </dev/null >"$work/log" 2>&1 && [ -s "$work/plot.$kind" ] ||
            die_or_full 70 'gnuplot failed at %s: %s' "$name.$kind" "$(grep -v 'degree sign' "$work/log" | head -n 5 | tr -d '\000-\010\013-\037\177')"
        mv -- "$work/plot.$kind" "$work/$name.$kind"
    done
    # A reader without this font takes its own; bold is not part of a family's name in SVG.
    sed -e 's/]]>/]]\&gt;/g' -e 's/font-family="\([^":]*\):Bold"/font-weight="bold" font-family="\1"/g' \
        -e 's/font-family="\([^"]*\)"/font-family="\1, sans-serif"/g' "$work/$name.svg" >"$work/plot.svg" &&
        mv -- "$work/plot.svg" "$work/$name.svg" || die 74 'cannot write the temporary folder'
    drawn="$drawn $name"
done

# All are complete: put them in place together.
trap 'stop=1' HUP INT TERM
[ -d "$out" ] || new=$out
(trap '' HUP INT TERM; exec mkdir -p -- "$out")
stage=$(made "$out/.drawing.XXXXXX")
heed
[ -d "$out" ] || die 73 'cannot make the folder of the pictures'
[ -n "$stage" ] || die 73 'cannot make the folder of the pictures'
for name in $drawn; do
    cp -- "$work/$name.png" "$work/$name.svg" "$stage/" 2>/dev/null || die 74 'cannot write the pictures'
done
# From here on nothing stops it half-way.
trap '' HUP INT TERM
case $only in *compare_waterfall*) rm -f -- "$out"/compare_waterfall*.png "$out"/compare_waterfall*.svg ;; esac
for name in $only; do
    for kind in png svg; do
        [ -f "$stage/$name.$kind" ] || rm -f -- "$out/$name.$kind"
    done
done
for name in $drawn; do
    for kind in png svg; do
        mv -f -- "$stage/$name.$kind" "$out/$name.$kind" || die 74 'cannot write the pictures'
    done
done
exit 0
