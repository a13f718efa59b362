#!/usr/bin/env bash
# Long dynamics at constant energy, of a molecule, a hot solid and a liquid, in double and mixed precision: checks the slope of the total energy (1e-7
# and 1e-6 eV/atom/ps), draws it and prints a table. Takes about an hour on two cores; tools/test.sh has the short form.
#   tools/conservation.sh [PICOSECONDS]   (default 100)
# Environment: TESSERAL_LAMMPS and the others of tools/setup.sh
set -euo pipefail
tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$tools/lib.sh"
[[ $# -le 1 && ${1:-100} =~ ^[0-9]+$ ]] || die "'$*' (tools/conservation.sh knows a number of picoseconds) see the head of the script"
"$tools/build.sh" --tests
cd "$tools/.."
build=$(build_folder)
results=$(realpath -m "$build/conservation")
mkdir -p "$results"
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
status=0
CONSERVATION_PS=${1:-100} CONSERVATION_FOLDER=$results ctest --test-dir "$build" --parallel "$(nproc)" --timeout 20000 \
  --output-on-failure --no-tests=error -R 'lammps\.energy_drift' || status=$?
for system in molecule solid liquid; do
  for precision in double mixed; do
    printf '%-9s %-7s %s\n' "$system" "$precision" "$(head -n 1 "$results/$system-$precision.txt")"
  done
done
gnuplot -e "folder='$results'" "$tools/plot-conservation.gp"
note "picture: $results/conservation.png"
exit "$status"
