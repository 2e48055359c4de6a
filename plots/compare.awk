# compare.awk - reads scenarios.csv, compare.csv and, if there is one, explanation.csv, one after the
# other, on the standard input and writes the tables of the comparison plots. Needs text.awk and rows.awk.
#   -v lang=en|ja
#
#   dV_S.dat   difference of variable V (1 to 4) in scenario S: place, difference, 5 and 95 per cent of the members
#   bV.dat     variable V in the key years: place; of the reference and of each scenario value, 5 and 95 per cent
#   rS.dat     sites in scenario S (0: the reference): place, number, 5 and 95 per cent of the members
#   wV_S.dat   explanation of variable V in scenario S in the last key year: row, from, to, kind (1 lowers, 2 raises, 3 sum)
#   data.gp    definitions for gnuplot
#
# A month stands where it ends: 2031-03, the last of FY2030, at 2031.0.

BEGIN {
    text_init()
    split("Tests|Total;Expert Panel|Cases;Workload|EP Hours;Sites|Total", list, ";")
    for (v = 1; v <= 4; v++) { which[list[v]] = v; top[v] = 0 }
    years = num = sites_top = 0
}

/^number,name,/ || /^reference,scenario,/ {
    read_columns()
    table = ("number" in column) ? "scenarios" : ("group" in column) ? "explanation" : "compare"
    next
}

table == "scenarios" {
    fields($0)
    n = field[column["number"]]
    if (n !~ /^[0-9]+$/ || n + 0 > 15) next
    title = field[column["title_" lang]]
    name = field[column["name"]]
    if (title == "") title = name
    place[name] = n + 0
    titles[n + 0] = title
    if (n + 0 > num) num = n + 0
    lucks[field[column["luck"]]]++
    next
}

table == "compare" {
    fields($0)
    v = which[field[column["variable"]]]
    name = field[column["scenario"]]
    if (!v || !(name in place)) next
    s = place[name]
    time = field[column["time"]]
    a = value("reference_value"); b = value("scenario_value")
    if (time ~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]$/) {
        x = substr(time, 1, 4) + (substr(time, 6, 2) - 3) / 12
        if (first == "" || x < first) first = x
        if (last == "" || x > last) last = x
        d = value("difference")
        if (d != "?") {
            low = value("q05"); high = value("q95")
            if (value("sd") == "?") low = high = d
            else fan = 1
            print sprintf("%.6f", x), d, low, high > ("d" v "_" s ".dat")
            points[v, s]++
            point[v, s] = sprintf("%.6f", x - 1 / 12) " " d " " low " " high
            note(v, d); note(v, low); note(v, high)
            have = 1
        }
        if (v == 4 && b != "?") {
            print sprintf("%.6f", x), spread("scenario", b) > ("r" s ".dat")
            if (s == 1) print sprintf("%.6f", x), spread("reference", a) > "r0.dat"
            sites_top = most(sites_top, most(value("scenario_q95"), value("reference_q95")))
            sites_top = most(sites_top, most(a, b))
        }
    } else if (time ~ /^FY[0-9][0-9][0-9][0-9]$/ && a != "?" && b != "?" && value("months") == 12) {
        y = substr(time, 3) + 0
        bar[v, y, 0] = spread("reference", a); bar[v, y, s] = spread("scenario", b)
        top[v] = most(top[v], most(value("scenario_q95"), value("reference_q95")))
        top[v] = most(top[v], most(a, b))
        if (y > latest) latest = y
    }
    next
}

table == "explanation" {
    fields($0)
    v = which[field[column["variable"]]]
    name = field[column["scenario"]]
    if (!v || !(name in place)) next
    s = place[name]
    y = substr(field[column["time"]], 3) + 0
    group = field[column["group"]]
    if (group == "reference") base[v, s, y] = value("value")
    else if (group == "scenario") reached[v, s, y] = value("value")
    else if (group != "difference") {
        k = field[column["step"]]
        if (k !~ /^[1-8]$/) next
        if (k + 0 > steps[s]) steps[s] = k + 0
        step_value[v, s, y, k] = value("value")
        part_title[s, k] = field[column["title_" lang]]
    }
    if (y > explained) explained = y
}

# A value with the ends of its spread, which are its own where there is one run.
function spread(side, mean,    low, high)
{
    low = value(side "_q05"); high = value(side "_q95")
    return mean " " (low == "?" ? mean : low) " " (high == "?" ? mean : high)
}

function most(a, b) { return a == "?" || b + 0 > a + 0 ? b + 0 : a + 0 }

function note(v, d)
{
    if (d == "?") return
    if (low_at[v] == "" || d + 0 < low_at[v]) low_at[v] = d + 0
    if (high_at[v] == "" || d + 0 > high_at[v]) high_at[v] = d + 0
}

# Does the group change any of the four variables?
function changes(s, k,    v, d)
{
    for (v = 1; v <= 4; v++) {
        d = step_value[v, s, explained, k]
        if (d != "" && d != "?" && d + 0 != 0) return 1
    }
    return 0
}

