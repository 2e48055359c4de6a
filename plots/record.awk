# record.awk - reads paths.csv on the standard input and writes the tables of the plot of the record and its
# curves. Needs text.awk and rows.awk. The curves shown are those with a free ceiling from the last start.
#   -v lang=en|ja
#
#   observed.dat   time in years, sites
#   CURVE.dat      time in years, sites
#   data.gp        definitions for gnuplot

BEGIN { text_init() }

NR == 1 { read_columns(); next }

{
    fields($0)
    t = value("time_years")
    n = value("sites")
    if (field[column["kind"]] == "target" && n != "?" && num_targets < 4) {
        target[++num_targets] = n
        name = field[column["title_" lang]]
        # A reading in other words than a number of sites gets its number.
        sites = n + 0
        in_all = index(name, sites) ? "" : sprintf(text_of("record_in_all"), sites)
        target_text[num_targets] = text_quote(text_clean(name, 44) in_all)
        if (sites > top) top = sites
        next
    }
    if (t == "?" || n == "?") next
    if (n + 0 > top && field[column["kind"]] == "observed") top = n + 0
    if (field[column["kind"]] == "observed") {
        print t, n > "observed.dat"
        points++
        next
    }
    curve = field[column["curve"]]
    start = field[column["from"]]
    if (curve !~ /^[a-z]+$/ || start !~ /^[0-9-]+$/) next
    key = curve (value("known_ceiling") == "?" ? "" : "_known")
    if (start >= newest) newest = start
    line[start, key, ++count[start, key]] = t " " n
    if (!((start, key) in seen)) { seen[start, key] = 1; keys[start] = keys[start] " " key }
}

END {
    if (points < 2) {
        print "no facts"
        exit 1
    }
    num = split(keys[newest], list, " ")
    print "HAVE_RECORD = 1" > "data.gp"
    print "RUN_TITLE = ''" > "data.gp"
    print "START = " text_quote(newest) > "data.gp"
    print "TARGETS = " num_targets + 0 "\nSITES_TOP = " top + 0 > "data.gp"
    for (i = 1; i <= num_targets; i++) print "TARGET_" i " = " target_text[i] "\nTARGET_SITES_" i " = " target[i] > "data.gp"
    drawn = ""
    for (i = 1; i <= num; i++) {
        for (k = 1; k <= count[newest, list[i]]; k++) print line[newest, list[i], k] > (list[i] ".dat")
        drawn = drawn " " list[i]
    }
    print "CURVES = " text_quote(substr(drawn, 2)) > "data.gp"
}
