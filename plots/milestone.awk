# milestone.awk - reads milestone.csv on the standard input and writes the tables of the milestone plot. Needs
# text.awk and rows.awk.
#   -v lang=en|ja
#
#   date1.dat ..   time in years, probability in per cent, one file a target and scenario (at most 18)
#   met1.dat ..    where what was reached is lost again: per cent of the runs that meet the target in the month
#   data.gp        definitions for gnuplot

BEGIN { text_init(); num_series = 0; first = 0; last = 0 }

# Lines of the legend; a number that tells two of one title apart stays at the end.
function legend_lines(title,    tail, n)
{
    if (match(title, / \([0-9]+\)$/)) tail = substr(title, RSTART)
    n = text_wrap(substr(title, 1, length(title) - length(tail)), 41 - length(tail), most)
    text_line[n] = text_line[n] tail
    return n
}

# The ministry's "around 2037" is about 460 sites in all, or all 463 base hospitals, however that is put.
function is_ministrys(target,    parts, n, up)
{
    if (target == "sites_460" || target == "base_covered") return 1
    if (!match(target, /[<>]=?/)) return 0
    parts = substr(target, RSTART, RLENGTH)
    n = substr(target, RSTART + RLENGTH) + 0
    # The least whole number that is enough, and the most.
    up = parts == ">" ? int(n) + 1 : n > int(n) ? int(n) + 1 : int(n)
    target = substr(target, 1, RSTART - 1)
    if (parts ~ />/) return (target == "Sites|Total" && up == 460) || (target == "Base Hospitals|Covered" && up == 463)
    return target == "Base Hospitals|Uncovered" && n >= 0 && (parts == "<" ? n > 0 && n <= 1 : n < 1)
}

NR == 1 { read_columns(); next }

{
    fields($0)
    month = field[column["time"]]
    p = value("probability")
    if (month !~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]$/ || p == "?") next
    # Where time goes back another scenario of the same name begins.
    pair = field[column["target"]] "\n" field[column["scenario"]]
    if (month <= month_of[pair]) again[pair]++
    month_of[pair] = month
    suffix = again[pair] ? " (" again[pair] + 1 ")" : ""
    scenario = field[column["scenario"]] suffix
    key = field[column["target"]] "\n" scenario
    if (!(key in series)) {
        if (num_series == 18) next
        series[key] = ++num_series
        name = field[column["title_" lang]] suffix
        if (run_title == "") run_title = text_quote(text_clean(name, 100))
        target = field[column["target"]]
        if (!(target in targets)) {
            targets[target] = ++num_targets
            lines = text_wrap(field[column["target_" lang]], 38, 2)
            target_text[num_targets] = text_quote(text_line[1]) (lines > 1 ? ".\"\\n\"." text_quote(text_line[2]) : "")
        }
        target_of[num_series] = targets[target]
        if (!(scenario in scenarios)) {
            scenarios[scenario] = ++num_scenarios
            scenario_title[num_scenarios] = name
            scenario_id[num_scenarios] = scenario
        }
        scenario_of[num_series] = scenarios[scenario]
        if (is_ministrys(target)) ministry = 1
    }
    # A month's end.
    x = substr(month, 1, 4) + substr(month, 6, 2) / 12
    if (first == 0 || x < first) first = x
    k = series[key]
    met = value("met")
    if (met != "?") {
        print x, 100 * met > ("met" k ".dat")
        if (met + 0 < p - 1e-9) {
            lost[k] = 1
            if (met != met_before[k] && x > last) last = x
        }
        met_before[k] = met
    }
    # Where nothing changes no point is needed, and dashes stay dashes.
    if (!(k in before) || before[k] != p) {
        if (k in held) print held[k], 100 * before[k] > ("date" k ".dat")
        print x, 100 * p > ("date" k ".dat")
        if (k in before && x > last) last = x
    }
    before[k] = p
    held[k] = x
    rows++
}

END {
    if (rows < 2) {
        print "no months"
        exit 1
    }
    for (k in held) print held[k], 100 * before[k] > ("date" k ".dat")
    print "HAVE_MILESTONE = 1" > "data.gp"
    print "RUN_TITLE = " run_title > "data.gp"
    print "SERIES = " num_series > "data.gp"
    print "FROM = " first > "data.gp"
    print "UNTIL = " (last < 2041 ? 2041 : last + 0.5) > "data.gp"
    print "SCENARIOS = " num_scenarios > "data.gp"
    print "TARGETS = " num_targets > "data.gp"
    for (i = 1; i <= num_targets; i++) print "TARGET_" i " = " target_text[i] > "data.gp"
    # Two lines a scenario in the legend, if there is room for so many; of one line each the ids, if titles cut
    # to it are alike.
    most = num_scenarios > 5 ? 1 : 2
    for (i = 1; i <= num_scenarios; i++) {
        lines = legend_lines(scenario_title[i])
        shown = text_line[1] "\n" (lines > 1 ? text_line[2] : "")
        alike += shown in seen_title
        seen_title[shown] = 1
    }
    for (i = 1; i <= num_scenarios; i++) {
        lines = legend_lines(alike ? scenario_id[i] : scenario_title[i])
        for (k = 1; k <= lines; k++) {
            print "LEGEND_" ++num_legend " = " text_quote(text_line[k]) > "data.gp"
            print "LEGEND_OF_" num_legend " = " (k == 1 ? i : 0) > "data.gp"
        }
    }
    for (i = 1; i <= num_series; i++) {
        print "LOST_" i " = " (i in lost ? 1 : 0) > "data.gp"
        any_lost += (i in lost)
    }
    print "ANY_LOST = " (any_lost > 0) > "data.gp"
    print "MINISTRY = " ministry + 0 > "data.gp"
    print "LEGENDS = " num_legend > "data.gp"
    for (i = 1; i <= num_series; i++) print "TARGET_OF_" i " = " target_of[i] > "data.gp"
    for (i = 1; i <= num_series; i++) print "SCENARIO_OF_" i " = " scenario_of[i] > "data.gp"
}
