#!/bin/sh
# cover.sh - which lines of model/ the unit tests and the quick test scripts run, by gcov.
#
#   tests/cover.sh             run them with the build of MODE=cover (make cover does both), then report
#   tests/cover.sh --report    report on what has run so far
#   tests/cover.sh --list      only print the files that are looked at
#
# A line for each file, then the lines that nothing ran, in three groups. A run of up to 8 such lines is "memory" if it names
# PC_ERR_NOMEM, "passed on" if it only frees and returns an error that a call gave, and "open" otherwise. Open ones are listed.
set -u
cd "$(dirname "$0")/.." || exit 1
build=build/cover
bad=0

sources() {
    find model -name '*.c' | sort
}
if [ "${1-}" = --list ]; then
    sources
    exit
fi
if [ "${1-}" != --report ]; then
    find $build -name '*.gcda' -exec rm -f {} +
    sh tests/run_units.sh $(find tests/unit -mindepth 2 -name '*.c' | sort | sed "s|^tests|$build|; s|\.c$||") >$build/log 2>&1 || bad=1
    scripts=$(grep -l '^\. tests/testlib.sh' tests/program/*.sh tests/deep/report.sh tests/deep/tables.sh)
    PANELCAST=$build/panelcast sh tests/run_scripts.sh $scripts tests/program/oracle.sh tests/program/statistics.sh >>$build/log 2>&1 || bad=1
    grep -E '^(FAILED|unit tests|scripts)' $build/log
fi

sources | while read -r source; do
    notes=$build/${source%.c}.gcno
    [ ! -f "$notes" ] || gcov --stdout -o "${notes%/*}" "$notes" 2>/dev/null
done >$build/lines || exit 1
awk '
function trim(s) { gsub(/^[ \t]+|[ \t]+$/, "", s); return s }
function finish(  group, k) { # a run of lines that nothing ran
    if (!length_of_run) return
    group = length_of_run > 8 ? "open" : memory ? "memory" : passed ? "passed on" : "open"
    count[group] += length_of_run
    for (k = 1; group == "open" && k <= length_of_run; k++) listing[++listed] = file ":" number[k] ": " text[k]
    length_of_run = memory = 0
    passed = 1
}
BEGIN { passed = 1 }
{
    split($0, part, ":")
    times = trim(part[1])
    if (part[2] + 0 == 0) {
        if (part[3] == "Source") { finish(); file = part[4] }
        next
    }
    if (times == "-" || file !~ /^model\/.*\.c$/) next
    lines[file]++
    if (times !~ /^(#####|=====)/) { finish(); next }
    missed[file]++
    code = trim(substr($0, length(part[1] ":" part[2] ":") + 1))
    number[++length_of_run] = trim(part[2])
    text[length_of_run] = code
    if (code ~ /PC_ERR_NOMEM/) memory = 1
    if (code !~ /^(return (status|NULL);|break;|goto |free\(|status = |.*(_free|_close|fclose|unlink|finalize)\()/) passed = 0
}
END {
    finish()
    for (f in lines) {
        printf "%5.1f %%  %5d lines, %4d not run  %s\n", 100 * (1 - missed[f] / lines[f]), lines[f], missed[f], f | "sort -k6"
        all += lines[f]
        none += missed[f]
    }
    close("sort -k6")
    printf "\nNot run, but for memory (%d lines) and errors passed on (%d lines):\n", count["memory"], count["passed on"]
    for (k = 1; k <= listed; k++) print listing[k]
    printf "\n%.1f %% of %d lines of model/ are run; %.1f %% without memory and errors passed on (%d lines are left)\n",
        100 * (1 - none / all), all, 100 * (1 - listed / (all - count["memory"] - count["passed on"])), listed
}' $build/lines
exit $bad
