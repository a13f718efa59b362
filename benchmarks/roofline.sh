#!/usr/bin/env bash
# Where the time of an evaluation goes, and how far each kernel is from what the machine can do: its measured time beside
# its counted operations (src/tesseral/network/message/message_count.hpp has the formulas) and the machine's own rates.
#   benchmarks/roofline.sh [OPTION…] [MODEL…]      options: benchmarks/lib.sh; --sizes: the first is used (default 4096)
# Needs the programs of -DTESSERAL_BENCHMARKS=ON. One thread. Writes machine.csv, roofline-runs.csv and roofline.csv.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
parse_options --sizes 4096 "$@"
machine=$build/bin/tesseral_machine tool=$build/bin/tesseral_kernel_times.so
[[ -x $machine && -e $tool ]] || die "no $machine (not built) configure with -DTESSERAL_BENCHMARKS=ON, or use benchmarks/run.sh"

# OpenBLAS 0.3.21 does not know newer processors and uses slower kernels on them
if [[ -z ${OPENBLAS_CORETYPE:-} ]] && grep -qw avx512f /proc/cpuinfo; then export OPENBLAS_CORETYPE=Cooperlake; fi
for thread_count in $threads; do
  OMP_NUM_THREADS=$thread_count measured "$machine" | sed "$([[ $thread_count == "${threads%% *}" ]] || echo 1d)"
done | tee "$output/machine.csv"

runs=$output/roofline-runs.csv
json=$output/roofline.json
times=$output/roofline-times.csv
echo 'model,precision,kernel,us,mflop,streamed_kb,gathered_kb' >"$runs"

run_case() {
  local model=$1 precision=$2 file=$3
  OMP_NUM_THREADS=1 TESSERAL_KERNEL_TIMES=$times KOKKOS_PROFILE_LIBRARY=$tool KOKKOS_TOOLS_LIBS=$tool \
    measured "$tesseral" bench "$model" --structure "$file" --precision "$precision" --threads 1 --json >"$json"
  # A line for each kernel: the median over evaluations, without the two that warm up, of the time of its launches. The
  # kernel tesseral::forces ends an evaluation.
  tr '{' '\n' <"$json" | awk -v row="$(basename "$model" .h5),$precision" -v times="$times" "$(cat "$benchmarks/kernels.awk")"'
    function median(list, n,    i, j, x) {
      for (i = 2; i <= n; ++i) {
        x = list[i]
        for (j = i - 1; j > 0 && list[j] > x; --j) list[j + 1] = list[j]
        list[j + 1] = x
      }
      return n % 2 ? list[(n + 1) / 2] : (list[n / 2] + list[n / 2 + 1]) / 2
    }
    function microseconds(label,    evaluation, list) {
      for (evaluation = warm_up; evaluation < evaluations; ++evaluation)
        list[evaluation - warm_up + 1] = seconds[label, evaluation] + 0
      return 1e6 * median(list, evaluations - warm_up) / atoms
    }
    BEGIN {
      warm_up = 2
      algorithms["direct"]; algorithms["path"]; algorithms["symmetric"]
      while ((getline line < times) > 0) {
        match(line, /,[^,]*$/)
        label = substr(line, 1, RSTART - 1)
        if (evaluations >= warm_up) labels[label] = 1
        seconds[label, evaluations + 0] += substr(line, RSTART + 1)
        if (label == "tesseral::forces") ++evaluations
      }
      if (evaluations <= warm_up) { print "error: no kernel tesseral::forces ends an evaluation" > "/dev/stderr"; exit 1 }
    }
    /us_per_atom/ { atoms = number("atoms"); whole = number("us_per_atom") }
    END {
      for (k = 1; k <= kernels; ++k) {
        name = kernel[k]
        counted["tesseral::" name] = 1
        time = 0  # radial functions are computed inside the messages
        if (name !~ /^radial_table/) time = microseconds("tesseral::" name)
        if (name ~ /^power::/)  # each algorithm has a label of its own
          for (a in algorithms) {
            label = "tesseral::" a "_" name
            if (label in labels) time += microseconds(label)
            counted[label] = 1
          }
        printf "%s,%s,%.4f,%.6f,%.4f,%.4f\n", row, name, time, flops[name] * 1e-6, streamed[name] * 1e-3, gathered[name] * 1e-3
      }
      for (label in labels)
        if (!(label in counted)) rest += microseconds(label)
      printf "%s,other loops,%.4f,0,0,0\n%s,evaluation,%.4f,0,0,0\n", row, rest, row, whole
    }' | tee -a "$runs"
}

file=$(structure diamond "${sizes%% *}")
for ((repetition = 1; repetition <= repetitions; ++repetition)); do
  for model in "${models[@]}"; do
    for precision in $precisions; do run_case "$model" "$precision" "$file"; done
  done
done
summarise 3 <"$runs" >"$output/roofline.csv"
awk -F, -v OFS=, -f "$benchmarks/roofline.awk" "$output/machine.csv" "$output/roofline.csv" | tee "$output/roofline.md"
