# compare_panels.gp - four panels and a list at the right. PLOT_TITLE and PLOT_SOURCE are set; PLOT_BAND says
# what the bands of many runs show, PLOT_BANDS 0 that there are none.
if (!exists('PLOT_X')) { PLOT_X = '' }
if (!exists('PLOT_Y')) { PLOT_Y = '' }
# The foot knows one mode and one seed.
if (LUCK > 1 && !exists('PLOT_MODE')) { L_foot_version = L_compare_own.L_foot_version }
load 'common.gp'
set datafile missing '?'
set dashtype 2 (10, 6)
set dashtype 3 (3, 4)
set label 1002 L_compare_reference.TITLE_0 at screen 0.02, 0.894 left font F20 textcolor rgb DARK
# Six colours; scenarios 7 to 12 have them with dashes or white stripes, 13 to 15 with dots or a white lattice.
COLOURS = BLUE.' '.RED.' '.GREEN.' '.ORANGE.' '.PINK.' '.SKY
colour(s) = s == 0 ? GREY : word(COLOURS, (s - 1) % 6 + 1)
dash(s) = s == 0 ? 1 : (s - 1) / 6 + 1
PATTERNS = '3 4 2'
pattern(s) = int(word(PATTERNS, dash(s)))

# Panel v: 1 and 2 above, 3 and 4 below.
panel_left(v) = v % 2 == 1 ? 0.085 : 0.415
panel_right(v) = panel_left(v) + 0.265
panel_top(v) = v <= 2 ? 0.815 : 0.475
panel_bottom(v) = panel_top(v) - (v <= 2 ? 0.24 : 0.235)
panel_title(v) = v == 1 ? L_compare_tests : v == 2 ? L_compare_cases : v == 3 ? L_compare_hours : L_compare_sites
month_title(v) = panel_title(v).compare_month(v)
year_title(v) = panel_title(v).compare_year(v)

# Tics of an axis from `y_low` to `y_high`, about five.
panel_axis = "if (y_low == y_high) { y_low = y_low - 1; y_high = y_high + 1 }; Y_STEP = step(y_high - y_low, 4);".\
    "LOW_STEP = int(floor(y_low / Y_STEP - (y_low < 0 ? 0.05 : 0))); HIGH_STEP = int(ceil(y_high / Y_STEP + (y_high > 0 ? 0.05 : 0))); set yrange [Y_STEP * LOW_STEP:Y_STEP * HIGH_STEP]; set ytics ();".\
    "do for [i = LOW_STEP:HIGH_STEP] { set ytics add (tic(i * Y_STEP, Y_STEP) i * Y_STEP) }"
tic(x, width) = width < 1 ? sprintf('%g', x) : whole(x)
panel_place = "set lmargin at screen panel_left(v); set rmargin at screen panel_right(v); set tmargin at screen panel_top(v); set bmargin at screen panel_bottom(v);".\
    "set label 1100 PANEL_TITLE at screen panel_left(v), panel_top(v) + 0.02 left font F18 textcolor rgb 'black'"
# The words around the panels are drawn with the first of them.
panel_quiet = "do for [i = 1001:1009] { unset label i }; do for [i = 1201:1260] { unset label i }; do for [i = 1231:1250] { unset object i; unset object i + 20; unset arrow i }"
# Months over fiscal years: a mark stands at the year's end, as in the plot of sites.
panel_every(n) = n > 150 ? 50 : n > 75 ? 20 : n > 30 ? 10 : n > 7 ? 5 : 1
panel_years = "x_from = floor(FIRST + 0.001); x_to = ceil(LAST - 0.001); set xrange [x_from:x_to]; set xtics ();".\
    "do for [y = x_from:x_to - 1] { if (y % panel_every(x_to - x_from) == 0) { set xtics add (sprintf('%d', y) y + 1) } }"

# The list of scenarios from `from_s` on: a line or box as they are drawn, and the title. Smaller where there are
# many lines.
CROWD = LINES_ALL > 20
FLIST = CROWD ? F(11.5) : F14
LIST_GAP = CROWD ? 0.0195 : LINES_ALL > 12 ? 0.027 : 0.032
LIST_MORE = CROWD ? 0.004 : LINES_ALL > 12 ? 0.006 : 0.014
list_scenarios = "list_y = CROWD ? 0.812 : 0.803; list_label = 1200;".\
    "do for [s = from_s:NUM] {".\
    "if (LIST_BOXES) { set object 1231 + s rectangle from screen 0.71, list_y - 0.008 to screen 0.728, list_y + 0.008 fillcolor rgb colour(s) fillstyle solid noborder; if (dash(s) > 1) { set object 1251 + s rectangle from screen 0.71, list_y - 0.008 to screen 0.728, list_y + 0.008 fillcolor rgb 'white' fillstyle transparent pattern pattern(s) noborder } }".\
    "else { set arrow 1231 + s from screen 0.705, list_y to screen 0.735, list_y nohead linewidth 4 dashtype dash(s) linecolor rgb colour(s) };".\
    "do for [k = 1:value(sprintf('LINES_%d', s))] { list_label = list_label + 1; set label list_label value(sprintf('LINE_%d_%d', s, k)) at screen 0.742, list_y left font FLIST textcolor rgb DARK; list_y = list_y - LIST_GAP };".\
    "list_y = list_y - LIST_MORE }"
LIST_BOXES = 0
