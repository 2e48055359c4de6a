# sensitivity_index.gp - two measures of each factor side by side: total and first order, mu* and sigma, or PRCC and SRRC.
KIND = ARG1
load 'font.gp'
load 'labels.gp'
PLOT_TITLE = L_sensitivity_index_title
PLOT_SOURCE = L_sensitivity_source
RANGE_LOW = 'LOW_%d'
RANGE_HIGH = 'HIGH_%d'
load 'sensitivity_panels.gp'
set object 1231 rectangle from screen 0.52, 0.885 to screen 0.535, 0.903 fillcolor rgb BLUE fillstyle solid noborder
set label 1201 measure_1(1) at screen 0.542, 0.894 left font F18 textcolor rgb DARK
set object 1232 rectangle from screen 0.77, 0.885 to screen 0.785, 0.903 fillcolor rgb ORANGE fillstyle solid noborder
set label 1202 measure_2(1) at screen 0.792, 0.894 left font F18 textcolor rgb DARK
set multiplot
do for [k = 1:PANELS] {
    eval panel_place
    eval x_tics
    mixed = measure_1(k) ne measure_1(1)
    set label 1100 value(sprintf('PANEL_%d', k)).(mixed ? L_sensitivity_colon.measure_1(k).L_sensitivity_and.measure_2(k) : '')
    if (k == 2) { eval panel_quiet }
    plot sprintf('p%d.dat', k) using ($2 / 2.0):1:($2 < 0 ? $2 : 0):($2 < 0 ? 0 : $2):($1 - 0.36):($1 - 0.02) with boxxyerror linecolor rgb BLUE fillstyle solid notitle, \
        '' using ($5 / 2.0):1:($5 < 0 ? $5 : 0):($5 < 0 ? 0 : $5):($1 + 0.02):($1 + 0.36) with boxxyerror linecolor rgb ORANGE fillstyle solid notitle, \
        '' using 2:($1 - 0.19):3:4 with xerrorbars pointtype 7 pointsize 0.3 linewidth 2 linecolor rgb DARK notitle, \
        '' using 5:($1 + 0.19):6:7 with xerrorbars pointtype 7 pointsize 0.3 linewidth 2 linecolor rgb DARK notitle
}
unset multiplot
set output
