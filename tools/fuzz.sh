#!/usr/bin/env bash
# Coverage-guided fuzzing of the readers of models, factors, frames and configurations, with clang (Debian: clang
# libclang-rt-14-dev). Seeds are the project's own files; a corpus that grows stays in build/fuzz/corpus.
#   tools/fuzz.sh [SECONDS] [READER…]     seconds for each reader (default 1200), readers of: model factors frames configuration
# An input that crashes, takes over 2 s, asks for 64 MB more than the largest seed needs, or ends in an error that is not
# one printable line is kept as build/fuzz/crash-*, timeout-* or oom-*, and the script fails.
set -euo pipefail
tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$tools/lib.sh"
cd "$tools/.."
seconds=${1:-1200}
[[ $seconds =~ ^[0-9]+$ ]] || die "'$seconds' is no number of seconds (tools/fuzz.sh [SECONDS] [READER…]) see the head of the script"
readers=("${@:2}")
[[ ${#readers[@]} != 0 ]] || readers=(model factors frames configuration)
command -v clang++ >/dev/null || die "there is no clang++ (libFuzzer is clang's) install clang and its libclang-rt-dev"
run_step "fuzz: configuring" build/fuzz/log/configure.log cmake -S tests/fuzz -B build/fuzz -G Ninja -DCMAKE_C_COMPILER=clang -DCMAKE_CXX_COMPILER=clang++
run_step "fuzz: building" build/fuzz/log/build.log cmake --build build/fuzz

# seeds READER: prints files to begin with
seeds() {
  case $1 in
    model | factors) find tests/unit/model/files -name '*.h5' ;;
    frames) find data -name '*.xyz' ;;
    configuration) find potentials examples -name '*.toml' ;;
    *) die "unknown reader '$1' (there is: model, factors, frames, configuration) see the head of the script" ;;
  esac
}

for reader in "${readers[@]}"; do
  corpus=build/fuzz/corpus/$reader seed_folder=build/fuzz/seeds/$reader
  mkdir -p "$corpus" "$seed_folder"
  leaks=1
  [[ $reader != model && $reader != factors ]] || leaks=0 # libhdf5 1.10 loses memory of its own on damaged files
  while read -r file; do
    if [[ $reader == frames ]]; then # the first frames: a small seed is tried often
      head -n 24 "$file" >"$seed_folder/$(tr / _ <<<"$file")"
    else
      cp "$file" "$seed_folder/$(tr / _ <<<"$file")"
    fi
  done < <(seeds "$reader")
  ASAN_OPTIONS=detect_leaks=$leaks run_step "fuzz: $reader, $seconds s" "build/fuzz/log/$reader.log" "build/fuzz/fuzz_$reader" -max_total_time="$seconds" -timeout=2 \
    -malloc_limit_mb=64 -rss_limit_mb=1024 -max_len=200000 -print_final_stats=1 -artifact_prefix=build/fuzz/ "$corpus" "$seed_folder"
  grep -aE 'stat::number_of_executed_units|stat::peak_rss_mb' "build/fuzz/log/$reader.log" | sed "s/^stat::/  /"
done
