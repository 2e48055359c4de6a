# sensitivity.awk - reads sensitivity.csv on the standard input and writes the tables of the sensitivity plots, of
# its first scenario. Needs text.awk and rows.awk.
#   -v lang=en|ja
#
#   pK.dat      panel K (a metric, at most 4): place, first measure, its ends, second measure, its ends, 1 if only assumed
#   tK_F.dat    series K (at most 4), factor F: time, measure, its ends
#   data.gp     definitions for gnuplot
#
# A metric that is one of a series is drawn for the last period that has an answer.

BEGIN { text_init() }

NR == 1 { read_columns(); next }

{
    fields($0)
    if (scenario == "") scenario = field[column["scenario"]]
    if (field[column["scenario"]] != scenario || field[column["factor"]] == "") next
    m = field[column["metric"]]
    method = field[column["method"]]
    f = field[column["factor"]]
    measure = field[column["measure"]]
    if (!(m in metric_place)) {
        metric_place[m] = ++metrics
        metric[metrics] = m
        series_of[m] = field[column["series"]]
        title[m] = field[column["metric_title_" lang]]
        unit[m] = field[column["unit"]]
        period[m] = field[column["period"]]
    }
    rank = method == "sobol" || method == "morris" ? 1 : 2
    if (!(f in label)) {
        factors[++num_factors] = f
        label[f] = lang == "ja" ? field[column["title_ja"]] : f
        if (label[f] == "") label[f] = f
        assumed[f] = field[column["kind"]] ~ /assumed/
    }
    if (field[column["active"]] == "no") inactive[f] = field[column["note"]]
    if (measure ~ /^(total|mu_star|prcc)$/) slot = 1
    else if (measure ~ /^(first|sigma|srrc)$/) slot = 2
    else next
    at = m SUBSEP rank SUBSEP f SUBSEP slot
    v[at] = value("value"); low[at] = value("low"); high[at] = value("high")
    if (slot == 1) {
        order[m, rank, field[column["place"]]] = f
        if (v[at] != "?") answered[m] = answered[m] < rank && answered[m] ? answered[m] : rank
    }
    kind[rank] = method
    lines++
}

# Effects have the unit of the metric; the other measures have none.
function with_unit(m, rank) { return title[m] (kind[rank] == "morris" ? " (" unit[m] ")" : "") }

# The metrics to draw: those that stand alone, and the last answered one of each series.
function choose(    i, m, s)
{
    for (i = 1; i <= metrics; i++) {
        m = metric[i]
        s = series_of[m]
        if (!answered[m]) continue
        if (s == "") panel[++panels] = m
        else if (s in panel_of) panel[panel_of[s]] = m
        else {
            panel_of[s] = ++panels
            panel[panels] = m
        }
    }
    if (panels > 4) panels = 4
}

function note(k, x)
{
    if (x == "?") return
    if (x + 0 < bottom[k]) bottom[k] = x + 0
    if (x + 0 > top[k]) top[k] = x + 0
}

function write_panel(k,    m, r, most, rest, n, i, f, a, b)
{
    m = panel[k]
    r = answered[m]
    most = panels == 1 ? 16 : 9
    for (f in inactive) rest++
    if (rest > 2) rest = 2
    n = 0
    bottom[k] = top[k] = bottom[k "t"] = top[k "t"] = 0
    for (i = 1; i <= num_factors && n < most - rest; i++) {
        f = order[m, r, i]
        a = m SUBSEP r SUBSEP f SUBSEP 1
        b = m SUBSEP r SUBSEP f SUBSEP 2
        if (f == "" || v[a] == "?") continue
        n++
        print n, v[a], low[a], high[a], v[b], low[b], high[b], assumed[f] > ("p" k ".dat")
        print "LABEL_" k "_" n " = " text_quote(text_clean(label[f], panels == 1 ? 54 : 34)) > "data.gp"
        note(k "t", v[a]); note(k "t", low[a]); note(k "t", high[a])
        note(k, v[a]); note(k, low[a]); note(k, high[a]); note(k, v[b]); note(k, low[b]); note(k, high[b])
    }
    print "ROWS_" k " = " n > "data.gp"
    for (i = 1; i <= num_factors && n < most; i++) {
        f = factors[i]
        if (!(f in inactive)) continue
        n++
        print "LABEL_" k "_" n " = " text_quote(text_clean(label[f], panels == 1 ? 54 : 34)) > "data.gp"
        print "WHY_" k "_" n " = " text_quote(text_clean(inactive[f], panels <= 2 ? 70 : 46)) > "data.gp"
    }
    print "LINES_" k " = " n > "data.gp"
    print "METHOD_" k " = " text_quote(kind[r]) > "data.gp"
    print "PANEL_" k " = " text_quote(text_clean(with_unit(m, r), panels == 1 ? 100 : 60)) > "data.gp"
    printf "LOW_%d = %.17g\nHIGH_%d = %.17g\n", k, bottom[k], k, top[k] > "data.gp"
    printf "LOW_1_%d = %.17g\nHIGH_1_%d = %.17g\n", k, bottom[k "t"], k, top[k "t"] > "data.gp"
}

