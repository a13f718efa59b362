#!/usr/bin/env bash
# Trains two small potentials and runs them as a committee in LAMMPS, which keeps the frames that it is not sure of and halts.
#   examples/06_committee/run.sh [FOLDER [EPOCHS [ARGUMENT…]]]    FOLDER gets all results (default: out, beside
# this script), LAMMPS the arguments, such as -var steps 20000.
# Needs what tools/build.sh builds. OMP_NUM_THREADS is 1 by default, which is enough for a molecule of nine atoms.
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
rm -f unsure.xyz

sed "s/^epochs = .*/epochs = ${2:-400}/" "$here/committee.toml" >committee.toml
run_step "two members" train.out tesseral train committee.toml --data "$root/data/malonaldehyde" --seeds 1,2
grep -E '^test RMSE|^committee' train.out
cd "$here"
run_step "heating in LAMMPS" "$results/lammps.out" \
  lmp -nocite -log "$results/log.lammps" -var out "$results" \
  -var models "$results/committee/committee-1.h5,$results/committee/committee-2.h5" "${@:3}" -in in.lmp
cd "$results"
grep -h '^ended at' log.lammps
note "kept: $(grep -c Timestep unsure.xyz) frames, in unsure.xyz"
gnuplot "$here/plot.gp"
note "plot: $results/committee.png"
