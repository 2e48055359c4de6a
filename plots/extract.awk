# extract.awk - reads series.csv on the standard input and writes the small tables the plots are drawn
# from, with fixed names, in the current directory. Only numbers and dates that look like numbers and
# dates come through.
#   -v lang=en|ja   -v tiles=FILE
#
# A place on a time axis is the fiscal year with its fraction: 2026-04-01 is 2026.0, so that FY2026 is
# [2026, 2027). The column for the end of FY2026 stands at 2027.0.
#
#   sites.dat     fiscal year, end of the stack of each of the five kinds (from below)
#   columns.dat   fiscal year, latest observed number of sites in it (years before the projection)
#   points.dat    place, observed number of sites        tested.dat   place, observed tests a month
#   at_least.dat  the same, where the published figure is a lower bound
#   tests.dat     place, end of the stack: solid, haematological, early
#   panels.dat    place, end of the stack: discussed, omitted
#   hours.dat     place, end of the stack: physicians, other staff; utilisation in per cent
#   map.dat       tile column, tile row, name, value in the first year, in the last year
#   data.gp       definitions for gnuplot

BEGIN {
    FS = ","
    split("Sites|Total,Sites|Prefectural Base,Sites|Regional Base,Sites|Specific-Area Base," \
        "Sites|Regional Treatment,Sites|Outside Base System,Base Hospitals|Total," \
        "Base Hospitals|Uncovered,Tests|Total,Tests|Solid,Tests|Haematological,Tests|Early," \
        "Expert Panel|Discussed,Expert Panel|Omitted,Expert Panel|May Be Omitted," \
        "Expert Panel|Omitted Share,Expert Panel|Utilisation,Workload|EP Hours," \
        "Workload|EP Hours|Physician,Workload|EP Hours|Other Staff", names, ",")
    for (i in names) {
        wanted[names[i]] = 1
    }
    RATE = "Access|Tests per 100 Patients"
    split("January,February,March,April,May,June,July,August,September,October,November,December",
        month_name, ",")
    first = 0
}

{ sub(/\r$/, "") }

NR == 1 {
    sub(/^\357\273\277/, "")
    num = fields($0)
    for (i = 1; i <= num; i++) {
        column[field[i]] = i
    }
    next
}

{
    if (index($0, "\"") > 0) {
        fields($0)
    } else {
        split($0, field, ",")
    }
    type = field[column["output_type"]]
    if (type == "sample") type = "mean" # the one run of the folder
    if (type != "mean" && type != "observed") next
    variable = field[column["variable"]]
    region = field[column["region"]]
    if (region == "JP" ? !(variable in wanted) : variable != RATE) next
    value = field[column["value"]]
    if (value !~ /^-?[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]+)?$/) next
    value += 0
    time = field[column["time"]]
    if (time ~ /^[12][0-9][0-9][0-9]-[01][0-9]$/) {
        month = substr(time, 1, 4) * 12 + substr(time, 6, 2) - 1
        if (region != "JP") next
        if (type == "observed") {
            observe(variable, month, value, field[column["output_type_id"]] == "more_than")
        } else {
            monthly[variable, month] = value
            if (!first || month < first) first = month
            if (month > last) last = month
        }
    } else if (time ~ /^FY[12][0-9][0-9][0-9]$/ && type == "mean" \
        && field[column["output_type_id"]] !~ /part$/) {
        year = substr(time, 3) + 0
        if (region == "JP") {
            yearly[variable, year] = value
            full_year[year] = 1
        } else if (region ~ /^JP-[0-9][0-9]$/) {
            rate[substr(region, 4) + 0, year] = value
            if (!rate_first || year < rate_first) rate_first = year
            if (year > rate_last) rate_last = year
        }
    }
}

END {
    if (!first) {
        print "no monthly rows"
        exit 3
    }
    out = "data.gp"
    start = first + 1 # the first row is the observed state before the run
    print "FIRST = " place(start) "\nLAST = " place(last + 1) > out
    write_sites()
    write_flows()
    write_years()
    write_map()
}

# Splits a CSV line with quotes into field[].
function fields(line,    n, pos, c, quoted, word, length_)
{
    n = 0
    word = ""
    quoted = 0
    length_ = length(line)
    for (pos = 1; pos <= length_; pos++) {
        c = substr(line, pos, 1)
        if (quoted && c == "\"" && substr(line, pos + 1, 1) == "\"") {
            word = word c
            pos++
        } else if (c == "\"") {
            quoted = !quoted
        } else if (c == "," && !quoted) {
            field[++n] = word
            word = ""
        } else {
            word = word c
        }
    }
    field[++n] = word
    return n
}

