# tests.gp - tests a month by stream, with the observed figures.
KIND = ARG1
load 'font.gp'
load 'labels.gp'
load 'data.gp'
PLOT_TITLE = BAND_TESTS ? L_tests_band_title : L_tests_title
PLOT_SOURCE = L_tests_source
PLOT_X = L_fiscal_year
PLOT_Y = L_tests_axis
load 'common.gp'

y_top = BAND_TESTS ? TESTS_HIGH : TESTS_TOP
y_room = 1.1
eval y_axis
x_from = TESTS_FROM
x_to = ceil(LAST - 0.001)
x_shift = 0.5
eval x_axis
if (TESTS_FROM < floor(FIRST)) {
    x_divide = FIRST
    eval divide
}

table_title = L_tests_year
table_values = YEARS_TESTS
table_unit = ''
table_low = YEARS_TESTS_LOW
table_high = YEARS_TESTS_HIGH
eval BAND_TESTS ? table_band : table

AT_LEAST = HAVE_AT_LEAST ? 'at_least.dat' : ''
TESTED = HAVE_TESTED ? 'tested.dat' : ''
HAEM = HAVE_HAEM ? 'tests.dat' : ''
EARLY = HAVE_EARLY ? 'tests.dat' : ''
streams = "for [f in EARLY] f using 1:3:4 with filledcurves linecolor rgb ORANGE title L_early, ".\
    "for [f in HAEM] f using 1:2:3 with filledcurves linecolor rgb PINK title L_haem, ".\
    "'tests.dat' using 1:(0):2 with filledcurves linecolor rgb SKY title L_solid"
facts = ", for [f in TESTED] f using 1:2 with points pointtype 7 pointsize 2.4 * DOT linecolor rgb 'white' notitle".\
    ", for [f in TESTED] f using 1:2 with points pointtype 7 pointsize 1.8 * DOT linecolor rgb 'black' title L_tested".\
    ", for [f in AT_LEAST] f using 1:2 with points pointtype 9 pointsize 3.2 * DOT linecolor rgb 'white' notitle".\
    ", for [f in AT_LEAST] f using 1:2 with points pointtype 9 pointsize 2.3 * DOT linecolor rgb 'black' title L_at_least"
eval 'plot '.(BAND_TESTS ? band('band_tests.dat', BLUE, 'L_band_tests').band_key(BLUE) : streams).facts
set output
