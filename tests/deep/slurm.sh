#!/bin/sh
# A sweep on a real Slurm: one node, on the loopback, with munge, all in a temporary folder.
#
# Submits the array with tools/cluster/submit.sh, kills one task (kill -9) and cancels another, submits both
# again, and compares the merged table with that of one machine. Needs slurmctld, slurmd, sbatch and munged
# (Debian: slurm-wlm, munge) and root, because only root may start jobs and be another user. Without them
# it says so and is skipped.
for tool in slurmctld slurmd sbatch squeue scancel scontrol srun munged mungekey setpriv python3; do
    PATH=$PATH:/usr/sbin:/sbin command -v $tool >/dev/null 2>&1 || lacking="${lacking-} $tool"
done
if [ -n "${lacking-}" ]; then
    echo "skipped: no Slurm here: there is no$lacking (tools/setup.sh deep installs it on Debian)"
    exit 0
fi
if [ "$(id -u)" -ne 0 ] || ! id munge >/dev/null 2>&1; then
    echo 'skipped: only root can start Slurm, and munge needs a user of that name'
    exit 0
fi
. tests/testlib.sh
PATH=$PATH:/usr/sbin:/sbin
PANELCAST=$program
export PATH PANELCAST
slurm=$top/slurm
out=$work/out
mkdir "$slurm" "$slurm/state" "$slurm/spool" "$slurm/munge"
SLURM_CONF=$slurm/slurm.conf
export SLURM_CONF

# --- start and stop --------------------------------------------------------------------------------------
# Processes of our jobs: they carry our configuration in their environment. [VARIABLE=VALUE]
of_jobs() {
    grep -lzxF -e "SLURM_CONF=$SLURM_CONF" /proc/[0-9]*/environ 2>/dev/null |
        xargs -r grep -lz -e "^${1-SLURM_JOB_ID=}" 2>/dev/null | cut -d/ -f3 | grep -vx $$
}
daemons=
stop() {
    trap '' HUP INT TERM
    if [ -n "$daemons" ]; then
        timeout 10 scancel --user=root --quiet 2>/dev/null
        wait_for 10 queue_is_empty
        # Newest first: slurmd, slurmctld, munged.
        for pid in $daemons; do
            kill -TERM "$pid" 2>/dev/null
        done
        for pid in $(of_jobs); do
            kill -KILL "$pid" 2>/dev/null
        done
        for pid in $daemons; do
            n=0
            while kill -0 "$pid" 2>/dev/null && [ $n -lt 50 ]; do
                sleep 0.1
                n=$((n + 1))
            done
            kill -KILL "$pid" 2>/dev/null
            wait "$pid" 2>/dev/null
        done
        daemons=
    fi
}
trap 'stop; rm -rf -- "$top"' EXIT

# SECONDS COMMAND...: until the command succeeds.
wait_for() {
    left=$(($1 * 10))
    shift
    until "$@" >/dev/null 2>&1; do
        left=$((left - 1))
        [ $left -gt 0 ] || return 1
        sleep 0.1
    done
}
queue_is_empty() {
    queue=$(timeout 10 squeue -h) && [ -z "$queue" ]
}
node_is_idle() {
    [ "$(timeout 10 sinfo -h -o %t)" = idle ]
}
give_up() { # WHAT
    fail "$1" "$(tail -n 5 "$slurm"/*.log 2>/dev/null)"
    exit 1
}

