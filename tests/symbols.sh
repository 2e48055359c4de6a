#!/bin/sh
# symbols.sh OBJECT... - the model's core needs no mathematics library.
#
# glibc picks variants of exp, log and pow by processor, and their last bits differ. The objects of
# model/base and model/simulation may therefore use only the names below from outside. Fails and
# names every object and symbol that is not allowed.
set -eu

allowed='
    sqrt floor fabs
    malloc calloc realloc free abort
    memcpy memmove memset memcmp memchr
    strlen strcmp strncmp strchr strrchr strcspn strtod qsort bsearch
    stderr fputc putc fputs fwrite fprintf vfprintf snprintf vsnprintf fgets ferror fflush
    _GLOBAL_OFFSET_TABLE_ __stack_chk_fail
'
if [ $# -eq 0 ]; then
    echo "usage: $0 OBJECT..." >&2
    exit 64
fi
names=$(mktemp)
trap 'rm -f "$names"' EXIT
nm -A -P -g "$@" >"$names"

# A name that one of the objects defines is not from outside. Sanitizers and fortified libc calls
# have names of their own.
awk -v allowed="$allowed" '
    BEGIN { n = split(allowed, list); for (i = 1; i <= n; i++) ok[list[i]] = 1 }
    $3 == "U" || $3 == "w" { object[++m] = $1; wanted[m] = $2; next }
    { ok[$2] = 1 }
    END {
        for (i = 1; i <= m; i++) {
            name = wanted[i]
            if (name ~ /^__(asan|ubsan|tsan)_/) continue
            if (name ~ /^__.*_chk$/) { sub(/^__/, "", name); sub(/_chk$/, "", name) }
            if (!(name in ok)) { print object[i] " needs " wanted[i] ", which is not allowed"; bad = 1 }
        }
        if (m + 0 == 0) { print "no undefined symbols were read"; bad = 1 }
        exit bad
    }' "$names"
