# record.gp - the published numbers of sites and the curves that may go on from them.
KIND = ARG1
load 'font.gp'
load 'labels.gp'
PLOT_TITLE = L_record_title
PLOT_SOURCE = ''
PLOT_X = L_milestone_x
PLOT_Y = L_record_axis
PLOT_MODE = L_record_mode
load 'common.gp'
set dashtype 2 (10, 6)
unset label 1002
set label 1003 L_record_source.START

y_top = SITES_TOP * 1.1
y_room = 1.02
eval y_axis
x_from = 2018
x_to = 2046
x_shift = 0
eval x_axis
set xrange [2018:2046]
set xtics ()
do for [y = 2020:2045:5] { set xtics add (sprintf('%d', y) y) }
set key font F14

set object 1 rectangle from 2037, graph 0 to 2038, graph 1 fillcolor rgb PALE fillstyle solid 1 noborder behind
set label 30 L_milestone_ministry at 2037.5, graph 1.03 center font F18 textcolor rgb 'black' front
do for [i = 1:TARGETS] {
    MARK = value(sprintf('TARGET_SITES_%d', i))
    set arrow 40 + i from 2018, MARK to 2046, MARK nohead dashtype 2 linewidth 2 linecolor rgb DARK
    set label 50 + i value(sprintf('TARGET_%d', i)) at 2018.3, MARK left offset 0,0.7 font F14 textcolor rgb DARK
}

COLOURS = BLUE.' '.RED.' '.GREEN.' '.ORANGE.' '.PINK.' '.DARK
known(c) = strlen(c) > 6 && substr(c, strlen(c) - 5, strlen(c)) eq '_known'
plain(c) = known(c) ? substr(c, 1, strlen(c) - 6) : c
place(c) = plain(c) eq 'linear' ? 1 : plain(c) eq 'saturating' ? 2 : plain(c) eq 'logistic' ? 3 : plain(c) eq 'gompertz' ? 4 : plain(c) eq 'bass' ? 5 : 6
dash(c) = known(c) ? 2 : 1
# Curves may coincide: each is wider than the next, so that it shows under those drawn after it.
wide(c) = word(known(c) ? '0 9 6.5 4.5 2.5' : '15 12 9 6.5 4.5 2.5', place(c))
plot for [c in CURVES] c.'.dat' using 1:2 with lines linewidth wide(c) dashtype dash(c) linecolor rgb word(COLOURS, place(c)) \
        title record_curve(plain(c), known(c)), \
    'observed.dat' using 1:2 with points pointtype 7 pointsize 1.6 * DOT linecolor rgb 'black' title L_record_point
set output
