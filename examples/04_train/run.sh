#!/usr/bin/env bash
# Fits a potential to this project's own frames of malonaldehyde, tells its errors on frames that it has not seen, checks it
# and runs it in LAMMPS; fails if the forces are bad, if the total energy drifts or if the molecule comes apart.
#   examples/04_train/run.sh [FOLDER]     FOLDER gets all results (default: out, beside this script, which git ignores)
# Needs what tools/build.sh builds. OMP_NUM_THREADS is 1 by default, which is enough for batches of 45 atoms.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=${here%/*/*}
results=$(realpath -m "${1:-$here/out}")
# shellcheck source=../../tools/lib.sh
. "$root/tools/lib.sh"
# shellcheck source=../../tools/env.sh
{ command -v tesseral && command -v lmp; } >/dev/null || . "$root/tools/env.sh"
mkdir -p "$results"
cd "$results"
export OMP_NUM_THREADS=${OMP_NUM_THREADS:-1}
failed=0

# judge WHAT VALUE LOW HIGH: says whether a number lies between two limits
judge() {
  if awk -v x="$2" -v low="$3" -v high="$4" 'BEGIN { exit !(x ~ /^[-+.0-9e]+$/ && low <= x + 0 && x + 0 <= high) }'; then
    note "ok     $1: $2 (from $3 to $4)"
  else
    note "FAILED $1: $2 (from $3 to $4)"
    failed=1
  fi
}

begin=$SECONDS
tesseral train "$here/malonaldehyde.toml" --data "$root/data/malonaldehyde" | tee train.out
training_time=$((SECONDS - begin))
model=malonaldehyde/malonaldehyde.h5

note
tesseral check "$model"

# how high the proton's barrier is: GFN2-xTB's along its own path, and the potential's
tesseral eval "$model" "$root/data/malonaldehyde/transfer.xyz" --per-frame path.csv >path.out
barrier=$(awk -F, 'NR > 1 { if (!n++) { a = A = $5; b = B = $6 }
                            if ($5 < a) a = $5; if ($5 > A) A = $5; if ($6 < b) b = $6; if ($6 > B) B = $6 }
                   END { printf "%.4f %.4f", A - a, B - b }' path.csv)

note
run_step "5 ps of malonaldehyde at 600 K in LAMMPS" lammps.out \
  lmp -log log.lammps -var model "$model" -var data "$here/malonaldehyde.data" -in "$here/in.lmp"
# the thermo table alone: step, time in ps, temperature, potential, kinetic and total energy, the proton's place in Å
awk '/^ *Step/ { table = 1; next } /^Loop time/ { table = 0 } table && NF == 7 && $1 ~ /^[0-9]+$/' log.lammps >thermo.txt
atoms=$(awk '$2 == "atoms" { print $1; exit }' "$here/malonaldehyde.data")
slope=$(awk -v atoms="$atoms" '
  NR == 1 { reference = $6 }
  { t = $2; e = ($6 - reference) / atoms; n++; st += t; se += e; stt += t * t; ste += t * e }
  END { printf "%.2e", (n * ste - st * se) / (n * stt - st * st) }' thermo.txt)
duration=$(awk 'END { print $2 }' thermo.txt)
temperature=$(awk '{ sum += $3 } END { printf "%.0f", sum / NR }' thermo.txt)
# the proton is at an oxygen if it is nearer to it by 0.3 Å; between, it is where it was
hops=$(awk '{ side = $7 > 0.3 ? 1 : $7 < -0.3 ? -1 : before; hops += before && side != before; before = side }
            END { print hops + 0 }' thermo.txt)
# over all frames and atoms, the smallest and the largest distance from an atom to its nearest neighbour
nearest=$(awk -v n="$atoms" '
  /^ITEM: ATOMS/ { k = 1; next }
  k { x[k] = $3; y[k] = $4; z[k] = $5; if (k++ < n) next
      for (i = 1; i <= n; ++i) {
        least = 1e9
        for (j = 1; j <= n; ++j) {
          d = sqrt((x[i] - x[j])^2 + (y[i] - y[j])^2 + (z[i] - z[j])^2)
          if (j != i && d < least) least = d
        }
        if (!frames || least < low) low = least
        if (least > high) high = least
        frames = 1
      }
      k = 0 }
  END { printf "%.3f %.3f", low, high }' frames.dump)

gnuplot -e "table='thermo.txt'; picture='energy.png'; atoms=$atoms" "$root/tools/plot-energy.gp"
gnuplot "$here/plot-transfer.gp"

note
note "training took $(elapsed "$training_time") min; barrier of the proton: GFN2-xTB ${barrier% *} eV, potential ${barrier#* } eV;"
note "its hops from oxygen to oxygen in LAMMPS: $hops"
judge "force RMSE of untouched frames, meV/Å" \
  "$(sed -n 's/^test RMSE: .*forces \([^ ]*\) meV.*untouched.*/\1/p' train.out)" 0 100
judge "picoseconds in LAMMPS" "$duration" 4.999 5.001
judge "mean temperature, K" "$temperature" 450 750
judge "slope of the total energy, eV/atom/ps" "$slope" -1e-5 1e-5
judge "least distance of two atoms, Å" "${nearest% *}" 0.8 1.2
judge "largest distance of an atom from its nearest, Å" "${nearest#* }" 1.2 1.6
note "plots: $(printf '%s ' "$results"/{malonaldehyde/learning_curve,malonaldehyde/parity,energy,transfer}.png)"
exit $failed
