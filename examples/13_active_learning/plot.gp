# gnuplot plot.gp, in the folder of results: errors from round to round, and what each round's dynamics were unsure of.
set terminal pngcairo size 600,560 font 'Sans,11' enhanced
set output 'active_learning.png'
set grid lt 1 lw 1 lc rgb '#d0d0d0'
set border lc rgb '#666666'
rounds = int(system("tail -n 1 errors.txt | cut -d ' ' -f 1"))
set multiplot layout 2,1 title 'A potential asks for its own frames' font ',14'
set lmargin 11
set rmargin 4
set xlabel 'frames that it was fitted to'
set ylabel 'force RMSE (meV/Å)'
set yrange [0:*]
set key top right samplen 2
plot 'errors.txt' using 2:5 with linespoints pt 7 lw 2 lc rgb '#c44e52' title '900 K', \
     '' using 2:4 with linespoints pt 7 lw 2 lc rgb '#dd8452' title '600 K', \
     '' using 2:3 with linespoints pt 7 lw 2 lc rgb '#4c72b0' title '300 K'
set xlabel 'time at 900 K (ps)'
set ylabel 'expected error (eV/Å)'
set logscale y
set yrange [0.05:3]
set key top right horizontal samplen 2 maxrows 1
array colour[4] = ['#c44e52', '#dd8452', '#55a868', '#4c72b0']
plot for [r = 0:rounds-1] sprintf('round-%d/dynamics.txt', r) using 1:2 with lines lw 1 lc rgb colour[1 + (r < 4 ? r : 3)] title sprintf('round %d', r), \
     0.3 with lines lw 1.5 dt 2 lc rgb '#666666' title 'frames above are kept'
unset multiplot
