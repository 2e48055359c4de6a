# milestone.gp - the probability that a target is reached by a date, with the ministry's mark.
KIND = ARG1
load 'font.gp'
load 'labels.gp'
PLOT_TITLE = L_milestone_title
PLOT_SOURCE = L_milestone_source
PLOT_X = L_milestone_x
PLOT_Y = L_milestone_axis
load 'common.gp'
# Several scenarios are named in the legend alone.
if (SCENARIOS > 1) { unset label 1002 }
if (RUN_DRAWS <= 1) { set label 1003 (RUN_DRAWS == 1 ? L_milestone_draw : L_milestone_chance) }
# One run is reached or not.
ONE = RUN_RUNS <= 1
if (ONE) {
    set label 1001 L_milestone_title_one
    set label 1003 (RUN_DRAWS == 1 ? L_milestone_one_draw : L_milestone_one)
    set label 1006 L_milestone_axis_one
}
set dashtype 2 (10, 6)

y_top = 100
y_room = 1.02
eval y_axis
set yrange [0:105]
x_from = FROM
x_to = UNTIL
x_shift = 0
eval x_axis
set xtics ()
EVERY = x_to - x_from > 150 ? 50 : x_to - x_from > 75 ? 20 : x_to - x_from > 50 ? 10 : 5
do for [y = EVERY * int(x_from / EVERY):int(x_to):EVERY] { if (y > x_from && y < x_to) { set xtics add (sprintf('%d', y) y) } }
set key font F14

# The ministry's "around 2037": the whole year.
if (MINISTRY) {
set object 1 rectangle from 2037, graph 0 to 2038, graph 1 fillcolor rgb PALE fillstyle solid 1 noborder behind
set label 30 L_milestone_ministry at 2037.5, graph 1.03 center font F18 textcolor rgb 'black' front
}
if (!ONE) { set arrow 31 from x_from, first 50 to x_to, first 50 nohead dashtype 3 linewidth 1.5 linecolor rgb DARK }

COLOURS = BLUE.' '.RED.' '.GREEN.' '.ORANGE.' '.PINK.' '.SKY.' '.DARK.' '.GREY.' '.'#8c6d31'
colour(i) = word(COLOURS, value(sprintf('SCENARIO_OF_%d', i)))
legend_colour(i) = value(sprintf('LEGEND_OF_%d', i)) == 0 ? 'white' : word(COLOURS, value(sprintf('LEGEND_OF_%d', i)))
dash(i) = value(sprintf('TARGET_OF_%d', i)) == 1 ? 1 : 2
# Below the legend's last line.
LOWER = 0.84 - 0.0405 * LEGENDS - 0.045
if (LOWER > 0.50) { LOWER = 0.50 }
set label 700 L_milestone_targets at screen PANEL + 0.008, LOWER left font F18 textcolor rgb 'black'
do for [i = 1:TARGETS] {
    DASH = i == 1 ? 1 : 2
    set arrow 700 + i from screen PANEL + 0.008, LOWER - 0.045 * i to screen PANEL + 0.035, LOWER - 0.045 * i nohead \
        dashtype DASH linewidth 4 linecolor rgb 'black'
    set label 710 + i value(sprintf('TARGET_%d', i)) at screen PANEL + 0.042, LOWER - 0.045 * i left font F14 textcolor rgb DARK
}
set label 720 (ONE ? '' : L_milestone_note).(ANY_LOST ? L_milestone_lost : '') at screen PANEL + 0.008, LOWER - 0.16 left \
    font F14 textcolor rgb DARK
lost_file(i) = value(sprintf('LOST_%d', i)) ? sprintf('met%d.dat', i) : '/dev/null'

# One entry of the legend a scenario: the first target's line; a title may go on below it.
plot for [i = 1:SERIES] sprintf('date%d.dat', i) using 1:2 with lines linewidth 4 dashtype dash(i) linecolor rgb colour(i) notitle, \
    for [i = 1:SERIES] lost_file(i) using 1:2 with lines linewidth 2 linecolor rgb colour(i) notitle, \
    for [i = 1:LEGENDS] NaN with lines linewidth 4 linecolor rgb legend_colour(i) title value(sprintf('LEGEND_%d', i))
set output
