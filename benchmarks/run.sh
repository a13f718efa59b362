#!/usr/bin/env bash
# All benchmarks: builds what they need, measures the engine, LAMMPS and the machine, draws the pictures.
#   benchmarks/run.sh [OPTION…] [MODEL…]      options: benchmarks/lib.sh
# Needs a quiet machine; environment.txt says what it was.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
"$here/../tools/build.sh"
build=$(realpath "${TESSERAL_BUILD:-$here/../build/openmp}")
cmake -B "$build" -DTESSERAL_BENCHMARKS=ON >/dev/null
cmake --build "$build" --target tesseral_machine tesseral_kernel_times
# shellcheck source-path=SCRIPTDIR
. "$here/lib.sh"
parse_options "$@"
{
  echo "commit: $(git -C "$here" describe --always --dirty --abbrev=8 2>/dev/null || echo unknown)"
  echo "processor: $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1), $(nproc) cores"
  echo "instructions: $(grep -ow -m 1 avx512f /proc/cpuinfo || echo 'no AVX-512')"
  echo "compiler: $("${CXX:-c++}" --version | head -n 1)"
  echo "load before: $(cut -d ' ' -f 1-3 /proc/loadavg)"
  echo "prefix: ${TESSERAL_BENCH_PREFIX:-none}; OMP_PROC_BIND=$OMP_PROC_BIND OMP_WAIT_POLICY=${OMP_WAIT_POLICY:-unset}"
} | tee "$output/environment.txt"
"$here/engine.sh" "$@"
"$here/lammps.sh" "$@"
"$here/roofline.sh" "$@"
"$here/plot.sh" "$output"
echo "load after: $(cut -d ' ' -f 1-3 /proc/loadavg)" | tee -a "$output/environment.txt"
