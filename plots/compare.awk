# compare.awk - reads scenarios.csv, compare.csv and, if there is one, explanation.csv, one after the
# other, on the standard input and writes the tables of the comparison plots. Needs text.awk and rows.awk.
#   -v lang=en|ja
#
#   dV_S.dat   difference of variable V (1 to 4) in scenario S: fiscal year, difference, 5 and 95 per cent of the members
#   bV.dat     variable V in the key years: place, the values of the reference and of each scenario
#   rS.dat     sites in scenario S (0: the reference): fiscal year, number
#   wV.dat     explanation of variable V in the last key year: place, lower end, upper end, middle, kind, label
#   data.gp    definitions for gnuplot

BEGIN {
    text_init()
    split("Tests|Total;Expert Panel|Cases;Workload|EP Hours;Sites|Total", list, ";")
    for (v = 1; v <= 4; v++) { which[list[v]] = v; top[v] = 0 }
    years = num = steps = 0
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
    titles[n + 0] = text_quote(text_clean(title, 44))
    if (n + 0 > num) num = n + 0
    if (value("draws") + 0 > 0) drawn = 1
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
            note(v, d); note(v, low); note(v, high)
            have = 1
        }
        if (v == 4 && b != "?") {
            print sprintf("%.6f", x), b > ("r" s ".dat")
            if (s == 1) print sprintf("%.6f", x), a > "r0.dat"
            if (a + 0 > sites_top) sites_top = a + 0
            if (b + 0 > sites_top) sites_top = b + 0
            if (sites_low == "" || a + 0 < sites_low) sites_low = a + 0
            if (b + 0 < sites_low) sites_low = b + 0
        }
    } else if (time ~ /^FY[0-9][0-9][0-9][0-9]$/ && a != "?" && b != "?" && value("months") == 12) {
        y = substr(time, 3) + 0
        bar[v, y, 0] = a; bar[v, y, s] = b
        if (a + 0 > top[v]) top[v] = a + 0
        if (b + 0 > top[v]) top[v] = b + 0
        if (y > latest) latest = y
    }
    next
}

table == "explanation" {
    fields($0)
    v = which[field[column["variable"]]]
    name = field[column["scenario"]]
    if (!v || !(name in place) || place[name] != 1) next
    y = substr(field[column["time"]], 3) + 0
    step_value[v, y, field[column["step"]]] = value("value")
    group = field[column["group"]]
    if (group == "reference") base[v, y] = value("value")
    else if (group == "scenario") reached[v, y] = value("value")
    else if (group != "difference") {
        k = field[column["step"]]
        if (k ~ /^[1-8]$/ && k + 0 > steps) steps = k + 0
        part_title[k] = text_quote(text_clean(field[column["title_" lang]], 40))
    }
    if (y > explained) explained = y
}

function note(v, d)
{
    if (d == "?") return
    if (low_at[v] == "" || d + 0 < low_at[v]) low_at[v] = d + 0
    if (high_at[v] == "" || d + 0 > high_at[v]) high_at[v] = d + 0
}

# Bars of the running sum, from 0.
function write_waterfall(v,    k, sum, d, low, high)
{
    sum = low = high = 0
    for (k = 1; k <= steps; k++) {
        d = step_value[v, explained, k]
        if (d == "" || d == "?") d = 0
        print k, sum, sum + d, (d < 0 ? 1 : 2) > ("w" v ".dat")
        sum += d
        if (sum < low) low = sum
        if (sum > high) high = sum
    }
    print steps + 1, 0, sum, 3 > ("w" v ".dat")
    printf "W_LOW_%d = %.17g\nW_HIGH_%d = %.17g\n", v, low, v, high > "data.gp"
    printf "W_BASE_%d = %s\nW_REACHED_%d = %s\n", v, number(base[v, explained]), v, number(reached[v, explained]) > "data.gp"
}

function number(x) { return x == "" || x == "?" ? "NaN" : x }

END {
    if (!have || num < 1) {
        print "no differences"
        exit 1
    }
    print "HAVE_COMPARE_DIFFERENCE = 1" > "data.gp"
    print "HAVE_COMPARE_ROLLOUTS = 1" > "data.gp"
    print "NUM = " num "\nFAN = " fan + 0 "\nDRAWN = " drawn + 0 > "data.gp"
    for (s = 0; s <= num; s++) print "TITLE_" s " = " titles[s] > "data.gp"
    printf "FIRST = %.6f\nLAST = %.6f\n", first, last > "data.gp"
    printf "SITES_TOP = %s\nSITES_LOW = %s\n", sites_top, sites_low > "data.gp"
    for (v = 1; v <= 4; v++) {
        printf "D_LOW_%d = %.17g\nD_HIGH_%d = %.17g\nTOP_%d = %.17g\n", v, low_at[v], v, high_at[v], v, top[v] > "data.gp"
    }
    # Whole years: those that divide by five, and the last.
    words = ""
    for (y = int(first); y <= latest; y++) {
        if ((y % 5 == 0 || y == latest) && ((1, y, 0) in bar)) {
            words = words " " y
            years++
            for (v = 1; v <= 4; v++) {
                line = years
                for (s = 0; s <= num; s++) line = line " " ((v, y, s) in bar ? bar[v, y, s] : "?")
                print line > ("b" v ".dat")
            }
        }
    }
    print "BAR_YEARS = '" words "'" > "data.gp"
    if (years > 0) print "HAVE_COMPARE_BARS = 1" > "data.gp"
    if (steps > 0) {
        print "HAVE_COMPARE_WATERFALL = 1\nSTEPS = " steps "\nEXPLAINED = " explained > "data.gp"
        for (k = 1; k <= steps; k++) print "PART_" k " = " part_title[k] > "data.gp"
        for (v = 1; v <= 4; v++) write_waterfall(v)
    }
}
