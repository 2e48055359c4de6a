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
#
# Of many runs also, place and quantiles 0.05, 0.25, 0.5, 0.75, 0.95:
#   band_sites.dat  band_tests.dat  band_discussed.dat  band_omitted.dat  band_hours.dat  band_physician.dat
#   band_use.dat

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
    split("0.05,0.25,0.5,0.75,0.95", level, ",")
    for (i in level) {
        is_level[level[i]] = 1
    }
    RATE = "Access|Tests per 100 Patients"
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
    id = field[column["output_type_id"]]
    if (type == "quantile" ? !(id in is_level) : type != "mean" && type != "observed") next
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
            if (id == "claims") next # another measure, 4.5 % lower
            observe(variable, month, value, id == "more_than")
        } else if (type == "quantile") {
            spread[variable, id, month] = value
            # Runs without a spread (one draw is one run, with the tables of many) are drawn as one.
            if (id == "0.95" && value != spread[variable, "0.05", month]) many = 1
        } else {
            monthly[variable, month] = value
            if (!first || month < first) first = month
            if (month > last) last = month
        }
    } else if (time ~ /^FY[12][0-9][0-9][0-9]$/ && type != "observed" && id !~ /part$/) {
        year = substr(time, 3) + 0
        if (type == "quantile") {
            if (region == "JP") yearly_spread[variable, id, year] = value
        } else if (region == "JP") {
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
    print "HAVE_BANDS = " many + 0 > out
    write_sites()
    write_flows()
    write_bands()
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
        observed_tests_top = tests_top
    }
}

function place(month) { return sprintf("%.6f", month / 12 - 0.25) }

