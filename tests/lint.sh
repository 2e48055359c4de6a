#!/bin/sh
# lint.sh - the form of the code: clang-format, clang-tidy, cppcheck, and long files.
#
#   tests/lint.sh           look at every file
#   tests/lint.sh --list    only print their names
set -u
cd "$(dirname "$0")/.." || exit 1
bad=0
sources() { # PATTERN FOLDER...
    pattern=$1
    shift
    find "$@" -name "$pattern" | sort
}
if [ "${1-}" = --list ]; then
    sources '*.[ch]' model tools tests
    exit
fi
finding() {
    echo "$1 has findings"
    bad=1
}
for tool in clang-format clang-tidy cppcheck; do
    command -v $tool >/dev/null 2>&1 || { echo "lint: $tool is missing: sh tools/setup.sh lint"; exit 69; }
done

sources '*.[ch]' model tools tests | xargs clang-format --dry-run -Werror || finding clang-format

# One file a process: with several, clang-tidy 14 takes every va_list for uninitialized.
sources '*.c' model tools | xargs -n 1 -P "$(nproc 2>/dev/null || echo 1)" sh -c '
    clang-tidy --quiet "$1" -- -std=c11 -D_POSIX_C_SOURCE=200809L -Imodel -I. \
        -DPC_VERSION=\"x\" -DPC_COMMIT=\"x\" -DPC_MODEL=\"x\" -DPC_FLAGS=\"x\" -DPC_XLSX 2>/dev/null' sh || finding clang-tidy

cppcheck --quiet --std=c11 --error-exitcode=1 --enable=warning,performance,portability --inline-suppr \
    -Imodel -I. model tools tests || finding cppcheck

# Only a notice: a long file needs a reason.
sources '*.[ch]' model tools tests | xargs wc -l |
    awk '$2 != "total" && $1 > 500 { print "notice: " $2 " has " $1 " lines" }'
[ $bad -eq 0 ] && echo 'lint: clean'
exit $bad
