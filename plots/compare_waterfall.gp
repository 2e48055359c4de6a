# compare_waterfall.gp - why the first compared scenario differs, by groups of assumptions.
KIND = ARG1
load 'font.gp'
load 'labels.gp'
load 'data.gp'
PLOT_TITLE = compare_waterfall_title(year_text(EXPLAINED))
PLOT_SOURCE = L_compare_waterfall_source
load 'compare_panels.gp'
set label 1002 L_compare_reference.TITLE_0.L_compare_against.TITLE_1
set label 1201 L_compare_parts at screen 0.71, 0.803 left font F18 textcolor rgb 'black'
do for [k = 1:STEPS] {
    set label 1201 + k sprintf('%d  ', k).value(sprintf('PART_%d', k)) at screen 0.71, 0.803 - 0.045 * k left font F18 textcolor rgb DARK
}
set label 1202 + STEPS L_compare_total at screen 0.71, 0.803 - 0.045 * (STEPS + 1) left font F18 textcolor rgb DARK
set xrange [0.4:STEPS + 1.6]
set xtics ()
do for [k = 1:STEPS] { set xtics add (sprintf('%d', k) k) }
set xtics add (L_compare_sum STEPS + 1)
set xtics font F14
set ytics font F14
set arrow 1 from 0.4, first 0 to STEPS + 1.6, first 0 nohead linewidth 1.5 linecolor rgb DARK
kind_colour(k) = k == 1 ? BLUE : k == 2 ? RED : DARK
signed(x) = x != x ? '' : (x > 0 ? '+' : x < 0 ? '-' : '').three(abs(x))
set multiplot
do for [v = 1:4] {
    y_low = value(sprintf('W_LOW_%d', v))
    y_high = value(sprintf('W_HIGH_%d', v))
    room = 0.12 * (y_high - y_low)
    y_low = y_low < 0 ? y_low - room : y_low
    y_high = y_high + room
    eval panel_axis
    eval panel_place
    set label 1100 panel_title(v).'  '.three(value(sprintf('W_BASE_%d', v))).L_compare_to.three(value(sprintf('W_REACHED_%d', v)))
    if (v == 2) { eval panel_quiet }
    plot for [k = 1:3] sprintf('w%d.dat', v) using 1:($4 == k ? ($2 + $3) / 2 : NaN):($1 - 0.35):($1 + 0.35):2:3 with boxxyerror linecolor rgb kind_colour(k) fillstyle solid notitle, \
        '' using 1:($2 > $3 ? $2 : $3):(signed($3 - $2)) with labels offset 0,0.6 font F14 textcolor rgb DARK notitle
}
unset multiplot
set output