function month_text(month,    y, m)
{
    y = int(month / 12)
    m = month % 12 + 1
    return sprintf(text_of("month_" m), y)
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
        if (!a && meets(at("Sites|Total", month), 460, 1)) a = month
        if (!b && meets(at("Base Hospitals|Uncovered", month), 0.5, 0)) b = month
    }
    if (many) {
        read_dates()
        a = date_of("A", "0.5", "0.5", "Sites|Total", 460, 1)
        b = date_of("B", "0.5", "0.5", "Base Hospitals|Uncovered", 0.5, 0)
        write_range("A", date_of("A", "0.05", "0.95", "Sites|Total", 460, 1),
            date_of("A", "0.95", "0.05", "Sites|Total", 460, 1))
        write_range("B", date_of("B", "0.05", "0.05", "Base Hospitals|Uncovered", 0.5, 0),
            date_of("B", "0.95", "0.95", "Base Hospitals|Uncovered", 0.5, 0))
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

# As all dates are read (docs/model.md, section 11): up to a rounding; a missing value meets nothing.
function meets(x, threshold, at_least,    slack)
{
    if (x == "NaN") return 0
    slack = 1e-9 * maximum(1, threshold < 0 ? -threshold : threshold)
    return at_least ? x >= threshold - slack : x <= threshold + slack
}

# What words.awk took from summary.json, if the scenario asks for these dates.
function read_dates(    line, part)
{
    while ((getline line < "dates") > 0) {
        split(line, part, " ")
        date[part[1], part[2]] = part[3] == "none" ? 0 : substr(part[3], 1, 4) * 12 + substr(part[3], 6, 2) - 1
    }
}

# The month by which a share of the runs is there: the date's own quantile, or else, nearly the same, the
# month in which the quantile of the values is there. 0 if there is none.
function date_of(name, level_of_date, level_of_value, variable, threshold, at_least)
{
    if ((name, level_of_date) in date) return date[name, level_of_date]
    return first_month(variable, level_of_value, threshold, at_least)
}

# The first month in which a quantile of the runs meets a threshold, 0 if none does.
function first_month(variable, id, threshold, at_least,    month, x)
{
    for (month = first; month <= last; month++) {
        if (!((variable, id, month) in spread)) continue
        if (meets(spread[variable, id, month], threshold, at_least)) return month
    }
    return 0
}

# From the month by which 5 per cent of the runs are there to that by which 95 are.
function write_range(name, low, high,    text)
{
    text = low == first || !low ? "" : short_month(low)
    if (!low) text = sprintf(text_of("range_after"), short_month(last))
    else if (low == first && high) text = sprintf(text_of("range_by"), short_month(high))
    else if (!high) text = sprintf(text_of("range_to_after"), text, short_month(last))
    else if (high > low) text = sprintf(text_of("range_to"), text, short_month(high))
    print "RANGE_" name " = '" text "'" > out
}

function short_month(month,    y, m)
{
    y = int(month / 12)
    m = month % 12 + 1
    return sprintf(text_of("short_month"), y, m)
}

# The quantiles of a variable from month `from` on; places `late` months after the month's start.
# Returns the highest 95 per cent.
function write_band(name, variable, from, late,    month, i, k, n, row, top)
{
    top = 0
    for (month = from; month <= last; month++) {
        row = ""
        for (i = 1; i <= 5; i++) {
            if (!((variable, level[i], month) in spread)) break
            row = row " " spread[variable, level[i], month]
        }
        if (i <= 5) continue
        n = places(month, from, late)
        for (k = 1; k <= n; k++) print place_of[k] row > ("band_" name ".dat")
        top = maximum(top, spread[variable, level[5], month])
        num_band[name]++
    }
    return top
}

function write_bands(    sites, tests, panels, hours, use)
{
    sites = write_band("sites", "Sites|Total", first, 1)
    tests = write_band("tests", "Tests|Total", start, 0.5)
    panels = maximum(write_band("discussed", "Expert Panel|Discussed", start, 0.5), \
        write_band("omitted", "Expert Panel|Omitted", start, 0.5))
    hours = maximum(write_band("hours", "Workload|EP Hours", start, 0.5), \
        write_band("physician", "Workload|EP Hours|Physician", start, 0.5))
    use = write_band("use", "Expert Panel|Utilisation", start, 0.5)
    print "BAND_SITES = " (many && num_band["sites"] > 0) "\nBAND_TESTS = " (many && num_band["tests"] > 0) \
        "\nBAND_PANELS = " (many && num_band["discussed"] > 0 && num_band["omitted"] > 0) \
        "\nBAND_HOURS = " (many && num_band["hours"] > 0 && num_band["physician"] > 0) \
        "\nBAND_USE = " (many && num_band["use"] > 0) > out
    print "SITES_HIGH = " maximum(sites, sites_top + 0) "\nTESTS_HIGH = " maximum(tests, observed_tests_top + 0) \
        "\nPANELS_HIGH = " panels "\nHOURS_HIGH = " hours "\nUSE_HIGH = " use > out
}

# Where the value of a month stands, `late` months after its start: place_of[1]. The only month of a run is as wide as
# it is, from its start to its end: one point would be nothing to see. Returns the number of places.
function places(month, from, late)
{
    place_of[1] = sprintf("%.6f", (from == last ? month : month + late) / 12 - 0.25)
    place_of[2] = sprintf("%.6f", (month + 1) / 12 - 0.25)
    return from == last ? 2 : 1
}

function write_flows(    month, num_places, k, s, h, e, d, o, p, q, u, panels_top, hours_top, use_top)
{
    panels_top = hours_top = use_top = 0
    for (month = start; month <= last; month++) {
        num_places = places(month, start, 0.5)
        s = at("Tests|Solid", month)
        if (s != "NaN") {
            h = s + at("Tests|Haematological", month)
            e = h + at("Tests|Early", month)
            for (k = 1; k <= num_places; k++) print place_of[k], s, h, e > "tests.dat"
            num_tests++
            if (at("Tests|Haematological", month) > 0) have_haem = 1
            if (at("Tests|Early", month) > 0) have_early = 1
            tests_top = maximum(tests_top, e)
        }
        d = at("Expert Panel|Discussed", month)
        o = at("Expert Panel|Omitted", month)
        if (d != "NaN") {
            o = o == "NaN" ? 0 : o
            for (k = 1; k <= num_places; k++) print place_of[k], d, d + o > "panels.dat"
            num_panels++
            panels_top = maximum(panels_top, d + o)
            if (!rule && (at("Expert Panel|May Be Omitted", month) + 0 > 0 || o > 0)) rule = month
        }
        p = at("Workload|EP Hours|Physician", month)
        q = at("Workload|EP Hours|Other Staff", month)
        if (p != "NaN" && q != "NaN") {
            u = at("Expert Panel|Utilisation", month)
            for (k = 1; k <= num_places; k++) print place_of[k], p, p + q, u > "hours.dat"
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

# Of the years from `low` to `high` those that are shown: both, and those divisible by `apart` that are not close to them.
function is_shown(year, low, high, apart)
{
    return year == low || year == high || (year % apart == 0 && year - low > apart / 4 && high - year > apart / 4)
}

function num_shown(low, high, apart,    year, n)
{
    for (year = low; year <= high; year++) n += is_shown(year, low, high, apart)
    return n
}

# A few full fiscal years for the table beside the plots: the first, those divisible by five (of a long run by ten and so
# on, as there is room for six), the last.
function write_years(    apart, year, low, high, years, tests, share, hours, ends, i, part)
{
    low = int((start + 8) / 12)
    high = int((last + 1 - 3) / 12) - 1
    for (apart = 5; num_shown(low, high, apart) > 6; ) apart *= apart == 20 ? 2.5 : 2
    for (year = low; year <= high; year++) {
        if (!(year in full_year)) continue
        if (!is_shown(year, low, high, apart)) continue
        years = years " " year
        tests = tests " " yearly_at("Tests|Total", year)
        share = share " " yearly_at("Expert Panel|Omitted Share", year)
        hours = hours " " yearly_at("Workload|EP Hours", year)
        for (i = 1; i <= 5; i += 4) {
            ends["TESTS", i] = ends["TESTS", i] " " yearly_end("Tests|Total", i, year)
            ends["SHARE", i] = ends["SHARE", i] " " yearly_end("Expert Panel|Omitted Share", i, year)
            ends["HOURS", i] = ends["HOURS", i] " " yearly_end("Workload|EP Hours", i, year)
        }
    }
    for (i in ends) {
        split(i, part, SUBSEP)
        print "YEARS_" part[1] (part[2] == 1 ? "_LOW" : "_HIGH") " = '" ends[i] "'" > out
    }
    if (!years) {
        print "YEARS_TESTS_LOW = YEARS_TESTS_HIGH = YEARS_SHARE_LOW = YEARS_SHARE_HIGH = YEARS_HOURS_LOW = YEARS_HOURS_HIGH = ''" > out
    }
    print "YEARS = '" years "'\nYEARS_TESTS = '" tests "'\nYEARS_SHARE = '" share \
        "'\nYEARS_HOURS = '" hours "'" > out
}

# Of many runs the median.
function yearly_at(variable, year)
{
    if ((variable, "0.5", year) in yearly_spread) return yearly_spread[variable, "0.5", year]
    return (variable, year) in yearly ? yearly[variable, year] : "NaN"
}

function yearly_end(variable, i, year)
{
    return (variable, level[i], year) in yearly_spread ? yearly_spread[variable, level[i], year] : "NaN"
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
