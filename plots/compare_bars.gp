# compare_bars.gp - key figures of all scenarios side by side, in whole fiscal years.
KIND = ARG1
load 'font.gp'
load 'labels.gp'
load 'data.gp'
PLOT_TITLE = L_compare_bars_title
PLOT_SOURCE = compare_source(LUCK)
PLOT_BANDS = FAN
PLOT_BAND = L_compare_whiskers
load 'compare_panels.gp'
from_s = 0
LIST_BOXES = 1
eval list_scenarios
YEARS_NUM = words(BAR_YEARS)
WIDTH = 0.8 / (NUM + 1)
set xrange [0.4:YEARS_NUM + 0.6]
set xtics ()
do for [i = 1:YEARS_NUM] { set xtics add (year_text(int(word(BAR_YEARS, i))) i) }
set xtics font F14
set ytics font F14
set boxwidth WIDTH * 0.92
box(v, s, c, style) = sprintf("'b%d.dat' using ($1 + (%d - NUM / 2.0) * WIDTH):%d with boxes linecolor rgb '%s' fillstyle %s noborder notitle, ", \
    v, s, 3 * s + 2, c, style)
bar(v, s) = box(v, s, colour(s), 'solid').(dash(s) > 1 ? box(v, s, 'white', sprintf('transparent pattern %d', pattern(s))) : '')
set multiplot
do for [v = 1:4] {
    y_low = 0
    y_high = value(sprintf('TOP_%d', v))
    PANEL_TITLE = year_title(v)
    eval panel_axis
    eval panel_place
    if (v == 2) { eval panel_quiet }
    BARS = ''
    do for [s = 0:NUM] { BARS = BARS.bar(v, s) }
    eval 'plot '.BARS.'for [s = 0:(FAN ? NUM : -1)] sprintf("b%d.dat", v) using ($1 + (s - NUM / 2.0) * WIDTH):(column(3 * s + 3)):(0):(column(3 * s + 4) - column(3 * s + 3)) with vectors nohead linewidth 2 linecolor rgb DARK notitle'
}
unset multiplot
set output
