# gnuplot -e "table='FILE'; picture='FILE.png'; atoms=N" tools/plot-energy.gp
# Total and potential energy per atom against time, from columns 2 (ps), 4 and 6 (eV).
set terminal pngcairo size 1200,760 font 'Sans,13' enhanced
set output picture
set datafile separator whitespace
stats table using 6 name 'total' nooutput
stats table using 2 name 'time' nooutput
set multiplot layout 2,1 title 'Energy in NVE dynamics' font ',16'
set grid lt 1 lw 1 lc rgb '#d0d0d0'
set border lc rgb '#666666'
set lmargin 12
set rmargin 4
set xrange [0:time_max]
set ylabel 'energy (meV/atom)'
set key outside top right horizontal
unset xlabel
plot table using 2:(($4-total_mean)/atoms*1e3) with lines lw 1.2 lc rgb '#4c72b0' title 'potential', \
     table using 2:(($6-total_mean)/atoms*1e3) with lines lw 2 lc rgb '#c44e52' title 'total'
set xlabel 'time (ps)'
plot table using 2:(($6-total_mean)/atoms*1e3) with lines lw 1.2 lc rgb '#c44e52' title 'total, enlarged'
unset multiplot
