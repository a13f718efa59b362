# gnuplot plot.gp, in the folder of results: temperature.txt and bonds.txt.
set terminal pngcairo size 600,440 font 'Sans,11' enhanced
set output 'molecule.png'
set grid lt 1 lw 1 lc rgb '#d0d0d0'
set border lc rgb '#666666'
set multiplot layout 2,1 title '3BPA at 1200 K' font ',14'
set lmargin 11
set ylabel 'temperature (K)'
set yrange [600:1800]
plot 'temperature.txt' every 3 using 1:2 with lines lw 1 lc rgb '#4c72b0' notitle, 1200 with lines lw 1.5 lc rgb '#c44e52' notitle
set xlabel 'time (ps)'
set ylabel 'longest bond, relative'
set yrange [1:1.6]
plot 'bonds.txt' every 2 using 1:2 with lines lw 1 lc rgb '#4c72b0' notitle, \
     1.5 with lines lw 1.5 lc rgb '#c44e52' title 'broken'
unset multiplot
