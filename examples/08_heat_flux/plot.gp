# gnuplot plot.gp, after in.lmp: the autocorrelation of the heat flux and its integral (out/correlation.txt, the last table).
set terminal pngcairo size 640,520 font 'Sans,11' enhanced
set output 'out/heat_flux.png'
set grid lt 1 lw 1 lc rgb '#d0d0d0'
set border lc rgb '#666666'
step = 0.001
volume = real(system("awk '/^volume/ { print $2 }' out/result.txt"))
temperature = real(system("awk '/^volume/ { print $6 }' out/result.txt"))
every = real(system("awk '/^2 / { print $2 }' out/correlation.txt"))
scale = 1602.18 * every * step / (8.617333262e-5 * temperature**2 * volume)   # W/m/K
mean(column1, column2, column3) = (column1 + column2 + column3) / 3
set multiplot layout 2,1 title 'Heat flux of silicon near 1000 K, 216 atoms, 10 ps' font ',14'
set lmargin 11
set ylabel '⟨J(0)J(t)⟩ / ⟨J²⟩'
first = real(system("awk '/^1 0 / { print ($4 + $5 + $6) / 3 }' out/correlation.txt"))
plot 'out/correlation.txt' skip 4 using ($2*step):(mean($4,$5,$6)/first) with lines lw 1.5 lc rgb '#4c72b0' notitle
set xlabel 'time (ps)'
set ylabel 'integral (W/m/K)'
sum = -0.5 * first
plot 'out/correlation.txt' skip 4 using ($2*step):(sum = sum + mean($4,$5,$6), scale*(sum - 0.5*mean($4,$5,$6))) with lines lw 1.5 lc rgb '#c44e52' notitle
unset multiplot
