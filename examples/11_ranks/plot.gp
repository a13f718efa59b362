# gnuplot plot.gp, in the folder of results: how much faster so many ranks are (ranks.txt).
set terminal pngcairo size 480,400 font 'Sans,11' enhanced
set output 'ranks.png'
set grid lt 1 lw 1 lc rgb '#d0d0d0'
set border lc rgb '#666666'
set title '512 atoms of silicon'
set logscale xy 2
set xlabel 'ranks'
set ylabel 'speed-up'
set key top left
plot 'ranks.txt' using 1:3 with linespoints pt 7 lw 1.5 lc rgb '#4c72b0' title 'measured', \
     x with lines dt 2 lc rgb '#999999' title 'ideal'
