# gnuplot plot.gp, after in.lmp: stress against strain (out/stress.txt), beside straight lines with the constants of
# experiment near 0 K (README.md).
set terminal pngcairo size 720,460 font 'Sans,12' enhanced
set output 'out/elastic.png'
set grid lt 1 lw 1 lc rgb '#d0d0d0'
set border lc rgb '#666666'
set key top left
set title 'Strained copper'
set xlabel 'strain (%)'
set ylabel 'stress (GPa)'
set xrange [-0.55:0.55]
plot 176.2*x/100 with lines lw 1 dt 2 lc rgb '#4c72b0' title 'experiment', \
     124.9*x/100 with lines lw 1 dt 2 lc rgb '#c44e52' notitle, \
     81.8*x/100 with lines lw 1 dt 2 lc rgb '#55a868' notitle, \
     'out/stress.txt' using ($1*100):2 with points pt 7 ps 0.9 lc rgb '#4c72b0' title '{/Symbol s}_{xx}, strain xx: C_{11}', \
     '' using ($1*100):3 with points pt 7 ps 0.9 lc rgb '#c44e52' title '{/Symbol s}_{yy}, strain xx: C_{12}', \
     '' using ($1*100):4 with points pt 7 ps 0.9 lc rgb '#55a868' title '{/Symbol s}_{yz}, strain yz: C_{44}'
