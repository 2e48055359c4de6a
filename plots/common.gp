# common.gp - what every plot shares: terminal, fonts, colours, title, footer. KIND is png or svg.
# The driver wrote font.gp, words.gp, data.gp and, from the labels of the language and phrases.gp, labels.gp.
set encoding utf8
load 'words.gp'
load 'data.gp'

# Sizes that fit the words of the language.
JA = LANG eq 'ja'
TITLE_SIZE = JA ? 30 : 28
NAME_SIZE = JA ? 14 : NARROW eq FONT ? 9 : 10.3
TIC_SHIFT = JA ? 0.018 : 0.006
RANGE_SIZE = JA ? 15 : 16
FOOT_SIZE = JA ? 15 : 14

# The SVG terminal counts sizes in pixels, the PNG one in points of 4/3 pixel.
SIZE = KIND eq 'svg' ? 4 / 3.0 : 1
DOT = KIND eq 'svg' ? 0.5 : 1
G(family, size) = sprintf('%s,%g', family, size * SIZE)
F(size) = G(FONT, size)
F14 = F(14)
F18 = F(18)
FRANGE = F(RANGE_SIZE)
F20 = F(20)
F22 = F(22)
FTITLE = F(TITLE_SIZE)
FFOOT = F(FOOT_SIZE)
if (KIND eq 'svg') {
    set terminal svg size 1600,900 dynamic noenhanced background 'white' font F18
} else {
    set terminal pngcairo size 1600,900 noenhanced background 'white' font F18
}
set output 'plot.'.KIND
if (!exists('HAVE_BANDS')) { HAVE_BANDS = 0 }
if (exists('PLOT_BANDS')) { HAVE_BANDS = PLOT_BANDS }

# Okabe and Ito's colours, told apart by colour-blind readers.
BLUE = '#0072B2'
SKY = '#56B4E9'
GREEN = '#009E73'
ORANGE = '#E69F00'
RED = '#D55E00'
PINK = '#CC79A7'
DARK = '#333333'
GREY = '#A6A6A6'
PALE = '#D9D9D9'

# 12345 as 12,345, whatever the locale.
group(n) = n < 1000 ? sprintf('%d', n) : group(int(n / 1000)).sprintf(',%03d', int(n) % 1000)
whole(x) = x != x ? '-' : x < 0 ? '-'.group(floor(0.5 - x)) : group(floor(x + 0.5))
# Three significant digits, for tables.
three(x) = x != x ? '-' : abs(x) < 99.95 ? sprintf("%.1f", x) : abs(x) < 1000 ? whole(x) : whole(round3(x))
round3(x) = floor(x / 10 ** (floor(log10(x)) - 2) + 0.5) * 10 ** (floor(log10(x)) - 2)
# A step for about `n` tics up to `top`: 1, 2 or 5 times a power of ten.
power(x) = 10.0 ** floor(log10(x))
nice(x) = x <= power(x) ? power(x) : x <= 2 * power(x) ? 2 * power(x) : x <= 5 * power(x) ? 5 * power(x) : 10 * power(x)
step(top, n) = nice((top > 0 ? top : 1) / real(n))

set border 3 linewidth 1.5 linecolor rgb DARK
set tics nomirror out scale 0.6 font F18 textcolor rgb DARK
set xtics offset 0, screen TIC_SHIFT
set grid ytics linetype 1 linewidth 1 linecolor rgb PALE
set style fill solid 1 noborder
set key off

LEFT = 0.1
RIGHT = 0.685
PANEL = 0.71
TOP = 0.815
BOTTOM = HAVE_BANDS ? 0.24 : 0.215
X_TITLE = HAVE_BANDS ? 0.158 : 0.135
set lmargin at screen LEFT
set rmargin at screen RIGHT
set tmargin at screen TOP
set bmargin at screen BOTTOM
set label 1006 PLOT_Y at screen 0.017, (TOP + BOTTOM) / 2 center rotate by 90 font F20 textcolor rgb DARK
set label 1007 PLOT_X at screen (LEFT + RIGHT) / 2, X_TITLE center font F20 textcolor rgb DARK
set key at screen PANEL, 0.84 left top Left reverse vertical maxcols 1 samplen 1.6 spacing 1.3 font F18 textcolor rgb DARK

