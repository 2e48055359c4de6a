# compare_bars.gp - key figures of all scenarios side by side, in whole fiscal years.
KIND = ARG1
load 'font.gp'
load 'labels.gp'
PLOT_TITLE = L_compare_bars_title
PLOT_SOURCE = L_compare_source.L_compare_year_units
load 'compare_panels.gp'
from_s = 0
eval list_scenarios
YEARS_NUM = words(BAR_YEARS)
WIDTH = 0.8 / (NUM + 1)
set xrange [0.4:YEARS_NUM + 0.6]
set xtics ()
do for [i = 1:YEARS_NUM] { set xtics add (year_text(int(word(BAR_YEARS, i))) i) }
set xtics font F14
set ytics font F14
set boxwidth WIDTH * 0.92
set multiplot
do for [v = 1:4] {
    y_low = 0
    y_high = value(sprintf('TOP_%d', v))
    eval panel_axis
    eval panel_place
    set yrange [0:*]
    set yrange [0:Y_STEP * ceil(y_high / Y_STEP + 0.05)]
    if (v == 2) { eval panel_quiet }
    plot for [s = 0:NUM] sprintf('b%d.dat', v) using ($1 + (s - NUM / 2.0) * WIDTH):(column(s + 2)) with boxes linecolor rgb colour(s) notitle
}
unset multiplot
set output
