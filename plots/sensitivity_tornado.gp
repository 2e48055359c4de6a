# sensitivity_tornado.gp - what the factors are put in order by, with intervals; what is only assumed in its own colour.
KIND = ARG1
load 'font.gp'
load 'labels.gp'
PLOT_TITLE = L_sensitivity_tornado_title
PLOT_SOURCE = L_sensitivity_source
RANGE_LOW = 'LOW_1_%d'
RANGE_HIGH = 'HIGH_1_%d'
load 'sensitivity_panels.gp'
set object 1231 rectangle from screen 0.60, 0.885 to screen 0.615, 0.903 fillcolor rgb RED fillstyle solid noborder
set label 1201 L_sensitivity_assumed at screen 0.622, 0.894 left font F18 textcolor rgb DARK
set object 1232 rectangle from screen 0.77, 0.885 to screen 0.785, 0.903 fillcolor rgb BLUE fillstyle solid noborder
set label 1202 L_sensitivity_based at screen 0.792, 0.894 left font F18 textcolor rgb DARK
set multiplot
do for [k = 1:PANELS] {
    eval panel_place
    eval x_tics
    set label 1100 value(sprintf('PANEL_%d', k)).L_sensitivity_colon.measure_1(k)
    if (k == 2) { eval panel_quiet }
    plot for [a = 0:1] sprintf('p%d.dat', k) using ($8 == a ? $2 / 2.0 : NaN):1:($2 < 0 ? $2 : 0):($2 < 0 ? 0 : $2):($1 - 0.33):($1 + 0.33) with boxxyerror linecolor rgb (a ? RED : BLUE) fillstyle solid notitle, \
        '' using 2:1:3:4 with xerrorbars pointtype 7 pointsize 0.3 linewidth 2 linecolor rgb DARK notitle
}
unset multiplot
set output
