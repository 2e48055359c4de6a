# compare_difference.gp - the difference from the reference, month by month.
KIND = ARG1
load 'font.gp'
load 'labels.gp'
load 'data.gp'
PLOT_TITLE = L_compare_difference_title
PLOT_SOURCE = compare_source(LUCK)
PLOT_X = L_fiscal_year_band
PLOT_BANDS = FAN
PLOT_BAND = compare_fan(LUCK)
load 'compare_panels.gp'
from_s = 1
eval list_scenarios
eval panel_years
set xtics font F14
set ytics font F14
set arrow 1 from x_from, first 0 to x_to, first 0 nohead linewidth 1.5 linecolor rgb DARK
set multiplot
do for [v = 1:4] {
    y_low = value(sprintf('D_LOW_%d', v)) < 0 ? value(sprintf('D_LOW_%d', v)) : 0
    y_high = value(sprintf('D_HIGH_%d', v)) > 0 ? value(sprintf('D_HIGH_%d', v)) : 0
    PANEL_TITLE = month_title(v)
    eval panel_axis
    eval panel_place
    if (v == 2) { eval panel_quiet }
    plot for [s = 1:NUM] sprintf('d%d_%d.dat', v, s) using 1:3:4 with filledcurves linecolor rgb colour(s) fillstyle transparent solid 0.2 notitle, \
        for [s = 1:NUM] sprintf('d%d_%d.dat', v, s) using 1:2 with lines linewidth 3 dashtype dash(s) linecolor rgb colour(s) notitle
}
unset multiplot
set output
