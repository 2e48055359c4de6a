# curve.awk - reads curve.csv on the standard input and writes the tables of the curve plot. Needs text.awk and rows.awk.
#   -v lang=en|ja
#
#   curve.dat   omitted per cent, hours, lower and upper end of their range, wait in days
#   marks.dat   omitted per cent, hours, letter of a scenario
#   data.gp     definitions for gnuplot

BEGIN { text_init(); hours_top = wait_top = 0; marks = 0 }

NR == 1 { read_columns(); next }

{
    fields($0)
    kind = field[column["kind"]]
    year = field[column["time"]]
    if (year !~ /^FY[0-9][0-9][0-9][0-9]$/) next
    fiscal = year
    omitted = value("omitted_percent"); hours = value("hours"); wait = value("wait_days")
    low = value("hours_low"); high = value("hours_high")
    if (kind == "point" && omitted != "?" && hours != "?") {
        print omitted, hours, low, high, wait > "curve.dat"
        points++
        if (high != "?" && high + 0 > hours_top) hours_top = high + 0
        if (wait != "?" && wait + 0 > wait_top) wait_top = wait + 0
    } else if (kind == "mark" && omitted != "?" && hours != "?" && marks < 8) {
        title = field[column["title_" lang]]
        if (title == "") title = field[column["scenario"]]
        if (marks == 0) run_title = text_quote(text_clean(title, 100))
        mark_title[++marks] = text_quote(text_clean(title, 34))
        mark_share[marks] = omitted
        print omitted, hours, substr("ABCDEFGH", marks, 1) > "marks.dat"
    } else if (kind == "target_wait") {
        share_wait = omitted; days = wait
    } else if (kind == "target_hours") {
        share_hours = omitted
    }
}

END {
    if (points < 2) {
        print "no points"
        exit 1
    }
    print "HAVE_CURVE = 1" > "data.gp"
    if (marks > 0) print "RUN_TITLE = " run_title > "data.gp"
    print "CURVE_YEAR = " text_quote(fiscal) > "data.gp"
    print "HOURS_TOP = " hours_top > "data.gp"
    print "WAIT_TOP = " wait_top > "data.gp"
    print "MARKS = " marks > "data.gp"
    for (i = 1; i <= marks; i++) {
        print "MARK_" i " = " mark_title[i] > "data.gp"
        printf "MARK_SHARE_%d = %s\n", i, mark_share[i] > "data.gp"
    }
    print "SHARE_WAIT = " (share_wait == "?" || share_wait == "" ? "NaN" : share_wait) > "data.gp"
    print "SHARE_HOURS = " (share_hours == "?" || share_hours == "" ? "NaN" : share_hours) > "data.gp"
    print "DAYS = " text_quote(days == "?" ? "28" : days) > "data.gp"
}
