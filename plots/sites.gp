# sites.gp - sites at the end of each fiscal year by kind of hospital; observed and projected.
KIND = ARG1
load 'font.gp'
load 'labels.gp'
PLOT_TITLE = L_sites_title
PLOT_SOURCE = L_sites_source
PLOT_X = L_fiscal_year_end
PLOT_Y = L_sites_axis
load 'common.gp'

y_top = SITES_TOP
y_room = 1.22
eval y_axis
# The end of fiscal year y is at y + 1.
x_from = SITES_FROM + 0.35
x_to = LAST + 0.65
x_shift = 1
eval x_axis

if (HAVE_OLD) {
    x_divide = floor(FIRST + 0.001) + 0.5
    eval divide
}

# The panel on the right: when "about 460" is reached, in both readings.
PANEL_Y = 0.415
set label 10 L_reached at screen PANEL + 0.008, PANEL_Y left font F20 textcolor rgb 'black'
set label 11 'A' at screen PANEL + 0.010, PANEL_Y - 0.050 left font F22 textcolor rgb RED
set label 12 (EARLY_A ? L_before : REACHED_A > 0 ? DATE_A : not_reached(LAST_MONTH)) at screen PANEL + 0.032, PANEL_Y - 0.050 left font F22 textcolor rgb RED
set label 13 L_reached_a at screen PANEL + 0.032, PANEL_Y - 0.090 left font F18 textcolor rgb DARK
set label 14 'B' at screen PANEL + 0.010, PANEL_Y - 0.140 left font F22 textcolor rgb RED
set label 15 (EARLY_B ? L_before : REACHED_B > 0 ? DATE_B : not_reached(LAST_MONTH)) at screen PANEL + 0.032, PANEL_Y - 0.140 left font F22 textcolor rgb RED
set label 16 L_reached_b at screen PANEL + 0.032, PANEL_Y - 0.180 left font F18 textcolor rgb DARK

set label 17 L_reached_note at screen PANEL + 0.008, PANEL_Y - 0.232 left font FFOOT textcolor rgb DARK

SAME = REACHED_A > 0 && REACHED_B > 0 && abs(REACHED_A - REACHED_B) < (x_to - x_from) / 45
if (REACHED_A > 0) {
    set arrow 20 from REACHED_A, graph 0 to REACHED_A, graph 0.84 nohead dashtype 2 linewidth 3 linecolor rgb RED front
    set label 21 (SAME ? 'A, B' : 'A') at REACHED_A, graph 0.87 center font F22 textcolor rgb RED front
}
if (REACHED_B > 0) {
    set arrow 22 from REACHED_B, graph 0 to REACHED_B, graph 0.84 nohead dashtype 2 linewidth 3 linecolor rgb RED front
    if (!SAME) { set label 23 'B' at REACHED_B, graph 0.87 center font F22 textcolor rgb RED front }
}
if (MARK_IN) {
    set label 30 L_ministry at graph 0.995, graph 0.955 right font F20 textcolor rgb 'black' front
    set arrow 31 from MARK, graph 0.915 to MARK, first 460 + Y_MAX * 0.025 head filled size graph 0.012, 20 linewidth 2 linecolor rgb 'black' front
}
if (BASE > 0) {
    set arrow 40 from x_from, first BASE to x_to, first BASE nohead dashtype 4 linewidth 2.5 linecolor rgb 'black' front
    set label 41 base_text(BASE) at x_from, first BASE left offset 0.6,0.75 font F18 textcolor rgb 'black' front
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
    for [f in POINTS] f using 1:2 with points pointtype 7 pointsize 2.0 * DOT linecolor rgb 'white' notitle, \
    for [f in POINTS] f using 1:2 with points pointtype 7 pointsize 1.5 * DOT linecolor rgb 'black' title L_point, \
    for [f in AT] '+' using (MARK):(460) every ::0::0 with points pointtype 13 pointsize 3.6 * DOT linecolor rgb 'white' notitle, \
    for [f in AT] '+' using (MARK):(460) every ::0::0 with points pointtype 13 pointsize 2.8 * DOT linecolor rgb 'black' notitle
set output
