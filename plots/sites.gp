# sites.gp - sites at the end of each fiscal year by kind of hospital; observed and projected.
KIND = ARG1
load 'font.gp'
load 'labels.gp'
load 'data.gp'
PLOT_TITLE = BAND_SITES ? L_sites_band_title : L_sites_title
PLOT_SOURCE = L_sites_source
PLOT_X = BAND_SITES ? L_fiscal_year_band : L_fiscal_year_end
PLOT_Y = BAND_SITES ? L_sites_band_axis : L_sites_axis
load 'common.gp'

y_top = BAND_SITES ? (SITES_HIGH > BASE ? SITES_HIGH : BASE) : SITES_TOP
y_room = 1.22
eval y_axis
# The end of fiscal year y is at y + 1.
x_from = SITES_FROM + 0.35
x_to = LAST + 0.65
x_shift = 1
eval x_axis

if (HAVE_OLD) {
    # Columns stand at the ends of years, bands begin where the run does.
    x_divide = BAND_SITES ? FIRST : floor(FIRST + 0.001) + 0.5
    eval divide
}

# The panel on the right: when "about 460" is reached, in both readings.
PANEL_Y = BAND_SITES ? 0.52 : 0.415
LINE = BAND_SITES ? 0.036 : 0
date_text(early, at, date) = early ? L_before : at > 0 ? date : not_reached(LAST_MONTH)
set label 10 L_reached at screen PANEL + 0.008, PANEL_Y left font F20 textcolor rgb 'black'
set label 11 'A' at screen PANEL + 0.010, PANEL_Y - 0.050 left font F22 textcolor rgb RED
set label 12 date_text(EARLY_A, REACHED_A, DATE_A) at screen PANEL + 0.032, PANEL_Y - 0.050 left font F22 textcolor rgb RED
set label 13 L_reached_a at screen PANEL + 0.032, PANEL_Y - 0.090 - LINE left font F18 textcolor rgb DARK
set label 14 'B' at screen PANEL + 0.010, PANEL_Y - 0.140 - LINE left font F22 textcolor rgb RED
set label 15 date_text(EARLY_B, REACHED_B, DATE_B) at screen PANEL + 0.032, PANEL_Y - 0.140 - LINE left font F22 textcolor rgb RED
set label 16 L_reached_b at screen PANEL + 0.032, PANEL_Y - 0.180 - 2 * LINE left font F18 textcolor rgb DARK
set label 17 (BAND_SITES ? L_reached_median : L_reached_note) at screen PANEL + 0.008, PANEL_Y - 0.232 - 2 * LINE left font FFOOT textcolor rgb DARK
if (BAND_SITES) {
    set label 18 range_text(RANGE_A) at screen PANEL + 0.032, PANEL_Y - 0.089 left font FRANGE textcolor rgb RED
    set label 19 range_text(RANGE_B) at screen PANEL + 0.032, PANEL_Y - 0.179 - LINE left font FRANGE textcolor rgb RED
}

# Beside the ministry's arrow, and not on it.
beside(x) = MARK_IN && abs(x - MARK) < (x_to - x_from) / 45 ? x + (x < MARK ? -1 : 1) * (x_to - x_from) / 45 : x
SAME = REACHED_A > 0 && REACHED_B > 0 && abs(REACHED_A - REACHED_B) < (x_to - x_from) / 45
if (REACHED_A > 0) {
    set arrow 20 from REACHED_A, graph 0 to REACHED_A, graph 0.84 nohead dashtype 2 linewidth 3 linecolor rgb RED front
    set label 21 (SAME ? 'A, B' : 'A') at beside(REACHED_A), graph 0.87 center font F22 textcolor rgb RED front
}
if (REACHED_B > 0) {
    set arrow 22 from REACHED_B, graph 0 to REACHED_B, graph 0.84 nohead dashtype 2 linewidth 3 linecolor rgb RED front
    if (!SAME) { set label 23 'B' at beside(REACHED_B), graph 0.87 center font F22 textcolor rgb RED front }
}
if (MARK_IN) {
    # Beside its arrow, where there is room.
    if (MARK < x_from + 0.5 * (x_to - x_from)) {
        set label 30 L_ministry at MARK, graph 0.955 left offset 0.6,0 font F20 textcolor rgb 'black' front
    } else {
        set label 30 L_ministry at graph 0.995, graph 0.955 right font F20 textcolor rgb 'black' front
    }
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
BOX = 'using ($1 + 1):2:($1 + 1 - WIDE):($1 + 1 + WIDE):(0):2 with boxxyerror linecolor rgb'
columns = 'for [f in OLD] f '.BOX.' GREY title L_old'
facts = ", for [f in POINTS] f using 1:2 with points pointtype 7 pointsize 2.0 * DOT linecolor rgb 'white' notitle".\
    ", for [f in POINTS] f using 1:2 with points pointtype 7 pointsize 1.5 * DOT linecolor rgb 'black' title L_point".\
    ", for [f in AT] '+' using (MARK):(460) every ::0::0 with points pointtype 13 pointsize 3.6 * DOT linecolor rgb 'white' notitle".\
    ", for [f in AT] '+' using (MARK):(460) every ::0::0 with points pointtype 13 pointsize 2.8 * DOT linecolor rgb 'black' notitle"
stack(n) = sprintf("using ($1 + 1):%d:($1 + 1 - WIDE):($1 + 1 + WIDE):(%s):%d with boxxyerror linecolor rgb", n, n > 2 ? sprintf('$%d', n - 1) : '0', n)
kinds = "'sites.dat' ".stack(6)." ORANGE title L_outside, '' ".stack(5)." GREEN title L_treatment, ".\
    "for [f in SPECIFIC] f ".stack(4)." PINK title L_specific, ".\
    "'sites.dat' ".stack(3)." SKY title L_regional, '' ".stack(2)." BLUE title L_prefectural, "
if (BAND_SITES) {
    eval 'plot '.columns.', '.band('band_sites.dat', BLUE, 'L_band_sites').band_key(BLUE).facts
} else {
    eval 'plot '.kinds.columns.facts
}
set output
