# gnuplot -e "folder='build/benchmarks'" benchmarks/accuracy.gp
# accuracy.png from accuracy.csv: system, potential, forces, forces at 1200 K, repetitions, least and median time.
# Lines: errors published for other frames of the same data, of networks whose time on this machine nobody has measured.
set datafile separator ','
set terminal pngcairo size 1400,640 font 'Sans,15' enhanced
set output folder.'/accuracy.png'
set border 3 lc rgb '#555555'
set tics nomirror
set grid lt 1 lw 1 lc rgb '#e2e2e2'
set logscale xy
set xlabel 'µs per atom, energy and forces, one core, mixed precision'
set ylabel 'error of forces (RMSE, meV/Å)'
file = folder.'/accuracy.csv'
of(system, column) = stringcolumn(1) eq system ? column : NaN
set multiplot layout 1,2
set title '3BPA: fitted at 300 K'
set key at graph 0.98, 0.98 right top samplen 2 spacing 1.2
set yrange [6:400]
set ytics (6, 8, 10, 20, 30, 50, 70, 100, 200)
set xrange [9.9:200]
set xtics (10, 20, 50, 100, 200)
set for [line in '8.8 62'] arrow from graph 0, first line + 0 to graph 1, first line + 0 nohead dt 2 lc rgb '#888888'
set for [line in '27.1 187'] arrow from graph 0, first line + 0 to graph 1, first line + 0 nohead dt 3 lc rgb '#888888'
set label 1 'MACE 8.8' at graph 0.02, first 8.8 offset 0, 0.5 tc rgb '#666666' font ',12'
set label 2 'MACE 62' at graph 0.02, first 62 offset 0, 0.5 tc rgb '#666666' font ',12'
set label 3 'linear ACE 27.1' at graph 0.02, first 27.1 offset 0, 0.5 tc rgb '#666666' font ',12'
set label 4 'linear ACE 187' at graph 0.02, first 187 offset 0, 0.5 tc rgb '#666666' font ',12'
plot file every ::1 using (of('3BPA', $6)):3 with points pt 7 ps 1.8 lc rgb '#4c72b0' title '300 K, untouched', \
     '' every ::1 using (of('3BPA', $6)):4 with points pt 6 ps 1.8 lw 2 lc rgb '#c44e52' title '1200 K', \
     '' every ::1 using (of('3BPA', $6)):3:2 with labels left rotate by -35 offset 0.6, -0.6 font ',12' notitle
unset arrow
unset label
set xrange [9.9:100]
set xtics (10, 20, 50, 100)
set title 'Silicon: crystal, strained, surface, hot and molten cells'
set yrange [40:100]
set ytics (40, 50, 60, 70, 80, 100)
plot file every ::1 using (of('silicon', $6)):3 with points pt 7 ps 1.8 lc rgb '#4c72b0' title 'untouched cells', \
     '' every ::1 using (of('silicon', $6)):3:2 with labels left rotate by -35 offset 0.6, -0.6 font ',12' notitle
unset multiplot
