#!/bin/sh
# man.sh PROGRAM FOLDER - the manual pages of the program, a page a command and panelcast(1), from its own --help.
set -eu
LC_ALL=C.UTF-8
export LC_ALL
LC_ALL=C
export LC_ALL
here=$(cd -- "$(dirname -- "$0")" && pwd -P)
program=$1
folder=$2
version=$("$program" version | sed -n '1s/ (.*//p')
page() { # COMMAND SUMMARY
    "$program" ${1:+"$1"} --help | awk -v command="$1" -v summary="$2" -v version="$version" -f "$here/man.awk"
}

page '' "projects Japan's cancer genomic medicine network" >"$folder/panelcast.1"
cat "$here/panelcast.1.end" >>"$folder/panelcast.1"
"$program" --help | sed -n '/^commands:$/,/^$/s/^  \([a-z-]*\) */\1 /p' | while read -r command summary; do
    page "$command" "$summary" >"$folder/panelcast-$command.1"
    printf '%s\n' '.SH SEE ALSO' '.BR panelcast (1)' >>"$folder/panelcast-$command.1"
done
