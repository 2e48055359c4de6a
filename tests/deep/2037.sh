#!/bin/sh
# docs/2037.md and docs/2037.ja.md say what the program says, and --check shows a line that does not.
. tests/testlib.sh

if sh tools/docs/make_2037.sh --check >"$top/said" 2>&1; then
    ok 'up to date'
else
    fail 'up to date' "$(cat "$top/said")"
fi

end_tests
