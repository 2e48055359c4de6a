# compare_rollouts.gp - the number of sites in every scenario.
KIND = ARG1
load 'font.gp'
load 'labels.gp'
load 'data.gp'
PLOT_TITLE = L_compare_rollouts_title
PLOT_SOURCE = compare_source(LUCK)
PLOT_X = L_fiscal_year_band
PLOT_Y = L_sites_band_axis
# The bands of more than four scenarios could not be told apart.
PLOT_BANDS = FAN && NUM < 4
PLOT_BAND = L_compare_runs
if (FAN && !PLOT_BANDS) { PLOT_SOURCE = PLOT_SOURCE.L_compare_means }
load 'compare_panels.gp'
from_s = 0
eval list_scenarios
eval panel_years
y_top = SITES_TOP > 460 ? SITES_TOP : 460
y_room = 1.05
eval y_axis
set arrow 1 from x_from, first 460 to x_to, first 460 nohead dashtype 4 linewidth 2 linecolor rgb DARK
set label 2 L_compare_460 at x_from + 0.2, first 460 left offset 0,0.6 font F14 textcolor rgb DARK
plot for [s = 0:(PLOT_BANDS ? NUM : -1)] sprintf('r%d.dat', s) using 1:3:4 with filledcurves linecolor rgb colour(s) fillstyle transparent solid 0.2 noborder notitle, \
    for [s = 0:NUM] sprintf('r%d.dat', s) using 1:2 with lines linewidth (s == 0 ? 6 : 3) dashtype dash(s) linecolor rgb colour(s) notitle
set output
