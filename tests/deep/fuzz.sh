#!/bin/sh
# Every reader is fed damaged files for a minute, from the corpus of the repository (tests/fuzz/run.sh).
set -eu
cd "$(dirname "$0")/../.."
unset MAKEFLAGS MFLAGS MAKELEVEL
make -s -j"$(nproc 2>/dev/null || echo 1)" MODE=fuzz CC=clang fuzzers >/dev/null
sh tests/fuzz/run.sh "${FUZZ_SECONDS:-60}"
