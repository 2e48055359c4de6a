# curve.gp - hours and waiting over the omitted share, with scenarios and targets marked.
KIND = ARG1
load 'font.gp'
load 'labels.gp'
PLOT_TITLE = L_curve_title
PLOT_SOURCE = L_curve_source
PLOT_X = L_curve_x
PLOT_Y = L_curve_axis
load 'common.gp'
set label 1001 PLOT_TITLE.' '.curve_year(CURVE_YEAR)
set datafile missing '?'

y_top = HOURS_TOP
y_room = 1.02
eval y_axis
set xrange [0:100]
set xtics 0, 10, 100

# As many tics on the right as on the left.
TICS = int(Y_MAX / Y_STEP + 0.5)
WAIT_STEP = nice((WAIT_TOP < 35 ? 35 : WAIT_TOP) * 1.05 / TICS)
set border 11
set y2range [0:WAIT_STEP * TICS]
set y2tics ()
do for [i = 0:TICS] { set y2tics add (group(int(i * WAIT_STEP + 0.5)) i * WAIT_STEP) }
RIGHT = 0.645
PANEL = 0.725
set rmargin at screen RIGHT
set label 1008 L_curve_days at screen RIGHT + 0.056, (TOP + BOTTOM) / 2 center rotate by 90 font F20 textcolor rgb DARK
set label 1007 at screen (LEFT + RIGHT) / 2, 0.135
set key at screen PANEL, 0.84

percent(x) = x != x ? L_curve_never : sprintf('%.1f %%', x)
set label 700 L_curve_marks at screen PANEL + 0.008, 0.60 left font F18 textcolor rgb 'black'
do for [i = 1:MARKS] {
    set label 700 + i sprintf('%s  %.0f %%  ', substr('ABCDEFGH', i, i), value(sprintf('MARK_SHARE_%d', i))).value(sprintf('MARK_%d', i)) \
        at screen PANEL + 0.008, 0.60 - 0.042 * i left font F14 textcolor rgb DARK
}
set label 790 L_curve_targets at screen PANEL + 0.008, 0.24 left font F18 textcolor rgb 'black'
set label 791 curve_wait(DAYS, percent(SHARE_WAIT)) at screen PANEL + 0.008, 0.20 left font F14 textcolor rgb RED
set label 792 curve_before(percent(SHARE_HOURS)) at screen PANEL + 0.008, 0.165 left font F14 textcolor rgb BLUE
if (SHARE_WAIT == SHARE_WAIT) { set arrow 50 from SHARE_WAIT, graph 0 to SHARE_WAIT, graph 1 nohead dashtype 2 linewidth 2 linecolor rgb RED front }
if (SHARE_HOURS == SHARE_HOURS) { set arrow 51 from SHARE_HOURS, graph 0 to SHARE_HOURS, graph 1 nohead dashtype 3 linewidth 2 linecolor rgb BLUE front }

MARKED = MARKS > 0 ? 'marks.dat' : ''
plot 'curve.dat' using 1:3:4 with filledcurves linecolor rgb PALE title L_curve_band, \
    '' using 1:2 with lines linewidth 4 linecolor rgb BLUE title L_curve_hours, \
    '' using 1:5 axes x1y2 with lines linewidth 4 linecolor rgb RED title L_curve_wait, \
    for [f in MARKED] f using 1:2 with points pointtype 7 pointsize 2 * DOT linecolor rgb 'black' notitle, \
    for [f in MARKED] f using 1:2:3 with labels offset 0.9,0.9 font F20 textcolor rgb 'black' notitle
set output
