# places.gp - pictures of docs/validation.md, from the points of tests/validate/places.py (variable POINTS).
set encoding utf8
set terminal pngcairo size 1600,900 noenhanced background 'white' font 'Noto Sans,18'
set datafile separator ','
set border 3 lw 1.5 lc rgb '#555555'
set tics nomirror out
set grid lc rgb '#dddddd' lw 1

set output 'docs/pictures/places-prefectures.png'
set title 'Tests of FY2023 in the 47 prefectures: the model beside the insurance claims' font ',24'
set xlabel 'claims / 0.955, tests a year (logarithmic)'
set ylabel 'model, tests a year (logarithmic)'
set logscale xy
set xrange [30:6000]
set yrange [30:6000]
unset key
set label 1 'on the line the model has the claims' at 900,760 textcolor rgb '#555555'
plot x with lines lw 2 dt 2 lc rgb '#555555', \
    POINTS using (strcol(1) eq 'prefecture' ? $3 : NaN):4 with points pt 7 ps 1.4 lc rgb '#0072B2'

unset label
unset logscale
reset
set encoding utf8
set terminal pngcairo size 1600,900 noenhanced background 'white' font 'Noto Sans,18'
set datafile separator ','
set border 3 lw 1.5 lc rgb '#555555'
set tics nomirror out
set grid y lc rgb '#dddddd' lw 1
set output 'docs/pictures/places-months.png'
set title 'Tests of the nation by month: the model beside the insurance claims' font ',24'
set xdata time
set timefmt '%Y-%m'
set format x '%Y-%m'
set yrange [0:*]
set xtics '2020-04', 15778800
set ylabel 'tests a month'
set key top left
plot "< grep '^month' ".POINTS using 2:3 with linespoints pt 7 ps 0.9 lw 2 lc rgb '#0072B2' title 'claims / 0.955', \
    "< grep '^month' ".POINTS using 2:4 with lines lw 4 lc rgb '#D55E00' title 'model'
