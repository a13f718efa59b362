#!/usr/bin/env bash
# Sets the machine up and builds the engine, the `tesseral` program, the LAMMPS plugin and, with --tests, the tests, into
# build/openmp (or TESSERAL_BUILD).
#   tools/build.sh [--tests]
set -euo pipefail
tools=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
. "$tools/lib.sh"
tests=OFF
for argument; do
  case $argument in
    --tests) tests=ON ;;
    *) die "unknown option '$argument' (tools/build.sh knows --tests) see the head of the script" ;;
  esac
done
cd "$tools/.."
build=${TESSERAL_BUILD:-build/openmp}
"$tools/setup.sh"
eval "$("$tools/setup.sh" --print)"
run_step "configuring" "$build/log/configure.log" cmake --preset openmp -B "$build" "-DTESSERAL_NATIVE=${TESSERAL_NATIVE:-ON}" \
  "-DKokkos_ROOT=$TESSERAL_KOKKOS_ROOT" -DTESSERAL_PLUGIN=ON "-DLAMMPS_SOURCE_DIR=$TESSERAL_LAMMPS_SOURCE" \
  "-DTESSERAL_TESTS=$tests"
run_step "building tesseral" "$build/log/build.log" cmake --build "$build" --parallel "${TESSERAL_JOBS:-$(nproc)}"
