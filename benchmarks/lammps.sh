#!/usr/bin/env bash
# A timestep in LAMMPS at constant energy, skin 2 Å, lists and communication included:
#   4,096 atoms of silicon: plain style and /kk with OpenMP; threads x ranks 1x1, 2x1, 1x2
#   and with the plain style on one core: the other sizes; each algorithm of the node product; 52 neighbours per atom
#   benchmarks/lammps.sh [OPTION…] [MODEL…]      options: benchmarks/lib.sh; large structures take fewer steps
# Writes lammps-runs.csv, a line for each run, and lammps.csv, smallest and median of the repetitions. Times are µs per
# atom and step: the loop, and what LAMMPS counts as pair, neigh, comm and the rest (mean of the ranks).
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
parse_options "$@"
export TESSERAL_BUILD=$build
. "$benchmarks/../tools/env.sh"
# ranks may be more than cores, and are started by root in a container
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1

readonly usual=4096
runs=$output/lammps-runs.csv
log=$output/lammps.log
echo 'model,structure,style,precision,product,atoms,threads,ranks,loop,pair,neigh,comm,rest' >"$runs"

# run_case MODEL STRUCTURE STYLE PRECISION PRODUCT ATOMS THREADS RANKS
run_case() {
  local model=$1 structure=$2 style=$3 precision=$4 product=$5 atoms=$6 thread_count=$7 ranks=$8 command=() lattice cells fewer
  case $structure in
    diamond) lattice=(diamond 5.43 8) ;;
    dense) lattice=(fcc 3.45 4) ;;
  esac
  cells=$(awk -v atoms="$atoms" -v per_cell="${lattice[2]}" 'BEGIN { print int((atoms / per_cell) ^ (1 / 3) + 0.5) }')
  fewer=$((atoms > usual ? (steps * usual + atoms - 1) / atoms : steps))
  ((ranks == 1)) || command+=(mpirun --oversubscribe --bind-to none -np "$ranks")
  command+=(lmp)
  [[ $style == plain ]] || command+=(-k on t "$thread_count" -sf kk)
  OMP_NUM_THREADS=$thread_count measured "${command[@]}" -in "$benchmarks/in.silicon" -log none -nocite \
    -var lattice "${lattice[0]}" -var a "${lattice[1]}" -var cells "$cells" -var model "$model" -var precision "$precision" \
    -var product "$product" -var steps "$fewer" >"$log" </dev/null ||
    die "LAMMPS failed ($style, $thread_count threads, $ranks ranks) see $log"
  atoms=$((cells * cells * cells * lattice[2]))
  # of the second run: "Loop time of T on …", and the breakdown's rows "Pair | min | avg | max | …"
  awk -v row="$(basename "$model" .h5),$structure,$style,$precision,$product,$atoms,$thread_count,$ranks" '
    /^Loop time of/ { loop = $4; scale = 1e6 / ($(NF - 4) * $(NF - 1)); split("", part) }
    /^(Pair|Neigh|Comm|Output|Modify|Other) *\|/ {
      n = split($0, field, "|")
      gsub(/ /, "", field[1])
      part[field[1]] = field[3] + 0
    }
    END {
      if (!(loop > 0 && part["Pair"] > 0)) { print "error: no loop time or breakdown in the output" > "/dev/stderr"; exit 1 }
      rest = loop - part["Pair"] - part["Neigh"] - part["Comm"]
      printf "%s,%.4f,%.4f,%.4f,%.4f,%.4f\n", row, loop * scale, part["Pair"] * scale, part["Neigh"] * scale,
             part["Comm"] * scale, rest * scale
    }' "$log" | tee -a "$runs"
}

for ((repetition = 1; repetition <= repetitions; ++repetition)); do
  for model in "${models[@]}"; do
    for precision in $precisions; do
      for style in plain kk; do
        for layout in '1 1' '2 1' '1 2'; do
          # shellcheck disable=SC2086  # threads and ranks
          run_case "$model" diamond $style "$precision" auto $usual $layout
        done
      done
      for size in $sizes; do
        ((size == usual)) || run_case "$model" diamond plain "$precision" auto "$size" 1 1
      done
      for product in direct cp fourier; do run_case "$model" diamond plain "$precision" $product $usual 1 1; done
      run_case "$model" dense plain "$precision" auto $usual 1 1
    done
  done
done
summarise 8 <"$runs" >"$output/lammps.csv"
note "$output/lammps.csv"
