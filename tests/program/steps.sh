# --set NAME=VALUE@YYYY-MM: nothing changes before that month, and it is recorded as what it is.
. tests/testlib.sh

# The national rows by month before MONTH. FOLDER MONTH
before() {
    awk -F, -v month="$2" '$3 == "JP" && $6 ~ /^[0-9]+-[0-9]+$/ && $6 < month' "$1/series.csv"
}
run_pair() { # SETS... : $work/plain and $work/stepped with the options in $options
    must run $base $options --no-plots --quiet -o "$work/plain"
    must run $base $options "$@" --no-plots --quiet -o "$work/stepped"
}
unchanged_before() { # NAME MONTH
    before "$work/plain" "$2" >"$work/a"
    before "$work/stepped" "$2" >"$work/b"
    if [ "$(wc -l <"$work/a")" -lt 100 ]; then
        fail "$1" 'there are too few rows to compare'
    else
        same "$1" "$work/a" "$work/b"
    fi
}
sets='--set rollout.rate=10@2027-04 --set demand.uptake=0.6@2028-01 --set ep.constraint=hard@2029-06 --set rollout.base_share=0.9@2027-04,exact'
for options in '' '--mode stochastic --replicate 3' '--mode stochastic --draw 5' '--draws 12'; do
    run_pair $sets
    unchanged_before "before the first month: ${options:-expected}" 2027-04
    check "it changes in that month: ${options:-expected}" sh -c '! cmp -s "$1/plain/series.csv" "$1/stepped/series.csv"' sh "$work"
done
options=
run_pair --set demand.uptake=0.6@2028-01
months=$(before "$work/plain" 2028-02 | grep -c ',Tests|Total,')
same_months=$(before "$work/stepped" 2028-02 | grep ',Tests|Total,' | while read -r row; do
    grep -qxF "$row" "$work/plain/series.csv" && echo same
done | grep -c same)
check 'tests differ from January 2028 on, and not a month before' [ $((months - same_months)) -eq 1 ]

# The value holds from its month on, a series keeps its course, and what is resolved is the same scenario.
must explain $base rollout.rate --set rollout.rate=10@2027-04
prints 'explain: the step' 'steps [{ "from": "2027-04", "value": 10, "range": "shift" }]'
options=
must run $base --draws 12 $sets --no-plots --quiet -o "$work/stepped"
cp scenarios/data/*.csv "$work/stepped"
must run "$work/stepped/resolved.json" --draws 12 --no-plots --quiet -o "$work/again"
same 'the resolved scenario gives the same values' "$work/stepped/series.csv" "$work/again/series.csv"
check 'the manifest has the command line' grep -q 'rollout.rate=10@2027-04' "$work/stepped/manifest.json"
must compare $base "$work/stepped/resolved.json" --draws 12 --no-plots -o "$work/compared"
prints 'compare: when they part' 'may differ from 2027-04 on'

# The same options in another order; a later one of the same month wins.
must resolve $base --set rollout.rate=12@2029-04 --set rollout.rate=10@2027-04 --set rollout.rate=15
cp "$work/stdout" "$work/one"
must resolve $base --set rollout.rate=15 --set rollout.rate=11@2027-04 --set rollout.rate=10@2027-04 --set rollout.rate=12@2029-04
same 'the order of months does not matter' "$work/one" "$work/stdout"
prints 'dated on undated' '"rollout.rate": { "value": 15, "steps": [{ "from": "2027-04", "value": 10, "range": "shift" }, { "from": "2029-04", "value": 12, "range": "shift" }]'

# What cannot change at a date says why.
refuses() { # SET TEXT
    exits "refused: $1" 65 check $base --set "$1"
    says "why: $1" "$2"
}
refuses early.start=202701@2027-04 'a date does not change with time; give a value without a month'
refuses demand.cumulative_tests=3@2027-04 'this is a count at one date, read in the first month alone'
refuses rollout.rat=3@2027-04 'only a parameter can change at a date; did you mean rollout.rate?'
refuses seed=3@2027-04 'only a parameter can change at a date'
refuses rollout.rate=3@2027-4 'write NAME=VALUE@YYYY-MM, or NAME=VALUE@YYYY-MM,exact'
refuses rollout.rate=3@2027-04,exactly 'write NAME=VALUE@YYYY-MM, or NAME=VALUE@YYYY-MM,exact'
refuses rollout.rate=fast@2027-04 'this must be a number'
refuses rollout.rate=3000@2027-04 '3000 is out of bounds: 0 to 500'
refuses ep.constraint=soft@2027-04 "'soft' is not one of elastic, hard"
exits 'after the end' 0 check $base --set rollout.rate=3@2057-04
says 'after the end: a warning' 'the run ends in 2041-03, before the parameter changes'
end_tests
