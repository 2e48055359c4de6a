#!/bin/sh
# Includes go one way, and every name that the library exports begins with pc_.
#
#   base         nothing (the compiler's vector registers in rng.c)
#   scenario     base                                     cJSON and GSL
#   simulation   base, and scenario's plain headers: params.h and model_input.h
#   output       base                                     cJSON
#   analysis     base, scenario, simulation, output       GSL
#     a wing     itself and ensemble; sensitivity also sweep; answers every wing       sweep/store: cJSON and SQLite
#   tools        model, but of the wings of analysis only ensemble, answers and the one of its own name
#     a wing     itself and what lies directly in tools
#
# Nothing in model/ includes tools/. No two files need each other, through however many others: what a header
# and its source include counts as one. Headers that only the sources of one module share are part of it.
set -eu
LC_ALL=C.UTF-8
export LC_ALL
cd "$(dirname "$0")/../.."

find model tools -name '*.[ch]' -o -name '*.def' | sort | xargs grep -HnoE '^#[[:space:]]*include[[:space:]]*[<"][^>"]+[>"]' | awk '
    BEGIN {
        FS = ":"
        allowed["base"] = "^base/"
        allowed["scenario"] = "^(base|scenario)/"
        allowed["simulation"] = "^(base|simulation)/|^scenario/(values/params|model_input)\\.h$"
        allowed["output"] = "^(base|output)/"
        allowed["analysis"] = "^(base|scenario|simulation|output)/"
        below["sensitivity"] = "sweep" # the one wing that stands on another
        libraries["scenario"] = "^(cjson|gsl)/"
        libraries["output"] = "^cjson/"
        libraries["analysis"] = "^gsl/|^pthread\\.h$"
        # What the C standard library and POSIX give.
        plain = "^(assert|ctype|errno|float|inttypes|limits|math|signal|stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdlib|string|time)\\.h$"
        posix = "^(dirent|fcntl|ftw|locale|sched|strings|unistd|sys/[a-z]+)\\.h$"
    }
    function wing_of(path, part) { # analysis/WING/...
        split(path, part, "/")
        return part[2]
    }
    function good_wing(from, to) {
        return to == from || to == "ensemble" || to == below[from] || from == "answers"
    }
    function model_fault(room, name) {
        if (room == "analysis" && name ~ /^analysis\//)
            return good_wing(wing_of(substr(file, 7)), wing_of(name)) ? "" : "the wing must not include " name
        if (name !~ allowed[room]) return room " must not include " name
        return ""
    }
    function library_fault(room, name) {
        if (name ~ plain || (room != "simulation" && name ~ posix)) return ""
        if (room in libraries && name ~ libraries[room]) return ""
        if (file ~ /^model\/analysis\/sweep\/store\// && name ~ /^cjson\/|^sqlite3\.h$/) return ""
        if (file == "model/base/chance/rng.c" && name ~ /^(emm|imm)intrin\.h$/) return ""
        return room " must not include " name
    }
    function tools_fault(name, part, depth, wing, other) {
        depth = split(file, part, "/")
        wing = depth > 2 ? part[2] : ""
        if (name ~ /^analysis\//) {
            other = wing_of(name)
            if (wing == "report" || other == "ensemble" || other == "answers" || other == wing || other == below[wing]) return ""
            return "the wing " wing " must not include " name
        }
        if (name !~ /^tools\//) return ""
        depth = split(name, part, "/")
        return depth == 2 || part[2] == wing ? "" : "must not include " name
    }
    {
        file = $1
        split($1, part, "/")
        room = part[1] == "tools" ? "tools" : part[2]
        name = $3
        sub(/^[^<"]*[<"]/, "", name)
        sub(/[>"].*$/, "", name)
        n++
        fault = ""
        if (room == "tools") fault = $3 ~ /"/ ? tools_fault(name) : ""
        else if (!(room in allowed)) fault = "the room " room " is not known here"
        else fault = $3 ~ /"/ ? model_fault(room, name) : library_fault(room, name)
        if (fault != "") { print $1 ":" $2 ": " fault; failed = 1 }
    }
    END {
        if (n < 500) { print "only " n + 0 " includes were read"; failed = 1 }
        exit failed
    }'

shared='model/scenario/reader_parts model/analysis/sweep/store/parts tools/report/book'
find model tools -name '*.[ch]' | sort | xargs grep -Ho '^#include "[^"]*' | sed -e 's/:#include "/ /' -e 's/\.[ch]\( \|$\)/\1/g' |
    awk -v shared="$shared" 'BEGIN { n = split(shared, list, " "); for (i = 1; i <= n; i++) inner[list[i]] = 1 }
        { to = ($2 ~ /^tools\// ? "" : "model/") $2; if ($1 != to && !($1 in inner)) print $1, to }' | tsort >/dev/null ||
    { echo 'these files need each other in a circle'; exit 1; }

library=build/release/libpanelcast.a
[ -f $library ] || { echo "$library is not there: make"; exit 1; }
names=$(nm -P -g --defined-only $library 2>/dev/null | awk 'NF >= 2 && $2 ~ /^[A-Z]$/ { print $1 }')
strange=$(echo "$names" | grep -v '^pc_' || true)
[ -z "$strange" ] || { echo "exported without pc_:" $strange; exit 1; }
echo "arrows: one way; $(echo "$names" | wc -l) exported names begin with pc_"