# The title of the plot, the scenario below it, and the lines at the foot.
set label 1001 PLOT_TITLE at screen 0.02, 0.952 left font FTITLE textcolor rgb 'black'
set label 1002 L_scenario.RUN_TITLE at screen 0.02, 0.894 left font F20 textcolor rgb DARK
set label 1003 PLOT_SOURCE at screen 0.02, (HAVE_BANDS ? 0.117 : 0.090) left font FFOOT textcolor rgb DARK
CHANCE = RUN_MODE eq 'stochastic'
MODE_TEXT = RUN_MODE eq 'expected' ? L_expected : CHANCE ? (RUN_RUNS > 1 ? L_stochastic : L_one_run) : RUN_MODE
if (RUN_RUNS > 1) { MODE_TEXT = MODE_TEXT.(RUN_PART ? part_text(RUN_DONE, RUN_ASKED, RUN_DRAWS, RUN_REPLICATES) : runs_text(RUN_DRAWS, RUN_REPLICATES)) } else { if (RUN_DRAW > 0) { MODE_TEXT = MODE_TEXT.draw_text(RUN_DRAW) } }
if (RUN_STATE ne '') { MODE_TEXT = MODE_TEXT.state_text(RUN_STATE) }
# What is not made by runs says so.
if (exists('PLOT_MODE')) { MODE_TEXT = PLOT_MODE }

# Of many runs, what the bands are: drawn assumptions, chance (of draw 1, or with fixed parameters), or both.
if (HAVE_BANDS) {
    BAND_IS = RUN_DRAWS > 1 ? (CHANCE ? L_band_both : L_band_assumed) : RUN_DRAWS == 1 ? L_band_draw : L_band_chance
    set label 1009 (exists('PLOT_BAND') ? PLOT_BAND : L_band).BAND_IS at screen 0.02, 0.086 left font FFOOT textcolor rgb DARK
}
# Several scenarios in one plot: their number, and the first, whose runs and seed follow.
WHAT = exists('SCENARIOS') && SCENARIOS > 1 ? sprintf(L_foot_scenarios, SCENARIOS).RUN_NAME : L_foot_scenario.RUN_NAME
set label 1004 WHAT.L_foot_mode.MODE_TEXT.L_foot_seed.RUN_SEED.L_foot_version.RUN_VERSION \
    at screen 0.02, (HAVE_BANDS ? 0.055 : 0.057) left font FFOOT textcolor rgb DARK
set label 1005 L_foot_estimate at screen 0.02, 0.024 left font FFOOT textcolor rgb DARK

# Years between two labels, for an axis of so many years: at most some 15 labels, which is what there is room for.
years_apart(n) = n > 300 ? 50 : n > 150 ? 20 : n > 75 ? 10 : n > 30 ? 5 : n > 11 ? 2 : 1
# Room that a number takes beyond that for `chars` characters.
wider(number, chars) = strlen(number) > chars ? 0.0085 * (strlen(number) - chars) : 0

# Axes: `y_top` to be seen, with headroom; fiscal years from `x_from` to `x_to` labelled `x_shift` from
# their start (0.5 in the middle of a year, 1 at its end).
y_axis = "if (y_top < 6) { y_top = 6 }; Y_STEP = step(y_top, 6); Y_MAX = Y_STEP * ceil(y_top * y_room / Y_STEP); set yrange [0:Y_MAX];".\
    "if (Y_MAX >= 100000) { LEFT = 0.12 + wider(group(Y_MAX), 9); set lmargin at screen LEFT; set label 1007 at screen (LEFT + RIGHT) / 2, X_TITLE };".\
    "set ytics (); do for [i = 0:int(Y_MAX / Y_STEP + 0.5)] { set ytics add (group(int(i * Y_STEP + 0.5)) i * Y_STEP) }"
