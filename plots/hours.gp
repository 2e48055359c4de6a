# hours.gp - hours to prepare and hold expert panels, by staff group, and the use of their capacity.
KIND = ARG1
load 'font.gp'
load 'labels.gp'
PLOT_TITLE = L_hours_title
PLOT_SOURCE = L_hours_source
PLOT_X = L_fiscal_year
PLOT_Y = L_hours_axis
load 'common.gp'

y_top = HOURS_TOP
y_room = 1.1
eval y_axis
x_from = floor(FIRST + 0.001)
x_to = ceil(LAST - 0.001)
x_shift = 0.5
eval x_axis

# As many tics on the right as on the left, so that one grid serves both.
USE = USE_TOP > 0 ? 'hours.dat' : ''
if (USE_TOP > 0) {
    TICS = int(Y_MAX / Y_STEP + 0.5)
    USE_NEED = (USE_TOP < 100 ? 100 : USE_TOP) * 1.05 / TICS
    USE_STEP = nice(USE_NEED)
    do for [i in '60 50 40 30 25 20 10'] { if (USE_NEED <= i + 0) { USE_STEP = i + 0 } }
    set border 11
    set y2range [0:USE_STEP * TICS]
    set y2tics ()
    do for [i = 0:TICS] { set y2tics add (group(int(i * USE_STEP + 0.5)) i * USE_STEP) }
    RIGHT = 0.645
    PANEL = 0.738
    set rmargin at screen RIGHT
    set label 1008 L_use_axis at screen RIGHT + 0.062, (TOP + BOTTOM) / 2 center rotate by 90 font F20 textcolor rgb DARK
    set label 1007 at screen (LEFT + RIGHT) / 2, 0.135
    set key at screen PANEL, 0.84
    set arrow 30 from x_from, second 100 to x_to, second 100 nohead dashtype 4 linewidth 2 linecolor rgb 'black' front
}

table_title = L_hours_year
table_values = YEARS_HOURS
table_unit = ''
eval table

plot 'hours.dat' using 1:2:3 with filledcurves linecolor rgb SKY title L_other, \
    '' using 1:(0):2 with filledcurves linecolor rgb BLUE title L_physician, \
    for [f in USE] f using 1:4 axes x1y2 with lines linewidth 7 linecolor rgb 'white' notitle, \
    for [f in USE] f using 1:4 axes x1y2 with lines linewidth 4 linecolor rgb RED title L_use, \
    for [f in USE] NaN with lines dashtype 4 linewidth 2 linecolor rgb 'black' title L_full
set output
