#!/bin/sh
# setup.sh run|test|words|lint|deep|bench|page|page-test - sees that the packages of a group are there, and
# installs what is missing.
#
# Says nothing and is done at once when all is there. On Debian and its relatives the missing packages
# come from apt, through sudo where needed. Where it may not install it prints the line to type and stops.
# Exit codes: 0 all is there; 64 usage; 69 something is missing and could not be installed.
set -u

# To build and run. The fonts are for the plots, in English and in Japanese.
run='gcc libc6-dev make libgsl-dev libcjson-dev libsqlite3-dev
    gnuplot-nox fontconfig fonts-dejavu-core fonts-noto-cjk'
# For the workbook of `panelcast report`, without which the program builds and runs all the same.
book='libxlsxwriter-dev zlib1g-dev'
# For the quick tests: unit tests, the validator of the JSON Schema, and the readers of workbooks.
test="$book libcunit1-dev binutils python3 python3-jsonschema python3-openpyxl libxml2-utils gettext"
# For the catalogue of messages.
words='gettext python3'
# For the form of the code: a second compiler and the checkers.
lint="$book clang clang-format clang-tidy cppcheck"
# For the slower checks: the checker of memory, clang's fuzzer, a cluster of one node, and the readers of results.
deep='valgrind libclang-rt-dev slurm-wlm munge python3-pandas python3-scipy r-base-core'
# For the page: the compiler of the model inside it, what unpacks the sources of two libraries, and what draws PDF and
# pictures.
page="$book clang lld llvm wasi-libc libclang-rt-14-dev-wasm32 dpkg-dev esbuild chromium zip"
# For the tests of the page. Any node from 18 will do.
page_test='nodejs unzip libxml2-utils firefox-esr'

case ${1-} in
run) packages=$run ;;
test) packages="$run $test" ;;
words) packages="$words" ;;
lint) packages="$run $test $lint" ;;
deep) packages="$run $test $lint $deep" ;;
bench) packages="$run python3-numpy" ;;
page) packages="$run $page" ;;
page-test) packages="$run $page $page_test" ;;
*)
    echo 'usage: tools/setup.sh run|test|words|lint|deep|bench|page|page-test' >&2
    exit 64
    ;;
esac
packages=$(echo $packages)

stop() {
    printf 'setup: ' >&2
    printf '%s\n' "$@" >&2
    exit 69
}

if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
    # No Debian: look for what the packages hold, and leave the installing to the user.
    lacking=
    for tool in cc gnuplot fc-list; do
        command -v $tool >/dev/null 2>&1 || lacking="$lacking $tool"
    done
    headers='gsl/gsl_cdf.h cjson/cJSON.h sqlite3.h'
    [ "$1" = run ] || headers="$headers CUnit/CUnit.h"
    for header in $headers; do
        echo "#include <sys/types.h>
#include <$header>" | cc -E - >/dev/null 2>&1 || lacking="$lacking $header"
    done
    [ -z "$lacking" ] || stop 'this machine has no apt-get, so nothing is installed for you.' \
        "These are missing:$lacking" \
        "On Debian 12 the packages are: $packages" \
        'Install what holds the same here, and try again.'
    exit 0
fi

look() { # sets `missing`
    missing=$(dpkg-query -W -f '${Package} ${db:Status-Status}\n' $packages 2>/dev/null |
        awk -v wanted="$packages" '
            $2 == "installed" { there[$1] = 1 }
            END {
                n = split(wanted, name, " ")
                for (i = 1; i <= n; i++) if (!(name[i] in there)) printf " %s", name[i]
            }')
    missing=${missing# }
    # Any gnuplot will do, and only one of its packages can be installed.
    if command -v gnuplot >/dev/null 2>&1; then
        missing=$(echo " $missing " | sed 's/ gnuplot-nox / /; s/^ *//; s/ *$//')
    fi
    # The same of node, whose packages exclude each other.
    if node -e 'process.exit(parseInt(process.versions.node) < 18)' >/dev/null 2>&1; then
        missing=$(echo " $missing " | sed 's/ nodejs / /; s/^ *//; s/ *$//')
    fi
}
look
[ -n "$missing" ] || exit 0

install="apt-get install --no-install-recommends $missing"
line="apt-get update && $install"
sudo=
if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null 2>&1 ||
        stop 'some packages are missing, and only root may install them. As root, type this line:' "  $line"
    sudo=sudo
    line="sudo apt-get update && sudo $install"
    # Without a terminal nobody can type a password.
    [ -t 0 ] || sudo -n true 2>/dev/null ||
        stop 'some packages are missing, and sudo asks for a password. Type this line:' "  $line"
fi

apt() {
    DEBIAN_FRONTEND=noninteractive $sudo apt-get -q -y "$@" </dev/null >&2
}
install() { # removes nothing that the user has
    apt install --no-install-recommends --no-remove $missing
}
echo "setup: ${sudo:+sudo }$install" >&2
# A fresh machine has no lists of packages, or old ones.
if ! apt-get install -s -qq --no-install-recommends $missing >/dev/null 2>&1 || ! install; then
    apt update
    install
fi
look
[ -z "$missing" ] || stop 'the packages could not be installed. Type this line and look at what it says:' "  $line"
