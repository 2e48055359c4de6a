# sensitivity_time.gp - the measure of the factors over time, a panel a variable.
KIND = ARG1
load 'font.gp'
load 'labels.gp'
PLOT_TITLE = L_sensitivity_time_title
PLOT_SOURCE = L_sensitivity_source
PLOT_X = ''
PLOT_Y = ''
load 'common.gp'
unset label 1006
unset label 1007
set key off
set datafile missing '?'
COLOURS = BLUE.' '.RED.' '.GREEN.' '.ORANGE.' '.PINK.' '.SKY.' '.DARK.' '.GREY
t_measure(k) = (M = value(sprintf('T_METHOD_%d', k)), M eq 'sobol' ? L_sensitivity_total : M eq 'morris' ? L_sensitivity_mu : 'PRCC')
p_left(k) = SERIES <= 2 || k % 2 == 1 ? 0.085 : 0.415
p_right(k) = SERIES <= 2 ? 0.685 : p_left(k) + 0.265
p_top(k) = SERIES == 1 ? 0.80 : 0.80 - ((SERIES == 2 ? k : (k + 1) / 2) - 1) * 0.345
p_bottom(k) = p_top(k) - (SERIES == 1 ? 0.60 : 0.25)
do for [j = 1:FACTORS] {
    set object 1231 + j rectangle from screen 0.71, 0.777 - 0.045 * j to screen 0.725, 0.792 - 0.045 * j fillcolor rgb word(COLOURS, j) fillstyle solid noborder
    set label 1201 + j value(sprintf('FACTOR_%d', j)) at screen 0.732, 0.785 - 0.045 * j left font F14 textcolor rgb DARK
}
set label 1201 L_sensitivity_largest at screen 0.71, 0.79 left font F18 textcolor rgb 'black'
ROOM = 0.04 * (UNTIL - FROM)
set xrange [FROM - ROOM:UNTIL + ROOM]
set xtics () font F14
do for [y = int(FROM):int(UNTIL)] { if (y % (UNTIL - FROM > 150 ? 50 : UNTIL - FROM > 75 ? 20 : UNTIL - FROM > 40 ? 10 : UNTIL - FROM > 8 ? 5 : 1) == 0) { set xtics add (year_text(y) y) } }
set ytics font F14
set multiplot
do for [k = 1:SERIES] {
    set lmargin at screen p_left(k)
    set rmargin at screen p_right(k)
    set tmargin at screen p_top(k)
    set bmargin at screen p_bottom(k)
    y_low = value(sprintf('T_LOW_%d', k))
    y_high = value(sprintf('T_HIGH_%d', k))
    if (value(sprintf('T_METHOD_%d', k)) eq 'rank') { y_low = y_low < -0.02 ? -1 : 0; y_high = 1 }
    if (y_low == y_high) { y_high = y_low + 1 }
    Y_STEP = step(y_high - y_low, 5)
    set yrange [Y_STEP * floor(y_low / Y_STEP + 0.001):Y_STEP * ceil(y_high / Y_STEP - 0.001)]
    set ytics ()
    do for [i = int(floor(y_low / Y_STEP + 0.001)):int(ceil(y_high / Y_STEP - 0.001))] { set ytics add ((Y_STEP < 1 ? sprintf('%g', i * Y_STEP) : whole(i * Y_STEP)) i * Y_STEP) }
    set label 1100 value(sprintf('SERIES_%d', k)).L_sensitivity_colon.t_measure(k) at screen p_left(k) - 0.06, p_top(k) + 0.03 left font F18 textcolor rgb 'black'
    if (k == 2) {
        do for [i = 1001:1005] { unset label i }
        do for [i = 1201:1220] { unset label i }
        do for [i = 1231:1250] { unset object i }
    }
    plot for [j = 1:FACTORS] sprintf('t%d_%d.dat', k, j) using 1:3:4 with filledcurves linecolor rgb word(COLOURS, j) fillstyle transparent solid 0.12 noborder notitle, \
        for [j = 1:FACTORS] sprintf('t%d_%d.dat', k, j) using 1:2 with linespoints linewidth 3 pointtype 7 pointsize 0.8 linecolor rgb word(COLOURS, j) notitle
}
unset multiplot
set output
