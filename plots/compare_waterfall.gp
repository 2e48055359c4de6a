# compare_waterfall.gp - why scenario ARG2 differs from the reference, by groups of assumptions.
KIND = ARG1
S = int(ARG2)
load 'font.gp'
load 'labels.gp'
load 'data.gp'
PLOT_TITLE = compare_waterfall_title(year_text(EXPLAINED))
PLOT_SOURCE = L_compare_waterfall_source.(value(sprintf('LEFT_OUT_%d', S)) > 0 ? L_compare_left_out : '')
PLOT_MODE = L_expected
PLOT_BANDS = 0
load 'compare_panels.gp'
set label 1002 L_compare_reference.TITLE_0 at screen 0.02, 0.906 font F18
set label 1008 L_compare_against.value(sprintf('TITLE_%d', S)) at screen 0.02, 0.872 left font F18 textcolor rgb DARK
ROWS = value(sprintf('ROWS_%d', S))
panel_left(v) = v % 2 == 1 ? 0.215 : 0.62
panel_right(v) = panel_left(v) + 0.365
panel_top(v) = v <= 2 ? 0.765 : 0.42
panel_bottom(v) = panel_top(v) - 0.26

# What the colours are.
kind_colour(k) = k == 1 ? BLUE : k == 2 ? RED : DARK
kind_text(k) = k == 1 ? L_compare_lowers : k == 2 ? L_compare_raises : L_compare_total
do for [k = 1:3] {
    set object 1230 + k rectangle from screen 0.215 + 0.2 * (k - 1), 0.822 to screen 0.231 + 0.2 * (k - 1), 0.838 fillcolor rgb kind_colour(k) fillstyle solid noborder
    set label 1200 + k kind_text(k) at screen 0.237 + 0.2 * (k - 1), 0.830 left font F14 textcolor rgb DARK
}

set yrange [0.4:ROWS + 0.6]
unset grid
set grid xtics linetype 1 linewidth 1 linecolor rgb PALE
set xtics font F14
set ytics font F14 scale 0
set arrow 1 from first 0, graph 0 to first 0, graph 1 nohead linewidth 1.5 linecolor rgb DARK
signed(x) = x != x ? '' : x == 0 ? '0' : (x > 0 ? '+' : '-').three(abs(x))
set multiplot
do for [v = 1:4] {
    # Room for the figures beside the bars.
    low = value(sprintf('W_LOW_%d_%d', v, S))
    high = value(sprintf('W_HIGH_%d_%d', v, S))
    if (low == high) { high = low + 1 }
    room = 0.24 * (high - low)
    set xrange [low - room:high + room]
    X_STEP = step(high - low, 4)
    set xtics ()
    do for [i = int(ceil((low - room) / X_STEP)):int(floor((high + room) / X_STEP))] { set xtics add (tic(i * X_STEP, X_STEP) i * X_STEP) }
    set ytics ()
    if (v % 2 == 1) {
        do for [i = 2:ROWS] { set ytics add (value(sprintf('PART_%d_%d', S, i)) i) }
        set ytics add (L_compare_sum 1)
    } else {
        do for [i = 1:ROWS] { set ytics add ('' i) }
    }
    PANEL_TITLE = year_title(v).L_compare_colon.three(value(sprintf('W_BASE_%d_%d', v, S))).L_compare_to.three(value(sprintf('W_REACHED_%d_%d', v, S)))
    eval panel_place
    if (v == 2) { eval panel_quiet }
    plot for [k = 1:3] sprintf('w%d_%d.dat', v, S) using ($4 == k ? ($2 + $3) / 2 : NaN):1:2:3:($1 - 0.36):($1 + 0.36) with boxxyerror linecolor rgb kind_colour(k) fillstyle solid notitle, \
        '' using 3:1:($3 >= $2 ? signed($3 - $2) : '') with labels left offset 0.5,0 font F14 textcolor rgb DARK notitle, \
        '' using 3:1:($3 < $2 ? signed($3 - $2) : '') with labels right offset -0.5,0 font F14 textcolor rgb DARK notitle
}
unset multiplot
set output
