# sensitivity_panels.gp - a panel a metric, its factors from the top down. PLOT_TITLE, PLOT_SOURCE and the
# names of the ends of the axis, RANGE_LOW and RANGE_HIGH, are set.
PLOT_X = ''
PLOT_Y = ''
load 'common.gp'
unset label 1006
unset label 1007
set key off
set datafile missing '?'
measure_1(k) = (M = value(sprintf('METHOD_%d', k)), M eq 'sobol' ? L_sensitivity_total : M eq 'morris' ? L_sensitivity_mu : 'PRCC')
measure_2(k) = (M = value(sprintf('METHOD_%d', k)), M eq 'sobol' ? L_sensitivity_first : M eq 'morris' ? L_sensitivity_sigma : 'SRRC')

# One large panel, two above each other, or two by two.
p_left(k) = PANELS == 1 ? 0.36 : PANELS == 2 ? 0.26 : k % 2 == 1 ? 0.215 : 0.715
p_right(k) = PANELS <= 2 ? 0.965 : p_left(k) + 0.265
p_row(k) = PANELS <= 2 ? k : (k + 1) / 2
p_height = PANELS == 1 ? 0.61 : 0.25
p_top(k) = PANELS == 1 ? 0.79 : 0.80 - (p_row(k) - 1) * 0.345
p_bottom(k) = p_top(k) - p_height

x_tics = "X_STEP = step(x_high - x_low, 5); set xrange [X_STEP * floor(x_low / X_STEP + 0.001):X_STEP * ceil(x_high / X_STEP - 0.001)]; set xtics () font F14;".\
    "do for [i = int(floor(x_low / X_STEP + 0.001)):int(ceil(x_high / X_STEP - 0.001))] { set xtics add ((X_STEP < 1 ? sprintf('%g', i * X_STEP) : whole(i * X_STEP)) i * X_STEP) }"
panel_place = "set lmargin at screen p_left(k); set rmargin at screen p_right(k); set tmargin at screen p_top(k); set bmargin at screen p_bottom(k);".\
    "LINES = value(sprintf('LINES_%d', k)); ROWS = value(sprintf('ROWS_%d', k)); set yrange [LINES + 0.6:0.4]; set ytics () font F14 scale 0; do for [i = 1:LINES] { set ytics add (value(sprintf('LABEL_%d_%d', k, i)) i) };".\
    "set label 1100 value(sprintf('PANEL_%d', k)) at screen (PANELS == 1 ? 0.02 : p_left(k) - 0.195 - (PANELS == 2 ? 0.045 : 0)), p_top(k) + 0.018 left font F18 textcolor rgb 'black';".\
    "x_low = value(sprintf(RANGE_LOW, k)); x_high = value(sprintf(RANGE_HIGH, k)); if (value(sprintf('METHOD_%d', k)) eq 'rank') { x_low = x_low < -0.02 ? -1 : 0; x_high = 1 }; if (x_low == x_high) { x_high = x_low + 1 };".\
    "do for [i = 1:20] { unset label 1110 + i }; do for [i = ROWS + 1:LINES] { set label 1110 + i value(sprintf('WHY_%d_%d', k, i)) at graph 0.02, first i left font F14 textcolor rgb DARK };"
panel_quiet = "do for [i = 1001:1005] { unset label i }; do for [i = 1201:1220] { unset label i }; do for [i = 1231:1250] { unset object i }"
set border 3
unset grid
set grid xtics linetype 1 linewidth 1 linecolor rgb PALE
set arrow 1 from first 0, graph 0 to first 0, graph 1 nohead linewidth 1.5 linecolor rgb DARK
