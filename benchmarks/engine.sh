#!/usr/bin/env bash
# Time of an energy and its forces by `tesseral bench`: sizes, precisions and threads, 28 and 52 neighbours per atom.
#   benchmarks/engine.sh [--smoke] [OPTION…] [MODEL…]      options: benchmarks/lib.sh
# Writes engine-runs.csv, a line for each run, and engine.csv, smallest and median of the repetitions.
#   --smoke   tiny cells once, in seconds: whether the suite still works
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
if [[ ${1:-} == --smoke ]]; then
  shift
  set -- --sizes 64 --precisions double --threads 1 --repetitions 1 "$@"
fi
parse_options "$@"

runs=$output/engine-runs.csv
json=$output/engine.json
echo 'model,structure,precision,threads,atoms,neighbors,us_per_atom,bytes_per_atom,flops_per_atom' >"$runs"

run_case() {
  local model=$1 name=$2 precision=$3 thread_count=$4 file=$5 atoms neighbors
  OMP_NUM_THREADS=$thread_count measured "$tesseral" bench "$model" --structure "$file" --precision "$precision" \
    --threads "$thread_count" --json >"$json"
  atoms=$(json_number "$json" atoms)
  neighbors=$(awk -v edges="$(json_number "$json" edges)" -v atoms="$atoms" 'BEGIN { printf "%.2f", edges / atoms }')
  echo "$(basename "$model" .h5),$name,$precision,$thread_count,$atoms,$neighbors,$(json_number "$json" us_per_atom),$(json_number "$json" bytes_per_atom),$(json_number "$json" flops_per_atom)" | tee -a "$runs"
}

for ((repetition = 1; repetition <= repetitions; ++repetition)); do
  for model in "${models[@]}"; do
    for name in diamond dense; do
      for size in $sizes; do
        file=$(structure $name "$size")
        for precision in $precisions; do
          for thread_count in $threads; do run_case "$model" $name "$precision" "$thread_count" "$file"; done
        done
      done
    done
  done
done
# every case is there, and has the neighbours that the tables speak of
awk -F, -v cases=$((repetitions * ${#models[@]} * 2 * $(wc -w <<<"$sizes") * $(wc -w <<<"$precisions") * $(wc -w <<<"$threads"))) '
  NR > 1 && ($6 - ($2 == "dense" ? 52 : 28)) ^ 2 > 1 { print "error: " $2 " has " $6 " neighbours per atom"; bad = 1 }
  NR > 1 && !($7 > 0 && $8 > 0 && $9 > 0) { print "error: a number is missing: " $0; bad = 1 }
  END { if (NR != cases + 1) { print "error: " NR - 1 " runs instead of " cases; bad = 1 }; exit bad }' "$runs" >&2
summarise 6 <"$runs" >"$output/engine.csv"
note "$output/engine.csv"
