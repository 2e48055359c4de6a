#!/bin/sh
# Includes go one way, and every name that the library exports begins with pc_.
#
#   base        nothing (Random123's headers and the compiler's vector registers in rng.c, libmd in sha256.c)
#   scenario    base                                     cJSON and GSL
#   simulation  base, and scenario's plain headers: params.h and model_input.h
#   output      base                                     cJSON and SQLite
#   analysis    base, scenario, simulation, output       GSL
#
# Nothing in model/ includes tools/.
set -eu
cd "$(dirname "$0")/.."

find model -name "*.[ch]" -o -name "*.def" | sort | xargs grep -HnoE '^#[[:space:]]*include[[:space:]]*[<"][^>"]+[>"]' | awk '
    BEGIN {
        FS = ":"
        allowed["base"] = "^base/"
        allowed["scenario"] = "^(base|scenario)/"
        allowed["simulation"] = "^(base|simulation)/|^scenario/(values/params|model_input)\\.h$"
        allowed["output"] = "^(base|output)/"
        allowed["analysis"] = "^(base|scenario|simulation|output|analysis)/"
        libraries["scenario"] = "^(cjson|gsl)/"
        libraries["output"] = "^cjson/|^sqlite3\\.h$"
        libraries["analysis"] = "^(cjson|gsl)/|^pthread\\.h$|^sqlite3\\.h$"
        # What the C standard library and POSIX give.
        plain = "^(assert|ctype|errno|float|inttypes|limits|math|signal|stdarg|stdbool|stddef|stdint|stdio|stdlib|string|time)\\.h$"
        posix = "^(dirent|fcntl|ftw|locale|strings|unistd|sys/[a-z]+)\\.h$"
    }
    {
        split($1, part, "/")
        room = part[2]
        name = $3
        sub(/^[^<"]*[<"]/, "", name)
        sub(/[>"].*$/, "", name)
        n++
        if (!(room in allowed)) bad = $1 ": the room " room " is not known here"
        else if ($3 ~ /"/) {
            if (name !~ allowed[room]) bad = $1 ":" $2 ": " room " must not include " name
        } else if (name !~ plain && !(room != "simulation" && name ~ posix) &&
            !(room in libraries && name ~ libraries[room]) &&
            !($1 == "model/base/chance/rng.c" && name ~ /^Random123\/|^(emm|imm)intrin\.h$/) && !($1 == "model/base/sha256.c" && name == "sha256.h")) {
            bad = $1 ":" $2 ": " room " must not include " name
        }
        if (bad != "") { print bad; failed = 1; bad = "" }
    }
    END {
        if (n < 100) { print "only " n + 0 " includes were read"; failed = 1 }
        exit failed
    }'

library=build/release/libpanelcast.a
[ -f $library ] || { echo "$library is not there: make"; exit 1; }
names=$(nm -P -g --defined-only $library 2>/dev/null | awk 'NF >= 2 && $2 ~ /^[A-Z]$/ { print $1 }')
strange=$(echo "$names" | grep -v '^pc_' || true)
[ -z "$strange" ] || { echo "exported without pc_:" $strange; exit 1; }
echo "arrows: one way; $(echo "$names" | wc -l) exported names begin with pc_"
