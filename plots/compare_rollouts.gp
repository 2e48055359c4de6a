# compare_rollouts.gp - the number of sites in every scenario.
KIND = ARG1
load 'font.gp'
load 'labels.gp'
PLOT_TITLE = L_compare_rollouts_title
PLOT_SOURCE = L_compare_source
load 'compare_panels.gp'
from_s = 0
eval list_scenarios
set lmargin at screen LEFT
set rmargin at screen RIGHT
set tmargin at screen TOP
set bmargin at screen BOTTOM
set label 1006 L_sites_axis at screen 0.017, (TOP + BOTTOM) / 2 center rotate by 90 font F20 textcolor rgb DARK
set label 1007 L_fiscal_year at screen (LEFT + RIGHT) / 2, 0.135 center font F20 textcolor rgb DARK
x_from = floor(FIRST + 0.001)
x_to = ceil(LAST - 0.001)
x_shift = 0.5
eval x_axis
y_low = SITES_LOW < 0.7 * SITES_TOP ? 0.9 * SITES_LOW : 0.8 * SITES_LOW
y_high = SITES_TOP > 460 ? SITES_TOP : 465
eval panel_axis
set arrow 1 from x_from, first 460 to x_to, first 460 nohead dashtype 4 linewidth 2 linecolor rgb DARK
set label 2 L_compare_460 at x_from + 0.2, first 460 left offset 0,0.6 font F14 textcolor rgb DARK
plot for [s = 0:NUM] sprintf('r%d.dat', s) using 1:2 with lines linewidth (s == 0 ? 6 : 3) linecolor rgb colour(s) notitle
set output
