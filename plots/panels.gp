# panels.gp - cases whose expert panel is held, and omitted, a month.
KIND = ARG1
load 'font.gp'
load 'labels.gp'
load 'data.gp'
PLOT_TITLE = L_panels_title
PLOT_SOURCE = L_panels_source
PLOT_X = L_fiscal_year
PLOT_Y = L_panels_axis
load 'common.gp'

y_top = BAND_PANELS ? PANELS_HIGH : PANELS_TOP
y_room = 1.2
eval y_axis
x_from = floor(FIRST + 0.001)
x_to = ceil(LAST - 0.001)
x_shift = 0.5
eval x_axis

if (RULE > 0) {
    set arrow 20 from RULE, graph 0 to RULE, graph 0.94 nohead dashtype 2 linewidth 3 linecolor rgb RED front
    rule_left = RULE < x_from + 0.6 * (x_to - x_from)
    set label 21 rule_text(RULE_MONTH).(RULE_AT_START ? ' '.L_rule_at_start : '') at RULE, graph 0.93 left offset 0.6,0 font F20 textcolor rgb RED front
    if (!rule_left) { set label 21 right offset -0.6,0 }
}

table_title = L_panels_year
table_values = YEARS_SHARE
table_unit = ' %'
table_low = YEARS_SHARE_LOW
table_high = YEARS_SHARE_HIGH
eval BAND_PANELS ? table_band : table

if (BAND_PANELS) {
    eval 'plot '.band('band_omitted.dat', ORANGE, 'L_band_omitted').', '.band('band_discussed.dat', BLUE, 'L_band_discussed').band_key('#777777')
} else {
    plot 'panels.dat' using 1:2:3 with filledcurves linecolor rgb ORANGE title L_omitted, \
        '' using 1:(0):2 with filledcurves linecolor rgb BLUE title L_discussed
}
set output
