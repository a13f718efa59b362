# gnuplot plot.gp, in the folder of results: how far the members are apart while the molecule is heated (committee.txt).
set terminal pngcairo size 600,500 font 'Sans,11' enhanced
set output 'committee.png'
set grid lt 1 lw 1 lc rgb '#d0d0d0'
set border lc rgb '#666666'
set multiplot layout 2,1 title 'Two members heat a molecule' font ',14'
set lmargin 11
set rmargin 4
set ylabel 'temperature (K)'
plot 'committee.txt' every 6 using 1:2 with lines lw 1 lc rgb '#4c72b0' notitle
set xlabel 'time (ps)'
set ylabel 'deviation (eV/Å)'
set logscale y
set yrange [0.01:10]
set key below samplen 2
plot 'committee.txt' every 3 using 1:3 with points pt 7 ps 0.2 lc rgb '#4c72b0' title 'largest over atoms', \
     0.8 with lines lw 1.5 lc rgb '#dd8452' title 'frames above are kept', \
     2.0 with lines lw 1.5 lc rgb '#c44e52' title 'the run is halted'
unset multiplot
