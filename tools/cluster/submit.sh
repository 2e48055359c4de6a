#!/bin/sh
# submit.sh DESIGN.json FOLDER SHARDS [SBATCH OPTIONS] - a sweep as a Slurm array, and a job that merges it.
#
#   tools/cluster/submit.sh design.json out/s1 16 --partition=short --time=1:00:00
#   ARRAY=3,7 tools/cluster/submit.sh design.json out/s1 16       # these tasks again
#
# The options go to both jobs. The merge starts when every task of the array has succeeded; if one has not,
# it leaves the queue, and submitting again goes on. Start it where the tasks find the program (PANELCAST,
# else build/panelcast, else the installed one) and the files. Exit code 64 usage; else that of the check of the design or of sbatch.
set -eu
if [ $# -lt 3 ]; then
    echo 'usage: submit.sh DESIGN.json FOLDER SHARDS [SBATCH OPTIONS]' >&2
    exit 64
fi
design=$1 folder=$2 shards=$3
shift 3
case $shards in
'' | 0* | *[!0-9]*)
    echo "submit.sh: SHARDS is a whole number from 1, not '$shards'" >&2
    exit 64
    ;;
esac
here=$(cd "$(dirname "$0")" && pwd -P)

program=${PANELCAST:-build/panelcast}
[ -n "${PANELCAST-}" ] || [ -x $program ] || program=panelcast
# A fault of the design is said here and not by every task.
"$program" sweep "$design" --shard "1/$shards" --dry-run
mkdir -p "$folder"
tasks=$(sbatch --parsable --array="${ARRAY:-1-$shards}" --output="$folder/slurm-%A_%a.out" "$@" \
    "$here/sweep.sbatch" "$design" "$folder" "$shards")
tasks=${tasks%%;*}
merge=$(sbatch --parsable --dependency="afterok:$tasks" --kill-on-invalid-dep=yes \
    --output="$folder/slurm-merge-%j.out" "$@" "$here/merge.sbatch" "$folder")
echo "tasks: job $tasks, merge: job ${merge%%;*}, results: $folder/merged.csv"