before=$slurm/before
touch "$before"
port=$(python3 -c '
import socket
sockets = [socket.socket() for _ in range(2)]
for s in sockets:
    s.bind(("127.0.0.1", 0))
print(*[s.getsockname()[1] for s in sockets])')
host=$(uname -n)
host=${host%%.*}
cat >"$SLURM_CONF" <<END
ClusterName=panelcast
SlurmctldHost=$host(127.0.0.1)
SlurmctldPort=${port% *}
SlurmdPort=${port#* }
SlurmUser=root
SlurmdUser=root
AuthType=auth/munge
AuthInfo=socket=$slurm/munge/socket
ProctrackType=proctrack/pgid
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
MpiDefault=none
SelectType=select/cons_tres
SelectTypeParameters=CR_CPU
SlurmdParameters=config_overrides
StateSaveLocation=$slurm/state
SlurmdSpoolDir=$slurm/spool
SlurmctldPidFile=$slurm/slurmctld.pid
SlurmdPidFile=$slurm/slurmd.pid
KillWait=5
NodeName=one NodeHostname=$host NodeAddr=127.0.0.1 CPUs=2 RealMemory=2000
PartitionName=all Nodes=ALL Default=YES MaxTime=10
END
chmod 755 "$top" "$slurm"
mungekey --create --keyfile="$slurm/munge/key"
chown -R munge:munge "$slurm/munge"
setpriv --reuid=munge --regid=munge --clear-groups munged --foreground --key-file="$slurm/munge/key" --socket="$slurm/munge/socket" \
    --pid-file="$slurm/munge/pid" --seed-file="$slurm/munge/seed" --num-threads=2 >"$slurm/munge.log" 2>&1 &
munge=$!
daemons=$munge
wait_for 10 test -S "$slurm/munge/socket" || give_up 'munge starts'
slurmctld -D -f "$SLURM_CONF" >"$slurm/slurmctld.log" 2>&1 &
daemons="$! $daemons"
slurmd -D -f "$SLURM_CONF" -N one >"$slurm/slurmd.log" 2>&1 &
daemons="$! $daemons"
wait_for 30 node_is_idle || give_up 'Slurm starts'
ok 'Slurm starts'

# --- the sweep of one machine, as long as a kill needs ----------------------------------------------------
design() { # POINTS
    cat >"$work/d.json" <<END
{ "name": "t", "scenario": "$root/scenarios/baseline.json", "design": "sobol", "points": $1, "seed": 4,
  "axes": { "rollout.rate": { "min": 8, "max": 25 }, "demand.uptake": {} },
  "metrics": [
    { "name": "tests", "variable": "Tests|Total", "period": "FY2030" },
    { "name": "d460", "milestone": "sites_460" } ] }
END
}
design 100000
must sweep "$work/d.json" --dry-run --threads 1
rate=$(sed -n 's/^time: .*(\([0-9]*\) points a second.*/\1/p' "$work/stdout")
design 1
must sweep "$work/d.json" -o "$work/begun.sqlite"
begun=$(stat -c %s "$work/begun.sqlite")
design $((rate * 24)) # four shards of six seconds
must sweep "$work/d.json" -o "$work/one.sqlite"
must export "$work/one.sqlite" --csv -o "$work/one.csv"

# --- the array, with one task killed and one cancelled ----------------------------------------------------
submit() { # [ARRAY=...]
    env "$@" sh tools/cluster/submit.sh "$work/d.json" "$out" 4 --time=5 >"$work/stdout" 2>"$work/stderr" ||
        give_up 'the array is submitted'
    job=$(sed -n 's/^tasks: job \([0-9]*\),.*/\1/p' "$work/stdout")
}
# The store of a task has grown past that of one point: it is at work and has something to lose.
at_work() {
    [ -e "$out/shard-$1.sqlite" ] && [ "$(stat -c %s "$out/shard-$1.sqlite")" -gt "$begun" ]
}
submit A=1
wait_for 60 at_work 1 || give_up 'the first task works'
killed=
for pid in $(of_jobs SLURM_ARRAY_TASK_ID=1); do
    [ "$(cat "/proc/$pid/comm" 2>/dev/null)" != panelcast ] || { kill -KILL "$pid" && killed=$pid; }
done
check 'a task is killed' [ -n "$killed" ]
wait_for 60 at_work 3 || give_up 'the third task works'
check 'a task is cancelled' scancel "${job}_3"
wait_for 120 queue_is_empty || give_up 'the queue empties'
check 'nothing is merged without these two' [ ! -e "$out/merged.sqlite" ]
exits 'merge names them' 75 merge "$out"/shard-[1-4].sqlite -o "$work/no.sqlite"
says 'the killed one' 'shard 1/4 is not finished'
says 'the cancelled one' 'shard 3/4 is not finished'
check 'the cancelled one stopped in good order' grep -q 'stopped: [0-9]* of' "$out/shard-3.log"

submit ARRAY=1,3
wait_for 120 queue_is_empty || give_up 'the queue empties again'
for task in 1 3; do
    check "task $task went on where it stopped" grep -q ' begun: [1-9][0-9]* of' "$out/shard-$task.log"
done
check 'the merge follows by itself' [ -s "$out/merged.csv" ]
same 'the array gives the bytes of one machine' "$work/one.csv" "$out/merged.csv"

# --- the variables that Slurm sets --------------------------------------------------------------------------
design 90
must sweep "$work/d.json" -o "$work/small.sqlite"
must export "$work/small.sqlite" --csv -o "$work/small.csv"
timeout 60 srun --ntasks=2 --overcommit "$program" sweep "$work/d.json" --shard auto --quiet \
    -o "$work/step-{shard}.sqlite" >"$work/stdout" 2>"$work/stderr"
says 'srun: the first of two' 'shard 1/2, from SLURM_PROCID'
says 'srun: the second of two' 'shard 2/2, from SLURM_PROCID'
must merge "$work"/step-[12].sqlite -o "$work/steps.sqlite"
must export "$work/steps.sqlite" --csv -o "$work/steps.csv"
same 'the tasks of srun give the bytes of one machine' "$work/small.csv" "$work/steps.csv"
auto() { # NAME SBATCH OPTIONS: --shard auto in the script of a job
    name=$1
    shift
    rm -f "$work"/auto*
    timeout 60 sbatch --wait --time=5 --output="$work/auto-%a.txt" "$@" --wrap="'$program' sweep \"\$design\" \
        --shard auto --quiet -o \"\$folder/auto-{shard}.sqlite\"" >"$work/log" 2>&1
    cat "$work"/auto*.txt >"$work/stderr"
}
design=$work/d.json
folder=$work
export design folder
auto 'array' --array=0-4:2
must merge "$work"/auto-[123].sqlite -o "$work/autos.sqlite"
must export "$work/autos.sqlite" --csv -o "$work/autos.csv"
same 'an array from 0 by twos gives the bytes of one machine' "$work/small.csv" "$work/autos.csv"
auto 'gaps' --array=1,2,4
says 'an array with gaps is refused' 'the array has gaps'
auto 'script' --ntasks=2
says 'the script of a job of two tasks is refused' 'put srun before the command'

# --- nothing stays --------------------------------------------------------------------------------------------
started=$daemons
stop
running=
for pid in $started $(of_jobs); do
    ! kill -0 "$pid" 2>/dev/null || running="$running $pid"
done
check 'no process stays' [ -z "$running" ]
left=$(find /etc /run /var /dev/shm -newer "$before" \( -iname '*slurm*' -o -iname '*munge*' \) 2>/dev/null)
check 'no file stays in /etc, /run or /var' [ -z "$left" ]
end_tests
