# compare_panels.gp - four panels and a list at the right. PLOT_TITLE and PLOT_SOURCE are set.
PLOT_X = ''
PLOT_Y = ''
load 'common.gp'
unset label 1006
unset label 1007
set datafile missing '?'
set label 1002 L_compare_reference.TITLE_0 at screen 0.02, 0.894 left font F20 textcolor rgb DARK
COLOURS = BLUE.' '.RED.' '.GREEN.' '.ORANGE.' '.PINK.' '.SKY
colour(s) = s == 0 ? GREY : word(COLOURS, (s - 1) % 6 + 1)

# Panel v: 1 and 2 above, 3 and 4 below.
panel_left(v) = v % 2 == 1 ? 0.085 : 0.415
panel_right(v) = panel_left(v) + 0.265
panel_top(v) = v <= 2 ? 0.815 : 0.455
panel_bottom(v) = panel_top(v) - 0.245
panel_title(v) = v == 1 ? L_compare_tests : v == 2 ? L_compare_cases : v == 3 ? L_compare_hours : L_compare_sites

# Tics of an axis from `y_low` to `y_high`, about five.
panel_axis = "if (y_low == y_high) { y_low = y_low - 1; y_high = y_high + 1 }; Y_STEP = step(y_high - y_low, 4);".\
    "set yrange [Y_STEP * floor(y_low / Y_STEP - 0.05):Y_STEP * ceil(y_high / Y_STEP + 0.05)]; set ytics ();".\
    "do for [i = int(floor(y_low / Y_STEP - 0.05)):int(ceil(y_high / Y_STEP + 0.05))] { set ytics add ((Y_STEP < 1 ? sprintf('%g', i * Y_STEP) : whole(i * Y_STEP)) i * Y_STEP) }"
panel_place = "set lmargin at screen panel_left(v); set rmargin at screen panel_right(v); set tmargin at screen panel_top(v); set bmargin at screen panel_bottom(v);".\
    "set label 1100 panel_title(v) at screen panel_left(v), panel_top(v) + 0.02 left font F18 textcolor rgb 'black'"
# The words around the panels are drawn with the first of them.
panel_quiet = "do for [i = 1001:1005] { unset label i }; do for [i = 1201:1220] { unset label i }; do for [i = 1231:1250] { unset object i }"

# The list of scenarios: a box of the colour and the title.
list_scenarios = "do for [s = from_s:NUM] { set object 1231 + s rectangle from screen 0.71, 0.795 - 0.045 * (s - from_s) to screen 0.725, 0.810 - 0.045 * (s - from_s) fillcolor rgb colour(s) fillstyle solid noborder;".\
    "set label 1201 + s value(sprintf('TITLE_%d', s)) at screen 0.732, 0.803 - 0.045 * (s - from_s) left font F14 textcolor rgb DARK }"
