# gnuplot -e "folder='FOLDER'" tools/plot-conservation.gp
# The total energy, from its mean, against time, of the tables SYSTEM-PRECISION.txt.
set terminal pngcairo size 1200,800 font 'Sans,13'
set output folder.'/conservation.png'
set multiplot layout 3,1 title 'Total energy in NVE dynamics, from its mean' font ',16'
set grid lt 1 lw 1 lc rgb '#d0d0d0'
set border lc rgb '#666666'
set lmargin 14
set rmargin 4
set ylabel 'meV/atom'
set key outside right top horizontal
set format y '%.3f'
do for [system in 'molecule solid liquid'] {
  set title system offset 0,-0.6
  if (system eq 'liquid') { set xlabel 'time (ps)' }
  plot folder.'/'.system.'-mixed.txt' using 1:2 every ::25 with lines lw 1.2 lc rgb '#dd8452' title 'mixed', \
       folder.'/'.system.'-double.txt' using 1:2 every ::25 with lines lw 1.2 lc rgb '#4c72b0' title 'double'
}
unset multiplot
