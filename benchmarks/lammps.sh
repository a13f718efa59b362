#!/usr/bin/env bash
# A timestep in LAMMPS: 4,096 atoms of silicon, constant energy, skin 2 Å; plain style and /kk with OpenMP; threads and
# ranks 1x1, 2x1, 1x2.
#   benchmarks/lammps.sh [OPTION…] [MODEL…]      options: benchmarks/lib.sh; --sizes is not used
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

readonly cells=8
runs=$output/lammps-runs.csv
log=$output/lammps.log
echo 'model,style,precision,threads,ranks,loop,pair,neigh,comm,rest' >"$runs"

run_case() {
  local model=$1 style=$2 precision=$3 thread_count=$4 ranks=$5 command=()
  ((ranks == 1)) || command+=(mpirun --oversubscribe --bind-to none -np "$ranks")
  command+=(lmp)
  [[ $style == plain ]] || command+=(-k on t "$thread_count" -sf kk)
  OMP_NUM_THREADS=$thread_count measured "${command[@]}" -in "$benchmarks/in.silicon" -log none -nocite \
    -var cells $cells -var model "$model" -var precision "$precision" -var steps "$steps" >"$log" </dev/null ||
    die "LAMMPS failed ($style, $thread_count threads, $ranks ranks) see $log"
  # of the second run: "Loop time of T on …", and the breakdown's rows "Pair | min | avg | max | …"
  awk -v row="$(basename "$model" .h5),$style,$precision,$thread_count,$ranks" '
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
          run_case "$model" $style "$precision" $layout
        done
      done
    done
  done
done
summarise 5 <"$runs" >"$output/lammps.csv"
note "$output/lammps.csv"
