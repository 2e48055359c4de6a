#!/bin/sh
# The generated files in docs/ say what the program says.
set -eu
cd "$(dirname "$0")/.."
sh tools/make_docs.sh --check
echo 'docs: as the program prints them'
