#!/usr/bin/env bash
# What an evaluation would take on a GPU that is not here, from counted operations and bytes and the rates of its data
# sheet: a prediction, for the first run on one to test.
#   benchmarks/gpu_on_paper.sh [OPTION…] [MODEL…]      options: benchmarks/lib.sh; --sizes: the first is used (default 4096)
# A kernel takes at least the larger of its operations at the GPU's rate and its streamed bytes at its memory's. What edges
# gather, rows of atoms and of radial tables, comes from caches in part: it takes no time in "at best", and all of it comes
# from memory in "from memory". No latency, launch or idle multiprocessor is in these numbers. The GPU: NVIDIA H100 SXM, by
# its data sheet 34 TFLOP/s in double, 67 in single precision, outside of the tensor cores, and 3.35 TB/s.
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
parse_options --sizes 4096 "$@"
file=$(structure diamond "${sizes%% *}")
for model in "${models[@]}"; do
  for precision in $precisions; do
    # counted operations do not depend on the machine, but for channels padded to its packs; the algorithm is that of fewest
    "$tesseral" bench "$model" --structure "$file" --precision "$precision" --choice counted --threads "${threads%% *}" --json |
      tr '{' '\n' | awk -v title="$(basename "$model" .h5), $precision" "$(cat "$benchmarks/kernels.awk")"'
        function row(name, flops, streamed, gathered,    best) {
          best = flops / rate > streamed / memory ? flops / rate : streamed / memory
          sum_flops += flops
          sum_streamed += streamed
          sum_gathered += gathered
          sum_best += best
          uncached = flops / rate > (streamed + gathered) / memory ? flops / rate : (streamed + gathered) / memory
          sum_uncached += uncached
          printf "| %s | %.0f | %.1f | %.0f | %.4f | %.4f |\n", name, flops / 1e3, streamed / 1e3, gathered / 1e3, best, uncached
        }
        # of µs: operations, bytes
        BEGIN { memory = 3.35e6; rate = title ~ /double/ ? 34e6 : 67e6 }
        END {
          printf "%s, per atom:\n\n| kernel | kflop | streamed kB | gathered kB | at best µs | from memory µs |\n|---|---|---|---|---|---|\n", title
          for (k = 1; k <= kernels; ++k) {
            if (kernel[k] ~ /^radial_table/) continue  # computed inside the messages
            radial = kernel[k]
            if (sub(/^message/, "radial_table", radial))
              row(kernel[k], flops[kernel[k]] + flops[radial], streamed[kernel[k]], gathered[kernel[k]] + gathered[radial])
            else
              row(kernel[k], flops[kernel[k]], streamed[kernel[k]], gathered[kernel[k]])
          }
          printf "| **sum** | %.0f | %.1f | %.0f | %.3f | %.3f |\n\n", sum_flops / 1e3, sum_streamed / 1e3, sum_gathered / 1e3, sum_best, sum_uncached
        }'
  done
done
