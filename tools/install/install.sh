#!/bin/sh
# install.sh install|uninstall - what `make install` and `make uninstall` do.
#
# PREFIX (default /usr/local) is where the program will lie; DESTDIR, if set, is a folder to put that into. The names of all
# files go into share/panelcast/installed: uninstalling removes these, and of the folders ours alone if nothing else
# is in them; installing again removes first what an older version had.
set -eu
cd -- "$(dirname -- "$0")/../.."
prefix=${DESTDIR-}${PREFIX:-/usr/local}
list=share/panelcast/installed

remove() {
    [ -f "$prefix/$list" ] || return 0
    while IFS= read -r file; do
        case /$file/ in *//* | */../*) continue ;; esac # nobody's list may lead out of the folder
        rm -f -- "$prefix/$file"
    done <"$prefix/$list"
    rm -f -- "$prefix/$list"
    for folder in share/panelcast share/doc/panelcast; do
        [ ! -d "$prefix/$folder" ] || find "$prefix/$folder" -depth -type d -exec rmdir -- {} + 2>/dev/null || true
    done
}

put() { # MODE FILE FOLDER [NAME]
    to=$3/${4:-${2##*/}}
    mkdir -p -- "$prefix/$3"
    # A new file and not the old one's bytes: a program that runs goes on with the old one.
    cp -- "$2" "$prefix/$to.new"
    chmod "$1" "$prefix/$to.new"
    mv -f -- "$prefix/$to.new" "$prefix/$to"
    printf '%s\n' "$to" >>"$work/list"
}
put_all() { # FOLDER: the files named on standard input, under their own paths
    while IFS= read -r file; do
        mode=644
        case $file in *.sh) mode=755 ;; esac
        put $mode "$file" "$1/$(dirname -- "$file")"
    done
}
named() { # FOLDER PATTERN...
    folder=$1
    shift
    for pattern in "$@"; do
        find "$folder" -type f -name "$pattern"
    done | LC_ALL=C sort
}

case ${1-} in
uninstall)
    if [ ! -f "$prefix/$list" ]; then
        echo "nothing is installed in $prefix: there is no $list" >&2
        exit 66
    fi
    remove
    echo "removed from $prefix"
    ;;
install)
    umask 022
    work=$(mktemp -d)
    trap 'rm -rf -- "$work"' EXIT
    mkdir "$work/man"
    sh tools/docs/man.sh build/panelcast "$work/man"
    remove
    put 755 build/panelcast bin
    named plots '*.sh' '*.gp' '*.awk' '*.csv' | put_all share/panelcast
    # What makes a report calculate, if it was built (make page-core).
    for file in build/page/explorer.js build/page/explorer.css build/page/core.b64; do
        [ ! -f $file ] || put 644 $file share/panelcast/page
    done
    named scenarios '*.json' '*.csv' '*.md' | put_all share/panelcast
    named tools/cluster '*.sh' '*.sbatch' | put_all share/panelcast
    # Scenarios name the schema as ../docs/scenario.schema.json.
    put 644 docs/scenario.schema.json share/panelcast/docs
    named docs '*.md' '*.json' '*.png' | grep -v '^docs/templates/' | put_all share/doc/panelcast
    for file in LICENSE README.md CHANGELOG.md CITATION.cff; do
        put 644 $file share/doc/panelcast
    done
    for page in "$work/man"/*; do
        put 644 "$page" share/man/man1
    done
    put 644 tools/install/completion.bash share/bash-completion/completions panelcast
    cp -- "$work/list" "$prefix/$list"
    chmod 644 "$prefix/$list"
    echo "installed in $prefix: $(($(wc -l <"$work/list") + 1)) files"
    ;;
*)
    echo 'usage: install.sh install|uninstall' >&2
    exit 64
    ;;
esac