# Several figures may be published for one month: all are drawn, and the last is the column's.
function observe(variable, month, value, at_least,    x)
{
    if (variable == "Sites|Total") {
        sites_seen[month] = value
        if (!sites_first || month < sites_first) sites_first = month
        if (month > sites_last) sites_last = month
        print place(month + 1), value > "points.dat"
        num_points++
        sites_top = maximum(sites_top, value)
    } else if (variable == "Tests|Total") {
        if (!tests_first || month < tests_first) tests_first = month
        x = sprintf("%.6f", month / 12 - 0.25 + 1 / 24)
        if (at_least) {
            print x, value > "at_least.dat"
            num_low++
        } else {
            print x, value > "tested.dat"
            num_tested++
        }
        tests_top = maximum(tests_top, value)
    }
}

function place(month) { return sprintf("%.6f", month / 12 - 0.25) }

function month_text(month,    y, m)
{
    y = int(month / 12)
    m = month % 12 + 1
    return lang == "ja" ? y "年" m "月" : month_name[m] " " y
}

function at(variable, month)
{
    return (variable, month) in monthly ? monthly[variable, month] : "NaN"
}

function maximum(a, b) { return a > b ? a : b }

function write_sites(    month, sum, i, kinds, n, top, have, base, a, b, year, seen, early_a, early_b)
{
    n = split("Prefectural Base,Regional Base,Specific-Area Base,Regional Treatment," \
        "Outside Base System", kinds, ",")
    top = sites_top + 0
    for (month = start; month <= last; month++) {
        if (at("Sites|Total", month) == "NaN") continue
        if (month % 12 != 2) continue
        printf "%d", (month - 3) / 12 > "sites.dat"
        sum = 0
        for (i = 1; i <= n; i++) {
            sum += at("Sites|" kinds[i], month)
            if (at("Sites|" kinds[i], month) > 0) have[i] = 1
            printf " %.6g", sum > "sites.dat"
        }
        printf "\n" > "sites.dat"
        num_columns++
        top = maximum(top, sum)
    }
    for (month = first; month <= last; month++) {
        if (at("Base Hospitals|Total", month) != "NaN") base = at("Base Hospitals|Total", month)
        # As the milestones of summary.json read it.
        if (!a && at("Sites|Total", month) != "NaN" && at("Sites|Total", month) >= 460 - 1e-6) a = month
        if (!b && at("Base Hospitals|Uncovered", month) != "NaN" \
            && at("Base Hospitals|Uncovered", month) <= 0.5 + 1e-9) b = month
    }
    early_a = a == first
    early_b = b == first
    if (early_a) a = 0
    if (early_b) b = 0
    for (month = sites_first; month && month <= sites_last; month++) {
        if (!(month in sites_seen)) continue
        if (int((month - 3) / 12) < int((start - 3) / 12)) {
            seen[int((month - 3) / 12)] = sites_seen[month]
        }
    }
    for (year = int((first - 600) / 12); year <= int(last / 12); year++) {
        if (year in seen) {
            print year, seen[year] > "columns.dat"
            if (!sites_from) sites_from = year
            num_old++
        }
    }
    if (!sites_from) sites_from = int((start - 3) / 12)
    print "HAVE_SITES = " (num_columns > 0) "\nHAVE_POINTS = " (num_points > 0) \
        "\nHAVE_OLD = " (num_old > 0) "\nSITES_FROM = " sites_from \
        "\nSITES_TOP = " maximum(top, base) "\nBASE = " base + 0 > out
    print "HAVE_SPECIFIC = " have[3] + 0 "\nLAST_MONTH = '" month_text(last) "'" > out
    print "EARLY_A = " early_a "\nEARLY_B = " early_b > out
    print "REACHED_A = " (a ? place(a + 1) : 0) "\nREACHED_B = " (b ? place(b + 1) : 0) > out
    print "DATE_A = '" (a ? month_text(a) : "") "'\nDATE_B = '" (b ? month_text(b) : "") "'" > out
    # The ministry counted from 282 sites at 2025-06-01 and said "around 2037": the middle of 2037.
    print "MARK = " place(2037 * 12 + 6) "\nMARK_IN = " \
        (start <= 2037 * 12 && last >= 2037 * 12 + 11) > out
}