# Bars of the running sum from 0, the first group on top, the sum below.
function write_waterfall(v, s,    k, row, sum, d, low, high)
{
    sum = low = high = 0
    row = rows[s] + 1
    for (k = 1; k <= steps[s]; k++) {
        if (!changes(s, k)) continue
        d = step_value[v, s, explained, k]
        if (d == "" || d == "?") d = 0
        print row--, sum, sum + d, (d < 0 ? 1 : 2) > ("w" v "_" s ".dat")
        sum += d
        if (sum < low) low = sum
        if (sum > high) high = sum
    }
    print row, 0, sum, 3 > ("w" v "_" s ".dat")
    printf "W_LOW_%d_%d = %.17g\nW_HIGH_%d_%d = %.17g\n", v, s, low, v, s, high > "data.gp"
    printf "W_BASE_%d_%d = %s\nW_REACHED_%d_%d = %s\n", v, s, number(base[v, s, explained]), v, s, \
        number(reached[v, s, explained]) > "data.gp"
}

function write_waterfalls(    s, k, v, words)
{
    for (s = 1; s <= num; s++) {
        if (!steps[s]) continue
        words = words " " s
        for (k = 1; k <= steps[s]; k++) rows[s] += changes(s, k)
        row = rows[s] + 1
        for (k = 1; k <= steps[s]; k++) {
            if (changes(s, k)) print "PART_" s "_" row-- " = " text_quote(text_clean(part_title[s, k], 30)) > "data.gp"
        }
        print "ROWS_" s " = " rows[s] + 1 "\nLEFT_OUT_" s " = " steps[s] - rows[s] > "data.gp"
        for (v = 1; v <= 4; v++) write_waterfall(v, s)
    }
    if (words != "") print "HAVE_COMPARE_WATERFALL = 1\nEXPLAINED = " explained > "data.gp"
    if (num > 1) print "WATERFALLS ='" words "'" > "data.gp"
}

function number(x) { return x == "" || x == "?" ? "NaN" : x }

# The titles for the list beside the panels: up to three lines each, two where there are many.
function write_titles(    s, k, lines, all, each)
{
    for (each = 4; each == 4 || (each > 2 && all > 20); ) {
        each--
        all = 0
        for (s = 0; s <= num; s++) all += text_wrap(titles[s], 42, each)
    }
    print "LINES_ALL = " all > "data.gp"
    for (s = 0; s <= num; s++) {
        print "TITLE_" s " = " text_quote(text_clean(titles[s], 100)) > "data.gp"
        lines = text_wrap(titles[s], 42, each)
        print "LINES_" s " = " lines > "data.gp"
        for (k = 1; k <= lines; k++) print "LINE_" s "_" k " = " text_quote(text_line[k]) > "data.gp"
    }
}

END {
    if (!have || num < 1) {
        print "no differences"
        exit 1
    }
    # The only month of a run is as wide as it is: one point would be nothing to see.
    for (key in points) {
        split(key, part, SUBSEP)
        if (points[key] == 1) print point[key] > ("d" part[1] "_" part[2] ".dat")
    }
    print "HAVE_COMPARE_DIFFERENCE = 1" > "data.gp"
    print "HAVE_COMPARE_ROLLOUTS = 1" > "data.gp"
    # 0: no chance; 1: common random numbers; 2: not the same luck, 3: in some of the scenarios.
    print "LUCK = " (lucks["other"] ? (lucks["other"] < num ? 3 : 2) : lucks["common"] > 0) > "data.gp"
    print "NUM = " num "\nFAN = " fan + 0 > "data.gp"
    write_titles()
    printf "FIRST = %.6f\nLAST = %.6f\n", first, last > "data.gp"
    print "SITES_TOP = " sites_top > "data.gp"
    for (v = 1; v <= 4; v++) {
        printf "D_LOW_%d = %.17g\nD_HIGH_%d = %.17g\nTOP_%d = %.17g\n", v, low_at[v], v, high_at[v], v, top[v] > "data.gp"
    }
    # Whole years: those that divide by five, and the last; of long runs fewer.
    words = ""
    apart = 5
    while (latest - int(first) >= 5 * apart) apart *= apart == 20 ? 2.5 : 2
    for (y = int(first); y <= latest; y++) {
        if (((y % apart == 0 && (apart == 5 || latest - y > apart / 4)) || y == latest) && ((1, y, 0) in bar)) {
            words = words " " y
            years++
            for (v = 1; v <= 4; v++) {
                line = years
                for (s = 0; s <= num; s++) line = line " " ((v, y, s) in bar ? bar[v, y, s] : "? ? ?")
                print line > ("b" v ".dat")
            }
        }
    }
    print "BAR_YEARS = '" words "'" > "data.gp"
    if (years > 0) print "HAVE_COMPARE_BARS = 1" > "data.gp"
    write_waterfalls()
}
