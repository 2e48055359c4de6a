# sites.gp - sites at the end of each fiscal year by kind of hospital; observed and projected.
KIND = ARG1
load 'labels.gp'
PLOT_TITLE = L_sites_title
PLOT_SOURCE = L_sites_source
load 'common.gp'

set lmargin at screen LEFT
set rmargin at screen RIGHT
set tmargin at screen TOP
set bmargin at screen BOTTOM

Y_STEP = step(SITES_TOP, 5)
Y_MAX = ceiling(SITES_TOP * 1.22, 5)
Y_MAX = Y_STEP * ceil(SITES_TOP * 1.22 / Y_STEP)
set yrange [0:Y_MAX]
set ytics ()
do for [i = 0:int(floor(Y_MAX / Y_STEP + 0.5))] { set ytics add (group(i * Y_STEP) i * Y_STEP) }
set ylabel L_sites_axis font F22 offset -1.2,0

# The end of fiscal year y is at y + 1.
X_FROM = SITES_FROM + 0.35
X_TO = LAST + 0.65
set xrange [X_FROM:X_TO]
EVERY = X_TO - X_FROM > 40 ? 5 : X_TO - X_FROM > 11 ? 2 : 1
set xtics ()
do for [y = SITES_FROM:int(LAST + 0.5) - 1] {
    if (y % EVERY == 0) { set xtics add (sprintf('%d', y) y + 1) }
}
set xlabel L_fiscal_year_end font F22 offset 0,-0.3

if (HAVE_OLD) {
    x_divide = floor(FIRST + 0.001) + 0.5
    eval divide
}

set key at screen PANEL, 0.83 left top Left reverse vertical maxcols 1 samplen 1.6 spacing 1.35 font F20 textcolor rgb DARK

# The panel on the right: when "about 460" is reached, in both readings.
PANEL_Y = 0.415
set label 10 L_reached at screen PANEL, PANEL_Y left font F22 textcolor rgb 'black'
set label 11 'A' at screen PANEL + 0.004, PANEL_Y - 0.050 left font F24 textcolor rgb RED
set label 12 (REACHED_A > 0 ? DATE_A : not_reached(LAST_MONTH)) at screen PANEL + 0.026, PANEL_Y - 0.050 left font F24 textcolor rgb RED
set label 13 L_reached_a at screen PANEL + 0.026, PANEL_Y - 0.090 left font F20 textcolor rgb DARK
set label 14 'B' at screen PANEL + 0.004, PANEL_Y - 0.140 left font F24 textcolor rgb RED
set label 15 (REACHED_B > 0 ? DATE_B : not_reached(LAST_MONTH)) at screen PANEL + 0.026, PANEL_Y - 0.140 left font F24 textcolor rgb RED
set label 16 L_reached_b at screen PANEL + 0.026, PANEL_Y - 0.180 left font F20 textcolor rgb DARK

TOP_A = 0.87
TOP_B = REACHED_A > 0 && abs(REACHED_A - REACHED_B) < 0.45 ? 0.79 : 0.87
if (REACHED_A > 0) {
    set arrow 20 from REACHED_A, graph 0 to REACHED_A, graph TOP_A - 0.03 nohead dashtype 2 linewidth 3 linecolor rgb RED front
    set label 21 'A' at REACHED_A, graph TOP_A center font F24 textcolor rgb RED front
}
if (REACHED_B > 0) {
    set arrow 22 from REACHED_B, graph 0 to REACHED_B, graph TOP_B - 0.03 nohead dashtype 2 linewidth 3 linecolor rgb RED front
    set label 23 'B' at REACHED_B, graph TOP_B center font F24 textcolor rgb RED front
}
if (MARK_IN) {
    set label 30 L_ministry at graph 0.995, graph 0.955 right font F21 textcolor rgb 'black' front
    set arrow 31 from MARK, graph 0.925 to MARK, first 460 + Y_MAX * 0.025 head filled size graph 0.012, 20 linewidth 2 linecolor rgb 'black' front
}
if (BASE > 0) {
    set arrow 40 from X_FROM, first BASE to X_TO, first BASE nohead dashtype 4 linewidth 2.5 linecolor rgb 'black' front
    set label 41 base_text(BASE) at X_FROM, first BASE left offset 0.6,0.75 font F20 textcolor rgb 'black' front
}

# What is not there takes no place in the legend: an empty list of files draws nothing.
OLD = HAVE_OLD ? 'columns.dat' : ''
POINTS = HAVE_POINTS ? 'points.dat' : ''
SPECIFIC = HAVE_SPECIFIC ? 'sites.dat' : ''
AT = MARK_IN ? 'yes' : ''
WIDE = 0.38
plot 'sites.dat' using ($1 + 1):6:($1 + 1 - WIDE):($1 + 1 + WIDE):5:6 with boxxyerror linecolor rgb ORANGE title L_outside, \
    'sites.dat' using ($1 + 1):5:($1 + 1 - WIDE):($1 + 1 + WIDE):4:5 with boxxyerror linecolor rgb GREEN title L_treatment, \
    for [f in SPECIFIC] f using ($1 + 1):4:($1 + 1 - WIDE):($1 + 1 + WIDE):3:4 with boxxyerror linecolor rgb PINK title L_specific, \
    'sites.dat' using ($1 + 1):3:($1 + 1 - WIDE):($1 + 1 + WIDE):2:3 with boxxyerror linecolor rgb SKY title L_regional, \
    'sites.dat' using ($1 + 1):2:($1 + 1 - WIDE):($1 + 1 + WIDE):(0):2 with boxxyerror linecolor rgb BLUE title L_prefectural, \
    for [f in OLD] f using ($1 + 1):2:($1 + 1 - WIDE):($1 + 1 + WIDE):(0):2 with boxxyerror linecolor rgb GREY title L_old, \
    for [f in POINTS] f using 1:2 with points pointtype 7 pointsize 2.0 linecolor rgb 'white' notitle, \
    for [f in POINTS] f using 1:2 with points pointtype 7 pointsize 1.5 linecolor rgb 'black' title L_point, \
    for [f in AT] '+' using (MARK):(460) every ::0::0 with points pointtype 13 pointsize 3.6 linecolor rgb 'white' notitle, \
    for [f in AT] '+' using (MARK):(460) every ::0::0 with points pointtype 13 pointsize 2.8 linecolor rgb 'black' notitle
set output
