# testlib.sh - what the tests of the whole program share. Sourced from the folder above:
#   . tests/testlib.sh
# Sets $program (build/panelcast, or $PANELCAST), $root and $work, a new folder that is removed at
# the end. A check prints one line; end_tests exits 1 if any failed.
set -u
LC_ALL=C
export LC_ALL
unset CDPATH PANELCAST_DATA POSIXLY_CORRECT

if [ ! -f scenarios/baseline.json ]; then
    echo "run this from the project's root: sh $0" >&2
    exit 64
fi
root=$(pwd -P)
program=${PANELCAST:-build/panelcast}
case $program in /*) ;; *) program=$root/$program ;; esac
if [ ! -x "$program" ]; then
    echo "$program is not there: run make first" >&2
    exit 66
fi
top=$(mktemp -d) || exit 73
trap 'rm -rf -- "$top"' EXIT
trap 'exit 75' HUP INT TERM
work="$top/it's a folder"
mkdir "$work"
base=scenarios/baseline.json
passes=0
failures=0

ok() {
    passes=$((passes + 1))
    printf 'ok   %s\n' "$1"
}

# NAME, then lines that say what was expected and what came.
fail() {
    failures=$((failures + 1))
    printf 'FAIL %s\n' "$1"
    shift
    [ $# -eq 0 ] || printf '       %s\n' "$@"
    if [ -s "$work/stderr" ]; then
        echo '       the last messages of the program:'
        tail -n 5 "$work/stderr" | sed 's/^/         /'
    fi
}

# NAME COMMAND...: the command must succeed.
check() {
    checked=$1
    shift
    if "$@" >"$work/log" 2>&1; then
        ok "$checked"
    else
        fail "$checked" "expected to hold: $*" "$(head -n 5 "$work/log")"
    fi
}

# The program, with its output in $work/stdout and $work/stderr and its exit code in $code.
panelcast() {
    "$program" "$@" >"$work/stdout" 2>"$work/stderr" </dev/null
    code=$?
}

# NAME CODE ARGUMENTS...: the program must exit with CODE.
exits() {
    name=$1
    want=$2
    shift 2
    panelcast "$@"
    if [ "$code" -eq "$want" ]; then
        ok "$name"
    else
        fail "$name" "expected exit code $want, not $code, of: panelcast $*"
        return 1
    fi
}

# NAME TEXT ARGUMENTS...: a mistake on the command line: 64, the text on stderr, nothing on stdout.
mistake() {
    mistake_name=$1
    text=$2
    shift 2
    if exits "$mistake_name: 64" 64 "$@"; then
        says "$mistake_name: message" "$text"
        silent "$mistake_name: nothing on stdout"
    fi
}

# A step that the next checks stand on: says nothing if it succeeds, ends the test if not.
must() {
    panelcast "$@"
    if [ "$code" -ne 0 ]; then
        fail "panelcast $*" "expected exit code 0, not $code"
        exit 1
    fi
}

# NAME TEXT: the text is in the messages of the last run.
says() {
    if grep -qF -e "$2" "$work/stderr"; then
        ok "$1"
    else
        fail "$1" "expected on stderr: $2"
    fi
}

# NAME TEXT: the text is in the output of the last run.
prints() {
    if grep -qF -e "$2" "$work/stdout"; then
        ok "$1"
    else
        fail "$1" "expected on stdout: $2" "found: $(head -n 3 "$work/stdout")"
    fi
}

# NAME: nothing on stdout.
silent() {
    if [ ! -s "$work/stdout" ]; then
        ok "$1"
    else
        fail "$1" 'expected nothing on stdout' "found: $(head -n 3 "$work/stdout")"
    fi
}

# NAME FILE FILE: the same bytes.
same() {
    if cmp -- "$2" "$3" >"$work/log" 2>&1; then
        ok "$1"
    else
        fail "$1" 'expected the same bytes' "$(cat "$work/log")" "$(diff -- "$2" "$3" | head -n 6)"
    fi
}

# The value of a national row. FILE VARIABLE TIME
value() {
    awk -F, -v variable="$2" -v time="$3" \
        '$3 == "JP" && $4 == variable && $6 == time && $7 ~ /^(mean|sample)$/ { print $9 }' "$1"
}

# NAME VALUE LOW HIGH: a number, and within.
within() {
    if awk -v x="$2" -v low="$3" -v high="$4" \
        'BEGIN { exit !(x ~ /^-?[0-9.]+(e[-+]?[0-9]+)?$/ && x + 0 >= low + 0 && x + 0 <= high + 0) }'; then
        ok "$1"
    else
        fail "$1" "expected from $3 to $4, not '$2'"
    fi
}

# The folder's files are those that its manifest names, byte for byte.
whole() {
    (
        cd -- "$1" && [ -s manifest.json ] || exit 1
        awk -F'"' '/"outputs"/ { on = 1 } on && $2 == "name" { name = $4 }
            on && $2 == "sha256" { print $4 "  " name; n++ } END { exit n < 5 }' manifest.json >"$top/sums" &&
            sha256sum --quiet -c -- "$top/sums"
    )
}

is_empty_file() {
    [ ! -s "$1" ]
}

is_json() {
    if ! command -v python3 >/dev/null 2>&1; then
        echo 'no python3: JSON is not checked' >&2
        return 0
    fi
    python3 -c 'import json, sys; json.load(open(sys.argv[1], encoding="utf-8"))' "$1"
}

end_tests() {
    if [ "$failures" -ne 0 ]; then
        echo "$failures of $((passes + failures)) checks failed"
        exit 1
    fi
    echo "$passes checks"
    exit 0
}
