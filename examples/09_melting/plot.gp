# gnuplot plot.gp, after in.lmp: density and mean square displacement against temperature (out/melting.txt).
set terminal pngcairo size 640,540 font 'Sans,11' enhanced
set output 'out/melting.png'
set grid lt 1 lw 1 lc rgb '#d0d0d0'
set border lc rgb '#666666'
set multiplot layout 2,1 title 'Copper, heated without pressure' font ',14'
set lmargin 11
set xrange [950:2550]
set yrange [6.5:8.2]
set ylabel 'density (g/cm³)'
set key top right samplen 2
# liquid by experiment: Assael et al., J. Phys. Chem. Ref. Data 39, 033105 (2010)
plot 'out/melting.txt' using 2:($3/1000) with points pt 7 ps 0.5 lc rgb '#4c72b0' title 'this run', \
     [1358:2500] (7997-0.819*(x-1358))/1000 with lines lw 1.5 lc rgb '#c44e52' title 'liquid, experiment'
set xlabel 'temperature (K)'
set ylabel 'mean square displacement (Å²)'
set yrange [0:140]
plot 'out/melting.txt' using 2:4 with points pt 7 ps 0.5 lc rgb '#4c72b0' notitle
unset multiplot
