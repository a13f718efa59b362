#!/usr/bin/env bash
# Times all tensor products with 1 and 2 threads and draws them. Takes some 10 minutes a round.
#   benchmarks/tensor_products.sh [PROGRAM [FOLDER]]
#     PROGRAM   tesseral_benchmark_tensor_product, built with -DTESSERAL_BENCHMARKS=ON
#               (default: build/openmp/bin/tesseral_benchmark_tensor_product)
#     FOLDER    for tensor_products_<threads>_<round>.json, tensor_products.tsv and tensor_products.png
#               (default: build/benchmarks)
#   TESSERAL_BENCHMARK_THREADS   numbers of threads (default: 1 2)
#   TESSERAL_BENCHMARK_ROUNDS    how often everything is timed; the shortest time counts (default: 1)
#   TESSERAL_BENCHMARK_OPTIONS   further options of Google Benchmark, as --benchmark_filter=REGEX
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
program=${1:-$here/../build/openmp/bin/tesseral_benchmark_tensor_product}
folder=${2:-$here/../build/benchmarks}
if [[ ! -x $program ]]; then
  echo "error: there is no program $program (it is built only on demand) configure with -DTESSERAL_BENCHMARKS=ON" >&2
  exit 1
fi
mkdir -p "$folder"
# Debian 12's OpenBLAS does not know recent processors and takes its slowest kernels unless it is told otherwise
if grep -q avx512_bf16 /proc/cpuinfo; then export OPENBLAS_CORETYPE=${OPENBLAS_CORETYPE:-Cooperlake}; fi
export OMP_PROC_BIND=${OMP_PROC_BIND:-false} OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-passive}
table=$folder/tensor_products.tsv
rows=$(mktemp)
trap 'rm -f "$rows"' EXIT
for round in $(seq "${TESSERAL_BENCHMARK_ROUNDS:-1}"); do for threads in ${TESSERAL_BENCHMARK_THREADS:-1 2}; do
  json=$folder/tensor_products_${threads}_$round.json
  # shellcheck disable=SC2086  # several options
  OMP_NUM_THREADS=$threads OPENBLAS_NUM_THREADS=$threads "$program" --benchmark_min_time=0.05 --benchmark_out="$json" --benchmark_out_format=json \
    ${TESSERAL_BENCHMARK_OPTIONS:-} >/dev/null
  awk -v threads="$threads" '
    function value(line) { sub(/^[^:]*: */, "", line); gsub(/[",]/, "", line); return line }
    function flush() {
      if (name == "") return
      split(name, part, "/")
      printf "%s\t%s\t%s\t%s\t%s\t%s\t%.4g\t%s\t%s\t%s\n", threads, part[1], part[2], part[3], part[4], part[5], ns, ops, gflops, share
      name = ""
    }
    /"benchmarks":/ { inside = 1 }
    inside && /"name":/ { flush(); name = value($0); sub(/\/manual_time$/, "", name); ops = gflops = share = "-" }
    inside && /"ns_per_item_channel":/ { ns = value($0) }
    inside && /"operations":/ { ops = sprintf("%.0f", value($0)) }
    inside && /"gflops":/ { gflops = sprintf("%.3g", value($0)) }
    inside && /"share_of_gemm":/ { share = sprintf("%.2f", value($0)) }
    END { flush() }' "$json" >>"$rows"
done; done
printf 'threads\toperation\talgorithm\tL\tprecision\tpass\tns\toperations\tgflops\tshare\n' >"$table"
awk -F'\t' '{
    key = $1 FS $2 FS $3 FS $4 FS $5 FS $6
    if (!(key in ns)) order[++n] = key
    if (!(key in ns) || $7 + 0 < ns[key]) { ns[key] = $7 + 0; row[key] = $0 }
  }
  END { for (k = 1; k <= n; ++k) print row[order[k]] }' "$rows" >>"$table"
gnuplot -e "table='$table'; picture='$folder/tensor_products.png'" "$here/tensor_products.gp"
echo "$folder/tensor_products.png"
