#!/usr/bin/env bash
# Runs the hybrid and each of its parts alone; fails if energy or forces are not their sum to 1e-9 (eV, eV/Å).
#   examples/07_hybrid/run.sh [FOLDER]    FOLDER gets all results (default: out, beside this script, which git ignores)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=${here%/*/*}
results=$(realpath -m "${1:-$here/out}")
# shellcheck source=../../tools/env.sh
command -v lmp >/dev/null || . "$root/tools/env.sh"
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}
parts=(tesseral coulomb dispersion zbl)
mkdir -p "$results"
cd "$here"
lmp -nocite -log "$results/log.lammps" -var out "$results" -in in.lmp
for part in "${parts[@]}"; do
  lmp -nocite -log none -screen none -var out "$results" -var part "$part" -in part.lmp
done
cd "$results"
# energies, then forces: the first file's minus the others'
awk 'NR == 1 { rest = $1; next } { rest -= $1; printf "%-12s%16.9f eV\n", FILENAME, $1 }
     END { printf "energy minus the sum of its parts: %.1e eV\n", rest; exit !(rest < 1e-9 && rest > -1e-9) }' \
  all.txt "${parts[@]/%/.txt}"
awk '/^ITEM/ { atoms = /ATOMS id/; next }
     !atoms { next }
     { for (k = 2; k <= 4; ++k) rest[$1, k] += FILENAME == "all.dump" ? $k : -$k; read++ }
     END { for (i in rest) { d = rest[i] < 0 ? -rest[i] : rest[i]; if (d > most) most = d }
           printf "largest component of a force minus the sum of its parts: %.1e eV/Å\n", most
           exit !(read == 5 * 64 && most < 1e-9) }' all.dump "${parts[@]/%/.dump}"
gnuplot "$here/plot.gp"
