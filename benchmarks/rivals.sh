#!/usr/bin/env bash
# Tesseral, symmetrix-xl and MACE in PyTorch side by side: an energy and its forces, neighbours found before. Installs the
# rivals from the Python package index (6 GB); symmetrix-xl compiles what it generates, and asks for a C++20 compiler.
#   benchmarks/rivals.sh [--networks "NETWORK …"] [--codes "tesseral symmetrix torch"] [--precisions "double mixed"] [--threads "1 2"]
#                        [--repetitions N] [--output FOLDER] [--table NAME]
# NETWORK is NAME, a MACE network of random weights that all three run, or POTENTIAL=NAME, a potential of this project's beside
# a network of MACE. NAME is IRREPS-ELEMENTS: 128x0e+128x1o-one (28 neighbours) or -three (52 neighbours).
# The rivals compute in single precision where Tesseral's is mixed. Every repetition runs all cases once.
# Writes TABLE-runs.csv, a line for each run, and TABLE.csv, the smallest and the median of the repetitions.
# Environment: RIVALS, a virtual environment of Python 3.10 or later (default FOLDER/rivals), and those of benchmarks/lib.sh
set -euo pipefail
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/lib.sh"
networks='si=32x0e+32x1o-one si-light=16x0e-one' codes='tesseral symmetrix torch'
precisions='double mixed' threads='1 2' repetitions=3 output=$benchmarks/../build/benchmarks table=rivals
while (($# > 0)); do
  case $1 in
    --networks | --codes | --precisions | --threads | --repetitions | --output | --table)
      (($# > 1)) || die "$1 has no value (it is the last word) give one, see the head of the script"
      printf -v "${1#--}" %s "$2"
      shift
      ;;
    *) die "unknown option '$1' (see the head of the script) leave it out" ;;
  esac
  shift
done
[[ -x $tesseral ]] || die "there is no $tesseral (nothing is built, or elsewhere) run tools/build.sh, or set TESSERAL_BUILD"
mkdir -p "$output/rivals-models"
output=$(realpath "$output")
rivals=${RIVALS:-$output/rivals} work=$output/rivals-models
python=$rivals/bin/python

if [[ ! -x $python ]]; then
  python3 -m venv "$rivals"
  run_step "symmetrix-xl and MACE" "$work/install.log" "$python" -m pip install mace-torch==0.3.16 torch==2.15.0 symmetrix-xl==0.1.1 h5py
fi
for network in $networks; do
  name=${network#*=}
  [[ -e $work/$name.model ]] || run_step "network and structures of $name" "$work/$name-make.log" \
    "$python" "$benchmarks/mace_rivals.py" make "$work" "$name"
  [[ $network == *=* || -e $work/$name.h5 ]] || PYTHONPATH=$benchmarks/../python/tesseral run_step "import of $name" "$work/$name-import.log" \
    "$python" -m import_mace "$work/$name.model" -o "$work/$name.h5"
  [[ -e $work/$name.json ]] || run_step "conversion of $name for symmetrix-xl" "$work/$name-convert.log" \
    "$rivals/bin/symmetrix_extract_mace" --model "$work/$name.model" --output "$work/$name.json"
done

# prints median,smallest
time_of() {
  local code=$1 network=$2 precision=$3 thread_count=$4 dtype=float64 blas=unsafe own
  local name=${network#*=}
  local structure=$work/${name##*-}.xyz
  [[ $precision == double ]] || dtype=float32 blas=automatic # which of its settings is the faster
  [[ $network == *=* ]] && own=$benchmarks/../potentials/${network%%=*}.h5 || own=$work/$name.h5
  export OMP_NUM_THREADS=$thread_count OPENBLAS_NUM_THREADS=$thread_count MKL_NUM_THREADS=$thread_count
  case $code in
    tesseral)
      measured "$tesseral" bench "$own" --structure "$structure" --precision "$precision" --threads "$thread_count" --json >"$work/run.json"
      printf '%s,%s' "$(json_number "$work/run.json" us_per_atom)" "$(json_number "$work/run.json" us_per_atom_min)"
      ;;
    symmetrix)
      OPENBLAS_NUM_THREADS=1 SYMMETRIX_HOST_WORKER_BLAS=$blas measured "$python" "$benchmarks/mace_rivals.py" time symmetrix \
        "$work/$name.json" "$structure" "$dtype" "$thread_count" 2>"$work/run.log" | tail -n 1 | cut -d , -f 1,2
      ;;
    torch)
      measured "$python" "$benchmarks/mace_rivals.py" time torch "$work/$name.model" "$structure" "$dtype" "$thread_count" \
        2>"$work/run.log" | tail -n 1 | cut -d , -f 1,2
      ;;
  esac
}

runs=$output/$table-runs.csv
echo 'model,code,precision,threads,us_per_atom,fastest_us_per_atom' >"$runs"
for ((repetition = 1; repetition <= repetitions; ++repetition)); do
  for network in $networks; do
    for precision in $precisions; do
      for thread_count in $threads; do
        for code in $codes; do
          echo "$network,$code,$precision,$thread_count,$(time_of "$code" "$network" "$precision" "$thread_count")" | tee -a "$runs"
        done
      done
    done
  done
done
summarise 4 <"$runs" >"$output/$table.csv"
