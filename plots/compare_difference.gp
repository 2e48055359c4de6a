# compare_difference.gp - the difference from the reference, month by month.
KIND = ARG1
load 'font.gp'
load 'labels.gp'
PLOT_TITLE = L_compare_difference_title
PLOT_SOURCE = L_compare_source.L_compare_month_units
load 'compare_panels.gp'
from_s = 1
eval list_scenarios
if (FAN) { set label 1219 (DRAWN ? L_compare_fan_drawn : L_compare_fan) at screen 0.71, 0.25 left font F14 textcolor rgb DARK }
x_from = floor(FIRST + 0.001)
x_to = ceil(LAST - 0.001)
set xrange [x_from:x_to]
set xtics (sprintf('%d', x_from) x_from)
do for [y = x_from + 1:x_to] { if (y % 5 == 0) { set xtics add (sprintf('%d', y) y) } }
set xtics font F14
set ytics font F14
set arrow 1 from x_from, first 0 to x_to, first 0 nohead linewidth 1.5 linecolor rgb DARK
set multiplot
do for [v = 1:4] {
    y_low = value(sprintf('D_LOW_%d', v)) < 0 ? value(sprintf('D_LOW_%d', v)) : 0
    y_high = value(sprintf('D_HIGH_%d', v)) > 0 ? value(sprintf('D_HIGH_%d', v)) : 0
    eval panel_axis
    eval panel_place
    if (v == 2) { eval panel_quiet; unset label 1219 }
    plot for [s = 1:NUM] sprintf('d%d_%d.dat', v, s) using 1:3:4 with filledcurves linecolor rgb colour(s) fillstyle transparent solid 0.2 notitle, \
        for [s = 1:NUM] sprintf('d%d_%d.dat', v, s) using 1:2 with lines linewidth 3 linecolor rgb colour(s) notitle
}
unset multiplot
set output
