# hours.gp - hours to prepare and hold expert panels, by staff group, and the use of their capacity. Of many
# runs in two panels, so that their bands do not cross.
KIND = ARG1
load 'font.gp'
load 'labels.gp'
load 'data.gp'
PLOT_TITLE = L_hours_title
PLOT_SOURCE = L_hours_source
PLOT_X = L_fiscal_year
PLOT_Y = L_hours_axis
load 'common.gp'

y_top = BAND_HOURS ? HOURS_HIGH : HOURS_TOP
y_room = 1.1
eval y_axis
x_from = floor(FIRST + 0.001)
x_to = ceil(LAST - 0.001)
x_shift = 0.5
eval x_axis

# As many tics on the right as on the left, so that one grid serves both.
USE = USE_TOP > 0 ? 'hours.dat' : ''
if (USE_TOP > 0 && !BAND_HOURS) {
    TICS = int(Y_MAX / Y_STEP + 0.5)
    USE_NEED = (USE_TOP < 100 ? 100 : USE_TOP) * 1.05 / TICS
    USE_STEP = nice(USE_NEED)
    do for [i in '60 50 40 30 25 20 10'] { if (USE_NEED <= i + 0) { USE_STEP = i + 0 } }
    set border 11
    set y2range [0:USE_STEP * TICS]
    set y2tics ()
    do for [i = 0:TICS] { set y2tics add (group(int(i * USE_STEP + 0.5)) i * USE_STEP) }
    # Longer numbers push the title, and the axis makes room for both.
    ROOM = wider(group(int(USE_STEP * TICS + 0.5)), 3)
    RIGHT = 0.645 - ROOM
    PANEL = 0.738
    set rmargin at screen RIGHT
    set label 1008 L_use_axis at screen RIGHT + 0.062 + ROOM, (TOP + BOTTOM) / 2 center rotate by 90 font F20 textcolor rgb DARK
    set label 1007 at screen (LEFT + RIGHT) / 2, X_TITLE
    set key at screen PANEL, 0.84
    set arrow 30 from x_from, second 100 to x_to, second 100 nohead dashtype 4 linewidth 2 linecolor rgb 'black' front
}

table_title = L_hours_year
table_values = YEARS_HOURS
table_unit = ''
table_low = YEARS_HOURS_LOW
table_high = YEARS_HOURS_HIGH
TABLE_TOP = 0.5
eval BAND_HOURS ? table_band : table

full = ", for [f in USE] NaN with lines dashtype 4 linewidth 2 linecolor rgb 'black' title L_full"
if (!BAND_HOURS) {
    eval "plot 'hours.dat' using 1:2:3 with filledcurves linecolor rgb SKY title L_other, ".\
        "'' using 1:(0):2 with filledcurves linecolor rgb BLUE title L_physician, ".\
        "for [f in USE] f using 1:4 axes x1y2 with lines linewidth 7 linecolor rgb 'white' notitle, ".\
        "for [f in USE] f using 1:4 axes x1y2 with lines linewidth 4 linecolor rgb RED title L_use".full
} else {
    # First the words and the legend over the whole height: the SVG terminal cuts a legend to its panel's height.
    LOWER = BAND_USE ? 0.215 : 0
    MIDDLE = BOTTOM + LOWER + (BAND_USE ? 0.055 : 0)
    set label 1006 L_band_hours_axis at screen 0.017, (TOP + MIDDLE) / 2
    if (BAND_USE) { set label 1 L_band_use_axis at screen 0.017, BOTTOM + LOWER / 2 center rotate by 90 font F20 textcolor rgb DARK }
    legend(c, t) = sprintf(", NaN with lines linewidth 3.5 linecolor rgb '%s' title %s", c, t)
    set multiplot
    unset border
    unset tics
    unset grid
    eval 'plot NaN notitle'.legend(SKY, 'L_band_hours').legend(BLUE, 'L_band_physician').band_key('#777777').\
        (BAND_USE ? legend(RED, 'L_band_use').full : '')
    unset label
    unset key
    set border 3
    set tics nomirror out scale 0.6 font F18 textcolor rgb DARK
    set xtics nomirror offset 0, screen TIC_SHIFT
    set ytics nomirror
    set grid ytics linetype 1 linewidth 1 linecolor rgb PALE

    Y_STEP = step(HOURS_HIGH, 4)
    Y_MAX = Y_STEP * ceil(HOURS_HIGH * 1.02 / Y_STEP)
    set yrange [0:Y_MAX]
    set ytics ()
    do for [i = 0:int(Y_MAX / Y_STEP + 0.5)] { set ytics add (group(int(i * Y_STEP + 0.5)) i * Y_STEP) }
    eval x_axis
    if (BAND_USE) { set xtics (); do for [y = int(x_from):int(x_to)] { if (y % EVERY == 0) { set xtics add ('' y + x_shift) } } }
    set bmargin at screen MIDDLE
    eval 'plot '.band('band_hours.dat', SKY, 'L_band_hours').', '.band('band_physician.dat', BLUE, 'L_band_physician')
    if (BAND_USE) {
        set arrow 30 from x_from, first 100 to x_to, first 100 nohead dashtype 4 linewidth 2 linecolor rgb 'black' front
        Y_TOP = USE_HIGH < 100 ? 105 : USE_HIGH
        Y_STEP = step(Y_TOP, 3)
        set yrange [0:Y_STEP * ceil(Y_TOP / Y_STEP)]
        set ytics 0, Y_STEP
        set tmargin at screen BOTTOM + LOWER
        set bmargin at screen BOTTOM
        eval x_axis
        eval 'plot '.band('band_use.dat', RED, 'L_band_use')
    }
    unset multiplot
}
set output
