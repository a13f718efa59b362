# gnuplot -e "folder='build/benchmarks'" benchmarks/plot.gp
# size.png, efficiency.png and others.png from the tables that benchmarks/plot.sh makes in `folder`.
set datafile separator tab
set terminal pngcairo size 1200,760 font 'Sans,15' enhanced
set border 3 lc rgb '#555555'
set tics nomirror
set grid lt 1 lw 1 lc rgb '#e2e2e2'
span(low, high) = low < 0.99 * high ? sprintf('  %.4g to %.4g', low, high) : sprintf('  %.4g', high)
colors = '#4c72b0 #c44e52 #55a868 #8172b3 #ccb974 #64b5cd'
color(k) = word(colors, (k - 1) % words(colors) + 1)
set output folder.'/size.png'
# blocks of a title and lines "atoms, fastest, median"; each two are of one model and precision
size = folder.'/size-plot.tsv'
stats size using 1 name 'size' nooutput
last = size_blocks - 1
set logscale x 2
set xlabel 'number of atoms'
set ylabel 'time per atom, energy and forces (µs)'
set xrange [size_min / 1.4 : size_max * 1.4]
set yrange [0:*]
set bmargin 5 + (last + 1) / 2
set key at screen 0.53, screen 0.015 center bottom horizontal maxcols 2 Left reverse samplen 3 spacing 1.3
set title 'One thread: medians, with lines down to the fastest run'
plot for [k=0:last] size index k using 1:3 with linespoints lw 2.5 ps 1.6 pt (k % 2 ? 7 : 6) dt 2-k%2 \
       lc rgb color(k / 2 + 1) title columnheader(1), \
     for [k=0:last] size index k using 1:3:(0):($2-$3) with vectors nohead lw 1.5 lc rgb color(k / 2 + 1) notitle

unset logscale
set output folder.'/efficiency.png'
set title 'Parallel efficiency in LAMMPS, 4,096 atoms of silicon, two cores'
set ylabel 'time on one core / (2 × time on two)'
unset xlabel
set yrange [0:1.15]
set autoscale x
set bmargin 5
set key default
set key at graph 1, graph 1 right top horizontal
set style data histograms
set style histogram clustered gap 2
set style fill solid 0.85 border -1
set xtics rotate by 0
set grid noxtics
set arrow 1 from graph 0, first 1 to graph 1, first 1 nohead dt 2 lc rgb '#777777'
plot folder.'/efficiency-plot.tsv' using 2:xtic(1) lc rgb color(1) title '2 threads', \
     '' using 3 lc rgb color(2) title '2 ranks'
unset arrow 1
set bmargin
set autoscale

set output folder.'/others.png'
set title "Time per atom and step on one core (logarithmic)\n\
{/*0.85 red: this suite, in LAMMPS; grey: benchmarks/others.csv, see README.md}"
stats folder.'/others-plot.tsv' using 3 name 'rows' nooutput
set style fill solid 0.85 noborder
set logscale x 10
set xrange [0.3:20000]
set yrange [-0.7:rows_records - 0.3] reverse
set xlabel 'µs per atom and step'
unset ylabel
set grid xtics noytics
set lmargin at screen 0.37
unset key
# rows: 1 what, 2 ours or theirs, 3 lowest, 4 highest
plot folder.'/others-plot.tsv' using (0.3):0:(0.3):4:($0-0.36):($0+0.36):(strcol(2) eq 'ours' ? 0xc44e52 : 0x9aa5b8):ytic(1) \
       with boxxyerror lc rgb variable, \
     '' using 4:0:(span(column(3), column(4))) with labels left font ',13'
