# gnuplot -e "folder='build/benchmarks'; models='NAME …'; precisions='double …'" benchmarks/plot.gp
# Pictures of the measurements in `folder`: size.png, efficiency.png and, from others-plot.csv (benchmarks/plot.sh),
# others.png. Points are medians, bars below them reach to the fastest run.
set datafile separator comma
set terminal pngcairo size 1200,760 font 'Sans,15' enhanced
set border 3 lc rgb '#555555'
set tics nomirror
set grid lc rgb '#dddddd' lw 1
colors = '#4c72b0 #c44e52 #55a868 #8172b3 #ccb974 #64b5cd'
color(k) = word(colors, (k - 1) % words(colors) + 1)
engine = folder.'/engine.csv'
# rows of engine.csv: 1 model, 2 structure, 3 precision, 4 threads, 5 atoms, 8 fastest and 9 median µs/atom
chosen(m, s, p, n) = strcol(1) eq m && strcol(2) eq s && strcol(3) eq p && column(4) == n
in_size(m, s, p, n, value) = chosen(m, s, p, n) ? value : NaN
M = words(models)
P = words(precisions)

set output folder.'/size.png'
set logscale x 2
set xlabel 'number of atoms'
set ylabel 'time per atom, energy and forces (µs)'
set yrange [0:*]
set xrange [*:*] extend
set offsets graph 0.03, graph 0.03, 0, 0
set key outside right top vertical Left reverse samplen 2 spacing 1.3
set title 'Time per atom against system size, one thread'
set datafile missing NaN
plot for [k=1:M*P] for [s in 'diamond dense'] engine using 5:(in_size(word(models, (k-1)/P+1), s, word(precisions, (k-1)%P+1), 1, column(9))) \
       with linespoints lw 2.5 ps 1.6 pt (s eq 'dense' ? 7 : 6) dt (s eq 'dense' ? 1 : 2) lc rgb color(k) \
       title sprintf('%s, %s, %s neighbours', word(models, (k-1)/P+1), word(precisions, (k-1)%P+1), s eq 'dense' ? '52' : '28'), \
     for [k=1:M*P] for [s in 'diamond dense'] engine using 5:(in_size(word(models, (k-1)/P+1), s, word(precisions, (k-1)%P+1), 1, column(9))):(column(8)):(column(9)) \
       with yerrorbars ps 0 lw 1.5 lc rgb color(k) notitle

unset logscale
set output folder.'/efficiency.png'
set title 'Parallel efficiency in LAMMPS, 4,096 atoms of silicon, two cores'
set ylabel 'time on one core / (2 × time on two)'
unset xlabel
set yrange [0:1.15]
set xrange [*:*]
set style data histograms
set style histogram clustered gap 2
set style fill solid 0.85 border -1
set xtics rotate by 0
set grid noxtics
set arrow 1 from graph 0, first 1 to graph 1, first 1 nohead dt 2 lc rgb '#777777'
plot folder.'/efficiency.csv' using 2:xtic(1) lc rgb color(1) title '2 threads', \
     '' using 3 lc rgb color(2) title '2 ranks'
unset arrow 1

set output folder.'/others.png'
set title 'One core, time per atom and step (logarithmic)'
stats folder.'/others-plot.csv' using 3 name 'rows' nooutput
set style fill solid 0.85 noborder
set logscale x 10
set xrange [0.3:20000]
set yrange [-0.7:rows_records - 0.3] reverse
set xlabel 'µs per atom and step'
unset ylabel
set grid xtics noytics
set lmargin at screen 0.34
set key inside bottom left
unset key
# rows: 1 what, 2 ours or theirs, 3 lowest, 4 highest
plot folder.'/others-plot.csv' using (0.3):0:(0.3):4:($0-0.36):($0+0.36):(strcol(2) eq 'ours' ? 0xc44e52 : 0x9aa5b8):ytic(1) \
       with boxxyerror lc rgb variable, \
     '' using 4:0:(sprintf(column(3) < 0.99 * column(4) ? '  %.3g to %.3g' : '  %.3g%.0s', column(3), column(4))) with labels left font ',13'