x_axis = "set xrange [x_from:x_to]; EVERY = years_apart(x_to - x_from); set xtics ();".\
    "do for [y = int(x_from - x_shift):int(x_to)] { if (y % EVERY == 0 && y + x_shift > x_from && y + x_shift < x_to) { set xtics add (sprintf('%d', y) y + x_shift) } }"

# Observed | projected: a line at `x`, the two words above the plot on its sides.
divide = "set arrow 900 from x_divide, graph 0 to x_divide, graph 1.06 nohead dashtype 3 linewidth 2 linecolor rgb DARK front;".\
    "set label 901 L_observed at x_divide, graph 1.045 right offset -0.6,0 font F20 textcolor rgb DARK;".\
    "set label 902 L_projected at x_divide, graph 1.045 left offset 0.6,0 font F20 textcolor rgb DARK"

# For eval 'plot '.band(...): of many runs in file f the bands from 5 to 95 and 25 to 75 per cent and the
# median, in colour c; and the place of bands of colour c in the legend.
band(f, c, t) = sprintf("'%s' using 1:2:6 with filledcurves fillstyle transparent solid 0.20 noborder linecolor rgb '%s' notitle, ", f, c).\
    sprintf("'%s' using 1:3:5 with filledcurves fillstyle transparent solid 0.35 noborder linecolor rgb '%s' notitle, ", f, c).\
    sprintf("'%s' using 1:4 with lines linewidth 6 linecolor rgb 'white' notitle, ", f).\
    sprintf("'%s' using 1:4 with lines linewidth 3.5 linecolor rgb '%s' title %s", f, c, t)
band_key(c) = sprintf(", NaN with filledcurves fillstyle solid 0.50 noborder linecolor rgb '%s' title L_band_50", c).\
    sprintf(", NaN with filledcurves fillstyle solid 0.20 noborder linecolor rgb '%s' title L_band_90", c)

# The table beside a plot: `table_title`, then a row for each of YEARS with its word of `table_values`.
table = "if (words(YEARS) > 0) { set label 800 table_title at screen PANEL + 0.008, 0.54 left font F20 textcolor rgb 'black';".\
    "do for [i = 1:words(YEARS)] { set label 800 + 2 * i - 1 year_text(int(word(YEARS, i))) at screen PANEL + 0.008, 0.54 - 0.052 * i left font F20 textcolor rgb DARK;".\
    "set label 800 + 2 * i three(real(word(table_values, i))).table_unit at screen PANEL + 0.21, 0.54 - 0.052 * i right font F20 textcolor rgb DARK } }"
# The same of many runs: median, then 5 to 95 per cent from `table_low` and `table_high`.
table_band = "if (words(YEARS) > 0) { set label 800 table_title at screen PANEL + 0.008, TABLE_TOP left font F20 textcolor rgb 'black';".\
    "set label 801 L_band_table at screen PANEL + 0.008, TABLE_TOP - 0.043 left font FFOOT textcolor rgb DARK;".\
    "do for [i = 1:words(YEARS)] { set label 799 + 3 * i year_text(int(word(YEARS, i))) at screen PANEL + 0.008, TABLE_TOP - 0.04 - 0.048 * i left font F18 textcolor rgb DARK;".\
    "set label 800 + 3 * i three(real(word(table_values, i))).table_unit at screen PANEL + 0.143, TABLE_TOP - 0.04 - 0.048 * i right font F18 textcolor rgb DARK;".\
    "set label 801 + 3 * i three(real(word(table_low, i))).L_to.three(real(word(table_high, i))).table_unit at screen 0.993, TABLE_TOP - 0.04 - 0.048 * i right font FRANGE textcolor rgb DARK } }"
TABLE_TOP = 0.54
