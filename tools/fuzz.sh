#!/usr/bin/env bash
# Coverage-guided fuzzing of what reads the files of others: with clang's libFuzzer (Debian: clang libclang-rt-dev), the reader of
# MACE checkpoints with atheris, the same for Python. Seeds are the project's own files; a corpus that grows stays in
# build/fuzz/corpus.
#   tools/fuzz.sh [SECONDS] [READER…]     seconds for each reader (default 1200), readers of: model factors frames configuration mace
# An input that crashes, takes over 2 s (mace: 10 s), asks for 64 MB more than the largest seed needs, or ends in an error that
# is not one printable line is kept as build/fuzz/crash-*, timeout-* or oom-*, and the script fails.
# Environment: TESSERAL_FUZZ_SEED, of the random numbers (default: another one each time)
set -euo pipefail
tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$tools/lib.sh"
cd "$tools/.."
seconds=${1:-1200}
[[ $seconds =~ ^[0-9]+$ ]] || die "'$seconds' is no number of seconds (tools/fuzz.sh [SECONDS] [READER…]) see the head of the script"
readers=("${@:2}")
[[ ${#readers[@]} != 0 ]] || readers=(model factors frames configuration mace)
command -v clang++ >/dev/null || die "there is no clang++ (libFuzzer is clang's) install clang and its libclang-rt-dev"
[[ "${readers[*]}" == mace ]] || {
  launcher=$(compiler_launcher)
  run_step "fuzz: configuring" build/fuzz/log/configure.log cmake -S tests/fuzz -B build/fuzz -G Ninja -DCMAKE_C_COMPILER=clang -DCMAKE_CXX_COMPILER=clang++ \
    "-DCMAKE_C_COMPILER_LAUNCHER=$launcher" "-DCMAKE_CXX_COMPILER_LAUNCHER=$launcher"
  run_step "fuzz: building" build/fuzz/log/build.log cmake --build build/fuzz
}

# seeds READER: prints files to begin with
seeds() {
  case $1 in
    model | factors) find tests/unit/model/files -name '*.h5' ;;
    frames) find data -name '*.xyz' ;;
    configuration) find potentials examples -name '*.toml' ;;
    *) die "unknown reader '$1' (there is: model, factors, frames, configuration, mace) see the head of the script" ;;
  esac
}

# fuzz READER TIMEOUT MEGABYTES COMMAND…
fuzz() {
  local reader=$1 timeout=$2 megabytes=$3 log=build/fuzz/log/$1.log
  shift 3
  run_step "fuzz: $reader, $seconds s" "$log" "$@" -max_total_time="$seconds" -timeout="$timeout" -rss_limit_mb="$megabytes" \
    -seed="${TESSERAL_FUZZ_SEED:-0}" -print_final_stats=1 -artifact_prefix=build/fuzz/ "build/fuzz/corpus/$reader" "build/fuzz/seeds/$reader"
  ! grep -aq 'infinite loop closing library' "$log" || die "HDF5 could not close what it was given; see $log"
  grep -aE 'stat::number_of_executed_units|stat::peak_rss_mb' "$log" | sed "s/^stat::/  /"
}

for reader in "${readers[@]}"; do
  seed_folder=build/fuzz/seeds/$reader
  mkdir -p "build/fuzz/corpus/$reader" "$seed_folder"
  if [[ $reader == mace ]]; then
    python=build/fuzz/python/bin/python3
    [[ -e build/fuzz/python/.complete ]] || {
      python_environment build/fuzz/python build/fuzz/log/python "atheris" atheris==3.0.0 numpy
      touch build/fuzz/python/.complete
    }
    rm -rf build/fuzz/scratch
    mkdir -p build/fuzz/scratch
    export TMPDIR=$PWD/build/fuzz/scratch
    "$python" tests/fuzz/fuzz_mace.py --seeds "$seed_folder" 2>build/fuzz/log/mace-seeds.log
    fuzz mace 10 2048 "$python" tests/fuzz/fuzz_mace.py -max_len=1000000
    continue
  fi
  while read -r file; do
    if [[ $reader == frames ]]; then # the first frames: a small seed is tried often
      head -n 24 "$file" >"$seed_folder/$(tr / _ <<<"$file")"
    else
      cp "$file" "$seed_folder/$(tr / _ <<<"$file")"
    fi
  done < <(seeds "$reader")
  fuzz "$reader" 2 1024 "build/fuzz/fuzz_$reader" -malloc_limit_mb=64 -max_len=200000
done