function write_flows(    month, x, s, h, e, d, o, p, q, u, panels_top, hours_top, use_top)
{
    panels_top = hours_top = use_top = 0
    for (month = start; month <= last; month++) {
        x = sprintf("%.6f", month / 12 - 0.25 + 1 / 24)
        s = at("Tests|Solid", month)
        if (s != "NaN") {
            h = s + at("Tests|Haematological", month)
            e = h + at("Tests|Early", month)
            print x, s, h, e > "tests.dat"
            num_tests++
            if (at("Tests|Haematological", month) > 0) have_haem = 1
            if (at("Tests|Early", month) > 0) have_early = 1
            tests_top = maximum(tests_top, e)
        }
        d = at("Expert Panel|Discussed", month)
        o = at("Expert Panel|Omitted", month)
        if (d != "NaN") {
            o = o == "NaN" ? 0 : o
            print x, d, d + o > "panels.dat"
            num_panels++
            panels_top = maximum(panels_top, d + o)
            if (!rule && (at("Expert Panel|May Be Omitted", month) + 0 > 0 || o > 0)) rule = month
        }
        p = at("Workload|EP Hours|Physician", month)
        q = at("Workload|EP Hours|Other Staff", month)
        if (p != "NaN" && q != "NaN") {
            u = at("Expert Panel|Utilisation", month)
            print x, p, p + q, u > "hours.dat"
            num_hours++
            hours_top = maximum(hours_top, p + q)
            if (u != "NaN") use_top = maximum(use_top, u)
        }
    }
    print "HAVE_TESTS = " (num_tests > 0) "\nTESTS_TOP = " tests_top + 0 "\nHAVE_TESTED = " \
        (num_tested > 0) "\nTESTS_FROM = " int(((num_tested + num_low && tests_first < start ? tests_first \
        : start) - 3) / 12) "\nHAVE_AT_LEAST = " (num_low > 0) "\nHAVE_HAEM = " have_haem + 0 "\nHAVE_EARLY = " have_early + 0 > out
    print "HAVE_PANELS = " (num_panels > 0) "\nPANELS_TOP = " panels_top "\nRULE = " \
        (rule ? place(rule) : 0) "\nRULE_MONTH = '" (rule ? month_text(rule) : "") \
        "'\nRULE_AT_START = " (rule == start) > out
    print "HAVE_HOURS = " (num_hours > 0) "\nHOURS_TOP = " hours_top "\nUSE_TOP = " use_top > out
}

# A few full fiscal years for the table beside the plots: the first, those divisible by five, the last.
function write_years(    year, low, high, years, tests, share, hours)
{
    low = int((start + 8) / 12)
    high = int((last + 1 - 3) / 12) - 1
    for (year = low; year <= high; year++) {
        if (!(year in full_year)) continue
        if (year != low && year != high && year % 5 != 0) continue
        if (year % 5 == 0 && (year == low + 1 || year == high - 1)) continue
        years = years " " year
        tests = tests " " yearly_at("Tests|Total", year)
        share = share " " yearly_at("Expert Panel|Omitted Share", year)
        hours = hours " " yearly_at("Workload|EP Hours", year)
    }
    print "YEARS = '" years "'\nYEARS_TESTS = '" tests "'\nYEARS_SHARE = '" share \
        "'\nYEARS_HOURS = '" hours "'" > out
}

function yearly_at(variable, year)
{
    return (variable, year) in yearly ? yearly[variable, year] : "NaN"
}

function write_map(    line, part, code, low, high, value)
{
    getline line < tiles
    low = ""
    while ((getline line < tiles) > 0) {
        split(line, part, ",")
        code = part[1] + 0
        printf "%d %d %s", part[2], part[3], lang == "ja" ? part[5] : part[4] > "map.dat"
        for (year = rate_first; year <= rate_last; year += maximum(1, rate_last - rate_first)) {
            value = (code, year) in rate ? rate[code, year] : "NaN"
            printf " %s", value > "map.dat"
            if (value != "NaN") {
                if (low == "" || value < low) low = value
                if (high == "" || value > high) high = value
            }
        }
        printf "\n" > "map.dat"
    }
    print "HAVE_MAP = " (low != "") "\nMAP_LOW = " low + 0 "\nMAP_HIGH = " high + 0 \
        "\nMAP_FIRST = " rate_first + 0 "\nMAP_LAST = " rate_last + 0 > out
}
