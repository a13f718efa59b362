#!/usr/bin/env bash
# The crystal of examples/02_silicon on 1, 2, 4, … ranks, as many as there are processors: a table from LAMMPS' logs.
#   examples/11_ranks/run.sh [FOLDER [STEPS [RANKS…]]]    FOLDER gets all results (default: out, beside this script)
# Fails if the total energy at the end is not the same for all, to 1e-6 eV.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=${here%/*/*}
results=$(realpath -m "${1:-$here/out}")
steps=${2:-100}
ranks=("${@:3}")
# shellcheck source=../../tools/env.sh
command -v lmp >/dev/null || . "$root/tools/env.sh"
# Open MPI asks twice of root, and counts cores, of which there are fewer than nproc's where each has two threads
export OMP_NUM_THREADS=1 OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 \
  OMPI_MCA_rmaps_base_oversubscribe=1 PRTE_MCA_rmaps_default_mapping_policy=:oversubscribe
if ((${#ranks[@]} == 0)); then
  for ((n = 1; n <= $(nproc); n *= 2)); do ranks+=("$n"); done
fi
mkdir -p "$results"
rm -f "$results/ranks.txt"
cd "$root/examples/02_silicon"
echo "ranks  µs per atom and step  speed-up  of it, pair  communication  total energy (eV)"
first=
for n in "${ranks[@]}"; do
  mpirun --bind-to none -np "$n" lmp -nocite -screen none -log "$results/log.$n" -var steps "$steps" -in in.lmp
  line=$(awk -v ranks="$n" -v first="$first" '
    /^Loop time/ { time = $4; steps = $9; atoms = $12 }
    /^Pair  / { pair = $NF } /^Comm  / { comm = $NF }
    /^ *Step/ { table = 1; next } /^Loop/ { table = 0 } table && NF == 7 { energy = $6 }
    END { cost = 1e6 * time / steps / atoms; if (!first) first = cost * ranks
          printf "%d %.1f %.2f %s %s %.9f", ranks, cost, first / cost, pair, comm, energy }' "$results/log.$n")
  first=${first:-$(awk '{ print $1 * $2 }' <<<"$line")}
  echo "$line" >>"$results/ranks.txt"
  awk '{ printf "%5d  %20.1f  %8.2f  %10.0f %%  %11.0f %%  %.9f\n", $1, $2, $3, $4, $5, $6 }' <<<"$line"
done
cd "$results"
gnuplot "$here/plot.gp"
awk 'NR == 1 { low = high = $6 } { if ($6 < low) low = $6; if ($6 > high) high = $6 }
     END { printf "total energies within %.1e eV\n", high - low; exit !(high - low < 1e-6) }' ranks.txt
