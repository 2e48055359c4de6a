#!/bin/sh
# deep.sh - the slower checks: form of the code, other compilers and processors, memory.
set -u
cd "$(dirname "$0")/.." || exit 1
bad=0
unset MAKEFLAGS MFLAGS MAKELEVEL

# As many at a time as there are processors: no two of them build in one folder but build/release, where `make deep` has
# built all. The longest come first, so that none runs alone at the end.
sh tests/run_scripts.sh tests/lint.sh tests/deep/oracle_all.sh tests/deep/every_fault.sh \
    $(ls tests/deep/*.sh | grep -vx -e tests/deep/oracle_all.sh -e tests/deep/every_fault.sh) tests/deep/*.py || bad=1

# The unit tests once more, under valgrind: it sees what is read before it is set. It computes long double
# with the 64 bits of a double, so tests that measure against long double are left out.
make -s -j"$(nproc 2>/dev/null || echo 1)" MODE=plain programs >/dev/null || { echo 'FAILED: build of MODE=plain'; bad=1; }
WRAP='valgrind -q --leak-check=full --error-exitcode=9' sh tests/run_units.sh \
    $(find tests/unit -mindepth 2 -name '*.c' | sort | xargs grep -L 'long double' | sed 's|^tests|build/plain|; s|\.c$||') || bad=1

# What runs on threads, under ThreadSanitizer.
threaded='build/tsan/unit/analysis/ensemble/ensemble build/tsan/unit/analysis/ensemble/growing'
make -s -j"$(nproc 2>/dev/null || echo 1)" MODE=tsan $threaded >/dev/null ||
    { echo 'FAILED: build of MODE=tsan'; bad=1; }
sh tests/run_units.sh $threaded || bad=1
exit $bad