# A year's middle, or a month's end.
function time_of(text)
{
    if (text ~ /^FY[0-9][0-9][0-9][0-9]$/) return substr(text, 3) + 0
    if (text ~ /^CY[0-9][0-9][0-9][0-9]$/) return substr(text, 3) + 0
    if (text ~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]$/) return substr(text, 1, 4) + substr(text, 6, 2) / 12
    return "?"
}

# The factors of a series, those with the largest measure at any time first; at most 8.
function write_series(s,    i, m, r, f, k, n, best, at, x, size, taken)
{
    for (i = 1; i <= metrics; i++) {
        m = metric[i]
        if (series_of[m] != s || !answered[m]) continue
        if (!rank_of[s]) rank_of[s] = answered[m]
        for (k = 1; k <= num_factors; k++) {
            at = m SUBSEP rank_of[s] SUBSEP factors[k] SUBSEP 1
            if (!(at in v) || v[at] == "?") continue
            size = v[at] < 0 ? -v[at] : v[at] + 0
            if (size > largest[factors[k]]) largest[factors[k]] = size
        }
    }
}

function draw_series(k, s,    i, j, m, at, x)
{
    bottom["t" k] = top["t" k] = 0
    for (i = 1; i <= metrics; i++) {
        m = metric[i]
        x = time_of(period[m])
        if (series_of[m] != s || x == "?") continue
        if (first_time == "" || x < first_time) first_time = x
        if (last_time == "" || x > last_time) last_time = x
        if (!series_title[k]) series_title[k] = with_unit(m, rank_of[s])
        sub(", " period[m] ",", ",", series_title[k])
        sub(/　[0-9-]+(年度|年)?　/, "　", series_title[k])
        for (j = 1; j <= shown; j++) {
            at = m SUBSEP rank_of[s] SUBSEP chosen[j] SUBSEP 1
            if (!(at in v) || v[at] == "?") continue
            print x, v[at], low[at], high[at] > ("t" k "_" j ".dat")
            note("t" k, v[at]); note("t" k, low[at]); note("t" k, high[at])
        }
    }
    print "SERIES_" k " = " text_quote(text_clean(series_title[k], num_series == 1 ? 100 : 50)) > "data.gp"
    print "T_METHOD_" k " = " text_quote(kind[rank_of[s]]) > "data.gp"
    printf "T_LOW_%d = %.17g\nT_HIGH_%d = %.17g\n", k, bottom["t" k], k, top["t" k] > "data.gp"
}

function write_times(    i, j, s, best)
{
    for (i = 1; i <= metrics; i++) {
        s = series_of[metric[i]]
        if (s == "" || (s in seen) || num_series == 4) continue
        seen[s] = 1
        write_series(s)
        if (rank_of[s]) series[++num_series] = s
    }
    if (!num_series) return
    for (shown = 0; shown < 8; ) {
        best = ""
        for (j = 1; j <= num_factors; j++) {
            if (!(factors[j] in used) && (factors[j] in largest) && (best == "" || largest[factors[j]] > largest[best])) best = factors[j]
        }
        if (best == "") break
        used[best] = 1
        chosen[++shown] = best
        print "FACTOR_" shown " = " text_quote(text_clean(label[best], 44)) > "data.gp"
        for (i = 1; i <= num_series; i++) printf "" > ("t" i "_" shown ".dat")
    }
    for (i = 1; i <= num_series; i++) draw_series(i, series[i])
    if (last_time > first_time) {
        print "HAVE_SENSITIVITY_TIME = 1\nSERIES = " num_series "\nFACTORS = " shown > "data.gp"
        printf "FROM = %.6f\nUNTIL = %.6f\n", first_time, last_time > "data.gp"
    }
}

END {
    choose()
    if (!panels) {
        print "no index"
        exit 1
    }
    print "HAVE_SENSITIVITY_TORNADO = 1\nHAVE_SENSITIVITY_INDEX = 1\nPANELS = " panels > "data.gp"
    for (k = 1; k <= panels; k++) write_panel(k)
    write_times()
}
