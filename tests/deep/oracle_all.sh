#!/bin/sh
# Every shipped scenario beside the second implementation of the model (tests/oracle): in expected mode without draws, and
# in stochastic mode with drawn parameters. Then one scenario that uses what no shipped one does. As many at a time as there
# are processors; about 4 minutes of processor time.
set -eu
cd "$(dirname "$0")/../.."
command -v python3 >/dev/null || { echo 'skipped: no python3'; exit 0; }
program=${PANELCAST:-$PWD/build/panelcast}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 75' HUP INT TERM

runs=0
run() { # the result folder's name, the scenario, further options
    folder=$work/$1
    scenario=$2
    shift 2
    "$program" run "$scenario" -o "$folder" --no-plots --quiet "$@" 2>>"$work/messages"
    runs=$((runs + 1))
}
draw='--draw 3' # drawn parameters, where a scenario has any
both() { # the scenario, further options
    scenario_file=$1
    name=$(basename "$1" .json)
    shift
    run "results/$name" "$scenario_file" --mode expected "$@"
    run "results/$name-stochastic" "$scenario_file" --mode stochastic $draw --replicate 2 "$@"
}

mkdir "$work/results" "$work/data"
for scenario in scenarios/*.json; do
    both "$scenario"
done

# One in seven cooperative hospitals sends haematological cases to the first core, and one to a hub that closes: then its
# host counts, not its host_haem. One in two prefectures has areas.
cp scenarios/data/*.csv "$work/data"
awk -F, -v OFS=, 'NR > 1 && $4 ~ /^coop/ && NR % 7 == 0 { $8 = 1101 }
    $1 == 27106 { $8 = 1001 } $1 == 1001 { $8 = 13001 } $1 == 1102 { $7 = 2001 }
    NR > 1 && $2 % 2 == 0 { $9 = "area " $2 "-" NR % 5 } { print }' scenarios/data/hospitals.csv >"$work/data/hospitals_all.csv"
# Hospitals lose and regain their tier, close with a backlog, open by a change, and open again by themselves. One closes in
# the month in which its host becomes a hub.
{
    cat scenarios/data/tier_changes.csv
    printf '%s\n' 2024-02,2001,cooperative 2024-05,1102,none 2024-09,1001,none 2025-01,1102,cooperative_ep \
        2025-02,1001,hub 2025-07,1102,none 2025-07,2001,hub 2025-08,8101,none 2025-11,3101,hub 2026-03,3101,none \
        2026-04,3101,cooperative_ep
} >"$work/data/tier_changes_all.csv"
cp scenarios/baseline.json "$work/baseline.json"
for mode in linear hazard logistic gompertz capacity; do
    sed "s/MODE/$mode/g" tests/oracle/everything.json >"$work/everything-$mode.json"
    both "$work/everything-$mode.json"
done

# One core and nothing else, to which no own patient, no referral, or nobody goes; and cores alone, which test no patient of
# their own: what the equations divide by is 0.
head -n 1 tests/fuzz/data/tier_changes.csv >"$work/data/tier_changes_one.csv"
awk -F, -v OFS=, 'NR > 2 { $4 = "none"; $5 = ""; $7 = 1 } { print }' tests/fuzz/data/hospitals.csv >"$work/data/hospitals_one.csv"
awk -F, -v OFS=, 'NR > 1 { $4 = "core"; $5 = "2018-04"; $7 = "" } { print }' tests/fuzz/data/hospitals.csv \
    >"$work/data/hospitals_cores.csv"
draw=
for none in own_weight pull nobody cores; do
    sed -e 's/hospitals\.csv/data\/hospitals_one.csv/' -e 's/tier_changes\.csv/data\/tier_changes_one.csv/' \
        -e 's/prefectures\.csv/data\/prefectures.csv/' -e '/observations/d' tests/fuzz/data/tiny.json >"$work/one-$none.json"
    case $none in
    nobody) zeros='demand.own_weight_core=0 --set demand.pull_core=0' ;;
    cores)
        sed -i 's/hospitals_one/hospitals_cores/' "$work/one-$none.json"
        zeros='demand.own_weight_core=0 --set demand.network_share=1'
        ;;
    *) zeros=demand.${none}_core=0 ;;
    esac
    both "$work/one-$none.json" --set rollout.rate=0 --set $zeros
done

# Folders in a shuffled but fixed order, so that the slow ones do not meet in one process.
ls -d "$work"/results/* | awk '{ print NR * 7919 % 97, $0 }' | sort -n | cut -d' ' -f2- >"$work/folders"
bad=0
tr '\n' '\0' <"$work/folders" | xargs -0 -P "$(nproc 2>/dev/null || echo 1)" -n 4 \
    python3 -B tests/oracle/compare.py --data "$work/data" >"$work/log" || bad=1
grep -v '^ok' "$work/log" || true
agree=$(grep -c '^ok' "$work/log")
if [ $bad -ne 0 ] || [ "$agree" -ne $runs ]; then
    echo "oracle: $agree of $runs runs agree"
    exit 1
fi
echo "oracle: $runs runs of $((runs / 2)) scenarios agree to 1e-9, whole counts exactly"
