#!/bin/sh
# fetch.sh FOLDER - the libraries of the page's model as sources, in FOLDER/cjson and FOLDER/gsl.
#
# They come from Debian's source packages (sources.txt) through an apt folder of their own inside FOLDER:
# the machine's own lists stay as they are. apt checks the signatures. Needs dpkg-dev (tools/setup.sh page).
set -eu
folder=$1
here=$(cd "$(dirname "$0")" && pwd)
[ ! -f "$folder/done" ] || cmp -s "$here/sources.txt" "$folder/done" || rm -f "$folder/done"
[ ! -f "$folder/done" ] || exit 0

rm -rf "$folder"
mkdir -p "$folder/apt/parts" "$folder/apt/lists/partial" "$folder/apt/cache/archives/partial"
folder=$(cd "$folder" && pwd)

# The machine's own places of packages, asked for sources: Debian's, as far as apt knows which are.
targets() {
    apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' "$@" | sort -u
}
places=$(targets 'Origin: Debian')
[ -n "$places" ] || places=$(targets)
[ -n "$places" ] || { echo 'page: apt names no place to take sources from' >&2; exit 69; }
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ ! -f $keyring ] || signed="[signed-by=$keyring]"
echo "$places" | while read -r uri release component; do
    echo "deb-src ${signed-} $uri $release $component"
done >"$folder/apt/parts/debian.list"

own_apt() {
    apt-get -q -o Dir::Etc::sourcelist=/dev/null -o Dir::Etc::sourceparts="$folder/apt/parts" \
        -o Dir::State::lists="$folder/apt/lists" -o Dir::Cache="$folder/apt/cache" \
        -o APT::Sandbox::User="$(id -un)" "$@" >>"$folder/apt/log" 2>&1
}
stop() {
    tail -n 5 "$folder/apt/log" >&2
    echo "page: $*" >&2
    exit 69
}
own_apt update || stop 'the lists of source packages could not be read'

cd "$folder"
grep -v '^#' "$here/sources.txt" | while read -r name version sum; do
    if ! own_apt source --download-only "$name=$version"; then
        # Debian keeps only the newest revision: the same upstream version will do, and is said.
        own_apt source --download-only "$name" || stop "the source of $name is not to be had"
        echo "page: $name $version is no longer there; taken is $(ls "$name"_*.dsc)" >&2
        case $(ls "$name"_*.dsc) in
        "${name}_${version%-*}-"*) ;;
        *) stop "that is another version than $version of $name (tools/report/core/sources.txt)" ;;
        esac
    elif [ "$(sha256sum <"$(ls "$name"_*.dsc)")" != "$sum  -" ]; then
        stop "$name $version is not the one whose sum is in tools/report/core/sources.txt"
    fi
    dpkg-source --no-check -x "$(ls "$name"_*.dsc)" "$name" >>apt/log 2>&1 || stop "$name could not be unpacked"
done
# Headers by the names under which they are included.
mkdir -p include/gsl include/cjson
find gsl -name 'gsl_*.h' ! -path '*/doc/*' -exec cp {} include/gsl/ \;
cp cjson/cJSON.h include/cjson/
rm -f ./*.tar.* ./*.dsc
cp "$here/sources.txt" done
