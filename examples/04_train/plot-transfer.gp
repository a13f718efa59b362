# gnuplot plot-transfer.gp, in the folder of results: the energy along the proton's way from oxygen to oxygen (path.csv),
# and where the proton is in LAMMPS (thermo.txt).
set terminal pngcairo size 1200,500 font 'Sans,13' enhanced
set output 'transfer.png'
set grid lt 1 lw 1 lc rgb '#d0d0d0'
set border lc rgb '#666666'
set datafile separator ','
stats 'path.csv' using 5 name 'path' nooutput
set multiplot layout 1,2 title 'The proton of malonaldehyde' font ',16'
set xlabel 'distance from the oxygen that it leaves (Å)'
set ylabel 'energy (meV)'
set yrange [-10:200]
distance(frame) = 0.95 + 0.0125 * (frame - 1) # data/malonaldehyde/make.py moves it so
plot 'path.csv' skip 1 using (distance($1)):(($5-path_min)*1e3) with points pt 7 ps 0.8 lc rgb '#4c72b0' title 'GFN2-xTB', \
     'path.csv' skip 1 using (distance($1)):(($6-path_min)*1e3) with lines lw 2 lc rgb '#c44e52' title 'potential'
set datafile separator whitespace
set xlabel 'time in LAMMPS (ps)'
set ylabel 'distance from O1 less that from O5 (Å)'
set yrange [*:*]
plot 'thermo.txt' using 2:7 with lines lw 1 lc rgb '#4c72b0' notitle
unset multiplot
