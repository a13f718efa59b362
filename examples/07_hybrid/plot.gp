# gnuplot plot.gp, in the folder of results: how the parts of the energy change in NVE dynamics (log.lammps).
set terminal pngcairo size 640,420 font 'Sans,11' enhanced
set output 'hybrid.png'
set grid lt 1 lw 1 lc rgb '#d0d0d0'
set border lc rgb '#666666'
rows = "< awk '/^ *Step/ { table = 1; next } /^Loop/ { table = 0 } table && $1 ~ /^[0-9]+$/ && NF == 10' log.lammps"
do for [k in '4 6 7 8 9 10'] { stats rows using (column(int(k))) every ::0::0 name 'start'.k nooutput }
set title 'A network beside Coulomb, dispersion and repulsion'
set xlabel 'time (ps)'
set ylabel 'energy, off its start (eV)'
set key below samplen 2
plot rows using 2:($6-start6_min) with lines lw 1.5 lc rgb '#4c72b0' title 'tesseral', \
     rows using 2:($10-start10_min) with lines lw 1.5 lc rgb '#55a868' title 'zbl', \
     rows using 2:($9-start9_min) with lines lw 1.5 lc rgb '#dd8452' title 'buck', \
     rows using 2:($7+$8-start7_min-start8_min) with lines lw 1.5 lc rgb '#8172b3' title 'coul/long and pppm', \
     rows using 2:($4-start4_min) with lines lw 2.5 lc rgb '#333333' title 'total, with kinetic'
