# map.gp - tests per 100 drug-therapy patients by prefecture, on tiles, in the first and the last full year.
KIND = ARG1
load 'font.gp'
load 'labels.gp'
PLOT_TITLE = L_map_title
PLOT_SOURCE = L_map_source
PLOT_BAND = L_map_mean
PLOT_X = ''
PLOT_Y = ''
load 'common.gp'
FNAME = G(NARROW, NAME_SIZE)
FYEAR = F(30)
FBOLD = G(FONT.':Bold', 18)

# Tiles are one unit wide. The second map slides under the first: Hokkaido of one is above Kyushu of the other.
TWO = MAP_LAST > MAP_FIRST
SLIDE = 8.7
WIDTH = TWO ? 13 + SLIDE : 13 + 5
HEIGHT = 13
set lmargin at screen 0.01
set rmargin at screen 0.99
set tmargin at screen 0.868
set bmargin at screen (HAVE_BANDS ? 0.140 : 0.118)
set xrange [-0.55:WIDTH - 0.45]
set yrange [HEIGHT - 0.45:-0.55]
unset border
unset xtics
unset ytics
unset grid

# One scale for both years, from light to dark; light to dark is safe for colour-blind readers.
SCALE = step(MAP_HIGH - MAP_LOW, 5)
LOW = SCALE * floor(MAP_LOW / SCALE)
HIGH = SCALE * ceil(MAP_HIGH / SCALE)
if (HIGH <= LOW) { HIGH = LOW + SCALE }
set palette defined (0 '#FFFFE0', 0.25 '#C7E3BE', 0.5 '#6DBFC0', 0.75 '#2A7FB0', 1 '#0B2F6B')
set cbrange [LOW:HIGH]
set colorbox user horizontal origin screen 0.765, 0.235 size screen 0.20, 0.028 noborder
set cbtics scale 0 font F18 offset 0, screen TIC_SHIFT textcolor rgb DARK
set cbtics ()
do for [i = 0:int((HIGH - LOW) / SCALE + 0.5)] { set cbtics add (sprintf('%g', LOW + i * SCALE) LOW + i * SCALE) }
set label 10 L_map_box at screen 0.865, 0.285 center font F18 textcolor rgb DARK
set label 11 year_text(MAP_FIRST) at first 0, first 0.6 left font FYEAR textcolor rgb 'black'
set label 12 L_map_note at first 0, first 1.7 left font F18 textcolor rgb DARK
if (TWO) { set label 13 year_text(MAP_LAST) at first SLIDE + 3.9, first 0.6 left font FYEAR textcolor rgb 'black' }

dark(v) = v > LOW + 0.7 * (HIGH - LOW)
shift(k) = k == 4 ? 0 : SLIDE
figure(v) = v != v ? '-' : sprintf('%.1f', v)
LAST_COLUMN = TWO ? 5 : 4
HALF = 0.475
plot for [k = 4:LAST_COLUMN] 'map.dat' using ($1 + shift(k)):2:($1 + shift(k) - HALF):($1 + shift(k) + HALF):($2 - HALF):($2 + HALF):k with boxxyerror fillcolor palette notitle, \
    for [k = 4:LAST_COLUMN] '' using ($1 + shift(k)):(dark(column(k)) ? $2 - 0.2 : NaN):3 with labels center font FNAME textcolor rgb 'white' notitle, \
    for [k = 4:LAST_COLUMN] '' using ($1 + shift(k)):(dark(column(k)) ? NaN : $2 - 0.2):3 with labels center font FNAME textcolor rgb 'black' notitle, \
    for [k = 4:LAST_COLUMN] '' using ($1 + shift(k)):(dark(column(k)) ? $2 + 0.22 : NaN):(figure(column(k))) with labels center font FBOLD textcolor rgb 'white' notitle, \
    for [k = 4:LAST_COLUMN] '' using ($1 + shift(k)):(dark(column(k)) ? NaN : $2 + 0.22):(figure(column(k))) with labels center font FBOLD textcolor rgb 'black' notitle
set output
